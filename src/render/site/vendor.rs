//! The page of a vendor: the sections in their order, then what does not hold any more, then the documents.

use maud::{Markup, html};

use crate::render::site::claim::{Under, entry};
use crate::render::site::parts::{citation, counted, notes, pairs, passage, states, text, texts, thing, web};
use crate::site::{Profile, Section, Service, Vendor};

/// All but the frame.
pub(super) fn body(vendor: &Vendor) -> Markup {
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

fn lead(vendor: &Vendor) -> Markup {
    let counts = vendor.counts;
    html! {
        p.lead {
            @if counts.claims == 0 { "No claim is recorded that holds." }
            @else {
                (counted(counts.claims, "claim")) ", "
                (counts.limited) " limited by fine print, "
                (counts.without_public_source) " without a public source."
            }
            @if counts.drafts > 0 { " " (counted(counts.drafts, "draft")) " that nobody has reviewed." }
        }
    }
}

fn service(service: &Service) -> Markup {
    html! {
        (text(&service.name))
        @for it in &service.kinds { " " span.quiet { "(" (text(&it.word)) ")" } }
        @if !service.part_of.is_empty() { " " span.quiet { "part of " (texts(&service.part_of)) } }
    }
}

fn contents(vendor: &Vendor) -> Markup {
    html! {
        nav.contents aria-label="On this page" {
            ul {
                @for it in &vendor.sections { li { a href={ "#" (it.anchor) } { (text(&it.title)) } } }
                @if !vendor.past.is_empty() { li { a href="#past" { "Past claims" } } }
                li { a href="#verification" { "Verification" } }
            }
        }
    }
}

fn section(section: &Section) -> Markup {
    let drafts = format!("{}-drafts", section.anchor);
    html! {
        section id=(section.anchor) aria-labelledby={ (section.anchor) "-title" } {
            h2 id={ (section.anchor) "-title" } { (text(&section.title)) }
            @if section.groups.is_empty() && section.drafts.is_empty() { p.empty { "Nothing is recorded here." } }
            @for group in &section.groups {
                @match &group.topic {
                    Some(topic) => h3.topic { (thing(topic)) },
                    None => h3.topic { "Without a topic" },
                }
                @for it in &group.claims { (entry(it, Under::Part(group.topic.as_ref()))) }
            }
            @if !section.drafts.is_empty() {
                div.drafts role="group" aria-labelledby=(drafts) {
                    h3 id=(drafts) { (counted(section.drafts.len(), "draft")) ", not reviewed" }
                    p.quiet { "A program proposed these from a document. Nobody has decided yet whether the document says so: they count nowhere." }
                    @for it in &section.drafts { (entry(it, Under::Part(None))) }
                }
            }
        }
    }
}

fn past(vendor: &Vendor) -> Markup {
    html! {
        @if !vendor.past.is_empty() {
            section id="past" aria-labelledby="past-title" {
                h2 id="past-title" { "Past claims" }
                details.past {
                    summary { (counted(vendor.past.len(), "claim")) " superseded, retracted or rejected" }
                    @for it in &vendor.past { (entry(it, Under::Section)) }
                }
            }
        }
    }
}

fn verification(vendor: &Vendor) -> Markup {
    html! {
        section id="verification" aria-labelledby="verification-title" {
            h2 id="verification-title" { "Verification" }
            @if vendor.profiles.is_empty() { p.empty { "No document is on record that the claims were taken from." } }
            @for it in &vendor.profiles { (profile(it)) }
        }
    }
}

fn profile(profile: &Profile) -> Markup {
    html! {
        article.document id=(profile.anchor) {
            h3 { (text(&profile.title)) }
            p.marks {
                @if profile.states.is_empty() { span.quiet { "nobody says whether it was reviewed" } }
                (states(&profile.states))
            }
            dl.pairs {
                @if !profile.addresses.is_empty() {
                    div { dt { "address" } @for it in &profile.addresses { dd { (web(it)) } } }
                }
                (pairs(&profile.facts))
            }
            (notes(&profile.notes))
            @if !profile.citations.is_empty() {
                h4 { "Sources listed for the page as a whole" }
                p.quiet { "The document lists them; no claim of it says which of them it rests on." }
                ul.cards { @for it in &profile.citations { li { (citation(it)) } } }
            }
            @if !profile.unclaimed.is_empty() {
                h4 { "Passages that no claim was made of" }
                ol.cards { @for it in &profile.unclaimed { li.passage { (passage(it)) } } }
            }
        }
    }
}
