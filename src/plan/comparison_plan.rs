//! Things side by side: the claims that take a stance on the topics, and the other records about them. The query lists
//! these records; `graph::cells` decides what they add up to.

use oxigraph::model::{Literal, NamedNode, TermRef};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use crate::base::Diagnostic;
use crate::plan::algebra::{distinct, extend, join, union, unit, values};
use crate::plan::closure::expand;
use crate::plan::emit::Scope;
use crate::plan::lowering::Lower;
use crate::plan::select::{Select, Selection, query};
use crate::plan::tree::{AnswerShape, Aspect, ComparisonPlan, Plan};
use crate::question::{CompareQuestion, NounPhrase};
use crate::words::{Path, Step};

impl Lower<'_> {
    pub(super) fn lower_comparison(&mut self, question: &CompareQuestion) -> Result<Plan, Diagnostic> {
        let (lexicon, dataset) = (self.context.lexicon, self.context.dataset);
        let rules = lexicon.comparison().expect("only what a vocabulary compares is read");
        let set = self.phrase(&NounPhrase::any(rules.of, lexicon), false, true)?.certain;
        let asked: Vec<NamedNode> = question.topics.iter().map(|it| it.iri.clone()).collect();
        let mut topics = Vec::new();
        for topic in &asked {
            for narrower in self.narrower(topic, rules.wider.as_ref()) {
                if !topics.contains(&narrower) {
                    topics.push(narrower);
                }
            }
        }
        let paths = [&rules.affirms, &rules.denies, &rules.qualifies, &rules.about];
        let mut ways = vec![lexicon.path_within_kind(rules.things)];
        ways.extend(rules.parts.map(|it| lexicon.path_within_kind(it)));
        let to_things = if ways.len() == 1 { ways.remove(0) } else { Path(vec![Step::Either(ways)]) };
        let beside = ComparisonPlan {
            things: question.things.iter().map(|it| it.iri.clone()).collect(),
            topics,
            asked,
            aspects: Aspect::ALL.into_iter().zip(paths.into_iter().cloned()).collect(),
            to_things,
        };
        Ok(Plan {
            default_filters: std::mem::take(&mut self.default_filters),
            ..Plan::of_set(AnswerShape::SideBySide(beside), rules.of, expand(set, dataset))
        })
    }

    /// A topic and every narrower one.
    fn narrower(&self, topic: &NamedNode, wider: Option<&Path>) -> Vec<NamedNode> {
        let dataset = self.context.dataset;
        let mut found = vec![topic.clone()];
        let Some((wider, id)) = wider.zip(dataset.iri_id(topic.as_ref())) else {
            return found;
        };
        let below = Path(vec![Step::Repeat { path: wider.inverse(), at_least_once: true }]);
        found.extend(below.walk(dataset, id).into_iter().filter_map(|id| match dataset.term(id) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        }));
        found
    }
}

impl Select<'_> {
    /// Rows of thing, topic, aspect and record.
    pub(super) fn select_comparison(&mut self, beside: &ComparisonPlan, set: &crate::plan::Concept) -> Selection {
        let thing = self.emitter.variable("thing");
        let topic = self.emitter.variable("topic");
        let aspect = self.emitter.variable("aspect");
        let record = self.emitter.variable("record");
        let mut ways = Vec::new();
        for (of, path) in &beside.aspects {
            let scope = Scope::of(&record, Vec::new());
            let records = self.emitter.set(set, &scope);
            let pattern = distinct(records, std::slice::from_ref(&record));
            let things = self.emitter.path(&record, &beside.to_things, &thing);
            let topics = self.emitter.path(&record, path, &topic);
            let word = Expression::from(Literal::new_simple_literal(of.word()));
            ways.push(extend(join(join(pattern, things), topics), aspect.clone(), word));
        }
        let all = union(ways).unwrap_or_else(unit);
        let asked = |variable, nodes: &[NamedNode]| values(variable, nodes.iter().map(|node| node.clone().into()));
        let mut all = join(asked(&thing, &beside.things), all);
        if !beside.topics.is_empty() {
            all = join(asked(&topic, &beside.topics), all);
        }
        let shown = [thing.clone(), topic.clone(), aspect.clone(), record.clone()];
        let ordered = GraphPattern::OrderBy {
            inner: Box::new(all),
            expression: shown.iter().map(|variable| OrderExpression::Asc(variable.clone().into())).collect(),
        };
        Selection { query: query(distinct(ordered, &shown)), subject: thing, columns: vec![topic, aspect, record] }
    }
}
