//! Files of facts: what is read of them is what another reads, and what is refused leaves nothing.

use std::collections::HashSet;

use caveat::store::{Dataset, Input, MAX_FILE, load};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::Quad;

use super::refused;

fn loaded(bytes: &[u8], format: RdfFormat) -> Option<Dataset> {
    match load(&[Input::Stdin(bytes.to_vec(), format)], None, MAX_FILE) {
        Ok(dataset) => Some(dataset),
        Err(faults) => {
            refused(&faults);
            None
        }
    }
}

/// What is read is what the strict parser of these formats reads, and written as lines it is read again.
fn is_as_said(bytes: &[u8], format: RdfFormat) -> bool {
    let Some(dataset) = loaded(bytes, format) else { return false };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let quads: Result<HashSet<Quad>, _> = RdfParser::from_format(format).for_slice(text).collect();
    let quads = quads.unwrap_or_else(|error| panic!("it is read, and should not be: {error}"));
    assert_eq!(quads.len(), dataset.quad_count(), "facts are lost, or invented: {quads:#?}");
    let mut lines: Vec<String> = dataset.quads().map(|it| format!("{it} .\n")).collect();
    let again = loaded(lines.concat().as_bytes(), RdfFormat::NQuads);
    let again = again.unwrap_or_else(|| panic!("what was read is refused as lines:\n{}", lines.concat()));
    let mut others: Vec<String> = again.quads().map(|it| format!("{it} .\n")).collect();
    lines.sort();
    others.sort();
    assert_eq!(lines, others, "as lines, it says something else");
    true
}

/// Turtle, and the same as TriG, which says as much.
pub(super) fn turtle(bytes: &[u8]) -> bool {
    let is_turtle = is_as_said(bytes, RdfFormat::Turtle);
    is_as_said(bytes, RdfFormat::TriG) || is_turtle
}

/// N-Triples and N-Quads, which are read in a faster way.
pub(super) fn lines(bytes: &[u8]) -> bool {
    let is_triples = is_as_said(bytes, RdfFormat::NTriples);
    is_as_said(bytes, RdfFormat::NQuads) || is_triples
}

/// JSON-LD.
pub(super) fn json_ld(bytes: &[u8]) -> bool {
    is_as_said(bytes, RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() })
}
