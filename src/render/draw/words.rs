//! The texts of boxes and lines that the writers share, cut to what can be shown.

use std::borrow::Cow;

use crate::base::{Limit, truncate, visible};
use crate::graph::{Drawing, DrawingLink, DrawingNode, LineKind, Mark};
use crate::render::draw::svg::{word_of_line, word_of_mark};

/// The text of a box, one part per line, with hostile characters as escapes: kind and name, label, remarks, and marks
/// except `Asked`. Long labels are cut.
pub(super) fn parts(node: &DrawingNode) -> Vec<String> {
    let mut parts = vec![head(node)];
    if !node.label.is_empty() && node.label != node.name {
        parts.push(clip_text(&node.label));
    }
    parts.extend(node.remarks.iter().map(|it| clip_text(it)));
    let told = node.marks.iter().filter(|it| **it != Mark::Asked);
    parts.extend(told.map(|it| format!("! {}", word_of_mark(*it))));
    parts
}

/// `claim ali:no-training`, `12 claims`: the kind and name of a box, or the number of things that it stands for.
fn head(node: &DrawingNode) -> String {
    let name = clip_text(&node.name);
    let kind = clip_text(&node.kind);
    match (node.count, kind.is_empty()) {
        (1, true) => name,
        (1, false) => format!("{kind} {name}"),
        (count, true) => format!("{count} {name}"),
        (count, false) => format!("{count} {kind}: {name}"),
    }
}

/// A text cut to what can be shown, since it may be a book; hostile characters as escapes.
fn clip_text(text: &str) -> String {
    visible(&truncate(text, Limit::BoxText)).into_owned()
}

/// The words on a line; empty for support, which most lines are.
pub(super) fn line_text(link: &DrawingLink) -> String {
    let words = match (link.label.as_str(), link.line) {
        ("", LineKind::Support) => Cow::Borrowed(""),
        ("", line) => Cow::Borrowed(word_of_line(line)),
        (label, _) => Cow::Owned(clip_text(label)),
    };
    match (link.count, words.as_ref()) {
        (0 | 1, words) => words.to_owned(),
        (count, "") => format!("× {count}"),
        (count, words) => format!("{words} × {count}"),
    }
}

/// Links whose ends are both boxes of the drawing: a writer does not trust an index.
pub(super) fn valid_links(drawing: &Drawing) -> impl Iterator<Item = &DrawingLink> {
    let boxes = drawing.nodes.len();
    let links = drawing.links.iter();
    links.filter(move |link| link.from < boxes && link.to < boxes)
}
