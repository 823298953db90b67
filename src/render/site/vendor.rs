//! The page of a vendor: the sections in their order, then past records, then the documents.

use maud::{Markup, html};

use crate::base::format_count;
use crate::render::cells::grounds_sentences;
use crate::render::html::{text, web_address};
use crate::render::site::parts::{
    citation, not_on_record, notes, pairs, passage, sentences, states, texts, thing, verdict,
};
use crate::render::site::record::{EntryParent, entry};
use crate::site::{Profile, Service, TopicGroup, VendorPage, VendorSection};

/// The page without its frame.
pub(super) fn body(vendor: &VendorPage) -> Markup {
    html! {
        p.eyebrow { "Vendor" }
        h1 { (text(&vendor.thing.label)) }
        (lead(vendor))
        @if !vendor.facts.is_empty() || !vendor.services.is_empty() {
            dl.pairs {
                (pairs(&vendor.facts))
                @if !vendor.services.is_empty() {
                    div { dt { "services" } @for it in &vendor.services { dd { (service(it)) } } }
                }
            }
        }
        (contents(vendor))
        @for it in &vendor.sections { (section(it)) }
        (past(vendor))
        (verification(vendor))
    }
}

fn lead(vendor: &VendorPage) -> Markup {
    let counts = vendor.counts;
    let mut parts = Vec::new();
    if counts.claims > 0 {
        parts.push(format!(
            "{}: {} limited by fine print, {} without a public source",
            format_count(counts.claims, "current claim"),
            counts.limited,
            counts.without_public_source
        ));
    }
    parts.extend((counts.findings > 0).then(|| format_count(counts.findings, "absence finding")));
    parts.extend((counts.unread > 0).then(|| format_count(counts.unread, "unread record")));
    html! {
        p.lead {
            @if parts.is_empty() { "No current record." } @else { (parts.join("; ")) "." }
            @if counts.drafts > 0 { " " (format_count(counts.drafts, "draft")) " that nobody has reviewed." }
        }
        @if let Some(grounds) = &vendor.grounds { p.grounds { (sentences(&grounds_sentences(grounds))) } }
    }
}

fn service(service: &Service) -> Markup {
    html! {
        (text(&service.name))
        @for it in &service.kinds { " " span.quiet { "(" (text(&it.word)) ")" } }
        @if !service.part_of.is_empty() { " " span.quiet { "part of " (texts(&service.part_of)) } }
        @if !service.ended.is_empty() { " " span.quiet { "ended on " (texts(&service.ended)) } }
    }
}

fn contents(vendor: &VendorPage) -> Markup {
    html! {
        nav.contents aria-label="On this page" {
            ul {
                @for it in &vendor.sections { li { a href={ "#" (it.anchor) } { (text(&it.title)) } } }
                @if !vendor.past.is_empty() { li { a href="#past" { "Past records" } } }
                li { a href="#verification" { "Verification" } }
            }
        }
    }
}

fn section(section: &VendorSection) -> Markup {
    let drafts = format!("{}-drafts", section.anchor);
    html! {
        section id=(section.anchor) aria-labelledby={ (section.anchor) "-title" } {
            h2 id={ (section.anchor) "-title" } { (text(&section.title)) }
            @if section.groups.is_empty() && section.drafts.is_empty() { p.empty { "Nothing is on record here." } }
            @for it in &section.groups { (group(it)) }
            (not_on_record("", &section.not_on_record))
            @if !section.drafts.is_empty() {
                div.drafts role="group" aria-labelledby=(drafts) {
                    h3 id=(drafts) { (format_count(section.drafts.len(), "draft")) ", not reviewed" }
                    p.quiet { "A program proposed these from a document. They do not count, because nobody has decided "
                    "yet whether the document says so." }
                    @for it in &section.drafts { (entry(it, EntryParent::Part(None))) }
                }
            }
        }
    }
}

/// A topic: the verdict, then the records.
fn group(group: &TopicGroup) -> Markup {
    html! {
        h3.topic {
            @match &group.topic {
                Some(topic) => { (thing(topic)) }
                None => { "Without a topic" }
            }
            @if let Some(sentence) = &group.sentence { span.sentence { (text(sentence)) } }
        }
        (verdict(&group.answers))
        @for it in &group.records { (entry(it, EntryParent::Part(group.topic.as_ref()))) }
        @if !group.elsewhere.is_empty() {
            div.elsewhere {
                p.quiet { "Also on this page:" }
                ul { @for it in &group.elsewhere { li { (thing(it)) } } }
            }
        }
    }
}

fn past(vendor: &VendorPage) -> Markup {
    html! {
        @if !vendor.past.is_empty() {
            section id="past" aria-labelledby="past-title" {
                h2 id="past-title" { "Past records" }
                details.past {
                    summary { (format_count(vendor.past.len(), "record")) " superseded, retracted, rejected or over" }
                    @for it in &vendor.past { (entry(it, EntryParent::Section)) }
                }
            }
        }
    }
}

fn verification(vendor: &VendorPage) -> Markup {
    html! {
        section id="verification" aria-labelledby="verification-title" {
            h2 id="verification-title" { "Verification" }
            @if vendor.profiles.is_empty() { p.empty { "No document from which the records were taken is on record." } }
            @for it in &vendor.profiles { (profile(it)) }
        }
    }
}

fn profile(profile: &Profile) -> Markup {
    html! {
        article.document id=(profile.anchor) {
            h3 { (text(&profile.title)) }
            p.marks {
                @if profile.states.is_empty() { span.quiet { "not on record whether it was reviewed" } }
                (states(&profile.states))
            }
            dl.pairs {
                @if !profile.addresses.is_empty() {
                    div { dt { "address" } @for it in &profile.addresses { dd { (web_address(it)) } } }
                }
                (pairs(&profile.facts))
            }
            (notes(&profile.notes))
            @if !profile.citations.is_empty() {
                h4 { "Sources listed for the page as a whole" }
                p.quiet { "The document lists them; no record taken from it says which of them support it." }
                ul.cards { @for it in &profile.citations { li { (citation(it)) } } }
            }
            @if !profile.unclaimed.is_empty() {
                h4 { "Passages without a record" }
                ol.cards { @for it in &profile.unclaimed { li.passage { (passage(it)) } } }
            }
        }
    }
}
