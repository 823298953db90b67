//! Limits what one question may cost: time, memory, and the patience of the user. One budget covers all the work, from
//! reading the words to finding the answer; writing the answer has the same memory and stop signal, and as much time
//! again. The budget belongs to the working thread, so that every loop can check it. Where no function can return an
//! error, the work ends by unwinding, up to [`Budget::within`].

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, mem, thread};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use crate::base::{Blame, Code, Diagnostic};

/// Steps between two checks of the budget.
const STEPS: usize = 4 * 1024;

/// Time between two checks of the memory of the process: each takes some ten microseconds.
const MEMORY_AFTER: Duration = Duration::from_millis(50);

thread_local! {
    static STEPS_TAKEN: Cell<usize> = const { Cell::new(0) };
    static RUNNING: RefCell<Option<ActiveBudget>> = const { RefCell::new(None) };
}

/// Stops the work from outside; shared with whoever waits for it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops the work at its next check of the budget.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True if the work is to stop.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The limits of a piece of work.
#[derive(Debug, Clone)]
pub struct Budget {
    /// The time for all of it.
    pub time: Duration,
    /// Bytes that the process may use in addition to those at the beginning; none for no limit.
    pub memory: Option<u64>,
    /// Stops it from outside.
    pub stop: Stop,
}

/// Why work ends before it is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetExceeded {
    /// It took longer than this.
    Time(Duration),
    /// It took more bytes than this.
    Memory(u64),
    /// The user has stopped it.
    Stopped,
}

/// A budget that is being spent.
struct ActiveBudget {
    budget: Budget,
    began: Instant,
    /// Time that does not count.
    idle: Duration,
    /// When the work, or its current part, has to be complete, as time since the beginning.
    until: Duration,
    memory: Option<MemoryUsage>,
}

/// The memory of the process.
struct MemoryUsage {
    system: System,
    before: u64,
    looked: Instant,
    /// Bytes in addition to those at the beginning, at the last check.
    more: u64,
}

impl Budget {
    /// Runs work within the budget. Work that is part of other work on this thread spends the budget of that: there is
    /// one for all.
    ///
    /// # Errors
    /// The errors of the work, and [`BudgetExceeded`] if it exceeded the budget.
    pub fn within<T, E: From<BudgetExceeded>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let is_part = RUNNING.with_borrow(Option::is_some);
        if !is_part {
            RUNNING.set(Some(ActiveBudget::begin(self)));
        }
        let done = catch_spent(work);
        if !is_part {
            RUNNING.set(None);
        }
        done.unwrap_or_else(|thrown| panic::resume_unwind(thrown))
    }
}

/// Runs work and catches [`BudgetExceeded`]. Other panics are the outer error.
fn catch_spent<T, E: From<BudgetExceeded>>(work: impl FnOnce() -> Result<T, E>) -> thread::Result<Result<T, E>> {
    // Whoever changes state restores it when the work unwinds: see `Session::define`.
    panic::catch_unwind(AssertUnwindSafe(work))
        .or_else(|thrown| thrown.downcast::<BudgetExceeded>().map(|spent| Err((*spent).into())))
}

/// The time left for this thread's work; none if it has no budget.
fn time_left() -> Option<Duration> {
    RUNNING.with_borrow(|running| running.as_ref().map(ActiveBudget::time_left))
}

/// Runs an optional part of the work in half of the time that is left; none if it is not complete by then.
///
/// # Errors
/// The errors of the part, and [`BudgetExceeded`] if it was stopped or used too much memory.
pub fn run_optional<T, E: From<BudgetExceeded>>(part: impl FnOnce() -> Result<T, E>) -> Result<Option<T>, E> {
    let set = |until| RUNNING.with_borrow_mut(|it| it.as_mut().map(|it| mem::replace(&mut it.until, until)));
    let half = RUNNING.with_borrow(|it| it.as_ref().map(|it| it.time_spent() + it.time_left() / 2));
    let whole = half.and_then(set);
    let done = catch_spent(part);
    let is_over = time_left() == Some(Duration::ZERO);
    whole.and_then(set);
    match done.unwrap_or_else(|thrown| panic::resume_unwind(thrown)) {
        Ok(done) => Ok(Some(done)),
        Err(_) if is_over => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Restarts the clock of this thread's work: an answer must not be lost for lack of time to write it.
pub fn restart_clock() {
    RUNNING.with_borrow_mut(|running| {
        if let Some(running) = running {
            running.until = running.time_spent().saturating_add(running.budget.time);
        }
    });
}

/// Runs work that waits for others: its time does not count.
pub fn run_untimed<T>(work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    RUNNING.with_borrow_mut(|running| {
        if let Some(running) = running {
            running.idle += began.elapsed();
        }
    });
    done
}

/// Checks the budget of this thread's work, if it has one.
///
/// # Errors
/// If it is spent.
pub fn check_budget() -> Result<(), BudgetExceeded> {
    RUNNING.with_borrow_mut(|running| running.as_mut().map_or(Ok(()), ActiveBudget::check))
}

/// Counts steps, and checks the budget now and then. If it is spent, ends the work by unwinding.
#[inline]
pub fn spend(steps: usize) {
    let taken = STEPS_TAKEN.get() + steps;
    if taken < STEPS {
        STEPS_TAKEN.set(taken);
    } else {
        STEPS_TAKEN.set(0);
        end_if_spent();
    }
}

#[cold]
fn end_if_spent() {
    if let Err(spent) = check_budget() {
        // Unwinding without the panic hook: nothing is printed.
        panic::resume_unwind(Box::new(spent));
    }
}

impl ActiveBudget {
    fn begin(budget: &Budget) -> Self {
        let memory = budget.memory.map(|_| MemoryUsage::now());
        Self { budget: budget.clone(), began: Instant::now(), idle: Duration::ZERO, until: budget.time, memory }
    }

    fn time_spent(&self) -> Duration {
        self.began.elapsed().saturating_sub(self.idle)
    }

    fn time_left(&self) -> Duration {
        self.until.saturating_sub(self.time_spent())
    }

    fn check(&mut self) -> Result<(), BudgetExceeded> {
        if self.budget.stop.is_wanted() {
            return Err(BudgetExceeded::Stopped);
        }
        if self.time_left().is_zero() {
            return Err(BudgetExceeded::Time(self.budget.time));
        }
        if let (Some(memory), Some(most)) = (&mut self.memory, self.budget.memory)
            && memory.more() > most
        {
            return Err(BudgetExceeded::Memory(most));
        }
        Ok(())
    }
}

impl MemoryUsage {
    fn now() -> Self {
        let mut system = System::new();
        let before = process_memory(&mut system);
        Self { system, before, looked: Instant::now(), more: 0 }
    }

    /// Bytes in addition to those at the beginning, at most [`MEMORY_AFTER`] old.
    fn more(&mut self) -> u64 {
        if self.looked.elapsed() >= MEMORY_AFTER {
            self.more = process_memory(&mut self.system).saturating_sub(self.before);
            self.looked = Instant::now();
        }
        self.more
    }
}

/// Bytes of memory that this process uses; 0 if the system does not say. Pages of mapped files can be freed at any
/// time: they do not count where the system tells them apart.
fn process_memory(system: &mut System) -> u64 {
    own_pages().unwrap_or_else(|| resident(system))
}

/// Bytes in memory that belong to no file, as Linux reports them.
fn own_pages() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    Some((kilobytes("RssAnon:")? + kilobytes("RssShmem:")?) * 1024)
}

/// Bytes in memory, including mapped files.
fn resident(system: &mut System) -> u64 {
    let own = Pid::from_u32(std::process::id());
    let what = ProcessRefreshKind::nothing().with_memory().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[own]), false, what);
    system.process(own).map_or(0, sysinfo::Process::memory)
}

impl From<BudgetExceeded> for Diagnostic {
    fn from(spent: BudgetExceeded) -> Self {
        match spent {
            BudgetExceeded::Time(time) => too_slow(time),
            BudgetExceeded::Memory(most) => too_much_memory(most),
            BudgetExceeded::Stopped => stop_by_user(),
        }
    }
}

/// a question that exceeds its time
fn too_slow(time: Duration) -> Diagnostic {
    let message = format!("no answer within {} s", time.as_secs());
    Diagnostic::new(Blame::Undetermined, Code::TooSlow, message)
        .help("this says nothing about the answer; ask for less, or raise the limit with --time SECONDS")
}

/// definitions that use one another exponentially often
fn too_much_memory(most: u64) -> Diagnostic {
    let message = format!("the answer needs more memory than the limit of {} MiB", most / (1024 * 1024));
    Diagnostic::new(Blame::Undetermined, Code::TooMuchMemory, message)
        .help("this says nothing about the answer; ask for less, or raise the limit with --max-memory MIB")
}

/// Ctrl-C
fn stop_by_user() -> Diagnostic {
    Diagnostic::new(Blame::Undetermined, Code::Stopped, "the question was stopped")
        .help("this says nothing about the answer")
}
