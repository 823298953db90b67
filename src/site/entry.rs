//! What the pages show of one record: what it says, whose word it is, what backs and limits it.

use crate::graph::{RecordKind, Stance};
use crate::site::links::{CodedValue, PropertyValues, ThingLink};

/// The state of a record on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordState {
    /// It is current: the default filter keeps it.
    Holds,
    /// What it says begins later.
    Upcoming,
    /// Proposed, and not decided on.
    Draft,
    /// Superseded, retracted, rejected, or over.
    Past,
}

/// Whose word a record is, and how it is backed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// `Cortecs, as InferCheck reports`
    pub speaker: String,
    /// `unsourced`
    pub backing: &'static str,
}

/// A record in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The record; its label is its statement.
    pub thing: ThingLink,
    /// Whether something is said, was looked for, or could not be read.
    pub kind: RecordKind,
    /// Its state on the day.
    pub standing: RecordState,
    /// Why it does not count, in words: `superseded`, `expired`.
    pub status: Vec<String>,
    /// Its stances to assurances.
    pub stances: Vec<(Stance, ThingLink)>,
    /// The assurances that a badge or status word hints at.
    pub hints: Vec<ThingLink>,
    /// The vendors that it is about.
    pub vendors: Vec<ThingLink>,
    /// Whose word it is; `None` if nobody is named.
    pub word: Option<Attribution>,
    /// Services, kind of data, scope, dates.
    pub facts: Vec<PropertyValues>,
}

/// How a record is related to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordRelation {
    /// It is concluded from them.
    RestsOn,
    /// They are concluded from it.
    Supports,
    /// They say the opposite.
    Contradicts,
    /// It replaces them.
    Supersedes,
    /// They replace it.
    SupersededBy,
    /// Because of it, they no longer hold without exception.
    SupersedesInPart,
    /// Because of them, it no longer holds without exception.
    SupersededInPartBy,
}

/// A record that another one refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedRecord {
    /// The record.
    pub thing: ThingLink,
    /// Why it does not count, in words: `draft`, `superseded`; empty if it counts.
    pub status: Vec<String>,
}

/// A record, with all that backs and limits it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordEntry {
    /// The record in one line.
    pub outline: Outline,
    /// What it says.
    pub statements: Vec<String>,
    /// What it is about without a stance.
    pub about: Vec<ThingLink>,
    /// What else it says: places, periods, certificates, whom the vendor engages.
    pub values: Vec<PropertyValues>,
    /// Where it was taken from.
    pub passages: Vec<Passage>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// The sources that were searched for it.
    pub searched: Vec<SourceRef>,
    /// Its relations to other records.
    pub relations: Vec<(RecordRelation, Vec<RelatedRecord>)>,
    /// The fine print.
    pub caveats: Vec<Caveat>,
    /// Words of the document that made a program propose it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A passage of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The title of the document.
    pub document: Option<String>,
    /// What the document says of itself: `drafted by a machine, review pending`.
    pub states: Vec<String>,
    /// Its position in the document: `profiles/acme.md:4`, `row S2`, `characters 10 to 52`.
    pub places: Vec<String>,
    /// The headings above it.
    pub headings: Vec<String>,
    /// Its words.
    pub exact: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A link to a source, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The sources; empty if the citation names none.
    pub sources: Vec<SourceRef>,
    /// Whether it was found there.
    pub states: Vec<CodedValue>,
    /// Section, page date, language, day of retrieval.
    pub facts: Vec<PropertyValues>,
    /// Words of the source.
    pub quotes: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A source, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// The source.
    pub thing: ThingLink,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Who can read it; empty until somebody looked.
    pub access: Vec<CodedValue>,
}

/// Fine print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// True if a program proposed it and nobody has reviewed it yet.
    pub is_draft: bool,
    /// What kind of limit it is.
    pub kinds: Vec<CodedValue>,
    /// What it says.
    pub texts: Vec<String>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Words of the document that made a program propose it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A record in one line, as sources and topics list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The record.
    pub outline: Outline,
    /// The state of its citation of the source.
    pub states: Vec<CodedValue>,
    /// How many caveats limit it.
    pub caveats: usize,
}
