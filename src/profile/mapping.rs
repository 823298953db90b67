//! Which column of a table holds what: a file in TOML, or a mapping that comes with the program.

use serde::Deserialize;

use crate::base::{Blame, Code, Diagnostic, Source, Span, nearest};
use crate::profile::record::ClaimStance;

/// The mappings that come with the program: their names and their text.
pub const READY_MADE: [(&str, &str); 2] = [
    ("questionnaire", include_str!("../../data/mappings/questionnaire.toml")),
    ("statements", include_str!("../../data/mappings/statements.toml")),
];

/// Which column of a table holds what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The name of the sheet; if `None`, each sheet with the columns is read.
    pub(super) sheet: Option<String>,
    pub(super) columns: Columns,
    /// Further words that are not an answer.
    #[serde(default)]
    pub(super) no_answer: Vec<String>,
    /// True for a mapping that comes with the program: it may name columns that a table lacks.
    #[serde(skip)]
    pub(super) ready_made: bool,
    /// Rules for single questions.
    #[serde(default)]
    pub(super) question: Vec<QuestionRule>,
}

/// The headings of the columns; the first of several that the table has counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub(super) statement: Option<Headings>,
    pub(super) question: Option<Headings>,
    pub(super) answer: Option<Headings>,
    pub(super) evidence: Option<Headings>,
    pub(super) note: Option<Headings>,
    pub(super) topic: Option<Headings>,
    pub(super) stance: Option<Headings>,
    pub(super) vendor: Option<Headings>,
    pub(super) service: Option<Headings>,
    pub(super) date: Option<Headings>,
    pub(super) row: Option<Headings>,
}

impl Columns {
    /// The optional columns, by what they hold.
    pub(super) fn optional(&self) -> Vec<(&'static str, &Headings)> {
        let all = [
            ("evidence", &self.evidence),
            ("note", &self.note),
            ("topic", &self.topic),
            ("stance", &self.stance),
            ("vendor", &self.vendor),
            ("service", &self.service),
            ("date", &self.date),
            ("name of a row", &self.row),
        ];
        all.into_iter().filter_map(|(what, named)| Some((what, named.as_ref()?))).collect()
    }
}

/// One heading, or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Headings {
    One(String),
    Several(Vec<String>),
}

impl Headings {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(heading) => std::slice::from_ref(heading),
            Self::Several(headings) => headings,
        }
    }
}

/// A rule for the questions that contain certain words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionRule {
    /// Words of the question; letter case does not matter.
    pub(super) contains: String,
    /// The name of the topic that it is about.
    pub(super) topic: String,
    /// The stance of a yes to the topic, an assurance; a no has the opposite stance.
    pub(super) yes: Option<ClaimStance>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// If it is not TOML, has an unknown key, or names neither a statement nor a question column.
    pub fn read(source: &Source) -> Result<Self, Diagnostic> {
        let mapping: Self = toml::from_str(&source.text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let message = "the mapping cannot be read";
            Diagnostic::new(Blame::Question, Code::Mapping, message)
                .at(source, Span::new(span.start, span.end), error.message())
                .help("docs/import.md shows what a mapping contains")
        })?;
        if mapping.columns.statement.is_none() && mapping.columns.question.is_none() {
            let message = format!("`{}` names neither a statement column nor a question column", source.name);
            return Err(Diagnostic::new(Blame::Question, Code::Mapping, message)
                .help("write `statement = \"…\"` or `question = \"…\"` under `[columns]`"));
        }
        Ok(mapping)
    }

    /// A mapping that comes with the program.
    ///
    /// # Errors
    /// If there is no mapping with that name.
    pub fn ready_made(name: &str) -> Result<Self, Diagnostic> {
        match READY_MADE.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => Self::read(&Source::new(name, text)).map(|it| Self { ready_made: true, ..it }),
            None => Err(no_mapping(name)),
        }
    }
}

/// Error for an unknown mapping: `--mapping questionaire`
fn no_mapping(name: &str) -> Diagnostic {
    let message = format!("`{name}` is neither a mapping file nor a built-in mapping");
    let known = READY_MADE.map(|(known, _)| known);
    let fault = Diagnostic::new(Blame::Question, Code::Mapping, message);
    match nearest(name, known).as_slice() {
        [near, ..] => fault.help(format!("nearest: `{near}`")),
        [] => fault.help(format!("use `{}` or a TOML file", known.join("`, `"))),
    }
}
