//! Tells a typing person from lines that arrive at once, typed ahead or pasted: those are answered first, without hints
//! and colours that nobody would see.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// The shortest time between two keys typed by a person.
const IN_NO_TIME: Duration = Duration::from_millis(30);
/// How long hints and colours may take while keys arrive faster than that.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Measures how fast keys arrive.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the last key was handled.
    last: Cell<Instant>,
    /// Time spent on hints and colours since the last pause.
    spent: Cell<Duration>,
    /// True if there was a pause in this line.
    waited: Cell<bool>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { last: Cell::new(Instant::now()), spent: Cell::default(), waited: Cell::default() }
    }

    /// Starts a line.
    pub(super) fn begin(&self) {
        self.last.set(Instant::now());
        self.waited.set(false);
    }

    /// Records a key.
    pub(super) fn key(&self) {
        if self.last.get().elapsed() >= IN_NO_TIME {
            self.waited.set(true);
            self.spent.set(Duration::ZERO);
        }
        self.last.set(Instant::now());
    }

    /// True if the line arrived without a pause.
    pub(super) fn is_hurried(&self) -> bool {
        !self.waited.get()
    }

    /// Makes what is shown of a line while it is typed; `None` if keys arrive faster than it can be made.
    pub(super) fn within_patience<T>(&self, make: impl FnOnce() -> T) -> Option<T> {
        self.key();
        if self.spent.get() > PATIENCE {
            return None;
        }
        let made = make();
        self.spent.set(self.spent.get() + self.last.get().elapsed());
        self.last.set(Instant::now());
        Some(made)
    }
}
