//! The frame of every page of the site: what a browser may do, where the other pages are, what programs read.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::base::is_hostile;
use crate::render::html::text;
use crate::site::{Site, SitePage};

/// What the site is called.
const NAME: &str = "Vendor claims";
/// What made it.
const PROGRAM: &str = concat!("caveat ", env!("CARGO_PKG_VERSION"));
/// The content security policy: only the style of the site is loaded, from a server or a disk; nothing is run.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'";
/// The policy of the search page, which also runs the site's own script.
const POLICY_OF_SEARCH: &str =
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'";

/// A page of a site.
pub(super) struct PageFrame<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a SitePage,
    /// Its title; empty for the start page.
    pub(super) title: &'a str,
}

impl PageFrame<'_> {
    /// The whole page around its body, with the facts for programs.
    pub(super) fn whole(&self, body: &Markup, json: &str) -> String {
        let searches = self.page.name == self.site.list.page.name;
        let policy = if searches { POLICY_OF_SEARCH } else { POLICY };
        let name = &self.page.name;
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content=(PROGRAM);
                    meta name="referrer" content="no-referrer";
                    title { @if !self.title.is_empty() { (text(self.title)) " · " } (NAME) }
                    link rel="stylesheet" href="style.css";
                    link rel="alternate" type="text/turtle" href={ (name) ".ttl" };
                    link rel="alternate" type="application/ld+json" href={ (name) ".jsonld" };
                    script type="application/ld+json" { (PreEscaped(json)) }
                    @if searches { script src="search.js" defer {} }
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    (self.navigation())
                    main id="content" tabindex="-1" { (body) }
                    (self.foot())
                }
            }
        };
        page.into_string() + "\n"
    }

    fn navigation(&self) -> Markup {
        let here = |page: &SitePage| (page.name == self.page.name).then_some("page");
        html! {
            header.site {
                a.name href="index.html" { (NAME) }
                nav aria-label="Site" {
                    ul {
                        li { a href="index.html" aria-current=[here(&self.site.index.page)] { "Vendors" } }
                        li { a href="search.html#topics" { "Topics" } }
                        li { a href="search.html#sources" { "Sources" } }
                        li { a href="search.html" aria-current=[here(&self.site.list.page)] { "Search" } }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let name = &self.page.name;
        html! {
            footer.site {
                p {
                    "For programs: this page as "
                    a href={ (name) ".ttl" } type="text/turtle" { "Turtle" } " and as "
                    a href={ (name) ".jsonld" } type="application/ld+json" { "JSON-LD" } ". "
                }
                p { (text(&age(self.site))) }
                p.quiet { "Made by " (PROGRAM) ". The same facts on the same day give the same pages." }
            }
        }
    }
}

/// The age of the page: the day that it was made for, and the day of the newest record.
fn age(site: &Site) -> String {
    let newest = site.index.grounds.as_ref().and_then(|it| it.newest.as_ref());
    let facts =
        newest.map_or_else(|| "no record has a date".to_owned(), |day| format!("the newest record is as of {day}"));
    let revision = site.revision.as_ref().map_or_else(String::new, |it| format!("; facts as of {it}"));
    format!("Records current on {}; {facts}{revision}.", site.day)
}

/// The CSS of a line at the foot of every printed page: its age.
pub(super) fn print_footer(site: &Site) -> String {
    // In a CSS string only these have a special meaning.
    let plain: String = age(site).chars().filter(|c| !matches!(c, '"' | '\\') && !is_hostile(*c)).collect();
    format!("\n@media print {{ @page {{ @bottom-left {{ content: \"{NAME}. {plain}\"; font: 7pt sans-serif; }} }} }}\n")
}
