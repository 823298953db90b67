//! A record on the page of its vendor: what is said, in whose word, on which evidence, within which limits.

use maud::{Markup, html};

use crate::render::site::parts::{
    citation, counted, draft, facts, notes, other, passage, says, source, standing, text, texts, things, word,
};
use crate::site::{Caveat, Other, Record, Relation, Standing, Thing};

/// What a record stands under on the page: it decides the level of its heading.
#[derive(Debug, Clone, Copy)]
pub(super) enum Under<'a> {
    /// A section: a heading of the third level.
    Section,
    /// Something within a section: one of the fourth. The topic that it names need not be said again.
    Part(Option<&'a Thing>),
}

/// The whole entry.
pub(super) fn entry(record: &Record, under: Under<'_>) -> Markup {
    let outline = &record.outline;
    let anchor = outline.thing.target.as_ref().and_then(|it| it.anchor.as_deref());
    let class = match outline.standing {
        Standing::Holds => "record",
        Standing::Upcoming => "record upcoming",
        Standing::Draft => "record draft",
        Standing::Past => "record past",
    };
    html! {
        article class=(class) id=[anchor] {
            p.marks { (standing(outline)) (says(outline)) }
            @match under {
                Under::Section => h3.statement { (statement(record)) },
                Under::Part(_) => h4.statement { (statement(record)) },
            }
            p.about {
                (word(outline.word.as_ref())) " "
                (facts(&outline.facts))
                (about(record, under))
            }
            @if !record.values.is_empty() { p.about.values { (facts(&record.values)) } }
            dl.evidence {
                (sources(record))
                @if !record.caveats.is_empty() {
                    div.fine {
                        dt { "Fine print" }
                        @for it in &record.caveats { dd { (caveat(it)) } }
                    }
                }
                @for (relation, others) in &record.relations { (related(*relation, others)) }
                @if !record.passages.is_empty() {
                    div {
                        dt { "Taken from" }
                        @for it in &record.passages { dd { (passage(it)) } }
                    }
                }
                @if !record.cues.is_empty() {
                    div { dt { "Proposed for" } dd { "the words “" (texts(&record.cues)) "”" } }
                }
            }
            (notes(&record.notes))
        }
    }
}

fn statement(record: &Record) -> Markup {
    html! {
        @if record.statements.is_empty() { (text(&record.outline.thing.label)) }
        @for (at, it) in record.statements.iter().enumerate() {
            @if at > 0 { " / " }
            (text(it))
        }
    }
}

/// The topics that it is about and that nothing above names.
fn about(record: &Record, under: Under<'_>) -> Markup {
    let above = match under {
        Under::Part(topic) => topic,
        Under::Section => None,
    };
    let topics: Vec<Thing> = record.about.iter().filter(|it| Some(*it) != above).cloned().collect();
    html! {
        @if !topics.is_empty() { span.fact { span.key { "about" } " " (things(&topics)) } }
    }
}

fn sources(record: &Record) -> Markup {
    html! {
        div {
            dt { "Sources" }
            @if record.citations.is_empty() { dd.none { "no source is cited" } }
            @for it in &record.citations { dd { (citation(it)) } }
        }
        @if !record.searched.is_empty() {
            div {
                dt { "Searched" }
                dd {
                    details {
                        summary { (counted(record.searched.len(), "source")) " searched" }
                        ul.plain { @for it in &record.searched { li { (source(it)) } } }
                    }
                }
            }
        }
    }
}

/// Fine print, with what it cites.
pub(super) fn caveat(caveat: &Caveat) -> Markup {
    html! {
        p.caveat {
            @for it in &caveat.kinds { strong.kind { (text(&it.word)) } " " }
            @if caveat.is_draft { (draft()) " " }
            @for it in &caveat.texts { (text(it)) " " }
        }
        @if !caveat.cues.is_empty() { p.about { "proposed for the words “" (texts(&caveat.cues)) "”" } }
        @if caveat.citations.is_empty() { p.about.none { "no source is cited for this" } }
        @else { ul.plain { @for it in &caveat.citations { li { (citation(it)) } } } }
        (notes(&caveat.notes))
    }
}

fn related(relation: Relation, others: &[Other]) -> Markup {
    let words = match relation {
        Relation::RestsOn => "Rests on",
        Relation::Supports => "Supports",
        Relation::Contradicts => "Contradicts",
        Relation::Supersedes => "Supersedes",
        Relation::SupersededBy => "Superseded by",
        Relation::SupersedesInPart => "Supersedes in part",
        Relation::SupersededInPartBy => "Superseded in part by",
    };
    html! { div { dt { (words) } @for it in others { dd { (other(it)) } } } }
}
