//! Splits SPARQL into tokens: enough to see brackets, words and prefixes outside of strings, IRIs and comments,
//! whatever else is wrong with it.

use crate::base::Span;

/// A token of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SparqlToken<'a> {
    /// As it is written.
    pub(super) text: &'a str,
    /// Its byte offset.
    pub(super) at: usize,
    /// How many brackets are open before it.
    pub(super) depth: usize,
    /// Its kind.
    pub(super) kind: SparqlTokenKind,
}

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SparqlTokenKind {
    /// A keyword, the name of a function, a name with a prefix.
    Word,
    /// `?claim`
    Variable,
    /// A string, an IRI, a number, a language tag.
    Term,
    /// One character.
    Sign,
}

impl<'a> SparqlToken<'a> {
    /// Its span.
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.at + self.text.len())
    }

    /// True for one of these words, in any letter case.
    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        self.kind == SparqlTokenKind::Word && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// True for this sign.
    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == SparqlTokenKind::Sign && self.text == sign
    }

    /// True for an opening bracket.
    pub(super) fn opens(&self) -> bool {
        self.kind == SparqlTokenKind::Sign && matches!(self.text, "(" | "{" | "[")
    }

    /// True for a closing bracket.
    pub(super) fn closes(&self) -> bool {
        self.kind == SparqlTokenKind::Sign && matches!(self.text, ")" | "}" | "]")
    }

    /// The prefix of a name; `None` for other tokens, and for blank nodes (`_:b`).
    pub(super) fn prefix(&self) -> Option<&'a str> {
        let (prefix, _) = self.text.split_once(':').filter(|_| self.kind == SparqlTokenKind::Word)?;
        (prefix != "_").then_some(prefix)
    }
}

/// The tokens of a text, in order.
pub(super) fn tokenize(text: &str) -> Vec<SparqlToken<'_>> {
    let mut pieces = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            c if c.is_whitespace() => (None, c.len_utf8()),
            '#' => (None, rest.find('\n').unwrap_or(rest.len())),
            '"' | '\'' => (Some(SparqlTokenKind::Term), string_length(rest, c)),
            '<' => match iri(rest) {
                Some(length) => (Some(SparqlTokenKind::Term), length),
                None => (Some(SparqlTokenKind::Sign), 1),
            },
            '?' | '$' if name(&rest[1..]) > 0 => (Some(SparqlTokenKind::Variable), 1 + name(&rest[1..])),
            '@' if name(&rest[1..]) > 0 => (Some(SparqlTokenKind::Term), 1 + name(&rest[1..])),
            c if c.is_ascii_digit() => (Some(SparqlTokenKind::Term), name(rest)),
            c if c.is_alphabetic() || matches!(c, ':' | '_') => (Some(SparqlTokenKind::Word), name(rest)),
            c => (Some(SparqlTokenKind::Sign), c.len_utf8()),
        };
        if let Some(kind) = kind {
            let piece = SparqlToken { text: &rest[..length], at, depth, kind };
            if piece.opens() {
                depth += 1;
            } else if piece.closes() {
                depth = depth.saturating_sub(1);
            }
            pieces.push(piece);
        }
        at += length;
    }
    pieces
}

/// The length of the name at the start of a text: a dot inside belongs to it, one at its end does not.
fn name(text: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '%' | '\u{b7}');
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if part(c) {
            end = at + c.len_utf8();
        } else if c != '.' {
            break;
        }
    }
    end
}

/// The length of the IRI at the start of a text; `None` for the operator `<`.
fn iri(text: &str) -> Option<usize> {
    let end = text[1..].find(['>', ' ', '\n', '\t', '<', '{', '}', '"'])? + 1;
    text[end..].starts_with('>').then_some(end + 1)
}

/// The length of a quoted string with its quotes, one or three on each side.
fn string_length(text: &str, quote: char) -> usize {
    let three: String = [quote; 3].iter().collect();
    let (long, first) = (text.starts_with(&three), text.len().min(if text.starts_with(&three) { 3 } else { 1 }));
    let mut chars = text[first..].char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if long && text[first + at..].starts_with(&three) {
            // A fourth and a fifth quote belong to the string.
            let more = text[first + at + 3..].chars().take_while(|it| *it == quote).count().min(2);
            return first + at + 3 + more;
        } else if !long && c == quote {
            return first + at + 1;
        } else if !long && c == '\n' {
            return first + at;
        }
    }
    text.len()
}
