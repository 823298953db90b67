//! Limits of pictures: how many boxes, and what is in and around them.

use caveat::graph::{Drawing, DrawingNode, Mark, SupportRole};
use caveat::render::{DrawFormat, write_drawing};
use caveat::session::Session;
use oxigraph::model::NamedNode;

use crate::limits::each;
use crate::world::of_text;

const PREFIXES: &str = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix x: <https://x.example/> .\nx:v a cv:Vendor ; cv:name \"V\" .\n";

fn session(facts: &str) -> Session {
    let vocabulary = crate::world::root().join("data/vocabulary.ttl");
    let session = of_text(&format!("{PREFIXES}{facts}"), Some(&vocabulary));
    session.unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)))
}

/// A claim with its support: this many boxes in all.
fn claim_with_support(boxes: usize, more: impl Fn(usize) -> String) -> String {
    let top = "x:c0 a cv:Claim ; cv:vendor x:v ; cv:statement \"Top.\" .\n";
    let rest = |it| format!("x:c0 cv:restsOn x:r{it} .\nx:r{it} a cv:Claim ; cv:statement \"R{it}\" {} .\n", more(it));
    format!("{top}{}", each(boxes - 1, rest))
}

fn draw_claim(facts: &str, format: DrawFormat) -> String {
    let things = [NamedNode::new("https://x.example/c0").unwrap()];
    write_drawing(&session(facts).picture(&things, "What it stands on".to_owned()), format)
}

pub(super) fn boxes(many: usize) -> String {
    draw_claim(&claim_with_support(many, |_| "; cv:vendor x:v".to_owned()), DrawFormat::Dot).replace("\\l", " ")
}

/// Claims of this many vendors, several of each but the last.
pub(super) fn groups(many: usize) -> String {
    let vendors = each(many, |it| format!("x:v{it} a cv:Vendor ; cv:name \"V{it}\" .\n"));
    // The claim at the top is of the first of them.
    let facts = claim_with_support(6 * many, |it| format!("; cv:vendor x:v{}", it % many + 1)).replacen(
        "cv:vendor x:v ;",
        "cv:vendor x:v1 ;",
        1,
    );
    draw_claim(&format!("{vendors}{facts}"), DrawFormat::Dot).replace("\\l", " ")
}

/// A source with this many values.
pub(super) fn box_remarks(many: usize) -> String {
    let values = ["cv:access cv:public", "cv:sourceKind cv:contract", "cv:publisher x:v"][..many].join(" ; ");
    let facts = format!(
        "x:c0 a cv:Claim ; cv:statement \"Top.\" ; cv:citation x:k .\nx:k a cv:Citation ; cv:source x:s .\n\
         x:s a cv:Source ; cv:label \"S\" ; {values} .\n"
    );
    draw_claim(&facts, DrawFormat::Dot).replace("\\l", " ")
}

/// A drawing of one box.
fn one_box(label: &str, remarks: Vec<String>) -> Drawing {
    Drawing { title: "One".to_owned(), nodes: vec![node("n", label, "claim", remarks)], ..Drawing::default() }
}

fn node(name: &str, label: &str, kind: &str, remarks: Vec<String>) -> DrawingNode {
    DrawingNode {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        remarks,
        role: SupportRole::Supported,
        marks: Vec::new(),
        count: 1,
    }
}

pub(super) fn box_text(many: usize) -> String {
    write_drawing(&one_box(&"x".repeat(many), Vec::new()), DrawFormat::Mermaid)
}

/// Words that each take a line.
fn words(many: usize) -> String {
    vec!["x".repeat(25); many].join(" ")
}

/// The texts that are visible before the pointer is on a box.
fn visible_texts(drawing: &Drawing) -> String {
    let svg = write_drawing(drawing, DrawFormat::Svg);
    let texts = svg.split("<text").skip(1).filter_map(|it| it.split_once('>')?.1.split_once("</text>"));
    texts.map(|(text, _)| format!("{text}\n")).collect()
}

pub(super) fn box_lines(many: usize) -> String {
    visible_texts(&one_box(&words(many), Vec::new()))
}

pub(super) fn box_remark_lines(many: usize) -> String {
    visible_texts(&one_box("label", vec![vec!["x".repeat(30); many].join(" ")]))
}

pub(super) fn legend_kinds(many: usize) -> String {
    let nodes = (0..many).map(|it| node(&format!("n{it}"), "label", &format!("kind{it}"), Vec::new()));
    visible_texts(&Drawing { title: "Many".to_owned(), nodes: nodes.collect(), ..Drawing::default() })
}

pub(super) fn note_lines(many: usize) -> String {
    // A line of the narrowest picture takes some forty letters.
    let note = vec!["y".repeat(30); many].join(" ");
    visible_texts(&Drawing { notes: vec![note], ..one_box("label", Vec::new()) })
}

pub(super) fn weak_names(many: usize) -> String {
    let weak = |it| DrawingNode { marks: vec![Mark::Weak], ..node(&format!("n{it}"), "label", "claim", Vec::new()) };
    let nodes = (0..many).map(weak).collect();
    write_drawing(&Drawing { title: "Weak".to_owned(), nodes, ..Drawing::default() }, DrawFormat::Svg)
}
