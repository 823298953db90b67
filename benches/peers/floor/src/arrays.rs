//! The facts as arrays in one file that is mapped: columns by claim, vendor and source, and links in both ways.
//!
//! Links lie in compressed rows: those of thing `i` are `links[starts[i]..starts[i + 1]]`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use bytemuck::cast_slice;
use memmap2::Mmap;

use crate::Outcome;

/// What lies in the file, in this order.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(crate) enum Part {
    /// How many claims, vendors and sources.
    Sizes,
    ClaimVendor,
    ClaimTopic,
    ClaimStance,
    ClaimStatus,
    StatementStarts,
    Statements,
    CitationStarts,
    CitationSource,
    CitationDay,
    CitationClaim,
    SourceAccess,
    SourcePublisher,
    UrlStarts,
    Urls,
    SourceClaimStarts,
    SourceClaims,
    CaveatSource,
    CaveatStarts,
    CaveatKind,
    CaveatTextStarts,
    CaveatTexts,
    RestStarts,
    Rests,
    BorneStarts,
    Borne,
    RestClaim,
    RestTarget,
    VendorCountry,
    TopicParent,
    VendorClaimStarts,
    VendorClaims,
}

pub(crate) const PARTS: usize = Part::VendorClaims as usize + 1;

/// Each part begins at a multiple of a cache line.
const LINE: usize = 64;

pub(crate) struct Arrays {
    map: Mmap,
}

impl Arrays {
    pub(crate) fn map(folder: &Path) -> Outcome<Self> {
        let file = File::open(file_in(folder))?;
        // SAFETY: this program wrote the file and nothing changes it while the program runs.
        let map = unsafe { Mmap::map(&file)? };
        Ok(Self { map })
    }

    pub(crate) fn bytes(&self, part: Part) -> &[u8] {
        let places: &[u64] = cast_slice(&self.map[..PARTS * 16]);
        let place = places[2 * part as usize] as usize;
        &self.map[place..place + places[2 * part as usize + 1] as usize]
    }

    pub(crate) fn halves(&self, part: Part) -> &[u16] {
        cast_slice(self.bytes(part))
    }

    pub(crate) fn words(&self, part: Part) -> &[u32] {
        cast_slice(self.bytes(part))
    }

    pub(crate) fn rows(&self, starts: Part, links: Part) -> Rows<'_> {
        Rows { starts: self.words(starts), links: self.words(links) }
    }
}

/// Links in compressed rows.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) starts: &'a [u32],
    pub(crate) links: &'a [u32],
}

impl<'a> Rows<'a> {
    pub(crate) fn of(self, thing: u32) -> &'a [u32] {
        &self.links[range(self.starts, thing as usize)]
    }
}

/// Where the row of a thing lies.
pub(crate) fn range(starts: &[u32], thing: usize) -> std::ops::Range<usize> {
    starts[thing] as usize..starts[thing + 1] as usize
}

/// Writes the parts; how many bytes.
pub(crate) fn write(folder: &Path, parts: &[&[u8]; PARTS]) -> Outcome<usize> {
    let mut end = PARTS * 16;
    let mut places: Vec<u64> = Vec::with_capacity(2 * PARTS);
    for part in parts {
        end = end.next_multiple_of(LINE);
        places.extend([end as u64, part.len() as u64]);
        end += part.len();
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(file_in(folder))?);
    file.write_all(cast_slice(&places))?;
    let mut written = PARTS * 16;
    for part in parts {
        let start = written.next_multiple_of(LINE);
        file.write_all(&[0; LINE][..start - written])?;
        file.write_all(part)?;
        written = start + part.len();
    }
    file.flush()?;
    Ok(end)
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("floor.arrays")
}
