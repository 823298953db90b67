//! The page of a topic: its place among others, and what is on record for each vendor.

use maud::{Markup, html};

use crate::render::html::text;
use crate::render::site::dependents::list;
use crate::render::site::parts::{not_on_record, pairs, thing, things, verdict};
use crate::site::{TopicOfVendor, TopicPage};

/// The page without its frame.
pub(super) fn body(topic: &TopicPage) -> Markup {
    html! {
        p.eyebrow { @if topic.sentence.is_some() { "Assurance" } @else { "Subject" } }
        h1 { (text(&topic.thing.label)) }
        @if let Some(sentence) = &topic.sentence { p.lead { "“" (text(sentence)) "”" } }
        dl.pairs {
            (pairs(&topic.facts))
            @if !topic.broader.is_empty() { div { dt { "within" } dd { (things(&topic.broader)) } } }
            @if !topic.narrower.is_empty() {
                div { dt { "narrower" } @for it in &topic.narrower { dd { (thing(it)) } } }
            }
            @if !topic.holds_with.is_empty() {
                div { dt { "affirmed with" } dd { "who affirms " (things(&topic.holds_with)) " also affirms this" } }
            }
            @if !topic.fails_with.is_empty() {
                div { dt { "denied with" } dd { "who denies " (things(&topic.fails_with)) " also denies this" } }
            }
        }
        section id="vendors" aria-labelledby="vendors-title" {
            h2 id="vendors-title" { "What is on record about each vendor" }
            @for it in &topic.vendors { (vendor_article(it)) }
            (not_on_record(" for", &topic.not_on_record))
        }
    }
}

fn vendor_article(said: &TopicOfVendor) -> Markup {
    html! {
        article.of-vendor id=(said.anchor) {
            h3 { (thing(&said.vendor)) }
            (verdict(&said.answers))
            @if !said.records.is_empty() { (list(&said.records)) }
        }
    }
}
