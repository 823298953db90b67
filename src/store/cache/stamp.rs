//! Identifies the files that an index was built from: paths, sizes, times and digests; and who wrote it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;
use crate::files::{Files, open_file};
use crate::store::cache::folder::writer_id;
use crate::store::dataset::Dataset;
use crate::store::find::{Input, find};

/// A file modified this shortly before it was read may change again without a new timestamp.
const TICK: Duration = Duration::from_secs(2);
/// The extension of index files.
pub(super) const INDEX: &str = ".index";
/// How many hexadecimal digits precede it.
pub(super) const HASH: usize = 32;

/// The files that an index was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexStamp {
    /// User and machine.
    writer: String,
    /// The inputs, with symbolic links resolved.
    pub(super) inputs: Vec<PathBuf>,
    files: Vec<FileFingerprint>,
    /// When the files were read, since 1970.
    read: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileFingerprint {
    /// The display name. Not stored, because another command may spell the path in another way.
    #[serde(skip)]
    pub(super) name: String,
    /// The path with symbolic links resolved.
    real: PathBuf,
    size: u64,
    /// The time of the last modification, since 1970.
    changed: Duration,
    /// What no program can set back.
    entry: InodeStamp,
    /// The SHA-256 of its bytes.
    digest: String,
}

/// The inode number of a file, and the time since 1970 of the last change to its content or metadata; zeros where the
/// system has neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct InodeStamp {
    number: u64,
    changed: Duration,
}

impl InodeStamp {
    #[cfg(unix)]
    fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
        Self { number: metadata.ino(), changed: Duration::new(seconds, nanoseconds) }
    }

    #[cfg(not(unix))]
    fn of(_: &fs::Metadata) -> Self {
        Self::default()
    }
}

impl IndexStamp {
    /// The current files of the inputs, without digests, and the other files beside them. None if the facts do not come
    /// from files that can all be read: loading reports why.
    pub(super) fn of(files: &Files, named: &[Input]) -> Option<(Self, Vec<String>)> {
        let mut inputs = Vec::new();
        let mut stamped: Vec<FileFingerprint> = Vec::new();
        let mut passed_over = Vec::new();
        for input in named {
            let Input::Path(path) = input else {
                return None;
            };
            let found = find(files, path).ok()?;
            passed_over.extend(found.passed_over);
            if !inputs.contains(&found.real) {
                inputs.push(found.real);
            }
            for file in found.data {
                if stamped.iter().any(|known| known.real == file.real) {
                    continue;
                }
                let metadata = fs::metadata(&file.real).ok()?;
                stamped.push(FileFingerprint {
                    name: file.name,
                    real: file.real,
                    size: metadata.len(),
                    changed: since_1970(metadata.modified().ok()?),
                    entry: InodeStamp::of(&metadata),
                    digest: String::new(),
                });
            }
        }
        passed_over.sort();
        passed_over.dedup();
        Some((Self { writer: writer_id(), inputs, files: stamped, read: Duration::ZERO }, passed_over))
    }

    /// The name of the index file: it depends on the inputs with links resolved, not on their content or spelling.
    pub(super) fn file_name(&self) -> String {
        let mut hash = Sha256::new();
        for input in &self.inputs {
            hash.update(input.as_os_str().as_encoded_bytes());
            hash.update([0]);
        }
        let hash = hexadecimal(&hash.finalize());
        format!("{}{INDEX}", &hash[..HASH])
    }

    /// The current display names of the files, in the order of loading.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Whether the same user wrote both stamps, on the same machine.
    pub(super) fn is_written_as(&self, now: &Self) -> bool {
        self.writer == now.writer
    }

    /// Compares these files with the `known` files of an index: none if they differ, else whether a time has changed or
    /// is too recent. `digest` is called for files that may have changed.
    pub(super) fn agrees(&self, known: &Self, digest: impl Fn(&FileFingerprint) -> Option<String>) -> Option<bool> {
        if self.files.len() != known.files.len() {
            return None;
        }
        let mut moved = false;
        for (now, then) in self.files.iter().zip(&known.files) {
            if now.real != then.real || now.size != then.size {
                return None;
            }
            let same_times = now.changed == then.changed && now.entry == then.entry;
            let same_time = same_times && then.changed + TICK < known.read;
            if !same_time && digest(now)? != then.digest {
                return None;
            }
            moved |= !same_time;
        }
        Some(moved)
    }

    /// The same files with the digests of the loaded dataset, read at `begun`.
    pub(super) fn with_digests(mut self, dataset: &Dataset, begun: SystemTime) -> Self {
        for (file, loaded) in self.files.iter_mut().zip(dataset.files()) {
            file.digest.clone_from(&loaded.digest);
        }
        self.read = since_1970(begun);
        self
    }
}

impl FileFingerprint {
    /// The digest computed when the file was loaded.
    pub(super) fn digest_at_load(&self) -> Option<String> {
        Some(self.digest.clone())
    }

    /// The digest of the file as it is now; none if it is larger than `limit` or cannot be read.
    pub(super) fn compute_digest(&self, limit: u64) -> Option<String> {
        if self.size > limit {
            return None;
        }
        let mut file = open_file(Path::new(&self.real)).ok()?;
        let mut size = 0;
        let mut hash = Sha256::new();
        let mut part = vec![0; 1 << 16];
        loop {
            match file.read(&mut part).ok()? {
                0 => return Some(hexadecimal(&hash.finalize())),
                read => {
                    size += read as u64;
                    // The file grows while it is read.
                    if size > self.size {
                        return None;
                    }
                    hash.update(&part[..read]);
                }
            }
        }
    }
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}
