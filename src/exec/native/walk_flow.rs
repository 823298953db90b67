//! Whether a walk goes on.

use std::ops::ControlFlow;

use crate::exec::native::budget::Halt;

/// Whether a walk continues.
pub(super) type WalkFlow = Result<ControlFlow<()>, Halt>;

/// Continue.
pub(super) const ON: WalkFlow = Ok(ControlFlow::Continue(()));

/// Stop.
pub(super) const OFF: WalkFlow = Ok(ControlFlow::Break(()));
