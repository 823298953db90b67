//! How a citation names the passage of a document whose words are not copied: by its digest, where it was found and when.

use crate::words::Path;

/// Where a vocabulary keeps what a passage is known by, `say:Anchoring`.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchoring {
    /// From a record, and from fine print, to its citations.
    pub citations: Path,
    /// From a citation to its source.
    pub source: Path,
    /// From a record to the sources in which one looked and found nothing.
    pub searched: Option<Path>,
    /// From a citation to the words of the passage.
    pub quote: Path,
    /// From a citation to the digest of the passage.
    pub digest: Path,
    /// From a citation to the length of the passage.
    pub length: Path,
    /// From a citation to the heading under which the passage stands.
    pub section: Option<Path>,
    /// From a citation to the copy of the source in which the passage was found.
    pub copy: Option<Path>,
    /// From a copy to the source that it is one of.
    pub copy_of: Option<Path>,
    /// From a copy to the day of the version that it is.
    pub version_day: Option<Path>,
    /// From a source to the things and parts that it speaks for.
    pub speaks_for: Option<Path>,
    /// From a citation, or a source, to the first day on which it was seen.
    pub first: Option<Path>,
    /// From a citation, or a source, to the last day on which it was seen.
    pub last: Option<Path>,
    /// Properties whose values are days on which somebody saw something: none of them is to come.
    pub days: Vec<Path>,
}
