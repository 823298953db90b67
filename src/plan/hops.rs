//! Links without a noun: the dots of `whose source.access is public` and of columns. The default filter
//! applies to their ends, too.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::{Pending, join};
use crate::plan::linking::{UnknownLinks, only, some, there_is};
use crate::plan::lowering::Lower;
use crate::plan::measure::Hop;
use crate::question::{Condition, LinkReach};
use crate::words::{Direction, Number, Trail};

/// A lowered link of a trail, in three values.
#[derive(Debug, Clone)]
pub(super) struct TrailHop {
    pub(super) direction: Direction,
    /// The linked things that pass the default filter.
    pub(super) counts: ThreeValuedSet,
    /// What is open there in the default filter.
    behind: Vec<Pending>,
    pub(super) hop: Hop,
}

impl Lower<'_> {
    /// Lowers the links of a trail. `said`, the conditions on its end, decides which default filter applies there.
    pub(super) fn hops(&mut self, trail: &Trail, said: &[Condition]) -> Result<Vec<TrailHop>, Diagnostic> {
        let lexicon = self.context.lexicon;
        let mut hops = Vec::new();
        for (index, hop) in trail.hops.iter().enumerate() {
            let mut things = self.anything(*hop);
            if index + 1 == trail.hops.len() {
                things.filters = said.to_vec();
            }
            let (counts, behind) = if lexicon.relation(hop.relation).reaches_all {
                (ThreeValuedSet::exact(Concept::Everything), Vec::new())
            } else {
                self.at_link_end(index + 1, |lower| lower.default_filter(&things, false))?
            };
            let noun = lexicon.kind_word(lexicon.end(*hop), Number::Singular).to_owned();
            let plain = Hop { noun, path: lexicon.path_to_kind(*hop), counts: counts.certain.clone() };
            hops.push(TrailHop { direction: *hop, counts, behind, hop: plain });
        }
        Ok(hops)
    }

    /// The things from which the links lead to at least one thing of `to`.
    pub(super) fn along(
        &mut self,
        hops: &[TrailHop],
        to: impl FnOnce(&mut Self) -> Result<ThreeValuedSet, Diagnostic>,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        if hops.is_empty() {
            return to(self);
        }
        let (to, behind) = self.at_link_end(hops.len(), to)?;
        Ok(self
            .back_along(hops, (to, behind), |to, hop, unsure| some(&hop.hop.path, hop.counts.clone().and(to), unsure)))
    }

    /// Goes back over the links from their end, with what is open there.
    fn back_along<T>(
        &mut self,
        hops: &[TrailHop],
        end: (T, Vec<Pending>),
        mut before: impl FnMut(T, &TrailHop, &UnknownLinks) -> T,
    ) -> T {
        let (mut at, mut behind) = end;
        for (index, hop) in hops.iter().enumerate().rev() {
            behind.extend(hop.behind.iter().cloned());
            let counts = &hop.counts.certain;
            let step =
                |lower: &mut Self| Ok(lower.unknown_links(hop.direction, LinkReach::Direct, None, (counts, behind)));
            let further = self.at_link_end(index, step);
            let (unsure, open) = further.expect("what is unsure of a link is always found");
            at = before(at, hop, &unsure);
            behind = open;
        }
        behind.into_iter().for_each(|pending| self.add_pending(pending));
        at
    }

    /// The things from which the links lead to at least one thing, and only to things in `to`.
    pub(super) fn only_along(
        &mut self,
        hops: &[TrailHop],
        to: impl FnOnce(&mut Self) -> Result<ThreeValuedSet, Diagnostic>,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        let (to, behind) = self.at_link_end(hops.len(), to)?;
        if let [_] = hops {
            let only = |to, hop: &TrailHop, unsure: &UnknownLinks| only(&hop.hop.path, hop.counts.clone(), to, unsure);
            return Ok(self.back_along(hops, (to, behind), only));
        }
        let ends = (ThreeValuedSet::exact(Concept::Everything), to.negate());
        let linked = |(any, other): (ThreeValuedSet, ThreeValuedSet), hop: &TrailHop, unsure: &UnknownLinks| {
            let some = |to| some(&hop.hop.path, hop.counts.clone().and(to), unsure);
            (some(any), some(other))
        };
        let (any, other) = self.back_along(hops, (ends, behind), linked);
        Ok(any.and(other.negate()))
    }

    /// The things for which it is unknown where the links lead, or whose ends are in the gap `end`.
    pub(super) fn gap_along(
        &mut self,
        hops: &[TrailHop],
        end: impl FnOnce(&mut Self) -> Option<Concept>,
    ) -> Result<Option<Concept>, Diagnostic> {
        let end = self.at_link_end(hops.len(), |lower| Ok(end(lower)))?;
        Ok(self.back_along(hops, end, |gap, hop, unsure| {
            let onward = |to: Concept| Concept::some(hop.hop.path.clone(), to);
            let counts = hop.counts.possible().clone();
            let further = gap.map(|gap| onward(Concept::all(vec![counts.clone(), gap])));
            let perhaps = hop.counts.between().map(onward);
            let back = unsure.ends.clone().map(|back| there_is(Concept::all(vec![counts, back])));
            join(join(unsure.starts.clone(), further), join(perhaps, back))
        }))
    }
}

/// The certain part of the hops.
pub(super) fn plain(hops: Vec<TrailHop>) -> Vec<Hop> {
    hops.into_iter().map(|hop| hop.hop).collect()
}
