//! The syntax tree of audits: checks with what they expect, suites, parameters, included scripts.

use std::fmt;

use crate::base::Span;
use crate::lang::parameter::{ArgumentValue, ParameterKind};
use crate::lang::spelling::quote;
use crate::lang::statement::Statement;
use crate::lang::syntax::Phrase;

/// The words of `severity`, the least first.
pub const SEVERITIES: [&str; 5] = ["info", "low", "medium", "high", "critical"];

/// A word, an id or a text in quotes, with its span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpannedText {
    /// Without quotes and escapes.
    pub text: String,
    /// Where it stands, quotes and all.
    pub span: Span,
}

/// `check no-public-source …`
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// `evidence/no-public-source`
    pub id: SpannedText,
    /// In a few words.
    pub title: Option<SpannedText>,
    /// One of [`SEVERITIES`], in lower case.
    pub severity: Option<SpannedText>,
    /// Who acts on a finding.
    pub owner: Option<SpannedText>,
    /// Words by which checks are selected.
    pub tags: Vec<SpannedText>,
    /// Articles of laws, internal policies.
    pub references: Vec<SpannedText>,
    /// Why it matters.
    pub because: Option<SpannedText>,
    /// What to do about a finding.
    pub fix: Option<SpannedText>,
    /// What is expected of the answer.
    pub expect: Expectation,
    /// The span of the expectation, without the word `expect`.
    pub expect_span: Span,
    /// The span of `may be empty`: a check that examines nothing passes.
    pub may_be_empty: Option<Span>,
    /// The question; `None` if the expectation is one: `each …`.
    pub question: Option<Box<Statement>>,
}

/// What is expected of the answer to a check.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// `none`
    None,
    /// `some`
    Some,
    /// `yes`
    Yes,
    /// `no`
    No,
    /// `exactly 3`
    Exactly(Amount),
    /// `at least 3`
    AtLeast(Amount),
    /// `at most 3`
    AtMost(Amount),
    /// `only ali:a or ali:b`: the things found are all among these.
    Only(Phrase),
    /// `same as "expected.csv"`: a file beside the script.
    SameAs(SpannedText),
    /// `no new`: nothing that an earlier audit did not find.
    NoNew,
    /// `each vendor has a claim about retention`: a set, and the condition on each thing in it.
    Each(Phrase),
}

/// A number, or the parameter that gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// `3`
    Number(u64),
    /// `$allowed`: absent from a statement whose parameters are bound.
    Parameter(SpannedText),
}

/// `parameter stale-after: duration = 180 days`
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `stale-after`
    pub name: SpannedText,
    /// `duration`
    pub kind: ParameterKind,
    /// The span of the type.
    pub kind_span: Span,
    /// The value if none is given.
    pub default: Option<ArgumentValue>,
}

/// A suite or a section of one, with its checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuiteBlock {
    /// `before-a-purchase`
    pub id: SpannedText,
    /// In a few words.
    pub title: Option<SpannedText>,
    /// What it is for.
    pub because: Option<SpannedText>,
    /// The ids of its checks.
    pub checks: Vec<SpannedText>,
    /// Tags: every check with one of them belongs to it.
    pub tagged: Vec<SpannedText>,
}

impl Check {
    /// The severity of a finding; `medium` by default.
    #[must_use]
    pub fn severity(&self) -> &str {
        self.severity.as_ref().map_or("medium", |it| &it.text)
    }

    /// The title, or the id.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title.as_ref().unwrap_or(&self.id).text
    }

    /// The phrase of an expectation.
    pub(super) fn expectation_phrase(&self) -> Option<&Phrase> {
        match &self.expect {
            Expectation::Only(phrase) | Expectation::Each(phrase) => Some(phrase),
            _ => None,
        }
    }
}

impl Expectation {
    /// True for `at most $allowed`.
    pub(super) fn has_parameter(&self) -> bool {
        match self {
            Self::Exactly(amount) | Self::AtLeast(amount) | Self::AtMost(amount) => {
                matches!(amount, Amount::Parameter(_))
            }
            _ => false,
        }
    }
}

impl SuiteBlock {
    /// The title, or the id.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title.as_ref().unwrap_or(&self.id).text
    }
}

// ------------------------------------------------------------------------------- printing

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "check {}", self.id.text)?;
        text(f, "title", self.title.as_ref())?;
        if let Some(severity) = &self.severity {
            write!(f, "\n  severity {}", severity.text)?;
        }
        text(f, "owner", self.owner.as_ref())?;
        list(f, "tags", &self.tags, Clone::clone)?;
        list(f, "references", &self.references, |it| quote(it))?;
        text(f, "because", self.because.as_ref())?;
        text(f, "fix", self.fix.as_ref())?;
        write!(f, "\n  expect {}", self.expect)?;
        if self.may_be_empty.is_some() {
            f.write_str("\n  may be empty")?;
        }
        match &self.question {
            Some(question) => write!(f, "\n  {question}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Some => f.write_str("some"),
            Self::Yes => f.write_str("yes"),
            Self::No => f.write_str("no"),
            Self::Exactly(amount) => write!(f, "exactly {amount}"),
            Self::AtLeast(amount) => write!(f, "at least {amount}"),
            Self::AtMost(amount) => write!(f, "at most {amount}"),
            Self::Only(phrase) => write!(f, "only {phrase}"),
            Self::SameAs(file) => write!(f, "same as {}", quote(&file.text)),
            Self::NoNew => f.write_str("no new"),
            Self::Each(phrase) => write!(f, "each {phrase}"),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Parameter(name) => write!(f, "${}", name.text),
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter {}: {}", self.name.text, self.kind.word())?;
        match &self.default {
            Some(value) => write!(f, " = {value}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for SuiteBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id.text)?;
        text(f, "title", self.title.as_ref())?;
        text(f, "because", self.because.as_ref())?;
        list(f, "checks", &self.checks, Clone::clone)?;
        list(f, "tagged", &self.tagged, Clone::clone)
    }
}

fn text(f: &mut fmt::Formatter<'_>, word: &str, said: Option<&SpannedText>) -> fmt::Result {
    match said {
        Some(said) => write!(f, "\n  {word} {}", quote(&said.text)),
        None => Ok(()),
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    word: &str,
    said: &[SpannedText],
    written: impl Fn(&String) -> String,
) -> fmt::Result {
    if said.is_empty() {
        return Ok(());
    }
    let said: Vec<String> = said.iter().map(|it| written(&it.text)).collect();
    write!(f, "\n  {word} {}", said.join(", "))
}
