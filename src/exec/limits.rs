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

/// One question about one graph, on whose behalf plans are evaluated: its own, and those of its notes and remarks.
#[derive(Clone, Default)]
pub struct Inquiry {
    /// Stops it from outside.
    pub stop: Stop,
    pub(super) memo: SetMemo,
}

impl Inquiry {
    /// The same question about another graph: its memo starts empty.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { stop: self.stop.clone(), ..Self::default() }
    }
}
