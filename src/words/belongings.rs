//! What belongs to a thing, so that a change in it is a change of the thing.

use std::collections::HashSet;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, TermRef};

use crate::store::{Dataset, Id};
use crate::words::ids::{Direction, KindId};
use crate::words::lexicon::Lexicon;
use crate::words::say;

/// Something that belongs to a thing: a citation of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Belonging {
    /// What belongs.
    pub thing: Id,
    /// What it belongs to.
    pub owner: Id,
    /// The link from the owner.
    pub link: Direction,
}

impl Lexicon {
    /// The links to what belongs to things of these kinds, inherited links included.
    #[must_use]
    pub fn belonging_links(&self, kinds: &[KindId]) -> Vec<Direction> {
        let mut links = Vec::new();
        for kind in kinds.iter().flat_map(|kind| &self.kind(*kind).above) {
            for link in &self.kind(*kind).belongs {
                if !links.contains(link) {
                    links.push(*link);
                }
            }
        }
        links
    }

    /// All links to what is audited with a thing (`say:belongs`, `say:audits`), each with the kind that it starts from.
    pub fn audit_links(&self) -> impl Iterator<Item = (KindId, Direction)> + '_ {
        self.kinds().flat_map(|(id, kind)| kind.audits.iter().chain(&kind.belongs).map(move |link| (id, *link)))
    }

    /// What belongs to a thing directly: link by link, the things of each link by id.
    #[must_use]
    pub fn own_belongings(&self, dataset: &Dataset, owner: Id) -> Vec<Belonging> {
        let links = self.belonging_links(&self.kinds_of(dataset, owner));
        let belongings = links.into_iter().flat_map(|link| {
            let reached = self.path_within_kind(link).walk(dataset, owner);
            let others = reached.into_iter().filter(|thing| *thing != owner);
            others.map(|thing| Belonging { thing, owner, link }).collect::<Vec<_>>()
        });
        belongings.collect()
    }

    /// What belongs to a thing, directly or through others: each thing once, nearer things first.
    #[must_use]
    pub fn belongings(&self, dataset: &Dataset, thing: Id) -> Vec<Belonging> {
        let mut seen = HashSet::from([thing]);
        let mut found: Vec<Belonging> = Vec::new();
        let mut owner = Some(thing);
        let mut next = 0;
        while let Some(current) = owner {
            for belonging in self.own_belongings(dataset, current) {
                if seen.insert(belonging.thing) {
                    found.push(belonging);
                }
            }
            owner = found.get(next).map(|it| it.thing);
            next += 1;
        }
        found
    }
}

/// True for a term of the vocabulary: a class, a property, a listed value, whatever has words.
#[must_use]
pub fn is_of_vocabulary(lexicon: &Lexicon, dataset: &Dataset, term: Id) -> bool {
    const OWL_CLASS: &str = "http://www.w3.org/2002/07/owl#Class";
    let ours = |iri: NamedNodeRef<'_>| iri.as_str().starts_with(say::NAMESPACE);
    let says = |[_, p, o]: crate::store::Triple| {
        let (TermRef::NamedNode(property), object) = (dataset.term(p), dataset.term(o)) else {
            return false;
        };
        let is_a = |class: NamedNodeRef<'_>| {
            ours(class) || [rdfs::CLASS, rdf::PROPERTY].contains(&class) || class.as_str() == OWL_CLASS
        };
        let typed = match object {
            TermRef::NamedNode(class) => property == rdf::TYPE && is_a(class),
            _ => false,
        };
        typed || ours(property) || property == rdfs::SUB_CLASS_OF
    };
    lexicon.value_word(dataset.term(term)).is_some() || dataset.matching(Some(term), None, None).any(says)
}
