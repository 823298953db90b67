//! Index files: whatever is changed in one, it is refused, or it says what the facts say.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use caveat::files::Files;
use caveat::store::{CacheMode, Damaged, Dataset, IndexFolder, Input, MAX_FILE, Triple, load_cached};
use tempfile::TempDir;

/// Facts that are enough to leave an index, and the index.
struct Kept {
    folder: TempDir,
    index: PathBuf,
    whole: Vec<u8>,
    facts: Vec<(Triple, String)>,
}

/// Things on a grid, each linked with all: 50,625 facts of few terms.
const SIDE: usize = 225;

fn load(folder: &Path) -> Dataset {
    let files = Files::Disk(folder.to_owned());
    let inputs = [Input::Path("facts.nt".into())];
    let loaded = load_cached(
        &files,
        &inputs,
        (&IndexFolder::at(&folder.join("cache")), CacheMode::TrustTimes),
        MAX_FILE,
        &mut |_| {},
    );
    loaded.unwrap_or_else(|faults| panic!("sound facts are refused: {faults:#?}")).0
}

fn facts(dataset: &Dataset) -> Vec<(Triple, String)> {
    let mut facts: Vec<(Triple, String)> = dataset.matching(None, None, None).map(|it| (it, String::new())).collect();
    facts.extend(dataset.terms().map(|(id, term)| ([id; 3], term.to_string())));
    facts
}

fn made() -> Kept {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut text = String::new();
    for at in 0..SIDE * SIDE {
        writeln!(text, "<x:a{}> <x:b> <x:c{}> .", at / SIDE, at % SIDE).expect("a text takes in anything");
    }
    let path = folder.path().join("facts.nt");
    fs::write(&path, text).expect("there is room for facts");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    let file = fs::File::options().write(true).open(&path).expect("it was just written");
    file.set_modified(long_ago).expect("it is ours");
    let facts = facts(&load(folder.path()));
    let index = fs::read_dir(folder.path().join("cache")).expect("an index is left");
    let mut index = index.filter_map(|it| Some(it.ok()?.path()));
    let index = index.find(|it| it.extension().is_some_and(|it| it == "index")).expect("an index is left");
    let whole = fs::read(&index).expect("it can be read");
    Kept { folder, index, whole, facts }
}

/// The first byte says what is done: bytes are changed, at three bytes' place each, and then the file is cut off or goes on.
pub(super) fn index(bytes: &[u8]) -> bool {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let kept = KEPT.get_or_init(made);
    let [how, changes @ ..] = bytes else { return false };
    let mut changed = kept.whole.clone();
    let mut last = changed.len();
    for change in changes.chunks_exact(4) {
        last = (usize::from(change[0]) << 16 | usize::from(change[1]) << 8 | usize::from(change[2])) % changed.len();
        changed[last] ^= change[3];
    }
    match how % 4 {
        1 => changed.truncate(last),
        2 => changed.extend(changes),
        _ => {}
    }
    // A new file each time: the old one may still be mapped.
    let _ = fs::remove_file(&kept.index);
    fs::write(&kept.index, &changed).expect("there is room for an index");
    let read = catch_unwind(AssertUnwindSafe(|| facts(&load(kept.folder.path()))));
    match read {
        Ok(facts) => assert!(facts == kept.facts, "a changed index is believed"),
        Err(thrown) if thrown.is::<Damaged>() => {}
        Err(thrown) => resume_unwind(thrown),
    }
    true
}
