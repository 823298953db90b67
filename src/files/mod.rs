//! Files to read: as they are on disk, or as a commit of git has them. Knows nothing of facts.

mod git;
mod history;
mod resolved;
mod revision;
mod tree;
mod view;

pub use history::Repository;
pub use resolved::ResolvedPath;
pub(crate) use resolved::{file_too_large, reason, unreadable};
pub use revision::Revision;
pub use tree::Tree;
pub use view::{Files, open_file};
