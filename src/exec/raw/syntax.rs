//! Explains why a text is not a SPARQL query that can be answered: the messages of the parser are for those who know
//! its grammar by heart.

use crate::base::{Blame, Code, Diagnostic, Source, Span, nearest};
use crate::exec::raw::lexer::{SparqlToken, SparqlTokenKind, tokenize};
use crate::store::Prefixes;

/// The words that begin an update.
const UPDATES: [&str; 10] = ["insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add", "with"];
/// The words that begin a query or its prologue.
const QUERIES: [&str; 6] = ["select", "ask", "construct", "describe", "prefix", "base"];
/// At most so many expected words are named.
const MAX_EXPECTED: usize = 6;

/// Explains why the parser rejected a query; `message` is its error.
pub(super) fn explain(source: &Source, message: &str, prefixes: &Prefixes) -> Diagnostic {
    let pieces = tokenize(&source.text);
    let Some(first) = beginning(&pieces) else {
        let end = source.text.trim_end().len();
        return not_sparql().at(source, Span::new(end, end), "expected SELECT, ASK, CONSTRUCT or DESCRIBE");
    };
    if pieces[first].is_one_of(&UPDATES) {
        return no_update(source, pieces[first].span());
    }
    if !pieces[first].is_one_of(&QUERIES) {
        return not_sparql().at(source, pieces[first].span(), "expected SELECT, ASK, CONSTRUCT or DESCRIBE");
    }
    let behind = &pieces[first + 1..];
    if let Some(second) = behind.iter().find(|it| it.depth == 0 && it.is_one_of(&QUERIES)) {
        return two_queries(source, &pieces[first], second);
    }
    if let Some(update) = behind.iter().find(|it| it.depth == 0 && it.is_one_of(&UPDATES[..9])) {
        return no_update(source, update.span());
    }
    if let Some(fault) = pieces.iter().find_map(|it| wrong_prefix(source, it, &pieces, prefixes)) {
        return fault;
    }
    let open = not_closed(&pieces);
    if let (None, Some(stray)) = (open, stray(behind)) {
        return not_sparql().at(source, stray.span(), "after the end of the query").help(
            "in a script, a query ends at an empty line, at a `;` on a line of its own, or at a line that begins with \
             the first word of another statement",
        );
    }
    let (at, reason) = position(&source.text, message);
    let end = source.text.trim_end().len();
    let found = pieces.iter().find(|it| it.at + it.text.len() > at);
    let span = found.map_or(Span::new(end, end), SparqlToken::span);
    match (sentence(&reason), open) {
        (Some(sentence), _) => not_sparql().at(source, span, sentence),
        (None, Some(open)) if found.is_none() => not_sparql().at(source, span, "the query ends too early").at(
            source,
            open.span(),
            "opened here and never closed",
        ),
        (None, _) if found.is_none() => not_sparql().at(source, span, "something is missing before this"),
        (None, _) => not_sparql().at(source, span, format_expected(&reason)),
    }
}

/// The words that can follow the last brace of a query.
const MODIFIERS: [&str; 6] = ["group", "having", "order", "limit", "offset", "values"];

/// The word after the last brace of a query that cannot stand there.
fn stray<'a, 'b>(behind: &'b [SparqlToken<'a>]) -> Option<&'b SparqlToken<'a>> {
    let last = behind.iter().rposition(|it| it.is_sign("}") && it.depth == 1)?;
    behind.get(last + 1).filter(|it| it.kind == SparqlTokenKind::Word && !it.is_one_of(&MODIFIERS))
}

/// The index of the first token after the prologue.
fn beginning(pieces: &[SparqlToken<'_>]) -> Option<usize> {
    let mut at = 0;
    loop {
        let piece = pieces.get(at)?;
        at += match () {
            () if piece.is_one_of(&["prefix"]) => 3,
            () if piece.is_one_of(&["base"]) => 2,
            () => return Some(at),
        };
    }
}

/// The last opened bracket that is not closed.
fn not_closed<'a, 'b>(pieces: &'b [SparqlToken<'a>]) -> Option<&'b SparqlToken<'a>> {
    let mut open = Vec::new();
    for piece in pieces {
        if piece.opens() {
            open.push(piece);
        } else if piece.closes() {
            open.pop();
        }
    }
    open.pop()
}

/// The byte offset where the parser stopped, and why: "error at 1:8: expected …".
fn position(text: &str, message: &str) -> (usize, String) {
    let place = message.split_once("error at ").and_then(|(_, rest)| {
        let (place, reason) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, reason.to_owned()))
    });
    let Some((line, column, reason)) = place else {
        return (0, message.to_owned());
    };
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within: usize = text[start..].chars().take(column - 1).map(char::len_utf8).sum();
    let at = start + within;
    // Blanks before the error are not the error.
    let blanks = text[at..].len() - text[at..].trim_start().len();
    (at + blanks, reason)
}

/// What the parser says besides a list of what it expects.
fn sentence(reason: &str) -> Option<String> {
    let list = split_expected(reason);
    let sentence = list.into_iter().find(|it| it.split(' ').count() > 2)?;
    let mut chars = sentence.chars();
    let first = chars.next()?;
    Some(format!("{}{}", first.to_lowercase(), chars.as_str()))
}

/// The items of "expected one of A, B", without the character classes of names and numbers.
fn split_expected(reason: &str) -> Vec<&str> {
    let reason = reason.strip_prefix("expected ").unwrap_or(reason);
    let list = reason.strip_prefix("one of ").unwrap_or(reason);
    let is_told = |it: &&str| !it.contains(['[', ']', '\\', '|', '\n', '_']) && !it.is_empty();
    list.split(", ").map(|it| it.trim().trim_matches('"')).filter(is_told).collect()
}

/// What was expected, in words.
fn format_expected(reason: &str) -> String {
    let is_keyword = |it: &&str| *it != "EOF" && it.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
    let is_sign = |it: &&str| it.chars().all(|c| c.is_ascii_punctuation());
    let all = split_expected(reason);
    let mut words: Vec<String> = all.iter().filter(|it| is_keyword(it)).map(|it| (*it).to_owned()).collect();
    words.extend(all.iter().filter(|it| is_sign(it)).map(|it| format!("`{it}`")));
    words.sort_unstable();
    words.dedup();
    let more = words.len().saturating_sub(MAX_EXPECTED);
    words.truncate(MAX_EXPECTED);
    match (words.is_empty(), more) {
        (true, _) => "not expected here".to_owned(),
        (false, 0) => format!("expected {}", words.join(", ")),
        (false, more) => format!("expected {} or one of {more} others", words.join(", ")),
    }
}

// ------------------------------------------------------------------------------ messages

fn not_sparql() -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::SparqlSyntax, "this is not a SPARQL query")
}

/// `PREFIX ex: <https://example.org/> INSERT DATA { … }`
fn no_update(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::NoUpdate, "a query cannot change the data")
        .at(source, span, "")
        .help("edit the files of facts instead")
}

/// `ASK { … } ASK { … }`
fn two_queries(source: &Source, first: &SparqlToken<'_>, second: &SparqlToken<'_>) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::TwoQueries, "`sparql` answers one query")
        .at(source, second.span(), "another begins here")
        .at(source, first.span(), "one")
        .help("in a script, write `sparql` before each, and an empty line between them")
}

/// A prefix that is not declared, or that two files declare differently.
fn wrong_prefix(
    source: &Source,
    piece: &SparqlToken<'_>,
    pieces: &[SparqlToken<'_>],
    prefixes: &Prefixes,
) -> Option<Diagnostic> {
    let prefix = piece.prefix()?;
    let declares = |it: &[SparqlToken<'_>]| it[0].is_one_of(&["prefix"]) && it[1].prefix() == Some(prefix);
    if pieces.windows(2).any(declares) {
        return None;
    }
    let span = Span::new(piece.at, piece.at + prefix.len() + 1);
    let Some(iris) = prefixes.by_name.get(prefix) else {
        let message = format!("the prefix `{prefix}:` is not declared");
        let near = nearest(prefix, prefixes.by_name.keys().map(String::as_str));
        let help = match near.first() {
            Some(near) => format!("nearest: `{near}:`; or declare it, as in `PREFIX {prefix}: <https://example.org/>`"),
            None => format!("declare it before the query, as in `PREFIX {prefix}: <https://example.org/>`"),
        };
        return Some(Diagnostic::new(Blame::Question, Code::UnknownPrefix, message).at(source, span, "").help(help));
    };
    let [first, _, ..] = iris.as_slice() else {
        return None;
    };
    let declared: Vec<String> = iris
        .iter()
        .enumerate()
        .map(|(at, iri)| match prefixes.declaring_file(prefix, at) {
            Some(file) => format!("<{iri}> in {file}"),
            None => format!("<{iri}>"),
        })
        .collect();
    let message =
        format!("the prefix `{prefix}:` is declared with {} different IRIs: {}", iris.len(), declared.join(", "));
    let help = format!("declare the one you mean, as in `sparql PREFIX {prefix}: <{first}> …`");
    Some(Diagnostic::new(Blame::Question, Code::TwoPrefixes, message).at(source, span, "").help(help))
}
