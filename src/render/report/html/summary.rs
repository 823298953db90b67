//! The top of the page: how the audit ended, in a word, a sentence and a bar; then what needs action.

use std::cmp::Reverse;

use maud::{Markup, html};

use crate::audit::{AuditOutcome, CheckResult, Report};
use crate::base::format_count;
use crate::render::html::text;
use crate::render::report::html::parts::{Anchors, badge, heads, severity};
use crate::render::report::words::{
    capital, count_findings, count_outcome, describe_exit_code, format_comparison, format_examined, open_and_waived,
    sentence,
};

/// The width of the bar, in SVG units.
const BAR: usize = 1000;
/// The width of the gaps between its pieces.
const GAP: usize = 4;

pub(super) fn masthead(report: &Report) -> Markup {
    let (open, waived) = count_findings(&report.checks);
    html! {
        p.eyebrow {
            "Audit report · "
            time datetime=(report.today) { (text(&report.today)) }
            @if let Some(revision) = &report.revision { " · facts as of " (text(revision)) }
        }
        h1 { "Outcome: " span class={ "verdict " (report.outcome.word()) } { (report.outcome.word()) } }
        p.lead { (text(&capital(&sentence(report)))) }
        (bar(report))
        ul.legend {
            @for outcome in AuditOutcome::ALL {
                li class=(outcome.word()) {
                    span.swatch aria-hidden="true" {}
                    strong { (count_outcome(report, outcome)) } " " (outcome.word())
                }
            }
        }
        dl.figures {
            div { dt { "Findings" } dd { (open_and_waived(open, waived)) } }
            div { dt { "Examined" } dd { (report.data.facts) " facts in " (format_count(report.data.files.len(), "file")) } }
            @if let Some(comparison) = &report.comparison {
                div { dt { "Since " (text(&comparison.against)) } dd { (format_comparison(comparison, &report.today)) } }
            }
            div { dt { "For programs" } dd { (text(&describe_exit_code(report))) } }
            @if let Some(milliseconds) = report.milliseconds {
                div { dt { "Took" } dd { (milliseconds) " ms" } }
            }
        }
    }
}

/// A piece for each outcome, as wide as its share of the checks. The legend says the same in numbers.
fn bar(report: &Report) -> Markup {
    let counts = AuditOutcome::ALL.map(|outcome| (outcome, count_outcome(report, outcome)));
    let counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let room = BAR - GAP * counts.len().saturating_sub(1);
    let mut before = 0;
    let mut pieces = Vec::new();
    for (index, (outcome, count)) in counts.iter().enumerate() {
        let from = before * room / total;
        before += count;
        let to = before * room / total;
        pieces.push((*outcome, from + index * GAP, to - from));
    }
    html! {
        @if total > 0 {
            svg.bar viewBox={ "0 0 " (BAR) " 20" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                @for (outcome, x, width) in pieces {
                    rect class=(outcome.word()) x=(x) y="0" width=(width) height="20" {}
                }
            }
        }
    }
}

/// Checks that neither pass nor are waived, the most severe first.
pub(super) fn attention(report: &Report, anchors: &Anchors) -> Markup {
    let mut checks: Vec<&CheckResult> = report
        .checks
        .iter()
        .filter(|check| !matches!(check.outcome, AuditOutcome::Pass | AuditOutcome::Waived))
        .collect();
    checks.sort_by_key(|check| Reverse((check.about.severity, check.outcome)));
    html! {
        section id="attention" aria-labelledby="attention-title" {
            h2 id="attention-title" { "What needs attention" }
            @if checks.is_empty() && report.broken.is_empty() && !report.checks.is_empty() {
                p { "Nothing is open." }
            }
            @for script in &report.broken {
                div.fault {
                    p { (badge(AuditOutcome::Error)) " " code { (text(&script.name)) } " has an error: some of its checks may not have been run." }
                    @for message in &script.messages { pre tabindex="0" { (lines(&message.drawn)) } }
                }
            }
            @if !checks.is_empty() {
                div.scroll role="group" aria-labelledby="attention-title" tabindex="0" {
                    table.attention {
                        (heads(&["Outcome", "Severity", "Check", "What was found", "Owner"]))
                        tbody { @for check in checks { (row(check, anchors)) } }
                    }
                }
            }
            @for note in &report.notes { p.note { (text(note)) } }
        }
    }
}

fn row(check: &CheckResult, anchors: &Anchors) -> Markup {
    let about = &check.about;
    html! {
        tr {
            td data-label="Outcome" { (badge(check.outcome)) }
            td data-label="Severity" { (severity(about.severity)) }
            th scope="row" {
                a href={ "#" (anchors.check(&about.id).unwrap_or("checks")) } { (text(&about.title)) }
            }
            td data-label="Found" {
                (text(&check.reason)) br;
                span.quiet { (text(&format_examined(check))) }
            }
            td data-label="Owner" {
                @match &about.owner {
                    Some(owner) => { (text(owner)) }
                    None => { span.quiet { "nobody named" } }
                }
            }
        }
    }
}

/// Preformatted lines, each escaped.
pub(super) fn lines(drawn: &str) -> Markup {
    html! { @for line in drawn.lines() { (text(line)) "\n" } }
}
