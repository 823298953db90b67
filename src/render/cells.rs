//! The cells of a comparison on pages and in reports: what verdicts mean, the basis of a comparison, a cell as HTML.

use maud::{Markup, html};

use crate::base::visible;
use crate::exec::{CellView, Grounds, sourcing_words, verdict_words};
use crate::graph::Sourcing;
use crate::render::comparison::source_check_note;
use crate::words::Verdict;

/// The basis of a comparison in sentences: whose pages, whose sources, how new.
pub(super) fn grounds_sentences(grounds: &Grounds) -> Vec<String> {
    let mut pages = grounds.pages_only.iter();
    let mut lines = Vec::new();
    if let Some(first) = pages.next() {
        let more: Vec<String> =
            pages.map(|it| format!(", {} only pages of {}", it.records, it.publisher.name)).collect();
        let (count, all, noun) = (first.records, grounds.records, &grounds.noun);
        let cite = if count == 1 { "cites" } else { "cite" };
        let publisher = &first.publisher.name;
        lines.push(format!("{count} of {all} {noun} {cite} only pages of {publisher}{}", more.concat()));
    }
    let were = if grounds.verified == 1 { "was" } else { "were" };
    lines.push(format!("{} of {} {were} found in a source", grounds.verified, grounds.records));
    lines.extend(source_check_note(grounds));
    lines.extend(grounds.newest.iter().map(|day| format!("the newest record is as of {day}")));
    lines.iter().map(|line| sentence(line)).collect()
}

/// With a capital letter and a full stop.
fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// For each verdict the class of its colour, its words, and its meaning.
pub(super) fn legend() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    Verdict::ALL.into_iter().map(|verdict| {
        let meaning = match verdict {
            Verdict::Yes => "a claim affirms the sentence; green only in their own word, verified, without fine print",
            Verdict::No => "a claim denies the sentence",
            Verdict::Depends => "it depends on what is named with it: a plan, a mode, a kind of data, a setting",
            Verdict::Disputed => "one claim affirms the sentence and one denies it, for the same thing",
            Verdict::NotReadable => "something is said in a place that whoever looked could not read",
            Verdict::NotFound => "somebody looked and found no statement, which is not a denial",
            Verdict::NotOnRecord => "the facts contain nothing about it",
        };
        (class(Some(verdict)), verdict_words(verdict), meaning)
    })
}

/// The words for how a claim can be backed, each with its meaning.
pub(super) fn backings() -> [(&'static str, &'static str); 3] {
    [
        (sourcing_words(Sourcing::Verified), "somebody found the passage in the source"),
        (sourcing_words(Sourcing::Cited), "a source is named"),
        (sourcing_words(Sourcing::Unsourced), "no source is named, or only a page that nobody has reviewed"),
    ]
}

/// The class that colours a cell. Green is a yes in the vendor's own word, verified, without fine print.
pub(super) fn class_of(cell: &CellView) -> &'static str {
    match cell.verdict {
        Some(Verdict::Yes) if cell.clear => "yes clear",
        None if cell.is_empty() => class(Some(Verdict::NotOnRecord)),
        verdict => class(verdict),
    }
}

fn class(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No) => "no",
        Some(Verdict::Depends) => "depends",
        Some(Verdict::Disputed) => "disputed",
        Some(Verdict::NotReadable | Verdict::NotFound) => "not-found",
        Some(Verdict::NotOnRecord) => "gap",
        None => "subject",
    }
}

/// A cell as HTML: the verdict and whose word it is, both sides or the values, and the marks.
pub(super) fn cell(cell: &CellView, address: Option<&str>) -> Markup {
    let (head, lines) = (cell.head(), cell.lines());
    html! {
        @if !head.is_empty() {
            @match address {
                Some(address) => a.answer href=(address) { (visible(head)) },
                None => span.answer { (visible(head)) },
            }
        }
        @if !lines.is_empty() { ul.sides { @for it in &lines { li { (visible(it)) } } } }
        @if !cell.marks.is_empty() { ul.beside { @for it in &cell.marks { li { (visible(it)) } } } }
    }
}
