//! What a part of a question looks at on one thing: the paths of its links, and what ordinary speech
//! leaves out of the things there. For telling why something holds; the plan itself is made by `lower`.

use crate::plan::lowering::{Lower, LoweringContext};
use crate::question::{Condition, NounPhrase};
use crate::words::{AdjectiveId, Direction, Path, Trail};

/// One link of a trail: its path, and what is left out of the things that it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct TrailLink {
    /// Which link.
    pub direction: Direction,
    /// From one thing to the next.
    pub path: Path,
    /// What is left out: `superseded`.
    pub left_out: Vec<AdjectiveId>,
}

/// What ordinary speech leaves out of a noun phrase.
#[must_use]
pub fn default_filter_adjectives(phrase: &NounPhrase, context: LoweringContext<'_>) -> Vec<AdjectiveId> {
    if phrase.all {
        return Vec::new();
    }
    Lower::new(context).active_filter_adjectives(phrase)
}

/// The links of a trail. What is `said` of the things at its end decides what is left out there.
#[must_use]
pub fn links_of(trail: &Trail, said: &Condition, context: LoweringContext<'_>) -> Vec<TrailLink> {
    let lexicon = context.lexicon;
    let lower = Lower::new(context);
    let last = trail.hops.len().saturating_sub(1);
    let links = trail.hops.iter().enumerate().map(|(index, hop)| {
        let mut things = lower.anything(*hop);
        if index == last {
            things.filters = vec![said.clone()];
        }
        let reaches_all = lexicon.relation(hop.relation).reaches_all;
        TrailLink {
            direction: *hop,
            path: lexicon.path_within_kind(*hop),
            left_out: if reaches_all { Vec::new() } else { lower.active_filter_adjectives(&things) },
        }
    });
    links.collect()
}

/// The object of a verb that stands alone: any thing of the kind that it leads to.
#[must_use]
pub fn anything(direction: Direction, context: LoweringContext<'_>) -> NounPhrase {
    Lower::new(context).anything(direction)
}
