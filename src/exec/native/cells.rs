//! Cells of rows: what links lead to, for all columns of a row at once. Columns whose links begin alike refer to the
//! same element; a missing value leaves its cell empty and keeps the row.

use std::ops::Range;
use std::rc::Rc;

use oxigraph::model::Term;

use crate::exec::native::budget::{EvaluationFlow, Halt, ON};
use crate::exec::native::compiled_measure::{CompiledColumn, CompiledEnd, CompiledHop, CompiledMeasure, MeasurePath};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::measure::{MeasureContext, MeasureValue, NOTHING};
use crate::exec::native::plan_ids::ElementId;
use crate::store::Id;
use crate::words::CompiledPath;

/// A leaf of a measure: links, and what is taken at their end.
pub(super) struct LeafPath<'a, F> {
    /// Where its links begin.
    pub(super) from: F,
    pub(super) hops: Vec<CompiledHop<'a>>,
    pub(super) end: CompiledEnd<'a>,
}

/// Compiled columns of rows.
pub(super) struct CompiledColumns<'a, F> {
    /// Where links begin, and the tasks there.
    pub(super) starts: Vec<(F, Vec<Task<'a>>)>,
    columns: Vec<(Rc<CompiledMeasure<'a>>, Range<usize>)>,
    leaves: usize,
    elements: usize,
}

/// What to fill at a node.
pub(super) enum Task<'a> {
    /// A leaf with the node itself.
    Here(usize),
    /// A leaf with each of the values of a path.
    Values(usize, Rc<CompiledPath<'a>>),
    /// An element with each thing that a hop leads to, and the tasks there.
    Hop(usize, CompiledHop<'a>, Vec<Task<'a>>),
}

/// The values of one row.
pub(super) struct RowBindings {
    /// The leaves: `None` if a value is missing, [`NOTHING`] for the key of a group without a value.
    pub(super) leaves: Vec<Option<Id>>,
    pub(super) elements: Vec<Option<Id>>,
}

/// The tasks that are left.
#[derive(Clone, Copy)]
struct Work<'w, 'a> {
    tasks: &'w [Task<'a>],
    at: Option<Id>,
    next: Option<&'w Work<'w, 'a>>,
}

impl<'a, F: Copy + PartialEq> CompiledColumns<'a, F> {
    /// Compiles columns; `begin` says where a leaf begins.
    pub(super) fn of<'c>(
        columns: impl IntoIterator<Item = &'c CompiledColumn<'a>>,
        mut begin: impl FnMut(&MeasurePath<'a>) -> LeafPath<'a, F>,
    ) -> Self
    where
        'a: 'c,
    {
        let mut leaves = Vec::new();
        let columns = columns.into_iter().map(|column| {
            let from = leaves.len();
            leaves.extend(column.measure.leaves().into_iter().map(&mut begin));
            (Rc::clone(&column.measure), from..leaves.len())
        });
        let columns = columns.collect();
        let mut elements = 0;
        let mut starts: Vec<(F, Vec<Task<'a>>)> = Vec::new();
        let numbered: Vec<(usize, &LeafPath<'a, F>)> = leaves.iter().enumerate().collect();
        for (_, leaf) in &numbered {
            if starts.iter().any(|(from, _)| *from == leaf.from) {
                continue;
            }
            let own = numbered.iter().filter(|(_, other)| other.from == leaf.from);
            let own: Vec<_> = own.copied().collect();
            starts.push((leaf.from, tasks(&own, 0, &mut elements)));
        }
        Self { starts, columns, leaves: leaves.len(), elements }
    }
}

fn tasks<'a, F>(leaves: &[(usize, &LeafPath<'a, F>)], depth: usize, elements: &mut usize) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    let mut hops: Vec<ElementId> = Vec::new();
    for (index, leaf) in leaves {
        match leaf.hops.get(depth) {
            Some(hop) if hops.contains(&hop.element) => {}
            Some(hop) => {
                hops.push(hop.element);
                let same = leaves.iter();
                let same = same.filter(|(_, other)| other.hops.get(depth).is_some_and(|it| it.element == hop.element));
                let same: Vec<_> = same.copied().collect();
                let slot = *elements;
                *elements += 1;
                let inner = self::tasks(&same, depth + 1, elements);
                tasks.push(Task::Hop(slot, hop.clone(), inner));
            }
            None => tasks.push(match &leaf.end {
                CompiledEnd::Thing | CompiledEnd::Iri => Task::Here(*index),
                CompiledEnd::Values(_, path) => Task::Values(*index, Rc::clone(path)),
            }),
        }
    }
    tasks
}

impl<'a> Evaluator<'a> {
    /// Visits every combination of values of a row; `starts` has the node of each start.
    pub(super) fn each_row<F>(
        &self,
        cells: &CompiledColumns<'a, F>,
        starts: &[Id],
        visit: &mut dyn FnMut(&RowBindings) -> EvaluationFlow,
    ) -> EvaluationFlow {
        let mut filled = RowBindings { leaves: vec![None; cells.leaves], elements: vec![None; cells.elements] };
        self.begin(&cells.starts, starts, None, &mut filled, visit)
    }

    fn begin<F>(
        &self,
        starts: &[(F, Vec<Task<'a>>)],
        nodes: &[Id],
        work: Option<&Work<'_, 'a>>,
        filled: &mut RowBindings,
        visit: &mut dyn FnMut(&RowBindings) -> EvaluationFlow,
    ) -> EvaluationFlow {
        match (starts, nodes) {
            ([(_, tasks), starts @ ..], [node, nodes @ ..]) => {
                let work = Work { tasks, at: Some(*node), next: work };
                self.begin(starts, nodes, Some(&work), filled, visit)
            }
            _ => self.fill(work, filled, visit),
        }
    }

    fn fill(
        &self,
        work: Option<&Work<'_, 'a>>,
        filled: &mut RowBindings,
        visit: &mut dyn FnMut(&RowBindings) -> EvaluationFlow,
    ) -> EvaluationFlow {
        let Some(Work { tasks, at, next }) = work else {
            self.budget.spend(1)?;
            return visit(filled);
        };
        let Some((task, tasks)) = tasks.split_first() else {
            return self.fill(*next, filled, visit);
        };
        let rest = Work { tasks, at: *at, next: *next };
        let from = at.filter(|at| *at != NOTHING);
        let mut any = false;
        match task {
            Task::Here(index) => {
                filled.leaves[*index] = *at;
                self.fill(Some(&rest), filled, visit)
            }
            Task::Values(index, path) => {
                if let Some(from) = from
                    && path
                        .visit(&self.budget, from, &mut |value| {
                            any = true;
                            filled.leaves[*index] = Some(value);
                            self.fill(Some(&rest), filled, visit)
                        })?
                        .is_break()
                {
                    return crate::exec::native::budget::OFF;
                }
                if any {
                    return ON;
                }
                filled.leaves[*index] = None;
                self.fill(Some(&rest), filled, visit)
            }
            Task::Hop(slot, hop, inner) => {
                let inside = |at| Work { tasks: inner, at, next: Some(&rest) };
                if let Some(from) = from
                    && self
                        .each_element(hop, from, &mut |element| {
                            any = true;
                            filled.elements[*slot] = Some(element);
                            self.fill(Some(&inside(Some(element))), filled, visit)
                        })?
                        .is_break()
                {
                    return crate::exec::native::budget::OFF;
                }
                if any {
                    return ON;
                }
                filled.elements[*slot] = None;
                self.fill(Some(&inside(None)), filled, visit)
            }
        }
    }

    /// The values of the columns of a row.
    pub(super) fn of_row<F>(
        &self,
        cells: &CompiledColumns<'a, F>,
        filled: &RowBindings,
        at: MeasureContext<'_>,
    ) -> Result<Vec<Option<MeasureValue>>, Halt> {
        let columns = cells.columns.iter().map(|(measure, leaves)| {
            let leaves = filled.leaves[leaves.clone()].iter();
            let mut leaves = leaves.map(|leaf| leaf.map(MeasureValue::Stored));
            self.value_from_leaves(measure, at, &mut leaves)
        });
        columns.collect()
    }

    /// The values of the columns of a group, where each leaf is a key.
    pub(super) fn of_keys(
        &self,
        cells: &CompiledColumns<'a, usize>,
        keys: &[Id],
        at: MeasureContext<'_>,
    ) -> Result<Vec<Option<MeasureValue>>, Halt> {
        let columns = cells.columns.iter().map(|(measure, leaves)| {
            let mut leaves = leaves.clone().map(|leaf| {
                let is_own = |task: &Task<'a>| matches!(task, Task::Here(at) if *at == leaf);
                let mut starts = cells.starts.iter();
                let start = starts.find(|(_, tasks)| tasks.iter().any(is_own));
                start.map(|(key, _)| MeasureValue::Stored(keys[*key]))
            });
            self.value_from_leaves(measure, at, &mut leaves)
        });
        columns.collect()
    }

    /// The terms of a row.
    pub(super) fn terms(&self, row: &[Option<MeasureValue>]) -> Vec<Option<Term>> {
        let terms = row.iter();
        let terms = terms.map(|given| given.as_ref().map(|given| self.resolve_term(given)));
        terms.collect()
    }
}
