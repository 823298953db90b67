//! Every analysis of support, compared with a slow, obvious one on thousands of random graphs; and graphs
//! that are deep or wide, which must come to an end.

mod deep;
mod language;
mod made;
mod slow;

use std::sync::OnceLock;

use caveat::graph::{Impact, bind_lexicon};
use caveat::store::{Id, Input, MAX_FILE, load};
use caveat::words::{Lexicon, Structure};
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::structure::made::{Gone, Made, Size};
use crate::structure::slow::{Slow, What};
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

/// The evidence of facts, with the words that know of it.
struct Known {
    lexicon: Lexicon,
    dataset: std::sync::Arc<caveat::store::Dataset>,
    evidence: std::sync::Arc<caveat::graph::GraphAnalyses>,
}

impl Known {
    fn of(turtle: &str) -> Self {
        let input = Input::Stdin(turtle.as_bytes().to_vec(), RdfFormat::Turtle);
        let facts = load(&[input], None, MAX_FILE);
        let facts = facts.unwrap_or_else(|it| panic!("{}\n{turtle}", world::messages(&it)));
        let lexicon = lexicon();
        let (dataset, evidence) = bind_lexicon(&lexicon, facts, crate::world::TODAY.parse().unwrap());
        Self { lexicon, dataset, evidence }
    }

    /// What an analysis says, as pairs of ids.
    fn said(&self, structure: Structure) -> &[[Id; 2]] {
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
        self.evidence.graph().unwrap().without(gone)
    }
}

/// Tries a law on so many random graphs, and on things to take away from each; `PROPTEST_CASES` times as
/// many in a long run.
fn for_graphs(size: Size, cases: u32, law: impl Fn(&Made, &Gone) -> Result<(), TestCaseError>) {
    let times = std::env::var("PROPTEST_CASES").ok();
    let times: u32 = times.and_then(|it| it.parse().ok()).unwrap_or(1);
    let config = Config { cases: cases * times, failure_persistence: None, ..Config::default() };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let numbers = (vec(any::<u16>(), size.numbers()), vec(any::<u16>(), 1..12));
    let outcome = runner.run(&numbers, |(numbers, gone)| {
        let made = Made::of(size, &numbers);
        law(&made, &Gone::of(&made, &gone))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn analyses_agree(made: &Made, _: &Gone) -> Result<(), TestCaseError> {
    let known = Known::of(&made.turtle());
    let slow = Slow::of(made, |name| known.id(name));
    for (name, structure) in Structure::ALL {
        let mut wanted: Vec<[Id; 2]> = match slow.what(structure) {
            What::Things(pairs) => pairs,
            What::Numbers(pairs) => {
                let pairs = pairs.into_iter();
                pairs.map(|(id, it)| [id, known.number(it)]).collect()
            }
            What::Elsewhere => continue,
        };
        wanted.sort_unstable();
        prop_assert_eq!(known.said(structure), wanted, "{}\n{}", name, made.turtle());
    }
    for (id, weight) in slow.weights() {
        prop_assert_eq!(known.evidence.weight(id), weight);
    }
    let graph = known.evidence.graph().unwrap();
    for (id, circle) in slow.circles() {
        prop_assert_eq!(graph.cycle_of(id), circle, "{}", made.turtle());
    }
    Ok(())
}

fn impacts_agree(made: &Made, gone: &Gone) -> Result<(), TestCaseError> {
    let known = Known::of(&made.turtle());
    let slow = Slow::of(made, |name| known.id(name));
    let ids: Vec<Id> = gone.names().map(|name| known.id(&name)).collect();
    let wanted = slow.without(gone);
    let found = known.without(&ids);
    prop_assert_eq!(found, wanted, "without {:?} of\n{}", gone, made.turtle());
    Ok(())
}

#[test]
fn analyses_find_what_slow_ones_find() {
    for_graphs(Size::Small, 3_000, analyses_agree);
}

#[test]
fn analyses_find_what_slow_ones_find_in_larger_graphs() {
    for_graphs(Size::Large, 60, analyses_agree);
}

#[test]
fn what_falls_is_what_falls_when_each_claim_is_tried() {
    for_graphs(Size::Small, 3_000, impacts_agree);
    for_graphs(Size::Large, 100, impacts_agree);
}

#[test]
fn random_graphs_hold_what_the_laws_are_about() {
    let sees = |size: Size, cases: u32, what: &str, holds: &dyn Fn(&Made) -> bool| {
        let seen = std::cell::Cell::new(0);
        for_graphs(size, cases, |made, _| {
            seen.set(seen.get() + u32::from(holds(made)));
            Ok(())
        });
        assert!(seen.get() * 20 > cases, "{what}: {} of {cases}", seen.get());
    };
    let itself = |made: &Made| (0..).zip(&made.rests).any(|(it, on)| on.contains(&it));
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
