//! The impact of removing nodes: what loses its last support, what loses some of it.

use crate::graph::support::{SupportGraph, SupportNode};
use crate::store::Id;

/// What the removal of nodes does to things.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// The things and grounds that are removed: those named, and grounds for which only removed agents answer.
    pub gone: Vec<Id>,
    /// Things that had support and have none left.
    pub fallen: Vec<Id>,
    /// Things that depend on what is removed, and have other support left.
    pub weakened: Vec<Weakened>,
    /// Things with support that depend on nothing that is removed.
    pub untouched: Vec<Id>,
    /// Things that had no support before.
    pub unsupported: Vec<Id>,
}

/// A thing that loses some of its support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weakened {
    /// The thing.
    pub thing: Id,
    /// The number of grounds before, direct and indirect.
    pub before: u32,
    /// The number of grounds that are left.
    pub left: u32,
}

impl SupportGraph {
    /// The impact of removing these things, grounds or agents. Ids that are not in the graph change nothing.
    #[must_use]
    pub fn removal_impact(&self, gone: &[Id]) -> Impact {
        let away = self.removal_mask(gone);
        let stays = |node: SupportNode| !away[node as usize];
        let had = self.support_mask(|_| true);
        let has = self.support_mask(stays);
        let touched = self.dependents_mask(&away);
        let (before, left) = (self.widths(|_| true), self.remaining_widths(&away));
        let mut impact = Impact {
            gone: (0..self.agents_start).filter(|it| !stays(*it)).map(|it| self.term(it)).collect(),
            ..Impact::default()
        };
        for thing in self.all_things().filter(|thing| stays(*thing)) {
            let at = thing as usize;
            if !had[at] {
                impact.unsupported.push(self.term(thing));
            } else if !has[at] {
                impact.fallen.push(self.term(thing));
            } else if touched[at] {
                impact.weakened.push(Weakened { thing: self.term(thing), before: before[at], left: left[at] });
            } else {
                impact.untouched.push(self.term(thing));
            }
        }
        impact
    }

    /// True for each node that is removed.
    fn removal_mask(&self, gone: &[Id]) -> Vec<bool> {
        let mut away = vec![false; self.terms.len()];
        for id in gone {
            for node in self.node(*id).into_iter().chain(self.ground(*id)) {
                away[node as usize] = true;
            }
        }
        for ground in self.all_grounds() {
            let agents = self.answerable.neighbors(ground);
            if !agents.is_empty() && agents.iter().all(|agent| away[*agent as usize]) {
                away[ground as usize] = true;
            }
        }
        away
    }

    /// True for each thing that depends on something that is removed.
    fn dependents_mask(&self, away: &[bool]) -> Vec<bool> {
        let goes = |node: &SupportNode| away[*node as usize];
        let mut of_fold = vec![false; self.condensation.members.len()];
        for (fold, members) in self.condensation.sccs() {
            let own = |thing: &SupportNode| goes(thing) || self.grounds.neighbors(*thing).iter().any(goes);
            let mut below = self.condensation.below.neighbors(fold).iter();
            of_fold[fold as usize] = members.iter().any(own) || below.any(|next| of_fold[*next as usize]);
        }
        let folds = self.condensation.component_of.iter();
        folds.map(|fold| of_fold[*fold as usize]).collect()
    }

    /// The number of grounds that each thing still reaches. If things are removed, cycles may break, so the
    /// condensation is computed anew.
    fn remaining_widths(&self, away: &[bool]) -> Vec<u32> {
        let stays = |node: SupportNode| !away[node as usize];
        if self.all_things().all(stays) {
            return self.widths(stays);
        }
        self.subgraph(stays).widths(|_| true)
    }
}
