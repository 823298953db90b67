//! The links of a binding pattern as join inputs. A link behind another starts from few things repeatedly: its ends are
//! listed once for each start, by the value of the join condition, or indexed for all starts at once.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::exec::native::budget::{EvaluationFlow, Halt, OFF, ON};
use crate::exec::native::cost::one_by_one;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::join_input::{EndsByValue, JoinCondition, JoinEnds, JoinInput};
use crate::exec::native::node::PlanNode;
use crate::exec::native::pair_index::{self, ANY, MaterializedJoin, PairIndex};
use crate::exec::native::set::Set;
use crate::plan::{BindingLink, BindingPattern, Concept};
use crate::store::Id;
use crate::words::{AdjacencyPair, CompiledPath};

/// After so many lists, the set that narrows them is found as a whole.
const FEW: usize = 4;

/// At most so many links are indexed for each thing that they are followed for.
const WORTH: usize = 16;

/// True for a condition that a link with the same path and the same ends implies.
fn is_implied(concept: &Concept, link: &BindingLink) -> bool {
    concept.as_some() == Some((&link.path, &link.to))
}

/// The conditions that the binding pattern among them does not imply.
pub(super) fn not_implied(concepts: &[Concept]) -> impl Iterator<Item = &Concept> {
    let witnessed = concepts.iter().find_map(|concept| match concept {
        Concept::WithBindings(witnessed) => Some(witnessed),
        _ => None,
    });
    let links = witnessed.map_or(&[][..], |witnessed| &witnessed.links);
    let is_more = move |concept: &&Concept| {
        let mut own = links.iter().filter(|link| link.from.is_none());
        !own.any(|link| is_implied(concept, link))
    };
    concepts.iter().filter(is_more)
}

impl<'a> Evaluator<'a> {
    pub(super) fn join_input(&self, witnessed: &'a BindingPattern, index: usize) -> JoinInput<'a> {
        let link = &witnessed.links[index];
        let mut joint = JoinInput {
            from: link.from,
            name: link.name.as_deref(),
            uncorrelated: Vec::new(),
            correlated: Vec::new(),
            key: None,
            path: self.compile_path(&link.path),
            within: OnceCell::new(),
            listed: RefCell::default(),
            last: Cell::default(),
            uses: Cell::default(),
            index: OnceCell::new(),
        };
        let parts = match &link.to {
            Concept::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        for part in parts {
            let mut further = witnessed.links.iter();
            if further.any(|link| link.from == Some(index) && is_implied(part, link)) {
                continue;
            }
            let node = self.node(part);
            match self.own_and_their(part) {
                Some((own, their)) if joint.key.is_none() => {
                    joint.key = Some(JoinCondition { own, their, node });
                }
                _ if node.correlated => joint.correlated.push(node),
                _ => joint.uncorrelated.push(node),
            }
        }
        joint
    }

    fn own_and_their(&self, concept: &'a Concept) -> Option<(AdjacencyPair<'a>, Rc<CompiledPath<'a>>)> {
        let (path, to) = concept.as_some()?;
        match to {
            Concept::Their(their) => Some((self.compile_path(path).links()?, self.compile_path(their))),
            _ => None,
        }
    }

    /// Visits the ends of a link, for a question about the root of `env`.
    pub(super) fn each_join_end(
        &self,
        joint: &JoinInput<'a>,
        from: Id,
        env: Env<'_>,
        visit: &mut dyn FnMut(Id) -> EvaluationFlow,
    ) -> EvaluationFlow {
        if joint.from.is_none() {
            return joint.path.visit(&self.budget, from, &mut |end| {
                let mut passes = self.is_in_all(&joint.uncorrelated, end, env)?;
                passes = passes && self.is_in_all(&joint.correlated, end, env)?;
                if let (true, Some(key)) = (passes, &joint.key) {
                    passes = self.is_in(&key.node, end, env)?;
                }
                if passes { visit(end) } else { ON }
            });
        }
        let ends = self.ends_of(joint, from)?;
        let Some(key) = &joint.key else {
            return self.visit_ends(joint, ends.with(ANY), env, visit);
        };
        if let Some(both) = key.their.links()
            && let [value] = both.forward.of_node(env.root)
        {
            return self.visit_ends(joint, ends.with(*value), env, visit);
        }
        let mut all = Vec::new();
        let _ = key.their.visit(&self.budget, env.root, &mut |value| {
            all.extend_from_slice(ends.with(value));
            ON
        })?;
        all.sort_unstable();
        all.dedup();
        self.visit_ends(joint, &all, env, visit)
    }

    /// The ends of a link from one thing, indexed or listed.
    fn ends_of<'j>(&self, joint: &'j JoinInput<'a>, from: Id) -> Result<JoinEnds<'j>, Halt> {
        if let Some(grid) = self.pair_index(joint)? {
            return Ok(JoinEnds::Indexed(grid, from));
        }
        // Consecutive things often start from the same one.
        let last = joint.last.take().filter(|(known, _)| *known == from);
        let listed = match last {
            Some((_, listed)) => listed,
            None => self.ends_by_value(joint, from)?,
        };
        joint.last.set(Some((from, Rc::clone(&listed))));
        Ok(JoinEnds::Listed(listed))
    }

    /// Materializes a chain of links; `None` if it is not worth it, or if ends have conditions that refer to the root.
    pub(super) fn materialize_join<'j>(
        &self,
        joints: &'j [JoinInput<'a>],
    ) -> Result<Option<MaterializedJoin<'j, 'a>>, Halt> {
        let Some((last, before)) = joints.split_last() else {
            return Ok(None);
        };
        let Some(grid) = self.pair_index(last)?.filter(|_| last.correlated.is_empty()) else {
            return Ok(None);
        };
        let mut singles = Vec::with_capacity(before.len());
        for joint in before {
            let (true, None, Some(both)) = (joint.correlated.is_empty(), &joint.key, joint.path.links()) else {
                return Ok(None);
            };
            let mut sets = Vec::with_capacity(joint.uncorrelated.len());
            for node in &joint.uncorrelated {
                if one_by_one(node, joint.uses.get() as f64) {
                    return Ok(None);
                }
                sets.push(self.whole_set(node)?);
            }
            singles.push((both.forward, sets));
        }
        let their = match last.key.as_ref().map(|key| key.their.links()) {
            Some(None) => return Ok(None),
            Some(Some(both)) => Some(both.forward),
            None => None,
        };
        Ok(Some(MaterializedJoin { before: singles, root_key: their, index: grid }))
    }

    fn visit_ends(
        &self,
        joint: &JoinInput<'a>,
        ends: &[Id],
        env: Env<'_>,
        visit: &mut dyn FnMut(Id) -> EvaluationFlow,
    ) -> EvaluationFlow {
        for end in ends {
            self.budget.spend(1)?;
            if self.is_in_all(&joint.correlated, *end, env)? && visit(*end)?.is_break() {
                return OFF;
            }
        }
        ON
    }

    fn ends_by_value(&self, joint: &JoinInput<'a>, from: Id) -> Result<Rc<EndsByValue>, Halt> {
        if let Some(known) = joint.listed.borrow().get(&from) {
            return Ok(Rc::clone(known));
        }
        let within = match joint.listed.borrow().len() {
            0..FEW => joint.within.get(),
            _ => Some(self.within(joint)?),
        };
        let alone = Env { root: from, bindings: &[] };
        let mut pairs = Vec::new();
        let _ = joint.path.visit(&self.budget, from, &mut |end| {
            let passes = match within {
                Some(within) => within.contains(end),
                None => self.is_in_all(&joint.uncorrelated, end, alone)?,
            };
            if passes {
                pairs.extend(values(joint, end).iter().map(|value| (*value, end)));
            }
            ON
        })?;
        let listed = Rc::new(EndsByValue::of(pairs));
        joint.listed.borrow_mut().insert(from, Rc::clone(&listed));
        Ok(listed)
    }

    /// The ends of a link from all starts, if that is worth it.
    fn pair_index<'j>(&self, joint: &'j JoinInput<'a>) -> Result<Option<&'j PairIndex>, Halt> {
        if let Some(known) = joint.index.get() {
            return Ok(known.as_ref());
        }
        let Some(links) = joint.path.links() else {
            return Ok(None);
        };
        let (starts, count) = (links.forward.range(), links.forward.len());
        let asked = joint.uses.get();
        if asked < starts.len() || asked.saturating_mul(WORTH) < count {
            return Ok(None);
        }
        let range = joint.key.as_ref().map(|key| key.own.backward.range());
        let range = range.unwrap_or(ANY..ANY + 1);
        let small = PairIndex::is_small(&starts, &range, count);
        let laid = small.then(|| self.build_pair_index(joint, links, (starts, range)));
        let laid = laid.transpose()?.flatten();
        Ok(joint.index.get_or_init(|| laid).as_ref())
    }

    /// Builds the index; `None` if there are many more ends than links, because ends have many starts and many values.
    fn build_pair_index(
        &self,
        joint: &JoinInput<'a>,
        links: AdjacencyPair<'a>,
        (starts, range): (Range<Id>, Range<Id>),
    ) -> Result<Option<PairIndex>, Halt> {
        let most = links.forward.len().saturating_mul(pair_index::MOST);
        let mut all = Vec::new();
        let mut few = true;
        self.within(joint)?.each(|end| {
            let (starts, values) = (links.backward.of_node(end), values(joint, end));
            self.budget.spend(1)?;
            few = few && all.len() + starts.len() * values.len() <= most;
            if few {
                let values = values.iter();
                all.extend(values.flat_map(|value| starts.iter().map(|start| (*start, *value, end))));
            }
            Ok::<(), Halt>(())
        })?;
        self.budget.spend(all.len())?;
        let countable = few && u32::try_from(all.len()).is_ok();
        Ok(countable.then(|| PairIndex::of(starts, range, &all)))
    }

    /// The ends that `alone` allows.
    fn within<'j>(&self, joint: &'j JoinInput<'a>) -> Result<&'j Set, Halt> {
        if let Some(known) = joint.within.get() {
            return Ok(known);
        }
        let mut within = Set::Range(joint.path.ends().unwrap_or_else(|| self.every_id()));
        for node in &joint.uncorrelated {
            within = within.and(&*self.whole_set(node)?);
        }
        Ok(joint.within.get_or_init(|| within))
    }

    fn is_in_all(&self, nodes: &[Rc<PlanNode<'a>>], id: Id, env: Env<'_>) -> Result<bool, Halt> {
        for node in nodes {
            if !self.is_in(node, id, env)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The values of the join condition for an end.
fn values<'j>(joint: &'j JoinInput<'_>, end: Id) -> &'j [Id] {
    match &joint.key {
        Some(key) => key.own.forward.of_node(end),
        None => &[ANY],
    }
}
