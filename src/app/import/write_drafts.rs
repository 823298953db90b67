//! Drafts → files of facts: appended, all or nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oxigraph::model::Triple;

use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic, visible};
use crate::files::Files;
use crate::profile::DocumentDrafts;
use crate::render::turtle_of;
use crate::store::{FileChange, MAX_FILE, Prefixes, load_turtle, write_files};

/// Drafts of several documents as one text.
pub(super) fn together(parts: &[(&str, &DocumentDrafts)]) -> String {
    text(parts, &Prefixes::default())
}

/// Appends drafts to a file, or to the files in a folder that are named after their vendors.
pub(super) fn into(
    here: &Files,
    into: &Path,
    parts: &[(&str, &DocumentDrafts)],
    output: Output,
) -> Result<(), Diagnostic> {
    let folder = here.is_folder(into);
    let mut by_file: BTreeMap<PathBuf, Vec<(&str, &DocumentDrafts)>> = BTreeMap::new();
    for (name, made) in parts {
        let file = if folder { into.join(format!("{}.ttl", made.slug)) } else { into.to_owned() };
        if file.extension().is_none_or(|it| it != "ttl") {
            return Err(no_turtle(&here.display_name(&file)));
        }
        by_file.entry(file).or_default().push((name, made));
    }
    // Everything is prepared before anything is written.
    let mut changes = Vec::new();
    let mut told = Vec::new();
    for (file, parts) in &by_file {
        let name = here.display_name(file);
        match appended(here, file, parts)? {
            Some(change) => {
                changes.push(change);
                told.push(format!("written: {name}"));
            }
            None => told.push(format!("{name} is unchanged: nothing is new")),
        }
    }
    output.recoveries(&write_files(&changes)?);
    told.iter().for_each(|it| output.message(it));
    Ok(())
}

/// New facts as Turtle under a comment, to be appended to a file. `there` are the prefixes declared so far.
pub(in crate::app) fn appended_turtle(
    comment: &str,
    facts: &[Triple],
    prefixes: &Prefixes,
    there: &mut Prefixes,
) -> String {
    let mut text = format!("# {comment}\n");
    for line in turtle_of(facts, prefixes).split_inclusive('\n') {
        match declaration(line) {
            Some((prefix, iri)) => {
                let iris = vec![iri.to_owned()];
                if there.by_name.get(prefix) == Some(&iris) {
                    continue;
                }
                there.by_name.insert(prefix.to_owned(), iris);
            }
            // Puts an empty line before each thing.
            None if !line.starts_with('\t') => text.push('\n'),
            None => {}
        }
        text.push_str(line);
    }
    text
}

/// The change that appends drafts to a file; `None` if nothing is new.
fn appended(here: &Files, file: &Path, parts: &[(&str, &DocumentDrafts)]) -> Result<Option<FileChange>, Diagnostic> {
    if parts.iter().all(|(_, made)| made.facts.is_empty()) {
        return Ok(None);
    }
    let name = here.display_name(file);
    let path = here.root().join(file);
    if !here.exists(file) {
        return Ok(Some(FileChange::rewrite(path, None, text(parts, &Prefixes::default()))));
    }
    let bytes = here.read(file, MAX_FILE)?;
    let before = String::from_utf8(bytes).map_err(|_| unfit(&name))?;
    let known = load_turtle(&before).map_err(|_| unfit(&name))?;
    let gap = if before.ends_with('\n') || before.is_empty() { "\n" } else { "\n\n" };
    let after = format!("{before}{gap}{}", text(parts, known.prefixes()));
    let more: usize = parts.iter().map(|(_, made)| made.facts.len()).sum();
    let grown = load_turtle(&after).map_err(|_| unfit(&name))?;
    if grown.len() != known.len() + more {
        return Err(unfit(&name));
    }
    Ok(Some(FileChange::rewrite(path, Some(before.as_bytes()), after)))
}

/// The drafts of each document under a comment; prefixes that the file declares already are not repeated.
fn text(parts: &[(&str, &DocumentDrafts)], there: &Prefixes) -> String {
    let mut declared = there.clone();
    let parts = parts.iter().filter(|(_, made)| !made.facts.is_empty());
    let texts = parts.map(|(name, made)| {
        let comment = format!("Drafts from {}: proposed by caveat import, not yet decided on.", visible(name));
        appended_turtle(&comment, &made.facts, &made.prefixes, &mut declared)
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The prefix and the IRI of `@prefix cv: <…> .`
fn declaration(line: &str) -> Option<(&str, &str)> {
    let said = line.strip_prefix("@prefix ")?.trim_end().strip_suffix(" .")?;
    let (prefix, iri) = said.split_once(": ")?;
    Some((prefix, iri.trim_matches(['<', '>'])))
}

/// `--into facts.nt`
fn no_turtle(name: &str) -> Diagnostic {
    let message = format!("drafts can only be written to Turtle files, and `{name}` does not end in .ttl");
    Diagnostic::new(Blame::Question, Code::NoTurtle, message)
        .help("name a .ttl file, or an existing folder for one file per vendor")
}

/// a file that ends in the middle of a statement
fn unfit(name: &str) -> Diagnostic {
    let message = format!("drafts cannot be appended to `{name}`: the result would not be valid Turtle");
    Diagnostic::new(Blame::Data, Code::Malformed, message)
        .help("correct the file first; `caveat ask` shows where the error is")
}
