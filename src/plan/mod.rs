//! Resolved question → plan → SPARQL. The plan is set algebra over IRIs: no words, no days counted
//! from today, every definition expanded. Pure.

mod algebra;
mod certainty;
mod closure;
mod compare;
mod completeness;
mod concept;
mod emit;
mod groups;
mod hops;
mod left_out;
mod lines;
mod linking;
mod looked_at;
mod lower;
mod lower_links;
mod lower_measure;
mod lower_rows;
mod measure;
mod measuring;
mod open;
mod rooted;
mod route;
mod rows;
mod select;
mod side_by_side;
mod support;
mod text;
mod texts;
mod tree;
mod value_test;
mod witnesses;

pub use concept::{Concept, Test};
pub use groups::NO_VALUE;
pub use looked_at::{TrailLink, anything, left_out_of, links_of};
pub use lower::{Lowering, lower};
pub use lower_links::path_of;
pub use measure::{End, Formula, Hop, Link, Measure, Origin, Witnessed};
pub use open::{Gap, Open};
pub use rooted::Rooted;
pub use select::{Selection, select};
pub use side_by_side::{Aspect, Beside};
pub use text::sparql_text;
pub use texts::TextsTested;
pub use tree::{Column, LeftOut, Ordering, Plan, Possible, Shape, Uncertain};
