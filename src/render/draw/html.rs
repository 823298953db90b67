//! A page with a picture, and with its boxes and lines in words for those who do not see it. It loads nothing and runs
//! nothing.

use maud::{Markup, PreEscaped, html};

use crate::base::visible;
use crate::graph::{Drawing, DrawingLayout, DrawingLink, DrawingNode};
use crate::render::draw::svg::{style, svg_inside, word_of_line, word_of_mark};
use crate::render::draw::words::valid_links;
use crate::render::page::page;

pub(super) fn write(drawing: &Drawing, layout: &DrawingLayout) -> String {
    let title = visible(&drawing.title);
    let style = html! {
        (PreEscaped(style()))
        (PreEscaped(include_str!("page.css")))
        // Letters may become a quarter smaller; beyond that the picture is scrolled.
        (format!(".scroll .drawing {{ min-width: {}px; }}\n", layout.width * 3 / 4))
    };
    let body = html! {
        main {
            h1 { (title) }
            @if drawing.nodes.is_empty() {
                (notes(drawing))
            } @else {
                div.scroll role="group" aria-label="Picture" tabindex="0" {
                    (PreEscaped(svg_inside(drawing, layout, "picture")))
                }
                (in_words(drawing))
            }
        }
    };
    page(&html! { (title) }, None, &style, &body)
}

fn notes(drawing: &Drawing) -> Markup {
    html! { @for note in &drawing.notes { p.note { (visible(note)) } } }
}

/// Every box, with the lines that start at it.
fn in_words(drawing: &Drawing) -> Markup {
    let mut starting: Vec<Vec<&DrawingLink>> = vec![Vec::new(); drawing.nodes.len()];
    for link in valid_links(drawing) {
        starting[link.from].push(link);
    }
    html! {
        details {
            summary { "The same in words" }
            (notes(drawing))
            ul {
                @for (at, node) in drawing.nodes.iter().enumerate() {
                    li id=(format!("box-{at}")) {
                        (node_words(node))
                        @if !starting[at].is_empty() {
                            ul { @for link in &starting[at] { li { (link_words(drawing, link)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn node_words(node: &DrawingNode) -> Markup {
    html! {
        @if node.count > 1 { (node.count) " " }
        @if !node.kind.is_empty() { span.kind { (visible(&node.kind)) } " " }
        code { (visible(&node.name)) }
        @if !node.label.is_empty() && node.label != node.name { " " (visible(&node.label)) }
        @for remark in &node.remarks { "; " (visible(remark)) }
        @for mark in &node.marks { "; " strong { (word_of_mark(*mark)) } }
    }
}

fn link_words(drawing: &Drawing, link: &DrawingLink) -> Markup {
    let words = word_of_line(link.line);
    html! {
        (words) " "
        a href=(format!("#box-{}", link.to)) { (visible(&drawing.nodes[link.to].name)) }
        @if !link.label.is_empty() { " (" (visible(&link.label)) ")" }
        @if link.count > 1 { ", " (link.count) " times" }
    }
}
