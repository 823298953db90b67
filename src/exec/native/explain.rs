//! Prints the physical plan: every operator with its estimate, and, once it has run, with what it found.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::base::format_count;
use crate::exec::native::answer_plan::{AnswerPlan, describe_step};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::PlanForm;
use crate::exec::native::operator::{Operator, OperatorKind};
use crate::exec::native::plan_ids::OperatorId;
use crate::plan::{AnswerShape, Concept};

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
    pub(super) fn explain(&self, shape: &AnswerShape, answer: &AnswerPlan<'a>, sizes: PlanSizes) -> String {
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

    /// The name of an operator, and its condition unless its inputs say the same.
    fn describe_operator(&self, operator: &Operator<'a>) -> String {
        let name = operator.kind.name();
        let is_said_by_inputs = matches!(
            operator.kind,
            OperatorKind::ScanAll
                | OperatorKind::ScanSubjects
                | OperatorKind::Union
                | OperatorKind::Complement
                | OperatorKind::Pipeline
                | OperatorKind::Intersect
                | OperatorKind::Difference
        );
        match (operator.node.concept, &operator.node.form) {
            _ if is_said_by_inputs => name.to_owned(),
            (Some(concept), _) => format!("{name}: {}", self.describe_concept(concept)),
            (None, PlanForm::OneOf(ids)) => format!("{name}: {}", format_count(ids.len(), "term")),
            (None, PlanForm::Class { classes, .. }) => {
                let classes: Vec<String> =
                    classes.iter().map(|(class, _)| self.dataset.short(self.term(*class))).collect();
                format!("{name}: class {}", classes.join(", "))
            }
            _ => name.to_owned(),
        }
    }

    /// The first line of a concept; of a negation, that of what is negated.
    fn describe_concept(&self, concept: &Concept) -> String {
        match concept {
            Concept::Not(inner) => format!("not {}", self.describe_concept(inner)),
            concept => concept.lines(self.dataset).lines().next().unwrap_or_default().to_owned(),
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
