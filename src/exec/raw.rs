//! Raw SPARQL, typed by people: checked before the parser sees it, then run in a process of its own
//! with a limit on time and memory, because the evaluator cannot be stopped everywhere.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, QueryResultsSerializer, ReaderQueryResultsParserOutput,
};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use serde::{Deserialize, Serialize};
use spargebra::{Query, SparqlParser};

use crate::base::{Blame, Diagnostic, Source, Span};
use crate::exec::answer::{Answer, Body, Cell, Heading, Row, Table, Value};
use crate::exec::evaluate::{Limits, Stop, failed, within};
use crate::store::{Dataset, Prefixes, Shared};

/// Braces and parentheses inside one another at the most.
const MAX_NESTING: usize = 64;
/// Negations inside one another at the most: each level doubles the work of the parser.
const MAX_NEGATIONS: usize = 8;
/// Bytes that the evaluation may take beside the data.
const MEMORY: u64 = 1024 * 1024 * 1024;

/// What the worker is told before the query and the facts.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    query_bytes: usize,
    memory: u64,
    prefixes: Prefixes,
}

/// What the worker answers before the results.
#[derive(Debug, Serialize, Deserialize)]
enum Reply {
    /// Solutions or a boolean, as SPARQL results in JSON.
    Results,
    /// Triples, as N-Triples.
    Triples,
    /// The evaluation failed.
    Failed(String),
}

/// Parses a raw query after checks of our own.
///
/// # Errors
/// When it is nested too deeply, is no query of SPARQL 1.1, is an update, or would read from
/// elsewhere (`SERVICE`, `FROM`).
pub fn check_raw(text: &str, prefixes: &Prefixes) -> Result<Query, Diagnostic> {
    let source = Source::new("sparql", text);
    scan(&source)?;
    let mut parser = SparqlParser::new();
    for (name, iris) in &prefixes.by_name {
        if let [iri] = iris.as_slice() {
            parser = parser
                .with_prefix(name, iri)
                .map_err(|_| bad_prefix(name))?;
        }
    }
    let query = parser.parse_query(text).map_err(|error| {
        let message = error.to_string();
        let (line, column, reason) = position(&message);
        let at = offset(text, line, column);
        let update = [
            "insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add",
        ];
        let first = text
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if update.contains(&first.as_str()) {
            return no_update(&source);
        }
        Diagnostic::new(
            Blame::Question,
            "sparql-syntax",
            "this is not a SPARQL query",
        )
        .at(&source, Span::new(at, at), reason)
    })?;
    if query.dataset().is_some() {
        let at = text.to_ascii_uppercase().find("FROM").unwrap_or_default();
        return Err(reads_elsewhere("FROM", &source, at));
    }
    Ok(query)
}

/// Answers a raw query: in a process of `worker` when it is given, else on a thread.
///
/// # Errors
/// When the query is refused, or does not end within its limits.
pub fn run_raw(
    text: &str,
    dataset: &Arc<Dataset>,
    limits: Limits,
    worker: Option<&Path>,
) -> Result<Answer, Diagnostic> {
    let stop = Stop::default();
    let body = match worker {
        Some(worker) => {
            let (text, dataset, worker) = (text.to_owned(), Arc::clone(dataset), worker.to_owned());
            let checked = Arc::clone(&dataset);
            let query = text.clone();
            // The parser recurses: it needs the large stack, too.
            within(limits.time, &stop, move || {
                check_raw(&query, checked.prefixes()).map(|_| ())
            })?;
            in_process(&text, &dataset, limits, &worker)?
        }
        None => {
            let (text, dataset) = (text.to_owned(), Arc::clone(dataset));
            within(limits.time, &stop, move || {
                let query = check_raw(&text, dataset.prefixes())?;
                let shared = Shared(Arc::clone(&dataset));
                let prepared = SparqlEvaluator::new().for_query(query);
                let results = prepared.on_queryable_dataset(shared).execute();
                body(results.map_err(|error| failed(&error))?, &dataset)
            })?
        }
    };
    Ok(Answer {
        body,
        notes: Vec::new(),
        examined: None,
    })
}

/// The worker's side: reads an order, a query and facts, writes the results.
///
/// # Errors
/// When reading or writing fails; everything else is told in the reply.
pub fn solve_raw(input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line)?;
    let mut query = vec![0; order.query_bytes];
    input.read_exact(&mut query)?;
    let query = String::from_utf8_lossy(&query).into_owned();
    let quads: Result<Vec<_>, _> = RdfParser::from_format(RdfFormat::NQuads)
        .for_reader(input)
        .collect();
    let dataset = Arc::new(Dataset::of_quads(quads?));
    limit_memory(order.memory);
    let long = std::time::Duration::from_secs(24 * 60 * 60);
    let solved = within(long, &Stop::default(), move || {
        let query = check_raw(&query, &order.prefixes)?;
        let shared = Shared(Arc::clone(&dataset));
        let prepared = SparqlEvaluator::new().for_query(query);
        let results = prepared.on_queryable_dataset(shared).execute();
        serialize(results.map_err(|error| failed(&error))?)
    });
    let (reply, bytes) = solved.unwrap_or_else(|fault| (Reply::Failed(fault.message), Vec::new()));
    serde_json::to_writer(&mut output, &reply)?;
    output.write_all(b"\n")?;
    output.write_all(&bytes)?;
    output.flush()
}

fn serialize(results: QueryResults<'_>) -> Result<(Reply, Vec<u8>), Diagnostic> {
    let write = |error: std::io::Error| {
        Diagnostic::new(
            Blame::Io,
            "worker",
            format!("the worker cannot answer: {error}"),
        )
    };
    let mut bytes = Vec::new();
    let json = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
    match results {
        QueryResults::Boolean(yes) => {
            json.serialize_boolean_to_writer(&mut bytes, yes)
                .map_err(write)?;
            Ok((Reply::Results, bytes))
        }
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut writer = json
                .serialize_solutions_to_writer(&mut bytes, variables)
                .map_err(write)?;
            for solution in solutions {
                let solution = solution.map_err(|error| failed(&error))?;
                writer.serialize(&solution).map_err(write)?;
            }
            writer.finish().map_err(write)?;
            Ok((Reply::Results, bytes))
        }
        QueryResults::Graph(triples) => {
            let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(bytes);
            for triple in triples {
                let triple = triple.map_err(|error| failed(&error))?;
                writer.serialize_triple(&triple).map_err(write)?;
            }
            Ok((Reply::Triples, writer.finish().map_err(write)?))
        }
    }
}

// --------------------------------------------------------------------- the asking side

fn in_process(
    text: &str,
    dataset: &Arc<Dataset>,
    limits: Limits,
    worker: &Path,
) -> Result<Body, Diagnostic> {
    let mut child = Command::new(worker)
        .arg("sparql-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| no_worker(&error))?;
    let mut stdin = child.stdin.take().expect("the worker's input is piped");
    let mut stdout = child.stdout.take().expect("the worker's output is piped");
    let order = Order {
        query_bytes: text.len(),
        memory: MEMORY,
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
    let received = receiver.recv_timeout(limits.time);
    end(&mut child);
    match received {
        Err(_) => Err(too_slow(limits)),
        Ok(Err(error)) => Err(no_worker(&error)),
        Ok(Ok(bytes)) => read_reply(&bytes, dataset),
    }
}

fn write_order(
    stdin: &mut impl Write,
    order: &Order,
    query: &str,
    dataset: &Dataset,
) -> std::io::Result<()> {
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
    let (line, rest) = bytes.split_at(line_end);
    let reply = serde_json::from_slice(line).map_err(|_| out_of_memory())?;
    match reply {
        Reply::Failed(message) => Err(Diagnostic::new(
            Blame::Undetermined,
            "evaluation-failed",
            message,
        )),
        Reply::Triples => {
            let triples: Result<Vec<Triple>, _> = RdfParser::from_format(RdfFormat::NTriples)
                .for_slice(rest)
                .map(|quad| quad.map(Triple::from))
                .collect();
            triples.map(Body::Triples).map_err(|_| out_of_memory())
        }
        Reply::Results => {
            let json = QueryResultsParser::from_format(QueryResultsFormat::Json);
            let output = json.for_reader(&rest[1..]).map_err(|_| out_of_memory())?;
            match output {
                ReaderQueryResultsParserOutput::Boolean(yes) => {
                    Ok(Body::YesNo { yes, count: None })
                }
                ReaderQueryResultsParserOutput::Solutions(solutions) => {
                    let headings = solutions.variables().iter();
                    let headings = headings
                        .map(|name| Heading::of_values(name.as_str()))
                        .collect();
                    let rows: Result<Vec<Vec<Option<Term>>>, _> = solutions
                        .map(|solution| solution.map(|solution| solution.values().to_vec()))
                        .collect();
                    let rows = rows.map_err(|_| out_of_memory())?;
                    Ok(Body::Table(table(headings, rows, dataset)))
                }
            }
        }
    }
}

fn body(results: QueryResults<'_>, dataset: &Dataset) -> Result<Body, Diagnostic> {
    match results {
        QueryResults::Boolean(yes) => Ok(Body::YesNo { yes, count: None }),
        QueryResults::Graph(triples) => {
            let triples: Result<Vec<Triple>, _> = triples.collect();
            Ok(Body::Triples(triples.map_err(|error| failed(&error))?))
        }
        QueryResults::Solutions(solutions) => {
            let headings = solutions.variables().iter();
            let headings = headings
                .map(|name| Heading::of_values(name.as_str()))
                .collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution.map_err(|error| failed(&error))?.values().to_vec());
            }
            Ok(Body::Table(table(headings, rows, dataset)))
        }
    }
}

fn table(headings: Vec<Heading>, rows: Vec<Vec<Option<Term>>>, dataset: &Dataset) -> Table {
    let cell = |term: Option<Term>| Cell {
        values: term
            .map(|term| Value {
                text: dataset.short(term.as_ref()),
                term,
            })
            .into_iter()
            .collect(),
    };
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| Row {
            cells: row.into_iter().map(cell).collect(),
        })
        .collect();
    Table {
        headings,
        things: rows.len(),
        noun: "rows".to_owned(),
        singular: "row".to_owned(),
        rows,
    }
}

// ------------------------------------------------------------------------------ checks

/// Looks at what stands outside strings, IRIs and comments: brackets and negations inside one
/// another, and the word `SERVICE`.
fn scan(source: &Source) -> Result<(), Diagnostic> {
    let mut open: Vec<bool> = Vec::new();
    let mut negated = false;
    let mut last = ' ';
    let mut chars = source.text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' => {
                while let Some((_, inner)) = chars.next() {
                    if inner == '\\' {
                        chars.next();
                    } else if inner == c || inner == '\n' {
                        break;
                    }
                }
            }
            '#' => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '<' => {
                let rest = &source.text[at + 1..];
                let end = rest.find(['>', ' ', '\n', '<', '{', '}', '"']);
                let end = end.filter(|end| rest[*end..].starts_with('>'));
                if let Some(end) = end {
                    while chars.next_if(|(next, _)| *next <= at + 1 + end).is_some() {}
                }
            }
            '(' | '{' | '[' => {
                open.push(negated);
                let negations = open.iter().filter(|negated| **negated).count();
                if open.len() > MAX_NESTING || negations > MAX_NEGATIONS {
                    return Err(too_deep(source, at));
                }
            }
            ')' | '}' | ']' => {
                open.pop();
            }
            '!' if negated => return Err(too_deep(source, at)),
            c if c.is_alphabetic() => {
                let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':');
                let mut end = at + c.len_utf8();
                while let Some((next, c)) = chars.next_if(|(_, c)| name(*c)) {
                    end = next + c.len_utf8();
                }
                let word = &source.text[at..end];
                if word.eq_ignore_ascii_case("SERVICE") && !matches!(last, '?' | '$' | ':') {
                    return Err(reads_elsewhere(word, source, at));
                }
            }
            _ => {}
        }
        if !c.is_whitespace() {
            negated = c == '!';
        }
        last = c;
    }
    Ok(())
}

/// Line, column and reason of a message of the SPARQL parser: "error at 1:8: expected …".
fn position(message: &str) -> (usize, usize, String) {
    let numbers = message.split_once("error at ").and_then(|(_, rest)| {
        let (place, reason) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?, reason.to_owned()))
    });
    numbers.unwrap_or_else(|| (1, 1, message.to_owned()))
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let line = &text[start..];
    let within: usize = line.chars().take(column - 1).map(char::len_utf8).sum();
    start + within
}

#[cfg(target_os = "linux")]
fn limit_memory(more: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = pages
        .split(' ')
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or_default();
    let limit = pages * 4096 + more + 512 * 1024 * 1024;
    let limit = Rlimit {
        current: Some(limit),
        maximum: Some(limit),
    };
    // Without the limit the worker still has its time limit.
    let _ = setrlimit(Resource::As, limit);
}

#[cfg(not(target_os = "linux"))]
fn limit_memory(_more: u64) {}

// ------------------------------------------------------------------------------ faults

/// 65 braces inside one another, or `!(!(…))` nine deep
fn too_deep(source: &Source, at: usize) -> Diagnostic {
    Diagnostic::new(
        Blame::Question,
        "too-deep",
        "the query is nested too deeply",
    )
    .at(
        source,
        Span::new(at, at + 1),
        format!("at most {MAX_NESTING} brackets and {MAX_NEGATIONS} negations inside one another"),
    )
}

/// `INSERT DATA { … }`
fn no_update(source: &Source) -> Diagnostic {
    let word = source
        .text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .len();
    Diagnostic::new(
        Blame::Question,
        "no-update",
        "the data is never changed by a query",
    )
    .at(source, Span::new(0, word), "")
    .help("edit the files; they are the record")
}

/// `SELECT * FROM <http://…> { … }`
fn reads_elsewhere(what: &str, source: &Source, at: usize) -> Diagnostic {
    let message = format!("`{what}` would read from elsewhere, and is not run");
    Diagnostic::new(Blame::Question, "reads-elsewhere", message)
        .at(source, Span::new(at, at + what.len()), "")
        .help("load what is asked for with --data")
}

fn bad_prefix(name: &str) -> Diagnostic {
    let message = format!("the prefix `{name}:` of the data is not an IRI");
    Diagnostic::new(Blame::Data, "bad-prefix", message)
}

fn too_slow(limits: Limits) -> Diagnostic {
    let message = format!("no answer within {} seconds", limits.time.as_secs());
    Diagnostic::new(Blame::Undetermined, "too-slow", message).help(
        "nothing is known of the answer; ask for less, or raise the limit with --time SECONDS",
    )
}

/// a query whose intermediate results do not fit
fn out_of_memory() -> Diagnostic {
    let message = "the query broke off: it needs more than 1 GiB of memory, or recurses too deeply";
    Diagnostic::new(Blame::Undetermined, "broke-off", message)
        .help("nothing is known of the answer; ask for less")
}

fn no_worker(error: &std::io::Error) -> Diagnostic {
    let message = format!("the process for raw SPARQL failed: {error}");
    Diagnostic::new(Blame::Io, "no-worker", message)
}
