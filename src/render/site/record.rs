//! A record on the page of its vendor: what is said, in whose word, on which evidence, within which limits.

use maud::{Markup, html};

use crate::base::format_count;
use crate::render::html::text;
use crate::render::site::parts::{
    attribution, citation, draft, facts, notes, passage, related_record, source, stance_marks, state_marks, texts,
    things,
};
use crate::site::{Caveat, RecordEntry, RecordRelation, RecordState, RelatedRecord, ThingLink};

/// What a record is under on the page, which decides the level of its heading.
#[derive(Debug, Clone, Copy)]
pub(super) enum EntryParent<'a> {
    /// A section: a heading of the third level.
    Section,
    /// A part of a section: a heading of the fourth level. The topic that it names is not repeated.
    Part(Option<&'a ThingLink>),
}

/// The whole entry.
pub(super) fn entry(record: &RecordEntry, under: EntryParent<'_>) -> Markup {
    let outline = &record.outline;
    let anchor = outline.thing.target.as_ref().and_then(|it| it.anchor.as_deref());
    let class = match outline.standing {
        RecordState::Holds => "record",
        RecordState::Upcoming => "record upcoming",
        RecordState::Draft => "record draft",
        RecordState::Past => "record past",
    };
    html! {
        article class=(class) id=[anchor] {
            p.marks { (state_marks(outline)) (stance_marks(outline)) }
            @match under {
                EntryParent::Section => h3.statement { (statement(record)) },
                EntryParent::Part(_) => h4.statement { (statement(record)) },
            }
            p.about {
                (attribution(outline.word.as_ref())) " "
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
                @for (relation, others) in &record.relations { (relation_row(*relation, others)) }
                @if !record.passages.is_empty() {
                    div {
                        dt { "Taken from" }
                        @for it in &record.passages { dd { (passage(it)) } }
                    }
                }
                @if !record.cues.is_empty() {
                    div { dt { "Proposed because of" } dd { "the words “" (texts(&record.cues)) "”" } }
                }
            }
            (notes(&record.notes))
        }
    }
}

fn statement(record: &RecordEntry) -> Markup {
    html! {
        @if record.statements.is_empty() { (text(&record.outline.thing.label)) }
        @for (at, it) in record.statements.iter().enumerate() {
            @if at > 0 { " / " }
            (text(it))
        }
    }
}

/// The topics that it is about and that nothing above names.
fn about(record: &RecordEntry, under: EntryParent<'_>) -> Markup {
    let above = match under {
        EntryParent::Part(topic) => topic,
        EntryParent::Section => None,
    };
    let topics: Vec<ThingLink> = record.about.iter().filter(|it| Some(*it) != above).cloned().collect();
    html! {
        @if !topics.is_empty() { span.fact { span.key { "about" } " " (things(&topics)) } }
    }
}

fn sources(record: &RecordEntry) -> Markup {
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
                        summary { (format_count(record.searched.len(), "source")) " searched" }
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
        @if !caveat.cues.is_empty() { p.about { "proposed because of the words “" (texts(&caveat.cues)) "”" } }
        @if caveat.citations.is_empty() { p.about.none { "no source is cited for this" } }
        @else { ul.plain { @for it in &caveat.citations { li { (citation(it)) } } } }
        (notes(&caveat.notes))
    }
}

fn relation_row(relation: RecordRelation, others: &[RelatedRecord]) -> Markup {
    let words = match relation {
        RecordRelation::RestsOn => "Depends on",
        RecordRelation::Supports => "Supports",
        RecordRelation::Contradicts => "Contradicts",
        RecordRelation::Supersedes => "Supersedes",
        RecordRelation::SupersededBy => "Superseded by",
        RecordRelation::SupersedesInPart => "Supersedes in part",
        RecordRelation::SupersededInPartBy => "Superseded in part by",
    };
    html! { div { dt { (words) } @for it in others { dd { (related_record(it)) } } } }
}
