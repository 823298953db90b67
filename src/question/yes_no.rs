//! Predicates of one thing, `does alibaba have a claim`, `is ali:privacy-notice public`, or of each thing of a
//! set: `each vendor has a claim`.

use crate::base::Diagnostic;
use crate::lang::Keyword;
use crate::question::chain::{ConditionChain, Conjunction, fold};
use crate::question::faults;
use crate::question::reader::{Agreement, OpenNoun, PhraseReader, agreement_of};
use crate::question::tree::{Condition, NounPhrase, Thing};
use crate::words::{KindId, Number, Sense};

impl PhraseReader<'_> {
    /// Reads the thing that is asked about, and the condition on it.
    pub(super) fn yes_or_no(&mut self) -> Result<(Thing, Condition), Diagnostic> {
        let copula = self.take(Keyword::kw_is) || self.take(Keyword::kw_are);
        if !copula && !self.take(Keyword::kw_does) && !self.take(Keyword::kw_do) {
            return Err(faults::kinds::why_of_nothing(self.source, self.here()));
        }
        if copula && let Some(asked) = self.answer_of_one()? {
            return Ok(asked);
        }
        let thing = self.one_thing()?;
        let number = Some(if copula { Number::Singular } else { Number::Plural });
        self.root = Some(thing.kind);
        self.open.push(OpenNoun::Noun(thing.kind, number));
        let said = self.predicate_chain(thing.kind, number, copula);
        self.open.pop();
        Ok((thing, fold(said?)))
    }

    /// Reads a set, and the condition on each thing of it: `vendor has a claim`.
    pub(super) fn each(&mut self) -> Result<(NounPhrase, Condition), Diagnostic> {
        self.take_of();
        let subjects = self.set()?;
        let kind = subjects.kind;
        let number = agreement_of(&subjects, self.lexicon);
        if !self.starts_predicate(self.at) {
            return Err(self.error_expecting("a verb, like `has a source`"));
        }
        self.open.push(OpenNoun::Noun(kind, number));
        self.check_agreement(kind, number)?;
        let said = self.predicates(kind, number);
        self.open.pop();
        Ok((subjects, fold(said?)))
    }

    /// `alibaba`, `the vendor "Alibaba Cloud"`
    fn one_thing(&mut self) -> Result<Thing, Diagnostic> {
        self.take(Keyword::kw_the);
        let noun = self.sense_at(self.at, |sense| match sense {
            Sense::Noun(noun, _) => Some(self.lexicon.noun(noun).kind),
            _ => None,
        });
        if let Some(kind) = noun {
            self.at += 1;
            return self.name(&[kind]);
        }
        self.name(&[])
    }

    fn predicate_chain(&mut self, kind: KindId, number: Agreement, copula: bool) -> Result<ConditionChain, Diagnostic> {
        let began = self.at;
        let first = if copula {
            self.copula(kind)?
        } else if self.take(Keyword::kw_not) {
            let from = self.at;
            let said = self.inside_negation(|it| it.predicate(kind))?;
            self.negate_verb(from, said)
        } else {
            self.predicate(kind)?
        };
        let chain = vec![(Conjunction::And, first)];
        self.extend_chain(chain, began, kind, number)
    }
}
