//! The data for programs, beside each page and in it.

use std::collections::BTreeSet;

use caveat::store::{Input, MAX_FILE, load};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParser};

use crate::site::{drafts, files, pages, parse, select_all, words_of};
use crate::world::{messages, open, root, session};

fn triples(text: &str, format: RdfFormat) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    quads.map(|quad| quad.unwrap().to_string()).collect()
}

#[test]
fn turtle_and_json_ld_of_pages_agree_and_load() {
    for session in [session("shipped"), drafts()] {
        let files = files(&session);
        let folder = tempfile::tempdir().unwrap();
        let mut count = 0;
        for (name, text) in pages(&files) {
            let name = name.trim_end_matches(".html");
            let (turtle, json) = (&files[&format!("{name}.ttl")], &files[&format!("{name}.jsonld")]);
            let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
            let said = triples(turtle, RdfFormat::Turtle);
            assert_eq!(said, triples(json, format), "{name}");
            assert!(!said.is_empty(), "{name}");
            let page = parse(text);
            let inside = select_all(&page, "script[type='application/ld+json']")[0].inner_html();
            assert_eq!(&inside, json, "{name}");
            for kind in ["text/turtle", "application/ld+json"] {
                assert_eq!(select_all(&page, &format!("link[rel=alternate][type='{kind}']")).len(), 1, "{name}");
            }
            for (ending, text) in [("ttl", turtle), ("jsonld", json)] {
                let path = folder.path().join(format!("{name}.{ending}"));
                std::fs::write(&path, text).unwrap();
                let loaded = load(&[Input::Path(path)], None, MAX_FILE);
                let loaded = loaded.unwrap_or_else(|faults| panic!("{}", messages(&faults)));
                assert_eq!(loaded.len(), said.len(), "{name}");
            }
            count += 1;
        }
        assert!(count > 10);
    }
}

#[test]
fn files_beside_a_page_have_all_vendor_facts() {
    let session = session("shipped");
    let files = files(&session);
    let beside = triples(&files["vendor-alibaba.ttl"], RdfFormat::Turtle);
    let about = "<https://w3id.org/caveat/id/alibaba/";
    // A source that nothing cites has its own page.
    let sources: Vec<String> = files
        .iter()
        .filter(|(name, _)| name.starts_with("source-") && name.ends_with(".ttl"))
        .flat_map(|(_, text)| triples(text, RdfFormat::Turtle))
        .collect();
    for quad in session.dataset().quads() {
        let line = quad.to_string();
        if line.starts_with(about) {
            assert!(beside.contains(&line) || sources.contains(&line), "{line}");
        }
    }
}

#[test]
fn facts_of_a_page_reproduce_the_page() {
    let original = files(&session("shipped"));
    let folder = tempfile::tempdir().unwrap();
    for ending in ["ttl", "jsonld"] {
        let path = folder.path().join(format!("page.{ending}"));
        std::fs::write(&path, &original[&format!("vendor-alibaba.{ending}")]).unwrap();
        let data = root().join("data");
        let again = open(&[path, data.join("vocabulary.ttl"), data.join("topics.ttl")]);
        let again = files(&again.unwrap_or_else(|faults| panic!("{}", messages(&faults))));
        let mut compared = 0;
        for (name, text) in pages(&original).filter(|(name, _)| *name != "index.html") {
            // JSON-LD declares no prefixes: only short names could differ.
            assert_eq!(words_of(&parse(text), "main"), words_of(&parse(&again[name]), "main"), "{name}");
            assert!(ending == "jsonld" || *text == again[name], "{name}");
            compared += 1;
        }
        assert!(compared > 20);
    }
}
