//! The command line, and the codes that the program exits with.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::app::anchor::AnchorArgs;
use crate::app::audit::AuditArgs;
use crate::app::commands;
use crate::app::import::ImportArgs;
use crate::app::output::{index_given_up, not_printed, nothing_printed};
use crate::app::triage::TriageArgs;
use crate::app::waive::WaiveArgs;
use crate::audit::Expected;
use crate::base::{Blame, Diagnostic};
use crate::render::{Format, ReportFormat};
use crate::store::Damaged;

/// The question is answered; what was expected holds.
pub(super) const ANSWERED: u8 = 0;
/// An expectation is not met, or a script is not laid out as it should be.
pub(super) const FINDINGS: u8 = 1;
/// The question, the script or the command line is wrong.
pub(super) const WRONG: u8 = 2;
/// Undetermined: nothing is known of the answer.
pub(super) const UNDETERMINED: u8 = 3;
/// The data is malformed.
pub(super) const MALFORMED: u8 = 4;
/// Reading or writing failed.
pub(super) const IO_FAILED: u8 = 5;
/// A defect of this program.
pub(super) const BUG: u8 = 70;

/// The exit code for a diagnostic.
pub(super) fn exit_code(blame: Blame) -> u8 {
    match blame {
        Blame::Question => WRONG,
        Blame::Undetermined => UNDETERMINED,
        Blame::Data => MALFORMED,
        Blame::Io => IO_FAILED,
        Blame::Bug => BUG,
    }
}

/// The codes that the program exits with, for its help and its man page.
pub(super) const EXIT_CODES: [(&str, &str); 8] = [
    ("0", "answered; what was expected holds"),
    ("1", "a check, --expect or a passage of anchor fails; fmt --check or diff --exit-code finds a change"),
    ("2", "the question, the script or the command line is wrong"),
    ("3", "undetermined: out of time, empty data, nothing examined"),
    ("4", "the data is malformed"),
    ("5", "reading or writing failed"),
    ("70", "a defect of this program"),
    ("130", "interrupted"),
];

/// What happens without a command.
pub(super) const NO_COMMAND: &str = "Without a command, caveat is a prompt; there, .help helps.";

fn after_help() -> String {
    let codes = EXIT_CODES.map(|(code, meaning)| format!("  {code:<3} {meaning}\n"));
    format!("Exit codes:\n{}\n{NO_COMMAND}", codes.concat())
}

/// What vendors claim, what backs each claim, what the fine print takes back.
#[derive(Debug, Parser)]
#[command(name = "caveat", version, after_help = after_help(), max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(super) struct Options {
    /// A file or folder with facts, `-` for standard input; repeatable [default: the workspace's
    /// data, found from this folder upwards]
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) data: Vec<PathBuf>,
    /// The format of facts on standard input
    #[arg(long, global = true, value_name = "FORMAT", default_value = "trig")]
    pub(super) data_format: DataFormat,
    /// Speak of the facts as they were at a revision of git, or at the end of a day
    #[arg(long, global = true, value_name = "REVISION|DATE", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// The day that `today` means, for answers that can be repeated [default: the day of --at, else the
    /// current day in UTC]
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) today: Option<String>,
    /// The value of a parameter that a script declares; repeatable
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(super) param: Vec<(String, String)>,
    /// How answers, reports and pictures are written; repeatable for reports [default: table, terminal for
    /// audit, svg for draw]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(super) format: Vec<FormatName>,
    /// Write values to CSV and TSV as they are; without it, those that a spreadsheet would run as
    /// formulas get an apostrophe
    #[arg(long, global = true)]
    pub(super) raw_csv: bool,
    /// Columns that a table may take, 20 or more [default: the terminal's; in a pipe, as many as it needs]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    pub(super) width: Option<u16>,
    /// Write without colours
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Write no remarks to standard error, only errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Seconds that one question may take, and reading the facts as many [default: 30 at the prompt and for ask, 300 in
    /// scripts, and no limit for reading]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub(super) time: Option<u64>,
    /// Size of one data file at the most, in MiB
    #[arg(long, global = true, value_name = "MIB", default_value_t = 256)]
    pub(super) max_file: u64,
    /// Memory that building the index of the facts may take at the most, and one question, in MiB [default: that of the
    /// machine, and 4096]
    #[arg(long, global = true, value_name = "MIB")]
    pub(super) max_memory: Option<u64>,
    /// Read all files, and compare what the index of the facts holds with them
    #[arg(long, global = true, conflicts_with = "no_index")]
    pub(super) verify: bool,
    /// Read all files again, and keep no index of large facts
    #[arg(long, global = true)]
    pub(super) no_index: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Answer a question
    Ask {
        /// The question, with definitions before it if it needs any; `-` reads it from standard input
        #[arg(required = true, value_name = "QUESTION")]
        question: Vec<String>,
        /// Exit with 1 unless the answer is so: none, some, a number of things, `at least` or `at most` so
        /// many, yes or no
        #[arg(long, value_name = "WHAT", value_parser = expectation)]
        expect: Option<Expected>,
    },
    /// Answer the saved questions of script files, in order, and judge their checks
    Run {
        /// Scripts (.cav); `-` reads one from standard input
        #[arg(required = true, value_name = "FILE")]
        scripts: Vec<PathBuf>,
    },
    /// Run the checks of scripts and report how they end
    Audit(Box<AuditArgs>),
    /// Accept a finding until a day: writes a waiver
    Waive(WaiveArgs),
    /// Turn documents into draft facts: pages of directories, Markdown, tables
    Import(Box<ImportArgs>),
    /// Decide on drafts, one after the other at the terminal, or in a worksheet
    Triage(TriageArgs),
    /// Name a passage of a document by its digest, or look whether those of the facts stand in it
    Anchor(AnchorArgs),
    /// Draw what a question finds, or one thing, with all that it rests on
    Draw {
        /// The name of a thing, or a question with definitions before it if it needs any; `-` reads it
        /// from standard input
        #[arg(required = true, value_name = "QUESTION|NAME")]
        question: Vec<String>,
        /// The file that the picture is put in, whole or not at all [default: standard output]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make a web site of the facts: vendors side by side, a page for each vendor, source and topic
    Site {
        /// The folder that the site is put in: empty, not there yet, or with a site that caveat made
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Show how a question is understood: the sentence, the plan, the SPARQL
    Explain {
        /// The question; `-` reads it from standard input
        #[arg(required = true, value_name = "QUESTION")]
        question: Vec<String>,
        /// Find the things, and show how they were found: in which order, with which sizes
        #[arg(long)]
        plan: bool,
    },
    /// Show what can be asked: kinds, relations, attributes, adjectives
    Schema {
        /// Only what is said of this kind
        #[arg(value_name = "KIND")]
        kind: Option<String>,
    },
    /// Show what changed in meaning between two revisions, or since one
    Diff {
        /// A branch, a tag, a commit or a day
        #[arg(value_name = "REVISION|DATE", allow_hyphen_values = true)]
        before: String,
        /// The later revision or day [default: the files as they lie there]
        #[arg(value_name = "REVISION|DATE")]
        after: Option<String>,
        /// Exit with 1 if anything changed in meaning
        #[arg(long)]
        exit_code: bool,
    },
    /// Lay scripts out in the canonical way: blanks, line breaks, letter case of structural words
    Fmt {
        /// Change nothing; name the scripts that would change, and exit with 1 if there are any
        #[arg(long)]
        check: bool,
        /// Scripts (.cav); `-` reads one from standard input and writes it to standard output
        #[arg(required = true, value_name = "FILE")]
        scripts: Vec<PathBuf>,
    },
    /// Write the completions of a shell to standard output
    Completions {
        /// bash, zsh, fish, powershell or elvish
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    /// Write the man page to standard output
    Man,
    /// Run one raw SPARQL query for another process of this program
    #[command(hide = true)]
    SparqlWorker,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or_default();
    if name.trim().is_empty() || value.trim().is_empty() {
        return Err("expected a name and a value, like `stale-after=180 days`".to_owned());
    }
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn expectation(words: &str) -> Result<Expected, String> {
    let words = words.trim().to_ascii_lowercase();
    let number = |bound: &str| -> Option<u64> { words.strip_prefix(bound)?.trim().parse().ok() };
    let expected = match words.as_str() {
        "none" => Some(Expected::None),
        "some" => Some(Expected::Some),
        "yes" => Some(Expected::Yes),
        "no" => Some(Expected::No),
        _ => number("at least ")
            .map(Expected::AtLeast)
            .or_else(|| number("at most ").map(Expected::AtMost))
            .or_else(|| number("exactly ").or_else(|| number("")).map(Expected::Exactly)),
    };
    expected.ok_or_else(|| "expected none, some, a number, `at least` or `at most` a number, yes or no".to_owned())
}

/// Names of output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// For people
    Table,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table in Markdown
    Markdown,
    /// Turtle: the facts about the things that `which` finds or `describe` names
    Ttl,
    /// Of audit: for people
    Terminal,
    /// Of audit: JUnit XML, for CI systems
    Junit,
    /// Of audit: SARIF 2.1.0, for code hosts
    Sarif,
    /// Of audit and draw: a page for people, which needs nothing but itself
    Html,
    /// Of audit: commands that GitHub Actions show as annotations
    Github,
    /// Of draw: a picture for browsers and documents
    Svg,
    /// Of draw: a picture in dots, for where SVG is not shown
    Png,
    /// Of draw: the language of Graphviz
    Dot,
    /// Of draw: a flowchart for Markdown
    Mermaid,
}

impl FormatName {
    /// The format of an answer; none for one that only reports are written in.
    fn answer(self) -> Option<Format> {
        Some(match self {
            Self::Table => Format::Table,
            Self::Csv => Format::Csv,
            Self::Tsv => Format::Tsv,
            Self::Json => Format::Json,
            Self::Jsonl => Format::JsonLines,
            Self::Markdown => Format::Markdown,
            Self::Ttl => Format::Turtle,
            Self::Terminal | Self::Junit | Self::Sarif | Self::Html | Self::Github => return None,
            Self::Svg | Self::Png | Self::Dot | Self::Mermaid => return None,
        })
    }

    /// How answers are written.
    pub(super) fn answer_format(self) -> Result<Format, Diagnostic> {
        self.answer().ok_or_else(|| {
            let message = format!("an answer is not written as {}", self.word());
            let other = if self.report().is_some() { "a report of `audit`" } else { "a picture of `draw`" };
            Diagnostic::new(Blame::Question, "no-answer-format", message)
                .help(format!("that is {other}; answers are table, csv, tsv, json, jsonl, markdown and ttl"))
        })
    }

    /// The format of a report; none for one that only answers are written in.
    pub(super) fn report(self) -> Option<ReportFormat> {
        Some(match self {
            Self::Table | Self::Terminal => ReportFormat::Terminal,
            Self::Json => ReportFormat::Json,
            Self::Markdown => ReportFormat::Markdown,
            Self::Junit => ReportFormat::Junit,
            Self::Sarif => ReportFormat::Sarif,
            Self::Html => ReportFormat::Html,
            Self::Github => ReportFormat::Github,
            Self::Csv | Self::Tsv | Self::Jsonl | Self::Ttl => return None,
            Self::Svg | Self::Png | Self::Dot | Self::Mermaid => return None,
        })
    }

    /// As it is written on the command line.
    pub(super) fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |it| it.get_name().to_owned())
    }
}

impl Options {
    /// The one format that answers are written in.
    pub(super) fn one_format(&self) -> Result<FormatName, Diagnostic> {
        match self.format.as_slice() {
            [] => Ok(FormatName::Table),
            [format] => Ok(*format),
            _ => Err(Diagnostic::new(Blame::Question, "two-formats", "an answer is written in one format")
                .help("give --format once; only `audit` writes several reports")),
        }
    }

    /// How answers are written.
    pub(super) fn answer_format(&self) -> Result<Format, Diagnostic> {
        self.one_format()?.answer_format()
    }
}

/// Names of data formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DataFormat {
    /// Turtle
    Ttl,
    /// TriG, which includes Turtle and N-Triples
    Trig,
    /// N-Triples
    Nt,
    /// N-Quads
    Nq,
    /// JSON-LD
    Jsonld,
}

/// Runs the program with its arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    catch_size_limit_signal();
    #[cfg(debug_assertions)]
    fault_wanted();
    let code = std::panic::catch_unwind(|| once(&arguments));
    let code = code.or_else(|thrown| match thrown.downcast_ref::<Damaged>() {
        // Nothing of an answer has been printed: it is found again without the index.
        Some(damaged) if index_given_up(damaged, nothing_printed()) => std::panic::catch_unwind(|| once(&arguments)),
        Some(_) => Ok(IO_FAILED),
        None => Err(thrown),
    });
    ExitCode::from(code.unwrap_or(BUG))
}

fn once(arguments: &[OsString]) -> u8 {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => commands::run(cli),
        Err(error) => {
            let talk = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            match error.print().and_then(|()| io::stdout().flush()) {
                Err(failed) if talk && failed.kind() != io::ErrorKind::BrokenPipe => not_printed(&failed),
                // Where even the usage cannot be printed, the exit code still tells.
                _ if talk => ANSWERED,
                _ => WRONG,
            }
        }
    }
}

/// A file that grows beyond what a process may write (`ulimit -f`) is an error that is told, not the end of the program.
fn catch_size_limit_signal() {
    #[cfg(unix)]
    {
        let reached = std::sync::Arc::default();
        // Where the signal cannot be caught, it ends the program; no file is half written even then.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, reached);
    }
}

/// Lets a write fail, for tests: `CAVEAT_FAULT=kill@7` kills the program at the seventh operation on files, `28@7` lets that
/// one fail with error 28 of the system, `28@7-` that one and all behind it. What is shipped has none of this.
#[cfg(debug_assertions)]
fn fault_wanted() {
    use crate::store::{Fault, fail_at};
    let Ok(wanted) = std::env::var("CAVEAT_FAULT") else {
        return;
    };
    let Some((what, at)) = wanted.split_once('@') else {
        return;
    };
    let number = at.trim_end_matches('-').parse().unwrap_or(0);
    let error = what.parse().unwrap_or(5);
    fail_at(
        number,
        match (what, at.ends_with('-')) {
            ("kill", _) => Fault::Kill,
            (_, true) => Fault::FromNowOn(error),
            (_, false) => Fault::Once(error),
        },
    );
}
