//! What changed in meaning between two states of the facts: things that are new, gone or changed, each told
//! with what belongs to it. Plain data; no word of a vocabulary is known here.

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

/// The number of this structure, in JSON: it changes when a reader of an older one could misunderstand.
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
    /// Terms of the vocabulary that mean something else: then words may have changed with the facts.
    pub vocabulary: Vec<TermChange>,
    /// Things that are new, gone or changed, by kind; those that things belong to come first.
    pub kinds: Vec<KindChanges>,
    /// Facts about things of no kind.
    pub others: Vec<UntypedChange>,
    /// Files whose text is another one.
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
    /// The commit; none for the files as they lie there.
    pub revision: Option<Revision>,
    /// SHA-256 over the names and contents of the files.
    pub digest: String,
    /// Distinct facts.
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

/// In which way something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
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
    /// In which way.
    pub way: ChangeKind,
    /// How it belongs to what it is told with: `citation`; none for what stands for itself.
    pub role: Option<String>,
    /// The thing; its IRI is empty where it had no name in its file.
    pub thing: ThingIdentity,
    /// What its kind shows of it besides its label.
    pub shown: Vec<DisplayColumn>,
    /// Where it is stated; where it was stated, for what is gone.
    pub place: Option<SourceLocation>,
    /// Its own values that changed.
    pub values: Vec<PropertyChange>,
    /// What belongs to it and is new, gone or changed.
    pub parts: Vec<Self>,
    /// Links from other things that mean something to it: `superseded by`.
    pub links: Vec<LinkChange>,
}

/// A column that a kind shows of its things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisplayColumn {
    /// Its heading.
    pub name: String,
    /// The values, in words.
    pub values: Vec<String>,
    /// True where the values are words or things and speak for themselves.
    #[serde(skip)]
    pub plain: bool,
}

/// A property of a thing, with the values that it had or has on one side only.
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
    /// The IRI of a thing as people write it.
    pub short: Option<String>,
}

/// A link from another thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LinkChange {
    /// Whether it is new or gone.
    pub way: ChangeKind,
    /// The words for it: `superseded by`.
    pub words: String,
    /// The other thing.
    pub thing: ThingIdentity,
}

/// A term of the vocabulary that is new, gone or means something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TermChange {
    /// In which way.
    pub way: ChangeKind,
    /// Its IRI as people write it.
    pub short: String,
}

/// A thing of no kind that other facts are stated about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UntypedChange {
    /// Its IRI as people write it; empty where it had no name in its file.
    pub short: String,
    /// Facts that are new.
    pub gained: usize,
    /// Facts that are gone.
    pub lost: usize,
}

/// A file whose text is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFile {
    /// Its path, relative to the workspace.
    pub name: String,
    /// In which way.
    pub way: ChangeKind,
    /// True where it states the same facts: only comments, order, spelling or prefixes changed.
    pub same_facts: bool,
}
