//! Arrays that were built in memory or lie in a file; both are read as slices, and clones share them.
//!
//! The only file with `unsafe` code: memory that is filled block by block, a memory map, and slices of both that are
//! stored beside their owner.
#![allow(unsafe_code, reason = "memory that is filled block by block, a map, slices that live beside their owner")]

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytemuck::Pod;
use memmap2::{Mmap, MmapMut, MmapOptions};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Bytes covered by one checksum.
pub(super) const BLOCK: usize = 16 * 1024;
/// Bytes at the beginning of a file that have a checksum of their own.
pub(super) const HEAD: usize = 64;
/// A file of at most this size is copied, block by block: what was read stays valid whatever happens to the file. A
/// larger one is mapped, so that it need not fit into memory, and because copying it would dominate the start-up time.
const COPIED: u64 = 4 * 1024 * 1024;

/// The blocks of a file. Each is verified against its checksum when it is first read.
#[derive(Debug)]
pub(super) struct Blocks {
    memory: BlockStorage,
    path: PathBuf,
    /// The XXH3 checksum of each block.
    sums: Vec<u64>,
    /// Where the last block ends.
    end: usize,
    /// One bit for each block, set once the block is verified.
    verified: Vec<AtomicU64>,
}

/// The bytes of a file, up to the end of its last block.
#[derive(Debug)]
enum BlockStorage {
    /// Memory into which each block is copied before its first use.
    Copied { memory: NonNull<u8>, _owner: MmapMut, file: Mutex<File> },
    /// The file itself, with the size that it had when it was mapped.
    Mapped { map: Mmap, file: File, size: u64 },
}

// SAFETY: the memory belongs to this value alone. A block of it is written once, by the thread that holds the lock of
// the file, before its bit says that it may be read; from then on it is only read.
unsafe impl Send for BlockStorage {}
// SAFETY: as above.
unsafe impl Sync for BlockStorage {}

/// The panic payload for a damaged block of an index in use: no answer can be given any more. It is caught where the
/// command can be run again without the index.
#[derive(Debug, Clone)]
pub struct Damaged {
    /// The index file.
    pub path: PathBuf,
}

/// All mapped files.
static MAPPED: Mutex<Vec<Weak<Blocks>>> = Mutex::new(Vec::new());

/// Checks that every mapped file still has its original size: when a file is truncated, the rest of its last page
/// reads as zeros. Call it before an answer is output.
///
/// # Panics
/// With [`Damaged`] if a size differs.
pub fn ensure_uncut() {
    let mapped = MAPPED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for blocks in mapped.iter().filter_map(Weak::upgrade) {
        if let BlockStorage::Mapped { file, size, .. } = &blocks.memory
            && !file.metadata().is_ok_and(|now| now.len() == *size)
        {
            blocks.throw_damaged();
        }
    }
}

impl Blocks {
    /// The blocks of a file up to byte `end`, with their checksums.
    ///
    /// # Errors
    /// If the file is shorter, or memory runs out.
    pub(super) fn of(file: File, path: &Path, sums: Vec<u64>, end: usize) -> io::Result<Arc<Self>> {
        let size = file.metadata()?.len();
        if size < end as u64 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let memory = match size <= COPIED {
            true => BlockStorage::with_copy(file, end)?,
            false => BlockStorage::with_map(file, size, end)?,
        };
        let whole = (0..sums.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let blocks = Arc::new(Self { memory, path: path.to_owned(), sums, end, verified: whole });
        if matches!(blocks.memory, BlockStorage::Mapped { .. }) {
            let mut mapped = MAPPED.lock().unwrap_or_else(PoisonError::into_inner);
            mapped.retain(|known| known.strong_count() > 0);
            mapped.push(Arc::downgrade(&blocks));
        }
        Ok(blocks)
    }

    /// Verifies the blocks of a range of bytes that are not verified yet.
    ///
    /// # Panics
    /// With [`Damaged`] if a checksum does not match.
    #[inline]
    fn ensure(&self, bytes: Range<usize>) {
        if bytes.is_empty() {
            return;
        }
        for block in bytes.start / BLOCK..=(bytes.end - 1) / BLOCK {
            if !self.is_verified(block) {
                self.check(block);
            }
        }
    }

    #[inline]
    fn is_verified(&self, block: usize) -> bool {
        self.verified[block / 64].load(Ordering::Acquire) >> (block % 64) & 1 != 0
    }

    #[cold]
    fn check(&self, block: usize) {
        let end = match block + 1 == self.sums.len() {
            // The arrays end inside the last block. After them come their checksums, which have a checksum of their
            // own.
            true => self.end,
            false => (block + 1) * BLOCK,
        };
        let range = block * BLOCK..end;
        match &self.memory {
            BlockStorage::Mapped { map, .. } => self.compare(block, &map[range]),
            BlockStorage::Copied { memory, file, .. } => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                // Another thread may have verified it already.
                if self.is_verified(block) {
                    return;
                }
                // SAFETY: the range lies inside the memory. Nobody else writes to it, because the file is locked, and
                // nobody reads it before the block is marked as verified.
                let bytes = unsafe { slice::from_raw_parts_mut(memory.as_ptr().add(range.start), range.len()) };
                let begin = SeekFrom::Start(range.start as u64);
                if file.seek(begin).and_then(|_| file.read_exact(bytes)).is_err() {
                    self.throw_damaged();
                }
                self.compare(block, bytes);
            }
        }
    }

    /// Compares the bytes of a block with its checksum and marks the block as verified.
    fn compare(&self, block: usize, bytes: &[u8]) {
        // The header is written last and has a checksum of its own: zeros stand for it here.
        let sum = match block {
            0 => {
                let mut sum = Xxh3::new();
                sum.update(&[0; HEAD]);
                sum.update(&bytes[HEAD..]);
                sum.digest()
            }
            _ => xxh3_64(bytes),
        };
        if sum != self.sums[block] {
            self.throw_damaged();
        }
        self.verified[block / 64].fetch_or(1 << (block % 64), Ordering::Release);
    }

    fn throw_damaged(&self) -> ! {
        std::panic::resume_unwind(Box::new(Damaged { path: self.path.clone() }))
    }
}

impl BlockStorage {
    /// Memory for the first `end` bytes of a file, none of which is read yet.
    fn with_copy(file: File, end: usize) -> io::Result<Self> {
        let mut owner = MmapMut::map_anon(end)?;
        #[cfg(target_os = "linux")]
        {
            // Only a few scattered blocks are read: huge pages would be filled with zeros for each. An error means that
            // the system has no huge pages.
            let _ = owner.advise(memmap2::Advice::NoHugePage);
        }
        let memory = NonNull::new(owner.as_mut_ptr()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self::Copied { memory, _owner: owner, file: Mutex::new(file) })
    }

    fn with_map(file: File, size: u64, end: usize) -> io::Result<Self> {
        // SAFETY: only this user can write to the file (`cache::folder` has checked), and this program writes an index
        // under another name and renames it when it is complete: the pages of an open map do not change.
        let map = unsafe { MmapOptions::new().len(end).map(&file) }?;
        Ok(Self::Mapped { map, file, size })
    }

    fn start(&self) -> NonNull<u8> {
        match self {
            Self::Copied { memory, .. } => *memory,
            Self::Mapped { map, .. } => NonNull::from(&map[..]).cast(),
        }
    }
}

/// An array that clones share.
pub(super) struct SharedArray<T: 'static> {
    /// The first element. References to elements never outlive the owner.
    start: NonNull<T>,
    len: usize,
    owner: ArrayOwner<T>,
}

// SAFETY: the elements are shared and never changed once they can be seen, as in an `Arc` of a slice.
unsafe impl<T: Send + Sync> Send for SharedArray<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for SharedArray<T> {}

/// Keeps the elements of an array alive, at a fixed address.
enum ArrayOwner<T: 'static> {
    Built(Arc<Vec<T>>),
    /// The blocks, and the offset in bytes of the first element.
    Filed(Arc<Blocks>, usize),
}

impl<T: Pod> SharedArray<T> {
    /// The elements in a range of bytes of a file; none if the range is out of bounds, or not made of whole elements at
    /// their alignment.
    pub(super) fn from_blocks(blocks: &Arc<Blocks>, bytes: Range<usize>) -> Option<Self> {
        let inside = bytes.start <= bytes.end && bytes.end <= blocks.end;
        if !inside || !bytes.len().is_multiple_of(size_of::<T>()) {
            return None;
        }
        // SAFETY: the range lies inside of the memory.
        let start: NonNull<T> = unsafe { blocks.memory.start().add(bytes.start) }.cast();
        start.is_aligned().then(|| Self {
            start,
            len: bytes.len() / size_of::<T>(),
            owner: ArrayOwner::Filed(Arc::clone(blocks), bytes.start),
        })
    }
}

impl<T> SharedArray<T> {
    /// The number of elements.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All elements, verified.
    ///
    /// # Panics
    /// With [`Damaged`] if a checksum does not match.
    #[inline]
    pub(super) fn verified(&self) -> &[T] {
        self.verified_range(0..self.len)
    }

    /// Some of the elements, verified.
    ///
    /// # Panics
    /// As [`Self::whole`].
    #[inline]
    pub(super) fn verified_range(&self, places: Range<usize>) -> &[T] {
        if let ArrayOwner::Filed(blocks, at) = &self.owner {
            assert!(places.end <= self.len, "elements of the array");
            let size = size_of::<T>();
            blocks.ensure(at + places.start * size..at + places.end * size);
        }
        self.assume_verified(places)
    }

    /// All elements, after a call of [`Self::whole`].
    #[inline(always)]
    pub(super) fn assume_all_verified(&self) -> &[T] {
        self.assume_verified(0..self.len)
    }

    /// Some of the elements, without another check: [`Self::part`] or [`Self::whole`] has verified them before.
    #[inline(always)]
    pub(super) fn assume_verified(&self, places: Range<usize>) -> &[T] {
        assert!(places.start <= places.end && places.end <= self.len, "elements of the array");
        debug_assert!(self.is_verified(&places), "nobody looked whether these elements are as they were written");
        // SAFETY: the range lies inside the array, and the owner keeps the elements at their address. They are not
        // written to any more, because their blocks are verified.
        unsafe { slice::from_raw_parts(self.start.as_ptr().add(places.start), places.len()) }
    }

    /// One element, as [`Self::assume_verified`].
    #[inline(always)]
    pub(super) fn one(&self, at: usize) -> &T {
        &self.assume_verified(at..at + 1)[0]
    }

    fn is_verified(&self, places: &Range<usize>) -> bool {
        match &self.owner {
            ArrayOwner::Filed(blocks, at) if !places.is_empty() => {
                let size = size_of::<T>();
                let (first, last) = (at + places.start * size, at + places.end * size - 1);
                (first / BLOCK..=last / BLOCK).all(|block| blocks.is_verified(block))
            }
            _ => true,
        }
    }
}

impl<T> From<Vec<T>> for SharedArray<T> {
    fn from(built: Vec<T>) -> Self {
        let built = Arc::new(built);
        Self { start: NonNull::from(built.as_slice()).cast(), len: built.len(), owner: ArrayOwner::Built(built) }
    }
}

impl<T> Clone for SharedArray<T> {
    fn clone(&self) -> Self {
        let owner = match &self.owner {
            ArrayOwner::Built(built) => ArrayOwner::Built(Arc::clone(built)),
            ArrayOwner::Filed(blocks, at) => ArrayOwner::Filed(Arc::clone(blocks), *at),
        };
        Self { start: self.start, len: self.len, owner }
    }
}

impl<T> Default for SharedArray<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for SharedArray<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.verified().fmt(f)
    }
}

impl<T: PartialEq> PartialEq for SharedArray<T> {
    fn eq(&self, other: &Self) -> bool {
        self.verified() == other.verified()
    }
}

impl<T: Eq> Eq for SharedArray<T> {}
