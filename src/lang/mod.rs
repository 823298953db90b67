//! Text → syntax tree, and back. Knows no vocabulary and no vendor: open words stay as written.

mod explain;
mod format;
mod parse;
mod print;
mod syntax;

pub use format::{MAX_COLUMNS, format};
pub use parse::{
    MAX_NESTING, MAX_SCRIPT, MAX_STATEMENT, Piece, is_open_word, keywords, parse, parse_unfinished,
    pieces, signs,
};
pub use print::{quote, spelling};
pub use syntax::{Form, Keyword, Part, PartKind, Phrase, Shaping, Statement, StatementKind, Unit};
