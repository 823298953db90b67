//! A paragraph of Markdown: its words without markup, and where they, its links and its references stand.

use std::sync::LazyLock;

use oxsdatatypes::Date;
use regex::Regex;

use crate::base::{Span, is_web};
use crate::profile::markdown::references::{References, Resolved};
use crate::profile::page::{Item, Page, Place, Says, Statement, trimmed};
use crate::profile::sentences::sentences;

/// `[3]`, and `[^note]` where no footnote is defined.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*\[(\d+|\^[^\]\s]+)\]").expect("the pattern is written here"));
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+").expect("the pattern is written here"));
static VERIFIED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^last verified:?\s*(\d{4}-\d\d-\d\d)\.?$").expect("the pattern is written here"));

/// A paragraph, or an entry of a list.
#[derive(Debug, Clone)]
pub(super) struct Block {
    headings: Vec<String>,
    words: String,
    /// Where pieces of the words stand in the document: from which byte of the words on.
    pieces: Vec<(usize, Span)>,
    /// The addresses of links, with the bytes of the words before them.
    links: Vec<(String, usize)>,
    /// The labels of references, with the bytes of the words before them.
    refers: Vec<(String, usize)>,
    /// Its number, in a list with numbers.
    pub(super) number: Option<u64>,
}

impl Block {
    pub(super) fn new(headings: Vec<String>) -> Self {
        Self { headings, words: String::new(), pieces: Vec::new(), links: Vec::new(), refers: Vec::new(), number: None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }

    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.pieces.push((self.words.len(), span));
        self.words.push_str(text);
    }

    pub(super) fn refer(&mut self, label: &str) {
        self.refers.push((label.to_owned(), self.words.len()));
    }

    pub(super) fn link(&mut self, address: &str) {
        self.links.push((address.to_owned(), self.words.len()));
    }

    /// A link ends. One whose words are a number is a reference.
    pub(super) fn link_ends(&mut self) {
        let Some((address, start)) = self.links.last() else {
            return;
        };
        let words = &self.words[*start..];
        if !words.is_empty() && words.chars().all(|c| c.is_ascii_digit()) {
            let (address, start) = (address.clone(), *start);
            self.links.pop();
            self.words.truncate(start);
            self.refers.push((address, start));
        }
    }

    /// The address that the block gives: of its first link, else the first in its words.
    pub(super) fn address(&self) -> Option<String> {
        let linked = self.links.first().map(|(address, _)| address.clone());
        let written = || ADDRESS.find(&self.words).map(|it| it.as_str().trim_end_matches(['.', ',', ')']).to_owned());
        linked.or_else(written)
    }

    pub(super) fn has_address(&self) -> bool {
        self.address().is_some()
    }

    /// The words besides the address: what a source is called.
    pub(super) fn label(&self) -> Option<String> {
        let bare = ADDRESS.replace_all(&self.words, "");
        let bare = bare.trim().trim_matches(['.', ',', ':', '-', '–', '—', ' ', '(', ')']);
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    /// Where bytes of the words stand in the document.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let at = |offset: usize| {
            let behind = self.pieces.partition_point(|(from, _)| *from <= offset).saturating_sub(1);
            let (from, span) = self.pieces[behind];
            (span.start + (offset - from)).min(span.end)
        };
        Span::new(at(start), at(end.saturating_sub(1)).saturating_add(1).max(at(start)))
    }

    /// Adds what the block says to the page.
    pub(super) fn say(&self, references: &References, page: &mut Page) {
        if let Some(day) = VERIFIED.captures(self.words.trim()).and_then(|it| it[1].parse::<Date>().ok()) {
            page.date = Some(day);
            return;
        }
        let (words, refers) = self.without_references(references);
        let found = sentences(&words);
        for (at, sentence) in found.iter().enumerate() {
            let next = found.get(at + 1).map_or(usize::MAX, |it| it.start);
            let (from, until) = (sentence.start, sentence.end);
            let mut statement = Statement { says: even(&words[sentence.clone()]), ..Statement::default() };
            let mut lost = Vec::new();
            for (label, place) in &refers {
                if *place <= from || *place > next {
                    continue;
                }
                match references.resolve(label) {
                    Resolved::Source(cited) => statement.cites.push(cited),
                    Resolved::Lost(why) => lost.push((label.clone(), why)),
                }
            }
            let linked = self.links.iter().filter(|(_, start)| from <= *start && *start < until);
            let mut addresses: Vec<String> = linked.map(|(address, _)| address.clone()).collect();
            for written in ADDRESS.find_iter(&words[sentence.clone()]) {
                let address = written.as_str().trim_end_matches(['.', ',', ')', ';']).to_owned();
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            let span = self.place(from, until);
            self.push(page, span, Says::Statement(statement));
            for address in addresses {
                self.push(page, span, address_of(&address));
            }
            for (label, why) in lost {
                self.push(page, span, Says::Open(format!("refers to `{label}`: {why}")));
            }
        }
    }

    /// The words with a blank for each reference that is written in them, and all references.
    fn without_references(&self, references: &References) -> (String, Vec<(String, usize)>) {
        let mut refers = self.refers.clone();
        let mut words = self.words.clone();
        for found in NUMBERED.captures_iter(&self.words) {
            let (whole, label) = (found.get(0), found.get(1));
            let (Some(whole), Some(label)) = (whole, label) else {
                continue;
            };
            let label = label.as_str().trim_start_matches('^');
            if references.knows(label) || found[1].starts_with('^') || references.has_numbers() {
                refers.push((label.to_owned(), whole.start().max(1)));
                words.replace_range(whole.range(), &" ".repeat(whole.len()));
            }
        }
        refers.sort_by_key(|(_, at)| *at);
        (words, refers)
    }

    fn push(&self, page: &mut Page, span: Span, says: Says) {
        let span = trimmed(&page.source.text, span.range());
        page.items.push(Item {
            place: Place::Text(span),
            exact: page.source.slice(span).to_owned(),
            headings: self.headings.clone(),
            row: None,
            says,
        });
    }
}

/// Words with one blank between them, and none where a reference stood before a stop.
fn even(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    [".", ",", ";", ":", "!", "?"].iter().fold(words, |words, stop| words.replace(&format!(" {stop}"), stop))
}

/// A source of the page as a whole, or why it is none.
pub(super) fn address_of(address: &str) -> Says {
    if is_web(address) {
        Says::Address(address.to_owned())
    } else {
        Says::Open(format!("links to `{address}`, which is no address of the web"))
    }
}
