//! Workbooks → tables of what their cells show: XLSX and ODS. What is packed in them is measured while it is unpacked, and
//! cells are kept where they are, however far out they lie.

mod cell_format;
mod ods;
mod package;
mod xlsx;

use std::ops::Range;

use crate::base::{Blame, Diagnostic};
use crate::profile::grid::Grid;

use package::Package;

/// Cells of a workbook at the most.
const MAX_CELLS: usize = 500_000;

/// A sheet, and whether a reader sees it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) grid: Grid,
    pub(super) hidden: bool,
}

/// What a reader of a sheet does not see, though it is read.
#[derive(Debug, Default)]
struct HiddenRanges {
    /// Rows, from 1.
    rows: Vec<usize>,
    /// Columns, from 0.
    columns: Vec<Range<usize>>,
}

impl HiddenRanges {
    /// Notes the rows and columns in which something stands.
    fn add_remarks(&self, grid: &mut Grid) {
        let mut columns: Vec<usize> = grid.rows.iter().flat_map(|row| row.cells.iter().map(|(at, _)| *at)).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.retain(|at| self.columns.iter().any(|hidden| hidden.contains(at)));
        let rows = self.rows.iter().map(ToString::to_string).collect::<Vec<_>>();
        let columns = columns.into_iter().map(letters).collect::<Vec<_>>();
        for (kind, hidden) in [("rows", rows), ("columns", columns)] {
            if !hidden.is_empty() {
                grid.remarks.push(format!("hidden {kind} are read, too: {}", hidden.join(", ")));
            }
        }
    }
}

/// The letters of a column, from 0: `A`, `AB`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).expect("it is below 26"));
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// The sheets of a workbook, in its order.
///
/// # Errors
/// When it is no workbook, one of the old format or with a password, or too large.
pub(super) fn sheets(name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Diagnostic> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(old_format(name));
    }
    let mut package = Package::open(name, bytes)?;
    let sheets = match package.has("content.xml") {
        true => ods::sheets(&mut package)?,
        false => xlsx::sheets(&mut package)?,
    };
    match sheets.is_empty() {
        true => Err(bad_workbook(name, "it has no sheet")),
        false => Ok(sheets),
    }
}

/// a text that is called `.xlsx`
fn bad_workbook(name: &str, why: &str) -> Diagnostic {
    let message = format!("`{name}` is no workbook that can be read: {why}");
    Diagnostic::new(Blame::Data, "no-table", message).help("save the sheet as .csv, and import that")
}

/// a workbook of two kilobytes that unpacks to a gigabyte
fn too_large(name: &str, what: &str) -> Diagnostic {
    let message = format!("`{name}` is too large for a workbook: {what}");
    Diagnostic::new(Blame::Data, "workbook-too-large", message).help("save the sheet as .csv, and import that")
}

/// a workbook of Excel 97, or one with a password
fn old_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` is a workbook of the old format (.xls), or has a password");
    Diagnostic::new(Blame::Data, "no-table", message)
        .help("open it, and save it as .xlsx without a password: what its numbers show cannot be read else")
}
