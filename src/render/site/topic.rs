//! The page of a topic: where it stands among others, and what is said on it of each vendor.

use maud::{Markup, html};

use crate::render::site::dependents::list;
use crate::render::site::parts::{answer, class_of, pairs, text, thing, things};
use crate::site::{Topic, TopicOfVendor};

/// All but the frame.
pub(super) fn body(topic: &Topic) -> Markup {
    html! {
        p.eyebrow { "Topic" }
        h1 { (text(&topic.thing.label)) }
        dl.pairs {
            (pairs(&topic.facts))
            @if !topic.broader.is_empty() { div { dt { "within" } dd { (things(&topic.broader)) } } }
            @if !topic.narrower.is_empty() {
                div { dt { "narrower" } @for it in &topic.narrower { dd { (thing(it)) } } }
            }
        }
        section id="vendors" aria-labelledby="vendors-title" {
            h2 id="vendors-title" { "What is said of each vendor" }
            @for it in &topic.vendors { (of_vendor(it)) }
        }
    }
}

fn of_vendor(said: &TopicOfVendor) -> Markup {
    html! {
        article.of-vendor id=(said.anchor) {
            h3 { (thing(&said.vendor)) }
            @if let Some(it) = &said.answer {
                p class={ "verdict " (class_of(it.stance)) } { (answer(it)) }
            }
            @if !said.claims.is_empty() { (list(&said.claims)) }
        }
    }
}
