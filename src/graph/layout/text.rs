//! Words broken into lines, and the room that they take in a sans-serif font.

use std::borrow::Cow;

use textwrap::Options;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::base::{Cut, Limit, visible};
use crate::graph::layout::geometry::{
    HEADROOM, LETTER, LINE_HEIGHT, PADDING, PlacedBox, SMALL_HEIGHT, SMALL_LETTER, STACK,
};
use crate::graph::{DrawingLink, DrawingNode, Mark};

/// Columns of a line of a label.
const COLUMNS: usize = 28;
/// Columns of a line of remarks, which are smaller.
const SMALL_COLUMNS: usize = 34;
/// Least width of a box.
const NARROWEST: i32 = 84;
/// Room for the sign of a weak point.
const SIGN: i32 = 20;

/// The box of a node, without a position.
pub(super) fn measure_box(node: &DrawingNode) -> PlacedBox {
    let label = if node.label.trim().is_empty() { &node.name } else { &node.label };
    let lines = wrap_text(label, COLUMNS, Limit::BoxLines);
    let told: Vec<&str> = node.remarks.iter().map(|it| it.trim()).collect();
    let mut told = told.join(" · ");
    if node.count > 1 {
        let parts = [format!("{} × {}", node.count, node.kind), told];
        let parts = parts.iter().filter(|it| !it.is_empty());
        told = parts.map(String::as_str).collect::<Vec<_>>().join(" · ");
    }
    let remarks = wrap_text(&told, SMALL_COLUMNS, Limit::BoxRemarkLines);
    let widths = lines.iter().map(|line| width(line, LETTER));
    let small = remarks.iter().map(|line| width(line, SMALL_LETTER));
    let widest = widths.chain(small).max().unwrap_or(0);
    let signs = i32::from(node.marks.contains(&Mark::Weak)) * SIGN;
    let stack = i32::from(node.count > 1) * STACK;
    let count = |lines: &[String]| i32::try_from(lines.len()).expect("a handful of lines");
    let room = count(&lines) * LINE_HEIGHT + count(&remarks) * SMALL_HEIGHT;
    PlacedBox {
        x: 0,
        y: 0,
        width: (widest + 2 * PADDING + signs).max(NARROWEST) + stack,
        height: room + 2 * HEADROOM + stack,
        lines,
        remarks,
    }
}

/// Width of the words on a line, and of the number of links it stands for; 0 for none.
pub(super) fn words_on(link: &DrawingLink) -> i32 {
    let words = width(&visible(&link.label), SMALL_LETTER);
    let count = if link.count > 1 { width(&format!(" ×{}", link.count), SMALL_LETTER) } else { 0 };
    words + count
}

/// The text wrapped to this many columns, with an ellipsis if it is cut.
fn wrap_text(text: &str, columns: usize, limit: Limit) -> Vec<String> {
    let most = limit.most();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    // A picture shows no more of it, and wrapping takes time.
    let start: String = text.chars().take(columns * (most + 1) * 2).collect();
    let is_start = start.len() < text.len();
    let start = visible(&start);
    if start.is_empty() {
        return Vec::new();
    }
    let lines = textwrap::wrap(&start, Options::new(columns)).into_iter().map(Cow::into_owned);
    let (mut lines, more) = Cut::of(lines, limit).into_parts();
    if more > 0 || is_start {
        let last = lines.last_mut().expect("there are lines");
        while last.width() >= columns {
            last.pop();
        }
        let kept = last.trim_end().len();
        last.truncate(kept);
        last.push('…');
    }
    lines
}

/// Room that a line takes, in the widest of the common fonts.
fn width(line: &str, letter: i32) -> i32 {
    let permille: i32 = line.chars().map(char_width).sum();
    (permille * letter + 999) / 1000
}

/// Width of a character in thousandths of the font size.
fn char_width(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '/' => 400,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 1000,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '×' => 840,
        _ => match c.width() {
            None | Some(0) => 0,
            Some(1) if c.is_ascii() => 640,
            Some(1) => 860,
            Some(_) => 1400,
        },
    }
}
