//! `contradicts`: why a pair of things is one, or is not.

use crate::exec::answer::Truth;
use crate::exec::opposing::Opposing;
use crate::exec::reason::{Fact, Linked as Shown, Reason};
use crate::exec::why::{Asking, Spot};
use crate::question::{Base, Linked};
use crate::store::Id;
use crate::words::{Direction, Step, Structure};

/// Opposites that are told where nothing contradicts.
const MAX_NEAREST: usize = 3;

impl Asking<'_> {
    /// Adds to the things that a thing contradicts why it does; where it contradicts none of those asked for,
    /// why not.
    pub(super) fn opposed(&self, reason: &mut Reason, linked: &Linked, spot: &Spot) {
        let (true, Some(opposing)) = (self.is_contradiction(linked.direction), Opposing::of(self.telling)) else {
            return;
        };
        let named = match linked.object.as_deref().map(|object| &object.base) {
            Some(Base::Things(things)) => things.iter().filter_map(|it| self.facts.iri_id(it.iri.as_ref())).collect(),
            _ => Vec::new(),
        };
        let told = |other: Id| {
            let verdict = self.evidence.verdict(spot.thing, other);
            let facts = opposing.facts(&verdict, [spot.thing, other]);
            (opposing.sentence(&verdict), facts)
        };
        let mut shown: Vec<Id> = Vec::new();
        for linked in &mut reason.linked {
            let Some(id) = self.id_of(linked) else {
                continue;
            };
            shown.push(id);
            if named.is_empty() || named.contains(&id) {
                let (sentence, facts) = told(id);
                linked.facts.extend(facts);
                linked.facts.insert(0, words(sentence));
            }
        }
        let others: Vec<Id> = if !named.is_empty() {
            let missing = named.iter().copied();
            missing.filter(|id| !shown.contains(id)).collect()
        } else if shown.is_empty() {
            let nearest = self.evidence.opposites(spot.thing).into_iter();
            nearest.map(|(id, _)| id).take(MAX_NEAREST).collect()
        } else {
            Vec::new()
        };
        for other in others {
            let (sentence, mut facts) = told(other);
            facts.insert(0, words(sentence));
            reason.linked.push(Shown {
                thing: self.telling.about(other),
                counts: Truth::No,
                left_out: false,
                facts,
                reasons: Vec::new(),
            });
        }
        if let [only] = named.as_slice() {
            // What else it contradicts was not asked.
            reason.linked.retain(|linked| self.id_of(linked) == Some(*only));
            reason.found = told(*only).0;
            for linked in &mut reason.linked {
                linked.facts.remove(0);
            }
        }
    }

    fn id_of(&self, linked: &Shown) -> Option<Id> {
        let iri = oxigraph::model::NamedNodeRef::new(&linked.thing.iri).ok()?;
        self.facts.iri_id(iri)
    }

    fn is_contradiction(&self, direction: Direction) -> bool {
        match self.context.lexicon.path(direction).0.as_slice() {
            [Step::Derived { derived, .. }] => derived.structure == Structure::Contradiction,
            _ => false,
        }
    }
}

/// What is told beside the facts.
fn words(sentence: String) -> Fact {
    Fact { words: sentence, place: None }
}
