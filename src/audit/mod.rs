//! Audits: saved questions with consequences. Scripts, checks, outcomes, waivers, baselines, as plain
//! data. Knows nothing of how a report looks.

mod check;
mod judge;
mod report;

pub use crate::exec::Stance;
pub use check::{About, Section, Severity, Suite};
pub use judge::{Expected, Judged, cut_short, judge};
pub use report::{
    Broken, Cause, Change, Check, Comparison, Coverage, CoverageAnswer, CoverageRow, Data,
    Evidence, File, Finding, Fixed, Message, Outcome, OutcomeChange, Report, Script, VERSION,
    Waiver,
};
