//! Claims in one line each, as sources and topics show them.

use maud::{Markup, html};

use crate::render::site::parts::{counted, stances, standing, states, texts, thing, things};
use crate::site::Dependent;

/// A list of claims.
pub(super) fn list(claims: &[Dependent]) -> Markup {
    html! {
        ul.cards {
            @for it in claims {
                li {
                    p.statement { (thing(&it.thing)) }
                    p.marks {
                        (standing(it.standing, &it.status))
                        (stances(&it.stances, it.is_absence))
                        (states(&it.states))
                        @if it.caveats > 0 { span.quiet { "limited by " (counted(it.caveats, "caveat")) } " " }
                    }
                    p.about {
                        @if !it.vendors.is_empty() { span.fact { span.key { "of" } " " (things(&it.vendors)) } " " }
                        @if !it.asserters.is_empty() { span.fact { span.key { "asserted by" } " " (texts(&it.asserters)) } }
                    }
                }
            }
        }
    }
}
