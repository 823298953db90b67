//! The twelve questions, each a loop or two over the arrays that it needs and nothing else.

use std::fs::read_to_string;
use std::path::Path;

use crate::Outcome;
use crate::arrays::{Arrays, Part, range};
use crate::bits::Bits;
use crate::build::{NO_TOPIC, day};

pub(crate) const QUESTIONS: [&str; 13] =
    ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q9b", "Q10", "Q11", "Q12"];

const PUBLIC: u8 = 0;
const CURRENT: u8 = 0;
const AFFIRMS: u8 = 0;
const DENIES: u8 = 1;
const SCOPE: u8 = 0;

/// What the questions ask for.
pub(crate) struct Asked {
    training: u8,
    topic: u8,
    country: String,
    retrieved_after: u16,
    retrieved_before: u16,
    hub: u32,
    local: u32,
    pub(crate) ids: Vec<u32>,
}

impl Asked {
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let text = read_to_string(folder.join("params.json"))?;
        let value = |key: &str| -> Outcome<&str> {
            let (_, behind) = text.split_once(&format!("\"{key}\":")).ok_or(format!("no `{key}`"))?;
            let end = if behind.starts_with('[') { ']' } else { ',' };
            let (value, _) = behind.split_once(end).ok_or(format!("no end of `{key}`"))?;
            Ok(value.trim_matches(['"', '[']))
        };
        let ids: Result<Vec<u32>, _> = value("ids")?.split(',').map(str::parse).collect();
        Ok(Self {
            training: value("training")?.parse()?,
            topic: value("topic")?.parse()?,
            country: value("country")?.to_owned(),
            retrieved_after: day(value("d3")?)?,
            retrieved_before: day(value("d11")?)?,
            hub: value("hub")?.parse()?,
            local: value("local")?.parse()?,
            ids: ids?,
        })
    }
}

/// What was found.
pub(crate) enum Found {
    Things(Bits),
    Pairs(Vec<(u32, u32)>),
    /// How many, and a sum that tells them from others.
    Rows(u64, u64),
}

impl Found {
    pub(crate) fn count(&self) -> u64 {
        match self {
            Found::Things(bits) => bits.count(),
            Found::Pairs(pairs) => pairs.len() as u64,
            Found::Rows(count, _) => *count,
        }
    }

    pub(crate) fn sum(&self) -> u64 {
        match self {
            Found::Things(bits) => bits.ids().map(u64::from).sum(),
            Found::Pairs(pairs) => pairs.iter().map(|it| u64::from(it.0) + u64::from(it.1)).sum(),
            Found::Rows(_, sum) => *sum,
        }
    }
}

/// How many things answer a question; pairs are counted without being listed.
pub(crate) fn count(arrays: &Arrays, asked: &Asked, name: &str) -> u64 {
    match name {
        "Q10" => number_of_opposites(arrays),
        name => answer(arrays, asked, name).count(),
    }
}

pub(crate) fn answer(arrays: &Arrays, asked: &Asked, name: &str) -> Found {
    match name {
        "Q1" => Found::Things(without_public_source(arrays)),
        "Q2" => Found::Things(with_one_source(arrays)),
        "Q3" => Found::Things(not_retrieved_since(arrays, asked)),
        "Q4" => Found::Things(silent_vendors(arrays, asked)),
        "Q5" => Found::Things(unused_sources(arrays)),
        "Q6" => groups(arrays),
        "Q7" => Found::Things(self_certified(arrays)),
        "Q8" => Found::Things(resting_on_nothing(arrays)),
        "Q9" => Found::Things(only_public_source(arrays, asked.hub)),
        "Q9b" => Found::Things(only_public_source(arrays, asked.local)),
        "Q10" => Found::Pairs(opposites(arrays)),
        "Q11" => Found::Things(limited_and_old(arrays, asked)),
        "Q12" => everything_about(arrays, &asked.ids),
        _ => unreachable!("a question of the list"),
    }
}

fn sizes(arrays: &Arrays) -> [usize; 3] {
    let sizes = arrays.words(Part::Sizes);
    [sizes[0] as usize, sizes[1] as usize, sizes[2] as usize]
}

/// Each citation and the claim that it is of.
fn citations(arrays: &Arrays) -> impl Iterator<Item = (u32, u32)> + '_ {
    let claims = arrays.words(Part::CitationClaim).iter().copied();
    claims.zip(arrays.words(Part::CitationSource).iter().copied())
}

/// Of which claims there is a citation.
fn cited(starts: &[u32], claim: usize) -> bool {
    starts[claim + 1] > starts[claim]
}

/// A bit for each topic that is this one or below it.
fn topics_below(arrays: &Arrays, root: u8) -> u64 {
    let parents = arrays.bytes(Part::TopicParent);
    let below = |topic: u8| {
        let up = std::iter::successors(Some(topic), |it| Some(parents[*it as usize]).filter(|it| *it != NO_TOPIC));
        up.into_iter().any(|it| it == root)
    };
    let topics = (0..parents.len() as u8).filter(|it| below(*it));
    topics.fold(0, |all, it| all | 1 << it)
}

fn without_public_source(arrays: &Arrays) -> Bits {
    let [claims, _, sources] = sizes(arrays);
    let access = arrays.bytes(Part::SourceAccess);
    let public = Bits::of(sources, |it| access[it] == PUBLIC);
    let mut found = Bits::new(claims);
    for (claim, source) in citations(arrays) {
        found.add_if(claim, public.has(source));
    }
    complement(&mut found, claims);
    found
}

fn complement(bits: &mut Bits, size: usize) {
    for word in &mut bits.0 {
        *word = !*word;
    }
    if let Some(last) = bits.0.last_mut().filter(|_| !size.is_multiple_of(64)) {
        *last &= (1 << (size % 64)) - 1;
    }
}

fn with_one_source(arrays: &Arrays) -> Bits {
    let starts = arrays.words(Part::CitationStarts);
    Bits::of(sizes(arrays)[0], |it| starts[it + 1] - starts[it] == 1)
}

fn not_retrieved_since(arrays: &Arrays, asked: &Asked) -> Bits {
    let [claims, vendors, _] = sizes(arrays);
    let wanted = topics_below(arrays, asked.training);
    let countries = arrays.bytes(Part::VendorCountry);
    let of_vendor = arrays.rows(Part::VendorClaimStarts, Part::VendorClaims);
    let (topics, caveats) = (arrays.bytes(Part::ClaimTopic), arrays.words(Part::CaveatStarts));
    let (starts, days) = (arrays.words(Part::CitationStarts), arrays.halves(Part::CitationDay));
    let mut found = Bits::new(claims);
    for vendor in 0..vendors {
        if &countries[2 * vendor..2 * vendor + 2] != asked.country.as_bytes() {
            continue;
        }
        for &claim in of_vendor.of(vendor as u32) {
            let it = claim as usize;
            let fits = wanted >> topics[it] & 1 != 0 && cited(caveats, it);
            if fits && !days[range(starts, it)].iter().any(|day| *day > asked.retrieved_after) {
                found.add(claim);
            }
        }
    }
    found
}

fn silent_vendors(arrays: &Arrays, asked: &Asked) -> Bits {
    let [claims, vendors, _] = sizes(arrays);
    let wanted = topics_below(arrays, asked.topic);
    let mut speaking = Bits::new(vendors);
    let (topics, of) = (arrays.bytes(Part::ClaimTopic), arrays.words(Part::ClaimVendor));
    for claim in 0..claims {
        if wanted >> topics[claim] & 1 != 0 {
            speaking.add_if(of[claim], true);
        }
    }
    complement(&mut speaking, vendors);
    speaking
}

fn unused_sources(arrays: &Arrays) -> Bits {
    let starts = arrays.words(Part::SourceClaimStarts);
    let mut found = Bits::of(sizes(arrays)[2], |it| !cited(starts, it));
    for source in arrays.words(Part::CaveatSource) {
        found.remove(*source);
    }
    found
}

fn groups(arrays: &Arrays) -> Found {
    let [_, vendors, _] = sizes(arrays);
    let topics = arrays.bytes(Part::TopicParent).len();
    let mut counts = vec![0u32; vendors * topics];
    let of_claim = arrays.words(Part::ClaimVendor).iter().zip(arrays.bytes(Part::ClaimTopic));
    for (vendor, topic) in of_claim {
        counts[*vendor as usize * topics + *topic as usize] += 1;
    }
    let (mut groups, mut squares) = (0, 0);
    for count in counts {
        groups += u64::from(count > 0);
        squares += u64::from(count) * u64::from(count);
    }
    Found::Rows(groups, squares)
}

fn self_certified(arrays: &Arrays) -> Bits {
    let [claims, _, _] = sizes(arrays);
    let (publishers, vendors) = (arrays.words(Part::SourcePublisher), arrays.words(Part::ClaimVendor));
    let mut others = Bits::new(claims);
    for (claim, source) in citations(arrays) {
        others.add_if(claim, publishers[source as usize] != vendors[claim as usize]);
    }
    let starts = arrays.words(Part::CitationStarts);
    let mut found = Bits::of(claims, |it| cited(starts, it));
    found.subtract(&others);
    found
}

fn resting_on_nothing(arrays: &Arrays) -> Bits {
    let starts = arrays.words(Part::CitationStarts);
    let mut found = Bits::new(sizes(arrays)[0]);
    let mut waiting = Vec::new();
    let rests = arrays.words(Part::RestClaim).iter().zip(arrays.words(Part::RestTarget));
    for (claim, target) in rests {
        if !cited(starts, *target as usize) && found.add(*claim) {
            waiting.push(*claim);
        }
    }
    let borne = arrays.rows(Part::BorneStarts, Part::Borne);
    while let Some(claim) = waiting.pop() {
        waiting.extend(borne.of(claim).iter().filter(|it| found.add(**it)));
    }
    found
}

fn only_public_source(arrays: &Arrays, wanted: u32) -> Bits {
    let [claims, _, _] = sizes(arrays);
    let borne = arrays.rows(Part::BorneStarts, Part::Borne);
    let rests = arrays.rows(Part::RestStarts, Part::Rests);
    let cites = arrays.rows(Part::CitationStarts, Part::CitationSource);
    let access = arrays.bytes(Part::SourceAccess);
    let mut reached = Bits::new(claims);
    let citing = arrays.rows(Part::SourceClaimStarts, Part::SourceClaims).of(wanted);
    let mut candidates: Vec<u32> = citing.iter().copied().filter(|it| reached.add(*it)).collect();
    let mut next = 0;
    while let Some(claim) = candidates.get(next).copied() {
        next += 1;
        candidates.extend(borne.of(claim).iter().filter(|it| reached.add(**it)));
    }
    let other = |source: &u32| *source != wanted && access[*source as usize] == PUBLIC;
    let mut found = Bits::new(claims);
    let mut seen: Vec<u32> = Vec::new();
    for claim in candidates {
        seen.clear();
        seen.push(claim);
        let mut next = 0;
        let mut alone = true;
        while let Some(step) = seen.get(next).copied() {
            next += 1;
            if cites.of(step).iter().any(other) {
                alone = false;
                break;
            }
            for target in rests.of(step) {
                if !seen.contains(target) {
                    seen.push(*target);
                }
            }
        }
        found.add_if(claim, alone);
    }
    found
}

fn number_of_opposites(arrays: &Arrays) -> u64 {
    let [claims, vendors, _] = sizes(arrays);
    let topics = arrays.bytes(Part::TopicParent).len();
    let (stances, statuses) = (arrays.bytes(Part::ClaimStance), arrays.bytes(Part::ClaimStatus));
    let (of_vendor, of_topic) = (arrays.words(Part::ClaimVendor), arrays.bytes(Part::ClaimTopic));
    let mut counts = vec![[0u32; 2]; vendors * topics];
    for claim in 0..claims {
        let (stance, cell) = (stances[claim], of_vendor[claim] as usize * topics + of_topic[claim] as usize);
        // Without a branch: which claims count cannot be foretold.
        let counts_too = (statuses[claim] == CURRENT) & (stance <= DENIES);
        counts[cell][usize::from(stance.min(DENIES))] += u32::from(counts_too);
    }
    let pairs = counts.iter().map(|[affirm, deny]| u64::from(*affirm) * u64::from(*deny));
    pairs.sum()
}

fn opposites(arrays: &Arrays) -> Vec<(u32, u32)> {
    let (stances, statuses) = (arrays.bytes(Part::ClaimStance), arrays.bytes(Part::ClaimStatus));
    let topics = arrays.bytes(Part::ClaimTopic);
    let of_vendor = arrays.rows(Part::VendorClaimStarts, Part::VendorClaims);
    let mut pairs = Vec::new();
    let (mut affirming, mut denying): (Vec<u32>, Vec<u32>) = Default::default();
    for vendor in 0..sizes(arrays)[1] as u32 {
        affirming.clear();
        denying.clear();
        let mut denied = 0u64;
        for &claim in of_vendor.of(vendor) {
            let it = claim as usize;
            match stances[it] {
                _ if statuses[it] != CURRENT => {}
                AFFIRMS => affirming.push(claim),
                DENIES => {
                    denying.push(claim);
                    denied |= 1 << topics[it];
                }
                _ => {}
            }
        }
        for &claim in &affirming {
            let topic = topics[claim as usize];
            if denied >> topic & 1 != 0 {
                for &other in &denying {
                    if topics[other as usize] == topic {
                        pairs.push((claim, other));
                    }
                }
            }
        }
    }
    pairs
}

fn limited_and_old(arrays: &Arrays, asked: &Asked) -> Bits {
    let [claims, _, _] = sizes(arrays);
    let (starts, caveats) = (arrays.words(Part::CitationStarts), arrays.words(Part::CaveatStarts));
    let kinds = arrays.bytes(Part::CaveatKind);
    let mut newer = Bits::new(claims);
    let of_claim = arrays.words(Part::CitationClaim).iter().zip(arrays.halves(Part::CitationDay));
    for (claim, day) in of_claim {
        newer.add_if(*claim, *day >= asked.retrieved_before);
    }
    let mut found = Bits::of(claims, |it| cited(starts, it) & (caveats[it + 1] - caveats[it] >= 2));
    found.subtract(&newer);
    for (place, word) in found.0.iter_mut().enumerate() {
        let mut left = *word;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            let kinds = &kinds[range(caveats, place * 64 + bit as usize)];
            if kinds.iter().filter(|it| **it == SCOPE).count() < 2 {
                *word &= !(1 << bit);
            }
        }
    }
    found
}

fn everything_about(arrays: &Arrays, claims: &[u32]) -> Found {
    let (starts, sources) = (arrays.words(Part::CitationStarts), arrays.words(Part::CitationSource));
    let caveats = arrays.words(Part::CaveatStarts);
    let text =
        |starts: Part, texts: Part, place: usize| arrays.bytes(texts)[range(arrays.words(starts), place)].to_vec();
    let (mut rows, mut bytes) = (0, 0);
    for &claim in claims {
        let claim = claim as usize;
        let mut found = vec![text(Part::StatementStarts, Part::Statements, claim)];
        let cited = sources[range(starts, claim)].iter();
        found.extend(cited.map(|it| text(Part::UrlStarts, Part::Urls, *it as usize)));
        found.extend(range(caveats, claim).map(|it| text(Part::CaveatTextStarts, Part::CaveatTexts, it)));
        rows += found.len() as u64;
        bytes += found.iter().map(|it| it.len() as u64).sum::<u64>();
    }
    Found::Rows(rows, bytes)
}
