//! Plan → one SPARQL query: the things, their order, their columns.

use oxigraph::model::{Literal, NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression,
};

use crate::plan::algebra::{
    aggregate, any_triple, call, count_distinct, distinct, extend, group, join, optional, project,
    union, unit, values,
};
use crate::plan::concept::Concept;
use crate::plan::emit::{Emitter, Scope};
use crate::plan::lower::{Column, Plan, Shape};
use crate::words::{Direction, KindId, Lexicon, Number, TrailEnd};

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
        sorted: Option<&(Column, bool)>,
        first: Option<u64>,
    ) -> Selection {
        let (subject, set) = self.set(&plan.set, plan.kind);
        let things = distinct(set, std::slice::from_ref(&subject));
        let (things, label) = self.labelled(things, &subject, plan.kind);
        let mut order = Vec::new();
        let mut shown = vec![subject.clone(), label.clone()];
        let mut things = things;
        if let Some((column, descending)) = sorted {
            let (keyed, key) = self.keyed(things, &subject, plan.kind, column, *descending);
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
        let (things, mut texts) = self.texts(things, subject, None, kind);
        texts.push(Literal::new_simple_literal("").into());
        let labelled = extend(things, label.clone(), Expression::Coalesce(texts));
        (labelled, label)
    }

    /// Adds the least text of each property that labels things of the kind, of the things themselves
    /// or of what the links of a column lead to.
    fn texts(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        links: Option<&Column>,
        kind: KindId,
    ) -> (GraphPattern, Vec<Expression>) {
        let mut texts = Vec::new();
        let mut things = things;
        for label in self.lexicon.kind(kind).labelled_by.clone() {
            let Some(path) = label.path(self.lexicon) else {
                continue;
            };
            let (value, text) = (self.emitter.variable("name"), self.emitter.variable("text"));
            let (links, labelled) = self.follow(subject, links);
            let step = join(links, self.emitter.path(&labelled, &path, &value));
            let written = call(Function::Str, vec![value.into()]);
            let least = aggregate(AggregateFunction::Min, written, false);
            things = optional(things, best_of(step, subject, &text, least));
            texts.push(text.into());
        }
        (things, texts)
    }

    /// The links of a column, and what they lead to: the thing itself when there are none.
    fn follow(&mut self, subject: &Variable, column: Option<&Column>) -> (GraphPattern, Variable) {
        let (mut pattern, mut at) = (unit(), subject.clone());
        let Some(column) = column else {
            return (pattern, at);
        };
        for (hop, through) in column.trail.hops.iter().zip(&column.through) {
            let (step, element) = self.hop(&at, *hop, through);
            pattern = join(pattern, step);
            at = element;
        }
        (pattern, at)
    }

    /// One link to what counts of the things that it leads to.
    fn hop(
        &mut self,
        from: &Variable,
        hop: Direction,
        through: &Concept,
    ) -> (GraphPattern, Variable) {
        let noun = self.lexicon.end(hop);
        let noun = self.lexicon.kind_word(noun, Number::Singular);
        let element = self.emitter.variable(noun);
        let path = self.lexicon.path_within_kind(hop);
        let step = self.emitter.path(from, &path, &element);
        let scope = Scope {
            subject: element.clone(),
            root: element.clone(),
            classes: Vec::new(),
        };
        let step = self.emitter.narrow(Some(step), through, &scope);
        (step, element)
    }

    /// Adds what the things are ordered by: the least value, or the largest when descending; of
    /// linked things, their label.
    fn keyed(
        &mut self,
        things: GraphPattern,
        subject: &Variable,
        kind: KindId,
        column: &Column,
        descending: bool,
    ) -> (GraphPattern, Variable) {
        let key = self.emitter.variable("key");
        match column.trail.end {
            TrailEnd::Attribute(id) => {
                let value = self.emitter.variable("value");
                let (links, owner) = self.follow(subject, Some(column));
                let path = self.lexicon.attribute(id).path.clone();
                let step = join(links, self.emitter.path(&owner, &path, &value));
                let function = if descending {
                    AggregateFunction::Max
                } else {
                    AggregateFunction::Min
                };
                let best = aggregate(function, value.into(), false);
                (optional(things, best_of(step, subject, &key, best)), key)
            }
            TrailEnd::Thing => {
                let linked = column.trail.kind(self.lexicon, kind);
                let (things, texts) = self.texts(things, subject, Some(column), linked);
                let keyed = extend(things, key.clone(), Expression::Coalesce(texts));
                (keyed, key)
            }
            TrailEnd::Iri => {
                let (links, owner) = self.follow(subject, Some(column));
                let iri = call(Function::Str, vec![owner.into()]);
                if column.trail.hops.is_empty() {
                    return (extend(things, key.clone(), iri), key);
                }
                let least = aggregate(AggregateFunction::Min, iri, false);
                (optional(things, best_of(links, subject, &key, least)), key)
            }
        }
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
                    let (step, element) = self.hop(from, *hop, &column.through[depth]);
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

/// For each thing, one value made of all that a pattern finds for it.
fn best_of(
    found: GraphPattern,
    subject: &Variable,
    value: &Variable,
    best: AggregateExpression,
) -> GraphPattern {
    let subjects = std::slice::from_ref(subject);
    let grouped = group(found, subjects, vec![(value.clone(), best)]);
    project(grouped, &[subject.clone(), value.clone()])
}

fn query(pattern: GraphPattern) -> Query {
    Query::Select {
        dataset: None,
        pattern,
        base_iri: None,
    }
}
