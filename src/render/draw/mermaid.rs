//! A drawing as a Mermaid flowchart. Ids are our own numbers, so that no name is a word of the language; names are in
//! quotes, with special characters written as codes.

use std::fmt::Write as _;

use crate::base::visible;
use crate::graph::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};
use crate::render::draw::words;

/// The looks of marks: not by colour alone.
const LOOKS: [(Mark, &str, &str); 3] = [
    (Mark::Asked, "asked", "stroke-width:3px"),
    (Mark::Weak, "weak", "stroke:#b3261e,stroke-width:3px,stroke-dasharray:9 3"),
    (Mark::LeftOut, "leftOut", "stroke-dasharray:2 3,opacity:0.7"),
];

pub(super) fn write(drawing: &Drawing) -> String {
    let mut out = String::from("flowchart TB\n");
    let _ = writeln!(out, "  accTitle: {}", escape_text(&drawing.title));
    for (at, node) in drawing.nodes.iter().enumerate() {
        let (open, close) = shape(node.role);
        let _ = writeln!(out, "  n{at}{open}\"{}\"{close}", label(node));
    }
    for link in words::valid_links(drawing) {
        let _ = writeln!(out, "  n{} {} n{}", link.from, arrow(link), link.to);
    }
    // A chart has no place for notes: each is in a box without a frame.
    for (at, note) in drawing.notes.iter().enumerate() {
        let _ = writeln!(out, "  note{at}[\"{}\"]", escape_text(note));
    }
    if !drawing.notes.is_empty() {
        let ids: Vec<String> = (0..drawing.notes.len()).map(|at| format!("note{at}")).collect();
        let _ = writeln!(out, "  classDef note fill:none,stroke:none\n  class {} note", ids.join(","));
    }
    for (mark, class, looks) in LOOKS {
        let nodes = drawing.nodes.iter().enumerate();
        let marked = nodes.filter(|(_, node)| node.marks.contains(&mark));
        let ids: Vec<String> = marked.map(|(at, _)| format!("n{at}")).collect();
        if !ids.is_empty() {
            let _ = writeln!(out, "  classDef {class} {looks}\n  class {} {class}", ids.join(","));
        }
    }
    out
}

fn shape(role: SupportRole) -> (&'static str, &'static str) {
    match role {
        SupportRole::Supported => ("(", ")"),
        SupportRole::Ground => ("[(", ")]"),
        SupportRole::Limit => ("{{", "}}"),
        SupportRole::Other => ("[", "]"),
    }
}

fn label(node: &DrawingNode) -> String {
    let parts = words::parts(node);
    let parts: Vec<String> = parts.iter().map(|it| escape_text(it)).collect();
    parts.join("<br>")
}

fn arrow(link: &DrawingLink) -> String {
    let arrow = match link.line {
        LineKind::Support => "-->",
        LineKind::Limit => "-.-x",
        LineKind::Replace | LineKind::Other => "-.->",
        LineKind::Contradict => "<==>",
    };
    match words::line_text(link).as_str() {
        "" => arrow.to_owned(),
        words => format!("{arrow}|\"{}\"|", escape_text(words)),
    }
}

/// Letters, digits and blanks stay as they are, as do a hyphen or a dot between two of them and a comma after one. All
/// else in ASCII becomes a code: quotes, brackets, what begins a directive, a list, a link or code. So do the two
/// characters that Mermaid itself uses for `#` and `;`.
fn escape_text(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let joins = matches!(c, '-' | '.' | ',')
            && before.is_alphanumeric()
            && (c == ',' || chars.peek().is_some_and(|next| next.is_alphanumeric()));
        let plain = c.is_ascii_alphanumeric() || c == ' ' || joins;
        if plain || !c.is_ascii() && !matches!(c, 'ﬂ' | '¶') {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
        before = c;
    }
    out
}
