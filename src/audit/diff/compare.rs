//! Two states of the facts, thing by thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::diff::files::changed_files;
use crate::audit::diff::side::Ready;
use crate::audit::diff::values::{difference, sort, whole};
use crate::audit::diff::{DIFF_FORMAT, Difference, Item, OfKind, Other, Side, Term, Way};
use crate::store::Id;
use crate::words::{KindId, Lexicon, Number, is_of_vocabulary};

/// What changed in meaning from one state to the other. Each side is told in its own words; what belongs to
/// what is read from the later vocabulary, or from the earlier one where that alone says so.
#[must_use]
pub fn compare<'a>(before: &Side<'a>, after: &Side<'a>) -> Difference {
    let says = |lexicon: &Lexicon| lexicon.kinds().any(|(_, kind)| !kind.belongs.is_empty());
    let structure = if says(after.lexicon) || !says(before.lexicon) { after.lexicon } else { before.lexicon };
    let then = Ready::new(before, structure);
    let now = Ready::new(after, structure);
    let (vocabulary, others) = without_kind(&then, &now);
    Difference {
        format: DIFF_FORMAT,
        before: then.state(),
        after: now.state(),
        vocabulary,
        kinds: kinds(&then, &now),
        others,
        files: changed_files(&then, &now),
    }
}

fn kinds<'a>(then: &Ready<'a>, now: &Ready<'a>) -> Vec<OfKind> {
    let mut found: BTreeMap<KindId, Vec<Item>> = BTreeMap::new();
    let (old, new) = (then.named_things(), now.named_things());
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
            (Some(was), None) => (then.kind(*was), alone(then, *was, Way::Removed)),
            (None, Some(is)) => (now.kind(*is), alone(now, *is, Way::Added)),
            (None, None) => continue,
        };
        if let (Some(kind), Some(item)) = (kind, item) {
            found.entry(kind).or_default().push(item);
        }
    }
    for (side, id, way) in loose(then, now) {
        if let Some(kind) = side.kind(id) {
            found.entry(kind).or_default().extend(alone(side, id, way));
        }
    }
    in_order(found, now.structure)
}

/// Something that is on one side only; none where it is told with what it belongs to.
fn alone(side: &Ready<'_>, thing: Id, way: Way) -> Option<Item> {
    if side.is_owned(thing) {
        return None;
    }
    Some(whole(side, thing, way, (None, None), &mut Vec::new()))
}

/// Nodes without a name that nothing links to, and that are on one side only.
fn loose<'a, 'b>(then: &'a Ready<'b>, now: &'a Ready<'b>) -> Vec<(&'a Ready<'b>, Id, Way)> {
    let (old, new) = (then.loose_nodes(), now.loose_nodes());
    let count = |nodes: &BTreeMap<String, Vec<Id>>, key: &str| nodes.get(key).map_or(0, Vec::len);
    let lost = old.iter().flat_map(|(key, ids)| {
        let ids = ids.iter().skip(count(&new, key));
        ids.map(|id| (then, *id, Way::Removed))
    });
    let gained = new.iter().flat_map(|(key, ids)| {
        let ids = ids.iter().skip(count(&old, key));
        ids.map(|id| (now, *id, Way::Added))
    });
    lost.chain(gained).collect()
}

/// Kinds whose things own others come first, then by noun.
fn in_order(found: BTreeMap<KindId, Vec<Item>>, lexicon: &Lexicon) -> Vec<OfKind> {
    let mut kinds: Vec<(bool, OfKind)> = found
        .into_iter()
        .map(|(kind, mut things)| {
            sort(&mut things);
            let of_kind = OfKind {
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

/// Terms of the vocabulary that changed, and facts about everything else of no kind.
fn without_kind<'a>(then: &Ready<'a>, now: &Ready<'a>) -> (Vec<Term>, Vec<Other>) {
    let of_side = |side: &Ready<'_>| -> BTreeMap<String, Id> {
        let without = side.subjects().filter(|id| side.kind(*id).is_none());
        without.filter_map(|id| Some((side.iri(id)?, id))).collect()
    };
    let (old, new) = (of_side(then), of_side(now));
    let (known_then, known_now) = (then.named_things(), now.named_things());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut vocabulary = Vec::new();
    let mut others = Vec::new();
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        // What is of a kind on the other side is told there.
        if known_then.contains_key(name) || known_now.contains_key(name) {
            continue;
        }
        let said = |side: &Ready<'_>, id: Option<&Id>| id.map_or_else(BTreeSet::new, |id| side.said_of(*id));
        let (before, after) = (said(then, was), said(now, is));
        if before == after {
            continue;
        }
        let side = if is.is_some() { now } else { then };
        let id = is.or(was).expect("the name is of one of the sides");
        let short = side.dataset.short(side.dataset.term(*id));
        let speaks =
            |side: &Ready<'_>, id: Option<&Id>| id.is_some_and(|id| is_of_vocabulary(side.lexicon, side.dataset, *id));
        if speaks(then, was) || speaks(now, is) {
            let way = match (was, is) {
                (None, _) => Way::Added,
                (_, None) => Way::Removed,
                _ => Way::Changed,
            };
            vocabulary.push(Term { way, short });
        } else {
            others.push(Other {
                short,
                gained: after.difference(&before).count(),
                lost: before.difference(&after).count(),
            });
        }
    }
    for (side, id, way) in loose(then, now) {
        if side.kind(id).is_none() {
            let facts = side.said_of(id).len();
            others.push(Other {
                short: String::new(),
                gained: if way == Way::Added { facts } else { 0 },
                lost: if way == Way::Removed { facts } else { 0 },
            });
        }
    }
    vocabulary.sort();
    others.sort();
    (vocabulary, others)
}
