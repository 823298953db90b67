//! Checks that subjects and objects are of a kind that their property expects, and that no fact states a derived
//! property: no question would find such facts.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, TermRef};

use crate::base::{Blame, Code, Diagnostic};
use crate::store::{Dataset, Id, namespace_of};
use crate::words::check_records::extend_limited;
use crate::words::lexicon::Lexicon;
use crate::words::{KindId, Number, Path, Step, with_article};

/// Faults for facts that no question would find: of things of no kind or the wrong one, and of derived properties.
pub(super) fn check_kinds(lexicon: &Lexicon, dataset: &Dataset) -> Vec<Diagnostic> {
    let mut members = Members { dataset, of: BTreeMap::new() };
    let every_kind: BTreeSet<KindId> = lexicon.kinds().map(|(id, _)| id).collect();
    let mut found: BTreeMap<Id, (Id, BTreeSet<KindId>)> = BTreeMap::new();
    let objects = objects(lexicon);
    for (property, kinds) in own_properties(lexicon, dataset, &objects) {
        for thing in dataset.adjacency(property, false).nodes_with_links() {
            if !kinds.iter().any(|kind| members.has(thing, *kind, lexicon)) {
                found.entry(thing).or_insert((property, kinds.clone()));
            }
        }
    }
    let faults = found.into_iter().map(|(thing, (property, kinds))| {
        let own = every_kind.iter().copied().find(|kind| members.has(thing, *kind, lexicon));
        unfound(thing, property, &kinds, own, lexicon, dataset)
    });
    let mut problems = Vec::new();
    extend_limited(faults, &mut problems);
    let mut misled: BTreeMap<Id, (Id, BTreeSet<KindId>, KindId)> = BTreeMap::new();
    for (property, kinds) in objects.into_iter().filter_map(|(property, kinds)| Some((property, kinds?))) {
        let Some(id) = dataset.iri_id(property.as_ref()) else { continue };
        for end in dataset.adjacency(id, true).nodes_with_links() {
            // An object of no kind counts as absent, and is reported when a question asks about it.
            let own = every_kind.iter().copied().find(|kind| members.has(end, *kind, lexicon));
            let could_be = |own: KindId| kinds.iter().any(|kind| lexicon.overlap(own, *kind));
            if let Some(own) =
                own.filter(|own| !could_be(*own) && !kinds.iter().any(|it| members.has(end, *it, lexicon)))
            {
                misled.entry(end).or_insert((id, kinds.clone(), own));
            }
        }
    }
    let faults = misled.into_iter();
    let faults =
        faults.map(|(end, (property, kinds, own))| wrong_kind_of_object(end, property, &kinds, own, lexicon, dataset));
    extend_limited(faults, &mut problems);
    extend_limited(
        find_derived_terms(lexicon, dataset).into_iter().map(|it| derived_property_in_facts(it, dataset)),
        &mut problems,
    );
    problems
}

/// The members of each kind, as flags by id; filled on demand.
struct Members<'a> {
    dataset: &'a Dataset,
    of: BTreeMap<KindId, Vec<bool>>,
}

impl Members<'_> {
    fn has(&mut self, thing: Id, kind: KindId, lexicon: &Lexicon) -> bool {
        let dataset = self.dataset;
        let members = self.of.entry(kind).or_insert_with(|| {
            let links = dataset.iri_id(rdf::TYPE).map(|a| dataset.adjacency(a, true));
            let classes = lexicon.kind(kind).classes.iter().filter_map(|it| dataset.iri_id(it.as_ref()));
            let mut members = Vec::new();
            for thing in classes.flat_map(|class| links.map_or(&[][..], |it| it.of_node_lazy(class))) {
                let thing = *thing as usize;
                members.resize(members.len().max(thing + 1), false);
                members[thing] = true;
            }
            members
        });
        members.get(thing as usize).is_some_and(|it| *it)
    }
}

/// All relations and attributes: the term, the path, the kind of its subjects, and for a relation that of its objects.
fn paths(lexicon: &Lexicon) -> Vec<(&NamedNode, &Path, KindId, Option<KindId>)> {
    let relations = lexicon.relations().map(|(_, it)| (&it.term, &it.path, it.from, Some(it.to)));
    let attributes = lexicon.attributes().map(|(_, it)| (&it.term, &it.path, it.of, None));
    relations.chain(attributes).collect()
}

/// The properties of a vocabulary's own namespace that its relations and attributes follow from things of known kinds,
/// with the kinds that their subjects can have.
fn own_properties(
    lexicon: &Lexicon,
    dataset: &Dataset,
    objects: &KindsOfObjects<'_>,
) -> BTreeMap<Id, BTreeSet<KindId>> {
    let mut known: BTreeMap<&NamedNode, BTreeSet<KindId>> = BTreeMap::new();
    let mut of_any: BTreeSet<&NamedNode> = BTreeSet::new();
    for (term, path, from, to) in paths(lexicon) {
        let is_own = |it: &&NamedNode| namespace_of(it.as_str()) == namespace_of(term.as_str());
        let (first, last) = (
            end_properties(path.0.iter(), true),
            to.map_or(Vec::new(), |_| end_properties(path.0.iter().rev(), false)),
        );
        for (properties, kind) in [(&first, Some(from)), (&last, to)] {
            for property in properties.iter().copied().filter(is_own) {
                known.entry(property).or_default().extend(kind);
            }
        }
        for (property, before) in inner(path, &first, &last) {
            // `cv:citation` leads to citations, so the subjects of a `cv:source` after it are citations.
            match before.and_then(|before| objects.get(before)?.as_ref()) {
                Some(kinds) if is_own(&property) => known.entry(property).or_default().extend(kinds),
                _ => of_any.extend([property]),
            }
        }
    }
    // An assurance names its kind of data, as a record does.
    if let Some(comparison) = lexicon.comparison() {
        for property in comparison.data.iter().flat_map(|data| outer_of(data, true)) {
            known.entry(property).and_modify(|kinds| kinds.extend([comparison.assurances]));
        }
    }
    let every: Vec<KindId> = lexicon.kinds().map(|(kind, _)| kind).collect();
    let known = known.into_iter().filter_map(|(property, mut kinds)| {
        kinds.extend(every.iter().filter(|_| of_any.contains(property)));
        Some((dataset.iri_id(property.as_ref())?, kinds))
    });
    known.collect()
}

/// The properties whose subjects are at one end of a path: those that its first step follows forward, or its last
/// backward.
fn end_properties<'a>(steps: impl Iterator<Item = &'a Step>, forward: bool) -> Vec<&'a NamedNode> {
    let mut found = Vec::new();
    for step in steps {
        match step {
            Step::Where { .. } | Step::OfClass { .. } => continue,
            Step::Forward(property) if forward => found.push(property),
            Step::Backward(property) if !forward => found.push(property),
            // An optional repetition may come after things of another kind.
            Step::Repeat { path, at_least_once } if forward || *at_least_once => found.extend(outer_of(path, forward)),
            Step::Either(ways) => found.extend(ways.iter().flat_map(|way| outer_of(way, forward))),
            Step::Forward(_) | Step::Backward(_) | Step::Repeat { .. } | Step::Derived { .. } => {}
        }
        break;
    }
    found
}

fn outer_of(path: &Path, forward: bool) -> Vec<&NamedNode> {
    match forward {
        true => end_properties(path.0.iter(), true),
        false => end_properties(path.0.iter().rev(), false),
    }
}

/// The properties that a path follows or tests between its ends, each with the property before it if only one leads
/// there.
fn inner<'a>(path: &'a Path, first: &[&NamedNode], last: &[&NamedNode]) -> Vec<(&'a NamedNode, Option<&'a NamedNode>)> {
    let mut found = Vec::new();
    let mut before = None;
    for step in &path.0 {
        match step {
            Step::Forward(property) => {
                found.extend((!first.contains(&property)).then_some((property, before)));
                before = Some(property);
                continue;
            }
            Step::Backward(property) => found.extend((!last.contains(&property)).then_some((property, None))),
            Step::Where { property, .. } => {
                found.push((property, before));
                continue;
            }
            Step::OfClass { .. } => continue,
            Step::Repeat { path, .. } => found.extend(inner(path, first, last)),
            Step::Either(ways) => found.extend(ways.iter().flat_map(|way| inner(way, first, last))),
            Step::Derived { .. } => {}
        }
        before = None;
    }
    found
}

/// The kinds that each property leads to; none if they are not known.
type KindsOfObjects<'a> = BTreeMap<&'a NamedNode, Option<BTreeSet<KindId>>>;

/// The kinds that the properties of a vocabulary's own namespace lead to, as far as relations and attributes follow
/// them.
fn objects(lexicon: &Lexicon) -> KindsOfObjects<'_> {
    let (mut objects, mut subjects) = (KindsOfObjects::new(), BTreeMap::<&NamedNode, BTreeSet<KindId>>::new());
    let all = paths(lexicon);
    for (term, path, from, to) in &all {
        let is_own = |it: &&NamedNode| namespace_of(it.as_str()) == namespace_of(term.as_str());
        let (last, first) = (last_forward_properties(path), last_forward_properties(&path.inverse()));
        for property in every_property(path).into_iter().filter(is_own) {
            let kinds = objects.entry(property).or_insert_with(|| Some(BTreeSet::new()));
            match (last.contains(property), to) {
                // An attribute leads to values.
                (true, None) => *kinds = None,
                (true, Some(to)) => kinds.iter_mut().for_each(|it| it.extend([*to])),
                (false, _) if first.contains(property) => kinds.iter_mut().for_each(|it| it.extend([*from])),
                (false, _) => {}
            }
        }
        outer_of(path, true).into_iter().for_each(|it| subjects.entry(it).or_default().extend([*from]));
    }
    // The objects of a property can have any kind that the subjects of the next property can have.
    for two in all.iter().flat_map(|(_, path, ..)| path.0.windows(2)) {
        if let [Step::Forward(one), Step::Forward(other)] = two
            && let (Some(Some(kinds)), Some(more)) = (objects.get_mut(one), subjects.get(other))
        {
            kinds.extend(more);
        }
    }
    objects.values_mut().for_each(|kinds| *kinds = kinds.take().filter(|it| !it.is_empty()));
    objects
}

/// The properties that the last step of a path follows forward.
fn last_forward_properties(path: &Path) -> BTreeSet<NamedNode> {
    let mut found = BTreeSet::new();
    for step in path.0.iter().rev() {
        match step {
            Step::Where { .. } | Step::OfClass { .. } => continue,
            Step::Forward(property) => found.extend([property.clone()]),
            Step::Either(ways) => found.extend(ways.iter().flat_map(last_forward_properties)),
            _ => {}
        }
        break;
    }
    found
}

/// All properties that a path follows.
fn every_property(path: &Path) -> Vec<&NamedNode> {
    let of = |step| match step {
        &Step::Forward(ref property) | &Step::Backward(ref property) => vec![property],
        Step::Repeat { path, .. } => every_property(path),
        Step::Either(ways) => ways.iter().flat_map(every_property).collect(),
        _ => Vec::new(),
    };
    path.0.iter().flat_map(of).collect()
}

/// The terms of derived relations and attributes, whose paths use other properties, that facts state nevertheless.
fn find_derived_terms(lexicon: &Lexicon, dataset: &Dataset) -> BTreeSet<Id> {
    let relations = lexicon.relations().map(|(_, it)| (&it.term, &it.path));
    let attributes = lexicon.attributes().map(|(_, it)| (&it.term, &it.path));
    let (mut read, mut written) = (BTreeSet::new(), BTreeSet::new());
    for (term, path) in relations.chain(attributes) {
        let Some(id) = dataset.iri_id(term.as_ref()) else { continue };
        if goes_along(path, term) {
            read.insert(id);
        } else if dataset.adjacency(id, false).nodes_with_links().next().is_some() {
            written.insert(id);
        }
    }
    &written - &read
}

/// True if some step of a path follows or tests the property.
fn goes_along(path: &Path, property: &NamedNode) -> bool {
    path.0.iter().any(|step| match step {
        Step::Forward(own) | Step::Backward(own) => own == property,
        Step::Where { property: own, .. } => own == property,
        Step::Repeat { path, .. } => goes_along(path, property),
        Step::Either(ways) => ways.iter().any(|way| goes_along(way, property)),
        Step::OfClass { .. } | Step::Derived { .. } => false,
    })
}

/// `x:c1 cv:vendor vendor:acme`, where `x:c1` has no kind, or is a caveat (`own`) and not a claim
fn unfound(
    thing: Id,
    property: Id,
    kinds: &BTreeSet<KindId>,
    own: Option<KindId>,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Diagnostic {
    let nameless = matches!(dataset.term(thing), TermRef::NamedNode(iri) if iri.as_str().contains("/genid/"));
    let name = if nameless { "[]".to_owned() } else { dataset.short(dataset.term(thing)) };
    let said = dataset.short(dataset.term(property));
    let value = dataset.adjacency(property, false).of_node_lazy(thing).first().copied();
    let place = value.and_then(|value| dataset.source_location([thing, property, value]));
    let class = |kind: &KindId| dataset.compact(&lexicon.kind(*kind).class);
    let first = kinds.first().map(class).unwrap_or_default();
    let Some(own) = own else {
        let message = format!("`{name}` has `{said}`, but no kind: no question can find it");
        return Diagnostic::new(Blame::Data, Code::OfNoKind, message)
            .at_location(place)
            .help(format!("state what it is, as in `{name} a {first}`"));
    };
    let own = with_article(lexicon.kind_word(own, Number::Singular));
    let message = format!("`{name}` has `{said}`, but is {own}: no question can find this fact");
    let nouns: Vec<String> = kinds.iter().map(|it| lexicon.kind_word(*it, Number::Plural).to_owned()).collect();
    Diagnostic::new(Blame::Data, Code::OfAnotherKind, message).at_location(place).help(format!(
        "`{said}` is for {}: use it for one, or state that this is one, as in `{name} a {first}`",
        nouns.join(", ")
    ))
}

/// `x:c1 cv:service vendor:acme`, which is not a service
fn wrong_kind_of_object(
    end: Id,
    property: Id,
    kinds: &BTreeSet<KindId>,
    own: KindId,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Diagnostic {
    let [name, said] = [end, property].map(|it| dataset.short(dataset.term(it)));
    let thing = dataset.adjacency(property, true).of_node_lazy(end).first().copied();
    let place = thing.and_then(|thing| dataset.source_location([thing, property, end]));
    let own = with_article(lexicon.kind_word(own, Number::Singular));
    let nouns: Vec<String> = kinds.iter().map(|it| lexicon.kind_word(*it, Number::Plural).to_owned()).collect();
    let message = format!("`{said}` leads to `{name}`, which is {own}: no question can find this fact");
    Diagnostic::new(Blame::Data, Code::OfAnotherKind, message)
        .at_location(place)
        .help(format!("`{said}` leads to {}: name one, or state what else `{name}` is", nouns.join(", ")))
}

/// `vendor:acme cv:engages vendor:bee`, where `cv:engages` is derived from what claims name
fn derived_property_in_facts(property: Id, dataset: &Dataset) -> Diagnostic {
    let name = dataset.short(dataset.term(property));
    let places = dataset.matching(None, Some(property), None).filter_map(|it| dataset.source_location(it));
    let message = format!("`{name}` is derived from other facts: no question reads it from the files");
    Diagnostic::new(Blame::Data, Code::WrittenThoughDerived, message)
        .at_location(places.min())
        .help("`say:path` in the vocabulary names the properties that it is derived from: write one of these")
}
