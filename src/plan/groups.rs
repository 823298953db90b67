//! Rows for groups: things that have the same values of some paths.

use oxigraph::model::{NamedNode, NamedNodeRef, Variable};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use crate::plan::algebra::{count_distinct, distinct, extend, group};
use crate::plan::emit::Scope;
use crate::plan::emit_measure::MeasureScope;
use crate::plan::measure::{Formula, Measure, PathEnd, PathOrigin};
use crate::plan::rows::{MeasureLeaf, RowVariables, order_by, slice};
use crate::plan::select::{Select, Selection, query};
use crate::plan::tree::{OutputColumn, Plan, RowOrder};

/// Stands for no value in the keys of a group: an unbound key would join with every group.
pub const NO_VALUE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/caveat/say#noValue");

impl Select<'_> {
    pub(super) fn groups(
        &mut self,
        plan: &Plan,
        keys: &[OutputColumn],
        kept: &[Formula],
        columns: &[OutputColumn],
        ordering: &RowOrder,
    ) -> Selection {
        let (subject, set) = self.set(&plan.set, plan.kind);
        let things = distinct(set, std::slice::from_ref(&subject));
        let (members, found): (_, Vec<Variable>) = self.keys(things, &subject, keys);
        let count = self.emitter.variable("count");
        let counted = vec![(count.clone(), count_distinct(&subject))];
        let mut groups = group(members.clone(), &found, counted);
        let place = MeasureScope {
            scope: Scope { named: key_bindings(&found), ..Scope::of(&subject, Vec::new()) },
            keys: found.clone(),
            members: Some(members),
        };
        for formula in kept {
            groups = self.emitter.filter_groups(groups, formula, &place, &count);
        }
        let own: Vec<OutputColumn> = columns.iter().map(|it| behind_key(it, keys)).collect();
        let sorted: Vec<OutputColumn> = ordering.keys.iter().map(|(key, _)| behind_key(key, keys)).collect();
        let (mut groups, asked) = self.cells(groups, &sorted, &place, Some(&count));
        let mut order: Vec<OrderExpression> = Vec::new();
        for (((_, descending), column), key) in ordering.keys.iter().zip(&sorted).zip(asked.values) {
            let mut key = key;
            let is_key = found.contains(&key);
            if !is_key && column.things.is_some() {
                // If the thing is unbound, every label would match.
                (groups, key) = self.or_no_value(groups, &key, "key");
            }
            if is_key || column.things.is_some() {
                order.push(without_value(&key));
            }
            if let Some(kind) = column.things {
                (groups, key) = self.add_label(groups, &key, kind);
            }
            order.extend(order_by(&key, *descending));
        }
        for (column, key) in keys.iter().zip(&found) {
            order.push(without_value(key));
            if let Some(kind) = column.things {
                let (labelled, label) = self.add_label(groups, key, kind);
                groups = labelled;
                order.push(OrderExpression::Asc(label.into()));
            }
            order.push(OrderExpression::Asc(key.clone().into()));
        }
        let (mut groups, filled) = self.cells(groups, &own, &place, Some(&count));
        // A path that goes on from a key can lead to several values, each in a row of its own.
        let goes_on = |column: &OutputColumn| column.measure.leaves().into_iter().any(is_lookup);
        let several = own.iter().chain(&sorted).any(goes_on);
        let values = own.iter().zip(&filled.values);
        let values = values.filter(|(column, _)| goes_on(column));
        order.extend(values.map(|(_, value)| OrderExpression::Asc(value.clone().into())));
        let used = order.iter().flat_map(variables_of);
        let mut shown: Vec<Variable> = Vec::new();
        for variable in filled.values.iter().chain(&found).cloned().chain(used) {
            if !shown.contains(&variable) {
                shown.push(variable);
            }
        }
        if ordering.first.is_some() || ordering.skip.is_some() {
            if several {
                groups = distinct(groups, &shown);
            }
            groups = slice(groups, &order, &shown, ordering);
        }
        let ordered = GraphPattern::OrderBy { inner: Box::new(groups), expression: order };
        Selection { query: query(distinct(ordered, &shown)), subject, columns: filled.values }
    }

    /// The things with their keys, each pair once.
    fn keys(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        keys: &[OutputColumn],
    ) -> (GraphPattern, Vec<Variable>) {
        let mut leaves = Vec::new();
        for key in keys {
            let Measure::Value { of, hops, end } = &key.measure else {
                unreachable!("things are grouped by paths");
            };
            let heading = Some(key.heading.as_str());
            leaves.push(MeasureLeaf { of, hops, end, heading });
        }
        let numbered: Vec<(usize, MeasureLeaf<'_>)> = leaves.into_iter().enumerate().collect();
        let mut filled = RowVariables::none_of(keys.len());
        let mut members = self.elements(things, subject, &numbered, 0, &mut filled);
        let mut found = Vec::new();
        for (key, value) in keys.iter().zip(filled.values.into_iter().flatten()) {
            let name = format!("{} group", key.heading);
            let (known, variable) = self.or_no_value(members, &value, &name);
            members = known;
            found.push(variable);
        }
        let mut shown = vec![subject.clone()];
        shown.extend(found.iter().cloned());
        (distinct(members, &shown), found)
    }

    /// Binds a new variable to a value, or to [`NO_VALUE`] if there is none.
    fn or_no_value(&mut self, pattern: GraphPattern, value: &Variable, name: &str) -> (GraphPattern, Variable) {
        let variable = self.emitter.variable(name);
        let nothing = Expression::from(NamedNode::from(NO_VALUE));
        let known = Expression::Coalesce(vec![value.clone().into(), nothing]);
        (extend(pattern, variable.clone(), known), variable)
    }
}

/// Puts the group of the things without a value last, however the others are ordered.
fn without_value(key: &Variable) -> OrderExpression {
    let nothing = Expression::from(NamedNode::from(NO_VALUE));
    let none = Expression::Equal(Box::new(key.clone().into()), Box::new(nothing));
    OrderExpression::Asc(none)
}

/// True for a value that is looked up, not one that is a key.
fn is_lookup(measure: &Measure) -> bool {
    let Measure::Value { hops, end, .. } = measure else {
        return false;
    };
    !hops.is_empty() || matches!(end, PathEnd::Values(..))
}

/// Names the keys, so that paths can start at them.
fn key_bindings(keys: &[Variable]) -> Vec<(String, Variable)> {
    let numbered = keys.iter().enumerate();
    let named = numbered.map(|(index, key)| (name(index), key.clone()));
    named.collect()
}

fn name(index: usize) -> String {
    format!("key {index}")
}

/// Rewrites the paths of a column to start at the keys of the group, not at its things.
fn behind_key(column: &OutputColumn, keys: &[OutputColumn]) -> OutputColumn {
    let mut column = column.clone();
    rewrite(&mut column.measure, keys);
    column
}

fn rewrite(measure: &mut Measure, keys: &[OutputColumn]) {
    match measure {
        Measure::Value { of, hops, end } => {
            let begins = keys.iter().position(|key| match &key.measure {
                Measure::Value { hops: begun, end: key_end, .. } => {
                    let same = hops == begun && end == key_end;
                    same || *key_end == PathEnd::Thing && hops.starts_with(begun)
                }
                _ => false,
            });
            let index = begins.expect("a column of a group begins with one of its paths");
            let Measure::Value { hops: begun, end: key_end, .. } = &keys[index].measure else {
                unreachable!("things are grouped by paths");
            };
            if hops == begun && end == key_end {
                *end = PathEnd::Thing;
            }
            hops.drain(..begun.len());
            *of = PathOrigin::Binding(name(index));
        }
        Measure::Binary(_, left, right) => {
            rewrite(left, keys);
            rewrite(right, keys);
        }
        Measure::Round(inner, _) => rewrite(inner, keys),
        _ => {}
    }
}

/// The variables that an order uses.
fn variables_of(order: &OrderExpression) -> Vec<Variable> {
    let (OrderExpression::Asc(expression) | OrderExpression::Desc(expression)) = order;
    match expression {
        Expression::Variable(variable) => vec![variable.clone()],
        Expression::Not(inner) => match inner.as_ref() {
            Expression::Bound(variable) => vec![variable.clone()],
            _ => Vec::new(),
        },
        Expression::Equal(left, _) => match left.as_ref() {
            Expression::Variable(variable) => vec![variable.clone()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
