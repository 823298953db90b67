//! Checks and suites as they were written: saved questions with what is expected of the answer.

use serde::Serialize;

use crate::exec::SourceLocation;

/// How much a finding matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Little harm.
    Low,
    /// What a check has that says nothing else.
    Medium,
    /// To be mended before anything is signed.
    High,
    /// Nothing may be signed.
    Critical,
}

impl Severity {
    /// All, the least first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// As it is written: `high`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What a check says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckMetadata {
    /// `evidence/no-public-source`: stable, one in all scripts.
    pub id: String,
    /// In a few words; the id where none is given.
    pub title: String,
    /// How much a finding matters.
    pub severity: Severity,
    /// Who acts on a finding.
    pub owner: Option<String>,
    /// Words to choose checks by.
    pub tags: Vec<String>,
    /// Articles of laws, internal policies.
    pub references: Vec<String>,
    /// Why it matters.
    pub because: Option<String>,
    /// What to do about a finding.
    pub fix: Option<String>,
    /// What is expected, as it was written: `none`, `at most 3`.
    pub expected: String,
    /// The question as it was understood.
    pub question: String,
    /// SHA-256 (the first 16 hexadecimal digits) of what is asked and expected, its definitions and
    /// parameters with it: it changes when the check means something else.
    pub digest: String,
    /// Where the check stands.
    pub place: SourceLocation,
}

/// A suite, and the checks that stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suite {
    /// `before-a-purchase`
    pub id: String,
    /// In a few words; the id where none is given.
    pub title: String,
    /// What it is for.
    pub because: Option<String>,
    /// Its sections, in order; the checks that stand in the suite itself are in one without title.
    pub sections: Vec<SuiteSection>,
}

/// A section of a suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuiteSection {
    /// `evidence`; empty for the checks that stand in the suite itself.
    pub id: String,
    /// In a few words; the id where none is given.
    pub title: String,
    /// What it is for.
    pub because: Option<String>,
    /// The ids of its checks, in order.
    pub checks: Vec<String>,
}
