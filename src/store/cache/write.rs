//! Dataset → index file: written under a name of its own and renamed when it is complete, so that nobody ever
//! reads half of one and two that write at once do not disturb each other.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use bytemuck::Pod;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::store::cache::contents::{
    ALIGNMENT, Array, Contents, Head, Links, MAGIC, Marks, ORDER, Relation, Rows, VERSION,
};
use crate::store::cache::folder::make;
use crate::store::cache::stamp::Stamp;
use crate::store::cache::sweep::{NEW, RANDOM, sweep};
use crate::store::column::{BLOCK, Column, HEAD};
use crate::store::dataset::Dataset;
use crate::store::links;

/// Writes the index of a dataset, and sweeps its folder.
///
/// # Errors
/// When it cannot be written; what was there before stays.
pub(super) fn write(path: &Path, dataset: &Dataset, stamp: &Stamp) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    make(folder)?;
    let temporary = locked(folder)?;
    let mut out = Summing {
        out: BufWriter::with_capacity(1 << 20, temporary.as_file()),
        at: 0,
        block: Xxh3::new(),
        sums: Vec::new(),
    };
    // The head is known last: its place is kept free, and its block has no checksum but its own.
    out.write_all(&[0; HEAD])?;
    let terms = &dataset.terms;
    let mut contents = Contents {
        stamp: stamp.clone(),
        files: dataset.files.clone(),
        prefixes: dataset.prefixes.clone(),
        digest: dataset.digest.clone(),
        count: dataset.count,
        quads: dataset.quads,
        vocabularies: dataset.vocabularies.clone(),
        runs: terms.runs.clone(),
        text: out.array(&terms.text)?,
        ends: out.array(&terms.ends)?,
        slots: out.array(&terms.slots)?,
        bits: dataset.spelled.bits,
        starts: out.array(&dataset.spelled.starts)?,
        entries: out.array(&dataset.spelled.entries)?,
        relations: Vec::new(),
        named: out.array(&dataset.named)?,
        repeated: out.array(&dataset.repeated)?,
        end: 0,
        sums: (0, 0),
        sums_sum: 0,
    };
    for (predicate, relation) in &dataset.relations {
        contents.relations.push(Relation {
            predicate: *predicate,
            forward: links(&mut out, &relation.forward)?,
            backward: links(&mut out, &relation.backward)?,
            files: out.array(&relation.files)?,
            lines: out.array(&relation.lines)?,
        });
    }
    contents.end = out.at;
    let sums = out.finished();
    contents.sums_sum = xxh3_64(bytemuck::cast_slice(&sums));
    contents.sums = out.slice(&sums)?;
    let list = serde_json::to_vec(&contents)?;
    let begin = out.at;
    out.write_all(&list)?;
    let size = out.at;
    out.out.flush()?;
    drop(out);
    let version = xxh3_64(VERSION.as_bytes());
    let length = list.len() as u64;
    let mut head: Head = [MAGIC, ORDER, version, begin, length, xxh3_64(&list), size, 0];
    head[7] = xxh3_64(&bytemuck::bytes_of(&head)[..HEAD - 8]);
    io::Seek::rewind(&mut temporary.as_file())?;
    temporary.as_file().write_all(bytemuck::bytes_of(&head))?;
    temporary.persist(path).map_err(|error| error.error)?;
    sweep(folder, path);
    Ok(())
}

/// A new file that stays locked while it is written: one that is not has been left behind.
fn locked(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let temporary = tempfile::Builder::new().prefix(NEW).rand_bytes(RANDOM).tempfile_in(folder)?;
        match temporary.as_file().lock() {
            // It may have been taken away before it was locked.
            Ok(()) if !temporary.path().exists() => {}
            // Not every disk can lock.
            _ => return Ok(temporary),
        }
    }
}

fn links(out: &mut Summing<'_>, links: &links::Links) -> io::Result<Links> {
    let rows = match &links.rows {
        links::Rows::Column { first } => Rows::Column { first: *first },
        links::Rows::Dense { first, offsets, ones } => {
            Rows::Dense { first: *first, ones: *ones, offsets: out.array(offsets)? }
        }
        links::Rows::Sparse { nodes, marks, offsets } => Rows::Sparse {
            nodes: out.array(nodes)?,
            marks: Marks { base: marks.base, words: out.array(&marks.words)?, ranks: out.array(&marks.ranks)? },
            offsets: out.array(offsets)?,
        },
    };
    let targets = out.array(&links.targets)?;
    Ok(Links { rows, targets })
}

/// Takes the checksum of each block as it is written.
struct Summing<'a> {
    out: BufWriter<&'a fs::File>,
    at: u64,
    block: Xxh3,
    sums: Vec<u64>,
}

impl Summing<'_> {
    /// Writes an array that is as it was written, should it lie in a file itself: damage would get a checksum that fits.
    fn array<T: Pod>(&mut self, array: &Column<T>) -> io::Result<Array> {
        self.slice(array.whole())
    }

    /// Writes elements where arrays may begin.
    fn slice<T: Pod>(&mut self, array: &[T]) -> io::Result<Array> {
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

    /// The checksums of all blocks so far; the last may be cut.
    fn finished(&mut self) -> Vec<u64> {
        let mut sums = self.sums.clone();
        if !self.at.is_multiple_of(BLOCK as u64) {
            sums.push(self.block.digest());
        }
        sums
    }
}
