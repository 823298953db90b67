//! Every check by suite and section: what it asks, how it ended, how much was examined, what was found.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::audit::{AuditOutcome, CheckResult, Report};
use crate::base::format_count;
use crate::render::html::{text, web_address};
use crate::render::report::html::finding;
use crate::render::report::html::parts::{Anchors, badge, place, severity};
use crate::render::report::html::picture::Pictures;
use crate::render::report::html::summary::lines;
use crate::render::report::tree::{CheckGroup, CheckSection};
use crate::render::report::words::format_examined;

/// The anchors and pictures of the findings.
#[derive(Clone, Copy)]
pub(super) struct FindingContext<'a> {
    pub(super) anchors: &'a Anchors,
    pub(super) pictures: &'a Pictures,
}

pub(super) fn section(report: &Report, groups: &[CheckGroup<'_>], beside: FindingContext<'_>) -> Markup {
    // A check in two suites is shown once; the second time it is a link.
    let mut told = BTreeSet::new();
    html! {
        section id="checks" aria-labelledby="checks-title" {
            h2 id="checks-title" { "Checks and findings" }
            @if report.checks.is_empty() { p { "No check was run." } }
            @for group in groups {
                div.suite {
                    h3 { (badge(group.outcome())) " " (text(group.title)) }
                    @if let Some(because) = group.because { p { (text(because)) } }
                    @for part in &group.parts { (self::part(part, beside, &mut told)) }
                }
            }
        }
    }
}

fn part<'a>(part: &CheckSection<'a>, beside: FindingContext<'_>, told: &mut BTreeSet<&'a str>) -> Markup {
    html! {
        @if part.title.is_empty() {
            h4.hidden { "Checks of the suite itself" }
        } @else {
            h4 { (badge(part.outcome())) " " (text(part.title)) }
        }
        @if let Some(because) = part.because { p { (text(because)) } }
        @for check in &part.checks {
            @if told.insert(check.about.id.as_str()) {
                (check_article(check, beside))
            } @else {
                p.again {
                    (badge(check.outcome)) " "
                    a href={ "#" (beside.anchors.check(&check.about.id).unwrap_or("checks")) } { (text(&check.about.title)) }
                    " " span.quiet { "is shown in another suite" }
                }
            }
        }
        @if part.not_run > 0 { p.quiet { (format_count(part.not_run, "check")) " not run" } }
    }
}

fn check_article(check: &CheckResult, FindingContext { anchors, pictures }: FindingContext<'_>) -> Markup {
    let about = &check.about;
    html! {
        article class={ "check " (check.outcome.word()) } id=[anchors.check(&about.id)] {
            header {
                h5 { (badge(check.outcome)) " " (text(&about.title)) }
                p.meta {
                    (severity(about.severity))
                    " " span { (text(&check.reason)) }
                    " " span { (text(&format_examined(check))) }
                    @if let Some(owner) = &about.owner { " " span { "owner: " (text(owner)) } }
                    @if let Some(milliseconds) = check.milliseconds { " " span { (milliseconds) " ms" } }
                }
            }
            // A check that passes needs no advice.
            @if check.outcome != AuditOutcome::Pass && (about.because.is_some() || about.fix.is_some()) {
                dl.advice {
                    @if let Some(because) = &about.because {
                        div { dt { "Why it matters" } dd { (text(because)) } }
                    }
                    @if let Some(fix) = &about.fix {
                        div { dt { "What to do" } dd { (text(fix)) } }
                    }
                }
            }
            @for note in &check.notes { p.note { (text(note)) } }
            @for message in &check.messages { pre tabindex="0" { (lines(&message.drawn)) } }
            @if !check.findings.is_empty() {
                ol.findings {
                    @for (number, it) in (1..).zip(&check.findings) {
                        (finding::item(it, &anchors.finding(&about.id, number), pictures))
                    }
                }
            }
            (fine_print(check))
        }
    }
}

/// What an expert wants to know about a check: its id, the question, its references.
fn fine_print(check: &CheckResult) -> Markup {
    let about = &check.about;
    html! {
        details.asked {
            summary { "How this was asked" }
            dl.pairs {
                div { dt { "Id" } dd { code { (text(&about.id)) } } }
                div { dt { "Question" } dd { (text(&about.question)) } }
                div { dt { "Expected" } dd { (text(&about.expected)) } }
                @if let Some(because) = about.because.iter().find(|_| check.outcome == AuditOutcome::Pass) {
                    div { dt { "Why it matters" } dd { (text(because)) } }
                }
                @if !about.references.is_empty() {
                    div {
                        dt { "References" }
                        @for reference in &about.references { dd { (web_address(reference)) } }
                    }
                }
                @if !about.tags.is_empty() {
                    div { dt { "Tags" } dd { (text(&about.tags.join(", "))) } }
                }
                div { dt { "Written at" } dd { (place(&about.place)) } }
                div { dt { "Digest" } dd { code { (text(&about.digest)) } } }
            }
        }
    }
}
