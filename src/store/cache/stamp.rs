//! Of which files an index is: their names, sizes, times and digests.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use crate::store::dataset::{Dataset, hexadecimal};
use crate::store::files::Files;
use crate::store::find::{Input, find};

/// A file that changed so shortly before it was read may change again within the same tick of its clock.
const TICK: Duration = Duration::from_secs(2);

/// The files of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    files: Vec<Stamped>,
    /// When the files were read, since 1970.
    read: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamped {
    /// As it is shown.
    name: String,
    /// Without links in it.
    real: PathBuf,
    size: u64,
    /// When it was last changed, since 1970.
    changed: Duration,
    /// The SHA-256 of its bytes.
    digest: String,
}

impl Stamp {
    /// The files of the inputs as they are now, their digests not known yet. None where the facts do not come
    /// from files that can all be looked at: loading says why. With the files beside them that hold no facts.
    pub(super) fn of(files: &Files, inputs: &[Input], max_file: u64) -> Option<(Self, Vec<String>)> {
        let mut stamped: Vec<Stamped> = Vec::new();
        let mut passed_over = Vec::new();
        for input in inputs {
            let Input::Path(path) = input else {
                return None;
            };
            let found = find(files, path).ok()?;
            passed_over.extend(found.passed_over);
            for file in found.data {
                if stamped.iter().any(|known| known.real == file.real) {
                    continue;
                }
                let metadata = fs::metadata(&file.real).ok()?;
                if metadata.len() > max_file {
                    return None;
                }
                stamped.push(Stamped {
                    name: file.name,
                    real: file.real,
                    size: metadata.len(),
                    changed: since_1970(metadata.modified().ok()?),
                    digest: String::new(),
                });
            }
        }
        passed_over.sort();
        passed_over.dedup();
        Some((Self { files: stamped, read: Duration::ZERO }, passed_over))
    }

    /// The name of the index: of these files, whatever is in them.
    pub(super) fn name(&self) -> String {
        let mut names = Vec::new();
        for file in &self.files {
            names.extend(file.name.as_bytes());
            names.push(0);
            names.extend(file.real.to_string_lossy().as_bytes());
            names.push(0);
        }
        format!("{:016x}.index", xxh3_64(&names))
    }

    /// Whether an index of `known` files is one of these: true when it is but a time has moved, none when it is
    /// not. Digests are taken of files that may have changed, or of all when `verified`.
    pub(super) fn agrees(&self, known: &Self, files: &Files, verified: bool) -> Option<bool> {
        if self.files.len() != known.files.len() {
            return None;
        }
        let mut moved = false;
        for (now, then) in self.files.iter().zip(&known.files) {
            if now.name != then.name || now.real != then.real || now.size != then.size {
                return None;
            }
            let same_time = now.changed == then.changed && then.changed + TICK < known.read;
            if !same_time || verified {
                let bytes = files.read(&now.real, now.size).ok()?;
                if hexadecimal(&Sha256::digest(bytes)) != then.digest {
                    return None;
                }
            }
            moved |= !same_time;
        }
        Some(moved)
    }

    /// The same files, with the digests of those that were loaded since `begun`.
    pub(super) fn with_digests(mut self, dataset: &Dataset, begun: SystemTime) -> Self {
        for (file, loaded) in self.files.iter_mut().zip(dataset.files()) {
            file.digest.clone_from(&loaded.digest);
        }
        self.read = since_1970(begun);
        self
    }
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}
