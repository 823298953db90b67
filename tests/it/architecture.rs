//! The architecture: a room uses only the rooms before it.

mod cycles;

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::root;

/// The rooms in the order in which text flows through them.
const ROOMS: [&str; 16] = [
    "base", "passage", "lang", "files", "store", "profile", "words", "graph", "question", "plan", "exec", "session",
    "audit", "site", "render", "app",
];

/// The most lines of a source file: it must be readable in one go.
const MAX_LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join("src")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn room(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let name = inside.iter().next().unwrap().to_str().unwrap();
    ROOMS.iter().position(|room| *room == name)
}

#[test]
fn a_room_uses_only_the_rooms_before_it() {
    let mut broken = Vec::new();
    for path in sources() {
        let Some(own) = room(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                match ROOMS.iter().position(|room| *room == name) {
                    Some(used) if used <= own => {}
                    _ => broken.push(format!("{}:{}: crate::{name}", path.display(), number + 1)),
                }
            }
            if line.contains("super::super") || line.contains("use super::*") {
                broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "walls are broken:\n{}", broken.join("\n"));
}

#[test]
fn every_source_folder_is_a_room_on_the_map() {
    for path in sources() {
        let inside = path.strip_prefix(root().join("src")).unwrap();
        let at_root = inside.iter().count() == 1;
        assert!(at_root || room(&path).is_some(), "{} is in no room", path.display());
    }
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let street = ROOMS.join(" → ");
    assert!(map.contains(&street), "ARCHITECTURE.md does not show {street}");
}

/// True of a path such as `store::cache` or `plan::Plan`: a module, or a name in the module's file.
fn exists(path: &str) -> bool {
    let segments: Vec<&str> = path.split("::").collect();
    let file_of = |segments: &[&str]| {
        let place = segments.iter().fold(root().join("src"), |folder, segment| folder.join(segment));
        [place.with_extension("rs"), place.join("mod.rs")].into_iter().find(|it| it.is_file())
    };
    let Some((name, module)) = segments.split_last() else { return false };
    let named = regex::Regex::new(&format!(r"\b{name}\b")).unwrap();
    file_of(&segments).is_some()
        || file_of(module).is_some_and(|file| named.is_match(&fs::read_to_string(file).unwrap()))
}

#[test]
fn the_namespace_of_claims_is_written_once() {
    let written = |path: &&PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("w3id.org/caveat/ns#"))
    };
    let files: Vec<PathBuf> = sources().iter().filter(written).cloned().collect();
    assert_eq!(files, [root().join("src/profile/terms.rs")]);
}

#[test]
fn maps_name_only_what_exists() {
    let paths = regex::Regex::new(r"`((?:[a-z_]+::)+\w+)`").unwrap();
    for map in ["ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(map)).unwrap();
        let paths: Vec<&str> = paths.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()).collect();
        assert!(!paths.is_empty(), "{map} names nothing");
        let gone: Vec<&&str> = paths.iter().filter(|path| !exists(path)).collect();
        assert!(gone.is_empty(), "{map} names what is not there: {gone:?}");
    }
}

#[test]
fn source_files_say_their_purpose_and_stay_short() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let comment = match path.extension().and_then(|it| it.to_str()) {
            Some("css") => "/* ",
            _ => "//! ",
        };
        assert!(text.starts_with(comment), "{} does not say what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

/// Cuts of lists and texts outside `base::cut`: the file, how often, and why nobody misses the rest.
const CUTS: [(&str, usize, &str); 49] = [
    ("app/load_remarks.rs", 1, "`and N more`"),
    ("app/input.rs", 2, "reads a byte more than it may, to refuse what is too large"),
    ("app/dot.rs", 1, "the name of a file, which is told whole"),
    ("app/help.rs", 1, "looks for one example"),
    ("app/triage/walk.rs", 5, "a method of its own: takes what was typed"),
    ("audit/content.rs", 1, "a fingerprint of so many digits"),
    ("audit/examine.rs", 1, "a finding is about the first thing of its row; the row is told whole"),
    ("base/cut.rs", 2, "what all others go through"),
    ("base/nearest.rs", 1, "a guess, which is called the nearest"),
    ("exec/native/order.rs", 3, "`first N` of the question; pairs of runs while sorting"),
    ("exec/native/rows.rs", 1, "`first N` of the question"),
    ("exec/raw/names.rs", 2, "what is alike, which is a guess; one spelling of a name"),
    ("exec/raw/syntax.rs", 3, "finds the byte of a line and column; `or N more`"),
    ("graph/cells.rs", 1, "so many levels of parts, which is what is asked"),
    ("graph/layout/rows.rs", 2, "a method of its own: takes room in a row"),
    ("graph/layout/text.rs", 2, "as much of a label as lines can show, which ends with `…` where there is more"),
    ("passage/references.rs", 1, "names of characters are no longer than that"),
    ("plan/open_world.rs", 1, "takes back what was noted of a part that is gone"),
    ("plan/rows.rs", 1, "parts values by the columns that they are of"),
    ("lang/explain.rs", 1, "the line that is to be typed, which ends with `…` where it is longer"),
    ("profile/answer.rs", 2, "the words behind a yes or a no that can be its own clause, or take it back"),
    ("profile/answer_context.rs", 1, "the first words of a remark, one of which can take an answer back"),
    ("profile/columns.rs", 3, "headings are looked for in the first rows; a name in an IRI, which is no text"),
    ("profile/markdown/block.rs", 3, "takes back the words of a mark"),
    ("profile/table.rs", 2, "the first words of an answer, or of a note beside it, which end with ` …`"),
    ("profile/terms.rs", 1, "a name in an IRI, which is no text"),
    ("profile/workbook/package.rs", 1, "reads a byte more than it may, to refuse what is too large"),
    ("profile/workbook/xlsx.rs", 1, "the letters of a column"),
    ("question/note_choice.rs", 2, "the words of a reading, which end with ` …`"),
    ("question/faults/mod.rs", 2, "`and N more`; examples of what could be said, which are called `perhaps`"),
    ("question/faults/names.rs", 1, "the message says how many things have the name"),
    ("question/predicate.rs", 1, "takes back what was open"),
    ("question/print/condition.rs", 1, "takes back what was open"),
    ("question/context.rs", 1, "takes back what was noted of a reading that is gone"),
    ("question/suppositions.rs", 1, "words that a name can have"),
    ("question/value.rs", 1, "looks at the next words"),
    ("session/lookalikes.rs", 1, "the beginning of a text, which ends with `…`"),
    ("session/answers.rs", 2, "the columns that the answer column stands behind"),
    ("session/evaluate.rs", 1, "takes back what was told of a part that did not end"),
    ("session/roles.rs", 1, "words that a name can have, for colours"),
    ("store/build.rs", 1, "a method of its own: takes in a term"),
    ("store/file_kind.rs", 2, "looks at a file in parts"),
    ("files/view.rs", 1, "reads a byte more than it may, to refuse what is too large"),
    ("files/git.rs", 2, "reads as many bytes as git says there are"),
    ("store/json_ld.rs", 3, "the first faults of a file, which is refused whole"),
    ("store/read.rs", 1, "reads a file in parts"),
    ("store/unpack.rs", 1, "passes over so many bytes of a frame, no fewer"),
    ("store/write/journal.rs", 1, "a journal that is longer cannot be read, and is refused"),
    ("words/check_records.rs", 1, "the first step of a path, which is what is stated"),
];

/// A list that is cut for a reader is a `Cut`, which counts the rest.
#[test]
fn lists_are_cut_only_by_the_cut_type() {
    let cuts = regex::Regex::new(r"\.take\([^)]|\.take\($|\.truncate\(|\.char_indices\(\)\.nth\(").unwrap();
    let mut found = std::collections::BTreeMap::<String, usize>::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(str::trim).filter(|it| !it.starts_with("//") && !it.contains(".take(Keyword"));
        let count: usize = lines.map(|it| cuts.find_iter(it).count()).sum();
        if count > 0 {
            let inside = path.strip_prefix(root().join("src")).unwrap();
            found.insert(inside.display().to_string().replace('\\', "/"), count);
        }
    }
    let allowed = CUTS.iter().map(|(file, count, _)| ((*file).to_owned(), *count));
    let allowed: std::collections::BTreeMap<String, usize> = allowed.collect();
    let odd = found.iter().filter(|(file, count)| allowed.get(*file) != Some(count));
    let odd: Vec<String> = odd.map(|(file, count)| format!("{file}: {count}")).collect();
    assert!(odd.is_empty(), "cut lists with `base::Cut`, or say here why nobody misses the rest:\n{}", odd.join("\n"));
    let gone: Vec<&String> = allowed.keys().filter(|file| !found.contains_key(*file)).collect();
    assert!(gone.is_empty(), "nothing is cut any more in {gone:?}");
    assert!(CUTS.iter().all(|(_, _, why)| !why.is_empty()));
}

/// Writes to files outside `store::write`: where, and why they do no harm.
const WRITES: [(&str, &str); 5] = [
    ("app/dot.rs", "a file of its own in the folder for temporary files, for an editor"),
    ("app/line_reader.rs", "the line editor writes its history to a copy, which `store::write` puts in its place"),
    ("store/cache/", "an index is a cache: it is written beside its place and renamed, and damage is found"),
    ("files/view.rs", "opens files for reading"),
    ("store/write/", "what all others go through"),
];

/// A file is whole or not at all because one module writes them all.
#[test]
fn files_are_written_only_by_the_write_module() {
    let writes = regex::Regex::new(
        r"fs::(write|rename|copy|hard_link|remove_\w+|create_\w+|set_permissions)\(|File::(create|options)|OpenOptions|persist|tempfile|set_len\(|(save|append)_history\(",
    )
    .unwrap();
    let mut odd = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for path in sources() {
        let inside = path.strip_prefix(root().join("src")).unwrap().display().to_string().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        let Some(line) = lines.find(|line| writes.is_match(line)) else { continue };
        match WRITES.iter().find(|(allowed, _)| inside.starts_with(allowed)) {
            Some((allowed, _)) => _ = used.insert(*allowed),
            None => odd.push(format!("{inside}: {line}")),
        }
    }
    assert!(odd.is_empty(), "write files with `store::write_file` or `store::write_files`:\n{}", odd.join("\n"));
    let gone: Vec<&str> = WRITES.iter().map(|(file, _)| *file).filter(|file| !used.contains(file)).collect();
    assert!(gone.is_empty(), "nothing is written any more in {gone:?}");
}
