//! The sheets of a workbook, and what is wrong with one.

use std::ops::Range;

use crate::base::{Blame, Code, Diagnostic};
use crate::profile::grid::Grid;

/// The most cells of a workbook.
pub(super) const MAX_CELLS: usize = 500_000;

/// A sheet, and whether a reader sees it.
#[derive(Debug)]
pub(in crate::profile) struct Sheet {
    pub(in crate::profile) grid: Grid,
    pub(in crate::profile) hidden: bool,
}

/// Rows and columns that are hidden from a reader, but read.
#[derive(Debug, Default)]
pub(super) struct HiddenRanges {
    /// Rows, from 1.
    pub(super) rows: Vec<usize>,
    /// Columns, from 0.
    pub(super) columns: Vec<Range<usize>>,
}

impl HiddenRanges {
    /// Adds remarks on the hidden rows and columns that are not empty.
    pub(super) fn add_remarks(&self, grid: &mut Grid) {
        let mut columns: Vec<usize> = grid.rows.iter().flat_map(|row| row.cells.iter().map(|(at, _)| *at)).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.retain(|at| self.columns.iter().any(|hidden| hidden.contains(at)));
        let rows = self.rows.iter().map(ToString::to_string).collect::<Vec<_>>();
        let columns = columns.into_iter().map(letters).collect::<Vec<_>>();
        for (kind, hidden) in [("rows", rows), ("columns", columns)] {
            if !hidden.is_empty() {
                grid.remarks.push(format!("hidden {kind} were also read: {}", hidden.join(", ")));
            }
        }
    }
}

/// The letters of a column, from 0: `A`, `AB`.
pub(super) fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).expect("it is below 26"));
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// Error for a text that is called `.xlsx`
pub(super) fn bad_workbook(name: &str, why: &str) -> Diagnostic {
    let message = format!("`{name}` is not a readable workbook: {why}");
    Diagnostic::new(Blame::Data, Code::NoTable, message).help("save the sheet as .csv, and import that")
}

/// Error for a workbook of two kilobytes that unpacks to a gigabyte.
pub(super) fn too_large(name: &str, what: &str) -> Diagnostic {
    let message = format!("`{name}` is too large for a workbook: {what}");
    Diagnostic::new(Blame::Data, Code::WorkbookTooLarge, message).help("save the sheet as .csv, and import that")
}
