//! What an audit needs of a session beyond answers: the things of a set, the full meaning of a question, comparisons on
//! every topic, the same session on another day.

use std::collections::BTreeSet;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term, TermRef};
use oxsdatatypes::Date;

use crate::base::Diagnostic;
use crate::exec::{self, Body, CellWriter, ComparisonTable as Overview, Inquiry};
use crate::graph::bind_lexicon;
use crate::plan::{AnswerShape, Concept, Plan, RowOrder};
use crate::question::{
    CompareQuestion, NounPhrase, PhraseBase, Question, ResolvedStatement, SolutionModifiers, Thing, sentence,
};
use crate::session::Session;
use crate::store::Id;
use crate::words::{AdjectiveId, KindId, SetId};

impl Session {
    /// The same session with another `today`.
    #[must_use]
    pub fn with_today(&self, today: Date) -> Self {
        let mut session = self.clone();
        session.settings.today = today;
        // Which records count depends on the day.
        if session.lexicon.comparison().is_some() && today != self.settings.today {
            session.lexicon = session.lexicon.for_other_facts();
            (session.dataset, session.evidence) = bind_lexicon(&session.lexicon, Arc::clone(&self.dataset), today);
        }
        session
    }

    /// Forgets that an evaluation was stopped or ran out of time, so that the next one runs.
    pub fn reset_stop(&mut self) {
        self.inquiry = Inquiry::default();
    }

    /// The things of a set, in their order.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub fn things(&self, set: &NounPhrase) -> Result<Vec<NamedNode>, Diagnostic> {
        let question = Question::Which(set.clone(), SolutionModifiers::default());
        match self.evaluate(&question)?.body {
            Body::Table(table) => Ok(table.subjects.unwrap_or_default()),
            _ => unreachable!("`which` finds rows"),
        }
    }

    /// The things of a set, and those of which it is unknown whether they are in it.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub(super) fn possible_things(&self, set: &NounPhrase) -> Result<Vec<NamedNode>, Diagnostic> {
        let plan = self.plan(&Question::Which(set.clone(), SolutionModifiers::default()))?;
        let possible = plan.possible.map_or(plan.set, |it| it.set);
        self.things_in(plan.kind, possible)
    }

    /// The things of a kind that are in a planned set.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub(super) fn things_in(&self, kind: KindId, set: Concept) -> Result<Vec<NamedNode>, Diagnostic> {
        let order = RowOrder::default();
        let shape = AnswerShape::Rows { columns: Vec::new(), elements: false, witnessed: None, order };
        let plan = Plan::of_set(shape, kind, set);
        let rows = exec::rows(&plan, &self.lexicon, &self.dataset, self.limits(), &self.inquiry)?;
        let things = rows.into_iter().filter_map(|row| match row.into_iter().next()? {
            Some(Term::NamedNode(thing)) => Some(thing),
            _ => None,
        });
        Ok(things.collect())
    }

    /// The canonical sentence of a statement, followed by those of all definitions and named sets that it uses,
    /// directly or not: statements of one meaning have one text.
    #[must_use]
    pub fn full_meaning(&self, resolved: &ResolvedStatement) -> String {
        let set = if let ResolvedStatement::Question(question) = resolved { question.subject() } else { None };
        let used = set.map_or_else(Dependencies::default, |set| self.dependencies_of(&set));
        let mut lines = vec![sentence(resolved, &self.lexicon, &self.dataset)];
        for id in used.adjectives {
            let adjective = self.lexicon.adjective(id);
            let defined = ResolvedStatement::Define {
                word: adjective.word.clone().unwrap_or_default(),
                kind: adjective.of,
                meaning: self.definitions[&id].clone(),
            };
            lines.push(sentence(&defined, &self.lexicon, &self.dataset));
        }
        for id in used.sets {
            let named = ResolvedStatement::Let {
                name: self.lexicon.set_name(id).unwrap_or("those").to_owned(),
                meaning: self.sets[id.0 as usize].clone(),
            };
            lines.push(sentence(&named, &self.lexicon, &self.dataset));
        }
        lines.join("\n")
    }

    /// The definitions and named sets that a set uses, directly or not.
    pub(super) fn dependencies_of(&self, set: &NounPhrase) -> Dependencies {
        let mut used = Dependencies::default();
        self.gather(set, &mut used);
        used
    }

    /// Adds what a set uses to `used`.
    fn gather(&self, set: &NounPhrase, used: &mut Dependencies) {
        let mut bases = Vec::new();
        set.clone().each_mut(&mut |phrase| {
            bases.extend(match phrase.base {
                PhraseBase::Set(id) => Some(id),
                PhraseBase::Those => self.those,
                _ => None,
            });
        });
        for id in bases {
            if used.sets.insert(id) {
                self.gather(&self.sets[id.0 as usize], used);
            }
        }
        for id in set.adjectives_used() {
            if let Some(meaning) = self.definitions.get(&id)
                && used.adjectives.insert(id)
            {
                self.gather(meaning, used);
            }
        }
    }

    /// The comparison on every topic: of all things that have records, or of one alone. `None` if the vocabulary
    /// declares no comparison, or nothing is on record.
    #[must_use]
    pub fn overview(&self, of: Option<&Thing>) -> Option<Overview> {
        let rules = self.lexicon.comparison()?;
        let writer = self.cell_writer()?;
        let all = self.all_of(self.lexicon.end(rules.things)).into_iter();
        let all = all.filter(|it| of.is_none_or(|of| of.iri == it.iri));
        let (things, without): (Vec<Thing>, Vec<Thing>) = all.partition(|it| {
            let id = self.dataset.iri_id(it.iri.as_ref());
            id.is_some_and(|id| !writer.cells.records_of(id).is_empty())
        });
        if things.is_empty() {
            return None;
        }
        let mut compared = self.compare_on_topics(&CompareQuestion { things, topics: Vec::new() }, false)?;
        let ids = without.iter().filter_map(|it| self.dataset.iri_id(it.iri.as_ref()));
        compared.without_records = ids.map(|it| writer.iri_and_name(it)).collect();
        Some(compared)
    }

    /// The comparison of things on topics; `None` if the vocabulary declares none. Unless `whole`, topics with nothing
    /// on record are listed instead of getting rows.
    #[must_use]
    pub fn compare_on_topics(&self, question: &CompareQuestion, whole: bool) -> Option<Overview> {
        let writer = self.cell_writer()?;
        let ids = |things: &[Thing]| -> Vec<Id> {
            things.iter().filter_map(|it| self.dataset.iri_id(it.iri.as_ref())).collect()
        };
        let mut topics = ids(&question.topics);
        if topics.is_empty() {
            topics = self
                .all_of(self.lexicon.comparison()?.topics)
                .iter()
                .filter_map(|it| self.dataset.iri_id(it.iri.as_ref()))
                .collect();
            topics = writer.widest_only(&topics);
        }
        Some(writer.comparison_table(&ids(&question.things), &topics, whole))
    }

    /// Puts cells of a comparison into words; `None` if the vocabulary declares no comparison.
    #[must_use]
    pub fn cell_writer(&self) -> Option<CellWriter<'_>> {
        let rules = self.lexicon.comparison()?;
        let cells = self.evidence.cells()?;
        Some(CellWriter { lexicon: &self.lexicon, dataset: &self.dataset, cells, rules })
    }

    /// All things of a kind, sorted by label, then IRI.
    fn all_of(&self, kind: KindId) -> Vec<Thing> {
        let dataset = &self.dataset;
        let things = self.lexicon.things(dataset, kind);
        let mut things: Vec<(String, Thing)> = things
            .into_iter()
            .filter_map(|id| match dataset.term(id) {
                TermRef::NamedNode(iri) => {
                    let iri = iri.into_owned();
                    Some((self.lexicon.label(dataset, id), Thing { iri, kind }))
                }
                _ => None,
            })
            .collect();
        things.sort_by(|one, other| (&one.0, &one.1.iri).cmp(&(&other.0, &other.1.iri)));
        things.into_iter().map(|(_, thing)| thing).collect()
    }
}

/// The definitions and named sets that a statement uses.
#[derive(Default)]
pub(super) struct Dependencies {
    pub(super) adjectives: BTreeSet<AdjectiveId>,
    pub(super) sets: BTreeSet<SetId>,
}
