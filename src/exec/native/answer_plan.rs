//! The plan of an answer: the operators that find its things, and the steps that make rows of them.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use oxigraph::model::NamedNode;

use crate::base::format_count;
use crate::exec::native::compiled_measure::{CompiledColumn, CompiledFormula, CompiledOrder};
use crate::exec::native::compiled_pattern::CompiledPattern;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::plan_ids::OperatorId;
use crate::plan::{AnswerShape, Aspect, ComparisonPlan, Concept, OutputColumn, Plan, RowOrder};
use crate::store::Id;
use crate::words::{CompiledPath, KindId};

/// What is evaluated for an answer.
pub(super) struct AnswerPlan<'a> {
    /// Finds the things.
    pub(super) things: OperatorId,
    pub(super) shape: CompiledShape<'a>,
    /// What is made of the things, in order.
    pub(super) steps: Vec<AnswerStep>,
}

/// The compiled shape of an answer.
pub(super) enum CompiledShape<'a> {
    Rows(RowPlan<'a>),
    Groups(GroupPlan<'a>),
    SideBySide(CompiledComparison<'a>),
    Describe(&'a NamedNode),
    Things,
    /// Their number.
    Count,
}

/// Rows of things.
pub(super) struct RowPlan<'a> {
    pub(super) kind: KindId,
    pub(super) columns: Vec<CompiledColumn<'a>>,
    /// Rows for linked elements instead of one for each thing.
    pub(super) elements: bool,
    /// The bindings that the rows use.
    pub(super) pattern: Option<Rc<CompiledPattern<'a>>>,
    pub(super) order: CompiledOrder<'a>,
}

/// Rows of groups.
pub(super) struct GroupPlan<'a> {
    pub(super) keys: Vec<CompiledColumn<'a>>,
    /// Conditions on the groups that are shown.
    pub(super) kept: Vec<CompiledFormula<'a>>,
    pub(super) columns: Vec<CompiledColumn<'a>>,
    pub(super) order: CompiledOrder<'a>,
}

/// A compiled comparison.
pub(super) struct CompiledComparison<'a> {
    pub(super) things: BTreeSet<Id>,
    /// The topics that were asked; `None` for every topic.
    pub(super) topics: Option<BTreeSet<Id>>,
    /// From a record to the things.
    pub(super) to_things: Rc<CompiledPath<'a>>,
    /// From a record to its topics, under each aspect.
    pub(super) aspects: Vec<(Aspect, Rc<CompiledPath<'a>>)>,
}

/// A step from things to rows.
pub(super) struct AnswerStep {
    pub(super) kind: AnswerStepKind,
    /// How many rows it left, once it has run.
    pub(super) outcome: Cell<Option<usize>>,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerStepKind {
    /// Joins the things with what `as` names.
    Bind,
    /// Groups the things by their keys.
    Group,
    /// Keeps the groups that fulfil a condition.
    KeepGroups,
    /// Orders the rows, and keeps the first of them.
    Sort,
    /// Computes the columns.
    Columns,
    /// Counts the things.
    Count,
    /// Finds what the records say of the things compared.
    Compare,
    /// Lists all facts of one thing.
    Describe,
}

impl AnswerPlan<'_> {
    /// Notes how many rows a step left.
    pub(super) fn record(&self, kind: AnswerStepKind, rows: usize) {
        if let Some(step) = self.steps.iter().find(|step| step.kind == kind) {
            step.outcome.set(Some(rows));
        }
    }
}

impl<'a> Evaluator<'a> {
    /// Plans an answer whose things are those of `set`.
    pub(super) fn plan_answer(&self, plan: &'a Plan, set: &'a Concept) -> AnswerPlan<'a> {
        let columns = |columns: &'a [OutputColumn]| columns.iter().map(|column| self.compile_column(column)).collect();
        let (shape, kinds) = match &plan.shape {
            AnswerShape::Rows { columns: shown, elements, witnessed, order } => {
                let rows = RowPlan {
                    kind: plan.kind,
                    columns: columns(shown),
                    elements: *elements,
                    pattern: witnessed.as_ref().map(|pattern| self.compile_pattern(pattern)),
                    order: self.compile_order(order),
                };
                let binds = rows.pattern.is_some().then_some(AnswerStepKind::Bind);
                let kinds = [Some(AnswerStepKind::Sort), binds, Some(AnswerStepKind::Columns)];
                (CompiledShape::Rows(rows), kinds.into_iter().flatten().collect())
            }
            AnswerShape::Groups { keys, kept, columns: shown, order } => {
                let groups = GroupPlan {
                    keys: columns(keys),
                    kept: kept.iter().map(|formula| self.compile_formula(formula)).collect(),
                    columns: columns(shown),
                    order: self.compile_order(order),
                };
                let keeps = (!groups.kept.is_empty()).then_some(AnswerStepKind::KeepGroups);
                let kinds =
                    [Some(AnswerStepKind::Group), keeps, Some(AnswerStepKind::Columns), Some(AnswerStepKind::Sort)];
                (CompiledShape::Groups(groups), kinds.into_iter().flatten().collect())
            }
            AnswerShape::SideBySide(comparison) => {
                (CompiledShape::SideBySide(self.compile_comparison(comparison)), vec![AnswerStepKind::Compare])
            }
            AnswerShape::Describe(thing) => (CompiledShape::Describe(thing), vec![AnswerStepKind::Describe]),
            AnswerShape::Things => (CompiledShape::Things, Vec::new()),
            AnswerShape::Count | AnswerShape::Exists { .. } | AnswerShape::Holds => {
                (CompiledShape::Count, vec![AnswerStepKind::Count])
            }
        };
        let steps = kinds.into_iter().map(|kind| AnswerStep { kind, outcome: Cell::new(None) }).collect();
        AnswerPlan { things: self.plan_subjects(&self.node(set), Some(plan.kind)), shape, steps }
    }

    fn compile_comparison(&self, comparison: &'a ComparisonPlan) -> CompiledComparison<'a> {
        let ids = |nodes: &[NamedNode]| nodes.iter().filter_map(|node| self.dataset.iri_id(node.as_ref())).collect();
        let aspects = comparison.aspects.iter().map(|(aspect, path)| (*aspect, self.compile_path(path)));
        CompiledComparison {
            things: ids(&comparison.things),
            topics: (!comparison.topics.is_empty()).then(|| ids(&comparison.topics)),
            to_things: self.compile_path(&comparison.to_things),
            aspects: aspects.collect(),
        }
    }
}

/// A step as `explain --plan` prints it.
pub(super) fn describe_step(kind: AnswerStepKind, shape: &AnswerShape) -> String {
    match (kind, shape) {
        (AnswerStepKind::Sort, AnswerShape::Rows { order, .. } | AnswerShape::Groups { order, .. }) => {
            describe_order(order)
        }
        (AnswerStepKind::Columns, AnswerShape::Rows { columns, .. } | AnswerShape::Groups { columns, .. }) => {
            format!("columns: {}", headings(columns))
        }
        (AnswerStepKind::Group, AnswerShape::Groups { keys, .. }) => format!("group by: {}", headings(keys)),
        (AnswerStepKind::KeepGroups, AnswerShape::Groups { kept, .. }) => {
            format!("keep groups: {}", format_count(kept.len(), "condition"))
        }
        (AnswerStepKind::Bind, AnswerShape::Rows { witnessed: Some(pattern), .. }) => {
            let names: Vec<&str> = pattern.links.iter().filter_map(|link| link.name.as_deref()).collect();
            format!("join: {} as {}", format_count(pattern.links.len(), "link"), names.join(", "))
        }
        (AnswerStepKind::Describe, _) => "describe".to_owned(),
        (AnswerStepKind::Compare, _) => "compare".to_owned(),
        _ => "count".to_owned(),
    }
}

fn headings(columns: &[OutputColumn]) -> String {
    let headings: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    if headings.is_empty() { "none".to_owned() } else { headings.join(", ") }
}

fn describe_order(order: &RowOrder) -> String {
    let keys = order.keys.iter().map(|(column, descending)| {
        let direction = if *descending { " descending" } else { "" };
        format!("{}{direction}", column.heading)
    });
    let keys: Vec<String> = keys.collect();
    let mut text = format!("sort by: {}", if keys.is_empty() { "label".to_owned() } else { keys.join(", ") });
    if let Some(skip) = order.skip {
        text.push_str(&format!(", skip {skip}"));
    }
    if let Some(first) = order.first {
        text.push_str(&format!(", first {first}"));
    }
    text
}
