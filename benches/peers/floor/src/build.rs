//! CSV to arrays.

use std::fs::read_to_string;
use std::path::Path;
use std::time::Instant;

use bytemuck::cast_slice;

use crate::Outcome;
use crate::arrays::{PARTS, write};

/// The values of lists, each as its place.
pub(crate) const STANCES: [&str; 4] = ["affirms", "denies", "qualified", "unknown"];
const STATUSES: [&str; 4] = ["current", "superseded", "withdrawn", "draft"];
const ACCESS: [&str; 4] = ["public", "login", "nda", "dead"];
const KINDS: [&str; 5] = ["scope", "exception", "absence", "contradiction", "staleness"];

/// The parent of a topic that has none.
pub(crate) const NO_TOPIC: u8 = 255;

/// Builds the arrays of a folder.
pub(crate) fn build(folder: &Path) -> Outcome<()> {
    let before = Instant::now();
    let claims = Claims::read(folder)?;
    let mut countries: Vec<u8> = Vec::new();
    rows(folder, "vendors", |[_, _, country]| {
        countries.extend(country.bytes());
        Ok(())
    })?;
    let vendors = countries.len() / 2;
    let mut parents: Vec<u8> = Vec::new();
    rows(folder, "topics", |[_, parent, _]| {
        parents.push(if parent.is_empty() { NO_TOPIC } else { parent.parse()? });
        Ok(())
    })?;
    let (mut publishers, mut access): (Vec<u32>, Vec<u8>) = Default::default();
    let mut urls = Texts::default();
    rows(folder, "sources", |[_, url, publisher, _, by]| {
        urls.push(url);
        publishers.push(publisher.parse()?);
        access.push(place(&ACCESS, by)?);
        Ok(())
    })?;
    let (mut citations, mut days): (Vec<(u32, u32)>, Vec<u16>) = Default::default();
    rows(folder, "citations", |[_, claim, source, retrieved]| {
        citations.push((claim.parse()?, source.parse()?));
        days.push(day(retrieved)?);
        Ok(())
    })?;
    let (mut caveats, mut kinds, mut texts): (Vec<u32>, Vec<u8>, Vec<String>) = Default::default();
    rows(folder, "caveats", |[_, claim, kind, text]| {
        caveats.push(claim.parse()?);
        kinds.push(place(&KINDS, kind)?);
        texts.push(text.to_owned());
        Ok(())
    })?;
    let mut caveat_sources: Vec<u32> = Vec::new();
    rows(folder, "caveat_sources", |[_, source]| {
        caveat_sources.push(source.parse()?);
        Ok(())
    })?;
    let mut rests: Vec<(u32, u32)> = Vec::new();
    rows(folder, "rests", |[claim, target]| {
        rests.push((claim.parse()?, target.parse()?));
        Ok(())
    })?;

    let size = claims.vendors.len();
    let (citation_starts, order) = compressed(size, citations.iter().map(|it| it.0).zip(0..));
    let citation = |field: fn(&(u32, u32)) -> u32| -> Vec<u32> {
        order.iter().map(|it| field(&citations[*it as usize])).collect()
    };
    let citation_days: Vec<u16> = order.iter().map(|it| days[*it as usize]).collect();
    let (source_starts, source_claims) = compressed(access.len(), citations.iter().map(|it| (it.1, it.0)));
    let (caveat_starts, caveat_order) = compressed(size, caveats.iter().copied().zip(0..));
    let caveat_kinds: Vec<u8> = caveat_order.iter().map(|it| kinds[*it as usize]).collect();
    let mut caveat_texts = Texts::default();
    for it in caveat_order {
        caveat_texts.push(&texts[it as usize]);
    }
    let (rest_starts, rest_links) = compressed(size, rests.iter().copied());
    let (borne_starts, borne) = compressed(size, rests.iter().map(|it| (it.1, it.0)));
    let (rest_claims, rest_targets): (Vec<u32>, Vec<u32>) = rests.iter().copied().unzip();
    let (vendor_starts, vendor_claims) = compressed(vendors, claims.vendors.iter().copied().zip(0..));
    let sizes = [size as u32, vendors as u32, access.len() as u32];
    let (sources, citing) = (citation(|it| it.1), citation(|it| it.0));
    let parts: [&[u8]; PARTS] = [
        cast_slice(&sizes),
        cast_slice(&claims.vendors),
        &claims.topics,
        &claims.stances,
        &claims.statuses,
        cast_slice(&claims.statements.starts),
        &claims.statements.bytes,
        cast_slice(&citation_starts),
        cast_slice(&sources),
        cast_slice(&citation_days),
        cast_slice(&citing),
        &access,
        cast_slice(&publishers),
        cast_slice(&urls.starts),
        &urls.bytes,
        cast_slice(&source_starts),
        cast_slice(&source_claims),
        cast_slice(&caveat_sources),
        cast_slice(&caveat_starts),
        &caveat_kinds,
        cast_slice(&caveat_texts.starts),
        &caveat_texts.bytes,
        cast_slice(&rest_starts),
        cast_slice(&rest_links),
        cast_slice(&borne_starts),
        cast_slice(&borne),
        cast_slice(&rest_claims),
        cast_slice(&rest_targets),
        &countries,
        &parents,
        cast_slice(&vendor_starts),
        cast_slice(&vendor_claims),
    ];
    let bytes = write(folder, &parts)?;
    let seconds = before.elapsed().as_secs_f64();
    println!("{{\"load_s\":{seconds:.3},\"disk_mb\":{:.1}}}", bytes as f64 / 1e6);
    Ok(())
}

#[derive(Default)]
struct Claims {
    vendors: Vec<u32>,
    topics: Vec<u8>,
    stances: Vec<u8>,
    statuses: Vec<u8>,
    statements: Texts,
}

impl Claims {
    fn read(folder: &Path) -> Outcome<Self> {
        let mut claims = Self::default();
        rows(folder, "claims", |[_, vendor, _, topic, statement, stance, status, _]| {
            claims.vendors.push(vendor.parse()?);
            claims.topics.push(topic.parse()?);
            claims.statements.push(statement);
            claims.stances.push(place(&STANCES, stance)?);
            claims.statuses.push(place(&STATUSES, status)?);
            Ok(())
        })?;
        Ok(claims)
    }
}

/// Texts one behind the other.
struct Texts {
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { starts: vec![0], bytes: Vec::new() }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.starts.push(self.bytes.len() as u32);
    }
}

/// Each line of a table. The generator writes no quotes and no commas inside of a field.
fn rows<const K: usize>(folder: &Path, name: &str, mut each: impl FnMut([&str; K]) -> Outcome<()>) -> Outcome<()> {
    let text = read_to_string(folder.join(name).with_extension("csv"))?;
    for line in text.lines().skip(1) {
        let mut fields = line.split(',');
        let row = std::array::from_fn(|_| fields.next().unwrap_or_default());
        each(row)?;
    }
    Ok(())
}

fn place(list: &[&str], value: &str) -> Outcome<u8> {
    let place = list.iter().position(|it| *it == value);
    Ok(place.ok_or_else(|| format!("no such value: {value}"))? as u8)
}

/// A day as a number that keeps the order of days.
pub(crate) fn day(text: &str) -> Outcome<u16> {
    let number = |range: std::ops::Range<usize>| -> Outcome<u16> {
        let digits = text.get(range).ok_or("a date that is too short")?;
        Ok(digits.parse()?)
    };
    Ok((number(0..4)? - 2000) * 372 + (number(5..7)? - 1) * 31 + number(8..10)? - 1)
}

/// Pairs as compressed rows: where the row of each of the first begins, and the second ones.
fn compressed(size: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; size + 1];
    for (from, _) in pairs.clone() {
        starts[from as usize + 1] += 1;
    }
    for thing in 0..size {
        starts[thing + 1] += starts[thing];
    }
    let mut next = starts.clone();
    let mut links = vec![0; starts[size] as usize];
    for (from, to) in pairs {
        links[next[from as usize] as usize] = to;
        next[from as usize] += 1;
    }
    (starts, links)
}
