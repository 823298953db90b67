//! Sets that one question has found already: what it leaves out and what it teaches ask for most of them again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::exec::native::compiled_path::CompiledPath;
use crate::exec::native::node::PlanNode;
use crate::exec::native::set::Set;
use crate::exec::native::{Evaluator, Halt};
use crate::plan::Concept;

/// What costs less is found again: in nanoseconds, as it is guessed.
const WORTH: f64 = 50_000.0;

/// So many sets are kept, the first ones: a question has few that cost much.
const MOST: usize = 16;

/// What was found on behalf of one question about one graph.
#[derive(Clone, Default)]
pub(in crate::exec) struct SetMemo(Arc<Mutex<Vec<MemoEntry>>>);

/// A concept with what is in it.
type MemoEntry = (Concept, Arc<Set>);

impl SetMemo {
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
    pub(super) fn get_or_find(
        &self,
        node: &PlanNode<'a>,
        find: impl FnOnce() -> Result<Arc<Set>, Halt>,
    ) -> Result<Arc<Set>, Halt> {
        match node.concept.filter(|_| node.cost.whole > WORTH) {
            Some(concept) => self.get_or_find_as(concept.clone(), find),
            None => find(),
        }
    }

    /// What is linked to something, for a concept of what is not.
    pub(super) fn preimage_for_none(
        &self,
        node: &PlanNode<'a>,
        (way, to): (&CompiledPath<'a>, &PlanNode<'a>),
    ) -> Result<Arc<Set>, Halt> {
        let find = || Ok(Arc::new(self.preimage_of_node(way, to)?));
        match node.concept {
            Some(Concept::Linked { path, to, .. }) if node.cost.whole > WORTH => {
                let linked = Concept::Linked { path: path.clone(), min: 1, max: None, to: to.clone() };
                self.get_or_find_as(linked, find)
            }
            _ => find(),
        }
    }

    fn get_or_find_as(
        &self,
        concept: Concept,
        find: impl FnOnce() -> Result<Arc<Set>, Halt>,
    ) -> Result<Arc<Set>, Halt> {
        if let Some(known) = self.found.get(&concept) {
            return Ok(known);
        }
        let found = find()?;
        self.found.keep(concept, &found);
        Ok(found)
    }
}
