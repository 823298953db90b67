//! The vocabulary terms that drafts use, and the names of new things.

use oxigraph::model::NamedNode;
use sha2::{Digest as _, Sha256};

use crate::base::hexadecimal;

/// The namespace of the vocabulary of vendor claims: the one place where it is written.
pub const CLAIM_NAMESPACE: &str = "https://w3id.org/caveat/ns#";
const THINGS: &str = "https://w3id.org/caveat/id/";
/// The places of the Data Privacy Vocabulary, by ISO 3166 code.
pub(super) const PLACES: &str = "https://w3id.org/dpv/loc#";

/// The prefixes of drafts; a vendor's own is added.
pub(super) const PREFIXES: [(&str, &str); 7] = [
    ("cv", CLAIM_NAMESPACE),
    ("vendor", "https://w3id.org/caveat/id/vendor/"),
    ("agent", "https://w3id.org/caveat/id/agent/"),
    ("topic", "https://w3id.org/caveat/id/topic/"),
    ("region", "https://w3id.org/caveat/id/region/"),
    ("standard", "https://w3id.org/caveat/id/standard/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A term of the vocabulary: `cv("Claim")`.
pub(super) fn cv(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CLAIM_NAMESPACE}{local}"))
}

/// The namespace of a vendor's things: `https://w3id.org/caveat/id/cortecs/`.
pub(super) fn vendor_namespace(slug: &str) -> String {
    format!("{THINGS}{slug}/")
}

/// The IRI of a thing, by its kind and its short name: `vendor/cortecs`.
pub(super) fn thing_iri(kind: &str, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{THINGS}{kind}/{slug}"))
}

/// The IRI of a thing of a vendor, by its words: the same words give the same IRI.
pub(super) fn iri_from_words(space: &str, kind: &str, words: &[&str]) -> NamedNode {
    NamedNode::new_unchecked(format!("{space}{kind}-{}", digest(words)))
}

/// A name in lower-case Latin letters, digits and `-`; a digest of it, if most of it is not Latin.
pub(super) fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut slug = String::new();
    for c in name.nfkd() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            // The combining marks of decomposed letters.
            '\u{300}'..='\u{36f}' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    let foreign = name.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    match (slug.len() > 1, foreign * 2 > name.chars().count()) {
        (true, false) => slug.chars().take(60).collect(),
        _ => format!("named-{}", digest(&[name])),
    }
}

/// The first twelve hexadecimal digits of SHA-256 over words; the kind of blanks does not matter.
fn digest(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        let parts: Vec<&str> = word.split_whitespace().collect();
        hash.update(parts.join(" "));
        hash.update([0]);
    }
    hexadecimal(&hash.finalize()[..6])
}
