//! The sheets of an ODS file: their cells hold what they show as text.

use std::collections::HashSet;

use roxmltree::Node;

use crate::base::Diagnostic;
use crate::profile::grid::{Grid, GridCell, GridRow};
use crate::profile::workbook::cell_format::CellFormat;
use crate::profile::workbook::package::Package;
use crate::profile::workbook::sheet::{HiddenRanges, MAX_CELLS, Sheet, bad_workbook, too_large};
use crate::profile::workbook::xlsx::strikethrough_remark;

const PART: &str = "content.xml";

pub(super) fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Diagnostic> {
    let text = package.part(PART)?.ok_or_else(|| bad_workbook(&package.name, "it has no content"))?;
    let tree = package.tree(PART, &text)?;
    let styles: Vec<Node<'_, '_>> = tree.descendants().filter(|it| is(*it, "style")).collect();
    let with = |kind: &str, name: &str, said: fn(&str) -> bool| -> HashSet<&str> {
        let has = |style: &Node<'_, '_>| {
            let properties = style.children().filter(|it| is(*it, kind));
            properties.flat_map(|it| it.attributes()).any(|it| it.name() == name && said(it.value()))
        };
        styles.iter().filter(|it| has(it)).filter_map(|it| attribute(*it, "name")).collect()
    };
    let struck = with("text-properties", "text-line-through-style", |it| it != "none");
    let hidden = with("table-properties", "display", |it| it == "false");
    let mut sheets = Vec::new();
    let mut cells = 0;
    for table in tree.descendants().filter(|it| is(*it, "table")) {
        let mut reader = OdsReader { struck: &struck, cells: &mut cells, number: 0, hidden: HiddenRanges::default() };
        let mut column = 0_usize;
        for node in table.descendants().filter(|it| is(*it, "table-column")) {
            let until = column.saturating_add(repeat_count(node, "number-columns-repeated"));
            reader.hidden.columns.extend(is_hidden(node).then_some(column..until));
            column = until;
        }
        let mut grid = Grid { name: attribute(table, "name").map(str::to_owned), ..Grid::default() };
        for row in table.descendants().filter(|it| is(*it, "table-row")) {
            reader.row(row, &mut grid);
            if *reader.cells > MAX_CELLS {
                return Err(too_large(&package.name, &format!("it has more than {MAX_CELLS} cells")));
            }
        }
        reader.hidden.add_remarks(&mut grid);
        if table.descendants().any(|it| is(it, "annotation")) {
            grid.remarks.push("the comments beside its cells are not read".to_owned());
        }
        let hidden = attribute(table, "style-name").is_some_and(|it| hidden.contains(it));
        sheets.push(Sheet { grid, hidden });
    }
    Ok(sheets)
}

struct OdsReader<'a> {
    /// The styles with a strikethrough.
    struck: &'a HashSet<&'a str>,
    cells: &'a mut usize,
    number: usize,
    hidden: HiddenRanges,
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// An attribute of any namespace.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|it| it.name() == name).map(|it| it.value())
}

/// True for a row or column that is hidden, or that a filter hides.
fn is_hidden(node: Node<'_, '_>) -> bool {
    attribute(node, "visibility").is_some_and(|it| it != "visible")
}

fn repeat_count(node: Node<'_, '_>, name: &str) -> usize {
    attribute(node, name).and_then(|it| it.parse().ok()).unwrap_or(1)
}

impl OdsReader<'_> {
    fn row(&mut self, node: Node<'_, '_>, grid: &mut Grid) {
        let mut row = GridRow::default();
        let mut column = 0_usize;
        for cell in node.children().filter(|it| is(*it, "table-cell") || is(*it, "covered-table-cell")) {
            let times = repeat_count(cell, "number-columns-repeated");
            // A cell that another one covers is not shown.
            let read = self.cell(cell).filter(|_| is(cell, "table-cell"));
            if let Some(read) = read {
                for at in column..column.saturating_add(times.min(MAX_CELLS)) {
                    row.cells.push((at, read.clone()));
                }
            }
            column = column.saturating_add(times);
        }
        let times = repeat_count(node, "number-rows-repeated");
        if row.cells.is_empty() {
            self.number = self.number.saturating_add(times);
            return;
        }
        for _ in 0..times {
            self.number += 1;
            *self.cells += row.cells.len();
            if *self.cells > MAX_CELLS {
                return;
            }
            self.hidden.rows.extend(is_hidden(node).then_some(self.number));
            grid.rows.push(GridRow { number: self.number, ..row.clone() });
        }
    }

    /// What a cell shows; `None` if it is empty.
    fn cell(&self, node: Node<'_, '_>) -> Option<GridCell> {
        let mut cell = GridCell::default();
        for paragraph in node.children().filter(|it| is(*it, "p")) {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            self.words(paragraph, &mut cell);
        }
        let value = |name: &str| attribute(node, name);
        cell.day = value("date-value").and_then(|it| it.get(..10)).and_then(|it| it.parse().ok());
        if cell.text.is_empty() && cell.remarks.is_empty() {
            cell.text = format_value(node)?;
        }
        if attribute(node, "style-name").is_some_and(|it| self.struck.contains(it)) && !cell.text.trim().is_empty() {
            let text = std::mem::take(&mut cell.text);
            cell.remarks.push(strikethrough_remark(text.trim()));
        }
        (!cell.text.trim().is_empty() || !cell.remarks.is_empty()).then_some(cell)
    }

    /// Adds the words and links of a paragraph to a cell.
    fn words(&self, paragraph: Node<'_, '_>, cell: &mut GridCell) {
        for node in paragraph.descendants() {
            if node.is_text() {
                let spans = node.ancestors().take_while(|it| *it != paragraph);
                let struck = spans.filter_map(|it| attribute(it, "style-name")).any(|it| self.struck.contains(it));
                let text = node.text().unwrap_or_default();
                match struck && !text.trim().is_empty() {
                    true => cell.remarks.push(strikethrough_remark(text.trim())),
                    false => cell.text.push_str(text),
                }
                continue;
            }
            match node.tag_name().name() {
                "s" => cell.text.push_str(&" ".repeat(repeat_count(node, "c").min(100))),
                "tab" => cell.text.push('\t'),
                "line-break" => cell.text.push('\n'),
                "a" => cell.links.extend(attribute(node, "href").map(str::to_owned)),
                _ => {}
            }
        }
    }
}

/// The text for a value without one, as some programs write it.
fn format_value(node: Node<'_, '_>) -> Option<String> {
    let value = |name: &str| attribute(node, name);
    let number = value("value").and_then(|it| it.parse::<f64>().ok());
    let shown = |code: &str| Some(CellFormat::of(code).number(number?, false).text);
    match value("value-type")? {
        "percentage" => shown("0.##########%").map(|it| it.replace(".%", "%")),
        "currency" => Some(format!("{} {}", shown("#,##0.00")?, value("currency").unwrap_or_default())),
        "float" => shown("General"),
        "date" => value("date-value").map(|it| it.replace('T', " ")),
        "boolean" => value("boolean-value").map(str::to_uppercase),
        "time" => value("time-value").map(|it| {
            let parts = it.trim_start_matches("PT").trim_end_matches('S');
            parts.replace(['H', 'M'], ":").split('.').next().unwrap_or_default().to_owned()
        }),
        _ => value("string-value").map(str::to_owned),
    }
}
