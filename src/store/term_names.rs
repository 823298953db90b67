//! What terms are called: the last part of an IRI, the text of a literal, found by what is typed, whatever
//! its letter case. Made with the dataset, so that no question has to look at every term.

use oxigraph::model::TermRef;

use crate::base::hash_folded;
use crate::store::column::SharedArray;
use crate::store::dataset::Dataset;
use crate::store::id::Id;

/// The last part of an IRI: `no-training` of `https://caveat.example/alibaba#no-training`.
#[must_use]
pub fn last_part(iri: &str) -> Option<&str> {
    let last = iri.rsplit(['#', '/', ':']).next();
    last.filter(|part| !part.is_empty())
}

/// The terms of a dataset by the hash of what they are called: buckets by its highest bits, side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TermNameIndex {
    /// The highest bits of a hash that choose its bucket.
    pub(super) bits: u32,
    /// Where each bucket begins; one more than there are buckets.
    pub(super) starts: SharedArray<u32>,
    /// Hash and term.
    pub(super) entries: SharedArray<[u32; 2]>,
}

/// Terms of a bucket, about.
const BUCKET: usize = 4;

impl TermNameIndex {
    /// The terms with what they are called; a bucket holds them in the order in which they come.
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

    /// The terms with this hash, and no others but by chance.
    fn with(&self, hash: u32) -> impl Iterator<Item = Id> + '_ {
        let bucket = (u64::from(hash) << self.bits >> 32) as usize;
        // Nothing has a bucket in a dataset without terms.
        let range = match self.starts.is_empty() {
            true => 0..0,
            false => {
                let ends = self.starts.part(bucket..bucket + 2);
                ends[0] as usize..ends[1] as usize
            }
        };
        let entries = self.entries.part(range).iter();
        entries.filter_map(move |[known, id]| (*known == hash).then_some(*id))
    }
}

impl Dataset {
    /// The terms that may be called so, letter case aside: IRIs by their last part, literals by their
    /// text. All that are, and some that are not: the one who asks compares.
    pub fn terms_named(&self, name: &str) -> impl Iterator<Item = (Id, TermRef<'_>)> + '_ {
        let ids = self.spelled.with(hash_folded(name));
        ids.map(|id| (id, self.term(id)))
    }
}
