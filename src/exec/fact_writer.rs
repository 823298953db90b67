//! Things and facts in words, with the lines that state them.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;
use oxigraph::model::vocab::rdf;

use crate::base::{Cut, Limit, truncate};
use crate::exec::reason::{LocatedFact, SourceLocation, ThingIdentity};
use crate::store::{Dataset, Id, Triple};
use crate::words::{Lexicon, Provenance};

/// Puts things and facts into words.
#[derive(Clone, Copy)]
pub(super) struct FactWriter<'a> {
    /// The vocabulary.
    pub(super) lexicon: &'a Lexicon,
    /// The facts.
    pub(super) dataset: &'a Dataset,
}

impl FactWriter<'_> {
    /// A thing with its IRI, label and kind.
    pub(super) fn identity(&self, thing: Id) -> ThingIdentity {
        ThingIdentity::of(thing, self.lexicon, self.dataset)
    }

    /// Facts in words, each once, in the order of the files.
    pub(super) fn triple_facts(&self, triples: impl IntoIterator<Item = Triple>) -> Cut<LocatedFact> {
        let triples: BTreeSet<Triple> = triples.into_iter().collect();
        let mut facts: Vec<LocatedFact> = triples.into_iter().map(|triple| self.fact(triple)).collect();
        facts.sort_by(|one, other| (&one.place, &one.words).cmp(&(&other.place, &other.words)));
        Cut::of(facts, Limit::Facts)
    }

    /// The facts on some paths, in words.
    pub(super) fn provenance_facts<'w>(&self, ways: impl IntoIterator<Item = &'w Provenance>) -> Cut<LocatedFact> {
        let mut all = Provenance::default();
        ways.into_iter().for_each(|way| all.extend(way));
        self.triple_facts(all.facts().iter().copied()).and_more(all.more())
    }

    /// The facts that state the kinds of a thing.
    pub(super) fn types(&self, thing: Id) -> Vec<Triple> {
        let property = self.dataset.iri_id(rdf::TYPE).into_iter();
        let types = property.flat_map(|property| self.dataset.matching(Some(thing), Some(property), None));
        types.collect()
    }

    pub(super) fn fact(&self, triple: Triple) -> LocatedFact {
        let Self { lexicon, dataset } = *self;
        let [subject, property, object] = triple;
        let kinds = lexicon.kinds_of(dataset, subject);
        let word = match dataset.term(property) {
            TermRef::NamedNode(iri) if iri == rdf::TYPE => Some("kind of thing".to_owned()),
            TermRef::NamedNode(iri) => lexicon.property_word(&kinds, iri, false, &[]),
            _ => None,
        };
        let word = word.unwrap_or_else(|| lexicon.label(dataset, property));
        let origin = dataset.origins(triple).next();
        let file = origin.and_then(|origin| dataset.files().get(origin.file as usize));
        LocatedFact {
            words: format!("{word}: {}", self.value(object)),
            place: origin.zip(file).and_then(|(origin, file)| {
                let known = origin.line > 0 && !file.name.starts_with('<');
                known.then(|| SourceLocation { file: file.name.replace('\\', "/"), line: origin.line })
            }),
        }
    }

    /// A value or a thing in words.
    pub(super) fn value(&self, value: Id) -> String {
        let Self { lexicon, dataset } = *self;
        let term = dataset.term(value);
        match (term, lexicon.value_word(term)) {
            (_, Some(word)) => word.to_owned(),
            (TermRef::Literal(literal), None) => truncate(literal.value(), Limit::ValueText).into_owned(),
            _ => truncate(&lexicon.label(dataset, value), Limit::ValueText).into_owned(),
        }
    }
}
