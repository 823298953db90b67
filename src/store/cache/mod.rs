//! The index of large facts in a file beside them, so that the next start maps it instead of parsing. The text
//! files are the record: an index that does not fit them, is damaged or of another version is built again.

mod contents;
mod read;
mod stamp;
mod write;

use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::base::Diagnostic;
use crate::store::cache::read::Fault;
use crate::store::cache::stamp::Stamp;
use crate::store::column::Damaged;
use crate::store::dataset::Dataset;
use crate::store::files::{Files, reason};
use crate::store::find::Input;
use crate::store::load::{Progress, load_from};
use crate::store::sizes::Sizes;

/// The folder for indexes, beside the data.
const FOLDER: &str = ".caveat";
/// Fewer facts are parsed as soon as an index is opened.
const WORTH_KEEPING: usize = 50_000;

/// How much an index is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// A file whose size and time are those of the index is taken to be the same.
    #[default]
    Trusting,
    /// Every file is read and its digest compared.
    Verified,
    /// No index is read or written.
    Nothing,
}

/// Loads everything that the inputs name as [`load_from`] does, from an index when there is one of these very
/// files; a large graph leaves one behind. Gives the dataset and what has to be told about the index.
///
/// `beside` is the folder that the index lies in.
///
/// # Errors
/// As [`load_from`]. That an index cannot be read or written is none.
pub fn load_kept(
    files: &Files,
    (inputs, beside): (&[Input], &Path),
    sizes: impl Into<Sizes>,
    keep: Keep,
    watch: &mut dyn FnMut(Progress),
) -> Result<(Dataset, Option<String>), Vec<Diagnostic>> {
    let sizes = sizes.into();
    let stamp = match (keep, files) {
        (Keep::Nothing, _) | (_, Files::Revision(_)) => None,
        _ => Stamp::of(files, inputs, sizes.file),
    };
    let Some((stamp, passed_over)) = stamp else {
        return Ok((load_from(files, inputs, sizes, watch)?, None));
    };
    let path = beside.join(FOLDER).join(stamp.name());
    let mut remark = None;
    match read::open(&path) {
        Ok((dataset, known)) => match stamp.agrees(&known, files, keep == Keep::Verified) {
            // Only the times have moved: the next start need not take the digests again.
            Some(true) => {
                let remark = renewed(&path, &dataset, &stamp);
                return Ok((dataset.beside(passed_over), remark));
            }
            Some(false) => return Ok((dataset.beside(passed_over), None)),
            None => {}
        },
        Err(Fault::NotThere) => {}
        Err(Fault::Foreign) => remark = Some(foreign(&path)),
        Err(Fault::Damaged) => remark = Some(damaged(&path)),
        Err(Fault::Unreadable(error)) => remark = Some(not_read(&path, &error)),
    }
    let begun = SystemTime::now();
    let dataset = load_from(files, inputs, sizes, watch)?;
    if dataset.quad_count() >= WORTH_KEEPING {
        let stamp = stamp.with_digests(&dataset, begun);
        if let Err(error) = write::write(&path, &dataset, &stamp) {
            remark = Some(not_kept(&path, &error));
        }
    }
    Ok((dataset, remark))
}

/// Takes an index away that is found to be damaged while it is in use.
///
/// # Errors
/// When it cannot be removed.
pub fn discard(damaged: &Damaged) -> io::Result<()> {
    std::fs::remove_file(&damaged.path)
}

fn renewed(path: &Path, dataset: &Dataset, stamp: &Stamp) -> Option<String> {
    let stamp = stamp.clone().with_digests(dataset, SystemTime::now());
    let written = write::write(path, dataset, &stamp);
    written.err().map(|error| not_kept(path, &error))
}

/// an index that another version of the program has written, or another kind of machine
fn foreign(path: &Path) -> String {
    let path = shown(path);
    format!("the index `{path}` is of another version or machine: it is built again")
}

/// an index that was cut or changed
fn damaged(path: &Path) -> String {
    format!("the index `{}` is damaged: it is built again", shown(path))
}

/// an index without the right to read it
fn not_read(path: &Path, error: &io::Error) -> String {
    let (path, reason) = (shown(path), reason(error));
    format!("the index `{path}` cannot be read: {reason}; all files are read again")
}

/// a full or read-only disk
fn not_kept(path: &Path, error: &io::Error) -> String {
    let (path, reason) = (shown(path), reason(error));
    format!("no index is kept in `{path}`: {reason}; the next start reads all files again")
}

fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let short = path.strip_prefix(&here).unwrap_or(path);
    short.to_string_lossy().replace('\\', "/")
}
