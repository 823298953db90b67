//! The analyses by their definitions, one thing at a time, regardless of cost.

use std::collections::BTreeSet;

use caveat::graph::{Impact, Weakened};
use caveat::store::Id;
use caveat::words::Structure;

use crate::structure::random_graphs::{RandomGraph, Removal, claim, publisher, source};

/// What an analysis finds.
pub(super) enum AnalysisResult {
    /// Pairs of things.
    Things(Vec<[Id; 2]>),
    /// Pairs of a thing and a number.
    Numbers(Vec<(Id, u32)>),
    /// It is compared elsewhere.
    Elsewhere,
}

/// A graph with the ids that its claims, sources and publishers have.
pub(super) struct SlowAnalyses<'a> {
    made: &'a RandomGraph,
    claims: Vec<Id>,
    sources: Vec<Id>,
    /// Those who publish nothing are not part of the graph.
    publishers: Vec<Id>,
    /// For each claim the claims at the end of paths of any length, itself among them.
    below: Vec<BTreeSet<usize>>,
    /// What falls without each node.
    falling: Vec<(Node, Vec<bool>)>,
}

/// One node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Claim(usize),
    Source(usize),
    Publisher(usize),
}

impl<'a> SlowAnalyses<'a> {
    pub(super) fn of(made: &'a RandomGraph, id: impl Fn(&str) -> Id) -> Self {
        let mut slow = Self {
            made,
            claims: (0..made.rests.len()).map(|it| id(&claim(it))).collect(),
            sources: (0..made.answerable.len()).map(|it| id(&source(it))).collect(),
            publishers: (0..made.publishers).map(|it| id(&publisher(it))).collect(),
            below: Vec::new(),
            falling: Vec::new(),
        };
        slow.below = (0..slow.claims.len()).map(|it| slow.claims_below(it, &[])).collect();
        let nodes = (0..slow.claims.len()).map(Node::Claim);
        let nodes = nodes.chain((0..slow.sources.len()).map(Node::Source));
        let nodes = nodes.chain((0..made.publishers).map(Node::Publisher));
        slow.falling = nodes.map(|node| (node, slow.falls_of_claims(node))).collect();
        slow
    }

    pub(super) fn result(&self, structure: Structure) -> AnalysisResult {
        match structure {
            Structure::GroundDominator => {
                let sources = (0..self.sources.len()).map(|it| (Node::Source(it), self.sources[it]));
                AnalysisResult::Things(self.dominator_pairs(sources.collect()))
            }
            Structure::AnswerableDominator => {
                let publishers = (0..self.publishers.len()).map(|it| (Node::Publisher(it), self.publishers[it]));
                AnalysisResult::Things(self.dominator_pairs(publishers.collect()))
            }
            Structure::ThingDominator => AnalysisResult::Things(self.nearest_claims()),
            Structure::Cycle => {
                let circles = self.cycles().into_iter();
                AnalysisResult::Things(circles.filter_map(|(id, all)| Some([id, *all.first()?])).collect())
            }
            Structure::Depth => self.of_claims(|it| self.depth(it)),
            Structure::Width => self.of_claims(|it| count(self.sources_below(it, &[]).len())),
            Structure::Independence => self.of_claims(|it| self.independence(it)),
            Structure::Load => {
                let claims = (0..self.claims.len()).map(|it| {
                    let others = (0..self.claims.len()).filter(|other| *other != it);
                    let standing = others.filter(|other| self.below[*other].contains(&it));
                    (self.claims[it], count(standing.count()))
                });
                let sources = (0..self.sources.len()).map(|it| (self.sources[it], self.load(it)));
                AnalysisResult::Numbers(claims.chain(sources).collect())
            }
            Structure::LoadRank => AnalysisResult::Numbers(self.load_ranks()),
            Structure::Weight => AnalysisResult::Numbers(self.weights()),
            Structure::Component => AnalysisResult::Numbers(self.components()),
            _ => AnalysisResult::Elsewhere,
        }
    }

    fn of_claims(&self, number: impl Fn(usize) -> u32) -> AnalysisResult {
        let claims = (0..).zip(&self.claims);
        AnalysisResult::Numbers(claims.map(|(it, id)| (*id, number(it))).collect())
    }

    /// The claims at the end of paths of any length through claims that remain, the first one among them.
    fn claims_below(&self, first: usize, gone: &[usize]) -> BTreeSet<usize> {
        let mut found = BTreeSet::from([first]);
        loop {
            let further = found.iter().flat_map(|it| &self.made.rests[*it]);
            let further: Vec<usize> = further.filter(|it| !gone.contains(it)).copied().collect();
            let before = found.len();
            found.extend(further);
            if found.len() == before {
                return found;
            }
        }
    }

    fn sources_below(&self, claim: usize, gone: &[usize]) -> BTreeSet<usize> {
        let below = match gone {
            [] => self.below[claim].clone(),
            gone => self.claims_below(claim, gone),
        };
        let below = below.into_iter();
        below.flat_map(|it| self.made.grounds[it].clone()).collect()
    }

    /// The sources of a claim that remain after the removal.
    fn sources_left(&self, claim: usize, gone: &Removal) -> BTreeSet<usize> {
        let sources = self.sources_below(claim, &gone.claims).into_iter();
        sources.filter(|it| !self.is_removed(*it, gone)).collect()
    }

    fn is_removed(&self, source: usize, gone: &Removal) -> bool {
        let publishers = &self.made.answerable[source];
        let all_go = publishers.iter().all(|it| gone.publishers.contains(it));
        gone.sources.contains(&source) || (!publishers.is_empty() && all_go)
    }

    /// For each claim: true when it had support, and has none without that node.
    fn falls_of_claims(&self, without: Node) -> Vec<bool> {
        let gone = match without {
            Node::Claim(it) => Removal { claims: vec![it], ..Removal::default() },
            Node::Source(it) => Removal { sources: vec![it], ..Removal::default() },
            Node::Publisher(it) => Removal { publishers: vec![it], ..Removal::default() },
        };
        let (before, after) = (self.supported_claims(&Removal::default()), self.supported_claims(&gone));
        before.into_iter().zip(after).map(|(had, has)| had && !has).collect()
    }

    /// For each claim: true when it has a source that remains, or rests on a supported claim. Repeated until nothing
    /// changes.
    fn supported_claims(&self, gone: &Removal) -> Vec<bool> {
        let mut standing = vec![false; self.claims.len()];
        loop {
            let stands = |it: usize| {
                let mut sources = self.made.grounds[it].iter();
                let mut bases = self.made.rests[it].iter();
                let supported =
                    sources.any(|source| !self.is_removed(*source, gone)) || bases.any(|base| standing[*base]);
                supported && !gone.claims.contains(&it)
            };
            let next: Vec<bool> = (0..standing.len()).map(stands).collect();
            if next == standing {
                return standing;
            }
            standing = next;
        }
    }

    fn falls(&self, claim: usize, without: Node) -> bool {
        let known = self.falling.iter().find(|(node, _)| *node == without);
        known.unwrap().1[claim]
    }

    fn dominator_pairs(&self, nodes: Vec<(Node, Id)>) -> Vec<[Id; 2]> {
        let claims = (0..).zip(&self.claims);
        let pairs = claims.flat_map(|(it, id)| {
            let falls = nodes.iter().filter(move |(node, _)| self.falls(it, *node));
            falls.map(move |(_, node)| [*id, *node])
        });
        pairs.collect()
    }

    /// Of the other claims without which a claim falls, the one that falls without all the rest of them.
    fn nearest_claims(&self) -> Vec<[Id; 2]> {
        let mut pairs = Vec::new();
        for it in 0..self.claims.len() {
            let others = (0..self.claims.len()).filter(|other| *other != it);
            let above: Vec<usize> = others.filter(|other| self.falls(it, Node::Claim(*other))).collect();
            let is_nearest = |one: &&usize| {
                let mut rest = above.iter().filter(|other| other != one);
                rest.all(|other| self.falls(**one, Node::Claim(*other)))
            };
            let nearest: Vec<&usize> = above.iter().filter(is_nearest).collect();
            assert!(nearest.len() == usize::from(!above.is_empty()));
            pairs.extend(nearest.first().map(|one| [self.claims[it], self.claims[**one]]));
        }
        pairs
    }

    /// For each node how many other claims fall without it.
    pub(super) fn weights(&self) -> Vec<(Id, u32)> {
        let claims = (0..).zip(&self.claims).map(|(it, id)| (Node::Claim(it), *id));
        let sources = (0..).zip(&self.sources).map(|(it, id)| (Node::Source(it), *id));
        let publishers = (0..).zip(&self.publishers);
        let publishers = publishers.map(|(it, id)| (Node::Publisher(it), *id));
        let weight = |node: Node| {
            let others = (0..self.claims.len()).filter(|it| Node::Claim(*it) != node);
            others.filter(|it| self.falls(*it, node)).count()
        };
        let all = claims.chain(sources).chain(publishers);
        all.map(|(node, id)| (id, count(weight(node)))).collect()
    }

    /// True when a claim leads back to itself.
    fn is_circular(&self, claim: usize) -> bool {
        let mut bases = self.made.rests[claim].iter();
        bases.any(|base| self.below[*base].contains(&claim))
    }

    /// For each claim those that it rests on and that rest on it in turn, ascending; itself among them.
    pub(super) fn cycles(&self) -> Vec<(Id, Vec<Id>)> {
        let circle = |it: usize| -> Vec<Id> {
            let all = self.cycle_of(it).into_iter();
            let mut all: Vec<Id> = all.map(|other| self.claims[other]).collect();
            all.sort_unstable();
            if self.is_circular(it) { all } else { Vec::new() }
        };
        (0..).zip(&self.claims).map(|(it, id)| (*id, circle(it))).collect()
    }

    fn cycle_of(&self, claim: usize) -> Vec<usize> {
        let below = self.below[claim].iter().copied();
        below.filter(|other| self.below[*other].contains(&claim)).collect()
    }

    /// The longest path to a source: each path is walked, a cycle counts as one claim.
    fn depth(&self, claim: usize) -> u32 {
        let fold = self.cycle_of(claim);
        let has_ground = fold.iter().any(|it| !self.made.grounds[*it].is_empty());
        let next: BTreeSet<usize> = fold
            .iter()
            .flat_map(|it| &self.made.rests[*it])
            .filter(|it| !fold.contains(it))
            .map(|it| self.cycle_of(*it)[0])
            .collect();
        let further = next.into_iter().map(|it| self.depth(it)).filter(|it| *it > 0);
        let further = further.max().map_or(0, |it| it + 1);
        further.max(u32::from(has_ground))
    }

    fn independence(&self, claim: usize) -> u32 {
        let sources = self.sources_below(claim, &[]).into_iter();
        let mut known: BTreeSet<usize> = BTreeSet::new();
        let mut unknown = 0;
        for source in sources {
            match self.made.answerable[source].as_slice() {
                [] => unknown = 1,
                publishers => known.extend(publishers),
            }
        }
        count(known.len()) + unknown
    }

    fn load(&self, source: usize) -> u32 {
        let claims = 0..self.claims.len();
        count(claims.filter(|it| self.sources_below(*it, &[]).contains(&source)).count())
    }

    /// Removes the heaviest sources one after another; a claim has the rank of the source that it falls with.
    fn load_ranks(&self) -> Vec<(Id, u32)> {
        let mut order: Vec<usize> = (0..self.sources.len()).collect();
        order.sort_by_key(|it| (u32::MAX - self.load(*it), format!("<{}>", source(*it))));
        let mut ranks: Vec<(Id, u32)> = (1..).zip(&order).map(|(place, it)| (self.sources[*it], place)).collect();
        for (claim, id) in self.claims.iter().enumerate() {
            let mut left = self.sources_below(claim, &[]);
            for (place, source) in (1..).zip(&order) {
                if left.remove(source) && left.is_empty() {
                    ranks.push((*id, place));
                }
            }
        }
        ranks
    }

    /// Floods from each node that has no number yet.
    fn components(&self) -> Vec<(Id, u32)> {
        let mut left: Vec<Node> = (0..self.claims.len()).map(Node::Claim).collect();
        left.extend((0..self.sources.len()).map(Node::Source));
        let mut found: Vec<(usize, Vec<Id>)> = Vec::new();
        while let Some(first) = left.pop() {
            let mut flooded = vec![first];
            let mut next = 0;
            while let Some(node) = flooded.get(next).copied() {
                let (near, far) = left.iter().partition(|other| self.touch(node, **other));
                left = far;
                flooded.extend::<Vec<Node>>(near);
                next += 1;
            }
            let claims = flooded.iter().filter(|node| matches!(node, Node::Claim(_)));
            let claims = claims.count();
            let mut ids: Vec<Id> = flooded.iter().map(|node| self.id(*node)).collect();
            ids.sort_unstable();
            found.push((claims, ids));
        }
        found.sort_by_key(|(claims, ids)| (usize::MAX - claims, ids[0]));
        let numbered = (1..).zip(found);
        numbered.flat_map(|(number, (_, ids))| ids.into_iter().map(move |id| (id, number))).collect()
    }

    fn touch(&self, one: Node, other: Node) -> bool {
        let linked = |from: Node, to: Node| match (from, to) {
            (Node::Claim(from), Node::Claim(to)) => self.made.rests[from].contains(&to),
            (Node::Claim(from), Node::Source(to)) => self.made.grounds[from].contains(&to),
            _ => false,
        };
        linked(one, other) || linked(other, one)
    }

    fn id(&self, node: Node) -> Id {
        match node {
            Node::Claim(it) => self.claims[it],
            Node::Source(it) => self.sources[it],
            Node::Publisher(it) => self.publishers[it],
        }
    }

    /// True when a path from a claim leads to a removed claim or source.
    fn rests_on(&self, claim: usize, away: &[usize], gone: &Removal) -> bool {
        let below = self.claims_below(claim, &[]);
        let claims = below.iter().any(|it| away.contains(it));
        let mut sources = below.iter().flat_map(|it| &self.made.grounds[*it]);
        claims || sources.any(|it| self.is_removed(*it, gone))
    }

    pub(super) fn without(&self, gone: &Removal) -> Impact {
        let sorted = |mut ids: Vec<Id>| {
            ids.sort_unstable();
            ids
        };
        let mut away: Vec<usize> = gone.claims.clone();
        away.sort_unstable();
        away.dedup();
        let claims = sorted(away.iter().map(|it| self.claims[*it]).collect());
        let sources = (0..self.sources.len()).filter(|it| self.is_removed(*it, gone));
        let sources = sorted(sources.map(|it| self.sources[it]).collect());
        let mut impact = Impact { gone: [claims, sources].concat(), ..Impact::default() };
        for it in (0..self.claims.len()).filter(|it| !away.contains(it)) {
            let (before, left) = (self.sources_left(it, &Removal::default()).len(), self.sources_left(it, gone).len());
            let thing = self.claims[it];
            match (before, left) {
                (0, _) => impact.unsupported.push(thing),
                (_, 0) => impact.fallen.push(thing),
                _ if self.rests_on(it, &away, gone) => {
                    impact.weakened.push(Weakened { thing, before: count(before), left: count(left) })
                }
                _ => impact.untouched.push(thing),
            }
        }
        impact.fallen.sort_unstable();
        impact.untouched.sort_unstable();
        impact.unsupported.sort_unstable();
        impact.weakened.sort_unstable_by_key(|it| it.thing);
        impact
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}
