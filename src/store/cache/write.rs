//! Dataset → index file. It is written under a name of its own and renamed when complete, so that nobody reads an
//! incomplete index and two writers do not disturb each other.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use bytemuck::Pod;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::store::adjacency;
use crate::store::cache::contents::{
    ALIGNMENT, AdjacencyLayout, ArrayExtent, IndexContents, IndexHeader, MAGIC, ORDER, PredicateLayout,
    RankBitmapLayout, RowsLayout, VERSION,
};
use crate::store::cache::folder::make;
use crate::store::cache::stamp::IndexStamp;
use crate::store::cache::sweep::{NEW, RANDOM, sweep};
use crate::store::dataset::Dataset;
use crate::store::shared_array::{BLOCK, HEAD, SharedArray};

/// Writes the index of a dataset, and sweeps its folder.
///
/// # Errors
/// If it cannot be written; an earlier index stays.
pub(super) fn write(path: &Path, dataset: &Dataset, stamp: &IndexStamp) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    make(folder)?;
    let temporary = create_locked(folder)?;
    let mut out = ChecksumWriter {
        out: BufWriter::with_capacity(1 << 20, temporary.as_file()),
        at: 0,
        block: Xxh3::new(),
        sums: Vec::new(),
    };
    // The header is written last and has a checksum of its own: zeros stand for it in the checksum of its block.
    out.write_all(&[0; HEAD])?;
    let terms = &dataset.terms;
    let mut contents = IndexContents {
        stamp: stamp.clone(),
        files: dataset.files.clone(),
        prefixes: dataset.prefixes.clone(),
        digest: dataset.digest.clone(),
        count: dataset.count,
        quads: dataset.quads,
        vocabularies: dataset.vocabularies.clone(),
        runs: terms.runs.clone(),
        text: out.write_array(&terms.text)?,
        ends: out.write_array(&terms.ends)?,
        slots: out.write_array(&terms.slots)?,
        bits: dataset.term_names.bits,
        starts: out.write_array(&dataset.term_names.starts)?,
        entries: out.write_array(&dataset.term_names.entries)?,
        relations: Vec::new(),
        named: out.write_array(&dataset.named_quads)?,
        repeated: out.write_array(&dataset.repeated_origins)?,
        end: 0,
        sums: (0, 0),
        sums_sum: 0,
    };
    for (predicate, relation) in &dataset.relations {
        contents.relations.push(PredicateLayout {
            predicate: *predicate,
            forward: write_adjacency(&mut out, &relation.forward)?,
            backward: write_adjacency(&mut out, &relation.backward)?,
            files: out.write_array(&relation.files)?,
            lines: out.write_array(&relation.lines)?,
        });
    }
    contents.end = out.at;
    let sums = out.checksums();
    contents.sums_sum = xxh3_64(bytemuck::cast_slice(&sums));
    contents.sums = out.write_slice(&sums)?;
    let list = serde_json::to_vec(&contents)?;
    let begin = out.at;
    out.write_all(&list)?;
    let size = out.at;
    out.out.flush()?;
    drop(out);
    let version = xxh3_64(VERSION.as_bytes());
    let length = list.len() as u64;
    let mut head: IndexHeader = [MAGIC, ORDER, version, begin, length, xxh3_64(&list), size, 0];
    head[7] = xxh3_64(&bytemuck::bytes_of(&head)[..HEAD - 8]);
    io::Seek::rewind(&mut temporary.as_file())?;
    temporary.as_file().write_all(bytemuck::bytes_of(&head))?;
    temporary.persist(path).map_err(|error| error.error)?;
    sweep(folder, path);
    Ok(())
}

/// A new file that stays locked while it is written: a temporary file without a lock has been left behind.
fn create_locked(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let temporary = tempfile::Builder::new().prefix(NEW).rand_bytes(RANDOM).tempfile_in(folder)?;
        match temporary.as_file().lock() {
            // It may have been removed before it was locked.
            Ok(()) if !temporary.path().exists() => {}
            // Some file systems do not support locks.
            _ => return Ok(temporary),
        }
    }
}

fn write_adjacency(out: &mut ChecksumWriter<'_>, links: &adjacency::AdjacencyIndex) -> io::Result<AdjacencyLayout> {
    let rows = match &links.rows {
        adjacency::RowEncoding::Column { first } => RowsLayout::Column { first: *first },
        adjacency::RowEncoding::Dense { first, offsets, ones } => {
            RowsLayout::Dense { first: *first, ones: *ones, offsets: out.write_array(offsets)? }
        }
        adjacency::RowEncoding::Sparse { nodes, marks, offsets } => RowsLayout::Sparse {
            nodes: out.write_array(nodes)?,
            marks: RankBitmapLayout {
                base: marks.base,
                words: out.write_array(&marks.words)?,
                ranks: out.write_array(&marks.ranks)?,
            },
            offsets: out.write_array(offsets)?,
        },
    };
    let targets = out.write_array(&links.targets)?;
    Ok(AdjacencyLayout { rows, targets })
}

/// Computes the checksum of each block as it is written.
struct ChecksumWriter<'a> {
    out: BufWriter<&'a fs::File>,
    at: u64,
    block: Xxh3,
    sums: Vec<u64>,
}

impl ChecksumWriter<'_> {
    /// Writes an array. One that lies in a file is verified first: otherwise damage would get a matching checksum.
    fn write_array<T: Pod>(&mut self, array: &SharedArray<T>) -> io::Result<ArrayExtent> {
        self.write_slice(array.verified())
    }

    /// Writes elements at the next aligned position.
    fn write_slice<T: Pod>(&mut self, array: &[T]) -> io::Result<ArrayExtent> {
        let past = usize::try_from(self.at % ALIGNMENT as u64).expect("less than the alignment");
        if past > 0 {
            self.write_all(&[0; ALIGNMENT][past..])?;
        }
        let bytes: &[u8] = bytemuck::cast_slice(array);
        let begin = self.at;
        self.write_all(bytes)?;
        Ok((begin, bytes.len() as u64))
    }

    fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let past = usize::try_from(self.at % BLOCK as u64).expect("less than a block");
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - past));
            self.out.write_all(now)?;
            self.block.update(now);
            self.at += now.len() as u64;
            if past + now.len() == BLOCK {
                self.sums.push(self.block.digest());
                self.block.reset();
            }
            bytes = later;
        }
        Ok(())
    }

    /// The checksums of all blocks so far; the last block may be incomplete.
    fn checksums(&mut self) -> Vec<u64> {
        let mut sums = self.sums.clone();
        if !self.at.is_multiple_of(BLOCK as u64) {
            sums.push(self.block.digest());
        }
        sums
    }
}
