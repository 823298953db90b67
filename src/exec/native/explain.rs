//! Prints the physical plan: every operator with its estimate, and, once it has run, with what it found.

use std::fmt::Write as _;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use crate::base::{Cut, format_count};
use crate::exec::native::answer_plan::{AnswerPlan, describe_step};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::PlanForm;
use crate::exec::native::operator::{OperatorKind, OperatorOutcome, PlanOperator};
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

/// Lines of a condition that are printed below the first, at most.
const MAX_CONDITION: usize = 12;

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
        let mut shown = Vec::new();
        self.explain_operator(answer.things, answer.steps.len(), sizes, (&mut lines, &mut shown));
        self.explain_sets_of_tests(&mut shown, sizes, &mut lines);
        align(&lines, sizes)
    }

    /// Adds an operator and its inputs; `shown` lists every operator that was added.
    fn explain_operator(
        &self,
        id: OperatorId,
        depth: usize,
        sizes: PlanSizes,
        (lines, shown): (&mut Vec<ExplainLine>, &mut Vec<OperatorId>),
    ) {
        let planned = self.operator(id);
        let (operator, note) = match planned.replacement.get() {
            Some(instead) => {
                shown.push(instead);
                (self.operator(instead), format!(", replanned from {}", planned.kind.name()))
            }
            None => (Rc::clone(&planned), String::new()),
        };
        shown.push(id);
        let outcome = match operator.outcome.get() {
            _ if sizes == PlanSizes::Estimated => String::new(),
            None => "not run".to_owned(),
            Some(OperatorOutcome { candidates: Some(candidates), found }) => format!("{found} of {candidates}"),
            Some(OperatorOutcome { candidates: None, found }) => found.to_string(),
        };
        let indent = "  ".repeat(depth);
        let (text, conditions) = self.describe_operator(&operator);
        let estimate = format!("{:.0}", planned.estimate);
        lines.push(ExplainLine { operator: format!("{indent}{text}"), estimate, outcome: outcome + &note });
        for condition in conditions {
            let operator = format!("{indent}  · {condition}");
            lines.push(ExplainLine { operator, estimate: String::new(), outcome: String::new() });
        }
        for input in &operator.inputs {
            self.explain_operator(*input, depth + 1, sizes, (lines, shown));
        }
    }

    /// The name of an operator with the first line of its condition, unless its inputs say the same; then the further
    /// lines of a condition that is tested on each candidate.
    fn describe_operator(&self, operator: &PlanOperator<'a>) -> (String, Vec<String>) {
        let name = operator.kind.name();
        let is_said_by_inputs = matches!(
            operator.kind,
            OperatorKind::ScanAll
                | OperatorKind::ScanSubjects
                | OperatorKind::ScanEnds
                | OperatorKind::Image
                | OperatorKind::Union
                | OperatorKind::Complement
                | OperatorKind::Pipeline
                | OperatorKind::Intersect
                | OperatorKind::Difference
        );
        match (operator.node.described_by, &operator.node.form) {
            _ if is_said_by_inputs => (name.to_owned(), Vec::new()),
            (_, PlanForm::OneOf(ids)) if operator.node.concept.is_none() => {
                (format!("{name}: {}", format_count(ids.len(), "term")), Vec::new())
            }
            (Some(concept), _) => {
                let lines = self.describe_concept(concept);
                let mut lines = lines.lines().map(str::to_owned);
                let first = format!("{name}: {}", lines.next().unwrap_or_default());
                // An operator with inputs says the rest with them.
                let rest = lines.filter(|_| operator.kind == OperatorKind::FilterEach);
                let (shown, more) = Cut::within(rest, MAX_CONDITION).into_parts();
                let further = (more > 0).then(|| format!("and {more} more lines"));
                (first, shown.into_iter().chain(further).collect())
            }
            (None, PlanForm::Class { classes, .. }) => {
                let classes: Vec<String> =
                    classes.iter().map(|(class, _)| self.dataset.short(self.term(*class))).collect();
                (format!("{name}: class {}", classes.join(", ")), Vec::new())
            }
            _ => (name.to_owned(), Vec::new()),
        }
    }

    /// The lines of a concept; of a negation, those of what is negated.
    fn describe_concept(&self, concept: &Concept) -> String {
        match concept {
            Concept::Not(inner) => format!("not {}", self.describe_concept(inner)),
            concept => concept.lines(self.dataset),
        }
    }

    /// Adds the sets that were found while candidates were tested one by one: it was worth it after so many.
    fn explain_sets_of_tests(&self, shown: &mut Vec<OperatorId>, sizes: PlanSizes, lines: &mut Vec<ExplainLine>) {
        let ids: Vec<OperatorId> = (0..self.operators.borrow().len()).map(OperatorId).collect();
        let mut is_first = true;
        for id in ids.into_iter().rev() {
            let operator = self.operator(id);
            let is_set = operator.node.operator.get() == Some(&id) && operator.outcome.get().is_some();
            if !is_set || shown.contains(&id) {
                continue;
            }
            if is_first {
                let operator = "found while candidates were tested:".to_owned();
                lines.push(ExplainLine { operator, estimate: String::new(), outcome: String::new() });
                is_first = false;
            }
            self.explain_operator(id, 1, sizes, (lines, shown));
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
