//! Text → syntax tree, and back. Knows no vocabulary and no vendor: open words stay as written.

mod audit;
mod bind;
mod checks;
mod explain;
mod format;
mod grammar;
mod limits;
mod parameter;
mod parse;
mod parse_parameter;
mod parse_phrase;
mod parse_question;
mod print;
mod spelling;
mod statement;
mod syntax;
mod tokens;

pub use audit::{Amount, Check, Expectation, Parameter, SEVERITIES, SpannedText, SuiteBlock};
pub use format::{MAX_COLUMNS, format};
pub use limits::{MAX_NESTING, MAX_SCRIPT, MAX_STATEMENT};
pub use parameter::{ArgumentValue, ParameterKind};
pub use parse::{parse, parse_unfinished};
pub use spelling::{quote, spelling};
pub use statement::{Statement, StatementKind};
pub use syntax::{Keyword, PartKind, Phrase, PhrasePart, QuestionForm, Shaping, Unit};
pub use tokens::{
    HighlightKind, audit_words, highlight_spans, is_long_statement, is_open_word, keywords, opens_statement, signs,
};
