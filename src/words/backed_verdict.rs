//! Verdicts, and what backs them.

use serde::Serialize;

/// What the current records say of an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is affirmed.
    Yes,
    /// It is denied.
    No,
    /// It depends on something that is named: a configuration, a plan, a kind of data.
    Depends,
    /// One claim affirms it and another denies it, of the same thing.
    Disputed,
    /// Something is said, but those who looked could not read it.
    NotReadable,
    /// Somebody looked, and found nothing said.
    NotFound,
    /// No record is about it.
    NotOnRecord,
}

impl Verdict {
    /// Every verdict, those that decide first.
    pub const ALL: [Self; 7] =
        [Self::Yes, Self::No, Self::Depends, Self::Disputed, Self::NotReadable, Self::NotFound, Self::NotOnRecord];

    /// As it is said in a question: `not found`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Depends => "depends",
            Self::Disputed => "disputed",
            Self::NotReadable => "not readable",
            Self::NotFound => "not found",
            Self::NotOnRecord => "not on record",
        }
    }

    /// True where a claim decides; else nothing is known either way.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Yes | Self::No | Self::Depends | Self::Disputed)
    }
}

/// What has to back a verdict that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backing {
    /// Anything.
    Any,
    /// Somebody found the passage in the source: `a verified yes`.
    Verified,
    /// Somebody found the words in a source of the thing itself: `their own yes`.
    Own,
}

impl Backing {
    /// Every backing.
    pub const ALL: [Self; 3] = [Self::Any, Self::Verified, Self::Own];
}

/// A verdict with what has to back it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BackedVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// What backs it.
    pub backing: Backing,
}

impl BackedVerdict {
    /// A verdict, whatever backs it.
    #[must_use]
    pub fn any(verdict: Verdict) -> Self {
        Self { verdict, backing: Backing::Any }
    }

    /// As it is said after `is`: `a verified yes`.
    #[must_use]
    pub fn words(self) -> String {
        let verdict = self.verdict.word();
        match self.backing {
            Backing::Any => verdict.to_owned(),
            Backing::Verified => format!("a verified {verdict}"),
            Backing::Own => format!("their own {verdict}"),
        }
    }

    /// Every verdict that can be asked for; only a decided one can have a backing.
    pub fn all() -> impl Iterator<Item = Self> {
        let all = Verdict::ALL.into_iter();
        all.flat_map(|verdict| {
            let backings = if verdict.is_decided() { &Backing::ALL[..] } else { &Backing::ALL[..1] };
            backings.iter().map(move |backing| Self { verdict, backing: *backing })
        })
    }
}
