//! Opening a session: which facts, at which revision, and what `today` is.

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::str::FromStr;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxsdatatypes::{Date, DateTime};

use crate::app::input::read_stdin;
use crate::app::options::{DataFormat, Options};
use crate::app::output::Output;
use crate::app::parameters::parameter_values;
use crate::app::progress::Bar;
use crate::base::{Blame, BudgetExceeded, Code, Diagnostic, Faults};
use crate::files::{Files, Repository};
use crate::session::{Session, SessionSettings};
use crate::store::{
    CacheMode, Dataset, IndexFolder, Input, Sizes, Workspace, half_written_folders, load_cached, recover,
};

/// Default limit in seconds for a question when a person waits.
pub(super) const TIME_AT_PROMPT: u64 = 30;
/// Default limit in seconds for a question in a script.
pub(super) const TIME_IN_SCRIPT: u64 = 300;

/// Default memory limit for a question, in bytes.
const MEMORY: u64 = 4 * 1024 * 1024 * 1024;

/// Loads the facts and begins a session.
pub(super) fn open(options: &Options, seconds: u64, output: Output) -> Result<Session, Faults> {
    let files = files(options)?;
    let today = today(options, &files)?;
    let dataset = facts(options, &files, Some(output))?;
    if let Some(revision) = files.revision() {
        output.message(&format!("as of {revision}"));
    }
    let settings = SessionSettings {
        clock: current_day().unwrap_or(today),
        today,
        time: Duration::from_secs(options.time.unwrap_or(seconds)),
        memory: Some(options.max_memory.map_or(MEMORY, mib)),
        worker: std::env::current_exe().ok(),
        parameters: parameter_values(options)?,
    };
    Session::new(dataset, settings)
}

/// a gigabyte of facts with `--time 1`
fn read_too_slowly(seconds: u64) -> Diagnostic {
    let message = format!("the facts could not be read within {seconds} s");
    Diagnostic::new(Blame::Undetermined, Code::TooSlow, message).help(
        "this says nothing about the answer; raise the limit with --time SECONDS, or omit it while the index is built",
    )
}

/// A session on the current facts, for the prompt.
pub(super) fn reopen(options: &Options, output: Output) -> Result<Session, Faults> {
    open(options, TIME_AT_PROMPT, output)
}

/// The files of the current folder: on disk, or at the revision of `--at`.
pub(super) fn files(options: &Options) -> Result<Files, Diagnostic> {
    match &options.at {
        Some(revision) => files_at(revision),
        None => Ok(Files::Disk(here())),
    }
}

/// The files of the current folder at a revision or on a day.
pub(super) fn files_at(revision: &str) -> Result<Files, Diagnostic> {
    let repository = Repository::of(&here())?;
    repository.files(&repository.resolve(revision)?)
}

fn here() -> std::path::PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// The value of `today`: that of `--today`, else the day of `--at`, else the current day.
pub(super) fn today(options: &Options, files: &Files) -> Result<Date, Diagnostic> {
    let day_asked = files.revision().filter(|revision| revision.by_day);
    let text = match (&options.today, day_asked) {
        (Some(today), _) => today,
        (None, Some(revision)) => &revision.asked,
        (None, None) => return current_day(),
    };
    let plain = text.len() == 10;
    Date::from_str(text).ok().filter(|_| plain).ok_or_else(|| {
        let message = format!("`{text}` is not a day of the calendar");
        Diagnostic::new(Blame::Question, Code::NoSuchDay, message).help("a day is written 2026-11-23")
    })
}

fn current_day() -> Result<Date, Diagnostic> {
    let now = Date::try_from(DateTime::now());
    let day = now.ok().and_then(|day| Date::from_str(&day.to_string()[..10]).ok());
    day.ok_or_else(|| {
        Diagnostic::new(Blame::Io, Code::NoClock, "the current day is not known")
            .help("give it with --today, as in --today 2026-11-23")
    })
}

/// The facts that `--data` names, else those of the workspace. `output` gets messages about their index. With `--time`,
/// reading must finish in that time; otherwise it is not limited, and a bar shows progress.
pub(super) fn facts(options: &Options, files: &Files, output: Option<Output>) -> Result<Dataset, Faults> {
    let bar = Arc::new(Mutex::new(Some(Bar::default())));
    let Some(seconds) = options.time else {
        return facts_read(options, files, output, &bar);
    };
    let (sender, receiver) = mpsc::channel();
    let (of_reader, options, files) = (Arc::clone(&bar), options.clone(), files.clone());
    thread::spawn(move || {
        let read = panic::catch_unwind(AssertUnwindSafe(|| facts_read(&options, &files, output, &of_reader)));
        // After a timeout, nobody receives this.
        let _ = sender.send(read);
    });
    let read = receiver.recv_timeout(Duration::from_secs(seconds));
    // Removing the bar keeps it from drawing over later output, and stops a reading that is still running.
    drop(bar.lock().map(|mut bar| bar.take()));
    match read {
        Ok(Ok(read)) => read,
        Ok(Err(thrown)) => panic::resume_unwind(thrown),
        Err(_) => Err(read_too_slowly(seconds).into()),
    }
}

/// The progress bar of a reading; `None` once the result is no longer wanted.
type SharedBar = Arc<Mutex<Option<Bar>>>;

fn facts_read(options: &Options, files: &Files, output: Option<Output>, bar: &SharedBar) -> Result<Dataset, Faults> {
    let max_file = mib(options.max_file);
    if options.data.is_empty() {
        let workspace = Workspace::find_in(files)?;
        let inputs: Vec<Input> = workspace.data.into_iter().map(Input::Path).collect();
        let files = files.with_root(&workspace.root);
        let folder = IndexFolder::of_user().for_workspace(&workspace.root);
        return read(options, &files, (&inputs, &folder), (output, bar));
    }
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    for path in &options.data {
        if !seen.insert(path.clone()) {
            continue;
        }
        if path.as_os_str() != "-" {
            inputs.push(Input::Path(path.clone()));
        } else if files.revision().is_some() {
            return Err(no_history_of_stdin().into());
        } else {
            let bytes = read_stdin(max_file)?;
            inputs.push(Input::Stdin(bytes, rdf_format(options.data_format)));
        }
    }
    read(options, files, (&inputs, &IndexFolder::of_user()), (output, bar))
}

/// Reads the facts, with a progress bar if that takes long.
fn read(
    options: &Options,
    files: &Files,
    (inputs, folder): (&[Input], &IndexFolder),
    (output, bar): (Option<Output>, &SharedBar),
) -> Result<Dataset, Faults> {
    let keep = match (options.no_index, options.verify) {
        (true, _) => CacheMode::Off,
        (_, true) => CacheMode::Verified,
        _ => CacheMode::TrustTimes,
    };
    let sizes =
        Sizes { file: mib(options.max_file), memory: options.max_memory.map(mib), ..mib(options.max_file).into() };
    let mut watch = |progress| match bar.lock().ok().as_deref_mut() {
        Some(Some(bar)) => bar.at(progress),
        // Unwinds without the panic hook: nobody waits for the result.
        _ => panic::resume_unwind(Box::new(BudgetExceeded::Stopped)),
    };
    let mut loaded = load_cached(files, inputs, (folder, keep), sizes, &mut watch);
    if loaded.as_ref().is_err_and(|faults| faults.iter().any(|it| it.code == Code::Unfinished)) {
        for folder in half_written_folders(files, inputs) {
            let finished = recover(&folder)?;
            if let (Some(finished), Some(output)) = (finished, output) {
                output.message(&finished.message());
            }
        }
        loaded = load_cached(files, inputs, (folder, keep), sizes, &mut watch);
    }
    let is_waited_for = bar.lock().is_ok_and(|mut bar| bar.take().is_some());
    let (dataset, told) = loaded?;
    if let Some(output) = output.filter(|_| is_waited_for) {
        if let Some(differs) = told.differs {
            // The answer comes from the files, so it is right in any case.
            output.diagnostics(&[differs]);
        }
        output.message(&told.remark.unwrap_or_default());
    }
    Ok(dataset)
}

fn mib(count: u64) -> u64 {
    count.saturating_mul(1024 * 1024)
}

fn rdf_format(format: DataFormat) -> RdfFormat {
    match format {
        DataFormat::Ttl => RdfFormat::Turtle,
        DataFormat::Trig => RdfFormat::TriG,
        DataFormat::Nt => RdfFormat::NTriples,
        DataFormat::Nq => RdfFormat::NQuads,
        DataFormat::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
    }
}

/// `--at main --data -`
fn no_history_of_stdin() -> Diagnostic {
    let message = "standard input has no history, so facts at a revision cannot come from it";
    Diagnostic::new(Blame::Question, Code::StdinAtRevision, message).help("leave out `--data -`, or the revision")
}
