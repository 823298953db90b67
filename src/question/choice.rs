//! Ambiguities of English: the reading chosen, and the rule that chose it. The resolved question does not
//! record this: texts that mean the same give the same question.

use std::fmt;

/// A phrase with two readings, and the one chosen.
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
    /// `about contracts`, where a topic has that name, too
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
    /// True for a rule that many readers would not expect: each answer reports it.
    #[must_use]
    pub fn is_reported(self) -> bool {
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
