//! Things side by side: rows of thing, topic, aspect and record.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::native::answer_plan::{AnswerPlan, AnswerStepKind};
use crate::exec::native::budget::Halt;
use crate::exec::native::compiled_path::SharedPath;
use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{TermRows, by_columns};
use crate::exec::native::walk_flow::ON;
use crate::plan::{Aspect, ComparisonPlan};
use crate::store::Id;

/// A compiled comparison.
pub(super) struct CompiledComparison<'a> {
    things: BTreeSet<Id>,
    /// The topics that were asked; `None` for every topic.
    topics: Option<BTreeSet<Id>>,
    /// From a record to the things.
    to_things: SharedPath<'a>,
    /// From a record to its topics, under each aspect.
    aspects: Vec<(Aspect, SharedPath<'a>)>,
}

impl<'a> Evaluator<'a> {
    pub(super) fn compile_comparison(&self, comparison: &'a ComparisonPlan) -> CompiledComparison<'a> {
        let ids = |nodes: &[NamedNode]| nodes.iter().filter_map(|node| self.dataset.iri_id(node.as_ref())).collect();
        let aspects = comparison.aspects.iter().map(|(aspect, path)| (*aspect, self.compile_path(path)));
        CompiledComparison {
            things: ids(&comparison.things),
            topics: (!comparison.topics.is_empty()).then(|| ids(&comparison.topics)),
            to_things: self.compile_path(&comparison.to_things),
            aspects: aspects.collect(),
        }
    }

    pub(super) fn comparison_rows(
        &self,
        answer: &AnswerPlan<'a>,
        comparison: &CompiledComparison<'a>,
    ) -> Result<TermRows, Halt> {
        let mut found: BTreeSet<(Id, Id, usize, Id)> = BTreeSet::new();
        self.run(answer.things)?.each(|record| {
            let mut of = Vec::new();
            let _ = self.walk_once(&comparison.to_things, record, &mut |thing| {
                if comparison.things.contains(&thing) {
                    of.push(thing);
                }
                ON
            })?;
            for (at, (_, path)) in comparison.aspects.iter().enumerate() {
                let _ = self.walk_once(path, record, &mut |topic| {
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
