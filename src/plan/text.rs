//! SPARQL algebra → text for people: prefixes on top, one pattern a line, indented by its braces.

use std::collections::BTreeMap;

use spargebra::Query;

use crate::store::Prefixes;

/// The query as indented text that parses to the same query.
#[must_use]
pub fn sparql_text(query: &Query, prefixes: &Prefixes) -> String {
    let mut used = BTreeMap::new();
    let mut body = String::new();
    let mut depth = 0;
    let mut line = String::new();
    for token in tokens(&query.to_string(), prefixes, &mut used) {
        match token.as_str() {
            "{" => {
                line.push('{');
                push_line(&mut body, &mut line, depth);
                depth += 1;
            }
            "}" => {
                push_line(&mut body, &mut line, depth);
                depth -= 1;
                line.push_str("} ");
            }
            "." => {
                line.push('.');
                push_line(&mut body, &mut line, depth);
            }
            word => {
                let begins = ["MINUS", "OPTIONAL", "UNION", "FILTER", "BIND", "VALUES"];
                let after_brace = line == "} ";
                let stays = after_brace && ["UNION", "GROUP", "ORDER", "LIMIT", "HAVING"].contains(&word);
                let open = line.matches('(').count() == line.matches(')').count();
                if (begins.contains(&word) && open || after_brace) && !stays {
                    push_line(&mut body, &mut line, depth);
                }
                line.push_str(word);
                line.push(' ');
            }
        }
    }
    push_line(&mut body, &mut line, depth);
    let heads: String = used.into_iter().map(|(name, iri)| format!("PREFIX {name}: <{iri}>\n")).collect();
    format!("{heads}{body}")
}

fn push_line(body: &mut String, line: &mut String, depth: usize) {
    let text = line.trim();
    if !text.is_empty() {
        body.push_str(&"  ".repeat(depth));
        body.push_str(text);
        body.push('\n');
    }
    line.clear();
}

/// Splits at blanks, braces and the full stops of triples. Strings stay whole and untouched; IRIs
/// are shortened where a prefix of the data gives a plain local name, and the prefix is remembered.
fn tokens(text: &str, prefixes: &Prefixes, used: &mut BTreeMap<String, String>) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let end = |token: &mut String, tokens: &mut Vec<String>| {
        if !token.is_empty() {
            tokens.push(std::mem::take(token));
        }
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string_length(rest),
            '<' => match iri_length(rest) {
                Some(length) => {
                    token.push_str(&compact_iri(&rest[1..length - 1], prefixes, used));
                    rest = &rest[length..];
                    continue;
                }
                None => 1,
            },
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        match c {
            '{' | '}' => {
                end(&mut token, &mut tokens);
                tokens.push(piece.to_owned());
            }
            '.' if token.is_empty() => tokens.push(piece.to_owned()),
            c if c.is_whitespace() => end(&mut token, &mut tokens),
            _ => token.push_str(piece),
        }
    }
    end(&mut token, &mut tokens);
    tokens
}

/// The bytes of the string literal that `text` begins with, its quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The bytes of the IRI that `text` begins with, its brackets included; `None` for a comparison.
fn iri_length(text: &str) -> Option<usize> {
    let end = text.find(['>', ' ', '"', '{', '}'])?;
    text[end..].starts_with('>').then_some(end + 1).filter(|_| text[..end].contains(':'))
}

fn compact_iri(iri: &str, prefixes: &Prefixes, used: &mut BTreeMap<String, String>) -> String {
    let short = prefixes.compact(iri);
    if let Some((name, local)) = short.split_once(':').filter(|_| !short.starts_with('<')) {
        let namespace = &iri[..iri.len() - local.len()];
        used.insert(name.to_owned(), namespace.to_owned());
    }
    short
}
