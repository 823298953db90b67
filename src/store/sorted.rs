//! Distinct ascending ids, as the index holds them: their union, and the sizes of unions and intersections without
//! building them.

use std::ops::Range;

use crate::store::id::Id;

/// Distinct ascending ids: a range, which needs only its ends, or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ascending<'a> {
    /// Every id of the range.
    Range(Range<Id>),
    /// The ids of a list.
    List(&'a [Id]),
}

impl<'a> Ascending<'a> {
    /// The ids of an ascending list; a range if they are consecutive.
    #[must_use]
    pub fn of(list: &'a [Id]) -> Self {
        match range_of(list) {
            range if range.len() == list.len() => Self::Range(range),
            _ => Self::List(list),
        }
    }

    /// The number of ids.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    /// True if there are no ids.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The smallest range that contains all of them.
    fn range(&self) -> Range<Id> {
        match self {
            Self::Range(range) => range.clone(),
            Self::List(list) => range_of(list),
        }
    }
}

fn range_of(list: &[Id]) -> Range<Id> {
    match (list.first(), list.last()) {
        (Some(first), Some(last)) => *first..*last + 1,
        _ => 0..0,
    }
}

/// The union of all, ascending and distinct.
#[must_use]
pub fn distinct_union(all: &[Ascending<'_>]) -> Vec<Id> {
    let mut union = Vec::with_capacity(all.iter().map(Ascending::len).sum());
    for one in all {
        match one {
            Ascending::Range(range) => union.extend(range.clone()),
            Ascending::List(list) => union.extend_from_slice(list),
        }
    }
    if all.len() > 1 {
        // The stable sort merges runs that are already ascending.
        union.sort();
        union.dedup();
    }
    union
}

/// The size of the union of all.
#[must_use]
pub fn count_union(all: &[Ascending<'_>]) -> usize {
    let mut ranges: Vec<Range<Id>> = all.iter().map(Ascending::range).collect();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let behind_one_another = ranges.windows(2).all(|two| two[0].end <= two[1].start);
    match behind_one_another {
        true => all.iter().map(Ascending::len).sum(),
        false => distinct_union(all).len(),
    }
}

/// The size of the intersection.
#[must_use]
pub fn count_common(one: &Ascending<'_>, other: &Ascending<'_>) -> usize {
    match (one, other) {
        (Ascending::Range(one), Ascending::Range(other)) => {
            let end = one.end.min(other.end);
            end.saturating_sub(one.start.max(other.start)) as usize
        }
        (Ascending::Range(range), Ascending::List(list)) | (Ascending::List(list), Ascending::Range(range)) => {
            within(list, range).len()
        }
        (Ascending::List(one), Ascending::List(other)) => {
            let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
            semi_join(within(few, &range_of(many)), many, true).count()
        }
    }
}

/// The part of a list that lies in a range.
fn within<'a>(list: &'a [Id], range: &Range<Id>) -> &'a [Id] {
    let from = list.partition_point(|id| *id < range.start);
    let until = list.partition_point(|id| *id < range.end);
    &list[from..until.max(from)]
}

/// If the other list is at least this many times longer, it is searched for each id; a shorter one is scanned.
const LEAP: usize = 16;

/// The ids of an ascending list that are in another one, or if `wanted` is false, those that are not.
pub fn semi_join<'a>(ids: &'a [Id], other: &'a [Id], wanted: bool) -> impl Iterator<Item = Id> + 'a {
    let walked = other.len() < ids.len().saturating_mul(LEAP);
    let mut rest = other;
    let passes = move |id: &Id| {
        let before = match walked {
            true => rest.iter().take_while(|it| *it < id).count(),
            false => rest.partition_point(|it| it < id),
        };
        rest = &rest[before..];
        (rest.first() == Some(id)) == wanted
    };
    ids.iter().copied().filter(passes)
}
