//! The worker: a process that answers one raw query over facts that it is given, and nothing else.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxsdatatypes::Date;
use serde::{Deserialize, Serialize};

use crate::base::{Blame, Code, Diagnostic, Stop};
use crate::exec::digits::evaluation_failed;
use crate::exec::raw::check::check_raw;
use crate::exec::raw::solve::solve;
use crate::exec::raw::undecided::UndecidedCounts;
use crate::exec::sparql::run_within;
use crate::store::{Dataset, Prefixes};

/// The request to the worker, before the query and the facts.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WorkerRequest {
    pub(super) query_bytes: usize,
    /// How many facts follow: fewer mean a broken pipe.
    pub(super) facts: usize,
    pub(super) memory: u64,
    /// Time for the answer; the caller measures it, too.
    pub(super) seconds: u64,
    /// The current day, as `2026-11-23`.
    pub(super) today: String,
    pub(super) prefixes: Prefixes,
}

/// The reply of the worker, before the results.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum WorkerReply {
    /// What follows, its length in bytes (a shorter reply was cut off), and what it leaves open.
    Solved { results: Results, length: usize, open: UndecidedCounts },
    /// A number has more digits than the evaluator computes with.
    TooManyDigits,
    /// The evaluation failed.
    Failed(String),
}

/// What follows a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Results {
    /// Solutions or a boolean, as SPARQL results in JSON.
    Solutions,
    /// Triples, as N-Triples.
    Triples,
}

/// The side of the worker: reads a request, a query and facts, writes the results.
///
/// # Errors
/// If reading or writing fails; everything else is in the reply.
pub fn solve_raw(input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: WorkerRequest = serde_json::from_str(&line)?;
    let mut query = vec![0; order.query_bytes];
    input.read_exact(&mut query)?;
    let query = String::from_utf8_lossy(&query).into_owned();
    let quads: Result<Vec<_>, _> = RdfParser::from_format(RdfFormat::NQuads).for_reader(input).collect();
    let quads = quads?;
    if quads.len() != order.facts {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let dataset = Arc::new(Dataset::of_quads(&quads));
    let today = Date::from_str(&order.today).map_err(|_| ErrorKind::InvalidData)?;
    limit(&order);
    let solved = run_within(Duration::from_secs(order.seconds.saturating_add(1)), &Stop::default(), move |_| {
        let query = check_raw(&query, &order.prefixes)?;
        solve(&query, &dataset, today, serialize)
    });
    let (reply, bytes) = match solved {
        Ok(((results, bytes), open)) => (WorkerReply::Solved { results, length: bytes.len(), open }, bytes),
        Err(fault) if fault.code == Code::TooManyDigits => (WorkerReply::TooManyDigits, Vec::new()),
        Err(fault) => (WorkerReply::Failed(fault.message), Vec::new()),
    };
    serde_json::to_writer(&mut output, &reply)?;
    output.write_all(b"\n")?;
    output.write_all(&bytes)?;
    output.flush()
}

fn serialize(results: QueryResults<'_>) -> Result<(Results, Vec<u8>), Diagnostic> {
    let write = |error: std::io::Error| {
        Diagnostic::new(Blame::Io, Code::Worker, format!("the worker process cannot write its answer: {error}"))
    };
    let mut bytes = Vec::new();
    let json = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
    match results {
        QueryResults::Boolean(yes) => {
            json.serialize_boolean_to_writer(&mut bytes, yes).map_err(write)?;
            Ok((Results::Solutions, bytes))
        }
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut writer = json.serialize_solutions_to_writer(&mut bytes, variables).map_err(write)?;
            for solution in solutions {
                let solution = solution.map_err(|error| evaluation_failed(&error))?;
                writer.serialize(&solution).map_err(write)?;
            }
            writer.finish().map_err(write)?;
            Ok((Results::Solutions, bytes))
        }
        QueryResults::Graph(triples) => {
            let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(bytes);
            for triple in triples {
                let triple = triple.map_err(|error| evaluation_failed(&error))?;
                writer.serialize_triple(&triple).map_err(write)?;
            }
            let bytes = writer.finish().map_err(write)?;
            Ok((Results::Triples, bytes))
        }
    }
}

/// Limits memory and processor time, and ends with the parent process: nothing is left behind if that is killed.
#[cfg(target_os = "linux")]
fn limit(order: &WorkerRequest) {
    use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = pages.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or_default();
    let memory = pages * 4096 + order.memory + 512 * 1024 * 1024;
    let limits = [(Resource::As, memory), (Resource::Cpu, order.seconds.saturating_add(2))];
    for (resource, limit) in limits {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        // Without such limits, the parent still measures the time.
        let _ = setrlimit(resource, limit);
    }
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
}

#[cfg(not(target_os = "linux"))]
fn limit(_: &WorkerRequest) {}
