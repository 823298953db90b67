//! Where English has two readings: what was chosen while reading, and the rule that chose. The resolved
//! question does not hold this: texts that mean the same give the same question.

use std::fmt;

use crate::base::{Diagnostic, visible};
use crate::lang::{Keyword, PartKind};
use crate::question::chain::{ConditionChain, Conjunction};
use crate::question::faults;
use crate::question::reader::{OpenNoun, PhraseReader, agrees};
use crate::words::{KindId, Number, Sense};

/// Characters of a question that are quoted at the most.
const QUOTED: usize = 60;

/// A place where English has two readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingChoice {
    /// The words, as written.
    pub words: String,
    /// How they were read, and how not.
    pub taken: String,
    /// The rule that chose.
    pub rule: ReadingRule,
}

impl fmt::Display for ReadingChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { words, taken, rule } = self;
        write!(f, "`{words}` {taken}: {rule}")
    }
}

/// A rule of the language that decides between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingRule {
    /// `sources of claims about training`
    NearestNoun,
    /// `claims of the vendor "GitHub" with a source`
    NamedAlready,
    /// `claims of vendors that have a source`
    NearestThatAgrees,
    /// `vendors that have a claim that lacks a source and have a homepage`
    OutermostThatAgrees,
    /// `claims with a source that …, and without a caveat`
    SameNounAsBefore,
    /// `lack a source or lack a caveat and are current`
    AndBeforeOr,
    /// `absence finding`
    LongestMatch,
    /// `about contracts`, where a topic is called so too
    NounBeforeName,
    /// `have a source`, where there are sources and searched sources
    PlainRole,
    /// `whose width > 0.9 * largest width of books`
    OfOneKind,
    /// `cite a source published by their vendor`
    TheirSubject,
    /// `only`, `every`
    OneAtLeast,
    /// `2`
    ExactNumber,
    /// `is not public`
    AnotherValue,
    /// `from China and Ireland`
    AndIsBoth,
    /// `do not cite a source and have a caveat`
    NotBeforeAnd,
}

impl ReadingRule {
    /// True for a rule against which many people would read the words: each answer tells of it.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(self, Self::AndIsBoth | Self::NotBeforeAnd | Self::AndBeforeOr)
    }
}

impl fmt::Display for ReadingRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NearestNoun => "a modifier belongs to the nearest noun that it can be said of",
            Self::NamedAlready => "a thing that has its name needs no narrowing",
            Self::NearestThatAgrees => "`that` and a verb belong to the nearest noun that the verb agrees with",
            Self::OutermostThatAgrees => {
                "a verb after `and`, `but` or `or` goes to the outermost noun that it agrees with"
            }
            Self::SameNounAsBefore => "`with` and `without` go with the noun of the `with` before",
            Self::AndBeforeOr => "`and` binds closer than `or`, parentheses bind closest",
            Self::LongestMatch => "the longest match of several words counts, quotes decide",
            Self::NounBeforeName => "where a noun and a name both fit, the noun is meant",
            Self::PlainRole => "what is had under its own noun is meant",
            Self::OfOneKind => "a measure of things of the same kind, compared, is of all on record",
            Self::TheirSubject => "`their` and `its` go back to what the question is about",
            Self::OneAtLeast => "of things that have none, `only` and `every` do not hold",
            Self::ExactNumber => "a number alone is exact",
            Self::AnotherValue => "`is not` speaks of a value that is there, `lack` of one that is not",
            Self::AndIsBoth => "`and` between names is both, `or` is one of them",
            Self::NotBeforeAnd => "`not` goes as far as the next `and`",
        })
    }
}

impl PhraseReader<'_> {
    /// Notes how the words from the item `from` to the item at hand were read.
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

    /// Remembers which nouns are open where the item at hand is first looked at: those that do not
    /// take it are closed before it is read.
    pub(super) fn look(&mut self) {
        if self.looked.0 != self.at {
            self.looked = (self.at, self.open.clone());
        }
    }

    /// Notes that what was read from `from` on belongs to the noun on top of the stack, where another
    /// open noun could have taken it: one that is nearer, or one that the verb at `head` agrees with.
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
        let others = others.iter().map(|at| format!("of {}", self.noun_in(&open[first..], at - first)));
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
        let taken = format!("is said of {noun}, not {}", others.join(" or "));
        self.note_choice(from, taken, rule);
    }

    /// An open noun in words; told by its place where another has the same word.
    fn noun_in(&self, open: &[OpenNoun], at: usize) -> String {
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

    /// True when the predicate or modifier at `at` makes sense of things of a kind.
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

    /// Notes that `and` and `or` meet in one list, where the item `from` is the first to join otherwise than those before it.
    ///
    /// # Errors
    /// For `but` behind `or`, which most people say of all that stands before it.
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
            Conjunction::And => "goes with what stands directly before it, not with all before `or`",
            Conjunction::Or => "is instead of all that `and` joins before it, not of the last alone",
        };
        self.note_choice(from, taken, ReadingRule::AndBeforeOr);
        Ok(())
    }

    /// Notes whose `their` is, where the noun at hand has such a thing too.
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
