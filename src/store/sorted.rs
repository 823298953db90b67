//! Ascending lists of distinct ids, as the index holds them: their union and what they have in common,
//! counted without being made. A list that is a whole range of ids is known by its ends.

use crate::store::dataset::Id;

/// Everything that is in one of the lists or more, ascending, each once.
#[must_use]
pub fn distinct_union(lists: &[&[Id]]) -> Vec<Id> {
    let mut all = lists.concat();
    if lists.len() > 1 {
        // The stable sort merges what is ascending already.
        all.sort();
        all.dedup();
    }
    all
}

/// How many are in one of the lists or more.
#[must_use]
pub fn count_union(lists: &[&[Id]]) -> usize {
    let mut lists: Vec<&[Id]> = lists.iter().copied().filter(|it| !it.is_empty()).collect();
    lists.sort_unstable_by_key(|list| list[0]);
    let behind_one_another = lists
        .windows(2)
        .all(|two| two[0][two[0].len() - 1] < two[1][0]);
    if behind_one_another {
        return lists.iter().map(|list| list.len()).sum();
    }
    distinct_union(&lists).len()
}

/// A list that is so many times longer than another is searched for each of its ids, a shorter one walked.
const LEAP: usize = 16;

/// How many are in both lists.
#[must_use]
pub fn count_common(one: &[Id], other: &[Id]) -> usize {
    let (few, many) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let (Some(first), Some(last)) = (many.first(), many.last()) else {
        return 0;
    };
    let from = few.partition_point(|id| id < first);
    let until = few.partition_point(|id| id <= last);
    let few = &few[from..until];
    if (last - first) as usize + 1 == many.len() {
        return few.len();
    }
    if few.len() * LEAP < many.len() {
        let mut rest = many;
        let known = few.iter().filter(|id| {
            rest = &rest[rest.partition_point(|it| it < *id)..];
            rest.first() == Some(*id)
        });
        return known.count();
    }
    let mut rest = many.iter().peekable();
    let known = few.iter().filter(|id| {
        while rest.next_if(|it| it < id).is_some() {}
        rest.peek() == Some(id)
    });
    known.count()
}
