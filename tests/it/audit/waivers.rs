//! Waivers: written, counted separately, and ended by date or by a change.

use crate::audit::{World, text};

const SCRIPT: &str = r#"
check no-source
  title "Every claim has a source"
  severity high
  expect none
  which claims lack a source
check limited
  expect none
  which claims have a caveat
check enough
  expect at least 4
  which claims
"#;

const WAIVE: [&str; 7] = ["waive", "no-source", "acme:bare", "--reason", "asked for on 2026-05-20", "--owner", "Ada"];

/// The command that waives a finding of a check for the summer.
fn waive(world: &World, finding: &[&str], more: &[&str]) -> i32 {
    let said = ["--reason", "known", "--owner", "Ada", "--until", "2026-09-30"];
    world.run(&[&["waive"], finding, &said[..], more].concat()).code
}

fn waive_until<'a>(day: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&WAIVE, &["--until", day][..], more].concat()
}

/// The first check's outcome, and the state of the waiver for the claim without a source.
fn first_check(world: &World, day: &str) -> String {
    let report = world.audit_on(day, &["--check", "no-source"]);
    let check = &report["checks"][0];
    let mut findings = check["findings"].as_array().unwrap().iter();
    let finding = findings.find(|it| it["thing"]["short"] == "acme:bare");
    let waiver = &finding.unwrap()["waiver"];
    let waiver = match &waiver["holds"].as_bool() {
        Some(true) => "holds".to_owned(),
        Some(false) => text(&waiver["lapsed"]),
        None => "no waiver".to_owned(),
    };
    format!("{}, exit {}; {waiver}", text(&check["outcome"]), report["exit_code"])
}

#[test]
fn appends_waivers_and_counts_them_separately() {
    let world = World::of(SCRIPT);
    world.write("waivers.toml", "# Who waives says why.\n");
    assert_eq!(first_check(&world, "2026-06-01"), "fail, exit 1; no waiver");
    let ran = world.run(&waive_until("2026-09-30", &[]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("waive_says", ran.err);
    insta::assert_snapshot!("waivers_file", world.read("waivers.toml"));
    assert_eq!(first_check(&world, "2026-06-01"), "waived, exit 0; holds");
    let report = world.audit(&["--check", "no-source"]);
    assert_eq!(report["checks_by_outcome"]["waived"], 1);
    assert_eq!(report["findings_by_severity"]["high"], 0);
    let again = world.run(&waive_until("2026-10-30", &[]));
    assert_eq!(again.code, 2);
    insta::assert_snapshot!("waived_already", again.err);
}

#[test]
fn a_waiver_expires_after_its_last_day() {
    let world = World::of(SCRIPT);
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    assert_eq!(first_check(&world, "2026-09-30"), "waived, exit 0; holds");
    let expired = "fail, exit 1; expired on 2026-09-30";
    assert_eq!(first_check(&world, "2026-10-01"), expired);
}

#[test]
fn renews_an_expired_waiver_in_its_place() {
    let world = World::of(SCRIPT);
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    let first = world.read("waivers.toml");
    // Another waiver behind it, with a remark of its own.
    let other = "\n# asked for in May\n[[waiver]]\ncheck = \"gone\"\nreason = \"known\"\nowner = \"Ada\"\nuntil = 2026-12-31\nfingerprint = \"0\"\nasked = \"0\"\n";
    world.write("waivers.toml", &format!("# of the privacy office\n{first}{other}"));
    let renewed = world.run_on("2026-10-05", &waive_until("2026-12-24", &[]));
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert_eq!(first_check(&world, "2026-10-05"), "waived, exit 0; holds");
    let text = world.read("waivers.toml");
    assert_eq!(text.matches("[[waiver]]").count(), 2, "{text}");
    assert!(text.starts_with("# of the privacy office\n") && text.contains("# asked for in May\n[[waiver]]"), "{text}");
    assert!(!text.contains("2026-09-30") && text.contains("2026-12-24"), "{text}");
}

#[test]
fn a_waiver_lapses_when_its_finding_changes() {
    let changes = [
        ("Sub-processors are listed.", "Sub-processors are named."),
        (
            "acme:terms a cv:Source",
            "acme:new a cv:Caveat ; cv:caveatKind cv:exception ; cv:limits acme:bare ; cv:text \"Not all.\" .\nacme:terms a cv:Source",
        ),
    ];
    for (before, after) in changes {
        let world = World::of(SCRIPT);
        assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
        world.change("data/facts.ttl", before, after);
        assert_eq!(
            first_check(&world, "2026-06-01"),
            "fail, exit 1; the claim, what belongs to it or why it was found has changed since"
        );
    }
    // A citation of a claim belongs to it.
    let world = World::of(SCRIPT);
    let finding = ["limited", "acme:kept"];
    assert_eq!(waive(&world, &finding, &[]), 0);
    let ended = |world: &World| text(&world.audit(&["--check", "limited"])["checks"][0]["outcome"]);
    assert_eq!(ended(&world), "waived");
    world.change("data/facts.ttl", "cv:state cv:verified", "cv:state cv:changed");
    assert_eq!(ended(&world), "fail");
    // A change that says the same does not end it.
    world.change("data/facts.ttl", "cv:state cv:changed", "cv:state   cv:verified");
    assert_eq!(ended(&world), "waived");
}

#[test]
fn a_waiver_lapses_when_its_check_changes() {
    let world = World::of(SCRIPT);
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    world.change("queries/checks.cav", "lack a source", "lack a public source");
    assert_eq!(first_check(&world, "2026-06-01"), "fail, exit 1; the check has asked something else since");
    // A title does not change the meaning.
    world.change("queries/checks.cav", "lack a public source", "lack a source");
    world.change("queries/checks.cav", "Every claim has", "All claims have");
    assert_eq!(first_check(&world, "2026-06-01"), "waived, exit 0; holds");
}

#[test]
fn waives_findings_that_name_no_thing() {
    let world = World::of(SCRIPT);
    let finding = ["enough"];
    assert_eq!(waive(&world, &finding, &[]), 0);
    let report = world.audit(&["--check", "enough"]);
    assert_eq!(report["checks"][0]["outcome"], "waived");
    // A smaller count is another finding.
    world.change(
        "data/facts.ttl",
        "acme:bare a cv:Claim",
        "acme:bare a cv:Claim ; cv:validUntil \"2020-01-01\"^^<http://www.w3.org/2001/XMLSchema#date>",
    );
    let report = world.audit(&["--check", "enough"]);
    assert_eq!(report["checks"][0]["outcome"], "fail");
}

#[test]
fn refuses_invalid_waivers_and_writes_nothing() {
    let world = World::of(SCRIPT);
    let broken = "define a x claim as a claim that likes\n\ncheck broken\n  expect none\n  which x claims\n";
    world.write("queries/broken.cav", broken);
    let given = ["--reason", "r", "--owner", "o", "--until"];
    let mut told = String::new();
    for (check, thing, until) in [
        ("no-sorce", "acme:bare", "2026-09-30"),
        ("no-source", "acme:kept", "2026-09-30"),
        ("no-source", "acme:bar", "2026-09-30"),
        ("no-source", "acme:bare", "2026-05-31"),
        ("no-source", "acme:bare", "30.9.2026"),
        ("no-source", "acme:bare. which claims", "2026-09-30"),
        ("no-source", "acme:bare; which claims", "2026-09-30"),
        ("broken", "acme:bare", "2026-09-30"),
    ] {
        let ran = world.run(&[&["waive", check, thing], &given[..], &[until]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        told.push_str(&format!("{check} {thing} {until}\n{}\n", ran.err));
    }
    let ran = world.run(&[&["waive", "no-source"], &given[..], &["2026-09-30"]].concat());
    told.push_str(&format!("no-source\n{}", ran.err));
    insta::assert_snapshot!("not_waived", told);
    assert!(!world.file("waivers.toml").exists());
}

#[test]
fn reports_waivers_without_effect() {
    let world = World::of(SCRIPT);
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    let file = world.read("waivers.toml");
    let other = file.replace("no-source", "no-sauce") + "\n" + &file.replace("bare", "kept");
    world.write("waivers.toml", &other);
    let report = world.audit(&[]);
    let notes = report["notes"].as_array().unwrap();
    let notes: Vec<String> = notes.iter().map(text).collect();
    insta::assert_snapshot!("waivers_that_waive_nothing", notes.join("\n"));
}

#[test]
fn locates_faults_in_a_waiver_file() {
    let world = World::of(SCRIPT);
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    let file = world.read("waivers.toml");
    let mut told = String::new();
    for broken in [
        file.replace("[[waiver]]", "[[waiver"),
        file.replace("reason", "raeson"),
        file.replace("owner = \"Ada\"\n", ""),
        file.replace("2026-09-30", "2026-09-31"),
        file.replace("2026-09-30", "2026-09-30T12:00:00Z"),
        file.replace("acme:bare", "amce:bare"),
        format!("{file}{file}"),
    ] {
        world.write("waivers.toml", &broken);
        let ran = world.run(&["audit"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{broken}");
        told.push_str(&ran.err);
        told.push('\n');
    }
    insta::assert_snapshot!("broken_waivers", told);
    let ran = world.run(&["audit", "--waivers", "elsewhere.toml"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
}

/// A waiver covers the row that was waived, not others on the same thing or later ones.
#[test]
fn a_waiver_covers_one_row() {
    let script = r#"
check rows
  expect none
  sparql SELECT ?claim ?problem WHERE { VALUES (?claim ?problem) { (acme:bare "one") (acme:bare "two") } }
"#;
    let world = World::of(script);
    let finding = ["rows", "acme:bare"];
    let open = || world.audit(&[])["findings_by_severity"]["medium"].clone();
    assert_eq!(open(), 2);
    assert_eq!(waive(&world, &finding, &[]), 0);
    assert_eq!(open(), 1);
    assert_eq!(waive(&world, &finding, &[]), 0);
    assert_eq!(open(), 0);
    world.change("queries/checks.cav", "\"two\"", "\"three\"");
    assert_eq!(open(), 2, "the check asks something else");
}

/// A finding includes what it depends on: with one more claim it is another finding.
#[test]
fn a_waiver_lapses_when_linked_findings_grow() {
    let script = "check vendors\n  expect none\n  which vendors have a claim that lacks a source\n";
    let world = World::of(script);
    let finding = ["vendors", "vendor:acme"];
    assert_eq!(waive(&world, &finding, &[]), 0);
    assert_eq!(world.audit(&[])["exit_code"], 0);
    world.change("data/facts.ttl", "cv:citation acme:kept-c .", "cv:scope \"all\" .");
    assert_eq!(world.audit(&[])["exit_code"], 1);
}

#[test]
fn a_waiver_needs_a_reason_and_an_owner() {
    let world = World::of(SCRIPT);
    let waive = ["waive", "no-source", "acme:bare", "--until", "2026-09-30"];
    for empty in [["--reason", "", "--owner", "Ada"], ["--reason", "r", "--owner", " "]] {
        let ran = world.run(&[&waive[..], &empty[..]].concat());
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
    assert_eq!(world.run(&waive_until("2026-09-30", &[])).code, 0);
    let file = world.read("waivers.toml").replace("\"Ada\"", "\"\"");
    world.write("waivers.toml", &file);
    assert_eq!(world.run(&["audit"]).code, 2);
}

/// Only an earlier audit tells what is new.
#[test]
fn waives_new_findings_with_a_baseline() {
    let world = World::of("check claims\n  expect no new\n  which claims lack a public source\n");
    world.audit(&["--save-baseline", "baseline.json"]);
    world.change("data/facts.ttl", "cv:access cv:public", "cv:access cv:nda");
    let finding = ["claims", "acme:kept"];
    assert_eq!(waive(&world, &finding, &[]), 2);
    let against = ["--against", "baseline.json"];
    assert_eq!(waive(&world, &finding, &against), 0);
    let report = world.audit(&against);
    assert_eq!(report["checks"][0]["outcome"], "waived");
}
