//! The materialized join index for hot predicate paths: the path from a claim through its citations to their sources
//! becomes one step. It is an index, not a cached answer: an entry depends on nothing but the data and the path.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use elsa::sync::FrozenMap;

use crate::store::adjacency::AdjacencyIndex;
use crate::store::dataset::Dataset;
use crate::store::id::{Id, MOST_IDS};

/// One step of a path: a predicate, and whether it is followed from objects to subjects.
pub type DirectedPredicate = (Id, bool);

/// A path is materialized once traversals have taken this many steps per link of its predicates: about the cost of
/// materializing it.
const OFTEN: usize = 8;

/// The number of links that may be materialized even if the graph has fewer.
const SMALL: usize = 1 << 16;

/// The paths materialized so far.
#[derive(Debug, Default)]
pub(super) struct JoinIndexCache {
    /// None for a path that leads to too much.
    indexes: FrozenMap<Vec<DirectedPredicate>, Box<Option<[AdjacencyIndex; 2]>>>,
    traversals: Mutex<TraversalCounts>,
}

#[derive(Debug, Default)]
struct TraversalCounts {
    /// The number of steps taken on each path.
    steps: HashMap<Vec<DirectedPredicate>, usize>,
    /// The total number of materialized links.
    links: usize,
}

/// Why a path is not materialized.
#[derive(Debug)]
enum NotMaterialized {
    /// The result is too large to be worth keeping.
    TooLarge,
    /// The caller has stopped waiting. It may be tried again.
    Cancelled,
}

impl Dataset {
    /// The links of a path, forward and backward, if it is materialized.
    #[must_use]
    pub fn join_index(&self, way: &[DirectedPredicate]) -> Option<[&AdjacencyIndex; 2]> {
        let known = self.join_indexes.indexes.get(way)?;
        known.as_ref().map(|[there, back]| [there, back])
    }

    /// Counts the steps of a traversal of a path of two links or more. Once there are many, materializes the path for
    /// later traversals, as long as all materialized paths have no more links than the graph. `goes_on` is called now
    /// and then with the number of steps taken since; if it returns false, nothing is materialized.
    pub fn record_traversal(&self, way: &[DirectedPredicate], steps: usize, goes_on: &mut dyn FnMut(usize) -> bool) {
        if way.len() < 2 || self.join_indexes.indexes.get(way).is_some() {
            return;
        }
        let counted = self.join_indexes.traversals.lock();
        let mut counted = counted.unwrap_or_else(PoisonError::into_inner);
        let TraversalCounts { steps: gone, links } = &mut *counted;
        let taken = gone.entry(way.to_vec()).or_default();
        *taken += steps;
        let lengths = way.iter().map(|along| self.step_adjacency(along).len());
        if *taken < OFTEN * lengths.sum::<usize>() {
            return;
        }
        let most = self.len().max(SMALL).saturating_sub(*links);
        // Another question may have materialized it while this one waited for the lock.
        if self.join_indexes.indexes.get(way).is_some() {
            return;
        }
        // After an interruption, the next attempt waits until the path has been traversed as often again.
        *taken = 0;
        let composed = match self.materialize(way, most.min(MOST_IDS), goes_on) {
            Ok(composed) => Some(composed),
            Err(NotMaterialized::TooLarge) => None,
            Err(NotMaterialized::Cancelled) => return,
        };
        *links += composed.as_ref().map_or(0, |[there, _]| there.len());
        let _ = self.join_indexes.indexes.insert(way.to_vec(), Box::new(composed));
    }

    fn step_adjacency(&self, (predicate, backward): &DirectedPredicate) -> &AdjacencyIndex {
        self.adjacency(*predicate, *backward)
    }

    /// Computes the links of a path, forward and backward.
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

/// Joins the links of `one` with those of `two`: distinct pairs, ascending.
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
            return Err(NotMaterialized::Cancelled);
        }
        if ends.len() > 1 {
            ends.sort_unstable();
            ends.dedup();
        }
        pairs.extend(ends.iter().map(|end| [from, *end]));
        // Many routes to the same ends give few pairs, but still take long.
        if pairs.len() > most || steps / 8 > most {
            return Err(NotMaterialized::TooLarge);
        }
    }
    Ok(pairs)
}
