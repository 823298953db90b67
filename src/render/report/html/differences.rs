//! What changed against an earlier audit, and what made the difference: the facts, the checks or the date.

use maud::{Markup, html};

use crate::audit::{AuditComparison, AuditOutcome, CheckResult, Finding, Report};
use crate::render::html::text;
use crate::render::report::html::parts::{Anchors, badge, heads};
use crate::render::report::words::{causes, format_comparison};

pub(super) fn section(report: &Report, comparison: &AuditComparison, anchors: &Anchors) -> Markup {
    let new: Vec<(&CheckResult, usize, &Finding)> = report
        .checks
        .iter()
        .flat_map(|check| (1..).zip(&check.findings).map(move |(number, it)| (check, number, it)))
        .filter(|(_, _, finding)| finding.change.as_ref().is_some_and(|it| it.new))
        .collect();
    html! {
        section id="differences" aria-labelledby="differences-title" {
            h2 id="differences-title" { "What changed" }
            p {
                "Compared with " strong { (text(&comparison.against)) } ", audited as of "
                time datetime=(comparison.today) { (text(&comparison.today)) } ": "
                (format_comparison(comparison, &report.today)) "."
            }
            @if !comparison.outcomes.is_empty() { (outcomes(comparison, anchors)) }
            @if !new.is_empty() {
                h3 { "New findings" }
                ul.changes {
                    @for (check, number, finding) in new {
                        li {
                            a href={ "#" (anchors.finding(&check.about.id, number)) } { (text(&finding.message)) }
                            @if let Some(change) = &finding.change { " " (cause(&causes(&change.causes))) }
                        }
                    }
                }
            }
            @if !comparison.fixed.is_empty() {
                h3 { "Fixed findings" }
                ul.changes {
                    @for fixed in &comparison.fixed {
                        li {
                            (text(&fixed.message)) " "
                            span.quiet { "(" (text(&fixed.check)) ")" } " "
                            (cause(&causes(&fixed.causes)))
                        }
                    }
                }
            }
        }
    }
}

fn cause(words: &str) -> Markup {
    html! { span.cause { (words) } }
}

fn outcomes(comparison: &AuditComparison, anchors: &Anchors) -> Markup {
    html! {
        h3 id="outcomes-title" { "Checks with a different outcome" }
        div.scroll role="group" aria-labelledby="outcomes-title" tabindex="0" {
            table {
                (heads(&["Check", "Then", "Now"]))
                tbody {
                    @for change in &comparison.outcomes {
                        tr {
                            th scope="row" {
                                @match anchors.check(&change.check) {
                                    Some(anchor) => { a href={ "#" (anchor) } { (text(&change.check)) } }
                                    None => { (text(&change.check)) }
                                }
                            }
                            td { (outcome_badge(change.before)) }
                            td { (outcome_badge(change.now)) }
                        }
                    }
                }
            }
        }
    }
}

fn outcome_badge(outcome: Option<AuditOutcome>) -> Markup {
    match outcome {
        Some(outcome) => badge(outcome),
        None => html! { span.quiet { "not there" } },
    }
}
