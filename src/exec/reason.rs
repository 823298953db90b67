//! Why something holds of one thing, or does not: what was said, part by part, and what the facts have instead. Plain
//! data; every reason has been evaluated, none is guessed.

use oxigraph::model::{NamedNode, TermRef};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::base::{Cut, serialize_cut};
use crate::exec::truth::Truth;
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Number};

/// Why a question found a thing, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The thing.
    pub thing: ThingIdentity,
    /// Whether all that was said holds of it.
    pub holds: Truth,
    /// What was said of it, part by part, in the order of the sentence.
    pub reasons: Vec<Reason>,
}

/// A thing with its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThingIdentity {
    /// Its full IRI.
    pub iri: String,
    /// Its IRI as people write it: `ali:no-training`.
    pub short: String,
    /// Its label.
    pub label: String,
    /// The noun of its kind: `source`; empty if it has none.
    pub kind: String,
}

impl ThingIdentity {
    /// What a thing of the dataset is called.
    #[must_use]
    pub fn of(thing: Id, lexicon: &Lexicon, dataset: &Dataset) -> Self {
        let kind = lexicon.kinds_of(dataset, thing).into_iter().next();
        let term = dataset.term(thing);
        Self {
            iri: match term {
                TermRef::NamedNode(iri) => iri.as_str().to_owned(),
                other => dataset.short(other),
            },
            short: dataset.short(term),
            label: lexicon.label(dataset, thing),
            kind: kind.map_or_else(String::new, |kind| lexicon.kind_word(kind, Number::Singular).to_owned()),
        }
    }

    /// An IRI that no fact mentions.
    #[must_use]
    pub fn of_iri(iri: &NamedNode, dataset: &Dataset) -> Self {
        let short = dataset.compact(iri);
        Self { iri: iri.as_str().to_owned(), label: short.clone(), short, kind: String::new() }
    }

    /// Its label with the short IRI: `Model Studio regions (ali:regions-page)`.
    #[must_use]
    pub fn label_with_iri(&self) -> String {
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
    /// What the facts have, with its verb: `has 2 sources`, `its access is login`, `has no page date`.
    pub found: String,
    /// The facts that it depends on, including those on the paths to the linked things that are listed.
    #[serde(flatten, serialize_with = "serialize_facts")]
    pub facts: Cut<LocatedFact>,
    /// The linked things that were examined, each with what was said of it.
    #[serde(flatten, serialize_with = "serialize_linked")]
    pub linked: Cut<LinkedThing>,
    /// How the parts decide whether it holds.
    pub joint: Connective,
    /// The question that lists all linked things, if some are not listed and there are words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<String>,
    /// The parts that `and`, `or`, `not` or a definition is made of.
    pub parts: Vec<Reason>,
    /// True if the explanation has too many parts, or is too deep, to go further.
    #[serde(skip_serializing_if = "is_false")]
    pub unexplained: bool,
}

/// What is said where an explanation goes no further.
const UNEXPLAINED: &str =
    "not explained further, because the explanation would be too long; ask `why` about this alone";

impl Reason {
    /// Remarks on what is not listed below it, line by line.
    #[must_use]
    pub fn not_listed(&self) -> Vec<String> {
        let all = self.all.as_ref().map_or_else(String::new, |question| format!(": `{question}`"));
        let more = match self.linked.more() {
            0 => None,
            1 => Some(format!("1 more is not listed{all}")),
            more => Some(format!("{more} more are not listed{all}")),
        };
        more.into_iter().chain(self.unexplained.then(|| UNEXPLAINED.to_owned())).collect()
    }
}

impl LinkedThing {
    /// The remark on a thing that is not explained.
    #[must_use]
    pub fn not_listed(&self) -> Option<&'static str> {
        self.unexplained.then_some(UNEXPLAINED)
    }
}

/// Serializes facts, with how many more there are: `more_facts`.
pub(super) fn serialize_facts<S: Serializer>(facts: &Cut<LocatedFact>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["facts", "more_facts"], facts, serializer)
}

/// Serializes linked things, with how many more there are, even if that is 0.
fn serialize_linked<S: Serializer>(linked: &Cut<LinkedThing>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("linked", linked.items())?;
    map.serialize_entry("more", &linked.more())?;
    map.end()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(truth: &bool) -> bool {
    !truth
}

/// How the parts of something decide whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Connective {
    /// `and`, a definition: all of them have to hold.
    #[default]
    All,
    /// `or`: one of them has to.
    Any,
    /// `not`: one of them at least must not.
    NotAll,
}

impl Connective {
    /// Whether the whole holds.
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

/// A linked thing that was examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkedThing {
    /// The thing.
    pub thing: ThingIdentity,
    /// Whether it is what was asked for: a public source. For `every`, whether it is linked.
    pub counts: Truth,
    /// Whether the default filter excludes it, so that it is ignored: a superseded claim.
    pub left_out: bool,
    /// The facts on the path to it.
    #[serde(flatten, serialize_with = "serialize_facts")]
    pub facts: Cut<LocatedFact>,
    /// What was asked of it, part by part.
    pub reasons: Vec<Reason>,
    /// True if the explanation has too many parts, or is too deep, to say why.
    #[serde(skip_serializing_if = "is_false")]
    pub unexplained: bool,
}

/// A fact, with where it is stated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LocatedFact {
    /// In words: `access: login`.
    pub words: String,
    /// Where it is stated first; `None` for facts from standard input.
    pub place: Option<SourceLocation>,
}

impl LocatedFact {
    /// In words, with its location: `access: login (data/vendors/one.ttl:12)`.
    #[must_use]
    pub fn text_with_location(&self) -> String {
        match &self.place {
            Some(place) => format!("{} ({}:{})", self.words, place.file, place.line),
            None => self.words.clone(),
        }
    }
}

impl Cut<LocatedFact> {
    /// The facts in words with their locations; the last line says how many more there are.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.items().iter().map(LocatedFact::text_with_location).chain(self.not_listed()).collect()
    }

    /// How many facts are not listed, in words.
    #[must_use]
    pub fn not_listed(&self) -> Option<String> {
        match self.more() {
            0 => None,
            1 => Some("1 more fact is not listed".to_owned()),
            more => Some(format!("{more} more facts are not listed")),
        }
    }
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceLocation {
    /// The path, relative to the workspace, with forward slashes.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}
