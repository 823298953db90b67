//! Resolved question → plan → SPARQL. The plan is set algebra over IRIs: no words, no days counted
//! from today, every definition expanded. Pure.

mod algebra;
mod closure;
mod compare;
mod concept;
mod emit;
mod hops;
mod left_out;
mod lower;
mod route;
mod select;
mod text;
mod value_test;

pub use concept::{Concept, Test};
pub use lower::{Column, LeftOut, Lowering, Plan, Shape, lower};
pub use select::{Selection, select};
pub use text::sparql_text;
