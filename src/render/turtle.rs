//! The facts about the things of an answer as Turtle: a graph that can be loaded again.

use std::fmt::Write as _;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use oxrdfio::{RdfFormat, RdfSerializer};

use crate::base::{Blame, Code, Diagnostic, is_hostile};
use crate::exec::{Answer, Body, Table};
use crate::store::{Dataset, Prefixes};

/// The triples about the things of the answer, or the triples that are the answer.
pub(super) fn write(answer: &Answer, dataset: &Dataset) -> Result<String, Diagnostic> {
    match &answer.body {
        Body::Triples(triples) => Ok(graph(triples, dataset.prefixes())),
        Body::Table(Table { subjects: Some(things), .. }) => Ok(graph(&dataset.describe(things), dataset.prefixes())),
        Body::Defined(_) => Ok(String::new()),
        _ => Err(no_things()),
    }
}

/// Triples as Turtle, in their order, with the prefixes in use.
///
/// # Panics
/// If a prefix has an invalid IRI.
#[must_use]
pub fn graph(triples: &[Triple], prefixes: &Prefixes) -> String {
    let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
    for (name, iri) in prefixes_in_use(triples, prefixes) {
        serializer = serializer.with_prefix(name, iri).expect("only prefixes with a sound IRI are loaded");
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_triple(triple).expect("writing to memory does not fail");
    }
    let bytes = writer.finish().expect("writing to memory does not fail");
    escape_hostile(&String::from_utf8(bytes).expect("Turtle is text"))
}

/// The prefixes in use; none if an IRI contains what must be escaped, since a prefixed name cannot escape it.
pub(super) fn prefixes_in_use<'a>(
    triples: &'a [Triple],
    prefixes: &'a Prefixes,
) -> impl Iterator<Item = (&'a String, &'a String)> {
    let iris: Vec<&str> = triples.iter().flat_map(iris).collect();
    let escapes = iris.iter().any(|iri| iri.contains(is_hostile));
    let plain = prefixes.by_name.iter().filter(move |_| !escapes);
    plain.filter_map(move |(name, declared)| match declared.as_slice() {
        [iri] => iris.iter().any(|it| it.starts_with(iri)).then_some((name, iri)),
        _ => None,
    })
}

/// The IRIs that are written out: `a` replaces the type property, and strings have no datatype.
fn iris(triple: &Triple) -> impl Iterator<Item = &str> {
    let subject = match &triple.subject {
        NamedOrBlankNode::NamedNode(iri) => Some(iri.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    };
    let predicate = Some(triple.predicate.as_str()).filter(|it| *it != rdf::TYPE.as_str());
    let unsaid = [xsd::STRING, rdf::LANG_STRING];
    let object = match &triple.object {
        Term::NamedNode(iri) => Some(iri.as_str()),
        Term::Literal(literal) if unsaid.contains(&literal.datatype()) => None,
        Term::Literal(literal) => Some(literal.datatype().as_str()),
        Term::BlankNode(_) => None,
    };
    [subject, predicate, object].into_iter().flatten()
}

/// Triples as N-Triples.
pub(super) fn n_triples(triples: &[Triple]) -> String {
    let lines = triples.iter().map(|triple| format!("{triple} .\n"));
    escape_hostile(&lines.collect::<String>())
}

/// Escapes hostile characters: they occur only in strings and IRIs, where `\u` means the same.
fn escape_hostile(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if is_hostile(c) => {
                let code = u32::from(c);
                let written = match code {
                    ..=0xffff => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
                written.expect("writing to a string does not fail");
            }
            c => out.push(c),
        }
    }
    out
}

/// Error for `suppose ali:regions-page is public: which public sources`
pub(super) fn hypothetical_facts() -> Diagnostic {
    let message = "an answer about hypothetical facts cannot be written as Turtle";
    Diagnostic::new(Blame::Question, Code::NoThings, message).help("ask without `suppose`, or choose another --format")
}

/// Error for `how many claims` as Turtle.
pub(super) fn no_things() -> Diagnostic {
    let message = "this answer cannot be written as Turtle, because it contains no things";
    Diagnostic::new(Blame::Question, Code::NoThings, message)
        .help("ask `which …`, `describe …` or `sparql CONSTRUCT …`, or choose another --format")
}
