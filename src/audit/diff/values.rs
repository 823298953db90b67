//! Changes to the values of one thing, and to what belongs to it.

use std::collections::{BTreeMap, HashSet};

use oxigraph::model::{NamedNodeRef, TermRef};

use crate::audit::diff::side::SideIndex;
use crate::audit::diff::{ChangeKind, DisplayValue, PropertyChange, ThingChange};
use crate::store::Id;

/// The properties of a thing, each with its values by canonical form. What belongs to the thing is left out, since it
/// is reported as a part.
fn properties<'a>(side: &SideIndex<'a>, thing: Id) -> BTreeMap<NamedNodeRef<'a>, BTreeMap<String, Id>> {
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
pub(super) fn value_changes(
    (then, before): (&SideIndex<'_>, Id),
    (now, after): (&SideIndex<'_>, Id),
) -> Vec<PropertyChange> {
    let (old, new) = (properties(then, before), properties(now, after));
    let all: std::collections::BTreeSet<NamedNodeRef<'_>> = old.keys().chain(new.keys()).copied().collect();
    let none = BTreeMap::new();
    let mut changed: Vec<PropertyChange> = all
        .into_iter()
        .filter_map(|property| {
            let was = old.get(&property).unwrap_or(&none);
            let is = new.get(&property).unwrap_or(&none);
            let lost = was.iter().filter(|(key, _)| !is.contains_key(*key));
            let lost = lost.map(|(_, id)| then.value(property, *id));
            let gained = is.iter().filter(|(key, _)| !was.contains_key(*key));
            let gained = gained.map(|(_, id)| now.value(property, *id));
            let (lost, gained) = (sort_values(lost), sort_values(gained));
            if lost.is_empty() && gained.is_empty() {
                return None;
            }
            let name = if gained.is_empty() { then.property(before, property) } else { now.property(after, property) };
            Some(PropertyChange { name, before: lost, after: gained })
        })
        .collect();
    changed.sort_by(|one, other| one.name.cmp(&other.name));
    changed
}

fn sort_values(values: impl Iterator<Item = DisplayValue>) -> Vec<DisplayValue> {
    let mut values: Vec<DisplayValue> = values.collect();
    values.sort();
    values
}

/// A thing that is on one side only, with everything that belongs to it.
pub(super) fn one_sided_change(
    side: &SideIndex<'_>,
    thing: Id,
    way: ChangeKind,
    (owner, role): (Option<Id>, Option<String>),
    above: &mut Vec<Id>,
) -> ThingChange {
    above.push(thing);
    let own = side.own_belongings(thing).into_iter();
    let own = own.filter(|it| !above.contains(&it.thing));
    let own: Vec<_> = own.collect();
    let parts = own.into_iter().map(|it| {
        let role = side.role(it.link);
        one_sided_change(side, it.thing, way, (Some(thing), Some(role)), above)
    });
    let mut parts: Vec<ThingChange> = parts.collect();
    above.pop();
    sort(&mut parts);
    let mut links = side.links_from(thing, way);
    links.extend(side.links_to(thing, way));
    ThingChange {
        way,
        role,
        thing: side.about(thing),
        shown: side.display_columns(thing, owner),
        place: side.location(thing),
        values: Vec::new(),
        parts,
        links,
    }
}

/// The changes to a thing that is on both sides; `None` if there are none.
pub(super) fn difference(
    (then, before): (&SideIndex<'_>, Id),
    (now, after): (&SideIndex<'_>, Id),
    (owner, role): (Option<Id>, Option<String>),
    above: &mut Vec<Id>,
) -> Option<ThingChange> {
    let values = value_changes((then, before), (now, after));
    above.push(after);
    let parts = part_changes((then, before), (now, after), above);
    above.pop();
    let mut links = now.links_to(after, ChangeKind::Added);
    let mut gone = then.links_to(before, ChangeKind::Removed);
    gone.retain(|link| {
        let known = links.iter().position(|it| it.thing.iri == link.thing.iri && it.words == link.words);
        known.map(|at| links.remove(at)).is_none()
    });
    links.extend(gone);
    if values.is_empty() && parts.is_empty() && links.is_empty() {
        return None;
    }
    Some(ThingChange {
        way: ChangeKind::Changed,
        role,
        thing: now.about(after),
        shown: now.display_columns(after, owner),
        place: now.location(after),
        values,
        parts,
        links,
    })
}

/// A part of a thing: its role, its canonical form, its id.
type OwnedPart = (String, String, Id);

fn parts(side: &SideIndex<'_>, thing: Id) -> Vec<OwnedPart> {
    let own = side.own_belongings(thing).into_iter();
    own.map(|it| (side.role(it.link), side.key(it.thing), it.thing)).collect()
}

fn part_changes(
    (then, before): (&SideIndex<'_>, Id),
    (now, after): (&SideIndex<'_>, Id),
    above: &mut Vec<Id>,
) -> Vec<ThingChange> {
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
    // A blank node with other content is reported as changed if it has the same role and label.
    for (role, _, part) in new {
        let alike = |it: &OwnedPart| {
            let nameless = then.dataset.is_nameless(it.2) && now.dataset.is_nameless(part);
            nameless && it.0 == role && then.about(it.2).label == now.about(part).label
        };
        let place = (Some(after), Some(role.clone()));
        match old.iter().position(alike) {
            Some(at) => {
                let (_, _, was) = old.swap_remove(at);
                items.extend(difference((then, was), (now, part), place, above));
            }
            None => items.push(one_sided_change(now, part, ChangeKind::Added, place, above)),
        }
    }
    for (role, _, part) in old {
        let place = (Some(before), Some(role));
        items.push(one_sided_change(then, part, ChangeKind::Removed, place, &mut Vec::new()));
    }
    sort(&mut items);
    items
}

/// Sorts by role, then new, gone, changed, then by label and IRI.
pub(super) fn sort(items: &mut [ThingChange]) {
    items.sort_by(|one, other| {
        let key = |it: &ThingChange| {
            (it.role.clone(), it.way, it.thing.label.clone(), it.thing.iri.clone(), it.place.clone())
        };
        key(one).cmp(&key(other))
    });
}
