//! The syntax tree: statements, and phrases as flat runs of parts with their spans.

use crate::base::Span;
use crate::lang::audit::{Check, Parameter, SpannedText, SuiteBlock};

/// A structural word or operator of the language, named as its grammar rule: `kw_that`, `op_less`.
/// There is no second list of keywords.
pub use crate::lang::parse::Rule as Keyword;

/// One statement of a script, or the one that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// Where it stands.
    pub span: Span,
}

impl Statement {
    /// True for a question and for a check; false for what only gives a word or a name its meaning, or
    /// says what belongs together.
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

    /// The check that it is.
    #[must_use]
    pub fn check(&self) -> Option<&Check> {
        match &self.kind {
            StatementKind::Check(check) => Some(check),
            _ => None,
        }
    }

    /// The question of a check, if it has one of its own, or what is asked of supposed facts.
    fn own_question(&self) -> Option<&Statement> {
        match &self.kind {
            StatementKind::Suppose { question, .. } => Some(question),
            _ => self.check()?.question.as_deref(),
        }
    }

    /// The phrases that it is made of, those of the question of a check or of a supposition last.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        let question = self.own_question().map(Self::phrases_of_its_own);
        self.phrases_of_its_own().chain(question.into_iter().flatten())
    }

    fn phrases_of_its_own(&self) -> impl Iterator<Item = &Phrase> {
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

    /// True when a parameter stands somewhere in it.
    #[must_use]
    pub fn has_parameters(&self) -> bool {
        let dollar = |part: &PhrasePart| {
            matches!(part.kind, PartKind::Parameter(_) | PartKind::AgoParameter(_) | PartKind::RecentParameter(_))
        };
        let counted = self.check().is_some_and(|it| it.expect.has_parameter());
        counted || self.phrases().any(|it| it.parts.iter().any(dollar))
    }

    /// True when it speaks of `those`, which the question before found.
    #[must_use]
    pub fn goes_on(&self) -> bool {
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

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `which claims lack a public source first 3`
    Question {
        /// How it asks.
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
        /// On what, between commas.
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
        /// What is asked of the facts as they would be then.
        question: Box<Statement>,
    },
    /// `sparql SELECT …`: the text after the word, untouched.
    Sparql(String),
    /// `check no-public-source …`
    Check(Box<Check>),
    /// `parameter stale-after: duration = 180 days`
    Parameter(Box<Parameter>),
    /// `include "definitions.cav"`: a script, relative to the one in which it stands.
    Include(SpannedText),
    /// `suite before-a-purchase …`
    Suite(Box<SuiteBlock>),
    /// `section evidence …`: a part of the suite before it.
    Section(Box<SuiteBlock>),
}

/// How a question asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionForm {
    /// `which …`: one row for each thing.
    Which,
    /// `how many …`: their number.
    HowMany,
    /// `is there …`: yes or no.
    IsThere,
    /// `does alibaba …`, `is alibaba …`: yes or no; the phrase begins with the auxiliary verb.
    Does,
    /// `why does alibaba …`, `why is alibaba …`: the phrase begins with the auxiliary verb. `why
    /// ali:no-training`: the phrase is a name.
    Why,
    /// `show a, b of …`: a table; the phrase holds the columns, `of` and the things.
    Show,
}

/// Groups, order, number and columns of the rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shaping {
    /// `per vendor, topic`
    pub per: Option<Phrase>,
    /// `sorted by vendor.name descending`: keys with their directions, between commas.
    pub sorted: Option<Phrase>,
    /// `first 5`
    pub first: Option<u64>,
    /// `skip 5`
    pub skip: Option<u64>,
    /// `showing statement, vendor`
    pub showing: Option<Phrase>,
}

/// A run of parts in the order in which they were written.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// The parts, at least one.
    pub parts: Vec<PhrasePart>,
    /// From the first to the last.
    pub span: Span,
}

/// One part of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct PhrasePart {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// An open word: `claims`, `sub-processors`.
    Word(String),
    /// `"Alibaba Cloud"`, without its quotes and escapes.
    Quoted(String),
    /// `<https://…>`, without its brackets.
    Iri(String),
    /// `ali:no-training`
    Prefixed {
        /// Before the colon; may be empty.
        prefix: String,
        /// After the colon.
        local: String,
    },
    /// `5`, `3.5`: the digits as written.
    Number(String),
    /// `2026-11-23`, as written.
    Date(String),
    /// `in the last 6 months`
    Recent(u32, Unit),
    /// `180 days ago`
    Ago(u32, Unit),
    /// `180 days`, where a parameter stood.
    Duration(u32, Unit),
    /// `$least-sources`: a parameter, where its value stands. None of these three is left in a
    /// statement whose parameters are bound.
    Parameter(String),
    /// `in the last $stale-after`
    RecentParameter(String),
    /// `$stale-after ago`
    AgoParameter(String),
    /// `as other`: a name for the thing that is found.
    Witness(String),
    /// `/…/` after `matches`, without its slashes.
    Matches(String),
    /// A structural word or an operator.
    Keyword(Keyword),
    /// `.` between the words of a path.
    Dot,
    /// `,`
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Phrase {
    /// The parts between the commas that stand outside parentheses.
    #[must_use]
    pub fn split_commas(&self) -> Vec<Phrase> {
        self.split_parts(|kind| *kind == PartKind::Comma)
    }

    /// The names of `alibaba, openrouter and mistral`: what stands between commas and `and`.
    #[must_use]
    pub fn split_list(&self) -> Vec<Phrase> {
        self.split_parts(|kind| matches!(kind, PartKind::Comma | PartKind::Keyword(Keyword::kw_and)))
    }

    fn split_parts(&self, parts: impl Fn(&PartKind) -> bool) -> Vec<Phrase> {
        let mut depth = 0_usize;
        let items = self.parts.split(|part| {
            match part.kind {
                PartKind::Open => depth += 1,
                PartKind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && parts(&part.kind)
        });
        items.filter_map(Phrase::of).collect()
    }

    /// The last parenthesis that is opened and not closed.
    pub(super) fn open_parenthesis(&self) -> Option<Span> {
        let mut open = Vec::new();
        for part in &self.parts {
            match part.kind {
                PartKind::Open => open.push(part.span),
                PartKind::Close => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    /// A phrase of these parts; none of no part.
    #[must_use]
    pub fn of(parts: &[PhrasePart]) -> Option<Self> {
        let span = parts.iter().map(|part| part.span).reduce(Span::to)?;
        Some(Self { parts: parts.to_vec(), span })
    }
}

impl Unit {
    /// The unit that a word names, in singular or plural; letter case is ignored.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        match word.strip_suffix('s').unwrap_or(&word) {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// The unit in words, agreeing with `count`.
    #[must_use]
    pub fn words(self, count: u32) -> String {
        let word = match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        };
        let ending = if count == 1 { "" } else { "s" };
        format!("{count} {word}{ending}")
    }
}
