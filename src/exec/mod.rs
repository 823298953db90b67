//! Plan → answer. Knows nothing of how an answer looks.

mod answer;
mod cell_view;
mod comparison;
mod drawing;
mod evaluate;
mod evidence_builder;
mod evidence_tree;
mod fact_writer;
mod grounds;
mod group_drawing;
mod loss;
mod native;
mod opposition;
mod raw;
mod reason;
mod support_writer;
mod tables;
mod why;

pub use answer::{Answer, Body, DisplayTerm, Engine, Heading, Table, TableCell, TableRow, Truth, VerdictOf};
pub use cell_view::{CellRow, CellView, ComparisonTable, NamedThing, SideView, words as verdict_words};
pub use comparison::{CellWriter, standing as sourcing_words};
pub use drawing::picture;
pub use evaluate::{Inquiry, Limits, evaluate, rows_of_sparql};
pub use evidence_builder::build_evidence_tree;
pub use evidence_tree::{EvidenceDetail, EvidenceRole, EvidenceStep, EvidenceTree, Occurrence};
pub use grounds::{Grounds, PagesOnly};
pub use loss::{PartialLoss, SupportLoss, support_loss};
pub use native::{TextCheck, explain_plan, rows, size};
pub use raw::{RawBasis, UNDER, Unfit, Unknown, UnknownKind, check_raw, run_raw, solve_raw};
pub use reason::{Connective, LinkedThing, LocatedFact, Reason, SourceLocation, ThingIdentity, Why};

pub use tables::text as words_of;
pub use why::why;
