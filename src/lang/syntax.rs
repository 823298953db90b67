//! The syntax tree: statements, and phrases as flat runs of parts with their spans.

use crate::base::Span;

/// A structural word or operator of the language, named as its grammar rule: `kw_that`, `op_less`.
/// There is no second list of keywords.
pub use crate::lang::grammar::Rule as Keyword;

/// The form of a question.
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
    /// `180 days`, the value of a parameter.
    Duration(u32, Unit),
    /// `$least-sources`: a parameter. A statement whose parameters are bound has neither this nor the next two.
    Parameter(String),
    /// `in the last $stale-after`
    RecentParameter(String),
    /// `$stale-after ago`
    AgoParameter(String),
    /// `as other`: a name for the thing found.
    Binding(String),
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

    /// A phrase of these parts; `None` if there are none.
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
