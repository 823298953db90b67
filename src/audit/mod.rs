//! Audits: saved questions with expectations. Scripts, checks, outcomes, waivers and baselines as plain data. Knows
//! nothing of how a report looks.

mod assemble;
mod baseline;
mod check;
mod choice;
mod compare;
mod content;
mod context;
pub mod diff;
mod examine;
mod findings;
mod include;
mod judge;
mod metadata;
mod narrow;
mod pictures;
mod report;
mod run;
mod same_as;
mod script_files;
mod scripts;
mod single_check;
mod verdict;
mod waivers;

pub use assemble::{ReportHeader, assemble, exit_code};
pub use baseline::{Baseline, KnownCheck, KnownFinding};
pub use check::{CheckMetadata, Severity, Suite, SuiteSection};
pub use choice::CheckSelection;
pub use compare::{CounterfactualRun, compare};
pub use content::fingerprint;
pub use context::{CsvOf, EarlierState, RunContext, RunResults};
pub use judge::{Expected, Judgement, can_be_judged, judge};
pub use pictures::draw_findings;
pub use report::{
    AuditComparison, AuditOutcome, BrokenScript, Cause, CheckResult, Data, FORMAT, File, Finding, FindingChange,
    FindingEvidence, FindingPicture, FixedFinding, Lapse, Message, OutcomeChange, Report, ScriptSummary, Waiver,
};
pub use run::run;
pub use script_files::{ScriptFile, ScriptItem, Scripts, digest_of, text};
pub use single_check::{Checked, check};
pub use waivers::{WAIVERS, WaiverEntry, read as read_waivers};
