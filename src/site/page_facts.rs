//! The facts of a page, for programs.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, TermRef, Triple};

use crate::profile::CLAIM_NAMESPACE;
use crate::site::reader::SiteReader;
use crate::store::Id;

/// The standard properties that name things.
const NAMING: [&str; 2] =
    ["http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2004/02/skos/core#prefLabel"];

/// The properties of vendor claims that name things.
const NAMING_CLAIMS: [&str; 7] = ["name", "label", "sentence", "title", "url", "statement", "text"];

fn names(property: &NamedNode) -> bool {
    let local = property.as_str().strip_prefix(CLAIM_NAMESPACE);
    NAMING.contains(&property.as_str()) || local.is_some_and(|local| NAMING_CLAIMS.contains(&local))
}

impl SiteReader<'_> {
    /// The triples about these things and about all that they lead to.
    pub(super) fn describe_closure(&self, start: &[Id]) -> Vec<Triple> {
        self.describe_closure_with(start, &[])
    }

    /// The triples about these things and about all that they lead to, and those about the things `beside`.
    pub(super) fn describe_closure_with(&self, start: &[Id], beside: &[Id]) -> Vec<Triple> {
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        let mut waiting: Vec<Id> = start.iter().rev().copied().collect();
        let mut told = Vec::new();
        while let Some(thing) = waiting.pop() {
            if !seen.insert(thing) {
                continue;
            }
            told.push(thing);
            let linked = self.dataset.matching(Some(thing), None, None);
            let linked: Vec<Id> = linked.map(|[_, _, object]| object).collect();
            // Terms of the vocabulary have no kind, and are described elsewhere.
            let things = linked.into_iter().filter(|it| self.is_thing(*it));
            let mut things = self.in_order(things);
            things.reverse();
            waiting.extend(things);
            // Nothing links to an archived copy, so `copyOf` is followed backward.
            waiting.extend(self.backlinks(thing, "copyOf"));
        }
        told.extend(beside.iter().filter(|it| seen.insert(**it)));
        self.describe(&told)
    }

    /// The triples that name the things.
    pub(super) fn names_of(&self, things: &[Id]) -> Vec<Triple> {
        let mut triples = self.describe(things);
        triples.retain(|triple| names(&triple.predicate));
        triples
    }

    fn is_thing(&self, id: Id) -> bool {
        let lexicon = self.session.lexicon();
        self.dataset.is_iri(id) && !lexicon.kinds_of(self.dataset, id).is_empty()
    }

    fn describe(&self, things: &[Id]) -> Vec<Triple> {
        let iris = things.iter().filter_map(|id| match self.dataset.term(*id) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        });
        let iris: Vec<NamedNode> = iris.collect();
        self.dataset.describe(&iris)
    }
}
