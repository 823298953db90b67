//! Things side by side: for each thing and topic, what is said of the one on the other.

use oxigraph::model::{Literal, NamedNode, TermRef, Variable};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};

use crate::base::Diagnostic;
use crate::plan::algebra::{distinct, extend, join, optional, union, unit, values};
use crate::plan::closure::expand;
use crate::plan::concept::Concept;
use crate::plan::emit::Scope;
use crate::plan::lower::{Lower, Plan, Shape};
use crate::plan::select::{Select, Selection, query};
use crate::question::{Base, NounPhrase, SideBySide};
use crate::words::{AdjectiveId, Contrast, Number, Path, Step};

/// What can be said of a thing on a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Anything at all.
    Said,
    /// It is affirmed.
    Yes,
    /// It is denied.
    No,
    /// One looked and found nothing.
    Looked,
    /// What is said is limited by fine print.
    Limited,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; 5] = [Self::Said, Self::Yes, Self::No, Self::Looked, Self::Limited];

    /// The word that stands for it in the rows of the query.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Looked => "looked",
            Self::Limited => "limited",
        }
    }
}

/// The plan of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// What is compared, in the order that was asked.
    pub things: Vec<NamedNode>,
    /// The topics that were asked, each followed by the narrower ones; none for every topic.
    pub topics: Vec<NamedNode>,
    /// The topics that were named.
    pub asked: Vec<NamedNode>,
    /// What says something under each aspect.
    pub aspects: Vec<(Aspect, Concept)>,
    /// From what says something to the things.
    pub to_things: Path,
    /// From what says something to its topics.
    pub to_topics: Path,
    /// From what says something to the day on which one looked.
    pub when: Option<Path>,
}

impl Lower<'_> {
    pub(super) fn side_by_side(&mut self, question: &SideBySide) -> Result<Plan, Diagnostic> {
        let (lexicon, dataset) = (self.context.lexicon, self.context.dataset);
        let contrast = lexicon.contrast().cloned();
        let contrast = contrast.expect("only what a vocabulary compares is read");
        let mut aspects = Vec::new();
        for aspect in Aspect::ALL {
            let adjective = match aspect {
                Aspect::Said => None,
                Aspect::Yes => Some(contrast.yes),
                Aspect::No => Some(contrast.no),
                Aspect::Looked => Some(contrast.looked),
                Aspect::Limited if contrast.limited.is_none() => continue,
                Aspect::Limited => contrast.limited,
            };
            let said = self.phrase(&said(&contrast, adjective, self), false, true)?;
            aspects.push((aspect, expand(said, dataset)));
        }
        let asked: Vec<NamedNode> = question.topics.iter().map(|it| it.iri.clone()).collect();
        let mut topics = Vec::new();
        for topic in &asked {
            for narrower in self.narrower(topic, contrast.wider.as_ref()) {
                if !topics.contains(&narrower) {
                    topics.push(narrower);
                }
            }
        }
        let all = aspects[0].1.clone();
        let beside = Beside {
            things: question.things.iter().map(|it| it.iri.clone()).collect(),
            topics,
            asked,
            aspects,
            to_things: lexicon.path_within_kind(contrast.things),
            to_topics: lexicon.path_within_kind(contrast.topics),
            when: contrast.when.map(|id| lexicon.attribute(id).path.clone()),
        };
        Ok(Plan {
            shape: Shape::SideBySide(beside),
            kind: contrast.of,
            set: all,
            left_out: std::mem::take(&mut self.left_out),
            with_left_out: None,
        })
    }

    /// A topic and every narrower one.
    fn narrower(&self, topic: &NamedNode, wider: Option<&Path>) -> Vec<NamedNode> {
        let dataset = self.context.dataset;
        let mut found = vec![topic.clone()];
        let Some((wider, id)) = wider.zip(dataset.iri_id(topic.as_ref())) else {
            return found;
        };
        let below = Path(vec![Step::Repeat { path: wider.reversed(), at_least_once: true }]);
        found.extend(below.walk(dataset, id).into_iter().filter_map(|id| match dataset.term(id) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        }));
        found
    }
}

fn said(contrast: &Contrast, adjective: Option<AdjectiveId>, lower: &Lower<'_>) -> NounPhrase {
    NounPhrase {
        base: Base::Noun(lower.context.lexicon.kind(contrast.of).noun),
        kind: contrast.of,
        number: Number::Plural,
        all: false,
        adjectives: adjective.into_iter().collect(),
        witness: None,
        filters: Vec::new(),
    }
}

impl Select<'_> {
    /// Rows of thing, topic, aspect and day.
    pub(super) fn side_by_side(&mut self, beside: &Beside) -> Selection {
        let thing = self.emitter.variable("thing");
        let topic = self.emitter.variable("topic");
        let aspect = self.emitter.variable("aspect");
        let when = self.emitter.variable("when");
        let mut ways = Vec::new();
        for (of, concept) in &beside.aspects {
            let said = self.emitter.variable("said");
            let scope = Scope::of(&said, Vec::new());
            let set = self.emitter.set(concept, &scope);
            let mut pattern = distinct(set, std::slice::from_ref(&said));
            let things = self.emitter.path(&said, &beside.to_things, &thing);
            let topics = self.emitter.path(&said, &beside.to_topics, &topic);
            pattern = join(join(pattern, things), topics);
            if *of == Aspect::Looked
                && let Some(path) = &beside.when
            {
                let day = self.emitter.path(&said, path, &when);
                pattern = optional(pattern, day);
            }
            let word = Expression::from(Literal::new_simple_literal(of.word()));
            ways.push(extend(pattern, aspect.clone(), word));
        }
        let all = union(ways).unwrap_or_else(unit);
        let asked =
            |variable: &Variable, nodes: &[NamedNode]| values(variable, nodes.iter().map(|node| node.clone().into()));
        let mut all = join(asked(&thing, &beside.things), all);
        if !beside.topics.is_empty() {
            all = join(asked(&topic, &beside.topics), all);
        }
        let shown = [thing.clone(), topic.clone(), aspect.clone(), when.clone()];
        let ordered = GraphPattern::OrderBy {
            inner: Box::new(all),
            expression: shown.iter().map(|variable| OrderExpression::Asc(variable.clone().into())).collect(),
        };
        Selection { query: query(distinct(ordered, &shown)), subject: thing, columns: vec![topic, aspect, when] }
    }
}
