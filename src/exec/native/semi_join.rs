//! Semi-joins: the preimage or image of a whole set along a path. Each step reads the smaller side: the links of the
//! set's things, or all links.

use std::ops::Range;

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::set::{Set, is_dense};
use crate::store::{AdjacencyIndex, Id};
use crate::words::{AdjacencyPair, CompiledPath, Move};

/// What it costs to visit one node and come back, in steps along a column.
const TO_NODE: usize = 3;
/// What it costs to sort one id among others.
const TO_SORT: usize = 8;
/// What it costs to set one bit.
const TO_MARK: usize = 2;

impl<'a> Evaluator<'a> {
    /// Everything from which a path leads into a set.
    pub(super) fn preimage(&self, way: &CompiledPath<'a>, to: &Set) -> Result<Set, Halt> {
        self.semi_join(way, to, false)
    }

    /// Everything that a path leads to from a set.
    pub(super) fn image(&self, way: &CompiledPath<'a>, from: &Set) -> Result<Set, Halt> {
        self.semi_join(way, from, true)
    }

    /// Backward along the moves, or along them if `forward`.
    fn semi_join(&self, way: &CompiledPath<'a>, set: &Set, forward: bool) -> Result<Set, Halt> {
        let moves = &way.moves;
        let before = self.budget.steps_spent();
        let mut reached: Option<Set> = None;
        for at in 0..moves.len() {
            let step = if forward { &moves[at] } else { &moves[moves.len() - 1 - at] };
            // Nodes where the next step cannot continue need not be found.
            let next = if forward { moves.get(at + 1) } else { moves[..moves.len() - 1 - at].last() };
            let within = match next {
                Some(Move::Links(both)) if forward => Some(both.forward.range()),
                Some(Move::Links(both)) => Some(both.backward.range()),
                _ => None,
            };
            let next = self.step(step, reached.as_ref().unwrap_or(set), forward, within)?;
            reached = Some(next);
        }
        self.record_traversal(way, before);
        Ok(reached.unwrap_or_else(|| set.clone()))
    }

    /// Reports the steps on a path since `before` to the dataset, which may build a join index for it.
    pub(super) fn record_traversal(&self, way: &CompiledPath<'a>, before: usize) {
        let steps = self.budget.steps_spent() - before;
        for chain in &way.chains {
            let mut goes_on = |steps| self.budget.spend(steps).is_ok();
            self.dataset.record_traversal(chain, steps, &mut goes_on);
        }
    }

    fn step(&self, step: &Move<'a>, set: &Set, forward: bool, within: Option<Range<Id>>) -> Result<Set, Halt> {
        match step {
            Move::Links(both) if forward => self.preimage_of_links(both.inverse(), set, within),
            Move::Links(both) => self.preimage_of_links(*both, set, within),
            Move::Nowhere => Ok(Set::none()),
            Move::Where { nodes, .. } => Ok(set.and(&Set::of_sorted(nodes))),
            Move::Of { classes, inside: true, .. } => {
                let inside = classes.iter().map(|(_, members)| set.and(&Set::of(members)));
                Ok(inside.reduce(|all, more| all.or(&more)).unwrap_or_else(Set::none))
            }
            Move::Of { classes, inside: false, .. } => {
                let rest = classes.iter().fold(None, |rest: Option<Set>, (_, members)| {
                    let members = Set::of(members);
                    Some(rest.as_ref().unwrap_or(set).minus(&members))
                });
                Ok(rest.unwrap_or_else(|| set.clone()))
            }
            Move::Either(ways) => {
                let mut all = Set::none();
                for way in ways {
                    all = all.or(&self.semi_join(way, set, forward)?);
                }
                Ok(all)
            }
            Move::Derived { derived, backward } => {
                let pairs = derived.pairs();
                self.budget.spend(pairs.len())?;
                let from_first = forward != *backward;
                let found = pairs.iter().filter_map(|[one, other]| {
                    let (known, found) = if from_first { (one, other) } else { (other, one) };
                    set.contains(*known).then_some(*found)
                });
                Ok(Set::of_any(found.collect()))
            }
            Move::Repeat { way, at_least_once } => {
                let further = self.closure(way, set, forward)?;
                Ok(if *at_least_once { further } else { further.or(set) })
            }
        }
    }

    /// The nodes with a link into the set.
    fn preimage_of_links(&self, both: AdjacencyPair<'a>, set: &Set, wanted: Option<Range<Id>>) -> Result<Set, Halt> {
        let (there, back) = (both.forward, both.backward);
        if set.is_empty() || there.is_empty() {
            return Ok(Set::none());
        }
        if set.covers(&back.range()) {
            self.budget.spend(there.len())?;
            return Ok(nodes_with_links(there, wanted));
        }
        // Nodes of the set without links back are not needed.
        let within = back.range();
        let own = set.range();
        let cut = (own.start < within.start || within.end < own.end).then(|| set.and(&Set::Range(within.clone())));
        let set = cut.as_ref().unwrap_or(set);
        if let Set::Range(range) = set {
            // The links of consecutive nodes are contiguous.
            let sources = back.of_range(range);
            self.budget.spend(sources.len())?;
            return Ok(Set::of_ends(sources, &clamp_range(there, wanted)));
        }
        // The expected number of links, if the nodes of the set have no more than others.
        let links = back.len() * set.len() / back.range().len().max(1);
        let cheapest = set.len() * TO_NODE + links * TO_MARK;
        let range = clamp_range(there, wanted);
        if range.len() < cheapest
            && let Some(targets) = there.column_of(&range)
        {
            self.budget.spend(targets.len())?;
            let (first, count, targets) = (range.start, range.len(), targets.iter());
            let bits = match set {
                Set::Bits(bits, _) => Bits::of_flags(first, count, targets.map(|id| bits.contains(*id))),
                set => Bits::of_flags(first, count, targets.map(|id| set.contains(*id))),
            };
            return Ok(Set::of_bits(bits));
        }
        if back.len() < cheapest
            && let Some((first, sources)) = back.column()
        {
            self.budget.spend(sources.len())?;
            let mut found = Bits::over(&there.range());
            let ids = (first..).zip(sources);
            match set {
                Set::Bits(bits, _) => found.put_all(ids.map(|(id, from)| (*from, bits.bit(id)))),
                set => found.put_all(ids.map(|(id, from)| (*from, u64::from(set.contains(id))))),
            }
            return Ok(Set::of_bits(found));
        }
        // If most ends are in the set, one of the first links of a node leads there.
        let nodes = there.range().len();
        let looks = (back.range().len() / set.len().max(1)).min(there.len() / nodes.max(1)) + 1;
        if there.sparse_nodes().is_none() && nodes * (looks + 2) < cheapest {
            self.budget.spend(there.len())?;
            let found = match set {
                Set::Bits(bits, _) => nodes_linked_to(there, &range, |id| bits.contains(id)),
                set => nodes_linked_to(there, &range, |id| set.contains(id)),
            };
            return Ok(Set::of_bits(found));
        }
        self.gather_sources(range, back, set)
    }

    /// The nodes with a link into a set, found from the set.
    fn gather_sources(&self, range: Range<Id>, back: &AdjacencyIndex, set: &Set) -> Result<Set, Halt> {
        if let (1, Some(one)) = (set.len(), set.iter().next()) {
            return Ok(Set::of_sorted(back.of_node(one)));
        }
        if let Some(nodes) = back.sparse_nodes()
            && nodes.len() < set.len()
        {
            // Fewer nodes have links back than are in the set.
            let mut found = Bits::over(&range);
            for (node, sources) in back.nodes() {
                self.budget.spend(1)?;
                if set.contains(node) {
                    self.budget.spend(sources.len())?;
                    sources.iter().for_each(|from| found.insert_if_within(*from));
                }
            }
            return Ok(Set::of_bits(found));
        }
        let few = !is_dense(set.len(), &range);
        let mut listed = Vec::new();
        if few {
            let most = range.len() / 32;
            set.each(|id| {
                let sources = back.of_node(id);
                self.budget.spend(1 + sources.len())?;
                if listed.len() <= most {
                    listed.extend_from_slice(sources);
                }
                Ok(())
            })?;
            if listed.len() <= most {
                return Ok(Set::of_any(listed));
            }
        }
        let mut found = Bits::over(&range);
        set.each(|id| {
            let sources = back.of_node(id);
            self.budget.spend(1 + sources.len())?;
            for from in sources {
                found.insert_if_within(*from);
            }
            Ok(())
        })?;
        Ok(Set::of_bits(found))
    }

    /// Everything from which a path, taken once or more, leads into the set.
    fn closure(&self, way: &CompiledPath<'a>, set: &Set, forward: bool) -> Result<Set, Halt> {
        let first = self.semi_join(way, set, forward)?;
        if let Some(both) = way.links() {
            let both = if forward { both.inverse() } else { both };
            return self.reachable(both, &first);
        }
        let mut all = first.clone();
        let mut fresh = first;
        while !fresh.is_empty() {
            let next = self.semi_join(way, &fresh, forward)?;
            fresh = next.minus(&all);
            all = all.or(&fresh);
        }
        Ok(all)
    }

    /// The set with everything from which any number of links leads into it.
    fn reachable(&self, both: AdjacencyPair<'a>, set: &Set) -> Result<Set, Halt> {
        let range = both.forward.range();
        let mut seen = Bits::over(&range);
        let mut found = Vec::with_capacity(set.len());
        set.each(|id| {
            seen.insert(id);
            found.push(id);
            Ok::<(), Halt>(())
        })?;
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            let sources = both.backward.of_node(id);
            self.budget.spend(1 + sources.len())?;
            for from in sources {
                if seen.insert_new(*from) {
                    found.push(*from);
                }
            }
        }
        // Scanning all bits costs less than sorting many ids.
        Ok(match found.len() * TO_SORT > range.len() / 64 {
            true => Set::of_bits(seen),
            false => Set::of_any(found),
        })
    }
}

/// The nodes of a range with a link to something that passes.
#[inline]
fn nodes_linked_to(links: &AdjacencyIndex, range: &Range<Id>, passes: impl Fn(Id) -> bool) -> Bits {
    Bits::of_predicate(range, |node| links.of_node(node).iter().any(|id| passes(*id)))
}

/// Every node with a link, within the wanted range.
pub(super) fn nodes_with_links(links: &AdjacencyIndex, wanted: Option<Range<Id>>) -> Set {
    let range = clamp_range(links, wanted);
    if links.has_one_each(&range) {
        return Set::Range(range);
    }
    let Some((first, offsets)) = links.offsets() else {
        let listed = links.sparse_nodes().unwrap_or_default();
        return Set::of_sorted(listed).and(&Set::Range(range));
    };
    let rows = (range.start - first) as usize..(range.end - first) as usize + 1;
    let some = Bits::of_rows(range.start, &offsets[rows], |length| length > 0);
    Set::of_bits(some)
}

/// The nodes that can have links, within the wanted range.
fn clamp_range(links: &AdjacencyIndex, wanted: Option<Range<Id>>) -> Range<Id> {
    let range = links.range();
    match wanted {
        Some(wanted) => {
            let start = range.start.max(wanted.start).min(range.end);
            start..range.end.min(wanted.end).max(start)
        }
        None => range,
    }
}
