//! Describes things by the triples that have them as subject.

use std::cmp::Reverse;
use std::collections::HashSet;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term, Triple};

use crate::store::blank::was_blank;
use crate::store::dataset::Dataset;
use crate::store::id::Id;

impl Dataset {
    /// The triples with the given subjects, thing by thing: types first, the rest by property and value. The
    /// description of a blank node follows that of the thing that leads to it, because it means nothing by itself.
    #[must_use]
    pub fn describe(&self, things: &[NamedNode]) -> Vec<Triple> {
        let mut waiting: Vec<Id> = things.iter().rev().filter_map(|it| self.thing_id(it)).collect();
        let mut seen = HashSet::new();
        let mut triples = Vec::new();
        while let Some(thing) = waiting.pop() {
            if !seen.insert(thing) {
                continue;
            }
            let said = self.triples_of(thing);
            let objects = said.iter().rev().filter(|it| was_blank(it.object.as_ref()));
            waiting.extend(objects.filter_map(|triple| self.id(triple.object.as_ref())));
            triples.extend(said);
        }
        triples
    }

    fn thing_id(&self, thing: &NamedNode) -> Option<Id> {
        self.iri_id(thing.as_ref())
    }

    fn triples_of(&self, thing: Id) -> Vec<Triple> {
        let triples = self.matching(Some(thing), None, None);
        let mut said: Vec<Triple> = triples.map(|triple| self.triple(triple)).collect();
        said.sort_by_cached_key(|triple| {
            let is_type = triple.predicate == rdf::TYPE;
            let object: &Term = &triple.object;
            (Reverse(is_type), triple.predicate.clone(), object.to_string())
        });
        said
    }
}
