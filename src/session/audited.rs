//! What an audit has to know of a session beyond answers: the things of a set, all that a question means,
//! things side by side on every topic, the same session on another day.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, TermRef};
use oxsdatatypes::Date;

use crate::base::Diagnostic;
use crate::exec::{Body, Inquiry, SideBySide as Answers, compare};
use crate::question::{Base, NounPhrase, Question, Resolved, Rows, SideBySide, Thing, sentence};
use crate::session::Session;
use crate::words::{AdjectiveId, KindId, SetId};

/// Things beside one another on every topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The kind of the topics.
    pub topic: KindId,
    /// The kind of the things.
    pub kind: KindId,
    /// The things, by label.
    pub things: Vec<NamedNode>,
    /// What is said of each of them on each topic.
    pub answers: Answers,
}

impl Session {
    /// The same session, with nothing of it changed but the day that `today` is.
    #[must_use]
    pub fn on(&self, today: Date) -> Self {
        let mut session = self.clone();
        session.settings.today = today;
        session
    }

    /// Forgets that an evaluation was stopped or ran out of time: the next one is not stopped by it.
    pub fn begin_anew(&mut self) {
        self.inquiry = Inquiry::default();
    }

    /// The things of a set, in their order.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub fn things(&self, set: &NounPhrase) -> Result<Vec<NamedNode>, Diagnostic> {
        let question = Question::Which(set.clone(), Rows::default());
        match self.evaluate(&question)?.body {
            Body::Table(table) => Ok(table.subjects.unwrap_or_default()),
            _ => unreachable!("`which` finds rows"),
        }
    }

    /// The canonical sentence of a statement, and under it those of all definitions and named sets that it
    /// stands on, however many steps down: two statements of one meaning have one text.
    #[must_use]
    pub fn full_meaning(&self, resolved: &Resolved) -> String {
        let mut used = Used::default();
        if let Resolved::Question(question) = resolved
            && let Some(set) = question.subject()
        {
            self.gather(&set, &mut used);
        }
        let mut lines = vec![sentence(resolved, &self.lexicon, &self.dataset)];
        for id in used.adjectives {
            let adjective = self.lexicon.adjective(id);
            let defined = Resolved::Define {
                word: adjective.word.clone().unwrap_or_default(),
                kind: adjective.of,
                meaning: self.definitions[&id].clone(),
            };
            lines.push(sentence(&defined, &self.lexicon, &self.dataset));
        }
        for id in used.sets {
            let named = Resolved::Let {
                name: self.lexicon.set_name(id).unwrap_or("those").to_owned(),
                meaning: self.sets[id.0 as usize].clone(),
            };
            lines.push(sentence(&named, &self.lexicon, &self.dataset));
        }
        lines.join("\n")
    }

    /// Notes what a set stands on.
    fn gather(&self, set: &NounPhrase, used: &mut Used) {
        let mut bases = Vec::new();
        set.clone().each_mut(&mut |phrase| {
            bases.extend(match phrase.base {
                Base::Set(id) => Some(id),
                Base::Those => self.those,
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

    /// What is said of all things that can be compared, on every topic there is; none where the vocabulary
    /// says of nothing that it can be compared.
    ///
    /// # Errors
    /// When it cannot be found out in time.
    pub fn overview(&self) -> Result<Option<Overview>, Diagnostic> {
        let Some(contrast) = self.lexicon.contrast() else {
            return Ok(None);
        };
        let kind = self.lexicon.end(contrast.things);
        let topic = self.lexicon.end(contrast.topics);
        let things = self.all_of(kind);
        let question = Question::Compare(SideBySide { topics: self.all_of(topic), things: things.clone() });
        if things.is_empty() {
            return Ok(None);
        }
        let plan = self.plan(&question)?;
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let answers = compare(&plan, lexicon, dataset, self.limits(), &self.inquiry)?;
        Ok(answers.map(|answers| Overview {
            topic,
            kind,
            things: things.into_iter().map(|thing| thing.iri).collect(),
            answers,
        }))
    }

    /// All things of a kind, by label, then IRI.
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

/// What a statement stands on.
#[derive(Default)]
struct Used {
    adjectives: BTreeSet<AdjectiveId>,
    sets: BTreeSet<SetId>,
}
