//! Compiled measures, formulas and columns: paths are compiled, conditions are nodes, tests are parsed.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::exec::native::node::PlanNode;
use crate::exec::native::plan_ids::{ElementId, PathId};
use crate::exec::native::test::CompiledTest;
use crate::exec::native::value::Value;
use crate::plan::{Hop, PathOrigin};
use crate::question::{Aggregate, ComparisonOperator, Operator};
use crate::words::{CompiledPath, KindId};

/// The origin and the hops to an element.
pub(super) type ElementPath<'a> = (&'a PathOrigin, &'a [Hop]);

/// A compiled measure.
pub(super) enum CompiledMeasure<'a> {
    Value(MeasurePath<'a>),
    Number(Value),
    Count,
    NumberOf {
        path: Rc<CompiledPath<'a>>,
        to: Rc<PlanNode<'a>>,
        /// The things whose number is known; `None` if it is for all.
        known: Option<Rc<PlanNode<'a>>>,
    },
    SizeOf {
        set: Rc<PlanNode<'a>>,
        /// The number, if it is the same for every thing.
        value: OnceCell<Option<Value>>,
    },
    Best(Aggregate, Box<CompiledMeasure<'a>>),
    AggregateOver {
        aggregate: Aggregate,
        inner: Box<CompiledMeasure<'a>>,
        set: Rc<PlanNode<'a>>,
        is_correlated: bool,
        /// The value, if it is the same for every thing.
        value: OnceCell<Option<Value>>,
    },
    Binary(Operator, Box<CompiledMeasure<'a>>, Box<CompiledMeasure<'a>>),
    Round(Box<CompiledMeasure<'a>>, u8),
    Day(Box<CompiledMeasure<'a>>),
}

/// The path from an origin to a value.
#[derive(Clone)]
pub(super) struct MeasurePath<'a> {
    pub(super) of: &'a PathOrigin,
    pub(super) hops: Vec<CompiledHop<'a>>,
    pub(super) end: CompiledEnd<'a>,
}

/// A compiled hop.
#[derive(Clone)]
pub(super) struct CompiledHop<'a> {
    pub(super) element: ElementId,
    pub(super) path: Rc<CompiledPath<'a>>,
    /// The linked things that count.
    pub(super) counts: Rc<PlanNode<'a>>,
}

/// What is taken at the end of hops.
#[derive(Clone)]
pub(super) enum CompiledEnd<'a> {
    Thing,
    Iri,
    Values(PathId, Rc<CompiledPath<'a>>),
}

impl PartialEq for CompiledEnd<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Thing, Self::Thing) | (Self::Iri, Self::Iri) => true,
            (Self::Values(one, _), Self::Values(other, _)) => one == other,
            _ => false,
        }
    }
}

/// A compiled condition on measures.
pub(super) enum CompiledFormula<'a> {
    Passes(CompiledMeasure<'a>, CompiledTest),
    Ordered(CompiledMeasure<'a>, ComparisonOperator, CompiledMeasure<'a>),
    Alike(CompiledMeasure<'a>, CompiledMeasure<'a>),
    Present(Vec<CompiledMeasure<'a>>),
    Differs(Box<CompiledFormula<'a>>),
}

/// A compiled column.
#[derive(Clone)]
pub(super) struct CompiledColumn<'a> {
    pub(super) measure: Rc<CompiledMeasure<'a>>,
    /// The kind of the things that it shows; `None` for values.
    pub(super) things: Option<KindId>,
}

/// Order and number of rows, compiled.
pub(super) struct CompiledOrder<'a> {
    /// The sort keys; true for descending.
    pub(super) keys: Vec<(CompiledColumn<'a>, bool)>,
    pub(super) first: Option<u64>,
    pub(super) skip: Option<u64>,
}

impl<'a> CompiledMeasure<'a> {
    /// The paths of its unaggregated values, from left to right.
    pub(super) fn leaves(&self) -> Vec<&MeasurePath<'a>> {
        match self {
            Self::Value(path) => vec![path],
            Self::Round(inner, _) | Self::Day(inner) => inner.leaves(),
            Self::Binary(_, left, right) => {
                let mut leaves = left.leaves();
                leaves.extend(right.leaves());
                leaves
            }
            _ => Vec::new(),
        }
    }

    /// True if for a group it needs the things, not only their number.
    pub(super) fn needs_members(&self) -> bool {
        match self {
            Self::NumberOf { .. } | Self::Best(..) => true,
            Self::AggregateOver { inner, .. } | Self::Round(inner, _) | Self::Day(inner) => inner.needs_members(),
            Self::Binary(_, left, right) => left.needs_members() || right.needs_members(),
            Self::Value(_) | Self::Number(_) | Self::Count | Self::SizeOf { .. } => false,
        }
    }
}

impl CompiledFormula<'_> {
    /// True if for a group it needs the things, not only their number.
    pub(super) fn needs_members(&self) -> bool {
        match self {
            Self::Passes(measure, _) => measure.needs_members(),
            Self::Ordered(left, _, right) | Self::Alike(left, right) => left.needs_members() || right.needs_members(),
            Self::Present(measures) => measures.iter().any(CompiledMeasure::needs_members),
            Self::Differs(formula) => formula.needs_members(),
        }
    }
}
