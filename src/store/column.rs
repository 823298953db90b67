//! Arrays that were built in memory or lie in a mapped file; both are read as slices, and copies share them.
//!
//! The one file with `unsafe` code: a memory map cannot be made without, and a slice of one has to live beside
//! its owner.
#![allow(
    unsafe_code,
    reason = "a memory map, and slices that live beside their owner"
)]

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

/// A file in memory: its pages are read when they are first looked at.
#[derive(Debug)]
pub(super) struct Mapping(Mmap);

impl Mapping {
    /// Maps a file as it is now.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        // SAFETY: nobody writes to a file of the index: it is written under another name and renamed when it is
        // complete, so that the pages of an open map never change.
        unsafe { Mmap::map(file) }.map(Self)
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
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
    Mapped(Arc<Mapping>),
}

impl<T: Pod> Column<T> {
    /// The elements that lie in a range of bytes of a file; none when the range is not inside, or not made of
    /// whole elements at their alignment.
    pub(super) fn mapped(mapping: &Arc<Mapping>, bytes: Range<usize>) -> Option<Self> {
        let slice: &[T] = bytemuck::try_cast_slice(mapping.bytes().get(bytes)?).ok()?;
        // SAFETY: the owner keeps the map, which does not move, as long as the slice is reachable.
        let slice = unsafe { std::slice::from_raw_parts(slice.as_ptr(), slice.len()) };
        let owner = Owner::Mapped(Arc::clone(mapping));
        Some(Self { slice, owner })
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

    #[inline]
    fn deref(&self) -> &[T] {
        self.slice
    }
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        let owner = match &self.owner {
            Owner::Built(built) => Owner::Built(Arc::clone(built)),
            Owner::Mapped(mapping) => Owner::Mapped(Arc::clone(mapping)),
        };
        Self {
            slice: self.slice,
            owner,
        }
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
