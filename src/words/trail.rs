//! Trails: dotted words like `citation.source.access`, from a kind to a value or to linked things.

use crate::words::entry::Sense;
use crate::words::ids::{AttributeId, Direction, KindId};
use crate::words::lexicon::Lexicon;
use crate::words::{Number, Path};

/// A resolved trail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trail {
    /// The links that are followed, in order.
    pub hops: Vec<Direction>,
    /// Where it ends.
    pub end: TrailEnd,
}

/// Where a trail ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrailEnd {
    /// At the things that the last link leads to.
    Thing,
    /// At the values of an attribute.
    Attribute(AttributeId),
    /// At the IRI of the things.
    Iri,
}

/// Why a trail cannot be followed: the part (from 0) that no thing of `kind` has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailError {
    /// Which part.
    pub part: usize,
    /// The kind that the parts before it lead to; none after a value.
    pub kind: Option<KindId>,
}

impl Trail {
    /// The trail to an attribute of the thing itself.
    #[must_use]
    pub fn of_attribute(attribute: AttributeId) -> Self {
        Self { hops: Vec::new(), end: TrailEnd::Attribute(attribute) }
    }

    /// Follows dotted parts (each one word or more) from a kind.
    ///
    /// # Errors
    /// When the kind reached has no role or attribute of that name, or something follows a value.
    pub fn follow(lexicon: &Lexicon, from: KindId, parts: &[&str]) -> Result<Self, TrailError> {
        let mut kind = from;
        let mut hops = Vec::new();
        for (part, words) in parts.iter().enumerate() {
            let last = part + 1 == parts.len();
            let senses = lexicon.senses(words);
            let role = senses.iter().find_map(|sense| match sense {
                Sense::Role(hop, _) if lexicon.overlap(lexicon.start(*hop), kind) => Some(*hop),
                _ => None,
            });
            let attribute = senses.iter().find_map(|sense| match sense {
                Sense::AttributeNoun(id, _) if lexicon.overlap(lexicon.attribute(*id).of, kind) => Some(*id),
                _ => None,
            });
            match (role, attribute) {
                (Some(hop), _) => {
                    hops.push(hop);
                    kind = lexicon.end(hop);
                }
                (None, Some(attribute)) if last => {
                    let end = TrailEnd::Attribute(attribute);
                    return Ok(Self { hops, end });
                }
                (None, Some(_)) => {
                    return Err(TrailError { part: part + 1, kind: None });
                }
                (None, None) if last && words.eq_ignore_ascii_case("iri") => {
                    let end = TrailEnd::Iri;
                    return Ok(Self { hops, end });
                }
                (None, None) => {
                    return Err(TrailError { part, kind: Some(kind) });
                }
            }
        }
        Ok(Self { hops, end: TrailEnd::Thing })
    }

    /// The kind of the things that the links lead to, from `from`.
    #[must_use]
    pub fn kind(&self, lexicon: &Lexicon, from: KindId) -> KindId {
        self.hops.last().map_or(from, |hop| lexicon.end(*hop))
    }

    /// The whole path through the graph; none for the IRI of the thing itself.
    #[must_use]
    pub fn path(&self, lexicon: &Lexicon) -> Option<Path> {
        let hops = self.hops.iter().map(|hop| lexicon.path_to_kind(*hop));
        let end = match self.end {
            TrailEnd::Attribute(id) => Some(lexicon.attribute(id).path.clone()),
            TrailEnd::Thing | TrailEnd::Iri => None,
        };
        hops.chain(end).reduce(|path, next| path.then(&next))
    }

    /// The trail in words: `citation.source.access`.
    #[must_use]
    pub fn words(&self, lexicon: &Lexicon) -> String {
        let role = |hop: &Direction| {
            let words = lexicon.direction_words(*hop);
            let role = words.roles.first();
            role.map_or("?", |forms| forms.get(Number::Singular)).to_owned()
        };
        let mut parts: Vec<String> = self.hops.iter().map(role).collect();
        match self.end {
            TrailEnd::Thing => {}
            TrailEnd::Iri => parts.push("iri".to_owned()),
            TrailEnd::Attribute(id) => {
                let noun = lexicon.attribute(id).nouns.first();
                parts.push(noun.map_or("?", |forms| forms.get(Number::Singular)).to_owned());
            }
        }
        parts.join(".")
    }
}
