//! `caveat diff`: what changed in meaning, in words; and the fingerprints of things.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use caveat::audit::fingerprint;
use caveat::store::{Dataset, Input, MAX_FILE, load};
use caveat::words::{Lexicon, read};
use oxigraph::model::TermRef;
use proptest::prelude::*;

use crate::cli::RunOutput;
use crate::formats::assert_valid;
use crate::repository::{Repository, has_git};
use crate::world::root;

const FACTS: &str = r#"@prefix cv:     <https://w3id.org/caveat/ns#> .
@prefix vendor: <https://w3id.org/caveat/id/vendor/> .
@prefix a:      <https://w3id.org/caveat/id/acme/> .
@prefix xsd:    <http://www.w3.org/2001/XMLSchema#> .

vendor:acme a cv:Vendor ; cv:name "Acme" .

a:training a cv:Claim ; cv:vendor vendor:acme ; cv:status cv:standing ;
    cv:statement "The API never uses what customers send for training." ;
    cv:citation a:training-terms, a:training-blog,
        [ a cv:Citation ; cv:source a:press ; cv:state cv:candidate ] .
a:training-terms a cv:Citation ; cv:source a:terms ; cv:state cv:candidate .
a:training-blog a cv:Citation ; cv:source a:blog ; cv:state cv:candidate .
a:scope a cv:Caveat ; cv:caveatKind cv:scopeLimit ; cv:limits a:training ;
    cv:text "The API only." ; cv:citation a:scope-terms .
a:scope-terms a cv:Citation ; cv:source a:terms ; cv:state cv:candidate .

a:retention a cv:Claim ; cv:vendor vendor:acme ; cv:status cv:standing ;
    cv:statement "Logs are kept for 30 days." ; cv:asOf "2026-01-01"^^xsd:date .

a:deletion a cv:Claim ; cv:vendor vendor:acme ; cv:statement "Logs are deleted." .
[] a cv:Caveat ; cv:caveatKind cv:condition ; cv:limits a:deletion ; cv:text "On request." .

a:terms a cv:Source ; cv:label "terms" ; cv:access cv:public .
a:blog  a cv:Source ; cv:label "blog" .
a:press a cv:Source ; cv:label "press" .
a:page <http://www.w3.org/2000/01/rdf-schema#comment> "what has no kind" .
"#;

/// The vocabulary and the facts above, committed.
fn acme() -> Repository {
    let repository = Repository::new();
    repository.copy("data/vocabulary.ttl", "data/vocabulary.ttl").write("data/acme.ttl", FACTS).commit("2026-01-15");
    repository
}

fn edited_repository() -> Repository {
    let acme = acme();
    let replace = |from: &str, to: &str| {
        acme.replace("data/acme.ttl", from, to);
    };
    // A new wording; a citation removed, one added, one now verified.
    replace("customers send for training.\"", "customers send for training, unless they agree.\"");
    replace("a:training-terms, a:training-blog,", "a:training-terms, a:training-faq,");
    replace("a:training-blog a cv:Citation ; cv:source a:blog ; cv:state cv:candidate .\n", "");
    replace(
        "[ a cv:Citation ; cv:source a:press ; cv:state cv:candidate ]",
        "[ a cv:Citation ; cv:source a:press ; cv:state cv:goneState ]",
    );
    replace(
        "a:training-terms a cv:Citation ; cv:source a:terms ; cv:state cv:candidate .",
        "a:training-terms a cv:Citation ; cv:source a:terms ; cv:state cv:verified .",
    );
    // Inside a caveat: its own citation.
    replace(
        "a:scope-terms a cv:Citation ; cv:source a:terms ; cv:state cv:candidate .",
        "a:scope-terms a cv:Citation ; cv:source a:terms ; cv:state cv:verified ; cv:section \"3\" .",
    );
    // A claim superseded by another, and one removed with its caveat.
    replace(
        "cv:status cv:standing ;\n    cv:statement \"Logs are kept",
        "cv:status cv:superseded ;\n    cv:statement \"Logs are kept",
    );
    replace(
        "a:deletion a cv:Claim ; cv:vendor vendor:acme ; cv:statement \"Logs are deleted.\" .\n[] a cv:Caveat ; cv:caveatKind cv:condition ; cv:limits a:deletion ; cv:text \"On request.\" .\n",
        "",
    );
    replace(
        "a:terms a cv:Source ; cv:label \"terms\" ; cv:access cv:public .",
        "a:terms a cv:Source ; cv:label \"terms\" ; cv:access cv:login .",
    );
    replace(
        "a:page <http://www.w3.org/2000/01/rdf-schema#comment> \"what has no kind\" .\n",
        "a:page <http://www.w3.org/2000/01/rdf-schema#comment> \"still nothing\", \"one more\" .\n",
    );
    acme.write("data/more.ttl", "@prefix cv: <https://w3id.org/caveat/ns#> .\n\
        @prefix a: <https://w3id.org/caveat/id/acme/> .\n\
        a:training-faq a cv:Citation ; cv:source a:faq ; cv:state cv:verified ; cv:retrieved \"2026-03-01\"^^<http://www.w3.org/2001/XMLSchema#date> .\n\
        a:faq a cv:Source ; cv:label \"FAQ\" .\n\
        a:retention-2 a cv:Claim ; cv:vendor <https://w3id.org/caveat/id/vendor/acme> ; cv:supersedes a:retention ;\n\
            cv:statement \"Logs are kept for a year.\" ; cv:citation a:retention-2-terms .\n\
        a:retention-2-terms a cv:Citation ; cv:source a:terms ; cv:state cv:verified .\n\
        [] a cv:Caveat ; cv:caveatKind cv:exception ; cv:limits a:retention-2 ; cv:text \"Longer where the law says so.\" .\n");
    acme
}

fn stdout_of(ran: &RunOutput) -> &str {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    &ran.out
}

/// The output without digests and counts, which change with the shipped vocabulary.
fn stable_output(ran: &RunOutput) -> String {
    without_ids(stdout_of(ran))
}

fn without_ids(text: &str) -> String {
    let ids = regex::Regex::new(r"\b([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{7})\b").unwrap();
    let facts = regex::Regex::new(r#""facts": \d+"#).unwrap();
    let text = ids.replace_all(text, "ID");
    facts.replace_all(&text, r#""facts": N"#).into_owned()
}

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("docs/diff.schema.json")).unwrap();
    let schema = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn describes_changes_in_words() {
    if !has_git() {
        return;
    }
    let acme = edited_repository();
    let text = acme.caveat(&["diff", "main"]);
    insta::assert_snapshot!("diff_text", stable_output(&text));
    let markdown = acme.caveat(&["--format", "markdown", "diff", "main"]);
    insta::assert_snapshot!("diff_markdown", stable_output(&markdown));
    let json = acme.caveat(&["diff", "--format", "json", "main"]);
    assert_valid(&schema(), stdout_of(&json));
    insta::assert_snapshot!("diff_json", stable_output(&json));
    acme.commit("2026-03-01");
    let committed = acme.caveat(&["diff", "HEAD~1", "HEAD"]);
    let rest = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(rest(stdout_of(&committed)), rest(&text.out));
    let back = acme.caveat(&["diff", "2026-03-01", "2026-01-31"]);
    insta::assert_snapshot!("diff_back", stable_output(&back));
    assert_eq!(stdout_of(&acme.caveat(&["diff", "main"])).lines().nth(1), Some("nothing changed in meaning"));
}

#[test]
fn exit_code_option_reports_changes() {
    if !has_git() {
        return;
    }
    let acme = edited_repository();
    for arguments in [
        ["diff", "main", "--exit-code", "--format=json"],
        ["diff", "--exit-code", "--format=json", "main"],
        ["--format=json", "diff", "--exit-code", "main"],
    ] {
        let ran = acme.caveat(&arguments);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.starts_with('{'));
    }
    assert_eq!(acme.caveat(&["diff", "main"]).code, 0);
    let below = acme.caveat_in("data", &["diff", "main", "--exit-code"]);
    assert_eq!(below.out, acme.caveat(&["diff", "main"]).out);
    let named = ["diff", "main", "--data", "data/vocabulary.ttl", "--data", "data/acme.ttl"];
    assert!(!stdout_of(&acme.caveat(&named)).contains("FAQ"), "it stands in another file");
    assert_eq!(acme.caveat(&["diff", "main", "main", "--exit-code"]).code, 0);
}

#[test]
fn ignores_changes_of_form_only() {
    if !has_git() {
        return;
    }
    let acme = acme();
    acme.write(
        "data/numbers.ttl",
        "@prefix x: <https://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         x:n x:size 1.10 , 7 ; x:yes true ; x:on \"2026-01-01\"^^xsd:date .\n",
    )
    .commit("2026-02-01");
    let longer = FACTS
        .replace("@prefix a: ", "# A comment.\n@prefix acme: ")
        .replace("a:", "acme:")
        .replace("acme:    ", "acme:   ");
    // Two citations swap places: the blank nodes get other numbers.
    let (first, second) = longer.split_once("acme:training a").unwrap();
    let (claim, rest) = second.split_once("\n\n").unwrap();
    let text = format!("{first}[] a cv:Source ; cv:label \"added and gone\" .\n{rest}\nacme:training a{claim}\n");
    let text = text.replace("[] a cv:Source ; cv:label \"added and gone\" .\n", "");
    acme.write("data/acme.ttl", &text);
    acme.write(
        "data/numbers.ttl",
        "@prefix y: <https://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         y:n y:on \"2026-01-01\"^^xsd:date ; y:size 07, 1.1 ; y:yes \"1\"^^xsd:boolean .\n",
    );
    let ran = acme.caveat(&["diff", "main", "--exit-code"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let lines: Vec<&str> = ran.out.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "nothing changed in meaning",
            "",
            "changed only in their text (comments, order, prefixes), not in meaning: data/acme.ttl, data/numbers.ttl"
        ]
    );
    // A renamed file.
    fs::rename(acme.file("data/numbers.ttl"), acme.file("data/figures.ttl")).unwrap();
    acme.write("data/acme.ttl", FACTS);
    let ran = acme.caveat(&["diff", "main", "--exit-code"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("facts were moved between files"), "{}", ran.out);
}

#[test]
fn each_side_uses_its_own_vocabulary() {
    if !has_git() {
        return;
    }
    let acme = acme();
    let words = "data/vocabulary.ttl";
    let older = fs::read_to_string(acme.file(words)).unwrap();
    let newer =
        older.replace("say:noun \"statement\"", "say:noun \"wording\"").replace("( \"statement\" )", "( \"wording\" )");
    acme.write(words, &newer.replace("\"vendor\" \"statement\"", "\"vendor\" \"wording\""));
    acme.replace(words, "cv:login  rdfs:label \"login\" ;", "cv:login  rdfs:label \"with login\" ;");
    acme.replace("data/acme.ttl", "Logs are deleted.", "Logs are deleted at once.");
    acme.replace("data/acme.ttl", "cv:access cv:public", "cv:access cv:login");
    let ran = acme.caveat(&["diff", "main"]);
    insta::assert_snapshot!("diff_vocabulary", stable_output(&ran));
}

#[test]
fn newer_vocabulary_decides_what_belongs_to_a_record() {
    if !has_git() {
        return;
    }
    let acme = acme();
    let words = fs::read_to_string(acme.file("data/vocabulary.ttl")).unwrap();
    let older: Vec<&str> =
        words.lines().filter(|line| !line.contains("say:belongs ( \"citation\" \"caveat\" )")).collect();
    acme.write("data/vocabulary.ttl", &older.join("\n")).commit("2026-02-01");
    acme.write("data/vocabulary.ttl", &words);
    acme.replace("data/acme.ttl", "cv:text \"The API only.\"", "cv:text \"The API, and no console.\"");
    let ran = acme.caveat(&["diff", "HEAD"]);
    let text = stdout_of(&ran);
    assert!(text.contains("~ cv:Record"), "{text}");
    assert!(text.contains("    ~ caveat: The API, and no console."), "{text}");
    assert!(!text.contains("caveats changed") && !text.contains("citation added"), "{text}");
}

#[test]
fn hostile_values_are_harmless_in_a_diff() {
    if !has_git() {
        return;
    }
    let acme = acme();
    acme.replace(
        "data/acme.ttl",
        "Logs are deleted.",
        "\\u001b[31mLogs\\u202e **are** <script>x</script> | [gone](javascript:x)",
    );
    for format in ["table", "markdown", "json"] {
        let ran = acme.caveat(&["diff", "main", "--format", format]);
        let text = stdout_of(&ran);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        if format == "markdown" {
            assert!(
                !text.contains("<script>") && !text.replace("\\](", "").contains("](") && !text.contains("**are"),
                "{text}"
            );
        }
    }
}

#[test]
fn reports_what_cannot_be_compared() {
    if !has_git() {
        return;
    }
    let acme = acme();
    let told = |arguments: &[&str]| {
        let ran = acme.caveat(arguments);
        assert_eq!(ran.out, "");
        format!("$ caveat {}\nexit code {}\n{}", arguments.join(" "), ran.code, ran.err)
    };
    let mut texts = vec![
        told(&["diff", "mian"]),
        told(&["diff", "main", "2020-01-01"]),
        told(&["diff", "main", "--format", "csv"]),
        told(&["diff", "main", "--at", "main"]),
        told(&["diff", "main", "--data", "-"]),
        told(&["diff", "--output=pwned"]),
    ];
    acme.write("data/acme.ttl", "no facts").commit("2026-02-01");
    acme.write("data/acme.ttl", FACTS);
    texts.push(told(&["diff", "main"]));
    assert!(!acme.file("pwned").exists());
    insta::assert_snapshot!("diff_messages", without_ids(&texts.join("\n")));
}

// --------------------------------------------------------------------------- fingerprints

/// Facts in Turtle beside the shipped vocabulary.
fn facts(text: &str) -> (Dataset, Lexicon) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("facts.ttl"), text).unwrap();
    let inputs = [root().join("data/vocabulary.ttl"), folder.path().join("facts.ttl")];
    let dataset = load(&inputs.map(Input::Path), Some(Path::new("/")), MAX_FILE);
    let dataset = dataset.unwrap_or_else(|faults| panic!("{}\n{text}", crate::world::messages(&faults)));
    let lexicon = read(&dataset).unwrap();
    (dataset, lexicon)
}

/// The fingerprint of each thing of acme that has a kind.
fn fingerprints(text: &str) -> BTreeMap<String, String> {
    let (dataset, lexicon) = facts(text);
    let mut found = BTreeMap::new();
    for (id, term) in dataset.terms() {
        if let TermRef::NamedNode(iri) = term
            && iri.as_str().contains("/id/acme/")
            && !lexicon.kinds_of(&dataset, id).is_empty()
        {
            found.insert(dataset.compact(iri), fingerprint(&lexicon, &dataset, id));
        }
    }
    found
}

const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";

const PREFIXES: &str = "@prefix cv: <https://w3id.org/caveat/ns#> .\n\
    @prefix vendor: <https://w3id.org/caveat/id/vendor/> .\n\
    @prefix a: <https://w3id.org/caveat/id/acme/> .\n";

/// Statements for any order, each with the things that it belongs to.
const STATEMENTS: [(&str, &[&str]); 19] = [
    ("a:one a cv:Claim", &["a:one"]),
    ("a:one cv:statement \"One.\"", &["a:one"]),
    ("a:one cv:vendor vendor:acme", &["a:one"]),
    ("a:one cv:citation a:c", &["a:one"]),
    ("a:one cv:citation [ a cv:Citation ; cv:source a:s ; cv:state cv:verified ]", &["a:one"]),
    ("a:one cv:citation [ a cv:Citation ; cv:source a:s ; cv:state cv:candidate ]", &["a:one"]),
    ("a:two a cv:AbsenceFinding", &["a:two"]),
    ("a:two cv:statement \"Two.\"", &["a:two"]),
    ("a:two cv:citation a:c", &["a:two"]),
    ("a:two cv:restsOn a:one", &["a:two"]),
    ("a:c a cv:Citation", &["a:c", "a:one", "a:two"]),
    ("a:c cv:source a:s", &["a:c", "a:one", "a:two"]),
    ("a:c cv:section \"1.10\"", &["a:c", "a:one", "a:two"]),
    ("a:v a cv:Caveat", &["a:v", "a:one"]),
    ("a:v cv:text \"Not always.\"", &["a:v", "a:one"]),
    ("a:v cv:limits a:one", &["a:v", "a:one"]),
    ("a:v cv:citation [ a cv:Citation ; cv:source a:s ]", &["a:v", "a:one"]),
    ("a:s a cv:Source", &["a:s"]),
    ("a:s cv:label \"S\"", &["a:s"]),
];

fn statements(order: &[usize]) -> String {
    let lines = order.iter().map(|at| format!("{} .\n", STATEMENTS[*at].0));
    PREFIXES.to_owned() + &lines.collect::<String>()
}

fn all_statements() -> Vec<usize> {
    (0..STATEMENTS.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_and_layout_do_not_change_fingerprints(
        order in Just(all_statements()).prop_shuffle(),
        name in "[b-z]{1,5}x",
    ) {
        let plain = fingerprints(&statements(&all_statements()));
        let text = statements(&order);
        prop_assert_eq!(&fingerprints(&text), &plain);
        let other = text.replace("a:", &format!("{name}:")).replace(" .\n", "\n# a comment\n  .\n\n");
        let renamed: BTreeMap<String, String> = fingerprints(&other)
            .into_iter()
            .map(|(short, print)| (short.replace(&format!("{name}:"), "a:"), print))
            .collect();
        prop_assert_eq!(&renamed, &plain);
    }
}

#[test]
fn a_fact_changes_only_its_owners_fingerprints() {
    let plain = fingerprints(&statements(&all_statements()));
    assert_eq!(plain.len(), 5, "{plain:?}");
    for print in plain.values() {
        assert!(print.len() == 16 && print.chars().all(|c| c.is_ascii_hexdigit()), "{print}");
    }
    // Things without a class are refused.
    let plainly = STATEMENTS
        .iter()
        .enumerate()
        .filter(|(_, (statement, _))| statement.contains('[') || !statement.contains(" a cv:"));
    for (at, (statement, of)) in plainly {
        let rest: Vec<usize> = all_statements().into_iter().filter(|other| *other != at).collect();
        let now = fingerprints(&statements(&rest));
        for (thing, print) in &plain {
            assert_eq!(now[thing] == *print, !of.contains(&thing.as_str()), "{thing} without {statement}");
        }
    }
    let more = format!("{}a:s cv:note \"More.\" .\n", statements(&all_statements()));
    let more = fingerprints(&more);
    let changed: Vec<&String> = plain.keys().filter(|it| plain[*it] != more[*it]).collect();
    assert_eq!(changed, ["a:s"], "a source belongs to no claim");
}

#[test]
fn equal_values_have_equal_fingerprints() {
    let of = |value: &str| {
        let text = format!("{PREFIXES}a:one a cv:Claim ; <https://other.example/said> {value} .\n");
        fingerprints(&text)["a:one"].clone()
    };
    let xsd = |text: &str, name: &str| format!("\"{text}\"^^<http://www.w3.org/2001/XMLSchema#{name}>");
    assert_eq!(of("1.10"), of("1.1"));
    assert_eq!(of("07"), of("7"));
    assert_eq!(of(&xsd("1", "boolean")), of("true"));
    assert_eq!(of(&xsd("1.0e1", "double")), of(&xsd("10", "double")));
    assert_ne!(of("1.1"), of("1.11"));
    assert_ne!(of("1"), of("\"1\""));
    assert_ne!(of("\"a\"@en"), of("\"a\"@de"));
}

#[test]
fn fingerprints_cyclic_nodes_and_long_lists() {
    let circle = |first: &str, second: &str| {
        let text = format!(
            "{PREFIXES}a:one a cv:Claim ; <https://other.example/said> _:{first} .\n\
             _:{first} <https://other.example/next> _:{second} ; <{COMMENT}> \"1\" . _:{second} <https://other.example/next> _:{first} ; <{COMMENT}> \"2\" .\n"
        );
        fingerprints(&text)["a:one"].clone()
    };
    assert_eq!(circle("x", "y"), circle("q", "b"));
    let list = |length: usize| {
        let items = "1 ".repeat(length);
        fingerprints(&format!("{PREFIXES}a:one a cv:Claim ; <https://other.example/said> ( {items}) .\n"))["a:one"]
            .clone()
    };
    assert_ne!(list(20_000), list(20_001));
}
