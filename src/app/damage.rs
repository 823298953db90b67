//! What is done where the index of the facts is found damaged while it is in use.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::store::Damaged;

/// Looks something up in the facts.
///
/// # Errors
/// When their index is found damaged. Whoever needs the answer reads the facts again; what only helps to type goes without.
pub(super) fn unless_damaged<T>(look: impl FnOnce() -> T) -> Result<T, Damaged> {
    catch_unwind(AssertUnwindSafe(look)).map_err(|thrown| match thrown.downcast::<Damaged>() {
        Ok(damaged) => *damaged,
        Err(other) => resume_unwind(other),
    })
}
