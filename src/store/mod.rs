//! Data at rest → facts in memory: finding files on disk or in the history, reading them, the dataset and
//! its index. The only room that reads data. Knows nothing of questions.

mod blank;
mod build;
mod cache;
mod changed;
mod check;
mod column;
mod composed;
mod dataset;
mod described;
mod files;
mod find;
mod git;
mod history;
mod interner;
mod links;
mod load;
mod marks;
mod matching;
mod numbers;
mod parse;
mod queryable;
mod read;
mod relation;
mod renumber;
mod sorted;
mod spelled;
mod terms;
mod tree;
mod triples;
mod workspace;

pub use cache::{Keep, discard, load_kept};
pub use column::Damaged;
pub use composed::Along;
pub(crate) use dataset::hexadecimal;
pub use dataset::{DataFile, Dataset, Id, Origin, Prefixes, Triple};
pub use files::{Files, Found};
pub use find::{Input, MAX_FILE};
pub use history::{Repository, Revision};
pub use links::Links;
pub use load::{Progress, load, load_from};
pub use queryable::Shared;
pub use sorted::{count_common, count_union, distinct_union};
pub use spelled::last_part;
pub use tree::Tree;
pub use workspace::Workspace;
