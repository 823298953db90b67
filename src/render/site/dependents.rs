//! Records in one line each, as sources and topics show them.

use maud::{Markup, html};

use crate::base::format_count;
use crate::render::site::parts::{attribution, facts, stance_marks, state_marks, states, thing, things};
use crate::site::Dependent;

/// A list of records.
pub(super) fn list(records: &[Dependent]) -> Markup {
    html! {
        ul.cards {
            @for Dependent { outline, states: found, caveats } in records {
                li {
                    p.statement { (thing(&outline.thing)) }
                    p.marks {
                        (state_marks(outline))
                        (stance_marks(outline))
                        (states(found))
                        @if *caveats > 0 { span.quiet { "limited by " (format_count(*caveats, "caveat")) } " " }
                    }
                    p.about {
                        @if !outline.vendors.is_empty() {
                            span.fact { span.key { "vendor" } " " (things(&outline.vendors)) } " "
                        }
                        (attribution(outline.word.as_ref())) " "
                        (facts(&outline.facts))
                    }
                }
            }
        }
    }
}
