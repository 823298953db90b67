//! From files to facts in memory: finding files on disk or in the git history, reading them, the dataset and its
//! index. The only room that reads data; it does not know about questions.

mod adjacency;
mod blank;
mod build;
mod cache;
mod check;
mod data_file;
mod dataset;
mod describe;
mod digits;
mod file_kind;
mod find;
mod hypothetical;
mod id;
mod interner;
mod join_index;
mod json_ld;
mod json_ld_shape;
mod load;
mod matching;
mod numbers;
mod parse;
mod predicate_facts;
mod prefixed;
mod prefixes;
mod queryable;
mod rank_bitmap;
mod read;
mod renumber;
mod shared_array;
mod sizes;
mod sorted;
mod term_names;
mod terms;
mod triples;
mod unpack;
mod vocabularies;
mod workspace;
mod write;

pub use adjacency::AdjacencyIndex;
pub(crate) use blank::was_blank;
pub use cache::{CacheMode, CacheReport, IndexFolder, discard, load_cached};
pub use check::{is_number, is_numeric, long_number};
pub use data_file::DataFile;
pub use dataset::Dataset;
pub use digits::Digits;
pub use find::{Input, MAX_FILE, check_unfinished, half_written_folders};
pub use id::{Id, Origin, Triple};
pub use join_index::DirectedPredicate;
pub use load::{Progress, load, load_from, load_turtle};
pub use prefixed::Schemes;
pub use prefixes::Prefixes;
pub use queryable::{QueryTerm, SharedDataset};
pub use shared_array::{Damaged, ensure_uncut};
pub use sizes::Sizes;
pub use sorted::{Ascending, count_common, count_union, distinct_union, semi_join};
pub use term_names::last_part;
pub use vocabularies::{Namespace, Vocabularies, namespace_of, without_scheme};
pub use workspace::Workspace;
#[cfg(debug_assertions)]
pub use write::{Fault, fail_at};
pub use write::{FileChange, unwritable};
pub use write::{
    Recoveries, Recovery, create_file, is_temporary, make_folder, recover, remove_empty_folder, write_by, write_file,
    write_files,
};
