//! What one question may cost: time, memory, and the patience of whoever waits. One budget covers all that answers it,
//! from reading its words to finding its answer; writing what was found has the same memory and the same patience, and as
//! much time again. It belongs to the thread that does the work, so that every loop can look at it, also where no function
//! can give a fault back: then what is left of the work is thrown away, up to [`Budget::within`].

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, mem, thread};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use crate::base::{Blame, Diagnostic};

/// Steps between two looks at the clock.
const STEPS: usize = 4 * 1024;

/// Time between two looks at the memory of the process: asking for it costs some ten microseconds.
const MEMORY_AFTER: Duration = Duration::from_millis(50);

thread_local! {
    static STEPS_TAKEN: Cell<usize> = const { Cell::new(0) };
    static RUNNING: RefCell<Option<ActiveBudget>> = const { RefCell::new(None) };
}

/// What ends the work from outside; shared with whoever waits for it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Ends the work as soon as it looks at its budget.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True when the work is to end.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a piece of work may cost.
#[derive(Debug, Clone)]
pub struct Budget {
    /// From the beginning to the end.
    pub time: Duration,
    /// Bytes that the process may take more than at the beginning; none where nobody counts.
    pub memory: Option<u64>,
    /// What ends it from outside.
    pub stop: Stop,
}

/// Why work ends before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// It took longer than this.
    Time(Duration),
    /// It took more bytes than this.
    Memory(u64),
    /// Whoever waited does not any more.
    Stopped,
}

/// A budget that is being spent.
struct ActiveBudget {
    budget: Budget,
    began: Instant,
    /// Time that was not spent on the work.
    idle: Duration,
    /// The time after which the work, or the part of it that is being done, has to be over.
    until: Duration,
    memory: Option<MemoryUsage>,
}

/// What the process takes.
struct MemoryUsage {
    system: System,
    before: u64,
    looked: Instant,
    /// Bytes more than at the beginning, when that was looked at.
    more: u64,
}

impl Budget {
    /// Does the work within the budget. Work that is part of other work on this thread spends the budget of that: there
    /// is one for all.
    ///
    /// # Errors
    /// Those of the work, and [`Spent`] when it looked at the budget and found nothing left.
    pub fn within<T, E: From<Spent>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
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

/// What comes of work: its own fault or that nothing was left for it; else what it has thrown.
fn catch_spent<T, E: From<Spent>>(work: impl FnOnce() -> Result<T, E>) -> thread::Result<Result<T, E>> {
    // What the work was changing is given back by those who change it: see `Session::define`.
    panic::catch_unwind(AssertUnwindSafe(work))
        .or_else(|thrown| thrown.downcast::<Spent>().map(|spent| Err((*spent).into())))
}

/// What is left of the time for this thread's work; none where it has no budget.
fn time_left() -> Option<Duration> {
    RUNNING.with_borrow(|running| running.as_ref().map(ActiveBudget::time_left))
}

/// Does a part of the work that the rest can do without, in half of the time that is left: none when it is not done by
/// then.
///
/// # Errors
/// Those of the part, and [`Spent`] where it was stopped or took too much memory.
pub fn run_optional<T, E: From<Spent>>(part: impl FnOnce() -> Result<T, E>) -> Result<Option<T>, E> {
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

/// Begins the time for this thread's work anew: what is found already is not to be lost for the time that is needed to
/// write it.
pub fn restart_clock() {
    RUNNING.with_borrow_mut(|running| {
        if let Some(running) = running {
            running.until = running.time_spent().saturating_add(running.budget.time);
        }
    });
}

/// Does what takes as long as others take: its time is not counted.
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

/// Looks at the budget of this thread's work, if it has one.
///
/// # Errors
/// When nothing is left of it.
pub fn check_budget() -> Result<(), Spent> {
    RUNNING.with_borrow_mut(|running| running.as_mut().map_or(Ok(()), ActiveBudget::check))
}

/// Counts steps that are taken, and looks at the budget now and then. Where nothing is left, the work ends here.
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
        // No panic: nothing is wrong, and nobody is told twice.
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

    fn check(&mut self) -> Result<(), Spent> {
        if self.budget.stop.is_wanted() {
            return Err(Spent::Stopped);
        }
        if self.time_left().is_zero() {
            return Err(Spent::Time(self.budget.time));
        }
        if let (Some(memory), Some(most)) = (&mut self.memory, self.budget.memory)
            && memory.more() > most
        {
            return Err(Spent::Memory(most));
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

    /// Bytes that are taken now and were not at the beginning, as they were when they were looked at last.
    fn more(&mut self) -> u64 {
        if self.looked.elapsed() >= MEMORY_AFTER {
            self.more = process_memory(&mut self.system).saturating_sub(self.before);
            self.looked = Instant::now();
        }
        self.more
    }
}

/// Bytes of memory that this process takes; 0 where the system does not tell. Pages of files that are mapped can be given
/// back at any time: where they are told apart, they are not counted.
fn process_memory(system: &mut System) -> u64 {
    own_pages().unwrap_or_else(|| resident(system))
}

/// Bytes that lie in memory and in no file, as Linux tells them.
fn own_pages() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    Some((kilobytes("RssAnon:")? + kilobytes("RssShmem:")?) * 1024)
}

/// Bytes that lie in memory, those of mapped files among them.
fn resident(system: &mut System) -> u64 {
    let own = Pid::from_u32(std::process::id());
    let what = ProcessRefreshKind::nothing().with_memory().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[own]), false, what);
    system.process(own).map_or(0, sysinfo::Process::memory)
}

impl From<Spent> for Diagnostic {
    fn from(spent: Spent) -> Self {
        match spent {
            Spent::Time(time) => too_slow(time),
            Spent::Memory(most) => too_much_memory(most),
            Spent::Stopped => stop_by_user(),
        }
    }
}

/// a question that takes longer than it may
fn too_slow(time: Duration) -> Diagnostic {
    let message = format!("no answer within {} s", time.as_secs());
    Diagnostic::new(Blame::Undetermined, "too-slow", message)
        .help("nothing is known of the answer; ask for less, or raise the limit with --time SECONDS")
}

/// definitions that stand on one another more often than anybody can count
fn too_much_memory(most: u64) -> Diagnostic {
    let message = format!("the answer takes more memory than it may: more than {} MiB", most / (1024 * 1024));
    Diagnostic::new(Blame::Undetermined, "too-much-memory", message)
        .help("nothing is known of the answer; ask for less, or raise the limit with --max-memory MIB")
}

/// Ctrl-C
fn stop_by_user() -> Diagnostic {
    Diagnostic::new(Blame::Undetermined, "stopped", "the question was stopped").help("nothing is known of the answer")
}
