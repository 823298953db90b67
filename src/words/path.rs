//! Paths through the graph: chains of properties, walked forwards or backwards, repeated, or only
//! through nodes that hold a value. Written in the vocabulary as SHACL property paths.

use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};

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
    /// One or more times: `[ sh:oneOrMorePath … ]`, or zero or more: `[ sh:zeroOrMorePath … ]`.
    Repeat {
        /// The path that repeats.
        path: Path,
        /// False for zero or more.
        at_least_once: bool,
    },
    /// One of several paths: `[ sh:alternativePath ( … ) ]`.
    Either(Vec<Path>),
    /// Stays at nodes with this value: `[ say:where cv:stance ; say:value cv:affirms ]`.
    Where {
        /// The property that is tested.
        property: NamedNode,
        /// The value that it must have.
        value: Term,
    },
    /// Stays at nodes of one of these classes, or of none of them. Vocabularies do not write it: see
    /// [`crate::words::Lexicon::path_within_kind`].
    OfClass {
        /// The classes that are tested.
        classes: Vec<NamedNode>,
        /// True if a node must be of one of them, false if it must not.
        inside: bool,
    },
    /// The result of a graph analysis: `say:structure say:groundDominator`.
    Derived {
        /// The analysis, with the pairs that it finds.
        derived: Arc<Derived>,
        /// True from results to the things that have them.
        backward: bool,
    },
}

impl Path {
    /// True if a step is an analysis: then what the path does not reach is not so, rather than unknown.
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

    /// The path to everything that overlaps what the path leads to: down to any of its parts, then up to all that
    /// contain them. None unless the path ends with zero or more steps from a part to the whole.
    #[must_use]
    pub fn widen(&self) -> Option<Self> {
        let [before @ .., Step::Repeat { path, at_least_once: false }] = self.0.as_slice() else {
            return None;
        };
        let down = Step::Repeat { path: path.inverse(), at_least_once: false };
        let up = Step::Repeat { path: path.clone(), at_least_once: false };
        Some(Self(before.iter().cloned().chain([down, up]).collect()))
    }

    /// The path without its final steps from a part to the wholes; none if nothing else remains, or it has no such
    /// steps.
    #[must_use]
    pub fn to_parts(&self) -> Option<Self> {
        match self.0.as_slice() {
            [before @ .., Step::Repeat { at_least_once: false, .. }] if !before.is_empty() => {
                Some(Self(before.to_vec()))
            }
            _ => None,
        }
    }

    /// The final steps that [`Self::to_parts`] drops.
    #[must_use]
    pub fn from_parts(&self) -> Option<Self> {
        match self.0.as_slice() {
            [_, .., up @ Step::Repeat { at_least_once: false, .. }] => Some(Self(vec![up.clone()])),
            _ => None,
        }
    }

    /// True if the path can repeat: only SPARQL property paths can, and they cannot test a value or use an analysis.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.0.iter().all(|step| match step {
            Step::Forward(_) | Step::Backward(_) => true,
            Step::Repeat { path, .. } => path.is_repeatable(),
            Step::Either(ways) => ways.iter().all(Self::is_repeatable),
            Step::Where { .. } | Step::OfClass { .. } | Step::Derived { .. } => false,
        })
    }

    /// This path and then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        Self(self.0.iter().chain(&next.0).cloned().collect())
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
                Step::OfClass { .. } | Step::Derived { .. } => {}
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
            Self::Where { .. } | Self::OfClass { .. } => self.clone(),
        }
    }
}
