//! What the vocabulary says of support, as classes and paths: enough to build the graph when a question first needs it.

use oxigraph::model::NamedNode;

use crate::graph::adjacency::{of_classes, path_pairs};
use crate::store::{Dataset, Id};
use crate::words::{Direction, KindId, Lexicon, Path, Support};

/// The classes and paths of support.
#[derive(Debug)]
pub(super) struct SupportSchema {
    things: Vec<NamedNode>,
    grounds: Vec<NamedNode>,
    agents: Vec<NamedNode>,
    /// From things to the things that they are concluded from.
    premise_paths: Vec<Path>,
    /// From things to their own grounds.
    ground_paths: Vec<Path>,
    /// From grounds to those who answer for them.
    agent_paths: Vec<Path>,
}

impl SupportSchema {
    /// What a vocabulary says of support.
    pub(super) fn of(lexicon: &Lexicon, support: &Support) -> Self {
        let classes = |kind: KindId| lexicon.kind(kind).classes.clone();
        let paths = |links: &[Direction]| {
            let paths = links.iter().map(|link| lexicon.path_within_kind(*link));
            paths.collect::<Vec<Path>>()
        };
        let agents = support.answerable.map(|link| lexicon.end(link));
        Self {
            things: classes(support.of),
            // What is not of the kind supports nothing: a misspelt name is not a source.
            grounds: classes(support.ground),
            agents: agents.map_or_else(Vec::new, classes),
            premise_paths: paths(&support.rests),
            ground_paths: paths(&support.grounds),
            agent_paths: paths(support.answerable.as_slice()),
        }
    }

    /// Things, grounds and agents, each ascending, and the pairs of links between them: from an index to a term.
    pub(super) fn read(&self, dataset: &Dataset) -> ([Vec<Id>; 3], [Vec<[u32; 2]>; 3]) {
        let things = of_classes(dataset, &self.things);
        let grounds = of_classes(dataset, &self.grounds);
        let agents = of_classes(dataset, &self.agents);
        let along = |paths: &[Path], starts: &[Id]| {
            let paths = paths.iter();
            let pairs = paths.flat_map(|path| path_pairs(dataset, path, starts));
            pairs.collect::<Vec<[u32; 2]>>()
        };
        let rests = along(&self.premise_paths, &things);
        let bears = along(&self.ground_paths, &things);
        let answers = along(&self.agent_paths, &grounds);
        ([things, grounds, agents], [rests, bears, answers])
    }
}
