//! Node-at-a-time evaluation: whether a concept holds of one thing, given a root.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::budget::{Halt, OFF, ON};
use crate::exec::native::cost::each_by_now;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::join::root_join_links;
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::exec::native::set::Set;
use crate::plan::Concept;
use crate::store::Id;
use crate::words::{CompiledPath, visit_moves};

impl<'a> Evaluator<'a> {
    /// True if a condition holds of a thing, for a question about the root of `env`. Its whole set is found once that is
    /// worth it.
    pub(super) fn is_in(&self, node: &Rc<PlanNode<'a>>, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        if let Some(known) = node.set.get() {
            return Ok(known.contains(thing));
        }
        if !node.correlated && !node.free && self.is_worth_it(node) {
            return Ok(self.whole_set(node)?.contains(thing));
        }
        self.evaluate_for(node, thing, env)
    }

    /// The same, without finding the whole set.
    pub(super) fn evaluate_for(&self, node: &PlanNode<'a>, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        match &node.form {
            PlanForm::Everything => Ok(true),
            PlanForm::Nothing => Ok(false),
            PlanForm::Class { own, classes } => {
                let mut own = own.of_node(thing).iter();
                Ok(own.any(|own| classes.iter().any(|(class, _)| class == own)))
            }
            PlanForm::OneOf(ids) => Ok(ids.binary_search(&thing).is_ok()),
            PlanForm::All(nodes) => {
                for node in nodes {
                    if !self.is_in(node, thing, env)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            PlanForm::Either(nodes) => {
                for one in nodes {
                    let ranges = one.free && !node.correlated;
                    if self.is_in(one, thing, env)? && (!ranges || self.is_subject(thing)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            PlanForm::Not(inner) => {
                let ranges = inner.free && !inner.correlated;
                let taken = self.is_in(inner, thing, env)?;
                Ok(!(taken && (!ranges || self.is_subject(thing))))
            }
            PlanForm::Linked { way, min, max, to } => match (min, max) {
                (1, None) => match root_join_links(&node.form) {
                    Some((own, theirs)) => {
                        let theirs = theirs.of_node(env.root);
                        Ok(own.of_node(thing).iter().any(|own| theirs.contains(own)))
                    }
                    None => self.leads_to(way, thing, to, env),
                },
                (0, Some(0)) => Ok(!self.leads_to(way, thing, to, env)?),
                (min, max) => {
                    let enough = max.unwrap_or(*min);
                    let count = self.number_of(way, thing, enough, |end| self.is_in(to, end, env))?;
                    Ok(count >= *min && max.is_none_or(|max| count <= max))
                }
            },
            PlanForm::Only { way, among, to } => {
                let mut some = false;
                let flow = visit_moves(&way.moves, &self.budget, thing, &mut |end| {
                    if !self.is_in(among, end, env)? {
                        return ON;
                    }
                    some = true;
                    if self.is_in(to, end, env)? { ON } else { OFF }
                })?;
                Ok(some && flow.is_continue())
            }
            PlanForm::Covers { way, to } => {
                let all = if to.correlated { self.members(to, env)? } else { self.whole_set(to)? };
                let wanted = all.len() as u64;
                let count = self.number_of(way, thing, wanted, |end| Ok(all.contains(end)))?;
                Ok(wanted > 0 && count == wanted)
            }
            PlanForm::Passing { test, .. } => self.passes(test, thing),
            PlanForm::Holds { formula, .. } => {
                let ranges = node.free && !node.correlated;
                Ok((!ranges || self.is_subject(thing)) && self.formula_holds(formula, thing, env)?)
            }
            PlanForm::WithBindings(pattern) => {
                pattern.expect(1);
                let flow = self.each_binding(pattern, thing, env, &mut |_| OFF)?;
                Ok(flow.is_break())
            }
            PlanForm::Their(way) => {
                let found = visit_moves(&way.moves, &self.budget, env.root, &mut |end| {
                    if end == thing { OFF } else { ON }
                })?;
                Ok(found.is_break())
            }
            PlanForm::Root(inner) => {
                let own = Env { root: thing, bindings: env.bindings };
                self.is_in(inner, thing, own)
            }
        }
    }

    /// True once evaluating things one by one has cost as much as the whole set would. Whatever is asked from then on,
    /// the total is at most twice the optimum.
    #[inline]
    fn is_worth_it(&self, node: &PlanNode<'a>) -> bool {
        let spent = node.spent.get() + node.each.get();
        node.spent.set(spent);
        spent > node.cost.whole && is_worth_it_by_now(node)
    }

    /// True if a path leads from a thing to something of a concept.
    fn leads_to(&self, way: &CompiledPath<'a>, thing: Id, to: &Rc<PlanNode<'a>>, env: Env<'_>) -> Result<bool, Halt> {
        let found = visit_moves(&way.moves, &self.budget, thing, &mut |end| {
            if self.is_in(to, end, env)? { OFF } else { ON }
        })?;
        Ok(found == ControlFlow::Break(()))
    }

    /// True if a thing is the subject of a fact.
    fn is_subject(&self, thing: Id) -> bool {
        let mut predicates = self.dataset.matching(Some(thing), None, None);
        predicates.next().is_some()
    }

    /// The things of a condition, for a question about the root of `env`.
    pub(super) fn members(&self, node: &Rc<PlanNode<'a>>, env: Env<'_>) -> Result<Arc<Set>, Halt> {
        if !node.correlated {
            let whole = self.whole_set(node)?;
            return Ok(if node.free { Arc::new(whole.and(&self.all_subjects())) } else { whole });
        }
        match &node.form {
            PlanForm::Their(way) => {
                let mut found = Vec::new();
                let _ = visit_moves(&way.moves, &self.budget, env.root, &mut |end| {
                    found.push(end);
                    ON
                })?;
                Ok(Arc::new(Set::of_any(found)))
            }
            PlanForm::Linked { way, min, to, .. } if *min > 0 => {
                let ends = self.members(to, env)?;
                let linked = self.preimage(way, &ends)?;
                if matches!(node.form, PlanForm::Linked { min: 1, max: None, .. }) {
                    return Ok(Arc::new(linked));
                }
                self.passing(node, &linked, env)
            }
            PlanForm::Either(nodes) => {
                let mut all = Set::none();
                for node in nodes {
                    all = all.or(&*self.members(node, env)?);
                }
                Ok(Arc::new(all))
            }
            PlanForm::All(nodes) => {
                // The root leads to few things; the next best start is the smallest set that does not refer to it.
                let finds = |node: &&Rc<PlanNode<'a>>| node.concept.is_some_and(Concept::binds_the_root);
                let first = nodes.iter().find(finds);
                let first = first.or_else(|| {
                    let sets = nodes.iter().filter(|it| !it.correlated && !it.free);
                    sets.min_by(|one, other| one.cost.size.total_cmp(&other.cost.size))
                });
                let candidates = match first {
                    Some(first) => self.members(first, env)?,
                    None => self.all_subjects(),
                };
                self.passing(node, &candidates, env)
            }
            _ => self.passing(node, &self.all_subjects(), env),
        }
    }

    fn passing(&self, node: &PlanNode<'a>, candidates: &Set, env: Env<'_>) -> Result<Arc<Set>, Halt> {
        let found = candidates.filter(|id| {
            self.budget.spend(1)?;
            self.evaluate_for(node, id, env)
        })?;
        Ok(Arc::new(found))
    }
}

/// The same with the current cost of one thing: sets that are known by now have made it cheaper.
#[cold]
fn is_worth_it_by_now(node: &PlanNode<'_>) -> bool {
    let each = each_by_now(node);
    let spent = node.spent.get() / node.each.get() * each;
    node.each.set(each);
    node.spent.set(spent);
    spent > node.cost.whole
}
