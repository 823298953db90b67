//! A drawing in DOT, the language of Graphviz. Ids are our own numbers; names occur only in quotes.

use std::fmt::Write as _;

use crate::graph::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};
use crate::render::draw::words;

/// The width of a box, in characters.
const COLUMNS: usize = 30;
/// The width of the title, in characters.
const TITLE_COLUMNS: usize = 100;

pub(super) fn write(drawing: &Drawing) -> String {
    let mut out = String::from("digraph {\n");
    let notes = drawing.notes.iter().map(String::as_str);
    let head: Vec<&str> = std::iter::once(drawing.title.as_str()).chain(notes).collect();
    let label: String = head.iter().map(|it| lines(it, TITLE_COLUMNS, "l")).collect();
    let _ = writeln!(
        out,
        "  graph [rankdir=TB, labelloc=t, labeljust=l, fontname=\"sans-serif\", label=\"{label}\"];\n  \
         node [fontname=\"sans-serif\", fontsize=11, color=\"#33415c\"];\n  \
         edge [fontname=\"sans-serif\", fontsize=10, color=\"#33415c\"];"
    );
    for (at, node) in drawing.nodes.iter().enumerate() {
        let _ = writeln!(out, "  n{at} [{}];", node_attributes(node));
    }
    for link in words::valid_links(drawing) {
        let _ = writeln!(out, "  n{} -> n{} [{}];", link.from, link.to, edge_attributes(link));
    }
    out.push_str("}\n");
    out
}

fn node_attributes(node: &DrawingNode) -> String {
    let (shape, own_style, fill) = match node.role {
        SupportRole::Supported => ("box", "filled,rounded", "#e8f0fe"),
        SupportRole::Ground => ("note", "filled", "#e6f4ea"),
        SupportRole::Limit => ("octagon", "filled", "#fef3dc"),
        SupportRole::Other => ("ellipse", "filled", "#f1f3f4"),
    };
    let is = |mark: Mark| node.marks.contains(&mark);
    let style = if is(Mark::LeftOut) { format!("{own_style},dashed") } else { own_style.to_owned() };
    let parts = words::parts(node);
    let label: String = parts.iter().map(|it| lines(it, COLUMNS, "n")).collect();
    let mut said = format!("shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", label=\"{label}\"");
    if is(Mark::Asked) {
        said.push_str(", penwidth=2.5");
    }
    if is(Mark::Weak) {
        said.push_str(", peripheries=2, color=\"#b3261e\"");
    }
    said
}

fn edge_attributes(link: &DrawingLink) -> String {
    let looks = match link.line {
        LineKind::Support => "style=solid",
        LineKind::Limit => "style=dashed, arrowhead=tee",
        LineKind::Replace => "style=dotted, arrowhead=empty, constraint=false",
        LineKind::Contradict => "style=bold, dir=both, color=\"#b3261e\", constraint=false",
        LineKind::Other => "style=dotted, arrowhead=open",
    };
    match words::line_text(link).as_str() {
        "" => looks.to_owned(),
        words => format!("{looks}, label=\"{}\"", lines(words, COLUMNS, "n")),
    }
}

/// A text in lines of a width. The escape at the end of each aligns it: `n` in the middle, `l` at the left.
fn lines(text: &str, columns: usize, stands: &str) -> String {
    // Names contain hyphens: a line breaks only at blanks, if there are any.
    let options = textwrap::Options::new(columns)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options);
    let lines = lines.iter().map(|line| format!("{}\\{stands}", escape_label(line)));
    lines.collect()
}

/// Escapes `"` and `\`, which mean something in quotes, and `&`, since Graphviz reads entities even there.
fn escape_label(text: &str) -> String {
    let text = crate::base::visible(text);
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
