//! Binds the words for structure to the facts: each analysis is computed when a question first needs it.

use std::sync::{Arc, OnceLock};

use oxigraph::model::NamedNode;
use oxsdatatypes::Date;

use crate::graph::cells::ComparisonCells;
use crate::graph::dominators::Dominators;
use crate::graph::opposition::{OppositionIndex, Rules};
use crate::graph::own::own_sources;
use crate::graph::support::SupportGraph;
use crate::graph::support_schema::SupportSchema;
use crate::graph::verdict::OppositionVerdict;
use crate::store::{Dataset, Id};
use crate::words::{ComparisonRules, Lexicon, Path, Structure};

/// The analyses of one dataset, each computed on first use.
#[derive(Debug)]
pub struct GraphAnalyses {
    dataset: Arc<Dataset>,
    support_schema: Option<SupportSchema>,
    graph: OnceLock<SupportGraph>,
    dominators: OnceLock<Dominators>,
    rules: Option<Rules>,
    opposites: OnceLock<OppositionIndex>,
    today: Date,
    comparison: Option<ComparisonSetup>,
    cells: OnceLock<ComparisonCells>,
}

/// The rules for comparing records, with the lexicon that they refer to.
#[derive(Debug)]
struct ComparisonSetup {
    lexicon: Lexicon,
    rules: ComparisonRules,
    /// The paths that lead through current records alone, each with the things that it starts from.
    current: Vec<(Path, Vec<Id>)>,
}

impl GraphAnalyses {
    /// The support graph; none if the vocabulary has no `say:Support`.
    #[must_use]
    pub fn graph(&self) -> Option<&SupportGraph> {
        let bearing = self.support_schema.as_ref()?;
        Some(self.graph.get_or_init(|| SupportGraph::of_schema(bearing, &self.dataset)))
    }

    /// The cells of comparisons; none if the vocabulary has no `say:Comparison`.
    #[must_use]
    pub fn cells(&self) -> Option<&ComparisonCells> {
        let compared = self.comparison.as_ref()?;
        let cells = || ComparisonCells::of(&self.dataset, &compared.lexicon, &compared.rules, self.today);
        Some(self.cells.get_or_init(cells))
    }

    /// The pairs of an analysis of the records.
    fn of_records(&self, structure: Structure) -> Vec<[Id; 2]> {
        let (Some(compared), Some(cells)) = (&self.comparison, self.cells()) else {
            return Vec::new();
        };
        match structure {
            Structure::OwnSource => own_sources(&self.dataset, &compared.lexicon, &compared.rules),
            Structure::VerdictIs(answered) => cells.pairs_with_verdict(answered),
            Structure::Validity => {
                let id = |adjective: &Option<NamedNode>| self.dataset.iri_id(adjective.as_ref()?.as_ref());
                cells.validities(id(&compared.rules.expired), id(&compared.rules.upcoming))
            }
            Structure::Current(index, reaching) => {
                let (path, starts) = &compared.current[usize::from(index)];
                cells.current_links(&self.dataset, starts, path, reaching)
            }
            _ => Vec::new(),
        }
    }

    /// All claims that say the opposite of a claim on the same thing and topic, the nearest to a contradiction first;
    /// also settled and past ones, and those with another scope or time.
    #[must_use]
    pub fn opposites(&self, claim: Id) -> Vec<(Id, OppositionVerdict)> {
        let opposites = self.opposition_index();
        opposites.map_or_else(Vec::new, |opposites| opposites.of_claim(claim))
    }

    /// Whether two claims contradict one another, and why, or why not.
    #[must_use]
    pub fn verdict(&self, one: Id, other: Id) -> OppositionVerdict {
        let opposites = self.opposition_index();
        opposites.map_or(OppositionVerdict::Unspoken, |opposites| opposites.verdict(one, other))
    }

    /// The number of things that fall if a thing, a ground or an agent is removed, itself not counted.
    #[must_use]
    pub fn weight(&self, id: Id) -> u32 {
        let graph = self.graph();
        let node = graph.and_then(|graph| Some((graph, graph.node(id)?)));
        node.map_or(0, |(graph, node)| self.dominators(graph).weight[node as usize])
    }

    pub(super) fn dominators(&self, graph: &SupportGraph) -> &Dominators {
        self.dominators.get_or_init(|| graph.dominators())
    }

    /// The index for contradictions; none if the vocabulary has no `say:Opposition`.
    fn opposition_index(&self) -> Option<&OppositionIndex> {
        let rules = self.rules.as_ref()?;
        Some(self.opposites.get_or_init(|| OppositionIndex::of(&self.dataset, rules)))
    }

    /// The pairs of an analysis: a thing and its result.
    fn analysis(&self, structure: Structure) -> Vec<[Id; 2]> {
        if structure.is_of_records() {
            return self.of_records(structure);
        }
        if structure == Structure::Contradiction {
            return self.opposition_index().map_or_else(Vec::new, OppositionIndex::pairs);
        }
        let Some(graph) = self.graph() else {
            return Vec::new();
        };
        let numbers = |numbers: Vec<u32>| self.numbers(graph, &numbers);
        let things = graph.things as usize;
        match structure {
            Structure::GroundDominator => node_pairs(graph, &self.dominators(graph).ground[..things]),
            Structure::AnswerableDominator => node_pairs(graph, &self.dominators(graph).agent[..things]),
            Structure::ThingDominator => {
                let nearest = self.dominators(graph).immediate[..things].iter();
                let is_thing = |node: &u32| *node < graph.things;
                let nearest: Vec<Option<u32>> = nearest.map(|it| it.filter(is_thing)).collect();
                node_pairs(graph, &nearest)
            }
            Structure::Cycle => {
                let circles = graph.all_things().filter_map(|thing| {
                    let circle = graph.condensation.cycle_of(thing)?;
                    Some([graph.term(thing), graph.term(*circle.first()?)])
                });
                circles.collect()
            }
            // Handled above: these need no support graph.
            Structure::Contradiction
            | Structure::OwnSource
            | Structure::VerdictIs(_)
            | Structure::Validity
            | Structure::Current(..) => Vec::new(),
            Structure::Depth => numbers(graph.depths()),
            Structure::Width => numbers(graph.widths(|_| true)),
            Structure::Independence => numbers(graph.independences()),
            Structure::Load => numbers(graph.loads()),
            Structure::LoadRank => {
                let ranks = graph.load_ranks(&self.dataset);
                let no_rank = self.dataset.number_id(0);
                let mut ranked = numbers(ranks);
                // An unsupported thing falls with no source, so it has no rank.
                ranked.retain(|[_, rank]| Some(*rank) != no_rank);
                ranked
            }
            Structure::Weight => numbers(self.dominators(graph).weight.clone()),
            Structure::Component => numbers(graph.components()),
        }
    }

    /// The first nodes, each with the id of its number.
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

/// The first nodes, each with the node found for it, if any.
fn node_pairs(graph: &SupportGraph, said: &[Option<u32>]) -> Vec<[Id; 2]> {
    let pairs = graph.terms.iter().zip(said);
    pairs.filter_map(|(term, said)| Some([*term, graph.term((*said)?)])).collect()
}

/// Binds the analyses and the names of a lexicon to the facts. An analysis runs when a question first needs it; `today`
/// decides which records are current.
#[must_use]
pub fn bind_lexicon(
    lexicon: &Lexicon,
    dataset: impl Into<Arc<Dataset>>,
    today: Date,
) -> (Arc<Dataset>, Arc<GraphAnalyses>) {
    let dataset = dataset.into();
    lexicon.names().attach_facts(&dataset);
    let evidence = Arc::new(GraphAnalyses {
        dataset: Arc::clone(&dataset),
        support_schema: lexicon.support().map(|it| SupportSchema::of(lexicon, it)),
        graph: OnceLock::new(),
        dominators: OnceLock::new(),
        rules: lexicon.opposition().map(|it| Rules::of(lexicon, it)),
        opposites: OnceLock::new(),
        today,
        comparison: lexicon.comparison().map(|rules| ComparisonSetup {
            lexicon: lexicon.clone(),
            rules: rules.clone(),
            current: current_paths(lexicon, &dataset),
        }),
        cells: OnceLock::new(),
    });
    for derived in lexicon.analyses() {
        let evidence = Arc::clone(&evidence);
        let analysis = move |structure: Structure| evidence.analysis(structure);
        derived.attach_facts(Arc::clone(&dataset), Box::new(analysis));
    }
    (dataset, evidence)
}

/// The paths that lead through current records alone, each with the things that it starts from.
fn current_paths(lexicon: &Lexicon, dataset: &Dataset) -> Vec<(Path, Vec<Id>)> {
    let paths = lexicon.current_paths().iter().enumerate();
    let starts = |index: usize| {
        let index = u16::try_from(index).expect("relations are few");
        let mut kinds: Vec<_> = lexicon.relations_of(index).map(|relation| relation.from).collect();
        kinds.dedup();
        let things = kinds.into_iter().flat_map(|kind| lexicon.things(dataset, kind));
        things.collect()
    };
    paths.map(|(index, path)| (path.clone(), starts(index))).collect()
}
