//! Turtle, TriG, N-Triples, N-Quads.

use std::collections::BTreeMap;
use std::fs;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};

use crate::w3c::isomorphism::compare_facts;
use crate::w3c::manifest::{Entry, Manifest};
use crate::w3c::{compare_with_list, expect_malformed, read, suites};

fn format_of(suite: &str) -> RdfFormat {
    match suite {
        "rdf-turtle" => RdfFormat::Turtle,
        "rdf-trig" => RdfFormat::TriG,
        "rdf-n-triples" => RdfFormat::NTriples,
        _ => RdfFormat::NQuads,
    }
}

fn run(manifest: &Manifest, entry: &Entry, format: RdfFormat) -> Result<(), String> {
    let action = manifest.action(entry);
    let text = fs::read(manifest.file(&action)).unwrap();
    let Term::NamedNode(address) = &action else { panic!("{action} is no file") };
    // Facts have no base except that in their text.
    let with_base = match format {
        RdfFormat::Turtle | RdfFormat::TriG => [format!("@base {address} .\n").into_bytes(), text].concat(),
        _ => text,
    };
    if entry.kind.ends_with("NegativeSyntax") || entry.kind.ends_with("NegativeEval") {
        return expect_malformed(with_base, format);
    }
    let dataset = read(with_base, format)?;
    let Some(result) = manifest.result(entry) else {
        return Ok(());
    };
    let expected = fs::read(manifest.file(&result)).unwrap();
    let expected = RdfParser::from_format(RdfFormat::NQuads).for_slice(&expected);
    compare_facts(&dataset, &expected.map(Result::unwrap).collect::<Vec<Quad>>())
}

fn check_suite(suite: &str) {
    let Some(folder) = suites() else { return };
    let base = format!("https://w3c.github.io/rdf-tests/rdf/rdf11/{suite}/");
    let manifest = Manifest::read(&folder.join("rdf/rdf11").join(suite), suite, &base);
    let mut failed = BTreeMap::new();
    for entry in &manifest.entries {
        if let Err(why) = run(&manifest, entry, format_of(suite)) {
            failed.insert(entry.name.clone(), why);
        }
    }
    compare_with_list(suite, manifest.entries.len(), &failed);
}

#[test]
fn turtle_passes_the_w3c_suite() {
    check_suite("rdf-turtle");
}

#[test]
fn trig_passes_the_w3c_suite() {
    check_suite("rdf-trig");
}

#[test]
fn n_triples_pass_the_w3c_suite() {
    check_suite("rdf-n-triples");
}

#[test]
fn n_quads_pass_the_w3c_suite() {
    check_suite("rdf-n-quads");
}
