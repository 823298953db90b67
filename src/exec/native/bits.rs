//! A bit set over a range of ids.

use std::ops::Range;

use crate::store::Id;

/// A set of ids of a range, one bit for each.
#[derive(Debug, Clone)]
pub(super) struct Bits {
    /// The id of the first bit: a multiple of 64.
    base: Id,
    words: Vec<u64>,
}

impl Bits {
    /// The empty set over a range.
    pub(super) fn over(range: &Range<Id>) -> Self {
        let base = range.start / 64 * 64;
        let words = (range.end.max(range.start) - base).div_ceil(64) as usize;
        Self { base, words: vec![0; words] }
    }

    /// All ids of a range.
    pub(super) fn of_range(range: &Range<Id>) -> Self {
        let mut bits = Self::over(range);
        if range.is_empty() {
            return bits;
        }
        bits.words.fill(u64::MAX);
        if let Some(first) = bits.words.first_mut() {
            *first &= u64::MAX << (range.start % 64);
        }
        let over = bits.range().end - range.end;
        if let Some(last) = bits.words.last_mut() {
            *last &= u64::MAX >> over;
        }
        bits
    }

    /// The ids of a range that pass, built word by word.
    #[inline]
    pub(super) fn of_predicate(range: &Range<Id>, mut passes: impl FnMut(Id) -> bool) -> Self {
        let mut bits = Self::over(range);
        for (at, word) in (0..).zip(&mut bits.words) {
            let first: Id = bits.base + at * 64;
            let mut made = 0;
            for id in first.max(range.start)..first.saturating_add(64).min(range.end) {
                made |= u64::from(passes(id)) << (id % 64);
            }
            *word = made;
        }
        bits
    }

    /// The ids from `first` on whose flag is true.
    #[inline]
    pub(super) fn of_flags(first: Id, count: usize, mut flags: impl Iterator<Item = bool>) -> Self {
        let count = Id::try_from(count).expect("ids are 32 bits");
        let mut bits = Self::over(&(first..first + count));
        let mut bit = first % 64;
        for word in &mut bits.words {
            let mut made = 0;
            for (bit, flag) in (bit..64).zip(&mut flags) {
                made |= u64::from(flag) << bit;
            }
            *word = made;
            bit = 0;
        }
        bits
    }

    /// The nodes from `first` on whose number of links passes. The links of a node lie between its offset and the next.
    pub(super) fn of_rows(first: Id, offsets: &[u32], passes: impl Fn(u32) -> bool) -> Self {
        let count = Id::try_from(offsets.len().max(1) - 1).expect("ids are 32 bits");
        let mut bits = Self::over(&(first..first + count));
        let mut offsets = offsets;
        let mut bit = first % 64;
        for word in &mut bits.words {
            let rows = offsets.len().min((64 - bit) as usize + 1);
            let mut made = 0;
            for two in offsets[..rows].windows(2) {
                made |= u64::from(passes(two[1] - two[0])) << bit;
                bit += 1;
            }
            *word = made;
            // The last offset here is the first of the next word.
            offsets = &offsets[rows.max(1) - 1..];
            bit = 0;
        }
        bits
    }

    /// The ids that have a bit.
    pub(super) fn range(&self) -> Range<Id> {
        let end = u64::from(self.base) + self.words.len() as u64 * 64;
        self.base..Id::try_from(end).unwrap_or(Id::MAX)
    }

    /// The smallest range that contains the set; `None` if it is empty.
    pub(super) fn bounding_range(&self) -> Option<Range<Id>> {
        let is_marked = |word: &u64| *word != 0;
        let (first, last) = (self.words.iter().position(is_marked)?, self.words.iter().rposition(is_marked)?);
        let id = |at: usize, bit: u32| {
            let word = Id::try_from(at).expect("ids are 32 bits");
            self.base + word * 64 + bit
        };
        let start = id(first, self.words[first].trailing_zeros());
        Some(start..id(last, 63 - self.words[last].leading_zeros()) + 1)
    }

    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    #[inline]
    pub(super) fn contains(&self, id: Id) -> bool {
        self.bit(id) == 1
    }

    /// 1 if the set contains the id, else 0.
    #[inline]
    pub(super) fn bit(&self, id: Id) -> u64 {
        let at = id.wrapping_sub(self.base) as usize;
        self.words.get(at / 64).map_or(0, |word| word >> (at % 64) & 1)
    }

    /// Inserts an id of the range.
    #[inline]
    pub(super) fn insert(&mut self, id: Id) {
        self.put(id, 1);
    }

    /// Inserts an id of the range if `bit` is 1, without a branch.
    #[inline]
    pub(super) fn put(&mut self, id: Id, bit: u64) {
        let at = (id - self.base) as usize;
        self.words[at / 64] |= bit << (at % 64);
    }

    /// As [`Self::put`] for many; cheapest if the ids of one word follow each other.
    #[inline]
    pub(super) fn put_all(&mut self, ids: impl Iterator<Item = (Id, u64)>) {
        let (mut at, mut made) = (0, 0);
        for (id, bit) in ids {
            let place = (id - self.base) as usize;
            if place / 64 != at {
                self.words[at] |= made;
                (at, made) = (place / 64, 0);
            }
            made |= bit << (place % 64);
        }
        if let Some(word) = self.words.get_mut(at) {
            *word |= made;
        }
    }

    /// Inserts an id if it is in the range.
    #[inline]
    pub(super) fn insert_if_within(&mut self, id: Id) {
        let at = id.wrapping_sub(self.base) as usize;
        if let Some(word) = self.words.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Inserts an id of the range; false if it was there.
    #[inline]
    pub(super) fn insert_new(&mut self, id: Id) -> bool {
        let at = (id - self.base) as usize;
        let word = &mut self.words[at / 64];
        let bit = 1 << (at % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    #[inline]
    pub(super) fn remove(&mut self, id: Id) {
        let at = id.wrapping_sub(self.base) as usize;
        if let Some(word) = self.words.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    /// The words of both sets for the same ids.
    fn overlap<'a>(&'a mut self, other: &'a Self) -> (&'a mut [u64], &'a [u64]) {
        let first = self.base.max(other.base);
        let end = self.range().end.min(other.range().end).max(first);
        let place = |base: Id| ((first - base) / 64) as usize..(end - base).div_ceil(64) as usize;
        let (own, its) = (place(self.base), place(other.base));
        if first >= end {
            return (&mut [], &[]);
        }
        (&mut self.words[own], &other.words[its])
    }

    pub(super) fn and(&mut self, other: &Self) {
        let first = self.base.max(other.base);
        let end = self.range().end.min(other.range().end);
        if first >= end {
            self.words.fill(0);
            return;
        }
        let from = ((first - self.base) / 64) as usize;
        let until = (end - self.base).div_ceil(64) as usize;
        self.words[..from].fill(0);
        self.words[until..].fill(0);
        let (own, its) = self.overlap(other);
        own.iter_mut().zip(its).for_each(|(one, two)| *one &= two);
    }

    pub(super) fn minus(&mut self, other: &Self) {
        let (own, its) = self.overlap(other);
        own.iter_mut().zip(its).for_each(|(one, two)| *one &= !two);
    }

    /// Inserts what the other set contains, within the range.
    pub(super) fn or(&mut self, other: &Self) {
        let (own, its) = self.overlap(other);
        own.iter_mut().zip(its).for_each(|(one, two)| *one |= two);
    }

    pub(super) fn each(&self, mut visit: impl FnMut(Id)) {
        let visited: Result<(), std::convert::Infallible> = self.try_each(|id| {
            visit(id);
            Ok(())
        });
        visited.expect("nothing fails");
    }

    #[inline]
    pub(super) fn try_each<E>(&self, mut visit: impl FnMut(Id) -> Result<(), E>) -> Result<(), E> {
        for (at, word) in (0..).zip(&self.words) {
            let first: Id = self.base + at * 64;
            let mut left = *word;
            while left != 0 {
                visit(first + left.trailing_zeros())?;
                left &= left - 1;
            }
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Id> + '_ {
        let words = (0..).zip(&self.words);
        words.flat_map(move |(at, word): (Id, &u64)| {
            let first = self.base + at * 64;
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(first + bit)
            })
        })
    }
}
