//! The SPARQL of a plan on Oxigraph's evaluator, in a thread with a large stack and within limits.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use std::{panic, thread};

use oxigraph::model::{Term, Variable};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use spargebra::Query;

use crate::base::{Blame, BudgetExceeded, Code, Diagnostic, Stop, check_budget};
use crate::exec::digits::{check_digits, evaluation_failed};
use crate::exec::limits::Limits;
use crate::store::{Damaged, Dataset, SharedDataset};

/// Bytes of stack for the evaluator: it recurses over the algebra.
pub(super) const STACK: usize = 256 * 1024 * 1024;

/// The rows of a `SELECT`, with the variables of the query.
pub(super) struct Solutions {
    pub(super) variables: Vec<Variable>,
    pub(super) rows: Vec<Vec<Option<Term>>>,
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

/// Time between two checks of the budget while another thread works.
pub(super) const LOOK_UP: Duration = Duration::from_millis(10);

/// Runs `work` on a thread with a large stack and waits for it, at most as long as allowed. Its token ends it at the
/// next fact that it reads.
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
            // The caller handles damaged facts: it can read them again.
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

/// Checks whether work on another thread may go on.
///
/// # Errors
/// If its own limits, or the budget that it is part of, are used up.
pub(super) fn check_limits(time: Duration, begun: Instant, stop: &Stop) -> Result<(), BudgetExceeded> {
    if stop.is_wanted() {
        return Err(BudgetExceeded::Stopped);
    }
    if begun.elapsed() >= time {
        return Err(BudgetExceeded::Time(time));
    }
    check_budget()
}

pub(super) fn no_thread(error: &std::io::Error) -> Diagnostic {
    let message = format!("the evaluator cannot be started: {error}");
    Diagnostic::new(Blame::Io, Code::NoThread, message)
}

pub(super) fn evaluator_panicked() -> Diagnostic {
    Diagnostic::new(Blame::Bug, Code::Panic, "the evaluator crashed: this is a defect of the program")
}
