//! Names of pages and anchors, made from IRIs: safe for any file system, distinct, independent of the order in which
//! files are loaded.

use std::collections::HashMap;

use oxigraph::model::TermRef;
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;
use crate::store::{Dataset, Id};

/// The most letters of a name that come from an IRI.
const LONGEST: usize = 60;

/// A name for each thing of a kind, with the kind before it: `vendor-alibaba`. Things that would get the same name all
/// get a hash of their IRI as a suffix.
pub(super) fn names(dataset: &Dataset, kind: &str, things: &[Id]) -> HashMap<Id, String> {
    let slugs = things.iter().map(|id| (*id, slug(&iri(dataset, *id), kind)));
    let slugs: Vec<(Id, String)> = slugs.collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (_, slug) in &slugs {
        *count.entry(slug).or_default() += 1;
    }
    let named = slugs.iter().map(|(id, slug)| {
        let name = if count[slug.as_str()] > 1 {
            // A slug has no two hyphens in a row, so no other name looks like this.
            format!("{kind}-{slug}--{}", hash(&iri(dataset, *id)))
        } else {
            format!("{kind}-{slug}")
        };
        (*id, name)
    });
    named.collect()
}

/// The text of an IRI; empty for any other term.
pub(super) fn iri(dataset: &Dataset, id: Id) -> String {
    match dataset.term(id) {
        TermRef::NamedNode(iri) => iri.as_str().to_owned(),
        _ => String::new(),
    }
}

fn hash(iri: &str) -> String {
    hexadecimal(&Sha256::digest(iri.as_bytes())[..8])
}

/// The last two parts of an IRI in lower-case letters, digits and single hyphens; without the first of them if it only
/// names the kind.
fn slug(iri: &str, kind: &str) -> String {
    let parts: Vec<&str> =
        iri.split(['/', '#', ':', '?']).filter(|part| part.contains(|c: char| c.is_ascii_alphanumeric())).collect();
    let last = &parts[parts.len().saturating_sub(2)..];
    let last = match last {
        [first, rest @ ..] if !rest.is_empty() && first.eq_ignore_ascii_case(kind) => rest,
        all => all,
    };
    let mut slug = String::new();
    for c in last.join("-").chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() == LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "thing" } else { slug }.to_owned()
}
