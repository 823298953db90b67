//! Joins with the root, as in `a source published by their vendor`: something is linked to what the root is linked to.
//! This is the usual form; the links are compared where they are stored.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::Halt;
use crate::exec::native::compiled_path::{AdjacencyPair, CompiledPath, Move};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};

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

impl<'a> Evaluator<'a> {
    /// A concept as a join with the root; `None` if it has another form.
    fn root_join(&self, node: &PlanNode<'a>) -> Result<Option<RootJoin<'a>>, Halt> {
        let with = |links: (&'a AdjacencyIndex, &'a AdjacencyIndex), set| RootJoin {
            set,
            thing_links: links.0,
            root_links: links.1,
        };
        match &node.form {
            PlanForm::All(nodes) => match nodes.as_slice() {
                [set, other] if !set.correlated && !set.free => match root_join_links(&other.form) {
                    Some(links) => Ok(Some(with(links, Some(self.whole_set(set)?)))),
                    None => Ok(None),
                },
                _ => Ok(None),
            },
            form => Ok(root_join_links(form).map(|links| with(links, None))),
        }
    }

    /// A concept as a set and a link from its things to a further concept.
    #[allow(clippy::type_complexity, reason = "three things that are taken apart at once")]
    fn split_link<'n>(
        &self,
        node: &'n PlanNode<'a>,
    ) -> Result<Option<(Option<Arc<Set>>, AdjacencyPair<'a>, &'n Rc<PlanNode<'a>>)>, Halt> {
        let (set, form) = match &node.form {
            PlanForm::All(nodes) => match nodes.as_slice() {
                [set, other] if !set.correlated && !set.free => (Some(set), &other.form),
                _ => return Ok(None),
            },
            form => (None, form),
        };
        if root_join_links(form).is_some() {
            return Ok(None);
        }
        let Some((way, to)) = form.as_some() else {
            return Ok(None);
        };
        let Some(links) = way.links() else {
            return Ok(None);
        };
        let set = set.map(|set| self.whole_set(set)).transpose()?;
        Ok(Some((set, links, to)))
    }

    /// Filters candidates by links to things that join with them; `None` if it does not apply.
    pub(super) fn filter_by_join(&self, node: &PlanNode<'a>, candidates: &Set) -> Result<Option<Set>, Halt> {
        let (way, among, to, only) = match &node.form {
            PlanForm::Only { way, among, to } => (way, Some(among), to, true),
            PlanForm::Linked { way, min: 1, max: None, to } => (way, None, to, false),
            _ => return Ok(None),
        };
        let (one, mut two) = match way.moves.as_slice() {
            [Move::Links(one)] => (*one, None),
            [Move::Links(one), Move::Links(two)] => (*one, Some(*two)),
            _ => return Ok(None),
        };
        // A link to something that links to what is shared is one path of two links.
        let (mut to, mut middle) = (to, None);
        if let (false, None) = (only, two)
            && let Some((set, links, further)) = self.split_link(to)?
        {
            (two, to, middle) = (Some(links), further, set);
        }
        if among.is_some_and(|it| it.correlated) {
            return Ok(None);
        }
        let Some(shared) = self.root_join(to)? else {
            return Ok(None);
        };
        let among = among.map(|it| self.whole_set(it)).transpose()?;
        let before = self.budget.steps_spent();
        if two.is_none()
            && let Some(found) =
                self.filter_by_join_backward(&shared, among.as_deref(), (way, one, only), candidates)?
        {
            return Ok(Some(found));
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
        self.record_traversal(way, before);
        Ok(Some(found))
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
