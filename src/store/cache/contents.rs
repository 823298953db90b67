//! The layout of an index file: a header of fixed size, arrays, and a table of contents at the end.

use serde::{Deserialize, Serialize};

use crate::store::adjacency::SingleLinkRun;
use crate::store::cache::stamp::IndexStamp;
use crate::store::data_file::DataFile;
use crate::store::id::Id;
use crate::store::prefixes::Prefixes;
use crate::store::terms::TermRun;
use crate::store::vocabularies::Vocabularies;

/// The first bytes of every index.
pub(super) const MAGIC: u64 = u64::from_ne_bytes(*b"caveatix");
/// Reads back the same only on a machine with the same byte order.
pub(super) const ORDER: u64 = 0x0102_0304_0506_0708;
/// Changes with the layout and with each version of the program: an index of another version is not read.
pub(super) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/9");
/// Arrays begin at multiples of this.
pub(super) const ALIGNMENT: usize = 64;

/// The header of the file, in the byte order of the machine that wrote it: the magic number, the byte order, the XXH3
/// of [`VERSION`], where the table of contents begins, its length, its XXH3, the length of the file, and the XXH3 of
/// these seven.
pub(super) type IndexHeader = [u64; 8];

/// The table of contents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct IndexContents {
    pub(super) stamp: IndexStamp,
    /// With their display names at the time of loading.
    pub(super) files: Vec<DataFile>,
    pub(super) prefixes: Prefixes,
    pub(super) digest: String,
    pub(super) count: usize,
    pub(super) quads: usize,
    pub(super) vocabularies: Vocabularies,
    pub(super) runs: Vec<TermRun>,
    pub(super) text: ArrayExtent,
    pub(super) ends: ArrayExtent,
    pub(super) slots: ArrayExtent,
    /// How many bits of a hash choose a bucket of [`crate::store::term_names::TermNameIndex`].
    pub(super) bits: u32,
    pub(super) starts: ArrayExtent,
    pub(super) entries: ArrayExtent,
    pub(super) relations: Vec<PredicateLayout>,
    pub(super) named: ArrayExtent,
    pub(super) repeated: ArrayExtent,
    /// Where the arrays end.
    pub(super) end: u64,
    /// The XXH3 of each block of the file up to `end`, and the XXH3 of that array.
    pub(super) sums: ArrayExtent,
    pub(super) sums_sum: u64,
}

/// The position of an array: first byte, number of bytes.
pub(super) type ArrayExtent = (u64, u64);

/// The facts of one predicate.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PredicateLayout {
    pub(super) predicate: Id,
    pub(super) forward: AdjacencyLayout,
    pub(super) backward: AdjacencyLayout,
    pub(super) files: ArrayExtent,
    pub(super) lines: ArrayExtent,
}

/// The adjacency in one direction.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AdjacencyLayout {
    pub(super) rows: RowsLayout,
    pub(super) targets: ArrayExtent,
}

/// Mirrors the rows of [`crate::store::AdjacencyIndex`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum RowsLayout {
    Column { first: Id },
    Dense { first: Id, offsets: ArrayExtent, ones: SingleLinkRun },
    Sparse { nodes: ArrayExtent, marks: RankBitmapLayout, offsets: ArrayExtent },
}

/// Mirrors [`crate::store::rank_bitmap::RankBitmap`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RankBitmapLayout {
    pub(super) base: Id,
    pub(super) words: ArrayExtent,
    pub(super) ranks: ArrayExtent,
}
