//! Compiled paths: properties, values and classes are looked up as ids.

use std::ops::Range;
use std::rc::Rc;

use oxigraph::model::vocab::rdf;

use crate::store::{AdjacencyIndex, Ascending, Dataset, DirectedPredicate, Id};
use crate::words::{Derived, Path, Step};

/// A compiled path over the links of a dataset.
#[derive(Debug)]
pub(super) struct CompiledPath<'a> {
    pub(super) moves: Vec<Move<'a>>,
    /// Its chains of consecutive links that have no join index yet.
    pub(super) chains: Vec<Vec<DirectedPredicate>>,
    /// True if it may reach the same thing twice.
    pub(super) repeats: bool,
}

/// One step of a compiled path.
#[derive(Debug)]
pub(super) enum Move<'a> {
    /// Along the links of a property in one direction.
    Links(AdjacencyPair<'a>),
    /// A path, repeated.
    Repeat { way: CompiledPath<'a>, at_least_once: bool },
    /// One of several paths.
    Either(Vec<CompiledPath<'a>>),
    /// Only through nodes with this value.
    Where { own: &'a AdjacencyIndex, value: Id, nodes: &'a [Id] },
    /// Only through instances of one of these classes, or of none of them.
    Of { own: &'a AdjacencyIndex, classes: Vec<(Id, Ascending<'a>)>, inside: bool },
    /// Along the pairs of an analysis.
    Derived { derived: &'a Derived, backward: bool },
    /// Nowhere: the property or the value does not occur.
    Nowhere,
}

/// The links of a property as they are walked, and in the other direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct AdjacencyPair<'a> {
    pub(super) forward: &'a AdjacencyIndex,
    pub(super) backward: &'a AdjacencyIndex,
}

impl AdjacencyPair<'_> {
    pub(super) fn inverse(self) -> Self {
        Self { forward: self.backward, backward: self.forward }
    }
}

impl<'a> CompiledPath<'a> {
    pub(super) fn of(path: &'a Path, dataset: &'a Dataset) -> Self {
        let (mut moves, mut chains) = (Vec::new(), Vec::new());
        let mut steps = path.0.as_slice();
        while !steps.is_empty() {
            let chain: Vec<DirectedPredicate> = steps.iter().map_while(|it| along(it, dataset)).collect();
            let (own, rest) = steps.split_at(chain.len().max(1));
            steps = rest;
            if let Some([there, back]) = dataset.join_index(&chain) {
                moves.push(Move::Links(AdjacencyPair { forward: there, backward: back }));
                continue;
            }
            moves.extend(own.iter().map(|step| Move::of(step, dataset)));
            if chain.len() > 1 {
                chains.push(chain);
            }
        }
        let branching = moves.iter().filter(|it| it.is_a_move()).count();
        let repeats = branching > 1 || moves.iter().any(|it| matches!(it, Move::Either(_)));
        Self { moves, chains, repeats }
    }

    /// A range that contains everything that the path leads to, if that is known at once.
    pub(super) fn ends(&self) -> Option<Range<Id>> {
        match self.moves.last() {
            Some(Move::Links(both)) => Some(both.backward.range()),
            _ => None,
        }
    }

    /// The links, if the path is one step along them.
    pub(super) fn links(&self) -> Option<AdjacencyPair<'a>> {
        match self.moves.as_slice() {
            [Move::Links(both)] => Some(*both),
            _ => None,
        }
    }
}

impl<'a> Move<'a> {
    fn of(step: &'a Step, dataset: &'a Dataset) -> Self {
        let along = |property: &oxigraph::model::NamedNode, backward| {
            dataset.iri_id(property.as_ref()).map(|property| AdjacencyPair {
                forward: dataset.adjacency(property, backward),
                backward: dataset.adjacency(property, !backward),
            })
        };
        match step {
            Step::Forward(property) => along(property, false).map_or(Self::Nowhere, Self::Links),
            Step::Backward(property) => along(property, true).map_or(Self::Nowhere, Self::Links),
            Step::Repeat { path, at_least_once } => {
                Self::Repeat { way: CompiledPath::of(path, dataset), at_least_once: *at_least_once }
            }
            Step::Either(paths) => Self::Either(paths.iter().map(|path| CompiledPath::of(path, dataset)).collect()),
            Step::Where { property, value } => match (along(property, false), dataset.id(value)) {
                (Some(both), Some(value)) => {
                    Self::Where { own: both.forward, value, nodes: both.backward.of_node_lazy(value) }
                }
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
            Step::Derived { derived, backward } => Self::Derived { derived, backward: *backward },
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

/// A compiled path, shared while its plan is evaluated.
pub(super) type SharedPath<'a> = Rc<CompiledPath<'a>>;
