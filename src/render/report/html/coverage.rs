//! Things beside one another by topic: which of the four answers the facts give, and where fine print limits it.

use maud::{Markup, html};

use crate::audit::{Coverage, CoverageAnswer, Stance};
use crate::render::report::html::parts::text;

pub(super) fn section(coverage: &Coverage) -> Markup {
    html! {
        section id="coverage" aria-labelledby="coverage-title" {
            h2 id="coverage-title" { "Coverage" }
            p {
                "What the facts say on each " (text(&coverage.topic)) ". “Looked and not found” is an answer; "
                "“nobody looked” is a gap. " span.mark { "fine print" } " marks an answer that a caveat limits."
            }
            div.scroll role="group" aria-labelledby="coverage-title" tabindex="0" {
                table.coverage {
                    thead {
                        tr {
                            th scope="col" { (text(&coverage.topic)) }
                            @for thing in &coverage.things { th scope="col" { (text(&thing.label)) } }
                        }
                    }
                    tbody {
                        @for row in &coverage.rows {
                            tr {
                                th scope="row" { (text(&row.topic.label)) }
                                @for it in &row.answers { (cell(it)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(answer: &CoverageAnswer) -> Markup {
    let class = match answer.answer {
        Stance::Yes => "yes",
        Stance::No => "no",
        Stance::YesAndNo => "both",
        Stance::Neither => "neither",
        Stance::NotFound => "not-found",
        Stance::NobodyLooked => "gap",
    };
    html! {
        td class=(class) {
            span.answer { (answer.answer.words()) }
            @if let Some(day) = &answer.looked { " " time.quiet datetime=(day) { (text(day)) } }
            @if answer.limited { " " span.mark { "fine print" } }
        }
    }
}
