//! Concept → SPARQL graph pattern, in the forms that engines answer in linear time: "none" is
//! MINUS, "some" is a distinct sub-select, counting is GROUP BY with HAVING, small closures are
//! lists. Never EXISTS over two patterns: that is quadratic.

use std::collections::HashMap;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::algebra::{Expression, Function, GraphPattern, PropertyPathExpression};
use spargebra::term::TermPattern;

use crate::plan::algebra::{
    and, any_triple, call, constant, count_distinct, distinct, extend, filter, ground, group, join,
    minus, nothing, or, path, project, triple, union, unit, values,
};
use crate::plan::concept::{Concept, Test};
use crate::question::{Order, TextTest};
use crate::words::{Path, Step};

/// Makes patterns; every variable it makes is new.
#[derive(Debug, Default)]
pub(super) struct Emitter {
    used: HashMap<String, u32>,
}

/// What a set is said of: its variable, the variable that `their` refers to, and the classes that
/// bind the variable where nothing else does.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) subject: Variable,
    pub(super) root: Variable,
    pub(super) classes: Vec<NamedNode>,
}

impl Emitter {
    /// A new variable of that name, or of that name with a number.
    pub(super) fn variable(&mut self, name: &str) -> Variable {
        let name: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let name = if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name
        } else {
            format!("v_{name}")
        };
        let count = self.used.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 {
            name
        } else {
            format!("{name}{count}")
        };
        Variable::new_unchecked(name)
    }

    /// The pattern that binds the scope's variable to the things of a set.
    pub(super) fn set(&mut self, concept: &Concept, scope: &Scope) -> GraphPattern {
        self.narrow(None, concept, scope)
    }

    /// What matches `pattern` and is in the set. Without a pattern the set binds the variable.
    pub(super) fn narrow(
        &mut self,
        pattern: Option<GraphPattern>,
        concept: &Concept,
        scope: &Scope,
    ) -> GraphPattern {
        let subject = &scope.subject;
        let joined = |right| match pattern.clone() {
            Some(left) => join(left, right),
            None => right,
        };
        match concept {
            Concept::Everything => match pattern {
                Some(pattern) => pattern,
                None => self.domain(scope),
            },
            Concept::Nothing => nothing(subject),
            Concept::Class(classes) => joined(self.class(classes, subject)),
            Concept::OneOf(things) => {
                let terms = things.iter().map(|thing| thing.clone().into());
                joined(values(subject, terms))
            }
            Concept::All(concepts) => self.all(pattern, concepts, scope),
            Concept::Either(concepts) => {
                if concept.is_correlated() {
                    let base = pattern.unwrap_or_else(|| self.domain(scope));
                    let ways = concepts
                        .iter()
                        .map(|way| self.narrow(Some(base.clone()), way, scope));
                    let ways: Vec<GraphPattern> = ways.collect();
                    return union(ways).unwrap_or_else(|| nothing(subject));
                }
                let ways: Vec<GraphPattern> = concepts
                    .iter()
                    .map(|way| self.narrow(None, way, scope))
                    .collect();
                let ways = union(ways).unwrap_or_else(|| nothing(subject));
                joined(distinct(ways, std::slice::from_ref(subject)))
            }
            Concept::Not(inner) => {
                let base = pattern.unwrap_or_else(|| self.domain(scope));
                let taken = if inner.is_correlated() {
                    self.narrow(Some(base.clone()), inner, scope)
                } else {
                    self.narrow(None, inner, scope)
                };
                minus(base, taken)
            }
            Concept::Linked { path, min, max, to } => {
                self.linked(pattern, (path, *min, *max), to, scope)
            }
            Concept::Only { path, among, to } => {
                let some = Concept::some(path.clone(), among.as_ref().clone());
                let base = self.narrow(pattern, &some, scope);
                let not = Concept::negate(to.as_ref().clone());
                let other = Concept::all(vec![among.as_ref().clone(), not]);
                let other = Concept::some(path.clone(), other);
                let taken = if other.is_correlated() {
                    self.narrow(Some(base.clone()), &other, scope)
                } else {
                    self.narrow(None, &other, scope)
                };
                minus(base, taken)
            }
            Concept::Covers { path, to } => joined(self.covers(path, to, scope)),
            Concept::Value { path, test } => self.value(pattern, path, test, scope),
            Concept::Their(path) => {
                let reached = self.path(&scope.root, path, subject);
                joined(reached)
            }
            Concept::Root(inner) => {
                let own = Scope {
                    root: subject.clone(),
                    ..scope.clone()
                };
                if inner.is_correlated() {
                    let alone = self.narrow(None, inner, &own);
                    joined(distinct(alone, std::slice::from_ref(subject)))
                } else {
                    self.narrow(pattern, inner, &own)
                }
            }
        }
    }

    /// First what binds, then what takes away; then what looks at the subject of the question.
    fn all(
        &mut self,
        pattern: Option<GraphPattern>,
        concepts: &[Concept],
        scope: &Scope,
    ) -> GraphPattern {
        let classes = concepts.iter().find_map(|concept| match concept {
            Concept::Class(classes) => Some(classes.clone()),
            _ => None,
        });
        let scope = Scope {
            classes: classes.unwrap_or_else(|| scope.classes.clone()),
            ..scope.clone()
        };
        let mut ordered: Vec<&Concept> = concepts.iter().collect();
        ordered.sort_by_key(|concept| match concept {
            _ if concept.is_correlated() => 2,
            Concept::Not(_) | Concept::Only { .. } | Concept::Linked { min: 0, .. } => 1,
            _ => 0,
        });
        let narrowed = ordered.into_iter().fold(pattern, |pattern, concept| {
            Some(self.narrow(pattern, concept, &scope))
        });
        narrowed.unwrap_or_else(|| self.domain(&scope))
    }

    fn linked(
        &mut self,
        pattern: Option<GraphPattern>,
        (path, min, max): (&Path, u64, Option<u64>),
        to: &Concept,
        scope: &Scope,
    ) -> GraphPattern {
        let subject = scope.subject.clone();
        let correlated = to.is_correlated();
        if let (1, None, Some((property, backward)), Concept::OneOf(things)) =
            (min, max, one_property(path), to)
            && let [thing] = things.as_slice()
        {
            let direct = if backward {
                triple(thing.clone(), property, subject)
            } else {
                triple(subject, property, thing.clone())
            };
            return pattern.map_or(direct.clone(), |pattern| join(pattern, direct));
        }
        let object = self.variable("thing");
        let step = self.path(&subject, path, &object);
        let base = pattern.unwrap_or_else(|| {
            if correlated || max == Some(0) || min == 0 {
                self.domain(scope)
            } else {
                unit()
            }
        });
        let start = if correlated {
            join(base.clone(), step)
        } else {
            step
        };
        let inner_scope = Scope {
            subject: object.clone(),
            root: scope.root.clone(),
            classes: Vec::new(),
        };
        let linked = self.narrow(Some(start), to, &inner_scope);
        match (min, max) {
            (1, None) if correlated => linked,
            (1, None) => join(base, distinct(linked, &[subject])),
            (0, Some(0)) => minus(base, linked),
            (0, Some(max)) => {
                let many = self.counted(linked, &object, (max + 1, None), correlated, scope);
                minus(base, many)
            }
            bounds => {
                let counted = self.counted(linked, &object, bounds, correlated, scope);
                join(base, counted)
            }
        }
    }

    /// The subjects (and roots, when correlated) that are linked to a bounded number of objects.
    fn counted(
        &mut self,
        linked: GraphPattern,
        object: &Variable,
        (min, max): (u64, Option<u64>),
        correlated: bool,
        scope: &Scope,
    ) -> GraphPattern {
        let mut keys = vec![scope.subject.clone()];
        if correlated && scope.root != scope.subject {
            keys.push(scope.root.clone());
        }
        let count = self.variable("count");
        let grouped = group(linked, &keys, vec![(count.clone(), count_distinct(object))]);
        let number = |bound: u64| Expression::from(integer(bound));
        let counted = |count: &Variable| Box::new(Expression::from(count.clone()));
        let bound = match max {
            Some(max) if max == min => Expression::Equal(counted(&count), Box::new(number(min))),
            Some(max) => Expression::And(
                Box::new(Expression::GreaterOrEqual(
                    counted(&count),
                    Box::new(number(min)),
                )),
                Box::new(Expression::LessOrEqual(
                    counted(&count),
                    Box::new(number(max)),
                )),
            ),
            None => Expression::GreaterOrEqual(counted(&count), Box::new(number(min))),
        };
        project(filter(grouped, bound), &keys)
    }

    /// Relational division: as many are linked as there are, and there is one at least.
    fn covers(&mut self, path: &Path, to: &Concept, scope: &Scope) -> GraphPattern {
        let subject = scope.subject.clone();
        let object = self.variable("thing");
        let inner_scope = Scope {
            subject: object.clone(),
            root: scope.root.clone(),
            classes: Vec::new(),
        };
        let step = self.path(&subject, path, &object);
        let linked = self.narrow(Some(step), to, &inner_scope);
        let (count, total) = (self.variable("count"), self.variable("total"));
        let counted = group(
            linked,
            std::slice::from_ref(&subject),
            vec![(count.clone(), count_distinct(&object))],
        );
        let counted = project(counted, &[subject.clone(), count.clone()]);
        let one = self.variable("thing");
        let all_scope = Scope {
            subject: one.clone(),
            ..inner_scope
        };
        let all = self.narrow(None, to, &all_scope);
        let all = group(all, &[], vec![(total.clone(), count_distinct(&one))]);
        let all = project(all, std::slice::from_ref(&total));
        let same = Expression::Equal(Box::new(count.into()), Box::new(total.into()));
        project(filter(join(counted, all), same), &[subject])
    }

    fn value(
        &mut self,
        pattern: Option<GraphPattern>,
        path: &Path,
        test: &Test,
        scope: &Scope,
    ) -> GraphPattern {
        let subject = scope.subject.clone();
        let joined = |right| match pattern {
            Some(left) => join(left, right),
            None => right,
        };
        if let (Test::OneOf(terms), Some((property, false))) = (test, one_property(path))
            && let [term] = terms.as_slice()
        {
            let object: TermPattern = match term {
                Term::NamedNode(node) => node.clone().into(),
                Term::Literal(literal) => literal.clone().into(),
                Term::BlankNode(_) => unreachable!("blank nodes get IRIs at load"),
            };
            return joined(triple(subject, property, object));
        }
        let value = self.variable("value");
        let step = self.path(&subject, path, &value);
        let tested = match test {
            Test::Present => step,
            Test::OneOf(terms) => join(step, values(&value, terms.iter().map(ground))),
            test => match expression(test, &value) {
                Some(expression) => filter(step, expression),
                None => step,
            },
        };
        joined(distinct(tested, &[subject]))
    }

    /// All things of the scope's classes, or everything that anything is said of.
    fn domain(&mut self, scope: &Scope) -> GraphPattern {
        if !scope.classes.is_empty() {
            return self.class(&scope.classes, &scope.subject);
        }
        let (property, object) = (self.variable("property"), self.variable("object"));
        let any = any_triple(&scope.subject, property, object);
        distinct(any, std::slice::from_ref(&scope.subject))
    }

    fn class(&mut self, classes: &[NamedNode], subject: &Variable) -> GraphPattern {
        let a = rdf::TYPE.into_owned();
        match classes {
            [class] => triple(subject.clone(), &a, class.clone()),
            classes => {
                let class = self.variable("class");
                let listed = values(&class, classes.iter().map(|it| it.clone().into()));
                let typed = join(listed, triple(subject.clone(), &a, class));
                distinct(typed, std::slice::from_ref(subject))
            }
        }
    }

    /// A path between two variables. `p*` is written as "here, or by `p+`": the zero-length path
    /// alone would range over every node of the graph.
    pub(super) fn path(&mut self, from: &Variable, way: &Path, to: &Variable) -> GraphPattern {
        let ways: Vec<GraphPattern> = without_stars(way)
            .into_iter()
            .map(|steps| self.steps(from, &steps, to))
            .collect();
        union(ways).unwrap_or_else(unit)
    }

    fn steps(&mut self, from: &Variable, steps: &[Step], to: &Variable) -> GraphPattern {
        let moves = |step: &Step| !matches!(step, Step::Where { .. });
        let last = steps.iter().rposition(moves);
        let mut at = from.clone();
        let mut pattern = unit();
        for (index, step) in steps.iter().enumerate() {
            if let Step::Where { property, value } = step {
                let object: TermPattern = match value {
                    Term::NamedNode(node) => node.clone().into(),
                    Term::Literal(literal) => literal.clone().into(),
                    Term::BlankNode(_) => unreachable!("blank nodes get IRIs at load"),
                };
                pattern = join(pattern, triple(at.clone(), property, object));
                continue;
            }
            let next = if Some(index) == last {
                to.clone()
            } else {
                self.variable("node")
            };
            pattern = join(pattern, self.step(&at, step, &next));
            at = next;
        }
        if last.is_none() {
            // No step at all: everything is linked to itself.
            let (property, object) = (self.variable("property"), self.variable("object"));
            let any = any_triple(from, property, object);
            let itself = join(pattern, distinct(any, std::slice::from_ref(from)));
            pattern = extend(itself, to.clone(), Expression::from(from.clone()));
        }
        pattern
    }

    fn step(&mut self, from: &Variable, step: &Step, to: &Variable) -> GraphPattern {
        match step {
            Step::Forward(property) => triple(from.clone(), property, to.clone()),
            Step::Backward(property) => triple(to.clone(), property, from.clone()),
            Step::Either(ways) => {
                let ways: Vec<GraphPattern> =
                    ways.iter().map(|way| self.path(from, way, to)).collect();
                union(ways).unwrap_or_else(unit)
            }
            Step::Repeat { .. } | Step::Where { .. } => {
                let expression = step_expression(step);
                path(from, expression, to)
            }
        }
    }
}

/// The ways of a path when each `p*` is taken either not at all or as `p+`.
fn without_stars(path: &Path) -> Vec<Vec<Step>> {
    path.0.iter().fold(vec![Vec::new()], |ways, step| {
        let with = |step: &Step| {
            let longer = ways.iter().map(|way: &Vec<Step>| {
                let mut way = way.clone();
                way.push(step.clone());
                way
            });
            longer.collect::<Vec<_>>()
        };
        match step {
            Step::Repeat {
                path,
                at_least_once: false,
            } => {
                let plus = Step::Repeat {
                    path: path.clone(),
                    at_least_once: true,
                };
                let taken = with(&plus);
                ways.into_iter().chain(taken).collect()
            }
            step => with(step),
        }
    })
}

fn path_expression(path: &Path) -> PropertyPathExpression {
    let steps = path.0.iter().map(step_expression);
    let sequence = steps
        .reduce(|first, next| PropertyPathExpression::Sequence(Box::new(first), Box::new(next)));
    sequence.expect("a path has one step at least")
}

fn step_expression(step: &Step) -> PropertyPathExpression {
    match step {
        Step::Forward(property) => property.clone().into(),
        Step::Backward(property) => {
            PropertyPathExpression::Reverse(Box::new(property.clone().into()))
        }
        Step::Repeat {
            path,
            at_least_once,
        } => {
            let inner = Box::new(path_expression(path));
            if *at_least_once {
                PropertyPathExpression::OneOrMore(inner)
            } else {
                PropertyPathExpression::ZeroOrMore(inner)
            }
        }
        Step::Either(ways) => {
            let ways = ways.iter().map(path_expression);
            let either = ways.reduce(|one, other| {
                PropertyPathExpression::Alternative(Box::new(one), Box::new(other))
            });
            either.expect("alternatives are two at least")
        }
        Step::Where { property, .. } => {
            // A condition inside a repetition: SPARQL's paths cannot hold a value, only its being
            // there; the vocabulary is checked for this at load.
            property.clone().into()
        }
    }
}

/// The property of a path that is one step of one property, and whether it is walked backwards.
fn one_property(path: &Path) -> Option<(&NamedNode, bool)> {
    match path.0.as_slice() {
        [Step::Forward(property)] => Some((property, false)),
        [Step::Backward(property)] => Some((property, true)),
        _ => None,
    }
}

fn integer(number: u64) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

fn expression(test: &Test, value: &Variable) -> Option<Expression> {
    let value = Expression::from(value.clone());
    let boxed = || Box::new(value.clone());
    match test {
        Test::Present => None,
        Test::OneOf(terms) => Some(Expression::In(
            boxed(),
            terms.iter().map(constant).collect(),
        )),
        Test::Text(test, texts) => {
            let tests = texts
                .iter()
                .map(|text| text_expression(*test, &value, text));
            or(tests)
        }
        Test::Number(order, number) => {
            let number = Box::new(Expression::from(Literal::new_typed_literal(
                number.as_str(),
                if number.contains('.') {
                    xsd::DECIMAL
                } else {
                    xsd::INTEGER
                },
            )));
            Some(match order {
                Order::Less => Expression::Less(boxed(), number),
                Order::AtMost => Expression::LessOrEqual(boxed(), number),
                Order::Equal => Expression::Equal(boxed(), number),
                Order::NotEqual => Expression::Not(Box::new(Expression::Equal(boxed(), number))),
                Order::AtLeast => Expression::GreaterOrEqual(boxed(), number),
                Order::Greater => Expression::Greater(boxed(), number),
            })
        }
        Test::Days { from, until, time } => {
            let day = |day: &oxsdatatypes::Date| {
                let literal = if *time {
                    Literal::new_typed_literal(format!("{day}T00:00:00"), xsd::DATE_TIME)
                } else {
                    Literal::new_typed_literal(day.to_string(), xsd::DATE)
                };
                Box::new(Expression::from(literal))
            };
            let from = from
                .as_ref()
                .map(|from| Expression::GreaterOrEqual(boxed(), day(from)));
            let until = until
                .as_ref()
                .map(|until| Expression::Less(boxed(), day(until)));
            and(from.into_iter().chain(until))
        }
    }
}

/// Letter case is ignored, except by regular expressions.
fn text_expression(test: TextTest, value: &Expression, text: &str) -> Expression {
    let text_of = call(Function::Str, vec![value.clone()]);
    let lower = call(Function::LCase, vec![text_of.clone()]);
    let wanted = Expression::from(Literal::new_simple_literal(text.to_lowercase()));
    match test {
        TextTest::Is => Expression::Equal(Box::new(lower), Box::new(wanted)),
        TextTest::IsNot => Expression::Not(Box::new(Expression::Equal(
            Box::new(lower),
            Box::new(wanted),
        ))),
        TextTest::Contains => call(Function::Contains, vec![lower, wanted]),
        TextTest::StartsWith => call(Function::StrStarts, vec![lower, wanted]),
        TextTest::EndsWith => call(Function::StrEnds, vec![lower, wanted]),
        TextTest::Matches => {
            let regex = Expression::from(Literal::new_simple_literal(text));
            call(Function::Regex, vec![text_of, regex])
        }
    }
}
