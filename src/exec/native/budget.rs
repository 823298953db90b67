//! What an evaluation may cost: time, and the patience of whoever waits. Looked at in every loop, so
//! cheaply that the loops do not notice.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::base::{Diagnostic, Spent, Stop, check_budget};
use crate::exec::digits::too_many_digits;
use crate::exec::limits::Limits;

const MIB: u64 = 1024 * 1024;

/// Steps between two looks at the clock.
const STEPS: usize = 16 * 1024;

/// Why an evaluation ends without an answer. It is small: every test of a thing may give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    /// Its time is over: so many seconds.
    TooSlow(u32),
    /// It takes more memory than so many MiB.
    TooMuchMemory(u32),
    /// Whoever waited does not any more.
    Stopped,
    /// Something had to be computed that has more digits than can be held.
    TooManyDigits,
}

impl From<Halt> for Diagnostic {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::TooSlow(seconds) => Spent::Time(Duration::from_secs(seconds.into())).into(),
            Halt::TooMuchMemory(mib) => Spent::Memory(u64::from(mib) * MIB).into(),
            Halt::Stopped => Spent::Stopped.into(),
            Halt::TooManyDigits => too_many_digits(),
        }
    }
}

impl Halt {
    /// The end of a budget as the end of an evaluation.
    fn of(spent: Spent) -> Self {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        match spent {
            Spent::Time(time) => Self::TooSlow(small(time.as_secs())),
            Spent::Memory(bytes) => Self::TooMuchMemory(small(bytes / MIB)),
            Spent::Stopped => Self::Stopped,
        }
    }
}

/// The time and the patience that are left for an evaluation; what is left of the budget that it is part of is looked
/// at with them.
pub(super) struct EvaluationBudget {
    started: Instant,
    time: Duration,
    stop: Stop,
    /// Steps since the last look at the clock, and all before.
    steps: Cell<usize>,
    before: Cell<usize>,
}

impl EvaluationBudget {
    pub(super) fn new(limits: Limits, stop: &Stop) -> Self {
        Self {
            started: Instant::now(),
            time: limits.time,
            stop: stop.clone(),
            // The first step looks: what was stopped before it began does not begin.
            steps: Cell::new(STEPS),
            before: Cell::new(0),
        }
    }

    /// How many steps were taken so far.
    pub(super) fn steps_spent(&self) -> usize {
        self.before.get() + self.steps.get()
    }

    /// Counts steps that are taken, and looks at the clock now and then.
    #[inline]
    pub(super) fn spend(&self, steps: usize) -> Result<(), Halt> {
        let spent = self.steps.get() + steps;
        if spent < STEPS {
            self.steps.set(spent);
            return Ok(());
        }
        self.look(spent)
    }

    #[cold]
    fn look(&self, spent: usize) -> Result<(), Halt> {
        self.steps.set(0);
        self.before.set(self.before.get() + spent);
        if self.stop.is_wanted() {
            return Err(Halt::Stopped);
        }
        if self.started.elapsed() > self.time {
            return Err(Halt::of(Spent::Time(self.time)));
        }
        check_budget().map_err(Halt::of)
    }
}
