//! Arrays that were built in memory or lie in a mapped file; both are read as slices, and copies share them.
//!
//! The one file with `unsafe` code: a memory map cannot be made without, and a slice of one has to live beside
//! its owner.
#![allow(unsafe_code, reason = "a memory map, and slices that live beside their owner")]

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytemuck::Pod;
use memmap2::Mmap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Bytes that share a checksum.
pub(super) const BLOCK: usize = 16 * 1024;
/// Bytes at the beginning of a file that have a checksum of their own.
pub(super) const HEAD: usize = 64;

/// A file in memory: its pages are read when they are first looked at, and its blocks held against their
/// checksums then.
#[derive(Debug)]
pub(super) struct Mapping {
    map: Mmap,
    path: PathBuf,
    /// The XXH3 of each block.
    sums: Vec<u64>,
    /// Where the last block ends.
    end: usize,
    /// A bit for each block that was found whole.
    whole: Vec<AtomicU64>,
}

/// What a reader meets that finds a damaged block of an index that is in use: thrown as a panic, because no answer
/// can be given any more, and caught where the command can be run again without the index.
#[derive(Debug, Clone)]
pub struct Damaged {
    /// The file of the index.
    pub path: PathBuf,
}

impl Mapping {
    /// Maps a file as it is now.
    pub(super) fn of(file: &File, path: &Path) -> io::Result<Self> {
        // SAFETY: nobody writes to a file of the index: it is written under another name and renamed when it is
        // complete, so that the pages of an open map never change.
        let map = unsafe { Mmap::map(file) }?;
        Ok(Self { map, path: path.to_owned(), sums: Vec::new(), end: 0, whole: Vec::new() })
    }

    /// The same file with the checksums of its blocks.
    pub(super) fn with_sums(mut self, sums: Vec<u64>, end: usize) -> Self {
        self.whole = (0..sums.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        self.sums = sums;
        self.end = end;
        self
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.map
    }

    /// Makes sure that a range of bytes is as it was written.
    ///
    /// # Panics
    /// With [`Damaged`] when it is not.
    #[inline]
    fn ensure(&self, bytes: Range<usize>) {
        if bytes.is_empty() {
            return;
        }
        for block in bytes.start / BLOCK..=(bytes.end - 1) / BLOCK {
            if self.whole[block / 64].load(Ordering::Relaxed) >> (block % 64) & 1 == 0 {
                self.check(block);
            }
        }
    }

    #[cold]
    fn check(&self, block: usize) {
        let end = match block + 1 == self.sums.len() {
            // Behind the arrays lie their checksums, which have one of their own.
            true => self.end,
            false => (block + 1) * BLOCK,
        };
        // The head is known after all that follows it, and has a checksum of its own.
        let sum = match block {
            0 => {
                let mut sum = Xxh3::new();
                sum.update(&[0; HEAD]);
                sum.update(&self.map[HEAD..end]);
                sum.digest()
            }
            _ => xxh3_64(&self.map[block * BLOCK..end]),
        };
        if sum != self.sums[block] {
            std::panic::resume_unwind(Box::new(Damaged { path: self.path.clone() }));
        }
        self.whole[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
    }
}

/// An array.
pub(super) struct Column<T: 'static> {
    /// Borrowed from the owner, and never given out for longer than `self` lives.
    slice: &'static [T],
    owner: Owner<T>,
}

/// Who keeps the elements of a column alive. Both keep them where they are.
enum Owner<T: 'static> {
    Built(Arc<Vec<T>>),
    /// And where in the file they lie.
    Mapped(Arc<Mapping>, usize),
}

impl<T: Pod> Column<T> {
    /// The elements that lie in a range of bytes of a file; none when the range is not inside, or not made of
    /// whole elements at their alignment.
    pub(super) fn mapped(mapping: &Arc<Mapping>, bytes: Range<usize>) -> Option<Self> {
        let slice: &[T] = bytemuck::try_cast_slice(mapping.bytes().get(bytes.clone())?).ok()?;
        // SAFETY: the owner keeps the map, which does not move, as long as the slice is reachable.
        let slice = unsafe { std::slice::from_raw_parts(slice.as_ptr(), slice.len()) };
        let owner = Owner::Mapped(Arc::clone(mapping), bytes.start);
        Some(Self { slice, owner })
    }
}

impl<T> Column<T> {
    /// The same elements, all of them known to be as they were written.
    ///
    /// # Panics
    /// With [`Damaged`] when they are not.
    #[inline]
    pub(super) fn whole(&self) -> &[T] {
        self.part(0..self.slice.len())
    }

    /// Some of the elements, known to be as they were written.
    ///
    /// # Panics
    /// As [`Self::whole`].
    #[inline]
    pub(super) fn part(&self, places: Range<usize>) -> &[T] {
        if let Owner::Mapped(mapping, at) = &self.owner {
            let size = size_of::<T>();
            mapping.ensure(at + places.start * size..at + places.end * size);
        }
        &self.slice[places]
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(built: Vec<T>) -> Self {
        let built = Arc::new(built);
        // SAFETY: the owner keeps the vector and never changes it, so that its elements stay where they are.
        let slice = unsafe { std::slice::from_raw_parts(built.as_ptr(), built.len()) };
        let owner = Owner::Built(built);
        Self { slice, owner }
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];

    /// The elements as they lie there: [`Self::whole`] has to come before, else damage goes unseen.
    #[inline]
    fn deref(&self) -> &[T] {
        self.slice
    }
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        let owner = match &self.owner {
            Owner::Built(built) => Owner::Built(Arc::clone(built)),
            Owner::Mapped(mapping, at) => Owner::Mapped(Arc::clone(mapping), *at),
        };
        Self { slice: self.slice, owner }
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.slice.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Column<T> {
    fn eq(&self, other: &Self) -> bool {
        self.slice == other.slice
    }
}

impl<T: Eq> Eq for Column<T> {}
