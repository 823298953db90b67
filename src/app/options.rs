//! The options that every command has.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::base::{Blame, Code, Diagnostic};
use crate::render::{Format, ReportFormat};

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
    /// Use the facts as they were at a Git revision, or at the end of a day
    #[arg(long, global = true, value_name = "REVISION|DATE", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// The day that `today` means, for repeatable answers [default: the day of --at, else the current day in UTC]
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) today: Option<String>,
    /// Set a parameter that a script declares; repeatable
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(super) param: Vec<(String, String)>,
    /// The format of answers, reports and pictures; repeatable for reports [default: table, terminal for audit,
    /// svg for draw]
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(super) format: Vec<FormatName>,
    /// Write CSV and TSV values unchanged; by default, values that a spreadsheet would run as formulas get an
    /// apostrophe
    #[arg(long, global = true)]
    pub(super) raw_csv: bool,
    /// The maximum width of tables in columns, 20 or more [default: the width of the terminal; no limit in a pipe]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    pub(super) width: Option<u16>,
    /// Write without colours
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Write no remarks to standard error, only errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// The time limit in seconds, for each question and for reading the facts [default: 30 for a question at the prompt
    /// and with ask, 300 in scripts; no limit for reading]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub(super) time: Option<u64>,
    /// The maximum size of one data file, in MiB
    #[arg(long, global = true, value_name = "MIB", default_value_t = 256)]
    pub(super) max_file: u64,
    /// The maximum memory in MiB, for building the index of the facts and for one question [default: that of the
    /// machine, and 4096]
    #[arg(long, global = true, value_name = "MIB")]
    pub(super) max_memory: Option<u64>,
    /// Read all files, and check the index of the facts against them
    #[arg(long, global = true, conflicts_with = "no_index")]
    pub(super) verify: bool,
    /// Read all files again, and do not use or write an index of the facts
    #[arg(long, global = true)]
    pub(super) no_index: bool,
}

pub(super) fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or_default();
    if name.trim().is_empty() || value.trim().is_empty() {
        return Err("expected a name and a value, like `stale-after=180 days`".to_owned());
    }
    Ok((name.trim().to_owned(), value.to_owned()))
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
    /// Audit only: text for people
    Terminal,
    /// Audit only: JUnit XML, for CI systems
    Junit,
    /// Audit only: SARIF 2.1.0, for code hosts
    Sarif,
    /// Audit and draw only: a self-contained page for people
    Html,
    /// Audit only: commands that GitHub Actions shows as annotations
    Github,
    /// Draw only: a picture for browsers and documents
    Svg,
    /// Draw only: a bitmap, for programs that do not show SVG
    Png,
    /// Draw only: the language of Graphviz
    Dot,
    /// Draw only: a flowchart for Markdown
    Mermaid,
}

impl FormatName {
    /// The format of an answer; `None` if answers have no such format.
    pub(super) fn answer(self) -> Option<Format> {
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
            let message = format!("answers cannot be written as {}", self.word());
            let other = if self.report().is_some() { "reports of `audit`" } else { "pictures of `draw`" };
            Diagnostic::new(Blame::Question, Code::NoAnswerFormat, message)
                .help(format!("this is a format for {other}; use table, csv, tsv, json, jsonl, markdown or ttl"))
        })
    }

    /// The format of a report; `None` if reports have no such format.
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

    /// The name on the command line.
    pub(super) fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |it| it.get_name().to_owned())
    }
}

impl Options {
    /// The only `--format`, or the default.
    pub(super) fn one_format(&self) -> Result<FormatName, Diagnostic> {
        match self.format.as_slice() {
            [] => Ok(FormatName::Table),
            [format] => Ok(*format),
            _ => Err(Diagnostic::new(Blame::Question, Code::TwoFormats, "an answer can be written in one format only")
                .help("give --format once; only `audit` can write several reports")),
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
