//! Notes where English has two readings, and how the sentence was read.

use crate::base::{Diagnostic, visible};
use crate::lang::{Keyword, PartKind};
use crate::question::chain::{ConditionChain, Conjunction};
use crate::question::choice::{ReadingChoice, ReadingRule};
use crate::question::faults;
use crate::question::reader::{OpenNoun, PhraseReader, agrees};
use crate::words::{KindId, Number, Sense};

impl PhraseReader<'_> {
    /// Notes how the words from the item `from` up to the current one were read.
    pub(super) fn note_choice(&mut self, from: usize, taken: impl Into<String>, rule: ReadingRule) {
        let words = self.source.slice(self.since(from));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut quoted: String = words.chars().take(QUOTED).collect();
        if quoted != words {
            let whole = quoted.rfind(' ').unwrap_or(quoted.len());
            quoted.truncate(whole);
            quoted.push_str(" …");
        }
        let choice = ReadingChoice { words: visible(&quoted).into_owned(), taken: taken.into(), rule };
        if !self.choices.contains(&choice) {
            self.choices.push(choice);
        }
    }

    /// Records which nouns are open at the first visit of the current item: those that do not take it are
    /// closed before it is read.
    pub(super) fn record_open_nouns(&mut self) {
        if self.open_at_visit.0 != self.at {
            self.open_at_visit = (self.at, self.open.clone());
        }
    }

    /// Notes that the modifier at `from` was attached to the noun on top of the stack, if another open noun could
    /// have taken it: one that is nearer, or one that the verb at `head` agrees with.
    pub(super) fn note_attachment(&mut self, from: usize, head: usize, looked: (usize, Vec<OpenNoun>)) {
        let (looked_at, open) = looked;
        if looked_at != from {
            return;
        }
        let joined = self.conjunction_at(from).is_some();
        let verb = self.starts_predicate(head);
        let number = self.number_of_predicate(head).filter(|_| verb);
        let group = open.iter().rposition(|open| *open == OpenNoun::Group);
        let first = group.map_or(0, |at| at + 1);
        let taken = self.open.len() - 1;
        let others = (first..open.len()).filter(|at| {
            open[*at].noun().is_some_and(|(kind, of)| {
                *at != taken && (*at > taken || agrees(of, number)) && self.could_be_said(head, kind)
            })
        });
        let others: Vec<usize> = others.collect();
        let named = others.iter().any(|at| *at > taken && matches!(open[*at], OpenNoun::Named(..)));
        let others = others.iter().map(|at| format!("to {}", self.noun_in(&open[first..], at - first)));
        let others: Vec<String> = others.collect();
        let Some(noun) = taken.checked_sub(first).filter(|_| !others.is_empty()) else {
            return;
        };
        let rule = match (joined, verb) {
            (true, true) if head == from + 1 => ReadingRule::OutermostThatAgrees,
            (_, true) => ReadingRule::NearestThatAgrees,
            (false, false) if named => ReadingRule::NamedAlready,
            (true, false) if self.is_with_at(head) => ReadingRule::SameNounAsBefore,
            (_, false) => ReadingRule::NearestNoun,
        };
        let noun = self.noun_in(&open[first..], noun);
        let taken = format!("applies to {noun}, not {}", others.join(" or "));
        self.note_choice(from, taken, rule);
    }

    /// An open noun in words, with an ordinal if another has the same word.
    pub(super) fn noun_in(&self, open: &[OpenNoun], at: usize) -> String {
        let word = |open: &OpenNoun| match open {
            OpenNoun::Noun(kind, number) | OpenNoun::Named(kind, number) => {
                self.lexicon.kind_word(*kind, number.unwrap_or(Number::Plural))
            }
            OpenNoun::Group => "",
        };
        let this = word(&open[at]);
        let alike = |open: &&OpenNoun| word(open) == this;
        if open.iter().filter(alike).count() < 2 {
            return format!("`{this}`");
        }
        let place = match open[..at].iter().filter(alike).count() {
            0 => "first",
            1 => "second",
            2 => "third",
            _ => "later",
        };
        format!("the {place} `{this}`")
    }

    /// True when the predicate or modifier at `at` can be said of things of a kind.
    pub(super) fn could_be_said(&self, at: usize, kind: KindId) -> bool {
        if self.part(at) == Some(&PartKind::Open) {
            return self.could_be_said(at + 1, kind);
        }
        match self.keyword_at(at) {
            Some(Keyword::kw_do | Keyword::kw_does | Keyword::kw_not | Keyword::kw_ultimately) => {
                self.could_be_said(at + 1, kind)
            }
            Some(Keyword::kw_have | Keyword::kw_has | Keyword::kw_lack | Keyword::kw_lacks) => {
                self.can_have(at + 1, kind)
            }
            Some(Keyword::kw_is | Keyword::kw_are) => self.is_complement_at(at + 1, kind),
            Some(Keyword::kw_whose) => {
                let every = self.keyword_at(at + 1) == Some(Keyword::kw_every);
                self.can_have(at + 1 + usize::from(every), kind)
            }
            _ if self.is_verb_at(at) => self.senses_at(at).iter().any(|sense| match sense {
                Sense::Verb(link, _) => self.lexicon.overlap(self.lexicon.start(*link), kind),
                Sense::AdjectiveVerb(id, _) => self.lexicon.overlap(self.lexicon.adjective(*id).of, kind),
                _ => false,
            }),
            _ => self.can_modify(at, kind),
        }
    }

    /// Notes that one list mixes `and` and `or`; `from` is the first conjunction that differs from those before it.
    ///
    /// # Errors
    /// For `but` after `or`, which most people apply to everything before it.
    pub(super) fn note_precedence(
        &mut self,
        chain: &ConditionChain,
        joint: Conjunction,
        from: usize,
    ) -> Result<(), Diagnostic> {
        let others = chain.get(1..).unwrap_or_default();
        if others.is_empty() || others.iter().any(|(other, _)| *other == joint) {
            return Ok(());
        }
        if self.keyword_at(from) == Some(Keyword::kw_but) {
            return Err(faults::shared::but_of_which(self.source, self.since(from)));
        }
        let taken = match joint {
            Conjunction::And => "applies to what is directly before it, not to all before `or`",
            Conjunction::Or => "is an alternative to all that `and` joins before it, not to the last alone",
        };
        self.note_choice(from, taken, ReadingRule::AndBeforeOr);
        Ok(())
    }

    /// Notes what `their` refers to, if the current noun has such a thing too.
    pub(super) fn note_antecedent(&mut self, from: usize) {
        let (Some(root), Some((kind, number))) = (self.root, self.open.last().and_then(|open| open.noun())) else {
            return;
        };
        let inner = self.open.iter().filter(|open| **open != OpenNoun::Group);
        if inner.count() > 1 && self.trail_kind(from + 1, kind).is_some() {
            let subject = self.lexicon.kind_word(root, Number::Plural);
            let noun = self.lexicon.kind_word(kind, number.unwrap_or(Number::Plural));
            let taken = format!("is that of `{subject}`, not of `{noun}`");
            self.note_choice(from, taken, ReadingRule::TheirSubject);
        }
    }
}

/// Most characters of a question that are quoted.
pub(super) const QUOTED: usize = 60;
