//! The evidence of one thing as a tree: what supports it, what limits it, what replaces it. Plain data, flat, so that a
//! chain of any length can be kept, written and dropped.

use serde::{Serialize, Serializer};

use crate::base::{Cut, serialize_cut};
use crate::exec::reason::{LocatedFact, ThingIdentity, serialize_facts};

/// The evidence of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceTree {
    /// The thing.
    pub thing: ThingIdentity,
    /// Its details.
    pub told: Vec<EvidenceDetail>,
    /// Whether a path leads from it to a ground.
    pub supported: bool,
    /// Steps of the longest such path; 0 without support.
    pub depth: u64,
    /// How many grounds support it, directly or through what it is concluded from.
    pub width: u64,
    /// How many different agents answer for these grounds; grounds without an agent count as one.
    pub independence: u64,
    /// The things without which it has no support, the nearest first.
    #[serde(flatten, serialize_with = "serialize_hangs_on")]
    pub hangs_on: Cut<ThingIdentity>,
    /// The things of its cycle of support; empty if it is in none.
    #[serde(flatten, serialize_with = "serialize_circle")]
    pub circle: Cut<ThingIdentity>,
    /// The same in sentences, including what decides but is not listed in the tree.
    pub summary: Vec<String>,
    /// The tree, from top to bottom.
    pub steps: Vec<EvidenceStep>,
    /// Steps beyond those listed, opposites among them.
    pub more: u64,
    /// What is not listed, in sentences that say where to find it; shown where the tree breaks off.
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
    /// Its depth, from 1.
    pub level: u64,
    /// Its role there.
    pub part: EvidenceRole,
    /// How it is linked to the step above: `rests on`, `limited by`.
    pub link: String,
    /// The linked thing.
    pub thing: ThingIdentity,
    /// Its details; empty if they are given elsewhere.
    pub told: Vec<EvidenceDetail>,
    /// Why it is here, if the link alone does not say it: why it contradicts, or does not.
    pub found: String,
    /// Where its details are given.
    pub seen: Occurrence,
    /// Whether the default filter excludes it: a superseded claim.
    pub left_out: bool,
    /// Whether the root of the tree falls without it.
    pub weak: bool,
    /// The facts that make the link.
    #[serde(flatten, serialize_with = "serialize_facts")]
    pub facts: Cut<LocatedFact>,
}

/// The role of a step in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceRole {
    /// It is concluded from this.
    Rests,
    /// The link to a ground, if that is itself a thing: a citation.
    Between,
    /// This ground supports it.
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

/// Where the details of a thing are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occurrence {
    /// Here.
    Here,
    /// At an earlier step.
    Above,
    /// It is above this step: the support is a cycle.
    Circle,
}

/// A detail of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceDetail {
    /// Its word: `page date`.
    pub what: String,
    /// The values in words.
    pub values: Vec<String>,
    /// How many days ago the day was; `None` unless it is one day.
    pub days_ago: Option<i64>,
}
