//! Plans run as SPARQL on Oxigraph's evaluator over the dataset in memory, on a thread with a large
//! stack, within a time limit. An answer that is cut off is no answer.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use spargebra::Query;

use crate::base::{Blame, Diagnostic};
use crate::exec::answer::{Answer, Body, Heading};
use crate::exec::native::{Found, rows};
use crate::exec::side_by_side::{SideBySide, legend, side_by_side, table_of};
use crate::exec::tables::{description, groups, heading, table};
use crate::plan::{Plan, Shape, select};
use crate::store::{Damaged, Dataset, Shared};
use crate::words::{AdjectiveId, KindId, Lexicon, Number};

/// Bytes of stack for the evaluator: it recurses over the algebra.
const STACK: usize = 256 * 1024 * 1024;

/// What a question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for one question.
    pub time: Duration,
}

/// What ends an evaluation from outside; shared with whoever waits for it.
#[derive(Clone, Default)]
pub struct Stop {
    token: CancellationToken,
}

impl Stop {
    /// Ends the evaluation as soon as it looks at the next fact.
    pub fn now(&self) {
        self.token.cancel();
    }

    /// True when the evaluation is to end.
    pub(crate) fn is_wanted(&self) -> bool {
        self.token.is_cancelled()
    }
}

/// On whose behalf plans are evaluated: one question about one graph, with all that it leaves out and teaches.
#[derive(Clone, Default)]
pub struct Inquiry {
    /// What ends it from outside.
    pub stop: Stop,
    pub(super) found: Found,
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
    let mut remark = None;
    let body = match &plan.shape {
        Shape::Things | Shape::Count => {
            let count = match plan.shape {
                Shape::Things => rows.len() as u64,
                _ => number(&rows),
            };
            let noun = noun(lexicon, plan.kind, count);
            Body::Count { noun, count }
        }
        Shape::Exists { min, max } => {
            let count = number(&rows);
            Body::YesNo { yes: count >= *min && max.is_none_or(|max| count <= max), count: Some(count) }
        }
        Shape::Holds => Body::YesNo { yes: number(&rows) > 0, count: None },
        Shape::Rows { columns, elements, .. } => {
            let mut headings: Vec<Heading> = columns.iter().map(heading).collect();
            if !elements {
                let noun = lexicon.kind_word(plan.kind, Number::Singular);
                headings.insert(0, Heading::of_things(noun));
            }
            Body::Table(table(rows, headings, plan, lexicon, dataset))
        }
        Shape::Groups { columns, .. } => {
            let headings = columns.iter().map(heading).collect();
            Body::Table(groups(rows, headings, lexicon, dataset))
        }
        Shape::SideBySide(beside) => {
            let answers = side_by_side(rows, beside, lexicon, dataset);
            remark = legend(&answers);
            Body::Table(table_of(beside, &answers, lexicon, dataset))
        }
        Shape::Describe(thing) => Body::Table(description(rows, thing, lexicon, dataset)),
    };
    let mut notes = left_out(plan, &body, lexicon, dataset, limits, inquiry)?;
    notes.extend(remark);
    Ok(Answer { body, notes, examined: Some(examined(plan, lexicon, dataset)), unjudged: Some(0) })
}

/// Compares: what is said of each thing on each topic; none for a plan that compares nothing.
///
/// # Errors
/// As [`evaluate`].
pub fn compare(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Arc<Dataset>,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Option<SideBySide>, Diagnostic> {
    let Shape::SideBySide(beside) = &plan.shape else {
        return Ok(None);
    };
    let rows = rows(plan, lexicon, dataset, limits, inquiry)?;
    Ok(Some(side_by_side(rows, beside, lexicon, dataset)))
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
    let of_things = !matches!(plan.shape, Shape::Groups { .. });
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
    let dataset = Shared(Arc::clone(dataset));
    let token = stop.token.clone();
    within(limits.time, stop, move || {
        let prepared = SparqlEvaluator::new().with_cancellation_token(token).for_query(query);
        let results = prepared.on_queryable_dataset(dataset).execute();
        let QueryResults::Solutions(solutions) = results.map_err(|error| failed(&error))? else {
            unreachable!("every question becomes a SELECT");
        };
        let variables = solutions.variables().to_vec();
        let mut rows = Vec::new();
        for solution in solutions {
            let solution = solution.map_err(|error| failed(&error))?;
            rows.push(solution.values().to_vec());
        }
        Ok(Solutions { variables, rows })
    })
}

/// Runs `work` on a thread with a large stack and waits for it, at most as long as allowed.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    stop: &Stop,
    work: impl FnOnce() -> Result<T, Diagnostic> + Send + 'static,
) -> Result<T, Diagnostic> {
    let (sender, receiver) = mpsc::channel();
    let run = move || {
        let result = panic::catch_unwind(AssertUnwindSafe(work));
        // Nobody waits any more when the time is over.
        let _ = sender.send(result);
    };
    thread::Builder::new().stack_size(STACK).spawn(run).map_err(|error| no_thread(&error))?;
    match receiver.recv_timeout(time) {
        Ok(Ok(result)) => result,
        // Damaged facts are for whoever can read them again.
        Ok(Err(thrown)) if thrown.is::<Damaged>() => panic::resume_unwind(thrown),
        Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(evaluator_panicked()),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            stop.now();
            Err(too_slow(time))
        }
    }
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
fn examined(plan: &Plan, lexicon: &Lexicon, dataset: &Dataset) -> u64 {
    let left_out = plan.left_out.iter().filter(|it| it.subject);
    let left_out: Vec<AdjectiveId> = left_out.flat_map(|it| &it.adjectives).copied().collect();
    lexicon.count_without(dataset, plan.kind, &left_out) as u64
}

// -------------------------------------------------------------------------------- notes

/// What ordinary speech left out, in words, with how many things that changed the answer by.
fn left_out(
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
    let limited = matches!(
        &plan.shape,
        Shape::Rows { order, .. } if order.first.is_some() || order.skip.is_some()
    );
    let grouped = matches!(plan.shape, Shape::Groups { .. });
    for left_out in &plan.left_out {
        let adjectives: Vec<&str> =
            left_out.adjectives.iter().filter_map(|id| lexicon.adjective(*id).word.as_deref()).collect();
        let adjectives = either(&adjectives);
        let plural = lexicon.kind_word(left_out.kind, Number::Plural);
        let note = match (&plan.with_left_out, found) {
            (Some(with_left_out), Some(found)) if left_out.subject => {
                let count = count_of(with_left_out, plan, lexicon, dataset, limits, inquiry)?;
                let found = if limited || grouped {
                    count_of(&plan.set, plan, lexicon, dataset, limits, inquiry)?
                } else {
                    found
                };
                match count.saturating_sub(found) {
                    0 => format!("left out: {adjectives} {plural}; none of them would be in this answer"),
                    1 => {
                        let singular = lexicon.kind_word(left_out.kind, Number::Singular);
                        format!("left out: 1 {adjectives} {singular} (`all {plural}` brings it back)")
                    }
                    count => format!("left out: {count} {adjectives} {plural} (`all {plural}` brings them back)"),
                }
            }
            _ => format!("left out: {adjectives} {plural} do not count here (`all {plural}` counts them)"),
        };
        notes.push(note);
    }
    Ok(notes)
}

/// `superseded, retracted or draft`
fn either(words: &[&str]) -> String {
    match words {
        [before @ .., next, last] => {
            format!("{} or {last}", [before, &[*next]].concat().join(", "))
        }
        words => words.concat(),
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
    let counting =
        Plan { shape: Shape::Count, kind: plan.kind, set: set.clone(), left_out: Vec::new(), with_left_out: None };
    Ok(number(&rows(&counting, lexicon, dataset, limits, inquiry)?))
}

// ------------------------------------------------------------------------------- faults

/// a question that takes longer than it may
pub(super) fn too_slow(time: Duration) -> Diagnostic {
    let message = format!("no answer within {} s", time.as_secs());
    Diagnostic::new(Blame::Undetermined, "too-slow", message)
        .help("nothing is known of the answer; ask for less, or raise the limit with --time SECONDS")
}

/// Ctrl-C
pub(super) fn stopped() -> Diagnostic {
    Diagnostic::new(Blame::Undetermined, "stopped", "the question was stopped").help("nothing is known of the answer")
}

pub(super) fn failed(error: &oxigraph::sparql::QueryEvaluationError) -> Diagnostic {
    if matches!(error, oxigraph::sparql::QueryEvaluationError::Cancelled) {
        return stopped();
    }
    let message = format!("the evaluation failed: {error}");
    Diagnostic::new(Blame::Undetermined, "evaluation-failed", message)
}

fn no_thread(error: &std::io::Error) -> Diagnostic {
    let message = format!("the evaluator cannot be started: {error}");
    Diagnostic::new(Blame::Io, "no-thread", message)
}

fn evaluator_panicked() -> Diagnostic {
    Diagnostic::new(Blame::Bug, "panic", "the evaluator broke off: this is a defect")
}
