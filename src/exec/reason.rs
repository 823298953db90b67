//! Why something is so of one thing, or is not: what was said, part by part, and what is there instead.
//! Plain data, made from the facts; every reason has been evaluated, none is guessed.

use serde::{Deserialize, Serialize};

use crate::exec::answer::Truth;

/// Why a question found a thing, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The thing.
    pub thing: About,
    /// Whether all that was said holds of it.
    pub holds: Truth,
    /// What was said of it, part by part, in the order of the sentence.
    pub reasons: Vec<Reason>,
}

/// Something that is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct About {
    /// Its IRI, whole.
    pub iri: String,
    /// Its IRI as people write it: `ali:no-training`.
    pub short: String,
    /// The words for it.
    pub label: String,
    /// The noun of its kind: `source`; empty for what has none.
    pub kind: String,
}

impl About {
    /// The words for it with its short IRI: `Model Studio regions (ali:regions-page)`.
    #[must_use]
    pub fn named(&self) -> String {
        if self.label == self.short { self.short.clone() } else { format!("{} ({})", self.label, self.short) }
    }
}

/// One part of what was said of a thing, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What was said, with its verb: `lacks a public source`, `is public`.
    pub said: String,
    /// Whether it holds.
    pub holds: Truth,
    /// What is there, with its verb: `has 2 sources`, `its access is login`, `has no page date`.
    pub found: String,
    /// The facts that it rests on, with those on the way to the linked things that are listed.
    pub facts: Vec<Fact>,
    /// The linked things that were looked at, each with what was said of it.
    pub linked: Vec<Linked>,
    /// Linked things beyond those listed.
    pub more: u64,
    /// How the parts decide whether it holds.
    pub joint: Joint,
    /// The parts that `and`, `or`, `not` or a definition is made of; none where it has none, or where
    /// they would be too many to tell.
    pub parts: Vec<Reason>,
}

/// How the parts of something decide whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joint {
    /// `and`, a definition: all of them have to hold.
    #[default]
    All,
    /// `or`: one of them has to.
    Any,
    /// `not`: one of them at least must not.
    NotAll,
}

impl Joint {
    /// What the parts decide.
    #[must_use]
    pub fn decides(self, parts: &[Reason]) -> Truth {
        let parts = parts.iter().map(|part| part.holds);
        match self {
            Self::All => Truth::all(parts),
            Self::Any => Truth::any(parts),
            Self::NotAll => !Truth::all(parts),
        }
    }
}

/// A linked thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// The thing.
    pub thing: About,
    /// Whether it is what was asked for: a public source. Of `every`: whether it is linked.
    pub counts: Truth,
    /// Whether ordinary speech leaves it out, so that it is not looked at: a superseded claim.
    pub left_out: bool,
    /// The facts on the way to it.
    pub facts: Vec<Fact>,
    /// What was asked of it, part by part.
    pub reasons: Vec<Reason>,
}

/// A fact, with where it is stated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Fact {
    /// In words: `access: login`.
    pub words: String,
    /// Where it is stated first; none for facts from standard input.
    pub place: Option<Place>,
}

impl Fact {
    /// In words, with its place: `access: login (data/vendors/one.ttl:12)`.
    #[must_use]
    pub fn placed(&self) -> String {
        match &self.place {
            Some(place) => format!("{} ({}:{})", self.words, place.file, place.line),
            None => self.words.clone(),
        }
    }
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The path, relative to the workspace, with forward slashes.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}
