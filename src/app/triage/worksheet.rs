//! Drafts as a table for spreadsheets: written out, and read back with decisions.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::app::output::Output;
use crate::app::triage::desk::{Decision, TriageContext, knows};
use crate::base::{Blame, Code, Diagnostic, Faults, Source, fold, is_web};
use crate::files::Files;
use crate::profile::{
    Choices, DelimitedTable, Draft, DraftKind, DraftOutcome, MAX_DOCUMENT, TriageDecision, drafts, faults,
    format_topics, text_of,
};
use crate::render::disarm;
use crate::store::{Dataset, write_file};

/// The columns. `draft` and `part` identify the record of a row; a copied row with another part number is another
/// record of the same passage.
const COLUMNS: [&str; 16] = [
    "draft",
    "part",
    "vendor",
    "place",
    "passage",
    "note",
    "proposed caveats",
    "statement",
    "form",
    "topics",
    "service",
    "data",
    "source",
    "decision",
    "reason",
    "keep caveats",
];

/// Writes the table of the waiting drafts.
pub(super) fn write(
    desk: &TriageContext,
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
        let mut cells = vec![
            desk.dataset.compact(draft.record.as_ref()),
            FIRST.to_string(),
            draft.vendor.clone(),
            draft.place.clone(),
            draft.passage.clone(),
            draft.notes.join("; "),
            caveats.join("; "),
            draft.statement.clone(),
            draft.kind.word().to_owned(),
            draft.format_topics(),
            draft.services.join("; "),
            draft.data.clone().unwrap_or_default(),
        ];
        cells.resize(COLUMNS.len(), String::new());
        written = written.and_then(|()| put(cells));
    }
    written.expect("writing to memory does not fail");
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    output.recoveries(&write_file(&here.root().join(sheet), bytes)?);
    output.message(&format!(
        "{} written to {}: fill in `decision` (accept, or reject with a `reason`), correct the columns \
         before it, copy a row to add another part of its draft, then run the command again",
        if waiting.len() == 1 { "1 draft".to_owned() } else { format!("{} drafts", waiting.len()) },
        here.display_name(sheet)
    ));
    Ok(())
}

/// The part number of the draft itself.
const FIRST: usize = 1;

/// Carries out the decisions of a table: all or none.
pub(super) fn apply_worksheet(
    desk: &TriageContext,
    waiting: &[Draft],
    here: &Files,
    sheet: &Path,
    output: Output,
) -> Result<(), Faults> {
    let name = here.display_name(sheet);
    let table = Worksheet::read(&name, here.read(sheet, MAX_DOCUMENT).map_err(Faults::from)?).map_err(Faults::from)?;
    if !table.unread.is_empty() {
        output.message(&format!("{name}: unused columns: `{}`", table.unread.join("`, `")));
    }
    let WorksheetDecisions { decided, gone } = read_decisions(&desk.dataset, waiting, &name, &table)?;
    let decisions: Vec<Decision<'_>> =
        decided.iter().map(|(draft, part, decided)| Decision { draft, part: *part, decided }).collect();
    output.recoveries(&desk.carry_out(&decisions).map_err(Faults::from)?);
    let count = |is: &dyn Fn(&Decision<'_>) -> bool| decisions.iter().filter(|it| is(it)).count();
    let parts = match count(&|it| it.part.is_some()) {
        0 => String::new(),
        made => format!("{made} of them new parts; "),
    };
    output.message(&format!(
        "{} accepted, {} rejected, {} changed and kept; {parts}rows that match no waiting draft: {gone}",
        count(&|it| it.decided.outcome == DraftOutcome::Accepted),
        count(&|it| matches!(it.decided.outcome, DraftOutcome::Rejected(_))),
        count(&|it| it.decided.outcome == DraftOutcome::Pending),
    ));
    Ok(())
}

/// The decisions of a worksheet.
struct WorksheetDecisions<'a> {
    /// Drafts, each with the number of the part to make of it, if any, and the decision.
    decided: Vec<(&'a Draft, Option<usize>, TriageDecision)>,
    /// How many rows match no waiting draft.
    gone: usize,
}

/// A draft, the number of the part to make of it, if any, and the decision.
pub type DraftDecision = (Draft, Option<usize>, TriageDecision);

/// The decisions of a worksheet on the drafts of the facts. Reads nothing but these bytes and writes nothing, so that
/// the fuzz targets can call it.
///
/// # Errors
/// One diagnostic for each row that cannot be carried out, or one for the table.
pub fn decisions(dataset: &Dataset, name: &str, bytes: Vec<u8>) -> Result<Vec<DraftDecision>, Faults> {
    let table = Worksheet::read(name, bytes).map_err(Faults::from)?;
    let waiting = drafts(dataset);
    let taken = read_decisions(dataset, &waiting, name, &table)?;
    Ok(taken.decided.into_iter().map(|(draft, part, decided)| (draft.clone(), part, decided)).collect())
}

fn read_decisions<'a>(
    dataset: &'a Dataset,
    waiting: &'a [Draft],
    name: &str,
    table: &Worksheet,
) -> Result<WorksheetDecisions<'a>, Faults> {
    let reader = DecisionReader {
        dataset,
        choices: Choices::of(dataset),
        by_name: waiting.iter().map(|it| (dataset.compact(it.record.as_ref()), it)).collect(),
    };
    let mut taken = WorksheetDecisions { decided: Vec::new(), gone: 0 };
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for row in &table.rows {
        let read = reader.draft_of_row(row).and_then(|whose| {
            let Some((draft, part)) = whose else {
                taken.gone += 1;
                return Ok(None);
            };
            if !seen.insert((draft.record.clone(), part)) {
                return Err("another row has the same draft and part: number the parts in `part`".to_owned());
            }
            Ok(reader.decision(row, draft, part)?.map(|decided| (draft, part, decided)))
        });
        match read {
            Ok(decision) => taken.decided.extend(decision),
            Err(why) => faults.push(bad_row(name, row, &why)),
        }
    }
    if faults.is_empty() { Ok(taken) } else { Err(faults.into()) }
}

/// A worksheet, each row by its headings.
struct Worksheet {
    rows: Vec<WorksheetRow>,
    /// Headings of columns that nothing uses.
    unread: Vec<String>,
}

struct WorksheetRow {
    line: usize,
    cells: HashMap<String, String>,
}

impl Worksheet {
    fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        let needed = ["draft", "decision"];
        let table = DelimitedTable::of(&Source::new(name, &text_of(name, bytes)?), &needed)?;
        let headings = table.headings;
        for needed in needed {
            if !headings.iter().any(|it| it == needed) {
                return Err(bad_table(name, &format!("it does not have a column `{needed}`")));
            }
        }
        let mut unread = headings.clone();
        unread.retain(|it| !it.is_empty() && !COLUMNS.contains(&it.as_str()));
        let rows = table.rows.into_iter().map(|(line, cells)| {
            let cells = headings.iter().cloned().zip(cells.iter().map(|it| strip_apostrophe(it)));
            WorksheetRow { line, cells: cells.collect() }
        });
        Ok(Self { rows: rows.collect(), unread })
    }
}

/// A cell without the apostrophe that keeps a spreadsheet from running it as a formula.
fn strip_apostrophe(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if disarm(rest) == cell => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

impl WorksheetRow {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The value of a cell, if it differs from what was written there.
    fn new_value(&self, column: &str, before: &str) -> Option<String> {
        let cell = self.cell(column);
        let same = cell == before.trim() || cell == disarm(before).trim();
        (!cell.is_empty() && !same).then(|| cell.to_owned())
    }

    fn outcome(&self) -> Result<DraftOutcome, String> {
        match fold(self.cell("decision")).as_str() {
            "" => Ok(DraftOutcome::Pending),
            "accept" | "accepted" | "a" => Ok(DraftOutcome::Accepted),
            "reject" | "rejected" | "r" => match self.cell("reason") {
                "" => Err("a rejected draft needs a `reason`".to_owned()),
                reason => Ok(DraftOutcome::Rejected(reason.to_owned())),
            },
            other => Err(format!("`{other}` is not a decision: write accept or reject")),
        }
    }
}

/// Turns rows into decisions.
struct DecisionReader<'a> {
    dataset: &'a Dataset,
    choices: Choices,
    by_name: HashMap<String, &'a Draft>,
}

impl<'a> DecisionReader<'a> {
    /// The draft of a row, and the number of the part to make of it; `None` if no such draft is waiting.
    fn draft_of_row(&self, row: &WorksheetRow) -> Result<Option<(&'a Draft, Option<usize>)>, String> {
        let name = row.cell("draft");
        let part = match row.cell("part") {
            "" => FIRST,
            typed => typed.parse().ok().filter(|it| *it >= FIRST).ok_or_else(|| no_part(typed))?,
        };
        if part == FIRST {
            return Ok(self.by_name.get(name).map(|draft| (*draft, None)));
        }
        // A part made earlier is a draft of its own.
        if let Some(made) = self.by_name.get(&format!("{name}-{part}")) {
            return Ok(Some((made, None)));
        }
        let whole = self.by_name.get(name).filter(|it| !knows(self.dataset, it, part));
        Ok(whole.map(|draft| (*draft, Some(part))))
    }

    /// The decision of a row; `None` if it leaves the draft as it is.
    fn decision(
        &self,
        row: &WorksheetRow,
        draft: &Draft,
        part: Option<usize>,
    ) -> Result<Option<TriageDecision>, String> {
        let part = part.map(|number| draft.part(number));
        let draft = part.as_ref().unwrap_or(draft);
        let kind = match row.new_value("form", draft.kind.word()) {
            Some(word) => Some(DraftKind::parse(&word).ok_or_else(|| no_kind(&word))?),
            None => None,
        };
        // Another spelling of the same value changes nothing.
        let kind = kind.filter(|it| *it != draft.kind);
        let topics = row.new_value("topics", &draft.format_topics()).map(|it| self.choices.topics(&it)).transpose()?;
        let topics = topics.filter(|it| format_topics(it) != draft.format_topics());
        let services = row.new_value("service", &draft.services.join("; "));
        let services = services.map(|it| self.choices.services(draft.vendor_iri.as_ref(), &it)).transpose()?;
        let data = row.new_value("data", draft.data.as_deref().unwrap_or_default());
        let data = data.map(|it| self.choices.data(&it)).transpose()?;
        let sources: Vec<String> = row.cell("source").split_whitespace().map(str::to_owned).collect();
        if let Some(other) = sources.iter().find(|it| !is_web(it)) {
            return Err(format!("`{other}` is not an address: it must begin with https:// or http://"));
        }
        let without_caveats = match fold(row.cell("keep caveats")).as_str() {
            "" | "yes" => false,
            "no" => true,
            other => return Err(format!("`{other}` is not allowed in `keep caveats`: write yes or no")),
        };
        let statement = row.new_value("statement", &draft.statement);
        let decided = TriageDecision {
            outcome: row.outcome()?,
            kind,
            statement,
            topics,
            data,
            services,
            sources,
            without_caveats,
        };
        if part.is_some() && matches!(decided.outcome, DraftOutcome::Rejected(_)) {
            return Err("a new part cannot be rejected: delete its row".to_owned());
        }
        match faults(draft, &decided).as_slice() {
            [] => Ok((!decided.is_unchanged()).then_some(decided)),
            faults => Err(faults.join(", and ")),
        }
    }
}

/// `two`
fn no_part(typed: &str) -> String {
    format!("`{typed}` is not a part number: 1 is the draft itself, 2 is another record of its passage")
}

/// `finding of absence`
fn no_kind(typed: &str) -> String {
    format!("`{typed}` is not a form: write claim, absence finding or unread record")
}

/// a worksheet whose headings were changed
fn bad_table(name: &str, why: &str) -> Diagnostic {
    let message = format!("the worksheet `{name}` cannot be read: {why}");
    Diagnostic::new(Blame::Question, Code::Worksheet, message)
        .help("restore the headings as they were written; nothing was changed")
}

/// a row with `decision` `acept`
fn bad_row(name: &str, row: &WorksheetRow, why: &str) -> Diagnostic {
    let message = format!("{name}:{}: {}: {why}", row.line, row.cell("draft"));
    Diagnostic::new(Blame::Question, Code::Worksheet, message)
        .help("correct the row; no decision is carried out until all rows are valid")
}
