//! The start page: the vendors, and what is said of them side by side.

use maud::{Markup, html};

use crate::base::{format_count, visible};
use crate::render::cells::{backings, class_of, grounds_sentences, legend};
use crate::render::html::text;
use crate::render::site::parts::{answer, not_on_record, sentences, thing};
use crate::site::{ComparisonRow, ComparisonSection, Counts, IndexPage, LinkedCell, Site, ThingLink};

/// The page without its frame.
pub(super) fn body(site: &Site) -> Markup {
    let index = &site.index;
    html! {
        h1.large { "What vendors claim, and what the fine print takes back" }
        p.lead {
            "Every record on these pages shows whose word it is, which sources support it, who can read them, whether "
            "somebody found the sentence there, and what limits it. A record without a source says so."
        }
        @if let Some(grounds) = &index.grounds { p.grounds { (sentences(&grounds_sentences(grounds))) } }
        section id="vendors" aria-labelledby="vendors-title" {
            h2 id="vendors-title" { "Vendors" }
            (vendors(site))
        }
        (side_by_side(index))
        section id="facts" aria-labelledby="facts-title" {
            h2 id="facts-title" { "What this was made from" }
            dl.pairs {
                div { dt { "facts" } dd { (site.facts) } }
                div { dt { "digest" } dd { code.digest { (site.digest) } } }
                div { dt { "current on" } dd { time datetime=(site.day) { (site.day) } } }
                @if let Some(revision) = &site.revision { div { dt { "as of" } dd { (text(revision)) } } }
                div { dt { "pages" } dd {
                    (format_count(site.vendors.len(), "vendor")) ", " (format_count(site.sources.len(), "source")) ", "
                    (format_count(site.topics.len(), "topic"))
                } }
            }
        }
    }
}

/// The name of a column, and the number in it.
type CountColumn = (&'static str, fn(&Counts) -> usize);

/// What is counted of each vendor.
const COLUMNS: [CountColumn; 6] = [
    ("Claims", |it| it.claims),
    ("Limited by fine print", |it| it.limited),
    ("Without a public source", |it| it.without_public_source),
    ("Looked, not found", |it| it.findings),
    ("Said, not readable", |it| it.unread),
    ("Drafts, not reviewed", |it| it.drafts),
];

fn vendors(site: &Site) -> Markup {
    let (told, silent): (Vec<_>, Vec<_>) =
        site.index.vendors.iter().partition(|(_, counts)| COLUMNS.iter().any(|(_, count)| count(counts) > 0));
    let silent: Vec<ThingLink> = silent.into_iter().map(|(vendor, _)| vendor.clone()).collect();
    html! {
        div.scroll role="region" aria-label="Vendors, scrollable" tabindex="0" {
            table.vendors {
                caption {
                    "Current records of each vendor on " time datetime=(site.day) { (site.day) }
                    ". Drafts are counted only here."
                }
                thead { tr {
                    th scope="col" { "Vendor" }
                    @for (name, _) in COLUMNS { th.number scope="col" { (name) } }
                } }
                tbody {
                    @for (vendor, counts) in told {
                        tr {
                            th scope="row" { (thing(vendor)) }
                            @for (name, count) in COLUMNS { td.number data-label=(name) { (count(counts)) } }
                        }
                    }
                }
            }
        }
        (not_on_record(", but named by others", &silent))
    }
}

fn side_by_side(index: &IndexPage) -> Markup {
    html! {
        section id="compared" aria-labelledby="compared-title" {
            h2 id="compared-title" { "Side by side" }
            @if index.parts.is_empty() { p.empty { "Nothing on record can be compared." } }
            @else {
                p {
                    "What current records say on each assurance, a sentence that a buyer wants to be true, with "
                    "whose word it is and how that is backed. A subject has values, and is never yes or no."
                }
                dl.legend {
                    @for (class, words, meaning) in legend() {
                        div { dt { span class=(class) { (words) } } dd { (meaning) } }
                    }
                    @for (words, meaning) in backings() { div { dt { (words) } dd { (meaning) } } }
                }
                div.scroll.wide role="region" aria-label="Comparison, scrollable" tabindex="0" {
                    table.compared {
                        caption { "What current records say about each vendor" }
                        thead { tr {
                            th scope="col" { "Topic" }
                            @for it in &index.compared { th scope="col" { (thing(it)) } }
                        } }
                        @for it in &index.parts { (part(it, &index.compared)) }
                    }
                }
                (not_on_record(" for any of them", &index.not_on_record))
            }
        }
    }
}

fn part(part: &ComparisonSection, vendors: &[ThingLink]) -> Markup {
    html! {
        tbody {
            tr.part { th scope="rowgroup" colspan=(vendors.len() + 1) { (text(&part.title)) } }
            @for it in &part.rows { (row(it, vendors)) }
        }
    }
}

fn row(row: &ComparisonRow, vendors: &[ThingLink]) -> Markup {
    let class = match (&row.service, &row.sentence) {
        (Some(_), _) => "service",
        (None, Some(_)) => "assurance",
        (None, None) => "subject",
    };
    html! {
        tr class=(class) {
            th scope="row" {
                @match &row.service {
                    Some(service) => { span.of { (text(&row.topic.label)) ": " } (text(service)) }
                    None => { (thing(&row.topic)) }
                }
                @if let (Some(sentence), None) = (&row.sentence, &row.service) { span.sentence { (text(sentence)) } }
            }
            @for (it, vendor) in row.answers.iter().zip(vendors) { (cell_of(it.as_ref(), vendor)) }
        }
    }
}

/// The name of the vendor is also in the cell, for screens where columns are no longer side by side.
fn cell_of(said: Option<&LinkedCell>, vendor: &ThingLink) -> Markup {
    html! {
        @match said {
            Some(it) => td class=(class_of(&it.cell)) data-label=(visible(&vendor.label)) { (answer(it)) },
            None => td.nothing {},
        }
    }
}
