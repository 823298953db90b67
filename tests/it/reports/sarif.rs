//! SARIF reports match the official schema of version 2.1.0, and code hosts find what they need.

use std::collections::BTreeSet;

use caveat::render::ReportFormat;
use serde_json::Value;

use crate::formats::assert_valid;
use crate::reports::{report_text, sample};
use crate::world::root;

/// The schema of OASIS, in `tests/schemas`.
fn validator() -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join("tests/schemas/sarif-schema-2.1.0.json")).unwrap();
    // An extra bracket makes the pattern of languages an invalid regular expression.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn run() -> Value {
    let text = report_text(&sample::full(), ReportFormat::Sarif);
    serde_json::from_str::<Value>(&text).unwrap()["runs"][0].clone()
}

/// The results of one rule.
fn results(run: &Value, rule: &str) -> Vec<Value> {
    let all = run["results"].as_array().unwrap().iter();
    all.filter(|it| it["ruleId"] == rule).cloned().collect()
}

#[test]
fn every_sarif_report_matches_the_official_schema() {
    let validator = validator();
    for report in sample::all() {
        assert_valid(&validator, &report_text(&report, ReportFormat::Sarif));
    }
}

#[test]
fn official_schema_refuses_invalid_reports() {
    let validator = validator();
    let sound: Value = serde_json::from_str(&report_text(&sample::full(), ReportFormat::Sarif)).unwrap();
    for (pointer, value) in [
        ("/version", "2.0.0".into()),
        ("/runs/0/results/0/level", "high".into()),
        ("/runs/0/results/0/message", "text".into()),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0.into()),
    ] {
        let mut wrong = sound.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&wrong), "{pointer}");
    }
}

#[test]
fn a_finding_is_located_at_its_fact() {
    let run = run();
    let results = results(&run, "evidence/no-public-source");
    assert_eq!(results.len(), 3);
    let first = &results[0];
    let location = &first["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "data/vendors/alibaba.ttl");
    assert_eq!(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    assert_eq!(location["region"]["startLine"], 300);
    assert_eq!((&first["kind"], &first["level"]), (&"fail".into(), &"error".into()));
    let message = first["message"]["text"].as_str().unwrap();
    assert!(message.contains("has 5 sources, none of them public\n- lacks a public source"), "{message}");
    assert_eq!(first["relatedLocations"].as_array().unwrap().len(), 2);
    let states: Vec<&Value> = results.iter().map(|it| &it["baselineState"]).collect();
    assert_eq!(states, ["new", "unchanged", "new"]);
    let suppressed: Vec<bool> = results.iter().map(|it| it.get("suppressions").is_some()).collect();
    assert_eq!(suppressed, [false, true, false], "a waiver that has lapsed suppresses nothing");
    assert_eq!(results[1]["suppressions"][0]["status"], "accepted");
}

#[test]
fn unknown_checks_are_open_results() {
    let run = run();
    assert!(results(&run, "evidence/sources-used").is_empty());
    let unknown = results(&run, "transfers/eu-only");
    assert_eq!(unknown.len(), 1);
    assert_eq!((&unknown[0]["kind"], &unknown[0]["level"]), (&"open".into(), &"none".into()));
    assert_eq!(unknown[0]["baselineState"], "new");
}

#[test]
fn faults_are_notifications_of_the_run() {
    let invocation = run()["invocations"][0].clone();
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["exitCode"], 2);
    let told = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(told.len(), 2);
    assert_eq!(told[1]["associatedRule"]["id"], "transfers/broken");
    let [passing, nothing] = sample::small();
    for report in [passing, nothing] {
        let text = report_text(&report, ReportFormat::Sarif);
        let log: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }
}

#[test]
fn every_result_has_a_rule_with_help() {
    let run = run();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    assert_eq!(rules[0]["shortDescription"]["text"], "Every claim has a public source");
    assert_eq!(rules[0]["properties"]["tags"], serde_json::json!(["evidence", "gdpr"]));
    assert!(rules[0]["help"]["text"].as_str().unwrap().contains("file a copy"));
}

#[test]
fn fingerprints_distinguish_findings() {
    let run = run();
    let results = run["results"].as_array().unwrap();
    let prints = results.iter().map(|it| it["partialFingerprints"]["caveatFinding/v1"].as_str().unwrap());
    let different: BTreeSet<&str> = prints.clone().collect();
    // The hostile ones are all about one thing.
    assert_eq!(different.len(), results.len() - sample::HOSTILE.len() + 1);
    assert!(prints.into_iter().all(|it| it.len() == 64));
}

#[test]
fn hostile_texts_are_neither_links_nor_placeholders() {
    let text = report_text(&sample::full(), ReportFormat::Sarif);
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    for message in results.iter().map(|it| it["message"]["text"].as_str().unwrap()) {
        assert!(!message.contains("]("), "{message}");
        let single = message.replace("{{", "").replace("}}", "");
        assert!(!single.contains(['{', '}']), "{message}");
    }
    assert!(text.contains("queries/with%20space%20%26%20%3Cb%3E.cav"));
}
