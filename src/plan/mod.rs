//! Resolved question → plan → SPARQL. The plan is set algebra over IRIs: no words, no days counted
//! from today, every definition expanded. Pure.

mod algebra;
mod bindings;
mod certainty;
mod closure;
mod compare;
mod comparison_plan;
mod completeness;
mod concept;
mod default_filter;
mod emit;
mod emit_measure;
mod emit_path;
mod groups;
mod hops;
mod lines;
mod linking;
mod lower;
mod lower_links;
mod lower_measure;
mod lower_rows;
mod measure;
mod open_world;
mod rows;
mod select;
mod subquery;
mod support;
mod text;
mod texts;
mod trail_links;
mod tree;
mod value_test;

pub use comparison_plan::{Aspect, ComparisonPlan};
pub use concept::{Concept, Test};
pub use groups::NO_VALUE;
pub use lower::{LoweringContext, lower};
pub use lower_links::path_of;
pub use measure::{BindingLink, BindingPattern, Formula, Hop, Measure, PathEnd, PathOrigin};
pub use open_world::{KnowledgeGap, OpenPredicate};
pub use select::{Selection, select};
pub use subquery::Subquery;
pub use text::sparql_text;
pub use texts::TextsTested;
pub use trail_links::{TrailLink, anything, default_filter_adjectives, links_of};
pub use tree::{AnswerShape, DefaultFilter, OutputColumn, Plan, Possible, RowOrder, Uncertain};
