//! Audits: saved questions with consequences. Scripts, checks, outcomes, waivers, baselines, as plain
//! data. Knows nothing of how a report looks.

mod assemble;
mod baseline;
mod check;
mod choice;
mod compare;
mod content;
pub mod diff;
mod examine;
mod findings;
mod include;
mod judge;
mod one;
mod pictures;
mod report;
mod run;
mod same_as;
mod scripts;
mod verdict;
mod waivers;
mod within;

pub use assemble::{Frame, assemble, exit_code};
pub use baseline::{Baseline, Known, KnownFinding};
pub use check::{About, Section, Severity, Suite};
pub use choice::Choice;
pub use compare::{GoBack, compare};
pub use content::fingerprint;
pub use judge::{Expected, Judged, can_be_judged, judge};
pub use one::{Checked, check};
pub use pictures::draw_findings;
pub use report::{
    Broken, Cause, Change, Check, Comparison, Data, Evidence, FORMAT, File, Finding, FindingPicture, Fixed, Lapse,
    Message, Outcome, OutcomeChange, Report, Script, Waiver,
};
pub use run::{CsvOf, Earlier, Ran, Run, run};
pub use scripts::{Placed, Script as ScriptFile, Scripts, digest_of, text};
pub use waivers::{WAIVERS, WaiverEntry, read as read_waivers};
