//! Compiled measures, formulas and columns: paths are compiled, conditions are nodes, tests are parsed.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::exec::native::compiled_path::SharedPath;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::PlanNode;
use crate::exec::native::test::{CompiledTest, number};
use crate::exec::native::value::Value;
use crate::plan::{Formula, Hop, Measure, OutputColumn, PathEnd, PathOrigin, RowOrder};
use crate::question::{Aggregate, ComparisonOperator, Operator};
use crate::words::KindId;

/// Identifies what the hops of a measure lead to: measures whose hops begin alike refer to the same element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(usize);

/// Identifies a path of values: equal paths have one id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathId(usize);

/// The origin and the hops to an element.
pub(super) type ElementPath<'a> = (&'a PathOrigin, &'a [Hop]);

/// A compiled measure.
pub(super) enum CompiledMeasure<'a> {
    Value(MeasurePath<'a>),
    Number(Value),
    Count,
    NumberOf {
        path: SharedPath<'a>,
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
    pub(super) path: SharedPath<'a>,
    /// The linked things that count.
    pub(super) counts: Rc<PlanNode<'a>>,
}

/// What is taken at the end of hops.
#[derive(Clone)]
pub(super) enum CompiledEnd<'a> {
    Thing,
    Iri,
    Values(PathId, SharedPath<'a>),
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

impl<'a> Evaluator<'a> {
    pub(super) fn compile_measure(&self, measure: &'a Measure) -> CompiledMeasure<'a> {
        let boxed = |measure: &'a Measure| Box::new(self.compile_measure(measure));
        match measure {
            Measure::Value { of, hops, end } => CompiledMeasure::Value(MeasurePath {
                of,
                hops: (0..hops.len()).map(|at| self.compile_hop(of, &hops[..=at])).collect(),
                end: match end {
                    PathEnd::Thing => CompiledEnd::Thing,
                    PathEnd::Iri => CompiledEnd::Iri,
                    PathEnd::Values(path, _) => {
                        let (id, path) = self.intern_path(path);
                        CompiledEnd::Values(id, path)
                    }
                },
            }),
            Measure::Number(digits) => CompiledMeasure::Number(number(digits)),
            Measure::Count => CompiledMeasure::Count,
            Measure::NumberOf { path, to, known } => CompiledMeasure::NumberOf {
                path: self.compile_path(path),
                to: self.node(to),
                known: known.as_ref().map(|known| self.node(known)),
            },
            Measure::SizeOf(to) => CompiledMeasure::SizeOf { set: self.node(to), value: OnceCell::new() },
            Measure::Best(aggregate, inner) => CompiledMeasure::Best(*aggregate, boxed(inner)),
            Measure::AggregateOver(aggregate, inner, to) => CompiledMeasure::AggregateOver {
                aggregate: *aggregate,
                is_correlated: to.is_correlated() || inner.is_correlated(),
                inner: boxed(inner),
                set: self.node(to),
                value: OnceCell::new(),
            },
            Measure::Binary(operator, left, right) => CompiledMeasure::Binary(*operator, boxed(left), boxed(right)),
            Measure::Round(inner, decimals) => CompiledMeasure::Round(boxed(inner), *decimals),
            Measure::Day(inner) => CompiledMeasure::Day(boxed(inner)),
        }
    }

    fn compile_hop(&self, of: &'a PathOrigin, hops: &'a [Hop]) -> CompiledHop<'a> {
        let hop = &hops[hops.len() - 1];
        let element = ElementId(position_or_add(&mut self.elements.borrow_mut(), (of, hops)));
        CompiledHop { element, path: self.compile_path(&hop.path), counts: self.node(&hop.counts) }
    }

    pub(super) fn compile_formula(&self, formula: &'a Formula) -> CompiledFormula<'a> {
        let measure = |measure: &'a Measure| self.compile_measure(measure);
        match formula {
            Formula::Passes(left, test) => CompiledFormula::Passes(measure(left), CompiledTest::of(test, self.dataset)),
            Formula::Ordered(left, order, right) => CompiledFormula::Ordered(measure(left), *order, measure(right)),
            Formula::Alike(left, right) => CompiledFormula::Alike(measure(left), measure(right)),
            Formula::Present(measures) => CompiledFormula::Present(measures.iter().map(measure).collect()),
            Formula::Differs(inner) => CompiledFormula::Differs(Box::new(self.compile_formula(inner))),
        }
    }

    pub(super) fn compile_column(&self, column: &'a OutputColumn) -> CompiledColumn<'a> {
        CompiledColumn { measure: Rc::new(self.compile_measure(&column.measure)), things: column.things }
    }

    pub(super) fn compile_order(&self, order: &'a RowOrder) -> CompiledOrder<'a> {
        let keys = order.keys.iter().map(|(column, descending)| (self.compile_column(column), *descending));
        CompiledOrder { keys: keys.collect(), first: order.first, skip: order.skip }
    }

    fn intern_path(&self, path: &'a crate::words::Path) -> (PathId, SharedPath<'a>) {
        let id = position_or_add(&mut self.value_paths.borrow_mut(), path);
        (PathId(id), self.compile_path(path))
    }
}

/// The position of an equal item; a new one is added.
fn position_or_add<T: PartialEq>(known: &mut Vec<T>, item: T) -> usize {
    known.iter().position(|it| *it == item).unwrap_or_else(|| {
        known.push(item);
        known.len() - 1
    })
}
