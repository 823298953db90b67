//! What a link leads to for all that it starts from at once, laid out by the start and by the value that has to be
//! the question's own: what one thing is joined with is a slice.

use std::ops::Range;
use std::sync::Arc;

use crate::exec::native::set::Set;
use crate::store::{AdjacencyIndex, Id};

/// Where no value is asked for, all ends have this one.
pub(super) const ANY: Id = 0;

/// So many cells, and so many ends, there are at the most for each link.
pub(super) const MOST: usize = 2;

/// Ends by start and value: an offset for each pair of them, one start after the other.
pub(super) struct PairIndex {
    starts: Range<Id>,
    values: Range<Id>,
    /// Where the ends of each cell begin, and those of the one before end.
    offsets: Vec<u32>,
    ends: Vec<Id>,
}

impl PairIndex {
    /// True when the cells of so many starts and values are not many more than the links that fill them.
    pub(super) fn is_small(starts: &Range<Id>, values: &Range<Id>, links: usize) -> bool {
        starts.len().saturating_mul(values.len()) <= links.saturating_mul(MOST)
    }

    /// Ends with the start and the value of each, in the order in which the ends of a cell are to lie.
    ///
    /// # Panics
    /// With a start or value out of its range.
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

/// Links that go on from each other, the last of them laid out.
pub(super) struct MaterializedJoin<'j, 'a> {
    /// Each with the sets that hold what it may lead to.
    pub(super) before: Vec<(&'a AdjacencyIndex, Vec<Arc<Set>>)>,
    /// To the value that the question's own thing has; none where all will do.
    pub(super) their: Option<&'a AdjacencyIndex>,
    pub(super) grid: &'j PairIndex,
}

impl MaterializedJoin<'_, '_> {
    /// What the last link leads to from the question's own thing, as far as that is one slice: no link before it leads to
    /// several things, and the thing has no two values.
    pub(super) fn ends(&self, thing: Id) -> Option<&[Id]> {
        let mut at = thing;
        for (links, sets) in &self.before {
            at = match links.of_node(at) {
                [one] if sets.iter().all(|set| set.contains(*one)) => *one,
                [] | [_] => return Some(&[]),
                _ => return None,
            };
        }
        let value = match self.their.map(|their| their.of_node(thing)) {
            None => ANY,
            Some([one]) => *one,
            Some([]) => return Some(&[]),
            Some(_) => return None,
        };
        Some(self.grid.ends(at, value))
    }
}
