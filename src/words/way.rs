//! The facts on the way: which triples a path goes by, from a thing to each thing that it reaches.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdf;

use crate::store::{Dataset, Id, Triple};
use crate::words::{Path, Step};

/// Facts that are kept of all ways to one thing.
const MAX_FACTS: usize = 12;

/// What a path reaches, each with the facts on the ways there.
pub type Ways = BTreeMap<Id, Vec<Triple>>;

impl Path {
    /// Everything that the path reaches from `start`, with the facts on the ways there: those of every
    /// way, but for repetitions, of which the first way that is found is the shortest.
    #[must_use]
    pub fn ways(&self, dataset: &Dataset, start: Id) -> Ways {
        let from = Ways::from([(start, Vec::new())]);
        self.0.iter().fold(from, |nodes, step| {
            let mut reached = Ways::new();
            for (node, facts) in nodes {
                for (next, further) in step.ways(dataset, node) {
                    let way = facts.iter().copied().chain(further);
                    add(&mut reached, next, way);
                }
            }
            reached
        })
    }
}

fn add(ways: &mut Ways, end: Id, way: impl IntoIterator<Item = Triple>) {
    let known = ways.entry(end).or_default();
    for fact in way {
        if known.len() < MAX_FACTS && !known.contains(&fact) {
            known.push(fact);
        }
    }
}

impl Step {
    fn ways(&self, dataset: &Dataset, node: Id) -> Ways {
        let id = |iri: NamedNodeRef<'_>| dataset.iri_id(iri);
        match self {
            Self::Forward(property) => {
                let facts = id(property.as_ref())
                    .into_iter()
                    .flat_map(|property| dataset.matching(Some(node), Some(property), None));
                facts.map(|fact| (fact[2], vec![fact])).collect()
            }
            Self::Backward(property) => {
                let facts = id(property.as_ref())
                    .into_iter()
                    .flat_map(|property| dataset.matching(None, Some(property), Some(node)));
                facts.map(|fact| (fact[0], vec![fact])).collect()
            }
            Self::Repeat { path, at_least_once } => {
                let mut reached = Ways::new();
                if !at_least_once {
                    reached.insert(node, Vec::new());
                }
                let mut waiting = VecDeque::from([(node, Vec::new())]);
                while let Some((node, facts)) = waiting.pop_front() {
                    for (next, further) in path.ways(dataset, node) {
                        if let Entry::Vacant(place) = reached.entry(next) {
                            let mut way: Vec<Triple> = facts.clone();
                            way.extend(further);
                            way.truncate(MAX_FACTS);
                            place.insert(way.clone());
                            waiting.push_back((next, way));
                        }
                    }
                }
                reached
            }
            Self::Either(paths) => {
                let mut reached = Ways::new();
                for (end, facts) in paths.iter().flat_map(|path| path.ways(dataset, node)) {
                    add(&mut reached, end, facts);
                }
                reached
            }
            Self::Where { property, value } => {
                let property = id(property.as_ref());
                let fact = property
                    .zip(dataset.id(value))
                    .map(|(property, value)| [node, property, value])
                    .filter(|[s, p, o]| dataset.matching(Some(*s), Some(*p), Some(*o)).next().is_some());
                fact.map(|fact| (node, vec![fact])).into_iter().collect()
            }
            Self::Of { classes, inside } => {
                let mut types = dataset.values(node, rdf::TYPE);
                let is_of_one = types.any(|class| classes.iter().any(|one| class == one.as_ref().into()));
                let stays = (is_of_one == *inside).then_some((node, Vec::new()));
                stays.into_iter().collect()
            }
            // It rests on more facts than can be listed: those who explain it look at the analysis.
            Self::Derived { derived, backward } => {
                let ends = derived.of(node, *backward);
                ends.map(|end| (end, Vec::new())).collect()
            }
        }
    }
}
