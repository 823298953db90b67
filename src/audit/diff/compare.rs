//! Compares two states of the facts, thing by thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::diff::files::file_changes;
use crate::audit::diff::side::SideIndex;
use crate::audit::diff::values::{difference, one_sided_change, sort};
use crate::audit::diff::{
    ChangeKind, DIFF_FORMAT, DiffSide, Difference, KindChanges, TermChange, ThingChange, UntypedChange,
};
use crate::store::Id;
use crate::words::{KindId, Lexicon, Number, is_of_vocabulary};

/// What changed in meaning from one state to the other. Each side is described in its own words; which things belong
/// together is taken from the later vocabulary, unless only the earlier one says so.
#[must_use]
pub fn compare<'a>(before: &DiffSide<'a>, after: &DiffSide<'a>) -> Difference {
    let says = |lexicon: &Lexicon| lexicon.kinds().any(|(_, kind)| !kind.belongs.is_empty());
    let structure = if says(after.lexicon) || !says(before.lexicon) { after.lexicon } else { before.lexicon };
    let then = SideIndex::new(before, structure);
    let now = SideIndex::new(after, structure);
    let (vocabulary, others) = without_kind(&then, &now);
    Difference {
        format: DIFF_FORMAT,
        before: then.state(),
        after: now.state(),
        vocabulary,
        kinds: kinds(&then, &now),
        others,
        files: file_changes(&then, &now),
    }
}

fn kinds<'a>(then: &SideIndex<'a>, now: &SideIndex<'a>) -> Vec<KindChanges> {
    let mut found: BTreeMap<KindId, Vec<ThingChange>> = BTreeMap::new();
    let (old, new) = (then.things_by_iri(), now.things_by_iri());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (kind, item) = match (old.get(name), new.get(name)) {
            (Some(was), Some(is)) => {
                if then.is_owned(*was) && now.is_owned(*is) {
                    continue;
                }
                let item = difference((then, *was), (now, *is), (None, None), &mut Vec::new());
                (now.kind(*is), item)
            }
            (Some(was), None) => (then.kind(*was), alone(then, *was, ChangeKind::Removed)),
            (None, Some(is)) => (now.kind(*is), alone(now, *is, ChangeKind::Added)),
            (None, None) => continue,
        };
        if let (Some(kind), Some(item)) = (kind, item) {
            found.entry(kind).or_default().push(item);
        }
    }
    for (side, id, way) in unlinked_nodes(then, now) {
        if let Some(kind) = side.kind(id) {
            found.entry(kind).or_default().extend(alone(side, id, way));
        }
    }
    in_order(found, now.structure)
}

/// A thing that is on one side only; `None` if it is reported with its owner.
fn alone(side: &SideIndex<'_>, thing: Id, way: ChangeKind) -> Option<ThingChange> {
    if side.is_owned(thing) {
        return None;
    }
    Some(one_sided_change(side, thing, way, (None, None), &mut Vec::new()))
}

/// Unlinked blank nodes that are on one side only.
fn unlinked_nodes<'a, 'b>(then: &'a SideIndex<'b>, now: &'a SideIndex<'b>) -> Vec<(&'a SideIndex<'b>, Id, ChangeKind)> {
    let (old, new) = (then.loose_nodes(), now.loose_nodes());
    let count = |nodes: &BTreeMap<String, Vec<Id>>, key: &str| nodes.get(key).map_or(0, Vec::len);
    let lost = old.iter().flat_map(|(key, ids)| {
        let ids = ids.iter().skip(count(&new, key));
        ids.map(|id| (then, *id, ChangeKind::Removed))
    });
    let gained = new.iter().flat_map(|(key, ids)| {
        let ids = ids.iter().skip(count(&old, key));
        ids.map(|id| (now, *id, ChangeKind::Added))
    });
    lost.chain(gained).collect()
}

/// Sorts kinds whose things own others first, then by noun.
fn in_order(found: BTreeMap<KindId, Vec<ThingChange>>, lexicon: &Lexicon) -> Vec<KindChanges> {
    let mut kinds: Vec<(bool, KindChanges)> = found
        .into_iter()
        .map(|(kind, mut things)| {
            sort(&mut things);
            let of_kind = KindChanges {
                noun: lexicon.kind_word(kind, Number::Singular).to_owned(),
                nouns: lexicon.kind_word(kind, Number::Plural).to_owned(),
                things,
            };
            (lexicon.belonging_links(&[kind]).is_empty(), of_kind)
        })
        .collect();
    kinds.sort_by(|one, other| (one.0, &one.1.nouns).cmp(&(other.0, &other.1.nouns)));
    kinds.into_iter().map(|(_, of_kind)| of_kind).collect()
}

/// Changed terms of the vocabulary, and changed facts about other things of no kind.
fn without_kind<'a>(then: &SideIndex<'a>, now: &SideIndex<'a>) -> (Vec<TermChange>, Vec<UntypedChange>) {
    let of_side = |side: &SideIndex<'_>| -> BTreeMap<String, Id> {
        let without = side.subjects().filter(|id| side.kind(*id).is_none());
        without.filter_map(|id| Some((side.iri(id)?, id))).collect()
    };
    let (old, new) = (of_side(then), of_side(now));
    let (known_then, known_now) = (then.things_by_iri(), now.things_by_iri());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut vocabulary = Vec::new();
    let mut others = Vec::new();
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        // What has a kind on the other side is reported there.
        if known_then.contains_key(name) || known_now.contains_key(name) {
            continue;
        }
        let said = |side: &SideIndex<'_>, id: Option<&Id>| id.map_or_else(BTreeSet::new, |id| side.facts_of(*id));
        let (before, after) = (said(then, was), said(now, is));
        if before == after {
            continue;
        }
        let side = if is.is_some() { now } else { then };
        let id = is.or(was).expect("the name is of one of the sides");
        let short = side.dataset.short(side.dataset.term(*id));
        let speaks = |side: &SideIndex<'_>, id: Option<&Id>| {
            id.is_some_and(|id| is_of_vocabulary(side.lexicon, side.dataset, *id))
        };
        if speaks(then, was) || speaks(now, is) {
            let way = match (was, is) {
                (None, _) => ChangeKind::Added,
                (_, None) => ChangeKind::Removed,
                _ => ChangeKind::Changed,
            };
            vocabulary.push(TermChange { way, short });
        } else {
            others.push(UntypedChange {
                short,
                gained: after.difference(&before).count(),
                lost: before.difference(&after).count(),
            });
        }
    }
    for (side, id, way) in unlinked_nodes(then, now) {
        if side.kind(id).is_none() {
            let facts = side.facts_of(id).len();
            others.push(UntypedChange {
                short: String::new(),
                gained: if way == ChangeKind::Added { facts } else { 0 },
                lost: if way == ChangeKind::Removed { facts } else { 0 },
            });
        }
    }
    vocabulary.sort();
    others.sort();
    (vocabulary, others)
}
