//! Tables for people: aligned, wrapped to the width of the page, nothing hostile in them.

use comfy_table::{ContentArrangement, LineStyle, Table as Drawn, TableStyle};

use crate::base::visible;
use crate::exec::{Cell, Table};
use crate::render::{MAX_ROWS_SHOWN, Page};

/// A rule under the headings, nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));
/// Blanks between columns.
const GAP: u16 = 2;

/// The table as lines; nothing when it has no rows.
pub(super) fn write(table: &Table, page: Page<'_>) -> String {
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
    let headings = table
        .headings
        .iter()
        .map(|it| visible(&it.text).into_owned());
    drawn.set_header(headings.collect::<Vec<_>>());
    let shown = if page.terminal {
        MAX_ROWS_SHOWN
    } else {
        usize::MAX
    };
    for row in table.rows.iter().take(shown) {
        drawn.add_row(row.cells.iter().map(text).collect::<Vec<_>>());
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    let lines = drawn.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}

/// Values one below the other.
fn text(cell: &Cell) -> String {
    let values = cell
        .values
        .iter()
        .map(|value| visible(&value.text).into_owned());
    values.collect::<Vec<_>>().join("\n")
}
