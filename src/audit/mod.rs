//! Audits: saved questions with consequences. Scripts, checks, outcomes, waivers, baselines, as plain
//! data. Knows nothing of how a report looks.

mod baseline;
mod check;
mod compare;
mod judge;
mod content;
pub mod diff;
mod report;
mod waivers;

pub use crate::exec::Stance;
pub use baseline::{Baseline, Known, KnownFinding};
pub use check::{About, Section, Severity, Suite};
pub use compare::{GoBack, compare};
pub use judge::{Expected, Judged, cut_short, judge};
pub use content::fingerprint;
pub use report::{
    Broken, Cause, Change, Check, Comparison, Coverage, CoverageAnswer, CoverageRow, Data,
    Evidence, File, Finding, Fixed, Message, Outcome, OutcomeChange, Report, Script, VERSION,
    Waiver,
};
pub use waivers::{WAIVERS, WaiverEntry, read as read_waivers};
