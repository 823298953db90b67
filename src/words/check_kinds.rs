//! What facts may be said of: things of the kinds that a property is of. Where nobody says what a thing is, or it is something
//! else, no question finds what is said of it; nor does one read what is derived and written all the same.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};

use crate::base::{Blame, Diagnostic};
use crate::store::{Dataset, Id, namespace_of};
use crate::words::check_records::limited;
use crate::words::lexicon::Lexicon;
use crate::words::{KindId, Path, Step, say};

/// Facts that no question would find: of things of no kind, and with terms that are derived.
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
    limited(derived(lexicon, dataset).into_iter().map(|it| written_though_derived(it, dataset)), &mut problems);
    problems
}

/// The properties of a vocabulary's own namespace that its relations and attributes begin with, each with a kind that it is
/// said of.
fn own_properties(lexicon: &Lexicon, dataset: &Dataset) -> BTreeMap<Id, KindId> {
    let relations = lexicon.relations().map(|(_, it)| (&it.term, &it.path, it.from));
    let attributes = lexicon.attributes().map(|(_, it)| (&it.term, &it.path, it.of));
    let mut known = BTreeMap::new();
    for (term, path, kind) in relations.chain(attributes) {
        let own = |it: &&NamedNode| namespace_of(it.as_str()) == namespace_of(term.as_str());
        for property in first_properties(path).into_iter().filter(own) {
            known.extend(dataset.iri_id(property.as_ref()).map(|it| (it, kind)));
        }
    }
    known
}

/// The properties that the first move of a path goes along, forward.
fn first_properties(path: &Path) -> Vec<&NamedNode> {
    let mut found = Vec::new();
    for step in &path.0 {
        match step {
            Step::Where { .. } | Step::Of { .. } => continue,
            Step::Forward(property) => found.push(property),
            Step::Repeat { path, at_least_once } => {
                found.extend(first_properties(path));
                if !at_least_once {
                    continue;
                }
            }
            Step::Either(ways) => found.extend(ways.iter().flat_map(first_properties)),
            Step::Backward(_) | Step::Derived { .. } => {}
        }
        break;
    }
    found
}

/// Terms of relations and attributes that are found by other properties, and that facts are written with all the same.
fn derived(lexicon: &Lexicon, dataset: &Dataset) -> BTreeSet<Id> {
    let relations = lexicon.relations().map(|(_, it)| (&it.term, &it.path));
    let attributes = lexicon.attributes().map(|(_, it)| (&it.term, &it.path));
    let (mut read, mut written) = (BTreeSet::new(), BTreeSet::new());
    for (term, path) in relations.chain(attributes) {
        let Some(id) = dataset.iri_id(term.as_ref()) else { continue };
        if goes_along(path, term) {
            read.insert(id);
        } else if dataset.links(id, false).linked().next().is_some() {
            written.insert(id);
        }
    }
    &written - &read
}

/// True where some move of a path is along a property.
fn goes_along(path: &Path, property: &NamedNode) -> bool {
    path.0.iter().any(|step| match step {
        Step::Forward(own) | Step::Backward(own) => own == property,
        Step::Where { property: own, .. } => own == property,
        Step::Repeat { path, .. } => goes_along(path, property),
        Step::Either(ways) => ways.iter().any(|way| goes_along(way, property)),
        Step::Of { .. } | Step::Derived { .. } => false,
    })
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

/// `vendor:acme cv:engages vendor:bee`, which is found by what claims name
fn written_though_derived(property: Id, dataset: &Dataset) -> Diagnostic {
    let name = dataset.short(dataset.term(property));
    let places = dataset.matching(None, Some(property), None).filter_map(|it| dataset.place(it));
    let message = format!("`{name}` is derived from other facts: no question reads it where it is written");
    Diagnostic::new(Blame::Data, "written-though-derived", message)
        .stated_at(places.min())
        .help("the vocabulary says by `say:path` which properties it is found by; write one of these")
}
