//! JUnit XML: a test suite for each section or script, a test case for each check. It follows the schema that Jenkins
//! publishes (`junit-10.xsd`), which has properties for suites only: a check's are in its suite, prefixed with its id.

use std::collections::BTreeSet;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use crate::audit::{AuditOutcome, CheckResult, Finding, Report};
use crate::base::{Limit, visible};
use crate::render::report::budget::spend_on_finding;
use crate::render::report::reasons::lines;
use crate::render::report::tree::groups;
use crate::render::report::words::{describe_change, format_examined, format_location, waiver};

pub(super) fn write(report: &Report) -> String {
    let mut document = quick_junit::Report::new("caveat audit");
    document.time = report.milliseconds.map(Duration::from_millis);
    // A check in two suites is one test.
    let mut written = BTreeSet::new();
    for group in groups(report) {
        for part in group.parts {
            let name = [group.title, part.title];
            let name: Vec<&str> = name.into_iter().filter(|it| !it.is_empty()).collect();
            let mut suite = TestSuite::new(xml(&name.join(" / ")));
            properties(&mut suite, report);
            for check in part.checks {
                if written.insert(check.about.id.as_str()) {
                    add(&mut suite, check, report.counts(check));
                }
            }
            if !suite.test_cases.is_empty() {
                document.add_test_suite(suite);
            }
        }
    }
    if !report.broken.is_empty() {
        document.add_test_suite(script_errors(report));
    }
    let text = document.to_string().expect("writing to memory does not fail");
    // The crate also writes the total of skipped tests, which the schema does not know.
    let skipped = format!(" skipped=\"{}\"", document.skipped);
    text.replacen(&skipped, "", 1)
}

fn properties(suite: &mut TestSuite, report: &Report) {
    let mut add = |name: &str, value: &str| {
        suite.add_property(Property::new(name, xml(value)));
    };
    add("program", &report.program);
    add("today", &report.today);
    add("data", &report.data.digest);
    if let Some(of) = &report.of {
        add("of", &of.name);
    }
    if let Some(revision) = &report.revision {
        add("revision", revision);
    }
}

/// `counts` is false for a check that does not count for the exit code.
fn add(suite: &mut TestSuite, check: &CheckResult, counts: bool) {
    let about = &check.about;
    let mut property = |name: &str, value: &str| {
        let name = format!("{}.{name}", xml(&about.id));
        suite.add_property(Property::new(name, xml(value)));
    };
    property("severity", about.severity.word());
    if let Some(owner) = &about.owner {
        property("owner", owner);
    }
    if !about.tags.is_empty() {
        property("tags", &about.tags.join(", "));
    }
    if !about.references.is_empty() {
        property("references", &about.references.join("; "));
    }
    let title =
        if about.title == about.id { xml(&about.id) } else { format!("{}: {}", xml(&about.id), xml(&about.title)) };
    let mut case = TestCase::new(title, status(check, counts));
    case.set_classname(xml(&about.place.file));
    case.time = check.milliseconds.map(Duration::from_millis);
    case.set_system_out(remarks(check));
    suite.add_test_case(case);
}

fn status(check: &CheckResult, counts: bool) -> TestCaseStatus {
    let kind = match check.outcome {
        AuditOutcome::Pass => return TestCaseStatus::success(),
        AuditOutcome::Waived => {
            let mut status = TestCaseStatus::skipped();
            let waivers = check.findings.iter().filter_map(|it| it.waiver.as_ref());
            let reasons: Vec<String> = waivers.map(waiver).collect();
            status.set_message(xml(&reasons.join("; ")));
            status.set_description(body(check));
            return status;
        }
        AuditOutcome::Fail | AuditOutcome::Unknown if !counts => {
            let mut status = TestCaseStatus::skipped();
            let message = format!("{}: does not count; {}", check.outcome.word(), check.reason);
            status.set_message(xml(&message));
            status.set_description(body(check));
            return status;
        }
        AuditOutcome::Fail => NonSuccessKind::Failure,
        AuditOutcome::Unknown | AuditOutcome::Error => NonSuccessKind::Error,
    };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(xml(&check.reason));
    status.set_type(match check.outcome {
        AuditOutcome::Fail => check.about.severity.word(),
        other => other.word(),
    });
    status.set_description(body(check));
    status
}

/// The findings with their explanations, or what is wrong with the check.
fn body(check: &CheckResult) -> String {
    let mut text: Vec<String> = Vec::new();
    for message in &check.messages {
        text.extend(message.drawn.lines().map(xml));
    }
    for finding in &check.findings {
        spend_on_finding();
        text.extend(finding_lines(finding).iter().map(|line| xml(line)));
    }
    if let Some(fix) = &check.about.fix {
        text.push(format!("fix: {}", xml(fix)));
    }
    format!("\n{}\n", text.join("\n"))
}

fn finding_lines(finding: &Finding) -> Vec<String> {
    let place = finding.place.as_ref().map(|place| format!("{}: ", format_location(place)));
    let mut out = vec![format!("{}{}", place.unwrap_or_default(), finding.message)];
    if let Some(it) = &finding.change {
        out.push(format!("  {}", describe_change(it)));
    }
    if let Some(it) = &finding.waiver {
        out.push(format!("  {}", waiver(it)));
    }
    for line in finding.why.iter().flat_map(|why| lines(why, Some(Limit::LevelsForCi))) {
        out.push(format!("{}{}", "  ".repeat(line.depth + 1), line.text));
    }
    out
}

/// The question, and how much was examined.
fn remarks(check: &CheckResult) -> String {
    let about = &check.about;
    let mut out = vec![format!("expected {}: {}", about.expected, about.question), format_examined(check)];
    out.extend(check.notes.iter().cloned());
    let lines = out.iter().map(|line| xml(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Scripts that could not be understood: none of their checks was run.
fn script_errors(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new("scripts that could not be understood");
    properties(&mut suite, report);
    for script in &report.broken {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        let first = script.messages.first().map(|it| it.message.as_str());
        status.set_message(xml(first.unwrap_or("it could not be understood")));
        status.set_type("broken");
        let drawn = script.messages.iter().flat_map(|it| it.drawn.lines());
        let drawn: Vec<String> = drawn.map(xml).collect();
        status.set_description(format!("\n{}\n", drawn.join("\n")));
        let mut case = TestCase::new(xml(&script.name), status);
        case.set_classname(xml(&script.name));
        suite.add_test_case(case);
    }
    suite
}

/// Escapes the characters that XML forbids: hostile ones, and two code points that are not characters.
fn xml(text: &str) -> String {
    let visible = visible(text);
    visible.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}
