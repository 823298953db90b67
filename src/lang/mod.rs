//! Text → syntax tree, and back. Knows no vocabulary and no vendor: open words stay as written.

mod audit;
mod bind;
mod checks;
mod explain;
mod format;
mod parameter;
mod parse;
mod print;
mod syntax;
mod tokens;

pub use audit::{Amount, Check, Expectation, Parameter, SEVERITIES, SpannedText, SuiteBlock};
pub use format::{MAX_COLUMNS, format};
pub use parameter::{ArgumentValue, ParameterKind};
pub use parse::{MAX_NESTING, MAX_SCRIPT, MAX_STATEMENT, parse, parse_unfinished};
pub use print::{quote, spelling};
pub use syntax::{Keyword, PartKind, Phrase, PhrasePart, QuestionForm, Shaping, Statement, StatementKind, Unit};
pub use tokens::{
    HighlightKind, audit_words, highlight_spans, is_long_statement, is_open_word, keywords, opens_statement, signs,
};
