//! The shipped checks: what they say of themselves, and how they end.

use std::fs;

use caveat::exec::Body;
use caveat::session::Session;

use crate::world::{ask, root};

/// A check of the shipped scripts.
pub(crate) struct Check {
    pub(crate) id: String,
    /// Definitions, then the question.
    text: String,
}

/// How a check ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Fail,
    Unknown,
}

pub(crate) fn checks() -> Vec<Check> {
    let mut found = Vec::new();
    for name in [
        "data-quality",
        "coverage",
        "evidence",
        "fine-print",
        "contradictions",
        "transfers",
    ] {
        let read = |name: &str| {
            let text = fs::read_to_string(root().join(format!("queries/{name}.cav"))).unwrap();
            let lines = text.lines().filter(|it| !it.starts_with("--"));
            lines.map(|it| format!("{it}\n")).collect::<String>()
        };
        let mut definitions = String::new();
        let text = format!("{}\n{}", read("definitions"), read(name));
        let text = text
            .replace("$stale-after", "180 days")
            .replace("$look-again-after", "90 days")
            .replace("$many-caveats", "2")
            .replace("$home", "EEA");
        for statement in text.split("\n\n") {
            let statement = statement.trim();
            if statement.starts_with("define") {
                definitions.push_str(&format!("{statement}\n\n"));
            } else if let Some(check) = statement.strip_prefix("check ") {
                let (id, rest) = check.split_once('\n').unwrap();
                let (_, rest) = rest.split_once("  expect ").unwrap();
                let (expect, question) = rest.split_once('\n').unwrap_or((rest, ""));
                let question = match expect.strip_prefix("each vendor has ") {
                    Some(what) => format!("which vendors do not have {what}"),
                    None => question.to_owned(),
                };
                found.push(Check {
                    id: id.to_owned(),
                    text: format!("{definitions}{question}"),
                });
            }
        }
    }
    found
}

/// How the check ends, and what it finds.
pub(crate) fn judge(session: &mut Session, check: &Check) -> (Outcome, Vec<String>) {
    let answers = ask(session, &check.text).unwrap_or_else(|it| panic!("{}: {it}", check.id));
    let answer = answers.last().unwrap();
    let Body::Table(table) = &answer.body else {
        panic!("{}", check.id)
    };
    let found: Vec<String> = table
        .rows
        .iter()
        .map(|row| row.cells[0].values[0].text.clone())
        .collect();
    let unsure =
        answer.unjudged != Some(0) && answer.examined.is_some() || answer.examined == Some(0);
    let outcome = match (found.is_empty(), unsure) {
        (false, _) => Outcome::Fail,
        (true, true) => Outcome::Unknown,
        (true, false) => Outcome::Pass,
    };
    (outcome, found)
}
