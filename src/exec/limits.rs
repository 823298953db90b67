//! What an evaluation may cost, and what one question has found so far.

use std::time::Duration;

use crate::base::Stop;
use crate::exec::native::SetMemo;

/// What a question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for one question.
    pub time: Duration,
}

/// On whose behalf plans are evaluated: one question about one graph, with all that it leaves out and teaches.
#[derive(Clone, Default)]
pub struct Inquiry {
    /// What ends it from outside.
    pub stop: Stop,
    pub(super) found: SetMemo,
}

impl Inquiry {
    /// The same question asked of another graph.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { stop: self.stop.clone(), ..Self::default() }
    }
}
