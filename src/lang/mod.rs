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

pub use audit::{Amount, Check, Expectation, Group, Parameter, SEVERITIES, Said};
pub use format::{MAX_COLUMNS, format};
pub use parameter::{ParameterKind, Value};
pub use parse::{MAX_NESTING, MAX_SCRIPT, MAX_STATEMENT, parse, parse_unfinished};
pub use print::{quote, spelling};
pub use syntax::{Form, Keyword, Part, PartKind, Phrase, Shaping, Statement, StatementKind, Unit};
pub use tokens::{Piece, audit_words, is_long_statement, is_open_word, keywords, opens_statement, pieces, signs};
