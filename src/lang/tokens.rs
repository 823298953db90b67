//! The words and signs of the grammar, and the pieces of a text that is still being typed: for completion
//! and highlighting.

use pest::Parser as _;
use pest::iterators::Pair;

use crate::base::Span;
use crate::lang::grammar::{QuestionGrammar, Rule, span_of};
use crate::lang::spelling::spelling;

/// All structural words as they are written: `that`, `at least`. For completion and highlighting.
pub fn keywords() -> impl Iterator<Item = String> {
    words_of("kw_").filter(|word| word != "on topic")
}

/// The words of the format of audits, which questions leave to the vocabulary: `check`, `may be empty`.
pub fn audit_words() -> impl Iterator<Item = String> {
    words_of("aw_")
}

fn words_of(prefix: &'static str) -> impl Iterator<Item = String> {
    let names = Rule::all_rules().iter().map(|rule| format!("{rule:?}"));
    names.filter_map(move |name| Some(name.strip_prefix(prefix)?.replace('_', " ")))
}

/// The signs of comparison and arithmetic: `<=`, `+`.
pub fn signs() -> impl Iterator<Item = String> {
    let rules = Rule::all_rules().iter().copied();
    let signs = rules.filter(|rule| format!("{rule:?}").starts_with("op_"));
    signs.map(spelling)
}

/// True for a line that begins with a word that opens a statement there, whatever stands before it.
#[must_use]
pub fn opens_statement(line: &str) -> bool {
    QuestionGrammar::parse(Rule::opener, line).is_ok()
}

/// True for a line that opens a statement that may contain lines of any kind: a SPARQL query, a part of an audit.
#[must_use]
pub fn is_long_statement(line: &str) -> bool {
    QuestionGrammar::parse(Rule::long_opener, line.trim_start()).is_ok()
}

/// What a piece of a text is, for highlighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightKind {
    /// A structural word or a sign.
    Keyword,
    /// A word that the vocabulary gives its meaning.
    Word,
    /// A name in quotes, or with a prefix, or an IRI.
    Name,
    /// A number, a date, a span of time, a regular expression.
    Literal,
}

/// The pieces of a text to highlight, with their spans; it may be anything, also half a question.
#[must_use]
pub fn highlight_spans(text: &str) -> Vec<(Span, HighlightKind)> {
    let typed = QuestionGrammar::parse(Rule::typed, text);
    let pieces = typed.into_iter().flatten().flat_map(Pair::into_inner);
    let pieces = pieces.filter(|pair| pair.as_rule() != Rule::EOI);
    let piece = |pair: Pair<'_, Rule>| {
        let piece = match pair.as_rule() {
            Rule::word => HighlightKind::Word,
            Rule::quoted | Rule::open_quote | Rule::iri | Rule::prefixed => HighlightKind::Name,
            Rule::recent | Rule::ago | Rule::date | Rule::number | Rule::matches | Rule::dollar => {
                HighlightKind::Literal
            }
            _ => HighlightKind::Keyword,
        };
        (span_of(&pair), piece)
    };
    pieces.map(piece).collect()
}

/// True when a vocabulary may use `word` (one word, without blanks) in a word form of its own.
#[must_use]
pub fn is_open_word(word: &str) -> bool {
    QuestionGrammar::parse(Rule::word, word)
        .is_ok_and(|mut pairs| pairs.next().is_some_and(|pair| pair.as_str() == word))
}
