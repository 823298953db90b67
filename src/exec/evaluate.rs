//! Answers plans with the native evaluator. Also runs SPARQL on Oxigraph's evaluator over the dataset in memory, on a
//! thread with a large stack, within a time limit. A truncated answer is an error.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::{Term, Variable};

use crate::base::{Diagnostic, Stop};
use crate::exec::answer::{Answer, Body, Engine};
use crate::exec::default_filter::default_filter_notes;
use crate::exec::limits::{Inquiry, Limits};
use crate::exec::native::rows;
use crate::exec::size::{count_of, number};
use crate::exec::sparql::solve;
use crate::exec::table::Heading;
use crate::exec::tables::{description, groups, heading, table};
use crate::exec::truth::Truth;
use crate::plan::{AnswerShape, Plan, select};
use crate::store::{Dataset, Id};
use crate::words::{AdjectiveId, KindId, Lexicon, Meaning, Number, Step};

/// Answers a plan.
///
/// # Errors
/// If a limit is exceeded or the evaluation fails: there are no partial answers.
pub fn evaluate(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Answer, Diagnostic> {
    let rows = rows(plan, lexicon, dataset, limits, inquiry)?;
    let body = match &plan.shape {
        AnswerShape::Things | AnswerShape::Count => {
            let count = match plan.shape {
                AnswerShape::Things => rows.len() as u64,
                _ => number(&rows),
            };
            let noun = noun(lexicon, plan.kind, count);
            Body::Count { noun, count }
        }
        AnswerShape::Exists { min, max } => {
            let count = number(&rows);
            let possible = number_of_possible(plan, lexicon, dataset, limits, inquiry)?;
            Body::YesNo { truth: truth_of((*min, *max), count, possible), count: Some(count) }
        }
        AnswerShape::Holds => {
            let holds = number(&rows);
            let possible = if holds > 0 { None } else { number_of_possible(plan, lexicon, dataset, limits, inquiry)? };
            Body::YesNo { truth: truth_of((1, None), holds, possible), count: None }
        }
        AnswerShape::Rows { columns, elements, .. } => {
            let mut headings: Vec<Heading> = columns.iter().map(heading).collect();
            if !elements {
                let noun = lexicon.kind_word(plan.kind, Number::Singular);
                headings.insert(0, Heading::of_things(noun));
            }
            Body::Table(table(rows, headings, plan, lexicon, dataset))
        }
        AnswerShape::Groups { keys, columns, .. } => {
            let headings = columns.iter().map(heading).collect();
            let noun = if keys.is_empty() { ("row", "rows") } else { ("group", "groups") };
            Body::Table(groups(rows, headings, noun, lexicon, dataset))
        }
        // `Session::compare` decides what the records add up to; this is what it decides from.
        AnswerShape::SideBySide(_) => {
            let noun = noun(lexicon, plan.kind, rows.len() as u64);
            Body::Count { noun, count: rows.len() as u64 }
        }
        AnswerShape::Describe(thing) => Body::Table(description(rows, thing, lexicon, dataset)),
    };
    let notes = default_filter_notes(plan, &body, lexicon, dataset, limits, inquiry)?;
    let examined = Some(count_examined(plan, lexicon, dataset));
    Ok(Answer { body, notes, examined, unjudged: Some(0), raw: None, evaluator: Engine::Native })
}

/// Computes the rows of an answer with the plan's SPARQL: slower, and the reference for [`crate::exec::rows`].
///
/// # Errors
/// As [`evaluate`].
pub fn rows_of_sparql(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    stop: &Stop,
) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
    let selection = select(plan, lexicon);
    let solutions = solve(&selection.query, dataset, limits, stop)?;
    // The row of a group belongs to no single thing.
    let of_things = !matches!(plan.shape, AnswerShape::Groups { .. });
    let variables: Vec<Variable> =
        Some(&selection.subject).filter(|_| of_things).into_iter().chain(&selection.columns).cloned().collect();
    Ok(solutions.rows(&variables))
}

fn noun(lexicon: &Lexicon, kind: KindId, count: u64) -> String {
    let number = Number::of(count);
    lexicon.kind_word(kind, number).to_owned()
}

/// How many things of its kind a question examined: those that the default filter excludes do not count.
fn count_examined(plan: &Plan, lexicon: &Lexicon, dataset: &Dataset) -> u64 {
    let left_out = plan.default_filters.iter().filter(|it| it.subject);
    let left_out: Vec<AdjectiveId> = left_out.flat_map(|it| &it.adjectives).copied().collect();
    let by_facts = |id: &AdjectiveId| match &lexicon.adjective(*id).meaning {
        Meaning::Value { path, .. } => path.0.iter().all(|step| matches!(step, Step::Forward(_))),
        _ => true,
    };
    if left_out.iter().all(by_facts) {
        return lexicon.count_without(dataset, plan.kind, &left_out) as u64;
    }
    // Adjectives that depend on the day are found by an analysis.
    let things = lexicon.things(dataset, plan.kind);
    let gone: BTreeSet<Id> = left_out.iter().flat_map(|id| lexicon.things_that_are(dataset, *id)).collect();
    things.iter().filter(|it| !gone.contains(it)).count() as u64
}

// -------------------------------------------------------------------------------- notes

/// How many things may be in the set; `None` if everything is known.
fn number_of_possible(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Option<u64>, Diagnostic> {
    let possible = plan.possible.as_ref();
    possible.map(|possible| count_of(&possible.set, plan, lexicon, dataset, limits, inquiry)).transpose()
}

/// Whether a number is within bounds, if it may be as large as `possible`.
fn truth_of((min, max): (u64, Option<u64>), certain: u64, possible: Option<u64>) -> Truth {
    let possible = possible.unwrap_or(certain);
    if certain >= min && max.is_none_or(|max| possible <= max) {
        Truth::Yes
    } else if possible < min || max.is_some_and(|max| certain > max) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

// ------------------------------------------------------------------------------- faults
