//! Whether two things contradict one another, and why, or why not: every reason as data.

use std::collections::BTreeSet;

use crate::graph::links::Reached;
use crate::graph::opposition::{Opposites, share};
use crate::store::Id;
use crate::words::AdjectiveId;

/// Opposites of one thing that are told at the most.
const MAX_OPPOSITES: usize = 1_000;

/// What is to be said of two things that could contradict one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// One says the opposite of the other.
    Contradict(Common),
    /// It would, but one replaces the other: from the newer to the older, with what lies between.
    Settled(Common, Vec<Id>),
    /// It did, but ordinary speech leaves one of them out, or both.
    Past(Common, Past),
    /// They do not speak of the same, for all these reasons.
    Apart(Vec<Apart>),
    /// They are one.
    Same,
    /// One of them says nothing that could be contradicted: it is of another kind.
    Unspoken,
}

/// What two things have in common that say the opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The things that both are about.
    pub things: Vec<Id>,
    /// The topics that both are about.
    pub topics: Vec<Id>,
    /// Which of the two affirms, and the other denies: both where each says both.
    pub affirms: [bool; 2],
    /// How their subjects overlap.
    pub subjects: Subjects,
}

/// How the subjects of two things overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subjects {
    /// Neither is confined to a subject.
    Whole,
    /// One is not confined, the other is to these.
    Confined([Vec<Id>; 2]),
    /// Both are confined to these.
    Shared(Vec<Id>),
    /// A subject of one is a part of a subject of the other.
    Part {
        /// The part.
        part: Id,
        /// What it is a part of.
        whole: Id,
    },
}

/// What was left out, and what replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// What is left out of the two, and as what.
    pub left_out: [Option<AdjectiveId>; 2],
    /// From the newer to the older, where one replaces the other; else empty.
    pub way: Vec<Id>,
}

/// Why two things do not speak of the same; what is told of each stands in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// They are about other things.
    Things([Vec<Id>; 2]),
    /// They are about other topics.
    Topics([Vec<Id>; 2]),
    /// They do not say the opposite: whether each affirms, and whether it denies.
    Stance([[bool; 2]; 2]),
    /// They are confined to subjects that do not overlap.
    Subjects([Vec<Id>; 2]),
    /// They are confined to texts that differ.
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

impl Verdict {
    /// True where one affirms what the other denies of one thing: what decides besides is where and when.
    #[must_use]
    pub fn is_opposite(&self) -> bool {
        match self {
            Self::Contradict(_) | Self::Settled(..) | Self::Past(..) => true,
            Self::Apart(reasons) => {
                !reasons.iter().any(|reason| matches!(reason, Apart::Things(_) | Apart::Topics(_) | Apart::Stance(_)))
            }
            Self::Same | Self::Unspoken => false,
        }
    }

    /// The same, with the two things in the other order.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Contradict(common) => Self::Contradict(common.mirrored()),
            Self::Settled(common, way) => Self::Settled(common.mirrored(), way),
            Self::Past(common, mut past) => {
                past.left_out.reverse();
                Self::Past(common.mirrored(), past)
            }
            Self::Apart(reasons) => Self::Apart(in_order(reasons.into_iter().map(Apart::mirrored).collect())),
            same => same,
        }
    }

    /// What is nearer to a contradiction comes first.
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
    fn mirrored(mut self) -> Self {
        self.affirms.reverse();
        if let Subjects::Confined(sides) = &mut self.subjects {
            sides.reverse();
        }
        self
    }
}

impl Apart {
    fn mirrored(mut self) -> Self {
        match &mut self {
            Self::Things(sides) | Self::Topics(sides) | Self::Subjects(sides) | Self::Scopes(sides) => sides.reverse(),
            Self::Stance(sides) => sides.reverse(),
            Self::Times { ends, .. } => *ends = 1 - *ends,
        }
        self
    }
}

/// One thing, with everything that decides what it contradicts.
struct Near<'a> {
    all: &'a Opposites,
    claim: u32,
    /// Its subjects, what they are parts of, and their parts.
    wholes: Reached,
    parts: Reached,
    /// What it replaces, and what replaces it.
    older: Reached,
    newer: Reached,
}

impl Opposites {
    /// Whether two things contradict one another, and why, or why not.
    pub(super) fn verdict(&self, one: Id, other: Id) -> Verdict {
        if one == other {
            return Verdict::Same;
        }
        match (self.place(one), self.place(other)) {
            (Some(one), Some(other)) => Near::of(self, one).verdict(other),
            _ => Verdict::Unspoken,
        }
    }

    /// Everything that says the opposite of a thing on one of its topics, the nearest to a contradiction
    /// first.
    pub(super) fn of_claim(&self, claim: Id) -> Vec<(Id, Verdict)> {
        let Some(place) = self.place(claim) else {
            return Vec::new();
        };
        let near = Near::of(self, place);
        let all = (0..).take(self.claims.len());
        let others = all.filter(|other: &u32| *other != place && self.is_opposite(place, *other));
        let verdicts = others.map(|other| (self.claim(other), near.verdict(other)));
        let mut verdicts: Vec<(Id, Verdict)> = verdicts.collect();
        verdicts.sort_by_key(|(other, verdict)| (verdict.rank(), *other));
        verdicts.truncate(MAX_OPPOSITES);
        verdicts
    }

    /// True where one affirms and the other denies a topic of both, of one thing.
    fn is_opposite(&self, one: u32, other: u32) -> bool {
        self.affirmed(one, other) != [false, false]
            && share(self.topics.from(one), self.topics.from(other))
            && share(self.things.from(one), self.things.from(other))
    }

    /// Which of the two affirms what the other denies.
    fn affirmed(&self, one: u32, other: u32) -> [bool; 2] {
        let [one, other] = [one, other].map(|it| self.says[it as usize]);
        [one[0] && other[1], other[0] && one[1]]
    }
}

impl<'a> Near<'a> {
    fn of(all: &'a Opposites, claim: u32) -> Self {
        let (subjects, id) = (all.subjects.from(claim), all.claim(claim));
        Self {
            all,
            claim,
            wholes: all.within.reached(subjects, false),
            parts: all.within.reached(subjects, true),
            older: all.settles.reached(&[id], false),
            newer: all.settles.reached(&[id], true),
        }
    }

    fn verdict(&self, other: u32) -> Verdict {
        let (all, one) = (self.all, self.claim);
        let mut apart = Vec::new();
        let sides =
            |links: &'a crate::graph::adjacency::Adjacency| [one, other].map(|claim| links.from(claim).to_vec());
        let common = |[ones, others]: &[Vec<Id>; 2]| -> Vec<Id> {
            let ones = ones.iter().copied();
            ones.filter(|it| others.binary_search(it).is_ok()).collect()
        };
        let (things, topics) = (sides(&all.things), sides(&all.topics));
        let (shared_things, shared_topics) = (common(&things), common(&topics));
        if shared_things.is_empty() {
            apart.push(Apart::Things(things));
        }
        if shared_topics.is_empty() {
            apart.push(Apart::Topics(topics));
        }
        let affirms = all.affirmed(one, other);
        if affirms == [false, false] {
            apart.push(Apart::Stance([one, other].map(|it| all.says[it as usize])));
        }
        let subjects = self.subjects(sides(&all.subjects));
        if !all.share_scope(one, other) {
            apart.push(Apart::Scopes(sides(&all.scopes)));
        }
        for (ends, [first, second]) in [[one, other], [other, one]].into_iter().enumerate() {
            if let Some([end, begin]) = all.apart_in_time(first, second) {
                apart.push(Apart::Times { ends, end, begin });
            }
        }
        let subjects = match subjects {
            Ok(subjects) => subjects,
            Err(sides) => {
                apart.push(Apart::Subjects(sides));
                return Verdict::Apart(in_order(apart));
            }
        };
        if !apart.is_empty() {
            return Verdict::Apart(in_order(apart));
        }
        let common = Common { things: shared_things, topics: shared_topics, affirms, subjects };
        let left_out = [one, other].map(|claim| all.left_out[claim as usize]);
        let way = self.way(other);
        match way {
            way if left_out != [None, None] => Verdict::Past(common, Past { left_out, way }),
            way if !way.is_empty() => Verdict::Settled(common, way),
            _ => Verdict::Contradict(common),
        }
    }

    /// How the subjects overlap; the subjects themselves where they do not.
    fn subjects(&self, sides: [Vec<Id>; 2]) -> Result<Subjects, [Vec<Id>; 2]> {
        let [ones, others] = &sides;
        if ones.is_empty() && others.is_empty() {
            return Ok(Subjects::Whole);
        }
        if ones.is_empty() || others.is_empty() {
            return Ok(Subjects::Confined(sides));
        }
        let shared: Vec<Id> = ones.iter().copied().filter(|it| others.binary_search(it).is_ok()).collect();
        if !shared.is_empty() {
            return Ok(Subjects::Shared(shared));
        }
        let joined = others.iter().any(|it| self.wholes.contains_key(it) || self.parts.contains_key(it));
        if !joined {
            return Err(sides);
        }
        // The first pair by the order of the ids, whichever of the two comes first.
        let all: BTreeSet<[Id; 2]> =
            ones.iter().flat_map(|one| others.iter().flat_map(move |other| [[*one, *other], [*other, *one]])).collect();
        let mut parts = all.into_iter();
        let first = parts.find(|[part, whole]| self.all.within.way(*part, *whole).is_some());
        let [part, whole] = first.expect("one of them was reached");
        Ok(Subjects::Part { part, whole })
    }

    /// The way from the newer to the older, where one replaces the other; in a circle from the first.
    fn way(&self, other: u32) -> Vec<Id> {
        let (one, other) = (self.all.claim(self.claim), self.all.claim(other));
        let [newer, older] = match (self.older.contains_key(&other), self.newer.contains_key(&other)) {
            (false, false) => return Vec::new(),
            (true, false) => [one, other],
            (false, true) => [other, one],
            (true, true) => [one.min(other), one.max(other)],
        };
        self.all.settles.way(newer, older).unwrap_or_default()
    }
}

/// Reasons in the order in which a reader asks: of what, what about, what is said, where, when.
fn in_order(mut reasons: Vec<Apart>) -> Vec<Apart> {
    reasons.sort_by_key(|reason| match reason {
        Apart::Things(_) => 0,
        Apart::Topics(_) => 1,
        Apart::Stance(_) => 2,
        Apart::Subjects(_) => 3,
        Apart::Scopes(_) => 4,
        Apart::Times { ends, .. } => 5 + ends,
    });
    reasons
}
