//! What programs read: the facts of a page as Turtle and as JSON-LD, which is also in the page itself.

use std::fmt::Write as _;

use oxigraph::model::{GraphName, Triple};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};

use crate::base::is_hostile;
use crate::render::turtle;
use crate::store::Prefixes;

/// The facts as Turtle.
pub(super) fn turtle(triples: &[Triple], prefixes: &Prefixes) -> String {
    turtle::graph(triples, prefixes)
}

/// The facts as JSON-LD on one line, safe to embed in a page: no character of it is markup.
pub(super) fn json_ld(triples: &[Triple], prefixes: &Prefixes) -> String {
    let mut serializer = RdfSerializer::from_format(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() });
    for (name, iri) in turtle::prefixes_in_use(triples, prefixes) {
        serializer = serializer.with_prefix(name, iri).expect("only prefixes with a sound IRI are loaded");
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in triples {
        let quad = triple.clone().in_graph(GraphName::DefaultGraph);
        writer.serialize_quad(&quad).expect("writing to memory does not fail");
    }
    let bytes = writer.finish().expect("writing to memory does not fail");
    escape_markup(&String::from_utf8(bytes).expect("JSON is text")) + "\n"
}

/// Escapes characters that are markup or hostile: they occur only in strings, where `\u` means the same.
fn escape_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, '<' | '>' | '&') && !is_hostile(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("writing to a string does not fail");
        }
    }
    out
}
