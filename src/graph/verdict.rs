//! Whether two things contradict one another, and why, or why not: every reason as data.

use std::collections::BTreeSet;

use crate::graph::adjacency::Adjacency;
use crate::graph::opposition::{ConfinementLinks, OppositionIndex, intersects};
use crate::graph::reachability::BfsTree;
use crate::store::Id;
use crate::words::AdjectiveId;

/// The verdict on two claims that could contradict one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OppositionVerdict {
    /// One says the opposite of the other.
    Contradict(Common),
    /// They would, but one replaces the other: the path from the newer to the older.
    Settled(Common, Vec<Id>),
    /// They did, but the default filter excludes one of them, or both.
    Past(Common, PastReason),
    /// They are not about the same, for all these reasons.
    Apart(Vec<Apart>),
    /// They are the same claim.
    Same,
    /// One of them is of another kind, and cannot be contradicted.
    Unspoken,
}

/// What two opposite claims have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The things that both are about.
    pub things: Vec<Id>,
    /// The topics that one affirms and the other denies, for each of the two as the one that affirms.
    pub affirmed: [Vec<Id>; 2],
    /// How they overlap, for each confinement of the vocabulary.
    pub overlaps: Vec<Overlap>,
}

/// How the confinements of two claims overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlap {
    /// Neither is confined.
    Unconfined,
    /// One is not confined, the other is to these.
    Confined([Vec<Id>; 2]),
    /// Both are confined to these.
    Shared(Vec<Id>),
    /// An end of one lies above an end of the other.
    Above {
        /// The narrower.
        part: Id,
        /// What lies above it.
        whole: Id,
    },
}

/// The topics that a claim affirms, and those that it denies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stances {
    /// What it affirms.
    pub affirmed: Vec<Id>,
    /// What it denies.
    pub denied: Vec<Id>,
}

/// What is excluded, and what replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastReason {
    /// The adjective by which the default filter excludes each of the two, if any.
    pub left_out: [Option<AdjectiveId>; 2],
    /// The path from the newer to the older, if one replaces the other; else empty.
    pub replacement: Vec<Id>,
}

/// Why two claims are not about the same; pairs are in the order of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// They are about different things.
    Things([Vec<Id>; 2]),
    /// Neither affirms what the other denies.
    Stances([Stances; 2]),
    /// They are confined to what does not overlap.
    Confined {
        /// Which confinement of the vocabulary it is.
        confinement: usize,
        /// What each is confined to.
        sides: [Vec<Id>; 2],
    },
    /// They are confined to different texts.
    Scopes([Vec<Id>; 2]),
    /// One ends before the other begins.
    Times {
        /// Which of the two ends: 0 or 1.
        ends: usize,
        /// Its last day.
        end: Id,
        /// The first day of the other.
        begin: Id,
    },
}

impl OppositionVerdict {
    /// True if one affirms what the other denies of the same thing, whatever the scope and time.
    #[must_use]
    pub fn is_opposite(&self) -> bool {
        match self {
            Self::Contradict(_) | Self::Settled(..) | Self::Past(..) => true,
            Self::Apart(reasons) => {
                !reasons.iter().any(|reason| matches!(reason, Apart::Things(_) | Apart::Stances(_)))
            }
            Self::Same | Self::Unspoken => false,
        }
    }

    /// The same, with the two things in the other order.
    #[must_use]
    pub fn mirror(self) -> Self {
        match self {
            Self::Contradict(common) => Self::Contradict(common.mirror()),
            Self::Settled(common, way) => Self::Settled(common.mirror(), way),
            Self::Past(common, mut past) => {
                past.left_out.reverse();
                Self::Past(common.mirror(), past)
            }
            Self::Apart(reasons) => Self::Apart(in_order(reasons.into_iter().map(Apart::mirror).collect())),
            same => same,
        }
    }

    /// Sort key: the nearest to a contradiction comes first.
    fn rank(&self) -> usize {
        match self {
            Self::Contradict(_) => 0,
            Self::Settled(..) => 1,
            Self::Past(..) => 2,
            Self::Apart(reasons) => 2 + reasons.len(),
            Self::Same | Self::Unspoken => usize::MAX,
        }
    }
}

impl Common {
    fn mirror(mut self) -> Self {
        self.affirmed.reverse();
        for overlap in &mut self.overlaps {
            if let Overlap::Confined(sides) = overlap {
                sides.reverse();
            }
        }
        self
    }
}

impl Apart {
    fn mirror(mut self) -> Self {
        match &mut self {
            Self::Things(sides) | Self::Confined { sides, .. } | Self::Scopes(sides) => sides.reverse(),
            Self::Stances(sides) => sides.reverse(),
            Self::Times { ends, .. } => *ends = 1 - *ends,
        }
        self
    }
}

/// One claim, with everything that decides what it contradicts.
struct ClaimContext<'a> {
    all: &'a OppositionIndex,
    claim: u32,
    /// For each confinement, what lies above and below what it is confined to.
    surroundings: Vec<Surroundings>,
    /// What it replaces, and what replaces it.
    older: BfsTree,
    newer: BfsTree,
}

/// What lies above and below what a claim is confined to, that itself included.
struct Surroundings {
    wholes: BfsTree,
    parts: BfsTree,
}

impl OppositionIndex {
    /// Whether two things contradict one another, and why, or why not.
    pub(super) fn verdict(&self, one: Id, other: Id) -> OppositionVerdict {
        if one == other {
            return OppositionVerdict::Same;
        }
        match (self.position(one), self.position(other)) {
            (Some(one), Some(other)) => ClaimContext::of(self, one).verdict(other),
            _ => OppositionVerdict::Unspoken,
        }
    }

    /// All claims that say the opposite of a claim, the nearest to a contradiction first.
    pub(super) fn of_claim(&self, claim: Id) -> Vec<(Id, OppositionVerdict)> {
        let Some(place) = self.position(claim) else {
            return Vec::new();
        };
        let near = ClaimContext::of(self, place);
        let all = 0..u32::try_from(self.claims.len()).expect("claims are terms, which ids of 32 bits count");
        let others = all.filter(|other: &u32| *other != place && self.is_opposite(place, *other));
        let verdicts = others.map(|other| (self.claim(other), near.verdict(other)));
        let mut verdicts: Vec<(Id, OppositionVerdict)> = verdicts.collect();
        verdicts.sort_by_key(|(other, verdict)| (verdict.rank(), *other));
        verdicts
    }

    /// True where one affirms what the other denies, of one thing.
    fn is_opposite(&self, one: u32, other: u32) -> bool {
        let affirms = |one, other| intersects(self.affirmed.neighbors(one), self.denied.neighbors(other));
        (affirms(one, other) || affirms(other, one))
            && intersects(self.things.neighbors(one), self.things.neighbors(other))
    }

    fn stances(&self, claim: u32) -> Stances {
        Stances { affirmed: self.affirmed.neighbors(claim).to_vec(), denied: self.denied.neighbors(claim).to_vec() }
    }
}

impl<'a> ClaimContext<'a> {
    fn of(all: &'a OppositionIndex, claim: u32) -> Self {
        let surroundings = all.confined.iter().map(|ConfinementLinks { to, above }| Surroundings {
            wholes: above.bfs_tree(to.neighbors(claim), false),
            parts: above.bfs_tree(to.neighbors(claim), true),
        });
        let id = all.claim(claim);
        Self {
            all,
            claim,
            surroundings: surroundings.collect(),
            older: all.settles.bfs_tree(&[id], false),
            newer: all.settles.bfs_tree(&[id], true),
        }
    }

    fn verdict(&self, other: u32) -> OppositionVerdict {
        let (all, one) = (self.all, self.claim);
        let sides = |links: &Adjacency| [one, other].map(|claim| links.neighbors(claim).to_vec());
        let mut apart = Vec::new();
        let things = intersection(all.things.neighbors(one), all.things.neighbors(other));
        if things.is_empty() {
            apart.push(Apart::Things(sides(&all.things)));
        }
        let affirmed = [(one, other), (other, one)]
            .map(|(one, other)| intersection(all.affirmed.neighbors(one), all.denied.neighbors(other)));
        if affirmed.iter().all(Vec::is_empty) {
            apart.push(Apart::Stances([one, other].map(|claim| all.stances(claim))));
        }
        let mut overlaps = Vec::new();
        for (confinement, confined) in all.confined.iter().enumerate() {
            let sides = sides(&confined.to);
            match self.surroundings[confinement].overlap(confined, &sides) {
                Some(overlap) => overlaps.push(overlap),
                None => apart.push(Apart::Confined { confinement, sides }),
            }
        }
        if !all.share_scope(one, other) {
            apart.push(Apart::Scopes(sides(&all.scopes)));
        }
        for (ends, [first, second]) in [[one, other], [other, one]].into_iter().enumerate() {
            if let Some([end, begin]) = all.apart_in_time(first, second) {
                apart.push(Apart::Times { ends, end, begin });
            }
        }
        if !apart.is_empty() {
            return OppositionVerdict::Apart(apart);
        }
        let common = Common { things, affirmed, overlaps };
        let left_out = [one, other].map(|claim| all.left_out[claim as usize]);
        let way = self.replacement_path(other);
        match way {
            way if left_out != [None, None] => {
                OppositionVerdict::Past(common, PastReason { left_out, replacement: way })
            }
            way if !way.is_empty() => OppositionVerdict::Settled(common, way),
            _ => OppositionVerdict::Contradict(common),
        }
    }

    /// The path from the newer to the older, if one replaces the other; in a cycle, from the first by id.
    fn replacement_path(&self, other: u32) -> Vec<Id> {
        let (one, other) = (self.all.claim(self.claim), self.all.claim(other));
        let [newer, older] = match (self.older.contains_key(&other), self.newer.contains_key(&other)) {
            (false, false) => return Vec::new(),
            (true, false) => [one, other],
            (false, true) => [other, one],
            (true, true) => [one.min(other), one.max(other)],
        };
        self.all.settles.shortest_path(newer, older).unwrap_or_default()
    }
}

impl Surroundings {
    /// How the confinements of two claims overlap, this claim first; none if they do not.
    fn overlap(&self, confined: &ConfinementLinks, sides: &[Vec<Id>; 2]) -> Option<Overlap> {
        let [ones, others] = sides;
        if ones.is_empty() && others.is_empty() {
            return Some(Overlap::Unconfined);
        }
        if ones.is_empty() || others.is_empty() {
            return Some(Overlap::Confined(sides.clone()));
        }
        let shared = intersection(ones, others);
        if !shared.is_empty() {
            return Some(Overlap::Shared(shared));
        }
        if !others.iter().any(|it| self.wholes.contains_key(it) || self.parts.contains_key(it)) {
            return None;
        }
        // The first pair by id, whichever of the two claims comes first.
        let all: BTreeSet<[Id; 2]> =
            ones.iter().flat_map(|one| others.iter().flat_map(move |other| [[*one, *other], [*other, *one]])).collect();
        let mut pairs = all.into_iter();
        let first = pairs.find(|[part, whole]| confined.above.shortest_path(*part, *whole).is_some());
        let [part, whole] = first.expect("one of them was reached");
        Some(Overlap::Above { part, whole })
    }
}

/// What two ascending lists share.
fn intersection(ones: &[Id], others: &[Id]) -> Vec<Id> {
    ones.iter().copied().filter(|it| others.binary_search(it).is_ok()).collect()
}

/// Reasons in the order in which a reader asks: of what, what is said, of which part, in which scope, when.
fn in_order(mut reasons: Vec<Apart>) -> Vec<Apart> {
    reasons.sort_by_key(|reason| match reason {
        Apart::Things(_) => (0, 0),
        Apart::Stances(_) => (1, 0),
        Apart::Confined { confinement, .. } => (2, *confinement),
        Apart::Scopes(_) => (3, 0),
        Apart::Times { ends, .. } => (4, *ends),
    });
    reasons
}
