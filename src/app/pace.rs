//! Whether a person types, or lines come at once that were typed ahead or pasted: those are answered first, and get no
//! hints and colours that nobody would see.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// Nobody types two keys in less time.
const IN_NO_TIME: Duration = Duration::from_millis(30);
/// How long hints and colours may take for keys that come at once.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How fast keys come.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the last key was done with.
    last: Cell<Instant>,
    /// What hints and colours took since somebody last waited.
    spent: Cell<Duration>,
    /// True where somebody has waited in this line.
    waited: Cell<bool>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { last: Cell::new(Instant::now()), spent: Cell::default(), waited: Cell::default() }
    }

    /// A line begins.
    pub(super) fn begin(&self) {
        self.last.set(Instant::now());
        self.waited.set(false);
    }

    /// A key has come.
    pub(super) fn key(&self) {
        if self.last.get().elapsed() >= IN_NO_TIME {
            self.waited.set(true);
            self.spent.set(Duration::ZERO);
        }
        self.last.set(Instant::now());
    }

    /// True where the line came at once.
    pub(super) fn is_hurried(&self) -> bool {
        !self.waited.get()
    }

    /// What is shown of a line while it is typed; none where lines come faster than that can be worked out.
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
