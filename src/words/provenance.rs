//! Provenance: the triples by which a path leads from a thing to each thing that it reaches.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet, VecDeque};

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdf;

use crate::base::Limit;
use crate::store::{Dataset, Id, Triple};
use crate::words::{Path, Step};

/// What a path reaches, each thing with its provenance.
pub type ProvenanceMap = BTreeMap<Id, Provenance>;

/// The facts on all paths to one thing.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The facts that are kept, the first path first: all, except the end of a long repeated path. May hold duplicates.
    facts: Vec<Triple>,
    /// The number of distinct facts at the last deduplication.
    different: usize,
    more: u64,
}

impl Provenance {
    /// The provenance of one link.
    #[must_use]
    pub fn of(fact: Triple) -> Self {
        Self { facts: vec![fact], ..Self::default() }
    }

    /// The facts; may hold duplicates.
    #[must_use]
    pub fn facts(&self) -> &[Triple] {
        &self.facts
    }

    /// The number of facts dropped from the end of long paths.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// The same, with `more` further facts dropped.
    #[must_use]
    pub fn and_more(mut self, more: u64) -> Self {
        self.more += more;
        self
    }

    /// Adds the facts of another path to the same thing.
    pub fn extend(&mut self, other: &Self) {
        self.facts.extend_from_slice(&other.facts);
        self.more += other.more;
        // Paths that part and meet again share most facts: deduplicate before they pile up.
        if self.facts.len() > 2 * self.different.max(16) {
            let mut known = HashSet::new();
            self.facts.retain(|fact| known.insert(*fact));
            self.different = self.facts.len();
        }
    }

    /// This path and a further step, cut at a limit: a chain of 100,000 links has as many paths, too long to keep
    /// whole.
    fn then(&self, further: &Self) -> Self {
        let mut way = self.clone();
        way.more += further.more;
        for fact in &further.facts {
            if way.facts.len() < Limit::FactsOfWay.most() {
                way.facts.push(*fact);
            } else {
                way.more += 1;
            }
        }
        way
    }
}

impl Path {
    /// Everything that the path reaches from `start`, with the facts of all paths there; of a repetition, only those of
    /// the first path found, which is a shortest one.
    #[must_use]
    pub fn provenance(&self, dataset: &Dataset, start: Id) -> ProvenanceMap {
        let from = ProvenanceMap::from([(start, Provenance::default())]);
        self.0.iter().fold(from, |nodes, step| {
            let mut reached = ProvenanceMap::new();
            for (node, before) in nodes {
                for (next, further) in step.provenance(dataset, node) {
                    let way = reached.entry(next).or_default();
                    way.extend(&before);
                    way.extend(&further);
                }
            }
            reached
        })
    }
}

impl Step {
    fn provenance(&self, dataset: &Dataset, node: Id) -> ProvenanceMap {
        let id = |iri: NamedNodeRef<'_>| dataset.iri_id(iri);
        match self {
            Self::Forward(property) => {
                let facts = id(property.as_ref())
                    .into_iter()
                    .flat_map(|property| dataset.matching(Some(node), Some(property), None));
                facts.map(|fact| (fact[2], Provenance::of(fact))).collect()
            }
            Self::Backward(property) => {
                let facts = id(property.as_ref())
                    .into_iter()
                    .flat_map(|property| dataset.matching(None, Some(property), Some(node)));
                facts.map(|fact| (fact[0], Provenance::of(fact))).collect()
            }
            Self::Repeat { path, at_least_once } => {
                let mut reached = ProvenanceMap::new();
                if !at_least_once {
                    reached.insert(node, Provenance::default());
                }
                let mut waiting = VecDeque::from([(node, Provenance::default())]);
                while let Some((node, before)) = waiting.pop_front() {
                    for (next, further) in path.provenance(dataset, node) {
                        if let Entry::Vacant(place) = reached.entry(next) {
                            let way = before.then(&further);
                            place.insert(way.clone());
                            waiting.push_back((next, way));
                        }
                    }
                }
                reached
            }
            Self::Either(paths) => {
                let mut reached = ProvenanceMap::new();
                for (end, way) in paths.iter().flat_map(|path| path.provenance(dataset, node)) {
                    reached.entry(end).or_default().extend(&way);
                }
                reached
            }
            Self::Where { property, value } => {
                let property = id(property.as_ref());
                let fact = property
                    .zip(dataset.id(value))
                    .map(|(property, value)| [node, property, value])
                    .filter(|[s, p, o]| dataset.matching(Some(*s), Some(*p), Some(*o)).next().is_some());
                fact.map(|fact| (node, Provenance::of(fact))).into_iter().collect()
            }
            Self::OfClass { classes, inside } => {
                let mut types = dataset.values(node, rdf::TYPE);
                let is_of_one = types.any(|class| classes.iter().any(|one| class == one.as_ref().into()));
                let stays = (is_of_one == *inside).then(|| (node, Provenance::default()));
                stays.into_iter().collect()
            }
            // An analysis depends on more facts than can be listed; explanations use the analysis itself.
            Self::Derived { derived, backward } => {
                let ends = derived.of(node, *backward);
                ends.map(|end| (end, Provenance::default())).collect()
            }
        }
    }
}
