//! Links: what they lead to, which of it counts, and why the rest does not.

use std::collections::HashSet;

use oxigraph::model::TermRef;

use crate::base::{Cut, Diagnostic, Limit};
use crate::exec::reason::{LinkedThing, Reason};
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::{QuestionPart, is_binding_condition};
use crate::exec::why::sets::{as_recorded, plain};
use crate::plan::{anything, default_filter_adjectives, path_of};
use crate::question::{Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Quantity, Thing, noun_phrase};
use crate::store::Id;
use crate::words::{AdjectiveId, Direction, Number, Provenance, ProvenanceMap};

/// How many linked things are listed: of the thing itself, of what is linked to it, and deeper.
const LINKED: [Limit; 3] = [Limit::Linked, Limit::LinkedFurther, Limit::LinkedDeeper];

/// The sort key: excluded by the default filter, less decisive, misses, label, IRI.
type LinkSortKey = (bool, bool, usize, String, String);

/// A linked thing before it is explained.
pub(super) struct LinkCandidate {
    pub(super) spot: FocusNode,
    pub(super) counts: Truth,
    pub(super) left_out: bool,
    /// How many conditions it misses: the nearest come first.
    pub(super) missed: usize,
    pub(super) provenance: Provenance,
}

impl<'a> Explainer<'a> {
    /// `lacks a public source`, `cites only public sources`, `is about training`
    pub(super) fn link_reason(
        &self,
        condition: &'a Condition,
        linked: &'a LinkCondition,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let holds = self.holds(QuestionPart::Condition(condition), spot)?;
        let said = self.condition_phrase(condition, spot.kind);
        let mut reason = plain(said, holds, String::new());
        if let (Quantity::Every, Some(object)) = (linked.quantity, linked.object.as_deref()) {
            self.every(&mut reason, linked, object, spot)?;
            return Ok(reason);
        }
        let mut seen = self.link_candidates(linked, spot)?;
        reason.found = as_recorded(self.links_phrase(linked, &seen, spot), holds);
        let broken_first = linked.quantity == Quantity::Only;
        let object = linked.object.as_deref();
        if let Some(object) = object.filter(|_| !broken_first) {
            for seen in &mut seen {
                seen.missed = self.count_misses(object, &seen.spot)?;
            }
        }
        self.list(&mut reason, seen, broken_first, |asking, spot| match object {
            Some(object) => asking.object(object, linked.direction, spot),
            None => Ok(Vec::new()),
        })?;
        self.add_opposition(&mut reason, linked, spot);
        Ok(reason)
    }

    /// Everything that a link leads to, and whether it counts.
    fn link_candidates(&self, linked: &'a LinkCondition, spot: &FocusNode) -> Result<Vec<LinkCandidate>, Diagnostic> {
        let lexicon = self.context.lexicon;
        let (direction, reach) = (linked.direction, linked.reach);
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let bare = anything(direction, self.context);
        let object = linked.object.as_deref();
        let phrase = object.unwrap_or(&bare);
        let part = match object {
            Some(object) => QuestionPart::Object(object, reaches_all),
            None => QuestionPart::Anything(direction, reaches_all),
        };
        let left_out = if reaches_all { Vec::new() } else { default_filter_adjectives(phrase, self.context) };
        let path = path_of(linked, lexicon);
        let of_its_kind = lexicon.within_kind(direction, path.clone());
        let ours: Option<HashSet<Id>> =
            (of_its_kind != path).then(|| of_its_kind.walk(self.dataset, spot.thing).into_iter().collect());
        let mut seen = Vec::new();
        for (thing, way) in self.things_at(path.provenance(self.dataset, spot.thing)) {
            let there = spot.follow_link(thing, direction, reach, phrase.kind);
            let counts = self.holds(part, &there)?;
            if counts == Truth::No && ours.as_ref().is_some_and(|ours| !ours.contains(&thing)) {
                continue;
            }
            seen.push(LinkCandidate {
                counts,
                left_out: self.is_left_out(&left_out, &there)?,
                missed: 0,
                spot: there,
                provenance: way,
            });
        }
        Ok(seen)
    }

    /// The things that a path reaches, without literals.
    pub(super) fn things_at(&self, ways: ProvenanceMap) -> impl Iterator<Item = (Id, Provenance)> {
        let things = ways.into_iter();
        things.filter(|(id, _)| matches!(self.dataset.term(*id), TermRef::NamedNode(_)))
    }

    pub(super) fn is_left_out(&self, adjectives: &[AdjectiveId], spot: &FocusNode) -> Result<bool, Diagnostic> {
        for adjective in adjectives {
            if self.holds(QuestionPart::Adjective(*adjective), spot)? == Truth::Yes {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What is asked of a linked thing; empty if it only has to exist.
    fn object(
        &self,
        object: &'a NounPhrase,
        direction: Direction,
        spot: &FocusNode,
    ) -> Result<Vec<Reason>, Diagnostic> {
        let reaches_all = self.context.lexicon.relation(direction.relation).reaches_all;
        let left_out = if reaches_all { Vec::new() } else { default_filter_adjectives(object, self.context) };
        let reasons = self.reasons(object, &left_out, spot)?;
        let trivial = object.is_bare() && reasons.iter().all(|reason| reason.holds == Truth::Yes);
        Ok(if trivial { Vec::new() } else { reasons })
    }

    /// How many conditions of a noun phrase a thing misses.
    fn count_misses(&self, object: &'a NounPhrase, spot: &FocusNode) -> Result<usize, Diagnostic> {
        let adjectives = object.adjectives.iter().map(|it| QuestionPart::Adjective(*it));
        let plain = object.filters.iter().filter(|it| !is_binding_condition(it));
        let parts: Vec<QuestionPart<'a>> = adjectives.chain(plain.map(QuestionPart::Condition)).collect();
        if parts.len() < 2 {
            return Ok(0);
        }
        let mut missed = 0;
        for part in parts {
            missed += usize::from(self.holds(part, spot)? != Truth::Yes);
        }
        Ok(missed)
    }

    /// Lists linked things: those that decide first, then by name.
    pub(super) fn list(
        &self,
        reason: &mut Reason,
        seen: Vec<LinkCandidate>,
        broken_first: bool,
        reasons: impl Fn(&Self, &FocusNode) -> Result<Vec<Reason>, Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let depth = seen.first().map_or(0, |seen| seen.spot.links - 1);
        let limit = LINKED[depth.min(LINKED.len() - 1)];
        let mut order: Vec<(LinkSortKey, LinkCandidate)> = seen
            .into_iter()
            .map(|seen| {
                let about = self.fact_writer.identity(seen.spot.thing);
                let later = (seen.counts == Truth::Yes) == broken_first;
                let key = (seen.left_out, later, seen.missed, about.label, about.iri);
                (key, seen)
            })
            .collect();
        order.sort_by(|(one, _), (other, _)| one.cmp(other));
        let listed = Cut::of(order, limit).map(|(_, seen)| seen);
        if listed.more() > 0 {
            reason.all = listed.items().first().and_then(|seen| self.all_linked(&seen.spot));
        }
        reason.facts = self.fact_writer.provenance_facts(listed.items().iter().map(|seen| &seen.provenance));
        let shown = listed.map(|seen| -> Result<LinkedThing, Diagnostic> {
            let unexplained = self.is_full(&seen.spot);
            Ok(LinkedThing {
                thing: self.fact_writer.identity(seen.spot.thing),
                counts: seen.counts,
                left_out: seen.left_out,
                facts: self.fact_writer.provenance_facts([&seen.provenance]),
                reasons: if unexplained { Vec::new() } else { reasons(self, &seen.spot)? },
                unexplained,
            })
        });
        reason.linked = shown.transpose()?;
        Ok(())
    }

    /// The question that lists all that is linked like this to the explained thing: `which all sources are cited by
    /// ali:no-training`. `None` for what is linked further on, or without words for the reverse direction.
    fn all_linked(&self, spot: &FocusNode) -> Option<String> {
        let [(direction, reach, kind)] = spot.links_from_root.as_slice() else {
            return None;
        };
        let lexicon = self.context.lexicon;
        let back = Direction { backward: !direction.backward, ..*direction };
        let words = lexicon.direction_words(back);
        if words.verbs.is_empty() && words.participles.is_empty() && words.prepositions.is_empty() {
            return None;
        }
        let root = Thing { iri: self.iri(spot.root)?, kind: spot.root_kind };
        let of = NounPhrase { base: PhraseBase::Things(vec![root]), ..NounPhrase::any(spot.root_kind, lexicon) };
        let linked = Condition::Linked(LinkCondition {
            direction: back,
            reach: *reach,
            quantity: Quantity::Some,
            object: Some(Box::new(of)),
        });
        let all = NounPhrase { number: Number::Plural, filters: vec![linked], ..NounPhrase::all(*kind, lexicon) };
        Some(format!("which {}", noun_phrase(&all, lexicon, self.dataset)))
    }

    /// `has 1 public source, of 3 in total`
    fn links_phrase(&self, linked: &LinkCondition, seen: &[LinkCandidate], spot: &FocusNode) -> String {
        let (direction, reach, kind) = (linked.direction, linked.reach, spot.kind);
        let there: Vec<&LinkCandidate> = seen.iter().filter(|seen| !seen.left_out).collect();
        let counting = there.iter().filter(|seen| seen.counts == Truth::Yes).count();
        let object = linked.object.as_deref();
        let said = match object {
            Some(object) if is_named(object) && !there.is_empty() => {
                let things: Vec<Id> = there.iter().map(|seen| seen.spot.thing).collect();
                let things = self.without_wholes(linked, things, spot);
                self.names_phrase(direction, reach, kind, &things)
            }
            Some(object) if counting > 0 && counting < there.len() => {
                let some = self.quantity_phrase(direction, reach, kind, counting, object.clone());
                format!("{some}, of {} in total", there.len())
            }
            _ => self.count_phrase(direction, reach, kind, there.len()),
        };
        besides(said, seen.len() - there.len())
    }

    /// Drops wholes where their parts are linked themselves: China, and not also the world.
    fn without_wholes(&self, linked: &LinkCondition, mut things: Vec<Id>, spot: &FocusNode) -> Vec<Id> {
        let lexicon = self.context.lexicon;
        let is_of_wholes = lexicon.relation(linked.direction.relation).wholly && !linked.direction.backward;
        let to_parts = path_of(linked, lexicon).to_parts().filter(|_| is_of_wholes);
        let parts = to_parts.map(|path| path.walk(self.dataset, spot.thing)).unwrap_or_default();
        if things.iter().any(|it| parts.contains(it)) {
            things.retain(|it| parts.contains(it));
        }
        things
    }

    /// `rates every product of its vendor`: what is missing.
    fn every(
        &self,
        reason: &mut Reason,
        linked: &'a LinkCondition,
        object: &'a NounPhrase,
        spot: &FocusNode,
    ) -> Result<(), Diagnostic> {
        let lexicon = self.context.lexicon;
        let reaches_all = lexicon.relation(linked.direction.relation).reaches_all;
        let mut ways: ProvenanceMap = path_of(linked, lexicon).provenance(self.dataset, spot.thing);
        let part = QuestionPart::Object(object, reaches_all);
        let there = spot.follow_link(spot.thing, linked.direction, linked.reach, object.kind);
        let wanted = self.things_of(part, &there)?;
        let seen: Vec<LinkCandidate> = wanted
            .into_iter()
            .map(|thing| LinkCandidate {
                spot: spot.follow_link(thing, linked.direction, linked.reach, object.kind),
                counts: ways.contains_key(&thing).into(),
                left_out: false,
                missed: 0,
                provenance: ways.remove(&thing).unwrap_or_default(),
            })
            .collect();
        let missing = seen.iter().filter(|seen| seen.counts != Truth::Yes).count();
        let plural = NounPhrase { number: Number::Plural, ..object.clone() };
        let things = noun_phrase(&plural, lexicon, self.dataset);
        reason.found = match (missing, seen.len()) {
            (_, 0) => format!("finds no {things} at all"),
            (0, all) => format!("misses none of {all} {things}"),
            (missing, all) => as_recorded(format!("misses {missing} of {all} {things}"), reason.holds),
        };
        self.list(reason, seen, true, |_, _| Ok(Vec::new()))
    }

    /// Adds the things that a number counts.
    pub(super) fn list_counted_things(
        &self,
        reason: &mut Reason,
        direction: Direction,
        phrase: &'a NounPhrase,
        spot: &FocusNode,
    ) -> Result<(), Diagnostic> {
        let lexicon = self.context.lexicon;
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let left_out = if reaches_all { Vec::new() } else { default_filter_adjectives(phrase, self.context) };
        let path = lexicon.path_within_kind(direction);
        let mut seen = Vec::new();
        for (thing, way) in self.things_at(path.provenance(self.dataset, spot.thing)) {
            let there = spot.follow_link(thing, direction, LinkReach::Direct, phrase.kind);
            seen.push(LinkCandidate {
                counts: self.holds(QuestionPart::Object(phrase, reaches_all), &there)?,
                left_out: self.is_left_out(&left_out, &there)?,
                missed: 0,
                spot: there,
                provenance: way,
            });
        }
        self.list(reason, seen, false, |asking, spot| asking.object(phrase, direction, spot))
    }
}

/// True for what is asked for by name: what there is gets named, too.
fn is_named(object: &NounPhrase) -> bool {
    matches!(object.base, PhraseBase::Things(_) | PhraseBase::Their(_)) && object.filters.is_empty()
}

pub(super) fn besides(said: String, left_out: usize) -> String {
    match left_out {
        0 => said,
        1 => format!("{said} (1 more is left out)"),
        count => format!("{said} ({count} more are left out)"),
    }
}
