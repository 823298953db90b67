//! Transitive links: a part of a part, what replaces what replaces.

use std::collections::{BTreeMap, HashMap, VecDeque};

use petgraph::unionfind::UnionFind;

use crate::graph::adjacency::Adjacency;
use crate::graph::condensation::Condensation;
use crate::store::{Dataset, Id};
use crate::words::{CompiledPath, Path};

/// A graph of links between things of any kind.
#[derive(Debug, Default)]
pub(super) struct ReachabilityGraph {
    /// The things that are linked, in the order in which they were found.
    terms: Vec<Id>,
    nodes: HashMap<Id, u32>,
    forward: Adjacency,
    backward: Adjacency,
}

/// What is reached from some things, each with its predecessor on a shortest path.
pub(super) type BfsTree = BTreeMap<Id, Id>;

impl ReachabilityGraph {
    /// The graph of everything that these paths reach from `starts`, in any number of steps.
    pub(super) fn of(dataset: &Dataset, paths: &[Path], starts: &[Id]) -> Self {
        let compiled: Vec<CompiledPath<'_>> = paths.iter().map(|path| CompiledPath::of_facts(path, dataset)).collect();
        let mut links = Self::default();
        for start in starts {
            links.node(*start);
        }
        let mut pairs = Vec::new();
        let mut at = 0;
        while let Some(term) = links.terms.get(at).copied() {
            let from = links.node(term);
            for end in compiled.iter().flat_map(|path| path.reach(term)) {
                pairs.push([from, links.node(end)]);
            }
            at += 1;
        }
        links.forward = Adjacency::of(links.terms.len(), pairs);
        links.backward = links.forward.transpose(links.terms.len());
        links
    }

    fn node(&mut self, term: Id) -> u32 {
        let next = u32::try_from(self.terms.len()).expect("ids are fewer than 2^32");
        let node = *self.nodes.entry(term).or_insert(next);
        if node == next {
            self.terms.push(term);
        }
        node
    }

    /// What is reached from some things in zero or more steps.
    pub(super) fn bfs_tree(&self, from: &[Id], backward: bool) -> BfsTree {
        let links = if backward { &self.backward } else { &self.forward };
        let mut reached: BfsTree = from.iter().map(|id| (*id, *id)).collect();
        let mut waiting: VecDeque<Id> = from.iter().copied().collect();
        while let Some(id) = waiting.pop_front() {
            let Some(node) = self.nodes.get(&id) else {
                continue;
            };
            // In the order of the ids, so that of several shortest paths the same one is always taken.
            let mut next: Vec<Id> = links.neighbors(*node).iter().map(|it| self.term(*it)).collect();
            next.sort_unstable();
            for next in next {
                reached.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    id
                });
            }
        }
        reached
    }

    /// A shortest path from one thing to another, ends included; none if there is none.
    pub(super) fn shortest_path(&self, from: Id, to: Id) -> Option<Vec<Id>> {
        let reached = self.bfs_tree(&[from], false);
        let mut way = vec![to];
        let mut at = to;
        while at != from {
            at = *reached.get(&at)?;
            way.push(at);
        }
        way.reverse();
        Some(way)
    }

    /// For each pair of things, whether one reaches the other. A pass over the edges serves 64 things at a time.
    pub(super) fn are_connected(&self, pairs: &[[Id; 2]]) -> Vec<bool> {
        let mut joined = vec![false; pairs.len()];
        let mut component: UnionFind<u32> = UnionFind::new(self.terms.len());
        for [from, to] in self.forward.pairs() {
            component.union(from, to);
        }
        let mut circles = None;
        // Target component, source component, pair: a component comes after all that it reaches.
        let mut asked: Vec<(u32, u32, usize)> = Vec::new();
        for (at, pair) in pairs.iter().enumerate() {
            let nodes = pair.map(|id| self.nodes.get(&id).copied());
            let [Some(one), Some(other)] = nodes else {
                joined[at] = pair[0] == pair[1];
                continue;
            };
            if !component.equiv(one, other) {
                continue;
            }
            let circles: &Condensation = circles.get_or_insert_with(|| Condensation::of(&self.forward, &self.backward));
            let folds = [one, other].map(|node| circles.component_of[node as usize]);
            if folds[0] == folds[1] {
                joined[at] = true;
            } else {
                asked.push((folds[0].min(folds[1]), folds[0].max(folds[1]), at));
            }
        }
        asked.sort_unstable();
        let mut targets: Vec<u32> = asked.iter().map(|(target, ..)| *target).collect();
        targets.dedup();
        let (Some(circles), false) = (circles, targets.is_empty()) else {
            return joined;
        };
        let mut reach = vec![0_u64; circles.members.len()];
        for block in targets.chunks(64) {
            let first = asked.partition_point(|(target, ..)| *target < block[0]);
            let last = block[block.len() - 1];
            let end = asked.partition_point(|(target, ..)| *target <= last);
            let asked = &asked[first..end];
            let highest = asked.iter().map(|(_, from, _)| *from).max().unwrap_or(0);
            for fold in block[0]..=highest {
                let own = block.binary_search(&fold).map_or(0, |bit| 1 << bit);
                let below = circles.below.neighbors(fold).iter();
                // Components before the block hold bits of other blocks.
                let below = below.filter(|next| **next >= block[0]);
                reach[fold as usize] = below.fold(own, |all, next| all | reach[*next as usize]);
            }
            for (target, from, at) in asked {
                let bit = block.binary_search(target).expect("it is in the block");
                joined[*at] = reach[*from as usize] >> bit & 1 == 1;
            }
        }
        joined
    }

    fn term(&self, node: u32) -> Id {
        self.terms[node as usize]
    }
}
