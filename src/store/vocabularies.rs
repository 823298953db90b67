//! The namespaces in which vocabularies define terms, the names in them that nothing describes, and the names that
//! begin with a prefix. Computed once when the facts are read, because it takes a pass over all names.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::{rdf, rdfs};
use serde::{Deserialize, Serialize};

use crate::store::dataset::Dataset;
use crate::store::id::Id;
use crate::store::predicate_facts::PredicateFacts;
use crate::store::prefixed::{Schemes, find_prefixed, find_prefixed_datatypes};
use crate::store::prefixes::Prefixes;
use crate::store::terms::Terms;

/// The classes of the terms that a vocabulary defines.
const DEFINED: [NamedNodeRef<'static>; 6] = [
    rdfs::CLASS,
    rdf::PROPERTY,
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class"),
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#ObjectProperty"),
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#DatatypeProperty"),
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#AnnotationProperty"),
];

/// A namespace in which the facts define classes or properties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// The IRI that its names begin with.
    pub iri: String,
    /// The classes of the things named in it, without the classes of vocabulary terms.
    pub classes: BTreeSet<Id>,
    /// Its names that occur as values of facts but are the subject of none.
    pub undescribed: Vec<Id>,
}

/// The namespaces of all vocabularies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabularies {
    /// Keyed by [`without_scheme`].
    pub namespaces: BTreeMap<String, Vec<Namespace>>,
    /// Undescribed values whose namespace only resembles one of these.
    pub alike: Vec<Id>,
    /// Names that begin with a prefix instead of a scheme.
    pub prefixed: Vec<Id>,
    /// Datatypes that begin with a prefix, with the ids of their literals.
    pub prefixed_datatypes: Vec<(String, Range<Id>)>,
}

/// The namespace of an IRI: everything up to its last part.
#[must_use]
pub fn namespace_of(iri: &str) -> &str {
    let end = iri.rfind(['#', '/']).or_else(|| iri.rfind(':'));
    end.map_or("", |end| &iri[..=end])
}

/// A namespace reduced for comparison: lower case, without `http` or `https`, `www.`, and `#` or `/` at the end.
#[must_use]
pub fn without_scheme(namespace: &str) -> String {
    let low = namespace.to_lowercase();
    let rest = low.strip_prefix("https://").or_else(|| low.strip_prefix("http://")).unwrap_or(&low);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches(['#', '/']).to_owned()
}

impl Vocabularies {
    /// The vocabularies of a dataset.
    pub(super) fn of(terms: &Terms, relations: &BTreeMap<Id, Arc<PredicateFacts>>, prefixes: &Prefixes) -> Self {
        let schemes = Schemes::of(prefixes);
        let (prefixed, prefixed_datatypes) = (find_prefixed(terms, &schemes), find_prefixed_datatypes(terms, &schemes));
        let mut found = Self { prefixed, prefixed_datatypes, ..Self::default() };
        let Some((a, types)) = terms.find(rdf::TYPE.into()).and_then(|a| Some((a, relations.get(&a)?))) else {
            return found;
        };
        let iris = terms.iris();
        let defined: Vec<Id> = DEFINED.iter().filter_map(|class| terms.find((*class).into())).collect();
        for term in defined.iter().flat_map(|class| types.backward.of_node_lazy(*class)) {
            if iris.contains(term) {
                found.define(namespace_of(terms.text_of(*term)));
            }
        }
        if found.namespaces.is_empty() {
            return found;
        }
        for (class, things) in types.backward.nodes().filter(|(class, _)| !defined.contains(class)) {
            for thing in things {
                if let Some(namespace) = found.namespace_of_term(terms.text_of(*thing)) {
                    namespace.classes.insert(class);
                }
            }
        }
        let mut described = vec![false; iris.len()];
        for relation in relations.values() {
            relation.forward.nodes_with_links().for_each(|subject| described[subject as usize] = true);
        }
        let values = relations.iter().filter(|(predicate, _)| **predicate != a);
        let values = values.flat_map(|(_, relation)| relation.backward.nodes_with_links());
        let undescribed: BTreeSet<Id> = values.filter(|it| iris.contains(it) && !described[*it as usize]).collect();
        for value in undescribed {
            let text = terms.text_of(value);
            if let Some(namespace) = found.namespace_of_term(text) {
                namespace.undescribed.push(value);
            } else if found.is_alike(namespace_of(text)) {
                // Things may well be named below the vocabulary: beside `/ns#`, `/ns/` is a namespace of its own.
                let [own, known] = [namespace_of(text), &found.namespaces[&without_scheme(namespace_of(text))][0].iri];
                if own.chars().last() == known.chars().last() {
                    found.alike.push(value);
                }
            }
        }
        found
    }

    fn define(&mut self, iri: &str) {
        let alike = self.namespaces.entry(without_scheme(iri)).or_default();
        if !alike.iter().any(|it| it.iri == iri) {
            alike.push(Namespace { iri: iri.to_owned(), ..Namespace::default() });
        }
    }

    fn namespace_of_term(&mut self, iri: &str) -> Option<&mut Namespace> {
        let namespace = namespace_of(iri);
        self.namespaces.get_mut(&without_scheme(namespace))?.iter_mut().find(|it| it.iri == namespace)
    }

    /// The namespace with exactly this IRI, if a vocabulary defines terms in it.
    #[must_use]
    pub fn find(&self, namespace: &str) -> Option<&Namespace> {
        self.namespaces.get(&without_scheme(namespace))?.iter().find(|it| it.iri == namespace)
    }

    /// True for a namespace that defines no terms, but would with another scheme or another end.
    #[must_use]
    pub fn is_alike(&self, namespace: &str) -> bool {
        self.find(namespace).is_none() && self.namespaces.contains_key(&without_scheme(namespace))
    }
}

impl Dataset {
    /// The namespaces in which the facts define terms.
    #[must_use]
    pub fn vocabularies(&self) -> &Vocabularies {
        &self.vocabularies
    }
}
