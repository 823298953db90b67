//! Syntax tree and lexicon → resolved question, and back to a sentence. Decides what words mean for the kind at
//! hand, what a modifier belongs to, which thing a name names.

mod another;
mod arithmetic;
mod assurance;
mod attach;
mod binding;
mod bindings_check;
mod chain;
mod check;
mod choice;
mod columns;
mod context;
mod definition;
mod expression;
mod faults;
mod groups;
mod items;
mod lookahead;
mod measure;
mod names;
mod note_choice;
mod objects;
mod phrase;
mod predicate;
mod print;
mod reader;
mod readings;
mod resolve;
mod segment;
mod shared_quantity;
mod suppositions;
mod things;
mod tree;
mod unfinished;
mod value;
mod walk;
mod yes_no;

pub use binding::{BindingPath, BindingStep, binding_paths};
pub use check::{ResolvedCheck, read_check};
pub use choice::{ReadingChoice, ReadingRule};
pub use context::{CompletionProbe, Context};
pub use definition::definition_head;
pub use expression::{Aggregate, Expression, Operator, PathSubject};
pub use print::{condition_words, expression_words, layout, none_of, noun_phrase, sentence};
pub use resolve::{read, read_with_choices};
pub use tree::{
    AnswerCondition, Bound, CompareQuestion, ComparisonOperand, ComparisonOperator, Condition, HypotheticalState,
    LinkCondition, LinkReach, Moment, NounPhrase, PhraseBase, Polarity, Quantity, Question, ResolvedStatement,
    SolutionModifiers, Supposition, TextTest, Thing, ValueComparison,
};
