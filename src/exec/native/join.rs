//! Joins with the root, as in `a source published by their vendor`: something is linked to what the root is linked to.
//! This is the usual form; the links are compared where they are stored.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};
use crate::words::{AdjacencyPair, CompiledPath, Move};

/// Candidates are many if there is one for so many things with links.
const MANY: usize = 4;

/// Things of a set that link to something that the root links to.
pub(super) struct RootJoin<'a> {
    set: Option<Arc<Set>>,
    thing_links: &'a AdjacencyIndex,
    root_links: &'a AdjacencyIndex,
}

/// The join key of an end: the one thing that it links to, or one of the ids that no thing has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct JoinKey(Id);

impl JoinKey {
    /// The end is ignored.
    const PASSED_OVER: Self = Self(Id::MAX);
    /// It joins with no root.
    const ALONE: Self = Self(Id::MAX - 1);
    /// It links to several things: all are compared.
    const WITH_SOME: Self = Self(Id::MAX - 2);
}

impl RootJoin<'_> {
    /// The key of an end that is not ignored.
    fn key(&self, end: Id) -> JoinKey {
        if self.set.as_ref().is_some_and(|set| !set.contains(end)) {
            return JoinKey::ALONE;
        }
        match self.thing_links.of_node(end) {
            [] => JoinKey::ALONE,
            [one] => JoinKey(*one),
            _ => JoinKey::WITH_SOME,
        }
    }

    /// True if an end joins with a root that is linked to `theirs`.
    #[inline]
    fn has(&self, (id, end): (Id, JoinKey), theirs: &[Id]) -> bool {
        match end {
            JoinKey::PASSED_OVER | JoinKey::ALONE => false,
            JoinKey::WITH_SOME => self.thing_links.of_node(id).iter().any(|own| theirs.contains(own)),
            JoinKey(one) => theirs.contains(&one),
        }
    }
}

/// The ends of links, with their join keys.
struct JoinKeys<'e, 'a> {
    shared: &'e RootJoin<'a>,
    among: Option<&'e Set>,
    /// The first end in `known`.
    first: Id,
    keys: Vec<JoinKey>,
}

impl<'e, 'a> JoinKeys<'e, 'a> {
    /// Ends whose keys are computed on demand.
    fn lazy(shared: &'e RootJoin<'a>, among: Option<&'e Set>) -> Self {
        Self { shared, among, first: 0, keys: Vec::new() }
    }

    /// The ends of a range. If they are not more than the candidates, their keys are computed beforehand.
    fn of(shared: &'e RootJoin<'a>, among: Option<&'e Set>, ends: Range<Id>, candidates: usize) -> Self {
        let mut all = Self::lazy(shared, among);
        all.first = ends.start;
        if ends.len() <= candidates {
            all.keys = ends.map(|id| all.compute_key(id)).collect();
        }
        all
    }

    fn compute_key(&self, id: Id) -> JoinKey {
        match self.among.is_none_or(|it| it.contains(id)) {
            true => self.shared.key(id),
            false => JoinKey::PASSED_OVER,
        }
    }

    #[inline]
    fn key(&self, id: Id) -> JoinKey {
        match self.keys.get(id.wrapping_sub(self.first) as usize) {
            Some(known) => *known,
            None => self.compute_key(id),
        }
    }

    /// Whether an end joins with a root that is linked to `theirs`; with `only`, whether all do, and there is one.
    #[inline]
    fn pass(&self, ends: impl Iterator<Item = Id> + Clone, theirs: &[Id], only: bool) -> bool {
        if let [their] = theirs {
            // Ends are few, and which one decides is unpredictable: all are compared, without a branch.
            let (mut looked, mut same, mut some) = (0_u32, 0_u32, false);
            for id in ends.clone() {
                let end = self.key(id);
                looked += u32::from(end != JoinKey::PASSED_OVER);
                same += u32::from(end == JoinKey(*their));
                some |= end == JoinKey::WITH_SOME;
            }
            if !some {
                return same > 0 && (!only || same == looked);
            }
        }
        let mut some = false;
        for id in ends {
            let end = self.key(id);
            if end == JoinKey::PASSED_OVER {
                continue;
            }
            some = true;
            if self.shared.has((id, end), theirs) != only {
                return !only;
            }
        }
        only && some
    }
}

/// The links of a concept that only joins with the root; else `None`.
pub(super) fn root_join_links<'a>(form: &PlanForm<'a>) -> Option<(&'a AdjacencyIndex, &'a AdjacencyIndex)> {
    let (way, to) = form.as_some()?;
    match &to.form {
        PlanForm::Their(theirs) => Some((way.links()?.forward, theirs.links()?.forward)),
        _ => None,
    }
}

/// A condition that joins a thing with what it links to itself: its links, the sets that they pass, and what is compared.
pub(super) struct RootJoinShape<'n, 'a> {
    way: &'n CompiledPath<'a>,
    one: AdjacencyPair<'a>,
    /// The second link, if there are two.
    two: Option<AdjacencyPair<'a>>,
    /// The set of what the first of two links leads to.
    middle: Option<&'n Rc<PlanNode<'a>>>,
    /// The ends that count, if all of them have to join.
    among: Option<&'n Rc<PlanNode<'a>>>,
    /// The set of the ends.
    set: Option<&'n Rc<PlanNode<'a>>>,
    thing_links: &'a AdjacencyIndex,
    root_links: &'a AdjacencyIndex,
}

impl<'n, 'a> RootJoinShape<'n, 'a> {
    /// The conditions whose sets it needs.
    pub(super) fn sets(&self) -> impl Iterator<Item = &'n Rc<PlanNode<'a>>> + use<'n, 'a> {
        [self.middle, self.among, self.set].into_iter().flatten()
    }
}

/// The shape of a condition that joins with the root by one or two links; `None` for any other.
pub(super) fn root_join_shape<'n, 'a>(node: &'n PlanNode<'a>) -> Option<RootJoinShape<'n, 'a>> {
    let (way, among, end) = match &node.form {
        PlanForm::Only { way, among, to } => (way, Some(among), to),
        form => {
            let (way, to) = form.as_some()?;
            (way, None, to)
        }
    };
    let (one, second) = match way.moves.as_slice() {
        [Move::Links(one)] => (*one, None),
        [Move::Links(one), Move::Links(two)] => (*one, Some(*two)),
        _ => return None,
    };
    // A link to something that links to what is shared is one path of two links.
    let further = if among.is_none() && second.is_none() { split_link(end) } else { None };
    let (two, to, middle) = match further {
        Some((set, links, to)) => (Some(links), to, set),
        None => (second, end, None),
    };
    if among.is_some_and(|it| it.correlated) {
        return None;
    }
    let (set, form) = split_set(to)?;
    let (thing_links, root_links) = root_join_links(form)?;
    Some(RootJoinShape { way, one, two, middle, among, set, thing_links, root_links })
}

/// A condition as a set and one more form; `None` if it has more parts.
fn split_set<'n, 'a>(node: &'n PlanNode<'a>) -> Option<(Option<&'n Rc<PlanNode<'a>>>, &'n PlanForm<'a>)> {
    match &node.form {
        PlanForm::All(nodes) => match nodes.as_slice() {
            [set, other] if !set.correlated && !set.free => Some((Some(set), &other.form)),
            _ => None,
        },
        form => Some((None, form)),
    }
}

/// A condition as a set, a link from its things, and a further condition.
#[allow(clippy::type_complexity, reason = "three things that are taken apart at once")]
fn split_link<'n, 'a>(
    node: &'n PlanNode<'a>,
) -> Option<(Option<&'n Rc<PlanNode<'a>>>, AdjacencyPair<'a>, &'n Rc<PlanNode<'a>>)> {
    let (set, form) = split_set(node)?;
    if root_join_links(form).is_some() {
        return None;
    }
    let (way, to) = form.as_some()?;
    Some((set, way.links()?, to))
}

impl<'a> Evaluator<'a> {
    /// The candidates that a join with what they link to leaves.
    pub(super) fn filter_by_join(&self, shape: &RootJoinShape<'_, 'a>, candidates: &Set) -> Result<Set, Halt> {
        let set_of = |node: Option<&Rc<PlanNode<'a>>>| node.map(|node| self.whole_set(node)).transpose();
        let middle = set_of(shape.middle)?;
        let among = set_of(shape.among)?;
        let shared = RootJoin { set: set_of(shape.set)?, thing_links: shape.thing_links, root_links: shape.root_links };
        let (one, two, only) = (shape.one, shape.two, shape.among.is_some());
        let before = self.budget.steps_spent();
        if two.is_none()
            && let Some(found) =
                self.filter_by_join_backward(&shared, among.as_deref(), (shape.way, one, only), candidates)?
        {
            return Ok(found);
        }
        let range = two.unwrap_or(one).backward.range();
        self.budget.spend(range.len().min(candidates.len()))?;
        let ends = JoinKeys::of(&shared, among.as_deref(), range, candidates.len());
        let found = candidates.filter(|thing| {
            let theirs = shared.root_links.of_node(thing);
            let firsts = one.forward.of_node(thing);
            self.budget.spend(1 + firsts.len())?;
            let Some(two) = two else {
                return Ok(ends.pass(firsts.iter().copied(), theirs, only));
            };
            let is_one = |id: &&Id| middle.as_ref().is_none_or(|set| set.contains(**id));
            let seconds = firsts.iter().filter(is_one).map(|first| two.forward.of_node(*first));
            self.budget.spend(seconds.clone().map(<[Id]>::len).sum())?;
            Ok(ends.pass(seconds.flatten().copied(), theirs, only))
        })?;
        self.record_traversal(shape.way, before);
        Ok(found)
    }

    /// The same along one link, backward: each end is evaluated once. `None` if there are few candidates.
    fn filter_by_join_backward(
        &self,
        shared: &RootJoin<'a>,
        among: Option<&Set>,
        (way, links, only): (&CompiledPath<'a>, AdjacencyPair<'a>, bool),
        candidates: &Set,
    ) -> Result<Option<Set>, Halt> {
        let range = links.forward.range();
        if candidates.len() * MANY < range.len() {
            return Ok(None);
        }
        let ends = JoinKeys::lazy(shared, among);
        let column = shared.root_links.column();
        // Marks what joins; with `only`, what has an end that does not, to be subtracted.
        let mut marked = Bits::over(&range);
        let mut put = |node: Id, shares: bool| marked.put(node, u64::from(shares != only));
        for (id, nodes) in links.backward.nodes() {
            self.budget.spend(1 + nodes.len())?;
            let end = ends.compute_key(id);
            match (end, column) {
                (JoinKey::PASSED_OVER, _) => {}
                (JoinKey::ALONE, _) => nodes.iter().for_each(|node| put(*node, false)),
                (JoinKey(value), Some((first, theirs))) if end != JoinKey::WITH_SOME => {
                    let their = |node: Id| theirs.get(node.wrapping_sub(first) as usize);
                    let shares = |node: Id| their(node) == Some(&value);
                    nodes.iter().for_each(|node| put(*node, shares(*node)));
                }
                _ => nodes.iter().for_each(|node| {
                    put(*node, shared.has((id, end), shared.root_links.of_node(*node)));
                }),
            }
        }
        let marked = Set::of_bits(marked);
        let found = match among.filter(|_| only) {
            Some(among) => self.preimage(way, among)?.minus(&marked),
            None => marked,
        };
        Ok(Some(found.and(candidates)))
    }
}
