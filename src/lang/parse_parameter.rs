//! Declared parameters and the values that are given for them.

use std::str::FromStr as _;

use oxsdatatypes::Date;
use pest::Parser as _;
use pest::iterators::Pair;

use crate::base::{Blame, Code, Diagnostic, Source, Span, nearest};
use crate::lang::grammar::{QuestionGrammar, Rule, span_of};
use crate::lang::limits::{MAX_STATEMENT, too_large};
use crate::lang::parameter::{ArgumentValue, ParameterKind};
use crate::lang::parse_phrase::{duration, part};
use crate::lang::syntax::PartKind;

/// The type that a word of a script names.
pub(super) fn kind(pair: &Pair<'_, Rule>, source: &Source) -> Result<ParameterKind, Diagnostic> {
    let word = pair.as_str().trim();
    word.parse().map_err(|()| unknown_type(source, span_of(pair), word))
}

/// Parses the value of a type in a script.
pub(super) fn value(pair: Pair<'_, Rule>, kind: ParameterKind, source: &Source) -> Result<ArgumentValue, Diagnostic> {
    let span = span_of(&pair);
    match (kind, read(pair, source)?) {
        (ParameterKind::Name, Some(ArgumentValue::Text(name))) => Ok(ArgumentValue::Name(PartKind::Quoted(name))),
        (kind, Some(value)) if value.kind() == kind => Ok(value),
        _ => Err(wrong_type(kind, source, span)),
    }
}

/// The value by its form alone; `None` for a day that is not in the calendar.
pub(super) fn read(pair: Pair<'_, Rule>, source: &Source) -> Result<Option<ArgumentValue>, Diagnostic> {
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
pub(super) fn unknown_type(source: &Source, span: Span, word: &str) -> Diagnostic {
    let words = ParameterKind::ALL.map(ParameterKind::word);
    let message = format!("`{word}` is not a parameter type");
    let fault = Diagnostic::new(Blame::Question, Code::UnknownType, message).at(source, span, "");
    let near = nearest(word, words);
    if near.is_empty() {
        fault.help(format!("the types are {}", words.join(", ")))
    } else {
        fault.help(format!("nearest: `{}`", near.join("`, `")))
    }
}

impl ParameterKind {
    /// Parses a value of the command line: `180 days`. A text or a name needs no quotes.
    ///
    /// # Errors
    /// If it is not a value of the type.
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

/// `parameter stale-after: duration = 180`
fn wrong_type(kind: ParameterKind, source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    let message = format!("`{typed}` is not a {}", kind.word());
    let expected = format!("expected a {}, like `{}`", kind.word(), kind.example());
    Diagnostic::new(Blame::Question, Code::WrongType, message).at(source, span, expected)
}
