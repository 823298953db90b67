//! Compiled paths: properties, values and classes are looked up as ids.

use std::ops::Range;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::store::{AdjacencyIndex, Ascending, Dataset, DirectedPredicate, Id};
use crate::words::{Derived, Path, Step};

/// A compiled path over the links of a dataset.
#[derive(Debug)]
pub(crate) struct CompiledPath<'a> {
    pub(crate) moves: Vec<Move<'a>>,
    /// Its chains of consecutive links that have no join index yet.
    pub(crate) chains: Vec<Vec<DirectedPredicate>>,
    /// True if it may reach the same thing twice.
    pub(crate) repeats: bool,
}

/// One step of a compiled path.
#[derive(Debug)]
pub(crate) enum Move<'a> {
    /// Along the links of a property in one direction, or along several links that a join index has as one.
    Links(AdjacencyPair<'a>),
    /// A path, repeated.
    Repeat { way: CompiledPath<'a>, at_least_once: bool },
    /// One of several paths.
    Either(Vec<CompiledPath<'a>>),
    /// Only through nodes with this value.
    Where { property: Id, own: &'a AdjacencyIndex, value: Id, nodes: &'a [Id] },
    /// Only through instances of one of these classes, or of none of them.
    Of { own: &'a AdjacencyIndex, classes: Vec<(Id, Ascending<'a>)>, inside: bool },
    /// Along the pairs of an analysis.
    Derived { derived: Arc<Derived>, backward: bool },
    /// Nowhere: the property or the value does not occur.
    Nowhere,
}

/// The links of a property as they are followed, and in the other direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AdjacencyPair<'a> {
    /// `None` for the links of a join index.
    pub(crate) predicate: Option<DirectedPredicate>,
    pub(crate) forward: &'a AdjacencyIndex,
    pub(crate) backward: &'a AdjacencyIndex,
}

impl AdjacencyPair<'_> {
    pub(crate) fn inverse(self) -> Self {
        let predicate = self.predicate.map(|(property, backward)| (property, !backward));
        Self { predicate, forward: self.backward, backward: self.forward }
    }
}

impl<'a> CompiledPath<'a> {
    /// A path whose links are followed one by one: each is a fact.
    pub(crate) fn of_facts(path: &Path, dataset: &'a Dataset) -> Self {
        let moves = path.0.iter().map(|step| Move::of(step, dataset, Self::of_facts)).collect();
        Self::of_moves(moves, Vec::new())
    }

    /// A path whose links are followed by the join indexes that there are.
    pub(crate) fn of(path: &Path, dataset: &'a Dataset) -> Self {
        let (mut moves, mut chains) = (Vec::new(), Vec::new());
        let mut steps = path.0.as_slice();
        while !steps.is_empty() {
            let chain: Vec<DirectedPredicate> = steps.iter().map_while(|it| along(it, dataset)).collect();
            let (own, rest) = steps.split_at(chain.len().max(1));
            steps = rest;
            if let Some([there, back]) = dataset.join_index(&chain) {
                moves.push(Move::Links(AdjacencyPair { predicate: None, forward: there, backward: back }));
                continue;
            }
            moves.extend(own.iter().map(|step| Move::of(step, dataset, Self::of)));
            if chain.len() > 1 {
                chains.push(chain);
            }
        }
        Self::of_moves(moves, chains)
    }

    fn of_moves(moves: Vec<Move<'a>>, chains: Vec<Vec<DirectedPredicate>>) -> Self {
        let branching = moves.iter().filter(|it| it.is_a_move()).count();
        let repeats = branching > 1 || moves.iter().any(|it| matches!(it, Move::Either(_)));
        Self { moves, chains, repeats }
    }

    /// A range that contains everything that the path leads to, if that is known at once.
    pub(crate) fn ends(&self) -> Option<Range<Id>> {
        match self.moves.last() {
            Some(Move::Links(both)) => Some(both.backward.range()),
            _ => None,
        }
    }

    /// The links, if the path is one step along them.
    pub(crate) fn links(&self) -> Option<AdjacencyPair<'a>> {
        match self.moves.as_slice() {
            [Move::Links(both)] => Some(*both),
            _ => None,
        }
    }
}

impl<'a> Move<'a> {
    /// Compiles a step, and the paths in it by `compile`.
    fn of(step: &Step, dataset: &'a Dataset, compile: fn(&Path, &'a Dataset) -> CompiledPath<'a>) -> Self {
        let along = |property: &NamedNode, backward| {
            dataset.iri_id(property.as_ref()).map(|property| AdjacencyPair {
                predicate: Some((property, backward)),
                forward: dataset.adjacency(property, backward),
                backward: dataset.adjacency(property, !backward),
            })
        };
        match step {
            Step::Forward(property) => along(property, false).map_or(Self::Nowhere, Self::Links),
            Step::Backward(property) => along(property, true).map_or(Self::Nowhere, Self::Links),
            Step::Repeat { path, at_least_once } => {
                Self::Repeat { way: compile(path, dataset), at_least_once: *at_least_once }
            }
            Step::Either(paths) => Self::Either(paths.iter().map(|path| compile(path, dataset)).collect()),
            Step::Where { property, value } => match (dataset.iri_id(property.as_ref()), dataset.id(value)) {
                (Some(property), Some(value)) => Self::Where {
                    property,
                    own: dataset.adjacency(property, false),
                    value,
                    nodes: dataset.adjacency(property, true).of_node_lazy(value),
                },
                _ => Self::Nowhere,
            },
            Step::OfClass { classes, inside } => {
                let a = dataset.iri_id(rdf::TYPE);
                let members = a.map(|a| dataset.adjacency(a, true));
                let ids = classes.iter().filter_map(|class| {
                    let class = dataset.iri_id(class.as_ref())?;
                    Some((class, members?.ends_of(class)))
                });
                Self::Of {
                    // Without `rdf:type` nothing has a class: any empty adjacency will do.
                    own: dataset.adjacency(a.unwrap_or(Id::MAX), false),
                    classes: ids.collect(),
                    inside: *inside,
                }
            }
            Step::Derived { derived, backward } => Self::Derived { derived: Arc::clone(derived), backward: *backward },
        }
    }

    /// False for steps that only test the node, or lead nowhere.
    fn is_a_move(&self) -> bool {
        !matches!(self, Self::Where { .. } | Self::Of { .. } | Self::Nowhere)
    }
}

/// The predicate and direction of a step along a property that occurs.
fn along(step: &Step, dataset: &Dataset) -> Option<DirectedPredicate> {
    match step {
        Step::Forward(property) => Some((dataset.iri_id(property.as_ref())?, false)),
        Step::Backward(property) => Some((dataset.iri_id(property.as_ref())?, true)),
        _ => None,
    }
}
