//! Checks and suites as written: saved questions with the expected answers.

use serde::Serialize;

use crate::exec::SourceLocation;

/// How much a finding matters, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Little harm.
    Low,
    /// The default.
    Medium,
    /// To be resolved before anything is signed.
    High,
    /// Nothing may be signed before it is resolved.
    Critical,
}

impl Severity {
    /// All, lowest first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word for it in scripts: `high`.
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
    /// `evidence/no-public-source`: stable, and unique across all scripts.
    pub id: String,
    /// A short title; the id if none is given.
    pub title: String,
    /// How much a finding matters.
    pub severity: Severity,
    /// Who acts on its findings.
    pub owner: Option<String>,
    /// Words to select checks by.
    pub tags: Vec<String>,
    /// Articles of laws, internal policies.
    pub references: Vec<String>,
    /// Why it matters.
    pub because: Option<String>,
    /// What to do about a finding.
    pub fix: Option<String>,
    /// The expected answer, as written: `none`, `at most 3`.
    pub expected: String,
    /// The canonical sentence of its question.
    pub question: String,
    /// SHA-256 (the first 16 hexadecimal digits) of what is asked and expected, with its definitions and parameters: it
    /// changes when the meaning of the check does.
    pub digest: String,
    /// Where the check is written.
    pub place: SourceLocation,
}

/// A suite, and its checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suite {
    /// `before-a-purchase`
    pub id: String,
    /// A short title; the id if none is given.
    pub title: String,
    /// What it is for.
    pub because: Option<String>,
    /// Its sections, in order; checks directly in the suite form one without a title.
    pub sections: Vec<SuiteSection>,
}

/// A section of a suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuiteSection {
    /// `evidence`; empty for checks directly in the suite.
    pub id: String,
    /// A short title; the id if none is given.
    pub title: String,
    /// What it is for.
    pub because: Option<String>,
    /// The ids of its checks, in order.
    pub checks: Vec<String>,
}
