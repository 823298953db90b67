//! Turtle, TriG, N-Triples, N-Quads.

use std::collections::BTreeMap;
use std::fs;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};

use crate::w3c::alike::same_facts;
use crate::w3c::manifest::{Entry, Manifest};
use crate::w3c::{hold, is_malformed, read, suites};

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
    // Facts have no base but the one that their text says.
    let with_base = match format {
        RdfFormat::Turtle | RdfFormat::TriG => [format!("@base {address} .\n").into_bytes(), text].concat(),
        _ => text,
    };
    if entry.kind.ends_with("NegativeSyntax") || entry.kind.ends_with("NegativeEval") {
        return is_malformed(with_base, format);
    }
    let dataset = read(with_base, format)?;
    let Some(result) = manifest.result(entry) else {
        return Ok(());
    };
    let expected = fs::read(manifest.file(&result)).unwrap();
    let expected = RdfParser::from_format(RdfFormat::NQuads).for_slice(&expected);
    same_facts(&dataset, &expected.map(Result::unwrap).collect::<Vec<Quad>>())
}

fn hold_suite(suite: &str) {
    let Some(folder) = suites() else { return };
    let base = format!("https://w3c.github.io/rdf-tests/rdf/rdf11/{suite}/");
    let manifest = Manifest::read(&folder.join("rdf/rdf11").join(suite), suite, &base);
    let mut failed = BTreeMap::new();
    for entry in &manifest.entries {
        if let Err(why) = run(&manifest, entry, format_of(suite)) {
            failed.insert(entry.name.clone(), why);
        }
    }
    hold(suite, manifest.entries.len(), &failed);
}

#[test]
fn turtle_is_read_as_the_w3c_says() {
    hold_suite("rdf-turtle");
}

#[test]
fn trig_is_read_as_the_w3c_says() {
    hold_suite("rdf-trig");
}

#[test]
fn n_triples_are_read_as_the_w3c_says() {
    hold_suite("rdf-n-triples");
}

#[test]
fn n_quads_are_read_as_the_w3c_says() {
    hold_suite("rdf-n-quads");
}
