//! Records for programs: CSV (RFC 4180) and TSV. IRIs are in full, several values of a cell are joined by `; `, and no
//! value is a formula of a spreadsheet, unless raw values are wanted.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use oxigraph::model::{Term, Triple};

use crate::base::visible;
use crate::exec::{DisplayTerm, Heading, Table, TableCell, TableRow};
use crate::render::context::RenderContext;
use crate::render::formula::disarm;

/// The heading of the column that says why the default filter excludes a row.
const LEFT_OUT: &str = "left out";

/// The table as CSV with CRLF line ends, as the RFC requires; on a terminal with `\n`, escaped.
pub(super) fn csv(table: &Table, page: RenderContext<'_>) -> String {
    let mut builder = WriterBuilder::new();
    builder.quote_style(QuoteStyle::Necessary);
    if page.terminal {
        builder.terminator(Terminator::Any(b'\n'));
    } else {
        builder.terminator(Terminator::CRLF);
    }
    let mut writer = builder.from_writer(Vec::new());
    for record in records(table, page) {
        writer.write_record(&record).expect("writing to memory does not fail");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("CSV of text is text")
}

/// The table as TSV: one line per record, with `\t`, `\n`, `\r` and `\\` escaped in values.
pub(super) fn tsv(table: &Table, page: RenderContext<'_>) -> String {
    let escape =
        |value: String| value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r");
    let lines = records(table, page).map(|record| {
        let cells: Vec<String> = record.into_iter().map(escape).collect();
        cells.join("\t") + "\n"
    });
    lines.collect()
}

/// Triples as rows of three.
pub(super) fn triples_table(triples: &[Triple]) -> Table {
    let cell = |term: Term| TableCell {
        values: vec![DisplayTerm {
            text: match &term {
                Term::Literal(literal) => literal.value().to_owned(),
                other => other.to_string(),
            },
            term,
            left_out: None,
        }],
    };
    let rows = triples.iter().map(|triple| TableRow {
        cells: vec![
            cell(triple.subject.clone().into()),
            cell(triple.predicate.clone().into()),
            cell(triple.object.clone()),
        ],
    });
    Table {
        headings: ["subject", "predicate", "object"].map(Heading::of_things).to_vec(),
        rows: rows.collect(),
        ..Table::default()
    }
}

fn records<'a>(table: &'a Table, page: RenderContext<'a>) -> impl Iterator<Item = Vec<String>> + 'a {
    let shown = move |text: String| {
        let text = if page.raw_records { text } else { disarm(&text) };
        match (page.terminal, visible(&text)) {
            (true, Cow::Owned(escaped)) => escaped,
            _ => text,
        }
    };
    // If the rows include things that the default filter excludes, a last column says why.
    let has_marks = table.rows.iter().any(|row| mark(row).is_some());
    let last = has_marks.then(|| LEFT_OUT.to_owned());
    let headings = table.headings.iter().map(|it| it.text.clone()).chain(last);
    let head: Vec<String> = headings.map(&shown).collect();
    let rows = table.rows.iter().map(move |row| {
        let cells = row.cells.iter().zip(&table.headings).enumerate();
        let cells = cells.map(|(at, (cell, heading))| shown(value(cell, heading, at > 0)));
        cells.chain(has_marks.then(|| mark(row).unwrap_or_default().to_owned())).collect()
    });
    std::iter::once(head).chain(rows)
}

/// Why the default filter excludes the thing of a row.
fn mark(row: &TableRow) -> Option<&str> {
    row.cells.first()?.values.iter().find_map(|it| it.left_out.as_deref())
}

fn value(cell: &TableCell, heading: &Heading, marks: bool) -> String {
    let values = cell.values.iter().map(|value| match &value.term {
        Term::NamedNode(iri) if heading.iri => Cow::from(iri.as_str()),
        Term::NamedNode(_) if marks => value.display_text(),
        _ => Cow::from(value.text.as_str()),
    });
    values.collect::<Vec<_>>().join("; ")
}
