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
    /// Things that rest on what goes, and have other support left.
    pub weakened: Vec<Weakened>,
    /// Things with support that rest on nothing that goes.
    pub untouched: Vec<Id>,
    /// Things that had no support before.
    pub unsupported: Vec<Id>,
}

/// A thing that loses some of its support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weakened {
    /// The thing.
    pub thing: Id,
    /// Grounds before, through whatever it is concluded from.
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
        let touched = self.touched(&away);
        let (before, left) = (self.widths(|_| true), self.left(&away));
        let mut impact = Impact {
            gone: (0..self.bearing).filter(|it| !stays(*it)).map(|it| self.term(it)).collect(),
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

    /// True for each node that goes.
    fn away(&self, gone: &[Id]) -> Vec<bool> {
        let mut away = vec![false; self.terms.len()];
        for id in gone {
            for node in self.node(*id).into_iter().chain(self.ground(*id)) {
                away[node as usize] = true;
            }
        }
        for ground in self.all_grounds() {
            let agents = self.answerable.from(ground);
            if !agents.is_empty() && agents.iter().all(|agent| away[*agent as usize]) {
                away[ground as usize] = true;
            }
        }
        away
    }

    /// True for each thing from which a way of support leads to something that goes.
    fn touched(&self, away: &[bool]) -> Vec<bool> {
        let goes = |node: &Node| away[*node as usize];
        let mut of_fold = vec![false; self.circles.members.len()];
        for (fold, members) in self.circles.folds() {
            let own = |thing: &Node| goes(thing) || self.grounds.from(*thing).iter().any(goes);
            let mut below = self.circles.below.from(fold).iter();
            of_fold[fold as usize] = members.iter().any(own) || below.any(|next| of_fold[*next as usize]);
        }
        let folds = self.circles.fold.iter();
        folds.map(|fold| of_fold[*fold as usize]).collect()
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
