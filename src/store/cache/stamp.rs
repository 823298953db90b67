//! Of which files an index is: where they lie, their sizes, times and digests; and who wrote it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;
use crate::files::{Files, open_file};
use crate::store::cache::folder::writer;
use crate::store::dataset::Dataset;
use crate::store::find::{Input, find};

/// A file that changed so shortly before it was read may change again within the same tick of its clock.
const TICK: Duration = Duration::from_secs(2);
/// What the name of an index ends in.
pub(super) const INDEX: &str = ".index";
/// How many digits come before.
pub(super) const HASH: usize = 32;

/// The files of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexStamp {
    /// User and machine.
    writer: String,
    /// What was named to be loaded, without links in it.
    pub(super) inputs: Vec<PathBuf>,
    files: Vec<FileFingerprint>,
    /// When the files were read, since 1970.
    read: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileFingerprint {
    /// As it is shown now: another command may name it in another way.
    #[serde(skip)]
    pub(super) name: String,
    /// Without links in it.
    real: PathBuf,
    size: u64,
    /// When it was last changed, since 1970.
    changed: Duration,
    /// What no program can set back: which file it is, and when anything of it was last changed.
    entry: InodeStamp,
    /// The SHA-256 of its bytes.
    digest: String,
}

/// The number of a file in its file system, and the time of its last change, of whatever sort, since 1970; nothing where the
/// system knows neither.
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
    /// The files of the inputs as they are now, their digests not known yet. None where the facts do not come
    /// from files that can all be looked at: loading says why. With the files beside them that hold no facts.
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
        Some((Self { writer: writer(), inputs, files: stamped, read: Duration::ZERO }, passed_over))
    }

    /// The name of the index: of what was named, whatever is in it and however it was spelled.
    pub(super) fn file_name(&self) -> String {
        let mut hash = Sha256::new();
        for input in &self.inputs {
            hash.update(input.as_os_str().as_encoded_bytes());
            hash.update([0]);
        }
        let hash = hexadecimal(&hash.finalize());
        format!("{}{INDEX}", &hash[..HASH])
    }

    /// How the files are shown now, in the order of loading.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Whether this user wrote an index of this stamp on this machine.
    pub(super) fn is_written_as(&self, now: &Self) -> bool {
        self.writer == now.writer
    }

    /// Whether an index of `known` files is one of these: true when it is but a time has moved, none when it is
    /// not. `digest` is asked of a file that may have changed.
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

    /// The same files, with the digests of those that were loaded since `begun`.
    pub(super) fn with_digests(mut self, dataset: &Dataset, begun: SystemTime) -> Self {
        for (file, loaded) in self.files.iter_mut().zip(dataset.files()) {
            file.digest.clone_from(&loaded.digest);
        }
        self.read = since_1970(begun);
        self
    }
}

impl FileFingerprint {
    /// What was found to be its digest when it was loaded.
    pub(super) fn digest_at_load(&self) -> Option<String> {
        Some(self.digest.clone())
    }

    /// The digest of the file as it lies there; none where it is larger than what may be read, or cannot be.
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
                    // It grows while it is read.
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
