//! Records in one line each, as sources and topics show them.

use maud::{Markup, html};

use crate::render::site::parts::{counted, facts, says, standing, states, thing, things, word};
use crate::site::Dependent;

/// A list of records.
pub(super) fn list(records: &[Dependent]) -> Markup {
    html! {
        ul.cards {
            @for Dependent { outline, states: found, caveats } in records {
                li {
                    p.statement { (thing(&outline.thing)) }
                    p.marks {
                        (standing(outline))
                        (says(outline))
                        (states(found))
                        @if *caveats > 0 { span.quiet { "limited by " (counted(*caveats, "caveat")) } " " }
                    }
                    p.about {
                        @if !outline.vendors.is_empty() {
                            span.fact { span.key { "vendor" } " " (things(&outline.vendors)) } " "
                        }
                        (word(outline.word.as_ref())) " "
                        (facts(&outline.facts))
                    }
                }
            }
        }
    }
}
