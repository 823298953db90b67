//! Things side by side: a table where it is legible, else a block for each thing.

use crate::base::visible;
use crate::exec::{
    CellRow, CellView, ComparisonTable, Grounds, Heading, Table, TableCell, TableRow, VerdictOf, verdict_words,
};
use crate::render::context::{Format, RenderContext};
use crate::render::write_table::write_table;
use crate::words::Verdict;

/// The least width of a column for a thing.
const LEAST_COLUMN: usize = 22;
/// The width of the column of topics.
const TOPICS: usize = 22;
/// The most things in a table of unknown width.
const MOST_THINGS: usize = 4;

/// The comparison as text, Markdown, CSV or TSV.
pub(super) fn write(compared: &ComparisonTable, format: Format, page: RenderContext<'_>) -> String {
    match format {
        Format::Table | Format::Markdown => {
            let mut text = if is_legible(compared.things.len(), page.width) {
                write_table(&table(compared), format, page)
            } else {
                blocks(compared, format, page)
            };
            for line in footnotes(compared) {
                match page.width.filter(|_| format == Format::Table) {
                    Some(width) => text.push_str(&(textwrap::fill(&visible(&line), usize::from(width)) + "\n")),
                    None => text.push_str(&format!("{}{line}\n", if format == Format::Markdown { "\n" } else { "" })),
                }
            }
            text
        }
        _ => write_table(&table(compared), format, page),
    }
}

/// True if a table of this many things can be read at a width.
pub(super) fn is_legible(things: usize, width: Option<u16>) -> bool {
    match width {
        Some(width) => TOPICS + things * LEAST_COLUMN <= usize::from(width),
        None => things <= MOST_THINGS,
    }
}

/// The comparison as a table: a row for each topic, a column for each thing.
pub(super) fn table(compared: &ComparisonTable) -> Table {
    let things = compared.things.iter().map(|it| Heading::of_values(it.name.as_str()));
    let headings = std::iter::once(Heading::of_values(compared.topic.as_str())).chain(things);
    let rows = compared.rows.iter().map(|row| TableRow {
        cells: std::iter::once(TableCell::of_text(title(row)))
            .chain(row.cells.iter().map(|it| TableCell::of_text(it.as_ref().map_or_else(String::new, CellView::whole))))
            .collect(),
    });
    Table {
        headings: headings.collect(),
        rows: rows.collect(),
        noun: compared.topics.clone(),
        singular: compared.topic.clone(),
        things: compared.rows.iter().filter(|it| it.part.is_none()).count(),
        subjects: None,
        answers: Vec::new(),
    }
}

/// The title of a row: the topic, and the part if it is about one.
pub(super) fn title(row: &CellRow) -> String {
    match &row.part {
        Some(part) => format!("{} · {}", row.topic.name, part.name),
        None => row.topic.name.clone(),
    }
}

/// The cells of one thing with the titles of their rows, and the titles of the rows with nothing on record for it.
pub(super) fn cells_of_thing(compared: &ComparisonTable, at: usize) -> (Vec<(String, &CellView)>, Vec<String>) {
    let (mut told, mut silent) = (Vec::new(), Vec::new());
    for row in &compared.rows {
        match &row.cells[at] {
            Some(cell) if cell.is_empty() => silent.push(title(row)),
            Some(cell) => told.push((title(row), cell)),
            None => {}
        }
    }
    (told, silent)
}

/// A block for each thing, topic by topic; topics with nothing on record share one row.
fn blocks(compared: &ComparisonTable, format: Format, page: RenderContext<'_>) -> String {
    let blocks = compared.things.iter().enumerate().map(|(at, thing)| {
        let (told, silent) = cells_of_thing(compared, at);
        let row = |first: String, second: String| TableRow {
            cells: vec![TableCell::of_text(first), TableCell::of_text(second)],
        };
        let mut rows: Vec<TableRow> = told.into_iter().map(|(title, cell)| row(title, cell.whole())).collect();
        if !silent.is_empty() {
            rows.push(row(verdict_words(Verdict::NotOnRecord).to_owned(), silent.join(", ")));
        }
        let block = Table {
            headings: vec![Heading::of_values(thing.name.as_str()), Heading::of_values("what is on record")],
            noun: compared.topics.clone(),
            singular: compared.topic.clone(),
            things: rows.len(),
            rows,
            subjects: None,
            answers: Vec::new(),
        };
        write_table(&block, format, page)
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// The answer to the question, then what is said of the assurance, which may be inverted:
/// `no: “Prompts are not kept.” holds for Zhipu AI (InferCheck, unsourced)`.
pub(super) fn verdict(answer: &VerdictOf) -> String {
    let VerdictOf { thing, sentence, cell, .. } = answer;
    let says = match cell.verdict {
        Some(Verdict::Yes) => Some("holds"),
        Some(Verdict::No) => Some("does not hold"),
        _ => None,
    };
    let told = match says {
        Some(says) => {
            let backed = [cell.speaker.as_deref(), cell.standing, cell.date.as_deref()];
            let backed: Vec<&str> = backed.into_iter().flatten().collect();
            format!("“{sentence}” {says} for {thing} ({})", backed.join(", "))
        }
        None => format!("“{sentence}”, for {thing}: {}", cell.text),
    };
    let marks = cell.marks.iter().map(|mark| format!(" · {mark}"));
    visible(&format!("{}: {told}{}", answer.word(), marks.collect::<String>())).into_owned() + "\n"
}

/// The verdict as one record.
pub(super) fn verdict_table(answer: &VerdictOf) -> Table {
    let cell = &answer.cell;
    let marks = cell.marks.join("; ");
    let texts = [answer.thing.as_str(), answer.word(), &answer.sentence, cell.short(), &cell.text, &marks];
    let headings = ["thing", "answer", "assurance", "verdict", "what is on record", "marks"];
    Table {
        headings: headings.map(Heading::of_values).to_vec(),
        rows: vec![TableRow { cells: texts.map(TableCell::of_text).to_vec() }],
        ..Table::default()
    }
}

/// The lines under the table: what is on record for none, who has no record, whose sources were opened.
pub(super) fn footnotes(compared: &ComparisonTable) -> Vec<String> {
    let mut lines = Vec::new();
    if !compared.nothing_on_record.is_empty() {
        let names: Vec<&str> = compared.nothing_on_record.iter().map(|it| it.name.as_str()).collect();
        lines.push(format!("not on record for any of them: {}", names.join(", ")));
    }
    if !compared.without_records.is_empty() {
        let names: Vec<&str> = compared.without_records.iter().map(|it| it.name.as_str()).collect();
        lines.push(format!("not on record at all: {}", names.join(", ")));
    }
    lines.extend(source_check_note(&compared.grounds));
    lines
}

/// The remark on whose sources were opened; `None` if all were.
pub(super) fn source_check_note(grounds: &Grounds) -> Option<String> {
    match (grounds.opened.len(), grounds.things) {
        (0, 1) => Some("nobody opened a source for it: this shows what was recorded, not what was checked".to_owned()),
        (0, _) => Some(
            "nobody opened a source for any of them: this compares what was recorded, not what was checked".to_owned(),
        ),
        (opened, all) if opened == all => None,
        (opened, all) => Some(format!(
            "sources were opened for {opened} of {all} ({}): for the others, this shows what was recorded, not checked",
            grounds.opened.join(", ")
        )),
    }
}
