//! The formats of answers, and what an answer is rendered with.

use serde::Serialize;

use crate::files::Revision;
use crate::session::Session;

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
    /// One object a line.
    JsonLines,
    /// A table in Markdown.
    Markdown,
    /// The facts about the things of the answer.
    Turtle,
}

/// What a writer has to know beside the answer.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// Columns that a table may take; none where lines may be of any length.
    pub width: Option<u16>,
    /// True on a terminal: no endless tables there, and control characters in records are escaped, too.
    pub terminal: bool,
    /// True when records are to hold values as they are, also those that a spreadsheet would run.
    pub raw_records: bool,
    /// What the answer is about.
    pub about: AnswerProvenance<'a>,
    /// Whose answer it is: knows the labels of things, and the facts about them.
    pub session: &'a Session,
}

/// The data that an answer speaks of.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AnswerProvenance<'a> {
    /// SHA-256 over the names and contents of the files.
    pub digest: &'a str,
    /// The number of distinct facts.
    pub facts: usize,
    /// The day that `today` was.
    pub today: &'a str,
    /// What computed the answer.
    pub evaluator: &'static str,
    /// The revision that the files were read at; none for the files as they lie there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<&'a Revision>,
}
