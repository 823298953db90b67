//! Explains an evaluation: each part of a set in the order in which it was found, its expected and its actual size, and
//! whether it was found as a whole or tested on candidates one by one.

use std::fmt::Write as _;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::{PlanForm, PlanNode};
use crate::plan::Plan;

/// One line: the part, its expected size, the outcome.
struct ExplainLine {
    part: String,
    expected: String,
    outcome: String,
}

impl<'a> Evaluator<'a> {
    /// Finds the set of a plan, and explains how it was found.
    pub(super) fn explain(&self, plan: &'a Plan) -> Result<String, Halt> {
        let found = self.subjects(&plan.set, plan.kind)?;
        let mut lines = Vec::new();
        self.explain_node(&self.node(&plan.set), 0, false, &mut lines);
        if let Some(first) = lines.first_mut() {
            first.outcome = format!("{} found", found.len());
        }
        let width = |of: fn(&ExplainLine) -> &str| lines.iter().map(|it| of(it).width()).max();
        let part = width(|line| &line.part).unwrap_or(0);
        let expected = width(|line| &line.expected).unwrap_or(0);
        let mut text = String::new();
        for line in &lines {
            let gap = " ".repeat(part - line.part.width());
            let (said, outcome) = (&line.expected, &line.outcome);
            writeln!(text, "{}{gap}  {said:>expected$} expected  {outcome}", line.part).expect("writing to a string");
        }
        Ok(text)
    }

    fn explain_node(&self, node: &PlanNode<'a>, depth: usize, of_each: bool, lines: &mut Vec<ExplainLine>) {
        let Some(concept) = node.concept else {
            if let PlanForm::All(nodes) = &node.form {
                for node in nodes {
                    self.explain_node(node, depth, of_each, lines);
                }
            }
            return;
        };
        let label = concept.lines(self.dataset);
        let label = label.lines().next().unwrap_or_default();
        let told = node.stats.get();
        let outcome = match told {
            Some(told) => match told.of {
                None => format!("{} found as a set", told.found),
                Some(of) => format!("{} found, one by one of {of}", told.found),
            },
            None if of_each => "asked of each".to_owned(),
            None => "not needed".to_owned(),
        };
        lines.push(ExplainLine {
            part: "  ".repeat(depth) + label,
            expected: format!("{:.0}", node.cost.size),
            outcome,
        });
        let of_each = of_each || told.is_some_and(|told| told.of.is_some());
        let mut parts: Vec<&PlanNode<'a>> = match &node.form {
            PlanForm::All(nodes) | PlanForm::Either(nodes) => nodes.iter().map(Rc::as_ref).collect(),
            PlanForm::Not(inner) | PlanForm::Root(inner) => vec![inner],
            PlanForm::Linked { to, .. } | PlanForm::Covers { to, .. } => vec![to],
            PlanForm::Only { among, to, .. } => vec![among, to],
            _ => Vec::new(),
        };
        parts.sort_by_key(|part| part.stats.get().map_or(usize::MAX, |told| told.at));
        for part in parts {
            self.explain_node(part, depth + 1, of_each, lines);
        }
    }
}
