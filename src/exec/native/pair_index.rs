//! The ends of a link for all its starts, indexed by the start and by the value of the join condition: the join
//! partners of one thing are a slice.

use std::ops::Range;
use std::sync::Arc;

use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};

/// The value of all ends without a join condition.
pub(super) const ANY: Id = 0;

/// At most so many cells, and so many ends, for each link.
pub(super) const MOST: usize = 2;

/// Ends by start and value: an offset for each pair, one start after the other.
pub(super) struct PairIndex {
    starts: Range<Id>,
    values: Range<Id>,
    /// Where the ends of each cell begin, and those of the one before end.
    offsets: Vec<u32>,
    ends: Vec<Id>,
}

impl PairIndex {
    /// True if these starts and values have few cells for the links that fill them.
    pub(super) fn is_small(starts: &Range<Id>, values: &Range<Id>, links: usize) -> bool {
        starts.len().saturating_mul(values.len()) <= links.saturating_mul(MOST)
    }

    /// Indexes triples of start, value and end, in the order in which the ends of a cell are to lie.
    ///
    /// # Panics
    /// If a start or value is out of its range.
    pub(super) fn of(starts: Range<Id>, values: Range<Id>, all: &[(Id, Id, Id)]) -> Self {
        let mut grid =
            Self { offsets: vec![0; starts.len() * values.len() + 1], ends: vec![0; all.len()], starts, values };
        let cells = all.iter().map(|(start, value, _)| {
            let cell = grid.cell(*start, *value);
            cell.expect("what is laid out lies in the range")
        });
        let cells: Vec<usize> = cells.collect();
        for cell in &cells {
            grid.offsets[*cell] += 1;
        }
        let mut before = 0;
        for offset in &mut grid.offsets {
            before += *offset;
            *offset = before;
        }
        // Each cell is filled from its end: then its offset is where it begins.
        for (cell, (_, _, end)) in cells.iter().zip(all).rev() {
            let offset = &mut grid.offsets[*cell];
            *offset -= 1;
            grid.ends[*offset as usize] = *end;
        }
        grid
    }

    fn cell(&self, start: Id, value: Id) -> Option<usize> {
        let row = start.wrapping_sub(self.starts.start) as usize;
        let column = value.wrapping_sub(self.values.start) as usize;
        let within = row < self.starts.len() && column < self.values.len();
        within.then(|| row * self.values.len() + column)
    }

    /// The ends of a start that have a value.
    #[inline]
    pub(super) fn ends(&self, start: Id, value: Id) -> &[Id] {
        match self.cell(start, value) {
            Some(cell) => &self.ends[self.offsets[cell] as usize..self.offsets[cell + 1] as usize],
            None => &[],
        }
    }
}

/// A chain of links, the last of them indexed.
pub(super) struct MaterializedJoin<'j, 'a> {
    /// Each with the sets that its ends must be in.
    pub(super) before: Vec<(&'a AdjacencyIndex, Vec<Arc<Set>>)>,
    /// To the value of the join condition, from the root; `None` without one.
    pub(super) root_key: Option<&'a AdjacencyIndex>,
    pub(super) index: &'j PairIndex,
}

impl MaterializedJoin<'_, '_> {
    /// The ends of the last link from the root, if they are one slice: no link before has several ends, and the root
    /// has at most one value.
    pub(super) fn ends(&self, thing: Id) -> Option<&[Id]> {
        let mut at = thing;
        for (links, sets) in &self.before {
            at = match links.of_node(at) {
                [one] if sets.iter().all(|set| set.contains(*one)) => *one,
                [] | [_] => return Some(&[]),
                _ => return None,
            };
        }
        let value = match self.root_key.map(|their| their.of_node(thing)) {
            None => ANY,
            Some([one]) => *one,
            Some([]) => return Some(&[]),
            Some(_) => return None,
        };
        Some(self.index.ends(at, value))
    }
}
