//! Plan → answer. Knows nothing of how an answer looks.

mod answer;
mod arguing;
mod argument;
mod evaluate;
mod folded;
mod loss;
mod native;
mod opposing;
mod pictured;
mod raw;
mod reason;
mod side_by_side;
mod standing;
mod tables;
mod telling;
mod why;

pub use answer::{Answer, Body, Cell, Heading, Row, Table, Value};
pub use arguing::argue;
pub use argument::{Argument, Part, Seen, Step, Told};
pub use evaluate::{Inquiry, Limits, Stop, compare, evaluate, rows_of_sparql};
pub use loss::{Loss, Weaker, lost};
pub use native::{rows, size, told};
pub use pictured::picture;
pub use raw::{check_raw, run_raw, solve_raw};
pub use reason::{About, Fact, Joint, Linked, Place, Reason, Why};
pub use side_by_side::{Said, SideBySide, Stance};
pub use tables::text as words_of;
pub use why::why;
