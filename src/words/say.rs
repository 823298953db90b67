//! The terms of the vocabulary of words, `https://w3id.org/caveat/say#`, and of the standards that a
//! vocabulary is written with. `docs/vocabulary.md` explains each with an example.

use oxigraph::model::NamedNodeRef;

macro_rules! terms {
    ($($base:literal { $($name:ident = $local:literal),+ $(,)? })+) => {
        $($(pub(super) const $name: NamedNodeRef<'static> =
            NamedNodeRef::new_unchecked(concat!($base, $local));)+)+
    };
}

terms! {
    "https://w3id.org/caveat/say#" {
        ADJECTIVE = "adjective",
        ADJECTIVE_CLASS = "Adjective",
        ATTRIBUTE = "Attribute",
        ANSWERABLE = "answerable",
        BACKWARD = "backward",
        BEGINS = "begins",
        BELONGS = "belongs",
        COMPARISON = "Comparison",
        ENDS = "ends",
        FORWARD = "forward",
        FROM = "from",
        GREATER = "greater",
        GROUNDS = "grounds",
        LABELLED_BY = "labelledBy",
        LEAVES_OUT = "leavesOut",
        LESS = "less",
        LIMITED = "limited",
        LIMITS = "limits",
        LOOKED = "looked",
        MEANS = "means",
        NAMING = "Naming",
        NO = "no",
        NOUN = "noun",
        OF = "of",
        ONE_OF = "oneOf",
        OPPOSITION = "Opposition",
        PARTICIPLE = "participle",
        PATH = "path",
        PLURAL = "plural",
        PREPOSITION = "preposition",
        REACHES_ALL = "reachesAll",
        RELATION = "Relation",
        REPLACES = "replaces",
        RESTS = "rests",
        ROLE = "role",
        SCOPE = "scope",
        SETTLES = "settles",
        SHOWS = "shows",
        SINGULAR = "singular",
        STRUCTURE = "structure",
        SUBJECTS = "subjects",
        SUPPORT = "Support",
        SYNONYM = "synonym",
        TELLS = "tells",
        THINGS = "things",
        TO = "to",
        TOPICS = "topics",
        TYPE = "type",
        ULTIMATELY = "ultimately",
        UNIT = "unit",
        VALUE = "value",
        VERB = "verb",
        WHEN = "when",
        WHERE = "where",
        WIDER = "wider",
        WITHIN = "within",
        YES = "yes",
    }
    "http://www.w3.org/ns/shacl#" {
        ALTERNATIVE_PATH = "alternativePath",
        INVERSE_PATH = "inversePath",
        ONE_OR_MORE_PATH = "oneOrMorePath",
        ZERO_OR_MORE_PATH = "zeroOrMorePath",
    }
    "http://www.w3.org/2004/02/skos/core#" {
        DEFINITION = "definition",
    }
}

/// The namespace itself, for telling an unknown term of it from a foreign one.
pub(super) const NAMESPACE: &str = "https://w3id.org/caveat/say#";

/// Where the properties come from that vocabularies are written with.
pub(super) const WRITTEN_WITH: [&str; 4] = [
    NAMESPACE,
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/ns/shacl#",
];

/// Every term of the namespace that is read.
pub(super) const KNOWN: &[NamedNodeRef<'static>] = &[
    ADJECTIVE,
    ADJECTIVE_CLASS,
    ATTRIBUTE,
    ANSWERABLE,
    BACKWARD,
    BEGINS,
    BELONGS,
    COMPARISON,
    ENDS,
    FORWARD,
    FROM,
    GREATER,
    GROUNDS,
    LABELLED_BY,
    LEAVES_OUT,
    LESS,
    LIMITED,
    LIMITS,
    LOOKED,
    MEANS,
    NAMING,
    NO,
    NOUN,
    OF,
    ONE_OF,
    OPPOSITION,
    PARTICIPLE,
    PATH,
    PLURAL,
    PREPOSITION,
    REACHES_ALL,
    RELATION,
    REPLACES,
    RESTS,
    ROLE,
    SCOPE,
    SETTLES,
    SHOWS,
    SINGULAR,
    STRUCTURE,
    SUBJECTS,
    SUPPORT,
    SYNONYM,
    TELLS,
    THINGS,
    TO,
    TOPICS,
    TYPE,
    ULTIMATELY,
    UNIT,
    VALUE,
    VERB,
    WHEN,
    WHERE,
    WIDER,
    WITHIN,
    YES,
];
