//! The operations that change files, one by one. Nothing else calls them, so that tests can let each of them fail, or be
//! the last thing that the program does.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempPath};

/// How the names of temporary files begin: they are hidden, so that nobody takes them for facts.
const BEGINNING: &str = ".caveat-";
/// How they end.
const ENDING: &str = ".tmp";

/// True for the name of a temporary file.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(BEGINNING) && name.ends_with(ENDING)
}

/// A temporary file that holds this, on the disk.
pub(super) fn create_synced(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let file = create_temporary(folder, content)?;
    due()?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A temporary file that holds this, and may be on the disk only later.
pub(super) fn create_temporary(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    due()?;
    let mut builder = Builder::new();
    builder.prefix(BEGINNING).suffix(ENDING).rand_bytes(8);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program makes a file: what the user's mask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    // A disk is full, and a program killed, in the middle of a file.
    let (first, rest) = content.split_at(content.len() / 2);
    file.write_all(first)?;
    due()?;
    file.write_all(rest)?;
    Ok(file)
}

/// Another name for a file, under which it stays when something else takes its place; where the disk knows no such names,
/// a copy.
pub(super) fn second_name(folder: &Path, file: &Path) -> io::Result<TempPath> {
    due()?;
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

/// Puts one file in the place of another.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    due()?;
    fs::rename(from, to)
}

/// Puts a temporary file where nothing is; gives it back where something is.
pub(super) fn put_new(file: NamedTempFile, path: &Path) -> Result<(), (io::Error, Option<NamedTempFile>)> {
    due().map_err(|error| (error, None))?;
    file.persist_noclobber(path).map(drop).map_err(|failed| (failed.error, Some(failed.file)))
}

/// Removes a file; that it is not there is fine.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    due()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder, with those that it lies in.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    due()?;
    fs::create_dir_all(folder)
}

/// Has what stands in a folder, the names of its files, on the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    due()?;
    if !cfg!(unix) {
        return Ok(());
    }
    match fs::File::open(folder)?.sync_all() {
        // Some file systems know no such thing.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Whether the next operation is the one that a test wants to fail.
#[cfg(not(debug_assertions))]
fn due() -> io::Result<()> {
    Ok(())
}

#[cfg(debug_assertions)]
use fault::due;
#[cfg(debug_assertions)]
pub use fault::{Fault, fail_at};

/// Faults for tests; what is shipped has none of this.
#[cfg(debug_assertions)]
mod fault {
    use std::io;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// What happens at an operation.
    #[derive(Debug, Clone, Copy)]
    pub enum Fault {
        /// The program is killed.
        Kill,
        /// The operation fails with this error of the system.
        Once(i32),
        /// So do it and all that follow.
        FromNowOn(i32),
    }

    static PLAN: OnceLock<(usize, Fault)> = OnceLock::new();
    static DONE: AtomicUsize = AtomicUsize::new(0);

    /// Lets the operation of this number fail; the first is 1.
    pub fn fail_at(number: usize, fault: Fault) {
        // The plan of a process is made once.
        let _ = PLAN.set((number, fault));
    }

    pub(super) fn due() -> io::Result<()> {
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
