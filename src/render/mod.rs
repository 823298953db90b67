//! Answers → text: pure writers, one for each format. Knows nothing of where data came from, nor of terminals: width
//! and escaping are parameters.

mod anchors;
mod argument;
mod cells;
mod comparison;
mod context;
mod diff;
pub mod draw;
mod formula;
mod html;
mod json;
mod loss;
mod markdown;
mod outline;
mod page;
mod records;
mod report;
mod site;
mod table;
mod turtle;
mod why;
mod write_table;

use crate::base::Diagnostic;
use crate::exec::{Answer, Body, Heading, Table, TableCell, TableRow};
use crate::render::write_table::write_table;
use crate::session::Session;
pub use anchors::{AnchorLine, write_anchors};
pub use context::{AnswerProvenance, Format, RenderContext};
pub use diff::{DiffFormat, difference};
pub use draw::{DrawFormat, write_drawing};
pub use formula::disarm;
pub use report::{Detail, ReportFormat, ReportOptions, write_report};
pub use site::{SiteFile, write_site};
pub use turtle::graph as turtle_of;

/// The answer as text; empty if there is nothing to print. `question` is the question as understood.
///
/// # Errors
/// If the format is Turtle, and the answer has no things or is hypothetical.
pub fn answer(answer: &Answer, question: &str, format: Format, page: RenderContext<'_>) -> Result<String, Diagnostic> {
    let text = match format {
        Format::Json => json::document(answer, question, page),
        Format::JsonLines => json::lines(answer, page),
        Format::Turtle if question.starts_with("suppose ") => return Err(turtle::hypothetical_facts()),
        Format::Turtle => turtle::write(answer, page.dataset)?,
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
                Format::Markdown => outline::markdown(&why::outline(reasons)),
                _ => outline::text(&why::outline(reasons)),
            },
            Body::Argument(it) => match format {
                Format::Csv | Format::Tsv => write_table(&argument::table(it), format, page),
                Format::Markdown => outline::markdown(&argument::outline(it)),
                _ => outline::text(&argument::outline(it)),
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
        lexicon: session.lexicon(),
        dataset: session.dataset(),
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

/// Several tables with their titles. JSON is one document with a list of rows for each title. In JSON Lines, each row
/// has its title as `table`; in CSV and TSV, an empty line separates the tables.
///
/// # Errors
/// If the format is Turtle.
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
        Format::Json => Ok(json::tables_document(titled, page)),
        Format::JsonLines => Ok(json::table_lines(titled, page)),
        Format::Turtle => Err(turtle::no_things()),
        _ => Ok(texts.collect::<Vec<_>>().join("\n")),
    }
}
