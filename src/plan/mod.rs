//! Resolved question → plan → SPARQL. The plan is set algebra over IRIs: no words, no days counted
//! from today, every definition expanded. Pure.

mod algebra;
mod closure;
mod concept;
mod emit;
mod lower;
mod select;
mod text;

pub use concept::{Concept, Test};
pub use lower::{Column, LeftOut, Lowering, Plan, Shape, lower};
pub use select::{Selection, select};
pub use text::sparql_text;
