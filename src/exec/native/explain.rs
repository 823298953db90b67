//! What the planner chose: each part of a set in the order in which it was found, how many things were expected and
//! how many there are, and whether it was found as a whole or asked of candidates one by one.

use std::fmt::Write as _;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use crate::exec::native::node::{Form, Node};
use crate::exec::native::{Evaluator, Halt};
use crate::plan::Plan;

/// One line: what it is of, what was expected, what came out.
struct Line {
    part: String,
    expected: String,
    outcome: String,
}

impl<'a> Evaluator<'a> {
    /// Finds the set of a plan, and tells how it was found.
    pub(super) fn told(&self, plan: &'a Plan) -> Result<String, Halt> {
        let found = self.subjects(&plan.set, plan.kind)?;
        let mut lines = Vec::new();
        self.tell(&self.node(&plan.set), 0, false, &mut lines);
        if let Some(first) = lines.first_mut() {
            first.outcome = format!("{} found", found.len());
        }
        let width = |of: fn(&Line) -> &str| lines.iter().map(|it| of(it).width()).max();
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

    fn tell(&self, node: &Node<'a>, depth: usize, of_each: bool, lines: &mut Vec<Line>) {
        let Some(concept) = node.concept else {
            if let Form::All(nodes) = &node.form {
                for node in nodes {
                    self.tell(node, depth, of_each, lines);
                }
            }
            return;
        };
        let label = concept.lines(self.dataset);
        let label = label.lines().next().unwrap_or_default();
        let told = node.told.get();
        let outcome = match told {
            Some(told) => match told.of {
                None => format!("{} found as a set", told.found),
                Some(of) => format!("{} found, one by one of {of}", told.found),
            },
            None if of_each => "asked of each".to_owned(),
            None => "not needed".to_owned(),
        };
        lines.push(Line { part: "  ".repeat(depth) + label, expected: format!("{:.0}", node.cost.size), outcome });
        let of_each = of_each || told.is_some_and(|told| told.of.is_some());
        let mut parts: Vec<&Node<'a>> = match &node.form {
            Form::All(nodes) | Form::Either(nodes) => nodes.iter().map(Rc::as_ref).collect(),
            Form::Not(inner) | Form::Root(inner) => vec![inner],
            Form::Linked { to, .. } | Form::Covers { to, .. } => vec![to],
            Form::Only { among, to, .. } => vec![among, to],
            _ => Vec::new(),
        };
        parts.sort_by_key(|part| part.told.get().map_or(usize::MAX, |told| told.at));
        for part in parts {
            self.tell(part, depth + 1, of_each, lines);
        }
    }
}
