//! Syntax tree and lexicon → resolved question, and back to a sentence. Here English is read: what
//! words mean on the kind in hand, what a modifier belongs to, which thing a name names.

mod ahead;
mod another;
mod answered;
mod attach;
mod chain;
mod check;
mod choice;
mod columns;
mod definition;
mod expression;
mod faults;
mod groups;
mod items;
mod measured;
mod measuring;
mod names;
mod objects;
mod phrase;
mod predicate;
mod print;
mod reader;
mod readings;
mod resolve;
mod segment;
mod shared;
mod supposed;
mod tree;
mod unfinished;
mod value;
mod walk;
mod witness;
mod yes_no;

pub use check::{Asked, read_check};
pub use choice::{Choice, Rule};
pub use definition::defined_word;
pub use expression::{Aggregate, Expression, Of, Operator};
pub use print::{expression_words, layout, none_of, noun_phrase, said_of, sentence};
pub use resolve::{Context, Gap, read, read_with_choices};
pub use tree::{
    Against, AnswerIs, Base, Bound, Comparison, Condition, Linked, Moment, NounPhrase, Order, Polarity, Quantity,
    Question, Reach, Resolved, Rows, SideBySide, Supposed, Supposition, TextTest, Thing,
};
pub use witness::{Step, Way, ways};
