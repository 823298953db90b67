//! Conditions on the number of links, and on links to everything of a set.

use crate::exec::native::bits::Bits;
use crate::exec::native::budget::{Halt, OFF, ON};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::semi_join::nodes_with_links;
use crate::exec::native::set::Set;
use crate::store::Id;
use crate::words::{AdjacencyPair, CompiledPath, Move, SmallSet};

impl<'a> Evaluator<'a> {
    /// The things that a path links to a bounded number of things of a concept.
    pub(super) fn number_restriction(
        &self,
        way: &CompiledPath<'a>,
        (min, max): (u64, Option<u64>),
        ends: &Set,
    ) -> Result<Set, Halt> {
        let all = match way.ends() {
            Some(range) => ends.covers(&range),
            None => ends.covers(&self.every_id()),
        };
        if let (true, [Move::Links(both)]) = (all, way.moves.as_slice())
            && let Some((first, offsets)) = both.forward.offsets()
        {
            // The offsets give the number of links of each node.
            self.budget.spend(offsets.len())?;
            let most = max.unwrap_or(u64::MAX);
            let counts = |length: u32| (min..=most).contains(&length.into()) == (min > 0);
            let found = Set::of_bits(Bits::of_rows(first, offsets, counts));
            return Ok(self.or_the_rest(found, min));
        }
        if let [Move::Links(both)] = way.moves.as_slice()
            && let Some(found) = self.number_restriction_backward(*both, (min, max), ends)?
        {
            return Ok(self.or_the_rest(found, min));
        }
        // A node without a first link is linked to nothing; for the others, links are counted.
        let candidates = match way.moves.first() {
            Some(Move::Links(both)) if all || ends.len() * 4 > both.forward.len() => {
                nodes_with_links(both.forward, None)
            }
            _ => self.preimage(way, ends)?,
        };
        let enough = max.unwrap_or(min);
        let before = self.budget.steps_spent();
        let within = |id: Id| -> Result<bool, Halt> {
            let count = match way.moves.as_slice() {
                [Move::Links(both)] if all => both.forward.row(id).len() as u64,
                [Move::Links(both)] => {
                    let own = both.forward.of_node(id);
                    self.budget.spend(1 + own.len())?;
                    own.iter().map(|end| u64::from(ends.contains(*end))).sum()
                }
                [Move::Links(one), Move::Links(two)] => {
                    let firsts = one.forward.of_node(id);
                    self.budget.spend(1 + firsts.len())?;
                    let mut met = SmallSet::new();
                    let mut count = 0;
                    for first in firsts {
                        let own = two.forward.of_node(*first);
                        self.budget.spend(own.len())?;
                        for end in own {
                            let counts = all || ends.contains(*end);
                            count += u64::from(counts && met.insert(*end));
                        }
                        if count > enough {
                            break;
                        }
                    }
                    count
                }
                _ => self.number_of(way, id, enough, |end| Ok(all || ends.contains(end)))?,
            };
            Ok(count >= min && max.is_none_or(|max| count <= max))
        };
        let found = candidates.filter(|id| Ok(within(id)? == (min > 0)))?;
        self.record_traversal(way, before);
        Ok(self.or_the_rest(found, min))
    }

    /// Counts links from their ends: what has enough, or, if `min` is 0, too many. `None` if reading all links costs
    /// less, or if the bound does not fit into a byte.
    fn number_restriction_backward(
        &self,
        both: AdjacencyPair<'a>,
        (min, max): (u64, Option<u64>),
        ends: &Set,
    ) -> Result<Option<Set>, Halt> {
        let range = both.forward.range();
        let links = both.backward.len() * ends.len() / both.backward.range().len().max(1);
        let dear = 2 * links.max(ends.len()) + range.len() / 8 > both.forward.len();
        let too_many = max.unwrap_or(min) >= u64::from(u8::MAX);
        if dear || too_many {
            return Ok(None);
        }
        let mut counts = vec![0_u8; range.len()];
        ends.each(|end| {
            let nodes = both.backward.of_node(end);
            self.budget.spend(1 + nodes.len())?;
            for node in nodes {
                let count = &mut counts[(node - range.start) as usize];
                *count = count.saturating_add(1);
            }
            Ok::<(), Halt>(())
        })?;
        let most = max.unwrap_or(u64::MAX);
        let counts = counts.iter().map(|count| (min..=most).contains(&u64::from(*count)) == (min > 0));
        let found = Bits::of_flags(range.start, range.len(), counts);
        Ok(Some(Set::of_bits(found)))
    }

    /// Returns `found`; if `min` is 0, `found` has too many links, and the result is all others.
    fn or_the_rest(&self, found: Set, min: u64) -> Set {
        match min {
            0 => Set::Range(self.every_id()).minus(&found),
            _ => found,
        }
    }

    /// How many things that pass a path links a thing to; counting stops above `enough`.
    pub(super) fn number_of(
        &self,
        way: &CompiledPath<'a>,
        from: Id,
        enough: u64,
        mut passes: impl FnMut(Id) -> Result<bool, Halt>,
    ) -> Result<u64, Halt> {
        let mut count = 0;
        let _ = way.visit(&self.budget, from, &mut |end| {
            count += u64::from(passes(end)?);
            if count > enough { OFF } else { ON }
        })?;
        Ok(count)
    }

    /// The things that a path links to everything of a set; none if it is empty.
    pub(super) fn covering(&self, way: &CompiledPath<'a>, to: &Set) -> Result<Set, Halt> {
        let Some(first) = to.iter().next() else {
            return Ok(Set::none());
        };
        let linked = self.preimage(way, &Set::of_sorted(&[first]))?;
        let wanted = to.len() as u64;
        linked.filter(|id| {
            let count = self.number_of(way, id, wanted, |end| Ok(to.contains(end)))?;
            Ok(count == wanted)
        })
    }
}
