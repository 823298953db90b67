//! JUnit reports match the schema that Jenkins publishes, and count what a CI system counts.

use std::process::Command;

use caveat::audit::AuditOutcome;
use caveat::render::ReportFormat;

use crate::reports::{report_text, sample};
use crate::tools::program;
use crate::world::root;

fn document(text: &str) -> quick_junit::Report {
    quick_junit::Report::deserialize_from_str(text).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

#[test]
fn every_junit_report_matches_the_schema() {
    let Some(xmllint) = program(&["xmllint"]) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.xml");
    let schema = root().join("tests/schemas/junit-10.xsd");
    let check = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let mut command = Command::new(&xmllint);
        command.args(["--noout", "--nonet", "--schema"]).arg(&schema).arg(&path);
        command.output().unwrap()
    };
    for report in sample::all() {
        let text = report_text(&report, ReportFormat::Junit);
        let output = check(&text);
        let faults = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{faults}\n{text}");
    }
    let wrong = report_text(&sample::full(), ReportFormat::Junit).replace("<failure ", "<fault ");
    assert!(!check(&wrong).status.success(), "the schema is asked in earnest");
}

#[test]
fn counts_outcomes_as_ci_systems_do() {
    let report = sample::full();
    let document = document(&report_text(&report, ReportFormat::Junit));
    let count = |outcome| report.checks.iter().filter(|it| it.outcome == outcome).count();
    assert_eq!(document.tests, report.checks.len() + report.broken.len());
    assert_eq!(document.failures, count(AuditOutcome::Fail));
    let errors = count(AuditOutcome::Unknown) + count(AuditOutcome::Error) + report.broken.len();
    assert_eq!(document.errors, errors);
    let suites = document.test_suites.iter();
    let skipped: usize = suites.map(|suite| suite.skipped).sum();
    assert_eq!(skipped, count(AuditOutcome::Waived));
}

#[test]
fn suites_are_sections_with_properties_of_checks() {
    let document = document(&report_text(&sample::full(), ReportFormat::Junit));
    let suites: Vec<&str> = document.test_suites.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(suites[..2], ["Before a purchase / Evidence", "Before a purchase / Transfers"]);
    let properties = &document.test_suites[0].properties;
    let found = |name: &str| {
        let property = properties.iter().find(|it| it.name.as_str() == name);
        property.map(|it| it.value.as_str())
    };
    assert_eq!(found("evidence/no-public-source.severity"), Some("high"));
    assert_eq!(found("evidence/no-public-source.owner"), Some("privacy office"));
    assert_eq!(found("evidence/no-public-source.tags"), Some("evidence, gdpr"));
    assert_eq!(found("today"), Some("2026-11-23"));
}

#[test]
fn has_no_character_that_xml_forbids() {
    for report in sample::all() {
        let text = report_text(&report, ReportFormat::Junit);
        let allowed = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        let forbidden: Vec<char> = text.chars().filter(|c| !allowed(*c)).collect();
        assert!(forbidden.is_empty(), "{forbidden:?}");
        document(&text);
    }
}
