//! Detects whether the files of the facts have changed on disk since they were read.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::base::{Cut, Limit};
use crate::store::{Dataset, Workspace};

/// The state of the files when they were read.
pub(super) struct Changes {
    files: Vec<(String, PathBuf, FileStamp)>,
}

/// Size and modification time of a file; `None` if they cannot be read.
type FileStamp = Option<(u64, SystemTime)>;

impl Changes {
    /// The current state of the files of a dataset.
    pub(super) fn since_now(dataset: &Dataset) -> Self {
        if dataset.revision().is_some() {
            // Committed files do not change.
            return Self { files: Vec::new() };
        }
        let here = std::env::current_dir().unwrap_or_default();
        let root = Workspace::find(&here).map(|workspace| workspace.root);
        let folders: Vec<PathBuf> = root.into_iter().chain([here]).collect();
        let files = dataset.files().iter().filter_map(|file| {
            let mut paths = folders.iter().map(|folder| folder.join(&file.name));
            let path = paths.find(|path| path.is_file())?;
            let stamp = stamp(&path);
            Some((file.name.clone(), path, stamp))
        });
        Self { files: files.collect() }
    }

    /// The files changed since the last call, in words.
    pub(super) fn news(&mut self) -> Option<String> {
        let mut changed = Vec::new();
        for (name, path, known) in &mut self.files {
            let now = stamp(path);
            if now != *known {
                *known = now;
                changed.push(name.as_str());
            }
        }
        let changed = Cut::of(changed, Limit::ChangedFiles);
        let told = format!("changed on disk: {}; type .reload to read the facts again", changed.comma_list());
        (!changed.is_empty()).then_some(told)
    }
}

fn stamp(path: &PathBuf) -> FileStamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}
