//! Filters candidates by their links into a set, or one by one.

use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};
use crate::words::{CompiledPath, Move};

/// A condition on one link, or two in sequence, into a set.
pub(super) struct LinkFilter<'n, 'a> {
    way: &'n CompiledPath<'a>,
    one: &'a AdjacencyIndex,
    two: Option<&'a AdjacencyIndex>,
    /// The condition whose set they lead into.
    pub(super) to: &'n Rc<PlanNode<'a>>,
    /// False if what has such links does not pass.
    wanted: bool,
}

impl LinkFilter<'_, '_> {
    /// True if the set is known, or costs no more than testing what so many candidates link to.
    pub(super) fn is_worth_it(&self, candidates: f64) -> bool {
        self.to.set.get().is_some() || self.to.cost.whole <= self.to.cost.each * candidates
    }
}

/// A condition as a filter by links into a set; `None` for any other.
pub(super) fn link_filter<'n, 'a>(node: &'n PlanNode<'a>) -> Option<LinkFilter<'n, 'a>> {
    let (some, none) = match &node.form {
        PlanForm::Not(inner) => (None, inner.form.as_some()),
        form => (form.as_some(), form.as_none()),
    };
    let wanted = some.is_some();
    let (way, to) = some.or(none)?;
    let (one, two) = match way.moves.as_slice() {
        [Move::Links(one)] => (one.forward, None),
        [Move::Links(one), Move::Links(two)] => (one.forward, Some(two.forward)),
        _ => return None,
    };
    (!to.correlated && !to.free).then_some(LinkFilter { way, one, two, to, wanted })
}

impl<'a> Evaluator<'a> {
    /// The candidates whose links lead into the set, or do not.
    pub(super) fn filter_by_links(&self, filter: &LinkFilter<'_, 'a>, candidates: &Set) -> Result<Set, Halt> {
        let to = self.whole_set(filter.to)?;
        let before = self.budget.steps_spent();
        let links = ((filter.one, filter.two), candidates, filter.wanted);
        let all = filter.way.ends().is_some_and(|ends| to.covers(&ends));
        let found = match to.as_ref() {
            _ if all => self.filter_by_ends(links, |_| true),
            Set::Bits(bits, _) => self.filter_by_ends(links, |id| bits.contains(id)),
            set => self.filter_by_ends(links, |id| set.contains(id)),
        }?;
        self.record_traversal(filter.way, before);
        Ok(found)
    }

    /// The candidates from which one or two links lead to something that passes; unless `wanted`, the others.
    #[inline]
    fn filter_by_ends(
        &self,
        ((one, two), candidates, wanted): ((&AdjacencyIndex, Option<&AdjacencyIndex>), &Set, bool),
        passes: impl Fn(Id) -> bool,
    ) -> Result<Set, Halt> {
        let Some(two) = two else {
            return candidates.filter(|id| {
                let ends = one.of_node(id);
                self.budget.spend(1 + ends.len())?;
                Ok(ends.iter().any(|end| passes(*end)) == wanted)
            });
        };
        candidates.filter(|id| {
            self.budget.spend(1)?;
            for node in one.of_node(id) {
                let ends = two.of_node(*node);
                self.budget.spend(1 + ends.len())?;
                if ends.iter().any(|end| passes(*end)) {
                    return Ok(wanted);
                }
            }
            Ok(!wanted)
        })
    }

    /// The candidates that pass, tested one by one, each as its own root.
    pub(super) fn filter_each(&self, node: &PlanNode<'a>, candidates: &Set) -> Result<Arc<Set>, Halt> {
        let before = self.budget.steps_spent();
        let found = candidates.filter(|id| {
            self.budget.spend(1)?;
            self.evaluate_for(node, id, Env { root: id, bindings: &[] })
        })?;
        if let Some(way) = node.form.path() {
            self.record_traversal(way, before);
        }
        Ok(Arc::new(found))
    }
}
