//! The command line, and the exit codes.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::app::anchor::AnchorArgs;
use crate::app::audit::AuditArgs;
use crate::app::exit::EXIT_CODES;
use crate::app::import::ImportArgs;
use crate::app::options::Options;
use crate::app::triage::TriageArgs;
use crate::app::waive::WaiveArgs;
use crate::audit::Expected;
use crate::exec::PlanSizes;

/// The note on what happens without a command.
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
        /// Show the operators that find the answer, with the sizes that they are expected to have and had;
        /// with `estimated`, nothing is evaluated
        #[arg(long, value_name = "SIZES", num_args = 0..=1, require_equals = true, default_missing_value = "actual")]
        plan: Option<PlanSizes>,
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
