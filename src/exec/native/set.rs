//! Sets of ids: a range, a sorted list, or bits over a range, whichever is smallest.

use std::ops::Range;

use crate::exec::native::bits::Bits;
use crate::store::{Ascending, Id, semi_join};

/// A set of ids.
#[derive(Debug, Clone)]
pub(super) enum Set {
    /// All of a range.
    Range(Range<Id>),
    /// A few, ascending.
    Ids(Vec<Id>),
    /// Many, with their number.
    Bits(Bits, usize),
}

impl Set {
    /// The empty set.
    pub(super) fn none() -> Self {
        Self::Ids(Vec::new())
    }

    /// The set of these ids, which are ascending and distinct.
    pub(super) fn of_sorted(ids: &[Id]) -> Self {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
            return Self::none();
        };
        let range = *first..*last + 1;
        if range.len() == ids.len() {
            return Self::Range(range);
        }
        if is_dense(ids.len(), &range) {
            let mut bits = Bits::over(&range);
            bits.put_all(ids.iter().map(|id| (*id, 1)));
            return Self::Bits(bits, ids.len());
        }
        Self::Ids(ids.to_vec())
    }

    /// The set of these ids.
    pub(super) fn of(ids: &Ascending<'_>) -> Self {
        match ids {
            Ascending::Range(range) => Self::Range(range.clone()),
            Ascending::List(list) => Self::of_sorted(list),
        }
    }

    /// The set of these ids, in any order, perhaps repeated.
    pub(super) fn of_any(mut ids: Vec<Id>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self::of_sorted(&ids)
    }

    /// The set of those of these ids that are in a range, in any order, perhaps repeated.
    pub(super) fn of_ends(ids: &[Id], range: &Range<Id>) -> Self {
        if !is_dense(ids.len(), range) {
            let within = ids.iter().copied().filter(|id| range.contains(id));
            return Self::of_any(within.collect());
        }
        let mut bits = Bits::over(range);
        let within = ids.iter().filter(|id| range.contains(id));
        within.for_each(|id| bits.insert(*id));
        Self::of_bits(bits)
    }

    /// The set of these bits, in the smallest form.
    pub(super) fn of_bits(bits: Bits) -> Self {
        let count = bits.count();
        if let Some(range) = bits.bounding_range()
            && range.len() == count
        {
            return Self::Range(range);
        }
        if is_dense(count, &bits.range()) {
            return Self::Bits(bits, count);
        }
        let mut ids = Vec::with_capacity(count);
        bits.each(|id| ids.push(id));
        Self::Ids(ids)
    }

    /// How many ids are in it.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::Ids(ids) => ids.len(),
            Self::Bits(_, count) => *count,
        }
    }

    /// True if nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True if this is in it.
    #[inline]
    pub(super) fn contains(&self, id: Id) -> bool {
        match self {
            Self::Range(range) => range.contains(&id),
            Self::Ids(ids) if ids.len() < 8 => ids.contains(&id),
            Self::Ids(ids) => ids.binary_search(&id).is_ok(),
            Self::Bits(bits, _) => bits.contains(id),
        }
    }

    /// A range that contains it: of bits, the range that they cover.
    pub(super) fn range(&self) -> Range<Id> {
        match self {
            Self::Range(range) => range.clone(),
            Self::Ids(ids) => match (ids.first(), ids.last()) {
                (Some(first), Some(last)) => *first..*last + 1,
                _ => 0..0,
            },
            Self::Bits(bits, _) => bits.range(),
        }
    }

    /// True if it is a range that contains the other; false proves nothing.
    pub(super) fn covers(&self, other: &Range<Id>) -> bool {
        matches!(self, Self::Range(range) if range.start <= other.start && other.end <= range.end)
    }

    /// The ids, ascending.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = Id> + '_> {
        match self {
            Self::Range(range) => Box::new(range.clone()),
            Self::Ids(ids) => Box::new(ids.iter().copied()),
            Self::Bits(bits, _) => Box::new(bits.iter()),
        }
    }

    /// Visits the ids, ascending, until a visit fails.
    #[inline]
    pub(super) fn each<E>(&self, mut visit: impl FnMut(Id) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Range(range) => range.clone().try_for_each(visit),
            Self::Ids(ids) => ids.iter().try_for_each(|id| visit(*id)),
            Self::Bits(bits, _) => bits.try_each(visit),
        }
    }

    /// The ids that pass.
    pub(super) fn filter<E>(&self, mut passes: impl FnMut(Id) -> Result<bool, E>) -> Result<Self, E> {
        if let Self::Ids(ids) = self {
            let mut kept = Vec::new();
            for id in ids {
                if passes(*id)? {
                    kept.push(*id);
                }
            }
            return Ok(Self::Ids(kept));
        }
        let mut kept = Bits::over(&self.range());
        self.each(|id| {
            if passes(id)? {
                kept.insert(id);
            }
            Ok(())
        })?;
        Ok(Self::of_bits(kept))
    }

    /// The intersection.
    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Range(one), Self::Range(two)) => {
                Self::Range(one.start.max(two.start)..one.end.min(two.end).max(one.start.max(two.start)))
            }
            (Self::Ids(one), Self::Ids(two)) => {
                let (few, many) = if one.len() <= two.len() { (one, two) } else { (two, one) };
                Self::Ids(semi_join(few, many, true).collect())
            }
            (Self::Ids(ids), other) | (other, Self::Ids(ids)) => {
                let both = ids.iter().copied().filter(|id| other.contains(*id));
                Self::Ids(both.collect())
            }
            (Self::Bits(bits, count), Self::Range(range)) | (Self::Range(range), Self::Bits(bits, count)) => {
                let own = bits.range();
                if range.start <= own.start && own.end <= range.end {
                    return Self::Bits(bits.clone(), *count);
                }
                let mut both = Bits::of_range(range);
                both.and(bits);
                Self::of_bits(both)
            }
            (Self::Bits(one, _), Self::Bits(two, _)) => {
                let (mut small, large) =
                    if one.range().len() <= two.range().len() { (one.clone(), two) } else { (two.clone(), one) };
                small.and(large);
                Self::of_bits(small)
            }
        }
    }

    /// The difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Ids(ids), Self::Ids(taken)) => Self::Ids(semi_join(ids, taken, false).collect()),
            (Self::Ids(ids), _) => {
                let rest = ids.iter().copied().filter(|id| !other.contains(*id));
                Self::Ids(rest.collect())
            }
            (Self::Range(range), _) if other.covers(range) => Self::none(),
            _ if other.is_empty() => self.clone(),
            _ => {
                let mut rest = self.bits_over(&self.range());
                match other {
                    Self::Bits(bits, _) => rest.minus(bits),
                    Self::Range(range) => rest.minus(&Bits::of_range(range)),
                    Self::Ids(ids) => ids.iter().for_each(|id| rest.remove(*id)),
                }
                Self::of_bits(rest)
            }
        }
    }

    /// The union.
    pub(super) fn or(&self, other: &Self) -> Self {
        if self.is_empty() {
            return other.clone();
        }
        if other.is_empty() {
            return self.clone();
        }
        if let (Self::Ids(one), Self::Ids(two)) = (self, other) {
            let mut both = [one.as_slice(), two].concat();
            // The stable sort merges the two ascending runs.
            both.sort();
            both.dedup();
            return Self::of_sorted(&both);
        }
        let (own, its) = (self.range(), other.range());
        let range = own.start.min(its.start)..own.end.max(its.end);
        if self.covers(&range) || other.covers(&range) {
            return Self::Range(range);
        }
        let mut both = self.bits_over(&range);
        match other {
            Self::Ids(ids) => ids.iter().for_each(|id| both.insert(*id)),
            Self::Range(range) => both.or(&Bits::of_range(range)),
            Self::Bits(bits, _) => both.or(bits),
        }
        Self::of_bits(both)
    }

    /// Bits over a range that contains it.
    pub(super) fn bits_over(&self, range: &Range<Id>) -> Bits {
        match self {
            Self::Bits(bits, _) if bits.range() == *range => bits.clone(),
            Self::Range(own) if own == range => Bits::of_range(own),
            _ => {
                let mut bits = Bits::over(range);
                match self {
                    Self::Bits(own, _) => bits.or(own),
                    Self::Range(own) => bits.or(&Bits::of_range(own)),
                    Self::Ids(ids) => ids.iter().for_each(|id| bits.insert(*id)),
                }
                bits
            }
        }
    }
}

/// True if bits are smaller than a list, which takes 32 bits for each id.
pub(super) fn is_dense(count: usize, range: &Range<Id>) -> bool {
    count * 32 > range.len()
}
