//! Links → sets: how far they reach, and to how many things.

use crate::base::Diagnostic;
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::concept::Concept;
use crate::plan::gap::OpenPredicate;
use crate::plan::linking::{covers, number_restriction, only};
use crate::plan::lowering::Lower;
use crate::question::{Bound, Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Quantity};
use crate::words::{Direction, Lexicon, Path, Step};

impl Lower<'_> {
    pub(super) fn link_condition(&mut self, linked: &LinkCondition) -> Result<ThreeValuedSet, Diagnostic> {
        if linked.quantity == Quantity::No && self.context.lexicon.relation(linked.direction.relation).wholly {
            return self.link_negation(&LinkCondition { quantity: Quantity::Some, ..linked.clone() });
        }
        let sides = self.plain_link(linked)?;
        Ok(match self.partly(linked)? {
            // A place is in what it lies wholly within. What is said to be in a place may be in any part of it.
            Some(partly) if !self.is_of_a_part(linked) || self.links_from_subject > 0 => {
                self.unknown_where(sides, partly, linked.direction)
            }
            _ => sides,
        })
    }

    /// The things that are not so linked. If parts lie within one another: those that lie wholly outside.
    pub(super) fn link_negation(&mut self, linked: &LinkCondition) -> Result<ThreeValuedSet, Diagnostic> {
        let sides = self.plain_link(linked)?;
        let Some(partly) = self.partly(linked)? else {
            return Ok(sides.negate());
        };
        Ok(self.unknown_where(sides, partly, linked.direction).negate())
    }

    fn unknown_where(&mut self, sides: ThreeValuedSet, partly: Concept, direction: Direction) -> ThreeValuedSet {
        let partly = Concept::all(vec![partly, Concept::negate(sides.certain.clone())]);
        self.note_open(OpenPredicate::PartlyWithin(direction), &[], Some(&partly));
        ThreeValuedSet::any(vec![sides, ThreeValuedSet::unless(Concept::Nothing, Some(partly))])
    }

    /// The things linked to something that has a part in the object; `None` if the relation is not of parts.
    fn partly(&mut self, linked: &LinkCondition) -> Result<Option<Concept>, Diagnostic> {
        let lexicon = self.context.lexicon;
        let relation = lexicon.relation(linked.direction.relation);
        let plain =
            linked.reach == LinkReach::Direct && linked.quantity == Quantity::Some && !linked.direction.backward;
        let widened = relation.path.widen().filter(|_| relation.wholly && plain);
        let (Some(path), Some(object)) = (widened, &linked.object) else {
            return Ok(None);
        };
        let to = self.without_gaps(|lower| {
            lower.at_link_end(1, |lower| lower.phrase(object, relation.reaches_all, false)).map(|it| it.0)
        })?;
        Ok(Some(Concept::some(path, to.certain)))
    }

    /// True for a link from something that has parts itself: from place to place.
    fn is_of_a_part(&self, linked: &LinkCondition) -> bool {
        let lexicon = self.context.lexicon;
        lexicon.overlap(lexicon.start(linked.direction), lexicon.end(linked.direction))
    }

    fn plain_link(&mut self, linked: &LinkCondition) -> Result<ThreeValuedSet, Diagnostic> {
        let lexicon = self.context.lexicon;
        let direction = linked.direction;
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let bare;
        let object = match &linked.object {
            Some(object) => object.as_ref(),
            None => {
                bare = self.anything(direction);
                &bare
            }
        };
        let all = reaches_all || object.all;
        let path = path_of(linked, lexicon);
        let ((to, among), behind) = self.at_link_end(1, |lower| {
            let to = lower.phrase(object, reaches_all, false)?;
            let to = lower.with_the_unanswered(to, direction, object);
            let among = match linked.quantity {
                Quantity::Only if !all => lower.default_filter(object, false)?,
                _ => ThreeValuedSet::exact(Concept::Everything),
            };
            Ok((to, among))
        })?;
        let unsure = self.unknown_links_to(direction, linked.reach, object, behind)?;
        Ok(match linked.quantity {
            Quantity::Only => only(&path, among, to, &unsure),
            Quantity::Every => covers(&path, to, &unsure),
            quantity => match bounds(quantity) {
                Some((0, None)) => ThreeValuedSet::exact(Concept::Everything),
                Some(bounds) => number_restriction(&path, bounds, to, &unsure),
                None => ThreeValuedSet::exact(Concept::Nothing),
            },
        })
    }

    /// A set of objects, with those that are possible: a linked thing of a kind without answers may still do what
    /// an answer would tell. `engage a vendor that trains` is unknown for an agent that is not a vendor.
    fn with_the_unanswered(&mut self, to: ThreeValuedSet, direction: Direction, object: &NounPhrase) -> ThreeValuedSet {
        let lexicon = self.context.lexicon;
        let [end, kind] = [lexicon.end(direction), object.kind].map(|it| &lexicon.kind(it).classes);
        let is_wider = kind.len() < end.len() && kind.iter().all(|it| end.contains(it));
        if !is_wider || !matches!(object.base, PhraseBase::Noun(_)) || !asks_for_an_answer(&object.filters) {
            return to;
        }
        let [end, kind] = [end, kind].map(|it| Concept::Class(it.clone()));
        let unanswered = Concept::all(vec![end, Concept::negate(kind)]);
        self.note_open(OpenPredicate::Answer, &[], Some(&unanswered));
        ThreeValuedSet::any(vec![to, ThreeValuedSet::unless(Concept::Nothing, Some(unanswered))])
    }

    /// The object of a verb without one: any thing of the kind to which it leads.
    pub(super) fn anything(&self, direction: Direction) -> NounPhrase {
        let lexicon = self.context.lexicon;
        NounPhrase::any(lexicon.end(direction), lexicon)
    }
}

/// True if filters ask for answers to assurances.
fn asks_for_an_answer(filters: &[Condition]) -> bool {
    let mut asks = false;
    for filter in filters {
        filter.each(&mut |it| {
            asks |= match it {
                Condition::Answer(answer) => !answer.speaks_of_the_record(),
                Condition::IsA(phrase, _) => asks_for_an_answer(&phrase.filters),
                _ => false,
            };
        });
    }
    asks
}

/// The path of a link to its object, with its reach.
#[must_use]
pub fn path_of(linked: &LinkCondition, lexicon: &Lexicon) -> Path {
    let direction = linked.direction;
    let path = reach_path(lexicon, direction, linked.reach);
    // What is in Frankfurt is in the EEA, too. `in a region that is not in the EU`, and `only`, mean Frankfurt alone.
    let named = linked.object.as_ref().is_some_and(|it| matches!(it.base, PhraseBase::Things(_)));
    let of_parts = lexicon.relation(direction.relation).wholly && !direction.backward && !named;
    let path = path.to_parts().filter(|_| of_parts).unwrap_or(path);
    match linked.quantity {
        Quantity::Only => lexicon.restrict_to_described(direction, lexicon.within_kind(direction, path)),
        _ => path,
    }
}

/// The path of a link, with its reach.
fn reach_path(lexicon: &Lexicon, direction: Direction, reach: LinkReach) -> Path {
    let ultimate = || {
        let path = lexicon.ultimate_path(direction);
        path.expect("the reader has checked that the link can be followed again")
    };
    match reach {
        LinkReach::Direct => lexicon.path(direction),
        LinkReach::Ultimately => ultimate(),
        LinkReach::ThemselvesOrUltimately => match ultimate().0.as_slice() {
            [Step::Repeat { path, .. }] => Path(vec![Step::Repeat { path: path.clone(), at_least_once: false }]),
            other => Path(other.to_vec()),
        },
    }
}

/// The bounds of a quantity; `None` when no number is within them.
pub(super) fn bounds(quantity: Quantity) -> Option<(u64, Option<u64>)> {
    Some(match quantity {
        Quantity::Some | Quantity::Only | Quantity::Every => (1, None),
        Quantity::No => (0, Some(0)),
        Quantity::Count(Bound::Exactly, count) => (count, Some(count)),
        Quantity::Count(Bound::AtLeast, count) => (count, None),
        Quantity::Count(Bound::AtMost, count) => (0, Some(count)),
        Quantity::Count(Bound::MoreThan, count) => (count.checked_add(1)?, None),
        Quantity::Count(Bound::FewerThan, count) => (0, Some(count.checked_sub(1)?)),
    })
}
