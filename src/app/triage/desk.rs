//! The drafts that triage works on, and what becomes of them.

use std::collections::BTreeMap;

use crate::app::import::write_drafts::appended_turtle;
use crate::base::{Blame, Code, Diagnostic};
use crate::files::Files;
use crate::profile::{Draft, FactEdit, TriageDecision, apply_edits, edits, split};
use crate::store::{Dataset, FileChange, MAX_FILE, Prefixes, Recoveries, load_turtle, write_files};

/// The facts that decisions are about, and the location of their files.
pub(in crate::app) struct TriageContext {
    pub(in crate::app) dataset: Dataset,
    pub(super) files: Files,
}

impl TriageContext {
    /// The lowest unused part number of a draft, which is itself part 1.
    pub(in crate::app) fn next_part(&self, draft: &Draft) -> usize {
        let is_there = |number: &usize| knows(&self.dataset, draft, *number);
        (2..).find(|it| !is_there(it)).unwrap_or(2)
    }

    /// Writes decisions into the files of facts: all or none. Returns the interrupted changes that were finished first.
    pub(in crate::app) fn carry_out(&self, decisions: &[Decision<'_>]) -> Result<Recoveries, Diagnostic> {
        let mut by_file: BTreeMap<String, Vec<FactEdit>> = BTreeMap::new();
        let mut news: BTreeMap<String, Vec<_>> = BTreeMap::new();
        // Parts come first, while what they share with their draft is still there.
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
                // A caveat shared by several drafts is accepted with each of them.
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
                let more = appended_turtle(comment, new, self.dataset.prefixes(), &mut there);
                text.push_str(gap);
                text.push_str(&more);
            }
            written.push(FileChange::rewrite(path, Some(before.as_bytes()), text));
        }
        write_files(&written)
    }
}

/// True if the facts mention this part of a draft.
pub(super) fn knows(dataset: &Dataset, draft: &Draft, part: usize) -> bool {
    dataset.iri_id(draft.name_of_part(part).as_ref()).is_some()
}

/// A decision on a draft, or on another part of it that does not exist yet.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Decision<'a> {
    pub(in crate::app) draft: &'a Draft,
    /// The number of the part; `None` for the draft itself.
    pub(in crate::app) part: Option<usize>,
    pub(in crate::app) decided: &'a TriageDecision,
}

/// A draft whose caveats are marked as shared if a new part takes them over.
pub(super) fn with_shared_caveats(draft: &Draft, parts: &[Decision<'_>]) -> Draft {
    let takes_them = |it: &Decision<'_>| it.draft.record == draft.record && !it.decided.without_caveats;
    let shared = parts.iter().any(takes_them);
    let mut draft = draft.clone();
    draft.caveats.iter_mut().for_each(|it| it.shared |= shared);
    draft
}

/// a draft in a file of N-Triples in Latin-1
pub(super) fn not_turtle(file: &str) -> Diagnostic {
    let message = format!("`{file}` is not UTF-8");
    Diagnostic::new(Blame::Data, Code::NotEditable, message).help("save it as UTF-8")
}
