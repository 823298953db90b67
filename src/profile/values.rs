//! Separated values → a table. Quotes are read strictly: one that is never closed would swallow rows in silence.

use crate::base::{Blame, Code, Diagnostic, Source, fold};
use crate::profile::grid::{Grid, GridCell, GridRow};

/// The possible separators.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table as one separator gives it.
pub(super) struct CandidateGrid {
    pub(super) grid: Grid,
    /// Why it cannot be read with this separator.
    pub(super) fault: Option<Diagnostic>,
}

/// The table for each possible separator, the likeliest first: the one with the most cells in the first row. A first
/// line `sep=;` names the separator.
pub(super) fn candidate_grids(source: &Source) -> Vec<CandidateGrid> {
    let text: &str = &source.text;
    let first = text.lines().next().unwrap_or_default();
    if let Some([separator]) = first.strip_prefix("sep=").map(str::as_bytes) {
        return vec![parse_delimited(source, *separator, first.len())];
    }
    let mut all: Vec<CandidateGrid> = SEPARATORS.iter().map(|it| parse_delimited(source, *it, 0)).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.grid.rows.first().map_or(0, |row| row.cells.len())));
    all
}

/// A table with headings in its first row.
#[derive(Debug)]
pub struct DelimitedTable {
    /// The headings, in lower case.
    pub headings: Vec<String>,
    /// The rows below, each with its line.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl DelimitedTable {
    /// Reads a table with the separator that gives all the headings needed, else with the likeliest one.
    ///
    /// # Errors
    /// If a quote is out of place, or a row has more cells than there are headings.
    pub fn of(source: &Source, needed: &[&str]) -> Result<Self, Diagnostic> {
        let mut all = candidate_grids(source);
        let has = |it: &CandidateGrid, wanted: &str| {
            it.grid.rows.first().is_some_and(|row| row.cells.iter().any(|(_, cell)| fold(cell.text.trim()) == wanted))
        };
        let best = all.iter().position(|it| needed.iter().all(|wanted| has(it, wanted))).unwrap_or(0);
        let CandidateGrid { grid, fault } = all.swap_remove(best);
        if let Some(fault) = fault {
            return Err(fault);
        }
        let texts = |row: &GridRow, width: usize| {
            let mut texts = vec![String::new(); width];
            row.cells.iter().for_each(|(column, cell)| texts[*column].clone_from(&cell.text));
            texts
        };
        let mut rows = grid.rows.iter();
        let first = rows.next();
        let columns = first.map_or(0, |it| it.fields);
        let headings = first.map_or_else(Vec::new, |row| texts(row, columns));
        let mut below = Vec::new();
        for row in rows {
            if first.is_some_and(|it| row.fields > it.fields) {
                return Err(too_wide(source, row, first.map_or(0, |it| it.fields)));
            }
            below.push((row.line.unwrap_or(row.number), texts(row, columns)));
        }
        Ok(Self { headings: headings.iter().map(|it| fold(it.trim())).collect(), rows: below })
    }
}

/// Reads the text after the `skipped` bytes.
fn parse_delimited(source: &Source, separator: u8, skipped: usize) -> CandidateGrid {
    let text = &source.text[skipped..];
    let mut rows = Vec::new();
    let fault = find_misplaced_quote(text, separator).map(|(line, why)| bad_quotes(source, line, why));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut failed = None;
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().and_then(|it| usize::try_from(it.line()).ok());
                let cells = record.iter().enumerate().filter(|(_, it)| !it.trim().is_empty());
                let cells = cells.map(|(column, it)| (column, GridCell::of(it))).collect();
                rows.push(GridRow { number: rows.len() + 1, line, fields: record.len(), cells });
            }
            Err(error) => failed = Some(bad_table(source, &error)),
        }
    }
    let remarks = rows.iter().filter_map(|row| find_merged_rows(row, separator, &rows[0])).collect();
    CandidateGrid { grid: Grid { name: None, rows, remarks }, fault: fault.or(failed) }
}

/// The remark on a cell with a line that has as many separators as the first row: a lost quote may have merged rows.
fn find_merged_rows(row: &GridRow, separator: u8, first: &GridRow) -> Option<String> {
    let columns = first.cells.last().map_or(0, |(column, _)| *column);
    let looks_like_a_row = |line: &str| columns > 0 && line.bytes().filter(|it| *it == separator).count() == columns;
    let (_, cell) = row.cells.iter().find(|(_, cell)| {
        let mut lines = cell.text.lines();
        lines.next();
        lines.any(looks_like_a_row)
    })?;
    let lines = cell.text.lines().count();
    Some(format!(
        "{}: a cell covers {lines} lines, and some look like rows: check whether a quote is missing",
        row.place()
    ))
}

/// The line of the first misplaced quote, and why: it is never closed, or does not begin or end a cell.
fn find_misplaced_quote(text: &str, separator: u8) -> Option<(usize, &'static str)> {
    enum At {
        /// The beginning of a cell; `true` after a blank.
        Start(bool),
        Plain,
        Quoted(usize),
        /// After the quote that ends a cell.
        Behind,
    }
    let mut at = At::Start(false);
    let mut line = 1;
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        // A blank does not count as one if it is the separator.
        let blank = byte == b' ' && separator != b' ';
        let ends = byte == separator || byte == b'\n' || byte == b'\r';
        at = match at {
            At::Quoted(from) if byte != b'"' => At::Quoted(from),
            At::Quoted(from) if bytes.get(i + 1) == Some(&b'"') => {
                i += 1;
                At::Quoted(from)
            }
            At::Quoted(_) => At::Behind,
            _ if ends => At::Start(false),
            At::Start(false) if byte == b'"' => At::Quoted(line),
            At::Start(true) if byte == b'"' => {
                return Some((line, "there is a space before the quote that begins a cell"));
            }
            At::Start(_) if blank => At::Start(true),
            At::Behind if blank => At::Behind,
            At::Behind => return Some((line, "a quoted text ends in the middle of a cell")),
            At::Start(_) | At::Plain => At::Plain,
        };
        if byte == b'\n' || byte == b'\r' && bytes.get(i + 1) != Some(&b'\n') {
            line += 1;
        }
        i += 1;
    }
    match at {
        At::Quoted(from) => Some((from, "the quote that opens here is never closed")),
        _ => None,
    }
}

/// Error for a table with an open quote.
fn bad_quotes(source: &Source, line: usize, why: &str) -> Diagnostic {
    let message = format!("`{}` is not a table: line {line}: {why}", source.name);
    Diagnostic::new(Blame::Data, Code::NoTable, message).help(
        "put cells with quotes, separators or line breaks in quotes, and double their quotes: `\"so \"\"called\"\"\"`",
    )
}

/// Error for a table that the library cannot read.
fn bad_table(source: &Source, error: &csv::Error) -> Diagnostic {
    let message = format!("`{}` is not a table: {error}", source.name);
    Diagnostic::new(Blame::Data, Code::NoTable, message)
}

/// Error for a row with a separator in a cell without quotes.
pub(super) fn too_wide(source: &Source, row: &GridRow, columns: usize) -> Diagnostic {
    let message = format!("`{}`, {}: {} cells under {columns} headings", source.name, row.place(), row.fields);
    Diagnostic::new(Blame::Data, Code::NoTable, message).help("put cells with separators or line breaks in quotes")
}
