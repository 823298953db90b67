//! The report as commands that GitHub Actions turns into annotations: a line for each open finding, at the line of the
//! fact. Format: "Workflow commands for GitHub Actions", docs.github.com.

use crate::audit::{AuditOutcome, CheckResult, Finding, Report, Severity};
use crate::base::visible;
use crate::exec::SourceLocation;
use crate::render::report::budget::spend_on_finding;
use crate::render::report::words::sentence;

/// One command per line; empty if there is nothing to report.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    if report.of.is_some() {
        out.push_str(&command("notice", None, "Audit", &sentence(report)));
    }
    for broken in &report.broken {
        for message in &broken.messages {
            let title = format!("{}: cannot be understood", broken.name);
            let text = [vec![message.message.clone()], message.help.clone()].concat();
            out.push_str(&command("error", message.place.as_ref(), &title, &text.join("\n")));
        }
    }
    for check in report.checks.iter().filter(|it| report.counts(it)) {
        write_check(check, report.only_new, &mut out);
    }
    out
}

/// `only_new` leaves out the findings that were there before.
fn write_check(check: &CheckResult, only_new: bool, out: &mut String) {
    let about = &check.about;
    let place = Some(&about.place);
    match check.outcome {
        AuditOutcome::Pass | AuditOutcome::Waived => {}
        AuditOutcome::Unknown => {
            let title = format!("{}: unknown", about.title);
            out.push_str(&command("warning", place, &title, &check.reason));
        }
        AuditOutcome::Error => {
            let title = format!("{}: faulty check", about.title);
            out.push_str(&command("error", place, &title, &check.reason));
        }
        AuditOutcome::Fail => {
            let told = |it: &&Finding| !it.is_waived() && (!only_new || it.is_new());
            for finding in check.findings.iter().filter(told) {
                spend_on_finding();
                let fix = about.fix.iter().cloned();
                let text: Vec<String> = std::iter::once(finding.message.clone()).chain(fix).collect();
                let place = finding.place.as_ref().or(place);
                let level = level(about.severity);
                out.push_str(&command(level, place, &about.title, &text.join("\n")));
            }
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

fn command(level: &str, place: Option<&SourceLocation>, title: &str, text: &str) -> String {
    let place = place.map_or_else(String::new, |place| format!("file={},line={},", property(&place.file), place.line));
    format!("::{level} {place}title={}::{}\n", property(title), message(text))
}

/// Escapes a text in a message: its line breaks stay, and nothing in it is a command.
fn message(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| visible(line).into_owned()).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// Escapes a text in a property, which `,` and `:` would end.
fn property(text: &str) -> String {
    let text = visible(text).replace('%', "%25");
    text.replace(':', "%3A").replace(',', "%2C")
}
