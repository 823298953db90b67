//! A claim on the page of its vendor: what is said, by whom, on which evidence, within which limits.

use maud::{Markup, html};

use crate::render::site::parts::{
    citation, counted, draft, facts, notes, passage, source, stances, standing, text, texts, thing, things,
};
use crate::site::{Caveat, Claim, Relation, Standing, Thing};

/// What a claim stands under on the page: it decides the level of its heading.
#[derive(Debug, Clone, Copy)]
pub(super) enum Under<'a> {
    /// A section: a heading of the third level.
    Section,
    /// Something within a section: one of the fourth. The topic that it names need not be said again.
    Part(Option<&'a Thing>),
}

/// The whole entry.
pub(super) fn entry(claim: &Claim, under: Under<'_>) -> Markup {
    let target = claim.thing.target.as_ref();
    let anchor = target.and_then(|it| it.anchor.as_deref());
    let class = match claim.standing {
        Standing::Holds => "claim",
        Standing::Draft => "claim draft",
        Standing::Past => "claim past",
    };
    html! {
            article class=(class) id=[anchor] {
                p.marks {
                    (standing(claim.standing, &claim.status))
                    (stances(&claim.stances, claim.is_absence))
                }
                @match under {
                    Under::Section => h3.statement { (statement(claim)) },
                    Under::Part(_) => h4.statement { (statement(claim)) },
                }
                p.about {
                    @if claim.asserters.is_empty() { span.fact { "nobody is named who says so" } }
                    @else { span.fact { span.key { "asserted by" } " " (texts(&claim.asserters)) } }
                    " " (facts(&claim.facts))
    (topics(claim, under))
                }
                dl.evidence {
                    (sources(claim))
                    @if !claim.caveats.is_empty() {
                        div.fine {
                            dt { "Fine print" }
                            @for it in &claim.caveats { dd { (caveat(it)) } }
                        }
                    }
                    @for (relation, others) in &claim.relations { (related(*relation, others)) }
                    @if !claim.passages.is_empty() {
                        div {
                            dt { "Taken from" }
                            @for it in &claim.passages { dd { (passage(it)) } }
                        }
                    }
                    @if !claim.cues.is_empty() {
                        div { dt { "Proposed for" } dd { "the words “" (texts(&claim.cues)) "”" } }
                    }
                }
                (notes(&claim.notes))
            }
        }
}

fn statement(claim: &Claim) -> Markup {
    html! {
        @if claim.statements.is_empty() { (text(&claim.thing.label)) }
        @for (at, it) in claim.statements.iter().enumerate() {
            @if at > 0 { " / " }
            (text(it))
        }
    }
}

/// The topics that nothing above names.
fn topics(claim: &Claim, under: Under<'_>) -> Markup {
    let above = match under {
        Under::Part(topic) => topic,
        Under::Section => None,
    };
    let mut topics = claim.topics.clone();
    topics.retain(|it| Some(it) != above);
    let key = if above.is_some() { "also on" } else { "topic" };
    html! {
        @if !topics.is_empty() { span.fact { span.key { (key) } " " (things(&topics)) } }
    }
}

fn sources(claim: &Claim) -> Markup {
    html! {
        div {
            dt { "Sources" }
            @if claim.citations.is_empty() { dd.none { "no source is cited" } }
            @for it in &claim.citations { dd { (citation(it)) } }
        }
        @if !claim.searched.is_empty() {
            div {
                dt { "Searched" }
                dd {
                    details {
                        summary { (counted(claim.searched.len(), "source")) " searched" }
                        ul.plain { @for it in &claim.searched { li { (source(it)) } } }
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

fn related(relation: Relation, others: &[Thing]) -> Markup {
    let words = match relation {
        Relation::RestsOn => "Rests on",
        Relation::Supports => "Supports",
        Relation::Contradicts => "Contradicts",
        Relation::Supersedes => "Supersedes",
        Relation::SupersededBy => "Superseded by",
        Relation::SupersedesInPart => "Supersedes in part",
        Relation::SupersededInPartBy => "Superseded in part by",
    };
    html! { div { dt { (words) } @for it in others { dd { (thing(it)) } } } }
}
