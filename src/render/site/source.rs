//! The page of a source: what it is, who can read it, what rests on it.

use maud::{Markup, html};

use crate::render::site::claim::caveat;
use crate::render::site::dependents::list;
use crate::render::site::parts::{access_of, counted, facts, notes, pairs, text, things, web};
use crate::site::{ArchivedCopy, Dependent, Source};

/// All but the frame.
pub(super) fn body(source: &Source) -> Markup {
    html! {
        p.eyebrow { "Source" }
        h1 { (text(&source.source.thing.label)) }
        p.marks { (access_of(&source.source)) }
        dl.pairs {
            @if !source.source.addresses.is_empty() {
                div { dt { "address" } @for it in &source.source.addresses { dd { (web(it)) } } }
            }
            (pairs(&source.facts))
        }
        (notes(&source.notes))
        section id="rests" aria-labelledby="rests-title" {
            h2 id="rests-title" { "What rests on it" }
            p.lead { (weight(source)) }
            (claims("Claims that cite it", &source.citing))
            (claims("Claims that it was searched for", &source.searching))
            (claims("Claims concluded from those", &source.concluded))
            @if !source.caveats.is_empty() {
                h3 { "Fine print that cites it" }
                ul.cards {
                    @for (it, limited) in &source.caveats {
                        li {
                            (caveat(it))
                            @if !limited.is_empty() { p.about { span.key { "limits" } " " (things(limited)) } }
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

/// How the source stood at other times and in other languages.
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

fn weight(source: &Source) -> String {
    let resting = [&source.citing, &source.searching, &source.concluded];
    let resting: usize = resting.iter().map(|it| it.len()).sum();
    match (resting, source.weight) {
        (0, _) => "No claim rests on it.".to_owned(),
        (_, 0) => "No claim falls without it: each has another way of support, or does not hold any more.".to_owned(),
        (_, 1) => "1 claim falls without it.".to_owned(),
        (_, weight) => format!("{} fall without it.", counted(weight, "claim")),
    }
}

fn claims(title: &str, claims: &[Dependent]) -> Markup {
    html! { @if !claims.is_empty() { h3 { (title) } (list(claims)) } }
}
