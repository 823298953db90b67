//! The limits of an evaluation: its time and a stop signal. Every loop checks them, at no noticeable cost.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::base::{BudgetExceeded, Diagnostic, Stop, check_budget};
use crate::exec::digits::too_many_digits;
use crate::exec::limits::Limits;
use crate::store::{AdjacencyIndex, Id};
use crate::words::{self, Walker};

const MIB: u64 = 1024 * 1024;

/// Steps between two checks of the clock.
const STEPS: usize = 16 * 1024;

/// Why an evaluation ends without an answer. Small, because every test of a thing may return it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    /// Its time of so many seconds is over.
    TooSlow(u32),
    /// It takes more memory than so many MiB.
    TooMuchMemory(u32),
    /// The caller stopped it.
    Stopped,
    /// A number has more digits than can be computed with.
    TooManyDigits,
}

impl From<Halt> for Diagnostic {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::TooSlow(seconds) => BudgetExceeded::Time(Duration::from_secs(seconds.into())).into(),
            Halt::TooMuchMemory(mib) => BudgetExceeded::Memory(u64::from(mib) * MIB).into(),
            Halt::Stopped => BudgetExceeded::Stopped.into(),
            Halt::TooManyDigits => too_many_digits(),
        }
    }
}

impl Halt {
    /// Converts what ended the surrounding budget.
    fn of(spent: BudgetExceeded) -> Self {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        match spent {
            BudgetExceeded::Time(time) => Self::TooSlow(small(time.as_secs())),
            BudgetExceeded::Memory(bytes) => Self::TooMuchMemory(small(bytes / MIB)),
            BudgetExceeded::Stopped => Self::Stopped,
        }
    }
}

/// The time that is left for an evaluation, and its stop signal; the surrounding budget is checked with them.
pub(super) struct EvaluationBudget {
    started: Instant,
    time: Duration,
    stop: Stop,
    /// Steps since the last check of the clock, and all before.
    steps: Cell<usize>,
    before: Cell<usize>,
}

impl EvaluationBudget {
    pub(super) fn new(limits: Limits, stop: &Stop) -> Self {
        Self {
            started: Instant::now(),
            time: limits.time,
            stop: stop.clone(),
            // The first step checks at once: what was stopped before it began does not begin.
            steps: Cell::new(STEPS),
            before: Cell::new(0),
        }
    }

    /// How many steps were taken so far, plus a constant: only differences count.
    pub(super) fn steps_spent(&self) -> usize {
        self.before.get() + self.steps.get()
    }

    /// Counts steps, and checks the limits now and then.
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
            return Err(Halt::of(BudgetExceeded::Time(self.time)));
        }
        check_budget().map_err(Halt::of)
    }
}

/// Paths are followed for many things: links are read in bulk, and every step counts.
impl Walker for EvaluationBudget {
    type Stop = Halt;

    #[inline]
    fn links<'l>(&self, links: &'l AdjacencyIndex, node: Id) -> &'l [Id] {
        links.of_node(node)
    }

    #[inline]
    fn spend(&self, steps: usize) -> Result<(), Halt> {
        Self::spend(self, steps)
    }
}

/// Whether a visit goes on.
pub(super) type EvaluationFlow = words::WalkFlow<Halt>;

/// Continue.
pub(super) const ON: EvaluationFlow = Ok(ControlFlow::Continue(()));

/// Stop.
pub(super) const OFF: EvaluationFlow = Ok(ControlFlow::Break(()));
