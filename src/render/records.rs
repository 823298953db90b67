//! Records for programs: CSV after RFC 4180, TSV, N-Triples. IRIs are whole, several values of a cell
//! are joined by `; `.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use oxigraph::model::{Term, Triple};

use crate::base::visible;
use crate::exec::{Cell, Heading, Table};

/// The table as CSV with CRLF line ends as the RFC wants them; on a terminal with `\n`, escaped.
pub(super) fn csv(table: &Table, terminal: bool) -> String {
    let mut builder = WriterBuilder::new();
    builder.quote_style(QuoteStyle::Necessary);
    if terminal {
        builder.terminator(Terminator::Any(b'\n'));
    } else {
        builder.terminator(Terminator::CRLF);
    }
    let mut writer = builder.from_writer(Vec::new());
    for record in records(table, terminal) {
        writer
            .write_record(&record)
            .expect("writing to memory does not fail");
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("CSV of text is text")
}

/// The table as TSV: one line a record, `\t`, `\n`, `\r` and `\\` in values are escaped.
pub(super) fn tsv(table: &Table, terminal: bool) -> String {
    let escape = |value: String| {
        value
            .replace('\\', "\\\\")
            .replace('\t', "\\t")
            .replace('\n', "\\n")
            .replace('\r', "\\r")
    };
    let lines = records(table, terminal).map(|record| {
        let cells: Vec<String> = record.into_iter().map(escape).collect();
        cells.join("\t") + "\n"
    });
    lines.collect()
}

/// Triples as N-Triples.
pub(super) fn triples(triples: &[Triple], terminal: bool) -> String {
    let lines = triples.iter().map(|triple| {
        let line = format!("{triple} .");
        match (terminal, visible(&line)) {
            (true, Cow::Owned(escaped)) => escaped + "\n",
            _ => line + "\n",
        }
    });
    lines.collect()
}

fn records(table: &Table, terminal: bool) -> impl Iterator<Item = Vec<String>> + '_ {
    let shown = move |text: String| match (terminal, visible(&text)) {
        (true, Cow::Owned(escaped)) => escaped,
        _ => text,
    };
    let headings = table.headings.iter().map(|it| it.text.clone());
    let head: Vec<String> = headings.map(shown).collect();
    let rows = table.rows.iter().map(move |row| {
        let cells = row.cells.iter().zip(&table.headings);
        cells
            .map(|(cell, heading)| shown(value(cell, heading)))
            .collect()
    });
    std::iter::once(head).chain(rows)
}

fn value(cell: &Cell, heading: &Heading) -> String {
    let values = cell.values.iter().map(|value| match &value.term {
        Term::NamedNode(iri) if heading.iri => iri.as_str(),
        _ => value.text.as_str(),
    });
    values.collect::<Vec<_>>().join("; ")
}
