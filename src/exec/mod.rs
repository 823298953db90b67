//! Plan → answer. Knows nothing of how an answer looks.

mod answer;
mod arguing;
mod argument;
mod cell_view;
mod comparison;
mod evaluate;
mod folded;
mod grounds;
mod loss;
mod native;
mod opposing;
mod pictured;
mod raw;
mod reason;
mod standing;
mod tables;
mod telling;
mod why;

pub use answer::{Answer, Body, Cell, Evaluator, Heading, Row, Table, Truth, Value, VerdictOf};
pub use arguing::argue;
pub use argument::{Argument, Part, Seen, Step, Told};
pub use cell_view::{CellRow, CellView, Named, SideBySide, SideView, words as verdict_words};
pub use comparison::{CellWriter, standing as sourcing_words};
pub use evaluate::{Inquiry, Limits, evaluate, rows_of_sparql};
pub use grounds::{Grounds, PagesOnly};
pub use loss::{Loss, Weaker, lost};
pub use native::{TextCheck, rows, size, told};
pub use pictured::picture;
pub use raw::{RawBasis, UNDER, Unfit, Unknown, UnknownKind, check_raw, run_raw, solve_raw};
pub use reason::{About, Fact, Joint, Linked, Place, Reason, Why};

pub use tables::text as words_of;
pub use why::why;
