//! Compiled concepts, the nodes of the physical plan: classes and things as ids, compiled paths, and the sets that are
//! known.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::compiled_measure::CompiledFormula;
use crate::exec::native::compiled_pattern::CompiledPattern;
use crate::exec::native::plan_ids::OperatorId;
use crate::exec::native::set::Set;
use crate::exec::native::test::CompiledTest;
use crate::plan::Concept;
use crate::store::{AdjacencyIndex, Ascending, Id};
use crate::words::{CompiledPath, Derived};

/// A compiled concept.
pub(super) struct PlanNode<'a> {
    pub(super) form: PlanForm<'a>,
    /// The concept; `None` for a part of one.
    pub(super) concept: Option<&'a Concept>,
    /// The concept that it is a part of, for `explain --plan`; the concept itself if it has one.
    pub(super) described_by: Option<&'a Concept>,
    /// True if it refers to the root.
    pub(super) correlated: bool,
    /// True if nothing in it says which things there are: alone it ranges over all subjects.
    pub(super) free: bool,
    pub(super) cost: Cost,
    pub(super) set: OnceCell<Arc<Set>>,
    /// What evaluating things one by one has cost, and the assumed cost of each.
    pub(super) spent: Cell<f64>,
    pub(super) each: Cell<f64>,
    /// The operator that finds its set.
    pub(super) operator: OnceCell<OperatorId>,
}

/// A union that candidates are filtered by.
pub(super) struct UnionFilter<'n, 'a> {
    pub(super) nodes: &'n [Rc<PlanNode<'a>>],
    /// True if what is in the union does not pass.
    pub(super) is_negated: bool,
    /// True if the set of the union was found already.
    pub(super) is_known: bool,
}

impl<'a> PlanNode<'a> {
    /// The union that this is, or whose negation it is.
    pub(super) fn as_union(&self) -> Option<UnionFilter<'_, 'a>> {
        let (either, is_negated) = match &self.form {
            PlanForm::Not(inner) => (inner.as_ref(), true),
            _ => (self, false),
        };
        match &either.form {
            PlanForm::Either(nodes) => Some(UnionFilter { nodes, is_negated, is_known: either.set.get().is_some() }),
            _ => None,
        }
    }
}

/// The values that a test is applied to.
#[derive(Debug, Clone)]
pub(super) enum TestDomain<'a> {
    /// The nodes of these links.
    Linked(&'a AdjacencyIndex),
    /// The values of an analysis.
    Derived {
        derived: Arc<Derived>,
        /// Its things instead.
        backward: bool,
    },
    /// All terms of the files.
    All,
}

/// The form of a concept.
pub(super) enum PlanForm<'a> {
    Everything,
    Nothing,
    Class {
        own: &'a AdjacencyIndex,
        classes: Vec<(Id, Ascending<'a>)>,
    },
    /// Ascending.
    OneOf(Vec<Id>),
    All(Vec<Rc<PlanNode<'a>>>),
    Either(Vec<Rc<PlanNode<'a>>>),
    Not(Rc<PlanNode<'a>>),
    Linked {
        way: CompiledPath<'a>,
        min: u64,
        max: Option<u64>,
        to: Rc<PlanNode<'a>>,
    },
    Only {
        way: CompiledPath<'a>,
        among: Rc<PlanNode<'a>>,
        to: Rc<PlanNode<'a>>,
    },
    Covers {
        way: CompiledPath<'a>,
        to: Rc<PlanNode<'a>>,
    },
    /// The values of a domain that pass a test.
    Passing {
        test: CompiledTest,
        values: TestDomain<'a>,
    },
    Holds {
        formula: CompiledFormula<'a>,
        /// True if it says which things there are.
        finds_things: bool,
    },
    WithBindings(Rc<CompiledPattern<'a>>),
    Their(CompiledPath<'a>),
    Root(Rc<PlanNode<'a>>),
}

impl<'a> PlanForm<'a> {
    /// The path and its end, if this is what has a link to such an end.
    pub(super) fn as_some(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 1, max: None, to } => Some((way, to)),
            _ => None,
        }
    }

    /// The path and its end, if this is what has no link to such an end.
    pub(super) fn as_none(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 0, max: Some(0), to } => Some((way, to)),
            _ => None,
        }
    }

    /// The path of a condition on links.
    pub(super) fn path(&self) -> Option<&CompiledPath<'a>> {
        match self {
            Self::Linked { way, .. } | Self::Only { way, .. } | Self::Covers { way, .. } => Some(way),
            _ => None,
        }
    }

    pub(super) fn is_free(&self, correlated: bool) -> bool {
        match self {
            Self::Everything | Self::Not(_) | Self::Linked { min: 0, .. } => true,
            Self::All(nodes) => nodes.iter().all(|node| node.free),
            Self::Either(nodes) => nodes.iter().any(|node| node.free),
            Self::Linked { .. } | Self::Only { .. } => correlated,
            Self::Holds { finds_things, .. } => correlated || !finds_things,
            Self::WithBindings(pattern) => correlated || pattern.links.is_empty(),
            Self::Root(inner) => inner.free,
            Self::Nothing
            | Self::Class { .. }
            | Self::OneOf(_)
            | Self::Covers { .. }
            | Self::Passing { .. }
            | Self::Their(_) => false,
        }
    }
}

/// Estimates, in ids and in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    /// How many things are in the set.
    pub(super) size: f64,
    /// What it costs to find all of them.
    pub(super) whole: f64,
    /// What it costs to evaluate one thing.
    pub(super) each: f64,
}
