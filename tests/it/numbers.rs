//! Numbers of any length are kept and compared by their digits; impossible literals are refused.

use std::cmp::Ordering;

use caveat::base::{Blame, Faults};
use caveat::store::{Dataset, Input, MAX_FILE, load};
use oxigraph::io::RdfFormat;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::world::{ask, first_column, messages, of_text};

fn load_literal(text: &str, datatype: &str) -> Result<Dataset, Faults> {
    let fact = format!("<x:a> <x:is> \"{text}\"^^<http://www.w3.org/2001/XMLSchema#{datatype}> .\n");
    load(&[Input::Stdin(fact.into_bytes(), RdfFormat::NTriples)], None, MAX_FILE)
}

fn assert_accepted(text: &str, datatype: &str) {
    let dataset = load_literal(text, datatype).unwrap_or_else(|it| panic!("{}", messages(&it)));
    let kept = dataset.terms().any(|(_, term)| term.to_string().starts_with(&format!("\"{text}\"^^")));
    assert!(kept, "{text} is shown as it is written");
}

fn assert_refused(text: &str, datatype: &str) {
    match load_literal(text, datatype) {
        Ok(_) => panic!("`{text}` is taken as xsd:{datatype}"),
        Err(problems) => {
            assert_eq!((problems[0].blame, problems[0].code.as_str()), (Blame::Data, "impossible-literal"), "{text}")
        }
    }
}

/// For each datatype what is just possible, and what just is not.
const LITERALS: [(&str, &[&str], &[&str]); 28] = [
    (
        "integer",
        &["0", "-0", "+7", "007", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890"],
        &["", "+", "1.0", "1e3", " 1", "0x1", "1,000", "١"],
    ),
    (
        "decimal",
        &["0.1234567890123456789", ".5", "5.", "-.0", "12345678901234567890123.4567890123456789012345"],
        &["", ".", "-", "1e3", "1.2.3", "INF"],
    ),
    ("long", &["9223372036854775807", "-9223372036854775808"], &["9223372036854775808", "-9223372036854775809"]),
    ("int", &["2147483647", "-2147483648"], &["2147483648", "-2147483649"]),
    ("short", &["32767", "-32768"], &["32768", "-32769"]),
    ("byte", &["127", "-128", "-0"], &["128", "-129", "300", "1.0"]),
    ("nonNegativeInteger", &["0", "-0", "99999999999999999999"], &["-1"]),
    ("positiveInteger", &["1", "99999999999999999999"], &["0", "-0", "-1"]),
    ("nonPositiveInteger", &["0", "-99999999999999999999"], &["1"]),
    ("negativeInteger", &["-1", "-99999999999999999999"], &["0", "1"]),
    ("unsignedLong", &["0", "18446744073709551615"], &["-1", "18446744073709551616"]),
    ("unsignedInt", &["4294967295"], &["-1", "4294967296"]),
    ("unsignedShort", &["65535"], &["-1", "65536"]),
    ("unsignedByte", &["255"], &["-1", "256"]),
    ("boolean", &["true", "0"], &["True", "yes", ""]),
    ("double", &["1e400", "INF", "-INF", "NaN", "1"], &["inf", "infinity", "1e", "one"]),
    ("float", &["1.5", "INF"], &["infinity", "1f"]),
    ("date", &["2024-02-29", "2026-02-28Z"], &["2026-02-30", "2025-02-29", "2026-2-3", "26-02-03"]),
    (
        "dateTime",
        &["2026-01-01T23:59:59", "2026-01-01T24:00:00"],
        &["2026-01-01T25:00:00", "2026-01-01", "2026-13-01T00:00:00"],
    ),
    ("dateTimeStamp", &["2026-01-01T00:00:00Z"], &["2026-01-01T00:00:00"]),
    ("time", &["23:59:59", "24:00:00"], &["25:00:00", "23:60:00", "23:59"]),
    ("gYear", &["2026"], &["26", "2026-01"]),
    ("gYearMonth", &["2026-12"], &["2026-13"]),
    ("gMonthDay", &["--02-29", "--02-29Z", "--12-31"], &["--02-30", "--13-01", "02-03"]),
    ("duration", &["P1Y2M3DT4H"], &["P", "1Y", "P1S"]),
    ("dayTimeDuration", &["P3DT4H"], &["P1Y"]),
    ("hexBinary", &["", "00ff"], &["0", "0g"]),
    ("base64Binary", &["", "QUI=", "QQ==", "QUJD"], &["Q", "QR==", "QUJD=", "Q*=="]),
];

#[test]
fn keeps_valid_literals_and_refuses_others() {
    for (datatype, possible, impossible) in LITERALS {
        possible.iter().for_each(|text| assert_accepted(text, datatype));
        impossible.iter().for_each(|text| assert_refused(text, datatype));
    }
    // Datatypes that caveat does not know are not checked.
    assert_accepted("anything", "anyURI");
}

/// A decimal number that a test can compare: sign, digits before the point, digits after it filled up to 36.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    text: String,
    value: (i32, u128, u128),
}

impl Number {
    fn random(rng: &mut TestRng) -> Self {
        let digits = |rng: &mut TestRng, most: u32| {
            let count = rng.next_u32() % (most + 1);
            (0..count).map(|_| char::from(b'0' + (rng.next_u32() % 10) as u8)).collect::<String>()
        };
        // Close numbers are easily confused.
        let near = ["9223372036854775807", "9223372036854775808", "170141183460469231731", "0", "1"];
        let whole = match rng.next_u32() % 3 {
            0 => near[rng.next_u32() as usize % near.len()].to_owned(),
            _ => digits(rng, 30),
        };
        let fraction = match rng.next_u32() % 4 {
            0 => format!("1234567890123456789{}", rng.next_u32() % 3),
            1 => digits(rng, 30),
            _ => String::new(),
        };
        let whole = if whole.is_empty() { "0".to_owned() } else { whole };
        let negative = rng.next_u32().is_multiple_of(3);
        let (own, part) = (whole.parse().unwrap(), format!("{fraction:0<36}").parse().unwrap());
        let sign = if (own, part) == (0, 0) {
            0
        } else if negative {
            -1
        } else {
            1
        };
        let point = if fraction.is_empty() { "" } else { "." };
        let text = format!("{}{whole}{point}{fraction}", if negative { "-" } else { "" });
        Self { text, value: (sign, own, part) }
    }

    fn datatype(&self) -> &str {
        if self.text.contains('.') { "decimal" } else { "integer" }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((one, whole, part), (two, others, theirs)) = (self.value, other.value);
        let sizes = (whole, part).cmp(&(others, theirs));
        one.cmp(&two).then(if one < 0 { sizes.reverse() } else { sizes })
    }
}

const WORLD: &str = "@prefix a: <https://example.org/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
a:Stone a rdfs:Class ; say:noun \"stone\" ; say:labelledBy ( \"name\" ) .
rdfs:label a say:Naming .
a:name a say:Attribute ; say:of a:Stone ; say:path rdfs:label ; say:noun \"name\" .
a:weight a say:Attribute ; say:of a:Stone ; say:noun \"weight\" ; say:type xsd:decimal .
";

fn stones(numbers: &[Number]) -> String {
    let stones = numbers.iter().enumerate().map(|(at, number)| {
        format!(
            "a:s{at} a a:Stone ; rdfs:label \"s{at}\" ; a:weight \"{}\"^^xsd:{} .\n",
            number.text,
            number.datatype()
        )
    });
    format!("{WORLD}{}", stones.collect::<String>())
}

/// Questions compare numbers of any length by their digits.
#[test]
fn compares_numbers_of_any_length_by_digits() {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    for round in 0..12 {
        let numbers: Vec<Number> = (0..30).map(|_| Number::random(&mut rng)).collect();
        let mut session = of_text(&stones(&numbers), None).unwrap_or_else(|it| panic!("{}", messages(&it)));
        let named = |wanted: &dyn Fn(&Number) -> bool| {
            let mut names: Vec<String> =
                numbers.iter().enumerate().filter(|(_, it)| wanted(it)).map(|(at, _)| format!("a:s{at}")).collect();
            names.sort();
            names
        };
        let bounds = ["0", "1", "9223372036854775807", "-5", "100.5", "0.123456789012345678"];
        let text = bounds[round % bounds.len()];
        let (own, part) = text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
        let value = (own.parse().unwrap(), format!("{part:0<36}").parse().unwrap());
        let sign = if value == (0, 0) {
            0
        } else if text.starts_with('-') {
            -1
        } else {
            1
        };
        let bound = Number { text: text.to_owned(), value: (sign, value.0, value.1) };
        for (sign, holds) in [
            (">", Ordering::is_gt as fn(Ordering) -> bool),
            (">=", Ordering::is_ge),
            ("<", Ordering::is_lt),
            ("<=", Ordering::is_le),
            ("=", Ordering::is_eq),
            ("!=", Ordering::is_ne),
        ] {
            let mut stones = first_column(&mut session, &format!("which stones whose weight {sign} {text}"));
            stones.sort();
            assert_eq!(stones, named(&|it| holds(it.cmp(&bound))), "{sign} {text}");
        }
        let sorted = first_column(&mut session, "which stones sorted by weight");
        let weights: Vec<&Number> = sorted.iter().map(|it| &numbers[it[3..].parse::<usize>().unwrap()]).collect();
        assert!(weights.is_sorted(), "{weights:?}");
    }
}

/// A sum of numbers that are too long is an error; any other is an answer.
#[test]
fn sums_never_drop_numbers_that_are_too_long() {
    let text =
        |numbers: &[&str]| format!("{WORLD}a:s0 a a:Stone ; rdfs:label \"s0\" ; a:weight {} .\n", numbers.join(", "));
    let questions = [
        "which stones whose total weight > 3",
        "which stones whose average weight > 1",
        "which stones showing total weight",
        "which stones whose weight + 1 > 100",
        "which stones showing name, round( weight , 2 )",
    ];
    let long = ["922337203685477580800", "-99999999999999999999999999", "0.12345678901234567890123"];
    for numbers in long.map(|it| vec!["1", "2.5", it]) {
        let mut session = of_text(&text(&numbers), None).unwrap();
        for question in questions {
            let told = ask(&mut session, question).map(|it| format!("{:?}", it.last().unwrap().body)).unwrap_err();
            assert!(told.contains("error[too-many-digits]"), "{question} of {numbers:?}: {told}");
        }
        // A comparison needs no sum.
        assert_eq!(first_column(&mut session, "which stones whose weight > 2").len(), 1);
        let least = if numbers[2].starts_with('-') { 1 } else { 0 };
        assert_eq!(first_column(&mut session, "which stones whose smallest weight < 0").len(), least);
    }
    // Two numbers that fit, with a sum that does not.
    let mut session = of_text(&text(&["9223372036854775807", "9223372036854775806"]), None).unwrap();
    for question in &questions[..3] {
        let told = ask(&mut session, question).map(|it| format!("{:?}", it.last().unwrap().body)).unwrap_err();
        assert!(told.contains("error[too-many-digits]"), "{question}: {told}");
    }
    // The valid twin.
    let mut session = of_text(&text(&["1", "2.5", "9007199254740993"]), None).unwrap();
    for question in questions {
        ask(&mut session, question).unwrap_or_else(|it| panic!("{question}: {it}"));
    }
}

/// Raw SPARQL computes with 18 decimals and 64 bits: beyond, it is an error, not a missing row.
#[test]
fn raw_sparql_reports_numbers_it_cannot_compute() {
    let facts = |number: &str| format!("{WORLD}a:s0 a a:Stone ; rdfs:label \"s0\" ; a:weight {number} .\n");
    for number in ["999999999999999999999999", "0.12345678901234567890123"] {
        let mut session = of_text(&facts(number), None).unwrap();
        for filter in ["FILTER(?w > 1)", "FILTER(?w != 1)", "FILTER(?w + 1 > 0)", "BIND(?w * 2 AS ?v)"] {
            let told = ask(&mut session, &format!("sparql SELECT * {{ ?s a:weight ?w {filter} }}")).unwrap_err();
            assert!(told.contains("error[too-many-digits]"), "{filter}: {told}");
        }
        if number.starts_with('9') {
            insta::assert_snapshot!(
                "too_many_digits",
                ask(&mut session, "sparql SELECT * { ?s a:weight ?w FILTER(?w > 1) }").unwrap_err()
            );
        }
        let all = ask(&mut session, "sparql SELECT * { ?s a:weight ?w }").unwrap();
        assert!(format!("{:?}", all[0].body).contains(number));
    }
    // What fits into 18 decimals is compared as it is.
    let mut session = of_text(&facts("9223372036854775808"), None).unwrap();
    for (filter, rows) in [("?w > 9223372036854775807", 1), ("?w = 9223372036854775807", 0), ("?w < 1e30", 1)] {
        let all = ask(&mut session, &format!("sparql SELECT * {{ ?s a:weight ?w FILTER({filter}) }}")).unwrap();
        assert_eq!(format!("{:?}", all[0].body).matches("9223372036854775808\"").count().min(1), rows, "{filter}");
    }
}

#[test]
fn iris_allow_joiners_but_no_other_invisible_characters() {
    let fact = |c: char| format!("<http://e.x/می{c}خواهم> <x:is> \"x\" .\n");
    let read = |c: char| load(&[Input::Stdin(fact(c).into_bytes(), RdfFormat::Turtle)], None, MAX_FILE);
    for joiner in ['\u{200c}', '\u{200d}'] {
        assert_eq!(read(joiner).unwrap().len(), 1);
    }
    for hidden in ['\u{200b}', '\u{200e}', '\u{202e}', '\u{2060}', '\u{feff}', '\u{ad}'] {
        assert_eq!(read(hidden).unwrap_err()[0].code.as_str(), "hostile-iri", "{hidden:?}");
    }
}

/// Classes in a subclass cycle have the same things.
#[test]
fn classes_in_a_cycle_are_equal() {
    for length in 1..5 {
        let class = |at: usize| {
            let next = (at + 1) % length;
            format!(
                "a:C{at} a rdfs:Class ; say:noun \"sort{at}\" ; say:labelledBy ( \"name\" ) ; rdfs:subClassOf a:C{next} .\n\
                 a:t{at} a a:C{at} ; rdfs:label \"t{at}\" .\n"
            )
        };
        let prefixes: String = WORLD.lines().take(2).collect::<Vec<_>>().join("\n");
        let name = "rdfs:label a say:Naming .\na:name a say:Attribute ; say:of a:C0 ; say:path rdfs:label ; say:noun \"name\" .";
        let classes: String = (0..length).map(class).collect();
        let loaded = of_text(&format!("{prefixes}\n{name}\n{classes}"), None);
        let mut session = loaded.unwrap_or_else(|problems| panic!("{}", messages(&problems)));
        let all: Vec<String> = (0..length).map(|at| format!("a:t{at}")).collect();
        for at in 0..length {
            let mut things = first_column(&mut session, &format!("which sort{at}s"));
            things.sort();
            assert_eq!(things, all);
        }
        assert_eq!(session.largest_kinds().len(), 1, "of kinds that are the same, one is told");
    }
}

#[test]
fn an_empty_file_beside_others_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let read = || load(&[Input::Path(folder.path().to_owned())], Some(folder.path()), MAX_FILE);
    for (name, content) in
        [("a.ttl", ""), ("b.nt", "# nothing yet\n"), ("c.jsonld", "[]"), ("d.trig", "@prefix a: <x:> .")]
    {
        std::fs::write(folder.path().join(name), content).unwrap();
        let problems = read().unwrap_err();
        assert_eq!((problems[0].blame, problems[0].code.as_str()), (Blame::Undetermined, "no-facts"), "{name}");
    }
    std::fs::write(folder.path().join("full.nt"), "<x:a> <x:b> <x:c> .\n").unwrap();
    let dataset = read().unwrap();
    assert_eq!((dataset.files().len(), dataset.len()), (5, 1));
}

/// A fact counts once for each of its graphs.
#[test]
fn counts_a_fact_once_per_graph() {
    let count = |texts: &[(&str, &str)]| {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in texts {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let dataset = load(&[Input::Path(folder.path().to_owned())], Some(folder.path()), MAX_FILE).unwrap();
        (dataset.len(), dataset.quad_count())
    };
    let fact = "<x:a> <x:b> <x:c>";
    let in_graph = |graph: &str| format!("{fact} {graph} .\n");
    let (none, one, other) = (in_graph(""), in_graph("<x:g>"), in_graph("<x:h>"));
    assert_eq!(count(&[("a.nq", &none)]), (1, 1));
    assert_eq!(count(&[("a.nq", &one)]), (1, 1));
    assert_eq!(count(&[("a.nq", &[&*one, &one].concat())]), (1, 1));
    assert_eq!(count(&[("a.nq", &[&*one, &other].concat())]), (1, 2));
    assert_eq!(count(&[("a.nq", &[&*none, &one].concat())]), (1, 2));
    assert_eq!(count(&[("a.nt", &none), ("b.nq", &[&*one, &other, &none].concat())]), (1, 3));
    assert_eq!(count(&[("a.nt", "<x:a> <x:b> <x:d> .\n"), ("b.nq", &one)]), (2, 2));
}
