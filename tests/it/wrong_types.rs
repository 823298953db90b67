//! The values of an attribute have the type that it promises, on every path: others are refused, since no comparison
//! would find them, and every comparison decides the rest.

use std::collections::BTreeSet;

use caveat::base::{Blame, Diagnostic};

use crate::world::{first_column, messages, of_text};

const PREFIXES: &str = "@prefix : <https://example.org/> . @prefix f: <https://facts.example/> . \
    @prefix say: <https://w3id.org/caveat/say#> . @prefix sh: <http://www.w3.org/ns/shacl#> . \
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

/// Where a value is: the path of the attribute, and the facts that lead from `f:b` to it. The value is on the last
/// line.
const PATHS: [(&str, &str); 9] = [
    ("f:s", "f:b f:s VALUE ."),
    ("( f:details f:s )", "f:b f:details f:d .\nf:d f:s VALUE ."),
    ("( f:details f:more f:s )", "f:b f:details f:d . f:d f:more f:e .\nf:e f:s VALUE ."),
    ("( [ sh:inversePath f:about ] f:s )", "f:d f:about f:b .\nf:d f:s VALUE ."),
    ("[ sh:alternativePath ( f:s f:t ) ]", "f:b f:t VALUE ."),
    ("[ sh:alternativePath ( ( f:details f:s ) f:t ) ]", "f:b f:details f:d .\nf:d f:s VALUE ."),
    ("( [ sh:zeroOrMorePath f:part ] f:s )", "f:b f:part f:c . f:c f:part f:d .\nf:d f:s VALUE ."),
    ("( [ sh:oneOrMorePath f:part ] f:s )", "f:b f:part f:c . f:c f:part f:b .\nf:c f:s VALUE ."),
    ("( f:details [ say:where f:is ; say:value true ] f:s )", "f:b f:details f:d . f:d f:is true .\nf:d f:s VALUE ."),
];

/// A world of clubs with one attribute, and facts that lead from the club `f:b` to a value.
fn world((path, facts): (&str, &str), promise: &str, value: &str) -> String {
    format!(
        "{PREFIXES}rdfs:label a say:Naming .
:Club a rdfs:Class ; say:noun \"club\" ; say:labelledBy ( \"name\" ) .
:Pub a rdfs:Class ; say:noun \"pub\" .
:name a say:Attribute ; say:of :Club ; say:path rdfs:label ; say:noun \"name\" .
:size a say:Attribute ; say:of :Club ; say:noun \"size\" ; say:path {path} {promise} .
f:a a :Club ; rdfs:label \"A\" . f:b a :Club ; rdfs:label \"B\" .
{}\n",
        facts.replace("VALUE", value)
    )
}

fn type_faults(text: &str, what: &str) -> Vec<Diagnostic> {
    let problems = of_text(text, None).err().unwrap_or_else(|| panic!("{what} is taken:\n{text}"));
    let line = text.lines().count();
    for problem in &problems {
        assert_eq!(
            (problem.blame, problem.code.as_str()),
            (Blame::Data, "wrong-type"),
            "{what}: {}",
            messages(&problems)
        );
        let place = format!("facts.ttl:{line}, of B");
        assert!(problem.help.contains(&place), "{what}: {}", messages(&problems));
    }
    assert_eq!(problems.len(), 1, "{what}: {}", messages(&problems));
    problems.to_vec()
}

/// The datatypes of numbers: those of XML Schema.
const NUMERIC: [&str; 16] = [
    "integer",
    "decimal",
    "double",
    "float",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
];

/// Misspellings of the name of a datatype.
fn misspellings(local: &str) -> Vec<String> {
    let (first, rest) = local.split_at(1);
    let middle = local.len() / 2;
    vec![
        format!("{}{rest}", first.to_uppercase()),
        format!("{}{}", &local[..middle], &local[middle + 1..]),
        format!("{local}s"),
        local.to_uppercase(),
    ]
}

#[test]
fn refuses_numbers_of_other_datatypes_on_every_path() {
    const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
    let mut others: BTreeSet<String> =
        NUMERIC.iter().flat_map(|it| misspellings(it)).map(|it| format!("{XSD}{it}")).collect();
    for namespace in ["https://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2001/XMLSchema/", "urn:x:"] {
        others.extend(NUMERIC.iter().map(|it| format!("{namespace}{it}")));
    }
    let of_other_types = ["string", "anyURI", "hexBinary", "token", "NMTOKEN", "normalizedString"];
    others.extend(of_other_types.map(|it| format!("{XSD}{it}")));
    others.insert("http://www.w3.org/2000/01/rdf-schema#Literal".to_owned());
    let mut others: Vec<String> = others.iter().map(|it| format!("\"12\"^^<{it}>")).collect();
    others.extend([
        "\"12\"".to_owned(),
        "\"12\"@en".to_owned(),
        "\"1\"^^xsd:boolean".to_owned(),
        "\"0012\"^^xsd:gYear".to_owned(),
        "f:twelve".to_owned(),
        "\"NaN\"^^xsd:double".to_owned(),
        "\"NaN\"^^xsd:float".to_owned(),
    ]);
    for (at, value) in others.iter().enumerate() {
        let path = PATHS[at % PATHS.len()];
        let told = messages(&type_faults(&world(path, "; say:type xsd:decimal", value), value));
        assert!(told.contains("is not a number, which `f:"), "{told}");
        if let Some((_, datatype)) = value.split_once("^^<http://www.w3.org/2001/XMLSchema#")
            && datatype != "string>"
        {
            assert!(told.contains(&format!("of the datatype `xsd:{}`", datatype.trim_end_matches('>'))), "{told}");
        }
    }
    // The twins: each is on one side of a bound.
    for (at, datatype) in NUMERIC.iter().enumerate() {
        let path = PATHS[at % PATHS.len()];
        let value = if matches!(*datatype, "nonPositiveInteger" | "negativeInteger") { "-12" } else { "12" };
        let text = world(path, "; say:type xsd:decimal", &format!("\"{value}\"^^xsd:{datatype}"));
        let mut session = of_text(&text, None).unwrap_or_else(|it| panic!("{datatype}: {}", messages(&it)));
        let [more, less] =
            ["> 5", "<= 5"].map(|it| first_column(&mut session, &format!("which clubs whose size {it}")));
        assert_eq!((more.len(), less.len()), if value == "12" { (1, 0) } else { (0, 1) }, "{datatype}");
    }
}

#[test]
fn refuses_values_of_other_types_on_every_path() {
    let promises = [
        ("; say:type xsd:integer", "12", ["\"many\"", "f:many", "\"2026-01-01\"^^xsd:date"]),
        (
            "; say:type xsd:date",
            "\"2026-01-01\"^^xsd:date",
            ["\"soon\"", "\"2026-01-01Z\"^^xsd:date", "\"2026-01-01\"^^xsd:Date"],
        ),
        (
            "; say:type xsd:dateTime",
            "\"2026-01-01T00:00:00\"^^xsd:dateTime",
            ["\"2026-01-01T00:00:00\"", "\"2026-01-01T00:00:00Z\"^^xsd:dateTime", "2026"],
        ),
        ("; say:oneOf ( f:small \"large\" )", "\"large\"", ["f:Small", "\"large\"@en", "\"large\"^^xsd:token"]),
    ];
    for path in PATHS {
        for (promise, right, wrong) in promises {
            let right = world(path, promise, right);
            assert!(
                of_text(&right, None).is_ok(),
                "{}",
                messages(&of_text(&right, None).err().map_or_else(Vec::new, |faults| faults.to_vec()))
            );
            for value in wrong {
                type_faults(&world(path, promise, value), value);
            }
            // Values that no club leads to may be of any type.
            let elsewhere = world(path, promise, wrong[0]).replace("f:b a :Club", "f:b a :Pub");
            assert!(of_text(&elsewhere, None).is_ok(), "{} {promise}", path.0);
        }
        // Every value is a text.
        for value in ["5", "f:five", "\"five\"^^<urn:x>"] {
            assert!(of_text(&world(path, "", value), None).is_ok(), "{value}");
        }
    }
}

/// Of many wrong values some are reported and the others counted, also where all things lead to all.
#[test]
fn reports_the_first_of_many_wrong_values() {
    let chain: String = (0..2_000).map(|at| format!("f:c{at} a :Club ; f:part f:c{} .\n", at + 1)).collect();
    let text = |value: &str| {
        let path = ("( [ sh:oneOrMorePath f:part ] f:s )", "f:b f:part f:c0 .\nf:c2000 f:s VALUE .");
        format!("{}{chain}", world(path, "; say:type xsd:decimal", value))
    };
    assert!(of_text(&text("12"), None).is_ok());
    let problems = of_text(&text("\"12\""), None).err().unwrap();
    assert_eq!(problems.len(), 10, "{}", messages(&problems));
    assert!(messages(&problems).contains("1991 more like this"), "{}", messages(&problems));
}

/// An adjective finds its value as the vocabulary spells it: equal values in other spellings are refused.
#[test]
fn refuses_other_spellings_of_an_adjectives_value() {
    let world = |said: &str, value: &str, path: (&str, &str)| {
        let rare = format!(
            ":Club a rdfs:Class ;\n:rare a say:Adjective ; say:of :Club ; say:adjective \"rare\" ; say:path {} ; say:value {said} .",
            path.0
        );
        let (first, second) = rare.split_once('\n').unwrap();
        world(("f:other", path.1), "", value).replacen(first, &format!("{second}\n{first}"), 1)
    };
    let cases: [(&str, &[&str], &[&str]); 3] = [
        (
            "true",
            &["true", "false"],
            &["\"true\"", "\"1\"^^xsd:boolean", "\"0\"^^xsd:boolean", "1", "\"true\"@en", "f:true"],
        ),
        ("\"yes\"", &["\"yes\"", "\"no\"", "5", "f:yes"], &["\"yes\"@en", "\"yes\"^^xsd:token"]),
        ("5", &["5", "6", "\"five\""], &["\"5\"", "\"5\"^^xsd:byte"]),
    ];
    for path in PATHS {
        for (said, right, wrong) in cases {
            for (at, value) in right.iter().enumerate() {
                let text = world(said, value, path);
                let mut session = of_text(&text, None).unwrap_or_else(|it| panic!("{}\n{text}", messages(&it)));
                let rare = first_column(&mut session, "which rare clubs");
                assert_eq!(rare.len(), usize::from(at == 0), "{said}, {value}, {}", path.0);
            }
            for value in wrong {
                type_faults(&world(said, value, path), value);
            }
        }
    }
}
