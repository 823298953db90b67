//! What an audit is run with, and what the checks came to.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::baseline::Baseline;
use crate::audit::report::{BrokenScript, CheckResult};
use crate::audit::script_files::Scripts;
use crate::audit::waivers::WaiverEntry;
use crate::base::Diagnostic;
use crate::exec::Answer;
use crate::files::Files;
use crate::question::Thing;
use crate::session::Session;

/// The inputs of a run.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// The facts, the day and the limits; each script begins with a copy.
    pub session: &'a Session,
    /// The scripts.
    pub scripts: &'a Scripts,
    /// The files with the expected answers that `same as` names.
    pub files: &'a Files,
    /// The ids of the checks to run.
    pub chosen: &'a BTreeSet<String>,
    /// The thing that is audited, with what belongs to it; `None` for everything.
    pub of: Option<&'a Thing>,
    /// The waivers.
    pub waivers: &'a [WaiverEntry],
    /// What `no new` compares with.
    pub earlier: EarlierState<'a>,
    /// Writes an answer as CSV, like `--format csv`.
    pub csv: CsvOf<'a>,
    /// True if the time that each check takes is to be reported.
    pub timed: bool,
}

/// Writes an answer as CSV.
pub type CsvOf<'a> = &'a dyn Fn(&Answer, &Session) -> Result<String, Diagnostic>;

/// The earlier state that `no new` compares with.
#[derive(Clone, Copy)]
pub enum EarlierState<'a> {
    /// None is known.
    Unknown,
    /// The results of an earlier audit.
    Baseline(&'a Baseline),
    /// The earlier facts, of which the check is asked as well.
    Facts(&'a Session),
}

/// The results of a run.
#[derive(Debug, Default)]
pub struct RunResults {
    /// The results of the checks, in the order of the scripts.
    pub checks: Vec<CheckResult>,
    /// The scripts that could not be understood.
    pub broken: Vec<BrokenScript>,
    /// Everything that the questions of `no new` found, by check.
    pub found: BTreeMap<String, Vec<String>>,
    /// The checks that are not about the one thing audited.
    pub not_applicable: Vec<String>,
    /// The parameters, with their values in words.
    pub parameters: BTreeMap<String, String>,
}
