//! Suppositions, `ali:regions-page is gone and ali:privacy-notice is not public`, and questions about the
//! support of one thing: `why ali:no-training`, `what rests on ali:regions-page`.

use crate::base::{Diagnostic, Source};
use crate::lang::{Keyword, PartKind, Phrase};
use crate::question::context::Context;
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::tree::{HypotheticalState, Polarity, Supposition, Thing};
use crate::words::{AdjectiveId, Lexicon, Meaning, Sense, Step};

impl PhraseReader<'_> {
    /// Reads things and what is supposed of each: `one and other are gone and third is public`.
    pub(super) fn suppositions(&mut self) -> Result<Vec<Supposition>, Diagnostic> {
        let mut found = Vec::new();
        loop {
            let mut things = vec![self.any_thing()?];
            while self.is_listed() {
                self.at += 1;
                things.push(self.any_thing()?);
            }
            let from = self.at;
            for thing in things {
                self.at = from;
                let supposed = self.hypothetical_state(&thing)?;
                let new = Supposition { thing, supposed };
                if found.iter().any(|known| self.exclude(known, &new)) {
                    return Err(faults::support::incompatible_suppositions(self.source, self.since(from)));
                }
                found.push(new);
            }
            if !self.take(Keyword::kw_and) {
                return Ok(found);
            }
        }
    }

    /// True when two suppositions about one thing exclude each other: gone and something else, two values of one
    /// attribute, a value and not that value.
    fn exclude(&self, one: &Supposition, other: &Supposition) -> bool {
        let meaning = |id: AdjectiveId| match &self.lexicon.adjective(id).meaning {
            Meaning::Value { path, value } => Some((path, value)),
            Meaning::Subclass(_) | Meaning::Phrase(_) => None,
        };
        if one.thing.iri != other.thing.iri {
            return false;
        }
        match (one.supposed, other.supposed) {
            (HypotheticalState::Gone, HypotheticalState::Gone) => false,
            (HypotheticalState::Is(one, Polarity::Positive), HypotheticalState::Is(other, Polarity::Positive)) => {
                let (one, other) = (meaning(one), meaning(other));
                one != other && one.map(|it| it.0) == other.map(|it| it.0)
            }
            (HypotheticalState::Is(one, is), HypotheticalState::Is(other, is_too)) => one == other && is != is_too,
            _ => true,
        }
    }

    /// True at `and` or a comma before another name.
    fn is_listed(&self) -> bool {
        let joined = self.keyword_at(self.at) == Some(Keyword::kw_and) || self.part(self.at) == Some(&PartKind::Comma);
        joined && self.is_name_at(self.at + 1)
    }

    /// `is gone`, `is not public`, `requires login`
    fn hypothetical_state(&mut self, thing: &Thing) -> Result<HypotheticalState, Diagnostic> {
        if let Some(adjective) = self.sense_at(self.at, |sense| match sense {
            Sense::AdjectiveVerb(id, _) => Some(id),
            _ => None,
        }) {
            return self.value_of(adjective, thing, Polarity::Positive);
        }
        if !self.take(Keyword::kw_is) && !self.take(Keyword::kw_are) {
            return Err(self.error_expecting("`is gone`, or `is` with an adjective"));
        }
        let polarity = if self.take(Keyword::kw_not) { Polarity::Negative } else { Polarity::Positive };
        if polarity == Polarity::Positive && self.source.slice(self.here()).eq_ignore_ascii_case(GONE) {
            self.at += 1;
            return Ok(HypotheticalState::Gone);
        }
        let adjective = self.sense_at(self.at, |sense| match sense {
            Sense::Adjective(_) => Some(()),
            _ => None,
        });
        if adjective.is_none() {
            return Err(self.error_expecting("`gone`, or an adjective, like `public`"));
        }
        let adjective = self.adjective_of(self.at, thing.kind)?;
        self.value_of(adjective, thing, polarity)
    }

    /// Accepts an adjective that can be supposed: one that is a value of the thing.
    fn value_of(
        &mut self,
        adjective: AdjectiveId,
        thing: &Thing,
        polarity: Polarity,
    ) -> Result<HypotheticalState, Diagnostic> {
        let said = self.lexicon.adjective(adjective);
        if !self.lexicon.overlap(said.of, thing.kind) {
            return Err(faults::kinds::adjective_of_another_kind(self, self.at, thing.kind));
        }
        let is_value = match &said.meaning {
            Meaning::Value { path, .. } => matches!(path.0.as_slice(), [Step::Forward(_)]),
            Meaning::Subclass(_) | Meaning::Phrase(_) => false,
        };
        if !is_value {
            return Err(faults::support::no_value(self.source, self.here()));
        }
        self.at += 1;
        Ok(HypotheticalState::Is(adjective, polarity))
    }

    /// Reads the thing whose evidence is asked for.
    pub(super) fn evidence_subject(&mut self) -> Result<Thing, Diagnostic> {
        let at = self.at;
        let thing = self.any_thing()?;
        match self.lexicon.support() {
            None => Err(faults::support::nothing_stands(self.source, self.since(at))),
            Some(support) if !self.lexicon.overlap(thing.kind, support.of) => {
                Err(faults::support::no_evidence(self, at, thing.kind, support.of))
            }
            Some(_) => Ok(thing),
        }
    }

    /// Skips the verb of `what rests on …` and reads the thing.
    pub(super) fn loss_subject(&mut self) -> Result<Thing, Diagnostic> {
        self.at += 1;
        let at = self.at;
        let thing = self.any_thing()?;
        let Some(support) = self.lexicon.support() else {
            return Err(faults::support::nothing_stands(self.source, self.since(at)));
        };
        let answerable = support.answerable.map(|link| self.lexicon.end(link));
        let kinds: Vec<_> = [Some(support.ground), Some(support.of), answerable].into_iter().flatten().collect();
        if !kinds.iter().any(|kind| self.lexicon.overlap(thing.kind, *kind)) {
            return Err(faults::support::nothing_rests(self, at, thing.kind, &kinds));
        }
        Ok(thing)
    }
}

/// Is said of a thing that is supposed to have no facts.
pub(super) const GONE: &str = "gone";

/// True when a question begins with the verb for "is concluded from": `what rests on …`.
pub(super) fn asks_what_rests(phrase: &Phrase, source: &Source, context: Context<'_>) -> bool {
    let words = phrase.parts.iter();
    let words = words.take_while(|part| matches!(part.kind, PartKind::Word(_)));
    let spans: Vec<_> = words.map(|part| part.span).collect();
    let Some(first) = spans.first() else {
        return false;
    };
    let runs = spans.iter().map(|last| source.slice(first.to(*last)));
    let mut runs = runs.take(context.lexicon.longest_phrase());
    runs.any(|run| is_verb_of_support(run, context.lexicon))
}

fn is_verb_of_support(words: &str, lexicon: &Lexicon) -> bool {
    let Some(support) = lexicon.support() else {
        return false;
    };
    let links = if support.rests.is_empty() { &support.grounds } else { &support.rests };
    let senses = lexicon.senses(words).iter();
    let mut verbs = senses.filter_map(|sense| match sense {
        Sense::Verb(link, _) => Some(link),
        _ => None,
    });
    verbs.any(|link| links.contains(link))
}
