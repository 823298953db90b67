//! The position of a node in an ascending list, without searching: a bit for each id of the range, and the number of
//! ids listed before each 64 of them (Jacobson's rank, in its simplest form).

use crate::store::id::Id;
use crate::store::shared_array::SharedArray;

/// The ids of a list as a bitmap with ranks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RankBitmap {
    /// The id of the first bit: a multiple of 64.
    pub(super) base: Id,
    pub(super) words: SharedArray<u64>,
    /// For each word, the number of ids listed before it.
    pub(super) ranks: SharedArray<u32>,
}

/// Lists with fewer than one in this many ids of their range are searched: the bitmap would be larger than they are.
const TOO_FEW: usize = 64;

impl RankBitmap {
    /// The bitmap of an ascending list; empty if it would be too sparse.
    pub(super) fn of(nodes: &[Id]) -> Self {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
            return Self::default();
        };
        let base = first / 64 * 64;
        let count = ((last - base) / 64 + 1) as usize;
        if count * 64 > nodes.len() * TOO_FEW {
            return Self::default();
        }
        let mut words = vec![0_u64; count];
        for node in nodes {
            words[((node - base) / 64) as usize] |= 1 << (node % 64);
        }
        let mut before = 0;
        let ranks = words.iter().map(|word| {
            let rank = before;
            before += word.count_ones();
            rank
        });
        let ranks: Vec<u32> = ranks.collect();
        Self { base, words: words.into(), ranks: ranks.into() }
    }

    /// True if there is no bitmap, and the list has to be searched.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The position of a node in the list.
    #[inline]
    pub(super) fn find(&self, node: Id) -> Option<usize> {
        let at = (node.wrapping_sub(self.base) / 64) as usize;
        if at >= self.words.len() {
            return None;
        }
        let word = *self.words.one(at);
        let bit = 1_u64 << (node % 64);
        (word & bit != 0).then(|| {
            let before = (word & (bit - 1)).count_ones();
            (*self.ranks.one(at) + before) as usize
        })
    }

    /// Verifies all blocks of a mapped file that hold the bitmap.
    pub(super) fn verify(&self) {
        self.words.verified();
        self.ranks.verified();
    }
}
