//! One audit compared with another: what is new, fixed or still open, and the cause.

use serde_json::Value as Json;

use crate::audit::{World, text};
use crate::repository::has_git;

const SCRIPT: &str = r#"
check no-source
  expect none
  which claims lack a source
check fresh
  expect none
  which citations retrieved before 60 days ago
"#;

/// The changes in a report, one per line.
fn changes(report: &Json) -> String {
    let mut lines = String::new();
    for check in report["checks"].as_array().unwrap() {
        for finding in check["findings"].as_array().unwrap() {
            let change = &finding["change"];
            let new = if change["new"] == true { "new" } else { "still" };
            lines.push_str(&format!(
                "{}: {new} {} {}\n",
                text(&check["about"]["id"]),
                text(&finding["thing"]["short"]),
                change["causes"]
            ));
        }
    }
    for fixed in report["comparison"]["fixed"].as_array().unwrap() {
        lines.push_str(&format!(
            "{}: fixed {} {}\n",
            text(&fixed["check"]),
            text(&fixed["thing"]["short"]),
            fixed["causes"]
        ));
    }
    lines
}

#[test]
fn names_the_cause_of_each_change() {
    let world = World::of(SCRIPT);
    let save = ["--save-baseline", "baseline.json"];
    world.audit(&save);
    let against = ["--against", "baseline.json"];
    // Nothing changed.
    assert_eq!(changes(&world.audit(&against)), "no-source: still acme:bare []\n");
    // Only the day changed.
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &against)),
        "no-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
    // The facts changed.
    world.change("data/facts.ttl", "cv:citation acme:kept-c .", "cv:scope \"all\" .");
    assert_eq!(changes(&world.audit(&against)), "no-source: new acme:kept [\"data\"]\nno-source: still acme:bare []\n");
    world.change("data/facts.ttl", "cv:scope \"all\" .", "cv:citation acme:kept-c .");
    // The script changed.
    world.change("queries/checks.cav", "lack a source", "lack a public source");
    assert_eq!(
        changes(&world.audit(&against)),
        "no-source: new acme:trained [\"script\"]\nno-source: still acme:bare []\n"
    );
    // Fixed findings are reported with their cause, too.
    world.change("queries/checks.cav", "lack a public source", "lack a vendor");
    assert_eq!(changes(&world.audit(&against)), "no-source: fixed acme:bare [\"script\"]\n");
}

#[test]
fn names_the_decisive_change_among_several() {
    let world = World::of(SCRIPT);
    world.audit(&["--save-baseline", "baseline.json"]);
    world.change("data/facts.ttl", "Data is kept for 30 days.", "Data is kept for a month.");
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &["--against", "baseline.json"])),
        "no-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
}

#[test]
fn attributes_findings_to_facts_edited_in_a_branch() {
    if !has_git() {
        return;
    }
    let world = World::of(SCRIPT);
    let repository = &world.repository;
    repository.commit("2026-06-01");
    repository.git(&["checkout", "--quiet", "-b", "edit"]);
    world.change("data/facts.ttl", "cv:citation acme:kept-c .", "cv:scope \"all\" .");
    let against = ["--against", "main"];
    let report = world.audit(&against);
    assert_eq!(changes(&report), "no-source: new acme:kept [\"data\"]\nno-source: still acme:bare []\n");
    assert_eq!(report["comparison"]["new"], 1);
    assert_eq!(report["comparison"]["still_open"], 1);
    // Committed or not, it is the same.
    repository.commit("2026-06-01");
    assert_eq!(changes(&world.audit(&against)), changes(&report));
    // Both the facts and the day changed: each finding names its own cause.
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &against)),
        "no-source: new acme:kept [\"data\"]\nno-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
    // When only the day changed, the terminal says so.
    let terminal = world.run_on("2026-07-15", &["audit", "--against", "HEAD"]);
    assert!(terminal.out.contains("only the date changed"), "{}", terminal.out);
    // A check added since counts as a change of the script.
    let more = "\ncheck stances\n  expect none\n  which claims affirm an assurance\n";
    world.write("queries/more.cav", more);
    let report = world.audit(&["--against", "HEAD", "--check", "stances"]);
    assert_eq!(changes(&report).lines().next().unwrap(), "stances: new acme:trained [\"script\"]");
}

#[test]
fn expect_no_new_fails_on_new_findings() {
    let world = World::of("check claims\n  expect no new\n  which claims lack a public source\n");
    let report = world.audit(&["--save-baseline", "baseline.json"]);
    assert_eq!(report["checks"][0]["outcome"], "unknown");
    // Its findings are saved, though none could be called new.
    let against = ["--against", "baseline.json"];
    let report = world.audit(&against);
    assert_eq!(report["checks"][0]["reason"], "found 2 claims, none of them new");
    world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
    let report = world.audit(&against);
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["checks"][0]["reason"], "expected nothing new, found 3 claims, 1 of them new");
    if has_git() {
        world.change("data/facts.ttl", "cv:access cv:nda", "cv:access cv:public");
        world.repository.commit("2026-06-01");
        world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
        let report = world.audit(&["--against", "main"]);
        assert_eq!(report["checks"][0]["reason"], "expected nothing new, found 3 claims, 1 of them new");
    }
}

/// A lapsed waiver is new, and so is what becomes unknown: neither may hide a change.
#[test]
fn only_new_counts_lapsed_waivers_and_unknowns() {
    if !has_git() {
        return;
    }
    let no_source = "check no-source\n  expect none\n  which claims lack a source\n";
    let world = World::of(no_source);
    let waive = ["waive", "no-source", "acme:bare", "--reason", "known", "--owner", "Ada"];
    let waive = [&waive, &["--until", "2026-06-30"][..]].concat();
    assert_eq!(world.run(&waive).code, 0);
    world.repository.commit("2026-06-01");
    let only_new = ["--against", "HEAD", "--only-new"];
    assert_eq!(world.audit(&only_new)["exit_code"], 0);
    // The waiver expires.
    let report = world.audit_on("2026-07-01", &only_new);
    assert_eq!(report["exit_code"], 1);
    assert_eq!(changes(&report), "no-source: new acme:bare [\"calendar\"]\n");
    // The claim changes.
    world.change("data/facts.ttl", "Sub-processors are listed.", "All are listed.");
    let report = world.audit(&only_new);
    assert_eq!(report["exit_code"], 1);
    assert_eq!(changes(&report), "no-source: new acme:bare [\"data\"]\n");
    // What can no longer be decided.
    let fresh = "check fresh\n  expect none\n  which claims older than 900 days\n";
    let world = World::of(fresh);
    world.repository.commit("2026-06-01");
    assert_eq!(world.audit(&only_new)["exit_code"], 0, "as unknown as before");
    world.change("data/facts.ttl", " ; cv:asOf \"2026-05-01\"^^xsd:date", "");
    assert_eq!(world.audit(&only_new)["exit_code"], 3);
}

/// A check that was not selected was not removed.
#[test]
fn ignores_checks_that_were_not_selected() {
    let world = World::of(SCRIPT);
    world.audit(&["--save-baseline", "baseline.json"]);
    let against = ["--against", "baseline.json", "--check", "fresh"];
    let report = world.audit(&against);
    assert_eq!(report["comparison"]["outcomes"].as_array().unwrap().len(), 0);
}

/// A finding in the baseline is not fixed: it is still found.
#[test]
fn accepted_findings_do_not_count_as_fixed() {
    let world = World::of("check claims\n  expect no new\n  which claims lack a public source\n");
    world.audit(&["--save-baseline", "a.json"]);
    world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
    let report = world.audit(&["--against", "a.json", "--save-baseline", "b.json"]);
    assert_eq!(report["exit_code"], 1);
    let report = world.audit(&["--against", "b.json"]);
    assert_eq!(report["exit_code"], 0);
    assert_eq!(changes(&report), "");
}

/// Rows differ by their values.
#[test]
fn each_row_is_a_separate_finding() {
    let world =
        World::of("check same\n  expect same as \"expected.csv\"\n  which claims lack a source showing statement\n");
    let head = "claim,statement\nhttps://example.org/acme/bare,Sub-processors are listed.\n";
    world.write("queries/expected.csv", &format!("{head}https://example.org/a,A.\n"));
    world.audit(&["--save-baseline", "baseline.json"]);
    let more = format!("{head}https://example.org/a,A.\nhttps://example.org/b,B.\n");
    world.write("queries/expected.csv", &more);
    let report = world.audit_on("2026-06-02", &["--against", "baseline.json"]);
    assert_eq!(report["comparison"]["new"], 1);
    assert_eq!(report["comparison"]["still_open"], 1);
    // The file is part of what is expected.
    let new = &report["checks"][0]["findings"][1]["change"];
    assert_eq!(new["causes"], serde_json::json!(["script"]));
}
