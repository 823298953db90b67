//! Properties and classes in the facts that neither a loaded nor a well-known vocabulary defines. In the namespace of a
//! loaded vocabulary they are refused (`words::read`); elsewhere they are counted.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::store::{Dataset, Id, namespace_of};
use crate::words::say;
use crate::words::usage::filter_described;

/// Well-known vocabularies with their terms; `None` accepts every name in the namespace.
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

/// The properties and classes in the facts that no vocabulary defines, as compact IRIs, sorted.
#[must_use]
pub fn unfamiliar(dataset: &Dataset) -> Vec<String> {
    let Some(a) = dataset.iri_id(rdf::TYPE) else {
        return Vec::new();
    };
    let classes = dataset.adjacency(a, true).nodes_with_links();
    let is_strange = |name: &Id| match dataset.term(*name) {
        TermRef::NamedNode(iri) => !is_well_known(iri.as_str()),
        _ => false,
    };
    let used: BTreeSet<Id> = dataset.predicates().chain(classes).filter(is_strange).collect();
    let described = filter_described(dataset, &used, a);
    let names = used.difference(&described).filter_map(|name| match dataset.term(*name) {
        TermRef::NamedNode(iri) => Some(dataset.compact(iri)),
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
