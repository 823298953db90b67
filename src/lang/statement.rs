//! Statements: questions, definitions, and the parts of audit scripts.

use crate::base::Span;
use crate::lang::audit::{Check, Parameter, SpannedText, SuiteBlock};
use crate::lang::grammar::Rule as Keyword;
use crate::lang::syntax::{PartKind, Phrase, PhrasePart, QuestionForm, Shaping};

/// One statement of a script, or the one that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// Where it stands.
    pub span: Span,
}

impl Statement {
    /// True for a question and for a check; false for definitions, sets, parameters, includes and suites.
    #[must_use]
    pub fn asks(&self) -> bool {
        matches!(
            self.kind,
            StatementKind::Question { .. }
                | StatementKind::Suppose { .. }
                | StatementKind::Describe(_)
                | StatementKind::Compare { .. }
                | StatementKind::Sparql(_)
                | StatementKind::Check(_)
        )
    }

    /// The check, if it is one.
    #[must_use]
    pub fn check(&self) -> Option<&Check> {
        match &self.kind {
            StatementKind::Check(check) => Some(check),
            _ => None,
        }
    }

    /// The question of a check, if it has one of its own, or that of a supposition.
    pub(super) fn own_question(&self) -> Option<&Statement> {
        match &self.kind {
            StatementKind::Suppose { question, .. } => Some(question),
            _ => self.check()?.question.as_deref(),
        }
    }

    /// Its phrases, those of the question of a check or of a supposition last.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        let question = self.own_question().map(Self::phrases_of_its_own);
        self.phrases_of_its_own().chain(question.into_iter().flatten())
    }

    pub(super) fn phrases_of_its_own(&self) -> impl Iterator<Item = &Phrase> {
        let all: [Option<&Phrase>; 4] = match &self.kind {
            StatementKind::Question { phrase, shaping, .. } => {
                let Shaping { per, sorted, showing, .. } = shaping;
                [Some(phrase), per.as_ref(), sorted.as_ref(), showing.as_ref()]
            }
            StatementKind::Describe(phrase) | StatementKind::Suppose { supposed: phrase, .. } => {
                [Some(phrase), None, None, None]
            }
            StatementKind::Compare { things, topics } => [Some(things), topics.as_ref(), None, None],
            StatementKind::Define { head, meaning } => [Some(head), Some(meaning), None, None],
            StatementKind::Let { meaning, .. } => [Some(meaning), None, None, None],
            StatementKind::Check(check) => [check.expectation_phrase(), None, None, None],
            StatementKind::Sparql(_)
            | StatementKind::Parameter(_)
            | StatementKind::Include(_)
            | StatementKind::Suite(_)
            | StatementKind::Section(_) => [None; 4],
        };
        all.into_iter().flatten()
    }

    /// True when it contains a parameter.
    #[must_use]
    pub fn has_parameters(&self) -> bool {
        let dollar = |part: &PhrasePart| {
            matches!(part.kind, PartKind::Parameter(_) | PartKind::AgoParameter(_) | PartKind::RecentParameter(_))
        };
        let counted = self.check().is_some_and(|it| it.expect.has_parameter());
        counted || self.phrases().any(|it| it.parts.iter().any(dollar))
    }

    /// True when it uses `those`, the things that the previous question found.
    #[must_use]
    pub fn uses_those(&self) -> bool {
        let those = |part: &PhrasePart| part.kind == PartKind::Keyword(Keyword::kw_those);
        self.phrases().any(|it| it.parts.iter().any(those))
    }

    /// True when `first` or `skip` shows a part of the answer only.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        match &self.kind {
            StatementKind::Question { shaping, .. } => shaping.first.is_some() || shaping.skip.is_some(),
            StatementKind::Suppose { question, .. } => question.is_cut_short(),
            _ => false,
        }
    }
}

/// Builds a statement from the pair of its rule.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `which claims lack a public source first 3`
    Question {
        /// Its form.
        form: QuestionForm,
        /// The things it asks about, with the main verb.
        phrase: Phrase,
        /// Order, number and columns of the rows.
        shaping: Shaping,
    },
    /// `describe alibaba`
    Describe(Phrase),
    /// `compare alibaba, openrouter on training, retention`
    Compare {
        /// What is compared, between commas.
        things: Phrase,
        /// The topics, between commas.
        topics: Option<Phrase>,
    },
    /// `define a weak claim as a claim that has exactly 1 source`
    Define {
        /// The adjective and its noun: `weak claim`.
        head: Phrase,
        /// What it means.
        meaning: Phrase,
    },
    /// `let suspects be claims that lack a source`
    Let {
        /// The new name of the set.
        name: String,
        /// Where the name stands.
        name_span: Span,
        /// The set.
        meaning: Phrase,
    },
    /// `suppose ali:regions-page is gone: which claims lack a source`
    Suppose {
        /// What is supposed, joined by `and`.
        supposed: Phrase,
        /// The question about the hypothetical facts.
        question: Box<Statement>,
    },
    /// `sparql SELECT …`: the text after the word, untouched.
    Sparql(String),
    /// `check no-public-source …`
    Check(Box<Check>),
    /// `parameter stale-after: duration = 180 days`
    Parameter(Box<Parameter>),
    /// `include "definitions.cav"`: a script, by its path relative to this one.
    Include(SpannedText),
    /// `suite before-a-purchase …`
    Suite(Box<SuiteBlock>),
    /// `section evidence …`: a part of the suite before it.
    Section(Box<SuiteBlock>),
}
