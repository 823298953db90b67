//! Index file → dataset: the file is mapped, and its arrays are read where they lie. Each block is held against
//! its checksum before it is first used.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytemuck::Pod;
use xxhash_rust::xxh3::xxh3_64;

use crate::store::cache::contents::{self, Array, Contents, Head, MAGIC, ORDER, VERSION};
use crate::store::cache::stamp::Stamp;
use crate::store::column::{BLOCK, Column, HEAD, Mapping};
use crate::store::dataset::Dataset;
use crate::store::files::open_file;
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
    Unreadable(io::Error),
}

/// Opens an index.
pub(super) fn open(path: &Path) -> Result<(Dataset, Stamp), Fault> {
    let file = open_file(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Fault::NotThere,
        _ => Fault::Unreadable(error),
    })?;
    let mapping = Mapping::of(&file, path).map_err(Fault::Unreadable)?;
    let bytes = mapping.bytes();
    let head = bytes.get(..HEAD).ok_or(Fault::Damaged)?;
    let head: Head = bytemuck::pod_read_unaligned(head);
    let [magic, order, version, begin, length, list_sum, size, sum] = head;
    if magic != MAGIC {
        return Err(Fault::Damaged);
    }
    if order != ORDER || version != xxh3_64(VERSION.as_bytes()) {
        return Err(Fault::Foreign);
    }
    let list = range((begin, length)).and_then(|list| bytes.get(list));
    let whole = size == bytes.len() as u64 && sum == xxh3_64(&bytes[..HEAD - 8]);
    let list = list.filter(|list| whole && xxh3_64(list) == list_sum);
    let contents: Contents = serde_json::from_slice(list.ok_or(Fault::Damaged)?).map_err(|_| Fault::Damaged)?;
    let sums = range(contents.sums).and_then(|sums| bytes.get(sums));
    let sums = sums.filter(|sums| xxh3_64(sums) == contents.sums_sum);
    let sums: Option<&[u64]> = sums.and_then(|sums| bytemuck::try_cast_slice(sums).ok());
    let sums: Vec<u64> = sums.ok_or(Fault::Damaged)?.to_vec();
    let end = usize::try_from(contents.end).map_err(|_| Fault::Damaged)?;
    if sums.len() != end.div_ceil(BLOCK) || end > bytes.len() {
        return Err(Fault::Damaged);
    }
    let mapping = Arc::new(mapping.with_sums(sums, end));
    dataset(contents, &mapping).ok_or(Fault::Damaged)
}

fn dataset(contents: Contents, mapping: &Arc<Mapping>) -> Option<(Dataset, Stamp)> {
    let mut relations = BTreeMap::new();
    for relation in contents.relations {
        let read = Relation {
            forward: links(relation.forward, mapping)?,
            backward: links(relation.backward, mapping)?,
            files: column(relation.files, mapping)?,
            lines: column(relation.lines, mapping)?,
        };
        relations.insert(relation.predicate, Arc::new(read));
    }
    let terms = Terms {
        text: column(contents.text, mapping)?,
        ends: column(contents.ends, mapping)?,
        slots: column(contents.slots, mapping)?,
        runs: contents.runs,
    };
    let dataset = Dataset {
        terms: Arc::new(terms),
        spelled: Arc::new(Spelled {
            bits: contents.bits,
            starts: column(contents.starts, mapping)?,
            entries: column(contents.entries, mapping)?,
        }),
        relations,
        count: contents.count,
        quads: contents.quads,
        vocabularies: contents.vocabularies,
        named: column(contents.named, mapping)?,
        repeated: column(contents.repeated, mapping)?,
        files: contents.files,
        prefixes: contents.prefixes,
        digest: contents.digest,
        ..Dataset::default()
    };
    Some((dataset, contents.stamp))
}

fn links(links: contents::Links, mapping: &Arc<Mapping>) -> Option<Links> {
    let rows = match links.rows {
        contents::Rows::Column { first } => Rows::Column { first },
        contents::Rows::Dense { first, offsets, ones } => {
            Rows::Dense { first, ones, offsets: column(offsets, mapping)? }
        }
        contents::Rows::Sparse { nodes, marks, offsets } => Rows::Sparse {
            nodes: column(nodes, mapping)?,
            marks: Marks {
                base: marks.base,
                words: column(marks.words, mapping)?,
                ranks: column(marks.ranks, mapping)?,
            },
            offsets: column(offsets, mapping)?,
        },
    };
    let targets = column(links.targets, mapping)?;
    Some(Links { rows, targets, ..Links::default() })
}

fn column<T: Pod>(array: Array, mapping: &Arc<Mapping>) -> Option<Column<T>> {
    Column::mapped(mapping, range(array)?)
}

fn range((begin, length): Array) -> Option<std::ops::Range<usize>> {
    let begin = usize::try_from(begin).ok()?;
    Some(begin..begin.checked_add(usize::try_from(length).ok()?)?)
}
