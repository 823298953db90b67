//! Things side by side, by topic: the cells that `compare` shows.

use maud::{Markup, html};

use crate::base::visible;
use crate::exec::{CellRow, CellView, ComparisonTable, verdict_words};
use crate::render::cells::{backings, cell, class_of, grounds_sentences, legend};
use crate::render::comparison::title;
use crate::render::html::text;
use crate::words::Verdict;

pub(super) fn section(coverage: &ComparisonTable) -> Markup {
    html! {
        section id="coverage" aria-labelledby="coverage-title" {
            h2 id="coverage-title" { "Coverage" }
            p {
                "What current records say on each " (text(&coverage.topic)) ", with whose word it is and how that is "
                "backed. " (text(&grounds_sentences(&coverage.grounds).join(" ")))
            }
            dl.words {
                @for (class, words, meaning) in legend() {
                    div { dt { span class=(class) { (words) } } dd { (meaning) } }
                }
                @for (words, meaning) in backings() { div { dt { (words) } dd { (meaning) } } }
            }
            div.scroll role="group" aria-labelledby="coverage-title" tabindex="0" {
                table.coverage {
                    thead {
                        tr {
                            th scope="col" { (text(&coverage.topic)) }
                            @for thing in &coverage.things { th scope="col" { (text(&thing.name)) } }
                        }
                    }
                    tbody { @for it in &coverage.rows { (row(it, coverage)) } }
                }
            }
            (not_on_record(" for any of them", coverage.nothing_on_record.iter().map(|it| it.name.as_str())))
            (not_on_record(" at all", coverage.without_records.iter().map(|it| it.name.as_str())))
        }
    }
}

/// The names of what has no row or no column, since nothing is on record.
fn not_on_record<'a>(of: &str, names: impl Iterator<Item = &'a str>) -> Markup {
    let names: Vec<&str> = names.collect();
    html! {
        @if !names.is_empty() {
            p.silent { (verdict_words(Verdict::NotOnRecord)) (of) ": " (text(&names.join(", "))) }
        }
    }
}

fn row(row: &CellRow, coverage: &ComparisonTable) -> Markup {
    html! {
        tr.part[row.part.is_some()] {
            th scope="row" {
                (text(&title(row)))
                @if let (Some(sentence), None) = (&row.sentence, &row.part) { span.sentence { (text(sentence)) } }
            }
            @for (it, thing) in row.cells.iter().zip(&coverage.things) { (cell_of(it.as_ref(), &thing.name)) }
        }
    }
}

fn cell_of(said: Option<&CellView>, thing: &str) -> Markup {
    html! {
        @match said {
            Some(it) => td class=(class_of(it)) data-label=(visible(thing)) { (cell(it, None)) },
            None => td.nothing {},
        }
    }
}
