//! The command `waive`: writes a waiver for a current finding of a check.

use std::path::{Path, PathBuf};

use clap::Args;
use oxsdatatypes::Date;

use crate::app::earlier::{AuditInputs, EarlierAudit};
use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::opening::{TIME_IN_SCRIPT, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::app::workspace_files::{WorkspaceFiles, read_text, scripts, waivers};
use crate::audit::{CheckSelection, EarlierState, Finding, RunContext, WAIVERS, WaiverEntry, run as run_checks};
use crate::base::{Blame, Code, Cut, Diagnostic, Faults, Limit, Source, nearest};
use crate::lang::{MAX_SCRIPT, parse};
use crate::question::{Question, ResolvedStatement};
use crate::render::csv_of;
use crate::session::Session;
use crate::store::{FileChange, write_files};

/// The arguments of `waive`.
#[derive(Debug, Args)]
pub(super) struct WaiveArgs {
    /// The id of the check
    #[arg(value_name = "CHECK")]
    check: String,
    /// The thing that the check finds, by name; omit it for a finding that is not about a thing
    #[arg(value_name = "THING")]
    thing: Option<String>,
    /// Why the finding is accepted
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who is responsible for accepting it
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// The last day on which it is accepted
    #[arg(long, value_name = "DATE")]
    until: String,
    /// A script or folder of scripts that contains the check; repeatable [default: the folder `queries` of the
    /// workspace]
    #[arg(long, value_name = "PATH")]
    scripts: Vec<PathBuf>,
    /// What `expect no new` compares with: a file from --save-baseline, or a Git revision
    #[arg(long, value_name = "FILE|REVISION", allow_hyphen_values = true)]
    against: Option<String>,
    /// The file to write to [default: waivers.toml of the workspace]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
}

pub(super) fn run(options: &Options, waive: &WaiveArgs, output: Output) -> CommandResult {
    let place = WorkspaceFiles::of(options)?;
    let scripts = scripts(&place, &waive.scripts)?;
    let session = open(options, TIME_IN_SCRIPT, output)?;
    let today = session.settings().today;
    let until = day(&waive.until, today)?;
    if waive.reason.trim().is_empty() || waive.owner.trim().is_empty() {
        return Err(nobody().into());
    }
    let choice = CheckSelection { checks: vec![waive.check.clone()], ..CheckSelection::default() };
    let chosen = choice.of(&scripts)?;
    let there = place.files.exists(Path::new(WAIVERS)) || waive.waivers.is_some();
    let named = waive.waivers.as_deref().filter(|path| path.exists());
    let (known, _) = if there && (named.is_some() || waive.waivers.is_none()) {
        waivers(&place, named, &session)?
    } else {
        (Vec::new(), None)
    };
    let then = match &waive.against {
        Some(against) => {
            let named = AuditInputs { paths: &waive.scripts, waivers: named, of: None };
            Some(EarlierAudit::of(options, named, &place, &session, against)?)
        }
        None => None,
    };
    let ran = run_checks(&RunContext {
        session: &session,
        scripts: &scripts,
        files: &place.files,
        chosen: &chosen,
        waivers: &known,
        of: None,
        earlier: then.as_ref().map_or(EarlierState::Unknown, EarlierAudit::earlier),
        csv: &csv_of,
        timed: false,
    });
    let check = ran.checks.first();
    let check = check.expect("a check that is chosen is run or told why not");
    let faults = check.messages.iter().flat_map(|it| it.drawn.lines());
    faults.for_each(|line| output.message(line));
    let iri = match &waive.thing {
        Some(name) => Some(thing(name, &session)?),
        None => None,
    };
    let of_it = |it: &&Finding| it.thing.as_ref().map(|thing| &thing.iri) == iri.as_ref();
    // Of several rows about one thing, the first that is not waived yet.
    let mut open = check.findings.iter().filter(|it| !it.is_waived());
    let finding = open.find(of_it).or_else(|| check.findings.iter().find(of_it));
    let finding = finding.ok_or_else(|| no_finding(waive, &check.findings))?;
    if let Some(waiver) = finding.waiver.as_ref().filter(|it| it.holds) {
        return Err(already_waived(waiver).into());
    }
    let entry = WaiverEntry {
        check: waive.check.clone(),
        thing: iri,
        reason: waive.reason.clone(),
        owner: waive.owner.clone(),
        until,
        fingerprint: finding.fingerprint.clone(),
        asked: check.about.digest.clone(),
        place: check.about.place.clone(),
        span: crate::base::Span::default(),
    };
    let path = waive.waivers.as_deref().map(|it| place.relative_to_root(it));
    let path = path.unwrap_or_else(|| PathBuf::from(WAIVERS));
    let before = if place.files.exists(&path) { Some(read_text(&place, &path, MAX_SCRIPT as u64)?.text) } else { None };
    let mut text = before.as_deref().unwrap_or_default().to_owned();
    // One that has expired makes room: a finding has one waiver.
    if let Some(expired) = known.iter().find(|it| it.is_of_the_same(&entry)) {
        text = expired.removed_from(&text).ok_or_else(|| cannot_renew(expired))?;
    }
    let known = text.trim_end();
    let known = if known.is_empty() { String::new() } else { format!("{known}\n") };
    let gap = if known.is_empty() { "" } else { "\n" };
    let text = format!("{known}{gap}{}", entry.entry(session.dataset()));
    let file = place.files.root().join(&path);
    let change = FileChange::rewrite(file, before.as_deref().map(str::as_bytes), text);
    output.recoveries(&write_files(&[change])?);
    output.message(&format!("waived until {until} in {}: {}", path.display(), finding.message));
    Ok(ANSWERED)
}

/// Parses the last day of a waiver, which must not be past.
fn day(text: &str, today: Date) -> Result<Date, Diagnostic> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    let Some(day) = day else {
        let message = format!("`{text}` is not a day of the calendar");
        return Err(Diagnostic::new(Blame::Question, Code::NoSuchDay, message).help("a day is written 2026-11-23"));
    };
    if day < today {
        let message = format!("the waiver would already have expired on {day}");
        return Err(
            Diagnostic::new(Blame::Question, Code::Expired, message).help("give today or a later day with --until")
        );
    }
    Ok(day)
}

/// The IRI of the thing called `name`, as `describe` reads it.
fn thing(name: &str, session: &Session) -> Result<String, Faults> {
    let source = Source::new("thing", &format!("describe {name}"));
    let statements = parse(&source).unwrap_or_default();
    let [statement] = statements.as_slice() else {
        return Err(no_name(name).into());
    };
    // The user did not type the word before the name, so the location would only confuse.
    let bare = |fault: Diagnostic| Diagnostic { places: Vec::new(), ..fault };
    let read = session.read(statement, &source);
    match read.map_err(|faults| faults.into_iter().map(bare).collect::<Vec<_>>())? {
        ResolvedStatement::Question(Question::Describe(thing)) => Ok(thing.iri.as_str().to_owned()),
        _ => Err(no_name(name).into()),
    }
}

/// `waive no-source "acme:bare; which claims"`
fn no_name(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not the name of a thing");
    Diagnostic::new(Blame::Question, Code::NoName, message)
        .help("name the thing as the report does, like `ali:no-training`")
}

/// `waive no-source ali:no-training`, which has one
fn no_finding(waive: &WaiveArgs, findings: &[Finding]) -> Diagnostic {
    let check = &waive.check;
    let message = match &waive.thing {
        Some(thing) => format!("`{check}` has no finding about `{thing}`, so there is nothing to waive"),
        None => format!("`{check}` has no finding that can be waived without naming a thing"),
    };
    let fault = Diagnostic::new(Blame::Question, Code::NoFinding, message);
    let known: Vec<&str> = findings.iter().filter_map(|it| Some(it.thing.as_ref()?.short.as_str())).collect();
    let near = nearest(waive.thing.as_deref().unwrap_or_default(), known.iter().copied());
    match (near.as_slice(), known.as_slice()) {
        ([_, ..], _) => fault.help(format!("nearest: `{}`", near.join("`, `"))),
        ([], []) => fault.help("the check has no finding about a thing"),
        ([], known) => fault.help(format!(
            "name one of its findings: {}",
            Cut::of(known, Limit::FindingsToWaive).map(|it| *it).backtick_list()
        )),
    }
}

/// `--owner ""`
fn nobody() -> Diagnostic {
    let message = "a waiver needs a reason and an owner";
    Diagnostic::new(Blame::Question, Code::Waivers, message).help("give both --reason and --owner a text")
}

/// an expired waiver in a list written on one line
fn cannot_renew(waiver: &WaiverEntry) -> Diagnostic {
    let place = format!("{}:{}", waiver.place.file, waiver.place.line);
    let message = format!("the finding has a waiver, which expired on {}", waiver.until);
    Diagnostic::new(Blame::Question, Code::WaivedAlready, message).help(format!("delete the entry at {place} first"))
}

/// a finding that has a waiver
fn already_waived(waiver: &crate::audit::Waiver) -> Diagnostic {
    let place = format!("{}:{}", waiver.place.file, waiver.place.line);
    let message = format!("the finding is already waived until {}", waiver.until);
    Diagnostic::new(Blame::Question, Code::WaivedAlready, message).help(format!("delete the entry at {place} first"))
}
