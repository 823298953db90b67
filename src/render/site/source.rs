//! The page of a source: what it is, who can read it, what rests on it.

use maud::{Markup, html};

use crate::base::format_count;
use crate::render::html::{text, web_address};
use crate::render::site::dependents::list;
use crate::render::site::parts::{access_of, facts, notes, pairs, related_record, things};
use crate::render::site::record::caveat;
use crate::site::{ArchivedCopy, Dependent, SourcePage};

/// The page without its frame.
pub(super) fn body(source: &SourcePage) -> Markup {
    html! {
        p.eyebrow { "Source" }
        h1 { (text(&source.source.thing.label)) }
        p.marks { (access_of(&source.source)) }
        dl.pairs {
            @if !source.source.addresses.is_empty() {
                div { dt { "address" } @for it in &source.source.addresses { dd { (web_address(it)) } } }
            }
            (pairs(&source.facts))
        }
        (notes(&source.notes))
        section id="rests" aria-labelledby="rests-title" {
            h2 id="rests-title" { "What depends on it" }
            p.lead { (weight(source)) }
            (records("Records that cite it", &source.citing))
            (records("Records whose authors searched it", &source.searching))
            (records("Records concluded from those", &source.concluded))
            @if !source.caveats.is_empty() {
                h3 { "Fine print that cites it" }
                ul.cards {
                    @for (it, limited) in &source.caveats {
                        li {
                            (caveat(it))
                            @if !limited.is_empty() {
                                p.about {
                                    span.key { "limits" }
                                    @for it in limited { " " (related_record(it)) }
                                }
                            }
                        }
                    }
                }
            }
            @if !source.listed.is_empty() {
                h3 { "Documents that list it for the page as a whole" }
                p { (things(&source.listed)) }
            }
        }
        (copies(&source.copies))
    }
}

/// The copies of the source from other times and in other languages.
fn copies(copies: &[ArchivedCopy]) -> Markup {
    html! {
        @if !copies.is_empty() {
            section id="copies" aria-labelledby="copies-title" {
                h2 id="copies-title" { "Archived copies" }
                ul.cards {
                    @for it in copies {
                        li {
                            @if it.facts.is_empty() { p.about { "of a page without a date" } }
                            @else { p.about { (facts(&it.facts)) } }
                            (notes(&it.notes))
                        }
                    }
                }
            }
        }
    }
}

fn weight(source: &SourcePage) -> String {
    let resting = [&source.citing, &source.searching, &source.concluded];
    let resting: usize = resting.iter().map(|it| it.len()).sum();
    match (resting, source.weight) {
        (0, _) => "No record depends on it.".to_owned(),
        (_, 0) => {
            "No current record loses all support without it: each has other support or no longer counts.".to_owned()
        }
        (_, 1) => "1 current record loses all support without it.".to_owned(),
        (_, weight) => format!("{} lose all support without it.", format_count(weight, "current record")),
    }
}

fn records(title: &str, records: &[Dependent]) -> Markup {
    html! { @if !records.is_empty() { h3 { (title) } (list(records)) } }
}
