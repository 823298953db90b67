//! Reads a vocabulary into a lexicon. Collects all faults, each with file and line.

mod anchoring;
mod belongs;
mod comparison;
mod current;
mod entries;
mod faults;
mod names;
mod open;
mod opposition;
mod reader;
mod support;
mod terms;
mod unread;
mod version;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNodeRef, Term, TermRef};

use crate::base::{Cut, Faults, nearest};
use crate::store::{Dataset, Id};
use crate::words::check::check;
use crate::words::ids::{AdjectiveId, KindId};
use crate::words::kinds::Hierarchy;
use crate::words::lexicon::Lexicon;
use crate::words::read::entries::index;
use crate::words::read::names::TOLD;
use crate::words::read::reader::VocabularyReader;
use crate::words::usage::uses;
use crate::words::{Names, Structure, Trail, say};

/// Reads the vocabulary that is loaded with the data.
///
/// # Errors
/// Every fault of the vocabulary: a word with two meanings, a broken path, a missing form, an unknown term, a value of
/// another type than its attribute says.
pub fn read(dataset: &Dataset) -> Result<Lexicon, Faults> {
    let mut reader = VocabularyReader {
        dataset,
        hierarchy: Hierarchy::read(dataset),
        lexicon: Lexicon::default(),
        entries: Vec::new(),
        problems: Vec::new(),
        terms: HashMap::new(),
        analyses: BTreeMap::new(),
        current: HashMap::new(),
        read: RefCell::default(),
    };
    if reader.is_of_another_version() {
        return Err(reader.problems.into());
    }
    reader.unknown_terms();
    reader.check_replaced_terms();
    reader.kinds();
    reader.current_relations();
    reader.attributes();
    reader.relations();
    reader.open_terms();
    reader.adjectives();
    reader.learn();
    reader.trails();
    reader.default_filters();
    reader.completeness();
    reader.belongs();
    reader.comparison();
    reader.anchoring();
    reader.outcome_words();
    reader.learn();
    reader.support();
    reader.opposition();
    reader.names();
    reader.check_unread();
    reader.unknown_names();
    let VocabularyReader { lexicon, entries, mut problems, .. } = reader;
    if lexicon.kinds.is_empty() && problems.is_empty() {
        problems.push(faults::no_vocabulary());
    }
    if problems.is_empty() {
        problems = check(&lexicon, dataset, &entries);
    }
    if problems.is_empty() { Ok(lexicon) } else { Err(problems.into()) }
}

impl VocabularyReader<'_> {
    /// Reports unknown terms in the vocabulary's own namespace, used as properties or as values of the properties that
    /// vocabularies are written with.
    pub(super) fn unknown_terms(&mut self) {
        let known = |iri: NamedNodeRef<'_>| {
            let analysis = iri.as_str().strip_prefix(say::NAMESPACE).unwrap_or_default();
            say::KNOWN.contains(&iri) || Structure::ALL.iter().any(|(name, _)| *name == analysis)
        };
        let unknown = self.terms_of_the_namespace().into_iter().filter(|id| {
            let term = self.of_the_namespace(*id);
            term.is_some_and(|(iri, local)| !local.is_empty() && !known(iri))
        });
        let uses = uses(self.dataset, &unknown.collect());
        let mut stated: Vec<_> = uses.into_iter().map(|(id, uses)| (uses.first, id)).collect();
        stated.sort_unstable();
        let (told, more) = Cut::within(stated, TOLD).into_parts();
        for (first, id) in told {
            let Some((_, local)) = self.of_the_namespace(id) else {
                continue;
            };
            let names = say::KNOWN.iter().filter_map(|it| it.as_str().rsplit('#').next());
            let near = nearest(local, names);
            let place = first.map(|(file, line)| format!("{file}:{line}")).unwrap_or_default();
            self.problems.push(faults::unknown_term(local, &near, &place));
        }
        if more > 0 {
            self.problems.push(faults::more_unknown_terms(more));
        }
    }

    /// The IRI of a term and its local name, if it is in the namespace.
    pub(super) fn of_the_namespace(&self, id: Id) -> Option<(NamedNodeRef<'_>, &str)> {
        match self.dataset.term(id) {
            TermRef::NamedNode(iri) => Some((iri, iri.as_str().strip_prefix(say::NAMESPACE)?)),
            _ => None,
        }
    }

    /// The terms of the namespace that are properties, or that a property of vocabularies leads to.
    pub(super) fn terms_of_the_namespace(&self) -> BTreeSet<Id> {
        let mut terms: BTreeSet<Id> = self.dataset.predicates().collect();
        for property in self.dataset.predicates() {
            let TermRef::NamedNode(iri) = self.dataset.term(property) else {
                continue;
            };
            let of_vocabularies = say::WRITTEN_WITH.iter().any(|namespace| iri.as_str().starts_with(namespace));
            // Labels and comments are many, and they are texts.
            if of_vocabularies && iri != rdfs::LABEL && iri != rdfs::COMMENT {
                let targets = self.dataset.adjacency(property, true).nodes();
                let targets = targets.map(|(target, _)| target);
                terms.extend(targets.filter(|it| self.of_the_namespace(*it).is_some()));
            }
        }
        terms
    }

    /// Adds the words read so far; those of assurances come later, since they need the comparison.
    pub(super) fn learn(&mut self) {
        for entry in &self.entries {
            self.lexicon.learn(&entry.words, entry.sense);
        }
    }

    pub(super) fn trails(&mut self) {
        for at in 0..self.lexicon.kinds.len() {
            let kind = KindId(index(at));
            let node = self.node_of(at);
            self.lexicon.kinds[at].labelled_by = self.trails_at(node, kind, say::LABELLED_BY);
            self.lexicon.kinds[at].shows = self.trails_at(node, kind, say::SHOWS);
            let tells = self.trails_at(node, kind, say::TELLS);
            self.lexicon.kinds[at].evidence_columns =
                if tells.is_empty() { self.lexicon.kinds[at].shows.clone() } else { tells };
        }
    }

    pub(super) fn trails_at(&mut self, node: Id, kind: KindId, property: NamedNodeRef<'_>) -> Vec<Trail> {
        let mut trails = Vec::new();
        for value in self.read_values(node, property) {
            for item in self.list(value) {
                let text = self.dataset.short(self.dataset.term(item));
                let parts: Vec<&str> = text.split('.').map(str::trim).collect();
                match Trail::follow(&self.lexicon, kind, &parts) {
                    Ok(trail) => trails.push(trail),
                    Err(error) => {
                        let part = parts.get(error.part).copied().unwrap_or_default();
                        let of = error.kind.map(|kind| self.lexicon.a_kind(kind));
                        let place = self.location_of_link(node, property, value);
                        self.problems.push(faults::no_trail(&text, part, of, &place));
                    }
                }
            }
        }
        trails
    }

    /// The one trail that `property` gives.
    pub(super) fn trail_at(&mut self, node: Id, kind: KindId, property: NamedNodeRef<'_>) -> Option<Trail> {
        let trails = self.trails_at(node, kind, property);
        self.check_single_value(node, property);
        trails.into_iter().next()
    }

    /// The node of a kind's class.
    pub(super) fn node_of(&self, at: usize) -> Id {
        let class = self.lexicon.kinds[at].class.clone();
        let node = self.dataset.iri_id(class.as_ref());
        node.expect("the class was read from the data")
    }

    pub(super) fn default_filters(&mut self) {
        for at in 0..self.lexicon.kinds.len() {
            let node = self.node_of(at);
            for left_out in self.read_values(node, say::LEAVES_OUT) {
                let term = self.dataset.term(left_out);
                match self.adjective_of(&term.into_owned(), KindId(index(at))) {
                    Some(adjective) => self.lexicon.kinds[at].default_excluded.push(adjective),
                    None => {
                        let name = self.dataset.short(term);
                        let place = self.location_of_link(node, say::LEAVES_OUT, left_out);
                        self.problems.push(faults::leaves_out_nothing(&name, &place));
                    }
                }
            }
        }
    }

    /// The adjective that a term defines for a kind.
    pub(in crate::words) fn adjective_of(&self, term: &Term, kind: KindId) -> Option<AdjectiveId> {
        let said = self.terms.get(term)?.iter().copied();
        let mut said = said.filter(|it| self.lexicon.overlap(self.lexicon.adjective(*it).of, kind));
        said.next()
    }

    pub(super) fn names(&mut self) {
        let properties = self.instances(&[say::NAMING]).into_iter();
        let properties = properties
            .filter_map(|id| match self.dataset.term(id) {
                TermRef::NamedNode(iri) => Some(iri.into_owned()),
                _ => None,
            })
            .collect();
        let classes = self.lexicon.kinds_of_class.keys().cloned().collect();
        self.lexicon.names = Names::of(properties, classes);
    }
}
