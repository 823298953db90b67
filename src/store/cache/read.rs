//! Index file → dataset: its list is read at once, a block of its arrays when it is first used, against its checksum.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use bytemuck::Pod;
use xxhash_rust::xxh3::xxh3_64;

use crate::store::cache::contents::{self, Array, Contents, Head, MAGIC, ORDER, VERSION};
use crate::store::cache::folder::{Closed, open_own};
use crate::store::cache::stamp::Stamp;
use crate::store::column::{BLOCK, Blocks, Column, HEAD};
use crate::store::dataset::Dataset;
use crate::store::links::{Links, Rows};
use crate::store::marks::Marks;
use crate::store::relation::Relation;
use crate::store::spelled::Spelled;
use crate::store::terms::Terms;

/// Why an index is not used.
#[derive(Debug)]
pub(super) enum Fault {
    NotThere,
    /// Of another version of the program, or of a machine with another order of bytes.
    Foreign,
    Damaged,
    /// Others may have written it, for this reason.
    NotBelieved(&'static str),
    Unreadable(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotThere,
            // It was cut.
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

/// Opens an index.
pub(super) fn open(path: &Path) -> Result<(Dataset, Stamp), Fault> {
    let file = own(path)?;
    let contents = contents(&file)?;
    let end = usize::try_from(contents.end).map_err(|_| Fault::Damaged)?;
    let mut sums = vec![0_u64; end.div_ceil(BLOCK)];
    if contents.sums.1 != size_of_val(&*sums) as u64 {
        return Err(Fault::Damaged);
    }
    read_at(&file, contents.sums.0, bytemuck::cast_slice_mut(&mut sums))?;
    if xxh3_64(bytemuck::cast_slice(&sums)) != contents.sums_sum {
        return Err(Fault::Damaged);
    }
    let blocks = Blocks::of(file, path, sums, end)?;
    dataset(contents, &blocks).ok_or(Fault::Damaged)
}

/// Of what an index is.
pub(super) fn stamp_of(path: &Path) -> Result<Stamp, Fault> {
    Ok(contents(&own(path)?)?.stamp)
}

fn own(path: &Path) -> Result<File, Fault> {
    open_own(path).map_err(|closed| match closed {
        Closed::NotBelieved(reason) => Fault::NotBelieved(reason),
        Closed::Failed(error) => error.into(),
    })
}

/// The list of everything in an index.
fn contents(file: &File) -> Result<Contents, Fault> {
    let mut head = [0_u8; HEAD];
    read_at(file, 0, &mut head)?;
    let numbers: Head = bytemuck::pod_read_unaligned(&head);
    let [magic, order, version, begin, length, list_sum, size, sum] = numbers;
    if magic != MAGIC {
        return Err(Fault::Damaged);
    }
    if order != ORDER || version != xxh3_64(VERSION.as_bytes()) {
        return Err(Fault::Foreign);
    }
    // Nothing is made room for that the file does not hold.
    let inside = begin.checked_add(length).is_some_and(|end| end <= size) && size == file.metadata()?.len();
    if !inside || sum != xxh3_64(&head[..HEAD - 8]) {
        return Err(Fault::Damaged);
    }
    let mut list = vec![0; usize::try_from(length).map_err(|_| Fault::Damaged)?];
    read_at(file, begin, &mut list)?;
    if xxh3_64(&list) != list_sum {
        return Err(Fault::Damaged);
    }
    let contents: Contents = serde_json::from_slice(&list).map_err(|_| Fault::Damaged)?;
    if contents.end > size {
        return Err(Fault::Damaged);
    }
    Ok(contents)
}

fn read_at(mut file: &File, begin: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(begin))?;
    file.read_exact(bytes)
}

fn dataset(contents: Contents, blocks: &Arc<Blocks>) -> Option<(Dataset, Stamp)> {
    let mut relations = BTreeMap::new();
    for relation in contents.relations {
        let read = Relation {
            forward: links(relation.forward, blocks)?,
            backward: links(relation.backward, blocks)?,
            files: column(relation.files, blocks)?,
            lines: column(relation.lines, blocks)?,
        };
        relations.insert(relation.predicate, Arc::new(read));
    }
    let terms = Terms {
        text: column(contents.text, blocks)?,
        ends: column(contents.ends, blocks)?,
        slots: column(contents.slots, blocks)?,
        runs: contents.runs,
    };
    let dataset = Dataset {
        terms: Arc::new(terms),
        spelled: Arc::new(Spelled {
            bits: contents.bits,
            starts: column(contents.starts, blocks)?,
            entries: column(contents.entries, blocks)?,
        }),
        relations,
        count: contents.count,
        quads: contents.quads,
        vocabularies: contents.vocabularies,
        named: column(contents.named, blocks)?,
        repeated: column(contents.repeated, blocks)?,
        files: contents.files,
        prefixes: contents.prefixes,
        digest: contents.digest,
        ..Dataset::default()
    };
    Some((dataset, contents.stamp))
}

fn links(links: contents::Links, blocks: &Arc<Blocks>) -> Option<Links> {
    let rows = match links.rows {
        contents::Rows::Column { first } => Rows::Column { first },
        contents::Rows::Dense { first, offsets, ones } => {
            Rows::Dense { first, ones, offsets: column(offsets, blocks)? }
        }
        contents::Rows::Sparse { nodes, marks, offsets } => Rows::Sparse {
            nodes: column(nodes, blocks)?,
            marks: Marks { base: marks.base, words: column(marks.words, blocks)?, ranks: column(marks.ranks, blocks)? },
            offsets: column(offsets, blocks)?,
        },
    };
    let targets = column(links.targets, blocks)?;
    Some(Links { rows, targets, ..Links::default() })
}

fn column<T: Pod>(array: Array, blocks: &Arc<Blocks>) -> Option<Column<T>> {
    Column::filed(blocks, range(array)?)
}

fn range((begin, length): Array) -> Option<std::ops::Range<usize>> {
    let begin = usize::try_from(begin).ok()?;
    Some(begin..begin.checked_add(usize::try_from(length).ok()?)?)
}
