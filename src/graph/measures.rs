//! Measures of support: depth, width, independence, load, and connected components.

use petgraph::unionfind::UnionFind;

use crate::graph::reach::count_reach;
use crate::graph::support::{SupportGraph, SupportNode};
use crate::store::Dataset;

impl SupportGraph {
    /// For each thing: the steps of the longest path to a ground, a cycle counted as one thing; 0 if unsupported.
    pub(super) fn depths(&self) -> Vec<u32> {
        self.highest(|_| 1, |below| below + 1)
    }

    /// True for each thing that reaches a ground that stays, through things that stay.
    pub(super) fn support_mask(&self, stays: impl Fn(SupportNode) -> bool) -> Vec<bool> {
        let mut supported = vec![false; self.things as usize];
        let has_ground = |thing: &SupportNode| self.grounds.neighbors(*thing).iter().any(|ground| stays(*ground));
        let mut waiting: Vec<SupportNode> =
            self.all_things().filter(|thing| stays(*thing)).filter(has_ground).collect();
        for thing in &waiting {
            supported[*thing as usize] = true;
        }
        while let Some(thing) = waiting.pop() {
            for next in self.supports.neighbors(thing) {
                if stays(*next) && !std::mem::replace(&mut supported[*next as usize], true) {
                    waiting.push(*next);
                }
            }
        }
        supported
    }

    /// For each thing: how many grounds that stay it reaches. All things must stay: else take a [`Self::subgraph`].
    pub(super) fn widths(&self, stays: impl Fn(SupportNode) -> bool) -> Vec<u32> {
        let direct = self.scc_grounds(stays);
        let width = count_reach(&self.condensation, self.agents_start - self.things, direct).of_component;
        self.expand_sccs(&width)
    }

    /// For each thing: how many different agents answer for the grounds that it reaches; grounds for which nobody is
    /// known to answer count as those of one agent.
    pub(super) fn independences(&self) -> Vec<u32> {
        let agents = u32::try_from(self.terms.len()).unwrap_or(u32::MAX) - self.agents_start;
        let direct = self.scc_grounds(|_| true).into_iter();
        let direct = direct.flat_map(|[fold, ground]| {
            let agents_of = self.answerable.neighbors(self.things + ground);
            let known = agents_of.iter().map(move |agent| [fold, agent - self.agents_start]);
            let unknown = agents_of.is_empty().then_some([fold, agents]);
            known.chain(unknown).collect::<Vec<_>>()
        });
        let independence = count_reach(&self.condensation, agents + 1, direct.collect()).of_component;
        self.expand_sccs(&independence)
    }

    /// For each thing and each ground: how many other things depend on it, directly or indirectly.
    pub(super) fn loads(&self) -> Vec<u32> {
        let circles = &self.condensation;
        let itself = circles.sccs().map(|(fold, _)| [fold, fold]);
        let folds = u32::try_from(circles.members.len()).unwrap_or(u32::MAX);
        let on_things = count_reach(circles, folds, itself.collect()).of_target;
        let on_things = self.expand_sccs(&on_things).into_iter().map(|load| load - 1);
        let direct = self.scc_grounds(|_| true);
        let on_grounds = count_reach(circles, self.agents_start - self.things, direct).of_target;
        on_things.chain(on_grounds).collect()
    }

    /// For each thing and each ground its rank by load, from 1; of a thing the last rank among the grounds that it
    /// reaches, 0 if unsupported: so many of the heaviest grounds must go for it to fall.
    pub(super) fn load_ranks(&self, dataset: &Dataset) -> Vec<u32> {
        let loads = self.loads();
        let mut grounds: Vec<SupportNode> = self.all_grounds().collect();
        let iri = |ground: SupportNode| dataset.term(self.term(ground)).to_string();
        grounds.sort_by_cached_key(|ground| (u32::MAX - loads[*ground as usize], iri(*ground)));
        let mut rank = vec![0; grounds.len()];
        for (place, ground) in (1..).zip(grounds) {
            rank[(ground - self.things) as usize] = place;
        }
        let of_things = self.highest(|ground| rank[(ground - self.things) as usize], |below| below);
        of_things.into_iter().chain(rank).collect()
    }

    /// For each thing and each ground the number of its component, from 1: what is linked by support in
    /// either direction, the one with most things first, then that with the earliest term.
    ///
    /// Union-find: R. E. Tarjan, *Efficiency of a good but not linear set union algorithm*, 1975.
    pub(super) fn components(&self) -> Vec<u32> {
        let mut union: UnionFind<SupportNode> = UnionFind::new(self.agents_start as usize);
        for [from, to] in self.premises.pairs().chain(self.grounds.pairs()) {
            union.union(from, to);
        }
        let first_of = union.into_labeling();
        let mut sizes = vec![(0_u32, u32::MAX); first_of.len()];
        for (node, root) in (0..).zip(&first_of) {
            let (size, first) = &mut sizes[*root as usize];
            *size += u32::from(node < self.things);
            *first = (*first).min(self.term(node));
        }
        let mut roots: Vec<SupportNode> =
            (0..self.agents_start).filter(|node| first_of[*node as usize] == *node).collect();
        roots.sort_unstable_by_key(|root| {
            let (size, first) = sizes[*root as usize];
            (u32::MAX - size, first)
        });
        let mut number = vec![0; first_of.len()];
        for (place, root) in (1..).zip(roots) {
            number[root as usize] = place;
        }
        first_of.into_iter().map(|root| number[root as usize]).collect()
    }

    /// For each thing, the maximum of `own` for its grounds and of `step` for the values of the things that it is
    /// concluded from; 0 if unsupported.
    fn highest(&self, own: impl Fn(SupportNode) -> u32, step: impl Fn(u32) -> u32) -> Vec<u32> {
        let mut of_fold = vec![0; self.condensation.members.len()];
        for (fold, members) in self.condensation.sccs() {
            let grounds = members.iter().flat_map(|thing| self.grounds.neighbors(*thing));
            let below = self.condensation.below.neighbors(fold).iter();
            let below = below.map(|next| of_fold[*next as usize]).filter(|it| *it > 0);
            let all = grounds.map(|ground| own(*ground)).chain(below.map(&step));
            of_fold[fold as usize] = all.max().unwrap_or(0);
        }
        self.expand_sccs(&of_fold)
    }

    /// Pairs of a component and a ground of one of its things, if both stay; grounds are numbered from 0.
    fn scc_grounds(&self, stays: impl Fn(SupportNode) -> bool) -> Vec<[u32; 2]> {
        let pairs = self.grounds.pairs();
        let pairs = pairs.filter(|[thing, ground]| stays(*thing) && stays(*ground));
        let fold = |thing: SupportNode| self.condensation.component_of[thing as usize];
        pairs.map(|[thing, ground]| [fold(thing), ground - self.things]).collect()
    }

    /// The value of its component for each thing.
    fn expand_sccs(&self, of_fold: &[u32]) -> Vec<u32> {
        let folds = self.condensation.component_of.iter();
        folds.map(|fold| of_fold[*fold as usize]).collect()
    }
}
