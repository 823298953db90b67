//! The results of the checks → the report: counts, the overall outcome, the exit code, coverage, notes.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::check::Severity;
use crate::audit::choice::CheckSelection;
use crate::audit::context::{RunContext, RunResults};
use crate::audit::report::{AuditOutcome, CheckResult, Data, FORMAT, File, Finding, PROGRAM, Report, ScriptSummary};
use crate::audit::scripts::no_such;
use crate::audit::waivers::WaiverEntry;
use crate::base::{Code, Diagnostic};
use crate::exec::NamedThing;
use crate::question::Thing;

/// Everything is as expected.
const PASSED: u8 = 0;
/// Something is not as expected.
const FINDINGS: u8 = 1;
/// A script or a check is at fault.
const WRONG: u8 = 2;
/// Something is unknown.
const UNDETERMINED: u8 = 3;

/// What a report says of the run itself.
#[derive(Debug, Clone)]
pub struct ReportHeader {
    /// The revision that the facts were read at; `None` for the working tree.
    pub revision: Option<String>,
    /// The file of waivers.
    pub waivers: Option<File>,
    /// Findings of lower severity do not affect the exit code.
    pub fail_on: Severity,
}

/// Makes the report of a run, without the comparison and the [`exit_code`], which follow later.
///
/// # Errors
/// When the coverage cannot be found out in time.
pub fn assemble(
    ran: RunResults,
    run: &RunContext<'_>,
    choice: &CheckSelection,
    frame: ReportHeader,
) -> Result<Report, Diagnostic> {
    let dataset = run.session.dataset();
    let files = dataset.files().iter().map(|file| File { name: file.name.clone(), digest: file.digest.clone() });
    // Scripts that could not be read have no digest; they are listed as broken.
    let scripts = run.scripts.read.iter().filter(|it| !it.digest.is_empty());
    let scripts = scripts.map(|script| ScriptSummary {
        name: script.source.name.to_string(),
        digest: script.digest.clone(),
        checks: script.checks().count(),
        questions: script.questions(),
    });
    let mut scripts: Vec<ScriptSummary> = scripts.collect();
    scripts.sort_by(|one, other| one.name.cmp(&other.name));
    let run_ids: BTreeSet<String> = ran.checks.iter().map(|it| it.about.id.clone()).collect();
    Ok(Report {
        format: FORMAT,
        program: PROGRAM.to_owned(),
        today: run.session.settings().today.to_string(),
        revision: frame.revision,
        of: run.of.map(|it| name_thing(it, run)),
        data: Data { digest: dataset.digest().to_owned(), facts: dataset.len(), files: files.collect() },
        scripts,
        waivers: frame.waivers,
        outcome: overall_outcome(&ran),
        exit_code: PASSED,
        only_new: false,
        fail_on: frame.fail_on,
        checks_by_outcome: by_outcome(&ran.checks),
        findings_by_severity: by_severity(&ran.checks),
        suites: choice.suites_of(run.scripts, &run_ids),
        notes: notes(&ran, run),
        coverage: run.session.overview(run.of),
        comparison: None,
        milliseconds: None,
        parameters: ran.parameters,
        checks: ran.checks,
        broken: ran.broken,
    })
}

fn name_thing(thing: &Thing, run: &RunContext<'_>) -> NamedThing {
    let (lexicon, dataset) = (run.session.lexicon(), run.session.dataset());
    let id = dataset.iri_id(thing.iri.as_ref());
    let name = id.map_or_else(|| dataset.prefixes().compact(thing.iri.as_str()), |id| lexicon.label(dataset, id));
    NamedThing { iri: thing.iri.as_str().to_owned(), name }
}

fn overall_outcome(ran: &RunResults) -> AuditOutcome {
    let worst = ran.checks.iter().map(|it| it.outcome).max();
    match worst {
        _ if !ran.broken.is_empty() => AuditOutcome::Error,
        Some(worst) => worst,
        // A run of zero checks does not pass.
        None => AuditOutcome::Unknown,
    }
}

/// The exit code for a report. Broken scripts and faulty checks come first, since nothing is known of them; then
/// unknown names, or no checks at all; then findings, which hold whatever is unknown; then unknown outcomes.
#[must_use]
pub fn exit_code(report: &Report) -> u8 {
    let ended = |outcome| {
        let mut checks = report.checks.iter().filter(|it| it.outcome == outcome);
        checks.any(|it| report.counts(it))
    };
    let mut at_fault = report.checks.iter().filter(|it| it.outcome == AuditOutcome::Error);
    let strange = report.checks.iter().any(is_of_unknown_names);
    if !report.broken.is_empty() || at_fault.any(|it| !is_of_unknown_names(it)) {
        WRONG
    } else if strange || report.checks.is_empty() {
        UNDETERMINED
    } else if ended(AuditOutcome::Fail) {
        FINDINGS
    } else if ended(AuditOutcome::Unknown) {
        UNDETERMINED
    } else {
        PASSED
    }
}

/// True for a check that is at fault only because the facts lack a name: nothing is concluded from it.
fn is_of_unknown_names(check: &CheckResult) -> bool {
    let mut messages = check.messages.iter();
    check.outcome == AuditOutcome::Error
        && !check.messages.is_empty()
        && messages.all(|it| it.code == Code::UnknownName)
}

fn by_outcome(checks: &[CheckResult]) -> BTreeMap<&'static str, usize> {
    let count = |outcome| checks.iter().filter(|it| it.outcome == outcome).count();
    let counts = AuditOutcome::ALL.into_iter();
    counts.map(|it| (it.word(), count(it))).collect()
}

fn by_severity(checks: &[CheckResult]) -> BTreeMap<&'static str, usize> {
    let count = |severity| {
        let checks = checks.iter().filter(|it| it.about.severity == severity);
        let findings = checks.flat_map(|it| &it.findings);
        findings.filter(|it| !it.is_waived()).count()
    };
    let counts = Severity::ALL.into_iter();
    counts.map(|it| (it.word(), count(it))).collect()
}

/// Notes on a run beside the results of its checks.
fn notes(ran: &RunResults, run: &RunContext<'_>) -> Vec<String> {
    let ids: Vec<&str> = run.scripts.checks().map(|it| it.it.id.text.as_str()).collect();
    let mut notes = Vec::new();
    for waiver in run.waivers {
        let place = format!("{}:{}", waiver.place.file, waiver.place.line);
        if !ids.contains(&waiver.check.as_str()) {
            let fault = no_such("check", &waiver.check, &ids);
            let help = fault.help.join("; ");
            notes.push(format!("{place}: this waiver is not used: {}; {help}", fault.message));
            continue;
        }
        let check = ran.checks.iter().find(|it| it.about.id == waiver.check);
        // A check whose outcome is unknown may still find it.
        let known = check.filter(|it| !matches!(it.outcome, AuditOutcome::Unknown | AuditOutcome::Error));
        if known.is_some_and(|check| !check.findings.iter().any(|it| is_of(waiver, it))) {
            let thing = waiver
                .thing
                .as_deref()
                .map_or_else(String::new, |iri| format!(" of {}", run.session.dataset().prefixes().compact(iri)));
            notes.push(format!(
                "{place}: the waiver{thing} for `{}` waives nothing: the check has no such finding; delete it",
                waiver.check
            ));
        }
    }
    if let Some(of) = run.of.filter(|_| !ran.not_applicable.is_empty()) {
        let are = match ran.not_applicable.len() {
            1 => "1 check was not run, because it is not about".to_owned(),
            count => format!("{count} checks were not run, because they are not about"),
        };
        notes.push(format!(
            "{are} {} or what belongs to it: {}",
            name_thing(of, run).name,
            ran.not_applicable.join(", ")
        ));
    }
    notes.extend(run.session.remark_on_loose_ends());
    let questions: usize = run.scripts.read.iter().map(|it| it.questions()).sum();
    if questions > 0 {
        let are = if questions == 1 {
            "1 question is not a check, because it expects nothing".to_owned()
        } else {
            format!("{questions} questions are not checks, because they expect nothing")
        };
        notes.push(format!("{are}: to get answers, use `caveat run`"));
    }
    notes
}

/// True if the finding shows this waiver.
fn is_of(waiver: &WaiverEntry, finding: &Finding) -> bool {
    finding.waiver.as_ref().is_some_and(|it| it.place == waiver.place)
}
