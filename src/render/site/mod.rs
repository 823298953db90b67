//! A web site: each page as HTML, as Turtle and as JSON-LD, with one style and one script for the search.
//! Every text from the data goes through `parts::text`, every address through `parts::web`.

mod dependents;
mod frame;
mod index;
mod list;
mod parts;
mod programs;
mod record;
mod source;
mod topic;
mod vendor;

use maud::Markup;

use crate::render::site::frame::PageFrame;
use crate::site::{Site, SitePage};

/// The looks of every page.
const STYLE: &str = include_str!("style.css");
/// The script that filters while the user types.
const SEARCH: &str = include_str!("search.js");

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Its name: lower-case letters, digits, hyphens and one dot; no folder.
    pub name: String,
    /// What it holds.
    pub content: String,
}

/// All files of the site, by name. The same site gives the same bytes.
#[must_use]
pub fn write_site(site: &Site) -> Vec<SiteFile> {
    let style = format!("{}{}", without_heading(STYLE), frame::print_footer(site));
    let mut files = vec![file("style.css", &style), file("search.js", without_heading(SEARCH))];
    let mut add = |page: &SitePage, title: &str, body: Markup| {
        files.extend(page_files(&PageFrame { site, page, title }, &body));
    };
    add(&site.index.page, "", index::body(site));
    for vendor in &site.vendors {
        add(&vendor.page, &vendor.thing.label, vendor::body(vendor));
    }
    for source in &site.sources {
        add(&source.page, &source.source.thing.label, source::body(source));
    }
    for topic in &site.topics {
        add(&topic.page, &topic.thing.label, topic::body(topic));
    }
    add(&site.list.page, "Search", list::body(&site.list));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// A page for people, and the two for programs beside it.
fn page_files(frame: &PageFrame<'_>, body: &Markup) -> [SiteFile; 3] {
    let name = &frame.page.name;
    let triples = &frame.page.triples;
    let json = programs::json_ld(triples, &frame.site.prefixes);
    let turtle = programs::turtle(triples, &frame.site.prefixes);
    [
        file(&format!("{name}.html"), &frame.whole(body, &json)),
        file(&format!("{name}.jsonld"), &json),
        file(&format!("{name}.ttl"), &turtle),
    ]
}

fn file(name: &str, content: &str) -> SiteFile {
    SiteFile { name: name.to_owned(), content: content.to_owned() }
}

/// The text below the heading that says what a file is for.
fn without_heading(text: &str) -> &str {
    text.split_once("\n\n").map_or(text, |(_, rest)| rest)
}
