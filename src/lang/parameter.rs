//! Parameters: the types that their values have, and the values as they are written.

use std::fmt;
use std::str::FromStr;

use oxsdatatypes::Date;
use pest::Parser as _;
use pest::iterators::Pair;

use crate::base::{Blame, Diagnostic, Source, Span, nearest};
use crate::lang::parse::{MAX_STATEMENT, QuestionGrammar, Rule, duration, part, span_of, too_large};
use crate::lang::print::quote;
use crate::lang::syntax::{PartKind, Unit};
use crate::lang::tokens::is_open_word;

/// What the value of a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// `2`
    Number,
    /// `2026-01-01`
    Date,
    /// `180 days`
    Duration,
    /// `"privacy"`
    Text,
    /// `alibaba`, `ali:no-training`
    Name,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentValue {
    /// `2`: the digits as written.
    Number(String),
    /// `2026-01-01`, a day of the calendar.
    Date(String),
    /// `180 days`
    Duration(u32, Unit),
    /// `"privacy"`, without its quotes and escapes.
    Text(String),
    /// `alibaba`, `ali:no-training`: the part of a phrase that is such a name, in quotes where it is a
    /// word or several.
    Name(PartKind),
}

impl ParameterKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Number, Self::Date, Self::Duration, Self::Text, Self::Name];

    /// As it is written: `duration`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Text => "text",
            Self::Name => "name",
        }
    }

    /// A value of the type.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Number => "2",
            Self::Date => "2026-01-31",
            Self::Duration => "180 days",
            Self::Text => "\"privacy\"",
            Self::Name => "alibaba",
        }
    }

    /// The value that a text of the command line says: `180 days`. A text or a name needs no quotes.
    ///
    /// # Errors
    /// When it is no value of the type.
    pub fn read(self, name: &str, text: &str) -> Result<ArgumentValue, Diagnostic> {
        let source = Source::new(&format!("--param {name}"), text);
        let whole = Span::new(0, text.len());
        if text.len() > MAX_STATEMENT {
            return Err(too_large("value", text.len(), "64 KiB"));
        }
        let pairs = QuestionGrammar::parse(Rule::given_value, text);
        let found = pairs.ok().and_then(|mut pairs| pairs.next()?.into_inner().next());
        let written = match found {
            Some(pair) => read(pair, &source)?,
            None => None,
        };
        let unquoted = || text.trim().to_owned();
        match (self, written) {
            (_, Some(value)) if value.kind() == self => Ok(value),
            (Self::Name, Some(ArgumentValue::Text(name))) => Ok(ArgumentValue::Name(PartKind::Quoted(name))),
            (Self::Name, _) if !text.trim().is_empty() => Ok(ArgumentValue::Name(PartKind::Quoted(unquoted()))),
            (Self::Text, _) if !text.trim().is_empty() => Ok(ArgumentValue::Text(unquoted())),
            _ => Err(wrong_type(self, &source, whole).help(format!("as in `--param {name}=\"{}\"`", self.example()))),
        }
    }
}

impl FromStr for ParameterKind {
    type Err = ();

    /// The type that a word names; letter case is ignored.
    fn from_str(word: &str) -> Result<Self, ()> {
        let word = word.to_lowercase();
        let found = Self::ALL.into_iter().find(|kind| kind.word() == word);
        found.ok_or(())
    }
}

impl ArgumentValue {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> ParameterKind {
        match self {
            Self::Number(_) => ParameterKind::Number,
            Self::Date(_) => ParameterKind::Date,
            Self::Duration(..) => ParameterKind::Duration,
            Self::Text(_) => ParameterKind::Text,
            Self::Name(_) => ParameterKind::Name,
        }
    }

    /// The part of a phrase that says it.
    #[must_use]
    pub fn part(&self) -> PartKind {
        match self {
            Self::Number(digits) => PartKind::Number(digits.clone()),
            Self::Date(day) => PartKind::Date(day.clone()),
            Self::Duration(count, unit) => PartKind::Duration(*count, *unit),
            Self::Text(text) => PartKind::Quoted(text.clone()),
            Self::Name(name) => name.clone(),
        }
    }
}

impl fmt::Display for ArgumentValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(PartKind::Quoted(word)) if is_open_word(word) => f.write_str(word),
            Self::Text(text) => f.write_str(&quote(text)),
            other => write!(f, "{}", other.part()),
        }
    }
}

/// The type that a word of a script names.
pub(super) fn kind(pair: &Pair<'_, Rule>, source: &Source) -> Result<ParameterKind, Diagnostic> {
    let word = pair.as_str().trim();
    word.parse().map_err(|()| unknown_type(source, span_of(pair), word))
}

/// The value of a type that stands in a script.
pub(super) fn value(pair: Pair<'_, Rule>, kind: ParameterKind, source: &Source) -> Result<ArgumentValue, Diagnostic> {
    let span = span_of(&pair);
    match (kind, read(pair, source)?) {
        (ParameterKind::Name, Some(ArgumentValue::Text(name))) => Ok(ArgumentValue::Name(PartKind::Quoted(name))),
        (kind, Some(value)) if value.kind() == kind => Ok(value),
        _ => Err(wrong_type(kind, source, span)),
    }
}

/// The value as it is written; none for a day that is not in the calendar.
fn read(pair: Pair<'_, Rule>, source: &Source) -> Result<Option<ArgumentValue>, Diagnostic> {
    let words = pair.as_str().trim().to_owned();
    let pair = pair.into_inner().next().expect("a value has one rule");
    if pair.as_rule() == Rule::duration {
        let (count, unit) = duration(pair, source)?;
        return Ok(Some(ArgumentValue::Duration(count, unit)));
    }
    if pair.as_rule() == Rule::said_word {
        return Ok(Some(ArgumentValue::Name(PartKind::Quoted(words))));
    }
    Ok(Some(match part(pair, source)?.kind {
        PartKind::Number(digits) => ArgumentValue::Number(digits),
        PartKind::Date(day) if Date::from_str(&day).is_ok() => ArgumentValue::Date(day),
        PartKind::Date(_) => return Ok(None),
        PartKind::Quoted(text) => ArgumentValue::Text(text),
        name => ArgumentValue::Name(name),
    }))
}

/// `parameter stale-after: time = 180 days`
fn unknown_type(source: &Source, span: Span, word: &str) -> Diagnostic {
    let words = ParameterKind::ALL.map(ParameterKind::word);
    let message = format!("`{word}` is no type of a parameter");
    let fault = Diagnostic::new(Blame::Question, "unknown-type", message).at(source, span, "");
    let near = nearest(word, words);
    if near.is_empty() {
        fault.help(format!("the types are {}", words.join(", ")))
    } else {
        fault.help(format!("nearest: `{}`", near.join("`, `")))
    }
}

/// `parameter stale-after: duration = 180`
fn wrong_type(kind: ParameterKind, source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    let message = format!("`{typed}` is no {}", kind.word());
    let expected = format!("expected a {}, like `{}`", kind.word(), kind.example());
    Diagnostic::new(Blame::Question, "wrong-type", message).at(source, span, expected)
}
