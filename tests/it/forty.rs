//! Forty questions with SPARQL written by hand, over an extended library: both must find the same. The query says what
//! the English means, runs on Oxigraph's own store, and knows nothing of plans.
//!
//! A file of `tests/forty` holds cases, separated by `====`: a comment that says what the question shows, the question
//! with the definitions before it, and under `--- sparql` the query. Its columns are those of the answer, in order. A
//! cell with several values stands for a row for each.

use std::fs;

use caveat::base::Source;
use caveat::exec::{Body, Table, TableCell};
use caveat::lang::parse;
use caveat::session::Session;
use oxigraph::io::RdfFormat;
use oxigraph::model::{Term, vocab::xsd};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use crate::world::{ask, open, path, root};

/// The worlds to load: the second world and its extension.
const WORLDS: [&str; 2] = ["library", "lending"];

const PREFIXES: &str = "\
    PREFIX lib: <https://library.example/ns#>\n\
    PREFIX : <https://library.example/id/>\n\
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n";

/// The least number of questions with an answer: two empty answers are easily equal.
const MIN_FOUND: usize = 38;

struct Case {
    question: String,
    sparql: String,
}

/// The values of each row; equal numbers are written alike, no value is an empty text.
type Rows = Vec<Vec<String>>;

fn cases() -> Vec<Case> {
    let folder = fs::read_dir(root().join("tests/forty")).unwrap();
    let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|it| fs::read_to_string(it).unwrap()).collect();
    texts
        .iter()
        .flat_map(|text| text.split("====\n"))
        .map(|case| {
            let (head, sparql) = case.split_once("\n--- sparql\n").unwrap();
            assert!(head.starts_with("# "), "a case says what it shows:\n{head}");
            let question: Vec<&str> = head.lines().filter(|line| !line.starts_with('#')).collect();
            Case { question: question.join("\n"), sparql: sparql.to_owned() }
        })
        .collect()
}

fn store() -> Store {
    let store = Store::new().unwrap();
    for world in WORLDS {
        for file in fs::read_dir(path(world)).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            store.load_from_reader(RdfFormat::Turtle, text.as_bytes()).unwrap();
        }
    }
    store
}

/// The rows of the answer to the last statement.
fn answer_rows(session: &mut Session, question: &str) -> Rows {
    let answers = ask(session, question).unwrap_or_else(|fault| panic!("{question}\n{fault}"));
    match &answers.last().unwrap().body {
        Body::Table(table) => rows(table),
        Body::Count { count, .. } => vec![vec![normalize_number(&count.to_string())]],
        Body::YesNo { truth, .. } => vec![vec![truth.as_bool().unwrap().to_string()]],
        other => panic!("{question} is answered by {other:?}"),
    }
}

/// The sentence as which a question is understood.
fn sentence_of(session: &mut Session, question: &str) -> String {
    let source = Source::new("question", question);
    let statements = parse(&source).unwrap();
    let explained = session.explain(statements.last().unwrap(), &source);
    explained.unwrap().sentence
}

fn rows(table: &Table) -> Rows {
    let single = |row: &caveat::exec::TableRow| row.cells.iter().fold(vec![Vec::new()], append_cell);
    table.rows.iter().flat_map(single).collect()
}

/// Each partial row, extended by each value of the next cell.
fn append_cell(begun: Rows, cell: &TableCell) -> Rows {
    let mut values: Vec<String> = cell.values.iter().map(|it| value_text(&it.term)).collect();
    if values.is_empty() {
        values.push(String::new());
    }
    let longer = |row: &Vec<String>| {
        let with = |value: &String| [row.as_slice(), std::slice::from_ref(value)].concat();
        values.iter().map(with).collect::<Rows>()
    };
    begun.iter().flat_map(longer).collect()
}

/// The rows that the query finds.
fn query_rows(store: &Store, sparql: &str) -> Rows {
    let query = format!("{PREFIXES}{sparql}");
    let query = SparqlEvaluator::new().parse_query(&query);
    let query = query.unwrap_or_else(|fault| panic!("{fault} in\n{sparql}"));
    match query.on_store(store).execute().unwrap() {
        QueryResults::Boolean(yes) => vec![vec![yes.to_string()]],
        QueryResults::Solutions(solutions) => {
            let row = |solution: oxigraph::sparql::QuerySolution| {
                let values = solution.values().iter();
                values.map(|value| value.as_ref().map(value_text).unwrap_or_default()).collect()
            };
            solutions.map(|solution| row(solution.unwrap())).collect()
        }
        QueryResults::Graph(_) => panic!("{sparql} finds triples"),
    }
}

fn value_text(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        Term::Literal(literal) if [xsd::INTEGER, xsd::DECIMAL].contains(&literal.datatype()) => {
            normalize_number(literal.value())
        }
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => panic!("{node} is no answer"),
    }
}

/// A number in one notation: `12.50` and `12.5` are equal.
fn normalize_number(digits: &str) -> String {
    format!("{:.9}", digits.parse::<f64>().unwrap())
}

fn rows_text(rows: &Rows) -> String {
    let lines = rows.iter().map(|row| format!("  {}\n", row.join(" | ")));
    lines.collect()
}

#[test]
fn questions_find_what_hand_written_sparql_finds() {
    let session = open(&WORLDS.map(path)).unwrap();
    let store = store();
    let cases = cases();
    assert_eq!(cases.len(), 40);
    let mut found = 0;
    let mut wrong = Vec::new();
    for Case { question, sparql } in &cases {
        let mut asked = answer_rows(&mut session.clone(), question);
        let mut queried = query_rows(&store, sparql);
        found += usize::from(asked.iter().flatten().any(|value| !value.is_empty()));
        if !question.contains("sorted by") {
            asked.sort();
            queried.sort();
        }
        if asked != queried {
            let (asked, queried) = (rows_text(&asked), rows_text(&queried));
            wrong.push(format!("{question}\nthe language finds\n{asked}the query\n{queried}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found >= MIN_FOUND, "{found} answers are there");
}

#[test]
fn understood_sentences_find_the_same() {
    let fresh = open(&WORLDS.map(path)).unwrap();
    for Case { question, .. } in cases() {
        let mut session = fresh.clone();
        let (before, last) = question.rsplit_once('\n').unwrap_or(("", &question));
        ask(&mut session, before).unwrap();
        let sentence = sentence_of(&mut session, last);
        assert_eq!(sentence_of(&mut session, &sentence), sentence);
        let said = answer_rows(&mut session.clone(), last);
        assert_eq!(answer_rows(&mut session, &sentence), said, "{last}\n{sentence}");
    }
}
