//! A table as rows of cells, whatever the file format.

use oxsdatatypes::Date;

/// A sheet of a workbook, or a table of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// The name of the sheet.
    pub(super) name: Option<String>,
    pub(super) rows: Vec<GridRow>,
    /// Remarks on it.
    pub(super) remarks: Vec<String>,
}

/// A row of a table, possibly the headings.
#[derive(Debug, Clone, Default)]
pub(super) struct GridRow {
    /// Its number in the table, from 1.
    pub(super) number: usize,
    /// The line of the file where it begins, if the file is text.
    pub(super) line: Option<usize>,
    /// The number of cells in its line, if the file is text.
    pub(super) fields: usize,
    /// The cells that are not empty, in order, with their columns from 0.
    pub(super) cells: Vec<(usize, GridCell)>,
}

/// A cell, as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GridCell {
    /// What it shows.
    pub(super) text: String,
    /// The targets of its links.
    pub(super) links: Vec<String>,
    /// The day in the cell, if the workbook marks it as one.
    pub(super) day: Option<Date>,
    /// Remarks on it.
    pub(super) remarks: Vec<String>,
}

impl GridCell {
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl GridRow {
    pub(super) fn cell(&self, column: usize) -> Option<&GridCell> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.cells[at].1)
    }

    /// The words of all cells.
    pub(super) fn words(&self) -> String {
        self.cells.iter().map(|(_, cell)| cell.text.trim()).collect::<Vec<_>>().join(" · ")
    }

    /// Its location: `line 3`, `row 3`.
    pub(super) fn place(&self) -> String {
        self.line.map_or_else(|| format!("row {}", self.number), |line| format!("line {line}"))
    }
}
