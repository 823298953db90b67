//! How a citation identifies a passage whose words are not copied: by its digest, where it was found and when.

use crate::words::Path;

/// The paths of `say:Anchoring`: where the facts keep what identifies a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchoring {
    /// From a record, and from fine print, to its citations.
    pub citations: Path,
    /// From a citation to its source.
    pub source: Path,
    /// From a record to the sources that were searched in vain.
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
    /// From a copy to the source that it copies.
    pub copy_of: Option<Path>,
    /// From a copy to the day of its version.
    pub version_day: Option<Path>,
    /// From a source to the things and parts that it applies to.
    pub speaks_for: Option<Path>,
    /// From a citation, or a source, to the first day on which it was seen.
    pub first: Option<Path>,
    /// From a citation, or a source, to the last day on which it was seen.
    pub last: Option<Path>,
    /// Properties whose values are days on which somebody saw something: none may lie in the future.
    pub days: Vec<Path>,
}
