//! Things side by side: rows of thing, topic, aspect and day.

use std::collections::BTreeSet;

use oxigraph::model::{Literal, Term};

use crate::exec::native::order::merge_sort;
use crate::exec::native::rows::{Rows, by_columns};
use crate::exec::native::walk::ON;
use crate::exec::native::{Evaluator, Halt};
use crate::plan::{Aspect, Beside};
use crate::store::Id;
use crate::words::KindId;

impl<'a> Evaluator<'a> {
    pub(super) fn rows_beside(&self, beside: &'a Beside, kind: KindId) -> Result<Rows, Halt> {
        let ids = |nodes: &[oxigraph::model::NamedNode]| {
            let ids = nodes.iter();
            let ids = ids.filter_map(|node| self.dataset.iri_id(node.as_ref()));
            ids.collect::<BTreeSet<Id>>()
        };
        let (things, topics) = (ids(&beside.things), ids(&beside.topics));
        let mut found: BTreeSet<(Id, Id, usize, Option<Id>)> = BTreeSet::new();
        for (at, (aspect, concept)) in beside.aspects.iter().enumerate() {
            let when = beside.when.as_ref().filter(|_| *aspect == Aspect::Looked);
            self.subjects(concept, kind)?.each(|said| {
                let mut of = Vec::new();
                let _ = self.walk(&beside.to_things, said, &mut |thing| {
                    if things.contains(&thing) {
                        of.push(thing);
                    }
                    ON
                })?;
                if of.is_empty() {
                    return Ok(());
                }
                let mut days = Vec::new();
                if let Some(when) = when {
                    let _ = self.walk(when, said, &mut |day| {
                        days.push(Some(day));
                        ON
                    })?;
                }
                if days.is_empty() {
                    days.push(None);
                }
                let _ = self.walk(&beside.to_topics, said, &mut |topic| {
                    if beside.topics.is_empty() || topics.contains(&topic) {
                        for thing in &of {
                            let rows = days.iter().map(|day| (*thing, topic, at, *day));
                            found.extend(rows);
                        }
                    }
                    ON
                })?;
                Ok::<(), Halt>(())
            })?;
        }
        let rows = found.into_iter().map(|(thing, topic, aspect, day)| {
            let word = Literal::new_simple_literal(beside.aspects[aspect].0.word());
            vec![
                Some(self.owned(thing)),
                Some(self.owned(topic)),
                Some(Term::from(word)),
                day.map(|day| self.owned(day)),
            ]
        });
        let mut rows: Rows = rows.collect();
        merge_sort(&mut rows, &mut |one, other| by_columns(one, other));
        Ok(rows)
    }
}
