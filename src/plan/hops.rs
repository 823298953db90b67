//! Links that are followed without a noun being said: the dots of `whose source.access is public` and
//! of columns. What ordinary speech leaves out of the nouns is left out here too.

use crate::base::Diagnostic;
use crate::plan::concept::Concept;
use crate::plan::lower::Lower;
use crate::plan::measure::Hop;
use crate::question::Condition;
use crate::words::{Number, Trail};

impl Lower<'_> {
    /// The links of a trail. What is `said` of the things at its end decides what is left out there.
    pub(super) fn hops(&mut self, trail: &Trail, said: &[Condition]) -> Result<Vec<Hop>, Diagnostic> {
        let lexicon = self.context.lexicon;
        let mut hops = Vec::new();
        for (index, hop) in trail.hops.iter().enumerate() {
            let mut things = self.anything(*hop);
            if index + 1 == trail.hops.len() {
                things.filters = said.to_vec();
            }
            let counts = if lexicon.relation(hop.relation).reaches_all {
                Concept::Everything
            } else {
                Concept::all(self.leave_out(&things, false)?)
            };
            hops.push(Hop {
                noun: lexicon.kind_word(lexicon.end(*hop), Number::Singular).to_owned(),
                path: lexicon.path_within_kind(*hop),
                counts,
            });
        }
        Ok(hops)
    }
}

/// What the links lead from to one thing or more of `to`.
pub(super) fn along(hops: &[Hop], to: Concept) -> Concept {
    hops.iter().rev().fold(to, |to, hop| Concept::some(hop.path.clone(), Concept::all(vec![hop.counts.clone(), to])))
}

/// What the links lead from to one thing or more, all of which are in `to`.
pub(super) fn only_along(hops: &[Hop], to: Concept) -> Concept {
    match hops {
        [hop] => Concept::Only { path: hop.path.clone(), among: Box::new(hop.counts.clone()), to: Box::new(to) },
        hops => Concept::all(vec![along(hops, Concept::Everything), Concept::negate(along(hops, Concept::negate(to)))]),
    }
}
