//! `contradicts`: why two things contradict one another, or do not.

use crate::base::{Cut, Limit};
use crate::exec::opposition::OppositionWriter;
use crate::exec::reason::{LinkedThing, LocatedFact, Reason};
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::question::{LinkCondition, PhraseBase};
use crate::store::Id;
use crate::words::{Direction, Step, Structure};

impl Explainer<'_> {
    /// Adds why a thing contradicts the things that it does; if it contradicts none of those asked for, why not.
    pub(super) fn add_opposition(&self, reason: &mut Reason, linked: &LinkCondition, spot: &FocusNode) {
        let (true, Some(opposing)) = (self.is_contradiction(linked.direction), OppositionWriter::of(self.fact_writer))
        else {
            return;
        };
        let named = match linked.object.as_deref().map(|object| &object.base) {
            Some(PhraseBase::Things(things)) => {
                things.iter().filter_map(|it| self.dataset.iri_id(it.iri.as_ref())).collect()
            }
            _ => Vec::new(),
        };
        let told = |other: Id| {
            let verdict = self.evidence.verdict(spot.thing, other);
            let facts = opposing.facts(&verdict, [spot.thing, other]);
            (opposing.sentence(&verdict), facts)
        };
        let known = std::mem::take(&mut reason.linked);
        if let [only] = named.as_slice() {
            // Its other contradictions were not asked for.
            let (sentence, facts) = told(*only);
            let linked = known.items().iter().find(|it| self.id_of(it) == Some(*only)).cloned();
            let mut linked = linked.unwrap_or_else(|| self.not_counting(*only, Cut::default()));
            linked.facts = linked.facts.concat(facts);
            reason.linked = Cut::complete(vec![linked]);
            reason.found = sentence;
            return;
        }
        let mut shown: Vec<Id> = Vec::new();
        let known = known.map(|mut linked| {
            let id = self.id_of(&linked);
            shown.extend(id);
            if let Some(id) = id.filter(|id| named.is_empty() || named.contains(id)) {
                let (sentence, facts) = told(id);
                linked.facts = words(sentence).concat(linked.facts).concat(facts);
            }
            linked
        });
        let others = if !named.is_empty() {
            Cut::complete(named.into_iter().filter(|id| !shown.contains(id)).collect())
        } else if shown.is_empty() {
            let nearest = self.evidence.opposites(spot.thing).into_iter();
            Cut::of(nearest.map(|(id, _)| id), Limit::NearestOpposites)
        } else {
            Cut::default()
        };
        reason.linked = known.concat(others.map(|other| {
            let (sentence, facts) = told(other);
            self.not_counting(other, words(sentence).concat(facts))
        }));
    }

    /// A thing that says the opposite, and is not what was asked for.
    fn not_counting(&self, other: Id, facts: Cut<LocatedFact>) -> LinkedThing {
        LinkedThing {
            thing: self.fact_writer.identity(other),
            counts: Truth::No,
            left_out: false,
            facts,
            reasons: Vec::new(),
            unexplained: false,
        }
    }

    fn id_of(&self, linked: &LinkedThing) -> Option<Id> {
        let iri = oxigraph::model::NamedNodeRef::new(&linked.thing.iri).ok()?;
        self.dataset.iri_id(iri)
    }

    fn is_contradiction(&self, direction: Direction) -> bool {
        match self.context.lexicon.path(direction).0.as_slice() {
            [Step::Derived { derived, .. }] => derived.structure == Structure::Contradiction,
            _ => false,
        }
    }
}

/// A remark, listed before the facts.
fn words(sentence: String) -> Cut<LocatedFact> {
    Cut::complete(vec![LocatedFact { words: sentence, place: None }])
}
