//! Raw SPARQL, typed by people: checked before the parser sees it, then run in a process of its own
//! with a limit on time and memory, because the evaluator cannot be stopped everywhere.

mod check;
mod worker;

pub use check::check_raw;
pub use worker::solve_raw;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};

use crate::base::{Blame, Diagnostic};
use crate::exec::answer::{Answer, Body, Cell, Heading, Row, Table, Value};
use crate::exec::evaluate::{Limits, Stop, failed, stopped, too_slow, within};
use crate::exec::raw::worker::{Order, Reply};
use crate::store::{Dataset, Shared};

/// Bytes that the evaluation may take beside the data.
const MEMORY: u64 = 1024 * 1024 * 1024;

/// How often it is looked whether somebody wants the worker to stop.
const LOOK_UP: Duration = Duration::from_millis(20);

/// Answers a raw query: in a process of `worker` when it is given, else on a thread.
///
/// # Errors
/// When the query is refused, or does not end within its limits.
pub fn run_raw(
    text: &str,
    dataset: &Arc<Dataset>,
    limits: Limits,
    stop: &Stop,
    worker: Option<&Path>,
) -> Result<Answer, Diagnostic> {
    let body = match worker {
        Some(worker) => {
            let (text, dataset, worker) = (text.to_owned(), Arc::clone(dataset), worker.to_owned());
            let checked = Arc::clone(&dataset);
            let query = text.clone();
            // The parser recurses: it needs the large stack, too.
            within(limits.time, stop, move || check_raw(&query, checked.prefixes()).map(|_| ()))?;
            in_process(&text, &dataset, limits, stop, &worker)?
        }
        None => {
            let (text, dataset) = (text.to_owned(), Arc::clone(dataset));
            within(limits.time, stop, move || {
                let query = check_raw(&text, dataset.prefixes())?;
                let shared = Shared(Arc::clone(&dataset));
                let prepared = SparqlEvaluator::new().for_query(query);
                let results = prepared.on_queryable_dataset(shared).execute();
                body(results.map_err(|error| failed(&error))?, &dataset)
            })?
        }
    };
    Ok(Answer { body, notes: Vec::new(), examined: None, unjudged: Some(0) })
}

fn in_process(
    text: &str,
    dataset: &Arc<Dataset>,
    limits: Limits,
    stop: &Stop,
    worker: &Path,
) -> Result<Body, Diagnostic> {
    let mut command = Command::new(worker);
    command.arg("sparql-worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Ctrl-C is for this process, which then ends the worker and says so.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| no_worker(&error))?;
    let mut stdin = child.stdin.take().expect("the worker's input is piped");
    let mut stdout = child.stdout.take().expect("the worker's output is piped");
    let order = Order {
        query_bytes: text.len(),
        facts: dataset.quads().count(),
        memory: MEMORY,
        seconds: limits.time.as_secs(),
        prefixes: dataset.prefixes().clone(),
    };
    let (query, facts) = (text.to_owned(), Arc::clone(dataset));
    thread::spawn(move || {
        // A worker that ends early closes the pipe: its reply, or its absence, tells.
        let _ = write_order(&mut stdin, &order, &query, &facts);
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
            Err(_) if stop.is_wanted() => break Err(stopped()),
            Err(_) if begun.elapsed() >= limits.time => break Err(too_slow(limits.time)),
            Err(_) => {}
        }
    };
    end(&mut child);
    read_reply(&received?, dataset)
}

fn write_order(stdin: &mut impl Write, order: &Order, query: &str, dataset: &Dataset) -> std::io::Result<()> {
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

/// The worker has answered or is to be ended; either way it must not be left behind.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn read_reply(bytes: &[u8], dataset: &Dataset) -> Result<Body, Diagnostic> {
    let Some(line_end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return Err(out_of_memory());
    };
    let (line, rest) = (&bytes[..line_end], &bytes[line_end + 1..]);
    let reply = serde_json::from_slice(line).map_err(|_| out_of_memory())?;
    match reply {
        Reply::Results(length) | Reply::Triples(length) if length != rest.len() => Err(out_of_memory()),
        Reply::Failed(message) => Err(Diagnostic::new(Blame::Undetermined, "evaluation-failed", message)),
        Reply::Triples(_) => {
            let triples: Result<Vec<Triple>, _> = RdfParser::from_format(RdfFormat::NTriples)
                .for_slice(rest)
                .map(|quad| quad.map(Triple::from))
                .collect();
            triples.map(in_order).map_err(|_| out_of_memory())
        }
        Reply::Results(_) => {
            let json = QueryResultsParser::from_format(QueryResultsFormat::Json);
            let output = json.for_reader(rest).map_err(|_| out_of_memory())?;
            match output {
                ReaderQueryResultsParserOutput::Boolean(yes) => Ok(Body::YesNo { truth: yes.into(), count: None }),
                ReaderQueryResultsParserOutput::Solutions(solutions) => {
                    let headings = solutions.variables().iter();
                    let headings = headings.map(|name| Heading::of_things(name.as_str())).collect();
                    let rows: Result<Vec<Vec<Option<Term>>>, _> =
                        solutions.map(|solution| solution.map(|solution| solution.values().to_vec())).collect();
                    let rows = rows.map_err(|_| out_of_memory())?;
                    Ok(Body::Table(table(headings, rows, dataset)))
                }
            }
        }
    }
}

fn body(results: QueryResults<'_>, dataset: &Dataset) -> Result<Body, Diagnostic> {
    match results {
        QueryResults::Boolean(yes) => Ok(Body::YesNo { truth: yes.into(), count: None }),
        QueryResults::Graph(triples) => {
            let triples: Result<Vec<Triple>, _> = triples.collect();
            triples.map(in_order).map_err(|error| failed(&error))
        }
        QueryResults::Solutions(solutions) => {
            let headings = solutions.variables().iter();
            let headings = headings.map(|name| Heading::of_things(name.as_str())).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(|error| failed(&error))?.values().to_vec());
            }
            Ok(Body::Table(table(headings, rows, dataset)))
        }
    }
}

/// Triples have no order of their own: they get that of their text.
fn in_order(mut triples: Vec<Triple>) -> Body {
    triples.sort_by_cached_key(Triple::to_string);
    Body::Triples(triples)
}

fn table(headings: Vec<Heading>, rows: Vec<Vec<Option<Term>>>, dataset: &Dataset) -> Table {
    let cell = |term: Option<Term>| Cell {
        values: term
            .map(|term| Value { text: dataset.short(term.as_ref()), term, left_out: None })
            .into_iter()
            .collect(),
    };
    let rows: Vec<Row> = rows.into_iter().map(|row| Row { cells: row.into_iter().map(cell).collect() }).collect();
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
    let message = "the query broke off: it needs more than 1 GiB of memory, or recurses too deeply";
    Diagnostic::new(Blame::Undetermined, "broke-off", message).help("nothing is known of the answer; ask for less")
}

fn no_worker(error: &std::io::Error) -> Diagnostic {
    let message = format!("the process for raw SPARQL failed: {error}");
    Diagnostic::new(Blame::Io, "no-worker", message)
}
