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
mod digits;
mod endings;
mod files;
mod find;
mod git;
mod history;
mod interner;
mod json_ld;
mod json_ld_shape;
mod links;
mod load;
mod marks;
mod matching;
mod numbers;
mod parse;
mod prefixed;
mod queryable;
mod read;
mod relation;
mod renumber;
mod sizes;
mod sorted;
mod spelled;
mod terms;
mod tree;
mod triples;
mod unpack;
mod vocabularies;
mod workspace;
mod write;

pub(crate) use blank::was_blank;
pub use cache::{IndexFolder, Keep, Told, discard, load_kept};
pub use check::{is_number, is_numeric, long_number};
pub use column::{Damaged, ensure_uncut};
pub use composed::Along;
pub(crate) use dataset::hexadecimal;
pub use dataset::{DataFile, Dataset, Id, Origin, Prefixes, Triple};
pub use digits::Digits;
pub use files::{Files, Found, open_file};
pub use find::{Input, MAX_FILE, broken_off, half_written_folders};
pub use history::{Repository, Revision};
pub use links::Links;
pub use load::{Progress, load, load_from, load_turtle};
pub use prefixed::Schemes;
pub use queryable::{QueryTerm, Shared};
pub use sizes::Sizes;
pub use sorted::{Ascending, count_common, count_union, distinct_union, sifted};
pub use spelled::last_part;
pub use tree::Tree;
pub use vocabularies::{Namespace, Vocabularies, namespace_of, without_scheme};
pub use workspace::Workspace;
pub use write::{
    Endings, FileChange, Finished, create_file, finish, is_temporary, make_folder, unmake_folder, unwritable, write_by,
    write_file, write_files,
};
#[cfg(debug_assertions)]
pub use write::{Fault, fail_at};
