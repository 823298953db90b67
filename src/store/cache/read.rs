//! Index file → dataset. The table of contents is read at once, each block of arrays at its first use, verified by its
//! checksum.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use bytemuck::Pod;
use xxhash_rust::xxh3::xxh3_64;

use crate::store::adjacency::{AdjacencyIndex, RowEncoding};
use crate::store::cache::contents::{self, ArrayExtent, IndexContents, IndexHeader, MAGIC, ORDER, VERSION};
use crate::store::cache::folder::{OpenError, open_own};
use crate::store::cache::stamp::IndexStamp;
use crate::store::dataset::Dataset;
use crate::store::predicate_facts::PredicateFacts;
use crate::store::rank_bitmap::RankBitmap;
use crate::store::shared_array::{BLOCK, Blocks, HEAD, SharedArray};
use crate::store::term_names::TermNameIndex;
use crate::store::terms::Terms;

/// Why an index is not used.
#[derive(Debug)]
pub(super) enum IndexError {
    NotThere,
    /// Of another version of the program, or of a machine with another byte order.
    Foreign,
    Damaged,
    /// Others may have written it, for this reason.
    Untrusted(&'static str),
    Unreadable(io::Error),
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotThere,
            // The file was truncated.
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

pub(super) fn open(path: &Path) -> Result<(Dataset, IndexStamp), IndexError> {
    let file = open_index(path)?;
    let contents = contents(&file)?;
    let end = usize::try_from(contents.end).map_err(|_| IndexError::Damaged)?;
    let mut sums = vec![0_u64; end.div_ceil(BLOCK)];
    if contents.sums.1 != size_of_val(&*sums) as u64 {
        return Err(IndexError::Damaged);
    }
    read_at(&file, contents.sums.0, bytemuck::cast_slice_mut(&mut sums))?;
    if xxh3_64(bytemuck::cast_slice(&sums)) != contents.sums_sum {
        return Err(IndexError::Damaged);
    }
    let blocks = Blocks::of(file, path, sums, end)?;
    read_dataset(contents, &blocks).ok_or(IndexError::Damaged)
}

/// The stamp of an index.
pub(super) fn stamp_of(path: &Path) -> Result<IndexStamp, IndexError> {
    Ok(contents(&open_index(path)?)?.stamp)
}

fn open_index(path: &Path) -> Result<File, IndexError> {
    open_own(path).map_err(|closed| match closed {
        OpenError::Untrusted(reason) => IndexError::Untrusted(reason),
        OpenError::Failed(error) => error.into(),
    })
}

/// The verified table of contents of an index.
fn contents(file: &File) -> Result<IndexContents, IndexError> {
    let mut head = [0_u8; HEAD];
    read_at(file, 0, &mut head)?;
    let numbers: IndexHeader = bytemuck::pod_read_unaligned(&head);
    let [magic, order, version, begin, length, list_sum, size, sum] = numbers;
    if magic != MAGIC {
        return Err(IndexError::Damaged);
    }
    if order != ORDER || version != xxh3_64(VERSION.as_bytes()) {
        return Err(IndexError::Foreign);
    }
    // Checked before allocating: a damaged length must not claim memory beyond the size of the file.
    let inside = begin.checked_add(length).is_some_and(|end| end <= size) && size == file.metadata()?.len();
    if !inside || sum != xxh3_64(&head[..HEAD - 8]) {
        return Err(IndexError::Damaged);
    }
    let mut list = vec![0; usize::try_from(length).map_err(|_| IndexError::Damaged)?];
    read_at(file, begin, &mut list)?;
    if xxh3_64(&list) != list_sum {
        return Err(IndexError::Damaged);
    }
    let contents: IndexContents = serde_json::from_slice(&list).map_err(|_| IndexError::Damaged)?;
    if contents.end > size {
        return Err(IndexError::Damaged);
    }
    Ok(contents)
}

fn read_at(mut file: &File, begin: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(begin))?;
    file.read_exact(bytes)
}

fn read_dataset(contents: IndexContents, blocks: &Arc<Blocks>) -> Option<(Dataset, IndexStamp)> {
    let mut relations = BTreeMap::new();
    for relation in contents.relations {
        let read = PredicateFacts {
            forward: read_adjacency(relation.forward, blocks)?,
            backward: read_adjacency(relation.backward, blocks)?,
            files: read_array(relation.files, blocks)?,
            lines: read_array(relation.lines, blocks)?,
        };
        relations.insert(relation.predicate, Arc::new(read));
    }
    let terms = Terms {
        text: read_array(contents.text, blocks)?,
        ends: read_array(contents.ends, blocks)?,
        slots: read_array(contents.slots, blocks)?,
        runs: contents.runs,
    };
    let dataset = Dataset {
        terms: Arc::new(terms),
        term_names: Arc::new(TermNameIndex {
            bits: contents.bits,
            starts: read_array(contents.starts, blocks)?,
            entries: read_array(contents.entries, blocks)?,
        }),
        relations,
        count: contents.count,
        quads: contents.quads,
        vocabularies: contents.vocabularies,
        named_quads: read_array(contents.named, blocks)?,
        repeated_origins: read_array(contents.repeated, blocks)?,
        files: contents.files,
        prefixes: contents.prefixes,
        digest: contents.digest,
        ..Dataset::default()
    };
    Some((dataset, contents.stamp))
}

fn read_adjacency(links: contents::AdjacencyLayout, blocks: &Arc<Blocks>) -> Option<AdjacencyIndex> {
    let rows = match links.rows {
        contents::RowsLayout::Column { first } => RowEncoding::Column { first },
        contents::RowsLayout::Dense { first, offsets, ones } => {
            RowEncoding::Dense { first, ones, offsets: read_array(offsets, blocks)? }
        }
        contents::RowsLayout::Sparse { nodes, marks, offsets } => RowEncoding::Sparse {
            nodes: read_array(nodes, blocks)?,
            marks: RankBitmap {
                base: marks.base,
                words: read_array(marks.words, blocks)?,
                ranks: read_array(marks.ranks, blocks)?,
            },
            offsets: read_array(offsets, blocks)?,
        },
    };
    let targets = read_array(links.targets, blocks)?;
    Some(AdjacencyIndex { rows, targets, ..AdjacencyIndex::default() })
}

fn read_array<T: Pod>(array: ArrayExtent, blocks: &Arc<Blocks>) -> Option<SharedArray<T>> {
    SharedArray::from_blocks(blocks, range(array)?)
}

fn range((begin, length): ArrayExtent) -> Option<std::ops::Range<usize>> {
    let begin = usize::try_from(begin).ok()?;
    Some(begin..begin.checked_add(usize::try_from(length).ok()?)?)
}
