//! Names of terms: the last part of an IRI, the text of a literal, found regardless of letter case. The index is built
//! with the dataset, so that no question has to read every term.

use oxigraph::model::TermRef;

use crate::base::hash_folded;
use crate::store::dataset::Dataset;
use crate::store::id::Id;
use crate::store::shared_array::SharedArray;

/// The last part of an IRI: `no-training` of `https://caveat.example/alibaba#no-training`.
#[must_use]
pub fn last_part(iri: &str) -> Option<&str> {
    let last = iri.rsplit(['#', '/', ':']).next();
    last.filter(|part| !part.is_empty())
}

/// The terms of a dataset by the hash of their names, in buckets by its highest bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TermNameIndex {
    /// How many of the highest bits of a hash choose its bucket.
    pub(super) bits: u32,
    /// Where each bucket begins; one element more than there are buckets.
    pub(super) starts: SharedArray<u32>,
    /// Hash and term id.
    pub(super) entries: SharedArray<[u32; 2]>,
}

/// The average number of terms in a bucket.
const BUCKET: usize = 4;

impl TermNameIndex {
    /// Builds the index. A bucket keeps its terms in the given order.
    pub(super) fn of<'a>(terms: impl Iterator<Item = (Id, TermRef<'a>)>) -> Self {
        let called = |(id, term): (Id, TermRef<'a>)| {
            let name = match term {
                TermRef::NamedNode(iri) => last_part(iri.as_str())?,
                TermRef::Literal(text) => text.value(),
                TermRef::BlankNode(_) => return None,
            };
            Some([hash_folded(name), id])
        };
        let called: Vec<[u32; 2]> = terms.filter_map(called).collect();
        let bits = (called.len() / BUCKET).max(1).ilog2().min(24);
        let bucket = |hash: u32| (u64::from(hash) << bits >> 32) as usize;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for [hash, _] in &called {
            starts[bucket(*hash) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut entries = vec![[0; 2]; called.len()];
        for entry in called {
            let place = &mut next[bucket(entry[0])];
            entries[*place as usize] = entry;
            *place += 1;
        }
        Self { bits, starts: starts.into(), entries: entries.into() }
    }

    /// The terms whose names have this hash.
    fn with(&self, hash: u32) -> impl Iterator<Item = Id> + '_ {
        let bucket = (u64::from(hash) << self.bits >> 32) as usize;
        // A dataset without terms has no buckets.
        let range = match self.starts.is_empty() {
            true => 0..0,
            false => {
                let ends = self.starts.verified_range(bucket..bucket + 2);
                ends[0] as usize..ends[1] as usize
            }
        };
        let entries = self.entries.verified_range(range).iter();
        entries.filter_map(move |[known, id]| (*known == hash).then_some(*id))
    }
}

impl Dataset {
    /// The terms that may have this name, regardless of letter case: IRIs by their last part, literals by their text. A
    /// superset, because hashes can collide: the caller compares.
    pub fn terms_named(&self, name: &str) -> impl Iterator<Item = (Id, TermRef<'_>)> + '_ {
        let ids = self.term_names.with(hash_folded(name));
        ids.map(|id| (id, self.term(id)))
    }
}
