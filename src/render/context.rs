//! The formats of answers, and what an answer is rendered with.

use serde::Serialize;

use crate::files::Revision;
use crate::store::Dataset;
use crate::words::Lexicon;

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people at a terminal.
    Table,
    /// RFC 4180, IRIs whole.
    Csv,
    /// Tab-separated; tabs and line breaks in values as `\t` and `\n`.
    Tsv,
    /// One document.
    Json,
    /// One object per line.
    JsonLines,
    /// A table in Markdown.
    Markdown,
    /// The facts about the things of the answer.
    Turtle,
}

/// What a writer needs besides the answer.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// The width of a table in characters; `None` for lines of any length.
    pub width: Option<u16>,
    /// True on a terminal: long tables are cut there, and control characters in records are escaped, too.
    pub terminal: bool,
    /// True if records keep values as they are, even those that a spreadsheet would run as formulas.
    pub raw_records: bool,
    /// The data behind the answer.
    pub about: AnswerProvenance<'a>,
    /// The words and labels of things.
    pub lexicon: &'a Lexicon,
    /// The facts about them.
    pub dataset: &'a Dataset,
}

/// The data behind an answer.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AnswerProvenance<'a> {
    /// SHA-256 over the names and contents of the files.
    pub digest: &'a str,
    /// The number of distinct facts.
    pub facts: usize,
    /// The date of `today`.
    pub today: &'a str,
    /// What computed the answer.
    pub evaluator: &'static str,
    /// The revision of the files; `None` for the files on disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<&'a Revision>,
}
