//! Syntax tree and lexicon → resolved question, and back to a sentence. Here English is read: what
//! words mean on the kind in hand, what a modifier belongs to, which thing a name names.

mod ahead;
mod attach;
mod chain;
mod faults;
mod names;
mod objects;
mod phrase;
mod predicate;
mod print;
mod reader;
mod resolve;
mod segment;
mod tree;
mod value;

pub use print::sentence;
pub use resolve::{Context, defined_word, read};
pub use tree::{
    Base, Bound, Comparison, Condition, Linked, Moment, NounPhrase, Order, Polarity, Quantity,
    Question, Reach, Resolved, Rows, TextTest, Thing,
};
