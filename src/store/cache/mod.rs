//! Keeps the index of large facts in a file of the user's cache folder, so that the next start reads it instead of
//! parsing. The text files are authoritative: an index that does not match them, is damaged, of another version, or
//! writable by others is built again.

mod contents;
mod folder;
mod read;
mod stamp;
mod sweep;
mod write;

use std::path::Path;
use std::time::SystemTime;
use std::{fs, io};

use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::files::{Files, reason};
pub use crate::store::cache::folder::IndexFolder;
use crate::store::cache::read::IndexError;
use crate::store::cache::stamp::{FileFingerprint, IndexStamp};
use crate::store::dataset::Dataset;
use crate::store::find::Input;
use crate::store::load::{Progress, load_from};
use crate::store::shared_array::Damaged;
use crate::store::sizes::Sizes;

/// Fewer facts are parsed as quickly as an index is opened.
const WORTH_KEEPING: usize = 50_000;

/// How much an index is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CacheMode {
    /// A file with the size and times recorded in the index is assumed to be unchanged.
    #[default]
    TrustTimes,
    /// All files are read, and the index is compared with them.
    Verified,
    /// No index is read or written.
    Off,
}

/// What to report about an index.
#[derive(Debug, Default)]
pub struct CacheReport {
    /// That there is none, that it could not be used or kept, or that it agrees with the files.
    pub remark: Option<String>,
    /// That an index would have been trusted, but differs from the files.
    pub differs: Option<Diagnostic>,
}

/// Loads the inputs as [`load_from`] does, from an index of exactly these files if there is one; otherwise writes an
/// index if the graph is large. Returns the dataset and what to report about the index.
///
/// # Errors
/// As [`load_from`]. An index that cannot be read or written is not an error.
pub fn load_cached(
    files: &Files,
    inputs: &[Input],
    (folder, keep): (&IndexFolder, CacheMode),
    sizes: impl Into<Sizes>,
    watch: &mut dyn FnMut(Progress),
) -> Result<(Dataset, CacheReport), Faults> {
    let sizes = sizes.into();
    let stamp = match (keep, files) {
        (CacheMode::Off, _) | (_, Files::Revision(_)) => None,
        _ => IndexStamp::of(files, inputs),
    };
    let Some((stamp, passed_over)) = stamp else {
        return Ok((load_from(files, inputs, sizes, watch)?, CacheReport::default()));
    };
    let folder = folder.usable(&stamp.inputs);
    let path = folder.map(|folder| folder.join(stamp.file_name()));
    let mut told = CacheReport::default();
    if let (Ok(path), CacheMode::TrustTimes) = (&path, keep) {
        match load_index(path, &stamp, |file| file.compute_digest(sizes.file)) {
            Ok(Some((dataset, moved))) => {
                // Only the times have changed: a new stamp saves the next start computing the digests again.
                match moved {
                    true => told.remark = renew_stamp(path, &dataset, &stamp),
                    false => sweep::mark_used(path),
                }
                return Ok((dataset.with_passed_over(passed_over), told));
            }
            Ok(None) => {}
            Err(fault) => told.remark = not_used(path, &fault),
        }
    }
    let begun = SystemTime::now();
    let dataset = load_from(files, inputs, sizes, watch)?;
    let stamp = stamp.with_digests(&dataset, begun);
    let mut agrees = false;
    if let (Ok(path), CacheMode::Verified) = (&path, keep) {
        (agrees, told) = verify_index(path, &dataset, &stamp);
    }
    if agrees {
        return Ok((dataset, told));
    }
    match path {
        Ok(path) if dataset.quad_count() >= WORTH_KEEPING => {
            if let Err(error) = write::write(&path, &dataset, &stamp) {
                told.remark = Some(not_kept(&path, &error));
            }
        }
        // The old index no longer matches. If it cannot be removed now, a later start tries again.
        Ok(path) => _ = fs::remove_file(path),
        Err(reason) if dataset.quad_count() >= WORTH_KEEPING => told.remark = Some(no_folder(&reason)),
        Err(_) => {}
    }
    Ok((dataset, told))
}

/// The dataset of the index at `path`, if it was built from these files, and whether their times have changed.
fn load_index(
    path: &Path,
    stamp: &IndexStamp,
    digest: impl Fn(&FileFingerprint) -> Option<String>,
) -> Result<Option<(Dataset, bool)>, IndexError> {
    let (dataset, known) = match read::open(path) {
        Err(IndexError::NotThere) => return Ok(None),
        opened => opened?,
    };
    if !known.is_written_as(stamp) {
        return Err(IndexError::Foreign);
    }
    let moved = stamp.agrees(&known, digest);
    Ok(moved.map(|moved| (dataset.with_file_names(stamp.names()), moved)))
}

/// Compares the index at `path` with the dataset built from the files. Returns whether it can stay as it is, and what
/// to report.
fn verify_index(path: &Path, built: &Dataset, stamp: &IndexStamp) -> (bool, CacheReport) {
    let mut told = CacheReport::default();
    let mut agrees = false;
    match load_index(path, stamp, FileFingerprint::digest_at_load) {
        Ok(Some((held, moved))) if held.holds_the_same(built) => {
            told.remark = Some("the index agrees with the files".to_owned());
            agrees = !moved;
            sweep::mark_used(path);
        }
        Ok(Some(_)) => {
            // Remove it even if a new one cannot be written: it must not be used again.
            let gone = fs::remove_file(path);
            told.differs = Some(differs(path, gone.err()));
        }
        Ok(None) => told.remark = Some("there is no index of these files to compare".to_owned()),
        Err(fault) => told.remark = not_used(path, &fault),
    }
    (agrees, told)
}

/// Removes an index that was found to be damaged while in use.
///
/// # Errors
/// If it cannot be removed.
pub fn discard(damaged: &Damaged) -> io::Result<()> {
    std::fs::remove_file(&damaged.path)
}

fn renew_stamp(path: &Path, dataset: &Dataset, stamp: &IndexStamp) -> Option<String> {
    let stamp = stamp.clone().with_digests(dataset, SystemTime::now());
    let written = write::write(path, dataset, &stamp);
    written.err().map(|error| not_kept(path, &error))
}

/// The remark on an index that is not used.
fn not_used(path: &Path, fault: &IndexError) -> Option<String> {
    let path = display_path(path);
    Some(match fault {
        IndexError::NotThere => return None,
        IndexError::Foreign => format!("the index `{path}` is from another version, user or machine: it is rebuilt"),
        IndexError::Damaged => format!("the index `{path}` is damaged: it is rebuilt"),
        IndexError::Untrusted(reason) => {
            format!("the index `{path}` is not trusted, because {reason}: it is rebuilt")
        }
        IndexError::Unreadable(error) => {
            format!("the index `{path}` cannot be read: {}; all files are read again", reason(error))
        }
    })
}

/// an index that somebody has changed, with matching checksums
fn differs(path: &Path, stays: Option<io::Error>) -> Diagnostic {
    let message = format!("the index `{}` does not match the files that it was built from", display_path(path));
    let done = match stays {
        None => "it was deleted".to_owned(),
        Some(error) => format!("it could not be deleted ({}): delete it yourself", reason(&error)),
    };
    Diagnostic::new(Blame::Data, Code::IndexDiffers, message)
        .help(format!("{done}; this answer comes from the files, earlier answers may have been wrong"))
}

/// no cache folder that can be trusted
fn no_folder(reason: &str) -> String {
    format!("no index is kept: {reason}; the next start reads all files again")
}

/// a full or read-only disk
fn not_kept(path: &Path, error: &io::Error) -> String {
    let (path, reason) = (display_path(path), reason(error));
    format!("no index is kept in `{path}`: {reason}; the next start reads all files again")
}

fn display_path(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
