//! Triple patterns over the index, for the SPARQL evaluator: an iterator that shares ownership of the dataset.

use std::ops::Range;
use std::sync::Arc;

use crate::store::dataset::Dataset;
use crate::store::id::{Id, Triple};

/// The triples that match a pattern, predicate by predicate.
pub(super) struct Triples {
    dataset: Arc<Dataset>,
    pattern: [Option<Id>; 3],
    /// The predicates that are still to be visited.
    waiting: std::vec::IntoIter<Id>,
    now: Option<PredicateCursor>,
}

/// The position within one predicate.
struct PredicateCursor {
    predicate: Id,
    /// The subject or object that is fixed, or the current one.
    node: Id,
    /// True if `node` is the object.
    backward: bool,
    /// The positions of its remaining targets.
    places: Range<usize>,
    /// The remaining nodes to visit, if neither subject nor object is fixed.
    nodes: Range<Id>,
}

impl Triples {
    pub(super) fn of(dataset: Arc<Dataset>, pattern: [Option<Id>; 3]) -> Self {
        let waiting: Vec<Id> = match pattern[1] {
            Some(predicate) => vec![predicate],
            None => dataset.predicates().collect(),
        };
        Self { dataset, pattern, waiting: waiting.into_iter(), now: None }
    }

    fn begin(&self, predicate: Id) -> PredicateCursor {
        let [subject, _, object] = self.pattern;
        let (node, backward) = match (subject, object) {
            (Some(subject), _) => (subject, false),
            (None, Some(object)) => (object, true),
            (None, None) => (0, false),
        };
        let links = self.dataset.adjacency(predicate, backward);
        let places = match (subject, object) {
            (Some(_), Some(object)) => {
                let all = links.row(node);
                match links.targets()[all.clone()].binary_search(&object) {
                    Ok(at) => all.start + at..all.start + at + 1,
                    Err(_) => 0..0,
                }
            }
            (None, None) => 0..0,
            _ => links.row(node),
        };
        let open = subject.is_none() && object.is_none();
        PredicateCursor { predicate, node, backward, places, nodes: if open { links.range() } else { 0..0 } }
    }
}

impl Iterator for Triples {
    type Item = Triple;

    fn next(&mut self) -> Option<Triple> {
        loop {
            let Some(now) = &mut self.now else {
                let predicate = self.waiting.next()?;
                self.now = Some(self.begin(predicate));
                continue;
            };
            let links = self.dataset.adjacency(now.predicate, now.backward);
            if let Some(at) = now.places.next() {
                let end = links.targets()[at];
                return Some(match now.backward {
                    true => [end, now.predicate, now.node],
                    false => [now.node, now.predicate, end],
                });
            }
            match now.nodes.next() {
                Some(node) => {
                    now.node = node;
                    now.places = links.row(node);
                }
                None => self.now = None,
            }
        }
    }
}
