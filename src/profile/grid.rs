//! A table as it lies in a file: rows of cells, whatever the file is.

use oxsdatatypes::Date;

/// A sheet of a workbook, or a table of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// The name of the sheet.
    pub(super) name: Option<String>,
    pub(super) rows: Vec<GridRow>,
    /// What has to be told of it.
    pub(super) remarks: Vec<String>,
}

/// A row of a table; its headings are one, too.
#[derive(Debug, Clone, Default)]
pub(super) struct GridRow {
    /// Its number in the table, from 1.
    pub(super) number: usize,
    /// The line of the file that it begins in, where it is text.
    pub(super) line: Option<usize>,
    /// How many cells its line has, where it is text.
    pub(super) fields: usize,
    /// The cells that hold something, with their columns from 0, in order.
    pub(super) cells: Vec<(usize, GridCell)>,
}

/// A cell, as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GridCell {
    /// What it shows.
    pub(super) text: String,
    /// Where its words lead to.
    pub(super) links: Vec<String>,
    /// The day that it holds, where the workbook says that it is one.
    pub(super) day: Option<Date>,
    /// What has to be told of it.
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

    /// Where it stands: `line 3`, `row 3`.
    pub(super) fn place(&self) -> String {
        self.line.map_or_else(|| format!("row {}", self.number), |line| format!("line {line}"))
    }
}
