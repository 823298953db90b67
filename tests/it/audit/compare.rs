//! One audit held against another: what is new, fixed, still open, and what made the difference.

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

/// What a report says of changes, a line each.
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
fn against_a_baseline_the_cause_is_told() {
    let world = World::of(SCRIPT);
    let save = ["--save-baseline", "baseline.json"];
    world.audit(&save);
    let against = ["--against", "baseline.json"];
    // Nothing moved.
    assert_eq!(changes(&world.audit(&against)), "no-source: still acme:bare []\n");
    // Only the day moved.
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &against)),
        "no-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
    // The facts moved.
    world.change("data/facts.ttl", "cv:citation acme:kept-c .", "cv:scope \"all\" .");
    assert_eq!(changes(&world.audit(&against)), "no-source: new acme:kept [\"data\"]\nno-source: still acme:bare []\n");
    world.change("data/facts.ttl", "cv:scope \"all\" .", "cv:citation acme:kept-c .");
    // The script moved.
    world.change("queries/checks.cav", "lack a source", "lack a public source");
    assert_eq!(
        changes(&world.audit(&against)),
        "no-source: new acme:trained [\"script\"]\nno-source: still acme:bare []\n"
    );
    // What is gone is told, too, with what made it so.
    world.change("queries/checks.cav", "lack a public source", "lack a vendor");
    assert_eq!(changes(&world.audit(&against)), "no-source: fixed acme:bare [\"script\"]\n");
}

#[test]
fn where_several_things_moved_the_one_that_made_the_difference_is_told() {
    let world = World::of(SCRIPT);
    world.audit(&["--save-baseline", "baseline.json"]);
    world.change("data/facts.ttl", "Data is kept for 30 days.", "Data is kept for a month.");
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &["--against", "baseline.json"])),
        "no-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
}

#[test]
fn a_fact_edited_in_a_branch_names_the_findings_that_it_caused() {
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
    // Both the facts and the day moved: each is told where it made the difference.
    assert_eq!(
        changes(&world.audit_on("2026-07-15", &against)),
        "no-source: new acme:kept [\"data\"]\nno-source: still acme:bare []\nfresh: new acme:kept-c [\"calendar\"]\n"
    );
    // And when only the day moved, a person reads it.
    let terminal = world.on("2026-07-15", &["audit", "--against", "HEAD"]);
    assert!(terminal.out.contains("only the date moved"), "{}", terminal.out);
    // A check that was not there then is new by the script.
    let more = "\ncheck stances\n  expect none\n  which claims affirm an assurance\n";
    world.write("queries/more.cav", more);
    let report = world.audit(&["--against", "HEAD", "--check", "stances"]);
    assert_eq!(changes(&report).lines().next().unwrap(), "stances: new acme:trained [\"script\"]");
}

#[test]
fn what_is_expected_is_nothing_new() {
    let world = World::of("check claims\n  expect no new\n  which claims lack a public source\n");
    let report = world.audit(&["--save-baseline", "baseline.json"]);
    assert_eq!(report["checks"][0]["outcome"], "unknown");
    // What it found is kept, though nobody could say what is new.
    let against = ["--against", "baseline.json"];
    let report = world.audit(&against);
    assert_eq!(report["checks"][0]["reason"], "found 2 claims, none of them new");
    world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
    let report = world.audit(&against);
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["checks"][0]["reason"], "expected no new, found 3 claims, 1 of them new");
    if has_git() {
        world.change("data/facts.ttl", "cv:access cv:nda", "cv:access cv:public");
        world.repository.commit("2026-06-01");
        world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
        let report = world.audit(&["--against", "main"]);
        assert_eq!(report["checks"][0]["reason"], "expected no new, found 3 claims, 1 of them new");
    }
}

/// What lapsed is news, and so is what becomes unknown: a change may not hide behind them.
#[test]
fn only_new_lets_nothing_slip() {
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
    // What can no longer be judged.
    let fresh = "check fresh\n  expect none\n  which claims older than 900 days\n";
    let world = World::of(fresh);
    world.repository.commit("2026-06-01");
    assert_eq!(world.audit(&only_new)["exit_code"], 0, "as unknown as before");
    world.change("data/facts.ttl", " ; cv:asOf \"2026-05-01\"^^xsd:date", "");
    assert_eq!(world.audit(&only_new)["exit_code"], 3);
}

/// A check that was not chosen has not gone.
#[test]
fn checks_that_were_not_chosen_have_not_ended_otherwise() {
    let world = World::of(SCRIPT);
    world.audit(&["--save-baseline", "baseline.json"]);
    let against = ["--against", "baseline.json", "--check", "fresh"];
    let report = world.audit(&against);
    assert_eq!(report["comparison"]["outcomes"].as_array().unwrap().len(), 0);
}

/// What is expected now is not fixed: it is found still.
#[test]
fn what_is_known_now_is_not_fixed() {
    let world = World::of("check claims\n  expect no new\n  which claims lack a public source\n");
    world.audit(&["--save-baseline", "a.json"]);
    world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
    let report = world.audit(&["--against", "a.json", "--save-baseline", "b.json"]);
    assert_eq!(report["exit_code"], 1);
    let report = world.audit(&["--against", "b.json"]);
    assert_eq!(report["exit_code"], 0);
    assert_eq!(changes(&report), "");
}

/// Rows are told apart by what they say.
#[test]
fn each_row_is_a_finding_of_its_own() {
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
