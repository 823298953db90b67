//! Ids of terms, triples of them, and where a triple is stated.

/// A term's number in its dataset: dense, from 0 in the order of loading.
pub type Id = u32;

/// So many ids are given out, and so many facts of one predicate are kept: the ids behind stand for what is no term
/// where ids are compared.
pub(super) const MOST_IDS: usize = u32::MAX as usize - 15;

/// Subject, predicate, object.
pub type Triple = [Id; 3];

/// Where a fact is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index into [`Dataset::files`].
    pub file: u32,
    /// The line, from 1, on which the statement ends.
    pub line: u32,
}

/// What stands nowhere comes behind all that does.
pub(super) const NOWHERE: Origin = Origin { file: u32::MAX, line: 0 };
