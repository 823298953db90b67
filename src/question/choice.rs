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
            Self::NearestNoun => "a modifier applies to the nearest noun that it fits",
            Self::NamedAlready => "a thing that is named needs no modifier",
            Self::NearestThatAgrees => "`that` and a verb apply to the nearest noun that the verb agrees with",
            Self::OutermostThatAgrees => {
                "a verb after `and`, `but` or `or` applies to the outermost noun that it agrees with"
            }
            Self::SameNounAsBefore => "`with` and `without` apply to the noun of the `with` before",
            Self::AndBeforeOr => "`and` binds closer than `or`, parentheses bind closest",
            Self::LongestMatch => "the longest match of several words counts, unless quotes divide them",
            Self::NounBeforeName => "where a noun and a name both fit, the noun is meant",
            Self::PlainRole => "the link that is called by the noun itself is meant",
            Self::OfOneKind => "a compared measure of things of the same kind covers all on record",
            Self::TheirSubject => "`their` and `its` refer to what the question is about",
            Self::OneAtLeast => "`only` and `every` are not true of things that have none",
            Self::ExactNumber => "a number alone is exact",
            Self::AnotherValue => "`is not` needs a value on record, `lack` finds what has none",
            Self::AndIsBoth => "`and` between names means both, `or` means one of them",
            Self::NotBeforeAnd => "`not` applies as far as the next `and`",
        })
    }
}
