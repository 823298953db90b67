//! The sources of references in a Markdown document: its footnotes, and the numbered lists of its sources.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Span, fold, is_web};
use crate::profile::document::{CitedSource, DocumentItem, ItemContent, ItemLocation, VendorDocument, trim_span};
use crate::profile::markdown::block::TextBlock;

/// The targets of references; labels ignore letter case.
#[derive(Debug, Default)]
pub(super) struct References {
    defined: BTreeMap<String, ReferenceEntry>,
    /// Entries of lists of sources that have no number.
    listed: Vec<ReferenceEntry>,
    used: RefCell<BTreeSet<String>>,
    numbered: bool,
}

#[derive(Debug, Clone)]
struct ReferenceEntry {
    addresses: Vec<String>,
    label: Option<String>,
    span: Span,
}

/// The target of a reference.
pub(super) enum ReferenceTarget {
    /// Its sources.
    Sources(Vec<CitedSource>),
    /// No source, for a reason.
    Unresolved(&'static str),
}

impl ReferenceEntry {
    fn of(block: &TextBlock) -> Self {
        let addresses = block.addresses();
        let label = block.label().filter(|it| !addresses.contains(it));
        Self { addresses, label, span: block.place(0, block.words().len()) }
    }
}

impl References {
    /// Adds a footnote, or another paragraph of it.
    pub(super) fn define(&mut self, label: &str, block: &TextBlock) {
        let more = ReferenceEntry::of(block);
        match self.defined.get_mut(&fold(label)) {
            Some(entry) => {
                entry.addresses.extend(more.addresses);
                entry.label = entry.label.take().or(more.label);
                entry.span = Span::new(entry.span.start, entry.span.end.max(more.span.end));
            }
            None => drop(self.defined.insert(fold(label), more)),
        }
    }

    /// Adds an entry of a list of sources.
    pub(super) fn list(&mut self, number: Option<&str>, block: &TextBlock) {
        match number {
            Some(number) => {
                self.numbered = true;
                self.define(number, block);
            }
            None => self.listed.push(ReferenceEntry::of(block)),
        }
    }

    pub(super) fn knows(&self, label: &str) -> bool {
        self.defined.contains_key(&fold(label))
    }

    /// True if sources are numbered: then any number in brackets counts as a reference to one.
    pub(super) fn has_numbers(&self) -> bool {
        self.numbered
    }

    pub(super) fn resolve(&self, label: &str) -> ReferenceTarget {
        if is_web(label) {
            // `[1]` with `[1]: https://…` elsewhere.
            return ReferenceTarget::Sources(vec![CitedSource { url: label.to_owned(), label: None }]);
        }
        let Some(entry) = self.defined.get(&fold(label)) else {
            return ReferenceTarget::Unresolved("there is no such footnote and no source with this number");
        };
        self.used.borrow_mut().insert(fold(label));
        let web = entry.addresses.iter().filter(|it| is_web(it));
        // A common name of several sources is not the name of any of them.
        let name = entry.label.clone().filter(|_| entry.addresses.len() == 1);
        let sources: Vec<CitedSource> = web.map(|it| CitedSource { url: it.clone(), label: name.clone() }).collect();
        match (sources.is_empty(), entry.addresses.is_empty()) {
            (false, _) => ReferenceTarget::Sources(sources),
            (true, false) => ReferenceTarget::Unresolved("its address is not a web address"),
            (true, true) => {
                ReferenceTarget::Unresolved("it has no address: it is a remark, or a source that you have to find")
            }
        }
    }

    /// Lists what no sentence refers to for the document as a whole.
    pub(super) fn list_unused(&self, page: &mut VendorDocument) {
        let used = self.used.borrow();
        let unused = self.defined.iter().filter(|(label, _)| !used.contains(*label));
        let mut rest: Vec<&ReferenceEntry> = unused.map(|(_, entry)| entry).chain(&self.listed).collect();
        rest.sort_by_key(|entry| entry.span);
        for entry in rest {
            let span = trim_span(&page.source.text, entry.span.range());
            let all = match entry.addresses.as_slice() {
                [] => vec![ItemContent::Unresolved("a footnote that nothing refers to".to_owned())],
                addresses => addresses.iter().map(|it| address_of(it)).collect(),
            };
            for says in all {
                page.items.push(DocumentItem {
                    place: ItemLocation::Text(span),
                    exact: page.source.slice(span).to_owned(),
                    headings: vec!["Verification".to_owned()],
                    row: None,
                    lead: None,
                    content: says,
                });
            }
        }
    }
}

/// A source of the page as a whole, or why the address is not one.
pub(super) fn address_of(address: &str) -> ItemContent {
    if is_web(address) {
        ItemContent::Address(address.to_owned())
    } else {
        ItemContent::Unresolved(format!("links to `{address}`, which is not a web address"))
    }
}
