//! What SPARQL costs on the index and on Oxigraph's own store in memory: `cargo bench --bench sparql`.
//!
//! The queries are those of the peer comparison in the form that suits Oxigraph, with the values that its generator
//! chose for 100,000 claims. `CAVEAT_BENCH_FACTS` names its facts; without it a small graph is generated. Both sides hold
//! the same facts and use the same evaluator. CPU milliseconds, the median of the rounds behind one that warms up;
//! `CAVEAT_BENCH_ROUNDS` sets how many (5 unless told).

#![allow(missing_docs, clippy::print_stdout, reason = "a benchmark has no reader but the one who runs it")]

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/mod.rs"]
mod shared;

use std::sync::Arc;

use caveat::store::{Dataset, SharedDataset};
use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::{Query, SparqlParser};

/// What the questions ask for among 100,000 claims.
const VALUES: [(&str, &str); 8] = [
    ("$training", "<https://caveat.example/id/topic/1>"),
    ("$topic", "<https://caveat.example/id/topic/8>"),
    ("$hub", "<https://caveat.example/id/source/30000>"),
    ("$local", "<https://caveat.example/id/source/84>"),
    ("$id", "<https://caveat.example/id/claim/50007>"),
    ("$country", "CN"),
    ("$d11", "2025-01-01"),
    ("$d3", "2026-01-01"),
];

/// The CPU milliseconds of this process so far.
fn cpu() -> f64 {
    clock::cpu().as_secs_f64() * 1_000.0
}

/// The queries of the peer comparison, each with its name.
fn queries() -> impl Iterator<Item = (&'static str, Query)> {
    let file = include_str!("../peers/queries.rq");
    file.split("### ").skip(1).map(|part| {
        let (name, text) = part.split_once('\n').expect("a name has a line");
        let text = VALUES.iter().fold(text.to_owned(), |text, (key, value)| text.replace(key, value));
        let parser = SparqlParser::new();
        let parser = parser.with_prefix("", "https://caveat.example/ns#");
        let parser = parser.and_then(|it| it.with_prefix("xsd", "http://www.w3.org/2001/XMLSchema#"));
        let query = parser.expect("prefixes").parse_query(&text);
        (name, query.unwrap_or_else(|fault| panic!("{name}: {fault}")))
    })
}

/// The same facts in Oxigraph's store.
fn store_of(dataset: &Dataset) -> Store {
    let store = Store::new().expect("a store in memory");
    let term = |id| dataset.term(id).into_owned();
    let mut loader = store.bulk_loader();
    let quads = dataset.predicates().flat_map(|predicate| {
        let oxigraph::model::Term::NamedNode(property) = term(predicate) else { panic!("a predicate is an IRI") };
        let links = dataset.adjacency(predicate, false);
        links.pairs().map(move |[subject, object]| {
            let oxigraph::model::Term::NamedNode(subject) = term(subject) else {
                panic!("nodes without a name get one when they are loaded")
            };
            Quad::new(subject, property.clone(), term(object), GraphName::DefaultGraph)
        })
    });
    loader.load_quads(quads).expect("quads are loaded");
    loader.commit().expect("quads are kept");
    store
}

/// How many solutions there are.
fn count(results: QueryResults<'_>) -> usize {
    match results {
        QueryResults::Solutions(solutions) => solutions.inspect(|it| assert!(it.is_ok())).count(),
        _ => panic!("each query selects"),
    }
}

/// How much is found, and the median of the rounds in milliseconds.
fn measured(rounds: usize, ask: impl Fn() -> usize) -> (usize, f64) {
    let found = ask();
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let before = cpu();
            assert_eq!(ask(), found, "each round finds the same");
            cpu() - before
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (found, times[rounds / 2])
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let rounds = std::env::var("CAVEAT_BENCH_ROUNDS").ok();
    let rounds = rounds.and_then(|it| it.parse().ok()).unwrap_or(5);
    let dataset = Arc::new(shared::dataset());
    let before = cpu();
    let store = store_of(&dataset);
    println!("{:.0} ms CPU to load the store", cpu() - before);
    println!("query      index      store  store/index      found");
    for (name, query) in queries() {
        let (found, index) = measured(rounds, || {
            let prepared = SparqlEvaluator::new().for_query(query.clone());
            let shared = SharedDataset(Arc::clone(&dataset));
            count(prepared.on_queryable_dataset(shared).execute().expect("an answer"))
        });
        let (same, stored) = measured(rounds, || {
            let prepared = SparqlEvaluator::new().for_query(query.clone());
            count(prepared.on_store(&store).execute().expect("an answer"))
        });
        assert_eq!(found, same, "{name}: both find the same");
        println!("{name:5} {index:10.3} {stored:10.3} {:12.2} {found:10}", stored / index);
    }
}
