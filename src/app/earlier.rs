//! The earlier audit that `audit --against` names: read from a file, or recomputed from the facts and scripts of a
//! revision.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use oxsdatatypes::Date;

use crate::app::opening::{facts, files_at};
use crate::app::options::Options;
use crate::app::workspace_files::{WorkspaceFiles, read_text, script_paths, waivers_at};
use crate::audit::{Baseline, Cause, EarlierState, Report, RunContext, Scripts, compare, run as run_checks};
use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::files::Files;
use crate::question::Thing;
use crate::render::csv_of;
use crate::session::{Session, SessionSettings};

/// Command line arguments that the earlier audit uses as well.
#[derive(Clone, Copy)]
pub(super) struct AuditInputs<'a> {
    /// Scripts and folders of scripts.
    pub(super) paths: &'a [PathBuf],
    pub(super) waivers: Option<&'a Path>,
    /// The one thing that is audited.
    pub(super) of: Option<&'a Thing>,
}

/// An earlier audit.
pub(super) enum EarlierAudit {
    /// Read from a file.
    Kept {
        name: String,
        /// Its content.
        baseline: Baseline,
    },
    /// Recomputed.
    Recomputed(Box<RevisionAudit>),
}

/// An audit of a revision: its facts and scripts, on the day of its commit.
pub(super) struct RevisionAudit {
    name: String,
    session: Session,
    scripts: Scripts,
    files: Files,
    baseline: Baseline,
}

impl EarlierAudit {
    /// The earlier audit: a file if there is one of that name, else a revision.
    pub(super) fn of(
        options: &Options,
        named: AuditInputs<'_>,
        place: &WorkspaceFiles,
        now: &Session,
        against: &str,
    ) -> Result<Self, Faults> {
        let path = place.relative_to_root(Path::new(against));
        if place.files.is_file(&path) {
            let limit = options.max_file.saturating_mul(1024 * 1024);
            let source = read_text(place, &path, limit)?;
            let baseline = Baseline::read(&source)?;
            if baseline.of.as_deref() != named.of.map(|it| it.iri.as_str()) {
                return Err(of_another(&source, &baseline).into());
            }
            return Ok(Self::Kept { name: source.name.to_string(), baseline });
        }
        let at = files_at(against).map_err(|fault| neither(fault, against))?;
        let again = RevisionAudit::of(options, named, place, now, &at)?;
        Ok(Self::Recomputed(Box::new(again)))
    }

    /// What `no new` compares with.
    pub(super) fn earlier(&self) -> EarlierState<'_> {
        match self {
            Self::Kept { baseline, .. } => EarlierState::Baseline(baseline),
            Self::Recomputed(again) => EarlierState::Facts(&again.session),
        }
    }

    /// Adds the comparison with this audit to a report.
    pub(super) fn compare(&self, report: &mut Report, found: &Baseline, now: &RunContext<'_>) -> Result<(), Faults> {
        let (name, baseline) = match self {
            Self::Kept { name, baseline } => (name, baseline),
            Self::Recomputed(again) => (&again.name, &again.baseline),
        };
        let mut go_back = |cause: Cause, checks: &BTreeSet<String>| match (cause, self) {
            (Cause::Calendar, _) => {
                let day = baseline.today.parse::<Date>();
                let day = day.map_err(|_| no_day(&baseline.today))?;
                let session = now.session.with_today(day);
                Ok(Some(baseline_of(&RunContext { session: &session, chosen: checks, ..*now })))
            }
            (_, Self::Kept { .. }) => Ok(None),
            (Cause::Data, Self::Recomputed(again)) => {
                let session = again.session.with_today(now.session.settings().today);
                Ok(Some(baseline_of(&RunContext { session: &session, chosen: checks, ..*now })))
            }
            (Cause::Script, Self::Recomputed(again)) => Ok(Some(baseline_of(&RunContext {
                scripts: &again.scripts,
                files: &again.files,
                chosen: checks,
                ..*now
            }))),
        };
        let ids = now.scripts.checks().map(|it| it.it.id.text.clone());
        let ids = ids.collect();
        compare(report, found, &ids, (baseline, name), &mut go_back)
    }
}

impl RevisionAudit {
    fn of(
        options: &Options,
        named: AuditInputs<'_>,
        place: &WorkspaceFiles,
        now: &Session,
        at: &Files,
    ) -> Result<Self, Faults> {
        let revision = at.revision().expect("files of a revision say which");
        let today = revision.date.parse::<Date>();
        let settings = SessionSettings { today: today.map_err(|_| no_day(&revision.date))?, ..now.settings().clone() };
        let session = Session::new(facts(options, at, None)?, settings)?;
        let files = at.with_root(place.files.root());
        // Scripts that did not exist yet had no checks.
        let paths = script_paths(place, named.paths).into_iter();
        let known: Vec<PathBuf> = paths.filter(|path| files.exists(path)).collect();
        let scripts = match Scripts::read(&known, &files) {
            Err(faults) if faults.iter().all(|it| it.code == Code::NoScripts) => Scripts::default(),
            read => read?,
        };
        let (waivers, _) = waivers_at(&files, place, named.waivers, &session)?;
        let all = scripts.checks().map(|it| it.it.id.text.clone()).collect();
        let baseline = baseline_of(&RunContext {
            session: &session,
            scripts: &scripts,
            files: &files,
            chosen: &all,
            waivers: &waivers,
            of: named.of,
            earlier: EarlierState::Unknown,
            csv: &csv_of,
            timed: false,
        });
        Ok(Self { name: revision.to_string(), session, scripts, files, baseline })
    }
}

fn baseline_of(run: &RunContext<'_>) -> Baseline {
    Baseline::of(&run_checks(run), run)
}

/// `--against basline.json`
fn neither(fault: Diagnostic, against: &str) -> Diagnostic {
    let message = format!("there is no file `{against}`, and {}", fault.message);
    Diagnostic { message, ..fault }
}

/// `audit --of alibaba --against` a baseline of all there is
fn of_another(source: &Source, baseline: &Baseline) -> Diagnostic {
    let what = baseline.of.as_ref().map_or_else(|| "everything".to_owned(), |iri| format!("`{iri}` only"));
    let message = format!("`{}` is a baseline of {what}, but this audit is of something else", source.name);
    Diagnostic::new(Blame::Question, Code::Baseline, message)
        .help("use the same --of as for the baseline, or save another baseline with --save-baseline")
}

/// a baseline with an invalid day
fn no_day(day: &str) -> Diagnostic {
    let message = format!("the earlier audit has the date `{day}`, which is not a day of the calendar");
    Diagnostic::new(Blame::Question, Code::NoSuchDay, message).help("save the baseline again with --save-baseline")
}
