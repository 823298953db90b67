//! Rows of a table → what they say, by a mapping: one document for each vendor.

use std::str::FromStr as _;

use indexmap::IndexMap;
use oxsdatatypes::Date;

use crate::base::{Blame, Code, Diagnostic, Source, fold, is_web};
use crate::profile::addresses::{addresses, without_addresses};
use crate::profile::answer::{ParsedAnswer, YesNoReply, is_error, is_placeholder};
use crate::profile::answer_context::{find_inversion, is_retracted_by_note};
use crate::profile::columns::ColumnIndexes;
use crate::profile::document::{
    CitedSource, DocumentItem, DocumentStatement, ItemContent, ItemLocation, Publisher, VendorDocument,
};
use crate::profile::grid::{Grid, GridCell, GridRow};
use crate::profile::mapping::Mapping;
use crate::profile::record::ClaimStance;
use crate::profile::values::too_wide;

/// Reads the rows of tables whose columns are known.
///
/// # Errors
/// If there is no row below the headings, or a row has more cells than there are headings.
pub(super) fn read(
    source: &Source,
    grids: &[(Grid, ColumnIndexes)],
    mapping: &Mapping,
) -> Result<Vec<VendorDocument>, Diagnostic> {
    let mut pages: Vec<(Option<String>, VendorDocument)> = Vec::new();
    for (grid, columns) in grids {
        let headings = match (&grid.name, grids.len()) {
            (Some(name), 2..) => vec![name.clone()],
            _ => Vec::new(),
        };
        let mut few = Vec::new();
        for row in grid.rows.iter().filter(|it| it.number > columns.number) {
            if row.cells.iter().all(|(_, cell)| cell.text.trim().is_empty() && cell.remarks.is_empty()) {
                continue;
            }
            if columns.is_heading_row(row) {
                continue;
            }
            if row.line.is_some() {
                if row.fields > columns.fields {
                    return Err(too_wide(source, row, columns.fields));
                }
                if row.fields < columns.width {
                    few.push(row.place());
                }
            }
            let reader = TableRowReader { row, columns, mapping, headings: &headings };
            let vendor = reader.text_at(columns.vendor).map(str::to_owned);
            let at = pages.iter().position(|(known, _)| *known == vendor).unwrap_or_else(|| {
                let mut page = VendorDocument::new(source);
                page.title.clone_from(&vendor);
                page.publisher = columns.question.is_some().then_some(Publisher::Vendor);
                pages.push((vendor, page));
                pages.len() - 1
            });
            reader.extract(&mut pages[at].1);
        }
        if let Some((_, page)) = pages.first_mut().filter(|_| !few.is_empty()) {
            let few = few.join(", ");
            page.remarks.push(format!("fewer cells than headings: {few}: check whether a line break needs quotes"));
        }
    }
    let Some((_, first)) = pages.first_mut() else {
        return Err(no_rows(source));
    };
    for (grid, columns) in grids {
        let of =
            grid.name.as_ref().filter(|_| grids.len() > 1).map_or_else(String::new, |it| format!("sheet `{it}`: "));
        let all = grid.remarks.iter().chain(&columns.remarks);
        first.remarks.extend(all.map(|it| format!("{of}{it}")));
    }
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

struct TableRowReader<'a> {
    row: &'a GridRow,
    columns: &'a ColumnIndexes,
    mapping: &'a Mapping,
    /// The name of the sheet, if there are several.
    headings: &'a [String],
}

impl<'a> TableRowReader<'a> {
    /// The cell of a column; `None` if it is empty.
    fn cell_at(&self, column: Option<usize>) -> Option<&'a GridCell> {
        self.row.cell(column?)
    }

    /// The text of a column; `None` if it is empty.
    fn text_at(&self, column: Option<usize>) -> Option<&'a str> {
        let cell = self.cell_at(column)?.text.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn extract(&self, page: &mut VendorDocument) {
        let columns = self.columns;
        let question = self.text_at(columns.question);
        let said = self.text_at(columns.statement).or(question);
        let own = &self.mapping.no_answer;
        let Some(said) = said.filter(|it| !is_error(it)) else {
            return self.open(page, self.row.words(), "a row without a statement");
        };
        if question.is_none() && is_placeholder(said, own) {
            return self.open(page, self.join_cells(said), "no statement, only a placeholder");
        }
        let answer = self.text_at(columns.answer);
        let (words, answered) = match question {
            None => (said.to_owned(), None),
            Some(_) => match ParsedAnswer::of(answer.unwrap_or_default(), own) {
                ParsedAnswer::NotAnAnswer(why) => return self.open(page, self.join_cells(said), why),
                ParsedAnswer::Answered(words, reply) => (format!("{said} {words}"), Some((words, reply))),
            },
        };
        let exact = match answer.filter(|_| question.is_some()) {
            Some(answer) => format!("{said} {answer}"),
            None => said.to_owned(),
        };
        let asked = question.and_then(|question| {
            let question = fold(question);
            self.mapping.question.iter().find(|it| question.contains(&fold(&it.contains)))
        });
        let yes = asked.and_then(|it| it.yes);
        let mut open = Vec::new();
        let date = self.date(&mut open);
        let stance = match self.text_at(columns.stance) {
            Some(word) => {
                let read = ClaimStance::parse(word);
                if read.is_none() {
                    open.push(format!("`{word}` is not a stance: use affirms, denies or qualifies"));
                }
                read
            }
            None => yes.zip(answered.as_ref()).and_then(|(yes, (words, reply))| {
                let note = self.text_at(columns.note).filter(|it| is_retracted_by_note(*reply, it));
                let turned = asked.and_then(|it| find_inversion(said, &it.contains));
                let why = why_no_stance(words, *reply).or_else(|| reason_to_ask(note, turned));
                let is_plain = why.is_none();
                open.extend(why);
                stance(yes, *reply).filter(|_| is_plain)
            }),
        };
        let (cites, rest) = self.evidence();
        if !rest.is_empty() {
            open.push(format!("the evidence `{rest}` is not a web address"));
        }
        open.extend(self.remarks());
        let topic = self.text_at(columns.topic).or(asked.map(|it| it.topic.as_str()));
        let note = self.text_at(columns.note).filter(|it| !is_error(it));
        let statement = DocumentStatement {
            says: words.split_whitespace().collect::<Vec<_>>().join(" "),
            topic: topic.map(str::to_owned),
            stance,
            cites,
            service: self.text_at(columns.service).map(str::to_owned),
            date,
            note: note.map(str::to_owned),
            answer: answered.map(|(words, _)| words),
            ..DocumentStatement::default()
        };
        self.push(page, exact.clone(), ItemContent::Statement(Box::new(statement)));
        for why in open {
            self.push(page, exact.clone(), ItemContent::Unresolved(why));
        }
    }

    /// Lists a row of which no record is made, with all its words; its addresses become sources of the document.
    fn open(&self, page: &mut VendorDocument, exact: String, why: &str) {
        self.push(page, exact.clone(), ItemContent::Unresolved(why.to_owned()));
        for why in self.remarks() {
            self.push(page, exact.clone(), ItemContent::Unresolved(why));
        }
        let (cites, rest) = self.evidence();
        if !rest.is_empty() && !is_placeholder(&rest, &self.mapping.no_answer) {
            let why = format!("the evidence `{rest}` is not a web address");
            self.push(page, exact.clone(), ItemContent::Unresolved(why));
        }
        for cited in cites {
            self.push(page, cited.url.clone(), ItemContent::Address(cited.url));
        }
    }

    /// The words of a row without an answer: the question, what is in place of the answer, and the note.
    fn join_cells(&self, said: &str) -> String {
        let columns = self.columns;
        let answer = self.text_at(columns.answer).filter(|it| columns.question.is_some() && !is_error(it));
        let note = self.text_at(columns.note).filter(|it| !is_error(it));
        let parts = [Some(said), answer, note];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The remarks on the cells that are read.
    fn remarks(&self) -> Vec<String> {
        let columns = self.columns.indexes().into_iter().filter_map(|it| self.cell_at(Some(it)));
        columns.flat_map(|it| it.remarks.iter().cloned()).collect()
    }

    fn date(&self, open: &mut Vec<String>) -> Option<Date> {
        let cell = self.cell_at(self.columns.date)?;
        let day = cell.text.trim();
        if cell.day.is_some() || day.is_empty() {
            return cell.day;
        }
        let read = Date::from_str(day).ok().filter(|_| day.len() == 10);
        if read.is_none() {
            open.push(format!("`{day}` is not a day of the calendar like 2026-11-23"));
        }
        read
    }

    /// The web addresses of the evidence and of links in the row, and the rest of the evidence.
    fn evidence(&self) -> (Vec<CitedSource>, String) {
        let columns = self.columns;
        let mut cited: IndexMap<String, Option<String>> = IndexMap::new();
        let mut add = |url: &str, label: Option<String>| {
            if is_web(url) {
                cited.entry(url.to_owned()).or_insert(label);
            }
        };
        let mut rest = Vec::new();
        if let Some(cell) = self.cell_at(columns.evidence) {
            let words = cell.text.trim();
            addresses(words).into_iter().for_each(|it| add(&words[it], None));
            let bare = without_addresses(words);
            let linked = cell.links.iter().any(|it| is_web(it));
            let label = (!bare.trim().is_empty() && !is_error(&bare)).then(|| bare.trim().to_owned());
            cell.links.iter().for_each(|it| add(it, label.clone()));
            if !linked {
                let parts = bare.split_whitespace().map(|it| it.trim_matches([';', ',', '|']));
                rest.extend(parts.filter(|it| it.chars().any(char::is_alphanumeric)).map(str::to_owned));
            }
        }
        for cell in [columns.statement, columns.question, columns.answer, columns.note].map(|it| self.cell_at(it)) {
            cell.into_iter().flat_map(|it| &it.links).for_each(|it| add(it, None));
        }
        let cited = cited.into_iter().map(|(url, label)| CitedSource { url, label });
        (cited.collect(), rest.join(" "))
    }

    fn push(&self, page: &mut VendorDocument, exact: String, says: ItemContent) {
        let name = self.text_at(self.columns.row);
        page.items.push(DocumentItem {
            place: self.row.line.map_or(ItemLocation::Row, ItemLocation::Line),
            exact,
            headings: self.headings.to_vec(),
            row: Some(name.map_or_else(|| format!("row {}", self.row.number), str::to_owned)),
            lead: None,
            content: says,
        });
    }
}

/// The stance of a reply, where `yes` is the stance of a yes.
fn stance(yes: ClaimStance, reply: YesNoReply) -> Option<ClaimStance> {
    match (reply, yes) {
        (YesNoReply::Depends, _) => Some(ClaimStance::Qualifies),
        (YesNoReply::Yes, yes) => Some(yes),
        (YesNoReply::No, ClaimStance::Affirms) => Some(ClaimStance::Denies),
        (YesNoReply::No, ClaimStance::Denies) => Some(ClaimStance::Affirms),
        _ => None,
    }
}

/// Why a reply to a yes-no question gives no stance.
fn why_no_stance(words: &str, reply: YesNoReply) -> Option<String> {
    match reply {
        YesNoReply::Partly => {
            Some("a partial answer has no stance: decide which part affirms and which denies".to_owned())
        }
        YesNoReply::Unclear => {
            let first: Vec<&str> = words.split_whitespace().take(4).collect();
            Some(format!("`{} …` may be a yes or a no, or belong to the words after it: decide which", first.join(" ")))
        }
        _ => None,
    }
}

/// Why a plain yes or no gives no stance: the note beside it, or a word that inverts its question.
fn reason_to_ask(note: Option<&str>, turned: Option<&str>) -> Option<String> {
    if let Some(note) = note {
        let first: Vec<&str> = note.split_whitespace().take(4).collect();
        return Some(format!("`{} …` beside the answer may take it back: decide whether it does", first.join(" ")));
    }
    let turned = turned?;
    Some(format!("`{turned}` may invert the question, which the mapping does not check: decide whether it does"))
}

/// Error for a table of headings alone.
fn no_rows(source: &Source) -> Diagnostic {
    let message = format!("`{}` has no row below its headings", source.name);
    Diagnostic::new(Blame::Data, Code::NoProfile, message)
}
