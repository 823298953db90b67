//! Kinds of record, and the stances that a claim takes to an assurance.

use serde::Deserialize;

use crate::base::fold;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Something is said.
    Claim,
    /// Somebody looked, and found nothing said.
    AbsenceFinding,
    /// Something is said where who looked could not read it.
    Unread,
}

impl DraftKind {
    const ALL: [Self; 3] = [Self::Claim, Self::AbsenceFinding, Self::Unread];

    /// The class of the vocabulary.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Claim => "Claim",
            Self::AbsenceFinding => "AbsenceFinding",
            Self::Unread => "Unread",
        }
    }

    /// `absence finding`
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::AbsenceFinding => "absence finding",
            Self::Unread => "unread record",
        }
    }

    /// The kind that a person types: `absence finding`, `finding`, `unread`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word);
        let is = |kind: &Self| kind.word() == word || word != "record" && kind.word().split(' ').any(|it| it == word);
        Self::ALL.into_iter().find(is)
    }

    /// `an absence finding`
    pub(super) fn with_article(self) -> String {
        format!("a{} {}", if self == Self::Claim { "" } else { "n" }, self.word())
    }
}

/// What a claim says to an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimStance {
    /// It is so.
    Affirms,
    /// It is not so.
    Denies,
    /// It depends on what no default decides.
    Qualifies,
}

impl ClaimStance {
    pub(super) const ALL: [Self; 3] = [Self::Affirms, Self::Denies, Self::Qualifies];

    /// `affirms`, which is the property of the vocabulary, too.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Affirms => "affirms",
            Self::Denies => "denies",
            Self::Qualifies => "qualifies",
        }
    }

    /// The stance that a person types.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word);
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}
