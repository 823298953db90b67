//! The small parts of the pages: texts made harmless, links to places of the site and to the web, marks that say
//! in a word, a sign and a shape how something stands.

use maud::{Markup, html};

use crate::base::{is_web, visible};
use crate::exec::Stance;
use crate::site::{Answer, Citation, Coded, Fact, Passage, SourceRef, Standing, Target, Thing};

/// Text from the data: hostile characters shown as escapes; the template escapes markup.
pub(super) fn text(text: &str) -> Markup {
    html! { (visible(text)) }
}

/// Texts with commas between them.
pub(super) fn texts(texts: &[String]) -> Markup {
    text(&texts.join(", "))
}

/// An address as a link where it leads to the web, else as text.
pub(super) fn web(address: &str) -> Markup {
    html! {
        @if is_web(address) {
            a.web href=(address) rel="noopener noreferrer" { (address) }
        } @else { span.address { (text(address)) } }
    }
}

/// A text that may be an address.
fn value(text: &str) -> Markup {
    if is_web(text) { web(text) } else { self::text(text) }
}

/// Where something stands on the site.
pub(super) fn address(target: &Target) -> String {
    match &target.anchor {
        Some(anchor) => format!("{}.html#{anchor}", target.page),
        None => format!("{}.html", target.page),
    }
}

/// A thing by its words, as a link to where the site tells of it.
pub(super) fn thing(thing: &Thing) -> Markup {
    html! {
        @if let Some(target) = &thing.target {
            a href=(address(target)) { (text(&thing.label)) }
        } @else { (text(&thing.label)) }
    }
}

/// Things with commas between them.
pub(super) fn things(things: &[Thing]) -> Markup {
    html! {
        @for (at, it) in things.iter().enumerate() {
            @if at > 0 { ", " }
            (thing(it))
        }
    }
}

/// `1 claim`, `2 claims`
pub(super) fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Pairs of a name and its values, on one line.
pub(super) fn facts(facts: &[Fact]) -> Markup {
    html! {
        @for fact in facts {
            span.fact { span.key { (fact.name) } " " (texts(&fact.values)) } " "
        }
    }
}

/// Pairs of a name and its values, one below the other.
pub(super) fn pairs(facts: &[Fact]) -> Markup {
    html! {
        @for fact in facts {
            div {
                dt { (fact.name) }
                @for it in &fact.values { dd { (value(it)) } }
            }
        }
    }
}

/// Remarks, one below the other.
pub(super) fn notes(notes: &[String]) -> Markup {
    html! { @for note in notes { p.note { (text(note)) } } }
}

// ------------------------------------------------------------------------------- marks

/// A word with a sign before it; the sign is for eyes only.
fn mark(class: &str, sign: &str, word: &str) -> Markup {
    html! {
        span class={ "mark " (class) } { span.sign aria-hidden="true" { (sign) } (text(word)) }
    }
}

/// Who can read a source.
fn access(access: &[Coded]) -> Markup {
    html! {
        @if access.is_empty() { (mark("open", "?", "access not known")) " " }
        @for it in access {
            @match it.code.as_str() {
                "public" => { (mark("good", "●", &it.word)) }
                "gone" => { (mark("bad", "✕", &it.word)) }
                _ => { (mark("fair", "◐", &it.word)) }
            }
            " "
        }
    }
}

/// Whether a passage was found in a source.
pub(super) fn states(states: &[Coded]) -> Markup {
    html! {
        @for it in states {
            @match it.code.as_str() {
                "verified" | "stands" | "reviewed" => { (mark("good", "✓", &it.word)) }
                "candidate" => { (mark("open", "?", "candidate, not checked")) }
                "draft" => { (draft()) }
                "goneState" | "unreachable" => { (mark("bad", "✕", &it.word)) }
                _ => { (mark("fair", "≠", &it.word)) }
            }
            " "
        }
    }
}

/// What a program proposed and nobody has decided on.
pub(super) fn draft() -> Markup {
    mark("open", "✎", "draft, not reviewed")
}

/// What a claim says to its topics.
pub(super) fn stances(stances: &[Coded], is_absence: bool) -> Markup {
    html! {
        @if is_absence { (mark("sought", "○", "looked, not found")) " " }
        @for it in stances {
            @match it.code.as_str() {
                "affirms" => { (mark("yes", "+", &it.word)) }
                "denies" => { (mark("no", "−", &it.word)) }
                _ => { (mark("fair", "±", &it.word)) }
            }
            " "
        }
    }
}

/// How a claim stands, where it does not hold.
pub(super) fn standing(standing: Standing, status: &[Coded]) -> Markup {
    html! {
        @match standing {
            Standing::Holds => {}
            Standing::Draft => { (draft()) " " }
            Standing::Past => {
                @for it in status { (mark("past", "✕", &it.word)) " " }
            }
        }
    }
}

/// One of the four answers, and whether fine print limits it.
pub(super) fn answer(answer: &Answer) -> Markup {
    html! {
        @if let Some(target) = &answer.target {
            a.answer href=(address(target)) { (answer.stance.words()) }
        } @else { span.answer { (answer.stance.words()) } }
        @if let Some(day) = &answer.looked { " " time.quiet datetime=(day) { (text(day)) } }
        @if answer.limited { " " (mark("open", "*", "fine print")) }
    }
}

/// The class that colours an answer.
pub(super) fn class_of(stance: Stance) -> &'static str {
    match stance {
        Stance::Yes => "yes",
        Stance::No => "no",
        Stance::YesAndNo => "both",
        Stance::Neither => "neither",
        Stance::NotFound => "not-found",
        Stance::NobodyLooked => "gap",
    }
}

// ------------------------------------------------------------------------------- evidence

/// A source with its access and its addresses.
pub(super) fn source(source: &SourceRef) -> Markup {
    html! {
        (thing(&source.thing)) " " (access(&source.access))
        @for it in &source.addresses {
            @if *it != source.thing.label { div.where { (web(it)) } }
        }
    }
}

/// The access of a source, by itself.
pub(super) fn access_of(source: &SourceRef) -> Markup {
    access(&source.access)
}

/// A citation: its source, how it stands, where in the source, in which words.
pub(super) fn citation(citation: &Citation) -> Markup {
    html! {
        @if citation.sources.is_empty() { "a citation that names no source " }
        @for it in &citation.sources {
            (thing(&it.thing)) " " (access(&it.access))
        }
        (states(&citation.states))
        @if !citation.facts.is_empty() { div.about { (facts(&citation.facts)) } }
        @for it in &citation.quotes { blockquote { p { (text(it)) } } }
        (notes(&citation.notes))
        @for it in citation.sources.iter().flat_map(|it| &it.addresses) { div.where { (web(it)) } }
    }
}

/// A place in a document, with its words.
pub(super) fn passage(passage: &Passage) -> Markup {
    html! {
        @for it in &passage.exact { blockquote { p { (text(it)) } } }
        div.about {
            @if let Some(it) = &passage.document { (text(it)) " " }
            @for it in &passage.places { code { (text(it)) } " " }
            @for it in &passage.headings { span.quiet { "under “" (text(it)) "”" } " " }
        }
        (notes(&passage.notes))
    }
}
