//! The test suites of the W3C, if present: each test of the manifests passes, or `tests/w3c/differences.toml` says why
//! it does not. A listed test that passes is reported, too.
//!
//! The suites are not part of the project. `CAVEAT_W3C` names their folder, with `rdf/rdf11`, `json-ld` and `sparql` in
//! it; without it, `../shared/w3c` beside the project is used. With neither, nothing is tested.

mod isomorphism;
mod json_ld;
mod manifest;
mod rdf;
mod sparql;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use caveat::base::Blame;
use caveat::store::{Dataset, Input, MAX_FILE, load};
use oxigraph::io::RdfFormat;
use serde::Deserialize;

use crate::tools::report_skip;
use crate::world::{messages, root};

/// The list of tests that do not pass.
#[derive(Debug, Deserialize)]
struct Differences {
    difference: Vec<Difference>,
}

/// Tests that do not pass for one reason.
#[derive(Debug, Deserialize)]
struct Difference {
    reason: String,
    tests: Vec<String>,
}

/// The folder of the suites, if it exists.
fn suites() -> Option<PathBuf> {
    let named = std::env::var_os("CAVEAT_W3C").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/w3c"));
    let there = folder.join("rdf/rdf11").is_dir();
    if !there {
        report_skip(&format!("the suites of the W3C are not in {}", folder.display()));
    }
    there.then_some(folder)
}

/// Prints how many pass, for a run with `--nocapture`.
#[allow(clippy::print_stderr, reason = "a figure that nobody can read is none")]
fn print_result(text: &str) {
    eprintln!("{text}");
}

/// Compares the failed tests, each with its fault, with the list. The names of all begin with `suite`.
fn compare_with_list(suite: &str, tried: usize, failed: &BTreeMap<String, String>) {
    let text = fs::read_to_string(root().join("tests/w3c/differences.toml")).unwrap();
    let list: Differences = toml::from_str(&text).unwrap();
    assert!(list.difference.iter().all(|it| it.reason.len() > 20), "each difference has a reason");
    let listed: Vec<&String> = list.difference.iter().flat_map(|it| &it.tests).collect();
    let once: BTreeSet<&String> = listed.iter().copied().filter(|it| it.starts_with(suite)).collect();
    assert_eq!(once.len(), listed.iter().filter(|it| it.starts_with(suite)).count(), "a test is listed once");
    let unlisted = failed.iter().filter(|(name, _)| !once.contains(name));
    let unlisted: Vec<String> = unlisted.map(|(name, why)| format!("{name}: {}", why.trim())).collect();
    let passing: Vec<&&String> = once.iter().filter(|name| !failed.contains_key(name.as_str())).collect();
    print_result(&format!("{suite}: {} of {tried} pass", tried - failed.len()));
    assert!(unlisted.is_empty(), "{} tests fail:\n{}", unlisted.len(), unlisted.join("\n"));
    assert!(passing.is_empty(), "these pass, or are gone, and stand in the list: {passing:#?}");
}

/// Facts from a text; a text without facts is valid.
fn read(text: Vec<u8>, format: RdfFormat) -> Result<Dataset, String> {
    match load(&[Input::Stdin(text, format)], None, MAX_FILE) {
        Ok(dataset) => Ok(dataset),
        Err(problems) if problems.iter().all(|it| it.code.as_str() == "no-facts") => Ok(Dataset::default()),
        Err(problems) => Err(messages(&problems)),
    }
}

/// Whether a text is refused as malformed.
fn expect_malformed(text: Vec<u8>, format: RdfFormat) -> Result<(), String> {
    match load(&[Input::Stdin(text, format)], None, MAX_FILE) {
        Err(problems) if problems.iter().all(|it| it.blame == Blame::Data) => Ok(()),
        Err(problems) => Err(messages(&problems)),
        Ok(_) => Err("it is read".to_owned()),
    }
}
