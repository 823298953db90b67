//! One of two states of the facts, with its own words.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::audit::content::CanonicalTerms;
use crate::audit::diff::FactsVersion;
use crate::exec::{SourceLocation, ThingIdentity};
use crate::store::{Dataset, Id};
use crate::words::{Belonging, KindId, Lexicon, Number};

/// A state of the facts to compare with another.
pub struct DiffSide<'a> {
    /// The words of its own vocabulary.
    pub lexicon: &'a Lexicon,
    /// Its facts.
    pub dataset: &'a Dataset,
}

/// A state of the facts, indexed: what is there, and what belongs to what.
pub(super) struct SideIndex<'a> {
    /// Its own words.
    pub(super) lexicon: &'a Lexicon,
    /// The vocabulary that says, for both sides, what belongs to what.
    pub(super) structure: &'a Lexicon,
    pub(super) dataset: &'a Dataset,
    contents: RefCell<CanonicalTerms<'a>>,
    /// Everything that belongs to something.
    owned: HashSet<Id>,
}

impl<'a> SideIndex<'a> {
    pub(super) fn new(side: &DiffSide<'a>, structure: &'a Lexicon) -> Self {
        let mut ready = Self {
            lexicon: side.lexicon,
            structure,
            dataset: side.dataset,
            contents: RefCell::new(CanonicalTerms::new(side.dataset)),
            owned: HashSet::new(),
        };
        let things: Vec<Id> = ready.things().collect();
        for thing in things {
            let own = ready.own_belongings(thing);
            ready.owned.extend(own.iter().map(|it| it.thing));
        }
        ready
    }

    pub(super) fn state(&self) -> FactsVersion {
        FactsVersion {
            revision: self.dataset.revision().cloned(),
            digest: self.dataset.digest().to_owned(),
            facts: self.dataset.len(),
        }
    }

    /// Every subject of a fact.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Id> + '_ {
        let triples = self.dataset.matching(None, None, None);
        let mut last = None;
        triples.map(|[subject, _, _]| subject).filter(move |subject| last.replace(*subject) != Some(*subject))
    }

    /// Every thing that has a kind.
    fn things(&self) -> impl Iterator<Item = Id> + '_ {
        let typed = |thing: &Id| self.dataset.values(*thing, rdf::TYPE).next().is_some();
        self.subjects().filter(typed).filter(|thing| self.kind(*thing).is_some())
    }

    /// The first kind of a thing.
    pub(super) fn kind(&self, thing: Id) -> Option<KindId> {
        self.structure.kinds_of(self.dataset, thing).first().copied()
    }

    pub(super) fn own_belongings(&self, thing: Id) -> Vec<Belonging> {
        self.structure.own_belongings(self.dataset, thing)
    }

    pub(super) fn is_owned(&self, thing: Id) -> bool {
        self.owned.contains(&thing)
    }

    /// Things of a kind that are not blank nodes, by IRI.
    pub(super) fn things_by_iri(&self) -> BTreeMap<String, Id> {
        let named = self.things().filter_map(|id| Some((self.iri(id)?, id)));
        named.collect()
    }

    /// Blank nodes that nothing links to, so that nothing else reports them, by content; several may have the same.
    pub(super) fn loose_nodes(&self) -> BTreeMap<String, Vec<Id>> {
        let mut loose: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        for id in self.subjects().filter(|id| self.dataset.is_nameless(*id)) {
            let linked = self.dataset.matching(None, None, Some(id)).next();
            if linked.is_none() && !self.is_owned(id) {
                loose.entry(self.key(id)).or_default().push(id);
            }
        }
        loose
    }

    /// The IRI, unless it is a blank node.
    pub(super) fn iri(&self, id: Id) -> Option<String> {
        match self.dataset.term(id) {
            TermRef::NamedNode(iri) if !self.dataset.is_nameless(id) => Some(iri.as_str().to_owned()),
            _ => None,
        }
    }

    /// The canonical form of a term, equal on both sides if the meaning is.
    pub(super) fn key(&self, id: Id) -> String {
        self.contents.borrow_mut().term(id)
    }

    /// The facts of a thing by value, equal on both sides if the meaning is.
    pub(super) fn facts_of(&self, thing: Id) -> BTreeSet<String> {
        self.contents.borrow_mut().facts_of(thing).into_iter().collect()
    }

    /// The identity of a thing, in the words of its side.
    pub(super) fn about(&self, thing: Id) -> ThingIdentity {
        let kinds = self.lexicon.kinds_of(self.dataset, thing);
        let kind = kinds.first();
        let kind = kind.map(|kind| self.lexicon.kind_word(*kind, Number::Singular));
        let label = self.lexicon.label(self.dataset, thing);
        let (iri, short) = match self.iri(thing) {
            Some(iri) => (iri, self.dataset.short(self.dataset.term(thing))),
            None => (String::new(), String::new()),
        };
        ThingIdentity {
            // The fallback label is made from the IRI, which a blank node lacks.
            label: if iri.is_empty() && label.contains("/genid/") { String::new() } else { label },
            iri,
            short,
            kind: kind.unwrap_or_default().to_owned(),
        }
    }

    /// The first line that describes a thing.
    pub(super) fn location(&self, thing: Id) -> Option<SourceLocation> {
        let triples = self.dataset.matching(Some(thing), None, None);
        let first = triples.filter_map(|triple| self.dataset.origins(triple).next()).min()?;
        Some(SourceLocation { file: self.dataset.files()[first.file as usize].name.clone(), line: first.line })
    }
}
