//! The small parts of the page: escaped texts, links that lead only to the web, badges, anchors.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::audit::{AuditOutcome, Report, Severity};
use crate::base::visible;
use crate::exec::{self, SourceLocation};
use crate::render::html::text;
use crate::render::report::words::format_location;

/// The word of an outcome, with its colour.
pub(super) fn badge(outcome: AuditOutcome) -> Markup {
    html! { span class={ "badge " (outcome.word()) } { (outcome.word()) } }
}

/// The word of a severity.
pub(super) fn severity(severity: Severity) -> Markup {
    html! { span class={ "severity " (severity.word()) } { (severity.word()) } }
}

/// A line of a file.
pub(super) fn place(place: &SourceLocation) -> Markup {
    html! { code.place { (text(&format_location(place))) } }
}

/// A thing with its kind, its label and its short IRI.
pub(super) fn thing(thing: &exec::ThingIdentity) -> Markup {
    html! {
        @if !thing.kind.is_empty() { span.kind { (text(&thing.kind)) } " " }
        @if thing.label.is_empty() || thing.label == thing.short {
            code title=(visible(&thing.iri)) { (text(&thing.short)) }
        } @else {
            (text(&thing.label)) " "
            code title=(visible(&thing.iri)) { (text(&thing.short)) }
        }
    }
}

/// Names and values, one pair below the other; empty without any.
pub(super) fn pairs(pairs: &[(String, Vec<String>)]) -> Markup {
    let told: Vec<_> = pairs.iter().filter(|(_, values)| !values.is_empty()).collect();
    html! {
        @if !told.is_empty() {
            dl.pairs {
                @for (name, values) in told {
                    div {
                        dt { (text(name)) }
                        @for value in values { dd { (text(value)) } }
                    }
                }
            }
        }
    }
}

/// The anchors of the checks on the page.
pub(super) struct Anchors {
    by_id: BTreeMap<String, String>,
}

impl Anchors {
    /// Makes anchors of the ids; equal ones get a number.
    pub(super) fn new(report: &Report) -> Self {
        let mut taken = BTreeSet::new();
        let mut by_id = BTreeMap::new();
        for check in &report.checks {
            let slug = slug(&check.about.id);
            let mut anchor = format!("check-{slug}");
            let mut count = 2;
            while !taken.insert(anchor.clone()) {
                anchor = format!("check-{slug}.{count}");
                count += 1;
            }
            by_id.insert(check.about.id.clone(), anchor);
        }
        Self { by_id }
    }

    /// The anchor of a check that was run.
    pub(super) fn check(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// The anchor of a finding, by its number in the check, from 1.
    pub(super) fn finding(&self, id: &str, number: usize) -> String {
        format!("{}:{number}", self.check(id).unwrap_or("check"))
    }
}

/// Letters, digits and single hyphens.
fn slug(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

/// The heading of a table.
pub(super) fn heads(columns: &[&str]) -> Markup {
    html! {
        thead { tr { @for column in columns { th scope="col" { (column) } } } }
    }
}
