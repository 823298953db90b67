//! Properties and classes that facts use and no vocabulary knows: neither one that is loaded, nor those that everybody
//! knows. Where the loaded vocabulary owns their namespace they are refused (`words::read`); elsewhere they are counted.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::store::{Dataset, Id, namespace_of};
use crate::words::say;

/// Vocabularies that everybody knows, with their terms; none where all that is in their namespace is taken for one.
const WELL_KNOWN: [(&str, Option<&[&str]>); 11] = [
    (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        Some(&[
            "type",
            "Property",
            "Statement",
            "subject",
            "predicate",
            "object",
            "List",
            "first",
            "rest",
            "nil",
            "Bag",
            "Seq",
            "Alt",
            "value",
            "langString",
            "HTML",
            "XMLLiteral",
            "PlainLiteral",
            "JSON",
            "CompoundLiteral",
            "language",
            "direction",
        ]),
    ),
    (
        "http://www.w3.org/2000/01/rdf-schema#",
        Some(&[
            "Resource",
            "Class",
            "Literal",
            "Datatype",
            "Container",
            "ContainerMembershipProperty",
            "label",
            "comment",
            "seeAlso",
            "isDefinedBy",
            "subClassOf",
            "subPropertyOf",
            "domain",
            "range",
            "member",
        ]),
    ),
    (
        "http://www.w3.org/2004/02/skos/core#",
        Some(&[
            "Concept",
            "ConceptScheme",
            "Collection",
            "OrderedCollection",
            "inScheme",
            "hasTopConcept",
            "topConceptOf",
            "prefLabel",
            "altLabel",
            "hiddenLabel",
            "notation",
            "note",
            "changeNote",
            "definition",
            "editorialNote",
            "example",
            "historyNote",
            "scopeNote",
            "semanticRelation",
            "broader",
            "narrower",
            "related",
            "broaderTransitive",
            "narrowerTransitive",
            "member",
            "memberList",
            "mappingRelation",
            "closeMatch",
            "exactMatch",
            "broadMatch",
            "narrowMatch",
            "relatedMatch",
        ]),
    ),
    ("http://www.w3.org/2002/07/owl#", None),
    ("http://www.w3.org/2001/XMLSchema#", None),
    ("http://www.w3.org/ns/shacl#", None),
    ("http://www.w3.org/ns/prov#", None),
    ("http://purl.org/dc/terms/", None),
    ("http://purl.org/dc/elements/1.1/", None),
    ("http://xmlns.com/foaf/0.1/", None),
    (say::NAMESPACE, None),
];

/// The properties and classes that facts use and no vocabulary knows, as they are written, in order.
#[must_use]
pub fn unfamiliar(dataset: &Dataset) -> Vec<String> {
    let Some(a) = dataset.iri_id(rdf::TYPE) else {
        return Vec::new();
    };
    let classes = dataset.links(a, true).linked();
    let used: BTreeSet<Id> = dataset.predicates().chain(classes).collect();
    let names = used.into_iter().filter_map(|name| match dataset.term(name) {
        TermRef::NamedNode(iri) if !is_well_known(iri.as_str()) && !is_described(dataset, name, a) => {
            Some(dataset.compact(iri))
        }
        _ => None,
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn is_well_known(iri: &str) -> bool {
    let namespace = namespace_of(iri);
    let local = &iri[namespace.len()..];
    // `rdf:_1`, `rdf:_2` … number the members of a container.
    let numbers = |local: &str| local.strip_prefix('_').is_some_and(|rest| rest.parse::<u32>().is_ok());
    let known = WELL_KNOWN.iter().find(|(known, _)| *known == namespace);
    known.is_some_and(|(_, terms)| terms.is_none_or(|terms| terms.contains(&local) || numbers(local)))
}

/// Whether something is said of a name, or a vocabulary mentions it where it says something of other terms.
pub(super) fn is_described(dataset: &Dataset, name: Id, a: Id) -> bool {
    let of_vocabularies = |property: Id| match dataset.term(property) {
        TermRef::NamedNode(iri) => say::WRITTEN_WITH.iter().any(|it| iri.as_str().starts_with(it)),
        _ => false,
    };
    let mut mentions = dataset.matching(None, None, Some(name));
    dataset.matching(Some(name), None, None).next().is_some()
        || mentions.any(|[_, property, _]| property != a && of_vocabularies(property))
}
