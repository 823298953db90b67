//! A drawing as SVG without scripts, external fonts or links. Shape and colour tell kinds of boxes and lines apart;
//! weak points have a double border and a sign.

mod legend;
mod parts;
mod shapes;

use std::fmt::Write;

pub(super) use self::parts::{word_of_line, word_of_mark};
use crate::base::{Cut, Limit};
use crate::graph::layout::{HEADROOM, LINE_HEIGHT, PADDING, SMALL_HEIGHT, STACK};
use crate::graph::{Drawing, DrawingLayout, DrawingLink, DrawingNode, LineKind, Mark, PlacedBox, Route};
use crate::render::draw::svg::parts::{
    ROLES, SIDE, classes, contradiction_sign, escape_xml, frame, saturating_i32, stroke,
};
use shapes::{outline, path_along};

/// The least width of the picture, so that the legend has room.
const NARROWEST: i32 = 360;

/// A drawing as a document of its own, with heading and style.
#[must_use]
pub fn svg(drawing: &Drawing, layout: &DrawingLayout) -> String {
    write_svg(drawing, layout, None)
}

/// A drawing as an element of a page that has a heading, and contains [`style`] once. Identifiers begin with `prefix`:
/// letters, digits, hyphens, different for each drawing of a page.
#[must_use]
pub fn svg_inside(drawing: &Drawing, layout: &DrawingLayout, prefix: &str) -> String {
    write_svg(drawing, layout, Some(prefix))
}

/// The style of all drawings, for a `style` element. It affects nothing outside of a drawing.
#[must_use]
pub fn style() -> &'static str {
    include_str!("svg.css")
}

fn write_svg(drawing: &Drawing, layout: &DrawingLayout, inside: Option<&str>) -> String {
    let prefix: String =
        inside.unwrap_or("drawing").chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let width = layout.width.max(NARROWEST);
    let heading = match inside {
        None => legend::lines(&drawing.title, width - 2 * SIDE, 9),
        Some(_) => Vec::new(),
    };
    let top = saturating_i32(heading.len()) * 22 + if heading.is_empty() { 0 } else { 14 };
    let (legend, below) = legend::write_legend(drawing, width, &prefix);
    let height = top + layout.height + below;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\">\n\
         <title id=\"{prefix}-title\">{}</title>\n<desc id=\"{prefix}-desc\">{}</desc>\n",
        escape_xml(&drawing.title),
        escape_xml(&description(drawing)),
    );
    if inside.is_none() {
        let _ = write!(out, "<style>\n{}</style>\n", style());
    }
    let _ = write!(
        out,
        "<defs>\n{}{}</defs>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n",
        head(&prefix, ""),
        head(&prefix, "limit"),
    );
    for (at, line) in (1..).zip(&heading) {
        let y = at * 22 + 8;
        let _ = writeln!(out, "<text class=\"heading\" x=\"{SIDE}\" y=\"{y}\">{}</text>", escape_xml(line));
    }
    let _ = writeln!(out, "<g transform=\"translate({} {top})\">", (width - layout.width) / 2);
    for (link, route) in drawing.links.iter().zip(&layout.routes) {
        out += &line(drawing, link, route, &prefix);
    }
    for (at, (node, placed)) in drawing.nodes.iter().zip(&layout.boxes).enumerate() {
        out += &write_box(node, placed, &format!("{prefix}-{at}"));
    }
    // Words last: no line runs over them.
    for (link, route) in drawing.links.iter().zip(&layout.routes) {
        out += &words(link, route);
    }
    out += "</g>\n";
    let _ = write!(out, "<g transform=\"translate(0 {})\">\n{legend}</g>\n</svg>\n", top + layout.height);
    out
}

/// The head of an arrow.
fn head(prefix: &str, kind: &str) -> String {
    let id = format!("{prefix}-head{kind}");
    format!(
        "<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"head {kind}\" d=\"M0 0.8 10 5 0 9.2Z\"/></marker>\n"
    )
}

/// What the picture holds, for those who do not see it.
fn description(drawing: &Drawing) -> String {
    let mut parts = Vec::new();
    for role in ROLES {
        let boxes = drawing.nodes.iter().filter(|node| node.role == role);
        let number: usize = boxes.map(|node| node.count.max(1)).sum();
        if number > 0 {
            parts.push(format!("{number} × {}", legend::kinds(drawing, role)));
        }
    }
    let weak = drawing.nodes.iter().filter(|it| it.marks.contains(&Mark::Weak));
    let weak = Cut::of(weak.map(|node| node.name.as_str()), Limit::WeakNames);
    let lines = match drawing.links.len() {
        1 => "1 line".to_owned(),
        lines => format!("{lines} lines"),
    };
    let mut text = format!("{}; {lines}.", parts.join(", "));
    if !weak.is_empty() {
        text += &format!(" Weak points: {}.", weak.comma_list());
    }
    for note in &drawing.notes {
        text += &format!(" {note}");
    }
    text
}

/// A box with its lines, and all its details as its title.
fn write_box(node: &DrawingNode, placed: &PlacedBox, id: &str) -> String {
    let mut told = format!("{}: {}", node.kind, node.label);
    if node.name != node.label {
        told += &format!(" ({})", node.name);
    }
    if node.count > 1 {
        told += &format!("; stands for {}", node.count);
    }
    for remark in &node.remarks {
        told += &format!("; {remark}");
    }
    for mark in &node.marks {
        told += &format!("; {}", word_of_mark(*mark));
    }
    let stack = if node.count > 1 { STACK } else { 0 };
    let mut out = format!(
        "<g class=\"box {}\" id=\"{id}\"><title>{}</title>",
        classes(node.role, &node.marks),
        escape_xml(&told)
    );
    let [x, y] = [placed.x, placed.y + stack];
    let [width, height] = [placed.width - stack, placed.height - stack];
    if stack > 0 {
        for behind in [stack, stack / 2] {
            let shape = outline(node.role, [x + behind, y - behind], [width, height]);
            let _ = write!(out, "<path class=\"shape\" d=\"{shape}\"/>");
        }
    }
    out += &frame(node.role, &node.marks, [x, y], [width, height]);
    let mut baseline = y + HEADROOM + 13;
    for line in &placed.lines {
        let x = x + PADDING;
        let _ = write!(out, "<text x=\"{x}\" y=\"{baseline}\">{}</text>", escape_xml(line));
        baseline += LINE_HEIGHT;
    }
    baseline -= 2;
    for line in &placed.remarks {
        let x = x + PADDING;
        let _ = write!(out, "<text class=\"small\" x=\"{x}\" y=\"{baseline}\">{}</text>", escape_xml(line));
        baseline += SMALL_HEIGHT;
    }
    out += "</g>\n";
    out
}

/// A line, without its words.
fn line(drawing: &Drawing, link: &DrawingLink, route: &Route, prefix: &str) -> String {
    let (Some(from), Some(to)) = (drawing.nodes.get(link.from), drawing.nodes.get(link.to)) else {
        return String::new();
    };
    let mut told = format!("{} {} {}", from.name, word_of_line(link.line), to.name);
    if !link.label.is_empty() {
        told += &format!(": {}", link.label);
    }
    if link.count > 1 {
        told += &format!(" ({} times)", link.count);
    }
    format!("<g><title>{}</title>{}</g>\n", escape_xml(&told), stroke(link.line, &path_along(&route.points), prefix))
}

/// The words on a line, and the sign of a contradiction.
fn words(link: &DrawingLink, route: &Route) -> String {
    let mut out = String::new();
    let sign = shapes::middle(&route.points, route.label);
    if let (LineKind::Contradict, Some(at)) = (link.line, sign) {
        out += &contradiction_sign(at);
    }
    if let Some([x, y]) = route.label {
        let mut text = link.label.clone();
        if link.count > 1 {
            text += &format!(" ×{}", link.count);
        }
        let _ = writeln!(out, "<text class=\"word\" x=\"{x}\" y=\"{}\">{}</text>", y + 4, escape_xml(text.trim()));
    }
    out
}
