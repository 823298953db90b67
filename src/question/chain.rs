//! Conditions joined by `and`, `or` and `but`, and their negation.

use crate::question::tree::{
    ComparisonOperator, Condition, NounPhrase, PhraseBase, Polarity, TextTest, Thing, ValueComparison,
};
use crate::words::{AttributeId, Trail, TrailEnd};

/// How two conditions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conjunction {
    And,
    Or,
}

/// Conditions in the order in which they were said, each with how it is joined to the one before.
pub(super) type ConditionChain = Vec<(Conjunction, Condition)>;

/// A chain as conditions that all hold: `and` binds closer than `or`.
pub(super) fn conditions(chain: ConditionChain) -> Vec<Condition> {
    match fold(chain) {
        Condition::All(conditions) => conditions,
        condition => vec![condition],
    }
}

/// A chain as one condition: `and` binds closer than `or`, nested lists of one kind are one list.
pub(super) fn fold(chain: ConditionChain) -> Condition {
    let mut any: Vec<Vec<Condition>> = Vec::new();
    for (joint, condition) in chain {
        match (joint, any.last_mut()) {
            (Conjunction::And, Some(all)) => all.push(condition),
            _ => any.push(vec![condition]),
        }
    }
    let all_of = |conditions: Vec<Condition>| {
        let flat = conditions.into_iter().flat_map(|condition| match condition {
            Condition::All(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Condition::All)
    };
    let flat = any.into_iter().map(all_of).flat_map(|condition| match condition {
        Condition::Any(inner) => inner,
        other => vec![other],
    });
    one_or(flat.collect(), Condition::Any)
}

fn one_or(mut conditions: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => many(conditions),
    }
}

/// The negated condition; a double negation cancels out.
pub(super) fn negate(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

/// Negates a complement for `is not`: a value becomes another value that is present.
pub(super) fn negate_complement(condition: Condition) -> Condition {
    match condition {
        Condition::Compare(trail, comparison) => match (trail.end, opposite(comparison)) {
            (_, Ok(opposite)) => Condition::Compare(trail, opposite),
            (TrailEnd::Attribute(attribute), Err(same)) => carries_but_not(trail, attribute, same),
            (_, Err(same)) => negate(Condition::Compare(trail, same)),
        },
        other => negate(other),
    }
}

pub(super) fn carries_but_not(trail: Trail, attribute: AttributeId, comparison: ValueComparison) -> Condition {
    let carries = if trail.hops.is_empty() {
        Condition::HasValue(attribute, Polarity::Positive)
    } else {
        let things = Trail { hops: trail.hops.clone(), end: TrailEnd::Thing };
        Condition::Whose {
            trail: things,
            every: false,
            holds: Box::new(Condition::HasValue(attribute, Polarity::Positive)),
        }
    };
    Condition::All(vec![carries, negate(Condition::Compare(trail, comparison))])
}

/// The operator that is true of exactly the values for which `order` is false.
pub(super) fn negate_operator(order: ComparisonOperator) -> ComparisonOperator {
    match order {
        ComparisonOperator::Less => ComparisonOperator::AtLeast,
        ComparisonOperator::AtMost => ComparisonOperator::Greater,
        ComparisonOperator::Equal => ComparisonOperator::NotEqual,
        ComparisonOperator::NotEqual => ComparisonOperator::Equal,
        ComparisonOperator::AtLeast => ComparisonOperator::Less,
        ComparisonOperator::Greater => ComparisonOperator::AtMost,
    }
}

/// The comparison that is true of exactly the present values for which this one is false; this one as `Err` if
/// there is none.
pub(super) fn opposite(comparison: ValueComparison) -> Result<ValueComparison, ValueComparison> {
    match comparison {
        ValueComparison::Values(values, Polarity::Positive) => Ok(ValueComparison::Values(values, Polarity::Negative)),
        ValueComparison::Values(values, Polarity::Negative) => Ok(ValueComparison::Values(values, Polarity::Positive)),
        ValueComparison::Text(TextTest::Is, texts) => Ok(ValueComparison::Text(TextTest::IsNot, texts)),
        ValueComparison::Text(TextTest::IsNot, texts) => Ok(ValueComparison::Text(TextTest::Is, texts)),
        ValueComparison::Number(order, number) => Ok(ValueComparison::Number(negate_operator(order), number)),
        ValueComparison::Date(order, moment) => Ok(ValueComparison::Date(negate_operator(order), moment)),
        other => Err(other),
    }
}

/// Appends to a list of objects; names joined by `or` become one set of names.
pub(super) fn push_or_merge(chain: &mut ConditionChain, joint: Conjunction, next: Condition) {
    let merged = match (chain.last_mut(), &next) {
        (Some((_, last)), next) if joint == Conjunction::Or => merge(last, next),
        _ => false,
    };
    if !merged {
        chain.push((joint, next));
    }
}

fn merge(last: &mut Condition, next: &Condition) -> bool {
    match (last, next) {
        (Condition::Linked(last), Condition::Linked(next)) => {
            let alike = last.direction == next.direction && last.reach == next.reach && last.quantity == next.quantity;
            match (last.object.as_deref_mut(), next.object.as_deref()) {
                (Some(last), Some(next)) if alike => merge_names(last, next),
                _ => false,
            }
        }
        _ => false,
    }
}

pub(super) fn merge_names(last: &mut NounPhrase, next: &NounPhrase) -> bool {
    let names = |phrase: &NounPhrase| -> Option<Vec<Thing>> {
        match &phrase.base {
            PhraseBase::Things(things) if phrase.is_bare() => Some(things.clone()),
            _ => None,
        }
    };
    match (names(last), names(next)) {
        (Some(mut things), Some(more)) => {
            for thing in more {
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
            last.base = PhraseBase::Things(things);
            true
        }
        _ => false,
    }
}
