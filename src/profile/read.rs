//! A document → what it says, by its layout.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};

use crate::base::{Blame, Diagnostic, Source, nearest};
use crate::profile::mapping::Mapping;
use crate::profile::page::Page;
use crate::profile::table::{Row, Sheet};
use crate::profile::{directory, markdown, table};

/// Bytes of a document at the most.
pub const MAX_DOCUMENT: u64 = 4 * 1024 * 1024;

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A page of a directory of vendors, plain or rich.
    Directory,
    /// Markdown with footnotes or `[n]` references.
    Markdown,
    /// Values between commas, semicolons or tabs.
    Values,
    /// A workbook: XLSX, XLS, ODS.
    Workbook,
}

impl Layout {
    /// The layout that the ending of a file speaks for.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("csv" | "tsv" | "tab") => Self::Values,
            Some("xlsx" | "xlsm" | "xls" | "ods") => Self::Workbook,
            _ => Self::Directory,
        }
    }

    /// True for a table, which needs a mapping.
    #[must_use]
    pub fn is_table(self) -> bool {
        matches!(self, Self::Values | Self::Workbook)
    }
}

/// Reads a document that is text, under its name.
///
/// # Errors
/// When it is no text, or not laid out so.
pub fn read_page(name: &str, bytes: Vec<u8>, layout: Layout) -> Result<Page, Diagnostic> {
    let source = Source::new(name, &text(name, bytes)?);
    match layout {
        Layout::Markdown => markdown::read(&source),
        _ => directory::read(&source),
    }
}

/// Reads a table, under its name: a page for each vendor that it is about.
///
/// # Errors
/// When it is no table, or has not the columns of the mapping.
pub fn read_sheet(name: &str, bytes: Vec<u8>, layout: Layout, mapping: &Mapping) -> Result<Vec<Page>, Diagnostic> {
    let (source, sheet) = match layout {
        Layout::Workbook => (Source::new(name, ""), workbook(name, bytes, mapping)?),
        _ => {
            let source = Source::new(name, &text(name, bytes)?);
            let sheet = values(&source)?;
            (source, sheet)
        }
    };
    table::read(&source, &sheet, mapping)
}

/// The text of a document; a mark of its byte order is no part of it.
fn text(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"%PDF") || bytes.contains(&0) {
        return Err(no_text(name, &bytes));
    }
    let text = String::from_utf8(bytes).map_err(|error| no_text(name, error.as_bytes()))?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() {
        let message = format!("`{name}` is empty");
        return Err(Diagnostic::new(Blame::Data, "no-profile", message));
    }
    Ok(text)
}

/// Values between the separator that makes the most columns of the headings.
fn values(source: &Source) -> Result<Sheet, Diagnostic> {
    let first = source.text.lines().next().unwrap_or_default();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(|it| first.bytes().filter(|byte| byte == it).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b','))
        .flexible(true)
        .from_reader(source.text.as_bytes());
    let bad = |error: csv::Error| bad_table(source, &error);
    let headings = reader.headers().map_err(bad)?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(bad)?;
        let line = record.position().and_then(|it| usize::try_from(it.line()).ok());
        rows.push(Row { number: at + 2, line, cells: record.iter().map(str::to_owned).collect() });
    }
    Ok(Sheet { headings, rows })
}

fn workbook(name: &str, bytes: Vec<u8>, mapping: &Mapping) -> Result<Sheet, Diagnostic> {
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| bad_workbook(name, &error.to_string()))?;
    let names = book.sheet_names();
    let wanted = match &mapping.sheet {
        Some(sheet) if names.contains(sheet) => sheet.clone(),
        Some(sheet) => return Err(no_sheet(name, sheet, &names)),
        None => match names.first() {
            Some(first) => first.clone(),
            None => return Err(bad_workbook(name, "it has no sheet")),
        },
    };
    let range = book.worksheet_range(&wanted).map_err(|error| bad_workbook(name, &error.to_string()))?;
    let above = range.start().map_or(0, |(row, _)| row as usize);
    let mut rows = range.rows().map(|cells| cells.iter().map(cell).collect::<Vec<String>>());
    let headings = rows.next().unwrap_or_default();
    let rows = rows.enumerate().map(|(at, cells)| Row { number: above + at + 2, line: None, cells });
    Ok(Sheet { headings, rows: rows.collect() })
}

/// A cell as text; a moment as its day.
fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(moment) => moment.chars().take(10).collect(),
        other => other.to_string(),
    }
}

/// a PDF, a picture, Latin-1
fn no_text(name: &str, bytes: &[u8]) -> Diagnostic {
    let (what, help) = match bytes {
        [b'%', b'P', b'D', b'F', ..] => ("it is a PDF", "copy its text into a .txt or .md file"),
        [b'P', b'K', 3, 4, ..] => ("it is a packed file", "a workbook is read when it ends in .xlsx, with --mapping"),
        _ if bytes.contains(&0) => ("it holds zero bytes", "give the text of the page, or a table"),
        _ => ("it is not UTF-8", "save it as UTF-8"),
    };
    let message = format!("`{name}` is no text: {what}");
    Diagnostic::new(Blame::Data, "no-text", message).help(help)
}

/// a table with an open quote
fn bad_table(source: &Source, error: &csv::Error) -> Diagnostic {
    let message = format!("`{}` is no table that can be read: {error}", source.name);
    Diagnostic::new(Blame::Data, "no-profile", message)
}

/// a text that is called `.xlsx`
fn bad_workbook(name: &str, why: &str) -> Diagnostic {
    let message = format!("`{name}` is no workbook that can be read: {why}");
    Diagnostic::new(Blame::Data, "no-profile", message).help("save the sheet as .csv, and import that")
}

/// `sheet = "Answers"`, and there is `Answer`
fn no_sheet(name: &str, sheet: &str, names: &[String]) -> Diagnostic {
    let message = format!("`{name}` has no sheet `{sheet}`");
    let fault = Diagnostic::new(Blame::Data, "no-column", message);
    match nearest(sheet, names.iter().map(String::as_str)).as_slice() {
        [near, ..] => fault.help(format!("nearest: `{near}`")),
        [] => fault.help(format!("its sheets are `{}`", names.join("`, `"))),
    }
}
