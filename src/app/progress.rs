//! The progress of loading, on a terminal, if it takes long.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::store::Progress;

/// Loading that takes less time shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error; draws nothing if that is not a terminal.
#[derive(Default)]
pub(super) struct Bar {
    begun: Option<Instant>,
    drawn: Option<ProgressBar>,
}

impl Bar {
    pub(super) fn at(&mut self, progress: Progress) {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        if self.drawn.is_none() && begun.elapsed() > PATIENCE {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(progress.of), target);
            let look = "reading {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(look) {
                bar.set_style(style);
            }
            self.drawn = Some(bar.with_elapsed(begun.elapsed()));
        }
        if let Some(bar) = &self.drawn {
            bar.set_position(progress.read);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.drawn {
            bar.finish_and_clear();
        }
    }
}
