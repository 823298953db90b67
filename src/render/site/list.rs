//! The list of everything: complete without a script, filtered by one while the user types.

use maud::{Markup, html};

use crate::render::site::parts::{texts, thing};
use crate::site::{SearchItem, SearchPage};

/// The page without its frame.
pub(super) fn body(list: &SearchPage) -> Markup {
    let parts = [
        ("vendors", "Vendors", &list.vendors),
        ("topics", "Topics", &list.topics),
        ("sources", "Sources", &list.sources),
        ("records", "Records", &list.records),
        ("fine-print", "Fine print", &list.caveats),
    ];
    html! {
        h1 { "Search" }
        form.search role="search" id="search" hidden {
            label for="words" { "Find all of these words" }
            input type="search" id="words" name="q" autocomplete="off" spellcheck="false";
            p.quiet id="found" role="status" {}
        }
        nav.contents aria-label="On this page" {
            ul {
                @for (anchor, title, items) in parts {
                    li { a href={ "#" (anchor) } { (title) " " span.quiet { "(" (items.len()) ")" } } }
                }
            }
        }
        @for (anchor, title, items) in parts { (part(anchor, title, items)) }
    }
}

fn part(anchor: &str, title: &str, items: &[SearchItem]) -> Markup {
    html! {
        section.listed id=(anchor) aria-labelledby={ (anchor) "-title" } {
            h2 id={ (anchor) "-title" } { (title) }
            @if items.is_empty() { p.empty { "None." } }
            @else {
                ul.list {
                    @for it in items {
                        li {
                            (thing(&it.thing))
                            @if !it.beside.is_empty() { " " span.quiet { (texts(&it.beside)) } }
                        }
                    }
                }
            }
        }
    }
}
