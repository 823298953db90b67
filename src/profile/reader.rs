//! Reads the texts and links of a thing from the graph.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, TermRef};

use crate::profile::terms::cv;
use crate::store::{Dataset, Id};

/// Reads values of properties of the vocabulary.
#[derive(Debug, Clone, Copy)]
pub(super) struct PropertyReader<'a> {
    pub(super) dataset: &'a Dataset,
}

impl<'a> PropertyReader<'a> {
    pub(super) fn id(&self, iri: &NamedNode) -> Option<Id> {
        self.dataset.iri_id(iri.as_ref())
    }

    pub(super) fn iri(&self, id: Id) -> Option<NamedNode> {
        match self.dataset.term(id) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        }
    }

    /// The things of a class of the vocabulary, in the order of their IRIs.
    pub(super) fn of_class(&self, class: &str) -> Vec<(NamedNode, Id)> {
        let ids = self.dataset.iri_id(rdf::TYPE).zip(self.id(&cv(class)));
        let things = ids.into_iter().flat_map(|(a, class)| self.dataset.subjects(a, class));
        let mut found: Vec<_> = things.filter_map(|id| Some((self.iri(id)?, id))).collect();
        found.sort();
        found
    }

    /// The objects of a property of the vocabulary.
    pub(super) fn objects(&self, thing: Id, property: &str) -> Vec<Id> {
        let property = self.id(&cv(property));
        property.into_iter().flat_map(|it| self.dataset.objects(thing, it)).collect()
    }

    /// The subjects that a property of the vocabulary links to a thing.
    pub(super) fn subjects(&self, property: &str, thing: Id) -> Vec<Id> {
        let property = self.id(&cv(property));
        property.into_iter().flat_map(|it| self.dataset.subjects(it, thing)).collect()
    }

    /// The texts of any property.
    pub(super) fn texts_of(&self, thing: Id, property: NamedNodeRef<'_>) -> impl Iterator<Item = String> + use<'a> {
        let values = self.dataset.values(thing, property);
        values.filter_map(|term| match term {
            TermRef::Literal(text) => Some(text.value().to_owned()),
            _ => None,
        })
    }

    /// The first text of a property of the vocabulary.
    pub(super) fn text(&self, thing: Id, property: &str) -> Option<String> {
        self.texts_of(thing, cv(property).as_ref()).next()
    }
}
