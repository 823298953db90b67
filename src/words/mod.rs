//! The vocabulary of the loaded graph → the lexicon: kinds, relations, attributes, adjectives and
//! names with the words that people use for them. Knows nothing of the grammar of sentences.

mod belongings;
mod check;
mod derived;
mod entry;
mod forms;
mod kinds;
mod lexicon;
mod names;
mod path;
mod read;
mod say;
mod things;
mod trail;
mod way;

pub use belongings::{Belonging, is_of_vocabulary};
pub use derived::{Derived, Structure};
pub use entry::{
    Adjective, AdjectiveId, Attribute, AttributeId, Contrast, Direction, DirectionWords, Kind, KindId, Meaning, More,
    Noun, NounId, Opposition, Relation, RelationId, Sense, SetId, Support, ValueType,
};
pub use forms::{Forms, Number};
pub use lexicon::Lexicon;
pub(crate) use lexicon::with_article;
pub use names::Names;

pub use crate::base::fold;
pub use path::{Path, Step};
pub use read::read;
pub use trail::{Trail, TrailEnd, TrailError};
pub use way::Ways;
