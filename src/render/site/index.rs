//! The page that one begins with: the vendors, and what is said of them side by side.

use maud::{Markup, html};

use crate::render::site::parts::{answer, class_of, counted, text, thing};
use crate::site::{Counts, Index, Part, Row, Site, Thing};

/// All but the frame.
pub(super) fn body(site: &Site) -> Markup {
    let index = &site.index;
    html! {
        h1.large { "What vendors claim, and what the fine print takes back" }
        p.lead {
            "Every sentence on these pages shows its sources, who can read them, whether somebody found the sentence there, "
            "and what limits it. A claim without a source says so."
        }
        section id="vendors" aria-labelledby="vendors-title" {
            h2 id="vendors-title" { "Vendors" }
            (vendors(&index.vendors))
        }
        (side_by_side(index))
        section id="facts" aria-labelledby="facts-title" {
            h2 id="facts-title" { "What this was made from" }
            dl.pairs {
                div { dt { "facts" } dd { (site.facts) } }
                div { dt { "digest" } dd { code.digest { (site.digest) } } }
                @if let Some(revision) = &site.revision { div { dt { "as of" } dd { (text(revision)) } } }
                div { dt { "pages" } dd {
                    (counted(site.vendors.len(), "vendor")) ", " (counted(site.sources.len(), "source")) ", "
                    (counted(site.topics.len(), "topic"))
                } }
            }
        }
    }
}

fn vendors(vendors: &[(Thing, Counts)]) -> Markup {
    let columns = ["Claims", "Limited by fine print", "Without a public source", "Drafts, not reviewed"];
    html! {
        div.scroll role="region" aria-label="Vendors, scrollable" tabindex="0" {
            table.vendors {
                caption { "Claims of each vendor that hold; drafts count nowhere else." }
                thead { tr {
                    th scope="col" { "Vendor" }
                    @for it in columns { th.number scope="col" { (it) } }
                } }
                tbody {
                    @for (vendor, counts) in vendors {
                        tr {
                            th scope="row" { (thing(vendor)) }
                            @for count in [counts.claims, counts.limited, counts.without_public_source, counts.drafts] {
                                td.number { (count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn side_by_side(index: &Index) -> Markup {
    html! {
        section id="compared" aria-labelledby="compared-title" {
            h2 id="compared-title" { "Side by side" }
            @if index.parts.is_empty() { p.empty { "There is no topic to compare by." } }
            @else {
                dl.legend {
                    div { dt { span.yes { "yes" } " / " span.no { "no" } } dd { "a claim affirms, or denies, the topic" } }
                    div { dt { span.not-found { "looked and not found" } } dd { "somebody looked, and found no statement" } }
                    div { dt { span.gap { "nobody looked" } } dd { "a gap in what is known, not an answer" } }
                    div { dt { "fine print" } dd { "a caveat limits the answer" } }
                }
                div.scroll.wide role="region" aria-label="Comparison, scrollable" tabindex="0" {
                    table.compared {
                        caption { "What the claims say on each topic, of each vendor" }
                        thead { tr {
                            th scope="col" { "Topic" }
                            @for it in &index.compared { th scope="col" { (thing(it)) } }
                        } }
                        @for it in &index.parts { (part(it, index.compared.len())) }
                    }
                }
            }
        }
    }
}

fn part(part: &Part, columns: usize) -> Markup {
    html! {
        tbody {
            tr.part { th scope="rowgroup" colspan=(columns + 1) { (text(&part.title)) } }
            @for it in &part.rows { (row(it)) }
        }
    }
}

fn row(row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" { (thing(&row.topic)) }
            @for it in &row.answers { td class=(class_of(it.stance)) { (answer(it)) } }
        }
    }
}
