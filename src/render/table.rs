//! Tables for people: aligned, wrapped to the width of the page, nothing hostile in them.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table as Drawn, TableStyle};

use crate::base::{Cut, Limit, visible};
use crate::exec::{Table, TableCell};
use crate::render::context::RenderContext;

/// A rule under the headings, nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));
/// Blanks between columns.
const GAP: u16 = 2;

/// The table as lines; empty if it has no rows.
pub(super) fn write(table: &Table, page: RenderContext<'_>) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let mut drawn = Drawn::new();
    drawn.load_style(STYLE);
    drawn.set_content_arrangement(match page.width {
        Some(_) => ContentArrangement::Dynamic,
        None => ContentArrangement::Disabled,
    });
    if let Some(width) = page.width {
        drawn.set_width(width);
    }
    let headings = table.headings.iter().map(|it| visible(&it.text).into_owned());
    drawn.set_header(headings.collect::<Vec<_>>());
    let most = if page.terminal { Limit::RowsOnTerminal.most() } else { usize::MAX };
    let rows = Cut::within(&table.rows, most);
    for row in rows.items() {
        drawn.add_row(row.cells.iter().map(text).collect::<Vec<_>>());
    }
    let widths = drawn.column_max_content_widths();
    let room = page.width.map(|width| width / 2);
    let columns = drawn.column_iter_mut().zip(&table.headings);
    for ((column, heading), width) in columns.zip(widths) {
        column.set_padding((0, GAP));
        // A name that is broken in two cannot be copied.
        if heading.iri && room.is_some_and(|room| width <= room) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let lines = drawn.lines().map(|line| line.trim_end().to_owned() + "\n");
    let more = match rows.more() {
        0 => None,
        1 => Some(format!("… 1 more row: {}\n", Limit::RowsOnTerminal.all())),
        more => Some(format!("… {more} more rows: {}\n", Limit::RowsOnTerminal.all())),
    };
    lines.chain(more).collect()
}

/// Values one below the other.
fn text(cell: &TableCell) -> String {
    let values = cell.values.iter().map(|value| visible(&value.display_text()).into_owned());
    values.collect::<Vec<_>>().join("\n")
}
