//! What changed in meaning between two states of the facts: things that are new, gone or changed, with what belongs to
//! them. Plain data; uses no word of any vocabulary.

mod compare;
mod files;
mod side;
mod values;
mod words;

use serde::Serialize;

use crate::exec::{SourceLocation, ThingIdentity};
use crate::files::Revision;
pub use compare::compare;
pub use side::DiffSide;

/// The version of this structure in JSON: it changes when a reader of an older one could misunderstand it.
pub const DIFF_FORMAT: u32 = 1;

/// What changed in meaning between two states of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// [`DIFF_FORMAT`]
    pub format: u32,
    /// The earlier state.
    pub before: FactsVersion,
    /// The later state.
    pub after: FactsVersion,
    /// Terms of the vocabulary whose meaning changed; words may then have changed along with the facts.
    pub vocabulary: Vec<TermChange>,
    /// Things that are new, gone or changed, by kind; kinds whose things own others come first.
    pub kinds: Vec<KindChanges>,
    /// Facts about things of no kind.
    pub others: Vec<UntypedChange>,
    /// Files whose text has changed.
    pub files: Vec<ChangedFile>,
}

impl Difference {
    /// True when nothing changed in meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.vocabulary.is_empty() && self.kinds.is_empty() && self.others.is_empty()
    }
}

/// A state of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactsVersion {
    /// The commit; `None` for the working tree.
    pub revision: Option<Revision>,
    /// SHA-256 over the names and contents of the files.
    pub digest: String,
    /// The number of distinct facts.
    pub facts: usize,
}

impl std::fmt::Display for FactsVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.revision {
            Some(revision) => revision.fmt(f),
            None => f.write_str("the working tree"),
        }
    }
}

/// How something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is different.
    Changed,
}

/// The things of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindChanges {
    /// The noun for one: `claim`.
    pub noun: String,
    /// The noun for several: `claims`.
    pub nouns: String,
    /// The things: new ones, then those that are gone, then changed ones.
    pub things: Vec<ThingChange>,
}

/// A thing that is new, gone or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThingChange {
    /// How it changed.
    pub way: ChangeKind,
    /// Its role for the thing that it is reported with: `citation`; `None` at the top level.
    pub role: Option<String>,
    /// The thing; its IRI is empty for a blank node.
    pub thing: ThingIdentity,
    /// The columns that its kind shows, without its label.
    pub shown: Vec<DisplayColumn>,
    /// Where it is stated, or was, if it is gone.
    pub place: Option<SourceLocation>,
    /// Its own values that changed.
    pub values: Vec<PropertyChange>,
    /// What belongs to it and is new, gone or changed.
    pub parts: Vec<Self>,
    /// New and gone links that the default filter does not apply to: `superseded by`.
    pub links: Vec<LinkChange>,
}

/// A column that a kind shows of its things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisplayColumn {
    /// Its heading.
    pub name: String,
    /// The values, in words.
    pub values: Vec<String>,
    /// True if the values are words or names, which need no heading.
    #[serde(skip)]
    pub plain: bool,
}

/// A property of a thing, with the values that are on one side only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PropertyChange {
    /// The word for the property: `statement`.
    pub name: String,
    /// Values that are gone.
    pub before: Vec<DisplayValue>,
    /// Values that are new.
    pub after: Vec<DisplayValue>,
}

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DisplayValue {
    /// The text of a literal, the word for a listed value, the label of a thing.
    pub text: String,
    /// True for a text: it is shown in quotes.
    pub quoted: bool,
    /// The short form of the IRI of a thing.
    pub short: Option<String>,
}

/// A link to or from another thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LinkChange {
    /// Whether it is new or gone.
    pub way: ChangeKind,
    /// The words for it: `superseded by`.
    pub words: String,
    /// The other thing.
    pub thing: ThingIdentity,
}

/// A term of the vocabulary that is new, gone or has another meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TermChange {
    /// How it changed.
    pub way: ChangeKind,
    /// The short form of its IRI.
    pub short: String,
}

/// A thing of no kind whose facts changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UntypedChange {
    /// The short form of its IRI; empty for a blank node.
    pub short: String,
    /// The number of new facts.
    pub gained: usize,
    /// The number of facts that are gone.
    pub lost: usize,
}

/// A file whose text has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFile {
    /// Its path, relative to the workspace.
    pub name: String,
    /// How it changed.
    pub way: ChangeKind,
    /// True where it states the same facts: only comments, order, spelling or prefixes changed.
    pub same_facts: bool,
}
