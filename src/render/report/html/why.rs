//! Why something was found, part by part: the condition, what is on record instead, the linked things.

use maud::{Markup, html};

use crate::exec::{LinkedThing, LocatedFact, Reason, Truth, Why};
use crate::render::html::text;
use crate::render::report::html::parts::{place, thing};
use crate::render::report::reasons::{own_facts, verdict};

pub(super) fn section(why: &Why) -> Markup {
    html! {
        details.why open {
            summary { "Why it was found" }
            ul.reasons { @for it in &why.reasons { (reason(it)) } }
        }
    }
}

fn reason(reason: &Reason) -> Markup {
    let deeper =
        !reason.facts.is_empty() || !reason.linked.is_empty() || !reason.parts.is_empty() || reason.unexplained;
    html! {
        li class=(class(reason.holds)) {
            @if deeper {
                details { summary { (reason_text(reason)) } (below(reason)) }
            } @else {
                (reason_text(reason))
            }
        }
    }
}

fn reason_text(reason: &Reason) -> Markup {
    html! {
        span.verdict-word { (in_words(reason.holds)) } " "
        span.said { (text(&reason.said)) }
        @if !reason.found.is_empty() { ": " span.found { (text(&reason.found)) } }
    }
}

fn class(holds: Truth) -> &'static str {
    match holds {
        Truth::Yes => "holds",
        Truth::No => "fails",
        Truth::Unknown => "unknown",
    }
}

fn in_words(holds: Truth) -> &'static str {
    match holds {
        Truth::Yes => "holds",
        Truth::No => "does not hold",
        Truth::Unknown => "is not on record",
    }
}

fn below(reason: &Reason) -> Markup {
    html! {
        ul.reasons {
            @for it in own_facts(reason) { (fact(it)) }
            @if let Some(it) = reason.facts.not_listed() { li.quiet { (it) } }
            @for it in reason.linked.items() { (link_target(it)) }
            @for it in reason.not_listed() { li.quiet { (text(&it)) } }
            @for it in &reason.parts { (self::reason(it)) }
        }
    }
}

fn fact(fact: &LocatedFact) -> Markup {
    html! {
        li.fact {
            (text(&fact.words))
            @if let Some(it) = &fact.place { " " (place(it)) }
        }
    }
}

fn link_target(linked: &LinkedThing) -> Markup {
    let head = html! {
        span.verdict-word { (verdict(linked)) } " "
        (thing(&linked.thing))
    };
    html! {
        li class=(class(linked.counts)) {
            @if linked.reasons.is_empty() && linked.facts.is_empty() && !linked.unexplained {
                (head)
            } @else {
                details {
                    summary { (head) }
                    ul.reasons {
                        @for it in linked.facts.items() { (fact(it)) }
                        @if let Some(it) = linked.facts.not_listed() { li.quiet { (it) } }
                        @if let Some(it) = linked.not_listed() { li.quiet { (it) } }
                        @for it in &linked.reasons { (reason(it)) }
                    }
                }
            }
        }
    }
}
