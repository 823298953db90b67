//! The terms of a dataset: their text in one arena, in the order of their ids, and a hash table that finds the id of a
//! term.

use std::ops::Range;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::store::id::Id;
use crate::store::shared_array::SharedArray;

/// The kind of a term: all but its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum TermKind {
    /// An IRI.
    Iri,
    /// A literal of a datatype.
    Literal(String),
    /// A language-tagged string.
    Language(String),
}

/// A [`TermKind`] borrowed from a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKindRef<'a> {
    Iri,
    Literal(&'a str),
    Language(&'a str),
}

impl TermKind {
    pub(super) fn as_ref(&self) -> TermKindRef<'_> {
        match self {
            Self::Iri => TermKindRef::Iri,
            Self::Literal(datatype) => TermKindRef::Literal(datatype),
            Self::Language(tag) => TermKindRef::Language(tag),
        }
    }

    /// The term of this kind with a text.
    fn term<'a>(&'a self, text: &'a str) -> TermRef<'a> {
        match self {
            Self::Iri => NamedNodeRef::new_unchecked(text).into(),
            Self::Literal(datatype) if datatype == xsd::STRING.as_str() => LiteralRef::new_simple_literal(text).into(),
            Self::Literal(datatype) => {
                let datatype = NamedNodeRef::new_unchecked(datatype);
                LiteralRef::new_typed_literal(text, datatype).into()
            }
            Self::Language(tag) => LiteralRef::new_language_tagged_literal_unchecked(text, tag).into(),
        }
    }
}

impl TermKindRef<'_> {
    pub(super) fn to_owned(self) -> TermKind {
        match self {
            Self::Iri => TermKind::Iri,
            Self::Literal(datatype) => TermKind::Literal(datatype.to_owned()),
            Self::Language(tag) => TermKind::Language(tag.to_owned()),
        }
    }

    /// The hash seed, which differs between kinds.
    pub(super) fn seed(self) -> u64 {
        match self {
            Self::Iri => 0,
            Self::Literal(datatype) => xxh3_64(datatype.as_bytes()),
            Self::Language(tag) => !xxh3_64(tag.as_bytes()),
        }
    }
}

/// The kind and the text of a term; none for a blank node, which gets an IRI before it is kept.
pub(super) fn parts(term: TermRef<'_>) -> Option<(TermKindRef<'_>, &str)> {
    match term {
        TermRef::NamedNode(iri) => Some((TermKindRef::Iri, iri.as_str())),
        TermRef::Literal(literal) => {
            let sort = match literal.language() {
                Some(language) => TermKindRef::Language(language),
                None => TermKindRef::Literal(literal.datatype().as_str()),
            };
            Some((sort, literal.value()))
        }
        TermRef::BlankNode(_) => None,
    }
}

/// The hash of a text, with the seed of its kind. It is stored in index files, and the same on every machine.
pub(super) fn hash(text: &str, seed: u64) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), seed)
}

/// The terms of one kind, with consecutive ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TermRun {
    pub(super) sort: TermKind,
    pub(super) first: Id,
    /// The id after the last.
    pub(super) end: Id,
    /// True if their values ascend.
    pub(super) ascending: bool,
}

/// Terms by id: IRIs first, then the literals of each datatype and language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// The text of all terms, one after the other.
    pub(super) text: SharedArray<u8>,
    /// The end of each term's text in `text`.
    pub(super) ends: SharedArray<u64>,
    /// A hash table with open addressing: an id plus one, or 0 for a free slot.
    pub(super) slots: SharedArray<u32>,
    pub(super) runs: Vec<TermRun>,
}

impl Terms {
    /// The number of terms.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The term of an id below [`Self::len`].
    pub(super) fn term(&self, id: Id) -> TermRef<'_> {
        let run = self.runs.partition_point(|run| run.end <= id);
        self.runs[run].sort.term(self.text_of(id))
    }

    /// The text of a term: an IRI, or the value of a literal.
    pub(super) fn text_of(&self, id: Id) -> &str {
        let at = id as usize;
        let from = match at.checked_sub(1) {
            Some(before) => self.ends.verified_range(before..at)[0],
            None => 0,
        };
        let place = |end: u64| usize::try_from(end).expect("the arena is in memory");
        let end = self.ends.verified_range(at..at + 1)[0];
        let bytes = self.text.verified_range(place(from)..place(end));
        std::str::from_utf8(bytes).expect("only text is kept, and damage is found before it is read")
    }

    /// The ids of the IRIs.
    pub(super) fn iris(&self) -> Range<Id> {
        let run = self.runs.first().filter(|run| run.sort == TermKind::Iri);
        0..run.map_or(0, |run| run.end)
    }

    /// The run of the literals of a datatype.
    pub(super) fn run(&self, datatype: NamedNodeRef<'_>) -> Option<&TermRun> {
        let sort = TermKindRef::Literal(datatype.as_str());
        self.runs.iter().find(|run| run.sort.as_ref() == sort)
    }

    /// The id of a term, if it is in the dataset.
    pub(super) fn find(&self, term: TermRef<'_>) -> Option<Id> {
        let (sort, text) = parts(term)?;
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = slot(hash(text, sort.seed()), mask);
        loop {
            let id = self.slots.verified_range(at..at + 1)[0].checked_sub(1)?;
            if self.text_of(id) == text {
                let run = self.runs.partition_point(|run| run.end <= id);
                if self.runs[run].sort.as_ref() == sort {
                    return Some(id);
                }
            }
            at = (at + 1) & mask;
        }
    }
}

/// The first slot to probe for a hash.
pub(super) fn slot(hash: u64, mask: usize) -> usize {
    usize::try_from(hash & mask as u64).expect("no more than the mask")
}
