//! Ids of terms, triples of them, and where a triple is stated.

/// The id of a term in its dataset: dense, from 0, in the order that `store::renumber` defines.
pub type Id = u32;

/// The maximum number of ids, and of facts of one predicate. The ids above are free for markers that are compared with
/// ids but are not terms.
pub(super) const MOST_IDS: usize = u32::MAX as usize - 15;

/// Subject, predicate, object.
pub type Triple = [Id; 3];

/// Where a fact is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index into [`crate::store::Dataset::files`].
    pub file: u32,
    /// The line, from 1, on which the statement ends.
    pub line: u32,
}

/// The origin of a hypothetical fact. It sorts after all real ones.
pub(super) const NOWHERE: Origin = Origin { file: u32::MAX, line: 0 };
