//! How many conditions of a raw query could not be decided.

use serde::{Deserialize, Serialize};

/// What the results of a query leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UndecidedCounts {
    /// Rows that were dropped because a condition could not be decided.
    pub(super) not_decided: u64,
    /// How often that was so where a row may be there because of it: behind `MINUS`, in `EXISTS` and the like.
    pub(super) not_decided_inside: u64,
    /// How many values could not be computed, though what they are made of is there.
    pub(super) not_computed: u64,
    /// True where the query finds something where there are no facts at all.
    pub(super) of_no_facts: bool,
}
