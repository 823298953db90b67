//! The operations that change files, one by one. All writes go through them, so that tests can let each of them fail,
//! or kill the program there.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempPath};

/// The prefix of temporary files: it hides them, so that they are not loaded as facts.
const BEGINNING: &str = ".caveat-";
/// The suffix of temporary files.
const ENDING: &str = ".tmp";

/// True for the name of a temporary file.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(BEGINNING) && name.ends_with(ENDING)
}

/// A temporary file with this content, synced to the disk.
pub(super) fn create_synced(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let file = create_temporary(folder, content)?;
    inject_fault()?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A temporary file with this content, not synced.
pub(super) fn create_temporary(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    inject_fault()?;
    let mut builder = Builder::new();
    builder.prefix(BEGINNING).suffix(ENDING).rand_bytes(8);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program creates a file: the user's umask applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    // Two writes, so that tests can fail in the middle of a file.
    let (first, rest) = content.split_at(content.len() / 2);
    file.write_all(first)?;
    inject_fault()?;
    file.write_all(rest)?;
    Ok(file)
}

/// A second name for a file, which keeps its content when another file replaces it; a copy if the disk has no hard
/// links.
pub(super) fn second_name(folder: &Path, file: &Path) -> io::Result<TempPath> {
    inject_fault()?;
    let mut builder = Builder::new();
    builder.prefix(BEGINNING).suffix(ENDING).rand_bytes(8);
    if let Ok(linked) = builder.make_in(folder, |path| fs::hard_link(file, path)) {
        return Ok(linked.into_temp_path());
    }
    #[cfg(unix)]
    if let Ok(leads) = fs::read_link(file) {
        return Ok(builder.make_in(folder, |path| std::os::unix::fs::symlink(&leads, path))?.into_temp_path());
    }
    let copy = create_synced(folder, &fs::read(file)?)?;
    copy.as_file().set_permissions(fs::metadata(file)?.permissions())?;
    Ok(copy.into_temp_path())
}

/// Moves a file to the path of another, which it replaces.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    inject_fault()?;
    fs::rename(from, to)
}

/// Moves a temporary file to a free path; returns it if the path is taken.
pub(super) fn put_new(file: NamedTempFile, path: &Path) -> Result<(), (io::Error, Option<NamedTempFile>)> {
    inject_fault().map_err(|error| (error, None))?;
    file.persist_noclobber(path).map(drop).map_err(|failed| (failed.error, Some(failed.file)))
}

/// Removes a file, if it exists.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    inject_fault()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Creates a folder and its parents.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    inject_fault()?;
    fs::create_dir_all(folder)
}

/// Syncs the names of the files in a folder to the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    inject_fault()?;
    if !cfg!(unix) {
        return Ok(());
    }
    match fs::File::open(folder)?.sync_all() {
        // Some file systems do not support it.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Fails if the next operation is the one that a test wants to fail.
#[cfg(not(debug_assertions))]
fn inject_fault() -> io::Result<()> {
    Ok(())
}

#[cfg(debug_assertions)]
use fault::inject_fault;
#[cfg(debug_assertions)]
pub use fault::{Fault, fail_at};

/// Faults for tests; not in release builds.
#[cfg(debug_assertions)]
mod fault {
    use std::io;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// What happens to an operation.
    #[derive(Debug, Clone, Copy)]
    pub enum Fault {
        /// The program is killed.
        Kill,
        /// It fails with this error code of the system.
        Once(i32),
        /// It and all later operations fail with this error code.
        FromNowOn(i32),
    }

    static PLAN: OnceLock<(usize, Fault)> = OnceLock::new();
    static DONE: AtomicUsize = AtomicUsize::new(0);

    /// Injects a fault into the operation with this number, counted from 1.
    pub fn fail_at(number: usize, fault: Fault) {
        // Only the first call in a process takes effect.
        let _ = PLAN.set((number, fault));
    }

    pub(super) fn inject_fault() -> io::Result<()> {
        let Some((number, fault)) = PLAN.get() else {
            return Ok(());
        };
        let at = DONE.fetch_add(1, Ordering::Relaxed) + 1;
        match fault {
            Fault::Kill if at == *number => kill(),
            Fault::Once(error) if at == *number => Err(io::Error::from_raw_os_error(*error)),
            Fault::FromNowOn(error) if at >= *number => Err(io::Error::from_raw_os_error(*error)),
            _ => Ok(()),
        }
    }

    #[cfg(unix)]
    fn kill() -> io::Result<()> {
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL)?;
        Ok(())
    }

    #[cfg(not(unix))]
    fn kill() -> io::Result<()> {
        std::process::abort()
    }
}
