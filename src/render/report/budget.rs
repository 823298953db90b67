//! What one finding of a report costs.

use crate::base::spend;

/// Spends the budget for writing a finding, so that even many of them stay within it.
pub(super) fn spend_on_finding() {
    spend(64);
}
