//! The sources that references of a Markdown document lead to: its footnotes, and the numbered lists of its sources.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Span, is_web};
use crate::profile::markdown::block::{Block, address_of};
use crate::profile::page::{Cited, Item, Page, Place, Says, trimmed};

/// What references lead to.
#[derive(Debug, Default)]
pub(super) struct References {
    defined: BTreeMap<String, Entry>,
    /// Entries of lists of sources that have no number.
    listed: Vec<Entry>,
    used: RefCell<BTreeSet<String>>,
    numbered: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    address: Option<String>,
    label: Option<String>,
    span: Span,
}

/// What a reference leads to.
pub(super) enum Resolved {
    /// A source.
    Source(Cited),
    /// None, for a reason.
    Lost(&'static str),
}

impl Entry {
    fn of(block: &Block) -> Self {
        let address = block.address();
        let label = block.label().filter(|it| address.as_ref() != Some(it));
        Self { address, label, span: block.place(0, block.words().len()) }
    }
}

impl References {
    /// A footnote.
    pub(super) fn define(&mut self, label: &str, block: &Block) {
        self.defined.entry(label.to_owned()).or_insert_with(|| Entry::of(block));
    }

    /// An entry of a list of sources.
    pub(super) fn list(&mut self, number: Option<&str>, block: &Block) {
        match number {
            Some(number) => {
                self.numbered = true;
                self.define(number, block);
            }
            None => self.listed.push(Entry::of(block)),
        }
    }

    pub(super) fn knows(&self, label: &str) -> bool {
        self.defined.contains_key(label)
    }

    /// True where sources are numbered: then a number in brackets refers to one, rightly or not.
    pub(super) fn has_numbers(&self) -> bool {
        self.numbered
    }

    pub(super) fn resolve(&self, label: &str) -> Resolved {
        if is_web(label) {
            // `[1]` with `[1]: https://…` elsewhere.
            return Resolved::Source(Cited { url: label.to_owned(), label: None });
        }
        let Some(entry) = self.defined.get(label) else {
            return Resolved::Lost("there is no such footnote and no source of this number");
        };
        self.used.borrow_mut().insert(label.to_owned());
        match &entry.address {
            Some(address) if is_web(address) => {
                Resolved::Source(Cited { url: address.clone(), label: entry.label.clone() })
            }
            Some(_) => Resolved::Lost("its address is none of the web"),
            None => Resolved::Lost("it has no address: a remark, or a source that has to be looked for"),
        }
    }

    /// What no sentence refers to is listed for the document as a whole.
    pub(super) fn list_the_rest(&self, page: &mut Page) {
        let used = self.used.borrow();
        let unused = self.defined.iter().filter(|(label, _)| !used.contains(*label));
        let mut rest: Vec<&Entry> = unused.map(|(_, entry)| entry).chain(&self.listed).collect();
        rest.sort_by_key(|entry| entry.span);
        for entry in rest {
            let span = trimmed(&page.source.text, entry.span.range());
            page.items.push(Item {
                place: Place::Text(span),
                exact: page.source.slice(span).to_owned(),
                headings: vec!["Verification".to_owned()],
                row: None,
                says: match &entry.address {
                    Some(address) => address_of(address),
                    None => Says::Open("a footnote that nothing refers to".to_owned()),
                },
            });
        }
    }
}
