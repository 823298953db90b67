//! What every room stands on: source text with spans, diagnostics and how they are drawn,
//! spelling help, lists that were cut, what a question may cost, and harmless printing of hostile characters. Knows nothing of RDF or questions.

mod budget;
mod cut;
mod diagnostic;
mod draw;
mod fold;
mod limit;
mod nearest;
mod plain;
mod source;
mod visible;

pub use budget::{Budget, Spent, Stop, begin_time_anew, beside, look, spend, uncounted};
pub use cut::{Cut, serialize_cut, shortened};
pub use diagnostic::{Blame, Diagnostic, Label, Place};
pub use draw::draw;
pub use fold::{fold, folded_hash};
pub use limit::Limit;
pub use nearest::{lookalike, nearest};
pub use plain::plain;
pub use source::{Source, Span};
pub use visible::{is_hostile, is_web, visible};
