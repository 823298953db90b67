//! Sets that a question has found before are not found again.

use std::sync::Arc;

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::PlanNode;
use crate::exec::native::set::Set;
use crate::plan::Concept;

/// Cheaper sets are found again: the estimated cost in nanoseconds.
const WORTH: f64 = 50_000.0;

impl<'a> Evaluator<'a> {
    /// The set of a concept, from the memo or from `find`.
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

    /// What is linked to something; for a condition of what is not, the memo holds the opposite.
    pub(super) fn get_or_find_linked(
        &self,
        node: &PlanNode<'a>,
        find: impl FnOnce() -> Result<Arc<Set>, Halt>,
    ) -> Result<Arc<Set>, Halt> {
        match node.concept {
            Some(Concept::Linked { path, min: 0, to, .. }) if node.cost.whole > WORTH => {
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
        if let Some(known) = self.memo.get(&concept) {
            return Ok(known);
        }
        let found = find()?;
        self.memo.keep(concept, &found);
        Ok(found)
    }
}
