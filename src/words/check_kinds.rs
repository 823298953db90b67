//! What has to be of a kind: things of which facts say what only things of a kind have. Where nobody says what they are, no
//! question finds what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};

use crate::base::{Blame, Diagnostic};
use crate::store::{Dataset, Id};
use crate::words::check_records::limited;
use crate::words::lexicon::Lexicon;
use crate::words::{KindId, Path, say};

/// The things that have what the vocabulary's own properties say of a kind, and are of none.
pub(super) fn check_kinds(lexicon: &Lexicon, dataset: &Dataset) -> Vec<Diagnostic> {
    let members = dataset.iri_id(rdf::TYPE).map(|a| dataset.links(a, true));
    let classes = lexicon.kinds().flat_map(|(_, kind)| &kind.classes).filter_map(|it| dataset.iri_id(it.as_ref()));
    let classes: BTreeSet<Id> = classes.collect();
    let of_a_kind = classes.into_iter().flat_map(|class| members.map_or(&[][..], |it| it.of_one(class)));
    let mut is_of_a_kind: Vec<bool> = Vec::new();
    for thing in of_a_kind {
        let thing = *thing as usize;
        is_of_a_kind.resize(is_of_a_kind.len().max(thing + 1), false);
        is_of_a_kind[thing] = true;
    }
    let mut found: BTreeMap<Id, (Id, KindId)> = BTreeMap::new();
    for (property, kind) in own_properties(lexicon, dataset) {
        let things = dataset.links(property, false).linked();
        for thing in things.filter(|it| !is_of_a_kind.get(*it as usize).is_some_and(|it| *it)) {
            found.entry(thing).or_insert((property, kind));
        }
    }
    let things = found.into_iter().filter(|(thing, _)| !is_of_the_vocabulary(*thing, dataset));
    let mut problems = Vec::new();
    limited(things.map(|(thing, (property, kind))| of_no_kind(thing, property, kind, lexicon, dataset)), &mut problems);
    problems
}

/// The properties that describe themselves as relations and attributes, each with a kind that it is said of.
fn own_properties(lexicon: &Lexicon, dataset: &Dataset) -> BTreeMap<Id, KindId> {
    let own = |term: &NamedNode, path: &Path| (*path == Path::property(term.clone())).then(|| term.clone());
    let relations = lexicon.relations().filter_map(|(_, it)| Some((own(&it.term, &it.path)?, it.from)));
    let attributes = lexicon.attributes().filter_map(|(_, it)| Some((own(&it.term, &it.path)?, it.of)));
    let known = relations.chain(attributes).filter_map(|(term, kind)| Some((dataset.iri_id(term.as_ref())?, kind)));
    known.collect()
}

/// True for a class, a property or another term of a vocabulary.
fn is_of_the_vocabulary(thing: Id, dataset: &Dataset) -> bool {
    let of_vocabularies = |iri: &str| say::WRITTEN_WITH.iter().any(|it| iri.starts_with(it));
    dataset.values(thing, rdf::TYPE).any(|it| matches!(it, TermRef::NamedNode(iri) if of_vocabularies(iri.as_str())))
}

/// `x:c1 cv:vendor vendor:acme`, and nothing that says that `x:c1` is a claim
fn of_no_kind(thing: Id, property: Id, kind: KindId, lexicon: &Lexicon, dataset: &Dataset) -> Diagnostic {
    let nameless = matches!(dataset.term(thing), TermRef::NamedNode(iri) if iri.as_str().contains("/genid/"));
    let name = if nameless { "[]".to_owned() } else { dataset.short(dataset.term(thing)) };
    let said = dataset.short(dataset.term(property));
    let value = dataset.links(property, false).of_one(thing).first().copied();
    let place = value.and_then(|value| dataset.place([thing, property, value]));
    let class = dataset.compact(&lexicon.kind(kind).class);
    let message = format!("`{name}` has `{said}`, and is of no kind: no question would find it");
    Diagnostic::new(Blame::Data, "of-no-kind", message)
        .stated_at(place)
        .help(format!("say what it is, as in `{name} a {class}`"))
}
