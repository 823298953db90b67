//! The files of an audit: scripts, waivers, as they are or at a revision.

use std::path::{Path, PathBuf};

use crate::app::input::read_stdin;
use crate::app::options::Options;
use crate::audit::{File, Scripts, WAIVERS, WaiverEntry, digest_of, read_waivers, text};
use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::files::Files;
use crate::lang::MAX_SCRIPT;
use crate::session::Session;
use crate::store::Workspace;

/// The folder of a workspace that holds its scripts, unless others are named.
const SCRIPTS: &str = "queries";

/// Where to find scripts, waivers and expected answers.
pub(super) struct WorkspaceFiles {
    /// The files on disk, relative to the root of the workspace.
    pub(super) files: Files,
}

impl WorkspaceFiles {
    /// The workspace of the current folder; with `--data` and no workspace, the folder itself.
    pub(super) fn of(options: &Options) -> Result<Self, Diagnostic> {
        let here = std::env::current_dir().unwrap_or_default();
        let root = match Workspace::find(&here) {
            Ok(workspace) => workspace.root,
            Err(_) if !options.data.is_empty() => here,
            Err(fault) => return Err(fault),
        };
        Ok(Self { files: Files::Disk(root) })
    }

    /// Converts a path relative to the current folder into one relative to the root.
    pub(super) fn relative_to_root(&self, path: &Path) -> PathBuf {
        let here = std::env::current_dir().unwrap_or_default();
        let path = here.join(path);
        // If the path goes through links or `..`, only its canonical form tells whether it is inside.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let root = self.files.root();
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let below = path.strip_prefix(root).ok().filter(|it| !it.starts_with(".."));
        let below = below.or_else(|| real.strip_prefix(&real_root).ok());
        below.map_or(real.clone(), Path::to_owned)
    }
}

/// The named scripts, else those of the workspace.
pub(super) fn scripts(place: &WorkspaceFiles, paths: &[PathBuf]) -> Result<Scripts, Faults> {
    let stdin = paths.iter().any(|path| path.as_os_str() == "-");
    if stdin && paths.len() > 1 {
        return Err(stdin_and_files().into());
    }
    if stdin {
        let source = text("<stdin>", &read_stdin(MAX_SCRIPT as u64)?)?;
        return Ok(Scripts::of(vec![source]));
    }
    Scripts::read(&script_paths(place, paths), &place.files)
}

/// The named paths, relative to the root, else the folder of scripts of the workspace.
pub(super) fn script_paths(place: &WorkspaceFiles, paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        return vec![PathBuf::from(SCRIPTS)];
    }
    paths.iter().map(|path| place.relative_to_root(path)).collect()
}

/// The waivers, and the file that they are in.
pub(super) fn waivers(
    place: &WorkspaceFiles,
    named: Option<&Path>,
    session: &Session,
) -> Result<(Vec<WaiverEntry>, Option<File>), Faults> {
    if let Some(named) = named {
        let there = place.files.find(&place.relative_to_root(named));
        there?;
    }
    waivers_at(&place.files, place, named, session)
}

/// The waivers in the given files, which may be those of a revision; no file means no waivers.
pub(super) fn waivers_at(
    files: &Files,
    place: &WorkspaceFiles,
    named: Option<&Path>,
    session: &Session,
) -> Result<(Vec<WaiverEntry>, Option<File>), Faults> {
    let path = named.map_or_else(|| PathBuf::from(WAIVERS), |path| place.relative_to_root(path));
    if !files.exists(&path) {
        return Ok((Vec::new(), None));
    }
    let bytes = files.read(&path, MAX_SCRIPT as u64)?;
    let source = text(&files.display_name(&path), &bytes)?;
    let waivers = read_waivers(&source, session.dataset())?;
    let file = File { name: source.name.to_string(), digest: digest_of(&source) };
    Ok((waivers, Some(file)))
}

/// A file of the workspace as text, of at most `limit` bytes.
pub(super) fn read_text(place: &WorkspaceFiles, path: &Path, limit: u64) -> Result<Source, Diagnostic> {
    let bytes = place.files.read(path, limit)?;
    text(&place.files.display_name(path), &bytes)
}

/// `audit - queries`
fn stdin_and_files() -> Diagnostic {
    let message = "scripts can be read from standard input or from files, not both";
    Diagnostic::new(Blame::Question, Code::TwoInputs, message)
        .help("save the script to a file, or run the command twice")
}
