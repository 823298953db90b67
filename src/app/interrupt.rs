//! The session of the prompt, and what Ctrl-C stops.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::Stop;
use crate::session::Session;

/// The session, shared by the loop and the line editor's helper.
pub(super) type SharedSession = RefCell<Session>;

/// How to stop the current question, and whether Ctrl-C was pressed.
#[derive(Clone, Default)]
pub(super) struct InterruptState {
    pub(super) stop: Arc<Mutex<Option<Stop>>>,
    pub(super) interrupted: Arc<AtomicBool>,
}

impl InterruptState {
    /// Sets what Ctrl-C stops, if anything.
    pub(super) fn set_stop(&self, stop: Option<Stop>) {
        if let Ok(mut running) = self.stop.lock() {
            *running = stop;
        }
    }

    pub(super) fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
        if let Ok(running) = self.stop.lock()
            && let Some(stop) = running.as_ref()
        {
            stop.stop();
        }
    }

    /// Whether Ctrl-C was pressed since the last call; resets the flag.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupted.swap(false, Ordering::Relaxed)
    }

    /// Whether Ctrl-C was pressed; keeps the flag.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
