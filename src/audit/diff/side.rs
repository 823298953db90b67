//! One of two states of the facts, with the words that it has for itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::audit::content::CanonicalTerms;
use crate::audit::diff::FactsVersion;
use crate::exec::{SourceLocation, ThingIdentity};
use crate::store::{Dataset, Id};
use crate::words::{Belonging, KindId, Lexicon, Number};

/// A state of the facts that is compared with another one.
pub struct DiffSide<'a> {
    /// The words of its own vocabulary.
    pub lexicon: &'a Lexicon,
    /// Its facts.
    pub dataset: &'a Dataset,
}

/// A state of the facts, ready to be looked up: what is there, and what belongs to what.
pub(super) struct SideIndex<'a> {
    /// Its own words.
    pub(super) lexicon: &'a Lexicon,
    /// The vocabulary by which both sides are taken apart.
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

    /// Everything that facts begin with.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Id> + '_ {
        let triples = self.dataset.matching(None, None, None);
        let mut last = None;
        triples.map(|[subject, _, _]| subject).filter(move |subject| last.replace(*subject) != Some(*subject))
    }

    /// Everything of a kind.
    fn things(&self) -> impl Iterator<Item = Id> + '_ {
        let typed = |thing: &Id| self.dataset.values(*thing, rdf::TYPE).next().is_some();
        self.subjects().filter(typed).filter(|thing| self.kind(*thing).is_some())
    }

    /// The first of the kinds that a thing is of.
    pub(super) fn kind(&self, thing: Id) -> Option<KindId> {
        self.structure.kinds_of(self.dataset, thing).first().copied()
    }

    pub(super) fn own_belongings(&self, thing: Id) -> Vec<Belonging> {
        self.structure.own_belongings(self.dataset, thing)
    }

    pub(super) fn is_owned(&self, thing: Id) -> bool {
        self.owned.contains(&thing)
    }

    /// Things of a kind that have a name, by IRI.
    pub(super) fn things_by_iri(&self) -> BTreeMap<String, Id> {
        let named = self.things().filter_map(|id| Some((self.iri(id)?, id)));
        named.collect()
    }

    /// What begins facts, has no name and is linked from nowhere: nothing else tells of it. By content;
    /// several may hold the same.
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

    /// The IRI of what has a name.
    pub(super) fn iri(&self, id: Id) -> Option<String> {
        match self.dataset.term(id) {
            TermRef::NamedNode(iri) if !self.dataset.is_nameless(id) => Some(iri.as_str().to_owned()),
            _ => None,
        }
    }

    /// What a term is known by on both sides.
    pub(super) fn key(&self, id: Id) -> String {
        self.contents.borrow_mut().term(id)
    }

    /// What is said of a thing, by value: the same on both sides when it means the same.
    pub(super) fn facts_of(&self, thing: Id) -> BTreeSet<String> {
        self.contents.borrow_mut().facts_of(thing).into_iter().collect()
    }

    /// The thing in its own words.
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
            // The label of last resort is made of the IRI, which a node without a name has none of.
            label: if iri.is_empty() && label.contains("/genid/") { String::new() } else { label },
            iri,
            short,
            kind: kind.unwrap_or_default().to_owned(),
        }
    }

    /// Where a thing is first described.
    pub(super) fn location(&self, thing: Id) -> Option<SourceLocation> {
        let triples = self.dataset.matching(Some(thing), None, None);
        let first = triples.filter_map(|triple| self.dataset.origins(triple).next()).min()?;
        Some(SourceLocation { file: self.dataset.files()[first.file as usize].name.clone(), line: first.line })
    }
}
