//! Things side by side: rows of thing, topic, aspect and record.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, Term};

use crate::exec::native::answer_plan::{AnswerPlan, AnswerStepKind, CompiledComparison};
use crate::exec::native::budget::{Halt, ON};
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{TermRows, by_columns};
use crate::store::Id;

impl<'a> Evaluator<'a> {
    pub(super) fn comparison_rows(
        &self,
        answer: &AnswerPlan<'a>,
        comparison: &CompiledComparison<'a>,
    ) -> Result<TermRows, Halt> {
        let mut found: BTreeSet<(Id, Id, usize, Id)> = BTreeSet::new();
        self.run(answer.things)?.each(|record| {
            let mut of = Vec::new();
            let _ = comparison.to_things.visit(&self.budget, record, &mut |thing| {
                if comparison.things.contains(&thing) {
                    of.push(thing);
                }
                ON
            })?;
            for (at, (_, path)) in comparison.aspects.iter().enumerate() {
                let _ = path.visit(&self.budget, record, &mut |topic| {
                    if comparison.topics.as_ref().is_none_or(|topics| topics.contains(&topic)) {
                        found.extend(of.iter().map(|thing| (*thing, topic, at, record)));
                    }
                    ON
                })?;
            }
            Ok::<(), Halt>(())
        })?;
        answer.record(AnswerStepKind::Compare, found.len());
        let rows = found.into_iter().map(|(thing, topic, aspect, record)| {
            let word = Literal::new_simple_literal(comparison.aspects[aspect].0.word());
            vec![
                Some(self.term_to_owned(thing)),
                Some(self.term_to_owned(topic)),
                Some(Term::from(word)),
                Some(self.term_to_owned(record)),
            ]
        });
        let mut rows: TermRows = rows.collect();
        merge_sort(&mut rows, &mut |one, other| by_columns(one, other));
        Ok(rows)
    }
}
