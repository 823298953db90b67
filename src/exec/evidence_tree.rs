//! The evidence of one thing as a tree: what it stands on, what limits it, what replaces it. Plain data,
//! flat, so that a chain of any length can be kept, written and dropped.

use serde::{Serialize, Serializer};

use crate::base::{Cut, serialize_cut};
use crate::exec::reason::{LocatedFact, ThingIdentity, serialize_facts};

/// The evidence of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceTree {
    /// The thing.
    pub thing: ThingIdentity,
    /// What is told of it.
    pub told: Vec<EvidenceDetail>,
    /// Whether a way leads from it to a ground.
    pub supported: bool,
    /// Steps of the longest such way; 0 without support.
    pub depth: u64,
    /// How many grounds it stands on, through whatever it is concluded from.
    pub width: u64,
    /// How many different agents answer for them; those without one count as one.
    pub independence: u64,
    /// What it falls without, the nearest first.
    #[serde(flatten, serialize_with = "serialize_hangs_on")]
    pub hangs_on: Cut<ThingIdentity>,
    /// The things of the circle of support that it stands in; empty where it stands in none.
    #[serde(flatten, serialize_with = "serialize_circle")]
    pub circle: Cut<ThingIdentity>,
    /// The same in sentences, with what the tree does not list of what decides.
    pub summary: Vec<String>,
    /// The tree, from top to bottom.
    pub steps: Vec<EvidenceStep>,
    /// Steps beyond those listed, opposites among them.
    pub more: u64,
    /// What is not listed, in sentences that say where it is: they stand where the tree breaks off.
    pub not_listed: Vec<String>,
}

fn serialize_hangs_on<S: Serializer>(things: &Cut<ThingIdentity>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["hangs_on", "more_hangs_on"], things, serializer)
}

fn serialize_circle<S: Serializer>(things: &Cut<ThingIdentity>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["circle", "more_circle"], things, serializer)
}

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceStep {
    /// How deep it stands, from 1.
    pub level: u64,
    /// What it does there.
    pub part: EvidenceRole,
    /// How it is linked to what stands above it: `rests on`, `limited by`.
    pub link: String,
    /// What is linked.
    pub thing: ThingIdentity,
    /// What is told of it.
    pub told: Vec<EvidenceDetail>,
    /// Why it stands here, where the link alone does not say it: why it contradicts, or does not.
    pub found: String,
    /// Whether it is told here.
    pub seen: Occurrence,
    /// Whether ordinary speech leaves it out: a superseded claim.
    pub left_out: bool,
    /// Whether what the tree is about falls without it.
    pub weak: bool,
    /// The facts that make the link.
    #[serde(flatten, serialize_with = "serialize_facts")]
    pub facts: Cut<LocatedFact>,
}

/// What a step does in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceRole {
    /// It is concluded from this.
    Rests,
    /// The link to a ground, where that is a thing of its own: a citation.
    Between,
    /// It stands on this.
    Ground,
    /// This limits it.
    Limit,
    /// This replaces it, in whole or in part.
    Replaces,
    /// This contradicts it.
    Contradicts,
    /// This says the opposite, and does not contradict it.
    Opposite,
}

/// Whether a thing is told where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occurrence {
    /// Here.
    Here,
    /// It was told above.
    Above,
    /// It stands above this step: the support goes round in a circle.
    Circle,
}

/// Something that is told of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceDetail {
    /// Its word: `page date`.
    pub what: String,
    /// The values in words.
    pub values: Vec<String>,
    /// How many days ago a day was; none for what is no day, or several.
    pub days_ago: Option<i64>,
}
