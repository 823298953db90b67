//! Rows for things: things are chosen and ordered first; columns are computed for what is left.

use std::cmp::Ordering as Comparison;

use oxigraph::model::Term;

use crate::exec::native::answer_plan::{AnswerPlan, AnswerStepKind, RowPlan};
use crate::exec::native::budget::{EvaluationFlow, Halt, ON};
use crate::exec::native::cells::{CompiledColumns, LeafPath};
use crate::exec::native::compiled_measure::{CompiledColumn, CompiledEnd, CompiledMeasure, CompiledOrder, MeasurePath};
use crate::exec::native::compiled_pattern::CompiledPattern;
use crate::exec::native::compute::Accumulator;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::label::Labels;
use crate::exec::native::measure::{MeasureContext, MeasureValue};
use crate::exec::native::order::{by_key, merge_sort, skip_and_limit};
use crate::exec::native::value::{Value, order, order_as_written, order_of_values};
use crate::plan::PathOrigin;
use crate::question::Aggregate;
use crate::store::Id;

/// Rows of terms: the thing, then the columns.
pub(super) type TermRows = Vec<Vec<Option<Term>>>;

/// A row of a thing.
pub(super) type ThingRow = (Id, Vec<Option<MeasureValue>>);

/// A thing with its sort keys.
struct SortEntry<'a> {
    keys: Vec<Option<Value>>,
    label: &'a str,
    thing: Id,
}

impl<'a> Evaluator<'a> {
    /// The rows of things.
    pub(super) fn rows_of_things(&self, answer: &AnswerPlan<'a>, plan: &RowPlan<'a>) -> Result<Vec<ThingRow>, Halt> {
        let RowPlan { kind, columns, elements, pattern, order } = plan;
        let things = self.run(answer.things)?;
        let labels = self.labels(*kind);
        let mut placed = Vec::with_capacity(things.len());
        things.each(|thing| {
            self.budget.spend(1)?;
            let keys = order.keys.iter();
            let keys = keys.map(|(column, descending)| self.key(column, *descending, thing, pattern.as_deref()));
            placed.push(SortEntry {
                keys: keys.collect::<Result<_, Halt>>()?,
                label: self.label(&labels, thing),
                thing,
            });
            Ok(())
        })?;
        self.sort_things(&mut placed, order);
        answer.record(AnswerStepKind::Sort, placed.len());
        let cells = CompiledColumns::of(columns, |leaf| LeafPath {
            from: leaf.of,
            hops: leaf.hops.clone(),
            end: leaf.end.clone(),
        });
        if let Some(pattern) = pattern {
            pattern.expect(placed.len());
        }
        let mut rows = Vec::with_capacity(placed.len());
        let mut bindings = 0;
        for SortEntry { thing, .. } in placed {
            self.budget.spend(1)?;
            let alone = Env { root: thing, bindings: &[] };
            let mut own = Vec::new();
            let mut add = |env: Env<'_>| {
                bindings += 1;
                self.add_rows(&cells, MeasureContext::thing(thing, env), &mut own)
            };
            let _ = match pattern {
                None => add(alone)?,
                Some(pattern) => self.each_binding(pattern, thing, alone, &mut add)?,
            };
            if own.len() > 1 {
                own.sort_by(|one, other| one.elements.cmp(&other.elements));
                merge_sort(&mut own, &mut |one, other| self.by_cells(&one.cells, &other.cells));
                own.dedup_by(|one, other| one.cells == other.cells && (!*elements || one.elements == other.elements));
            }
            rows.extend(own.into_iter().map(|row| (thing, row.cells)));
        }
        answer.record(AnswerStepKind::Bind, bindings);
        answer.record(AnswerStepKind::Columns, rows.len());
        Ok(rows)
    }

    /// The number of rows of things: if only things are shown, their ids suffice.
    pub(super) fn number_of_rows(&self, answer: &AnswerPlan<'a>, plan: &RowPlan<'a>) -> Result<usize, Halt> {
        let all = plan.order.first.is_none() && plan.order.skip.is_none();
        let things = plan.columns.iter().map(|column| thing_of(&column.measure));
        let things: Option<Vec<&PathOrigin>> = things.collect();
        let (Some(shows), Some(pattern), true) = (things, &plan.pattern, all) else {
            return Ok(self.rows_of_things(answer, plan)?.len());
        };
        let mut count = 0;
        let mut own: Vec<Id> = Vec::new();
        let things = self.run(answer.things)?;
        pattern.expect(things.len());
        // If the end of the last link is shown, each has a row of its own.
        let last = pattern.links.last().and_then(|link| link.name);
        let shows_last = shows.iter().any(|it| match it {
            PathOrigin::Binding(name) => last == Some(name.as_str()),
            PathOrigin::This | PathOrigin::Root => false,
        });
        let laid = match shows_last {
            true => self.materialize_bindings(pattern)?,
            false => None,
        };
        things.each(|thing| {
            self.budget.spend(1)?;
            if let Some(ends) = laid.as_ref().and_then(|laid| laid.ends(thing)) {
                count += ends.len();
                return Ok(());
            }
            let alone = Env { root: thing, bindings: &[] };
            own.clear();
            let (mut found, mut width) = (0, 0);
            let _ = self.each_binding(pattern, thing, alone, &mut |env| {
                found += 1;
                let from = own.len();
                let at = MeasureContext::thing(thing, env);
                own.extend(shows.iter().map(|origin| at.origin(origin)));
                if plan.elements {
                    own.extend(env.bindings.iter().map(|(_, id)| *id));
                }
                width = own.len() - from;
                ON
            })?;
            count += match found {
                0 | 1 => found,
                // If only the root is shown, it has one row.
                _ if width == 0 => 1,
                _ => {
                    let mut rows: Vec<&[Id]> = own.chunks(width).collect();
                    rows.sort_unstable();
                    rows.dedup();
                    rows.len()
                }
            };
            Ok::<(), Halt>(())
        })?;
        Ok(count)
    }

    /// Adds the rows of a thing, for the bindings in `at`.
    fn add_rows(
        &self,
        cells: &CompiledColumns<'a, &'a PathOrigin>,
        at: MeasureContext<'_>,
        rows: &mut Vec<ElementRow>,
    ) -> EvaluationFlow {
        let starts = cells.starts.iter().map(|(origin, _)| at.origin(origin));
        let starts: Vec<Id> = starts.collect();
        self.each_row(cells, &starts, &mut |filled| {
            let named = at.env.bindings.iter().map(|(_, id)| Some(*id));
            rows.push(ElementRow {
                cells: self.of_row(cells, filled, at)?,
                elements: filled.elements.iter().copied().chain(named).collect(),
            });
            ON
        })
    }

    /// Compares rows column by column: by value, then by spelling.
    pub(super) fn by_cells(&self, one: &[Option<MeasureValue>], other: &[Option<MeasureValue>]) -> Comparison {
        let both = one.iter().zip(other).filter(|(one, other)| one != other);
        let mut values = both.map(|(one, other)| {
            let [one, other] = [one, other].map(|it| it.as_ref().map(|it| self.resolve_value(it)));
            order(one.as_ref(), other.as_ref())
        });
        let values = values.find(|order| order.is_ne());
        values.unwrap_or_else(|| {
            if one == other {
                return Comparison::Equal;
            }
            by_columns(&self.terms(one), &self.terms(other))
        })
    }

    /// Orders things, and keeps those that are asked for.
    fn sort_things(&self, placed: &mut Vec<SortEntry<'a>>, ordering: &CompiledOrder<'a>) {
        let by_name = |one: &SortEntry<'a>, other: &SortEntry<'a>| {
            let labels = one.label.cmp(other.label);
            labels.then_with(|| self.iri(one.thing).cmp(self.iri(other.thing)))
        };
        if ordering.keys.is_empty() {
            let wanted = ordering.first.map(|first| first.saturating_add(ordering.skip.unwrap_or(0)));
            let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
            if let Some(wanted) = wanted
                && wanted < placed.len()
            {
                if wanted > 0 {
                    placed.select_nth_unstable_by(wanted - 1, by_name);
                }
                placed.truncate(wanted);
            }
            placed.sort_unstable_by(by_name);
        } else {
            merge_sort(placed, &mut |one: &SortEntry<'a>, other: &SortEntry<'a>| {
                let keys = ordering.keys.iter().zip(one.keys.iter().zip(&other.keys));
                keys.map(|((_, descending), (left, right))| by_key(left.as_ref(), right.as_ref(), *descending))
                    .find(|order| order.is_ne())
                    .unwrap_or_else(|| by_name(one, other))
            });
        }
        skip_and_limit(placed, ordering.skip, ordering.first);
    }

    /// The sort key of a thing: the least value, or the largest if descending; for linked things, their least label.
    fn key(
        &self,
        column: &CompiledColumn<'a>,
        descending: bool,
        thing: Id,
        pattern: Option<&CompiledPattern<'a>>,
    ) -> Result<Option<Value>, Halt> {
        let env = Env { root: thing, bindings: &[] };
        let at = MeasureContext::thing(thing, env);
        if let (Some(kind), CompiledMeasure::Value(MeasurePath { of, hops, .. })) =
            (column.things, column.measure.as_ref())
            && **of == PathOrigin::This
        {
            let mut ends = vec![thing];
            for hop in hops {
                let mut next = Vec::new();
                for end in ends {
                    let _ = self.each_element(hop, end, &mut |element| {
                        next.push(element);
                        ON
                    })?;
                }
                ends = next;
            }
            let labels: Labels<'a> = self.labels(kind);
            let label = self.label_of(&labels, &ends);
            return Ok(label.map(|label| Value::StringLiteral(label.to_owned())));
        }
        if column.measure.leaves().is_empty() {
            let given = self.value_from_leaves(&column.measure, at, &mut std::iter::empty())?;
            return Ok(given.map(|given| self.resolve_value(&given)));
        }
        let best = if descending { Aggregate::Largest } else { Aggregate::Smallest };
        let mut made = Accumulator::new(best);
        // If one value cannot be computed, none is the least.
        let mut failed = false;
        let mut add = |env: Env<'_>| {
            self.each_value(&column.measure, MeasureContext::thing(thing, env), &mut Vec::new(), &mut |_, value| {
                match value {
                    Some(value) => made.add(self.resolve_value(&value)),
                    None => failed = true,
                }
                ON
            })
        };
        let _ = match pattern {
            None => add(env)?,
            Some(pattern) => {
                pattern.expect(1);
                self.each_binding(pattern, thing, env, &mut add)?
            }
        };
        Ok(made.finish()?.filter(|_| !failed))
    }
}

/// The origin that a measure shows as it is, if it does: equal things then mean equal cells.
fn thing_of<'a>(measure: &CompiledMeasure<'a>) -> Option<&'a PathOrigin> {
    match measure {
        CompiledMeasure::Value(MeasurePath { of, hops, end: CompiledEnd::Thing | CompiledEnd::Iri }) => {
            hops.is_empty().then_some(*of)
        }
        _ => None,
    }
}

/// A row of a thing, with the linked things behind it.
struct ElementRow {
    cells: Vec<Option<MeasureValue>>,
    elements: Vec<Option<Id>>,
}

/// Compares rows column by column: by value, then by spelling.
pub(super) fn by_columns(one: &[Option<Term>], other: &[Option<Term>]) -> Comparison {
    let first = |compare: fn(Option<&Term>, Option<&Term>) -> Comparison| {
        let both = one.iter().zip(other);
        let mut orders = both.map(|(one, other)| compare(one.as_ref(), other.as_ref()));
        orders.find(|order| order.is_ne())
    };
    let values = first(order_of_values).or_else(|| first(order_as_written));
    values.unwrap_or(Comparison::Equal)
}
