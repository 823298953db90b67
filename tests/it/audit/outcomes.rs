//! Outcomes of checks: each expectation met, missed, and undecided.

use crate::audit::{World, findings, outcomes};

#[test]
fn each_expectation_passes_and_fails() {
    let world = World::of(
        r#"
check none-met
  expect none
  which claims lack a topic
check none-missed
  expect none
  which claims lack a source
check some-met
  expect some
  which claims lack a source
check some-missed
  expect some
  which claims lack a topic
check exactly-met
  expect exactly 3
  how many claims
check exactly-too-many
  expect exactly 2
  which claims
check exactly-too-few
  expect exactly 4
  which claims
check at-least-met
  expect at least 3
  which claims
check at-least-missed
  expect at least 4
  which claims
check at-most-met
  expect at most 3
  which claims
check at-most-missed
  expect at most 2
  which claims
check yes-met
  expect yes
  is there a claim about training
check yes-missed
  expect yes
  does acme:bare have a source
check no-met
  expect no
  does acme:bare have a source
check no-missed
  expect no
  is there a claim that lacks a source
check only-met
  expect only acme:bare or acme:kept
  which claims lack a source
check only-missed
  expect only acme:kept
  which claims lack a source
check each-met
  expect each vendor has a name
check each-missed
  expect each vendor has a claim about retention
check sparql-missed
  expect none
  sparql SELECT ?claim WHERE { ?claim cv:state cv:candidate }
"#,
    );
    let report = world.audit(&[]);
    insta::assert_snapshot!(outcomes(&report));
    insta::assert_snapshot!("findings_of_expectations", findings(&report).join("\n"));
}

#[test]
fn same_as_reports_differing_rows() {
    let world = World::of(
        r#"
check same
  expect same as "expected.csv"
  which claims lack a source showing statement
"#,
    );
    let csv = world.run(&["ask", "which claims lack a source showing statement", "--format", "csv"]);
    world.write("queries/expected.csv", &csv.out);
    assert_eq!(world.run(&["audit"]).code, 0);
    let other = "claim,statement\nhttps://example.org/acme/gone,Gone.\n";
    world.write("queries/expected.csv", other);
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 1);
    insta::assert_snapshot!("same_as", outcomes(&report) + &findings(&report).join("\n"));
    let mut told = String::new();
    for expected in ["claim,note\nx,y\n", "claim,statement\nx\n", ""] {
        world.write("queries/expected.csv", expected);
        if expected.is_empty() {
            std::fs::remove_file(world.file("queries/expected.csv")).unwrap();
        }
        let report = world.audit(&[]);
        assert_ne!(report["checks"][0]["outcome"], "pass");
        told.push_str(report["checks"][0]["messages"][0]["drawn"].as_str().unwrap());
        told.push('\n');
    }
    insta::assert_snapshot!("same_as_what_cannot_be_read", told);
}

/// Unknown is not a pass.
#[test]
fn undecidable_checks_are_unknown_and_exit_3() {
    let world = World::of(
        r#"
check nothing-examined
  expect none
  which absence findings older than 90 days
check nothing-to-have
  expect each absence finding has a date
check not-judged
  expect none
  which claims older than 90 days

check sparql-of-nothing
  expect none
  sparql SELECT ?claim WHERE { ?claim cv:status cv:retracted }

check no-baseline
  expect no new
  which claims
"#,
    );
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 3);
    assert_eq!(report["outcome"], "unknown");
    insta::assert_snapshot!("unknown", outcomes(&report));
}

#[test]
fn may_be_empty_lets_empty_checks_pass() {
    let world = World::of(
        r#"
check nothing-examined
  expect none
  may be empty
  which absence findings older than 90 days
check sparql-of-nothing
  expect none
  may be empty
  sparql SELECT ?claim WHERE { ?claim cv:status cv:retracted }

check still-some
  expect some
  may be empty
  which absence findings
"#,
    );
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 1);
    insta::assert_snapshot!("may_be_empty", outcomes(&report));
}

/// A run without checks does not pass.
#[test]
fn an_audit_without_checks_is_unknown() {
    let world = World::of("which claims lack a source\n");
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 3);
    assert_eq!(report["scripts"][0]["questions"], 1);
    let notes = report["notes"][0].as_str().unwrap();
    assert!(notes.contains("not a check"), "{notes}");
}

#[test]
fn fail_on_ignores_lower_severities() {
    let world = World::of(
        r#"
check small
  severity low
  expect none
  which claims lack a source
check unknown
  severity medium
  expect none
  which claims older than 90 days
"#,
    );
    for (severity, code) in [("info", 1), ("low", 1), ("medium", 3), ("high", 0)] {
        let ran = world.run(&["audit", "--fail-on", severity]);
        assert_eq!(ran.code, code, "{severity}: {}", ran.out);
    }
    let ran = world.run(&["audit", "--fail-on", "low", "--check", "small"]);
    assert_eq!(ran.code, 1);
    let ran = world.run(&["audit", "--fail-on", "medium", "--check", "small"]);
    assert_eq!(ran.code, 0);
}

/// Definitions, named sets and parameters of a script apply to what follows them.
#[test]
fn checks_use_definitions_of_their_script() {
    let world = World::new(&[
        (
            "queries/a.cav",
            r#"
parameter allowed: number = 1
define an open claim as a claim that cites a public source
let known be claims that are open

check by-definition
  expect exactly $allowed
  which open claims
check by-set
  expect exactly 1
  which of known
"#,
        ),
        ("queries/b.cav", "check elsewhere\n  expect none\n  which open claims\n"),
    ]);
    let report = world.audit(&["queries/a.cav"]);
    assert_eq!(report["exit_code"], 0, "{}", outcomes(&report));
    assert_eq!(report["parameters"]["allowed"], "1");
    let report = world.audit(&["queries/a.cav", "--param", "allowed=2"]);
    assert_eq!(report["exit_code"], 1, "{}", outcomes(&report));
    // Another script does not see them.
    let report = world.audit(&["queries/b.cav"]);
    assert_eq!(report["checks"][0]["outcome"], "error");
    assert_eq!(report["exit_code"], 2);
}

#[test]
fn a_finding_says_what_where_and_why() {
    let world = World::of(
        r#"
check no-public-source
  title "Every claim has a public source"
  expect none
  which claims lack a public source
"#,
    );
    let report = world.audit(&[]);
    let findings = &report["checks"][0]["findings"];
    insta::assert_snapshot!("a_finding", serde_json::to_string_pretty(findings).unwrap());
}

/// A number per group cannot meet an expectation on the whole.
#[test]
fn refuses_expectations_on_groups() {
    let world = World::of("check groups\n  expect at most 3\n  how many claims by vendor\n");
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 2);
    let drawn = &report["checks"][0]["messages"][0]["drawn"];
    insta::assert_snapshot!("groups", drawn.as_str().unwrap());
}

/// A raw `ASK` may say no because nothing was examined.
#[test]
fn raw_ask_answering_no_is_unknown() {
    let script = "check ask\n  expect no\n  sparql ASK { ?x cv:status cv:retracted }\n";
    assert_eq!(World::of(script).audit(&[])["exit_code"], 3);
    let script = script.replace("expect no", "expect no\n  may be empty");
    assert_eq!(World::of(&script).audit(&[])["exit_code"], 0);
    // `may be empty` does not cover an unknown name.
    let script = script.replace("cv:retracted", "<http://nowhere.example/retracted>");
    assert_eq!(World::of(&script).audit(&[])["exit_code"], 3);
}

/// An unknown check does not excuse a faulty one.
#[test]
fn a_fault_outweighs_unknown_checks() {
    let unknown_name = "check name\n  expect none\n  which claims of acme:nobody lack a source\n";
    let typo = "check typo\n  expect none\n  which clams lack a source\n";
    let fails = "check fails\n  expect none\n  which claims lack a source\n";
    for (script, code) in [
        (unknown_name.to_owned(), 3),
        (typo.to_owned(), 2),
        (format!("{unknown_name}{fails}"), 3),
        (format!("{unknown_name}{typo}{fails}"), 2),
        (format!("{typo}{fails}"), 2),
    ] {
        let report = World::of(&script).audit(&[]);
        assert_eq!(report["exit_code"], code, "{script}");
    }
}

/// `expect each` fails on one firm of which it is certainly false; else one without a record makes it unknown.
#[test]
fn each_is_unknown_where_records_are_missing() {
    let world = World::of(
        r#"
check each-unknown
  expect each firm engages a firm
check each-missed
  expect each firm engages no birch-like firm
check each-met
  expect each firm has a name
check none-unknown
  expect none
  which firms engage no firm
check at-least-met
  expect at least 2
  which firms engage a firm
check at-most-unknown
  expect at most 2
  which firms engage a firm
check yes-unknown
  expect yes
  does "Cedar" engage a firm
check no-unknown
  expect no
  does "Cedar" engage a firm
check no-met
  expect no
  does "Birch" engage "Ash"
check there-unknown
  expect yes
  are there at least 3 firms that engage a firm
"#,
    );
    world.write(
        "firms.ttl",
        r#"
@prefix : <https://example.org/> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
rdfs:label a say:Naming .
:Firm a rdfs:Class ; say:noun "firm" ; say:labelledBy ( "name" ) .
:name a say:Attribute ; say:of :Firm ; say:path rdfs:label ; say:noun "name" .
:engages a say:Relation ; say:from :Firm ; say:to :Firm ; say:open true ; say:forward [ say:verb "engage" ] .
:birchLike a say:Adjective ; say:of :Firm ; say:adjective "birch-like" ; say:means "a firm whose name starts with \"Bi\"" .
:ash a :Firm ; rdfs:label "Ash" ; :engages :birch .
:birch a :Firm ; rdfs:label "Birch" ; :engages :cedar .
:cedar a :Firm ; rdfs:label "Cedar" .
"#,
    );
    let report = world.audit(&["--data", "firms.ttl"]);
    assert_eq!(report["exit_code"], 1);
    insta::assert_snapshot!("not_on_record", outcomes(&report));
}
