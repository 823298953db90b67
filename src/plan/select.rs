//! Plan → one SPARQL query: the things, their order, their columns.

use oxigraph::model::{Literal, NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateFunction, Expression, Function, GraphPattern, OrderExpression};

use crate::plan::algebra::{
    aggregate, any_triple, call, count_distinct, distinct, extend, group, join, optional, project,
    union, values,
};
use crate::plan::concept::Concept;
use crate::plan::emit::{Emitter, Scope};
use crate::plan::lower::{Column, Plan, Shape};
use crate::words::{Direction, KindId, Lexicon, Number, Path, Trail, TrailEnd};

/// A query with the variables that hold its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The query.
    pub query: Query,
    /// Holds the thing of a row, or the number, or the property of a description.
    pub subject: Variable,
    /// Hold the columns; of a description: the value, and whether the link leads to the thing.
    pub columns: Vec<Variable>,
}

/// Makes the query of a plan. It is standard SPARQL 1.1.
#[must_use]
pub fn select(plan: &Plan, lexicon: &Lexicon) -> Selection {
    let mut select = Select {
        lexicon,
        emitter: Emitter::default(),
    };
    match &plan.shape {
        Shape::Rows {
            columns,
            sorted,
            first,
            ..
        } => select.rows(plan, columns, sorted.as_ref(), *first),
        Shape::Count | Shape::Exists { .. } => select.count(&plan.set, plan.kind),
        Shape::Describe(thing) => select.describe(thing),
    }
}

struct Select<'a> {
    lexicon: &'a Lexicon,
    emitter: Emitter,
}

impl Select<'_> {
    fn set(&mut self, concept: &Concept, kind: KindId) -> (Variable, GraphPattern) {
        let noun = self.lexicon.kind_word(kind, Number::Singular);
        let subject = self.emitter.variable(noun);
        let scope = Scope {
            subject: subject.clone(),
            root: subject.clone(),
            classes: self.lexicon.kind(kind).classes.clone(),
        };
        let set = self.emitter.set(concept, &scope);
        (subject, set)
    }

    fn count(&mut self, concept: &Concept, kind: KindId) -> Selection {
        let (subject, set) = self.set(concept, kind);
        let count = self.emitter.variable("count");
        let counted = group(set, &[], vec![(count.clone(), count_distinct(&subject))]);
        Selection {
            query: query(project(counted, std::slice::from_ref(&count))),
            subject: count,
            columns: Vec::new(),
        }
    }

    fn describe(&mut self, thing: &NamedNode) -> Selection {
        let subject = self.emitter.variable("thing");
        let property = self.emitter.variable("property");
        let value = self.emitter.variable("value");
        let incoming = self.emitter.variable("incoming");
        let this = || values(&subject, [thing.clone().into()]);
        let flag = |yes: bool| Expression::from(Literal::from(yes));
        let out = join(
            this(),
            any_triple(&subject, property.clone(), value.clone()),
        );
        let into = join(
            this(),
            any_triple(&value, property.clone(), subject.clone()),
        );
        let both = union([
            extend(out, incoming.clone(), flag(false)),
            extend(into, incoming.clone(), flag(true)),
        ]);
        let shown = [property.clone(), value.clone(), incoming.clone()];
        let ordered = GraphPattern::OrderBy {
            inner: Box::new(both.expect("two patterns make a union")),
            expression: [&incoming, &property, &value]
                .map(|variable| OrderExpression::Asc(variable.clone().into()))
                .to_vec(),
        };
        Selection {
            query: query(project(ordered, &shown)),
            subject: property,
            columns: vec![value, incoming],
        }
    }

    fn rows(
        &mut self,
        plan: &Plan,
        columns: &[Column],
        sorted: Option<&(Trail, bool)>,
        first: Option<u64>,
    ) -> Selection {
        let (subject, set) = self.set(&plan.set, plan.kind);
        let things = distinct(set, std::slice::from_ref(&subject));
        let (things, label) = self.labelled(things, &subject, plan.kind);
        let mut order = Vec::new();
        let mut shown = vec![subject.clone(), label.clone()];
        let mut things = things;
        if let Some((trail, descending)) = sorted {
            let (keyed, key) = self.keyed(things, &subject, plan.kind, trail, *descending);
            things = keyed;
            shown.push(key.clone());
            // What has no value comes last in both directions: unknown is neither least nor largest.
            let unknown = Expression::Not(Box::new(Expression::Bound(key.clone())));
            order.push(OrderExpression::Asc(unknown));
            let key = Expression::from(key);
            order.push(if *descending {
                OrderExpression::Desc(key)
            } else {
                OrderExpression::Asc(key)
            });
        }
        order.push(OrderExpression::Asc(label.into()));
        order.push(OrderExpression::Asc(subject.clone().into()));
        if let Some(first) = first {
            let ordered = GraphPattern::OrderBy {
                inner: Box::new(things),
                expression: order.clone(),
            };
            things = GraphPattern::Slice {
                inner: Box::new(project(ordered, &shown)),
                start: 0,
                length: Some(usize::try_from(first).unwrap_or(usize::MAX)),
            };
        }
        let mut filled: Vec<Option<Variable>> = vec![None; columns.len()];
        let numbered: Vec<(usize, &Column)> = columns.iter().enumerate().collect();
        let pattern = self.columns(things, &subject, &numbered, 0, &mut filled);
        let filled: Vec<Variable> = filled.into_iter().flatten().collect();
        for variable in &filled {
            if !shown.contains(variable) {
                shown.push(variable.clone());
                order.push(OrderExpression::Asc(variable.clone().into()));
            }
        }
        let ordered = GraphPattern::OrderBy {
            inner: Box::new(pattern),
            expression: order,
        };
        Selection {
            query: query(distinct(ordered, &shown)),
            subject,
            columns: filled,
        }
    }

    /// Adds the label of each thing: the least text of the first property that labels it.
    fn labelled(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        kind: KindId,
    ) -> (GraphPattern, Variable) {
        let label = self.emitter.variable("label");
        let trails = self.lexicon.kind(kind).labelled_by.clone();
        let (things, mut texts) = self.texts(things, subject, &trails);
        texts.push(Literal::new_simple_literal("").into());
        let labelled = extend(things, label.clone(), Expression::Coalesce(texts));
        (labelled, label)
    }

    /// Adds, for each trail, the least text that it leads to.
    fn texts(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        trails: &[Trail],
    ) -> (GraphPattern, Vec<Expression>) {
        let mut texts = Vec::new();
        let mut things = things;
        for trail in trails {
            let Some(path) = trail.path(self.lexicon) else {
                continue;
            };
            let (found, text) = self.least_text(subject, &path);
            things = optional(things, found);
            texts.push(text.into());
        }
        (things, texts)
    }

    fn least_text(&mut self, subject: &Variable, path: &Path) -> (GraphPattern, Variable) {
        let (value, text) = (self.emitter.variable("name"), self.emitter.variable("text"));
        let step = self.emitter.path(subject, path, &value);
        let written = call(Function::Str, vec![value.into()]);
        let least = aggregate(AggregateFunction::Min, written, false);
        let grouped = group(
            step,
            std::slice::from_ref(subject),
            vec![(text.clone(), least)],
        );
        (project(grouped, &[subject.clone(), text.clone()]), text)
    }

    /// Adds what the things are ordered by: the least value, or the largest when descending; of
    /// linked things, their label.
    fn keyed(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        kind: KindId,
        trail: &Trail,
        descending: bool,
    ) -> (GraphPattern, Variable) {
        let key = self.emitter.variable("key");
        let Some(path) = trail.path(self.lexicon) else {
            let iri = call(Function::Str, vec![subject.clone().into()]);
            return (extend(things, key.clone(), iri), key);
        };
        if trail.end != TrailEnd::Thing {
            let value = self.emitter.variable("value");
            let step = self.emitter.path(subject, &path, &value);
            let function = if descending {
                AggregateFunction::Max
            } else {
                AggregateFunction::Min
            };
            let best = aggregate(function, value.into(), false);
            let grouped = group(
                step,
                std::slice::from_ref(subject),
                vec![(key.clone(), best)],
            );
            let keyed = project(grouped, &[subject.clone(), key.clone()]);
            return (optional(things, keyed), key);
        }
        let linked = trail.kind(self.lexicon, kind);
        let labels = self.lexicon.kind(linked).labelled_by.clone();
        let trails: Vec<Trail> = labels
            .into_iter()
            .map(|label| Trail {
                hops: [trail.hops.clone(), label.hops].concat(),
                end: label.end,
            })
            .collect();
        let (things, texts) = self.texts(things, subject, &trails);
        let keyed = extend(things, key.clone(), Expression::Coalesce(texts));
        (keyed, key)
    }

    /// Adds the columns. Those that begin with the same links share them, and so speak of the same
    /// element in one row; what is missing leaves its cell empty and the row in place.
    fn columns(
        &mut self,
        pattern: GraphPattern,
        from: &Variable,
        columns: &[(usize, &Column)],
        depth: usize,
        filled: &mut Vec<Option<Variable>>,
    ) -> GraphPattern {
        let mut pattern = pattern;
        let mut hops: Vec<Direction> = Vec::new();
        for (index, column) in columns {
            match column.trail.hops.get(depth) {
                Some(hop) if hops.contains(hop) => {}
                Some(hop) => {
                    hops.push(*hop);
                    let same: Vec<(usize, &Column)> = columns
                        .iter()
                        .filter(|(_, other)| other.trail.hops.get(depth) == Some(hop))
                        .copied()
                        .collect();
                    let noun = self.lexicon.end(*hop);
                    let noun = self.lexicon.kind_word(noun, Number::Singular);
                    let element = self.emitter.variable(noun);
                    let path = self.lexicon.path(*hop);
                    let step = self.emitter.path(from, &path, &element);
                    let scope = Scope {
                        subject: element.clone(),
                        root: element.clone(),
                        classes: Vec::new(),
                    };
                    let through = &column.through[depth];
                    let step = self.emitter.narrow(Some(step), through, &scope);
                    let inner = self.columns(step, &element, &same, depth + 1, filled);
                    pattern = optional(pattern, inner);
                }
                None => match column.trail.end {
                    TrailEnd::Thing | TrailEnd::Iri => filled[*index] = Some(from.clone()),
                    TrailEnd::Attribute(id) => {
                        let attribute = self.lexicon.attribute(id);
                        let value = self.emitter.variable(&column.heading);
                        let path = attribute.path.clone();
                        let step = self.emitter.path(from, &path, &value);
                        pattern = optional(pattern, step);
                        filled[*index] = Some(value);
                    }
                },
            }
        }
        pattern
    }
}

fn query(pattern: GraphPattern) -> Query {
    Query::Select {
        dataset: None,
        pattern,
        base_iri: None,
    }
}
