//! The coordinates of each element: rows one below the other, and in a row each box as near as possible to the middle
//! of what it is linked to.

use crate::graph::layout::geometry::DrawingComponent;
use crate::graph::layout::order::RowOrdering;

/// Height of the room between two rows: the least, the most, and what each line adds.
const CHANNEL: [i32; 3] = [44, 84, 2];
/// Room above the first row for lines inside it.
const ABOVE: i32 = 36;
/// Number of sweeps, alternately down and up.
const SWEEPS: usize = 12;
/// Weight of a point of a line, relative to a box: long lines stay straight.
const STIFF: i64 = 4;

/// The coordinates of the elements.
#[derive(Debug)]
pub(super) struct Coordinates {
    /// Left border of each element.
    pub(super) x: Vec<i32>,
    /// Upper and lower border of each row.
    pub(super) rows: Vec<[i32; 2]>,
    /// Width of the widest row.
    pub(super) width: i32,
    row: Vec<usize>,
}

impl Coordinates {
    /// The upper left corner of each box, which is centred vertically in its row.
    pub(super) fn corners(&self, piece: &DrawingComponent) -> Vec<[i32; 2]> {
        let boxes = piece.sizes.iter().enumerate();
        let corners = boxes.map(|(at, [_, height])| {
            let [top, bottom] = self.rows[self.row[at]];
            [self.x[at], (top + bottom - height) / 2]
        });
        corners.collect()
    }
}

/// Assigns coordinates to all elements.
pub(super) fn assign_coordinates(piece: &DrawingComponent, ordered: &RowOrdering) -> Coordinates {
    let offsets: Vec<Vec<i32>> = ordered.rows.iter().map(|row| offsets(piece, ordered, row)).collect();
    let width_of = |row: &[usize], offsets: &[i32]| match (row.last(), offsets.last()) {
        (Some(last), Some(offset)) => offset + ordered.width(piece, *last),
        _ => 0,
    };
    let widths = ordered.rows.iter().zip(&offsets);
    let widths: Vec<i32> = widths.map(|(row, it)| width_of(row, it)).collect();
    let width = widths.iter().max().copied().unwrap_or(0);
    let mut x = vec![0; ordered.row.len()];
    for ((row, offsets), own) in ordered.rows.iter().zip(&offsets).zip(&widths) {
        for (element, offset) in row.iter().zip(offsets) {
            x[*element] = offset + (width - own) / 2;
        }
    }
    let last = ordered.rows.len().saturating_sub(1);
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        for step in 0..=last {
            let row = if down { step } else { last - step };
            let sides: &[usize] = match sweep {
                0 | 2 | 4 => &[0],
                1 | 3 | 5 => &[1],
                _ => &[0, 1],
            };
            let slack = width - widths[row];
            pull(piece, ordered, row, &offsets[row], sides, slack, &mut x);
        }
    }
    Coordinates { x, rows: heights(piece, ordered), width, row: ordered.row.clone() }
}

/// The left borders of the elements of a row, as close as they may be.
fn offsets(piece: &DrawingComponent, ordered: &RowOrdering, row: &[usize]) -> Vec<i32> {
    let mut x = 0;
    let mut offsets = Vec::with_capacity(row.len());
    for (at, element) in row.iter().enumerate() {
        if at > 0 {
            x += ordered.spacing(row[at - 1], *element);
        }
        offsets.push(x);
        x += ordered.width(piece, *element);
    }
    offsets
}

/// Moves the elements of a row towards what they are linked to. Keeps the order and minimizes the squared distances:
/// elements that push one another are pooled.
fn pull(
    piece: &DrawingComponent,
    ordered: &RowOrdering,
    row: usize,
    offsets: &[i32],
    sides: &[usize],
    slack: i32,
    x: &mut [i32],
) {
    let elements = &ordered.rows[row];
    let centre = |element: usize, x: &[i32]| x[element] + ordered.width(piece, element) / 2;
    // Pools: the weighted sum of the wanted shifts, the weight, the number of elements.
    let mut pools: Vec<(i64, i64, usize)> = Vec::new();
    for (element, offset) in elements.iter().zip(offsets) {
        let near = sides.iter().flat_map(|side| &ordered.near[*side][*element]);
        let mut near: Vec<i32> = near.map(|it| centre(*it, x)).collect();
        near.sort_unstable();
        let (wanted, weight) = match near.as_slice() {
            [] => (x[*element], 1),
            near => {
                let middle = (near[(near.len() - 1) / 2] + near[near.len() / 2]) / 2;
                let weight = if ordered.is_box(*element) { 2 } else { 2 * STIFF };
                (middle - ordered.width(piece, *element) / 2, weight)
            }
        };
        let mut pool = (i64::from(wanted - offset) * weight, weight, 1);
        while let Some(before) = pools.last().copied() {
            if before.0 * pool.1 <= pool.0 * before.1 {
                break;
            }
            pools.pop();
            pool = (before.0 + pool.0, before.1 + pool.1, before.2 + pool.2);
        }
        pools.push(pool);
    }
    let mut at = 0;
    for (sum, weight, count) in pools {
        let shift = i32::try_from(sum.div_euclid(weight)).unwrap_or(0);
        let shift = shift.clamp(0, slack);
        for _ in 0..count {
            x[elements[at]] = offsets[at] + shift;
            at += 1;
        }
    }
}

/// The upper and lower border of each row.
fn heights(piece: &DrawingComponent, ordered: &RowOrdering) -> Vec<[i32; 2]> {
    let mut inside = vec![false; ordered.rows.len()];
    for edge in &piece.links {
        if edge.from != edge.to && ordered.row[edge.from] == ordered.row[edge.to] {
            inside[ordered.row[edge.from]] = true;
        }
    }
    let mut y = if inside.first() == Some(&true) { ABOVE } else { 0 };
    let mut rows = Vec::with_capacity(ordered.rows.len());
    for row in &ordered.rows {
        let boxes = row.iter().filter_map(|it| piece.sizes.get(*it));
        let height = boxes.map(|[_, height]| *height).max().unwrap_or(0);
        rows.push([y, y + height]);
        let lines: usize = row.iter().map(|it| ordered.near[1][*it].len()).sum();
        let [least, most, each] = CHANNEL;
        let lines = i32::try_from(lines).unwrap_or(most);
        y += height + (least + each.saturating_mul(lines)).min(most);
    }
    rows
}
