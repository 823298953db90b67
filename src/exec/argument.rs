//! The evidence of one thing as a tree: what it stands on, what limits it, what replaces it. Plain data,
//! flat, so that a chain of any length can be kept, written and dropped.

use serde::{Serialize, Serializer};

use crate::base::{Cut, serialize_cut};
use crate::exec::reason::{About, Fact, facts_of};

/// The evidence of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// The thing.
    pub thing: About,
    /// What is told of it.
    pub told: Vec<Told>,
    /// Whether a way leads from it to a ground.
    pub supported: bool,
    /// Steps of the longest such way; 0 without support.
    pub depth: u64,
    /// How many grounds it stands on, through whatever it is concluded from.
    pub width: u64,
    /// How many different agents answer for them; those without one count as one.
    pub independence: u64,
    /// What it falls without, the nearest first.
    #[serde(flatten, serialize_with = "hangs_on_of")]
    pub hangs_on: Cut<About>,
    /// The things of the circle of support that it stands in; empty where it stands in none.
    #[serde(flatten, serialize_with = "circle_of")]
    pub circle: Cut<About>,
    /// The same in sentences, with what the tree does not list of what decides.
    pub summary: Vec<String>,
    /// The tree, from top to bottom.
    pub steps: Vec<Step>,
    /// Steps beyond those listed, opposites among them.
    pub more: u64,
    /// What is not listed, in sentences that say where it is: they stand where the tree breaks off.
    pub not_listed: Vec<String>,
}

fn hangs_on_of<S: Serializer>(things: &Cut<About>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["hangs_on", "more_hangs_on"], things, serializer)
}

fn circle_of<S: Serializer>(things: &Cut<About>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["circle", "more_circle"], things, serializer)
}

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// How deep it stands, from 1.
    pub level: u64,
    /// What it does there.
    pub part: Part,
    /// How it is linked to what stands above it: `rests on`, `limited by`.
    pub link: String,
    /// What is linked.
    pub thing: About,
    /// What is told of it.
    pub told: Vec<Told>,
    /// Why it stands here, where the link alone does not say it: why it contradicts, or does not.
    pub found: String,
    /// Whether it is told here.
    pub seen: Seen,
    /// Whether ordinary speech leaves it out: a superseded claim.
    pub left_out: bool,
    /// Whether what the tree is about falls without it.
    pub weak: bool,
    /// The facts that make the link.
    #[serde(flatten, serialize_with = "facts_of")]
    pub facts: Cut<Fact>,
}

/// What a step does in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
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
pub enum Seen {
    /// Here.
    Here,
    /// It was told above.
    Above,
    /// It stands above this step: the support goes round in a circle.
    Circle,
}

/// Something that is told of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its word: `page date`.
    pub what: String,
    /// The values in words.
    pub values: Vec<String>,
    /// How many days ago a day was; none for what is no day, or several.
    pub days_ago: Option<i64>,
}
