//! What changed in the values of one thing, and in what belongs to it.

use std::collections::{BTreeMap, HashSet};

use oxigraph::model::{NamedNodeRef, TermRef};

use crate::audit::diff::side::Ready;
use crate::audit::diff::{Changed, Item, Value, Way};
use crate::store::Id;

/// The properties of a thing, each with its values by what they are known by on both sides. What belongs
/// to the thing is left out: it is told as a part.
fn properties<'a>(side: &Ready<'a>, thing: Id) -> BTreeMap<NamedNodeRef<'a>, BTreeMap<String, Id>> {
    let own = side.own_belongings(thing);
    let own: HashSet<Id> = own.iter().map(|it| it.thing).collect();
    let mut properties: BTreeMap<NamedNodeRef<'_>, BTreeMap<String, Id>> = BTreeMap::new();
    for [_, p, o] in side.dataset.matching(Some(thing), None, None) {
        if let TermRef::NamedNode(property) = side.dataset.term(p)
            && !own.contains(&o)
        {
            let values = properties.entry(property).or_default();
            values.insert(side.key(o), o);
        }
    }
    properties
}

/// The values of a thing that are on one side only, by property.
pub(super) fn changed_values((then, before): (&Ready<'_>, Id), (now, after): (&Ready<'_>, Id)) -> Vec<Changed> {
    let (old, new) = (properties(then, before), properties(now, after));
    let all: std::collections::BTreeSet<NamedNodeRef<'_>> = old.keys().chain(new.keys()).copied().collect();
    let none = BTreeMap::new();
    let mut changed: Vec<Changed> = all
        .into_iter()
        .filter_map(|property| {
            let was = old.get(&property).unwrap_or(&none);
            let is = new.get(&property).unwrap_or(&none);
            let lost = was.iter().filter(|(key, _)| !is.contains_key(*key));
            let lost = lost.map(|(_, id)| then.value(property, *id));
            let gained = is.iter().filter(|(key, _)| !was.contains_key(*key));
            let gained = gained.map(|(_, id)| now.value(property, *id));
            let (lost, gained) = (sorted(lost), sorted(gained));
            if lost.is_empty() && gained.is_empty() {
                return None;
            }
            let name = if gained.is_empty() { then.property(before, property) } else { now.property(after, property) };
            Some(Changed { name, before: lost, after: gained })
        })
        .collect();
    changed.sort_by(|one, other| one.name.cmp(&other.name));
    changed
}

fn sorted(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut values: Vec<Value> = values.collect();
    values.sort();
    values
}

/// A thing that is on one side only, with all that belongs to it.
pub(super) fn whole(
    side: &Ready<'_>,
    thing: Id,
    way: Way,
    (owner, role): (Option<Id>, Option<String>),
    above: &mut Vec<Id>,
) -> Item {
    above.push(thing);
    let own = side.own_belongings(thing).into_iter();
    let own = own.filter(|it| !above.contains(&it.thing));
    let own: Vec<_> = own.collect();
    let parts = own.into_iter().map(|it| {
        let role = side.role(it.link);
        whole(side, it.thing, way, (Some(thing), Some(role)), above)
    });
    let mut parts: Vec<Item> = parts.collect();
    above.pop();
    sort(&mut parts);
    let mut links = side.links_from(thing, way);
    links.extend(side.links_to(thing, way));
    Item {
        way,
        role,
        thing: side.about(thing),
        shown: side.shown(thing, owner),
        place: side.place(thing),
        values: Vec::new(),
        parts,
        links,
    }
}

/// What changed in a thing that is on both sides; none if nothing did.
pub(super) fn difference(
    (then, before): (&Ready<'_>, Id),
    (now, after): (&Ready<'_>, Id),
    (owner, role): (Option<Id>, Option<String>),
    above: &mut Vec<Id>,
) -> Option<Item> {
    let values = changed_values((then, before), (now, after));
    above.push(after);
    let parts = changed_parts((then, before), (now, after), above);
    above.pop();
    let mut links = now.links_to(after, Way::Added);
    let mut gone = then.links_to(before, Way::Removed);
    gone.retain(|link| {
        let known = links.iter().position(|it| it.thing.iri == link.thing.iri && it.words == link.words);
        known.map(|at| links.remove(at)).is_none()
    });
    links.extend(gone);
    if values.is_empty() && parts.is_empty() && links.is_empty() {
        return None;
    }
    Some(Item {
        way: Way::Changed,
        role,
        thing: now.about(after),
        shown: now.shown(after, owner),
        place: now.place(after),
        values,
        parts,
        links,
    })
}

/// A part on one side: how it belongs, what it is known by, which node it is.
type Part = (String, String, Id);

fn parts(side: &Ready<'_>, thing: Id) -> Vec<Part> {
    let own = side.own_belongings(thing).into_iter();
    own.map(|it| (side.role(it.link), side.key(it.thing), it.thing)).collect()
}

fn changed_parts((then, before): (&Ready<'_>, Id), (now, after): (&Ready<'_>, Id), above: &mut Vec<Id>) -> Vec<Item> {
    let mut old = parts(then, before);
    let mut items = Vec::new();
    let mut new = Vec::new();
    for (role, key, part) in parts(now, after) {
        let same = old.iter().position(|it| it.0 == role && it.1 == key);
        let Some(same) = same else {
            new.push((role, key, part));
            continue;
        };
        let (_, _, was) = old.swap_remove(same);
        if !above.contains(&part) {
            let place = (Some(after), Some(role));
            items.extend(difference((then, was), (now, part), place, above));
        }
    }
    // Nodes without a name that hold something else now: told as changed where their label is the same.
    for (role, _, part) in new {
        let alike = |it: &Part| {
            let nameless = then.dataset.is_nameless(it.2) && now.dataset.is_nameless(part);
            nameless && it.0 == role && then.about(it.2).label == now.about(part).label
        };
        let place = (Some(after), Some(role.clone()));
        match old.iter().position(alike) {
            Some(at) => {
                let (_, _, was) = old.swap_remove(at);
                items.extend(difference((then, was), (now, part), place, above));
            }
            None => items.push(whole(now, part, Way::Added, place, above)),
        }
    }
    for (role, _, part) in old {
        let place = (Some(before), Some(role));
        items.push(whole(then, part, Way::Removed, place, &mut Vec::new()));
    }
    sort(&mut items);
    items
}

/// By role, then new, gone, changed, then by label and IRI.
pub(super) fn sort(items: &mut [Item]) {
    items.sort_by(|one, other| {
        let key = |it: &Item| (it.role.clone(), it.way, it.thing.label.clone(), it.thing.iri.clone(), it.place.clone());
        key(one).cmp(&key(other))
    });
}
