//! Audits: saved questions with consequences. Scripts, checks, outcomes, waivers, baselines, as plain
//! data. Knows nothing of how a report looks.

mod check;
mod content;
pub mod diff;
mod report;

pub use check::{About, Section, Severity, Suite};
pub use content::fingerprint;
pub use report::{
    Broken, Cause, Change, Check, Comparison, Coverage, CoverageAnswer, CoverageRow, Data,
    Evidence, File, Finding, Fixed, Message, Outcome, OutcomeChange, Report, Script, Stance,
    VERSION, Waiver,
};
