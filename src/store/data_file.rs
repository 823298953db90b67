//! The files that facts were read from, and a digest of all of them.

use sha2::{Digest, Sha256};

use crate::base::hexadecimal;

/// A file that was loaded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DataFile {
    /// The path for display, or `<stdin>`.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The number of statements in it.
    pub facts: usize,
}

pub(super) fn digest_of(files: &[DataFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.digest.as_bytes());
        hash.update([0]);
    }
    hexadecimal(&hash.finalize())
}
