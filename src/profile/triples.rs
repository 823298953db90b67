//! Facts about things, in the order in which a person would write them.

use indexmap::IndexSet;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use oxsdatatypes::Date;

use crate::profile::terms::cv;

/// A triple about a thing with an IRI.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct NamedTriple {
    pub(super) subject: NamedNode,
    pub(super) predicate: NamedNode,
    pub(super) object: Term,
}

impl From<NamedTriple> for Triple {
    fn from(fact: NamedTriple) -> Self {
        Self::new(fact.subject, fact.predicate, fact.object)
    }
}

/// Facts about one thing.
#[derive(Debug, Clone)]
pub(super) struct ThingFacts {
    pub(super) iri: NamedNode,
    /// True if it is described elsewhere, and these facts are added.
    pub(super) is_extension: bool,
    pub(super) facts: IndexSet<NamedTriple>,
}

impl ThingFacts {
    /// Begins the facts of a new thing of a class of the vocabulary.
    pub(super) fn new(iri: &NamedNode, class: &str) -> Self {
        let thing = Self { iri: iri.clone(), is_extension: false, facts: IndexSet::new() };
        thing.fact(rdf::TYPE.into_owned(), cv(class))
    }

    /// Begins further facts of a thing that is described elsewhere.
    pub(super) fn existing(iri: &NamedNode) -> Self {
        Self { iri: iri.clone(), is_extension: true, facts: IndexSet::new() }
    }

    /// Adds a link to another thing or to a term of a list.
    pub(super) fn link(self, property: &str, to: &NamedNode) -> Self {
        self.fact(cv(property), to.clone())
    }

    pub(super) fn text(self, property: &str, text: &str) -> Self {
        self.fact(cv(property), Literal::new_simple_literal(text))
    }

    pub(super) fn number(self, property: &str, number: usize) -> Self {
        self.fact(cv(property), Literal::new_typed_literal(number.to_string(), xsd::INTEGER))
    }

    pub(super) fn day(self, property: &str, day: Date) -> Self {
        self.fact(cv(property), Literal::new_typed_literal(day.to_string(), xsd::DATE))
    }

    /// Adds properties with their values.
    pub(super) fn facts(self, all: Vec<(NamedNode, Term)>) -> Self {
        all.into_iter().fold(self, |it, (property, value)| it.fact(property, value))
    }

    /// Adds what `more` makes of the value, if there is one.
    pub(super) fn with<T>(self, some: Option<T>, more: impl FnOnce(Self, T) -> Self) -> Self {
        match some {
            Some(value) => more(self, value),
            None => self,
        }
    }

    /// Adds what `more` makes of each value.
    pub(super) fn each<T>(self, all: impl IntoIterator<Item = T>, more: impl Fn(Self, T) -> Self) -> Self {
        all.into_iter().fold(self, more)
    }

    fn fact(mut self, predicate: NamedNode, object: impl Into<Term>) -> Self {
        let fact = NamedTriple { subject: self.iri.clone(), predicate, object: object.into() };
        self.facts.insert(fact);
        self
    }
}
