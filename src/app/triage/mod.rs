//! The command `triage`: a person decides on drafts, and the files of facts say so at once.

mod ask;
mod walk;
mod worksheet;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use crate::app::cli::{ANSWERED, Options};
use crate::app::commands::CommandResult;
use crate::app::import::write_drafts::behind;
use crate::app::opening::{facts, files};
use crate::app::output::Output;
use crate::base::{Blame, Diagnostic, fold};
use crate::profile::{Draft, FactEdit, TriageDecision, apply_edits, drafts, edits, split};
use crate::store::{Dataset, FileChange, Files, MAX_FILE, Prefixes, Recoveries, Workspace, load_turtle, write_files};

pub use worksheet::{DraftDecision, decisions};

/// What `triage` is told.
#[derive(Debug, Args)]
pub(super) struct TriageArgs {
    /// Only the drafts of this vendor
    #[arg(value_name = "VENDOR")]
    vendor: Option<String>,
    /// A table of the drafts: written if the file is not there yet; if it is, the decisions in it are carried out
    #[arg(long, value_name = "FILE.csv")]
    worksheet: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(options: &Options, told: &TriageArgs, output: Output) -> CommandResult {
    let one = |fault: Diagnostic| vec![fault];
    if options.at.is_some() {
        return Err(one(no_past()));
    }
    let here = files(options).map_err(one)?;
    let desk = Desk {
        dataset: facts(options, &here, Some(output))?,
        files: if options.data.is_empty() {
            let root = Workspace::find_in(&here).map_err(one)?.root;
            here.with_root(&root)
        } else {
            here.clone()
        },
    };
    let mut waiting = drafts(&desk.dataset);
    if let Some(vendor) = &told.vendor {
        let known: Vec<String> = waiting.iter().map(|it| it.vendor.clone()).collect();
        waiting.retain(|it| fold(&it.vendor) == fold(vendor));
        if waiting.is_empty() {
            return Err(one(no_draft_of(vendor, &known)));
        }
    }
    match &told.worksheet {
        Some(sheet) if here.exists(sheet) => worksheet::take_in(&desk, &waiting, &here, sheet, output)?,
        Some(sheet) => worksheet::write(&desk, &waiting, &here, sheet, output).map_err(one)?,
        None => walk::walk(desk, waiting, options, output)?,
    }
    Ok(ANSWERED)
}

/// The facts that are decided on, and where their files are.
pub(super) struct Desk {
    pub(super) dataset: Dataset,
    files: Files,
}

impl Desk {
    /// The number of the first part of a draft that is not there yet; the draft itself is the first part.
    pub(super) fn next_part(&self, draft: &Draft) -> usize {
        let is_there = |number: &usize| knows(&self.dataset, draft, *number);
        (2..).find(|it| !is_there(it)).unwrap_or(2)
    }

    /// Writes decisions into the files of facts: all of them, or none. Gives what had to be brought to an end before.
    pub(super) fn carry_out(&self, decisions: &[Decision<'_>]) -> Result<Recoveries, Diagnostic> {
        let mut by_file: BTreeMap<String, Vec<FactEdit>> = BTreeMap::new();
        let mut news: BTreeMap<String, Vec<_>> = BTreeMap::new();
        // Parts come first: what they share with their draft is still there.
        let (parts, whole): (Vec<_>, Vec<_>) = decisions.iter().partition(|it| it.part.is_some());
        for Decision { draft, part, decided } in parts.iter().chain(&whole) {
            let (changed, new) = match part {
                Some(number) => split(draft, *number, decided, &self.dataset),
                None => {
                    let draft = with_shared_caveats(draft, &parts);
                    edits(&draft, decided, &self.dataset)
                }
            };
            for change in changed {
                let changes = by_file.entry(change.file.clone()).or_default();
                // A caveat of several drafts is accepted with each of them.
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
            let known = news.entry(draft.file.clone()).or_default();
            for triple in new {
                if !known.contains(&triple) {
                    known.push(triple);
                }
            }
        }
        for file in news.iter().filter(|(_, new)| !new.is_empty()).map(|(file, _)| file) {
            by_file.entry(file.clone()).or_default();
        }
        let mut written = Vec::new();
        for (file, changes) in &by_file {
            let path = self.files.root().join(file);
            let bytes = self.files.read(&path, MAX_FILE)?;
            let before = String::from_utf8(bytes).map_err(|_| not_turtle(file))?;
            let mut text = apply_edits(file, &before, changes)?;
            if let Some(new) = news.get(file).filter(|it| !it.is_empty()) {
                let comment = "Added in triage: parts of drafts, sources.";
                let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
                let mut there = load_turtle(&text).map_or_else(|_| Prefixes::default(), |it| it.prefixes().clone());
                let more = behind(comment, new, self.dataset.prefixes(), &mut there);
                text.push_str(gap);
                text.push_str(&more);
            }
            written.push(FileChange::rewrite(path, Some(before.as_bytes()), text));
        }
        write_files(&written)
    }
}

/// True where the facts say something of the part of a draft.
fn knows(dataset: &Dataset, draft: &Draft, part: usize) -> bool {
    dataset.iri_id(draft.name_of_part(part).as_ref()).is_some()
}

/// What was decided on a draft, or on another part of it that is none yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decision<'a> {
    pub(super) draft: &'a Draft,
    /// The number of the part; none for the draft itself.
    pub(super) part: Option<usize>,
    pub(super) decided: &'a TriageDecision,
}

/// A draft whose caveats limit its other parts, too.
fn with_shared_caveats(draft: &Draft, parts: &[Decision<'_>]) -> Draft {
    let takes_them = |it: &Decision<'_>| it.draft.record == draft.record && !it.decided.without_caveats;
    let shared = parts.iter().any(takes_them);
    let mut draft = draft.clone();
    draft.caveats.iter_mut().for_each(|it| it.shared |= shared);
    draft
}

/// `triage acmee`
fn no_draft_of(vendor: &str, known: &[String]) -> Diagnostic {
    let message = format!("no draft of `{vendor}` waits");
    let fault = Diagnostic::new(Blame::Question, "no-draft", message);
    let near = crate::base::nearest(vendor, known.iter().map(String::as_str));
    match (near.as_slice(), known) {
        ([near, ..], _) => fault.help(format!("nearest: `{near}`")),
        ([], []) => fault.help("no draft of anybody waits"),
        ([], known) => {
            let mut known = known.to_vec();
            known.sort();
            known.dedup();
            fault.help(format!("drafts wait of `{}`", known.join("`, `")))
        }
    }
}

/// a draft in a file of N-Triples in Latin-1
fn not_turtle(file: &str) -> Diagnostic {
    let message = format!("`{file}` is not UTF-8");
    Diagnostic::new(Blame::Data, "not-editable", message).help("save it as UTF-8")
}

/// `triage --at main`
fn no_past() -> Diagnostic {
    let message = "decisions are made on the facts as they are now: `triage` takes no revision";
    Diagnostic::new(Blame::Question, "no-past", message).help("leave out --at")
}
