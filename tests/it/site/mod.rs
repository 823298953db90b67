//! The web site: the content of its pages, their links, hostile input, and the folder that they are written to.

mod browser;
mod folder;
mod hostile;
mod pages;
mod programs;

use std::collections::BTreeMap;

use caveat::render::write_site;
use caveat::session::Session;
use caveat::site::site;
use oxigraph::model::Term;
use scraper::{ElementRef, Html, Selector};

use crate::world::{open, path, root};

/// The files of a site by name.
type Files = BTreeMap<String, String>;

fn files(session: &Session) -> Files {
    let site = site(session).unwrap_or_else(|faults| panic!("{}", crate::world::messages(&faults)));
    let files = write_site(&site).into_iter();
    files.map(|file| (file.name, file.content)).collect()
}

/// A vendor as left by a program that has read a document, with the shipped words.
fn drafts() -> Session {
    let shipped = root().join("data");
    let paths = [path("drafts.ttl"), shipped.join("vocabulary.ttl"), shipped.join("topics.ttl")];
    open(&paths).unwrap_or_else(|faults| panic!("{}", crate::world::messages(&faults)))
}

fn parse(page: &str) -> Html {
    Html::parse_document(page)
}

fn select_all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.nodes().filter_map(ElementRef::wrap)
}

/// The words that a reader sees.
fn words_of(page: &Html, selector: &str) -> String {
    let found = select_all(page, selector);
    found.iter().flat_map(|it| it.text()).collect()
}

/// The pages for people.
fn pages(files: &Files) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(name, _)| name.ends_with(".html"))
}

/// The values of a property of the vocabulary: the IRI of the thing, and the text or IRI.
fn values_of(session: &Session, property: &str) -> Vec<(String, String)> {
    let property = format!("https://w3id.org/caveat/ns#{property}");
    let quads = session.dataset().quads();
    let said = quads.filter(|quad| quad.predicate.as_str() == property);
    let said = said.map(|quad| {
        let thing = quad.subject.to_string();
        let text = match &quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string().trim_matches(['<', '>']).to_owned(),
        };
        (thing.trim_matches(['<', '>']).to_owned(), text)
    });
    said.collect()
}
