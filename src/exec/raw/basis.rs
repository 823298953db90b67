//! What the answer to a raw query is based on: what to know before its rows are taken for a number of things.

use oxigraph::model::Term;
use spargebra::Query;

use crate::exec::raw::groups::AggregateColumn;
use crate::exec::raw::missing;
use crate::exec::raw::names::{Unknown, find_unknown};
use crate::exec::raw::shape::{QueryShape, Unfit};
use crate::exec::raw::undecided::UndecidedCounts;
use crate::exec::table::{DisplayTerm, Heading, Table, TableCell, TableRow};
use crate::store::Dataset;

/// Where an undecided condition may add a row.
pub const UNDER: &str = "in NOT EXISTS, EXISTS, OPTIONAL, MINUS or HAVING, or with `!=`";

/// What the answer to a raw query is based on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawBasis {
    /// What the query names that is unknown.
    pub unknown: Vec<Unknown>,
    /// The properties, classes and texts of the query, as people write them, that no fact has.
    pub unused: Vec<String>,
    /// The named graph that it reads and that does not exist; `Some(None)` if it reads any, and there is none.
    pub no_graph: Option<Option<String>>,
    /// Why its rows are not a number of things.
    pub unfit: Option<Unfit>,
    /// True if something may be found only because something else is missing.
    pub by_absence: bool,
    /// How often a condition was undecided where that may add a row.
    pub not_decided_inside: u64,
    /// How many values could not be computed.
    pub not_computed: u64,
    is_number: bool,
    numbers: Vec<AggregateColumn>,
}

impl RawBasis {
    /// Computes what the answer to a query is based on.
    pub(super) fn of(query: &Query, dataset: &Dataset) -> Self {
        let QueryShape { is_number, numbers, unfit, by_absence } = QueryShape::of(query);
        Self {
            unknown: find_unknown(query, dataset),
            unused: missing::find_unused(query, dataset),
            no_graph: missing::graph(query, dataset),
            unfit,
            by_absence,
            not_decided_inside: 0,
            not_computed: 0,
            is_number,
            numbers,
        }
    }

    /// Adds what the results left open.
    pub(super) fn with(self, open: UndecidedCounts) -> Self {
        Self {
            by_absence: self.by_absence || open.of_no_facts,
            not_decided_inside: open.not_decided_inside,
            not_computed: open.not_computed,
            ..self
        }
    }

    /// True if the query asks for one number: that is what is found.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.is_number
    }

    /// How many things were found; `None` if the number cannot be read.
    #[must_use]
    pub fn result_count(&self, table: &Table) -> Option<u64> {
        if !self.is_number || table.rows.is_empty() {
            return Some(table.rows.iter().filter(|row| self.is_finding(table, row)).count() as u64);
        }
        let value = table.rows[0].cells.first()?.values.first()?;
        match &value.term {
            Term::Literal(number) => number.value().parse().ok(),
            _ => None,
        }
    }

    /// True for a row that stands for something: not for a group of nothing.
    #[must_use]
    pub fn is_finding(&self, table: &Table, row: &TableRow) -> bool {
        let columns = table.headings.iter().zip(&row.cells);
        let number_of = |(heading, cell)| {
            let heading: &Heading = heading;
            Some((self.numbers.iter().find(|it| it.column == heading.text)?, cell))
        };
        let mut numbers = columns.filter_map(number_of).peekable();
        let is_something = |(number, cell): (&AggregateColumn, &TableCell)| {
            let is_nothing = |it: &DisplayTerm| number.zero_is_nothing && it.text.parse() == Ok(0.0_f64);
            cell.values.iter().any(|it| !is_nothing(it))
        };
        numbers.peek().is_none() || numbers.any(is_something)
    }

    /// Notes for the reader of the answer.
    pub(super) fn notes(&self, open: UndecidedCounts) -> Vec<String> {
        let unknown = self.unknown.iter().map(|it| {
            let near = match it.nearest.as_slice() {
                [] => String::new(),
                near => format!(" (nearest: `{}`)", near.join("`, `")),
            };
            format!("{}{near}", it.sentence())
        });
        let mut notes: Vec<String> = unknown.collect();
        match open.not_decided {
            0 => {}
            1 => notes.push("undecided: 1 row, because a condition could not be decided".to_owned()),
            rows => notes.push(format!("undecided: {rows} rows, because a condition could not be decided")),
        }
        if open.not_decided_inside > 0 {
            notes.push(format!("uncertain: a condition {UNDER} could not be decided"));
        }
        match open.not_computed {
            0 => {}
            1 => notes.push("not computed: 1 value, because its input cannot be computed with".to_owned()),
            values => notes.push(format!("not computed: {values} values, because their input cannot be computed with")),
        }
        notes
    }
}
