//! One thing at a time: whether a concept holds of it, for a question about a root.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::cost::each_by_now;
use crate::exec::native::join::shared_links;
use crate::exec::native::node::{Form, Node};
use crate::exec::native::set::Set;
use crate::exec::native::walk::{OFF, ON};
use crate::exec::native::way::Way;
use crate::exec::native::{Env, Evaluator, Halt};
use crate::plan::Concept;
use crate::store::Id;

impl<'a> Evaluator<'a> {
    /// True when a thing is one of a concept, for a question about the root of `env`.
    pub(super) fn holds(&self, concept: &'a Concept, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        self.is_in(&self.node(concept), thing, env)
    }

    /// The same, ready.
    pub(super) fn is_in(&self, node: &Node<'a>, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        if let Some(known) = node.set.get() {
            return Ok(known.contains(thing));
        }
        if !node.correlated && !node.free && self.is_worth_it(node) {
            return Ok(self.whole(node)?.contains(thing));
        }
        self.judge(node, thing, env)
    }

    /// The same, without the set being found.
    pub(super) fn judge(&self, node: &Node<'a>, thing: Id, env: Env<'_>) -> Result<bool, Halt> {
        match &node.form {
            Form::Everything => Ok(true),
            Form::Nothing => Ok(false),
            Form::Class { own, classes } => {
                let mut own = own.of_node(thing).iter();
                Ok(own.any(|own| classes.iter().any(|(class, _)| class == own)))
            }
            Form::OneOf(ids) => Ok(ids.binary_search(&thing).is_ok()),
            Form::All(nodes) => {
                for node in nodes {
                    if !self.is_in(node, thing, env)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Form::Either(nodes) => {
                for one in nodes {
                    let ranges = one.free && !node.correlated;
                    if self.is_in(one, thing, env)? && (!ranges || self.is_said_of(thing)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Form::Not(inner) => {
                let ranges = inner.free && !inner.correlated;
                let taken = self.is_in(inner, thing, env)?;
                Ok(!(taken && (!ranges || self.is_said_of(thing))))
            }
            Form::Linked { way, min, max, to } => match (min, max) {
                (1, None) => match shared_links(&node.form) {
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
            Form::Only { way, among, to } => {
                let mut some = false;
                let flow = self.walk_on(&way.moves, thing, &mut |end| {
                    if !self.is_in(among, end, env)? {
                        return ON;
                    }
                    some = true;
                    if self.is_in(to, end, env)? { ON } else { OFF }
                })?;
                Ok(some && flow.is_continue())
            }
            Form::Covers { way, to } => {
                let all = if to.correlated { self.members_of(to, env)? } else { self.whole(to)? };
                let wanted = all.len() as u64;
                let count = self.number_of(way, thing, wanted, |end| Ok(all.contains(end)))?;
                Ok(wanted > 0 && count == wanted)
            }
            Form::Passing { test, .. } => self.passes(test, thing),
            Form::Holds(formula) => {
                let ranges = node.free && !node.correlated;
                Ok((!ranges || self.is_said_of(thing)) && self.formula_holds(formula, thing, env)?)
            }
            Form::Witnessed(witnessed) => {
                let together = self.together(witnessed, 1);
                let flow = self.found_together(&together, thing, env, &mut |_| OFF)?;
                Ok(flow.is_break())
            }
            Form::Their(way) => {
                let found = self.walk_on(&way.moves, env.root, &mut |end| {
                    if end == thing { OFF } else { ON }
                })?;
                Ok(found.is_break())
            }
            Form::Root(inner) => {
                let own = Env { root: thing, named: env.named };
                self.is_in(inner, thing, own)
            }
        }
    }

    /// True when as much was spent on judging one thing after the other as the whole set costs. Whatever is asked
    /// from then on, no more than twice the least is spent.
    #[inline]
    fn is_worth_it(&self, node: &Node<'a>) -> bool {
        let spent = node.spent.get() + node.each.get();
        node.spent.set(spent);
        spent > node.cost.whole && is_worth_it_by_now(node)
    }

    /// True when a way leads from a thing to something of a concept.
    fn leads_to(&self, way: &Way<'a>, thing: Id, to: &Node<'a>, env: Env<'_>) -> Result<bool, Halt> {
        let found = self.walk_on(&way.moves, thing, &mut |end| {
            if self.is_in(to, end, env)? { OFF } else { ON }
        })?;
        Ok(found == ControlFlow::Break(()))
    }

    /// True when anything is said of a thing.
    fn is_said_of(&self, thing: Id) -> bool {
        let mut predicates = self.dataset.matching(Some(thing), None, None);
        predicates.next().is_some()
    }

    /// The things of a concept for a question about the root of `env`.
    pub(super) fn members(&self, concept: &'a Concept, env: Env<'_>) -> Result<Arc<Set>, Halt> {
        self.members_of(&self.node(concept), env)
    }

    fn members_of(&self, node: &Node<'a>, env: Env<'_>) -> Result<Arc<Set>, Halt> {
        if !node.correlated {
            let whole = self.whole(node)?;
            return Ok(if node.free { Arc::new(whole.and(&self.said_of())) } else { whole });
        }
        match &node.form {
            Form::Their(way) => {
                let mut found = Vec::new();
                let _ = self.walk_on(&way.moves, env.root, &mut |end| {
                    found.push(end);
                    ON
                })?;
                Ok(Arc::new(Set::of_any(found)))
            }
            Form::Linked { way, min, to, .. } if *min > 0 => {
                let ends = self.members_of(to, env)?;
                let linked = self.set_into(way, &ends)?;
                if matches!(node.form, Form::Linked { min: 1, max: None, .. }) {
                    return Ok(Arc::new(linked));
                }
                self.passing(node, &linked, env)
            }
            Form::Either(nodes) => {
                let mut all = Set::none();
                for node in nodes {
                    all = all.or(&*self.members_of(node, env)?);
                }
                Ok(Arc::new(all))
            }
            Form::All(nodes) => {
                // What the root leads to is little; next comes what is known as a set.
                let finds = |node: &&Rc<Node<'a>>| node.concept.is_some_and(Concept::binds_the_root);
                let first = nodes.iter().find(finds);
                let first = first.or_else(|| {
                    let sets = nodes.iter().filter(|it| !it.correlated && !it.free);
                    sets.min_by(|one, other| one.cost.size.total_cmp(&other.cost.size))
                });
                let candidates = match first {
                    Some(first) => self.members_of(first, env)?,
                    None => self.said_of(),
                };
                self.passing(node, &candidates, env)
            }
            _ => self.passing(node, &self.said_of(), env),
        }
    }

    fn passing(&self, node: &Node<'a>, candidates: &Set, env: Env<'_>) -> Result<Arc<Set>, Halt> {
        let found = candidates.kept(|id| {
            self.budget.spend(1)?;
            self.judge(node, id, env)
        })?;
        Ok(Arc::new(found))
    }
}

/// The same with what judging one thing costs now: sets that are known by now have made it cheaper.
#[cold]
fn is_worth_it_by_now(node: &Node<'_>) -> bool {
    let each = each_by_now(node);
    let spent = node.spent.get() / node.each.get() * each;
    node.each.set(each);
    node.spent.set(spent);
    spent > node.cost.whole
}
