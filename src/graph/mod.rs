//! Views of the facts as graphs of what stands on what, their analyses, and a neutral drawing of them.
//! Knows nothing of questions, of formats of text, of terminals.

mod adjacency;
mod bearing;
mod cells;
mod circles;
mod dominators;
mod drawing;
mod grouped;
mod impact;
mod known;
pub mod layout;
mod links;
mod measures;
mod opposition;
mod own;
mod reach;
mod records;
mod standing;
mod support;
mod verdict;
mod view;

pub use cells::{Cell, CellMark, Cells, Part, Side, Stance};
pub use drawing::{Drawing, Line, Link, Mark, Node, Role};
pub use impact::{Impact, Weakened};
pub use known::{Evidence, know};
pub use layout::{Layout, Placed, Route, laid_out};
pub use records::{RecordKind, Sourcing, Speaker};
pub use standing::Standing;
pub use support::SupportGraph;
pub use verdict::{Apart, Common, Overlap, Past, Stances, Verdict};
pub use view::{Linked, Nodes, View};
