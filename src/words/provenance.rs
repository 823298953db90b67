//! What a path reaches from a thing, with or without its provenance: the triples by which it leads there.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use crate::base::Limit;
use crate::store::{Dataset, Id, Triple};
use crate::words::Path;
use crate::words::compiled_path::{CompiledPath, Move};

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

/// What is noted of the ends of a path while it is followed. Green, Karvounarakis, Tannen: Provenance semirings, 2007.
pub(crate) trait Annotation: Clone + Default {
    /// The annotation of one link.
    fn of_fact(fact: Triple) -> Self;

    /// Adds another path to the same end.
    fn add(&mut self, other: &Self);

    /// This path and then another.
    fn then(&self, further: &Self) -> Self;
}

/// Only the ends are wanted.
impl Annotation for () {
    fn of_fact(_: Triple) -> Self {}

    fn add(&mut self, (): &Self) {}

    fn then(&self, (): &Self) -> Self {}
}

impl Annotation for Provenance {
    fn of_fact(fact: Triple) -> Self {
        Self::of(fact)
    }

    fn add(&mut self, other: &Self) {
        self.extend(other);
    }

    fn then(&self, further: &Self) -> Self {
        Self::then(self, further)
    }
}

impl Path {
    /// Everything that the path reaches from `start`, ascending, each once.
    #[must_use]
    pub fn walk(&self, dataset: &Dataset, start: Id) -> BTreeSet<Id> {
        CompiledPath::of_facts(self, dataset).reach(start)
    }

    /// Everything that the path reaches from `start`, with the facts of all paths there; of a repetition, only those of
    /// the first path found, which is a shortest one.
    #[must_use]
    pub fn provenance(&self, dataset: &Dataset, start: Id) -> ProvenanceMap {
        CompiledPath::of_facts(self, dataset).annotate(BTreeMap::from([(start, Provenance::default())]))
    }
}

impl CompiledPath<'_> {
    /// Everything that the path reaches from a thing, ascending, each once.
    pub(crate) fn reach(&self, start: Id) -> BTreeSet<Id> {
        self.reach_from([start])
    }

    /// Everything that the path reaches from any of these things. What several of them reach is visited once.
    pub(crate) fn reach_from(&self, starts: impl IntoIterator<Item = Id>) -> BTreeSet<Id> {
        let starts = starts.into_iter().map(|start| (start, ())).collect();
        self.annotate(starts).into_keys().collect()
    }

    /// Everything that the path reaches, with the annotations of all paths there; of a repetition, only that of the
    /// first path found.
    fn annotate<A: Annotation>(&self, starts: BTreeMap<Id, A>) -> BTreeMap<Id, A> {
        self.moves.iter().fold(starts, |nodes, step| {
            let mut reached = BTreeMap::<Id, A>::new();
            for (node, before) in nodes {
                step.each_end(node, |next, further: A| {
                    let way = reached.entry(next).or_default();
                    way.add(&before);
                    way.add(&further);
                });
            }
            reached
        })
    }
}

impl Move<'_> {
    /// What one move leads to from a node, ascending, each once.
    pub(crate) fn ends(&self, node: Id) -> BTreeSet<Id> {
        let mut ends = BTreeSet::new();
        self.each_end(node, |end, ()| {
            ends.insert(end);
        });
        ends
    }

    /// Visits the ends of one move from a node, each with its annotation.
    fn each_end<A: Annotation>(&self, node: Id, mut visit: impl FnMut(Id, A)) {
        match self {
            Self::Links(both) => {
                for end in both.forward.of_node_lazy(node) {
                    let fact = both.predicate.map(|(property, backward)| match backward {
                        true => A::of_fact([*end, property, node]),
                        false => A::of_fact([node, property, *end]),
                    });
                    visit(*end, fact.unwrap_or_default());
                }
            }
            Self::Repeat { way, at_least_once } => {
                let mut reached = BTreeMap::new();
                if !at_least_once {
                    reached.insert(node, A::default());
                }
                let mut waiting = VecDeque::from([(node, A::default())]);
                while let Some((node, before)) = waiting.pop_front() {
                    for (next, further) in way.annotate(BTreeMap::from([(node, A::default())])) {
                        if let Entry::Vacant(place) = reached.entry(next) {
                            let longer = before.then(&further);
                            place.insert(longer.clone());
                            waiting.push_back((next, longer));
                        }
                    }
                }
                reached.into_iter().for_each(|(end, way)| visit(end, way));
            }
            Self::Either(ways) => {
                let mut reached = BTreeMap::<Id, A>::new();
                for way in ways {
                    for (end, way) in way.annotate(BTreeMap::from([(node, A::default())])) {
                        reached.entry(end).or_default().add(&way);
                    }
                }
                reached.into_iter().for_each(|(end, way)| visit(end, way));
            }
            Self::Where { property, own, value, .. } => {
                if own.of_node_lazy(node).contains(value) {
                    visit(node, A::of_fact([node, *property, *value]));
                }
            }
            Self::Of { own, classes, inside } => {
                let mut types = own.of_node_lazy(node).iter();
                if types.any(|own| classes.iter().any(|(class, _)| class == own)) == *inside {
                    visit(node, A::default());
                }
            }
            // An analysis depends on more facts than can be listed; explanations use the analysis itself.
            Self::Derived { derived, backward } => derived.of(node, *backward).for_each(|end| visit(end, A::default())),
            Self::Nowhere => {}
        }
    }
}
