//! Views of the facts as graphs of what stands on what, their analyses, and a neutral drawing of them.
//! Knows nothing of questions, of text, of terminals.

mod drawing;

pub use drawing::{Drawing, Line, Link, Mark, Node, Role};
