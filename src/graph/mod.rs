//! Views of the facts as graphs of what supports and what contradicts what, their analyses, and a neutral drawing.
//! Knows nothing of questions, text formats or terminals.

mod adjacency;
mod analyses;
mod cells;
mod condensation;
mod dominators;
mod drawing;
mod grouping;
mod impact;
pub mod layout;
mod measures;
mod opposition;
mod own;
mod reach;
mod reachability;
mod records;
mod support;
mod support_schema;
mod thing_support;
mod verdict;
mod view;

pub use analyses::{GraphAnalyses, bind_lexicon};
pub use cells::{CellMark, ComparisonCell, ComparisonCells, RecordScope, Stance, VerdictSide};
pub use drawing::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};
pub use impact::{Impact, Weakened};
pub use layout::{DrawingLayout, PlacedBox, Route, lay_out_drawing};
pub use records::{RecordKind, Sourcing, Speaker};
pub use support::SupportGraph;
pub use thing_support::ThingSupport;
pub use verdict::{Apart, Common, OppositionVerdict, Overlap, PastReason, Stances};
pub use view::{Nodes, Successors, View};
