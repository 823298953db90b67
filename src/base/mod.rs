//! What every room stands on: source text with spans, diagnostics and how they are drawn,
//! spelling help, and harmless printing of hostile characters. Knows nothing of RDF or questions.

mod diagnostic;
mod draw;
mod nearest;
mod source;
mod visible;

pub use diagnostic::{Blame, Diagnostic, Label, Place};
pub use draw::draw;
pub use nearest::{lookalike, nearest};
pub use source::{Source, Span};
pub use visible::{is_hostile, visible};
