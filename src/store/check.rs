//! Checks of our own on each term: what RDF parsers let pass but no answer should rest on.

use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, TermRef};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Float, GYear, GYearMonth, Integer};

use crate::base::{Blame, Diagnostic, is_hostile};

/// Bytes of one literal at the most.
const MAX_LITERAL: usize = 1024 * 1024;

/// Looks at one term: impossible dates and numbers, invisible characters in IRIs, giant literals.
pub(super) fn check(term: TermRef<'_>) -> Result<(), Diagnostic> {
    match term {
        TermRef::NamedNode(iri) => match iri.as_str().chars().find(|c| is_hostile(*c)) {
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
        xsd::G_YEAR => is::<GYear>(text),
        xsd::G_YEAR_MONTH => is::<GYearMonth>(text),
        xsd::BOOLEAN => is::<Boolean>(text),
        xsd::DECIMAL => is::<Decimal>(text),
        xsd::DOUBLE => is::<Double>(text),
        xsd::FLOAT => is::<Float>(text),
        xsd::INTEGER | xsd::LONG | xsd::INT | xsd::SHORT | xsd::BYTE => is::<Integer>(text),
        xsd::NON_NEGATIVE_INTEGER | xsd::UNSIGNED_INT | xsd::UNSIGNED_LONG => {
            is::<Integer>(text) && !text.starts_with('-')
        }
        _ => true,
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

/// `"2026-02-30"^^xsd:date`
fn impossible(text: &str, datatype: &str) -> Diagnostic {
    let shown: String = text.chars().take(80).collect();
    let message = format!("`{shown}` is not a possible xsd:{datatype}");
    Diagnostic::new(Blame::Data, "impossible-literal", message)
}

/// an IRI with a right-to-left override in it
fn hostile_iri(iri: &str, hostile: char) -> Diagnostic {
    let message = format!("the IRI <{iri}> holds the invisible character U+{:04X}", u32::from(hostile));
    Diagnostic::new(Blame::Data, "hostile-iri", message)
}

/// a literal of 2 MB
fn literal_too_large(size: usize) -> Diagnostic {
    let message = format!("a literal has {size} bytes; the limit is {MAX_LITERAL}");
    Diagnostic::new(Blame::Data, "literal-too-large", message)
}
