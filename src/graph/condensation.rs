//! Condensation: the strongly connected components of "is concluded from" and similar links, in an order in which what
//! supports comes before what is supported.
//!
//! S. R. Kosaraju 1978, in A. V. Aho, J. E. Hopcroft, J. D. Ullman, *Data Structures and Algorithms*, 1983.

use petgraph::algo::kosaraju_scc;

use crate::graph::adjacency::Adjacency;
use crate::graph::view::View;

/// The strongly connected components of a graph: things that support one another are one.
#[derive(Debug)]
pub(super) struct Condensation {
    /// The things of each component, ascending; a component comes after those that it rests on.
    pub(super) members: Vec<Vec<u32>>,
    /// The component of each thing.
    pub(super) component_of: Vec<u32>,
    /// The other components that a component rests on.
    pub(super) below: Adjacency,
    /// True for a component that rests on something or that something rests on.
    pub(super) linked: Vec<bool>,
    /// True for a component whose things support one another, or themselves.
    is_cycle: Vec<bool>,
}

impl Condensation {
    /// The condensation of a graph, given by its edges in both directions.
    pub(super) fn of(rests: &Adjacency, supports: &Adjacency) -> Self {
        let things = rests.nodes();
        let last = u32::try_from(things).expect("things are fewer than 2^32");
        // Things without an edge are a component each: only the others need the algorithm.
        let view = View::new(rests, supports, 0..last);
        let mut members: Vec<Vec<u32>> = kosaraju_scc(view);
        members.iter_mut().for_each(|group| group.sort_unstable());
        let mut is_linked = vec![false; things];
        for thing in members.iter().flatten() {
            is_linked[*thing as usize] = true;
        }
        let alone = (0..).zip(&is_linked).filter(|(_, linked)| !**linked);
        members.extend(alone.map(|(thing, _)| vec![thing]));
        let mut fold = vec![0; things];
        for (at, group) in (0..).zip(&members) {
            for thing in group {
                fold[*thing as usize] = at;
            }
        }
        let mut circular: Vec<bool> = members.iter().map(|group| group.len() > 1).collect();
        let mut below = Vec::new();
        for [from, to] in rests.pairs() {
            if from == to {
                circular[fold[from as usize] as usize] = true;
            }
            let ends = [fold[from as usize], fold[to as usize]];
            if ends[0] != ends[1] {
                below.push(ends);
            }
        }
        Self {
            linked: members.iter().map(|group| is_linked[group[0] as usize]).collect(),
            below: Adjacency::of(members.len(), below),
            members,
            component_of: fold,
            is_cycle: circular,
        }
    }

    /// The things of the cycle that a thing is in, itself included; none if it is in no cycle.
    pub(super) fn cycle_of(&self, thing: u32) -> Option<&[u32]> {
        let fold = self.component_of[thing as usize] as usize;
        self.is_cycle[fold].then(|| self.members[fold].as_slice())
    }

    /// The components, each after those that it rests on.
    pub(super) fn sccs(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..).zip(self.members.iter().map(Vec::as_slice))
    }
}
