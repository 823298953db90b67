//! `audit --list` and `audit --dry-run`: the checks and suites, as tables.

use std::collections::BTreeSet;

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::output::Output;
use crate::audit::{CheckSelection, Scripts};
use crate::base::Faults;
use crate::exec::{Heading, Table, TableCell, TableRow};
use crate::lang::{Check, StatementKind};
use crate::question::sentence;
use crate::session::Session;

/// Shows the selected checks, and the suites.
pub(super) fn list(
    scripts: &Scripts,
    choice: &CheckSelection,
    chosen: &BTreeSet<String>,
    session: &Session,
    output: Output,
) -> CommandResult {
    check_no_faults(scripts)?;
    let checks = scripts.checks().filter(|it| chosen.contains(&it.it.id.text));
    let rows = checks.map(|placed| {
        let check = placed.it;
        let source = &scripts.read[placed.script].source;
        let (line, _) = source.line_column(check.id.span.start);
        let tags: Vec<&str> = check.tags.iter().map(|it| it.text.as_str()).collect();
        vec![
            check.id.text.clone(),
            check.severity().to_owned(),
            check.title().to_owned(),
            tags.join(", "),
            format!("{}:{line}", source.name),
        ]
    });
    let checks = table(&["check", "severity", "title", "tags", "place"], rows);
    let suites = choice.suites_of(scripts, chosen).into_iter();
    let rows = suites.flat_map(|suite| {
        let sections = suite.sections.into_iter();
        let rows = sections
            .map(move |section| vec![suite.id.clone(), section.id, section.title, section.checks.len().to_string()]);
        rows.collect::<Vec<_>>()
    });
    let suites = table(&["suite", "section", "title", "checks"], rows);
    let tables = [("Checks", &checks), ("Suites", &suites)];
    output.tables(&tables, session).map_err(Faults::from)?;
    Ok(ANSWERED)
}

/// Shows what the selected checks would ask, with parameters bound, as canonical sentences.
pub(super) fn dry_run(
    scripts: &Scripts,
    chosen: &BTreeSet<String>,
    session: &Session,
    output: Output,
) -> CommandResult {
    check_no_faults(scripts)?;
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    for script in 0..scripts.read.len() {
        let mut session = session.clone();
        for (at, statement) in scripts.statements_with_includes(script) {
            let source = &scripts.read[at].source;
            match &statement.kind {
                StatementKind::Check(check) if at == script => match session.read_check(statement, source) {
                    Ok((bound, asked)) if chosen.contains(&check.id.text) => {
                        let (lexicon, dataset) = (session.lexicon(), session.dataset());
                        let question = sentence(&asked.asked, lexicon, dataset);
                        rows.push(would_ask(&bound, question));
                    }
                    Ok(_) => {}
                    Err(found) => faults.extend(found),
                },
                StatementKind::Check(_) => {}
                _ => {
                    if let Err(found) = session.apply_statement(statement, source) {
                        faults.extend(found);
                        break;
                    }
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let checks = table(&["check", "expects", "asks"], rows.into_iter());
    output.tables(&[("Checks", &checks)], session).map_err(Faults::from)?;
    Ok(ANSWERED)
}

fn would_ask(check: &Check, question: String) -> Vec<String> {
    vec![check.id.text.clone(), check.expect.to_string(), question]
}

/// Fails with the faults of all scripts, if there are any.
fn check_no_faults(scripts: &Scripts) -> Result<(), crate::base::Faults> {
    let faults: Vec<_> = scripts.read.iter().flat_map(|it| it.faults.clone()).collect();
    Faults::none_in(faults)
}

fn table(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Table {
    let rows = rows.map(|cells| TableRow { cells: cells.into_iter().map(TableCell::of_text).collect() });
    let rows: Vec<TableRow> = rows.collect();
    Table {
        // Ids are never truncated, like the names of things.
        headings: headings
            .iter()
            .enumerate()
            .map(|(at, it)| Heading { text: (*it).to_owned(), iri: at == 0 })
            .collect(),
        things: rows.len(),
        rows,
        noun: "checks".to_owned(),
        singular: "check".to_owned(),
        subjects: None,
        answers: Vec::new(),
    }
}
