//! What is looked at before the SPARQL parser sees a text: it recurses without a guard.

use spargebra::{Query, SparqlParser};

use crate::base::{Blame, Diagnostic, Source, Span};
use crate::store::Prefixes;

/// Braces and parentheses inside one another at the most.
const MAX_NESTING: usize = 64;
/// Negations inside one another at the most: each level doubles the work of the parser.
const MAX_NEGATIONS: usize = 8;
/// Parses a raw query after checks of our own.
///
/// # Errors
/// When it is nested too deeply, is no query of SPARQL 1.1, is an update, or would read from
/// elsewhere (`SERVICE`, `FROM`).
pub fn check_raw(text: &str, prefixes: &Prefixes) -> Result<Query, Diagnostic> {
    let source = Source::new("sparql", text);
    scan(&source)?;
    let mut parser = SparqlParser::new();
    for (name, iris) in &prefixes.by_name {
        if let [iri] = iris.as_slice() {
            parser = parser.with_prefix(name, iri).map_err(|_| bad_prefix(name))?;
        }
    }
    let query = parser.parse_query(text).map_err(|error| {
        let message = error.to_string();
        let (line, column, reason) = position(&message);
        let at = offset(text, line, column);
        let update = ["insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add"];
        let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
        if update.contains(&first.as_str()) {
            return no_update(&source);
        }
        Diagnostic::new(Blame::Question, "sparql-syntax", "this is not a SPARQL query").at(
            &source,
            Span::new(at, at),
            reason,
        )
    })?;
    if query.dataset().is_some() {
        let at = text.to_ascii_uppercase().find("FROM").unwrap_or_default();
        return Err(reads_elsewhere("FROM", &source, at));
    }
    Ok(query)
}

/// Looks at what stands outside strings, IRIs and comments: brackets and negations inside one
/// another, and the word `SERVICE`.
fn scan(source: &Source) -> Result<(), Diagnostic> {
    let mut open: Vec<bool> = Vec::new();
    let mut negated = false;
    let mut last = ' ';
    let mut chars = source.text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' if source.text[at + 1..].starts_with(&[c, c].iter().collect::<String>()) => {
                chars.nth(1);
                skip_long_string(&mut chars, c);
            }
            '"' | '\'' => {
                while let Some((_, inner)) = chars.next() {
                    if inner == '\\' {
                        chars.next();
                    } else if inner == c || inner == '\n' {
                        break;
                    }
                }
            }
            '#' => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '<' => {
                let rest = &source.text[at + 1..];
                let end = rest.find(['>', ' ', '\n', '<', '{', '}', '"']);
                let end = end.filter(|end| rest[*end..].starts_with('>'));
                if let Some(end) = end {
                    while chars.next_if(|(next, _)| *next <= at + 1 + end).is_some() {}
                }
            }
            '(' | '{' | '[' => {
                open.push(negated);
                let negations = open.iter().filter(|negated| **negated).count();
                if open.len() > MAX_NESTING || negations > MAX_NEGATIONS {
                    return Err(too_deep(source, at));
                }
            }
            ')' | '}' | ']' => {
                open.pop();
            }
            '!' if negated => return Err(too_deep(source, at)),
            c if c.is_alphabetic() => {
                let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':');
                let mut end = at + c.len_utf8();
                while let Some((next, c)) = chars.next_if(|(_, c)| name(*c)) {
                    end = next + c.len_utf8();
                }
                let word = &source.text[at..end];
                if word.eq_ignore_ascii_case("SERVICE") && !matches!(last, '?' | '$' | ':') {
                    return Err(reads_elsewhere(word, source, at));
                }
            }
            _ => {}
        }
        if !c.is_whitespace() {
            negated = c == '!';
        }
        last = c;
    }
    Ok(())
}

/// What stands between three quotes on each side; a backslash hides the quote behind it.
fn skip_long_string(chars: &mut impl Iterator<Item = (usize, char)>, quote: char) {
    let mut quotes = 0;
    while quotes < 3 {
        match chars.next() {
            Some((_, '\\')) => {
                chars.next();
                quotes = 0;
            }
            Some((_, c)) if c == quote => quotes += 1,
            Some(_) => quotes = 0,
            None => return,
        }
    }
}

/// Line, column and reason of a message of the SPARQL parser: "error at 1:8: expected …".
fn position(message: &str) -> (usize, usize, String) {
    let numbers = message.split_once("error at ").and_then(|(_, rest)| {
        let (place, reason) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?, reason.to_owned()))
    });
    numbers.unwrap_or_else(|| (1, 1, message.to_owned()))
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let line = &text[start..];
    let within: usize = line.chars().take(column - 1).map(char::len_utf8).sum();
    start + within
}

/// `INSERT DATA { … }`
fn no_update(source: &Source) -> Diagnostic {
    let word = source.text.split_whitespace().next().unwrap_or_default().len();
    Diagnostic::new(Blame::Question, "no-update", "the data is never changed by a query")
        .at(source, Span::new(0, word), "")
        .help("edit the files; they are the record")
}

/// `SELECT * FROM <http://…> { … }`
fn reads_elsewhere(what: &str, source: &Source, at: usize) -> Diagnostic {
    let message = format!("`{what}` would read from elsewhere, and is not run");
    Diagnostic::new(Blame::Question, "reads-elsewhere", message)
        .at(source, Span::new(at, at + what.len()), "")
        .help("load what is asked for with --data")
}

fn bad_prefix(name: &str) -> Diagnostic {
    let message = format!("the prefix `{name}:` of the data is not an IRI");
    Diagnostic::new(Blame::Data, "bad-prefix", message)
}

/// 65 braces inside one another, or `!(!(…))` nine deep
fn too_deep(source: &Source, at: usize) -> Diagnostic {
    Diagnostic::new(Blame::Question, "too-deep", "the query is nested too deeply").at(
        source,
        Span::new(at, at + 1),
        format!("at most {MAX_NESTING} brackets and {MAX_NEGATIONS} negations inside one another"),
    )
}
