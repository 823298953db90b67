//! Checks before the SPARQL parser sees a text: it recurses without a limit.

use spargebra::{Query, SparqlParser};

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::exec::raw::lexer::{SparqlToken, SparqlTokenKind, tokenize};
use crate::exec::raw::syntax::explain;
use crate::store::Prefixes;

/// Maximum depth of brackets.
const MAX_NESTING: usize = 64;
/// Maximum depth of negations: each level doubles the work of the parser.
const MAX_NEGATIONS: usize = 8;

/// Parses a raw query after checks of our own.
///
/// # Errors
/// If it is nested too deeply, is not a SPARQL 1.1 query, is an update, or reads from elsewhere (`SERVICE`, `FROM`).
pub fn check_raw(text: &str, prefixes: &Prefixes) -> Result<Query, Diagnostic> {
    let source = Source::new("sparql", text);
    let pieces = tokenize(text);
    scan(&source, &pieces)?;
    let mut parser = SparqlParser::new();
    for (name, iris) in &prefixes.by_name {
        if let [iri] = iris.as_slice() {
            parser = parser.with_prefix(name, iri).map_err(|_| bad_prefix(name))?;
        }
    }
    let query = parser.parse_query(text).map_err(|error| explain(&source, &error.to_string(), prefixes))?;
    if query.dataset().is_some() {
        let from = pieces.iter().find(|it| it.is_one_of(&["from"]));
        return Err(reads_elsewhere("FROM", &source, from.map_or(Span::new(0, 0), SparqlToken::span)));
    }
    Ok(query)
}

/// Checks the depth of brackets and negations, and looks for the word `SERVICE`.
fn scan(source: &Source, pieces: &[SparqlToken<'_>]) -> Result<(), Diagnostic> {
    let mut open: Vec<bool> = Vec::new();
    let mut negated = false;
    for piece in pieces {
        if piece.opens() {
            open.push(negated);
            let negations = open.iter().filter(|negated| **negated).count();
            if open.len() > MAX_NESTING || negations > MAX_NEGATIONS {
                return Err(too_deep(source, piece.span()));
            }
        } else if piece.closes() {
            open.pop();
        } else if piece.is_sign("!") && negated {
            return Err(too_deep(source, piece.span()));
        } else if piece.kind == SparqlTokenKind::Word && piece.is_one_of(&["service"]) {
            return Err(reads_elsewhere(piece.text, source, piece.span()));
        }
        negated = piece.is_sign("!");
    }
    Ok(())
}

/// `SELECT * FROM <http://…> { … }`
fn reads_elsewhere(what: &str, source: &Source, span: Span) -> Diagnostic {
    let message = format!("`{what}` would read data from elsewhere, so the query is not run");
    Diagnostic::new(Blame::Question, Code::ReadsElsewhere, message)
        .at(source, span, "")
        .help("load the data that it needs with --data")
}

fn bad_prefix(name: &str) -> Diagnostic {
    let message = format!("the data declares the prefix `{name}:` with something that is not an IRI");
    Diagnostic::new(Blame::Data, Code::BadPrefix, message)
}

/// 65 braces inside one another, or `!(!(…))` nine deep
fn too_deep(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::TooDeep, "the query is nested too deeply").at(
        source,
        span,
        format!("at most {MAX_NESTING} nested brackets and {MAX_NEGATIONS} nested negations are allowed"),
    )
}
