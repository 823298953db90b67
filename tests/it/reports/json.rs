//! JSON reports match their documented schema, and contain everything.

use caveat::render::ReportFormat;
use serde_json::{Value, json};

use crate::formats::assert_valid;
use crate::reports::{report_text, sample};
use crate::world::root;

fn validator() -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join("docs/audit.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

fn sample_json() -> Value {
    serde_json::from_str(&report_text(&sample::full(), ReportFormat::Json)).unwrap()
}

#[test]
fn every_json_report_matches_the_schema() {
    let validator = validator();
    for report in sample::all() {
        assert_valid(&validator, &report_text(&report, ReportFormat::Json));
    }
}

#[test]
fn schema_refuses_invalid_reports() {
    let validator = validator();
    let sound = sample_json();
    assert!(validator.is_valid(&sound));
    for (pointer, value) in [
        ("/format", json!(1)),
        ("/outcome", json!("skipped")),
        ("/checks/0/examined", json!(-1)),
        ("/checks/0/about/severity", json!("huge")),
        ("/checks/0/findings/0/shown", json!({ "vendor": "x" })),
        ("/checks/0/findings/0/why/reasons/0/holds", json!("yes")),
        ("/checks/0/findings/0/why/reasons/0/linked/0/reasons/0/facts/0/place/line", json!("1")),
        ("/comparison/fixed/0/causes/0", json!("weather")),
        ("/coverage/rows/1/cells/0/verdict", json!("perhaps")),
        ("/coverage/rows/2/cells/0/sides/0/says", json!("maybe")),
        ("/coverage/grounds/records", json!(-1)),
        ("/data/digest", json!("abc")),
    ] {
        let mut wrong = sound.clone();
        *wrong.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        assert!(!validator.is_valid(&wrong), "{pointer}");
    }
    for pointer in ["", "/checks/0", "/checks/0/findings/0", "/checks/0/findings/0/evidence/0", "/suites/0", "/data"] {
        let mut wrong = sound.clone();
        wrong.pointer_mut(pointer).unwrap()["surprise"] = json!(1);
        assert!(!validator.is_valid(&wrong), "{pointer}");
        let mut wrong = sound.clone();
        let object = wrong.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        let first = object.keys().next().unwrap().clone();
        object.remove(&first);
        assert!(!validator.is_valid(&wrong), "{pointer} without {first}");
    }
}

#[test]
fn hostile_texts_survive_in_json() {
    let json = sample_json();
    let findings = json["checks"][6]["findings"].as_array().unwrap();
    let names: Vec<&str> = findings.iter().map(|it| it["thing"]["label"].as_str().unwrap()).collect();
    assert_eq!(names, sample::HOSTILE);
}
