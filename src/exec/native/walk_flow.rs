//! Whether a walk goes on.

use std::ops::ControlFlow;

use crate::exec::native::budget::Halt;

/// Whether a walk goes on.
pub(super) type WalkFlow = Result<ControlFlow<()>, Halt>;

/// Goes on.
pub(super) const ON: WalkFlow = Ok(ControlFlow::Continue(()));

/// Breaks off.
pub(super) const OFF: WalkFlow = Ok(ControlFlow::Break(()));
