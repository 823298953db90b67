//! What the records say to an assurance: the verdict, and in what words people ask for it. What decides a verdict is
//! `graph::cells`; which phrases stand for it is data of the vocabulary.

use oxigraph::model::NamedNode;
use serde::Serialize;

use crate::words::{AttributeId, Direction, Forms, KindId, Path};

/// What the current records say to an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is affirmed.
    Yes,
    /// It is denied.
    No,
    /// It hangs on something that is named: a configuration, a plan, a kind of data.
    Depends,
    /// One affirms and one denies it of the same thing.
    Disputed,
    /// Something is said where who looked could not read it.
    NotReadable,
    /// Somebody looked, and found nothing said.
    NotFound,
    /// No record is about it.
    NotOnRecord,
}

impl Verdict {
    /// Every verdict, those that decide first.
    pub const ALL: [Self; 7] =
        [Self::Yes, Self::No, Self::Depends, Self::Disputed, Self::NotReadable, Self::NotFound, Self::NotOnRecord];

    /// As it is said in a question: `not found`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Depends => "depends",
            Self::Disputed => "disputed",
            Self::NotReadable => "not readable",
            Self::NotFound => "not found",
            Self::NotOnRecord => "not on record",
        }
    }

    /// True where a claim decides; else nothing is known either way.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Yes | Self::No | Self::Depends | Self::Disputed)
    }
}

/// What has to back a verdict that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backing {
    /// Anything.
    Any,
    /// Somebody found the passage in the source: `a verified yes`.
    Verified,
    /// The words stand in a source of the thing itself, where somebody found them: `their own yes`.
    Own,
}

impl Backing {
    /// Every backing.
    pub const ALL: [Self; 3] = [Self::Any, Self::Verified, Self::Own];
}

/// A verdict with what has to back it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BackedVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// What backs it.
    pub backing: Backing,
}

impl BackedVerdict {
    /// A verdict, whatever backs it.
    #[must_use]
    pub fn any(verdict: Verdict) -> Self {
        Self { verdict, backing: Backing::Any }
    }

    /// As it is said behind `is`: `a verified yes`.
    #[must_use]
    pub fn words(self) -> String {
        let verdict = self.verdict.word();
        match self.backing {
            Backing::Any => verdict.to_owned(),
            Backing::Verified => format!("a verified {verdict}"),
            Backing::Own => format!("their own {verdict}"),
        }
    }

    /// Every verdict that can be asked for: what is not decided has no backing.
    pub fn all() -> impl Iterator<Item = Self> {
        let all = Verdict::ALL.into_iter();
        all.flat_map(|verdict| {
            let backings = if verdict.is_decided() { &Backing::ALL[..] } else { &Backing::ALL[..1] };
            backings.iter().map(move |backing| Self { verdict, backing: *backing })
        })
    }
}

/// Words in which people ask for the outcomes of one assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The assurance.
    pub assurance: NamedNode,
    /// `keeps prompts`, `keep prompts`
    pub forms: Forms,
    /// Which outcomes they stand for.
    pub outcome: ReportedOutcome,
}

/// Which outcomes of an assurance words stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportedOutcome {
    /// That it is so: `offer zero data retention`.
    Affirmed,
    /// That it is not so: `keep prompts`.
    Denied,
    /// Whether it is so: `whether they keep prompts`.
    Doubted,
}

/// How records are compared: what says something, of what, to which assurances, and what of it decides a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRules {
    /// The kind of what says something: a record.
    pub of: KindId,
    /// The kind of those that say that nothing was found.
    pub findings: KindId,
    /// The kind of those that could not be read.
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
    /// From a claim to the assurances that it affirms, those that follow with them.
    pub affirms: Path,
    /// From a claim to the assurances that it denies, those that fail with them.
    pub denies: Path,
    /// From a claim to the assurances that it leaves to what is named.
    pub qualifies: Path,
    /// From a record to the parts that it is about: services. Without one it is about the whole.
    pub parts: Option<Direction>,
    /// From a part to the part that it is in.
    pub within: Option<Path>,
    /// From a part to the thing that it is a part of.
    pub offered: Option<Path>,
    /// From a thing or a part to whether all its parts are on record.
    pub complete: Option<Path>,
    /// From a part to the last day on which it is there.
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
    /// The adjective for what is over on the day.
    pub expired: Option<NamedNode>,
    /// The adjective for what begins later.
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
    /// What a claim can say of its values, as true or false, each in words: `open list`.
    pub reservations: Vec<(String, Path)>,
}
