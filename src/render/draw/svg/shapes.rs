//! The shapes of boxes and the curves of lines, as path data.

use std::fmt::Write;

use crate::graph::SupportRole;

/// The size of a folded corner, and of the corners cut off.
const CORNER: i32 = 10;

/// The outline of a box: round corners for what depends on something, a folded corner for a ground, corners cut off
/// for a limit, a plain box for the rest.
pub(super) fn outline(role: SupportRole, [x, y]: [i32; 2], [width, height]: [i32; 2]) -> String {
    let [right, bottom] = [x + width, y + height];
    let c = CORNER.min(width / 3).min(height / 3);
    match role {
        SupportRole::Supported => format!(
            "M{} {y}H{}Q{right} {y} {right} {}V{}Q{right} {bottom} {} {bottom}H{}Q{x} {bottom} {x} {}V{}Q{x} {y} {} {y}Z",
            x + c,
            right - c,
            y + c,
            bottom - c,
            right - c,
            x + c,
            bottom - c,
            y + c,
            x + c,
        ),
        SupportRole::Ground => format!(
            "M{x} {y}H{fold}L{right} {low}V{bottom}H{x}ZM{fold} {y}V{low}H{right}",
            fold = right - c,
            low = y + c,
        ),
        SupportRole::Limit => format!(
            "M{} {y}H{}L{right} {}V{}L{} {bottom}H{}L{x} {}V{}Z",
            x + c,
            right - c,
            y + c,
            bottom - c,
            right - c,
            x + c,
            bottom - c,
            y + c,
        ),
        SupportRole::Other => format!("M{x} {y}H{right}V{bottom}H{x}Z"),
    }
}

/// A route as a path: a slanted part lies between two rows, and becomes a curve with upright ends.
pub(super) fn path_along(points: &[[i32; 2]]) -> String {
    let mut out = String::new();
    let mut before: Option<[i32; 2]> = None;
    for [x, y] in points.iter().copied() {
        let _ = match before {
            None => write!(out, "M{x} {y}"),
            Some([x0, y0]) if x0 == x || y0 == y => write!(out, "L{x} {y}"),
            Some([x0, y0]) => {
                let middle = (y0 + y) / 2;
                write!(out, "C{x0} {middle} {x} {middle} {x} {y}")
            }
        };
        before = Some([x, y]);
    }
    out
}

/// The position of a sign on a line: the middle of its longest part, or above it if the words are there.
pub(super) fn middle(points: &[[i32; 2]], words: Option<[i32; 2]>) -> Option<[i32; 2]> {
    let longest = points.windows(2).max_by_key(|it| (it[0][0] - it[1][0]).abs() + (it[0][1] - it[1][1]).abs())?;
    let at = [(longest[0][0] + longest[1][0]) / 2, (longest[0][1] + longest[1][1]) / 2];
    let meets = words.is_some_and(|[x, y]| (x - at[0]).abs() < 60 && (y - at[1]).abs() < 18);
    Some(if meets { [at[0], at[1] - 17] } else { at })
}
