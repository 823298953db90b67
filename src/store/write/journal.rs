//! Writes several files, all or none. Before the first is put in place, a journal beside them records what is to be
//! done; when the last is in place, the journal is removed. Whoever finds a journal of a killed writer completes it.
//!
//! Each folder has a journal of its own files. The journal of the first folder decides for all: once it exists, all
//! files will be written; without it, the others are void. A journal names only files of its own folder, so that one
//! that came with somebody else's files cannot do anything elsewhere.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::base::{Blame, Code, Diagnostic};
use crate::files::open_file;
use crate::store::write::change::{digest_of, display_path, unwritable};
use crate::store::write::folder::{JOURNAL, LockedFolder, is_unfinished, journal_metadata};
use crate::store::write::stage::StagedChange;
use crate::store::write::step::{self, is_temporary};

/// The maximum size of a journal in bytes.
const MAX_JOURNAL: u64 = 64 * 1024 * 1024;

/// The changes in one folder.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// Identifies the write, in all folders.
    id: String,
    /// The relative path to the folder of the deciding journal; none in that one.
    decides: Option<PathBuf>,
    /// The relative paths from that folder to the others.
    others: Vec<PathBuf>,
    /// True if the changes are to be undone.
    undo: bool,
    files: Vec<JournalEntry>,
}

/// The change of one file.
#[derive(Debug, Serialize, Deserialize)]
struct JournalEntry {
    name: String,
    /// The temporary files with the new and the old content.
    new: Option<String>,
    old: Option<String>,
    /// The digests of the old and the new content.
    before: Option<String>,
    after: Option<String>,
}

// ------------------------------------------------------------------------------- writing

/// Puts several staged changes in place, all or none.
pub(super) fn commit(staged: &mut [StagedChange<'_>]) -> Result<(), Diagnostic> {
    let mut folders: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    for (at, one) in staged.iter().enumerate() {
        folders.entry(one.folder).or_default().push(at);
    }
    if staged.is_empty() {
        return Ok(());
    }
    if let Err(error) = write_journals(staged, &folders, false) {
        return Err(abandon(staged, &folders, &error));
    }
    for at in 0..staged.len() {
        if let Err(error) = staged[at].put() {
            return Err(take_back(staged, &folders, at, &error));
        }
    }
    for folder in folders.keys() {
        // All files are in place. If the sync fails, their names reach the disk a little later.
        let _ = step::sync_folder(folder);
    }
    // If a journal cannot be removed, its recovery finds nothing to do.
    let _ = remove_journals(&folders);
    Ok(())
}

/// Writes the journals, the deciding one last.
fn write_journals(staged: &[StagedChange<'_>], folders: &BTreeMap<&Path, Vec<usize>>, undo: bool) -> io::Result<()> {
    let name = |path: &Path| name_of(path.file_name());
    let temporary = |it: &Option<tempfile::TempPath>| it.as_deref().map(name).transpose();
    let some = staged.iter().find_map(|it| it.new.as_ref().or(it.old.as_ref()));
    let id = some.map_or_else(|| Ok(String::new()), |it| name(it))?;
    let first = *folders.keys().next().expect("there are files, which lie in folders");
    for (folder, inside) in folders.iter().rev() {
        let is_first = *folder == first;
        if undo && !is_first {
            continue;
        }
        let files = inside.iter().map(|at| {
            let it = &staged[*at];
            Ok(JournalEntry {
                name: name(it.target)?,
                new: temporary(&it.new)?,
                old: temporary(&it.old)?,
                before: it.before.clone(),
                after: it.after.clone(),
            })
        });
        let journal = Journal {
            id: id.clone(),
            decides: (!is_first).then(|| relative_path(folder, first)),
            others: if is_first {
                folders.keys().skip(1).map(|it| relative_path(first, it)).collect()
            } else {
                Vec::new()
            },
            undo,
            files: files.collect::<io::Result<_>>()?,
        };
        let text = serde_json::to_vec_pretty(&journal)?;
        let file = step::create_synced(folder, &text)?.into_temp_path();
        step::sync_folder(folder)?;
        step::rename(&file, &folder.join(JOURNAL))?;
        step::sync_folder(folder)?;
    }
    Ok(())
}

/// Removes the journals of completed changes, the deciding one last.
fn remove_journals(folders: &BTreeMap<&Path, Vec<usize>>) -> io::Result<()> {
    folders.keys().rev().try_for_each(|folder| step::remove(&folder.join(JOURNAL)))
}

/// Restores the first `written` files after an error. Returns the error to report.
fn take_back(
    staged: &mut [StagedChange<'_>],
    folders: &BTreeMap<&Path, Vec<usize>>,
    written: usize,
    error: &io::Error,
) -> Diagnostic {
    if written == 0 {
        return abandon(staged, folders, error);
    }
    if write_journals(staged, folders, true).is_err() {
        return half_done(staged, (written, written), error, Halfway::Forward);
    }
    for at in (0..written).rev() {
        if staged[at].put_back().is_err() {
            return half_done(staged, (written, at + 1), error, Halfway::Back);
        }
    }
    // Everything is restored: a leftover journal does no harm.
    let _ = remove_journals(folders);
    unwritable(staged[written].path, error).help("nothing was changed")
}

/// Removes the journals before any file was put in place, the deciding one first. If that cannot be removed, its
/// changes will be carried out.
fn abandon(staged: &mut [StagedChange<'_>], folders: &BTreeMap<&Path, Vec<usize>>, error: &io::Error) -> Diagnostic {
    let mut journals = folders.keys().map(|folder| folder.join(JOURNAL));
    let decides = journals.next().unwrap_or_default();
    if step::remove(&decides).is_err() && fs::symlink_metadata(&decides).is_ok() {
        return half_done(staged, (0, 0), error, Halfway::Forward);
    }
    // Without the deciding journal, the others are void.
    journals.for_each(|journal| drop(step::remove(&journal)));
    unwritable(staged[0].path, error).help("nothing was changed")
}

/// Whether the next command completes the changes or undoes them.
#[derive(Clone, Copy)]
enum Halfway {
    Forward,
    Back,
}

/// a disk that fails in the middle of several files, and cannot restore them either
fn half_done(
    staged: &mut [StagedChange<'_>],
    (failed, written): (usize, usize),
    error: &io::Error,
    halfway: Halfway,
) -> Diagnostic {
    let named = |list: &[StagedChange<'_>]| {
        let names: Vec<String> = list.iter().map(|it| format!("`{}`", display_path(it.path))).collect();
        match names.len() {
            0 => "none".to_owned(),
            // The list of names may be cut to the width of a line: the number comes first.
            count if count > 3 => format!("{count} files, {}", names.join(", ")),
            _ => names.join(", "),
        }
    };
    let (done, others) = staged.split_at(written);
    let fault = unwritable(staged[failed].path, error);
    let fault = fault.help(format!("written: {}", named(done))).help(format!("not written: {}", named(others)));
    staged.iter_mut().for_each(StagedChange::keep);
    fault.help(match halfway {
        Halfway::Forward => "the next command that reads or writes there writes the rest",
        Halfway::Back => "the next command that reads or writes there restores what was there before",
    })
}

// ------------------------------------------------------------------------------ recovery

/// An interrupted write that was completed or undone.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    undone: bool,
    /// Files that somebody has changed since. They stay as they are.
    kept: Vec<PathBuf>,
}

impl Recovery {
    /// The message for the user.
    #[must_use]
    pub fn message(&self) -> String {
        let folder = display_path(&self.folder);
        let end = if self.undone { "what it had written is undone" } else { "the rest is written now" };
        let begun = format!("a command was interrupted while it wrote several files in `{folder}`: {end}");
        match self.kept.as_slice() {
            [] => begun,
            kept => format!("{begun}; {} changed since then, and stays as it is", names(kept)),
        }
    }

    /// The error for a command that would overwrite these files.
    fn conflict(&self) -> Diagnostic {
        Diagnostic::new(Blame::Io, Code::FileChanged, self.message()).help("check the files and run the command again")
    }
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|it| format!("`{}`", display_path(it))).collect();
    names.join(", ")
}

/// The interrupted writes that were completed or undone before a write.
#[must_use = "what another command had begun is never finished in silence"]
#[derive(Debug, Default)]
pub struct Recoveries(Vec<Recovery>);

impl Recoveries {
    /// The messages for the user, whether or not the write itself succeeded.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.0.iter().map(Recovery::message).collect()
    }

    pub(super) fn add(&mut self, finished: Option<Recovery>) {
        self.0.extend(finished);
    }

    /// Adds the messages to a later error.
    pub(super) fn attach_to(&self, fault: Diagnostic) -> Diagnostic {
        self.messages().into_iter().fold(fault, Diagnostic::help)
    }

    /// The error for a command that would overwrite files that somebody has changed since.
    pub(super) fn conflict(&self) -> Option<Diagnostic> {
        let (kept, others): (Vec<&Recovery>, Vec<_>) = self.0.iter().partition(|it| !it.kept.is_empty());
        let (first, kept) = kept.split_first()?;
        Some(kept.iter().chain(&others).map(|it| it.message()).fold(first.conflict(), Diagnostic::help))
    }
}

/// Completes or undoes the interrupted write in a folder; waits for one in progress.
///
/// # Errors
/// If it can be neither completed nor undone.
pub fn recover(folder: &Path) -> Result<Option<Recovery>, Diagnostic> {
    if !is_unfinished(folder) {
        return Ok(None);
    }
    let failed = |error: io::Error| unwritable(&folder.join(JOURNAL), &error);
    let folder = fs::canonicalize(folder).map_err(failed)?;
    let Some(found) = read(&folder)? else {
        return Ok(None);
    };
    let decides = found.decides.as_ref().map_or(folder.clone(), |way| folder.join(way));
    let Ok(decides) = fs::canonicalize(&decides) else {
        return Err(not_there(&folder, &decides));
    };
    let others = |journal: &Journal| -> Result<Vec<PathBuf>, Diagnostic> {
        let ways = journal.others.iter().map(|way| decides.join(way));
        ways.map(|it| fs::canonicalize(&it).map_err(|_| not_there(&folder, &it))).collect()
    };
    let mut folders = vec![folder.clone(), decides.clone()];
    if let Some(journal) = read(&decides)? {
        folders.extend(others(&journal)?);
    }
    let _locked = LockedFolder::lock_all(&folders)?;
    // Its writer may have finished before the lock was granted.
    let Some(own) = read(&folder)?.filter(|it| it.id == found.id) else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    let Some(journal) = read(&decides)?.filter(|it| it.id == own.id && it.decides.is_none()) else {
        // It was never decided: no file has been put in place.
        own.drop_temporary(&folder).map_err(failed)?;
        return Ok(None);
    };
    for other in others(&journal)? {
        if let Some(part) = read(&other)?.filter(|it| it.id == own.id) {
            part.carry_out(&other, journal.undo, &mut kept).map_err(failed)?;
        }
    }
    journal.carry_out(&decides, journal.undo, &mut kept).map_err(failed)?;
    Ok(Some(Recovery { folder, undone: journal.undo, kept }))
}

impl Journal {
    /// Completes the changes in a folder, and removes its journal.
    fn carry_out(&self, folder: &Path, undo: bool, kept: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in &self.files {
            if !entry.carry_out(folder, undo)? {
                kept.push(folder.join(&entry.name));
            }
        }
        step::sync_folder(folder)?;
        self.drop_temporary(folder)
    }

    /// Removes the remaining temporary files, and the journal.
    fn drop_temporary(&self, folder: &Path) -> io::Result<()> {
        let left = self.files.iter().flat_map(|it| [&it.new, &it.old]).flatten();
        left.into_iter().try_for_each(|name| step::remove(&folder.join(name)))?;
        step::remove(&folder.join(JOURNAL))
    }
}

impl JournalEntry {
    /// Completes the change of one file; false if somebody has changed the file since.
    fn carry_out(&self, folder: &Path, undo: bool) -> io::Result<bool> {
        let target = folder.join(&self.name);
        let (wanted, digest, other) = match undo {
            false => (&self.new, &self.after, &self.before),
            true => (&self.old, &self.before, &self.after),
        };
        let wanted = wanted.as_ref().map(|it| folder.join(it));
        let now = digest_of(&target)?;
        if now == *digest {
            return Ok(true);
        }
        if now != *other {
            // Without its temporary file, the change was put in place, and its owner has edited the file afterwards.
            return Ok(wanted.is_none_or(|it| fs::symlink_metadata(it).is_err()));
        }
        match wanted {
            Some(wanted) => step::rename(&wanted, &target)?,
            None => step::remove(&target)?,
        }
        Ok(true)
    }

    /// True if all names are plain names in its own folder.
    fn is_plain(&self) -> bool {
        let temporary = [&self.new, &self.old].into_iter().flatten();
        is_plain(&self.name) && temporary.into_iter().all(|it| is_plain(it) && is_temporary(it))
    }
}

fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
}

/// Reads the journal of a folder, if there is one. A link is refused: caveat does not write journals as links.
fn read(folder: &Path) -> Result<Option<Journal>, Diagnostic> {
    let path = folder.join(JOURNAL);
    match journal_metadata(folder).map_err(|error| unwritable(&path, &error))? {
        None => return Ok(None),
        Some(found) if !found.is_file() => return Err(not_a_journal(&path)),
        Some(_) => {}
    }
    let mut text = Vec::new();
    let read = open_file(&path).and_then(|file| file.take(MAX_JOURNAL).read_to_end(&mut text));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unwritable(&path, &error)),
        Ok(_) => {}
    }
    let journal: Option<Journal> = serde_json::from_slice(&text).ok();
    let journal = journal.filter(|it| it.files.iter().all(JournalEntry::is_plain));
    journal.map(Some).ok_or_else(|| not_a_journal(&path))
}

fn name_of(name: Option<&OsStr>) -> io::Result<String> {
    let name = name.and_then(OsStr::to_str).map(str::to_owned);
    name.ok_or_else(|| io::Error::other("a file whose name is not UTF-8 cannot be written together with others"))
}

/// The relative path from one folder to another, so that both can be moved together.
fn relative_path(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).filter(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// `.caveat-journal` with something else in it, or a link or folder of that name
fn not_a_journal(path: &Path) -> Diagnostic {
    let message = format!("`{}` is not a journal that caveat wrote", display_path(path));
    Diagnostic::new(Blame::Io, Code::Unfinished, message).help("delete it, if you know where it comes from")
}

/// a folder that was moved after a command that wrote in it and in another was killed
fn not_there(folder: &Path, other: &Path) -> Diagnostic {
    let [folder, other] = [folder, other].map(display_path);
    let message = format!("a command was interrupted while writing in `{folder}` and `{other}`, and `{other}` is gone");
    Diagnostic::new(Blame::Io, Code::Unfinished, message)
        .help(format!("put it back where it was, or check the files and delete `{folder}/{JOURNAL}`"))
}
