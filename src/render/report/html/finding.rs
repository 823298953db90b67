//! A finding: what was found, where it is stated, why it was found, and what belongs to it.

use maud::{Markup, html};

use crate::audit::{Finding, FindingChange, FindingEvidence, Waiver};
use crate::base::format_count;
use crate::render::html::{text, web_address};
use crate::render::report::budget::spend_on_finding;
use crate::render::report::html::parts::{pairs, place, thing};
use crate::render::report::html::picture::Pictures;
use crate::render::report::html::why;
use crate::render::report::words;

pub(super) fn item(finding: &Finding, anchor: &str, pictures: &Pictures) -> Markup {
    spend_on_finding();
    html! {
        li.finding.waived[finding.is_waived()] id=(anchor) {
            p.message {
                (text(&finding.message)) " "
                a.anchor href={ "#" (anchor) } aria-label="Link to this finding" { "#" }
            }
            @if let Some(it) = &finding.change { (change(it)) }
            @if let Some(it) = &finding.waiver { (waiver(it)) }
            (pairs(&finding.shown))
            @if let Some(it) = &finding.place { p.quiet { "stated at " (place(it)) } }
            @if let Some(it) = &finding.why { (why::section(it)) }
            @if let Some(thing) = &finding.thing { (pictures.markup_of(anchor, &thing.short)) }
            @if !finding.evidence.is_empty() { (evidence(&finding.evidence)) }
        }
    }
}

fn change(change: &FindingChange) -> Markup {
    html! {
        p class={ "change " (if change.new { "new" } else { "open" }) } { (words::describe_change(change)) }
    }
}

fn waiver(waiver: &Waiver) -> Markup {
    html! {
        p class={ "waiver " (if waiver.holds { "holds" } else { "lapsed" }) } {
            (text(&words::waiver(waiver))) " " (place(&waiver.place))
        }
    }
}

/// What belongs to the thing: its citations, its caveats.
fn evidence(evidence: &[FindingEvidence]) -> Markup {
    let mut roles: Vec<(&str, usize)> = Vec::new();
    for it in evidence {
        match roles.iter_mut().find(|(role, _)| *role == it.role) {
            Some((_, count)) => *count += 1,
            None => roles.push((&it.role, 1)),
        }
    }
    let roles: Vec<String> = roles.iter().map(|(role, count)| format_count(*count, role)).collect();
    html! {
        details.evidence {
            summary { "What belongs to it: " (text(&roles.join(", "))) }
            ul {
                @for it in evidence {
                    li {
                        p {
                            @if it.role != it.thing.kind { strong { (text(&it.role)) } " " }
                            (thing(&it.thing))
                        }
                        (pairs(&it.shown))
                        @for address in it.addresses.items() { p.address { (web_address(address)) } }
                        @if let Some(more) = words::more_addresses(it) { p.quiet { (text(&more)) } }
                        @if let Some(it) = &it.place { p.quiet { "stated at " (place(it)) } }
                    }
                }
            }
        }
    }
}
