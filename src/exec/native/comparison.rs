//! Things side by side: rows of thing, topic, aspect and record.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::native::answer_plan::{AnswerPlan, AnswerStepKind};
use crate::exec::native::budget::Halt;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{TermRows, by_columns};
use crate::exec::native::walk_flow::ON;
use crate::plan::ComparisonPlan;
use crate::store::Id;

impl<'a> Evaluator<'a> {
    pub(super) fn comparison_rows(&self, answer: &AnswerPlan, beside: &'a ComparisonPlan) -> Result<TermRows, Halt> {
        let ids = |nodes: &[NamedNode]| {
            let ids = nodes.iter().filter_map(|node| self.dataset.iri_id(node.as_ref()));
            ids.collect::<BTreeSet<Id>>()
        };
        let (things, topics) = (ids(&beside.things), ids(&beside.topics));
        let mut found: BTreeSet<(Id, Id, usize, Id)> = BTreeSet::new();
        self.run(answer.things)?.each(|record| {
            let mut of = Vec::new();
            let _ = self.walk(&beside.to_things, record, &mut |thing| {
                if things.contains(&thing) {
                    of.push(thing);
                }
                ON
            })?;
            for (at, (_, path)) in beside.aspects.iter().enumerate() {
                let _ = self.walk(path, record, &mut |topic| {
                    if beside.topics.is_empty() || topics.contains(&topic) {
                        found.extend(of.iter().map(|thing| (*thing, topic, at, record)));
                    }
                    ON
                })?;
            }
            Ok::<(), Halt>(())
        })?;
        answer.record(AnswerStepKind::Compare, found.len());
        let rows = found.into_iter().map(|(thing, topic, aspect, record)| {
            let word = Literal::new_simple_literal(beside.aspects[aspect].0.word());
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
