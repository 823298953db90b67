//! A commit, and how it was asked for.

use serde::Serialize;

/// A commit, with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Revision {
    /// What was asked for: `main`, `2026-03-01`.
    pub asked: String,
    /// The id of the commit, whole.
    pub commit: String,
    /// The day on which it was committed, in UTC.
    pub date: String,
    /// True where a day was asked for: the commit is the last one of that day or before.
    #[serde(skip)]
    pub by_day: bool,
}

impl Revision {
    /// The first digits of the commit's id.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.commit[..SHORT.min(self.commit.len())]
    }
}

impl std::fmt::Display for Revision {
    /// `main, 1a2b3c4, 2026-03-01`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.commit.starts_with(&self.asked) {
            write!(f, "{}, ", self.asked)?;
        }
        write!(f, "{}, {}", self.short(), self.date)
    }
}

/// Digits of the short id of a commit.
pub(super) const SHORT: usize = 7;
