//! Answers → text: pure writers, one for each format. Knows nothing of where data came from, nor of
//! terminals: width and escaping are told.

mod anchors;
mod argument;
mod cells;
mod comparison;
mod diff;
pub mod draw;
mod formula;
mod json;
mod loss;
mod markdown;
mod page;
mod records;
mod report;
mod site;
mod table;
mod turtle;
mod why;

pub use diff::{DiffFormat, difference};
pub use draw::{DrawFormat, write_drawing};
pub use formula::disarm;

use serde::Serialize;

use crate::base::Diagnostic;
use crate::exec::{Answer, Body, Heading, Table, TableCell, TableRow};
use crate::session::Session;
use crate::store::Revision;

pub use anchors::{AnchorLine, write_anchors};
pub use report::{Detail, ReportFormat, ReportOptions, write_report};
pub use site::{SiteFile, write_site};
pub use turtle::graph as turtle_of;

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

/// The answer as text; empty when there is nothing to print. `question` is what was understood.
///
/// # Errors
/// When it is to be Turtle, and is not about things.
pub fn answer(answer: &Answer, question: &str, format: Format, page: RenderContext<'_>) -> Result<String, Diagnostic> {
    let text = match format {
        Format::Json => json::document(answer, question, page),
        Format::JsonLines => json::lines(answer, page.session),
        Format::Turtle if question.starts_with("suppose ") => return Err(turtle::hypothetical_facts()),
        Format::Turtle => turtle::write(answer, page.session.dataset())?,
        _ => match &answer.body {
            Body::Table(table) => write_table(table, format, page),
            Body::Count { noun, count } => match format {
                Format::Table | Format::Markdown => format!("{count} {noun}\n"),
                _ => write_table(&one_value("count", &count.to_string()), format, page),
            },
            Body::YesNo { truth, count } => {
                let word = truth.word();
                match (format, count) {
                    (Format::Table | Format::Markdown, Some(count)) => {
                        format!("{word} ({count})\n")
                    }
                    (Format::Table | Format::Markdown, None) => format!("{word}\n"),
                    _ => write_table(&one_value("answer", word), format, page),
                }
            }
            Body::Triples(triples) => match format {
                Format::Csv | Format::Tsv => write_table(&records::triples_table(triples), format, page),
                Format::Markdown => format!("```nt\n{}```\n", turtle::n_triples(triples)),
                _ => turtle::n_triples(triples),
            },
            Body::Why(reasons) => match format {
                Format::Csv | Format::Tsv => write_table(&why::table(reasons), format, page),
                Format::Markdown => why::markdown(reasons),
                _ => why::text(reasons),
            },
            Body::Argument(it) => match format {
                Format::Csv | Format::Tsv => write_table(&argument::table(it), format, page),
                Format::Markdown => argument::markdown(it),
                _ => argument::text(it),
            },
            Body::Loss(it) => match format {
                Format::Csv | Format::Tsv => write_table(&loss::table(it), format, page),
                Format::Markdown => loss::markdown(it),
                _ => loss::text(it, page),
            },
            Body::Verdict(it) => match format {
                Format::Table | Format::Markdown => comparison::verdict(it),
                _ => write_table(&comparison::verdict_table(it), format, page),
            },
            Body::Comparison(it) => comparison::write(it, format, page),
            Body::Defined(_) => String::new(),
        },
    };
    Ok(text)
}

/// An answer as CSV, as `--format csv` writes it.
///
/// # Errors
/// As [`answer`].
pub fn csv_of(found: &Answer, session: &Session) -> Result<String, Diagnostic> {
    let page = RenderContext {
        width: None,
        terminal: false,
        raw_records: false,
        about: AnswerProvenance { digest: "", facts: 0, today: "", revision: None, evaluator: "" },
        session,
    };
    answer(found, "", Format::Csv, page)
}

fn one_value(heading: &str, value: &str) -> Table {
    Table {
        headings: vec![Heading::of_values(heading)],
        rows: vec![TableRow { cells: vec![TableCell::of_text(value)] }],
        ..Table::default()
    }
}

/// Several tables with their titles. JSON is one document with a list of rows for each title; in JSON
/// Lines each row says its title as `table`; CSV and TSV are parted by an empty line.
///
/// # Errors
/// When they are to be Turtle.
pub fn tables(titled: &[(&str, &Table)], format: Format, page: RenderContext<'_>) -> Result<String, Diagnostic> {
    let titled = titled.iter().filter(|(_, table)| !table.rows.is_empty());
    let texts = titled.clone().map(|(title, table)| {
        let rows = write_table(table, format, page);
        match format {
            Format::Table => format!("{title}\n\n{rows}"),
            Format::Markdown => format!("## {title}\n\n{rows}"),
            _ => rows,
        }
    });
    match format {
        Format::Json => Ok(json::tables_document(titled, page.session)),
        Format::JsonLines => Ok(json::table_lines(titled, page.session)),
        Format::Turtle => Err(turtle::no_things()),
        _ => Ok(texts.collect::<Vec<_>>().join("\n")),
    }
}

fn write_table(table: &Table, format: Format, page: RenderContext<'_>) -> String {
    match format {
        Format::Table => table::write(table, page),
        Format::Markdown => markdown::write(table),
        Format::Csv => records::csv(table, page),
        Format::Tsv => records::tsv(table, page),
        Format::Json | Format::JsonLines | Format::Turtle => {
            unreachable!("these have writers of their own")
        }
    }
}
