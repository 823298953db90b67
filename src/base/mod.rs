//! What every room depends on: source text with spans, diagnostics and their drawing, spelling help, truncated lists,
//! the budget of a question, and harmless printing of hostile characters. Knows nothing of RDF or questions.

mod budget;
mod code;
mod cut;
mod diagnostic;
mod draw;
mod faults;
mod fold;
mod hexadecimal;
mod limit;
mod nearest;
mod plain;
mod plural;
mod source;
mod visible;

pub use budget::{Budget, BudgetExceeded, Stop, check_budget, restart_clock, run_optional, run_untimed, spend};
pub use code::Code;
pub use cut::{Cut, serialize_cut, truncate};
pub use diagnostic::{Blame, Diagnostic, Label, LabelledSource};
pub use draw::draw;
pub use faults::Faults;
pub use fold::{fold, hash_folded};
pub(crate) use hexadecimal::hexadecimal;
pub use limit::Limit;
pub use nearest::{lookalike, nearest};
pub use plain::plain;
pub use plural::format_count;
pub use source::{Source, Span};
pub use visible::{is_hostile, is_web, visible};
