//! Syntax tree and lexicon → resolved question, and back to a sentence. Here English is read: what
//! words mean on the kind in hand, what a modifier belongs to, which thing a name names.

mod faults;
mod names;
mod predicate;
mod print;
mod reader;
mod segment;
mod tree;
mod value;

pub use print::sentence;
pub use reader::{Context, defined_word, read};
pub use tree::{
    Base, Bound, Comparison, Condition, Linked, Moment, NounPhrase, Order, Polarity, Quantity,
    Question, Reach, Resolved, Rows, TextTest, Thing,
};
