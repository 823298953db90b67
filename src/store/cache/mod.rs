//! The index of large facts in a file of the user's cache folder, so that the next start looks at it instead of
//! parsing. The text files are the record: an index that does not fit them, is damaged, of another version, or that
//! others may have written is built again.

mod contents;
mod folder;
mod read;
mod stamp;
mod sweep;
mod write;

use std::path::Path;
use std::time::SystemTime;
use std::{fs, io};

use crate::base::{Blame, Diagnostic, Faults};
use crate::files::{Files, reason};
pub use crate::store::cache::folder::IndexFolder;
use crate::store::cache::read::IndexError;
use crate::store::cache::stamp::{FileFingerprint, IndexStamp};
use crate::store::column::Damaged;
use crate::store::dataset::Dataset;
use crate::store::find::Input;
use crate::store::load::{Progress, load_from};
use crate::store::sizes::Sizes;

/// Fewer facts are parsed as soon as an index is opened.
const WORTH_KEEPING: usize = 50_000;

/// How much an index is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CacheMode {
    /// A file whose size and time are those of the index is taken to be the same.
    #[default]
    Trusting,
    /// All files are read, and what an index holds is compared with what they say.
    Verified,
    /// No index is read or written.
    Nothing,
}

/// What has to be told about an index.
#[derive(Debug, Default)]
pub struct CacheReport {
    /// That there is none, or none that could be used.
    pub remark: Option<String>,
    /// That one would have been believed, and held something else than the files.
    pub differs: Option<Diagnostic>,
}

/// Loads everything that the inputs name as [`load_from`] does, from an index when there is one of these very
/// files; a large graph leaves one behind. Gives the dataset and what has to be told about the index.
///
/// # Errors
/// As [`load_from`]. That an index cannot be read or written is none.
pub fn load_cached(
    files: &Files,
    inputs: &[Input],
    (folder, keep): (&IndexFolder, CacheMode),
    sizes: impl Into<Sizes>,
    watch: &mut dyn FnMut(Progress),
) -> Result<(Dataset, CacheReport), Faults> {
    let sizes = sizes.into();
    let stamp = match (keep, files) {
        (CacheMode::Nothing, _) | (_, Files::Revision(_)) => None,
        _ => IndexStamp::of(files, inputs),
    };
    let Some((stamp, passed_over)) = stamp else {
        return Ok((load_from(files, inputs, sizes, watch)?, CacheReport::default()));
    };
    let folder = folder.usable(&stamp.inputs);
    let path = folder.map(|folder| folder.join(stamp.file_name()));
    let mut told = CacheReport::default();
    if let (Ok(path), CacheMode::Trusting) = (&path, keep) {
        match load_index(path, &stamp, |file| file.compute_digest(sizes.file)) {
            Ok(Some((dataset, moved))) => {
                // Only the times have moved: the next start need not take the digests again.
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
        // What was there does not fit any more. Where it cannot be removed, it will be when it is met again.
        Ok(path) => _ = fs::remove_file(path),
        Err(reason) if dataset.quad_count() >= WORTH_KEEPING => told.remark = Some(no_folder(&reason)),
        Err(_) => {}
    }
    Ok((dataset, told))
}

/// The dataset of the index at a path, if it is one of these files, and whether their times have moved.
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

/// Whether the index at a path holds what was built of the files, with what is to be told of that.
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
            // Whether or not the next one can be written, this one is not met again.
            let gone = fs::remove_file(path);
            told.differs = Some(differs(path, gone.err()));
        }
        Ok(None) => told.remark = Some("there was no index of these files to be compared with them".to_owned()),
        Err(fault) => told.remark = not_used(path, &fault),
    }
    (agrees, told)
}

/// Takes an index away that is found to be damaged while it is in use.
///
/// # Errors
/// When it cannot be removed.
pub fn discard(damaged: &Damaged) -> io::Result<()> {
    std::fs::remove_file(&damaged.path)
}

fn renew_stamp(path: &Path, dataset: &Dataset, stamp: &IndexStamp) -> Option<String> {
    let stamp = stamp.clone().with_digests(dataset, SystemTime::now());
    let written = write::write(path, dataset, &stamp);
    written.err().map(|error| not_kept(path, &error))
}

/// Why an index that is there is not used.
fn not_used(path: &Path, fault: &IndexError) -> Option<String> {
    let path = display_path(path);
    Some(match fault {
        IndexError::NotThere => return None,
        IndexError::Foreign => format!("the index `{path}` is of another version, user or machine: it is built again"),
        IndexError::Damaged => format!("the index `{path}` is damaged: it is built again"),
        IndexError::NotBelieved(reason) => {
            format!("the index `{path}` is not believed, because {reason}: it is built again")
        }
        IndexError::Unreadable(error) => {
            format!("the index `{path}` cannot be read: {}; all files are read again", reason(error))
        }
    })
}

/// an index that somebody has changed and signed
fn differs(path: &Path, stays: Option<io::Error>) -> Diagnostic {
    let message = format!("the index `{}` holds something else than the files it is of", display_path(path));
    let done = match stays {
        None => "it was thrown away".to_owned(),
        Some(error) => format!("it cannot be removed ({}): remove it", reason(&error)),
    };
    Diagnostic::new(Blame::Data, "index-differs", message)
        .help(format!("{done}; this answer is from the files, earlier ones may have been wrong"))
}

/// no folder that would be believed
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
