//! Packs components side by side on shelves.

use crate::graph::layout::rows::WIDEST;

/// Between two components.
const APART: i32 = 44;

/// The upper left corner of each component, and the size of all. Components with what was asked for come first, then
/// tall ones, so that a shelf holds components of similar height.
pub(super) fn pack(sizes: &[[i32; 2]], asked: &[bool]) -> (Vec<[i32; 2]>, [i32; 2]) {
    let area: i64 = sizes.iter().map(|[w, h]| i64::from(w + APART) * i64::from(h + APART)).sum();
    let widest = sizes.iter().map(|[w, _]| *w).max().unwrap_or(0);
    // Width to height 3:2.
    let wanted = i32::try_from((area * 3 / 2).isqrt()).unwrap_or(i32::MAX / 2);
    let limit = if wanted > WIDEST && area / i64::from(WIDEST) < i64::from(4 * WIDEST) {
        WIDEST.max(widest)
    } else {
        wanted.max(widest)
    };
    let mut sequence: Vec<usize> = (0..sizes.len()).collect();
    sequence.sort_by_key(|at| (!asked[*at], -sizes[*at][1], *at));
    let mut corners = vec![[0, 0]; sizes.len()];
    let (mut x, mut y, mut tallest, mut width) = (0, 0, 0, 0);
    for at in sequence {
        let [w, h] = sizes[at];
        if x > 0 && x + w > limit {
            (x, y, tallest) = (0, y + tallest + APART, 0);
        }
        corners[at] = [x, y];
        tallest = tallest.max(h);
        width = width.max(x + w);
        x += w + APART;
    }
    (corners, [width, y + tallest])
}
