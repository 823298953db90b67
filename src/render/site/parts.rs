//! The small parts of the pages: escaped texts, links within the site and to the web, marks that show a state by a
//! word, a sign and a shape.

use maud::{Markup, html};

use crate::base::is_web;
use crate::exec::verdict_words;
use crate::graph::{RecordKind, Stance};
use crate::render::cells::{cell, class_of};
use crate::render::html::{text, web_address};
use crate::site::{
    Attribution, Citation, CodedValue, LinkedCell, Outline, PageTarget, Passage, PropertyValues, RecordState,
    RelatedRecord, SourceRef, ThingLink, TopicCells,
};
use crate::words::Verdict;

/// Texts with commas between them.
pub(super) fn texts(texts: &[String]) -> Markup {
    text(&texts.join(", "))
}

/// A text that may be an address.
fn value(value: &str) -> Markup {
    if is_web(value) { web_address(value) } else { text(value) }
}

/// The address of a place on the site.
pub(super) fn address(target: &PageTarget) -> String {
    match &target.anchor {
        Some(anchor) => format!("{}.html#{anchor}", target.page),
        None => format!("{}.html", target.page),
    }
}

/// A thing by its label, as a link to its place on the site.
pub(super) fn thing(thing: &ThingLink) -> Markup {
    html! {
        @if let Some(target) = &thing.target {
            a href=(address(target)) { (text(&thing.label)) }
        } @else { (text(&thing.label)) }
    }
}

/// Things with commas between them.
pub(super) fn things(things: &[ThingLink]) -> Markup {
    html! {
        @for (at, it) in things.iter().enumerate() {
            @if at > 0 { ", " }
            (thing(it))
        }
    }
}

/// A record by its label, with why it does not count.
pub(super) fn related_record(other: &RelatedRecord) -> Markup {
    html! {
        (thing(&other.thing))
        @if !other.status.is_empty() { " " span.quiet { "(" (texts(&other.status)) ")" } }
    }
}

/// Pairs of a name and its values, on one line.
pub(super) fn facts(facts: &[PropertyValues]) -> Markup {
    html! {
        @for fact in facts {
            span.fact { span.key { (fact.name) } " " (texts(&fact.values)) } " "
        }
    }
}

/// Pairs of a name and its values, one below the other.
pub(super) fn pairs(facts: &[PropertyValues]) -> Markup {
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
fn access(access: &[CodedValue]) -> Markup {
    html! {
        @if access.is_empty() { (mark("open", "?", "access unknown")) " " }
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

/// Marks for the states of a citation, a review or a page.
pub(super) fn states(states: &[CodedValue]) -> Markup {
    html! {
        @for it in states {
            @match it.code.as_str() {
                "verified" | "stands" | "reviewed" => { (mark("good", "✓", &it.word)) }
                "candidate" => { (mark("open", "?", "candidate, not checked")) }
                "draft" => { (draft()) }
                "machineDraft" => { (mark("open", "✎", &it.word)) }
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

/// Whether something is said or was looked for, and what it says to which assurances.
pub(super) fn stance_marks(outline: &Outline) -> Markup {
    html! {
        @match outline.kind {
            RecordKind::Claim => {}
            RecordKind::Finding => { (mark("sought", "○", verdict_words(Verdict::NotFound))) " " }
            RecordKind::Unread => { (mark("sought", "◌", verdict_words(Verdict::NotReadable))) " " }
        }
        @for (stance, assurance) in &outline.stances {
            span.stance {
                @match stance {
                    Stance::Affirms => { (mark("affirms", "+", "affirms")) }
                    Stance::Denies => { (mark("denies", "−", "denies")) }
                    Stance::Qualifies => { (mark("fair", "±", "qualifies")) }
                }
                " " (thing(assurance))
            } " "
        }
        @if !outline.hints.is_empty() { span.quiet { "a badge that hints at " (things(&outline.hints)) } " " }
    }
}

/// Whose word a record is, and how it is backed.
pub(super) fn attribution(word: Option<&Attribution>) -> Markup {
    html! {
        @match word {
            Some(word) => { span.fact { span.key { "whose word" } " " (text(&word.speaker)) ", " (word.backing) } }
            None => { span.fact { span.key { "whose word" } " nobody named" } }
        }
    }
}

/// The state of a record that does not count.
pub(super) fn state_marks(outline: &Outline) -> Markup {
    html! {
        @match outline.standing {
            RecordState::Holds => {}
            RecordState::Upcoming => { (mark("open", "→", "begins later")) " " }
            RecordState::Draft => { (draft()) " " }
            RecordState::Past => {
                @for it in &outline.status { (mark("past", "✕", it)) " " }
            }
        }
    }
}

/// The verdict on a topic, as a block of its own.
pub(super) fn verdict(answers: &TopicCells) -> Markup {
    html! {
        @if let Some(it) = &answers.whole { div class={ "verdict " (class_of(&it.cell)) } { (answer(it)) } }
        @if !answers.services.is_empty() {
            dl.services {
                @for (service, it) in &answers.services {
                    div {
                        dt { (text(service)) }
                        dd class={ "verdict " (class_of(&it.cell)) } { (answer(it)) }
                    }
                }
            }
        }
    }
}

/// A cell with its marks, linked to its records.
pub(super) fn answer(answer: &LinkedCell) -> Markup {
    cell(&answer.cell, answer.target.as_ref().map(address).as_deref())
}

/// Topics or vendors with nothing on record, in one line.
pub(super) fn not_on_record(of: &str, all: &[ThingLink]) -> Markup {
    html! {
        @if !all.is_empty() {
            p.silent { span.key { (verdict_words(Verdict::NotOnRecord)) (of) } " " (things(all)) }
        }
    }
}

/// Sentences one after the other.
pub(super) fn sentences(sentences: &[String]) -> Markup {
    text(&sentences.join(" "))
}

// ------------------------------------------------------------------------------- evidence

/// A source with its access and its addresses.
pub(super) fn source(source: &SourceRef) -> Markup {
    html! {
        (thing(&source.thing)) " " (access(&source.access))
        @for it in &source.addresses {
            @if *it != source.thing.label { div.where { (web_address(it)) } }
        }
    }
}

/// The access of a source, by itself.
pub(super) fn access_of(source: &SourceRef) -> Markup {
    access(&source.access)
}

/// A citation: its source, its state, where in the source, in which words.
pub(super) fn citation(citation: &Citation) -> Markup {
    html! {
        @if citation.sources.is_empty() { "a citation without a source " }
        @for it in &citation.sources {
            (thing(&it.thing)) " " (access(&it.access))
        }
        (states(&citation.states))
        @if !citation.facts.is_empty() { div.about { (facts(&citation.facts)) } }
        @for it in &citation.quotes { blockquote { p { (text(it)) } } }
        (notes(&citation.notes))
        @for it in citation.sources.iter().flat_map(|it| &it.addresses) { div.where { (web_address(it)) } }
    }
}

/// A place in a document, with its words.
pub(super) fn passage(passage: &Passage) -> Markup {
    html! {
        @for it in &passage.exact { blockquote { p { (text(it)) } } }
        div.about {
            @if let Some(it) = &passage.document { (text(it)) " " }
            @for it in &passage.states { "(" (text(it)) ") " }
            @for it in &passage.places { code { (text(it)) } " " }
            @for it in &passage.headings { span.quiet { "under “" (text(it)) "”" } " " }
        }
        (notes(&passage.notes))
    }
}
