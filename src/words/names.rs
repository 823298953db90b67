//! The names that occur in the data: labels, aliases and the last part of IRIs.

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::{NamedNode, TermRef};
use unicode_normalization::UnicodeNormalization;

use crate::store::{Dataset, Id};

/// A word or name as it is compared: lower case, one blank between words, Unicode form NFC.
#[must_use]
pub fn fold(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.is_ascii() {
        return joined.to_ascii_lowercase();
    }
    joined.to_lowercase().nfc().collect()
}

/// Names and the things that bear them.
#[derive(Debug, Clone, Default)]
pub struct Names {
    properties: Vec<NamedNode>,
    things: HashMap<String, Vec<Id>>,
    written: BTreeMap<String, String>,
    longest: usize,
}

impl Names {
    /// Collects the names of `things`: what the naming properties say, and the last part of IRIs.
    pub(super) fn collect(
        dataset: &Dataset,
        properties: Vec<NamedNode>,
        things: impl IntoIterator<Item = Id>,
    ) -> Self {
        let mut names = Self {
            properties,
            ..Self::default()
        };
        for thing in things {
            for property in &names.properties.clone() {
                for value in dataset.values(thing, property.as_ref()) {
                    if let TermRef::Literal(name) = value {
                        names.add(name.value(), thing);
                    }
                }
            }
            if let TermRef::NamedNode(iri) = dataset.term(thing) {
                let local = iri.as_str().rsplit(['#', '/', ':']).next();
                if let Some(local) = local.filter(|local| !local.is_empty()) {
                    names.add(local, thing);
                }
            }
        }
        names
    }

    fn add(&mut self, name: &str, thing: Id) {
        let folded = fold(name);
        self.longest = self.longest.max(folded.split(' ').count());
        let bearers = self.things.entry(folded.clone()).or_default();
        if !bearers.contains(&thing) {
            bearers.push(thing);
        }
        self.written
            .entry(folded)
            .or_insert_with(|| name.to_owned());
    }

    /// The things that bear a name; letter case does not matter.
    #[must_use]
    pub fn find(&self, name: &str) -> &[Id] {
        self.things.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// Every name as it is written in the data, with the things that bear it.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[Id])> {
        let things = |folded: &String| self.things.get(folded).map_or(&[][..], Vec::as_slice);
        self.written
            .iter()
            .map(move |(folded, name)| (name.as_str(), things(folded)))
    }

    /// All names as they are written in the data.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.written.values().map(String::as_str)
    }

    /// The first name of a thing by the naming properties, in their order.
    #[must_use]
    pub fn first_of(&self, dataset: &Dataset, thing: Id) -> Option<String> {
        self.properties.iter().find_map(|property| {
            let mut values = dataset.values(thing, property.as_ref());
            values.find_map(|value| match value {
                TermRef::Literal(name) => Some(name.value().to_owned()),
                _ => None,
            })
        })
    }

    /// The most words that a name has; names of more than eight words are only found in quotes.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest.min(8)
    }
}
