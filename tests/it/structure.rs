//! Every analysis of support, compared with a slow, obvious one on thousands of random graphs; and deep or wide graphs,
//! on which every analysis must end.

mod deep;
mod language;
mod random_graphs;
mod slow_analyses;

use std::sync::OnceLock;

use caveat::graph::{Impact, bind_lexicon};
use caveat::store::{Id, Input, MAX_FILE, load};
use caveat::words::{Lexicon, Structure};
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::structure::random_graphs::{RandomGraph, Removal, Size};
use crate::structure::slow_analyses::{AnalysisResult, SlowAnalyses};
use crate::world;

/// The words of the shipped vocabulary.
fn lexicon() -> Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    let read = || {
        let vocabulary = world::root().join("data/vocabulary.ttl");
        let facts = load(&[Input::Path(vocabulary)], None, MAX_FILE).unwrap();
        caveat::words::read(&facts).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
    };
    LEXICON.get_or_init(read).clone().for_other_facts()
}

/// The evidence of facts, with its vocabulary.
struct AnalyzedGraph {
    lexicon: Lexicon,
    dataset: std::sync::Arc<caveat::store::Dataset>,
    evidence: std::sync::Arc<caveat::graph::GraphAnalyses>,
}

impl AnalyzedGraph {
    fn of(turtle: &str) -> Self {
        let input = Input::Stdin(turtle.as_bytes().to_vec(), RdfFormat::Turtle);
        let facts = load(&[input], None, MAX_FILE);
        let facts = facts.unwrap_or_else(|it| panic!("{}\n{turtle}", world::messages(&it)));
        let lexicon = lexicon();
        let (dataset, evidence) = bind_lexicon(&lexicon, facts, crate::world::TODAY.parse().unwrap());
        Self { lexicon, dataset, evidence }
    }

    /// The result of an analysis, as pairs of ids.
    fn pairs_of(&self, structure: Structure) -> &[[Id; 2]] {
        let mut known = self.lexicon.analyses().iter();
        known.find(|it| it.structure == structure).unwrap().pairs()
    }

    fn id(&self, iri: &str) -> Id {
        let iri = NamedNode::new_unchecked(iri);
        self.dataset.iri_id(iri.as_ref()).unwrap()
    }

    fn number(&self, number: u32) -> Id {
        self.dataset.number_id(number as usize).unwrap()
    }

    fn without(&self, gone: &[Id]) -> Impact {
        self.evidence.graph().unwrap().removal_impact(gone)
    }
}

/// Tests a law on this many random graphs, with things to remove from each; `PROPTEST_CASES` times as many in a long
/// run.
fn for_graphs(size: Size, cases: u32, law: impl Fn(&RandomGraph, &Removal) -> Result<(), TestCaseError>) {
    let times = std::env::var("PROPTEST_CASES").ok();
    let times: u32 = times.and_then(|it| it.parse().ok()).unwrap_or(1);
    let config = Config { cases: cases * times, failure_persistence: None, ..Config::default() };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let numbers = (vec(any::<u16>(), size.numbers()), vec(any::<u16>(), 1..12));
    let outcome = runner.run(&numbers, |(numbers, gone)| {
        let made = RandomGraph::of(size, &numbers);
        law(&made, &Removal::of(&made, &gone))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn check_analyses(made: &RandomGraph, _: &Removal) -> Result<(), TestCaseError> {
    let known = AnalyzedGraph::of(&made.turtle());
    let slow = SlowAnalyses::of(made, |name| known.id(name));
    for (name, structure) in Structure::ALL {
        let mut wanted: Vec<[Id; 2]> = match slow.result(structure) {
            AnalysisResult::Things(pairs) => pairs,
            AnalysisResult::Numbers(pairs) => {
                let pairs = pairs.into_iter();
                pairs.map(|(id, it)| [id, known.number(it)]).collect()
            }
            AnalysisResult::Elsewhere => continue,
        };
        wanted.sort_unstable();
        prop_assert_eq!(known.pairs_of(structure), wanted, "{}\n{}", name, made.turtle());
    }
    for (id, weight) in slow.weights() {
        prop_assert_eq!(known.evidence.weight(id), weight);
    }
    let graph = known.evidence.graph().unwrap();
    for (id, circle) in slow.cycles() {
        prop_assert_eq!(graph.cycle_of(id), circle, "{}", made.turtle());
    }
    Ok(())
}

fn check_impacts(made: &RandomGraph, gone: &Removal) -> Result<(), TestCaseError> {
    let known = AnalyzedGraph::of(&made.turtle());
    let slow = SlowAnalyses::of(made, |name| known.id(name));
    let ids: Vec<Id> = gone.names().map(|name| known.id(&name)).collect();
    let wanted = slow.without(gone);
    let found = known.without(&ids);
    prop_assert_eq!(found, wanted, "without {:?} of\n{}", gone, made.turtle());
    Ok(())
}

#[test]
fn analyses_match_slow_ones() {
    for_graphs(Size::Small, 3_000, check_analyses);
}

#[test]
fn analyses_match_slow_ones_in_larger_graphs() {
    for_graphs(Size::Large, 60, check_analyses);
}

#[test]
fn impacts_match_trying_each_claim() {
    for_graphs(Size::Small, 3_000, check_impacts);
    for_graphs(Size::Large, 100, check_impacts);
}

#[test]
fn random_graphs_cover_the_cases_of_the_laws() {
    let sees = |size: Size, cases: u32, what: &str, holds: &dyn Fn(&RandomGraph) -> bool| {
        let seen = std::cell::Cell::new(0);
        for_graphs(size, cases, |made, _| {
            seen.set(seen.get() + u32::from(holds(made)));
            Ok(())
        });
        assert!(seen.get() * 20 > cases, "{what}: {} of {cases}", seen.get());
    };
    let itself = |made: &RandomGraph| (0..).zip(&made.rests).any(|(it, on)| on.contains(&it));
    sees(Size::Small, 500, "a claim on itself", &itself);
    sees(Size::Small, 500, "several publishers", &|made| made.answerable.iter().any(|it| it.len() > 1));
    sees(Size::Small, 500, "no publisher", &|made| made.answerable.iter().any(Vec::is_empty));
    sees(Size::Small, 500, "a claim without anything", &|made| {
        let mut claims = made.rests.iter().zip(&made.grounds);
        claims.any(|(rests, grounds)| rests.is_empty() && grounds.is_empty())
    });
    sees(Size::Large, 60, "more than 64 sources", &|made| made.answerable.len() > 64);
    sees(Size::Large, 60, "more than 128 sources", &|made| made.answerable.len() > 128);
}
