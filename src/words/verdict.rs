//! Verdicts on assurances, and the words in which people ask for them. `graph::cells` decides a verdict; the phrases
//! are data of the vocabulary.

use oxigraph::model::NamedNode;

use crate::words::{AttributeId, Direction, Forms, KindId, Path};

/// Words in which people ask for the outcomes of one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomePhrase {
    /// The assurance.
    pub assurance: NamedNode,
    /// `keeps prompts`, `keep prompts`
    pub forms: Forms,
    /// Which outcomes they stand for.
    pub outcome: PhraseOutcome,
}

/// Which outcomes of an assurance words stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhraseOutcome {
    /// That it is so: `offer zero data retention`.
    Affirmed,
    /// That it is not so: `keep prompts`.
    Denied,
    /// Whether it is so: `whether they keep prompts`.
    Doubted,
}

/// How records are compared (`say:Comparison`): the kinds, paths and attributes that decide a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRules {
    /// The kind of the records.
    pub of: KindId,
    /// The kind of records that say that nothing was found.
    pub findings: KindId,
    /// The kind of records that could not be read.
    pub unread: Option<KindId>,
    /// From a record to the things that are compared: vendors.
    pub things: Direction,
    /// The kind of sentences that can be affirmed or denied.
    pub assurances: KindId,
    /// The kind of all that a record can be about.
    pub topics: KindId,
    /// From a topic to the next wider one; also from a kind of data.
    pub wider: Option<Path>,
    /// From a record to what it is about without a stance.
    pub about: Path,
    /// From a claim to the assurances that it affirms, implied ones included.
    pub affirms: Path,
    /// From a claim to the assurances that it denies, implied ones included.
    pub denies: Path,
    /// From a claim to the assurances that it qualifies.
    pub qualifies: Path,
    /// From a record to the parts that it is about: services. Without one it is about the whole.
    pub parts: Option<Direction>,
    /// From a part to the part that it is in.
    pub within: Option<Path>,
    /// From a part to the thing that it is a part of.
    pub offered: Option<Path>,
    /// From a thing or a part to whether all its parts are on record.
    pub complete: Option<Path>,
    /// From a part to the last day on which it is offered.
    pub ended: Option<Path>,
    /// From a record, or an assurance, to the kind of data that it is about.
    pub data: Option<Path>,
    /// The text that a record is confined to.
    pub scope: Option<AttributeId>,
    /// From a claim to whether it says always or never.
    pub exceptionless: Option<Path>,
    /// The day that a record speaks for.
    pub when: Option<AttributeId>,
    /// The first day on which it holds.
    pub begins: Option<AttributeId>,
    /// The last day on which it holds.
    pub ends: Option<AttributeId>,
    /// The adjective for expired records.
    pub expired: Option<NamedNode>,
    /// The adjective for upcoming records.
    pub upcoming: Option<NamedNode>,
    /// From a record to what it replaces, in whole or in part.
    pub replaces: Vec<Path>,
    /// From a record to who says so.
    pub speaker: Option<Path>,
    /// From a record to the sources in which somebody found it.
    pub verified: Option<Path>,
    /// From a record to the sources that it names.
    pub cited: Option<Path>,
    /// From a source to who publishes it.
    pub publisher: Option<Path>,
    /// From a record to the documents that it was taken from.
    pub documents: Option<Path>,
    /// From a document to who publishes it.
    pub reporter: Option<Path>,
    /// From a record to those documents that nobody has reviewed.
    pub provisional: Option<Path>,
    /// From a record to its fine print.
    pub limits: Option<Direction>,
    /// From a badge to the assurance that it hints at.
    pub hints: Option<Path>,
    /// From a badge to its words.
    pub badge: Option<Path>,
    /// From an assurance to its sentence.
    pub sentence: Option<Path>,
    /// What a claim says beside its stance, each with its noun: `storage place`.
    pub values: Vec<(String, Path)>,
    /// The booleans that limit what a claim says of its values, each with its label: `open list`.
    pub reservations: Vec<(String, Path)>,
}
