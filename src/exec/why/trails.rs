//! Trails: `whose vendor has a homepage`, `whose source.access is "login"`. What stands at their end.

use std::collections::BTreeMap;

use crate::base::Diagnostic;
use crate::exec::reason::Reason;
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::links::{LinkCandidate, besides};
use crate::exec::why::question_part::QuestionPart;
use crate::exec::why::sets::{as_recorded, plain, yes_no};
use crate::plan::links_of;
use crate::question::{Condition, LinkReach, ValueComparison};
use crate::store::Id;
use crate::words::{Provenance, Trail, TrailEnd};

impl<'a> Explainer<'a> {
    /// `is one whose vendor has a homepage`, `is one whose every source is public`
    pub(super) fn whose(
        &self,
        condition: &'a Condition,
        trail: &'a Trail,
        every: bool,
        holds: &'a Condition,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let seen = self.trail_ends(trail, holds, QuestionPart::Condition(holds), spot)?;
        let truth = self.holds(QuestionPart::Condition(condition), spot)?;
        let found = as_recorded(self.trail_phrase(trail, &seen, spot), truth);
        let mut reason = plain(self.condition_phrase(condition, spot.kind), truth, found);
        self.list(&mut reason, seen, every, |asking, spot| asking.conjuncts(holds, spot))?;
        Ok(reason)
    }

    /// `is one whose source.access is "login"`
    pub(super) fn trail_comparison(
        &self,
        condition: &'a Condition,
        trail: &'a Trail,
        comparison: &'a ValueComparison,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let TrailEnd::Attribute(attribute) = trail.end else {
            let holds = self.holds(QuestionPart::Condition(condition), spot)?;
            let found = yes_no(holds);
            return Ok(plain(self.condition_phrase(condition, spot.kind), holds, found));
        };
        let own = Condition::Compare(Trail::of_attribute(attribute), comparison.clone());
        let part = QuestionPart::Compared(attribute, comparison);
        let seen = self.trail_ends(trail, &own, part, spot)?;
        let truth = self.holds(QuestionPart::Condition(condition), spot)?;
        let found = as_recorded(self.trail_phrase(trail, &seen, spot), truth);
        let mut reason = plain(self.condition_phrase(condition, spot.kind), truth, found);
        self.list(&mut reason, seen, false, |asking, spot| {
            let said = asking.condition_phrase(&own, spot.kind);
            let holds = asking.holds(part, spot)?;
            Ok(vec![asking.value_of(said, holds, attribute, spot)])
        })?;
        Ok(reason)
    }

    /// The things at the end of a trail; things that the default filter excludes are not followed.
    fn trail_ends(
        &self,
        trail: &Trail,
        said: &Condition,
        part: QuestionPart<'a>,
        spot: &FocusNode,
    ) -> Result<Vec<LinkCandidate>, Diagnostic> {
        let lexicon = self.context.lexicon;
        let links = links_of(trail, said, self.context);
        let mut at: BTreeMap<Id, (FocusNode, Provenance)> =
            [(spot.thing, (spot.clone(), Provenance::default()))].into();
        let mut seen = Vec::new();
        for (index, link) in links.iter().enumerate() {
            let last = index + 1 == links.len();
            let end = lexicon.end(link.direction);
            let mut next: BTreeMap<Id, (FocusNode, Provenance)> = BTreeMap::new();
            for (from, before) in at.values() {
                for (thing, way) in self.things_at(link.path.provenance(self.dataset, from.thing)) {
                    let there = from.follow_link(thing, link.direction, LinkReach::Direct, end);
                    let (_, known) = next.entry(thing).or_insert((there, Provenance::default()));
                    known.extend(before);
                    known.extend(&way);
                }
            }
            at = BTreeMap::new();
            for (thing, (there, way)) in next {
                let left_out = self.is_left_out(&link.excluded, &there)?;
                if last {
                    seen.push(LinkCandidate {
                        counts: if left_out { Truth::No } else { self.holds(part, &there)? },
                        left_out,
                        missed: 0,
                        spot: there,
                        provenance: way,
                    });
                } else if !left_out {
                    at.insert(thing, (there, way));
                }
            }
        }
        Ok(seen)
    }

    fn trail_phrase(&self, trail: &Trail, seen: &[LinkCandidate], spot: &FocusNode) -> String {
        let there = seen.iter().filter(|seen| !seen.left_out).count();
        let said = match trail.hops.as_slice() {
            [.., before, last] => {
                let from = self.context.lexicon.end(*before);
                self.count_phrase(*last, LinkReach::Direct, from, there)
            }
            [only] => self.count_phrase(*only, LinkReach::Direct, spot.kind, there),
            [] => String::new(),
        };
        let counting = seen.iter().filter(|seen| seen.counts == Truth::Yes).count();
        let said = match counting {
            0 => said,
            all if all == there => said,
            1 => format!("{said}, 1 of which matches"),
            count => format!("{said}, {count} of which match"),
        };
        besides(said, seen.len() - there)
    }
}
