//! Adjacency arrays as a petgraph graph: its algorithms walk the arrays of the index, or those of an analysis, in
//! place. Nothing is copied.

use std::iter::Copied;
use std::ops::Range;
use std::slice::Iter;

use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::visit::{
    GraphBase, GraphRef, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount, NodeIndexable, Visitable,
};

use crate::base::spend;
use crate::graph::adjacency::Adjacency;
use crate::store::{AdjacencyIndex, Dataset, Id};

/// Links that can be followed from a node.
pub trait Successors {
    /// The nodes that a node is linked to, side by side.
    fn successors(&self, node: u32) -> &[u32];
}

impl Successors for AdjacencyIndex {
    fn successors(&self, node: u32) -> &[u32] {
        self.of_node(node)
    }
}

impl Successors for Adjacency {
    fn successors(&self, node: u32) -> &[u32] {
        self.neighbors(node)
    }
}

/// A directed graph: links, and the same links backward. Its nodes are those of a range that have a link.
#[derive(Debug)]
pub struct View<'a, L> {
    forward: &'a L,
    backward: &'a L,
    range: (u32, u32),
}

impl<'a> View<'a, AdjacencyIndex> {
    /// The graph of one property; its nodes are terms.
    #[must_use]
    pub fn of_property(dataset: &'a Dataset, property: Id) -> Self {
        let [forward, backward] = [false, true].map(|back| dataset.adjacency(property, back));
        let ends = [forward.range(), backward.range()];
        let ends = ends.into_iter().filter(|range| !range.is_empty());
        let both = ends.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        Self::new(forward, backward, both.unwrap_or(0..0))
    }
}

impl<'a, L: Successors> View<'a, L> {
    /// The graph on a range of nodes, given by its edges in both directions.
    pub(super) fn new(forward: &'a L, backward: &'a L, range: Range<u32>) -> Self {
        Self { forward, backward, range: (range.start, range.end) }
    }

    fn has_links(self, node: u32) -> bool {
        !self.forward.successors(node).is_empty() || !self.backward.successors(node).is_empty()
    }
}

impl<L> Clone for View<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for View<'_, L> {}

impl<L> GraphBase for View<'_, L> {
    type NodeId = u32;
    /// The two nodes of a link.
    type EdgeId = (u32, u32);
}

impl<L> GraphRef for View<'_, L> {}

impl<'a, L: Successors> IntoNeighbors for View<'a, L> {
    type Neighbors = Copied<Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        spend(1);
        self.forward.successors(node).iter().copied()
    }
}

impl<'a, L: Successors> IntoNeighborsDirected for View<'a, L> {
    type NeighborsDirected = Copied<Iter<'a, u32>>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Self::NeighborsDirected {
        spend(1);
        let links = match direction {
            Direction::Outgoing => self.forward,
            Direction::Incoming => self.backward,
        };
        links.successors(node).iter().copied()
    }
}

/// The nodes of a [`View`].
#[derive(Debug)]
pub struct Nodes<'a, L> {
    view: View<'a, L>,
    rest: Range<u32>,
}

impl<L: Successors> Iterator for Nodes<'_, L> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let view = self.view;
        self.rest.find(|node| view.has_links(*node))
    }
}

impl<'a, L: Successors> IntoNodeIdentifiers for View<'a, L> {
    type NodeIdentifiers = Nodes<'a, L>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        Nodes { view: self, rest: self.range.0..self.range.1 }
    }
}

impl<L: Successors> NodeCount for View<'_, L> {
    fn node_count(&self) -> usize {
        self.node_identifiers().count()
    }
}

impl<L> NodeIndexable for View<'_, L> {
    fn node_bound(&self) -> usize {
        (self.range.1 - self.range.0) as usize
    }

    fn to_index(&self, node: u32) -> usize {
        (node - self.range.0) as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        self.range.0 + u32::try_from(index).expect("a node has 32 bits")
    }
}

/// Which nodes were visited: the bits that petgraph itself uses.
pub(super) type Visited = <DiGraph<(), ()> as Visitable>::Map;

impl<L> Visitable for View<'_, L> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited::with_capacity(self.range.1 as usize)
    }

    fn reset_map(&self, map: &mut Visited) {
        map.clear();
        map.grow(self.range.1 as usize);
    }
}
