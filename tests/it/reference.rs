//! A second evaluator, slow and obvious: it visits every thing and every link, one at a time, and shares nothing with
//! the emission of SPARQL but the plan.

use std::collections::BTreeSet;

use caveat::plan::{BindingPattern, Concept, Formula, Hop, Measure, PathEnd, PathOrigin, Test};
use caveat::question::{Aggregate, ComparisonOperator, Operator, TextTest};
use caveat::store::{Dataset, Id};
use caveat::words::{Path, Step};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term};

/// The things of a set.
pub(crate) fn members(concept: &Concept, dataset: &Dataset) -> BTreeSet<Id> {
    let subjects = dataset.matching(None, None, None);
    let nodes: BTreeSet<Id> = subjects.flat_map(|[s, _, o]| [s, o]).collect();
    let things = nodes.into_iter().filter(|id| dataset.term(*id).is_named_node());
    things.filter(|id| holds(concept, *id, *id, dataset)).collect()
}

/// Whether `thing` is in the set, for a question about `root`.
fn holds(concept: &Concept, thing: Id, root: Id, dataset: &Dataset) -> bool {
    let reached = |path: &Path| reach(path, thing, dataset);
    match concept {
        Concept::Everything => true,
        Concept::Nothing => false,
        Concept::Class(classes) => is_of(thing, classes, dataset),
        Concept::OneOf(things) => things.iter().any(|it| dataset.term(thing) == it.as_ref().into()),
        Concept::All(inner) => inner.iter().all(|it| holds(it, thing, root, dataset)),
        Concept::Either(inner) => inner.iter().any(|it| holds(it, thing, root, dataset)),
        Concept::Not(inner) => !holds(inner, thing, root, dataset),
        Concept::Linked { path, min, max, to } => {
            let linked = reached(path);
            let count = linked.iter().filter(|it| holds(to, **it, root, dataset)).count() as u64;
            count >= *min && max.is_none_or(|max| count <= max)
        }
        Concept::Only { path, among, to } => {
            let linked = reached(path);
            let mut looked = linked.iter().filter(|it| holds(among, **it, root, dataset)).peekable();
            looked.peek().is_some() && looked.all(|it| holds(to, *it, root, dataset))
        }
        Concept::Covers { path, to } => {
            let all = members_of(to, root, dataset);
            let linked = reached(path);
            !all.is_empty() && all.is_subset(&linked)
        }
        Concept::Value { path, test } => {
            reached(path).iter().any(|value| passes(test, &dataset.term(*value).into_owned()))
        }
        Concept::Holds(formula) => formula_holds(formula, thing, root, &[], dataset),
        Concept::WithBindings(witnessed) => has_binding(witnessed, thing, root, &mut Vec::new(), dataset),
        Concept::Their(path) => reach(path, root, dataset).contains(&thing),
        Concept::Root(inner) => holds(inner, thing, thing, dataset),
    }
}

/// Everything that a path leads to from a node, triple by triple.
pub(crate) fn reach(path: &Path, from: Id, dataset: &Dataset) -> BTreeSet<Id> {
    let through =
        |ends: BTreeSet<Id>, step: &Step| ends.into_iter().flat_map(|end| follow(step, end, dataset)).collect();
    path.0.iter().fold(BTreeSet::from([from]), through)
}

fn follow(step: &Step, node: Id, dataset: &Dataset) -> BTreeSet<Id> {
    let id = |iri: &NamedNode| dataset.iri_id(iri.as_ref()).unwrap_or(Id::MAX);
    let objects = |property| dataset.matching(Some(node), Some(property), None).map(|[_, _, o]| o);
    match step {
        Step::Forward(property) => objects(id(property)).collect(),
        Step::Backward(property) => dataset.matching(None, Some(id(property)), Some(node)).map(|[s, _, _]| s).collect(),
        Step::Either(paths) => paths.iter().flat_map(|path| reach(path, node, dataset)).collect(),
        Step::Repeat { path, at_least_once } => {
            let mut reached = match at_least_once {
                true => reach(path, node, dataset),
                false => BTreeSet::from([node]),
            };
            // As long as a further round finds anything new.
            loop {
                let before = reached.len();
                let next: BTreeSet<Id> = reached.iter().flat_map(|it| reach(path, *it, dataset)).collect();
                reached.extend(next);
                if reached.len() == before {
                    return reached;
                }
            }
        }
        Step::Where { property, value } => {
            let holds = objects(id(property)).any(|o| dataset.term(o) == value.as_ref());
            holds.then_some(node).into_iter().collect()
        }
        Step::OfClass { classes, inside } => {
            let own = dataset.iri_id(rdf::TYPE).into_iter().flat_map(objects);
            let is_of_one =
                own.into_iter().any(|class| classes.iter().any(|one| dataset.term(class) == one.as_ref().into()));
            (is_of_one == *inside).then_some(node).into_iter().collect()
        }
        Step::Derived { derived, backward } => derived.of(node, *backward).collect(),
    }
}

fn members_of(concept: &Concept, root: Id, dataset: &Dataset) -> BTreeSet<Id> {
    let nodes = dataset.matching(None, None, None).flat_map(|[s, _, o]| [s, o]);
    nodes.filter(|id| holds(concept, *id, root, dataset)).collect()
}

fn is_of(thing: Id, classes: &[NamedNode], dataset: &Dataset) -> bool {
    let own: Vec<_> = dataset.values(thing, rdf::TYPE).collect();
    classes.iter().any(|class| own.contains(&class.as_ref().into()))
}

/// Whether there is a thing for each link so that every test holds.
fn has_binding(witnessed: &BindingPattern, thing: Id, root: Id, ends: &mut Vec<Id>, dataset: &Dataset) -> bool {
    let Some(link) = witnessed.links.get(ends.len()) else {
        let named: Vec<(String, Id)> =
            witnessed.links.iter().zip(&*ends).filter_map(|(link, end)| Some((link.name.clone()?, *end))).collect();
        return witnessed.tests.iter().all(|(of, test)| {
            let of = of.map_or(thing, |of| ends[of]);
            formula_holds(test, of, root, &named, dataset)
        });
    };
    let from = link.from.map_or(thing, |from| ends[from]);
    reach(&link.path, from, dataset).into_iter().any(|end| {
        holds(&link.to, end, root, dataset) && {
            ends.push(end);
            let all = has_binding(witnessed, thing, root, ends, dataset);
            ends.pop();
            all
        }
    })
}

/// A value and the elements that it was taken from: links that begin alike lead to the same one.
type TracedValue = (Value, Vec<(PathOrigin, Vec<Hop>, Id)>);

/// A term of the data, or a number that was computed.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Term(Term),
    Number(f64),
}

impl Value {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Term(Term::Literal(literal)) => literal.value().parse().ok(),
            Self::Term(_) => None,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Term(Term::Literal(literal)) => literal.value().to_owned(),
            Self::Term(Term::NamedNode(node)) => node.as_str().to_owned(),
            Self::Term(Term::BlankNode(node)) => node.as_str().to_owned(),
        }
    }
}

fn formula_holds(formula: &Formula, thing: Id, root: Id, named: &[(String, Id)], dataset: &Dataset) -> bool {
    let place = EvaluationContext { thing, root, named, dataset };
    let pairs = |left: &Measure, right: &Measure| -> Vec<(Value, Value)> {
        let lefts = place.values(left, &[]);
        let pairs = lefts.into_iter().flat_map(|(value, taken)| {
            let rights = place.values(right, &taken).into_iter();
            rights.map(move |(other, _)| (value.clone(), other))
        });
        pairs.collect()
    };
    let ordered = |order: ComparisonOperator, left: &Value, right: &Value| {
        let compared = match (left.number(), right.number()) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            _ => Some(left.text().cmp(&right.text())),
        };
        compared.is_some_and(|it| match order {
            ComparisonOperator::Less => it.is_lt(),
            ComparisonOperator::AtMost => it.is_le(),
            ComparisonOperator::Equal => it.is_eq(),
            ComparisonOperator::NotEqual => it.is_ne(),
            ComparisonOperator::AtLeast => it.is_ge(),
            ComparisonOperator::Greater => it.is_gt(),
        })
    };
    match formula {
        Formula::Passes(measure, test) => {
            let values = place.values(measure, &[]);
            values.iter().any(|(value, _)| match value {
                Value::Term(term) => passes(test, term),
                Value::Number(number) => passes(test, &Literal::new_simple_literal(number.to_string()).into()),
            })
        }
        Formula::Ordered(left, order, right) => {
            pairs(left, right).iter().any(|(left, right)| ordered(*order, left, right))
        }
        Formula::Alike(left, right) => {
            pairs(left, right).iter().any(|(left, right)| left.text().to_lowercase() == right.text().to_lowercase())
        }
        Formula::Present(measures) => measures.iter().all(|measure| !place.values(measure, &[]).is_empty()),
        Formula::Differs(inner) => match inner.as_ref() {
            Formula::Ordered(left, order, right) => {
                pairs(left, right).iter().any(|(left, right)| !ordered(*order, left, right))
            }
            Formula::Alike(left, right) => {
                pairs(left, right).iter().any(|(left, right)| left.text().to_lowercase() != right.text().to_lowercase())
            }
            other => panic!("nothing differs like {other:?}"),
        },
    }
}

/// The context of a measure.
struct EvaluationContext<'a> {
    thing: Id,
    root: Id,
    named: &'a [(String, Id)],
    dataset: &'a Dataset,
}

impl EvaluationContext<'_> {
    /// Every value of a measure, given the elements that were taken before.
    fn values(&self, measure: &Measure, taken: &[(PathOrigin, Vec<Hop>, Id)]) -> Vec<TracedValue> {
        let one = |value| vec![(value, taken.to_vec())];
        match measure {
            Measure::Value { of, hops, end } => self.look_up(of, hops, end, taken),
            Measure::Number(digits) => one(Value::Number(digits.parse().unwrap())),
            Measure::Count => panic!("only groups are counted"),
            Measure::NumberOf { known: Some(known), .. } if !holds(known, self.thing, self.root, self.dataset) => {
                Vec::new()
            }
            Measure::NumberOf { path, to, .. } => {
                let linked = reach(path, self.thing, self.dataset);
                let counted = linked.iter().filter(|it| holds(to, **it, self.root, self.dataset));
                one(Value::Number(counted.count() as f64))
            }
            Measure::SizeOf(to) => {
                let all = members_of(to, self.root, self.dataset);
                one(Value::Number(all.len() as f64))
            }
            Measure::Best(best, inner) => {
                let all = self.values(inner, &[]);
                aggregate(*best, all.into_iter().map(|(value, _)| value).collect()).map_or_else(Vec::new, one)
            }
            Measure::AggregateOver(best, inner, to) => {
                let all = members_of(to, self.root, self.dataset);
                let values = all.into_iter().flat_map(|thing| {
                    let place = EvaluationContext { thing, ..*self };
                    place.values(inner, &[])
                });
                aggregate(*best, values.map(|(value, _)| value).collect()).map_or_else(Vec::new, one)
            }
            Measure::Binary(operator, left, right) => {
                let mut found = Vec::new();
                for (left, taken) in self.values(left, taken) {
                    for (right, taken) in self.values(right, &taken) {
                        let (Some(left), Some(right)) = (left.number(), right.number()) else {
                            continue;
                        };
                        let value = match operator {
                            Operator::Plus => left + right,
                            Operator::Minus => left - right,
                            Operator::Times => left * right,
                            Operator::Divide if right == 0.0 => continue,
                            Operator::Divide => left / right,
                        };
                        found.push((Value::Number(value), taken));
                    }
                }
                found
            }
            Measure::Round(inner, decimals) => {
                let scale = 10_f64.powi(i32::from(*decimals));
                let all = self.values(inner, taken).into_iter();
                let rounded = all.filter_map(|(value, taken)| {
                    let value = (value.number()? * scale + 0.5).floor() / scale;
                    Some((Value::Number(value), taken))
                });
                rounded.collect()
            }
            Measure::Day(inner) => {
                let all = self.values(inner, taken).into_iter();
                let days = all.map(|(value, taken)| {
                    let day = value.text().split('T').next().unwrap().to_owned();
                    let day = Literal::new_typed_literal(day, xsd::DATE);
                    (Value::Term(day.into()), taken)
                });
                days.collect()
            }
        }
    }

    fn look_up(
        &self,
        of: &PathOrigin,
        hops: &[Hop],
        end: &PathEnd,
        taken: &[(PathOrigin, Vec<Hop>, Id)],
    ) -> Vec<TracedValue> {
        let origin = match of {
            PathOrigin::This => self.thing,
            PathOrigin::Root => self.root,
            PathOrigin::Binding(name) => {
                let known = self.named.iter().find(|(known, _)| known == name);
                known.unwrap().1
            }
        };
        let mut ways = vec![(origin, taken.to_vec())];
        for length in 1..=hops.len() {
            let mut further = Vec::new();
            for (at, taken) in ways {
                let begun = &hops[..length];
                let known = taken.iter().find(|(origin, links, _)| origin == of && links.as_slice() == begun);
                if let Some((_, _, element)) = known {
                    further.push((*element, taken));
                    continue;
                }
                let hop = &hops[length - 1];
                for element in reach(&hop.path, at, self.dataset) {
                    if holds(&hop.counts, element, element, self.dataset) {
                        let mut taken = taken.clone();
                        taken.push((of.clone(), begun.to_vec(), element));
                        further.push((element, taken));
                    }
                }
            }
            ways = further;
        }
        let term = |id| Value::Term(self.dataset.term(id).into_owned());
        match end {
            PathEnd::Thing | PathEnd::Iri => ways.into_iter().map(|(id, taken)| (term(id), taken)).collect(),
            PathEnd::Values(path, _) => {
                let values = ways.into_iter().flat_map(|(id, taken)| {
                    let values = reach(path, id, self.dataset).into_iter();
                    values.map(move |value| (term(value), taken.clone()))
                });
                values.collect()
            }
        }
    }
}

/// One value from many; none from none.
fn aggregate(best: Aggregate, values: Vec<Value>) -> Option<Value> {
    let numbers: Option<Vec<f64>> = values.iter().map(Value::number).collect();
    let by_text = |value: &Value| value.text();
    match (best, numbers) {
        (Aggregate::Earliest, _) => values.into_iter().min_by_key(by_text),
        (Aggregate::Latest, _) => values.into_iter().max_by_key(by_text),
        (_, None) => None,
        (_, Some(numbers)) if numbers.is_empty() => None,
        (best, Some(numbers)) => {
            let total: f64 = numbers.iter().sum();
            let one = match best {
                Aggregate::Smallest => numbers.iter().copied().fold(f64::INFINITY, f64::min),
                Aggregate::Largest => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                Aggregate::Average => total / numbers.len() as f64,
                _ => total,
            };
            Some(Value::Number(one))
        }
    }
}

pub(crate) fn passes(test: &Test, value: &Term) -> bool {
    let text = match value {
        Term::Literal(literal) => literal.value(),
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
    };
    match test {
        Test::Present => true,
        Test::OneOf(terms) => terms.contains(value),
        Test::Text(test, texts) => texts.iter().any(|wanted| {
            let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
            match test {
                TextTest::Is => text == wanted,
                TextTest::IsNot => text != wanted,
                TextTest::Contains => text.contains(&wanted),
                TextTest::StartsWith => text.starts_with(&wanted),
                TextTest::EndsWith => text.ends_with(&wanted),
                TextTest::Matches => panic!("no regular expressions here"),
            }
        }),
        Test::NumberBetween(low, high) => {
            let number = |text: &str| text.parse::<f64>().ok();
            match (number(text), number(low), number(high)) {
                (Some(value), Some(low), Some(high)) => low <= value && value <= high,
                _ => false,
            }
        }
        Test::Number(order, number) => {
            let (Ok(value), Ok(number)) = (text.parse::<f64>(), number.parse::<f64>()) else {
                return false;
            };
            match order {
                ComparisonOperator::Less => value < number,
                ComparisonOperator::AtMost => value <= number,
                ComparisonOperator::Equal => value == number,
                ComparisonOperator::NotEqual => value != number,
                ComparisonOperator::AtLeast => value >= number,
                ComparisonOperator::Greater => value > number,
            }
        }
        // ISO dates are ordered like their texts; of a time, the day comes first.
        Test::Days { from, until, .. } => {
            let day = &text[..10];
            from.is_none_or(|from| *day >= *from.to_string()) && until.is_none_or(|until| *day < *until.to_string())
        }
    }
}
