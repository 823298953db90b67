//! The order of rows. Values of different sorts are compared by spelling, and that can be cyclic; a merge sort still
//! ends, and never panics.

use std::cmp::Ordering;

use crate::exec::native::value::{Value, order};

/// Compares sort keys: missing values last, in both directions.
pub(super) fn by_key(left: Option<&Value>, right: Option<&Value>, descending: bool) -> Ordering {
    let known = right.is_some().cmp(&left.is_some());
    known.then_with(|| {
        let order = order(left, right);
        if descending { order.reverse() } else { order }
    })
}

/// A stable merge sort.
pub(super) fn merge_sort<T>(rows: &mut Vec<T>, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    if rows.windows(2).all(|two| compare(&two[0], &two[1]).is_le()) {
        return;
    }
    let mut width = 1;
    let mut from: Vec<T> = std::mem::take(rows);
    while width < from.len() {
        let mut merged = Vec::with_capacity(from.len());
        let mut left = from.into_iter();
        loop {
            let one: Vec<T> = left.by_ref().take(width).collect();
            let two: Vec<T> = left.by_ref().take(width).collect();
            if one.is_empty() {
                break;
            }
            merge(one, two, &mut merged, compare);
        }
        from = merged;
        width *= 2;
    }
    *rows = from;
}

fn merge<T>(one: Vec<T>, two: Vec<T>, into: &mut Vec<T>, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    let (mut one, mut two) = (one.into_iter().peekable(), two.into_iter().peekable());
    loop {
        let second = match (one.peek(), two.peek()) {
            (Some(left), Some(right)) => compare(left, right).is_gt(),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return,
        };
        into.extend(if second { two.next() } else { one.next() });
    }
}

/// Drops the rows to skip, and keeps the first of the rest.
pub(super) fn skip_and_limit<T>(rows: &mut Vec<T>, skip: Option<u64>, first: Option<u64>) {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    if let Some(skip) = skip {
        rows.drain(..number(skip).min(rows.len()));
    }
    if let Some(first) = first {
        rows.truncate(number(first));
    }
}
