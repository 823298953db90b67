//! Text → statements. Limits are checked before the parser sees the text; a builder function for
//! each rule turns pest's pairs into the syntax tree.

use pest::iterators::Pair;

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::lang::checks::{self, section_without_suite};
use crate::lang::explain::explain;
use crate::lang::grammar::{Rule, is_keyword, pairs, span_of};
use crate::lang::limits::{MAX_SCRIPT, MAX_STATEMENT, too_large};
use crate::lang::parse_phrase::phrase;
use crate::lang::parse_question::question_kind;
use crate::lang::statement::{Statement, StatementKind};
use crate::lang::syntax::Phrase;

/// The statements of a question or a script.
///
/// # Errors
/// One diagnostic for the first place where the text does not parse, or exceeds a limit.
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

/// a script saved by an editor that writes U+FEFF first
fn byte_order_mark(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::ByteOrderMark, "the text starts with a byte-order mark")
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

/// What a statement of a script says.
fn kind_of(pair: Pair<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
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
        _ => question_kind(rule, inner, source)?,
    })
}

/// `which claims that (lack a source`
fn not_closed(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::UnclosedParenthesis, "a parenthesis is opened but not closed")
        .at(source, span, "opened here")
        .incomplete()
}
