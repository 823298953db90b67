//! Numbers terms in the order in which they are first seen.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use oxigraph::model::TermRef;

use crate::base::{Blame, Code, Diagnostic};
use crate::store::id::{Id, MOST_IDS};
use crate::store::terms::{TermKind, TermKindRef, hash, parts};

/// The error when there are more terms than ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IdOverflow;

/// Terms with their numbers, while more are added.
#[derive(Debug)]
pub(super) struct Interner {
    /// The maximum number of terms.
    most: usize,
    pub(super) text: Vec<u8>,
    /// The end of each term's text in `text`.
    pub(super) ends: Vec<u64>,
    /// The hash of each term.
    pub(super) hashes: Vec<u64>,
    /// For each term, the index of its kind in `sorts`.
    pub(super) sort_of: Vec<u16>,
    /// The kinds of terms so far, each with the seed of its hashes.
    pub(super) kinds: Vec<(TermKind, u64)>,
    table: HashTable<Id>,
}

impl Default for Interner {
    fn default() -> Self {
        Self::of(MOST_IDS)
    }
}

impl Interner {
    /// An empty interner for at most so many terms.
    pub(super) fn of(most: usize) -> Self {
        Self {
            most: most.min(MOST_IDS),
            text: Vec::new(),
            ends: Vec::new(),
            hashes: Vec::new(),
            sort_of: Vec::new(),
            kinds: Vec::new(),
            table: HashTable::new(),
        }
    }

    /// The number of terms.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The memory of the terms in bytes.
    pub(super) fn bytes(&self) -> usize {
        // Of each term: its end, its hash, its kind, and its slot in the table.
        self.text.len() + self.len() * 24
    }

    /// The number of a term.
    ///
    /// # Errors
    /// If there are no numbers left.
    ///
    /// # Panics
    /// On a blank node.
    pub(super) fn intern(&mut self, term: TermRef<'_>) -> Result<Id, IdOverflow> {
        let (sort, text) = parts(term).expect("blank nodes get IRIs at load");
        let sort = self.kind_index(sort)?;
        let hash = hash(text, self.kinds[usize::from(sort)].1);
        self.add(sort, text, hash)
    }

    /// The number of a term of another interner.
    pub(super) fn take(&mut self, other: &Self, id: Id) -> Result<Id, IdOverflow> {
        let at = id as usize;
        let sort = &other.kinds[usize::from(other.sort_of[at])].0;
        let sort = self.kind_index(sort.as_ref())?;
        self.add(sort, other.text_of(id), other.hashes[at])
    }

    fn kind_index(&mut self, sort: TermKindRef<'_>) -> Result<u16, IdOverflow> {
        let known = self.kinds.iter().position(|(known, _)| known.as_ref() == sort);
        let at = known.unwrap_or_else(|| {
            self.kinds.push((sort.to_owned(), sort.seed()));
            self.kinds.len() - 1
        });
        u16::try_from(at).map_err(|_| IdOverflow)
    }

    fn add(&mut self, sort: u16, text: &str, hash: u64) -> Result<Id, IdOverflow> {
        let Self { text: arena, ends, hashes, sort_of, most, .. } = self;
        let same = |id: &Id| {
            let at = *id as usize;
            hashes[at] == hash && sort_of[at] == sort && bytes_of(arena, ends, at) == text.as_bytes()
        };
        match self.table.entry(hash, same, |id| hashes[*id as usize]) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(free) => {
                if ends.len() >= *most {
                    return Err(IdOverflow);
                }
                let id = Id::try_from(ends.len()).map_err(|_| IdOverflow)?;
                free.insert(id);
                arena.extend_from_slice(text.as_bytes());
                ends.push(arena.len() as u64);
                hashes.push(hash);
                sort_of.push(sort);
                Ok(id)
            }
        }
    }

    pub(super) fn text_of(&self, id: Id) -> &str {
        let bytes = bytes_of(&self.text, &self.ends, id as usize);
        std::str::from_utf8(bytes).expect("only text is interned")
    }

    /// The kind of a term.
    pub(super) fn sort(&self, id: Id) -> &TermKind {
        &self.kinds[usize::from(self.sort_of[id as usize])].0
    }
}

fn bytes_of<'a>(arena: &'a [u8], ends: &[u64], at: usize) -> &'a [u8] {
    let from = at.checked_sub(1).map_or(0, |before| ends[before]);
    let place = |end: u64| usize::try_from(end).expect("the arena is in memory");
    &arena[place(from)..place(ends[at])]
}

/// more terms than ids, or more facts of one predicate than offsets
pub(super) fn too_many() -> Diagnostic {
    let message = "there are more than 4,294,967,280 terms, or facts of one predicate: a graph cannot hold so many";
    Diagnostic::new(Blame::Undetermined, Code::TooManyTerms, message).help("load a part of them")
}
