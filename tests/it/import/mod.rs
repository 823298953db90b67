//! Documents → drafts: complete, nothing invented, people's edits kept.

mod bad_input;
mod documents;
mod fault_kinds;
mod into;
mod pages;
mod round_trip;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::{RunOutput, caveat, run_command};
use crate::world::{TODAY, copy, project, root};

/// A workspace with the vocabulary, the topics, the regions, and what is known of one vendor.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("data"), &folder.path().join("data"));
    folder
}

fn import(folder: &TempDir, arguments: &[&str]) -> RunOutput {
    run_command(caveat(folder.path()).args(["import", "--today", TODAY]).args(arguments))
}

/// All pages of the directory in the project.
fn profiles() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("data/profiles")).unwrap();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|it| it == "txt"));
    pages.sort();
    assert!(pages.len() >= 15, "{}", pages.len());
    pages
}

fn profile(name: &str) -> String {
    root().join("data/profiles").join(name).to_string_lossy().into_owned()
}

fn document(name: &str) -> String {
    root().join("tests/documents").join(name).to_string_lossy().into_owned()
}

fn index() -> String {
    profile("index.tsv")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
