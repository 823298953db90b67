//! The plan of an answer: the operators that find its things, and the steps that make rows of them.

use std::cell::Cell;

use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::operator::OperatorId;
use crate::plan::{AnswerShape, Concept, OutputColumn, Plan, RowOrder};

/// What is evaluated for an answer.
pub(super) struct AnswerPlan {
    /// Finds the things.
    pub(super) things: OperatorId,
    /// What is made of them, in order.
    pub(super) steps: Vec<AnswerStep>,
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
    /// Groups the things by their keys.
    Group,
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

impl AnswerPlan {
    /// Notes how many rows a step left.
    pub(super) fn record(&self, kind: AnswerStepKind, rows: usize) {
        if let Some(step) = self.steps.iter().find(|step| step.kind == kind) {
            step.outcome.set(Some(rows));
        }
    }
}

impl<'a> Evaluator<'a> {
    /// Plans an answer whose things are those of `set`.
    pub(super) fn plan_answer(&self, plan: &'a Plan, set: &'a Concept) -> AnswerPlan {
        let kinds = match &plan.shape {
            AnswerShape::Rows { .. } => vec![AnswerStepKind::Sort, AnswerStepKind::Columns],
            AnswerShape::Groups { .. } => vec![AnswerStepKind::Group, AnswerStepKind::Columns, AnswerStepKind::Sort],
            AnswerShape::SideBySide(_) => vec![AnswerStepKind::Compare],
            AnswerShape::Things => Vec::new(),
            AnswerShape::Count | AnswerShape::Exists { .. } | AnswerShape::Holds => vec![AnswerStepKind::Count],
            AnswerShape::Describe(_) => vec![AnswerStepKind::Describe],
        };
        let steps = kinds.into_iter().map(|kind| AnswerStep { kind, outcome: Cell::new(None) });
        AnswerPlan { things: self.plan_subjects(&self.node(set), Some(plan.kind)), steps: steps.collect() }
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
