//! The words for structure, made known: each analysis is worked out when the first question asks for it.

use std::sync::{Arc, OnceLock};

use crate::graph::bearing::Bearing;
use crate::graph::dominators::Dominators;
use crate::graph::opposition::{Opposites, Rules};
use crate::graph::support::SupportGraph;
use crate::graph::verdict::Verdict;
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Structure};

/// The support of the things of one dataset, with what has been worked out of it.
#[derive(Debug)]
pub struct Evidence {
    dataset: Arc<Dataset>,
    bearing: Option<Bearing>,
    graph: OnceLock<SupportGraph>,
    dominators: OnceLock<Dominators>,
    rules: Option<Rules>,
    opposites: OnceLock<Opposites>,
}

impl Evidence {
    /// What stands on what; none where the vocabulary says nothing of it.
    #[must_use]
    pub fn graph(&self) -> Option<&SupportGraph> {
        let bearing = self.bearing.as_ref()?;
        Some(self.graph.get_or_init(|| bearing.graph(&self.dataset)))
    }

    /// Everything that says the opposite of a thing on one of its topics, of one thing, the nearest to a
    /// contradiction first; also what is settled, what is past and what speaks of something else.
    #[must_use]
    pub fn opposites(&self, claim: Id) -> Vec<(Id, Verdict)> {
        let opposites = self.said();
        opposites.map_or_else(Vec::new, |opposites| opposites.of_claim(claim))
    }

    /// Whether two things contradict one another, and why, or why not.
    #[must_use]
    pub fn verdict(&self, one: Id, other: Id) -> Verdict {
        let opposites = self.said();
        opposites.map_or(Verdict::Unspoken, |opposites| opposites.verdict(one, other))
    }

    /// How many things fall when a thing, a ground or an agent goes, itself not counted.
    #[must_use]
    pub fn weight(&self, id: Id) -> u32 {
        let graph = self.graph();
        let node = graph.and_then(|graph| Some((graph, graph.node(id)?)));
        node.map_or(0, |(graph, node)| self.falling(graph).weight[node as usize])
    }

    pub(super) fn falling(&self, graph: &SupportGraph) -> &Dominators {
        self.dominators.get_or_init(|| graph.dominators())
    }

    /// What is said of what; none where the vocabulary does not say what is opposite.
    fn said(&self) -> Option<&Opposites> {
        let rules = self.rules.as_ref()?;
        Some(self.opposites.get_or_init(|| Opposites::of(&self.dataset, rules)))
    }

    /// What an analysis says of each thing.
    fn analysis(&self, structure: Structure) -> Vec<[Id; 2]> {
        if structure == Structure::Contradiction {
            return self.said().map_or_else(Vec::new, Opposites::pairs);
        }
        let Some(graph) = self.graph() else {
            return Vec::new();
        };
        let numbers = |numbers: Vec<u32>| self.numbers(graph, &numbers);
        let things = graph.things as usize;
        match structure {
            Structure::GroundDominator => named(graph, &self.falling(graph).ground[..things]),
            Structure::AnswerableDominator => named(graph, &self.falling(graph).agent[..things]),
            Structure::ThingDominator => {
                let nearest = self.falling(graph).nearest[..things].iter();
                let is_thing = |node: &u32| *node < graph.things;
                let nearest: Vec<Option<u32>> = nearest.map(|it| it.filter(is_thing)).collect();
                named(graph, &nearest)
            }
            Structure::Circle => {
                let circles = graph.all_things().filter_map(|thing| {
                    let circle = graph.circles.around(thing)?;
                    Some([graph.term(thing), graph.term(*circle.first()?)])
                });
                circles.collect()
            }
            // It is found above, without support.
            Structure::Contradiction => Vec::new(),
            Structure::Depth => numbers(graph.depths()),
            Structure::Width => numbers(graph.widths(|_| true)),
            Structure::Independence => numbers(graph.independences()),
            Structure::Load => numbers(graph.loads()),
            Structure::LoadRank => {
                let ranks = graph.load_ranks(&self.dataset);
                let no_rank = self.dataset.number_id(0);
                let mut ranked = numbers(ranks);
                // What nothing supports falls with no source.
                ranked.retain(|[_, rank]| Some(*rank) != no_rank);
                ranked
            }
            Structure::Weight => numbers(self.falling(graph).weight.clone()),
            Structure::Component => numbers(graph.components()),
        }
    }

    /// Pairs of the first nodes with their numbers.
    fn numbers(&self, graph: &SupportGraph, numbers: &[u32]) -> Vec<[Id; 2]> {
        let highest = numbers.iter().max().copied().unwrap_or(0);
        let ids: Vec<Option<Id>> = (0..=highest).map(|it| self.dataset.number_id(it as usize)).collect();
        let pairs = graph.terms.iter().zip(numbers);
        let pair = |(term, number): (&Id, &u32)| {
            let number = ids[*number as usize];
            [*term, number.expect("the dataset was given every number that a count can reach")]
        };
        pairs.map(pair).collect()
    }
}

/// Pairs of the first nodes with the nodes that are said of them.
fn named(graph: &SupportGraph, said: &[Option<u32>]) -> Vec<[Id; 2]> {
    let pairs = graph.terms.iter().zip(said);
    pairs.filter_map(|(term, said)| Some([*term, graph.term((*said)?)])).collect()
}

/// Tells the words for structure, and the names, in which facts they are found. Nothing is looked at before a
/// question asks.
#[must_use]
pub fn know(lexicon: &Lexicon, dataset: Dataset) -> (Arc<Dataset>, Arc<Evidence>) {
    let dataset = Arc::new(dataset);
    lexicon.names().told(&dataset);
    let evidence = Arc::new(Evidence {
        dataset: Arc::clone(&dataset),
        bearing: lexicon.support().map(|it| Bearing::of(lexicon, it)),
        graph: OnceLock::new(),
        dominators: OnceLock::new(),
        rules: lexicon.opposition().map(|it| Rules::of(lexicon, it)),
        opposites: OnceLock::new(),
    });
    for derived in lexicon.analyses() {
        let evidence = Arc::clone(&evidence);
        let analysis = move |structure: Structure| evidence.analysis(structure);
        derived.told(Arc::clone(&dataset), Box::new(analysis));
    }
    (dataset, evidence)
}
