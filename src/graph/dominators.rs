//! What falls without what: dominators in the flow of support from a common root through agents, grounds and things.
//!
//! E. S. Lowry, C. W. Medlock, *Object code optimization*, 1969; computed after K. D. Cooper, T. J. Harvey,
//! K. Kennedy, *A simple, fast dominance algorithm*, 2001.

use std::iter::Copied;
use std::slice::Iter;

use petgraph::algo::dominators::simple_fast;
use petgraph::visit::{GraphBase, IntoNeighbors, Visitable};

use crate::graph::adjacency::Adjacency;
use crate::graph::support::{SupportGraph, SupportNode};
use crate::graph::view::Visited;

/// What every path of support goes through.
#[derive(Debug)]
pub(super) struct Dominators {
    /// The immediate dominator of each node: the nearest other node without which it falls. None if nothing supports
    /// it, or no single node is indispensable.
    pub(super) immediate: Vec<Option<SupportNode>>,
    /// The ground without which a thing falls.
    pub(super) ground: Vec<Option<SupportNode>>,
    /// The agent without whom a thing falls.
    pub(super) agent: Vec<Option<SupportNode>>,
    /// For each node how many things fall when it is removed, itself not counted.
    pub(super) weight: Vec<u32>,
}

impl SupportGraph {
    /// Computes what every path of support goes through.
    pub(super) fn dominators(&self) -> Dominators {
        let nearest = self.immediate_dominators();
        let order = top_down(&nearest);
        let mut found = Dominators {
            ground: vec![None; nearest.len()],
            agent: vec![None; nearest.len()],
            weight: vec![0; nearest.len()],
            immediate: nearest,
        };
        for node in &order {
            let Some(above) = found.immediate[*node as usize] else {
                continue;
            };
            let is_ground = (self.things..self.agents_start).contains(&above);
            let inherited = |of: &[Option<SupportNode>]| of[above as usize];
            found.ground[*node as usize] = is_ground.then_some(above).or_else(|| inherited(&found.ground));
            found.agent[*node as usize] =
                (above >= self.agents_start).then_some(above).or_else(|| inherited(&found.agent));
        }
        for node in order.iter().rev() {
            let Some(above) = found.immediate[*node as usize] else {
                continue;
            };
            let fallen = found.weight[*node as usize] + u32::from(*node < self.things);
            found.weight[above as usize] += fallen;
        }
        found
    }

    /// The immediate dominator of each node. Most things neither rest on others nor support any: their dominator
    /// follows from their own grounds, and only the others need the general algorithm.
    fn immediate_dominators(&self) -> Vec<Option<SupportNode>> {
        let mut nearest = self.nearest_of_linked();
        for thing in self.all_things().filter(|thing| !self.is_linked(*thing)) {
            nearest[thing as usize] = match self.grounds.neighbors(thing) {
                [] => None,
                [ground] => Some(*ground),
                [first, rest @ ..] => {
                    let agent = nearest[*first as usize];
                    agent.filter(|_| rest.iter().all(|ground| nearest[*ground as usize] == agent))
                }
            };
        }
        nearest
    }

    fn is_linked(&self, thing: SupportNode) -> bool {
        self.condensation.linked[self.condensation.component_of[thing as usize] as usize]
    }

    /// The immediate dominator of each agent, ground and thing that rests on others or that others rest on.
    fn nearest_of_linked(&self) -> Vec<Option<SupportNode>> {
        let root = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        let unanswered = self.all_grounds();
        let unanswered = unanswered.filter(|ground| self.answerable.neighbors(*ground).is_empty());
        let own = self.grounds.pairs();
        let own = own.filter(|[thing, _]| self.is_linked(*thing));
        let borne = own.chain(self.answerable.pairs());
        let borne = borne.map(|[below, above]| [above, below]).collect();
        let flow = SupportFlow {
            graph: self,
            root_successors: (self.agents_start..root).chain(unanswered).collect(),
            supported: Adjacency::of(self.terms.len(), borne),
        };
        let dominators = simple_fast(&flow, root);
        let nearest = (0..root).map(|node| dominators.immediate_dominator(node));
        nearest.map(|above| above.filter(|above| *above != root)).collect()
    }
}

/// The flow of support: from the root to agents and to grounds for which nobody answers, from there to what they
/// support, from things to those that rest on them.
struct SupportFlow<'a> {
    graph: &'a SupportGraph,
    root_successors: Vec<SupportNode>,
    /// From agents to their grounds, from grounds to things.
    supported: Adjacency,
}

impl GraphBase for SupportFlow<'_> {
    type NodeId = SupportNode;
    type EdgeId = (SupportNode, SupportNode);
}

impl<'a> IntoNeighbors for &'a SupportFlow<'a> {
    type Neighbors = Copied<Iter<'a, SupportNode>>;

    fn neighbors(self, node: SupportNode) -> Self::Neighbors {
        let next = if node < self.graph.things {
            self.graph.supports.neighbors(node)
        } else if (node as usize) < self.graph.terms.len() {
            self.supported.neighbors(node)
        } else {
            &self.root_successors
        };
        next.iter().copied()
    }
}

impl Visitable for SupportFlow<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited::with_capacity(self.graph.terms.len() + 1)
    }

    fn reset_map(&self, map: &mut Visited) {
        map.clear();
        map.grow(self.graph.terms.len() + 1);
    }
}

/// The nodes, each after its dominator.
fn top_down(above: &[Option<SupportNode>]) -> Vec<SupportNode> {
    let mut below: Vec<Vec<SupportNode>> = vec![Vec::new(); above.len()];
    let mut order = Vec::with_capacity(above.len());
    for (node, above) in (0..).zip(above) {
        match above {
            Some(above) => below[*above as usize].push(node),
            None => order.push(node),
        }
    }
    let mut next = 0;
    while let Some(node) = order.get(next) {
        order.extend(std::mem::take(&mut below[*node as usize]));
        next += 1;
    }
    order
}
