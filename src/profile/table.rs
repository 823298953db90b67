//! Rows of a table → what they say, by a mapping: one document for each vendor that the rows are about.

use std::str::FromStr as _;

use oxsdatatypes::Date;

use crate::base::{Blame, Diagnostic, Source, fold, is_web};
use crate::profile::mapping::{Columns, Headings, Mapping};
use crate::profile::page::{Cited, Item, Page, Place, Publisher, Says, Statement};
use crate::profile::record::Stance;

/// A table as it lies in a file: cells as text.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its number in the table, from 1; the headings are the first.
    pub(super) number: usize,
    /// The line of the file that it begins in, where it is text.
    pub(super) line: Option<usize>,
    pub(super) cells: Vec<String>,
}

/// What answers nothing.
const NO_ANSWER: [&str; 9] = ["", "-", "–", "?", "n/a", "na", "unknown", "tbd", "not answered"];

/// Reads the rows.
///
/// # Errors
/// When a column that has to be there is not.
pub(super) fn read(source: &Source, sheet: &Sheet, mapping: &Mapping) -> Result<Vec<Page>, Diagnostic> {
    let columns = Found::of(source, sheet, &mapping.columns)?;
    let mut pages: Vec<(Option<String>, Page)> = Vec::new();
    for row in &sheet.rows {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let reader = Reader { row, columns: &columns, mapping };
        let vendor = reader.cell(columns.vendor).map(str::to_owned);
        let at = pages.iter().position(|(known, _)| *known == vendor).unwrap_or_else(|| {
            let mut page = Page::new(source);
            page.title.clone_from(&vendor);
            page.publisher = columns.question.is_some().then_some(Publisher::Vendor);
            pages.push((vendor, page));
            pages.len() - 1
        });
        reader.say(&mut pages[at].1);
    }
    if pages.is_empty() {
        return Err(no_rows(source));
    }
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

/// The columns of a table by what they say.
struct Found {
    statement: Option<usize>,
    question: Option<usize>,
    answer: Option<usize>,
    evidence: Option<usize>,
    note: Option<usize>,
    topic: Option<usize>,
    stance: Option<usize>,
    vendor: Option<usize>,
    service: Option<usize>,
    date: Option<usize>,
    row: Option<usize>,
}

impl Found {
    fn of(source: &Source, sheet: &Sheet, columns: &Columns) -> Result<Self, Diagnostic> {
        let column = |named: &Option<Headings>| {
            let names = named.as_ref().map_or(&[][..], Headings::all);
            let mut places =
                names.iter().map(|name| sheet.headings.iter().position(|heading| fold(heading.trim()) == fold(name)));
            places.find_map(|it| it)
        };
        let needed = |named: &Option<Headings>| match named {
            Some(names) if column(named).is_none() => Err(no_column(source, sheet, names.all())),
            _ => Ok(column(named)),
        };
        Ok(Self {
            statement: needed(&columns.statement)?,
            question: needed(&columns.question)?,
            answer: needed(&columns.answer)?,
            evidence: column(&columns.evidence),
            note: column(&columns.note),
            topic: column(&columns.topic),
            stance: column(&columns.stance),
            vendor: column(&columns.vendor),
            service: column(&columns.service),
            date: column(&columns.date),
            row: column(&columns.row),
        })
    }
}

struct Reader<'a> {
    row: &'a Row,
    columns: &'a Found,
    mapping: &'a Mapping,
}

impl<'a> Reader<'a> {
    /// What stands in a column; none where it is empty.
    fn cell(&self, column: Option<usize>) -> Option<&'a str> {
        let cell = self.row.cells.get(column?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn say(&self, page: &mut Page) {
        let columns = self.columns;
        let question = self.cell(columns.question);
        let said = self.cell(columns.statement).or(question);
        let Some(said) = said else {
            return self.push(page, self.row.cells.join(" · "), Says::Open("a row without a statement".to_owned()));
        };
        let answer = self.cell(columns.answer);
        if question.is_some() && NO_ANSWER.contains(&fold(answer.unwrap_or_default()).as_str()) {
            let why = "no answer, which is neither a yes nor a no";
            return self.push(page, said.to_owned(), Says::Open(why.to_owned()));
        }
        let words = match answer.filter(|_| question.is_some()) {
            Some(answer) => format!("{said} {answer}"),
            None => said.to_owned(),
        };
        let asked = question.and_then(|question| {
            let question = fold(question);
            self.mapping.question.iter().find(|it| question.contains(&fold(&it.contains)))
        });
        let yes = asked.and_then(|it| it.yes);
        let mut open = Vec::new();
        let date = self.cell(columns.date).and_then(|day| {
            let read = Date::from_str(day).ok().filter(|_| day.len() == 10);
            if read.is_none() {
                open.push(format!("`{day}` is no day of the calendar like 2026-11-23"));
            }
            read
        });
        let stance = match self.cell(columns.stance) {
            Some(word) => {
                let read = Stance::typed(word);
                if read.is_none() {
                    open.push(format!("`{word}` is no stance: affirms, denies or qualifies"));
                }
                read
            }
            None => yes.zip(answer).and_then(|(yes, answer)| {
                if is_partial(answer) {
                    open.push(
                        "a partial answer is no stance: a person says which part affirms, and which denies".to_owned(),
                    );
                }
                answered(yes, answer)
            }),
        };
        let (cites, rest) = self.evidence();
        if !rest.is_empty() {
            open.push(format!("the evidence `{rest}` is no address of the web"));
        }
        let topic = self.cell(columns.topic).or(asked.map(|it| it.topic.as_str()));
        let statement = Statement {
            says: words.split_whitespace().collect::<Vec<_>>().join(" "),
            topic: topic.map(str::to_owned),
            stance,
            cites,
            service: self.cell(columns.service).map(str::to_owned),
            date,
            note: self.cell(columns.note).map(str::to_owned),
            ..Statement::default()
        };
        self.push(page, words.clone(), Says::Statement(statement));
        for why in open {
            self.push(page, words.clone(), Says::Open(why));
        }
    }

    /// The addresses of the evidence, and what of it is none.
    fn evidence(&self) -> (Vec<Cited>, String) {
        let cell = self.cell(self.columns.evidence).unwrap_or_default();
        let parts = cell.split_whitespace().map(|it| it.trim_matches([';', ',']));
        let (web, rest): (Vec<&str>, Vec<&str>) = parts.filter(|it| !it.is_empty()).partition(|it| is_web(it));
        let cited = web.into_iter().map(|url| Cited { url: url.to_owned(), label: None });
        (cited.collect(), rest.join(" "))
    }

    fn push(&self, page: &mut Page, exact: String, says: Says) {
        let name = self.cell(self.columns.row);
        page.items.push(Item {
            place: self.row.line.map_or(Place::Row, Place::Line),
            exact,
            headings: Vec::new(),
            row: Some(name.map_or_else(|| format!("row {}", self.row.number), str::to_owned)),
            says,
        });
    }
}

/// The first word of an answer.
fn first_word(answer: &str) -> String {
    let folded = fold(answer);
    folded.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

fn is_partial(answer: &str) -> bool {
    ["partly", "partially", "partial"].contains(&first_word(answer).as_str())
}

/// What an answer says to the topic, if a yes says so.
fn answered(yes: Stance, answer: &str) -> Option<Stance> {
    match (first_word(answer).as_str(), yes) {
        ("depends", _) => Some(Stance::Qualifies),
        ("yes", yes) => Some(yes),
        ("no", Stance::Affirms) => Some(Stance::Denies),
        ("no", Stance::Denies) => Some(Stance::Affirms),
        _ => None,
    }
}

/// a table whose columns are called otherwise
fn no_column(source: &Source, sheet: &Sheet, wanted: &[String]) -> Diagnostic {
    let message = format!("`{}` has no column `{}`", source.name, wanted.join("`, `"));
    let there: Vec<&str> = sheet.headings.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    Diagnostic::new(Blame::Data, "no-column", message)
        .help(format!("its columns are `{}`", there.join("`, `")))
        .help("write a mapping that names them, and give it with --mapping FILE: docs/import.md shows one")
}

/// a table of headings alone
fn no_rows(source: &Source) -> Diagnostic {
    let message = format!("`{}` has no row below its headings", source.name);
    Diagnostic::new(Blame::Data, "no-profile", message)
}
