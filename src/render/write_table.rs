//! A table in any of the formats of answers.

use crate::exec::Table;
use crate::render::context::{Format, RenderContext};
use crate::render::{markdown, records, table};

pub(super) fn write_table(table: &Table, format: Format, page: RenderContext<'_>) -> String {
    match format {
        Format::Table => table::write(table, page),
        Format::Markdown => markdown::write(table),
        Format::Csv => records::csv(table, page),
        Format::Tsv => records::tsv(table, page),
        Format::Json | Format::JsonLines | Format::Turtle => {
            unreachable!("these have writers of their own")
        }
    }
}
