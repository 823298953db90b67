//! The meaning of the shapes and lines that occur in a picture, and the notes of the drawing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use textwrap::Options;

use crate::base::{Cut, Limit, visible};
use crate::graph::{Drawing, DrawingNode, LineKind, Mark, SupportRole};
use crate::render::draw::svg::parts::{
    ROLES, SIDE, classes, contradiction_sign, escape_xml, frame, saturating_i32, stroke, word_of_line, word_of_mark,
};
use crate::render::draw::svg::shapes::outline;

/// Height of a line of the legend.
const ROW: i32 = 32;
/// Size of a sample.
const SAMPLE: [i32; 2] = [40, 22];
/// Height of a line of the notes.
const NOTE: i32 = 17;

/// The legend and the height that it takes.
pub(super) fn write_legend(drawing: &Drawing, width: i32, prefix: &str) -> (String, i32) {
    let mut out = String::new();
    let [mut x, mut y] = [SIDE, 4];
    for (sample, words) in entries(drawing, prefix) {
        let room = SAMPLE[0] + 8 + saturating_i32(words.chars().count()) * 7 + 22;
        if x > SIDE && x + room > width - SIDE {
            [x, y] = [SIDE, y + ROW];
        }
        let _ = writeln!(
            out,
            "<g transform=\"translate({x} {y})\">{}<text class=\"small\" x=\"{}\" y=\"15\">{}</text></g>",
            sample.trim_end(),
            SAMPLE[0] + 8,
            escape_xml(&words)
        );
        x += room;
    }
    if !out.is_empty() {
        y += ROW;
    }
    for note in &drawing.notes {
        for line in lines(note, width - 2 * SIDE, 7) {
            y += NOTE;
            let _ = writeln!(out, "<text class=\"small\" x=\"{SIDE}\" y=\"{y}\">{}</text>", escape_xml(&line));
        }
    }
    (out, y + 16)
}

/// Wraps text into lines no wider than `width`, for letters `letter` wide; a long text is cut.
pub(super) fn lines(text: &str, width: i32, letter: i32) -> Vec<String> {
    let columns = usize::try_from(width / letter).unwrap_or(1).max(20);
    let text = visible(text);
    let lines = textwrap::wrap(&text, Options::new(columns)).into_iter();
    let (mut lines, more) = Cut::of(lines.map(Cow::into_owned), Limit::NoteLines).into_parts();
    lines.extend((more > 0).then(|| format!("… {more} more lines: see the description of the picture")));
    lines
}

/// The nouns of the boxes of a role.
pub(super) fn kinds(drawing: &Drawing, role: SupportRole) -> String {
    let nodes = drawing.nodes.iter().filter(|it| it.role == role);
    let kinds: BTreeSet<&str> = nodes.map(|it| it.kind.as_str()).collect();
    Cut::of(kinds, Limit::LegendKinds).comma_list()
}

/// A sample and its words for each role, mark and kind of line that occurs.
fn entries(drawing: &Drawing, prefix: &str) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let [width, height] = SAMPLE;
    for role in ROLES {
        if drawing.nodes.iter().any(|it| it.role == role) {
            let shape = sample_box(role, &[]);
            entries.push((shape, kinds(drawing, role)));
        }
    }
    if drawing.nodes.iter().any(|it| it.count > 1) {
        let mut shape = String::new();
        for behind in [6, 3, 0] {
            let shape_of_one = outline(SupportRole::Other, [behind, 6 - behind], [width - 6, height - 6]);
            let _ = write!(shape, "<path class=\"shape\" d=\"{shape_of_one}\"/>");
        }
        let shape = format!("<g class=\"box other\">{shape}</g>");
        entries.push((shape, "several things as one box".to_owned()));
    }
    for mark in [Mark::Asked, Mark::Weak, Mark::LeftOut] {
        let marked = |it: &&DrawingNode| it.marks.contains(&mark);
        if let Some(node) = drawing.nodes.iter().find(marked) {
            entries.push((sample_box(node.role, &[mark]), word_of_mark(mark).to_owned()));
        }
    }
    for line in [LineKind::Support, LineKind::Limit, LineKind::Replace, LineKind::Contradict, LineKind::Other] {
        if drawing.links.iter().any(|it| it.line == line) {
            let mut sample = stroke(line, &format!("M0 {0}H{width}", height / 2), prefix);
            if line == LineKind::Contradict {
                sample += &contradiction_sign([width / 2, height / 2]);
            }
            entries.push((sample, word_of_line(line).to_owned()));
        }
    }
    entries
}

/// A sample of a box.
fn sample_box(role: SupportRole, marks: &[Mark]) -> String {
    format!("<g class=\"box {}\">{}</g>", classes(role, marks), frame(role, marks, [0, 0], SAMPLE))
}
