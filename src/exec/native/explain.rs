//! Prints the physical plan: every operator with its estimate, and, once it has run, with what it found.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::exec::native::answer_plan::{AnswerPlan, describe_step};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::operator::{Operator, OperatorId, OperatorKind};
use crate::plan::AnswerShape;

/// Which sizes of operators are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanSizes {
    /// Those that are expected; nothing is evaluated.
    Estimated,
    /// Those of an evaluation, too.
    Actual,
}

/// One line: the operator, its estimate, the outcome.
struct ExplainLine {
    operator: String,
    estimate: String,
    outcome: String,
}

impl<'a> Evaluator<'a> {
    /// Prints the plan of an answer.
    pub(super) fn explain(&self, shape: &AnswerShape, answer: &AnswerPlan, sizes: PlanSizes) -> String {
        let mut lines = Vec::new();
        for (depth, step) in answer.steps.iter().rev().enumerate() {
            let outcome = match step.outcome.get() {
                Some(rows) => rows.to_string(),
                None if sizes == PlanSizes::Actual => "not run".to_owned(),
                None => String::new(),
            };
            let operator = "  ".repeat(depth) + &describe_step(step.kind, shape);
            lines.push(ExplainLine { operator, estimate: String::new(), outcome });
        }
        self.explain_operator(answer.things, answer.steps.len(), sizes, &mut lines);
        align(&lines, sizes)
    }

    fn explain_operator(&self, id: OperatorId, depth: usize, sizes: PlanSizes, lines: &mut Vec<ExplainLine>) {
        let planned = self.operator(id);
        let (operator, is_replaced) = match planned.replacement.get() {
            Some(instead) => (self.operator(instead), true),
            None => (planned, false),
        };
        let outcome = match operator.outcome.get() {
            _ if sizes == PlanSizes::Estimated => String::new(),
            None => "not run".to_owned(),
            Some(outcome) => match outcome.candidates {
                Some(candidates) => format!("{} of {candidates}", outcome.found),
                None => outcome.found.to_string(),
            },
        };
        let note = if is_replaced { ", replanned" } else { "" };
        let estimate = format!("{:.0}", operator.estimate);
        let text = "  ".repeat(depth) + &self.describe_operator(&operator);
        lines.push(ExplainLine { operator: text, estimate, outcome: outcome + note });
        for input in &operator.inputs {
            self.explain_operator(*input, depth + 1, sizes, lines);
        }
    }

    /// The name of an operator, and the first line of its condition.
    fn describe_operator(&self, operator: &Operator<'a>) -> String {
        let name = operator.kind.name();
        let says_all = matches!(
            operator.kind,
            OperatorKind::ScanAll | OperatorKind::ScanSubjects | OperatorKind::Union | OperatorKind::Pipeline
        );
        match operator.node.concept.filter(|_| !says_all) {
            Some(concept) => {
                let condition = concept.lines(self.dataset);
                format!("{name}: {}", condition.lines().next().unwrap_or_default())
            }
            None => name.to_owned(),
        }
    }
}

/// The lines as columns, under their headings.
fn align(lines: &[ExplainLine], sizes: PlanSizes) -> String {
    let heading = ExplainLine {
        operator: "operator".to_owned(),
        estimate: "estimated".to_owned(),
        outcome: if sizes == PlanSizes::Actual { "found".to_owned() } else { String::new() },
    };
    let lines: Vec<&ExplainLine> = std::iter::once(&heading).chain(lines).collect();
    let width = |of: fn(&ExplainLine) -> &str| lines.iter().map(|line| of(line).width()).max().unwrap_or(0);
    let (operator_width, estimate_width) = (width(|line| &line.operator), width(|line| &line.estimate));
    let mut text = String::new();
    for ExplainLine { operator, estimate, outcome } in lines {
        let gap = " ".repeat(operator_width - operator.width());
        let line = format!("{operator}{gap}  {estimate:>estimate_width$}  {outcome}");
        writeln!(text, "{}", line.trim_end()).expect("writing to a string");
    }
    text
}
