//! Plans run as SPARQL on Oxigraph's evaluator over the dataset in memory, on a thread with a large
//! stack, within a time limit. An answer that is cut off is no answer.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use spargebra::Query;

use crate::base::{Blame, Diagnostic, Spent, Stop, check_budget};
use crate::exec::answer::{Answer, Body, Engine, Heading, Truth};
use crate::exec::native::{SetMemo, rows};
use crate::exec::tables::{description, groups, heading, table};
use crate::plan::{AnswerShape, Concept, Measure, Plan, select};
use crate::store::{Damaged, Dataset, Id, SharedDataset};
use crate::words::{AdjectiveId, KindId, Lexicon, Meaning, Number, Step};

/// Bytes of stack for the evaluator: it recurses over the algebra.
const STACK: usize = 256 * 1024 * 1024;

/// What a question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for one question.
    pub time: Duration,
}

/// On whose behalf plans are evaluated: one question about one graph, with all that it leaves out and teaches.
#[derive(Clone, Default)]
pub struct Inquiry {
    /// What ends it from outside.
    pub stop: Stop,
    pub(super) found: SetMemo,
}

impl Inquiry {
    /// The same question asked of another graph.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { stop: self.stop.clone(), ..Self::default() }
    }
}

/// Answers a plan.
///
/// # Errors
/// When the time is over or the evaluation fails: no part of an answer is given out.
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
        // What the records add up to is decided by `Session::compared`; this is what it is decided from.
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

/// The rows of an answer, found by the plan's SPARQL: slower, and the measure of what [`crate::exec::rows`] finds.
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
    // A group has no one thing that its row is of.
    let of_things = !matches!(plan.shape, AnswerShape::Groups { .. });
    let variables: Vec<Variable> =
        Some(&selection.subject).filter(|_| of_things).into_iter().chain(&selection.columns).cloned().collect();
    Ok(solutions.rows(&variables))
}

/// The rows of a `SELECT`, with the variables of the query.
pub(super) struct Solutions {
    variables: Vec<Variable>,
    rows: Vec<Vec<Option<Term>>>,
}

impl Solutions {
    /// The terms of these variables, row by row.
    pub(super) fn rows(self, variables: &[Variable]) -> Vec<Vec<Option<Term>>> {
        let places: Vec<Option<usize>> =
            variables.iter().map(|wanted| self.variables.iter().position(|known| known == wanted)).collect();
        let pick = |row: Vec<Option<Term>>| {
            let cells = places.iter().map(|place| row.get((*place)?).cloned().flatten());
            cells.collect()
        };
        self.rows.into_iter().map(pick).collect()
    }
}

pub(super) fn solve(
    query: &Query,
    dataset: &Arc<Dataset>,
    limits: Limits,
    stop: &Stop,
) -> Result<Solutions, Diagnostic> {
    let query = query.clone();
    let facts = Arc::clone(dataset);
    let dataset = SharedDataset(Arc::clone(dataset));
    run_within(limits.time, stop, move |token| {
        let prepared = SparqlEvaluator::new().with_cancellation_token(token).for_query(query);
        let results = prepared.on_queryable_dataset(dataset).execute();
        let QueryResults::Solutions(solutions) = results.map_err(|error| evaluation_failed(&error))? else {
            unreachable!("every question becomes a SELECT");
        };
        let variables = solutions.variables().to_vec();
        let mut rows = Vec::new();
        for solution in solutions {
            let solution = solution.map_err(|error| evaluation_failed(&error))?;
            rows.push(solution.values().to_vec());
        }
        check_digits(Solutions { variables, rows }, &facts)
    })
}

/// Time between two looks at the budget while another thread works.
const LOOK_UP: Duration = Duration::from_millis(10);

/// Runs `work` on a thread with a large stack and waits for it, at most as long as allowed. What it is given ends it as
/// soon as it looks at the next fact.
pub(super) fn run_within<T: Send + 'static>(
    time: Duration,
    stop: &Stop,
    work: impl FnOnce(CancellationToken) -> Result<T, Diagnostic> + Send + 'static,
) -> Result<T, Diagnostic> {
    let (sender, receiver) = mpsc::channel();
    let token = CancellationToken::new();
    let end = token.clone();
    let run = move || {
        let result = panic::catch_unwind(AssertUnwindSafe(|| work(token)));
        // Nobody waits any more when the time is over.
        let _ = sender.send(result);
    };
    thread::Builder::new().stack_size(STACK).spawn(run).map_err(|error| no_thread(&error))?;
    let begun = Instant::now();
    loop {
        match receiver.recv_timeout(LOOK_UP) {
            Ok(Ok(result)) => break result,
            // Damaged facts are for whoever can read them again.
            Ok(Err(thrown)) if thrown.is::<Damaged>() => panic::resume_unwind(thrown),
            Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => break Err(evaluator_panicked()),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Err(spent) = check_limits(time, begun, stop) {
                    end.cancel();
                    break Err(spent.into());
                }
            }
        }
    }
}

/// Whether work that another thread does may go on.
///
/// # Errors
/// When it may not, by its own limits or by the budget of all that it is part of.
pub(super) fn check_limits(time: Duration, begun: Instant, stop: &Stop) -> Result<(), Spent> {
    if stop.is_wanted() {
        return Err(Spent::Stopped);
    }
    if begun.elapsed() >= time {
        return Err(Spent::Time(time));
    }
    check_budget()
}

fn number(rows: &[Vec<Option<Term>>]) -> u64 {
    match rows.first().and_then(|row| row.first()) {
        Some(Some(Term::Literal(number))) => number.value().parse().unwrap_or_default(),
        _ => 0,
    }
}

fn noun(lexicon: &Lexicon, kind: KindId, count: u64) -> String {
    let number = if count == 1 { Number::Singular } else { Number::Plural };
    lexicon.kind_word(kind, number).to_owned()
}

/// How many things of its kind a question looked at: what was left out is not looked at.
fn count_examined(plan: &Plan, lexicon: &Lexicon, dataset: &Dataset) -> u64 {
    let left_out = plan.left_out.iter().filter(|it| it.subject);
    let left_out: Vec<AdjectiveId> = left_out.flat_map(|it| &it.adjectives).copied().collect();
    let by_facts = |id: &AdjectiveId| match &lexicon.adjective(*id).meaning {
        Meaning::Value { path, .. } => path.0.iter().all(|step| matches!(step, Step::Forward(_))),
        _ => true,
    };
    if left_out.iter().all(by_facts) {
        return lexicon.count_without(dataset, plan.kind, &left_out) as u64;
    }
    // What hangs on the day is found by an analysis.
    let things = lexicon.things(dataset, plan.kind);
    let gone: BTreeSet<Id> = left_out.iter().flat_map(|id| lexicon.things_that_are(dataset, *id)).collect();
    things.iter().filter(|it| !gone.contains(it)).count() as u64
}

// -------------------------------------------------------------------------------- notes

/// What ordinary speech left out, in words, with how many things that changed the answer by.
fn default_filter_notes(
    plan: &Plan,
    body: &Body,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Vec<String>, Diagnostic> {
    let mut notes = Vec::new();
    let found = match body {
        Body::Table(table) => Some(table.things as u64),
        Body::Count { count, .. } => Some(*count),
        Body::YesNo { count, .. } => *count,
        _ => None,
    };
    let count = |set: &Concept| count_of(set, plan, lexicon, dataset, limits, inquiry);
    let but = |one: &Concept, other: &Concept| Concept::all(vec![one.clone(), Concept::negate(other.clone())]);
    for left_out in &plan.left_out {
        let words = |id: &AdjectiveId| lexicon.adjective(*id).word.clone().unwrap_or_default();
        let plural = lexicon.kind_word(left_out.kind, Number::Plural);
        if let (Some(with_left_out), Some(_)) = (&plan.with_left_out, found)
            && left_out.subject
        {
            // How many of each would be in the answer, each counted once.
            let mut rest = but(with_left_out, &plan.set);
            let mut told = Vec::new();
            for (adjective, meaning) in left_out.adjectives.iter().zip(&left_out.meanings) {
                let these = Concept::all(vec![rest.clone(), meaning.clone()]);
                match count(&these)? {
                    0 => {}
                    1 => told.push((1, format!("1 {}", words(adjective)))),
                    number => told.push((number, format!("{number} {}", words(adjective)))),
                }
                rest = but(&rest, meaning);
            }
            if let Some((last, _)) = told.last() {
                let number = if *last == 1 && told.len() == 1 { Number::Singular } else { Number::Plural };
                let kind = lexicon.kind_word(left_out.kind, number);
                let told: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
                let them = if number == Number::Singular { "it" } else { "them" };
                notes
                    .push(format!("left out: {} {kind} (`all {plural}` brings {them} back)", join_words(&told, "and")));
            }
            continue;
        }
        // Elsewhere in the question it is told only where the answer would be another one with them.
        let changes = match &plan.whole {
            Some(whole) if !shows_more(&plan.shape) => {
                count(&but(whole, &plan.set))? + count(&but(&plan.set, whole))? > 0
            }
            // What groups and columns count may be another with them, if there are any.
            _ => {
                let things = lexicon.things(dataset, left_out.kind);
                let is_one = |id: &AdjectiveId| {
                    lexicon.things_that_are(dataset, *id).iter().any(|it| things.binary_search(it).is_ok())
                };
                left_out.adjectives.iter().any(is_one)
            }
        };
        if changes {
            let adjectives: Vec<String> = left_out.adjectives.iter().map(words).collect();
            let adjectives = join_words(&adjectives, "or");
            notes.push(format!(
                "left out: {plural} that are {adjectives}; with them the answer would be another (`all {plural}` counts them)"
            ));
        }
    }
    Ok(notes)
}

/// True where what is shown hangs on more than the set: what groups and columns count.
fn shows_more(shape: &AnswerShape) -> bool {
    match shape {
        AnswerShape::Groups { .. } => true,
        AnswerShape::Rows { columns, order, .. } => {
            let shown = columns.iter().chain(order.keys.iter().map(|(key, _)| key));
            shown.into_iter().any(|column| !matches!(column.measure, Measure::Value { .. }))
        }
        _ => false,
    }
}

/// `superseded, retracted or draft`
fn join_words(words: &[String], joint: &str) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} {joint} {last}", before.join(", ")),
        words => words.concat(),
    }
}

/// How many things may be in the set; none where that is known.
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

/// Whether a number is within bounds that may be as large as another.
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

fn count_of(
    set: &crate::plan::Concept,
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<u64, Diagnostic> {
    let counting = Plan::of_set(AnswerShape::Count, plan.kind, set.clone());
    Ok(number(&rows(&counting, lexicon, dataset, limits, inquiry)?))
}

// ------------------------------------------------------------------------------- faults

pub(super) fn evaluation_failed(error: &oxigraph::sparql::QueryEvaluationError) -> Diagnostic {
    if matches!(error, oxigraph::sparql::QueryEvaluationError::Cancelled) {
        return Spent::Stopped.into();
    }
    let message = format!("the evaluation failed: {error}");
    Diagnostic::new(Blame::Undetermined, "evaluation-failed", message)
}

/// `show total weight of stones`, where one weighs more than any number that can be computed with
pub(super) fn too_many_digits() -> Diagnostic {
    let message = "this computes with a number of more digits than can be held: 18 decimals, about 10^20 at the most";
    Diagnostic::new(Blame::Undetermined, "too-many-digits", message)
        .help("questions compare numbers of any length; sums, and SPARQL, do not: leave such numbers out")
}

/// Gives what an evaluation found, unless it met a number that the evaluator cannot compute with: it would have left out
/// what depends on that.
pub(super) fn check_digits<T>(found: T, dataset: &Dataset) -> Result<T, Diagnostic> {
    if dataset.take_digit_overflow() { Err(too_many_digits()) } else { Ok(found) }
}

fn no_thread(error: &std::io::Error) -> Diagnostic {
    let message = format!("the evaluator cannot be started: {error}");
    Diagnostic::new(Blame::Io, "no-thread", message)
}

fn evaluator_panicked() -> Diagnostic {
    Diagnostic::new(Blame::Bug, "panic", "the evaluator broke off: this is a defect")
}
