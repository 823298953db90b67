//! Adjacency as arrays (compressed sparse rows): for each node, its neighbours, side by side in memory.

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::store::{Ascending, Dataset, Id, distinct_union};
use crate::words::{CompiledPath, Move, Path};

/// Edges from nodes `0..n` to numbers: those of one node are contiguous, ascending and distinct.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Adjacency {
    /// Where the edges of each node begin; one entry more than there are nodes.
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Adjacency {
    /// The adjacency of `nodes` nodes, from pairs in any order.
    pub(super) fn of(nodes: usize, mut pairs: Vec<[u32; 2]>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; nodes + 1];
        for [from, _] in &pairs {
            starts[*from as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let ends = pairs.into_iter().map(|[_, to]| to).collect();
        Self { starts, ends }
    }

    /// The reversed edges; `nodes` is the number of their end nodes.
    pub(super) fn transpose(&self, nodes: usize) -> Self {
        Self::of(nodes, self.pairs().map(|[from, to]| [to, from]).collect())
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The neighbours of a node.
    pub(super) fn neighbors(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.ends[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// Every edge.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [u32; 2]> + '_ {
        let nodes = u32::try_from(self.nodes()).unwrap_or(u32::MAX);
        (0..nodes).flat_map(|node| self.neighbors(node).iter().map(move |to| [node, *to]))
    }
}

/// The things of any of these classes, ascending.
pub(super) fn of_classes(dataset: &Dataset, classes: &[NamedNode]) -> Vec<Id> {
    let Some(a) = dataset.iri_id(rdf::TYPE) else {
        return Vec::new();
    };
    let links = dataset.adjacency(a, true);
    let classes = classes.iter();
    let classes = classes.filter_map(|class| dataset.iri_id(class.as_ref()));
    let things: Vec<Ascending<'_>> = classes.map(|class| links.ends_of(class)).collect();
    distinct_union(&things)
}

/// What a path leads to from each of `starts`: pairs of the index of the start and the term it reaches.
pub(super) fn path_pairs(dataset: &Dataset, path: &Path, starts: &[Id]) -> Vec<[u32; 2]> {
    let mut pairs: Vec<[u32; 2]> = (0..).zip(starts).map(|(at, id)| [at, *id]).collect();
    for step in &CompiledPath::of_facts(path, dataset).moves {
        pairs = match step {
            Move::Links(both) => {
                let ends = |[at, id]: [u32; 2]| both.forward.of_node(id).iter().map(move |end| [at, *end]);
                pairs.into_iter().flat_map(ends).collect()
            }
            other => {
                // Many starts share few nodes here, as claims share topics: each node is followed once.
                let mut followed: HashMap<Id, BTreeSet<Id>> = HashMap::new();
                let mut next = Vec::new();
                for [at, id] in pairs {
                    let ends = followed.entry(id).or_insert_with(|| other.ends(id));
                    next.extend(ends.iter().map(|end| [at, *end]));
                }
                next
            }
        };
    }
    pairs
}
