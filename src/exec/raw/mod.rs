//! Raw SPARQL, typed by people: checked before the parser sees it, then run in a process of its own with limits on time
//! and memory, because the evaluator cannot be stopped everywhere.

mod algebra;
mod basis;
mod check;
mod functions;
mod groups;
mod lexer;
mod missing;
mod names;
mod patterns;
mod rewrite;
mod shape;
mod solve;
mod syntax;
mod undecided;
mod worker;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxsdatatypes::Date;

use crate::base::{Blame, Code, Diagnostic, Stop};
use crate::exec::answer::{Answer, Body, Engine};
use crate::exec::digits::{evaluation_failed, too_many_digits};
use crate::exec::limits::Limits;
use crate::exec::raw::solve::solve;
use crate::exec::raw::undecided::UndecidedCounts;
use crate::exec::raw::worker::{Results, WorkerReply, WorkerRequest};
use crate::exec::sparql::{check_limits, run_within};
use crate::exec::table::{DisplayTerm, Heading, Table, TableCell, TableRow};
use crate::store::Dataset;
pub use basis::{RawBasis, UNDER};
pub use check::check_raw;
pub use names::{Unknown, UnknownKind};
pub use shape::Unfit;
pub use worker::solve_raw;

/// Bytes that the evaluation may use besides the data.
const MEMORY: u64 = 1024 * 1024 * 1024;

/// Time between two checks of whether the worker has to stop.
const LOOK_UP: Duration = Duration::from_millis(20);

/// Answers a raw query as of a day: in a process of `worker` if it is given, else on a thread.
///
/// # Errors
/// If the query is refused, or does not end within its limits.
pub fn run_raw(
    text: &str,
    dataset: &Arc<Dataset>,
    today: Date,
    limits: Limits,
    stop: &Stop,
    worker: Option<&Path>,
) -> Result<Answer, Diagnostic> {
    let (query, facts) = (text.to_owned(), Arc::clone(dataset));
    let ((body, open), basis) = match worker {
        Some(worker) => {
            // The parser recurses: it needs the large stack, too.
            let basis = run_within(limits.time, stop, move |_| {
                let query = check_raw(&query, facts.prefixes())?;
                Ok(RawBasis::of(&query, &facts))
            })?;
            (in_process(text, dataset, today, limits, stop, worker)?, basis)
        }
        None => run_within(limits.time, stop, move |_| {
            let query = check_raw(&query, facts.prefixes())?;
            let basis = RawBasis::of(&query, &facts);
            Ok((solve(&query, &facts, today, |results| body(results, &facts))?, basis))
        })?,
    };
    let notes = basis.notes(open);
    let raw = Some(Box::new(basis.with(open)));
    Ok(Answer {
        body,
        notes,
        examined: None,
        unjudged: Some(open.not_decided + open.not_computed),
        raw,
        evaluator: Engine::Sparql,
    })
}

fn in_process(
    text: &str,
    dataset: &Arc<Dataset>,
    today: Date,
    limits: Limits,
    stop: &Stop,
    worker: &Path,
) -> Result<(Body, UndecidedCounts), Diagnostic> {
    let mut command = Command::new(worker);
    command.arg("sparql-worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Ctrl-C is for this process, which then ends the worker and says so.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| no_worker(&error))?;
    let mut stdin = child.stdin.take().expect("the worker's input is piped");
    let mut stdout = child.stdout.take().expect("the worker's output is piped");
    let order = WorkerRequest {
        query_bytes: text.len(),
        facts: dataset.quads().count(),
        memory: MEMORY,
        seconds: limits.time.as_secs(),
        today: today.to_string(),
        prefixes: dataset.prefixes().clone(),
    };
    let (query, facts) = (text.to_owned(), Arc::clone(dataset));
    thread::spawn(move || {
        // A worker that ends early closes the pipe: its reply, or the lack of one, says so.
        let _ = write_request(&mut stdin, &order, &query, &facts);
    });
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    let begun = Instant::now();
    let received = loop {
        match receiver.recv_timeout(LOOK_UP) {
            Ok(read) => break read.map_err(|error| no_worker(&error)),
            Err(_) => {
                if let Err(spent) = check_limits(limits.time, begun, stop) {
                    break Err(spent.into());
                }
            }
        }
    };
    end(&mut child);
    read_reply(&received?, dataset)
}

fn write_request(stdin: &mut impl Write, order: &WorkerRequest, query: &str, dataset: &Dataset) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(stdin);
    serde_json::to_writer(&mut out, order)?;
    out.write_all(b"\n")?;
    out.write_all(query.as_bytes())?;
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
    for quad in dataset.quads() {
        writer.serialize_quad(quad.as_ref())?;
    }
    writer.finish()?.flush()
}

/// Ends the worker, whether it has answered or not: it must not be left behind.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn read_reply(bytes: &[u8], dataset: &Dataset) -> Result<(Body, UndecidedCounts), Diagnostic> {
    let Some(line_end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return Err(out_of_memory());
    };
    let (line, rest) = (&bytes[..line_end], &bytes[line_end + 1..]);
    let reply = serde_json::from_slice(line).map_err(|_| out_of_memory())?;
    let (results, length, open) = match reply {
        WorkerReply::Failed(message) => {
            return Err(Diagnostic::new(Blame::Undetermined, Code::EvaluationFailed, message));
        }
        WorkerReply::TooManyDigits => return Err(too_many_digits()),
        WorkerReply::Solved { results, length, open } => (results, length, open),
    };
    if length != rest.len() {
        return Err(out_of_memory());
    }
    let body = match results {
        Results::Triples => {
            let triples: Result<Vec<Triple>, _> = RdfParser::from_format(RdfFormat::NTriples)
                .for_slice(rest)
                .map(|quad| quad.map(Triple::from))
                .collect();
            triples.map(in_order).map_err(|_| out_of_memory())?
        }
        Results::Solutions => {
            let json = QueryResultsParser::from_format(QueryResultsFormat::Json);
            let output = json.for_reader(rest).map_err(|_| out_of_memory())?;
            match output {
                ReaderQueryResultsParserOutput::Boolean(yes) => Body::YesNo { truth: yes.into(), count: None },
                ReaderQueryResultsParserOutput::Solutions(solutions) => {
                    let headings = solutions.variables().iter();
                    let headings = headings.map(|name| Heading::of_things(name.as_str())).collect();
                    let rows: Result<Vec<Vec<Option<Term>>>, _> =
                        solutions.map(|solution| solution.map(|solution| solution.values().to_vec())).collect();
                    let rows = rows.map_err(|_| out_of_memory())?;
                    Body::Table(table(headings, rows, dataset))
                }
            }
        }
    };
    Ok((body, open))
}

fn body(results: QueryResults<'_>, dataset: &Dataset) -> Result<Body, Diagnostic> {
    match results {
        QueryResults::Boolean(yes) => Ok(Body::YesNo { truth: yes.into(), count: None }),
        QueryResults::Graph(triples) => {
            let triples: Result<Vec<Triple>, _> = triples.collect();
            triples.map(in_order).map_err(|error| evaluation_failed(&error))
        }
        QueryResults::Solutions(solutions) => {
            let headings = solutions.variables().iter();
            let headings = headings.map(|name| Heading::of_things(name.as_str())).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(|error| evaluation_failed(&error))?.values().to_vec());
            }
            Ok(Body::Table(table(headings, rows, dataset)))
        }
    }
}

/// Triples have no order of their own: they are ordered by their text. Blank nodes of a template have new labels each
/// time: they are numbered as they come.
fn in_order(mut triples: Vec<Triple>) -> Body {
    let mut names: HashMap<BlankNode, BlankNode> = HashMap::new();
    let mut named = |node: &BlankNode| {
        let next = names.len() + 1;
        names.entry(node.clone()).or_insert_with(|| BlankNode::new_unchecked(format!("b{next}"))).clone()
    };
    for triple in &mut triples {
        if let NamedOrBlankNode::BlankNode(node) = &triple.subject {
            triple.subject = named(node).into();
        }
        if let Term::BlankNode(node) = &triple.object {
            triple.object = named(node).into();
        }
    }
    triples.sort_by_cached_key(Triple::to_string);
    Body::Triples(triples)
}

fn table(headings: Vec<Heading>, rows: Vec<Vec<Option<Term>>>, dataset: &Dataset) -> Table {
    let cell = |term: Option<Term>| TableCell {
        values: term
            .map(|term| DisplayTerm { text: dataset.short(term.as_ref()), term, left_out: None })
            .into_iter()
            .collect(),
    };
    let rows: Vec<TableRow> =
        rows.into_iter().map(|row| TableRow { cells: row.into_iter().map(cell).collect() }).collect();
    Table {
        headings,
        things: rows.len(),
        noun: "rows".to_owned(),
        singular: "row".to_owned(),
        rows,
        ..Table::default()
    }
}

/// a query whose intermediate results do not fit
fn out_of_memory() -> Diagnostic {
    let message = "the query stopped without an answer: it probably needs over 1 GiB of memory, or recurses too deeply";
    Diagnostic::new(Blame::Undetermined, Code::BrokeOff, message)
        .help("this says nothing about the answer; ask for less")
}

fn no_worker(error: &std::io::Error) -> Diagnostic {
    let message = format!("the process for raw SPARQL failed: {error}");
    Diagnostic::new(Blame::Io, Code::NoWorker, message)
}
