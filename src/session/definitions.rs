//! Which definitions stand on which: a graph that must have no circle.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::question::NounPhrase;
use crate::words::AdjectiveId;

/// Adjectives that are defined by one another, in an order in which each uses the next; `None` when
/// there is no circle.
pub(super) fn circle(definitions: &HashMap<AdjectiveId, NounPhrase>) -> Option<Vec<AdjectiveId>> {
    let mut ids: Vec<AdjectiveId> = definitions.keys().copied().collect();
    ids.sort_unstable();
    let mut graph: DiGraph<AdjectiveId, ()> = DiGraph::new();
    let nodes: HashMap<AdjectiveId, NodeIndex> =
        ids.iter().map(|id| (*id, graph.add_node(*id))).collect();
    for id in &ids {
        for used in definitions[id].adjectives_used() {
            if let Some(node) = nodes.get(&used) {
                graph.update_edge(nodes[id], *node, ());
            }
        }
    }
    let knot = kosaraju_scc(&graph).into_iter().find(|group| {
        group.len() > 1 || group.iter().any(|node| graph.contains_edge(*node, *node))
    })?;
    // Inside a knot every walk comes round: follow the first edge that stays inside.
    let mut walk = vec![*knot.iter().min()?];
    loop {
        let last = *walk.last()?;
        let next = graph
            .neighbors(last)
            .filter(|node| knot.contains(node))
            .min()?;
        if let Some(from) = walk.iter().position(|node| *node == next) {
            return Some(walk[from..].iter().map(|node| graph[*node]).collect());
        }
        walk.push(next);
    }
}
