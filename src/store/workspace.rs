//! The workspace: the nearest folder, from the current one upwards, that holds the facts.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::files::Files;
use crate::store::MAX_FILE;

/// The name of the settings file, which may say where the data is.
const SETTINGS: &str = "caveat.toml";

/// Where the facts of the current folder are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The folder that holds `caveat.toml` or `data/`.
    pub root: PathBuf,
    /// Files and folders to load.
    pub data: Vec<PathBuf>,
}

/// The contents of `caveat.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkspaceSettings {
    /// Files and folders with facts, relative to this file.
    #[serde(default = "default_data")]
    data: Vec<PathBuf>,
}

fn default_data() -> Vec<PathBuf> {
    vec![PathBuf::from("data")]
}

impl Workspace {
    /// The nearest workspace, from `folder` upwards: the first folder with a `caveat.toml` or a folder `data`.
    ///
    /// # Errors
    /// If there is none, or its `caveat.toml` cannot be read.
    pub fn find(folder: &Path) -> Result<Self, Diagnostic> {
        Self::find_in(&Files::Disk(folder.to_owned()))
    }

    /// The nearest workspace from the root of the files upwards; in a revision, the workspace of that time.
    ///
    /// # Errors
    /// As [`Workspace::find`].
    pub fn find_in(files: &Files) -> Result<Self, Diagnostic> {
        for root in files.root().ancestors() {
            let settings = root.join(SETTINGS);
            // A settings file that cannot be read may say where the facts are: it is an error, not skipped.
            if files.exists(&settings) {
                files.find(&settings)?;
                let names = read(files, &settings)?.data;
                return Ok(Self { data: names.iter().map(|name| root.join(name)).collect(), root: root.to_owned() });
            }
            let data = root.join("data");
            if files.exists(&data) && files.find(&data)?.folder {
                return Ok(Self { data: vec![data], root: root.to_owned() });
            }
        }
        Err(no_data(files))
    }
}

fn read(files: &Files, path: &Path) -> Result<WorkspaceSettings, Diagnostic> {
    let bytes = files.read(path, MAX_FILE)?;
    let text = String::from_utf8(bytes).map_err(|_| not_utf8())?;
    toml::from_str(&text).map_err(|error| {
        let source = Source::new(SETTINGS, &text);
        let span = error.span().unwrap_or(0..0);
        Diagnostic::new(Blame::Question, Code::Settings, "the settings cannot be read").at(
            &source,
            Span::new(span.start, span.end),
            error.message(),
        )
    })
}

/// a `caveat.toml` in Latin-1
fn not_utf8() -> Diagnostic {
    let message = format!("`{SETTINGS}` is not UTF-8");
    Diagnostic::new(Blame::Question, Code::NotUtf8, message).help("save it as UTF-8")
}

/// `caveat` in a folder outside any workspace
fn no_data(files: &Files) -> Diagnostic {
    if let Some(revision) = files.revision() {
        let message = format!("there was no folder `data` here or above in {revision}");
        return Diagnostic::new(Blame::Io, Code::NoData, message)
            .help("the facts may have been elsewhere then: say where with --data PATH");
    }
    Diagnostic::new(Blame::Io, Code::NoData, "there is no folder `data` here or above")
        .help("go to a folder of the workspace, or say where the facts are with --data PATH")
}
