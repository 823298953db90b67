//! Noun phrases: quantity, adjectives, noun, name, pronouns.

use crate::base::Diagnostic;
use crate::lang::{Keyword, MAX_NESTING, PartKind};
use crate::question::chain::{conditions, merge_names};
use crate::question::choice::ReadingRule;
use crate::question::faults;
use crate::question::reader::{Agreement, Main, OpenNoun, PhraseReader, bare, singleton};
use crate::question::segment::ItemKind;
use crate::question::tree::{Bound, NounPhrase, PhraseBase, Quantity};
use crate::words::{AdjectiveId, KindId, NounId, Number, Sense, Trail, TrailEnd};

impl PhraseReader<'_> {
    /// `a`, `at least 2`, `only`; `None` for a bare noun.
    pub(super) fn quantity(&mut self) -> Result<Option<Quantity>, Diagnostic> {
        let (quantity, length) = match self.quantity_at(self.at) {
            Some(found) => found,
            None => return Ok(None),
        };
        let from = self.at;
        self.check_another()?;
        self.at += length;
        match quantity {
            Ok(Quantity::Only) => {
                self.note_choice(from, "means one or more, and no other", ReadingRule::OneAtLeast);
            }
            Ok(Quantity::Count(Bound::Exactly, count)) if length == 1 => {
                self.note_choice(from, format!("means exactly {count}"), ReadingRule::ExactNumber);
            }
            _ => {}
        }
        // `any of all claims`
        self.at += usize::from(self.of_all_at(self.at));
        match quantity {
            Ok(quantity) => Ok(Some(quantity)),
            Err(()) => Err(faults::no_count(self.source, self.since(from), self.here())),
        }
    }

    /// True for the `of` of `any of all claims`.
    pub(super) fn of_all_at(&self, at: usize) -> bool {
        let of = self.items.get(at).map(|item| self.source.slice(item.span));
        of.is_some_and(|it| it.eq_ignore_ascii_case("of")) && self.keyword_at(at + 1) == Some(Keyword::kw_all)
    }

    /// The quantity at `at` and how many items it takes; `Err` for a bound without a number.
    pub(super) fn quantity_at(&self, at: usize) -> Option<(Result<Quantity, ()>, usize)> {
        let number = |at: usize| match self.part(at) {
            Some(PartKind::Number(digits)) => digits.parse::<u64>().ok(),
            _ => None,
        };
        if let Some(count) = number(at) {
            return Some((Ok(Quantity::Count(Bound::Exactly, count)), 1));
        }
        if self.keyword_at(at) == Some(Keyword::kw_a) && self.is_single_at(at + 1) {
            return Some((Ok(Quantity::Count(Bound::Exactly, 1)), 2));
        }
        let bound = match self.keyword_at(at)? {
            Keyword::kw_a | Keyword::kw_an | Keyword::kw_another | Keyword::kw_any | Keyword::kw_some => {
                return Some((Ok(Quantity::Some), 1));
            }
            Keyword::kw_no => return Some((Ok(Quantity::No), 1)),
            Keyword::kw_only => return Some((Ok(Quantity::Only), 1)),
            Keyword::kw_every => return Some((Ok(Quantity::Every), 1)),
            Keyword::kw_exactly => Bound::Exactly,
            Keyword::kw_at_least => Bound::AtLeast,
            Keyword::kw_at_most => Bound::AtMost,
            Keyword::kw_more_than => Bound::MoreThan,
            Keyword::kw_fewer_than | Keyword::kw_less_than => Bound::FewerThan,
            _ => return None,
        };
        Some(match number(at + 1) {
            Some(count) => (Ok(Quantity::Count(bound, count)), 2),
            None => (Err(()), 1),
        })
    }

    /// True for the `single` of `a single source`, unless the vocabulary has the word: `single point of failure`.
    fn is_single_at(&self, at: usize) -> bool {
        match self.items.get(at).map(|item| &item.kind) {
            Some(ItemKind::Unknown(word)) => word.eq_ignore_ascii_case("single"),
            _ => false,
        }
    }

    /// The index of the noun or name of the noun phrase at `at`, past `the`, `all` and adjectives.
    pub(super) fn noun_ahead(&self, mut at: usize) -> usize {
        while matches!(self.keyword_at(at), Some(Keyword::kw_the | Keyword::kw_all)) {
            at += 1;
        }
        while self.is_adjective_at(at) {
            at += 1;
        }
        at
    }

    /// True when the words at `at` are an adjective before a noun.
    pub(super) fn is_adjective_at(&self, at: usize) -> bool {
        let adjective = self.sense_at(at, |sense| matches!(sense, Sense::Adjective(_)).then_some(()));
        adjective.is_some() && (self.is_noun_at(at + 1) || self.is_adjective_at(at + 1))
    }

    pub(super) fn is_noun_at(&self, at: usize) -> bool {
        let noun = |sense| matches!(sense, Sense::Noun(..) | Sense::Role(..) | Sense::AttributeNoun(..)).then_some(());
        self.sense_at(at, noun).is_some()
    }

    /// Reads a noun phrase. `role` is the meaning of its noun if the sentence needs the role of a link
    /// (`have a source`); otherwise the noun is that of a kind.
    pub(super) fn noun_phrase(&mut self, role: Option<NounId>, main: Main) -> Result<NounPhrase, Diagnostic> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(faults::too_deep(self.source, self.here()));
        }
        let phrase = self.noun_phrase_inside(role, main);
        self.depth -= 1;
        phrase
    }

    pub(super) fn noun_phrase_inside(&mut self, role: Option<NounId>, main: Main) -> Result<NounPhrase, Diagnostic> {
        let another = self.another_at_hand();
        let begins = self.at;
        self.take(Keyword::kw_the);
        if let Some(phrase) = self.pronoun(main)? {
            return Ok(phrase);
        }
        let all = self.take(Keyword::kw_all);
        self.take(Keyword::kw_the);
        let adjectives_from = self.at;
        let noun_at = self.noun_ahead(self.at);
        let noun = role.or_else(|| {
            self.sense_at(noun_at, |sense| match sense {
                Sense::Noun(noun, _) => Some(noun),
                _ => None,
            })
        });
        let named_set = self.sense_at(noun_at, |sense| match sense {
            Sense::Set(set) => Some(set),
            _ => None,
        });
        let agreement = self.number_of_noun(noun_at).or_else(|| self.is_one_behind(begins).then_some(Number::Singular));
        let number = agreement.unwrap_or(Number::Plural);
        let (base, kind) = match (noun, named_set) {
            (Some(noun), _) => (PhraseBase::Noun(noun), self.lexicon.noun(noun).kind),
            (None, Some(set)) => {
                let kind = self.context.sets[set.0 as usize];
                (PhraseBase::Set(set), kind)
            }
            (None, None) if noun_at == adjectives_from && !all && self.is_name_at(noun_at) => {
                let thing = self.name(&[])?;
                let kind = thing.kind;
                self.root.get_or_insert(kind);
                let mut phrase = singleton(thing);
                while self.open.is_empty()
                    && self.keyword_at(self.at) == Some(Keyword::kw_or)
                    && self.is_name_at(self.at + 1)
                {
                    self.at += 1;
                    let next = singleton(self.name(&[kind])?);
                    merge_names(&mut phrase, &next);
                }
                return self.with_main(phrase, main);
            }
            (None, None) => {
                self.at = noun_at;
                return Err(self.error_expecting("a noun, like `claims`"));
            }
        };
        let adjectives = self.adjectives(noun_at, kind)?;
        let another = match another {
            Some(before) => Some(self.another(before, noun_at, kind)?),
            None => None,
        };
        self.at = noun_at + 1;
        self.root.get_or_insert(kind);
        let mut phrase = NounPhrase { base, kind, number, all, adjectives, binding: None, filters: Vec::new() };
        if let Some(thing) = self.name_behind_noun(kind)? {
            if another.is_some() {
                return Err(faults::another::needs_a_noun(self, adjectives_from - 1));
            }
            phrase.base = PhraseBase::Things(vec![thing]);
        }
        phrase.binding = self.binding(kind)?;
        let named = matches!(phrase.base, PhraseBase::Things(_));
        self.open.push(if named { OpenNoun::Named(kind, agreement) } else { OpenNoun::Noun(kind, agreement) });
        let chains = self.modifiers(kind, agreement, main);
        self.open.pop();
        let chains = chains?;
        self.check_object(chains.last().and_then(|it| it.last()).map(|it| &it.1))?;
        let narrowing = chains.into_iter().flat_map(conditions);
        phrase.filters = another.into_iter().chain(narrowing).collect();
        if named && phrase.is_bare() {
            phrase.number = Number::Plural;
        }
        Ok(phrase)
    }

    /// The number of the noun at `at` by its form; `None` if its forms are spelled alike.
    pub(super) fn number_of_noun(&self, at: usize) -> Agreement {
        let numbers = self.senses_at(at).iter().filter_map(|sense| match sense {
            Sense::Noun(_, number) | Sense::Role(_, number) => Some(*number),
            _ => None,
        });
        let numbers: Vec<Number> = numbers.collect();
        match numbers.as_slice() {
            [] => Some(Number::Plural),
            [first, others @ ..] => others.iter().all(|other| other == first).then_some(*first),
        }
    }

    /// True when the word before `at` says that one thing is meant: `a series`, `every series`, `1 series`.
    fn is_one_behind(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        match self.part(before) {
            None => self.is_single_at(before),
            Some(PartKind::Number(digits)) => digits == "1",
            Some(PartKind::Keyword(keyword)) => {
                matches!(keyword, Keyword::kw_a | Keyword::kw_an | Keyword::kw_another | Keyword::kw_every)
            }
            _ => false,
        }
    }

    /// `those`, `those vendors`, `their vendor`
    pub(super) fn pronoun(&mut self, main: Main) -> Result<Option<NounPhrase>, Diagnostic> {
        let from = self.at;
        if self.take(Keyword::kw_those) {
            let Some(kind) = self.context.those else {
                return Err(faults::no_answer_yet(self.source, self.since(from)));
            };
            let noun = self.sense_at(self.at, |sense| match sense {
                Sense::Noun(noun, _) => Some(noun),
                _ => None,
            });
            if let Some(noun) = noun {
                self.at += 1;
                if !self.lexicon.overlap(self.lexicon.noun(noun).kind, kind) {
                    let span = self.since(from);
                    return Err(faults::those_are_others(self.source, span, kind, self.lexicon));
                }
            }
            self.root.get_or_insert(kind);
            let mut phrase = bare(PhraseBase::Those, kind);
            self.open.push(OpenNoun::Noun(kind, Some(Number::Plural)));
            let chains = self.modifiers(kind, Some(Number::Plural), main);
            self.open.pop();
            phrase.filters = chains?.into_iter().flat_map(conditions).collect();
            return Ok(Some(phrase));
        }
        if self.take(Keyword::kw_their) || self.take(Keyword::kw_its) {
            let Some(root) = self.root else {
                return Err(faults::nothing_to_refer_to(self.source, self.since(from)));
            };
            let trail = self.trail(root)?;
            self.note_antecedent(from);
            let kind = trail.kind(self.lexicon, root);
            if trail.end != TrailEnd::Thing || trail.hops.is_empty() {
                let span = self.since(from);
                return Err(faults::their_needs_things(self.source, span));
            }
            return Ok(Some(bare(PhraseBase::Their(trail), kind)));
        }
        if self.take(Keyword::kw_them) {
            let Some(root) = self.root else {
                return Err(faults::nothing_to_refer_to(self.source, self.since(from)));
            };
            let itself = Trail { hops: Vec::new(), end: TrailEnd::Thing };
            return Ok(Some(bare(PhraseBase::Their(itself), root)));
        }
        Ok(None)
    }

    /// Reports why the current pronoun refers to nothing; consumes nothing.
    pub(super) fn check_pronoun(&mut self) -> Result<(), Diagnostic> {
        let at = self.at;
        self.pronoun(Main::None)?;
        self.at = at;
        Ok(())
    }

    /// Reads the adjectives from the current item to the noun, as they apply to its kind.
    pub(super) fn adjectives(&mut self, noun_at: usize, kind: KindId) -> Result<Vec<AdjectiveId>, Diagnostic> {
        let mut found = Vec::new();
        while matches!(self.keyword_at(self.at), Some(Keyword::kw_the | Keyword::kw_all)) {
            self.at += 1;
        }
        while self.at < noun_at {
            let adjective = self.adjective_of(self.at, kind)?;
            if !found.contains(&adjective) {
                found.push(adjective);
            }
            self.at += 1;
        }
        Ok(found)
    }

    /// The adjective at `at`, as it applies to a kind.
    pub(super) fn adjective_of(&self, at: usize, kind: KindId) -> Result<AdjectiveId, Diagnostic> {
        let of = self.sense_at(at, |sense| match sense {
            Sense::Adjective(id) if self.lexicon.overlap(self.lexicon.adjective(id).of, kind) => Some(id),
            _ => None,
        });
        of.ok_or_else(|| faults::kinds::adjective_of_another_kind(self, at, kind))
    }

    /// `as other`: names the thing found, for columns and comparisons.
    fn binding(&mut self, kind: KindId) -> Result<Option<String>, Diagnostic> {
        let Some(PartKind::Binding(name)) = self.part(self.at).cloned() else {
            return Ok(None);
        };
        let senses = self.lexicon.senses(&name);
        let taken = self.bindings.iter().any(|(known, _)| *known == name);
        if taken || !senses.is_empty() {
            return Err(faults::word_is_taken(self.source, self.here()));
        }
        self.at += 1;
        self.bindings.push((name.clone(), kind));
        Ok(Some(name))
    }

    /// Reads the main verb of a question after a name.
    pub(super) fn with_main(&mut self, mut phrase: NounPhrase, main: Main) -> Result<NounPhrase, Diagnostic> {
        if main == Main::Verb && self.starts_predicate(self.at) {
            self.open.push(OpenNoun::Noun(phrase.kind, Some(Number::Singular)));
            let chains = self.modifiers(phrase.kind, Some(Number::Singular), main);
            self.open.pop();
            phrase.filters = chains?.into_iter().flat_map(conditions).collect();
        }
        Ok(phrase)
    }
}
