//! Plan → one SPARQL query: the things, their order, their columns.

use oxigraph::model::{Literal, NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use crate::plan::algebra::{any_triple, count_distinct, distinct, extend, group, join, project, union, values};
use crate::plan::concept::Concept;
use crate::plan::emit::{Emitter, Scope};
use crate::plan::tree::{AnswerShape, Plan};
use crate::words::{KindId, Lexicon, Number};

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
    let mut select = Select { lexicon, emitter: Emitter::default() };
    match &plan.shape {
        AnswerShape::Rows { columns, elements, witnessed, order } => {
            select.rows(plan, columns, *elements, witnessed.as_ref(), order)
        }
        AnswerShape::Groups { keys, kept, columns, order } => select.groups(plan, keys, kept, columns, order),
        AnswerShape::Things => select.things(plan),
        AnswerShape::SideBySide(side_by_side) => select.select_comparison(side_by_side, &plan.set),
        AnswerShape::Count | AnswerShape::Exists { .. } | AnswerShape::Holds => select.count(&plan.set, plan.kind),
        AnswerShape::Describe(thing) => select.describe(thing),
    }
}

pub(super) struct Select<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) emitter: Emitter,
}

impl Select<'_> {
    /// A set of things of a kind, with the variable that holds them.
    pub(super) fn set(&mut self, concept: &Concept, kind: KindId) -> (Variable, GraphPattern) {
        let noun = self.lexicon.kind_word(kind, Number::Singular);
        let subject = self.emitter.variable(noun);
        let scope = Scope::of(&subject, self.lexicon.kind(kind).classes.clone());
        let set = self.emitter.set(concept, &scope);
        (subject, set)
    }

    fn things(&mut self, plan: &Plan) -> Selection {
        let (subject, set) = self.set(&plan.set, plan.kind);
        Selection { query: query(distinct(set, std::slice::from_ref(&subject))), subject, columns: Vec::new() }
    }

    fn count(&mut self, concept: &Concept, kind: KindId) -> Selection {
        let (subject, set) = self.set(concept, kind);
        let count = self.emitter.variable("count");
        let counted = group(set, &[], vec![(count.clone(), count_distinct(&subject))]);
        Selection { query: query(project(counted, std::slice::from_ref(&count))), subject: count, columns: Vec::new() }
    }

    fn describe(&mut self, thing: &NamedNode) -> Selection {
        let subject = self.emitter.variable("thing");
        let property = self.emitter.variable("property");
        let value = self.emitter.variable("value");
        let incoming = self.emitter.variable("incoming");
        let this = || values(&subject, [thing.clone().into()]);
        let flag = |yes: bool| Expression::from(Literal::from(yes));
        let out = join(this(), any_triple(&subject, property.clone(), value.clone()));
        let into = join(this(), any_triple(&value, property.clone(), subject.clone()));
        let both = union([extend(out, incoming.clone(), flag(false)), extend(into, incoming.clone(), flag(true))]);
        let shown = [property.clone(), value.clone(), incoming.clone()];
        let ordered = GraphPattern::OrderBy {
            inner: Box::new(both.expect("two patterns make a union")),
            expression: [&incoming, &property, &value]
                .map(|variable| OrderExpression::Asc(variable.clone().into()))
                .to_vec(),
        };
        Selection { query: query(project(ordered, &shown)), subject: property, columns: vec![value, incoming] }
    }
}

pub(super) fn query(pattern: GraphPattern) -> Query {
    Query::Select { dataset: None, pattern, base_iri: None }
}
