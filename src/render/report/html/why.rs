//! Why something was found, as nested lists that open.

use maud::{Markup, html};

use crate::exec::Why;
use crate::render::html::text;
use crate::render::outline::{LineMark, Note, OutlineLine};
use crate::render::report::html::parts::{place, thing};
use crate::render::why;

pub(super) fn section(why: &Why) -> Markup {
    html! {
        details.why open {
            summary { "Why it was found" }
            ul.reasons { (items(&why::lines(why))) }
        }
    }
}

/// Lines of one depth, each with the deeper ones that follow it.
fn items(lines: &[OutlineLine]) -> Markup {
    html! {
        @for group in lines.chunk_by(|_, next| next.depth > lines[0].depth) {
            (item(&group[0], &group[1..]))
        }
    }
}

fn item(line: &OutlineLine, below: &[OutlineLine]) -> Markup {
    html! {
        li class=(class(line.mark)) {
            @if line.notes.is_empty() && below.is_empty() {
                (head(line))
            } @else {
                details {
                    summary { (head(line)) }
                    ul.reasons {
                        @for it in &line.notes { (note(it)) }
                        (items(below))
                    }
                }
            }
        }
    }
}

fn head(line: &OutlineLine) -> Markup {
    html! {
        @if line.mark != LineMark::NotListed { span.verdict-word { (line.mark.word()) } " " }
        @if let Some(it) = &line.thing { (thing(it)) } @else { span.said { (text(&line.text)) } }
        @if let Some(found) = line.found() { ": " span.found { (text(found)) } }
    }
}

fn class(mark: LineMark) -> &'static str {
    match mark {
        LineMark::Holds | LineMark::Counts => "holds",
        LineMark::Fails | LineMark::CountsNot => "fails",
        LineMark::NotListed => "quiet",
        _ => "unknown",
    }
}

fn note(note: &Note) -> Markup {
    html! {
        li.fact {
            (text(&note.words))
            @if let Some(it) = &note.place { " " (place(it)) }
        }
    }
}
