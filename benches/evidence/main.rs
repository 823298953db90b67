//! What the analyses of support cost on a generated graph: `cargo bench --bench evidence`.
//!
//! `CAVEAT_BENCH_CLAIMS` sets the number of claims (10,000 unless told), `CAVEAT_BENCH_FACTS` names a file with
//! facts of the same words instead. Unlike the questions these are
//! measured in CPU time, which a busy machine does not change much: the least of the rounds is printed.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a benchmark has no reader but the one who runs it"
)]

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/costs.rs"]
mod costs;
#[path = "../shared/mod.rs"]
mod shared;

use std::sync::Arc;
use std::time::Duration;

use caveat::base::Source;
use caveat::exec::{build_evidence_tree, support_loss};
use caveat::graph::{SupportGraph, bind_lexicon};
use caveat::lang::parse;
use caveat::question::ResolvedStatement;
use caveat::session::{Session, SessionSettings};
use caveat::store::{Dataset, Id};
use caveat::words::{Lexicon, Structure};

use crate::costs::Costs;

const ROUNDS: usize = 5;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let mut costs = Costs::default();
    let mut dataset = costs.of("loading the facts", shared::dataset);
    let words = costs.of("reading the words", || {
        caveat::words::read(&dataset).expect("the vocabulary of the benchmark has no fault")
    });
    for _ in 0..ROUNDS {
        dataset = round(&mut costs, &words, dataset);
    }
    drop(words);
    let settings = SessionSettings::on("2026-11-23".parse().expect("a day"), Duration::from_secs(60));
    let session = costs.of("opening a session", || Session::new(dataset, settings));
    let session = session.unwrap_or_else(|_| panic!("the vocabulary of the benchmark has no fault"));
    let question = "suppose <https://caveat.example/id/source/0> is gone: why <https://caveat.example/id/claim/99>";
    let source = Source::new("question", question);
    let statements = parse(&source).unwrap_or_else(|_| panic!("{question}"));
    let resolved = session.read(&statements[0], &source);
    let Ok(ResolvedStatement::Question(asked)) = resolved else {
        panic!("{question}");
    };
    costs.of("suppose SOURCE is gone: why CLAIM", || {
        session.evaluate(&asked).expect("a claim of the graph is answered")
    });
    costs.print();
}

/// Measures every analysis once; the facts come back.
fn round(costs: &mut Costs, words: &Lexicon, dataset: Dataset) -> Dataset {
    let lexicon = words.clone().for_other_facts();
    let support = lexicon.support().expect("the vocabulary says what stands on what");
    costs.of("building the support graph", || SupportGraph::of(&dataset, &lexicon, support));
    let today = "2026-11-23".parse().expect("a day");
    let (dataset, evidence) = costs.of("knowing it, with ids for numbers", || bind_lexicon(&lexicon, dataset, today));
    // The first asked of the three kinds of dominators pays for all.
    for (name, structure) in Structure::ALL {
        let known = lexicon.analyses().iter();
        for derived in known.filter(|it| it.structure == structure) {
            costs.of(name, || derived.pairs().len());
        }
    }
    let graph = evidence.graph().expect("there is support");
    let ground = |number: usize| iri(&dataset, &format!("source/{number}"));
    let ten: Vec<Id> = (0..10).map(|it| ground(12 * it)).collect();
    costs.of("without one source", || graph.removal_impact(&[ground(0)]));
    costs.of("without one publisher", || graph.removal_impact(&[iri(&dataset, "vendor/0")]));
    costs.of("without ten sources", || graph.removal_impact(&ten));
    costs.of("without one claim", || graph.removal_impact(&[iri(&dataset, "claim/0")]));
    let claim = iri(&dataset, "claim/99");
    costs.of("why CLAIM", || build_evidence_tree(claim, &lexicon, &dataset, &evidence, today));
    costs.of("what rests on SOURCE, told", || support_loss(ground(0), &lexicon, &dataset, &evidence));
    drop(evidence);
    drop(lexicon);
    Arc::into_inner(dataset).expect("what knew the facts is gone")
}

fn iri(dataset: &Dataset, name: &str) -> Id {
    let iri = oxigraph::model::NamedNode::new(format!("https://caveat.example/id/{name}"));
    let iri = iri.expect("the name of a generated thing");
    dataset.iri_id(iri.as_ref()).expect("it is generated")
}
