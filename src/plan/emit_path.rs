//! Paths → SPARQL: triples and property paths between two variables.

use oxigraph::model::{Term, Variable};
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::TermPattern;

use crate::plan::algebra::{any_triple, distinct, extend, join, minus, pairs, path, triple, union, unit};
use crate::plan::emit::Emitter;
use crate::words::{Path, Step};

/// Most pairs that are listed without a sub-select.
const MAX_LOOPED: usize = 1_000;

impl Emitter {
    /// A path between two variables. `p*` is written as "no step, or `p+`": the zero-length path
    /// alone would range over every node of the graph.
    pub(super) fn path(&mut self, from: &Variable, way: &Path, to: &Variable) -> GraphPattern {
        let ways: Vec<GraphPattern> =
            without_stars(way).into_iter().map(|steps| self.steps(from, &steps, to)).collect();
        union(ways).unwrap_or_else(unit)
    }

    fn steps(&mut self, from: &Variable, steps: &[Step], to: &Variable) -> GraphPattern {
        let moves = |step: &Step| !matches!(step, Step::Where { .. } | Step::OfClass { .. });
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
            if let Step::OfClass { classes, inside } = step {
                let members = self.class(classes, &at);
                pattern = if *inside { join(pattern, members) } else { minus(pattern, members) };
                continue;
            }
            let next = if Some(index) == last { to.clone() } else { self.variable("node") };
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
                let ways: Vec<GraphPattern> = ways.iter().map(|way| self.path(from, way, to)).collect();
                union(ways).unwrap_or_else(unit)
            }
            Step::Derived { derived, backward } => {
                let ends = if *backward { [to, from] } else { [from, to] };
                let listed = pairs(ends, derived.terms());
                if derived.pairs().len() > MAX_LOOPED {
                    // The evaluator would scan a table on the right of a join for each row on the left.
                    distinct(listed, &ends.map(Clone::clone))
                } else {
                    listed
                }
            }
            Step::Repeat { .. } | Step::Where { .. } | Step::OfClass { .. } => {
                let expression = step_expression(step);
                path(from, expression, to)
            }
        }
    }
}

/// The alternatives of a path when each `p*` is taken either not at all or as `p+`.
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
            Step::Repeat { path, at_least_once: false } => {
                let plus = Step::Repeat { path: path.clone(), at_least_once: true };
                let taken = with(&plus);
                ways.into_iter().chain(taken).collect()
            }
            step => with(step),
        }
    })
}

fn path_expression(path: &Path) -> PropertyPathExpression {
    let steps = path.0.iter().map(step_expression);
    let sequence = steps.reduce(|first, next| PropertyPathExpression::Sequence(Box::new(first), Box::new(next)));
    sequence.expect("a path has one step at least")
}

fn step_expression(step: &Step) -> PropertyPathExpression {
    match step {
        Step::Forward(property) => property.clone().into(),
        Step::Backward(property) => PropertyPathExpression::Reverse(Box::new(property.clone().into())),
        Step::Repeat { path, at_least_once } => {
            let inner = Box::new(path_expression(path));
            if *at_least_once {
                PropertyPathExpression::OneOrMore(inner)
            } else {
                PropertyPathExpression::ZeroOrMore(inner)
            }
        }
        Step::Either(ways) => {
            let ways = ways.iter().map(path_expression);
            let either = ways.reduce(|one, other| PropertyPathExpression::Alternative(Box::new(one), Box::new(other)));
            either.expect("alternatives are two at least")
        }
        Step::Where { .. } | Step::OfClass { .. } | Step::Derived { .. } => {
            unreachable!("the vocabulary is refused when a repetition has one")
        }
    }
}
