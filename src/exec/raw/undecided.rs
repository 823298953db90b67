//! How many conditions of a raw query could not be decided.

use serde::{Deserialize, Serialize};

/// What the results of a query leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UndecidedCounts {
    /// Rows that were dropped because a condition could not be decided.
    pub(super) not_decided: u64,
    /// How often a condition was undecided where that may add a row: behind `MINUS`, in `EXISTS` and the like.
    pub(super) not_decided_inside: u64,
    /// How many values could not be computed, though their inputs exist.
    pub(super) not_computed: u64,
    /// True if the query finds something without any facts.
    pub(super) of_no_facts: bool,
}
