//! Concept → SPARQL graph pattern, in the forms that engines answer in linear time: "none" is
//! MINUS, "some" is a distinct sub-select, counting is GROUP BY with HAVING, small closures are
//! lists. Never EXISTS over two patterns: that is quadratic.

use std::collections::HashMap;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::TermPattern;

use crate::base::spend;
use crate::plan::algebra::{
    any_triple, count_distinct, distinct, filter, ground, group, join, minus, nothing, project, triple, union, unit,
    values,
};
use crate::plan::concept::Concept;
use crate::plan::measure::{Measure, PathOrigin};
use crate::plan::test::Test;
use crate::plan::value_test::expression;
use crate::words::{Path, Step};

/// Emits patterns; every variable that it makes is new.
#[derive(Debug, Default)]
pub(super) struct Emitter {
    used: HashMap<String, u32>,
}

/// The scope of a set: its variable, the variable that `their` refers to, and the classes that
/// bind the variable if nothing else does.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) subject: Variable,
    pub(super) root: Variable,
    pub(super) classes: Vec<NamedNode>,
    /// The variables of bindings.
    pub(super) named: Vec<(String, Variable)>,
}

impl Scope {
    /// A scope that is its own root.
    pub(super) fn of(subject: &Variable, classes: Vec<NamedNode>) -> Self {
        Self { subject: subject.clone(), root: subject.clone(), classes, named: Vec::new() }
    }

    /// The same root with another subject.
    pub(super) fn at(&self, subject: &Variable) -> Self {
        Self { subject: subject.clone(), root: self.root.clone(), classes: Vec::new(), named: self.named.clone() }
    }

    /// The variable at which the path of a value starts.
    pub(super) fn origin(&self, origin: &PathOrigin) -> Variable {
        match origin {
            PathOrigin::This => self.subject.clone(),
            PathOrigin::Root => self.root.clone(),
            PathOrigin::Binding(name) => {
                let known = self.named.iter().find(|(known, _)| known == name);
                let known = known.expect("a name is spoken of where it is known");
                known.1.clone()
            }
        }
    }
}

impl Emitter {
    /// A new variable of that name, or of that name with a number.
    pub(super) fn variable(&mut self, name: &str) -> Variable {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let name = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("v_{name}") };
        let count = self.used.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name}{count}") };
        Variable::new_unchecked(name)
    }

    /// The pattern that binds the scope's variable to the things of a set.
    pub(super) fn set(&mut self, concept: &Concept, scope: &Scope) -> GraphPattern {
        self.narrow(None, concept, scope)
    }

    /// The solutions of `pattern` that are in the set. Without a pattern, the set binds the variable.
    pub(super) fn narrow(&mut self, pattern: Option<GraphPattern>, concept: &Concept, scope: &Scope) -> GraphPattern {
        spend(8);
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
                    let ways = concepts.iter().map(|way| self.narrow(Some(base.clone()), way, scope));
                    let ways: Vec<GraphPattern> = ways.collect();
                    return union(ways).unwrap_or_else(|| nothing(subject));
                }
                let ways: Vec<GraphPattern> = concepts.iter().map(|way| self.narrow(None, way, scope)).collect();
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
            Concept::Linked { path, min, max, to } => self.number_restriction(pattern, (path, *min, *max), to, scope),
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
            Concept::Holds(formula) => {
                if formula.is_correlated() {
                    let base = pattern.unwrap_or_else(|| self.domain(scope));
                    return self.formula(base, formula, scope);
                }
                let finds = formula.measures().into_iter().any(Measure::finds_its_things);
                let others = formula.measures().into_iter().any(|it| !it.is_plain());
                let base = if finds && !others { unit() } else { self.domain(scope) };
                let found = self.formula(base, formula, scope);
                joined(distinct(found, std::slice::from_ref(subject)))
            }
            Concept::WithBindings(witnessed) => {
                let outside = scope.root != *subject && concept.is_correlated();
                if outside {
                    let base = pattern.unwrap_or_else(|| self.domain(scope));
                    return self.binding_pattern(base, witnessed, scope).0;
                }
                let base = if witnessed.links.is_empty() { self.domain(scope) } else { unit() };
                let (found, _) = self.binding_pattern(base, witnessed, scope);
                joined(distinct(found, std::slice::from_ref(subject)))
            }
            Concept::Their(path) if path.0.is_empty() && scope.root == *subject => {
                pattern.unwrap_or_else(|| self.domain(scope))
            }
            Concept::Their(path) => {
                let reached = self.path(&scope.root, path, subject);
                joined(reached)
            }
            Concept::Root(inner) => {
                let own = Scope { root: subject.clone(), ..scope.clone() };
                if inner.is_correlated() {
                    let alone = self.narrow(None, inner, &own);
                    joined(distinct(alone, std::slice::from_ref(subject)))
                } else {
                    self.narrow(pattern, inner, &own)
                }
            }
        }
    }

    /// First the concepts that bind, then those that take away, then those that depend on the subject of the question.
    fn all(&mut self, pattern: Option<GraphPattern>, concepts: &[Concept], scope: &Scope) -> GraphPattern {
        let classes = concepts.iter().find_map(|concept| match concept {
            Concept::Class(classes) => Some(classes.clone()),
            _ => None,
        });
        let scope = Scope { classes: classes.unwrap_or_else(|| scope.classes.clone()), ..scope.clone() };
        let mut ordered: Vec<&Concept> = concepts.iter().collect();
        ordered.sort_by_key(|concept| match concept {
            // What binds the subject of the question comes before what only uses it.
            _ if concept.is_correlated() => 3 - u8::from(concept.binds_the_root()),
            Concept::Not(_) | Concept::Only { .. } | Concept::Linked { min: 0, .. } => 1,
            _ => 0,
        });
        let narrowed =
            ordered.into_iter().fold(pattern, |pattern, concept| Some(self.narrow(pattern, concept, &scope)));
        narrowed.unwrap_or_else(|| self.domain(&scope))
    }

    fn number_restriction(
        &mut self,
        pattern: Option<GraphPattern>,
        (path, min, max): (&Path, u64, Option<u64>),
        to: &Concept,
        scope: &Scope,
    ) -> GraphPattern {
        let subject = scope.subject.clone();
        let correlated = to.is_correlated();
        if let (1, None, Some((property, backward)), Concept::OneOf(things)) = (min, max, one_property(path), to)
            && let [thing] = things.as_slice()
        {
            let direct = if backward {
                triple(thing.clone(), property, subject)
            } else {
                triple(subject, property, thing.clone())
            };
            return pattern.map_or(direct.clone(), |pattern| join(pattern, direct));
        }
        if let (1, None, Concept::Their(itself)) = (min, max, to)
            && itself.0.is_empty()
        {
            let step = self.path(&subject, path, &scope.root);
            return pattern.map_or(step.clone(), |pattern| join(pattern, step));
        }
        let object = self.variable("thing");
        let step = self.path(&subject, path, &object);
        let base = pattern
            .unwrap_or_else(|| if correlated || max == Some(0) || min == 0 { self.domain(scope) } else { unit() });
        let start = if correlated { join(base.clone(), step) } else { step };
        let inner_scope = scope.at(&object);
        let linked = self.narrow(Some(start), to, &inner_scope);
        match (min, max) {
            (1, None) if correlated => linked,
            (1, None) => join(base, distinct(linked, &[subject])),
            (0, Some(0)) => minus(base, linked),
            (0, Some(max)) => {
                let many = self.having_count(linked, &object, (max + 1, None), correlated, scope);
                minus(base, many)
            }
            bounds => {
                let counted = self.having_count(linked, &object, bounds, correlated, scope);
                join(base, counted)
            }
        }
    }

    /// The subjects (and roots, when correlated) that are linked to a bounded number of objects.
    fn having_count(
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
                Box::new(Expression::GreaterOrEqual(counted(&count), Box::new(number(min)))),
                Box::new(Expression::LessOrEqual(counted(&count), Box::new(number(max)))),
            ),
            None => Expression::GreaterOrEqual(counted(&count), Box::new(number(min))),
        };
        project(filter(grouped, bound), &keys)
    }

    /// Relational division: as many things are linked as there are, at least one.
    fn covers(&mut self, path: &Path, to: &Concept, scope: &Scope) -> GraphPattern {
        let subject = scope.subject.clone();
        let object = self.variable("thing");
        let inner_scope = scope.at(&object);
        let step = self.path(&subject, path, &object);
        let linked = self.narrow(Some(step), to, &inner_scope);
        let (count, total) = (self.variable("count"), self.variable("total"));
        let counted = group(linked, std::slice::from_ref(&subject), vec![(count.clone(), count_distinct(&object))]);
        let counted = project(counted, &[subject.clone(), count.clone()]);
        let one = self.variable("thing");
        let all_scope = Scope { subject: one.clone(), ..inner_scope };
        let all = self.narrow(None, to, &all_scope);
        let all = group(all, &[], vec![(total.clone(), count_distinct(&one))]);
        let all = project(all, std::slice::from_ref(&total));
        let same = Expression::Equal(Box::new(count.into()), Box::new(total.into()));
        project(filter(join(counted, all), same), &[subject])
    }

    fn value(&mut self, pattern: Option<GraphPattern>, path: &Path, test: &Test, scope: &Scope) -> GraphPattern {
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

    /// All things of the scope's classes, or every subject of a triple.
    fn domain(&mut self, scope: &Scope) -> GraphPattern {
        if !scope.classes.is_empty() {
            return self.class(&scope.classes, &scope.subject);
        }
        let (property, object) = (self.variable("property"), self.variable("object"));
        let any = any_triple(&scope.subject, property, object);
        distinct(any, std::slice::from_ref(&scope.subject))
    }

    pub(super) fn class(&mut self, classes: &[NamedNode], subject: &Variable) -> GraphPattern {
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
}

/// The property of a path that is one step of one property, and whether it is followed backward.
fn one_property(path: &Path) -> Option<(&NamedNode, bool)> {
    match path.0.as_slice() {
        [Step::Forward(property)] => Some((property, false)),
        [Step::Backward(property)] => Some((property, true)),
        _ => None,
    }
}

pub(super) fn integer(number: u64) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}
