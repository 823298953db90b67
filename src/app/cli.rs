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
pub(super) const NO_COMMAND: &str = "Without a command, caveat starts a prompt; type .help there.";

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
        /// The expected answer: none, some, yes, no, a number, or `at least` or `at most` a number; exit with 1 if
        /// the answer differs, with 3 if that cannot be decided
        #[arg(long, value_name = "WHAT", value_parser = expectation)]
        expect: Option<Expected>,
    },
    /// Answer the questions in script files, in order, and run their checks
    Run {
        /// Scripts (.cav); `-` reads one from standard input
        #[arg(required = true, value_name = "FILE")]
        scripts: Vec<PathBuf>,
    },
    /// Run the checks in scripts and report their outcomes
    Audit(Box<AuditArgs>),
    /// Accept a finding until a given day, by writing a waiver
    Waive(WaiveArgs),
    /// Turn documents into draft facts: directory pages, Markdown, tables
    Import(Box<ImportArgs>),
    /// Decide on drafts, one by one at the terminal or in a worksheet
    Triage(TriageArgs),
    /// Compute digests of passages of a document, or check whether the passages that the facts cite are in it
    Anchor(AnchorArgs),
    /// Draw what a question finds, or one thing, with all its support
    Draw {
        /// The name of a thing, or a question with definitions before it if it needs any; `-` reads it
        /// from standard input
        #[arg(required = true, value_name = "QUESTION|NAME")]
        question: Vec<String>,
        /// The file to write the picture to, in whole or not at all [default: standard output]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make a website from the facts: vendors side by side, a page for each vendor, source and topic
    Site {
        /// The folder to write the site to: a new or empty one, or one with a site that caveat made
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
        /// Show only what applies to this kind
        #[arg(value_name = "KIND")]
        kind: Option<String>,
    },
    /// Show what changed in meaning between two revisions, or since one
    Diff {
        /// A branch, a tag, a commit or a day
        #[arg(value_name = "REVISION|DATE", allow_hyphen_values = true)]
        before: String,
        /// The later revision or day [default: the files on disk]
        #[arg(value_name = "REVISION|DATE")]
        after: Option<String>,
        /// Exit with 1 if anything changed in meaning
        #[arg(long)]
        exit_code: bool,
    },
    /// Format scripts in the canonical layout: spaces, line breaks, letter case of structural words
    Fmt {
        /// Change nothing; name the scripts that would change, and exit with 1 if there are any
        #[arg(long)]
        check: bool,
        /// Scripts (.cav); `-` reads one from standard input and writes it to standard output
        #[arg(required = true, value_name = "FILE")]
        scripts: Vec<PathBuf>,
    },
    /// Write the completions for a shell to standard output
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
    expected.ok_or_else(|| "expected none, some, yes, no, a number, or `at least` or `at most` a number".to_owned())
}
