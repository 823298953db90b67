//! The command `audit`: runs scripts, compares with an earlier audit, and reports.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::app::earlier::{AuditInputs, EarlierAudit};
use crate::app::exit::CommandResult;
use crate::app::opening::{TIME_IN_SCRIPT, open};
use crate::app::options::{FormatName, Options};
use crate::app::output::Output;
use crate::app::workspace_files::{WorkspaceFiles, scripts, waivers};
use crate::app::{audit_list, load_remarks};
use crate::audit::{
    Baseline, CheckSelection, EarlierState, Report, ReportHeader, RunContext, Scripts, Severity, assemble,
    draw_findings, exit_code, run as run_checks,
};
use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::render::{Detail, ReportFormat, ReportOptions, csv_of, write_report};
use crate::session::Session;
use crate::store::{FileChange, write_files};

/// The arguments of `audit`.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Scripts (.cav) and folders of scripts; `-` reads one from standard input [default: the folder
    /// `queries` of the workspace]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write a report to this file, in whole or not at all; the first --output goes with the first --format, and so on
    #[arg(long, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// Run only checks with this tag; repeatable: one of the tags is enough
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Run only this check; repeatable
    #[arg(long, value_name = "ID")]
    check: Vec<String>,
    /// Run only the checks of this suite or section; repeatable
    #[arg(long, value_name = "ID")]
    suite: Vec<String>,
    /// Audit only this thing and what belongs to it: its records, their citations, sources and fine print
    #[arg(long, value_name = "NAME", visible_alias = "vendor", allow_hyphen_values = true)]
    of: Option<String>,
    /// Exit with 1 or 3 only for checks of this severity or higher; broken scripts and checks always count
    #[arg(long, value_name = "SEVERITY", default_value = "info")]
    fail_on: Severity,
    /// Compare with an earlier audit: a file from --save-baseline, or a Git revision
    #[arg(long, value_name = "FILE|REVISION", allow_hyphen_values = true)]
    against: Option<String>,
    /// Exit with 1 or 3 only for what is new since the earlier audit
    #[arg(long, requires = "against")]
    only_new: bool,
    /// Save the findings to this file, for a later --against
    #[arg(long, value_name = "FILE")]
    save_baseline: Option<PathBuf>,
    /// The file of waivers [default: waivers.toml of the workspace, if it exists]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// How detailed the terminal report is
    #[arg(long, value_name = "DETAIL", default_value = "brief")]
    detail: Detail,
    /// Show how long each check takes; reports then differ from run to run
    #[arg(long)]
    times: bool,
    /// Show the checks and suites without running them
    #[arg(long)]
    list: bool,
    /// Read all scripts and show what would be asked, without running it
    #[arg(long, conflicts_with = "list")]
    dry_run: bool,
}

pub(super) fn run(options: &Options, audit: &AuditArgs, output: Output) -> CommandResult {
    let began = Instant::now();
    let targets = targets(&options.format, &audit.output)?;
    let place = WorkspaceFiles::of(options)?;
    let scripts = scripts(&place, &audit.paths)?;
    let session = open(options, TIME_IN_SCRIPT, output)?;
    load_remarks::print_remarks(&session, output);
    for script in &scripts.outside {
        output.message(&format!("`{script}` leads out of the workspace, so it is not part of this audit"));
    }
    check_declared(&session, &scripts)?;
    let choice = audit.choice();
    let chosen = choice.of(&scripts)?;
    if audit.list || audit.dry_run {
        return if audit.list {
            audit_list::list(&scripts, &choice, &chosen, &session, output)
        } else {
            audit_list::dry_run(&scripts, &chosen, &session, output)
        };
    }
    let of = audit.of.as_deref().map(|name| session.audit_subject(name)).transpose()?;
    let of = of.as_ref();
    let (waivers, waiver_file) = waivers(&place, audit.waivers.as_deref(), &session)?;
    let then = match &audit.against {
        Some(against) => {
            let named = AuditInputs { paths: &audit.paths, waivers: audit.waivers.as_deref(), of };
            Some(EarlierAudit::of(options, named, &place, &session, against)?)
        }
        None => None,
    };
    let now = RunContext {
        session: &session,
        scripts: &scripts,
        files: &place.files,
        chosen: &chosen,
        of,
        waivers: &waivers,
        earlier: then.as_ref().map_or(EarlierState::Unknown, EarlierAudit::earlier),
        csv: &csv_of,
        timed: audit.times,
    };
    let ran = run_checks(&now);
    let baseline = Baseline::of(&ran, &now);
    let frame = ReportHeader {
        revision: session.dataset().revision().map(ToString::to_string),
        waivers: waiver_file,
        fail_on: audit.fail_on,
    };
    let budget = session.budget();
    let mut report = budget.within(|| assemble(ran, &now, &choice, frame).map_err(Faults::from))?;
    if let Some(then) = &then {
        then.compare(&mut report, &baseline, &now)?;
        report.only_new = audit.only_new;
    }
    report.exit_code = exit_code(&report);
    if audit.times {
        report.milliseconds = u64::try_from(began.elapsed().as_millis()).ok();
    }
    let baseline = audit.save_baseline.as_deref().map(|path| (path, baseline.text()));
    // Writing gets a budget of its own, as for an answer.
    let made = budget.within(|| {
        if targets.iter().any(|(it, _)| *it == ReportFormat::Html) {
            draw_findings(&mut report, &session);
        }
        Ok::<_, Faults>(render_reports(&report, &targets, audit.detail, output))
    })?;
    write(made, baseline, output)?;
    Ok(report.exit_code)
}

impl AuditArgs {
    fn choice(&self) -> CheckSelection {
        CheckSelection { checks: self.check.clone(), tags: self.tag.clone(), suites: self.suite.clone() }
    }
}

// ------------------------------------------------------------------------------- reading

/// Reports values given to parameters that no script declares; otherwise they would be ignored silently.
fn check_declared(session: &Session, scripts: &Scripts) -> Result<(), Faults> {
    let statements = scripts.read.iter().flat_map(|it| &it.statements);
    let strange = session.find_undeclared(statements);
    let unread = scripts.read.iter().any(|it| !it.faults.is_empty());
    if strange.is_empty() || unread { Ok(()) } else { Err(strange.into()) }
}

// ------------------------------------------------------------------------------- writing

/// A requested report, and its file; `None` for standard output.
type ReportTarget = (ReportFormat, Option<PathBuf>);

fn targets(formats: &[FormatName], files: &[PathBuf]) -> Result<Vec<ReportTarget>, Diagnostic> {
    let mut targets: Vec<ReportTarget> = Vec::new();
    let formats = if formats.is_empty() { &[FormatName::Terminal] } else { formats };
    for (at, format) in formats.iter().enumerate() {
        let report = format.report().ok_or_else(|| no_report(*format))?;
        let file = files.get(at).filter(|it| it.as_os_str() != "-").cloned();
        targets.push((report, file));
    }
    let twice = files.iter().enumerate().find(|(at, it)| files[..*at].contains(it));
    if let Some((_, file)) = twice {
        return Err(same_file(file));
    }
    if files.len() > targets.len() {
        return Err(more_files(files.len(), targets.len()));
    }
    if targets.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(more_reports());
    }
    Ok(targets)
}

/// The text of a report, and its file.
type RenderedReport<'a> = (String, &'a Option<PathBuf>);

/// Renders all reports before the first is written.
fn render_reports<'a>(
    report: &Report,
    targets: &'a [ReportTarget],
    detail: Detail,
    output: Output,
) -> Vec<RenderedReport<'a>> {
    let options = ReportOptions { width: output.columns(), colour: output.colours_answers(), detail };
    let plain = ReportOptions { colour: false, width: output.width, ..options };
    let made = targets.iter().map(|(format, file)| {
        let options = if file.is_some() { plain } else { options };
        (write_report(report, *format, options), file)
    });
    made.collect()
}

/// Writes all files, or none.
fn write(made: Vec<RenderedReport<'_>>, baseline: Option<(&Path, String)>, output: Output) -> Result<(), Faults> {
    let mut changes = Vec::new();
    let mut told = Vec::new();
    if let Some((file, text)) = baseline {
        changes.push(FileChange::write(file, text));
        told.push(format!("baseline written: {}", file.display()));
    }
    let mut printed = None;
    for (text, file) in made {
        match file {
            Some(file) => {
                changes.push(FileChange::write(file, text));
                told.push(format!("report written: {}", file.display()));
            }
            None => printed = Some(text),
        }
    }
    output.recoveries(&write_files(&changes)?);
    told.iter().for_each(|it| output.message(it));
    printed.map_or(Ok(()), |text| output.data(&text)).map_err(Faults::from)
}

// ------------------------------------------------------------------------------- faults

/// `audit --output a.html --output a.html`
fn same_file(file: &Path) -> Diagnostic {
    let message = format!("`{}` would be written twice", file.display());
    Diagnostic::new(Blame::Question, Code::SameFile, message).help("name a different file for each --output")
}

/// `audit --format csv`
fn no_report(format: FormatName) -> Diagnostic {
    let message = format!("audit reports cannot be written as {}", format.word());
    Diagnostic::new(Blame::Question, Code::NoReport, message)
        .help("use terminal, markdown, json, junit, sarif, html or github")
}

/// `audit --output a.html --output b.html`
fn more_files(files: usize, reports: usize) -> Diagnostic {
    let reports = match reports {
        1 => "1 report".to_owned(),
        reports => format!("{reports} reports"),
    };
    let message = format!("{files} output files are named for {reports}");
    Diagnostic::new(Blame::Question, Code::MoreFiles, message)
        .help("give one --format for each --output; the first --output goes with the first --format")
}

/// `audit --format json --format html`
fn more_reports() -> Diagnostic {
    let message = "only one report can go to standard output";
    Diagnostic::new(Blame::Question, Code::MoreReports, message)
        .help("name a file for each with --output; the first --output goes with the first --format")
}
