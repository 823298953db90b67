//! Compiles measures, formulas and columns.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::exec::native::compiled_measure::{
    CompiledColumn, CompiledEnd, CompiledFormula, CompiledHop, CompiledMeasure, CompiledOrder, MeasurePath,
};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::plan_ids::{ElementId, PathId};
use crate::exec::native::test::{CompiledTest, number};
use crate::plan::{Formula, Hop, Measure, OutputColumn, PathEnd, PathOrigin, RowOrder};
use crate::words::{CompiledPath, Path};

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

    pub(super) fn compile_path(&self, path: &Path) -> Rc<CompiledPath<'a>> {
        Rc::new(CompiledPath::of(path, self.dataset))
    }

    fn intern_path(&self, path: &'a Path) -> (PathId, Rc<CompiledPath<'a>>) {
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
