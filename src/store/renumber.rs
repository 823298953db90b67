//! The final order of ids. IRIs of the same classes are adjacent, so that a class is a range and its links are columns;
//! IRIs without a class are grouped by their first predicate; literals of one datatype are adjacent, numbers, days and
//! times ascending.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxsdatatypes::{Date, DateTime, Decimal, Double, Integer};

use crate::store::id::Id;
use crate::store::interner::Interner;
use crate::store::predicate_facts::PredicateStatement;
use crate::store::terms::{TermKind, TermRun, Terms, slot};

/// The terms under their final ids.
pub(super) struct Renumbered {
    pub(super) terms: Terms,
    /// The final id of each number of the interner.
    pub(super) ids: Vec<Id>,
}

/// Orders the terms. `types` are pairs of thing and class, in any order; `stated` are all statements, by predicate.
pub(super) fn renumber(
    interner: Interner,
    types: &mut [[Id; 2]],
    stated: &BTreeMap<Id, Vec<PredicateStatement>>,
) -> Renumbered {
    let signatures = signatures(interner.len(), types, stated);
    let mut groups: Vec<Vec<Id>> = vec![Vec::new(); interner.kinds.len()];
    for id in 0..narrow(interner.len()) {
        groups[usize::from(interner.sort_of[id as usize])].push(id);
    }
    let mut groups: Vec<(&TermKind, Vec<Id>)> = interner.kinds.iter().map(|(sort, _)| sort).zip(groups).collect();
    groups.sort_by_key(|(sort, _)| **sort != TermKind::Iri);
    let mut order: Vec<Id> = Vec::with_capacity(interner.len());
    let mut runs = Vec::new();
    for (sort, mut group) in groups {
        let ascending = match sort {
            TermKind::Iri => {
                group.sort_by_key(|id| signatures[*id as usize]);
                false
            }
            TermKind::Literal(datatype) => ascend(&mut group, datatype, &interner),
            TermKind::Language(_) => false,
        };
        let first = narrow(order.len());
        order.extend(group);
        runs.push(TermRun { sort: sort.clone(), first, end: narrow(order.len()), ascending });
    }
    let mut ids = vec![0; order.len()];
    let mut text = Vec::with_capacity(interner.text.len());
    let mut ends = Vec::with_capacity(order.len());
    let size = (order.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots = vec![0; size];
    for (id, old) in (0..).zip(&order) {
        ids[*old as usize] = id;
        text.extend_from_slice(interner.text_of(*old).as_bytes());
        ends.push(text.len() as u64);
        let mut at = slot(interner.hashes[*old as usize], size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = id + 1;
    }
    let terms = Terms { text: text.into(), ends: ends.into(), slots: slots.into(), runs };
    Renumbered { terms, ids }
}

/// A sort key for each term, equal for things of the same classes, ascending in the order in which the first such
/// things were seen. After them, things without a class share a key by their first predicate: citations have a source
/// each, and often no class. 0 for terms that are not a subject.
fn signatures(count: usize, types: &mut [[Id; 2]], stated: &BTreeMap<Id, Vec<PredicateStatement>>) -> Vec<u32> {
    types.sort_unstable();
    let mut of_thing = vec![0; count];
    let mut known: HashMap<Vec<Id>, u32> = HashMap::new();
    for thing in types.chunk_by(|one, other| one[0] == other[0]) {
        let mut classes: Vec<Id> = thing.iter().map(|[_, class]| *class).collect();
        classes.dedup();
        let next = narrow(known.len() + 1);
        of_thing[thing[0][0] as usize] = *known.entry(classes).or_insert(next);
    }
    for (signature, facts) in (narrow(known.len() + 1)..).zip(stated.values()) {
        for fact in facts {
            let own = &mut of_thing[fact.subject as usize];
            if *own == 0 {
                *own = signature;
            }
        }
    }
    of_thing
}

/// Sorts literals by value; false if the values have no total order, or the order of the datatype is not known.
fn ascend(group: &mut [Id], datatype: &str, interner: &Interner) -> bool {
    let is = |known: oxigraph::model::NamedNodeRef<'_>| known.as_str() == datatype;
    if [xsd::INTEGER, xsd::LONG, xsd::INT, xsd::SHORT, xsd::NON_NEGATIVE_INTEGER].into_iter().any(is) {
        by_value::<Integer>(group, interner, |_| true)
    } else if is(xsd::DECIMAL) {
        by_value::<Decimal>(group, interner, |_| true)
    } else if is(xsd::DOUBLE) {
        by_value::<Double>(group, interner, |value| !value.is_nan())
    } else if is(xsd::DATE) {
        // A day with a time zone is neither before nor after the same day without one.
        by_value::<Date>(group, interner, |value| value.timezone_offset().is_none())
    } else if is(xsd::DATE_TIME) {
        by_value::<DateTime>(group, interner, |value| value.timezone_offset().is_none())
    } else {
        false
    }
}

fn by_value<T: FromStr + PartialOrd>(group: &mut [Id], interner: &Interner, has_place: impl Fn(&T) -> bool) -> bool {
    let mut values = Vec::with_capacity(group.len());
    for id in &*group {
        match interner.text_of(*id).parse::<T>() {
            Ok(value) if has_place(&value) => values.push((value, *id)),
            _ => return false,
        }
    }
    values.sort_by(|(one, id), (other, other_id)| {
        let order = one.partial_cmp(other).unwrap_or(Ordering::Equal);
        order.then(id.cmp(other_id))
    });
    for (place, (_, id)) in group.iter_mut().zip(values) {
        *place = id;
    }
    true
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("ids are counted when they are given out")
}
