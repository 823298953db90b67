//! A commit, and how it was asked for.

use serde::Serialize;

/// A commit, with the request that it answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Revision {
    /// The request: `main`, `2026-03-01`.
    pub asked: String,
    /// The full id of the commit.
    pub commit: String,
    /// The day of the commit, in UTC.
    pub date: String,
    /// True if a day was requested: the commit is the last one on or before that day.
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
