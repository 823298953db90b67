//! The workspace: the folder, from the current one upwards, that holds the facts.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::base::{Blame, Diagnostic, Source, Span};

/// The name of the file that may say where the data is.
const SETTINGS: &str = "caveat.toml";

/// Where the facts of the current folder are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The folder that holds `caveat.toml` or `data/`.
    pub root: PathBuf,
    /// Files and folders to load.
    pub data: Vec<PathBuf>,
}

/// What `caveat.toml` may say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Files and folders with facts, relative to the file.
    #[serde(default = "default_data")]
    data: Vec<PathBuf>,
}

fn default_data() -> Vec<PathBuf> {
    vec![PathBuf::from("data")]
}

impl Workspace {
    /// The nearest workspace, from `folder` upwards: the first folder with a `caveat.toml` or a
    /// folder `data`.
    ///
    /// # Errors
    /// When there is none, or its `caveat.toml` cannot be read.
    pub fn find(folder: &Path) -> Result<Self, Diagnostic> {
        for root in folder.ancestors() {
            let settings = root.join(SETTINGS);
            if settings.is_file() {
                let names = read(&settings)?.data;
                return Ok(Self {
                    data: names.iter().map(|name| root.join(name)).collect(),
                    root: root.to_owned(),
                });
            }
            let data = root.join("data");
            if data.is_dir() {
                return Ok(Self {
                    data: vec![data],
                    root: root.to_owned(),
                });
            }
        }
        Err(no_data())
    }
}

fn read(path: &Path) -> Result<Settings, Diagnostic> {
    let text = fs::read_to_string(path)
        .map_err(|error| crate::store::files::unreadable(SETTINGS, &error))?;
    toml::from_str(&text).map_err(|error| {
        let source = Source::new(SETTINGS, &text);
        let span = error.span().unwrap_or(0..0);
        Diagnostic::new(Blame::Question, "settings", "the settings cannot be read").at(
            &source,
            Span::new(span.start, span.end),
            error.message(),
        )
    })
}

/// `caveat` in a folder that is in no workspace
fn no_data() -> Diagnostic {
    Diagnostic::new(
        Blame::Io,
        "no-data",
        "there is no folder `data` here or above",
    )
    .help("go to a folder of the workspace, or say where the facts are with --data PATH")
}
