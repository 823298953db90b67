//! Errors for values of another type than the one compared.

use crate::base::{Code, Diagnostic, Source, Span, nearest, visible};
use crate::lang::PartKind;
use crate::question::faults::{fault, near_words};
use crate::question::reader::PhraseReader;
use crate::question::segment::ItemKind;
use crate::words::{AttributeId, ValueType};

/// `whose access is "opne"`
pub(in crate::question) fn not_one_of_the_values(reader: &PhraseReader<'_>, attribute: AttributeId) -> Diagnostic {
    let attribute = reader.lexicon.attribute(attribute);
    let ValueType::OneOf(values) = &attribute.values else {
        return reader.error_expecting("a value");
    };
    let noun = attribute.nouns.first().map_or("value", |noun| noun.singular.as_str());
    let words: Vec<String> = values.iter().filter_map(|(_, words)| words.first().cloned()).collect();
    let Some(item) = reader.peek() else {
        return reader.error_expecting(&format!("one of {}", words.join(", ")));
    };
    let typed = visible(reader.source.slice(item.span)).into_owned();
    let near = nearest(typed.trim_matches('"'), words.iter().map(String::as_str));
    let diagnostic =
        fault(Code::UnknownValue, format!("{typed} is not a value of `{noun}`")).at(reader.source, item.span, "");
    let diagnostic =
        if near.is_empty() { diagnostic } else { diagnostic.help(format!("nearest: {}", near_words(&near))) };
    diagnostic.help(format!("the values are {}", words.join(", ")))
}

/// `whose scope is 5`
pub(in crate::question) fn no_text(reader: &PhraseReader<'_>) -> Diagnostic {
    let bare = reader.peek().is_some_and(|item| !matches!(item.kind, ItemKind::Part(_)));
    let diagnostic = reader.error_expecting("a text in quotes");
    if bare {
        let word = reader.source.slice(reader.here());
        return diagnostic.help(format!("write \"{word}\""));
    }
    diagnostic
}

/// `whose line is "four"`
pub(in crate::question) fn no_number(reader: &PhraseReader<'_>) -> Diagnostic {
    reader.error_expecting("a number")
}

/// `retrieved before 5`
pub(in crate::question) fn no_date(reader: &PhraseReader<'_>) -> Diagnostic {
    let number = matches!(reader.part(reader.at), Some(PartKind::Number(_)));
    let diagnostic = reader.error_expecting("a date");
    if number {
        let digits = reader.source.slice(reader.here());
        return diagnostic.help(format!("a date is written 2026-11-23, `today` or `{digits} days ago`"));
    }
    diagnostic.help("a date is written 2026-11-23, `today`, `180 days ago` or `in the last 6 months`")
}

/// `retrieved before 2026-02-30`
pub(in crate::question) fn no_such_day(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoSuchDay, format!("`{}` is not a day of the calendar", source.slice(span))).at(source, span, "")
}

/// `matches /(/`
pub(in crate::question) fn no_regex(source: &Source, span: Span, error: &regex::Error) -> Diagnostic {
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or_default();
    let reason = reason.trim_start_matches("error: ").to_lowercase();
    fault(Code::NoRegex, "this is not a regular expression that can be run").at(source, span, reason)
}

/// `line < 99999999999999999999`
pub(in crate::question) fn number_too_large(source: &Source, span: Span) -> Diagnostic {
    let message = format!("the number `{}` is too large or too exact", source.slice(span));
    fault(Code::NumberTooLarge, message)
        .at(source, span, "")
        .help("whole numbers go up to 9223372036854775807, others have at most 18 digits after the point")
}

/// `between 8 and 2`
pub(in crate::question) fn empty_range(source: &Source, span: Span) -> Diagnostic {
    fault(Code::Reversed, "nothing lies between these two")
        .at(source, span, "the first is after the second")
        .help("write the smaller or earlier one first")
}
