//! Sets that one question has found already: what it leaves out and what it teaches ask for most of them again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::exec::native::node::Node;
use crate::exec::native::set::Set;
use crate::exec::native::way::Way;
use crate::exec::native::{Evaluator, Halt};
use crate::plan::Concept;

/// What costs less is found again: in nanoseconds, as it is guessed.
const WORTH: f64 = 50_000.0;

/// So many sets are kept, the first ones: a question has few that cost much.
const MOST: usize = 16;

/// What was found on behalf of one question about one graph.
#[derive(Clone, Default)]
pub(in crate::exec) struct Found(Arc<Mutex<Vec<Known>>>);

/// A concept with what is in it.
type Known = (Concept, Arc<Set>);

impl Found {
    fn get(&self, concept: &Concept) -> Option<Arc<Set>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.iter().find(|(known, _)| known == concept);
        known.map(|(_, set)| Arc::clone(set))
    }

    fn keep(&self, concept: Concept, set: &Arc<Set>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.push((concept, Arc::clone(set)));
        }
    }
}

impl<'a> Evaluator<'a> {
    /// The set of a concept, which is known or found out.
    pub(super) fn known(
        &self,
        node: &Node<'a>,
        find: impl FnOnce() -> Result<Arc<Set>, Halt>,
    ) -> Result<Arc<Set>, Halt> {
        match node.concept.filter(|_| node.cost.whole > WORTH) {
            Some(concept) => self.known_as(concept.clone(), find),
            None => find(),
        }
    }

    /// What is linked to something, for a concept of what is not.
    pub(super) fn linked_after_all(&self, node: &Node<'a>, (way, to): (&Way<'a>, &Node<'a>)) -> Result<Arc<Set>, Halt> {
        let find = || Ok(Arc::new(self.node_into(way, to)?));
        match node.concept {
            Some(Concept::Linked { path, to, .. }) if node.cost.whole > WORTH => {
                let linked = Concept::Linked { path: path.clone(), min: 1, max: None, to: to.clone() };
                self.known_as(linked, find)
            }
            _ => find(),
        }
    }

    fn known_as(&self, concept: Concept, find: impl FnOnce() -> Result<Arc<Set>, Halt>) -> Result<Arc<Set>, Halt> {
        if let Some(known) = self.found.get(&concept) {
            return Ok(known);
        }
        let found = find()?;
        self.found.keep(concept, &found);
        Ok(found)
    }
}
