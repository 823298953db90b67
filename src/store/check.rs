//! Additional checks of each term: what RDF parsers accept but no answer should depend on.

use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};
use oxsdatatypes::{
    Boolean, Date, DateTime, DayTimeDuration, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Integer,
    Time, YearMonthDuration,
};

use crate::base::{Blame, Code, Diagnostic, Limit, is_hostile, truncate};
use crate::store::digits::Digits;

/// The maximum size of a literal in bytes.
const MAX_LITERAL: usize = 1024 * 1024;

/// Zero-width non-joiner and joiner: letters of names in Turtle, and of words in Persian and the languages of India.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Checks a term for impossible dates and numbers, invisible characters in IRIs, giant literals.
pub(super) fn check(term: TermRef<'_>) -> Result<(), Diagnostic> {
    match term {
        TermRef::NamedNode(iri) => match iri.as_str().chars().find(|c| is_hostile(*c) && !JOINERS.contains(c)) {
            Some(hostile) => Err(hostile_iri(iri.as_str(), hostile)),
            None => Ok(()),
        },
        TermRef::Literal(literal) => check_literal(literal),
        TermRef::BlankNode(_) => Ok(()),
    }
}

fn check_literal(literal: LiteralRef<'_>) -> Result<(), Diagnostic> {
    let text = literal.value();
    if text.len() > MAX_LITERAL {
        return Err(literal_too_large(text.len()));
    }
    let datatype = literal.datatype();
    let possible = match datatype {
        xsd::DATE => is::<Date>(text),
        xsd::DATE_TIME => is::<DateTime>(text),
        xsd::DATE_TIME_STAMP => DateTime::from_str(text).is_ok_and(|it| it.timezone_offset().is_some()),
        xsd::TIME => is::<Time>(text),
        xsd::G_YEAR => is::<GYear>(text),
        xsd::G_YEAR_MONTH => is::<GYearMonth>(text),
        xsd::G_MONTH => is::<GMonth>(text),
        // February 29 exists in some years.
        xsd::G_MONTH_DAY => is::<GMonthDay>(text) || is::<GMonthDay>(&text.replacen("--02-29", "--02-28", 1)),
        xsd::G_DAY => is::<GDay>(text),
        xsd::DURATION => is::<Duration>(text),
        xsd::DAY_TIME_DURATION => is::<DayTimeDuration>(text),
        xsd::YEAR_MONTH_DURATION => is::<YearMonthDuration>(text),
        xsd::BOOLEAN => is::<Boolean>(text),
        xsd::DOUBLE | xsd::FLOAT => is_binary(text),
        xsd::HEX_BINARY => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        xsd::BASE_64_BINARY => is_base_64(text),
        xsd::DECIMAL => Digits::of(text).is_some(),
        _ => match WHOLE.iter().find(|(whole, ..)| *whole == datatype) {
            Some((_, least, most)) => is_between(text, *least, *most),
            None => true,
        },
    };
    if possible {
        return Ok(());
    }
    let name = datatype.as_str().rsplit('#').next().unwrap_or_default();
    Err(impossible(text, name))
}

fn is<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

/// The form of a double: a number with an optional exponent, or a special value in just these spellings, not `inf`.
fn is_binary(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let is_exponent = !exponent.contains('.') && Digits::of(exponent).is_some();
    matches!(text, "INF" | "+INF" | "-INF" | "NaN") || (Digits::of(mantissa).is_some() && is_exponent)
}

/// The integer datatypes, with the least and the greatest value of each; none if unbounded.
const WHOLE: [(NamedNodeRef<'_>, Option<&'static str>, Option<&'static str>); 13] = [
    (xsd::INTEGER, None, None),
    (xsd::LONG, Some("-9223372036854775808"), Some("9223372036854775807")),
    (xsd::INT, Some("-2147483648"), Some("2147483647")),
    (xsd::SHORT, Some("-32768"), Some("32767")),
    (xsd::BYTE, Some("-128"), Some("127")),
    (xsd::NON_NEGATIVE_INTEGER, Some("0"), None),
    (xsd::POSITIVE_INTEGER, Some("1"), None),
    (xsd::NON_POSITIVE_INTEGER, None, Some("0")),
    (xsd::NEGATIVE_INTEGER, None, Some("-1")),
    (xsd::UNSIGNED_LONG, Some("0"), Some("18446744073709551615")),
    (xsd::UNSIGNED_INT, Some("0"), Some("4294967295")),
    (xsd::UNSIGNED_SHORT, Some("0"), Some("65535")),
    (xsd::UNSIGNED_BYTE, Some("0"), Some("255")),
];

/// True for `xsd:decimal` and the integer datatypes.
#[must_use]
pub fn is_number(datatype: NamedNodeRef<'_>) -> bool {
    datatype == xsd::DECIMAL || WHOLE.iter().any(|(whole, ..)| *whole == datatype)
}

/// True for the datatypes of numbers, including double and float.
#[must_use]
pub fn is_numeric(datatype: NamedNodeRef<'_>) -> bool {
    is_number(datatype) || matches!(datatype, xsd::DOUBLE | xsd::FLOAT)
}

/// For a number with more digits than the values of its datatype can have: the number as a decimal, none if that
/// cannot hold it either. None for every other literal.
#[must_use]
pub fn long_number(literal: LiteralRef<'_>) -> Option<Option<Decimal>> {
    let (text, datatype) = (literal.value(), literal.datatype());
    // Most numbers are short, which saves parsing them.
    if text.len() <= SHORT || !is_number(datatype) {
        return None;
    }
    Digits::of(text)?;
    let decimal = match text.contains('.') {
        true => text.trim_end_matches('0').parse().ok(),
        false => text.parse().ok(),
    };
    let usual = if datatype == xsd::DECIMAL { is::<Decimal>(text) } else { is::<Integer>(text) };
    (!usual).then_some(decimal)
}

/// The length up to which a number fits every datatype.
const SHORT: usize = 18;

/// Whether a text is a whole number within bounds.
fn is_between(text: &str, least: Option<&'static str>, most: Option<&'static str>) -> bool {
    let Some(number) = Digits::of(text).filter(|_| !text.contains('.')) else {
        return false;
    };
    let bound = |bound: &'static str| Digits::of(bound).expect("bounds are numbers");
    least.is_none_or(|least| bound(least) <= number) && most.is_none_or(|most| number <= bound(most))
}

/// Groups of four letters, padded with `=`; blanks may come between them.
fn is_base_64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let filled = letters.iter().rev().take_while(|byte| **byte == b'=').count();
    let (letters, _) = letters.split_at(letters.len() - filled);
    let last = letters.last().copied().unwrap_or(b'A');
    // The unused bits of the last letter must be zero.
    let ends = match filled {
        0 => true,
        1 => b"AEIMQUYcgkosw048".contains(&last),
        2 => b"AQgw".contains(&last),
        _ => false,
    };
    let are_letters = letters.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    ends && are_letters && (letters.len() + filled).is_multiple_of(4)
}

/// `"2026-02-30"^^xsd:date`
fn impossible(text: &str, datatype: &str) -> Diagnostic {
    let shown = truncate(text, Limit::ImpossibleText);
    let message = format!("`{shown}` is not a valid xsd:{datatype}");
    Diagnostic::new(Blame::Data, Code::ImpossibleLiteral, message)
}

/// an IRI with a right-to-left override in it
fn hostile_iri(iri: &str, hostile: char) -> Diagnostic {
    let message = format!("the IRI <{iri}> contains the invisible character U+{:04X}", u32::from(hostile));
    Diagnostic::new(Blame::Data, Code::HostileIri, message)
}

/// a literal of 2 MB
fn literal_too_large(size: usize) -> Diagnostic {
    let message = format!("a literal has {size} bytes; the limit is {MAX_LITERAL}");
    Diagnostic::new(Blame::Data, Code::LiteralTooLarge, message)
}
