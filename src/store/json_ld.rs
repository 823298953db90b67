//! Finds what a JSON-LD processor silently drops: keys that the context does not map, relative IRIs without a base,
//! names that only look like keywords. Each would be a lost fact.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use regex::Regex;

use crate::base::{Blame, Code, Diagnostic, Limit, Source, Span, nearest, truncate};
use crate::store::json_ld_shape::{JsonLdShape, KEYWORDS, MOST_NESTED, Omission, shape_of};

/// How many losses are reported one by one.
const TOLD: usize = 20;

/// The maximum number of terms copied while contexts are processed: each use of a nested context copies all terms.
const MOST_COPIED: usize = 5_000_000;

/// A key that has the form of a keyword.
static KEYWORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""(@[A-Za-z]+)"\s*:"#).expect("the pattern is fixed"));

/// Checks a document before it is parsed: its nesting, what would be dropped, the work of its contexts.
///
/// # Errors
/// If it is nested deeper than [`MOST_NESTED`], or its contexts are too much work.
pub(super) fn check_document(name: &str, text: &str) -> Result<JsonLdShape, Diagnostic> {
    check_nesting(name, text)?;
    let shape = shape_of(text);
    if shape.copied_terms > MOST_COPIED { Err(too_much_context(name, shape.copied_terms)) } else { Ok(shape) }
}

fn check_nesting(name: &str, text: &str) -> Result<(), Diagnostic> {
    let mut depth: usize = 0;
    let mut in_text = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => in_text = !in_text,
            // An escaped quote does not end the string.
            b'\\' if in_text => drop(bytes.next()),
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > MOST_NESTED {
                    let source = Source::new(name, text);
                    return Err(too_deep(name).at(&source, Span::new(at, at + 1), ""));
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// a document of a thousand nested objects
fn too_deep(name: &str) -> Diagnostic {
    let message =
        format!("`{name}` is nested too deeply: more than {MOST_NESTED} objects and arrays inside one another");
    Diagnostic::new(Blame::Data, Code::NestedTooDeep, message)
        .help("write the inner objects beside one another, and name them with `@id`")
}

/// 300 terms that each have a context of their own, used 20,000 times
fn too_much_context(name: &str, copied: usize) -> Diagnostic {
    let message = format!(
        "`{name}` uses contexts within contexts too often: {copied} terms would be copied; the limit is {MOST_COPIED}"
    );
    Diagnostic::new(Blame::Data, Code::TooMuchContext, message)
        .help("give all terms one `@context` at the beginning, or convert the file to N-Quads")
}

/// What would be lost from a document.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// The text as written, with the line of its first occurrence.
    found: BTreeMap<String, (usize, LossKind)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LossKind {
    Key,
    BlankKey,
    Class,
    Address,
    Language,
}

impl Losses {
    /// Checks a statement from a lenient parser, which drops nothing; `line` is where it ends.
    pub(super) fn check(&mut self, quad: &Quad, line: u32) {
        let mut lose = |written: &str, loss| {
            if !self.found.contains_key(written) {
                self.found.insert(written.to_owned(), (line as usize, loss));
            }
        };
        let mut look_at = |iri: NamedNodeRef<'_>, loss| {
            if NamedNode::new(iri.as_str()).is_err() {
                lose(iri.as_str(), loss);
            }
        };
        if let NamedOrBlankNode::NamedNode(iri) = &quad.subject {
            look_at(iri.as_ref(), LossKind::Address);
        }
        let is_blank = quad.predicate.as_str().starts_with("_:");
        look_at(quad.predicate.as_ref(), if is_blank { LossKind::BlankKey } else { LossKind::Key });
        if let GraphName::NamedNode(iri) = &quad.graph_name {
            look_at(iri.as_ref(), LossKind::Address);
        }
        match &quad.object {
            Term::NamedNode(iri) if quad.predicate == rdf::TYPE => look_at(iri.as_ref(), LossKind::Class),
            Term::NamedNode(iri) => look_at(iri.as_ref(), LossKind::Address),
            Term::BlankNode(_) => {}
            Term::Literal(literal) => match literal.language() {
                Some(tag) if Literal::new_language_tagged_literal("", tag).is_err() => lose(tag, LossKind::Language),
                Some(_) => {}
                None => look_at(literal.datatype(), LossKind::Class),
            },
        }
    }

    /// The diagnostics for all losses.
    pub(super) fn into_diagnostics(self, shape: JsonLdShape, source: &Source) -> Vec<Diagnostic> {
        let mut problems: Vec<Diagnostic> = find_unknown_keywords(source);
        let of_shape_count = shape.omissions.len();
        let of_shape = shape.omissions.into_iter().take(TOLD);
        problems.extend(of_shape.map(|(span, what)| omission_diagnostic(what, span, source)));
        let mut found: Vec<(usize, String, LossKind)> =
            self.found.into_iter().map(|(written, (line, loss))| (line, written, loss)).collect();
        found.sort_by_key(|(line, ..)| *line);
        let count = problems.len() + of_shape_count.saturating_sub(TOLD) + found.len();
        problems.extend(
            found.iter().take(TOLD).map(|(line, written, loss)| loss_diagnostic(*loss, written, *line, source)),
        );
        problems.truncate(TOLD);
        if count > TOLD {
            let more = count - TOLD;
            let message = format!("`{}` has {more} more keys, values or addresses that would be lost", source.name);
            problems.push(Diagnostic::new(Blame::Data, Code::UnknownKey, message));
        }
        problems
    }
}

/// Keys such as `@ide`, which a processor ignores as keywords of a future version.
fn find_unknown_keywords(source: &Source) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for found in KEYWORD.captures_iter(&source.text) {
        let Some(word) = found.get(1).filter(|word| !KEYWORDS.contains(&word.as_str())) else {
            continue;
        };
        let message = format!("`{}` is not a keyword of JSON-LD: its value would be lost", word.as_str());
        if problems.len() > TOLD || problems.iter().any(|known| known.message == message) {
            continue;
        }
        let fault =
            Diagnostic::new(Blame::Data, Code::UnknownKey, message).at(source, Span::new(word.start(), word.end()), "");
        problems.push(match nearest(word.as_str(), KEYWORDS).first() {
            Some(near) => fault.help(format!("nearest: `{near}`")),
            None => fault.help("keys that begin with `@` are reserved for keywords: give it another name"),
        });
    }
    problems
}

/// The span of a text: its last occurrence up to the end of a line; the whole line if there is none.
fn span(written: &str, line: usize, source: &Source) -> Span {
    let whole = source.line_span(line);
    let quoted = serde_json::to_string(written).unwrap_or_default();
    let until = &source.text[..whole.end.min(source.text.len())];
    match until.rfind(&quoted) {
        Some(at) => Span::new(at, at + quoted.len()),
        None => whole,
    }
}

fn loss_diagnostic(loss: LossKind, written: &str, line: usize, source: &Source) -> Diagnostic {
    let (code, message, help) = match loss {
        LossKind::Key => no_mapping(written),
        LossKind::BlankKey => blank_key(written),
        LossKind::Class => unmapped_class(written),
        LossKind::Address => relative_iri(written),
        LossKind::Language => language(written),
    };
    Diagnostic::new(Blame::Data, code, message).at(source, span(written, line, source), "").help(help)
}

type LossMessage = (Code, String, &'static str);

/// `"claim": "…"`, where no context says what `claim` is
fn no_mapping(key: &str) -> LossMessage {
    let message = format!("the key `{key}` has no meaning: no context maps it, and its value would be lost");
    (Code::UnknownKey, message, "map it in `@context`: to an address, or to null if it is to be left out")
}

/// `"_:claim": "…"`
fn blank_key(key: &str) -> LossMessage {
    let message = format!("the key `{key}` is a blank node: its value would be lost");
    (Code::UnknownKey, message, "a property needs an address: write one as the key")
}

/// `"@type": "Claim"`, where no context says what `Claim` is
fn unmapped_class(name: &str) -> LossMessage {
    let message = format!("the type `{name}` has no meaning: no context maps it, and it would be lost");
    (Code::UnknownKey, message, "map it in `@context`, or write its whole address")
}

/// `"@id": "c2"` in a file without a base
fn relative_iri(address: &str) -> LossMessage {
    let message = format!("`{address}` is not a whole address: the facts that use it would be lost");
    (Code::RelativeAddress, message, "write the whole address, or declare its `@base` in `@context`")
}

/// what a processor drops because of its position
fn omission_diagnostic(what: Omission, span: Span, source: &Source) -> Diagnostic {
    let written = truncate(&source.text[span.start..span.end], Limit::ImpossibleText);
    let (code, message, help) = match what {
        Omission::FreeValue => (
            Code::FreeValue,
            format!("`{written}` is not the value of a property: it would be lost"),
            "write it as the value of a property of a node",
        ),
        Omission::Index | Omission::IndexKey => (
            Code::LostIndex,
            format!("`{written}` is an index, which is not a fact: it would be lost"),
            "write it as the value of a property of the node, or leave it out if it means nothing",
        ),
        Omission::Keyword => (
            Code::UnknownKey,
            format!("{written} has no meaning in a node: its value would be lost"),
            "put it in `@context`; a fact needs a key of its own",
        ),
        Omission::LooksLikeKeyword => (
            Code::UnknownKey,
            format!("`{written}` looks like a keyword of JSON-LD, but is not one: what it names would be lost"),
            "write the whole address",
        ),
        Omission::Direction => (
            Code::LostDirection,
            "the direction of a text is not a fact: it would be lost".to_owned(),
            "leave out `@direction`; the letters of a text show its direction",
        ),
    };
    Diagnostic::new(Blame::Data, code, message).at(source, span, "").help(help)
}

/// `"@language": "English, mostly"`
fn language(tag: &str) -> LossMessage {
    let message = format!("`{tag}` is not a language tag: the text would be lost");
    (Code::UnknownKey, message, "a language tag is written `en` or `pt-BR`")
}
