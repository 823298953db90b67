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

/// What the checks are run with.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// The facts, the day, the limits; each script begins with a copy of it.
    pub session: &'a Session,
    /// The scripts.
    pub scripts: &'a Scripts,
    /// Where the answers that `same as` names lie.
    pub files: &'a Files,
    /// The ids of the checks to run.
    pub chosen: &'a BTreeSet<String>,
    /// What is audited: what belongs to this thing alone; none for all there is.
    pub of: Option<&'a Thing>,
    /// The waivers.
    pub waivers: &'a [WaiverEntry],
    /// What `no new` goes by.
    pub earlier: EarlierState<'a>,
    /// An answer as CSV, as `--format csv` writes it.
    pub csv: CsvOf<'a>,
    /// True where it is to be told how long each check takes.
    pub timed: bool,
}

/// What writes an answer as CSV.
pub type CsvOf<'a> = &'a dyn Fn(&Answer, &Session) -> Result<String, Diagnostic>;

/// What was there earlier, for `no new`.
#[derive(Clone, Copy)]
pub enum EarlierState<'a> {
    /// Nothing is known of it.
    Unknown,
    /// What an earlier audit found.
    Baseline(&'a Baseline),
    /// The facts of then: the check is asked of them, too.
    Facts(&'a Session),
}

/// How the checks ended.
#[derive(Debug, Default)]
pub struct RunResults {
    /// In the order of the scripts.
    pub checks: Vec<CheckResult>,
    /// The scripts that could not be understood.
    pub broken: Vec<BrokenScript>,
    /// All that the questions of `no new` found, by check.
    pub found: BTreeMap<String, Vec<String>>,
    /// The checks that are not about the one thing that is audited.
    pub passed_over: Vec<String>,
    /// The parameters, with their values in words.
    pub parameters: BTreeMap<String, String>,
}
