//! A document → what it says, by its layout.

use std::path::Path;

use crate::base::{Blame, Code, Diagnostic, Source, nearest};
use crate::profile::columns::ColumnIndexes;
use crate::profile::document::VendorDocument;
use crate::profile::grid::Grid;
use crate::profile::mapping::Mapping;
use crate::profile::text::text_of;
use crate::profile::workbook::Sheet;
use crate::profile::{directory, markdown, table, values, workbook};

/// The largest document, in bytes.
pub const MAX_DOCUMENT: u64 = 4 * 1024 * 1024;

/// The layout of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentLayout {
    /// A page of a directory of vendors, plain or rich.
    Directory,
    /// Markdown with footnotes or `[n]` references.
    Markdown,
    /// Values separated by commas, semicolons, tabs or bars.
    Values,
    /// A workbook: XLSX or ODS.
    Workbook,
}

impl DocumentLayout {
    /// The layout for a file extension, `Directory` for an unknown one.
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

/// Reads a text document; `name` is the name to record.
///
/// # Errors
/// If it is not text, or does not have this layout.
pub fn read_document(name: &str, bytes: Vec<u8>, layout: DocumentLayout) -> Result<VendorDocument, Diagnostic> {
    let source = Source::new(name, &text(name, bytes)?);
    match layout {
        DocumentLayout::Markdown => markdown::read(&source),
        _ => directory::read(&source),
    }
}

/// Reads a table into a page for each vendor that it is about; `name` is the name to record.
///
/// # Errors
/// If it is not a table, or lacks a column of the mapping.
pub fn read_sheet(
    name: &str,
    bytes: Vec<u8>,
    layout: DocumentLayout,
    mapping: &Mapping,
) -> Result<Vec<VendorDocument>, Diagnostic> {
    if layout == DocumentLayout::Workbook {
        let source = Source::new(name, "");
        let grids = find_workbook_grids(&source, workbook::sheets(name, bytes)?, mapping)?;
        return table::read(&source, &grids, mapping);
    }
    let source = Source::new(name, &text(name, bytes)?);
    let grid = find_delimited_grid(&source, mapping)?;
    table::read(&source, &[grid], mapping)
}

/// The text of a document that is not empty.
fn text(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let text = text_of(name, bytes)?;
    if text.trim().is_empty() {
        let message = format!("`{name}` is empty");
        return Err(Diagnostic::new(Blame::Data, Code::NoProfile, message));
    }
    Ok(text)
}

/// The table for the separator that gives the columns of the mapping.
fn find_delimited_grid(source: &Source, mapping: &Mapping) -> Result<(Grid, ColumnIndexes), Diagnostic> {
    let mut first = None;
    for reading in values::candidate_grids(source) {
        match (ColumnIndexes::of(source, &reading.grid, mapping), reading.fault) {
            (Ok(found), None) => return Ok((reading.grid, found)),
            // Faulty quotes are reported first: with another separator, the columns are missing anyway.
            (Ok(_), Some(fault)) => return Err(fault),
            (Err(no_column), fault) => first = first.or(Some(fault.unwrap_or(no_column))),
        }
    }
    Err(first.expect("there is a reading for each separator"))
}

/// The sheet that the mapping names, or each that has its columns. Remarks name the others.
fn find_workbook_grids(
    source: &Source,
    sheets: Vec<Sheet>,
    mapping: &Mapping,
) -> Result<Vec<(Grid, ColumnIndexes)>, Diagnostic> {
    let name = |sheet: &Sheet| sheet.grid.name.clone().unwrap_or_default();
    let names: Vec<String> = sheets.iter().map(name).collect();
    if let Some(wanted) = mapping.sheet.as_ref().filter(|it| !names.contains(it)) {
        return Err(no_sheet(&source.name, wanted, &names));
    }
    let named = |sheet: &Sheet| mapping.sheet.as_ref().is_none_or(|it| *it == name(sheet));
    let mut read = Vec::new();
    let mut left_out = Vec::new();
    let mut fault = None;
    for sheet in sheets {
        if !named(&sheet) || sheet.grid.rows.is_empty() {
            if !sheet.grid.rows.is_empty() {
                left_out.push(format!("`{}`: the mapping names another sheet", name(&sheet)));
            }
            continue;
        }
        if sheet.hidden && mapping.sheet.is_none() {
            left_out.push(format!("`{}`: it is hidden", name(&sheet)));
            continue;
        }
        match ColumnIndexes::of(source, &sheet.grid, mapping) {
            Ok(found) => read.push((sheet.grid, found)),
            Err(error) => {
                left_out.push(format!("`{}`: it does not have the columns of the mapping", name(&sheet)));
                fault = fault.or(Some(error));
            }
        }
    }
    match read.first_mut() {
        Some((_, found)) => found.remarks.extend(left_out.iter().map(|it| format!("a sheet was not read, {it}"))),
        None => return Err(fault.unwrap_or_else(|| nothing_shown(&source.name))),
    }
    Ok(read)
}

/// Error for a workbook whose sheets are empty or hidden.
fn nothing_shown(name: &str) -> Diagnostic {
    let message = format!("`{name}` has no visible table: its sheets are empty or hidden");
    Diagnostic::new(Blame::Data, Code::NoProfile, message)
        .help("to read a hidden sheet, name it in a mapping: `sheet = \"…\"`")
}

/// Error for `sheet = "Answers"` if the sheet is called `Answer`.
fn no_sheet(name: &str, sheet: &str, names: &[String]) -> Diagnostic {
    let message = format!("`{name}` has no sheet `{sheet}`");
    let fault = Diagnostic::new(Blame::Data, Code::NoColumn, message);
    match nearest(sheet, names.iter().map(String::as_str)).as_slice() {
        [near, ..] => fault.help(format!("nearest: `{near}`")),
        [] => fault.help(format!("its sheets are `{}`", names.join("`, `"))),
    }
}
