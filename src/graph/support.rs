//! The support graph: things depend on other things and on grounds, grounds on the agents who answer for them. One path
//! of support is enough: a thing falls when it reaches no ground any more.

use crate::graph::adjacency::Adjacency;
use crate::graph::condensation::Condensation;
use crate::graph::support_schema::SupportSchema;
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Support};

/// A node of the graph: things come first, then grounds, then agents.
pub(super) type SupportNode = u32;

/// The support of all things, as adjacency arrays.
#[derive(Debug)]
pub struct SupportGraph {
    /// The terms of the nodes: of things, of grounds, of agents, each ascending.
    pub(super) terms: Vec<Id>,
    /// How many things there are.
    pub(super) things: u32,
    /// How many things and grounds.
    pub(super) agents_start: u32,
    /// From a thing to the things that it is concluded from.
    pub(super) premises: Adjacency,
    /// The reverse of `rests`.
    pub(super) supports: Adjacency,
    /// From a thing to its own grounds.
    pub(super) grounds: Adjacency,
    /// From a ground to the agents who answer for it; by the index of the node.
    pub(super) answerable: Adjacency,
    /// The condensation of `rests`.
    pub(super) condensation: Condensation,
}

impl SupportGraph {
    /// Builds the graph from the facts, by the vocabulary's relations of support.
    #[must_use]
    pub fn of(dataset: &Dataset, lexicon: &Lexicon, support: &Support) -> Self {
        Self::of_schema(&SupportSchema::of(lexicon, support), dataset)
    }

    pub(super) fn of_schema(schema: &SupportSchema, dataset: &Dataset) -> Self {
        let (nodes, links) = schema.read(dataset);
        Self::build(nodes, links)
    }

    /// The graph of things, grounds and agents, each ascending, from pairs of an index and a term.
    fn build([things, grounds, agents]: [Vec<Id>; 3], [rests, bearing, answering]: [Vec<[u32; 2]>; 3]) -> Self {
        let place = |ids: &[Id], id: Id| {
            let at = ids.binary_search(&id).ok()?;
            u32::try_from(at).ok()
        };
        let count = |ids: &[Id]| u32::try_from(ids.len()).expect("ids are fewer than 2^32");
        let (first_ground, first_agent) = (count(&things), count(&things) + count(&grounds));
        let rests: Vec<[u32; 2]> =
            rests.into_iter().filter_map(|[from, to]| Some([from, place(&things, to)?])).collect();
        let bearing: Vec<[u32; 2]> =
            bearing.into_iter().filter_map(|[from, to]| Some([from, first_ground + place(&grounds, to)?])).collect();
        let answering: Vec<[u32; 2]> = answering
            .into_iter()
            .filter_map(|[from, to]| Some([first_ground + from, first_agent + place(&agents, to)?]))
            .collect();
        let terms: Vec<Id> = [things.clone(), grounds.clone(), agents].concat();
        let rests = Adjacency::of(things.len(), rests);
        let supports = rests.transpose(things.len());
        let grounds = Adjacency::of(things.len(), bearing);
        Self {
            things: first_ground,
            agents_start: first_agent,
            answerable: Adjacency::of(terms.len(), answering),
            condensation: Condensation::of(&rests, &supports),
            supports,
            premises: rests,
            grounds,
            terms,
        }
    }

    /// The same graph, with only the links between nodes that stay.
    pub(super) fn subgraph(&self, stays: impl Fn(SupportNode) -> bool) -> Self {
        let kept = |links: &Adjacency, nodes: usize| {
            let pairs = links.pairs().filter(|ends| ends.iter().all(|end| stays(*end)));
            Adjacency::of(nodes, pairs.collect())
        };
        let rests = kept(&self.premises, self.things as usize);
        let supports = rests.transpose(self.things as usize);
        let grounds = kept(&self.grounds, self.things as usize);
        Self {
            terms: self.terms.clone(),
            things: self.things,
            agents_start: self.agents_start,
            answerable: kept(&self.answerable, self.terms.len()),
            condensation: Condensation::of(&rests, &supports),
            supports,
            premises: rests,
            grounds,
        }
    }

    /// All things, in the order of their ids.
    pub(super) fn all_things(&self) -> std::ops::Range<SupportNode> {
        0..self.things
    }

    /// All grounds.
    pub(super) fn all_grounds(&self) -> std::ops::Range<SupportNode> {
        self.things..self.agents_start
    }

    /// The term of a node.
    pub(super) fn term(&self, node: SupportNode) -> Id {
        self.terms[node as usize]
    }

    /// True for a thing of the graph: a claim.
    #[must_use]
    pub fn is_thing(&self, id: Id) -> bool {
        self.thing(id).is_some()
    }

    /// True for a ground, which supports by itself: a source.
    #[must_use]
    pub fn is_ground(&self, id: Id) -> bool {
        self.ground(id).is_some()
    }

    /// The node of a ground, even if it is also a thing.
    pub(super) fn ground(&self, id: Id) -> Option<SupportNode> {
        self.find_node(id, self.things..self.agents_start)
    }

    /// The node of a thing.
    pub(super) fn thing(&self, id: Id) -> Option<SupportNode> {
        self.find_node(id, 0..self.things)
    }

    /// The node of a term; one that is both a thing and a ground is found as the thing.
    pub(super) fn node(&self, id: Id) -> Option<SupportNode> {
        let thing = self.thing(id);
        thing.or_else(|| self.ground(id)).or_else(|| self.agent(id))
    }

    fn agent(&self, id: Id) -> Option<SupportNode> {
        let nodes = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.find_node(id, self.agents_start..nodes)
    }

    fn find_node(&self, id: Id, among: std::ops::Range<SupportNode>) -> Option<SupportNode> {
        let terms = &self.terms[among.start as usize..among.end as usize];
        let place = terms.binary_search(&id).ok()?;
        Some(among.start + u32::try_from(place).ok()?)
    }

    /// True for an agent who answers for a ground.
    #[must_use]
    pub fn is_answerable(&self, id: Id) -> bool {
        self.node(id).is_some_and(|node| node >= self.agents_start)
    }

    /// The things that a thing is concluded from, ascending.
    pub fn rests_of(&self, thing: Id) -> impl Iterator<Item = Id> + '_ {
        self.neighbor_terms(&self.premises, thing)
    }

    /// The grounds that a thing has itself, ascending.
    pub fn grounds_of(&self, thing: Id) -> impl Iterator<Item = Id> + '_ {
        self.neighbor_terms(&self.grounds, thing)
    }

    /// The things of the support cycle that a thing is in, itself included; none if it is in none.
    #[must_use]
    pub fn cycle_of(&self, thing: Id) -> Vec<Id> {
        let node = self.thing(thing);
        let circle = node.and_then(|node| self.condensation.cycle_of(node));
        let circle = circle.into_iter().flatten();
        circle.map(|node| self.term(*node)).collect()
    }

    fn neighbor_terms<'a>(&'a self, links: &'a Adjacency, thing: Id) -> impl Iterator<Item = Id> + 'a {
        let node = self.thing(thing).into_iter();
        let ends = node.flat_map(|node| links.neighbors(node));
        ends.map(|end| self.term(*end))
    }
}
