//! What would be without some nodes: what loses its last support, what loses some of it.

use crate::graph::support::{Node, SupportGraph};
use crate::store::Id;

/// What happens to things when something goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// The things and grounds that go: what was named, and the grounds for which it alone answers.
    pub gone: Vec<Id>,
    /// Things that had support and have none any more.
    pub fallen: Vec<Id>,
    /// Things that lose some of their grounds: how many they stood on, and how many are left.
    pub weakened: Vec<Weakened>,
    /// How many things with support lose nothing.
    pub untouched: usize,
    /// How many things had no support before.
    pub unsupported: usize,
}

/// A thing that loses some of its support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weakened {
    /// The thing.
    pub thing: Id,
    /// Grounds before.
    pub before: u32,
    /// Grounds that are left.
    pub left: u32,
}

impl SupportGraph {
    /// What happens when these go: things, grounds, or those who answer for grounds. What is no node of the
    /// graph changes nothing.
    #[must_use]
    pub fn without(&self, gone: &[Id]) -> Impact {
        let away = self.away(gone);
        let stays = |node: Node| !away[node as usize];
        let had = self.supported(|_| true);
        let has = self.supported(stays);
        let (before, left) = (self.widths(|_| true), self.left(&away));
        let mut impact = Impact {
            gone: (0..self.bearing)
                .filter(|it| !stays(*it))
                .map(|it| self.term(it))
                .collect(),
            ..Impact::default()
        };
        for thing in self.all_things().filter(|thing| stays(*thing)) {
            let at = thing as usize;
            if !had[at] {
                impact.unsupported += 1;
            } else if !has[at] {
                impact.fallen.push(self.term(thing));
            } else if left[at] < before[at] {
                impact.weakened.push(Weakened {
                    thing: self.term(thing),
                    before: before[at],
                    left: left[at],
                });
            } else {
                impact.untouched += 1;
            }
        }
        impact
    }

    /// True for each node that goes.
    fn away(&self, gone: &[Id]) -> Vec<bool> {
        let mut away = vec![false; self.terms.len()];
        for node in gone.iter().filter_map(|id| self.nodes.get(id)) {
            away[*node as usize] = true;
        }
        for ground in self.all_grounds() {
            let agents = self.answerable.from(ground);
            if !agents.is_empty() && agents.iter().all(|agent| away[*agent as usize]) {
                away[ground as usize] = true;
            }
        }
        away
    }

    /// The grounds that each thing still reaches. Where things go, the circles of support may break, so that
    /// they are folded anew.
    fn left(&self, away: &[bool]) -> Vec<u32> {
        let stays = |node: Node| !away[node as usize];
        if self.all_things().all(stays) {
            return self.widths(stays);
        }
        self.part(stays).widths(|_| true)
    }
}
