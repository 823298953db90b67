//! What happens when the index of the facts turns out to be damaged while in use.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::store::Damaged;

/// Runs code that reads the facts.
///
/// # Errors
/// When their index is damaged. Callers that need the result read the facts again; typing aids do without.
pub(super) fn unless_damaged<T>(look: impl FnOnce() -> T) -> Result<T, Damaged> {
    catch_unwind(AssertUnwindSafe(look)).map_err(|thrown| match thrown.downcast::<Damaged>() {
        Ok(damaged) => *damaged,
        Err(other) => resume_unwind(other),
    })
}
