//! Kinds of record, and the stances that a claim takes to an assurance.

use serde::Deserialize;

use crate::base::fold;

/// The kind of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Something is said.
    Claim,
    /// Somebody looked, and found nothing said.
    AbsenceFinding,
    /// Something is said, but the person who looked could not read it.
    Unread,
}

impl DraftKind {
    const ALL: [Self; 3] = [Self::Claim, Self::AbsenceFinding, Self::Unread];

    /// Its class in the vocabulary.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Claim => "Claim",
            Self::AbsenceFinding => "AbsenceFinding",
            Self::Unread => "Unread",
        }
    }

    /// The noun: `absence finding`
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::AbsenceFinding => "absence finding",
            Self::Unread => "unread record",
        }
    }

    /// Parses the kind that a person types: `absence finding`, `finding`, `unread`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word);
        let is = |kind: &Self| kind.word() == word || word != "record" && kind.word().split(' ').any(|it| it == word);
        Self::ALL.into_iter().find(is)
    }

    /// The noun with its article: `an absence finding`
    pub(super) fn with_article(self) -> String {
        format!("a{} {}", if self == Self::Claim { "" } else { "n" }, self.word())
    }
}

/// The stance of a claim to an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimStance {
    /// It is so.
    Affirms,
    /// It is not so.
    Denies,
    /// It depends on something, and no default decides it.
    Qualifies,
}

impl ClaimStance {
    pub(super) const ALL: [Self; 3] = [Self::Affirms, Self::Denies, Self::Qualifies];

    /// The word, which is also the property of the vocabulary: `affirms`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Affirms => "affirms",
            Self::Denies => "denies",
            Self::Qualifies => "qualifies",
        }
    }

    /// Parses the stance that a person types.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word);
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}
