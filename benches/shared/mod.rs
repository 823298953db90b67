//! The generated graph that benchmarks ask, and the words for it.

mod graph;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use caveat::base::draw;
use caveat::store::{Dataset, Input, load};

/// The graph, loaded anew; `CAVEAT_BENCH_CLAIMS` sets the number of claims (10,000 unless told).
/// `CAVEAT_BENCH_FACTS` names a file of the same words that is loaded instead.
pub(crate) fn dataset() -> Dataset {
    let given = std::env::var_os("CAVEAT_BENCH_FACTS").map(PathBuf::from);
    let facts = given.unwrap_or_else(|| facts().path().join("facts.nt"));
    let vocabulary = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/shared/vocabulary.ttl");
    let inputs = [Input::Path(vocabulary), Input::Path(facts)];
    load(&inputs, None, u64::MAX).unwrap_or_else(|faults| panic!("{}", draw(&faults[0], false)))
}

/// The folder of the generated facts, written once.
fn facts() -> &'static tempfile::TempDir {
    static FACTS: OnceLock<tempfile::TempDir> = OnceLock::new();
    FACTS.get_or_init(|| {
        let claims = std::env::var("CAVEAT_BENCH_CLAIMS");
        let claims = claims.map_or(10_000, |number| number.parse().expect("a number of claims"));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let written = std::fs::write(folder.path().join("facts.nt"), graph::graph(claims));
        written.expect("the facts can be written");
        folder
    })
}
