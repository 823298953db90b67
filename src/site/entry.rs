//! What the pages show of one record: what it says, whose word it is, what backs and limits it.

use crate::graph::{RecordKind, Stance};
use crate::site::links::{CodedValue, PropertyValues, ThingLink};

/// How a record stands on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordState {
    /// Ordinary speech counts it.
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

/// What tells a record in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The record; its label is its statement.
    pub thing: ThingLink,
    /// Whether something is said, was looked for, or could not be read.
    pub kind: RecordKind,
    /// How it stands.
    pub standing: RecordState,
    /// Why it does not count, in words: `superseded`, `expired`.
    pub status: Vec<String>,
    /// What it says to which assurances.
    pub stances: Vec<(Stance, ThingLink)>,
    /// The assurances that a badge or status word hints at.
    pub hints: Vec<ThingLink>,
    /// The vendors that it is about.
    pub vendors: Vec<ThingLink>,
    /// Whose word it is; none where nobody is named.
    pub word: Option<Attribution>,
    /// Services, kind of data, scope, dates.
    pub facts: Vec<PropertyValues>,
}

/// How a record stands to others.
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
    /// Since it, they do not hold without exception.
    SupersedesInPart,
    /// Since them, it does not hold without exception.
    SupersededInPartBy,
}

/// A record that another one speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedRecord {
    /// The record.
    pub thing: ThingLink,
    /// Why it does not count, in words: `draft`, `superseded`; empty where it does.
    pub status: Vec<String>,
}

/// A record, with all that backs and limits it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordEntry {
    /// What tells it in one line.
    pub outline: Outline,
    /// What it says.
    pub statements: Vec<String>,
    /// What it is about without a stance.
    pub about: Vec<ThingLink>,
    /// What it says beside that: places, periods, certificates, whom the vendor engages.
    pub values: Vec<PropertyValues>,
    /// Where it was taken from.
    pub passages: Vec<Passage>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Where one searched for it.
    pub searched: Vec<SourceRef>,
    /// How it stands to other records.
    pub relations: Vec<(RecordRelation, Vec<RelatedRecord>)>,
    /// The fine print.
    pub caveats: Vec<Caveat>,
    /// Words of the document for which a program proposed it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The title of the document.
    pub document: Option<String>,
    /// What the document says of itself: `drafted by a machine, review pending`.
    pub states: Vec<String>,
    /// Where it stands in it: `profiles/acme.md:4`, `row S2`, `characters 10 to 52`.
    pub places: Vec<String>,
    /// The headings that it stands under.
    pub headings: Vec<String>,
    /// Its words.
    pub exact: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A link to a source, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source; none where the citation points nowhere.
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
    /// True where a program proposed it and nobody has gone through it yet.
    pub is_draft: bool,
    /// What kind of limit it is.
    pub kinds: Vec<CodedValue>,
    /// What it says.
    pub texts: Vec<String>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// Words of the document for which a program proposed it.
    pub cues: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A record in one line, as sources and topics list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The record.
    pub outline: Outline,
    /// How its citation of the source stands.
    pub states: Vec<CodedValue>,
    /// How many caveats limit it.
    pub caveats: usize,
}
