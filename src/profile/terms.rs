//! The terms of the vocabulary that drafts are written with, and the names of new things.

use oxigraph::model::NamedNode;
use sha2::{Digest as _, Sha256};

use crate::base::hexadecimal;

const VOCABULARY: &str = "https://w3id.org/caveat/ns#";
const THINGS: &str = "https://w3id.org/caveat/id/";
/// The places of the Data Privacy Vocabulary, by ISO 3166 code.
pub(super) const PLACES: &str = "https://w3id.org/dpv/loc#";

/// The prefixes that drafts are written with; a vendor's own is added.
pub(super) const PREFIXES: [(&str, &str); 7] = [
    ("cv", VOCABULARY),
    ("vendor", "https://w3id.org/caveat/id/vendor/"),
    ("agent", "https://w3id.org/caveat/id/agent/"),
    ("topic", "https://w3id.org/caveat/id/topic/"),
    ("region", "https://w3id.org/caveat/id/region/"),
    ("standard", "https://w3id.org/caveat/id/standard/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A term of the vocabulary: `cv("Claim")`.
pub(super) fn cv(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{VOCABULARY}{local}"))
}

/// Where the things of a vendor are: `https://w3id.org/caveat/id/cortecs/`.
pub(super) fn space(slug: &str) -> String {
    format!("{THINGS}{slug}/")
}

/// A thing by its kind and its name in short: `vendor/cortecs`.
pub(super) fn thing(kind: &str, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{THINGS}{kind}/{slug}"))
}

/// A thing of a vendor that is known by what it says: the same words give the same name.
pub(super) fn by_words(space: &str, kind: &str, words: &[&str]) -> NamedNode {
    NamedNode::new_unchecked(format!("{space}{kind}-{}", digest(words)))
}

/// Letters, digits and `-`, of the Latin letters of a name; of its digest, where it has none.
pub(super) fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut slug = String::new();
    for c in name.nfkd() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            // What is left of a letter that was taken apart.
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

/// Twelve digits of a digest of words, in which the kind of blanks does not matter.
fn digest(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        let parts: Vec<&str> = word.split_whitespace().collect();
        hash.update(parts.join(" "));
        hash.update([0]);
    }
    hexadecimal(&hash.finalize()[..6])
}
