//! The hierarchy of classes, as a graph: which classes a kind covers, which kinds stand above it.

use std::collections::HashMap;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNode, NamedNodeRef, TermRef};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};

use crate::store::Dataset;

/// Classes with edges to their direct superclasses (`rdfs:subClassOf`). Classes in a cycle have the same members: each
/// is below and above all others.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    graph: DiGraph<NamedNode, ()>,
    nodes: HashMap<NamedNode, NodeIndex>,
}

impl Hierarchy {
    /// Reads every `rdfs:subClassOf` between two IRIs.
    pub(super) fn read(dataset: &Dataset) -> Self {
        let mut hierarchy = Self::default();
        let Some(below) = dataset.iri_id(rdfs::SUB_CLASS_OF) else {
            return hierarchy;
        };
        for triple in dataset.matching(None, Some(below), None) {
            let ends = (dataset.term(triple[0]), dataset.term(triple[2]));
            if let (TermRef::NamedNode(class), TermRef::NamedNode(above)) = ends {
                let (class, above) = (hierarchy.node(class), hierarchy.node(above));
                hierarchy.graph.add_edge(class, above, ());
            }
        }
        hierarchy
    }

    fn node(&mut self, class: NamedNodeRef<'_>) -> NodeIndex {
        let class = class.into_owned();
        if let Some(node) = self.nodes.get(&class) {
            return *node;
        }
        let node = self.graph.add_node(class.clone());
        self.nodes.insert(class, node);
        node
    }

    /// The class and all classes below it, by IRI.
    pub(super) fn below(&self, class: &NamedNode) -> Vec<NamedNode> {
        let mut found = vec![class.clone()];
        if let Some(start) = self.nodes.get(class) {
            let upside_down = Reversed(&self.graph);
            let mut walk = Dfs::new(upside_down, *start);
            while let Some(node) = walk.next(upside_down) {
                found.push(self.graph[node].clone());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The class and all classes above it.
    pub(super) fn above(&self, class: &NamedNode) -> Vec<NamedNode> {
        let mut found = vec![class.clone()];
        if let Some(start) = self.nodes.get(class) {
            let mut walk = Dfs::new(&self.graph, *start);
            while let Some(node) = walk.next(&self.graph) {
                found.push(self.graph[node].clone());
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The classes directly above a class, by IRI.
    pub(super) fn directly_above(&self, class: &NamedNode) -> Vec<NamedNode> {
        let node = self.nodes.get(class);
        let neighbours = node.into_iter().flat_map(|node| self.graph.neighbors(*node));
        let mut found: Vec<NamedNode> = neighbours.map(|above| self.graph[above].clone()).collect();
        found.sort_unstable();
        found
    }
}
