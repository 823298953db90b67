//! Ways of several links that are gone again and again, kept as links of their own: from a claim through its
//! citations to their sources becomes one step. What is composed is an index, not an answer: it depends on nothing that a
//! question says but the way.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use elsa::sync::FrozenMap;

use crate::store::dataset::{Dataset, Id, MOST_IDS};
use crate::store::links::Links;

/// One link of a way: a predicate, and whether it is gone from objects to subjects.
pub type Along = (Id, bool);

/// A way is composed once going it has taken so many steps for each of its links: about what composing costs.
const OFTEN: usize = 8;

/// In a small graph so many links may be composed, however few it has.
const SMALL: usize = 1 << 16;

/// What is composed so far.
#[derive(Debug, Default)]
pub(super) struct Composed {
    /// None for a way that leads to too much.
    known: FrozenMap<Vec<Along>, Box<Option<[Links; 2]>>>,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    /// How many steps were taken on each way.
    steps: HashMap<Vec<Along>, usize>,
    /// How many links were composed of all.
    links: usize,
}

/// Why a way is not composed.
#[derive(Debug)]
enum Not {
    /// It leads to more than is worth keeping.
    Worth,
    /// Nobody waits for it any more: it may be tried again.
    Wanted,
}

impl Dataset {
    /// The links that a way comes to, there and back, when they are composed.
    #[must_use]
    pub fn composed(&self, way: &[Along]) -> Option<[&Links; 2]> {
        let known = self.composed.known.get(way)?;
        known.as_ref().map(|[there, back]| [there, back])
    }

    /// Tells how many steps were taken on a way of two links or more. When they have become many, its links are composed
    /// for who goes it next, as long as all that is composed has no more links than the graph. `goes_on` is asked now
    /// and then with the number of steps taken since; when it gives false, nothing is composed.
    pub fn went(&self, way: &[Along], steps: usize, goes_on: &mut dyn FnMut(usize) -> bool) {
        if way.len() < 2 || self.composed.known.get(way).is_some() {
            return;
        }
        let counted = self.composed.counted.lock();
        let mut counted = counted.unwrap_or_else(PoisonError::into_inner);
        let Counted { steps: gone, links } = &mut *counted;
        let taken = gone.entry(way.to_vec()).or_default();
        *taken += steps;
        let lengths = way.iter().map(|along| self.along(along).len());
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
        let composed = match self.compose(way, most.min(MOST_IDS), goes_on) {
            Ok(composed) => Some(composed),
            Err(Not::Worth) => None,
            Err(Not::Wanted) => return,
        };
        *links += composed.as_ref().map_or(0, |[there, _]| there.len());
        let _ = self.composed.known.insert(way.to_vec(), Box::new(composed));
    }

    fn along(&self, (predicate, backward): &Along) -> &Links {
        self.links(*predicate, *backward)
    }

    /// The links of a way, there and back.
    fn compose(&self, way: &[Along], most: usize, goes_on: &mut dyn FnMut(usize) -> bool) -> Result<[Links; 2], Not> {
        let mut links = way.iter().map(|along| self.along(along));
        let first = links.next().unwrap_or(&self.no_links);
        let there = links.try_fold(Cow::Borrowed(first), |all, next| {
            let pairs = joined(&all, next, most, goes_on)?;
            Ok(Cow::Owned(Links::of(&pairs)))
        })?;
        let back = there.turned();
        Ok([there.into_owned(), back])
    }
}

/// What links lead to through other links, ascending, each pair once.
fn joined(one: &Links, two: &Links, most: usize, goes_on: &mut dyn FnMut(usize) -> bool) -> Result<Vec<[Id; 2]>, Not> {
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
            return Err(Not::Wanted);
        }
        if ends.len() > 1 {
            ends.sort_unstable();
            ends.dedup();
        }
        pairs.extend(ends.iter().map(|end| [from, *end]));
        // What leads to the same again and again has few pairs, and takes long all the same.
        if pairs.len() > most || steps / 8 > most {
            return Err(Not::Worth);
        }
    }
    Ok(pairs)
}
