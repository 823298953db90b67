//! Expressions: their numbers, and where some of what they are made of is unknown.

use caveat::question::{
    Aggregate, ComparisonOperand, ComparisonOperator, Expression, LinkReach, Operator, PathSubject, ValueComparison,
};
use caveat::store::Id;
use caveat::words::{Direction, TrailEnd};

use super::Truth::{No, Unknown, Yes};
use super::{EvaluationPoint, ThreeValuedEvaluator, Truth, truth_of, yes_or_maybe};

/// A number, with its provenance.
type TracedNumber = (f64, LinkEnds);

/// The end of each run of links on a path.
type LinkEnds = Vec<(Vec<Direction>, Id)>;

impl ThreeValuedEvaluator<'_> {
    pub(super) fn compare_measure(&self, left: &Expression, against: &ComparisonOperand, at: EvaluationPoint) -> Truth {
        let (order, right) = match against {
            ComparisonOperand::Value(ValueComparison::Number(order, digits)) => {
                (*order, Expression::Number(digits.clone()))
            }
            ComparisonOperand::Expression(order, right) => (*order, right.clone()),
            other => panic!("no {other:?} here"),
        };
        let holds = self.values(left, at, &[]).into_iter().any(|(left, taken)| {
            self.values(&right, at, &taken).into_iter().any(|(right, _)| match order {
                ComparisonOperator::Less => left < right,
                ComparisonOperator::AtMost => left <= right,
                ComparisonOperator::Equal => left == right,
                ComparisonOperator::NotEqual => left != right,
                ComparisonOperator::AtLeast => left >= right,
                ComparisonOperator::Greater => left > right,
            })
        });
        let gap = self.gap(left, at) || self.gap(&right, at);
        let single = is_single(left) && is_single(&right);
        if single {
            yes_or_maybe(holds, gap)
        } else if gap {
            Unknown
        } else {
            truth_of(holds)
        }
    }

    fn values(
        &self,
        expression: &Expression,
        at: EvaluationPoint,
        taken: &[(Vec<Direction>, Id)],
    ) -> Vec<TracedNumber> {
        let one = |value| vec![(value, taken.to_vec())];
        match expression {
            Expression::Path(PathSubject::This, trail) => {
                let mut ways = vec![(at.thing, taken.to_vec())];
                for length in 1..=trail.hops.len() {
                    let begun = &trail.hops[..length];
                    ways = ways.into_iter().flat_map(|(from, taken)| self.step(begun, from, &taken)).collect();
                }
                let TrailEnd::Attribute(id) = trail.end else {
                    panic!("a number at the end");
                };
                let path = &self.lexicon().attribute(id).path;
                let values = ways.into_iter().flat_map(|(thing, taken)| {
                    let values = self.walk(path, thing).into_iter();
                    values.map(move |it| (self.dataset().term(it), taken.clone()))
                });
                values.filter_map(|(term, taken)| Some((number(term)?, taken))).collect()
            }
            Expression::Number(digits) => one(digits.parse().unwrap()),
            Expression::NumberOf(direction, phrase) => {
                let reaches_all = self.lexicon().relation(direction.relation).reaches_all;
                let linked = self.walk(&self.lexicon().path_within_kind(*direction), at.thing);
                let counted = linked.into_iter().filter(|thing| {
                    let there = EvaluationPoint { thing: *thing, root: at.root };
                    self.behind_link(|| self.memoized_phrase(phrase, there, reaches_all || phrase.all)) == Yes
                });
                one(counted.count() as f64)
            }
            Expression::Best(best, inner) => {
                let all = self.values(inner, at, &[]).into_iter().map(|(value, _)| value).collect();
                aggregate(*best, all).map_or_else(Vec::new, one)
            }
            Expression::AggregateOver(best, inner, phrase) => {
                let members = self.nodes.iter().map(|it| EvaluationPoint { thing: *it, root: at.root });
                let members =
                    members.filter(|it| self.behind_link(|| self.memoized_phrase(phrase, *it, phrase.all)) == Yes);
                let all = members.flat_map(|it| self.values(inner, it, &[])).map(|(value, _)| value).collect();
                aggregate(*best, all).map_or_else(Vec::new, one)
            }
            Expression::Binary(operator, left, right) => {
                let mut found = Vec::new();
                for (left, taken) in self.values(left, at, taken) {
                    for (right, taken) in self.values(right, at, &taken) {
                        let value = match operator {
                            Operator::Plus => left + right,
                            Operator::Minus => left - right,
                            Operator::Times => left * right,
                            Operator::Divide => panic!("nothing is divided here"),
                        };
                        found.push((value, taken));
                    }
                }
                found
            }
            Expression::Round(inner, 0) => {
                let all = self.values(inner, at, taken).into_iter();
                all.map(|(value, taken)| ((value + 0.5).floor(), taken)).collect()
            }
            other => panic!("no {other:?} here"),
        }
    }

    /// The ends of the last of some links; links that begin alike lead to the same thing.
    fn step(&self, begun: &[Direction], from: Id, taken: &[(Vec<Direction>, Id)]) -> Vec<(Id, LinkEnds)> {
        if let Some((_, known)) = taken.iter().find(|(links, _)| links == begun) {
            return vec![(*known, taken.to_vec())];
        }
        let last = &begun[begun.len() - 1..];
        let linked = self.walk(&self.lexicon().path_within_kind(last[0]), from).into_iter();
        let linked = linked.filter(|it| self.counts(last, &[], EvaluationPoint { thing: *it, root: *it }) == Yes);
        linked
            .map(|it| {
                let mut taken = taken.to_vec();
                taken.push((begun.to_vec(), it));
                (it, taken)
            })
            .collect()
    }

    /// True where some of what an expression is made of is unknown.
    fn gap(&self, expression: &Expression, at: EvaluationPoint) -> bool {
        match expression {
            Expression::Path(PathSubject::This, trail) => {
                let end = match trail.end {
                    TrailEnd::Attribute(id) => Some(id),
                    _ => None,
                };
                self.gap_along(&trail.hops, end, at)
            }
            Expression::NumberOf(direction, phrase) => {
                let reaches_all = self.lexicon().relation(direction.relation).reaches_all;
                let path = self.lexicon().path_within_kind(*direction);
                let waits = self.deferred_gaps_of_phrase(phrase);
                let links = self.links(*direction, LinkReach::Direct, &path, waits, phrase, at.thing);
                let to = |thing: Id| {
                    let there = EvaluationPoint { thing, root: at.root };
                    self.behind_link(|| self.memoized_phrase(phrase, there, reaches_all || phrase.all))
                };
                links.anything
                    || links.recorded.iter().any(|it| to(*it) == Unknown)
                    || self.nodes.iter().any(|it| links.may_lead_back_to(*it) && to(*it) != No)
            }
            Expression::Best(_, inner) | Expression::Round(inner, _) => self.gap(inner, at),
            Expression::AggregateOver(_, inner, phrase) => {
                let members = self.nodes.iter().map(|it| EvaluationPoint { thing: *it, root: at.root });
                members.into_iter().any(|it| match self.behind_link(|| self.memoized_phrase(phrase, it, phrase.all)) {
                    Yes => self.gap(inner, it),
                    Unknown => true,
                    No => false,
                })
            }
            Expression::Binary(_, left, right) => self.gap(left, at) || self.gap(right, at),
            _ => false,
        }
    }
}

/// True for an expression of values that are taken one at a time.
fn is_single(expression: &Expression) -> bool {
    match expression {
        Expression::Path(..) | Expression::Number(_) => true,
        Expression::Binary(_, left, right) => is_single(left) && is_single(right),
        Expression::Round(inner, _) => is_single(inner),
        _ => false,
    }
}

fn number(term: oxigraph::model::TermRef<'_>) -> Option<f64> {
    match term {
        oxigraph::model::TermRef::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn aggregate(best: Aggregate, values: Vec<f64>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(match best {
        Aggregate::Smallest => values.into_iter().fold(f64::INFINITY, f64::min),
        Aggregate::Largest => values.into_iter().fold(f64::NEG_INFINITY, f64::max),
        Aggregate::Total => values.into_iter().sum(),
        other => panic!("no {other:?} here"),
    })
}
