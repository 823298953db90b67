//! `expect same as "FILE"`: compares an answer with the rows of a CSV file, in any order.

use std::path::Path;

use crate::audit::include::beside;
use crate::audit::script_files::text;
use crate::base::{Blame, Code, Diagnostic, Source};
use crate::files::Files;
use crate::lang::{MAX_SCRIPT, SpannedText};

/// The differences between an answer and a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowDifference {
    /// The headings of the answer.
    pub(super) headings: Vec<String>,
    /// Rows of the file that the answer lacks.
    pub(super) missing: Vec<Vec<String>>,
    /// Rows of the answer that the file lacks.
    pub(super) unexpected: Vec<Vec<String>>,
}

/// The file that a check names, relative to its script.
///
/// # Errors
/// When it does not exist, is outside the workspace, or is not text.
pub(super) fn expectation_file(files: &Files, script: &Source, file: &SpannedText) -> Result<Source, Diagnostic> {
    let here = |fault: Diagnostic| fault.at(script, file.span, "");
    let path = beside(Path::new(&*script.name), &file.text);
    let path = path.filter(|path| files.find(path).is_err() || files.is_inside(path));
    let path = path.ok_or_else(|| here(outside()))?;
    let help = "write it with `caveat ask \"…\" --format csv`";
    let bytes = files.read(&path, MAX_SCRIPT as u64);
    let bytes = bytes.map_err(|fault| here(fault).help(help))?;
    text(&files.display_name(&path), &bytes)
}

/// Compares the rows of an answer with those of a file.
///
/// # Errors
/// When the file is not CSV, or has other columns.
pub(super) fn differing(answer: &str, file: &Source) -> Result<RowDifference, Diagnostic> {
    let (headings, mut unexpected) = rows(&Source::new("answer", answer))?;
    let (expected, mut missing) = rows(file)?;
    if headings != expected {
        return Err(other_columns(file, &headings));
    }
    missing.retain(|row| {
        let met = unexpected.iter().position(|it| it == row);
        met.map(|at| unexpected.remove(at)).is_none()
    });
    Ok(RowDifference { headings, missing, unexpected })
}

type CsvTable = (Vec<String>, Vec<Vec<String>>);

fn rows(source: &Source) -> Result<CsvTable, Diagnostic> {
    let mut reader = csv::Reader::from_reader(source.text.as_bytes());
    let words = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let headings = reader.headers().map(words);
    let headings = headings.map_err(|error| bad_csv(source, &error))?;
    let rows: Result<Vec<Vec<String>>, csv::Error> =
        reader.records().map(|record| record.map(|it| words(&it))).collect();
    let rows = rows.map_err(|error| bad_csv(source, &error))?;
    Ok((headings, rows))
}

/// a file whose rows are of different lengths
fn bad_csv(source: &Source, error: &csv::Error) -> Diagnostic {
    let line = error.position().map_or(1, csv::Position::line);
    let span = source.line_span(usize::try_from(line).unwrap_or(1));
    let message = format!("`{}` is not CSV", source.name);
    Diagnostic::new(Blame::Question, Code::MalformedCsv, message).at(source, span, "here")
}

/// a file that was written for another question
fn other_columns(source: &Source, headings: &[String]) -> Diagnostic {
    let message = format!("`{}` does not have the columns of the answer", source.name);
    Diagnostic::new(Blame::Question, Code::OtherColumns, message)
        .at(source, source.line_span(1), format!("expected {}", headings.join(",")))
        .help("write it again with `caveat ask \"…\" --format csv`")
}

/// `expect same as "../../x.csv"`
fn outside() -> Diagnostic {
    let message = "the file of the expected rows must be in the workspace";
    Diagnostic::new(Blame::Question, Code::OutsideTheWorkspace, message)
}
