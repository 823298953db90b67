//! Answers behind links: `engage a vendor that trains on customer data`. There, a verb counts an answer that depends or
//! is disputed as a plain yes or no. Where that decides the result, a note names the things concerned.

use std::collections::{BTreeSet, HashSet};

use oxigraph::model::{NamedNode, TermRef};

use crate::base::{Cut, Diagnostic, Limit};
use crate::question::{AnswerCondition, Condition, LinkCondition, LinkReach, NounPhrase, Question};
use crate::session::Session;
use crate::store::Id;
use crate::words::{AdjectiveId, BackedVerdict, Direction, Verdict};

/// The verdicts that are neither a plain yes nor a plain no.
const OPEN: [Verdict; 2] = [Verdict::Depends, Verdict::Disputed];

impl Session {
    /// A note on the things for which it matters whether answers behind links that depend or are disputed count; `None`
    /// if there are none.
    ///
    /// # Errors
    /// When it cannot be found in time.
    pub(super) fn linked_answers_note(&self, question: &Question) -> Result<Option<String>, Diagnostic> {
        let set = match question {
            Question::Does(thing, holds) => NounPhrase { filters: vec![holds.clone()], ..NounPhrase::the(thing) },
            question => match question.set() {
                Some(set) => set.clone(),
                None => return Ok(None),
            },
        };
        let mut turned = FlippedAnswers { session: self, asked: Vec::new(), links: Vec::new(), has_flipped: false };
        let other_set = turned.set(&set, false);
        let (mut definitions, mut sets) = (Vec::new(), Vec::new());
        let (used, plain) = (self.dependencies_of(&set), adjectives(&set));
        for id in used.adjectives {
            definitions.extend(self.definitions.get(&id).map(|it| (id, turned.set(it, !plain.contains(&id)))));
        }
        for id in used.sets {
            sets.push((id, turned.set(&self.sets[id.0 as usize], true)));
        }
        let (asked, ways) = (turned.asked, turned.links);
        if asked.is_empty() {
            return Ok(None);
        }
        let mut other = Self { inquiry: self.inquiry.elsewhere(), ..self.clone() };
        other.definitions.extend(definitions);
        for (id, meaning) in sets {
            other.sets[id.0 as usize] = meaning;
        }
        let hanging: Vec<NamedNode> = match (question, other_set.filters.as_slice()) {
            (Question::Does(thing, _), [other_holds]) => {
                let other_question = Question::Does(thing.clone(), other_holds.clone());
                let differs = self.plan_and_evaluate(question)?.body != other.plan_and_evaluate(&other_question)?.body;
                if differs { vec![thing.iri.clone()] } else { Vec::new() }
            }
            _ => {
                let found = [self.things(&set)?, other.things(&other_set)?];
                let [one, another] = [&found[0], &found[1]].map(|it| it.iter().collect::<HashSet<&NamedNode>>());
                let differing = found.iter().flatten().filter(|it| one.contains(it) != another.contains(it));
                differing.cloned().collect()
            }
        };
        let hanging = hanging.iter().filter_map(|it| self.dataset.iri_id(it.as_ref()));
        let hanging: Vec<String> = hanging.map(|id| self.with_those_who_decide(id, &asked, &ways)).collect();
        if hanging.is_empty() {
            return Ok(None);
        }
        let sentences: Vec<String> = asked.iter().filter_map(|it| self.sentence_of(it)).collect();
        let to = if sentences.is_empty() { String::new() } else { format!(" to {}", sentences.join(" or ")) };
        let hanging = Cut::of(hanging, Limit::VerdictNames);
        Ok(Some(format!("depends on an answer{to} that is `depends` or `disputed`: {}", hanging.comma_list())))
    }

    /// `Meta (through the answer for Anthropic)`: a thing, and those behind its links whose open answer decides.
    fn with_those_who_decide(&self, thing: Id, asked: &[AnswerCondition], ways: &[(Direction, LinkReach)]) -> String {
        let paths = ways.iter().filter_map(|(direction, reach)| match reach {
            LinkReach::Direct => Some(self.lexicon.path(*direction)),
            _ => self.lexicon.ultimate_path(*direction),
        });
        let ends: BTreeSet<Id> = paths.flat_map(|path| path.walk(&self.dataset, thing)).collect();
        let is_open = |end: &Id| match self.dataset.term(*end) {
            TermRef::NamedNode(iri) => {
                let verdict = |it: &AnswerCondition| self.cell_of(it, &iri.into_owned()).and_then(|cell| cell.verdict);
                asked.iter().filter_map(verdict).any(|it| OPEN.contains(&it))
            }
            _ => false,
        };
        let deciding = ends.into_iter().filter(is_open).map(|end| self.lexicon.label(&self.dataset, end));
        let deciding = Cut::of(deciding, Limit::VerdictNames);
        let name = self.lexicon.label(&self.dataset, thing);
        match deciding.is_empty() {
            true => name,
            false => format!("{name} (through the answer for {})", deciding.comma_list()),
        }
    }
}

/// The adjectives that a set applies to its own things.
fn adjectives(set: &NounPhrase) -> Vec<AdjectiveId> {
    let mut found = set.adjectives.clone();
    for filter in &set.filters {
        filter.each(&mut |it| {
            if let Condition::Is(id, _) = it {
                found.push(*id);
            }
        });
    }
    found
}

/// Rewrites conditions so that answers behind links count the other way.
struct FlippedAnswers<'a> {
    session: &'a Session,
    /// The answers that were flipped, one per assurance.
    asked: Vec<AnswerCondition>,
    /// The links from the things of the set to those with such answers.
    links: Vec<(Direction, LinkReach)>,
    /// True once an answer has been flipped.
    has_flipped: bool,
}

impl FlippedAnswers<'_> {
    fn set(&mut self, set: &NounPhrase, is_behind: bool) -> NounPhrase {
        let filters = set.filters.iter().map(|it| self.condition(it, is_behind)).collect();
        NounPhrase { filters, ..set.clone() }
    }

    fn condition(&mut self, condition: &Condition, is_behind: bool) -> Condition {
        let mut all = |parts: &[Condition]| parts.iter().map(|it| self.condition(it, is_behind)).collect();
        match condition {
            Condition::Answer(asked) if is_behind && asked.is_verb_phrase() => Condition::Answer(self.flip(asked)),
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(part) => Condition::Not(Box::new(self.condition(part, is_behind))),
            Condition::IsA(set, polarity) => Condition::IsA(Box::new(self.set(set, is_behind)), *polarity),
            Condition::Whose { trail, every, holds } => {
                let holds = Box::new(self.condition(holds, true));
                Condition::Whose { trail: trail.clone(), every: *every, holds }
            }
            Condition::Linked(linked) => {
                let before = std::mem::take(&mut self.has_flipped);
                let object = linked.object.as_deref().map(|it| Box::new(self.set(it, true)));
                if self.has_flipped && !is_behind {
                    self.links.push((linked.direction, linked.reach));
                }
                self.has_flipped |= before;
                Condition::Linked(LinkCondition { object, ..linked.clone() })
            }
            other => other.clone(),
        }
    }

    fn flip(&mut self, asked: &AnswerCondition) -> AnswerCondition {
        let is_open = |it: &BackedVerdict| OPEN.contains(&it.verdict);
        let is_taken = asked.verdicts.iter().any(is_open);
        // Of a denied offer, what depends or is disputed is unknown, and reported as such.
        let denies = asked.verdicts.iter().all(|it| it.verdict == Verdict::No);
        if denies && self.session.lexicon.is_offer(&asked.about.iri) {
            return asked.clone();
        }
        self.has_flipped = true;
        if !self.asked.iter().any(|it| it.about == asked.about) {
            self.asked.push(asked.clone());
        }
        let mut verdicts = asked.verdicts.clone();
        if is_taken {
            verdicts.retain(|it| !is_open(it));
        } else {
            verdicts.extend(OPEN.map(BackedVerdict::any));
            verdicts.sort_unstable();
        }
        AnswerCondition { verdicts, ..asked.clone() }
    }
}
