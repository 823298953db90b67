//! Parameters: the types of their values, and how values are written.

use std::fmt;
use std::str::FromStr;

use crate::lang::spelling::quote;
use crate::lang::syntax::{PartKind, Unit};
use crate::lang::tokens::is_open_word;

/// The type of a parameter.
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
    /// `alibaba`, `ali:no-training`: the name as a part of a phrase, in quotes if it is written in words.
    Name(PartKind),
}

impl ParameterKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Number, Self::Date, Self::Duration, Self::Text, Self::Name];

    /// Its keyword: `duration`.
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

    /// An example of a value, as written.
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
    /// Its type.
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

    /// The part of a phrase that stands for it.
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
