//! Classes, frames and words of drawings in SVG.

use std::fmt::Write as _;

use crate::base::visible;
use crate::graph::{LineKind, Mark, SupportRole};
use crate::render::draw::svg::shapes::outline;

/// Room at the sides of the heading and the legend.
pub(super) const SIDE: i32 = 24;

pub(super) fn saturating_i32(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The roles in the order of the legend.
pub(super) const ROLES: [SupportRole; 4] =
    [SupportRole::Supported, SupportRole::Ground, SupportRole::Limit, SupportRole::Other];

pub(super) fn class_of(role: SupportRole) -> &'static str {
    match role {
        SupportRole::Supported => "supported",
        SupportRole::Ground => "ground",
        SupportRole::Limit => "limit",
        SupportRole::Other => "other",
    }
}

pub(super) fn class_of_line(line: LineKind) -> &'static str {
    match line {
        LineKind::Support => "support",
        LineKind::Limit => "limit",
        LineKind::Replace => "replace",
        LineKind::Contradict => "contradict",
        LineKind::Other => "other",
    }
}

pub(crate) fn word_of_line(line: LineKind) -> &'static str {
    match line {
        LineKind::Support => "is supported by",
        LineKind::Limit => "limits",
        LineKind::Replace => "replaces",
        LineKind::Contradict => "contradicts",
        LineKind::Other => "is linked to",
    }
}

pub(crate) fn word_of_mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Asked => "asked for",
        Mark::Weak => "weak point",
        Mark::LeftOut => "left out of answers",
    }
}

/// The classes of a box: its role and its marks.
pub(super) fn classes(role: SupportRole, marks: &[Mark]) -> String {
    let mut classes = class_of(role).to_owned();
    for mark in marks {
        classes += match mark {
            Mark::Asked => " asked",
            Mark::Weak => " weak",
            Mark::LeftOut => " left-out",
        };
    }
    classes
}

/// The border of a box: a second one inside, and a sign, for a weak point.
pub(super) fn frame(role: SupportRole, marks: &[Mark], [x, y]: [i32; 2], [width, height]: [i32; 2]) -> String {
    let shape = outline(role, [x, y], [width, height]);
    let mut out = format!("<path class=\"shape\" d=\"{shape}\"/>");
    if marks.contains(&Mark::Weak) {
        let inner = outline(role, [x + 5, y + 5], [width - 10, height - 10]);
        let _ = write!(out, "<path class=\"shape inner\" d=\"{inner}\"/>");
        let [x, y] = [x + width - 19, y + height / 2];
        let _ = write!(
            out,
            "<g class=\"sign\"><title>weak point</title><circle cx=\"{x}\" cy=\"{y}\" r=\"8\"/>\
             <text x=\"{x}\" y=\"{}\">!</text></g>",
            y + 4
        );
    }
    out
}

/// Escapes text for XML: hostile characters, those that XML forbids, and markup.
pub(super) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

/// The stroke of a line: two lines side by side for a contradiction, which has no direction.
pub(super) fn stroke(line: LineKind, path: &str, prefix: &str) -> String {
    let class = class_of_line(line);
    match line {
        LineKind::Contradict => {
            format!("<path class=\"line {class}\" d=\"{path}\"/><path class=\"line gap\" d=\"{path}\"/>")
        }
        _ => {
            let kind = if line == LineKind::Limit { class } else { "" };
            format!("<path class=\"line {class}\" d=\"{path}\" marker-end=\"url(#{prefix}-head{kind})\"/>")
        }
    }
}

/// The sign of a contradiction.
pub(super) fn contradiction_sign([x, y]: [i32; 2]) -> String {
    format!(
        "<g class=\"unequal\"><title>contradiction</title><circle cx=\"{x}\" cy=\"{y}\" r=\"9\"/>\
         <text x=\"{x}\" y=\"{}\">≠</text></g>\n",
        y + 5
    )
}
