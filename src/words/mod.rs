//! The vocabulary of the loaded graph → the lexicon: kinds, relations, attributes, adjectives and
//! names with the words that people use for them. Knows nothing of the grammar of sentences.

mod anchoring;
mod backed_verdict;
mod belongings;
mod check;
mod check_citations;
mod check_kinds;
mod check_records;
mod check_types;
mod compiled_path;
mod derived;
mod entry;
mod forms;
mod ids;
mod kinds;
mod lexicon;
mod names;
mod path;
mod property;
mod provenance;
mod read;
mod say;
mod things;
mod trail;
mod undescribed;
mod unfamiliar;
mod usage;
mod verdict;
mod visit;

pub use crate::base::fold;
pub use anchoring::Anchoring;
pub use backed_verdict::{BackedVerdict, Backing, Verdict};
pub use belongings::{Belonging, is_of_vocabulary};
pub use check_citations::days_seen;
pub(crate) use compiled_path::{AdjacencyPair, CompiledPath, Move};
pub use derived::{Derived, Reaching, Structure};
pub use entry::{
    Above, Adjective, Attribute, Confinement, DirectionWords, Kind, Meaning, More, Noun, Opposition, Relation, Sense,
    Support, ValueType,
};
pub use forms::{Forms, Number};
pub use ids::{AdjectiveId, AttributeId, Direction, KindId, NounId, OutcomePhraseId, RelationId, SetId};
pub use lexicon::Lexicon;
pub(crate) use lexicon::with_article;
pub use names::Names;
pub use path::{Path, Step};
pub use provenance::{Provenance, ProvenanceMap};
pub use read::read;
pub use trail::{Trail, TrailEnd, TrailError};
pub use unfamiliar::unfamiliar;
pub use verdict::{ComparisonRules, OutcomePhrase, PhraseOutcome};
pub(crate) use visit::{SmallSet, WalkFlow, Walker, visit_moves};
