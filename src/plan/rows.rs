//! Rows for things: they are ordered and sliced first; the columns are made of those that remain.

use oxigraph::model::{Literal, Variable};
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression};

use crate::plan::algebra::{aggregate, call, distinct, extend, group, join, optional, project, unit};
use crate::plan::emit::Scope;
use crate::plan::emit_measure::{Leaves, MeasureScope};
use crate::plan::measure::{BindingPattern, Hop, Measure, PathEnd, PathOrigin};
use crate::plan::select::{Select, Selection, query};
use crate::plan::tree::{OutputColumn, Plan, RowOrder};
use crate::words::KindId;

/// An unaggregated value of a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeasureLeaf<'a> {
    /// Where its path starts.
    pub(super) of: &'a PathOrigin,
    /// Its links.
    pub(super) hops: &'a [Hop],
    /// What is taken at their end.
    pub(super) end: &'a PathEnd,
    /// The name of its variable, where it is a column of its own.
    pub(super) heading: Option<&'a str>,
}

/// The variables of values, and those of the linked things that have them.
#[derive(Debug)]
pub(super) struct RowVariables<T> {
    pub(super) values: Vec<T>,
    pub(super) elements: Vec<Variable>,
}

impl RowVariables<Option<Variable>> {
    /// Values without variables yet.
    pub(super) fn none_of(count: usize) -> Self {
        Self { values: vec![None; count], elements: Vec::new() }
    }
}

impl Select<'_> {
    pub(super) fn rows(
        &mut self,
        plan: &Plan,
        columns: &[OutputColumn],
        elements: bool,
        witnessed: Option<&BindingPattern>,
        ordering: &RowOrder,
    ) -> Selection {
        let (subject, set) = self.set(&plan.set, plan.kind);
        let things = distinct(set, std::slice::from_ref(&subject));
        let (mut things, label) = self.add_label(things, &subject, plan.kind);
        let mut order = Vec::new();
        let mut shown = vec![subject.clone(), label.clone()];
        for (column, descending) in &ordering.keys {
            let (keyed, key) = self.add_sort_key(things, &subject, column, witnessed, *descending);
            things = keyed;
            shown.push(key.clone());
            order.extend(order_by(&key, *descending));
        }
        order.push(OrderExpression::Asc(label.into()));
        order.push(OrderExpression::Asc(subject.clone().into()));
        if ordering.first.is_some() || ordering.skip.is_some() {
            things = slice(things, &order, &shown, ordering);
        }
        let mut scope = Scope::of(&subject, Vec::new());
        if let Some(witnessed) = witnessed {
            (things, scope) = self.emitter.binding_pattern(things, witnessed, &scope);
        }
        let (pattern, filled) = self.cells(things, columns, &MeasureScope::of(&scope), None);
        for variable in &filled.values {
            if !shown.contains(variable) {
                shown.push(variable.clone());
                order.push(OrderExpression::Asc(variable.clone().into()));
            }
        }
        if elements {
            // Linked things that look alike in all columns have a row each.
            let named = scope.named.into_iter().map(|(_, named)| named);
            for variable in filled.elements.into_iter().chain(named) {
                if !shown.contains(&variable) {
                    shown.push(variable);
                }
            }
        }
        let ordered = GraphPattern::OrderBy { inner: Box::new(pattern), expression: order };
        Selection { query: query(distinct(ordered, &shown)), subject, columns: filled.values }
    }

    /// Adds the columns, each with a variable of its own. What is missing leaves its cell empty and
    /// the row in place.
    pub(super) fn cells(
        &mut self,
        pattern: GraphPattern,
        columns: &[OutputColumn],
        place: &MeasureScope,
        count: Option<&Variable>,
    ) -> (GraphPattern, RowVariables<Variable>) {
        let mut leaves = Vec::new();
        for column in columns {
            let alone = matches!(column.measure, Measure::Value { .. });
            leaves.extend(column.measure.leaves().into_iter().map(|leaf| {
                let Measure::Value { of, hops, end } = leaf else {
                    unreachable!("the leaves of a measure are values");
                };
                let heading = alone.then_some(column.heading.as_str());
                MeasureLeaf { of, hops, end, heading }
            }));
        }
        // A count does not depend on linked elements: it comes before them.
        let mut pattern = pattern;
        let mut computed: Vec<(usize, &OutputColumn)> = columns.iter().enumerate().collect();
        let mut filled: Vec<Option<Variable>> = vec![None; columns.len()];
        for (index, column) in &computed {
            if column.measure.leaves().is_empty() {
                let mut given = Leaves::from_values(Vec::new(), count.cloned());
                let (further, value) = self.emitter.measure(pattern, &column.measure, place, &mut given);
                let (further, variable) = self.bind_column(further, value, &column.heading);
                filled[*index] = Some(variable);
                pattern = further;
            }
        }
        computed.retain(|(index, _)| filled[*index].is_none());
        let mut found = RowVariables::none_of(leaves.len());
        let numbered: Vec<(usize, MeasureLeaf<'_>)> = leaves.iter().copied().enumerate().collect();
        let mut origins: Vec<&PathOrigin> = Vec::new();
        for leaf in &leaves {
            if !origins.contains(&leaf.of) {
                origins.push(leaf.of);
            }
        }
        for origin in origins {
            let own = numbered.iter().filter(|(_, leaf)| leaf.of == origin);
            let own: Vec<(usize, MeasureLeaf<'_>)> = own.copied().collect();
            let from = place.scope.origin(origin);
            pattern = self.elements(pattern, &from, &own, 0, &mut found);
        }
        let mut values = found.values.into_iter().flatten();
        for (index, column) in computed {
            let own: Vec<Expression> =
                values.by_ref().take(column.measure.leaves().len()).map(Expression::from).collect();
            let mut given = Leaves::from_values(own, count.cloned());
            let (further, value) = self.emitter.measure(pattern, &column.measure, place, &mut given);
            let (further, variable) = self.bind_column(further, value, &column.heading);
            filled[index] = Some(variable);
            pattern = further;
        }
        let filled = RowVariables { values: filled.into_iter().flatten().collect(), elements: found.elements };
        (pattern, filled)
    }

    fn bind_column(&mut self, pattern: GraphPattern, value: Expression, heading: &str) -> (GraphPattern, Variable) {
        self.emitter.bind(pattern, value, heading)
    }

    /// Adds values. Paths with a common prefix share it, so that they lead to the same element in one row.
    pub(super) fn elements(
        &mut self,
        pattern: GraphPattern,
        from: &Variable,
        leaves: &[(usize, MeasureLeaf<'_>)],
        depth: usize,
        filled: &mut RowVariables<Option<Variable>>,
    ) -> GraphPattern {
        let mut pattern = pattern;
        let mut hops: Vec<&Hop> = Vec::new();
        for (index, leaf) in leaves {
            match leaf.hops.get(depth) {
                Some(hop) if hops.contains(&hop) => {}
                Some(hop) => {
                    hops.push(hop);
                    let same = leaves.iter();
                    let same: Vec<(usize, MeasureLeaf<'_>)> =
                        same.filter(|(_, other)| other.hops.get(depth) == Some(hop)).copied().collect();
                    let (step, element) = self.emitter.hop(from, hop);
                    filled.elements.push(element.clone());
                    let inner = self.elements(step, &element, &same, depth + 1, filled);
                    pattern = optional(pattern, inner);
                }
                None => match leaf.end {
                    PathEnd::Thing | PathEnd::Iri => {
                        filled.values[*index] = Some(from.clone());
                    }
                    PathEnd::Values(path, word) => {
                        let value = self.emitter.variable(leaf.heading.unwrap_or(word));
                        let step = self.emitter.path(from, path, &value);
                        pattern = optional(pattern, step);
                        filled.values[*index] = Some(value);
                    }
                },
            }
        }
        pattern
    }

    /// Adds the label of each thing: the least text of the first property that labels it.
    pub(super) fn add_label(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        kind: KindId,
    ) -> (GraphPattern, Variable) {
        let label = self.emitter.variable("label");
        let (things, mut texts) = self.texts(things, subject, &[], kind);
        texts.push(Literal::new_simple_literal("").into());
        let labelled = extend(things, label.clone(), Expression::Coalesce(texts));
        (labelled, label)
    }

    /// Adds the least text of each property that labels things of the kind, of the things themselves
    /// or of what links lead to.
    fn texts(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        hops: &[Hop],
        kind: KindId,
    ) -> (GraphPattern, Vec<Expression>) {
        let mut texts = Vec::new();
        let mut things = things;
        for label in self.lexicon.kind(kind).labelled_by.clone() {
            let Some(path) = label.path(self.lexicon) else {
                continue;
            };
            let value = self.emitter.variable("name");
            let text = self.emitter.variable("text");
            let (links, labelled) = self.follow(subject, hops);
            let step = join(links, self.emitter.path(&labelled, &path, &value));
            let written = call(Function::Str, vec![value.into()]);
            let least = aggregate(AggregateFunction::Min, written, false);
            things = optional(things, best_of(step, subject, &text, least));
            texts.push(text.into());
        }
        (things, texts)
    }

    /// The links from a thing, and what they lead to: the thing itself when there are none.
    fn follow(&mut self, subject: &Variable, hops: &[Hop]) -> (GraphPattern, Variable) {
        let (mut pattern, mut at) = (unit(), subject.clone());
        for hop in hops {
            let (step, element) = self.emitter.hop(&at, hop);
            pattern = join(pattern, step);
            at = element;
        }
        (pattern, at)
    }

    /// Adds what the things are ordered by: the least value, or the largest when descending; of
    /// linked things, their label.
    fn add_sort_key(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        column: &OutputColumn,
        witnessed: Option<&BindingPattern>,
        descending: bool,
    ) -> (GraphPattern, Variable) {
        let key = self.emitter.variable("key");
        let scope = Scope::of(subject, Vec::new());
        let place = MeasureScope::of(&scope);
        if let (Some(kind), Measure::Value { of, hops, .. }) = (column.things, &column.measure)
            && *of == PathOrigin::This
        {
            let (things, texts) = self.texts(things, subject, hops, kind);
            return (extend(things, key.clone(), Expression::Coalesce(texts)), key);
        }
        if column.measure.leaves().is_empty() {
            let mut given = Leaves::from_values(Vec::new(), None);
            let (things, value) = self.emitter.measure(things, &column.measure, &place, &mut given);
            return (extend(things, key.clone(), value), key);
        }
        let base = match witnessed {
            _ if column.measure.finds_its_things() => unit(),
            _ => things.clone(),
        };
        let (base, scope) = match witnessed {
            Some(witnessed) => self.emitter.binding_pattern(base, witnessed, &scope),
            None => (base, scope),
        };
        let (found, value, _) = self.emitter.bind_measure(base, &column.measure, &MeasureScope::of(&scope));
        let function = if descending { AggregateFunction::Max } else { AggregateFunction::Min };
        let best = aggregate(function, value.into(), false);
        (optional(things, best_of(found, subject, &key, best)), key)
    }
}

/// Orders by a key. What has no value comes last in both directions: unknown is neither least nor
/// largest.
pub(super) fn order_by(key: &Variable, descending: bool) -> [OrderExpression; 2] {
    let unknown = Expression::Not(Box::new(Expression::Bound(key.clone())));
    let key = Expression::from(key.clone());
    let key = if descending { OrderExpression::Desc(key) } else { OrderExpression::Asc(key) };
    [OrderExpression::Asc(unknown), key]
}

/// Orders rows, skips some and limits their number.
pub(super) fn slice(
    rows: GraphPattern,
    order: &[OrderExpression],
    shown: &[Variable],
    ordering: &RowOrder,
) -> GraphPattern {
    let ordered = GraphPattern::OrderBy { inner: Box::new(rows), expression: order.to_vec() };
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    GraphPattern::Slice {
        inner: Box::new(project(ordered, shown)),
        start: ordering.skip.map_or(0, number),
        length: ordering.first.map(number),
    }
}

/// For each thing, an aggregate of all values that a pattern finds for it.
fn best_of(found: GraphPattern, subject: &Variable, value: &Variable, best: AggregateExpression) -> GraphPattern {
    let subjects = std::slice::from_ref(subject);
    let grouped = group(found, subjects, vec![(value.clone(), best)]);
    project(grouped, &[subject.clone(), value.clone()])
}
