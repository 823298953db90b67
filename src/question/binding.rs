//! Bindings: `a product as other` gives the thing found a name. Bindings are reached from the head of the
//! question by links that lead to at least one thing.

use crate::question::expression::{Expression, PathSubject};
use crate::question::tree::{Condition, LinkCondition, NounPhrase, Quantity};
use crate::words::Trail;

/// A step on the path to a binding.
#[derive(Debug, Clone, PartialEq)]
pub enum BindingStep<'a> {
    /// `are compatible with a product as other`
    Link(&'a LinkCondition),
    /// `whose vendor …`
    Trail(&'a Trail, &'a Condition),
}

impl BindingStep<'_> {
    /// True for the same node of the question, by address.
    #[must_use]
    pub fn is_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Link(one), Self::Link(other)) => std::ptr::eq(*one, *other),
            (Self::Trail(one, _), Self::Trail(other, _)) => std::ptr::eq(*one, *other),
            _ => false,
        }
    }
}

/// The steps from the head of the question to a phrase that is bound, or whose conditions use a binding.
#[derive(Debug, Clone, PartialEq)]
pub struct BindingPath<'a> {
    /// In order; at least one.
    pub steps: Vec<BindingStep<'a>>,
}

/// The paths to all that is evaluated together with bindings, in the order of the question.
#[must_use]
pub fn binding_paths(set: &NounPhrase) -> Vec<BindingPath<'_>> {
    let mut found = Vec::new();
    from_phrase(set, &mut Vec::new(), &mut found);
    found
}

fn from_phrase<'a>(phrase: &'a NounPhrase, steps: &mut Vec<BindingStep<'a>>, found: &mut Vec<BindingPath<'a>>) {
    for filter in &phrase.filters {
        from_condition(filter, steps, found);
    }
}

fn from_condition<'a>(condition: &'a Condition, steps: &mut Vec<BindingStep<'a>>, found: &mut Vec<BindingPath<'a>>) {
    match condition {
        Condition::All(inner) => {
            for condition in inner {
                from_condition(condition, steps, found);
            }
        }
        Condition::Linked(linked) if linked.quantity == Quantity::Some => {
            let Some(object) = linked.object.as_deref() else {
                return;
            };
            steps.push(BindingStep::Link(linked));
            if object.binding.is_some() || object.filters.iter().any(speaks) {
                let steps = steps.clone();
                found.push(BindingPath { steps });
            }
            from_phrase(object, steps, found);
            steps.pop();
        }
        Condition::Whose { trail, every: false, holds } => {
            steps.push(BindingStep::Trail(trail, holds));
            if speaks(holds) {
                let steps = steps.clone();
                found.push(BindingPath { steps });
            }
            from_condition(holds, steps, found);
            steps.pop();
        }
        _ => {}
    }
}

/// True when a condition itself uses a binding.
fn speaks(condition: &Condition) -> bool {
    match condition {
        Condition::All(inner) => inner.iter().any(speaks),
        other => {
            let mut expressions = other.expressions().into_iter();
            expressions.any(Expression::uses_binding)
        }
    }
}

/// The first name that is given to a phrase that may have no match, or that is used where it is not bound.
pub(super) fn invalid_binding(set: &NounPhrase) -> Option<String> {
    let given = set.names().into_iter().map(|(name, _)| name);
    let found = binding_paths(set);
    let is_found = |name: &String| {
        let last = found.iter().filter_map(|way| way.steps.last());
        let mut objects = last.filter_map(|step| match step {
            BindingStep::Link(linked) => linked.object.as_deref(),
            BindingStep::Trail(..) => None,
        });
        objects.any(|object| object.binding.as_ref() == Some(name))
    };
    let mut given = given;
    let lost = given.find(|name| !is_found(name));
    lost.or_else(|| {
        let mut spoken = Vec::new();
        collect_unbound(set, true, &mut spoken);
        spoken.into_iter().next()
    })
}

/// Collects the names used in conditions that are not evaluated together with the bindings.
fn collect_unbound(phrase: &NounPhrase, on_the_way: bool, spoken: &mut Vec<String>) {
    for filter in &phrase.filters {
        collect_unbound_in(filter, on_the_way, spoken);
    }
}

fn collect_unbound_in(condition: &Condition, on_the_way: bool, spoken: &mut Vec<String>) {
    match condition {
        Condition::All(inner) => {
            for condition in inner {
                collect_unbound_in(condition, on_the_way, spoken);
            }
        }
        Condition::Any(inner) => {
            for condition in inner {
                collect_unbound_in(condition, false, spoken);
            }
        }
        Condition::Not(inner) => collect_unbound_in(inner, false, spoken),
        Condition::Whose { every, holds, .. } => {
            collect_unbound_in(holds, on_the_way && !every, spoken);
        }
        Condition::Linked(linked) => {
            let found = linked.quantity == Quantity::Some;
            if let Some(object) = linked.object.as_deref() {
                collect_unbound(object, on_the_way && found, spoken);
            }
        }
        Condition::Measure(..) if on_the_way => {
            for phrase in condition.phrases() {
                collect_unbound(phrase, false, spoken);
            }
        }
        other => {
            for expression in other.expressions() {
                names_in(expression, spoken);
            }
            for phrase in other.phrases() {
                collect_unbound(phrase, false, spoken);
            }
        }
    }
}

fn names_in(expression: &Expression, names: &mut Vec<String>) {
    expression.each(&mut |part| {
        if let Expression::Path(PathSubject::Binding(name), _) = part {
            names.push(name.clone());
        }
    });
}
