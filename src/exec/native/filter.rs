//! Filters candidates by a concept: with its whole set, or one by one, whichever costs less.

use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::budget::Halt;
use crate::exec::native::compiled_path::Move;
use crate::exec::native::cost::one_by_one;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};

impl<'a> Evaluator<'a> {
    /// The candidates that are in a concept, each as its own root.
    pub(super) fn filter(&self, node: &PlanNode<'a>, candidates: Arc<Set>) -> Result<Arc<Set>, Halt> {
        if candidates.is_empty() {
            return Ok(candidates);
        }
        match &node.form {
            PlanForm::Everything => return Ok(candidates),
            PlanForm::All(nodes) => return self.intersect(nodes, Some(candidates)),
            _ => {}
        }
        if let Some(found) = self.filter_by_union(node, &candidates)? {
            self.record_stats(node, Some(candidates.len()), found.len());
            return Ok(Arc::new(found));
        }
        if node.correlated || one_by_one(node, candidates.len()) {
            return self.filter_each(node, &candidates);
        }
        let found = match (&node.form, node.form.as_none()) {
            // An exclusion needs the excluded set, not its complement in everything.
            (PlanForm::Not(inner), _) => {
                let taken = self.whole_set(inner)?;
                candidates.minus(&self.restrict_to_subjects(inner, &taken))
            }
            (_, Some((way, to))) => candidates.minus(&*self.preimage_for_none(node, (way, to))?),
            _ => {
                let whole = self.whole_set(node)?;
                candidates.and(&self.restrict_to_subjects(node, &whole))
            }
        };
        self.record_stats(node, None, found.len());
        Ok(Arc::new(found))
    }

    /// Filters by a union of concepts or its negation: each concept is evaluated only for the candidates that the ones
    /// before left open. `None` if it does not apply.
    fn filter_by_union(&self, node: &PlanNode<'a>, candidates: &Arc<Set>) -> Result<Option<Set>, Halt> {
        let (either, taken) = match &node.form {
            PlanForm::Not(inner) => (inner.as_ref(), true),
            _ => (node, false),
        };
        let PlanForm::Either(nodes) = &either.form else {
            return Ok(None);
        };
        let alone = |node: &Rc<PlanNode<'a>>| !node.free && !node.correlated;
        if either.set.get().is_some() || !nodes.iter().all(alone) {
            return Ok(None);
        }
        let mut nodes: Vec<&Rc<PlanNode<'a>>> = nodes.iter().collect();
        nodes.sort_by(|one, other| one.cost.each.total_cmp(&other.cost.each));
        let mut left = Arc::clone(candidates);
        let mut all = Set::none();
        for node in nodes {
            let found = self.filter(node, Arc::clone(&left))?;
            left = Arc::new(left.minus(&found));
            all = all.or(&found);
            if left.is_empty() {
                break;
            }
        }
        Ok(Some(match taken {
            true => left.as_ref().clone(),
            false => all,
        }))
    }

    /// Filters by one link, or two in sequence, into a set that is known or cheap to find, or by the lack of such
    /// links. `None` if it does not apply.
    fn filter_by_links(&self, node: &PlanNode<'a>, candidates: &Set) -> Result<Option<Set>, Halt> {
        let taken = match &node.form {
            PlanForm::Not(inner) => inner.form.as_some(),
            form => form.as_none(),
        };
        let some = node.form.as_some().map(|it| (it, true));
        let Some(((way, to), wanted)) = some.or(taken.map(|it| (it, false))) else {
            return Ok(None);
        };
        let (one, two) = match way.moves.as_slice() {
            [Move::Links(one)] => (one.forward, None),
            [Move::Links(one), Move::Links(two)] => (one.forward, Some(two.forward)),
            _ => return Ok(None),
        };
        let asked = candidates.len() as f64;
        let known = to.set.get().is_some() || to.cost.whole <= to.cost.each * asked;
        if to.correlated || to.free || !known {
            return Ok(None);
        }
        let to = self.whole_set(to)?;
        let before = self.budget.steps_spent();
        let links = ((one, two), candidates, wanted);
        let all = way.ends().is_some_and(|ends| to.covers(&ends));
        let found = match to.as_ref() {
            _ if all => self.filter_by_ends(links, |_| true),
            Set::Bits(bits, _) => self.filter_by_ends(links, |id| bits.contains(id)),
            set => self.filter_by_ends(links, |id| set.contains(id)),
        }?;
        self.record_traversal(way, before);
        Ok(Some(found))
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

    /// The candidates that pass: by a join if there is one, else one by one.
    pub(super) fn filter_each(&self, node: &PlanNode<'a>, candidates: &Set) -> Result<Arc<Set>, Halt> {
        if node.correlated
            && let Some(found) = self.filter_by_join(node, candidates)?
        {
            self.record_stats(node, Some(candidates.len()), found.len());
            return Ok(Arc::new(found));
        }
        if let Some(found) = self.filter_by_links(node, candidates)? {
            self.record_stats(node, Some(candidates.len()), found.len());
            return Ok(Arc::new(found));
        }
        let before = self.budget.steps_spent();
        let found = candidates.filter(|id| {
            self.budget.spend(1)?;
            self.evaluate_for(node, id, Env { root: id, bindings: &[] })
        })?;
        if let Some(way) = node.form.path() {
            self.record_traversal(way, before);
        }
        self.record_stats(node, Some(candidates.len()), found.len());
        Ok(Arc::new(found))
    }
}
