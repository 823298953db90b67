//! Attachment: which of the open nouns a modifier belongs to.
//!
//! Without `and`, `or` or `but`, a modifier belongs to the nearest noun that can take it. `that` with a verb belongs to
//! the nearest noun that the verb agrees with in number, also after a conjunction. After one, a verb alone belongs to
//! the outermost noun that it agrees with, and `with` or `without` to the noun of the last `with` or `without`.

use crate::base::Diagnostic;
use crate::lang::Keyword;
use crate::question::chain::{ConditionChain, Conjunction};
use crate::question::faults;
use crate::question::reader::{Agreement, Main, OpenNoun, PhraseReader, agrees};
use crate::words::KindId;

impl PhraseReader<'_> {
    /// Reads all modifiers of the noun on top of the stack.
    pub(super) fn modifiers(
        &mut self,
        kind: KindId,
        number: Agreement,
        main: Main,
    ) -> Result<Vec<ConditionChain>, Diagnostic> {
        let mut chains: Vec<ConditionChain> = Vec::new();
        let mut main_verb_is_free = main == Main::Verb;
        let mut began = self.at;
        // Whether any chain has a verb, and whether one has while the last has none.
        let (mut verbs, mut is_behind_verbs) = (false, false);
        loop {
            self.record_open_nouns();
            let (from, looked) = (self.at, self.open_at_visit.clone());
            if self.relative_pronoun_at(self.at) {
                if self.is_said_of_an_outer_noun(self.at + 1, number) {
                    return Ok(chains);
                }
                self.at += 1;
                began = self.at;
                let condition = self.predicate(kind)?;
                self.note_attachment(from, from + 1, looked);
                (verbs, is_behind_verbs) = (true, false);
                chains.push(vec![(Conjunction::And, condition)]);
            } else if let Some(condition) = match self.answers_for(kind)? {
                None if self.is_left_to_an_outer_noun(self.at, kind) => return Ok(chains),
                None => self.modifier(kind)?,
                answered => answered,
            } {
                self.note_attachment(from, from, looked);
                began = from;
                is_behind_verbs = verbs;
                chains.push(vec![(Conjunction::And, condition)]);
            } else if main_verb_is_free && self.starts_predicate(self.at) {
                main_verb_is_free = false;
                (verbs, is_behind_verbs) = (true, false);
                began = from;
                let condition = self.predicate(kind)?;
                chains.push(vec![(Conjunction::And, condition)]);
            } else if let Some(joint) = self.conjunction_at(self.at) {
                // After a noun without modifiers, it joins what stands before the noun.
                if chains.is_empty() || !self.takes_after_conjunction(kind, number) {
                    return Ok(chains);
                }
                self.at += 1;
                let relative = self.relative_pronoun_at(self.at);
                self.at += usize::from(relative);
                self.check_agreement(kind, number)?;
                let head = self.at;
                if is_behind_verbs && joint == Conjunction::Or && self.starts_predicate(head) {
                    let [before, next] = [self.items[began].span, self.items[head].span];
                    return Err(faults::shared::whose_alternative(self.source, before, next));
                }
                if !relative {
                    self.check_negation(began, joint, head)?;
                }
                let condition = match self.modifier(kind)? {
                    Some(condition) if !relative => condition,
                    _ => self.predicate(kind)?,
                };
                self.note_attachment(from, head, looked);
                if !relative {
                    self.note_negation_scope(began, joint, head);
                }
                began = head;
                if let Some(chain) = chains.last_mut() {
                    let (joint, condition) = self.share_object(chain, joint, condition, from)?;
                    self.note_precedence(chain, joint, from)?;
                    chain.push((joint, condition));
                }
            } else {
                return Ok(chains);
            }
        }
    }

    pub(super) fn relative_pronoun_at(&self, at: usize) -> bool {
        let pronouns = [Keyword::kw_that, Keyword::kw_which, Keyword::kw_who];
        self.keyword_at(at).is_some_and(|keyword| pronouns.contains(&keyword))
    }

    /// True when the verb at `at` does not agree with the noun on top of the stack, but does with one
    /// below it: `claims of a service that lack a source`.
    fn is_said_of_an_outer_noun(&self, at: usize, number: Agreement) -> bool {
        let Some(verb) = self.number_of_predicate(at).filter(|verb| !agrees(number, Some(*verb))) else {
            return false;
        };
        let outer = self.open.iter().rev().skip(1);
        let visible = outer.take_while(|open| **open != OpenNoun::Group);
        visible.into_iter().any(|open| open.noun().is_some_and(|(_, number)| agrees(number, Some(verb))))
    }

    /// True when the modifier at `at` belongs to a noun below the top of the stack, which can take it: the one on top
    /// cannot, or has a name and needs no narrowing.
    fn is_left_to_an_outer_noun(&self, at: usize, kind: KindId) -> bool {
        let named = matches!(self.open.last(), Some(OpenNoun::Named(..)));
        if !named && self.can_modify(at, kind) {
            return false;
        }
        let outer = self.open.iter().rev().skip(1).map_while(|open| open.noun());
        outer.into_iter().any(|(outer, _)| self.can_modify(at, outer))
    }

    pub(super) fn conjunction_at(&self, at: usize) -> Option<Conjunction> {
        match self.keyword_at(at)? {
            Keyword::kw_and | Keyword::kw_but => Some(Conjunction::And),
            Keyword::kw_or => Some(Conjunction::Or),
            _ => None,
        }
    }

    /// True when what follows `and`, `or` or `but` belongs to the noun on top of the stack.
    ///
    /// `that` with a verb belongs to the nearest noun that the verb agrees with, a verb alone to the outermost one,
    /// any other modifier to the nearest noun that can take it.
    pub(super) fn takes_after_conjunction(&self, kind: KindId, number: Agreement) -> bool {
        let next = self.at + 1;
        if self.relative_pronoun_at(next) {
            let verb = self.number_of_predicate(next + 1);
            return agrees(number, verb) || self.is_outermost();
        }
        if self.starts_predicate(next) {
            let verb = self.number_of_predicate(next);
            let visible = self.open.iter().rposition(|open| *open == OpenNoun::Group);
            let visible = &self.open[visible.map_or(0, |at| at + 1)..];
            let could = |open: &OpenNoun, kinds: bool| {
                let says = |kind| !kinds || self.could_be_said(next, kind);
                open.noun().is_some_and(|(kind, number)| agrees(number, verb) && says(kind))
            };
            // If no noun can take the verb, the outermost reports the error.
            let outermost = visible.iter().position(|it| could(it, true));
            let outermost = outermost.or_else(|| visible.iter().position(|it| could(it, false)));
            return match outermost {
                Some(at) => at + 1 == visible.len(),
                None => visible.len() == 1,
            };
        }
        let parallel = self.is_with_at(next) && self.withs.last().is_some_and(|nouns| *nouns < self.open.len());
        !parallel && self.can_modify(next, kind) && !self.is_left_to_an_outer_noun(next, kind)
    }

    pub(super) fn is_with_at(&self, at: usize) -> bool {
        let words = [Keyword::kw_with, Keyword::kw_without, Keyword::kw_having, Keyword::kw_lacking];
        self.keyword_at(at).is_some_and(|it| words.contains(&it))
    }

    /// Refuses a verb that was joined to the outermost noun because it agrees with no other, if it does not agree
    /// with that one either.
    pub(super) fn check_agreement(&self, kind: KindId, number: Agreement) -> Result<(), Diagnostic> {
        let verb = self.number_of_predicate(self.at);
        match number {
            Some(number) if self.starts_predicate(self.at) && !agrees(Some(number), verb) => {
                Err(faults::kinds::no_agreement(self, kind, number))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn is_outermost(&self) -> bool {
        self.open.len() == 1 || self.open[self.open.len() - 2] == OpenNoun::Group
    }
}
