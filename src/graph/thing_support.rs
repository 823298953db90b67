//! The support of a single thing.

use std::collections::{BTreeSet, HashSet};

use crate::graph::analyses::GraphAnalyses;
use crate::graph::support::SupportGraph;
use crate::store::Id;

/// The support of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingSupport {
    /// The steps of the longest path to a ground, a cycle counted as one thing; 0 if unsupported.
    pub depth: u32,
    /// The grounds that it depends on, direct and indirect, ascending.
    pub grounds: Vec<Id>,
    /// The agents who answer for them, ascending.
    pub agents: Vec<Id>,
    /// True if nobody is known to answer for one of them.
    pub unanswered: bool,
}

impl SupportGraph {
    /// The things that reach no ground.
    #[must_use]
    pub fn things_without_support(&self) -> HashSet<Id> {
        let supported = self.support_mask(|_| true);
        let things = self.all_things().filter(|thing| !supported[*thing as usize]);
        things.map(|thing| self.term(thing)).collect()
    }

    /// The support of a thing; none for what is not a thing of this graph.
    #[must_use]
    pub fn support_of(&self, thing: Id) -> Option<ThingSupport> {
        let start = self.thing(thing)?;
        let mut seen = HashSet::from([start]);
        let mut waiting = vec![start];
        let mut grounds = BTreeSet::new();
        while let Some(thing) = waiting.pop() {
            grounds.extend(self.grounds.neighbors(thing));
            let below = self.premises.neighbors(thing).iter().copied();
            waiting.extend(below.filter(|below| seen.insert(*below)));
        }
        let agents = |ground: &u32| self.answerable.neighbors(*ground);
        let known: BTreeSet<u32> = grounds.iter().flat_map(agents).copied().collect();
        let unanswered = grounds.iter().any(|ground| agents(ground).is_empty());
        Some(ThingSupport {
            depth: self.depths()[start as usize],
            grounds: grounds.into_iter().map(|ground| self.term(ground)).collect(),
            agents: known.into_iter().map(|agent| self.term(agent)).collect(),
            unanswered,
        })
    }
}

impl GraphAnalyses {
    /// What a thing falls without, the nearest first: other things, a ground, an agent.
    #[must_use]
    pub fn dominators_of(&self, thing: Id) -> Vec<Id> {
        let Some(graph) = self.graph() else {
            return Vec::new();
        };
        let mut at = graph.node(thing);
        let mut found = Vec::new();
        while let Some(above) = at.and_then(|node| self.dominators(graph).immediate[node as usize]) {
            found.push(graph.term(above));
            at = Some(above);
        }
        found
    }
}
