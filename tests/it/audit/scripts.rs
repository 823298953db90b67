//! Scripts: includes, selection, listing; suites and parameters.

use crate::audit::{World, outcomes, text};

const EVIDENCE: &str = r#"
include "shared/words.cav"

check no-source
  title "Every claim has a source"
  severity high
  tags evidence, gdpr
  expect none
  which claims lack a source
check open
  title "Open sources are there"
  tags evidence
  expect some
  which open claims
"#;

const SUITE: &str = r#"
include "evidence.cav"
include "shared/words.cav"

check stances
  tags shape
  expect none
  which claims lack a topic

suite before-a-purchase
  title "Before a purchase"
  checks stances

section evidence
  title "What backs the claims"
  checks open
  tagged gdpr
"#;

fn world() -> World {
    World::new(&[
        ("queries/evidence.cav", EVIDENCE),
        ("queries/shared/words.cav", "define an open claim as a claim that cites a public source\n"),
        ("queries/suite.cav", SUITE),
    ])
}

fn ids(world: &World, arguments: &[&str]) -> String {
    let report = world.audit(arguments);
    let checks = report["checks"].as_array().unwrap().iter();
    let ids: Vec<String> = checks.map(|it| text(&it["about"]["id"])).collect();
    ids.join(" ")
}

#[test]
fn runs_each_check_once_despite_repeated_includes() {
    let world = world();
    assert_eq!(ids(&world, &[]), "no-source open stances");
    assert_eq!(ids(&world, &["queries/suite.cav"]), "stances no-source open");
    let twice = ["queries/suite.cav", "queries/evidence.cav", "queries"];
    assert_eq!(ids(&world, &twice), "stances no-source open");
    assert_eq!(ids(&world, &["queries/evidence.cav"]), "no-source open");
}

#[test]
fn selects_checks_by_id_tag_and_suite() {
    let world = world();
    assert_eq!(ids(&world, &["--tag", "gdpr"]), "no-source");
    let both = ["--tag", "gdpr", "--tag", "shape"];
    assert_eq!(ids(&world, &both), "no-source stances");
    assert_eq!(ids(&world, &["--check", "open"]), "open");
    let suite = ["--suite", "before-a-purchase"];
    assert_eq!(ids(&world, &suite), "no-source open stances");
    assert_eq!(ids(&world, &["--suite", "evidence"]), "no-source open");
    let suite_and_tag = ["--suite", "before-a-purchase", "--tag", "shape"];
    assert_eq!(ids(&world, &suite_and_tag), "stances");
    let mut told = String::new();
    for (option, word) in [("--tag", "gpdr"), ("--check", "opn"), ("--suite", "purchase")] {
        let ran = world.run(&["audit", option, word]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        told.push_str(&ran.err);
    }
    insta::assert_snapshot!("no_such_check", told);
}

#[test]
fn a_suite_is_a_tree_of_its_checks() {
    let world = world();
    let report = world.audit(&[]);
    let suites = serde_json::to_string_pretty(&report["suites"]).unwrap();
    insta::assert_snapshot!("suites", suites);
}

#[test]
fn list_and_dry_run_show_the_checks() {
    let world = world();
    let list = world.run(&["audit", "--list", "--width", "120"]);
    assert_eq!(list.code, 0, "{}", list.err);
    let dry = world.run(&["audit", "--dry-run", "--width", "120"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    insta::assert_snapshot!("listed", format!("{}\n{}", list.out, dry.out));
    world.change("queries/evidence.cav", "which open claims", "which opn claims");
    let dry = world.run(&["audit", "--dry-run"]);
    assert_eq!((dry.code, dry.out.as_str()), (2, ""));
    assert!(dry.err.contains("opn"), "{}", dry.err);
}

#[test]
fn reads_a_script_from_standard_input() {
    let world = world();
    let mut command = crate::cli::caveat(world.repository.path());
    let script = "check one\n  expect none\n  which claims lack a topic\n";
    command.args(["--today", "2026-06-01", "audit", "-"]).write_stdin(script);
    assert_eq!(crate::cli::run_command(&mut command).code, 0);
}

#[test]
fn run_answers_checks_and_follows_includes() {
    let world = world();
    let ran = world.run(&["run", "queries/evidence.cav", "--width", "100"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("Open sources are there"), "{}", ran.err);
    assert!(ran.err.contains("\nfail: expected none, found 1 claim\n"), "{}", ran.err);
    assert!(ran.err.contains("\npass: found 1 claim, as expected\n"), "{}", ran.err);
    assert!(ran.out.contains("acme:kept"), "{}", ran.out);
}

#[test]
fn takes_parameters_from_the_command_line() {
    let script = r#"
parameter allowed: number = 0
parameter since: duration
check few
  expect at most $allowed
  which citations retrieved before $since ago
"#;
    let world = World::of(script);
    let mut told = String::new();
    for given in [
        &[][..],
        &["--param", "since=soon"],
        &["--param", "since=10 days", "--param", "alowed=1"],
        &["--param", "since=10 days", "--param", "allowed=few"],
    ] {
        let ran = world.run(&[&["audit"], given].concat());
        assert_eq!(ran.code, 2, "{given:?}");
        told.push_str(&format!("{given:?}\n{}\n{}\n", ran.out, ran.err));
    }
    insta::assert_snapshot!("parameters", told);
    let report = world.audit(&["--param", "since=10 days", "--param", "allowed=1"]);
    assert_eq!(report["exit_code"], 1, "{}", outcomes(&report));
    let report = world.audit(&["--param", "since=20 days", "--param", "allowed=1"]);
    assert_eq!(report["exit_code"], 0, "{}", outcomes(&report));
    assert_eq!(report["parameters"]["since"], "20 days");
}
