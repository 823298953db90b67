//! Hypothetical facts: a session over changed facts, with the same words, definitions and sets. The loaded facts stay
//! as they are.

use std::collections::HashSet;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};

use crate::base::{Blame, Code, Diagnostic};
use crate::graph::bind_lexicon;
use crate::question::{HypotheticalState, Polarity, Question, Supposition};
use crate::session::Session;
use crate::store::{AdjacencyIndex, Dataset, Id, Triple};
use crate::words::{AdjectiveId, Meaning, Step};

impl Session {
    /// The same conversation over the hypothetical facts.
    ///
    /// # Errors
    /// When a supposed fact needs a term that is in no file.
    pub(super) fn with_suppositions(&self, supposed: &[Supposition]) -> Result<Self, Diagnostic> {
        let mut change = FactDelta::default();
        for supposition in supposed {
            let thing = &supposition.thing.iri;
            let id = self.dataset.iri_id(thing.as_ref());
            let id = id.ok_or_else(|| not_in_the_facts(thing))?;
            match supposition.supposed {
                HypotheticalState::Gone => {
                    change.gone.insert(id);
                }
                HypotheticalState::Is(adjective, polarity) => {
                    let (property, value) = self.value(adjective)?;
                    match polarity {
                        Polarity::Positive => {
                            change.replaced.insert([id, property]);
                            change.added.push([id, property, value]);
                        }
                        Polarity::Negative => {
                            change.removed.insert([id, property, value]);
                        }
                    }
                }
            }
        }
        let changed = self.dataset.with_changes(
            |predicate| change.touches(&self.dataset, predicate),
            |triple| change.keeps(triple),
            &change.added,
        );
        let lexicon = self.lexicon.clone().for_other_facts();
        let (dataset, evidence) = bind_lexicon(&lexicon, changed, self.settings.today);
        Ok(Self {
            dataset,
            evidence,
            lexicon,
            occurrences: Arc::default(),
            inquiry: self.inquiry.elsewhere(),
            ..self.clone()
        })
    }

    /// The ids of the property and the value that an adjective stands for.
    fn value(&self, adjective: AdjectiveId) -> Result<(Id, Id), Diagnostic> {
        let (property, value) = property_of(self, adjective);
        let id = self.dataset.iri_id(property.as_ref());
        let id = id.ok_or_else(|| not_in_the_facts(property))?;
        let value = self.dataset.id(value).ok_or_else(|| not_in_the_facts(property))?;
        Ok((id, value))
    }

    /// The SPARQL 1.1 updates that turn a copy of the facts into the hypothetical ones, as comments before a query.
    pub(super) fn updates_before(&self, question: &Question) -> String {
        let Question::Suppose(supposed, _) = question else {
            return String::new();
        };
        let updates = supposed.iter().flat_map(|it| self.updates(it));
        let updates: Vec<String> = updates.map(|update| format!("#   {update} ;\n")).collect();
        format!("# Run this on a copy of the facts, after these updates:\n{}", updates.concat())
    }

    fn updates(&self, Supposition { thing, supposed }: &Supposition) -> Vec<String> {
        let iri = &thing.iri;
        match supposed {
            HypotheticalState::Gone => vec![
                format!("DELETE WHERE {{ {iri} ?property ?value }}"),
                format!("DELETE WHERE {{ ?thing ?property {iri} }}"),
            ],
            HypotheticalState::Is(adjective, polarity) => {
                let (property, value) = property_of(self, *adjective);
                match polarity {
                    Polarity::Positive => vec![
                        format!("DELETE WHERE {{ {iri} {property} ?value }}"),
                        format!("INSERT DATA {{ {iri} {property} {value} }}"),
                    ],
                    Polarity::Negative => {
                        vec![format!("DELETE DATA {{ {iri} {property} {value} }}")]
                    }
                }
            }
        }
    }
}

/// The property and the value that an adjective stands for.
fn property_of(session: &Session, adjective: AdjectiveId) -> (&NamedNode, &Term) {
    match &session.lexicon.adjective(adjective).meaning {
        Meaning::Value { path, value } => match path.0.as_slice() {
            [Step::Forward(property)] => (property, value),
            _ => unreachable!("the reader takes adjectives of one property"),
        },
        Meaning::Subclass(_) | Meaning::Phrase(_) => {
            unreachable!("the reader takes adjectives that are values")
        }
    }
}

/// The difference between the loaded and the hypothetical facts.
#[derive(Default)]
struct FactDelta {
    /// Things that no fact mentions any more.
    gone: HashSet<Id>,
    /// Subjects and properties whose values are removed.
    replaced: HashSet<[Id; 2]>,
    removed: HashSet<Triple>,
    added: Vec<Triple>,
}

impl FactDelta {
    /// True if a fact of the predicate is removed.
    fn touches(&self, dataset: &Dataset, predicate: Id) -> bool {
        let [forward, backward] = [false, true].map(|back| dataset.adjacency(predicate, back));
        let is_linked = |links: &AdjacencyIndex, id: Id| !links.of_node_lazy(id).is_empty();
        let mut gone = self.gone.iter();
        let mut replaced = self.replaced.iter();
        let mut removed = self.removed.iter();
        gone.any(|id| is_linked(forward, *id) || is_linked(backward, *id))
            || replaced.any(|[subject, property]| *property == predicate && is_linked(forward, *subject))
            || removed.any(|[_, property, _]| *property == predicate)
    }

    fn keeps(&self, triple: Triple) -> bool {
        let [subject, property, object] = triple;
        let gone = self.gone.contains(&subject) || self.gone.contains(&object);
        let replaced = self.replaced.contains(&[subject, property]);
        !gone && !replaced && !self.removed.contains(&triple)
    }
}

/// a value that the vocabulary names and no fact states
fn not_in_the_facts(iri: &NamedNode) -> Diagnostic {
    let message = format!("no fact mentions `{}` with this value", iri.as_str());
    Diagnostic::new(Blame::Question, Code::NothingKnown, message)
}
