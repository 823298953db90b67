//! The fuzz targets of `ci/fuzz`, run for seconds: every seed, every earlier finding, and changes of them that are the
//! same in each run. `CAVEAT_FUZZ=100` tries a hundred times as many.

#[path = "../../fuzz/bodies/mod.rs"]
mod bodies;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use caveat::lang::{audit_words, keywords, signs};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::world::{root, session};
use bodies::{TARGETS, Target, run};

fn folder(of: &str, target: &str) -> PathBuf {
    root().join("fuzz").join(of).join(target)
}

/// The inputs of a folder; in a file called `lines.txt`, each line is one.
fn inputs(of: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder(of, target)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mut inputs = Vec::new();
    for path in paths {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let bytes = fs::read(&path).unwrap();
        if path.ends_with("lines.txt") {
            let lines = bytes.split(|it| *it == b'\n').filter(|it| !it.is_empty()).enumerate();
            inputs.extend(lines.map(|(at, line)| (format!("{name}:{}", at + 1), line.to_vec())));
        } else {
            inputs.push((name, bytes));
        }
    }
    inputs
}

/// The words of a dictionary, as libFuzzer reads it.
fn words(target: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(root().join(format!("fuzz/dictionaries/{target}.dict"))).unwrap_or_default();
    let words = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    words.map(|it| it.replace("\\\"", "\"").replace("\\\\", "\\").replace("\\x0a", "\n").into_bytes()).collect()
}

/// Troublesome characters and numbers.
const SPITEFUL: [&str; 16] = [
    "\0",
    "\r",
    "\n",
    "\"",
    "'",
    "(",
    "\\",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "🦀",
    "-1",
    "18446744073709551616",
    "0.1e999",
    "\u{301}",
];

/// A position in a text, mostly the beginning of a word.
fn word_start(bytes: &[u8], from: usize, below: &mut impl FnMut(usize) -> usize) -> usize {
    let at = from + below(bytes.len() + 1 - from);
    let begins = |at: &usize| *at == 0 || !bytes[*at - 1].is_ascii_alphanumeric();
    if below(8) == 0 { at } else { (at..bytes.len()).find(begins).unwrap_or(bytes.len()) }
}

/// A seed, changed in one or two places.
fn mutate_seed(seeds: &[(String, Vec<u8>)], words: &[Vec<u8>], rng: &mut TestRng) -> Vec<u8> {
    let mut below = |bound: usize| rng.next_u32() as usize % bound.max(1);
    let mut bytes = seeds[below(seeds.len())].1.clone();
    for _ in 0..=below(2) {
        let from = word_start(&bytes, 0, &mut below);
        let to = word_start(&bytes, from, &mut below).min(from + 40);
        match below(10) {
            0 if from < bytes.len() => bytes[from] ^= 1 << below(8),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(to..to, again);
            }
            3 => drop(bytes.splice(from..from, SPITEFUL[below(SPITEFUL.len())].bytes())),
            4 => {
                let other = &seeds[below(seeds.len())].1;
                let part = other[word_start(other, 0, &mut below)..].to_vec();
                bytes.splice(from.., part);
            }
            5 | 6 => {
                // Whole lines: one of another seed is added, one may be removed.
                let line = |bytes: &[u8], at: usize| {
                    let start = bytes[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
                    start..(at..bytes.len()).find(|at| bytes[*at] == b'\n').map_or(bytes.len(), |it| it + 1)
                };
                let other = &seeds[below(seeds.len())].1;
                let new = other[line(other, below(other.len()))].to_vec();
                let old = line(&bytes, from);
                let gone = if below(2) == 0 { old.clone() } else { old.start..old.start };
                bytes.splice(gone, new);
            }
            kind if !words.is_empty() => {
                let mut word = words[below(words.len())].clone();
                word.push(b' ');
                let word_end = (from..bytes.len()).find(|at| !bytes[*at].is_ascii_alphanumeric());
                let end = if kind == 7 { from } else { word_end.map_or(bytes.len(), |it| it + 1) };
                bytes.splice(from..end, word);
            }
            _ => {}
        }
    }
    bytes
}

/// True where the target accepts the input.
fn accepts(target: &Target, input: &str, bytes: &[u8]) -> bool {
    let taken = catch_unwind(AssertUnwindSafe(|| run(target.name, bytes)));
    taken.unwrap_or_else(|_| {
        let (name, found) = (target.name, folder("found", target.name));
        panic!("{name} breaks with {input}:\n{}\nkeep it in {}", bytes.escape_ascii(), found.display());
    })
}

/// Runs every seed and finding of a target, and that many changes of them.
fn target(name: &str, changes: usize) {
    let target = TARGETS.iter().find(|it| it.name == name).unwrap();
    let seeds = inputs("seeds", name);
    let taken = seeds.iter().filter(|(input, bytes)| accepts(target, input, bytes)).count();
    assert!(2 * taken > seeds.len(), "{name}: {taken} of {} seeds are taken", seeds.len());
    for (input, bytes) in inputs("found", name) {
        accepts(target, &input, &bytes);
    }
    let times = std::env::var("CAVEAT_FUZZ").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    let words = words(name);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut taken = 0;
    for at in 0..changes * times {
        let bytes = mutate_seed(&seeds, &words, &mut rng);
        taken += usize::from(bytes.len() <= target.most && accepts(target, &format!("change {at}"), &bytes));
    }
    assert!(taken > 0, "{name}: no change is taken, all are refused at once");
}

#[test]
fn question() {
    target("question", 120);
}

#[test]
fn script() {
    target("script", 80);
}

#[test]
fn vocabulary() {
    target("vocabulary", 120);
}

#[test]
fn turtle() {
    target("turtle", 150);
}

#[test]
fn lines() {
    target("lines", 150);
}

#[test]
fn json_ld() {
    target("json-ld", 150);
}

#[test]
fn page() {
    target("page", 20);
}

#[test]
fn markdown() {
    target("markdown", 30);
}

#[test]
fn values() {
    target("values", 40);
}

#[test]
fn workbook() {
    target("workbook", 40);
}

#[test]
fn worksheet() {
    target("worksheet", 30);
}

#[test]
fn index() {
    target("index", 1);
}

/// The short and the long run have the same targets, and each finding belongs to one.
#[test]
fn every_target_runs_here_and_in_lib_fuzzer() {
    let here = fs::read_to_string(root().join("tests/it/fuzzed.rs")).unwrap();
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for target in &TARGETS {
        let name = target.name;
        assert!(here.contains(&format!("    target(\"{name}\", ")), "{name} is not tried here");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is no program of fuzz/Cargo.toml");
        let program = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("run(\"{name}\", bytes)")), "{program}");
    }
    for of in ["seeds", "found"] {
        for entry in fs::read_dir(root().join("fuzz").join(of)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(name.starts_with('.') || TARGETS.iter().any(|it| it.name == name), "{of}/{name} is of no target");
        }
    }
}

/// A dictionary of words, each once.
fn dictionary<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().filter(|it| !it.trim().is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().fold(String::new(), |mut text, word| {
        writeln!(text, "\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")).unwrap();
        text
    })
}

/// The dictionaries hold the words of the grammar and of the library world. `UPDATE=1` writes them.
#[test]
fn dictionaries_have_the_words_of_the_language() {
    let library = session("library");
    let of_library = library.lexicon().words().map(|(word, _)| word.to_owned());
    let question: Vec<String> = keywords().chain(signs()).chain(of_library).collect();
    let script: Vec<String> = question.iter().cloned().chain(audit_words()).collect();
    let vocabulary = fs::read_to_string(root().join("data/vocabulary.ttl")).unwrap();
    let library = fs::read_to_string(root().join("tests/worlds/library/vocabulary.ttl")).unwrap();
    let terms = regex::Regex::new(r"\b(?:say|lib|rdfs|sh|xsd):[A-Za-z]+").unwrap();
    let terms = terms.find_iter(&vocabulary).chain(terms.find_iter(&library));
    let terms: Vec<String> = terms.map(|it| it.as_str().to_owned()).collect();
    for (name, words) in [("question", question), ("script", script), ("vocabulary", terms)] {
        let text = dictionary(words.iter().map(String::as_str));
        let path = root().join(format!("fuzz/dictionaries/{name}.dict"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{name}.dict: UPDATE=1 writes it anew");
    }
}

/// `ci/fuzz` builds with a lock file that nothing else reads: it must agree with the main one.
#[test]
fn fuzz_lock_file_matches_the_main_one() {
    let read = |path: &str| -> toml::Table { fs::read_to_string(root().join(path)).unwrap().parse().unwrap() };
    let manifest = read("Cargo.toml");
    let own = manifest["dependencies"].as_table().unwrap().keys();
    let of_unix = manifest["target"]["cfg(unix)"]["dependencies"].as_table().unwrap().keys();
    let [ours, theirs] = ["Cargo.lock", "fuzz/Cargo.lock"].map(|path| {
        let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut needed = BTreeSet::new();
        for package in read(path)["package"].as_array().unwrap() {
            let text = |key: &str| package[key].as_str().unwrap().to_owned();
            if text("name") == "caveat" {
                let names = package["dependencies"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
                needed.extend(names.map(|it| it.split(' ').next().unwrap().to_owned()));
            }
            packages.entry(text("name")).or_default().insert(text("version"));
        }
        (needed, packages)
    });
    let mut wrong: Vec<String> = Vec::new();
    let missing = own.chain(of_unix).filter(|it| ours.0.contains(*it) && !theirs.0.contains(*it) && *it != "resvg");
    wrong.extend(missing.map(|it| format!("`{it}` is not in it")));
    for (name, versions) in &theirs.1 {
        if ours.1.get(name).is_some_and(|it| !it.is_superset(versions)) {
            wrong.push(format!("`{name}` has version {versions:?}, not {:?}", ours.1[name]));
        }
    }
    assert!(wrong.is_empty(), "fuzz/Cargo.lock: {}; run `cargo update --workspace` in fuzz", wrong.join(", "));
    assert!(theirs.0.len() > 50, "{}", theirs.0.len());
}
