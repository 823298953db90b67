//! Text → statements. Limits are checked before the parser sees the text; a builder function for
//! each rule turns pest's pairs into the syntax tree.

use pest::Parser as _;
use pest::error::Error;
use pest::iterators::{Pair, Pairs};

use crate::base::{Blame, Diagnostic, Source, Span};
use crate::lang::checks::{self, section_without_suite};
use crate::lang::explain::explain;
use crate::lang::syntax::{PartKind, Phrase, PhrasePart, QuestionForm, Shaping, Statement, StatementKind, Unit};

/// Bytes of one statement at the most.
pub const MAX_STATEMENT: usize = 64 * 1024;
/// Bytes of a script at the most.
pub const MAX_SCRIPT: usize = 4 * 1024 * 1024;
/// Parentheses, clauses and definitions inside one another at the most.
pub const MAX_NESTING: usize = 64;

pub(super) use grammar::QuestionGrammar;
pub use grammar::Rule;

#[allow(missing_docs, reason = "the derived rules are documented in the grammar files")]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/question.pest"]
    #[grammar = "../grammar/audit.pest"]
    #[grammar = "../grammar/tokens.pest"]
    pub(in crate::lang) struct QuestionGrammar;
}

/// The statements of a question or a script.
///
/// # Errors
/// One diagnostic for the first place where the text is not of the language, or exceeds a limit.
pub fn parse(source: &Source) -> Result<Vec<Statement>, Diagnostic> {
    let statements = parse_unfinished(source)?;
    let open = statements.iter().flat_map(Statement::phrases).find_map(Phrase::open_parenthesis);
    match open {
        Some(open) => Err(not_closed(source, open)),
        None => Ok(statements),
    }
}

/// The statements of a text that is still being typed: parentheses may be open at its end.
///
/// # Errors
/// As [`parse`].
pub fn parse_unfinished(source: &Source) -> Result<Vec<Statement>, Diagnostic> {
    if source.text.len() > MAX_SCRIPT {
        return Err(too_large("script", source.text.len(), "4 MiB"));
    }
    if let Some(rest) = source.text.strip_prefix('\u{feff}') {
        let span = Span::new(0, source.text.len() - rest.len());
        return Err(byte_order_mark(source, span));
    }
    let pairs = pairs(&source.text).map_err(|error| explain(&error, source))?;
    let pairs = pairs.flat_map(Pair::into_inner);
    let pairs = pairs.filter(|pair| pair.as_rule() == Rule::statement);
    let mut suite_before = false;
    let mut statements = Vec::new();
    for pair in pairs {
        let statement = statement(pair, source)?;
        match &statement.kind {
            StatementKind::Suite(_) => suite_before = true,
            StatementKind::Section(section) if !suite_before => {
                return Err(section_without_suite(source, section));
            }
            _ => {}
        }
        statements.push(statement);
    }
    Ok(statements)
}

/// The rules that the grammar finds in a script.
pub(super) fn pairs(text: &str) -> Result<Pairs<'_, Rule>, Box<Error<Rule>>> {
    QuestionGrammar::parse(Rule::script, text).map_err(Box::new)
}

/// `SELECT …` of 100 KB
pub(super) fn too_large(what: &str, size: usize, limit: &str) -> Diagnostic {
    let message = format!("the {what} has {size} bytes; the limit is {limit}");
    Diagnostic::new(Blame::Question, "too-large", message)
        .help("ask in several questions, or name a part of it with `define` or `let`")
}

/// a script saved by an editor that writes U+FEFF first
fn byte_order_mark(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, "byte-order-mark", "the text starts with a byte-order mark")
        .at(source, span, "U+FEFF")
        .help("save it as UTF-8 without a byte-order mark")
}

fn statement(pair: Pair<'_, Rule>, source: &Source) -> Result<Statement, Diagnostic> {
    let span = span_of(&pair);
    if span.end - span.start > MAX_STATEMENT {
        return Err(too_large("statement", span.end - span.start, "64 KiB"));
    }
    let pair = pair.into_inner().next().expect("a statement has one rule");
    let kind = kind_of(pair, source)?;
    Ok(Statement { kind, span })
}

/// What a statement says.
pub(super) fn kind_of(pair: Pair<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    let rule = pair.as_rule();
    let mut inner = pair.into_inner();
    Ok(match rule {
        Rule::check => checks::check(inner, source)?,
        Rule::parameter => checks::parameter(inner, source)?,
        Rule::suite => StatementKind::Suite(Box::new(checks::group(inner, source)?)),
        Rule::section => StatementKind::Section(Box::new(checks::group(inner, source)?)),
        Rule::include => {
            let file = inner.find(|pair| pair.as_rule() == Rule::told);
            StatementKind::Include(checks::parse_quoted(file.expect("include has a file"), source)?)
        }
        Rule::define => {
            let mut inner = inner.filter(|pair| !is_keyword(pair.as_rule()));
            StatementKind::Define {
                head: phrase(inner.next().expect("a define has a head"), source)?,
                meaning: phrase(inner.next().expect("a define has a meaning"), source)?,
            }
        }
        Rule::named_set => {
            let mut inner = inner.filter(|pair| !is_keyword(pair.as_rule()));
            let name = inner.next().expect("a let has a name");
            StatementKind::Let {
                name: name.as_str().trim().to_owned(),
                name_span: span_of(&name.into_inner().next().expect("the name is a word")),
                meaning: phrase(inner.next().expect("a let has a meaning"), source)?,
            }
        }
        Rule::suppose => {
            let mut inner = inner.filter(|pair| !is_keyword(pair.as_rule()));
            let supposed = inner.next().expect("suppose has what is supposed");
            let supposed = phrase(supposed, source)?;
            let question = inner.find(|pair| pair.as_rule() != Rule::question_colon);
            let question = question.expect("suppose has a question");
            StatementKind::Suppose {
                supposed,
                question: Box::new(Statement { span: span_of(&question), kind: kind_of(question, source)? }),
            }
        }
        Rule::describe => {
            let described = inner.find(|pair| pair.as_rule() == Rule::phrase);
            StatementKind::Describe(phrase(described.expect("a describe has a phrase"), source)?)
        }
        Rule::compare => {
            let mut phrases = inner.filter(|pair| !is_keyword(pair.as_rule()));
            StatementKind::Compare {
                things: phrase(phrases.next().expect("compare has things"), source)?,
                topics: phrases.next().map(|pair| phrase(pair, source)).transpose()?,
            }
        }
        Rule::sparql => {
            let text = inner.find(|pair| pair.as_rule() == Rule::sparql_text);
            StatementKind::Sparql(text.expect("sparql has a text").as_str().trim().to_owned())
        }
        _ => question(rule, inner, source)?,
    })
}

fn question(rule: Rule, inner: Pairs<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    let form = match rule {
        Rule::how_many => QuestionForm::HowMany,
        Rule::is_there => QuestionForm::IsThere,
        Rule::does => QuestionForm::Does,
        Rule::why => QuestionForm::Why,
        Rule::show => QuestionForm::Show,
        _ => QuestionForm::Which,
    };
    let mut asked = None;
    let mut shaping = Shaping::default();
    for pair in inner {
        match pair.as_rule() {
            Rule::phrase | Rule::asked => asked = Some(phrase(pair, source)?),
            Rule::per => set_once(&mut shaping.per, pair, source, last_phrase)?,
            Rule::sorted => set_once(&mut shaping.sorted, pair, source, last_phrase)?,
            Rule::first => set_once(&mut shaping.first, pair, source, last_number)?,
            Rule::skip => set_once(&mut shaping.skip, pair, source, last_number)?,
            Rule::showing => set_once(&mut shaping.showing, pair, source, last_phrase)?,
            _ => {}
        }
    }
    Ok(StatementKind::Question { form, phrase: asked.expect("a question has a phrase"), shaping })
}

fn set_once<T>(
    place: &mut Option<T>,
    pair: Pair<'_, Rule>,
    source: &Source,
    build: impl FnOnce(Pair<'_, Rule>, &Source) -> Result<T, Diagnostic>,
) -> Result<(), Diagnostic> {
    let span = span_of(&pair);
    match place.replace(build(pair, source)?) {
        None => Ok(()),
        Some(_) => Err(duplicate_clause(source, span, "a question has one of it")),
    }
}

/// `sorted by name sorted by country`
pub(super) fn duplicate_clause(source: &Source, span: Span, label: &str) -> Diagnostic {
    let typed = source.slice(span);
    let word = typed.split_whitespace().next().unwrap_or(typed);
    Diagnostic::new(Blame::Question, "said-twice", format!("`{word}` is said twice")).at(source, span, label)
}

fn last_phrase(pair: Pair<'_, Rule>, source: &Source) -> Result<Phrase, Diagnostic> {
    let inner = pair.into_inner().next_back();
    phrase(inner.expect("a shaping word has a phrase"), source)
}

fn last_number(pair: Pair<'_, Rule>, source: &Source) -> Result<u64, Diagnostic> {
    let number = pair.into_inner().next_back();
    whole_number(&number.expect("a shaping word has a number"), source)
}

fn phrase(pair: Pair<'_, Rule>, source: &Source) -> Result<Phrase, Diagnostic> {
    let parts = pair.into_inner();
    phrase_of(parts.filter(|pair| pair.as_rule() != Rule::there_is), source)
}

/// A phrase of these parts.
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
            PartKind::Witness(name.as_str().to_owned())
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
enum SpanOfTime {
    Given(u32, Unit),
    Parameter(String),
}

fn span_of_time(pair: Pair<'_, Rule>, source: &Source) -> Result<SpanOfTime, Diagnostic> {
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
        Diagnostic::new(Blame::Question, "number-too-large", format!("the number `{}` is too large", pair.as_str())).at(
            source,
            span_of(pair),
            "",
        )
    })
}

/// `\"` and `\\` stand for the character itself, `\n` and `\t` for a line break and a tab.
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
    Diagnostic::new(Blame::Question, "unclosed-quote", "a quote is opened but not closed")
        .at(source, span, "opened here")
        .help("close it with `\"`; a `\"` inside a name is written `\\\"`")
        .incomplete()
}

/// `which claims that (lack a source`
fn not_closed(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, "unclosed-parenthesis", "a parenthesis is opened but not closed")
        .at(source, span, "opened here")
        .incomplete()
}

/// `which claims lack a source)`
fn not_open(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, "unopened-parenthesis", "a parenthesis is closed but not opened").at(
        source,
        span,
        "nothing to close",
    )
}

/// 100,000 opening parentheses
fn too_deep(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, "too-deep", format!("more than {MAX_NESTING} parentheses inside one another"))
        .at(source, span, "one too many")
        .help("name a part of the question with `define` or `let`")
}

/// True for the rule of a word of the language, `kw_`, or of the format of audits, `aw_`.
pub(super) fn is_keyword(rule: Rule) -> bool {
    let name = format!("{rule:?}");
    name.starts_with("kw_") || name.starts_with("aw_")
}

pub(super) fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.start() + span.as_str().trim_end().len())
}
