//! Ways of several links that are gone again and again, kept as links of their own: from a claim through its
//! citations to their sources becomes one step. What is composed is an index, not an answer: it depends on nothing that a
//! question says but the way.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use elsa::sync::FrozenMap;

use crate::store::adjacency::AdjacencyIndex;
use crate::store::dataset::Dataset;
use crate::store::id::{Id, MOST_IDS};

/// One link of a way: a predicate, and whether it is gone from objects to subjects.
pub type DirectedPredicate = (Id, bool);

/// A way is composed once going it has taken so many steps for each of its links: about what composing costs.
const OFTEN: usize = 8;

/// In a small graph so many links may be composed, however few it has.
const SMALL: usize = 1 << 16;

/// What is composed so far.
#[derive(Debug, Default)]
pub(super) struct JoinIndexCache {
    /// None for a way that leads to too much.
    known: FrozenMap<Vec<DirectedPredicate>, Box<Option<[AdjacencyIndex; 2]>>>,
    counted: Mutex<TraversalCounts>,
}

#[derive(Debug, Default)]
struct TraversalCounts {
    /// How many steps were taken on each way.
    steps: HashMap<Vec<DirectedPredicate>, usize>,
    /// How many links were composed of all.
    links: usize,
}

/// Why a way is not composed.
#[derive(Debug)]
enum NotMaterialized {
    /// It leads to more than is worth keeping.
    Worth,
    /// Nobody waits for it any more: it may be tried again.
    Wanted,
}

impl Dataset {
    /// The links that a way comes to, there and back, when they are composed.
    #[must_use]
    pub fn join_index(&self, way: &[DirectedPredicate]) -> Option<[&AdjacencyIndex; 2]> {
        let known = self.composed.known.get(way)?;
        known.as_ref().map(|[there, back]| [there, back])
    }

    /// Tells how many steps were taken on a way of two links or more. When they have become many, its links are composed
    /// for who goes it next, as long as all that is composed has no more links than the graph. `goes_on` is asked now
    /// and then with the number of steps taken since; when it gives false, nothing is composed.
    pub fn record_traversal(&self, way: &[DirectedPredicate], steps: usize, goes_on: &mut dyn FnMut(usize) -> bool) {
        if way.len() < 2 || self.composed.known.get(way).is_some() {
            return;
        }
        let counted = self.composed.counted.lock();
        let mut counted = counted.unwrap_or_else(PoisonError::into_inner);
        let TraversalCounts { steps: gone, links } = &mut *counted;
        let taken = gone.entry(way.to_vec()).or_default();
        *taken += steps;
        let lengths = way.iter().map(|along| self.step_adjacency(along).len());
        if *taken < OFTEN * lengths.sum::<usize>() {
            return;
        }
        let most = self.len().max(SMALL).saturating_sub(*links);
        // Another question may have composed it while this one waited.
        if self.composed.known.get(way).is_some() {
            return;
        }
        // Where nobody has the time, it is not tried again before the way was gone as often once more.
        *taken = 0;
        let composed = match self.materialize(way, most.min(MOST_IDS), goes_on) {
            Ok(composed) => Some(composed),
            Err(NotMaterialized::Worth) => None,
            Err(NotMaterialized::Wanted) => return,
        };
        *links += composed.as_ref().map_or(0, |[there, _]| there.len());
        let _ = self.composed.known.insert(way.to_vec(), Box::new(composed));
    }

    fn step_adjacency(&self, (predicate, backward): &DirectedPredicate) -> &AdjacencyIndex {
        self.adjacency(*predicate, *backward)
    }

    /// The links of a way, there and back.
    fn materialize(
        &self,
        way: &[DirectedPredicate],
        most: usize,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<[AdjacencyIndex; 2], NotMaterialized> {
        let mut links = way.iter().map(|along| self.step_adjacency(along));
        let first = links.next().unwrap_or(&self.no_links);
        let there = links.try_fold(Cow::Borrowed(first), |all, next| {
            let pairs = join_pairs(&all, next, most, goes_on)?;
            Ok(Cow::Owned(AdjacencyIndex::of(&pairs)))
        })?;
        let back = there.transpose();
        Ok([there.into_owned(), back])
    }
}

/// What links lead to through other links, ascending, each pair once.
fn join_pairs(
    one: &AdjacencyIndex,
    two: &AdjacencyIndex,
    most: usize,
    goes_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Vec<[Id; 2]>, NotMaterialized> {
    let mut pairs = Vec::new();
    let mut steps = 0_usize;
    let mut ends = Vec::new();
    for (from, through) in one.nodes() {
        ends.clear();
        for middle in through {
            ends.extend_from_slice(two.of_node(*middle));
        }
        let taken = 1 + through.len() + ends.len();
        steps += taken;
        if !goes_on(taken) {
            return Err(NotMaterialized::Wanted);
        }
        if ends.len() > 1 {
            ends.sort_unstable();
            ends.dedup();
        }
        pairs.extend(ends.iter().map(|end| [from, *end]));
        // What leads to the same again and again has few pairs, and takes long all the same.
        if pairs.len() > most || steps / 8 > most {
            return Err(NotMaterialized::Worth);
        }
    }
    Ok(pairs)
}
