//! The columns of a table that the mapping names. The heading row is searched for, since a title may precede it.

use crate::base::{Blame, Code, Diagnostic, Source, fold, nearest};
use crate::profile::grid::{Grid, GridRow};
use crate::profile::mapping::{Headings, Mapping};

/// Rows in which the headings are searched for.
const SEARCHED: usize = 100;

/// The columns of a table by what they hold.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnIndexes {
    /// The number of the heading row.
    pub(super) number: usize,
    /// The number of columns up to the last heading.
    pub(super) width: usize,
    /// The number of cells in the heading line, if the table is text.
    pub(super) fields: usize,
    headings: Vec<(usize, String)>,
    /// Remarks on the columns.
    pub(super) remarks: Vec<String>,
    pub(super) statement: Option<usize>,
    pub(super) question: Option<usize>,
    pub(super) answer: Option<usize>,
    pub(super) evidence: Option<usize>,
    pub(super) note: Option<usize>,
    pub(super) topic: Option<usize>,
    pub(super) stance: Option<usize>,
    pub(super) vendor: Option<usize>,
    pub(super) service: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) row: Option<usize>,
}

impl ColumnIndexes {
    /// Finds the first row with all required headings.
    ///
    /// # Errors
    /// If there is no such row.
    pub(super) fn of(source: &Source, grid: &Grid, mapping: &Mapping) -> Result<Self, Diagnostic> {
        let columns = &mapping.columns;
        let needed = [&columns.statement, &columns.question, &columns.answer];
        let needed: Vec<&Headings> = needed.into_iter().flatten().collect();
        let has = |row: &GridRow, named: &Headings| column(row, named).is_some();
        let mut searched = grid.rows.iter().take(SEARCHED);
        let found = searched.find(|row| needed.iter().all(|it| has(row, it)));
        found.map(|row| Self::in_row(row, grid, mapping)).ok_or_else(|| {
            // The row with the most required headings.
            let count = |row: &&GridRow| needed.iter().filter(|it| has(row, it)).count();
            let mut rows = grid.rows.iter().take(SEARCHED).rev();
            let best = rows.by_ref().max_by_key(count);
            let missing = needed.iter().find(|it| best.is_none_or(|row| !has(row, it)));
            no_column(source, grid, best, missing.map_or(&[], |it| it.all()))
        })
    }

    fn in_row(row: &GridRow, grid: &Grid, mapping: &Mapping) -> Self {
        let columns = &mapping.columns;
        let at = |named: &Option<Headings>| named.as_ref().and_then(|it| column(row, it));
        let mut found = Self {
            number: row.number,
            width: row.cells.last().map_or(0, |(column, _)| column + 1),
            fields: row.fields,
            headings: row.cells.iter().map(|(column, cell)| (*column, cell.text.trim().to_owned())).collect(),
            remarks: Vec::new(),
            statement: at(&columns.statement),
            question: at(&columns.question),
            answer: at(&columns.answer),
            evidence: at(&columns.evidence),
            note: at(&columns.note),
            topic: at(&columns.topic),
            stance: at(&columns.stance),
            vendor: at(&columns.vendor),
            service: at(&columns.service),
            date: at(&columns.date),
            row: at(&columns.row),
        };
        found.remarks = found.column_remarks(grid, mapping);
        found
    }

    /// The columns that are read.
    pub(super) fn indexes(&self) -> Vec<usize> {
        let all = [
            self.statement,
            self.question,
            self.answer,
            self.evidence,
            self.note,
            self.topic,
            self.stance,
            self.vendor,
            self.service,
            self.date,
            self.row,
        ];
        all.into_iter().flatten().collect()
    }

    /// True for a row that repeats the headings, if only in part: its answer cell is the answer heading.
    pub(super) fn is_heading_row(&self, row: &GridRow) -> bool {
        let column = self.answer.or(self.statement);
        let heading = self.headings.iter().find(|(at, _)| Some(*at) == column);
        let cell = column.and_then(|it| row.cell(it));
        heading.zip(cell).is_some_and(|((_, heading), cell)| fold_heading(heading) == fold_heading(&cell.text))
    }

    /// Remarks on mapped columns that the table lacks, columns that nothing reads, and rows above the headings.
    fn column_remarks(&self, grid: &Grid, mapping: &Mapping) -> Vec<String> {
        let mut told = Vec::new();
        let headings = || self.headings.iter().map(|(_, heading)| heading.as_str()).filter(|it| !it.is_empty());
        if !mapping.ready_made {
            let missing = mapping.columns.optional().into_iter().filter(|(_, named)| {
                !named.all().iter().any(|name| headings().any(|it| fold_heading(it) == fold_heading(name)))
            });
            for (what, named) in missing {
                let near = named.all().iter().flat_map(|it| nearest(it, headings())).next();
                let near = near.map_or_else(String::new, |it| format!("; nearest: `{it}`"));
                told.push(format!(
                    "there is no column `{}`, which the mapping names as the {what}{near}",
                    named.all().join("`, `")
                ));
            }
        }
        let read = self.indexes();
        let below = || grid.rows.iter().filter(|it| it.number > self.number);
        let mut unread: Vec<String> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (column, cell) in below().flat_map(|row| &row.cells) {
            if read.contains(column) || cell.text.trim().is_empty() || !seen.insert(*column) {
                continue;
            }
            let heading = self.headings.iter().find(|(at, _)| at == column);
            unread.push(match heading {
                Some((_, heading)) if !heading.is_empty() => format!("`{}`", collapse_whitespace(heading)),
                _ => format!("the {} without a heading", ordinal(*column)),
            });
        }
        if !unread.is_empty() {
            told.push(format!("unused columns: {}", unread.join(", ")));
        }
        let above = grid.rows.iter().filter(|it| it.number < self.number && !it.words().trim().is_empty());
        for row in above {
            told.push(format!("{}, above the headings, is not read: `{}`", row.place(), crop(&row.words())));
        }
        told
    }
}

/// The column of the first of these headings that the row has.
fn column(row: &GridRow, named: &Headings) -> Option<usize> {
    let mut places = named.all().iter().map(|name| {
        let wanted = fold_heading(name);
        row.cells.iter().find(|(_, cell)| fold_heading(&cell.text) == wanted).map(|(column, _)| *column)
    });
    places.find_map(|it| it)
}

/// A heading without marks at its ends: `Answer *`, `Note:`.
fn fold_heading(heading: &str) -> String {
    fold(heading.trim_matches(|c: char| c.is_whitespace() || "*:#_\u{feff}".contains(c)))
}

fn collapse_whitespace(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn crop(words: &str) -> String {
    let words = collapse_whitespace(words);
    match words.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// `column 3`
fn ordinal(column: usize) -> String {
    format!("column {}", column + 1)
}

/// Error for a table without a mapped column.
fn no_column(source: &Source, grid: &Grid, best: Option<&GridRow>, wanted: &[String]) -> Diagnostic {
    let of = grid.name.as_ref().map_or_else(String::new, |it| format!(" in its sheet `{it}`"));
    let message = format!("`{}` has no column `{}`{of}", source.name, wanted.join("`, `"));
    let there: Vec<&str> = best.map_or_else(Vec::new, |row| row.cells.iter().map(|(_, it)| it.text.trim()).collect());
    let there: Vec<&str> = there.into_iter().filter(|it| !it.is_empty()).collect();
    let near = wanted.iter().flat_map(|it| nearest(it, there.iter().copied())).next();
    let fault = Diagnostic::new(Blame::Data, Code::NoColumn, message);
    let fault = match near {
        Some(near) => fault.help(format!("nearest: `{near}`")),
        None => fault,
    };
    fault
        .help(format!("its columns are `{}`", there.join("`, `")))
        .help("write a mapping that names the columns, and give it with --mapping FILE: docs/import.md shows one")
}
