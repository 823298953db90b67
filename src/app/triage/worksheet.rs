//! Drafts as a table for people who live in spreadsheets: out, and with decisions back in.

use std::collections::HashMap;
use std::path::Path;

use crate::app::output::Output;
use crate::app::triage::Desk;
use crate::app::whole;
use crate::base::{Blame, Diagnostic, fold, is_web, nearest};
use crate::profile::{Decided, Draft, MAX_DOCUMENT, Outcome, is_stance, missing, topics};
use crate::render::disarm;
use crate::store::Files;

/// The columns. The first five are for reading; `claim` says which draft a row is.
const COLUMNS: [&str; 12] = [
    "claim",
    "vendor",
    "place",
    "passage",
    "proposed caveats",
    "statement",
    "topic",
    "stance",
    "source",
    "decision",
    "reason",
    "keep caveats",
];

/// Writes the table of the drafts that wait.
pub(super) fn write(
    desk: &Desk,
    waiting: &[Draft],
    here: &Files,
    sheet: &Path,
    output: Output,
) -> Result<(), Diagnostic> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut put = |record: Vec<String>| writer.write_record(record.iter().map(|it| disarm(it)));
    let mut written = put(COLUMNS.map(str::to_owned).to_vec());
    for draft in waiting {
        let caveats: Vec<String> =
            draft.caveats.iter().map(|it| format!("{}: {}", it.kind, it.cue.as_deref().unwrap_or(&it.text))).collect();
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        written = written.and_then(|()| {
            put(vec![
                desk.dataset.compact(draft.claim.as_ref()),
                draft.vendor.clone(),
                draft.place.clone(),
                draft.passage.clone(),
                caveats.join("; "),
                draft.statement.clone(),
                text(&draft.topic),
                text(&draft.stance),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ])
        });
    }
    written.expect("writing to memory does not fail");
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    whole::write(&here.root().join(sheet), bytes)?;
    output.talk(&format!(
        "{} drafts written to {}: fill in `decision` (accept or reject, with a reason), mend the columns before it, and give the command again",
        waiting.len(),
        here.shown(sheet)
    ));
    Ok(())
}

/// Carries out the decisions of a table: all of them, or none.
pub(super) fn take_in(
    desk: &Desk,
    waiting: &[Draft],
    here: &Files,
    sheet: &Path,
    output: Output,
) -> Result<(), Vec<Diagnostic>> {
    let name = here.shown(sheet);
    let table = Table::read(&name, &here.read(sheet, MAX_DOCUMENT).map_err(|it| vec![it])?).map_err(|it| vec![it])?;
    let topics = topics(&desk.dataset);
    let by_name: HashMap<String, &Draft> =
        waiting.iter().map(|it| (desk.dataset.compact(it.claim.as_ref()), it)).collect();
    let mut decisions = Vec::new();
    let mut faults = Vec::new();
    let mut gone = 0;
    for row in &table.rows {
        let Some(draft) = by_name.get(row.cell("claim")) else {
            gone += 1;
            continue;
        };
        match row.decided(draft, &topics) {
            Ok(Some(decided)) => decisions.push((*draft, decided)),
            Ok(None) => {}
            Err(why) => faults.push(bad_row(&name, row, &why)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let decisions: Vec<(&Draft, &Decided)> = decisions.iter().map(|(draft, decided)| (*draft, decided)).collect();
    desk.carry_out(&decisions).map_err(|it| vec![it])?;
    let count = |outcome: fn(&Outcome) -> bool| decisions.iter().filter(|(_, it)| outcome(&it.outcome)).count();
    output.talk(&format!(
        "{} accepted, {} rejected, {} changed and kept; {gone} rows are of no draft that waits",
        count(|it| *it == Outcome::Accepted),
        count(|it| matches!(it, Outcome::Rejected(_))),
        count(|it| *it == Outcome::Waits),
    ));
    Ok(())
}

/// A table, by its headings.
struct Table {
    rows: Vec<Row>,
}

struct Row {
    line: u64,
    cells: HashMap<String, String>,
}

impl Table {
    fn read(name: &str, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let first = text.lines().next().unwrap_or_default();
        let separator = [b'\t', b';', b','].into_iter().find(|it| first.bytes().any(|byte| byte == *it));
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
        let bad = |error: csv::Error| bad_table(name, &error.to_string());
        let headings: Vec<String> = reader.headers().map_err(bad)?.iter().map(|it| fold(it.trim())).collect();
        for needed in ["claim", "decision"] {
            if !headings.iter().any(|it| it == needed) {
                return Err(bad_table(name, &format!("it has no column `{needed}`")));
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(bad)?;
            let cells = headings.iter().cloned().zip(record.iter().map(armed));
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(Row { line, cells: cells.collect() });
        }
        Ok(Self { rows })
    }
}

/// A cell without the apostrophe that kept a spreadsheet from running it.
fn armed(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if disarm(rest) == cell => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// What the row decides; none where it leaves the draft as it is.
    fn decided(
        &self,
        draft: &Draft,
        topics: &[(String, oxigraph::model::NamedNode)],
    ) -> Result<Option<Decided>, String> {
        let outcome = match fold(self.cell("decision")).as_str() {
            "" => Outcome::Waits,
            "accept" | "accepted" | "a" => Outcome::Accepted,
            "reject" | "rejected" | "r" => match self.cell("reason") {
                "" => return Err("a draft is rejected for a reason".to_owned()),
                reason => Outcome::Rejected(reason.to_owned()),
            },
            other => return Err(format!("`{other}` is no decision: accept or reject")),
        };
        let new = |column: &str, before: &str| {
            let cell = self.cell(column);
            let same = cell == before.trim() || cell == disarm(before).trim();
            (!cell.is_empty() && !same).then(|| cell.to_owned())
        };
        let topic = match new("topic", draft.topic.as_deref().unwrap_or_default()) {
            Some(name) => Some(topic(&name, topics)?),
            None => None,
        };
        let stance = new("stance", draft.stance.as_deref().unwrap_or_default());
        if let Some(word) = stance.as_ref().filter(|it| !is_stance(it)) {
            return Err(format!("`{word}` is no stance: affirms, denies or partly"));
        }
        let sources: Vec<String> = self.cell("source").split_whitespace().map(str::to_owned).collect();
        if let Some(other) = sources.iter().find(|it| !is_web(it)) {
            return Err(format!("`{other}` is no address: it begins with https:// or http://"));
        }
        let without_caveats = match fold(self.cell("keep caveats")).as_str() {
            "" | "yes" => false,
            "no" => true,
            other => return Err(format!("`{other}` is neither yes nor no in `keep caveats`")),
        };
        let decided =
            Decided { outcome, statement: new("statement", &draft.statement), topic, stance, sources, without_caveats };
        let missing = missing(draft, &decided);
        if !missing.is_empty() {
            return Err(format!("a claim has {}", missing.join(" and ")));
        }
        let nothing = decided.outcome == Outcome::Waits
            && decided.statement.is_none()
            && decided.topic.is_none()
            && decided.stance.is_none()
            && decided.sources.is_empty();
        Ok((!nothing).then_some(decided))
    }
}

fn topic(name: &str, topics: &[(String, oxigraph::model::NamedNode)]) -> Result<oxigraph::model::NamedNode, String> {
    let found = topics.iter().find(|(written, _)| fold(written) == fold(name));
    found.map(|(_, topic)| topic.clone()).ok_or_else(|| {
        let near = nearest(name, topics.iter().map(|(written, _)| written.as_str()));
        match near.first() {
            Some(near) => format!("`{name}` is no topic; nearest: `{near}`"),
            None => format!("`{name}` is no topic"),
        }
    })
}

/// a worksheet whose headings were changed
fn bad_table(name: &str, why: &str) -> Diagnostic {
    let message = format!("the worksheet `{name}` cannot be read: {why}");
    Diagnostic::new(Blame::Question, "worksheet", message)
        .help("leave its headings as they were written; nothing is changed")
}

/// a row with `decision` `acept`
fn bad_row(name: &str, row: &Row, why: &str) -> Diagnostic {
    let message = format!("{name}:{}: {}: {why}", row.line, row.cell("claim"));
    Diagnostic::new(Blame::Question, "worksheet", message)
        .help("nothing of the worksheet is carried out until all rows can be")
}
