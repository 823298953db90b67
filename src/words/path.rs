//! Paths through the graph: chains of properties, walked forwards or backwards, repeated, or only
//! through nodes that hold a value. Written in the vocabulary as SHACL property paths.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term};

use crate::store::{Dataset, Id};
use crate::words::Derived;

/// Steps that are taken one after the other; at least one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Step>);

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// From subject to object: `cv:citation`.
    Forward(NamedNode),
    /// From object to subject: `[ sh:inversePath cv:citation ]`.
    Backward(NamedNode),
    /// Again and again: `[ sh:oneOrMorePath … ]`, or also not at all: `[ sh:zeroOrMorePath … ]`.
    Repeat {
        /// What is taken again.
        path: Path,
        /// False when no step at all will do.
        at_least_once: bool,
    },
    /// One of several ways: `[ sh:alternativePath ( … ) ]`.
    Either(Vec<Path>),
    /// No move; only through nodes with this value: `[ say:where cv:stance ; say:value cv:affirms ]`.
    Where {
        /// The property that is looked at.
        property: NamedNode,
        /// What it must hold.
        value: Term,
    },
    /// No move; only through nodes that are of one of these classes, or of none of them. A vocabulary does not write
    /// it: see [`crate::words::Lexicon::path_within_kind`].
    Of {
        /// What is looked for.
        classes: Vec<NamedNode>,
        /// True where a node has to be of one of them, false where it must not.
        inside: bool,
    },
    /// What an analysis of the graph says: `say:structure say:groundDominator`.
    Derived {
        /// The analysis, with the pairs that it finds.
        derived: Arc<Derived>,
        /// From what is said to the things that it is said of.
        backward: bool,
    },
}

impl Path {
    /// True where an analysis finds what it leads to: then what it does not find is not so.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.0.iter().any(|step| matches!(step, Step::Derived { .. }))
    }

    /// The path of one property.
    #[must_use]
    pub fn property(property: NamedNode) -> Self {
        Self(vec![Step::Forward(property)])
    }

    /// The same path from its end to its beginning.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self(self.0.iter().rev().map(Step::inverse).collect())
    }

    /// The path taken one or more times.
    #[must_use]
    pub fn one_or_more(&self) -> Self {
        match self.0.as_slice() {
            [Step::Repeat { path, .. }] => Self(vec![Step::Repeat { path: path.clone(), at_least_once: true }]),
            _ => Self(vec![Step::Repeat { path: self.clone(), at_least_once: true }]),
        }
    }

    /// The path to all that lies partly within what the path leads to: for a path that ends with zero or more steps from
    /// a part to the whole, by way of any part. None for another path.
    #[must_use]
    pub fn widen(&self) -> Option<Self> {
        let [before @ .., Step::Repeat { path, at_least_once: false }] = self.0.as_slice() else {
            return None;
        };
        let down = Step::Repeat { path: path.inverse(), at_least_once: false };
        let up = Step::Repeat { path: path.clone(), at_least_once: false };
        Some(Self(before.iter().cloned().chain([down, up]).collect()))
    }

    /// The path to the parts themselves, for a path that goes on from a part to the wholes; none where it begins with them.
    #[must_use]
    pub fn to_parts(&self) -> Option<Self> {
        match self.0.as_slice() {
            [before @ .., Step::Repeat { at_least_once: false, .. }] if !before.is_empty() => {
                Some(Self(before.to_vec()))
            }
            _ => None,
        }
    }

    /// The path from the parts to the wholes, for the same paths as [`Self::to_parts`].
    #[must_use]
    pub fn from_parts(&self) -> Option<Self> {
        match self.0.as_slice() {
            [_, .., up @ Step::Repeat { at_least_once: false, .. }] => Some(Self(vec![up.clone()])),
            _ => None,
        }
    }

    /// True when the path looks at no value on its way and at no analysis: SPARQL's property paths cannot,
    /// and only they can repeat.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.0.iter().all(|step| match step {
            Step::Forward(_) | Step::Backward(_) => true,
            Step::Repeat { path, .. } => path.is_repeatable(),
            Step::Either(ways) => ways.iter().all(Self::is_repeatable),
            Step::Where { .. } | Step::Of { .. } | Step::Derived { .. } => false,
        })
    }

    /// This path and then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        Self(self.0.iter().chain(&next.0).cloned().collect())
    }

    /// Everything that the path reaches from `start`, ascending, each once.
    #[must_use]
    pub fn walk(&self, dataset: &Dataset, start: Id) -> BTreeSet<Id> {
        self.walk_from(dataset, BTreeSet::from([start]))
    }

    /// Everything that the path reaches from any of some nodes, ascending, each once. What several of them lead to is
    /// walked through once.
    #[must_use]
    pub fn walk_from(&self, dataset: &Dataset, starts: BTreeSet<Id>) -> BTreeSet<Id> {
        self.0.iter().fold(starts, |nodes, step| step.walk_from(dataset, nodes))
    }

    /// The properties that the path uses.
    pub fn properties(&self) -> Vec<&NamedNode> {
        let mut found = Vec::new();
        let mut stack: Vec<&Step> = self.0.iter().rev().collect();
        while let Some(step) = stack.pop() {
            match step {
                Step::Forward(property) | Step::Backward(property) => found.push(property),
                Step::Repeat { path, .. } => stack.extend(path.0.iter().rev()),
                Step::Either(paths) => stack.extend(paths.iter().flat_map(|path| &path.0)),
                Step::Where { property, .. } => found.push(property),
                Step::Of { .. } | Step::Derived { .. } => {}
            }
        }
        found
    }
}

impl Step {
    fn inverse(&self) -> Self {
        match self {
            Self::Forward(property) => Self::Backward(property.clone()),
            Self::Backward(property) => Self::Forward(property.clone()),
            Self::Repeat { path, at_least_once } => {
                Self::Repeat { path: path.inverse(), at_least_once: *at_least_once }
            }
            Self::Either(paths) => Self::Either(paths.iter().map(Path::inverse).collect()),
            Self::Derived { derived, backward } => Self::Derived { derived: Arc::clone(derived), backward: !backward },
            Self::Where { .. } | Self::Of { .. } => self.clone(),
        }
    }

    fn walk_from(&self, dataset: &Dataset, nodes: BTreeSet<Id>) -> BTreeSet<Id> {
        match self {
            Self::Forward(property) => match dataset.iri_id(property.as_ref()) {
                Some(property) => nodes.into_iter().flat_map(|node| dataset.objects(node, property)).collect(),
                None => BTreeSet::new(),
            },
            Self::Backward(property) => match dataset.iri_id(property.as_ref()) {
                Some(property) => nodes.into_iter().flat_map(|node| dataset.subjects(property, node)).collect(),
                None => BTreeSet::new(),
            },
            Self::Repeat { path, at_least_once } => {
                let mut reached = BTreeSet::new();
                let mut waiting: Vec<Id> = nodes.iter().copied().collect();
                while let Some(node) = waiting.pop() {
                    let next = path.walk(dataset, node);
                    waiting.extend(next.into_iter().filter(|next| reached.insert(*next)));
                }
                if !at_least_once {
                    reached.extend(nodes);
                }
                reached
            }
            Self::Either(ways) => ways.iter().flat_map(|way| way.walk_from(dataset, nodes.clone())).collect(),
            Self::Where { property, value } => {
                let holds = |node: &Id| dataset.values(*node, property.as_ref()).any(|term| term == value.as_ref());
                nodes.into_iter().filter(holds).collect()
            }
            Self::Of { classes, inside } => {
                let is_of_one = |node: &Id| {
                    let mut types = dataset.values(*node, rdf::TYPE);
                    types.any(|class| classes.iter().any(|one| class == one.as_ref().into()))
                };
                nodes.into_iter().filter(|node| is_of_one(node) == *inside).collect()
            }
            Self::Derived { derived, backward } => {
                nodes.into_iter().flat_map(|node| derived.of(node, *backward)).collect()
            }
        }
    }
}
