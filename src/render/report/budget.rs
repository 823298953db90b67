//! What one finding of a report costs.

use crate::base::spend;

/// Counts what writing a finding takes: however many there are, writing looks at its budget.
pub(super) fn spend_on_finding() {
    spend(64);
}
