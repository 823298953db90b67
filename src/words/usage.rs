//! How names are used in the facts, found for many names at once: facts with very many unknown names take no longer
//! than others of their size.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::TermRef;

use crate::store::{AdjacencyIndex, Dataset, Id};
use crate::words::say;

/// The facts that use a name: how many, and where the first stands.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    pub(super) count: usize,
    /// File and line.
    pub(super) first: Option<(&'a str, u32)>,
}

/// The facts that use each of these names as subject, property, object or graph.
pub(super) fn uses<'a>(dataset: &'a Dataset, names: &BTreeSet<Id>) -> BTreeMap<Id, Uses<'a>> {
    let mut uses: BTreeMap<Id, Uses<'a>> = BTreeMap::new();
    let mut met = |name: Id, triple: [Id; 3]| {
        let of_name = uses.entry(name).or_default();
        of_name.count += 1;
        let place = dataset.source_location(triple);
        if let Some(place) = place
            && of_name.first.is_none_or(|first| place < first)
        {
            of_name.first = Some(place);
        }
    };
    for (property, links) in dataset.adjacencies(true) {
        for value in filter_linked(links, names) {
            links.of_node_lazy(value).iter().for_each(|subject| met(value, [*subject, property, value]));
        }
        if names.contains(&property) {
            links.pairs().for_each(|[value, subject]| met(property, [subject, property, value]));
        }
    }
    for graph in dataset.graph_names().into_iter().filter(|it| names.contains(it)) {
        dataset.matching_named(Some(graph), [None; 3]).iter().for_each(|[_, s, p, o]| met(graph, [*s, *p, *o]));
    }
    for (property, links) in dataset.adjacencies(false) {
        for subject in filter_linked(links, names) {
            links.of_node_lazy(subject).iter().for_each(|value| met(subject, [subject, property, *value]));
        }
    }
    uses
}

/// Those of these names that are a subject, or an object of a property that vocabularies are written with, except
/// `rdf:type`, which is `a`.
pub(super) fn filter_described(dataset: &Dataset, names: &BTreeSet<Id>, a: Id) -> BTreeSet<Id> {
    let of_vocabularies = |property: Id| match dataset.term(property) {
        TermRef::NamedNode(iri) => say::WRITTEN_WITH.iter().any(|it| iri.as_str().starts_with(it)),
        _ => false,
    };
    let mut found: BTreeSet<Id> = BTreeSet::new();
    for (_, links) in dataset.adjacencies(false) {
        found.extend(filter_linked(links, names));
    }
    for (_, links) in dataset.adjacencies(true).filter(|(property, _)| *property != a && of_vocabularies(*property)) {
        found.extend(filter_linked(links, names));
    }
    found
}

/// Those of these names that have links. Its cost is that of the smaller of the two sets.
fn filter_linked(links: &AdjacencyIndex, names: &BTreeSet<Id>) -> Vec<Id> {
    match links.len() < names.len() {
        true => links.nodes_with_links().filter(|it| names.contains(it)).collect(),
        false => names.iter().copied().filter(|it| !links.of_node_lazy(*it).is_empty()).collect(),
    }
}
