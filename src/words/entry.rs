//! What a lexicon holds: kinds, nouns, relations, attributes, adjectives, and the senses of words.

use oxigraph::model::{NamedNode, Term};

use crate::words::ids::{AdjectiveId, AttributeId, Direction, KindId, NounId, OutcomePhraseId, SetId};
use crate::words::{Forms, Number, Path, Trail};

/// A class with a noun.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// The class.
    pub class: NamedNode,
    /// The class and all its subclasses.
    pub classes: Vec<NamedNode>,
    /// The kind itself and every kind above it.
    pub above: Vec<KindId>,
    /// Its own noun.
    pub noun: NounId,
    /// The trails to a label: the first that leads to anything is used.
    pub labelled_by: Vec<Trail>,
    /// The columns that `which` shows.
    pub shows: Vec<Trail>,
    /// The adjectives that the default filter excludes: `say:leavesOut`.
    pub default_excluded: Vec<AdjectiveId>,
    /// What evidence shows of a thing; the columns of `which` if the vocabulary says nothing.
    pub evidence_columns: Vec<Trail>,
    /// The links to what belongs to a thing: a change in that is a change of the thing.
    pub belongs: Vec<Direction>,
    /// The links to what is audited with a thing, beside what belongs to it.
    pub audits: Vec<Direction>,
    /// What the kind is, in a sentence.
    pub definition: Option<String>,
}

/// A noun: of a kind, or of the things of a kind that hold a value (`scope limit`).
#[derive(Debug, Clone, PartialEq)]
pub struct Noun {
    /// `claim`, `claims`
    pub forms: Forms,
    /// The kind of thing it names.
    pub kind: KindId,
    /// An adjective that the things must also fit.
    pub narrowed: Option<AdjectiveId>,
}

/// A link between two kinds, with words for both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The term that describes it.
    pub term: NamedNode,
    /// Where it starts.
    pub from: KindId,
    /// Where it leads.
    pub to: KindId,
    /// The path from start to end.
    pub path: Path,
    /// The path for `ultimately`, if that is not `path` repeated.
    pub ultimately: Option<Path>,
    /// Words from start to end: `cite`.
    pub forward: DirectionWords,
    /// Words from end to start: `cited by`, `back`.
    pub backward: DirectionWords,
    /// True if the default filter does not apply to what it reaches: `supersede`.
    pub reaches_all: bool,
    /// True if it leads from a part to what contains it, so that `not in` means wholly outside: `say:wholly`.
    pub wholly: bool,
    /// The kinds for which it is open: without a fact, the answer is unknown. Empty for a closed relation.
    pub looked_up_for: Vec<KindId>,
    /// The adjective for things of which only a part is on record: `say:partlyFor`.
    pub partly_for: Option<AdjectiveId>,
    /// The adjective for things that are on record as having none: `say:noneFor`.
    pub none_for: Option<AdjectiveId>,
    /// What it means, in a sentence.
    pub definition: Option<String>,
}

/// The words for one direction of a relation; the first of each is the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectionWords {
    /// `cite`
    pub verbs: Vec<Forms>,
    /// `cited by`
    pub participles: Vec<String>,
    /// `about`
    pub prepositions: Vec<String>,
    /// `source`, as in `have a source`
    pub roles: Vec<Forms>,
}

/// A value that a thing carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The term that describes it.
    pub term: NamedNode,
    /// The kind that carries it.
    pub of: KindId,
    /// The path to the value.
    pub path: Path,
    /// `access`
    pub nouns: Vec<Forms>,
    /// What values it takes.
    pub values: ValueType,
    /// `retrieved`, as in `retrieved before 2026-01-01`
    pub participles: Vec<String>,
    /// `from`, as in `from "France"`
    pub prepositions: Vec<String>,
    /// `newer`, as in `newer than 2026-01-01`
    pub greater: Vec<String>,
    /// `older`, as in `older than 90 days`
    pub less: Vec<String>,
    /// `cm`
    pub unit: Option<String>,
    /// The kinds for which it is open: without a value, the answer is unknown. Empty for a closed attribute.
    pub looked_up_for: Vec<KindId>,
    /// What it means, in a sentence.
    pub definition: Option<String>,
}

/// What values an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueType {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// An `xsd:date`.
    Date,
    /// An `xsd:dateTime`.
    DateTime,
    /// One of these, each with the words for it.
    OneOf(Vec<(Term, Vec<String>)>),
}

/// A word that narrows a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjective {
    /// `public`; none when it is only said as a verb or a noun.
    pub word: Option<String>,
    /// `require login`
    pub verb: Option<Forms>,
    /// The kind that it narrows.
    pub of: KindId,
    /// What it means.
    pub meaning: Meaning,
    /// Where it is stated: `data/vocabulary.ttl:12`.
    pub place: String,
}

/// What an adjective means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// The path leads to this term: `public`.
    Value {
        /// From the thing to the term.
        path: Path,
        /// The term itself.
        value: Term,
    },
    /// The thing is of one of these classes.
    Subclass(Vec<NamedNode>),
    /// A noun phrase of the question language.
    Phrase(String),
}

/// Larger or smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum More {
    /// `newer`, `wider`
    Greater,
    /// `older`, `narrower`
    Less,
}

/// One meaning of a word or of several words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// `claim`
    Noun(NounId, Number),
    /// `source` in `have a source`
    Role(Direction, Number),
    /// `access` in `whose access is "login"`
    AttributeNoun(AttributeId, Number),
    /// `cite`
    Verb(Direction, Number),
    /// `require login`
    AdjectiveVerb(AdjectiveId, Number),
    /// `cited by`
    Participle(Direction),
    /// `retrieved`
    AttributeParticiple(AttributeId),
    /// `about`
    Preposition(Direction),
    /// `from`
    AttributePreposition(AttributeId),
    /// `public`
    Adjective(AdjectiveId),
    /// `older`
    Comparative(AttributeId, More),
    /// a word that `let` has named
    Set(SetId),
    /// `keep prompts`, `whether they keep prompts`
    Outcome(OutcomePhraseId, Number),
}

/// The relations of support: `say:Support`.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// The kind of the supported things: claims.
    pub of: KindId,
    /// From a thing to the things that it is concluded from.
    pub rests: Vec<Direction>,
    /// From a thing to its grounds, which support it by themselves: sources.
    pub grounds: Vec<Direction>,
    /// The kind of the grounds.
    pub ground: KindId,
    /// From a ground to the agent who answers for it: grounds of one agent are not independent.
    pub answerable: Option<Direction>,
    /// From a thing to what limits it: caveats.
    pub limits: Vec<Direction>,
    /// From a thing to what replaces it, in whole or in part.
    pub replaced: Vec<Direction>,
}

/// The relations that decide whether two things of a kind contradict one another: `say:Opposition`.
#[derive(Debug, Clone, PartialEq)]
pub struct Opposition {
    /// The kind of the things that can contradict one another: claims.
    pub of: KindId,
    /// From a claim to the topics that it affirms.
    pub yes: Direction,
    /// From a claim to the topics that it denies.
    pub no: Direction,
    /// From a claim to the things that it is about.
    pub things: Direction,
    /// What can confine a claim further: services, kinds of data.
    pub confinements: Vec<Confinement>,
    /// The text that a claim is confined to.
    pub scope: Option<AttributeId>,
    /// The first day on which it holds.
    pub begins: Option<AttributeId>,
    /// The last day on which it holds.
    pub ends: Option<AttributeId>,
    /// From a claim to what it replaces, in whole or in part.
    pub settles: Vec<Direction>,
}

/// A relation whose ends confine claims. Two claims overlap when they share an end, or an end of one is above an end of
/// the other. A claim without an end is not confined.
#[derive(Debug, Clone, PartialEq)]
pub struct Confinement {
    /// From a claim to what it is confined to.
    pub relation: Direction,
    /// From an end to those next above it.
    pub above: Option<Above>,
}

/// How the ends of a confinement lie above one another.
#[derive(Debug, Clone, PartialEq)]
pub enum Above {
    /// `say:within`: `Acme API` is `part of` `Acme Cloud`.
    Whole(Direction),
    /// `say:wider`: `logs` is narrower than `customer data`.
    Wider(Path),
}
