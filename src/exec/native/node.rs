//! Concepts made ready for evaluation: classes and things as ids, paths as ways, with what is known of each
//! set once it is known.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use crate::exec::native::compiled_path::CompiledPath;
use crate::exec::native::set::Set;
use crate::plan::{BindingPattern, Concept, Formula, Measure, Test};
use crate::store::{AdjacencyIndex, Ascending, Id};
use crate::words::Derived;

/// A concept, ready.
pub(super) struct PlanNode<'a> {
    pub(super) form: PlanForm<'a>,
    /// The concept itself; none for what is only a part of one.
    pub(super) concept: Option<&'a Concept>,
    /// True when it depends on the thing that the question is about.
    pub(super) correlated: bool,
    /// True when nothing in it says what things there are: alone it ranges over everything that anything
    /// is said of.
    pub(super) free: bool,
    pub(super) cost: Cost,
    pub(super) set: OnceCell<Arc<Set>>,
    /// What was spent on judging things one by one, and what each of them was taken to cost.
    pub(super) spent: Cell<f64>,
    pub(super) each: Cell<f64>,
    /// How it was found, for who asks.
    pub(super) told: Cell<Option<NodeStats>>,
}

/// How a set was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeStats {
    /// What was found before it.
    pub(super) at: usize,
    /// Out of so many candidates, one by one; none when it was found as a whole.
    pub(super) of: Option<usize>,
    /// How many were found.
    pub(super) found: usize,
}

/// Which values a test is put to.
#[derive(Debug, Clone, Copy)]
pub(super) enum TestDomain<'a> {
    /// Those that these links begin with.
    Linked(&'a AdjacencyIndex),
    /// Those that an analysis speaks of.
    Derived {
        derived: &'a Derived,
        /// The things instead.
        backward: bool,
    },
    /// All terms of the files.
    All,
}

/// What a concept says.
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
    /// The values that pass a test, of those that a property has.
    Passing {
        test: &'a Test,
        values: TestDomain<'a>,
    },
    Holds(&'a Formula),
    Witnessed(&'a BindingPattern),
    Their(CompiledPath<'a>),
    Root(Rc<PlanNode<'a>>),
}

impl<'a> PlanForm<'a> {
    /// The way and its end, when this is what has a link to some such end.
    pub(super) fn as_some(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 1, max: None, to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way and its end, when this is what has no link to any such end.
    pub(super) fn as_none(&self) -> Option<(&CompiledPath<'a>, &Rc<PlanNode<'a>>)> {
        match self {
            Self::Linked { way, min: 0, max: Some(0), to } => Some((way, to)),
            _ => None,
        }
    }

    /// The way that it asks about.
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
            Self::Holds(formula) => {
                let measures = formula.measures();
                let finds = measures.iter().any(|it| it.finds_its_things());
                correlated || !finds || !measures.into_iter().all(Measure::is_plain)
            }
            Self::Witnessed(witnessed) => correlated || witnessed.links.is_empty(),
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

/// Guesses, in ids and in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    /// How many things are in the set.
    pub(super) size: f64,
    /// What it costs to find them all.
    pub(super) whole: f64,
    /// What it costs to judge one thing.
    pub(super) each: f64,
}
