//! Data at rest → facts in memory: finding files, reading them, the dataset and its index. The only
//! room that reads data. Knows nothing of questions.

mod check;
mod dataset;
mod described;
mod files;
mod load;
mod queryable;
mod workspace;

pub use dataset::{DataFile, Dataset, Id, Origin, Prefixes, Triple};
pub use files::{Input, MAX_FILE};
pub use load::load;
pub use queryable::Shared;
pub use workspace::Workspace;
