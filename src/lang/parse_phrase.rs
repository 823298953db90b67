//! Phrases: the words of a noun phrase, as a flat run of parts.

use pest::iterators::Pair;

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::lang::grammar::{Rule, span_of};
use crate::lang::limits::MAX_NESTING;
use crate::lang::syntax::{PartKind, Phrase, PhrasePart, Unit};

pub(super) fn phrase(pair: Pair<'_, Rule>, source: &Source) -> Result<Phrase, Diagnostic> {
    let parts = pair.into_inner();
    phrase_of(parts.filter(|pair| pair.as_rule() != Rule::there_is), source)
}

/// Builds a phrase of these parts; a parenthesis may stay open at its end.
pub(super) fn phrase_of<'a>(
    pairs: impl Iterator<Item = Pair<'a, Rule>>,
    source: &Source,
) -> Result<Phrase, Diagnostic> {
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for pair in pairs {
        let part = part(pair, source)?;
        match part.kind {
            PartKind::Open => open.push(part.span),
            PartKind::Close if open.pop().is_none() => return Err(not_open(source, part.span)),
            _ => {}
        }
        if open.len() > MAX_NESTING {
            return Err(too_deep(source, part.span));
        }
        parts.push(part);
    }
    Ok(Phrase::of(&parts).expect("the grammar asks for one part or more"))
}

pub(super) fn part(pair: Pair<'_, Rule>, source: &Source) -> Result<PhrasePart, Diagnostic> {
    let span = span_of(&pair);
    let text = pair.as_str();
    let kind = match pair.as_rule() {
        Rule::word => PartKind::Word(text.to_owned()),
        Rule::quoted => {
            let inner = pair.into_inner().next().expect("a quoted name has a text");
            PartKind::Quoted(unescape(inner.as_str()))
        }
        Rule::open_quote => return Err(quote_not_closed(source, span)),
        Rule::iri => PartKind::Iri(text[1..text.len() - 1].to_owned()),
        Rule::prefixed => {
            let (prefix, local) = text.split_once(':').expect("a prefixed name has a colon");
            PartKind::Prefixed { prefix: prefix.to_owned(), local: local.to_owned() }
        }
        Rule::number => PartKind::Number(text.to_owned()),
        Rule::date => PartKind::Date(text.to_owned()),
        Rule::dollar => PartKind::Parameter(text[1..].to_owned()),
        Rule::recent => match span_of_time(pair, source)? {
            SpanOfTime::Given(count, unit) => PartKind::Recent(count, unit),
            SpanOfTime::Parameter(name) => PartKind::RecentParameter(name),
        },
        Rule::ago => match span_of_time(pair, source)? {
            SpanOfTime::Given(count, unit) => PartKind::Ago(count, unit),
            SpanOfTime::Parameter(name) => PartKind::AgoParameter(name),
        },
        Rule::matches => {
            let regex = pair.into_inner().next_back().expect("matches has a regex");
            let text = regex.as_str();
            PartKind::Matches(text[1..text.len() - 1].replace("\\/", "/"))
        }
        Rule::witness => {
            let name = pair.into_inner().next_back().expect("a witness has a name");
            PartKind::Binding(name.as_str().to_owned())
        }
        Rule::dot => PartKind::Dot,
        Rule::comma => PartKind::Comma,
        Rule::open => PartKind::Open,
        Rule::close => PartKind::Close,
        rule => PartKind::Keyword(rule),
    };
    Ok(PhrasePart { kind, span })
}

/// `6 months`, `$stale-after`
pub(super) enum SpanOfTime {
    Given(u32, Unit),
    Parameter(String),
}

pub(super) fn span_of_time(pair: Pair<'_, Rule>, source: &Source) -> Result<SpanOfTime, Diagnostic> {
    let mut inner = pair.into_inner();
    let of = |pair: &Pair<'_, Rule>| matches!(pair.as_rule(), Rule::duration | Rule::dollar);
    let pair = inner.find(of).expect("a span of time is said");
    if pair.as_rule() == Rule::dollar {
        return Ok(SpanOfTime::Parameter(pair.as_str()[1..].to_owned()));
    }
    let (count, unit) = duration(pair, source)?;
    Ok(SpanOfTime::Given(count, unit))
}

/// `180 days`
pub(super) fn duration(pair: Pair<'_, Rule>, source: &Source) -> Result<(u32, Unit), Diagnostic> {
    let mut count = None;
    let mut unit = None;
    for pair in pair.into_inner() {
        match pair.as_rule() {
            Rule::integer => count = Some(whole_number(&pair, source)?),
            Rule::unit => unit = Unit::from_word(pair.as_str()),
            _ => {}
        }
    }
    Ok((count.expect("a duration has a number"), unit.expect("a duration has a unit")))
}

pub(super) fn whole_number<N: std::str::FromStr>(pair: &Pair<'_, Rule>, source: &Source) -> Result<N, Diagnostic> {
    pair.as_str().parse().map_err(|_| {
        Diagnostic::new(Blame::Question, Code::NumberTooLarge, format!("the number `{}` is too large", pair.as_str()))
            .at(source, span_of(pair), "")
    })
}

/// `\n` and `\t` stand for a line break and a tab; any other character after `\` stands for itself.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}

/// `which claims of "Alibaba`
pub(super) fn quote_not_closed(source: &Source, span: Span) -> Diagnostic {
    let line_end = source.slice(span).find('\n').unwrap_or(span.end - span.start);
    let span = Span::new(span.start, span.start + line_end);
    Diagnostic::new(Blame::Question, Code::UnclosedQuote, "a quote is opened but not closed")
        .at(source, span, "opened here")
        .help("close it with `\"`; a `\"` inside a name is written `\\\"`")
        .incomplete()
}

/// `which claims lack a source)`
pub(super) fn not_open(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::UnopenedParenthesis, "a parenthesis is closed but not opened").at(
        source,
        span,
        "nothing to close",
    )
}

/// 100,000 opening parentheses
pub(super) fn too_deep(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::TooDeep, format!("more than {MAX_NESTING} nested parentheses"))
        .at(source, span, "one too many")
        .help("name a part of the question with `define` or `let`")
}
