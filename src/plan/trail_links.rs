//! The links that a part of a question follows from one thing, and the default filter of their ends. For
//! explaining why something holds; `lower` makes the plan itself.

use crate::plan::lowering::{Lower, LoweringContext};
use crate::question::{Condition, NounPhrase};
use crate::words::{AdjectiveId, Direction, Path, Trail};

/// One link of a trail: its path, and the default filter of its end.
#[derive(Debug, Clone, PartialEq)]
pub struct TrailLink {
    /// The link.
    pub direction: Direction,
    /// From one thing to the next.
    pub path: Path,
    /// The excluded adjectives: `superseded`.
    pub excluded: Vec<AdjectiveId>,
}

/// The adjectives that the default filter of a noun phrase excludes.
#[must_use]
pub fn default_filter_adjectives(phrase: &NounPhrase, context: LoweringContext<'_>) -> Vec<AdjectiveId> {
    if phrase.all {
        return Vec::new();
    }
    Lower::new(context).active_filter_adjectives(phrase)
}

/// The links of a trail. `said`, the condition on its end, decides which default filter applies there.
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
            excluded: if reaches_all { Vec::new() } else { lower.active_filter_adjectives(&things) },
        }
    });
    links.collect()
}

/// The object of a verb without one: any thing of the kind to which it leads.
#[must_use]
pub fn anything(direction: Direction, context: LoweringContext<'_>) -> NounPhrase {
    Lower::new(context).anything(direction)
}
