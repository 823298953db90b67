//! An order of the boxes in each row with few crossings: barycentre sweeps, of which the best order is kept.
//!
//! A line over several rows has a point in each of them, between the boxes. Lines of one kind that end at
//! one box share these points, or those that start at one box: a trunk with branches.

use std::collections::BTreeMap;

use crate::graph::LineKind;
use crate::graph::layout::geometry::DrawingComponent;
use crate::graph::layout::rows::{GAP, RowAssignment};

/// Between a box and a line.
const BOX_LINE: i32 = 16;
/// Between two lines.
const LINE_LINE: i32 = 12;
/// Least room between two neighbouring boxes with a line between them.
const BESIDE: i32 = 40;
/// Most sweeps, alternately down and up.
const SWEEPS: usize = 24;
/// Most points of long lines for each box and line; longer lines run round the outside.
const POINTS: usize = 40;

/// Boxes and the points of lines in the order of their rows. An element below the number of boxes is a box,
/// the others are points.
#[derive(Debug)]
pub(super) struct RowOrdering {
    pub(super) rows: Vec<Vec<usize>>,
    /// The row of each element.
    pub(super) row: Vec<usize>,
    /// The elements that each line passes, from its upper end to its lower one; none for a line inside a row or round
    /// the outside.
    pub(super) chains: Vec<Option<Vec<usize>>>,
    /// What each element is linked to in the row above, and in the row below.
    pub(super) near: [Vec<Vec<usize>>; 2],
    /// The room that pairs of boxes need for the words on a line between them.
    wide: BTreeMap<[usize; 2], i32>,
    /// Crossings in the first order, and in this one.
    pub(super) crossings: [usize; 2],
    /// Number of boxes.
    boxes: usize,
}

impl RowOrdering {
    /// Orders the rows.
    pub(super) fn of(piece: &DrawingComponent, rows: &RowAssignment) -> Self {
        let boxes = piece.sizes.len();
        let mut it = Self {
            rows: Vec::new(),
            row: rows.row.clone(),
            chains: Vec::new(),
            near: [Vec::new(), Vec::new()],
            wide: BTreeMap::new(),
            crossings: [0, 0],
            boxes,
        };
        it.chain(piece);
        it.line_up();
        for edge in &piece.links {
            if edge.from != edge.to && it.row[edge.from] == it.row[edge.to] {
                let ends = [edge.from.min(edge.to), edge.from.max(edge.to)];
                let wide = it.wide.entry(ends).or_insert(BESIDE);
                *wide = (*wide).max(edge.words + 24);
            }
        }
        it.sweep(piece, rows);
        it
    }

    /// Gives every line its points.
    fn chain(&mut self, piece: &DrawingComponent) {
        let ends: Vec<[usize; 2]> = piece
            .links
            .iter()
            .map(
                |edge| {
                    if self.row[edge.from] <= self.row[edge.to] { [edge.from, edge.to] } else { [edge.to, edge.from] }
                },
            )
            .collect();
        let span = |[upper, lower]: [usize; 2], row: &[usize]| row[lower] - row[upper];
        let longest = longest_allowed(
            ends.iter().map(|it| span(*it, &self.row)).collect(),
            POINTS * (self.boxes + piece.links.len()) + 4000,
        );
        // A line shares its points at the end with more long lines.
        let key = |at: usize, end: usize| (end, piece.links[at].line, piece.links[at].from == end);
        let mut shares: BTreeMap<(usize, LineKind, bool), usize> = BTreeMap::new();
        for (at, ends) in ends.iter().enumerate() {
            if span(*ends, &self.row) > 1 {
                for end in ends {
                    *shares.entry(key(at, *end)).or_default() += 1;
                }
            }
        }
        let mut points: BTreeMap<((usize, LineKind, bool), usize), usize> = BTreeMap::new();
        for (at, [upper, lower]) in ends.iter().copied().enumerate() {
            let span = span([upper, lower], &self.row);
            if span == 0 || span > longest {
                self.chains.push(None);
                continue;
            }
            let mut chain = vec![upper];
            if span > 1 {
                let trunk =
                    if shares[&key(at, lower)] >= shares[&key(at, upper)] { key(at, lower) } else { key(at, upper) };
                for row in self.row[upper] + 1..self.row[lower] {
                    let point = *points.entry((trunk, row)).or_insert_with(|| {
                        self.row.push(row);
                        self.row.len() - 1
                    });
                    chain.push(point);
                }
            }
            chain.push(lower);
            self.chains.push(Some(chain));
        }
        self.near = [vec![Vec::new(); self.row.len()], vec![Vec::new(); self.row.len()]];
        let steps = self.chains.iter().flatten().flat_map(|it| it.windows(2));
        let mut steps: Vec<[usize; 2]> = steps.map(|it| [it[0], it[1]]).collect();
        steps.sort_unstable();
        steps.dedup();
        for [upper, lower] in steps {
            self.near[1][upper].push(lower);
            self.near[0][lower].push(upper);
        }
    }

    /// The first order is that of a depth-first walk, so that linked elements are near.
    fn line_up(&mut self) {
        let count = self.row.iter().max().map_or(0, |last| last + 1);
        self.rows = vec![Vec::new(); count];
        let mut seen = vec![false; self.row.len()];
        let mut starts: Vec<usize> = (0..self.row.len()).collect();
        starts.sort_by_key(|at| (self.row[*at], *at));
        let mut waiting = Vec::new();
        for start in starts {
            waiting.push(start);
            while let Some(at) = waiting.pop() {
                if !std::mem::replace(&mut seen[at], true) {
                    self.rows[self.row[at]].push(at);
                    waiting.extend(self.near[0][at].iter().rev());
                    waiting.extend(self.near[1][at].iter().rev());
                }
            }
        }
    }

    /// True for a box, false for a point of a line.
    pub(super) fn is_box(&self, element: usize) -> bool {
        element < self.boxes
    }

    /// The width of an element.
    pub(super) fn width(&self, piece: &DrawingComponent, element: usize) -> i32 {
        piece.sizes.get(element).map_or(2, |[width, _]| *width)
    }

    /// The room between two neighbours of a row.
    pub(super) fn spacing(&self, left: usize, right: usize) -> i32 {
        match [left, right].map(|it| self.is_box(it)) {
            [true, true] => {
                let wide = self.wide.get(&[left.min(right), left.max(right)]);
                wide.copied().unwrap_or(GAP)
            }
            [false, false] => LINE_LINE,
            _ => BOX_LINE,
        }
    }

    /// Sorts each row by what it is linked to in the row before, down and up, and keeps the best order.
    fn sweep(&mut self, piece: &DrawingComponent, rows: &RowAssignment) {
        let mut at = vec![0; self.row.len()];
        for row in 0..self.rows.len() {
            self.sort(row, None, rows, &mut at);
            self.space_row(piece, row, &mut at);
        }
        let first = self.count();
        let mut best = (first, self.rows.clone());
        let points = self.row.len().max(1);
        let sweeps = SWEEPS.min(4 + 2_000_000 / points);
        for sweep in 0..sweeps {
            if best.0 == 0 {
                break;
            }
            let down = sweep % 2 == 0;
            let last = self.rows.len() - 1;
            for step in 1..=last {
                let row = if down { step } else { last - step };
                self.sort(row, Some(usize::from(!down)), rows, &mut at);
                self.space_row(piece, row, &mut at);
            }
            let now = self.count();
            if now < best.0 {
                best = (now, self.rows.clone());
            }
        }
        self.crossings = [first, best.0];
        self.rows = best.1;
    }

    /// Sorts a row by the mean of what each element is linked to on that side; boxes of a unit stay together.
    fn sort(&mut self, row: usize, side: Option<usize>, rows: &RowAssignment, at: &mut [i64]) {
        // For each unit, the sums of the wanted positions, the elements, the seats, and position times seat.
        let mut wanted: BTreeMap<usize, [i64; 4]> = BTreeMap::new();
        let of = |element: usize| rows.unit.get(element).copied().unwrap_or(element);
        let seat = |element: usize| {
            let seat = rows.seat.get(element).copied().unwrap_or(0);
            i64::try_from(seat).expect("few seats")
        };
        for (place, element) in self.rows[row].iter().enumerate() {
            let near = side.map(|side| self.near[side][*element].as_slice());
            let value = match near {
                Some([]) => at[*element],
                Some(near) => {
                    let sum: i64 = near.iter().map(|it| at[*it]).sum();
                    sum / i64::try_from(near.len()).expect("few neighbours")
                }
                None => i64::try_from(place).expect("few places"),
            };
            let all = wanted.entry(of(*element)).or_default();
            let seat = seat(*element);
            *all = [all[0] + value, all[1] + 1, all[2] + seat, all[3] + value * seat];
        }
        let mean = |element: usize| {
            let [sum, count, ..] = wanted[&of(element)];
            sum / count
        };
        // The seats of a unit run to the right, or to the left if that is nearer to what its boxes want.
        let seated = |element: usize| {
            let [sum, count, seats, both] = wanted[&of(element)];
            let leftwards = count * both < sum * seats;
            if leftwards { -seat(element) } else { seat(element) }
        };
        let mut sorted = std::mem::take(&mut self.rows[row]);
        let mut place = BTreeMap::new();
        for (index, element) in sorted.iter().enumerate() {
            place.entry(of(*element)).or_insert(index);
        }
        sorted.sort_by_key(|it| (mean(*it), place[&of(*it)], seated(*it)));
        self.rows[row] = sorted;
    }

    /// Spaces the elements of a row, in half units; the middle of the row is at 0.
    fn space_row(&self, piece: &DrawingComponent, row: usize, at: &mut [i64]) {
        let mut x = 0;
        let mut before = None;
        for element in &self.rows[row] {
            x += before.map_or(0, |left| i64::from(self.spacing(left, *element)));
            let width = i64::from(self.width(piece, *element));
            at[*element] = 2 * x + width;
            x += width;
            before = Some(*element);
        }
        for element in &self.rows[row] {
            at[*element] -= x;
        }
    }

    /// Counts the crossings between neighbouring rows.
    fn count(&self) -> usize {
        let mut place = vec![0; self.row.len()];
        for row in &self.rows {
            for (at, element) in row.iter().enumerate() {
                place[*element] = at;
            }
        }
        let crossings = self.rows.windows(2).map(|pair| {
            // Lines sorted by their upper ends: a crossing is an inversion of the lower ends, counted with a Fenwick
            // tree.
            let mut tree = vec![0_usize; pair[1].len() + 1];
            let mut crossings = 0;
            let mut seen = 0;
            for upper in &pair[0] {
                let mut ends: Vec<usize> = self.near[1][*upper].iter().map(|it| place[*it]).collect();
                ends.sort_unstable();
                for end in &ends {
                    let mut at = end + 1;
                    let mut not_after = 0;
                    while at > 0 {
                        not_after += tree[at];
                        at &= at - 1;
                    }
                    crossings += seen - not_after;
                }
                seen += ends.len();
                for end in ends {
                    let mut at = end + 1;
                    while at < tree.len() {
                        tree[at] += 1;
                        at += at & at.wrapping_neg();
                    }
                }
            }
            crossings
        });
        crossings.sum()
    }
}

/// The longest span such that all lines up to it need at most so many points.
fn longest_allowed(mut spans: Vec<usize>, most: usize) -> usize {
    spans.sort_unstable();
    let mut sum = 0;
    let mut longest = 1;
    for (at, span) in spans.iter().enumerate() {
        sum += span;
        if sum > most {
            return longest.min(span.saturating_sub(1)).max(1);
        }
        if spans.get(at + 1) != Some(span) {
            longest = longest.max(*span);
        }
    }
    longest
}
