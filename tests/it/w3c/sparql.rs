//! SPARQL 1.0 and 1.1: queries, their results and their syntax. The default graph contains all graphs, as always.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use caveat::base::Stop;
use caveat::exec::{Body, Limits, check_raw, run_raw};
use caveat::store::Dataset;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};

use crate::w3c::isomorphism::{Cell, compare};
use crate::w3c::manifest::{Entry, Manifest, node_of};
use crate::w3c::{compare_with_list, read, suites};
use crate::world::{TODAY, messages};

const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

fn qt(local: &str) -> NamedNode {
    NamedNode::new(format!("{QT}{local}")).unwrap()
}

fn rs(local: &str) -> NamedNode {
    NamedNode::new(format!("{RS}{local}")).unwrap()
}

/// The result of a query; of a table the variables, then the rows.
#[derive(Debug)]
enum QueryResult {
    Rows(Vec<String>, Vec<Vec<Cell>>),
    Truth(bool),
    Facts(Vec<Vec<Cell>>),
}

/// The statements of a file, in a graph.
fn quads(manifest: &Manifest, address: &Term, graph: &GraphName) -> Result<Vec<Quad>, String> {
    let file = manifest.file(address);
    let Term::NamedNode(base) = address else { return Err(format!("{address} is no file")) };
    let format = match file.extension().and_then(|it| it.to_str()) {
        Some("ttl") => RdfFormat::Turtle,
        Some("nt") => RdfFormat::NTriples,
        Some("trig") => RdfFormat::TriG,
        // Only the suite has facts in RDF/XML: caveat gets them as N-Quads.
        Some("rdf") => RdfFormat::RdfXml,
        other => return Err(format!("facts in .{}", other.unwrap_or_default())),
    };
    let parser = RdfParser::from_format(format).with_base_iri(base.as_str()).unwrap().rename_blank_nodes();
    let text = fs::read(&file).map_err(|error| error.to_string())?;
    let quads = parser.for_slice(&text).map(|quad| quad.map_err(|error| error.to_string()));
    quads.map(|quad| quad.map(|quad| Quad { graph_name: graph.clone(), ..quad })).collect()
}

/// The facts for a query.
fn facts(manifest: &Manifest, action: &Term) -> Result<Dataset, String> {
    let mut all = Vec::new();
    if let Some(node) = node_of(action) {
        for data in manifest.graph.objects_for_subject_predicate(node.as_ref(), qt("data").as_ref()) {
            all.extend(quads(manifest, &data.into_owned(), &GraphName::DefaultGraph)?);
        }
        for data in manifest.graph.objects_for_subject_predicate(node.as_ref(), qt("graphData").as_ref()) {
            let (file, name) = match data.into_owned() {
                Term::NamedNode(file) => (Term::from(file.clone()), file),
                other => {
                    let inner = node_of(&other).unwrap();
                    let file =
                        manifest.value_of(inner.as_ref(), qt("graph").as_ref()).ok_or("a graph without a file")?;
                    let Term::NamedNode(name) = &file else { return Err("a graph without a name".to_owned()) };
                    (file.clone(), name.clone())
                }
            };
            all.extend(quads(manifest, &file, &name.into())?);
        }
    }
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in &all {
        writer.serialize_quad(quad).unwrap();
    }
    read(writer.finish().unwrap(), RdfFormat::NQuads)
}

fn run_query(text: &str, dataset: Dataset) -> Result<QueryResult, String> {
    let limits = Limits { time: Duration::from_secs(20) };
    let today = TODAY.parse().unwrap();
    let answer = run_raw(text, &Arc::new(dataset), today, limits, &Stop::default(), None);
    let answer = answer.map_err(|it| messages(&[it]))?;
    Ok(match answer.body {
        Body::Table(table) => {
            let names = table.headings.iter().map(|it| it.text.clone()).collect();
            let cell =
                |cell: &caveat::exec::TableCell| cell.values.first().map_or(Cell::Empty, |it| Cell::of(&it.term));
            QueryResult::Rows(names, table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect())
        }
        Body::YesNo { truth, .. } => QueryResult::Truth(truth == true.into()),
        Body::Triples(triples) => {
            let row = |it: &oxigraph::model::Triple| {
                let terms: [Term; 3] = [it.subject.clone().into(), it.predicate.clone().into(), it.object.clone()];
                terms.iter().map(Cell::of).collect()
            };
            QueryResult::Facts(triples.iter().map(row).collect())
        }
        other => return Err(format!("an answer of another kind: {other:?}")),
    })
}

/// The results in a file.
fn read_expected(manifest: &Manifest, result: &Term) -> Result<QueryResult, String> {
    let file = manifest.file(result);
    let format = match file.extension().and_then(|it| it.to_str()) {
        Some("srx") => QueryResultsFormat::Xml,
        Some("srj") => QueryResultsFormat::Json,
        Some("tsv") => QueryResultsFormat::Tsv,
        Some("csv") => return Err("results in CSV do not say what is an address and what is a text".to_owned()),
        _ => return result_of_quads(&quads(manifest, result, &GraphName::DefaultGraph)?),
    };
    let text = fs::read(&file).unwrap();
    let parsed = QueryResultsParser::from_format(format).for_reader(&text[..]).map_err(|error| error.to_string())?;
    Ok(match parsed {
        ReaderQueryResultsParserOutput::Boolean(truth) => QueryResult::Truth(truth),
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let names: Vec<String> = solutions.variables().iter().map(|it| it.as_str().to_owned()).collect();
            let rows: Result<Vec<Vec<Cell>>, _> = solutions
                .map(|row| {
                    row.map(|row| row.values().iter().map(|it| it.as_ref().map_or(Cell::Empty, Cell::of)).collect())
                })
                .collect();
            QueryResult::Rows(names, rows.map_err(|error| error.to_string())?)
        }
    })
}

/// Results that are written as facts, or facts that are the result.
fn result_of_quads(quads: &[Quad]) -> Result<QueryResult, String> {
    let objects = |property: &NamedNode| {
        let found: Vec<&Quad> = quads.iter().filter(|it| it.predicate == *property).collect();
        found.into_iter()
    };
    if let Some(truth) = objects(&rs("boolean")).next() {
        return Ok(QueryResult::Truth(truth.object.to_string().contains("true")));
    }
    let text = |term: &Term| match term {
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let variables: BTreeSet<String> = objects(&rs("resultVariable")).map(|it| text(&it.object)).collect();
    let is_result = quads.iter().any(|it| it.object == Term::from(rs("ResultSet")));
    if !is_result {
        let row = |it: &Quad| {
            let terms: [Term; 3] = [it.subject.clone().into(), it.predicate.clone().into(), it.object.clone()];
            terms.iter().map(Cell::of).collect()
        };
        return Ok(QueryResult::Facts(quads.iter().map(row).collect()));
    }
    let names: Vec<String> = variables.into_iter().collect();
    let of = |node: &Term, property: &NamedNode| {
        let node = node_of(node);
        let found = quads.iter().find(|it| Some(&it.subject) == node.as_ref() && it.predicate == *property);
        found.map(|it| it.object.clone())
    };
    let mut rows: Vec<(i64, Vec<Cell>)> = Vec::new();
    for solution in objects(&rs("solution")) {
        let mut row = vec![Cell::Empty; names.len()];
        let node = node_of(&solution.object).ok_or("a solution that is no node")?;
        for binding in quads.iter().filter(|it| it.subject == node && it.predicate == rs("binding")) {
            let name = of(&binding.object, &rs("variable")).map(|it| text(&it)).ok_or("a binding of nothing")?;
            let at = names.iter().position(|it| *it == name).ok_or("a binding of another variable")?;
            row[at] = of(&binding.object, &rs("value")).as_ref().map_or(Cell::Empty, Cell::of);
        }
        let index = of(&solution.object, &rs("index")).and_then(|it| text(&it).parse().ok());
        rows.push((index.unwrap_or_default(), row));
    }
    rows.sort_by_key(|(index, _)| *index);
    Ok(QueryResult::Rows(names, rows.into_iter().map(|(_, row)| row).collect()))
}

/// The columns in the order of their names.
fn sort_columns(names: &[String], rows: &[Vec<Cell>]) -> (Vec<String>, Vec<Vec<Cell>>) {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| &names[*at]);
    let rows = rows.iter().map(|row| order.iter().map(|at| row[*at].clone()).collect());
    (order.iter().map(|at| names[*at].clone()).collect(), rows.collect())
}

fn evaluate(manifest: &Manifest, entry: &Entry) -> Result<(), String> {
    let action = manifest.action(entry);
    let query = node_of(&action).and_then(|node| manifest.value_of(node.as_ref(), qt("query").as_ref()));
    let query = query.ok_or("no query")?;
    let dataset = facts(manifest, &action)?;
    let text = text(manifest, &query)?;
    let result = manifest.result(entry).ok_or("no result")?;
    match (run_query(&text, dataset)?, read_expected(manifest, &result)?) {
        (QueryResult::Truth(found), QueryResult::Truth(expected)) if found == expected => Ok(()),
        (QueryResult::Facts(found), QueryResult::Facts(expected)) => compare(&found, &expected),
        (QueryResult::Rows(names, rows), QueryResult::Rows(wanted, expected)) => {
            let (names, mut rows) = sort_columns(&names, &rows);
            let (wanted, mut expected) = sort_columns(&wanted, &expected);
            if names != wanted {
                return Err(format!("columns {names:?} for {wanted:?}"));
            }
            // REDUCED limits how often a row may be there.
            if entry.name.contains("/reduced#") {
                for rows in [&mut rows, &mut expected] {
                    rows.sort();
                    rows.dedup();
                }
            }
            compare(&rows, &expected)
        }
        (found, expected) => Err(format!("{found:?} for {expected:?}")),
    }
}

/// A query with the address of its file as its base.
fn text(manifest: &Manifest, query: &Term) -> Result<String, String> {
    let text = fs::read(manifest.file(query)).unwrap();
    let text = String::from_utf8(text).map_err(|_| "a query that is not UTF-8".to_owned())?;
    Ok(format!("BASE {query}\n{text}"))
}

fn run(manifest: &Manifest, entry: &Entry) -> Result<(), String> {
    match entry.kind.as_str() {
        "QueryEvaluationTest" | "CSVResultFormatTest" => evaluate(manifest, entry),
        kind => {
            let checked = text(manifest, &manifest.action(entry)).and_then(|text| {
                let checked = check_raw(&text, Dataset::default().prefixes());
                checked.map(|_| ()).map_err(|it| messages(&[it]))
            });
            match (kind.starts_with("Negative"), checked) {
                (false, checked) => checked,
                (true, Err(_)) => Ok(()),
                (true, Ok(())) => Err("it is taken".to_owned()),
            }
        }
    }
}

fn check_version(version: &str) {
    let Some(folder) = suites() else { return };
    let folder = folder.join("sparql").join(version);
    let mut failed = BTreeMap::new();
    let mut tried = 0;
    let mut folders: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|it| it.join("manifest.ttl").is_file()) {
        let topic = folder.file_name().and_then(|it| it.to_str()).unwrap();
        let base = format!("https://w3c.github.io/rdf-tests/sparql/{version}/{topic}/");
        let manifest = Manifest::read(Path::new(folder), &format!("{version}/{topic}"), &base);
        tried += manifest.entries.len();
        for entry in &manifest.entries {
            if let Err(why) = run(&manifest, entry) {
                failed.insert(entry.name.clone(), why);
            }
        }
    }
    compare_with_list(version, tried, &failed);
}

#[test]
fn sparql_1_0_passes_the_w3c_suite() {
    check_version("sparql10");
}

#[test]
fn sparql_1_1_passes_the_w3c_suite() {
    check_version("sparql11");
}
