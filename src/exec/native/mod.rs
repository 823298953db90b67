//! Native evaluation of plans on the index: the same rows as their SPARQL, in the same order.

mod answer_plan;
mod bindings;
mod bits;
mod budget;
mod cells;
mod comparison;
mod compile_measure;
mod compile_node;
mod compiled_measure;
mod compiled_pattern;
mod compute;
mod cost;
mod counted_links;
mod counting;
mod describe;
mod evaluator;
mod execute;
mod explain;
mod filter;
mod formula;
mod groups;
mod holds;
mod id_map;
mod interval;
mod join;
mod join_input;
mod join_inputs;
mod label;
mod measure;
mod memo;
mod memoize;
mod node;
mod operator;
mod order;
mod pair_index;
mod plan_ids;
mod planner;

mod rows;
mod semi_join;
mod set;
mod terms;
mod test;
mod value;

use std::borrow::Cow;

use oxigraph::model::{Literal, Term};

use self::answer_plan::{AnswerPlan, AnswerStepKind, CompiledShape};
use self::budget::Halt;
use self::evaluator::Evaluator;
pub use self::explain::PlanSizes;
pub(super) use self::memo::SetMemo;
pub use self::test::TextCheck;
use crate::base::Diagnostic;
use crate::exec::limits::{Inquiry, Limits};
use crate::plan::{AnswerShape, Concept, Plan};
use crate::store::Dataset;
use crate::words::Lexicon;

/// The rows of an answer: the subject, then the columns, as the query of [`crate::plan::select`] returns them.
///
/// # Errors
/// If a limit is exceeded, or the caller stops it.
pub fn rows(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
    let lean = without_repeated_bindings(plan);
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    let answer = evaluator.plan_answer(plan, &lean);
    Ok(evaluator.rows(&answer)?)
}

/// The set of a plan. Its binding pattern is dropped if the rows match it again: a thing without bindings has no row.
/// With `first` or `skip` it stays: the things are chosen before their rows.
fn without_repeated_bindings(plan: &Plan) -> Cow<'_, Concept> {
    let AnswerShape::Rows { witnessed: Some(witnessed), order, .. } = &plan.shape else {
        return Cow::Borrowed(&plan.set);
    };
    let Concept::All(parts) = &plan.set else {
        return Cow::Borrowed(&plan.set);
    };
    let is_it = |part: &Concept| matches!(part, Concept::WithBindings(own) if **own == *witnessed);
    if order.first.is_some() || order.skip.is_some() || !parts.iter().any(is_it) {
        return Cow::Borrowed(&plan.set);
    }
    let parts = join_inputs::not_implied(parts).filter(|part| !is_it(part));
    Cow::Owned(Concept::all(parts.cloned().collect()))
}

/// The number of rows of a plan: neither order nor text is computed if the number is known without.
///
/// # Errors
/// As [`rows`].
pub fn size(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<usize, Diagnostic> {
    let lean = without_repeated_bindings(plan);
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    let answer = evaluator.plan_answer(plan, &lean);
    Ok(evaluator.size(&answer)?)
}

/// The physical plan of an answer: every operator with its estimated size. With
/// [`PlanSizes::Actual`] it is evaluated, and each operator has its actual size as well; the second value is what stopped
/// it, if anything did.
#[must_use]
pub fn explain_plan(
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
    sizes: PlanSizes,
    limits: Limits,
    inquiry: &Inquiry,
) -> (String, Option<Diagnostic>) {
    let lean = without_repeated_bindings(plan);
    let evaluator = Evaluator::new(dataset, lexicon, limits, inquiry);
    let answer = evaluator.plan_answer(plan, &lean);
    let stopped = match sizes {
        PlanSizes::Estimated => None,
        PlanSizes::Actual => evaluator.rows(&answer).err(),
    };
    (evaluator.explain(&plan.shape, &answer, sizes), stopped.map(Diagnostic::from))
}

impl<'a> Evaluator<'a> {
    fn rows(&self, answer: &AnswerPlan<'a>) -> Result<Vec<Vec<Option<Term>>>, Halt> {
        match &answer.shape {
            CompiledShape::Rows(rows) => {
                let rows = self.rows_of_things(answer, rows)?;
                let rows = rows.into_iter().map(|(thing, cells)| {
                    let thing = std::iter::once(Some(self.term_to_owned(thing)));
                    thing.chain(self.terms(&cells)).collect()
                });
                Ok(rows.collect())
            }
            CompiledShape::Groups(groups) => {
                let rows = self.rows_of_groups(answer, groups)?;
                Ok(rows.iter().map(|row| self.terms(row)).collect())
            }
            CompiledShape::SideBySide(comparison) => self.comparison_rows(answer, comparison),
            CompiledShape::Describe(thing) => {
                let rows = self.rows_about(thing);
                answer.record(AnswerStepKind::Describe, rows.len());
                Ok(rows)
            }
            CompiledShape::Things => {
                let things = self.run(answer.things)?;
                Ok(things.iter().map(|id| vec![Some(self.term_to_owned(id))]).collect())
            }
            CompiledShape::Count => {
                let count = self.run(answer.things)?.len() as u64;
                answer.record(AnswerStepKind::Count, 1);
                Ok(vec![vec![Some(Literal::from(count).into())]])
            }
        }
    }

    fn size(&self, answer: &AnswerPlan<'a>) -> Result<usize, Halt> {
        match &answer.shape {
            CompiledShape::Rows(rows) => self.number_of_rows(answer, rows),
            CompiledShape::Groups(groups) => self.number_of_groups(answer, groups),
            CompiledShape::Describe(thing) => Ok(self.number_of_rows_about(thing)),
            _ => Ok(self.rows(answer)?.len()),
        }
    }
}
