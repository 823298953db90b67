//! Where indexes are kept: one for all spellings, only in the user's folder, as long as they are useful.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use caveat::store::{CacheMode, Damaged};

use crate::cli::{caveat, run_command};
use crate::index::{
    LARGE, Library, QUESTION, age, content_hash, index, indexes, library, load_library, load_named, set_time,
};

const ANSWER: &str = "19 books\n";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn modified_time(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn days_ago(days: u32) -> SystemTime {
    SystemTime::now() - days * DAY
}

/// Ways to name the facts of a library: the working folder, and the path.
fn spellings(folder: &Library) -> Vec<(PathBuf, PathBuf)> {
    let (home, work) = (folder.home.path().to_owned(), folder.path());
    std::os::unix::fs::symlink(&work, home.join("link")).unwrap();
    std::os::unix::fs::symlink("project/data", home.join("facts")).unwrap();
    let spelled = [
        (&work, "data".into()),
        (&work, "./data".into()),
        (&work, "../project/data".into()),
        (&work, "data/../data".into()),
        (&work, work.join("data")),
        (&home, "project/data".into()),
        (&home, "facts".into()),
        (&work.join("data"), ".".into()),
    ];
    spelled.map(|(root, path)| (root.clone(), path)).to_vec()
}

#[test]
fn spellings_share_an_index_but_keep_their_names() {
    let folder = library(LARGE);
    age(&folder);
    load_library(&folder, CacheMode::TrustTimes);
    let path = index(&folder);
    let written = modified_time(&path);
    for (root, spelled) in spellings(&folder) {
        let (read, _) = load_named(&folder, &root, &spelled, CacheMode::Off);
        let (held, told) = load_named(&folder, &root, &spelled, CacheMode::TrustTimes);
        assert_eq!(told.remark, None);
        assert_eq!((index(&folder), modified_time(&path)), (path.clone(), written), "{spelled:?} is another");
        assert!(content_hash(&read) == content_hash(&held), "{spelled:?}");
        assert_eq!((read.files(), read.prefixes()), (held.files(), held.prefixes()), "{spelled:?}");
        assert_eq!(read.digest(), held.digest(), "{spelled:?}");
        // The index itself was read: once it is emptied, nothing is left.
        let (held, _) = load_named(&folder, &root, &spelled, CacheMode::TrustTimes);
        let whole = fs::read(&path).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
        let thrown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| content_hash(&held))).unwrap_err();
        assert!(thrown.is::<Damaged>());
        fs::write(&path, whole).unwrap();
        set_time(&path, written);
    }
    // Other facts have another index.
    load_named(&folder, &folder.path(), "data/books.nt", CacheMode::TrustTimes);
    assert_eq!(indexes(&folder).len(), 2);
}

#[test]
fn the_program_shares_one_index_for_all_spellings() {
    let folder = library(LARGE);
    age(&folder);
    assert_eq!(folder.ask().out, ANSWER);
    let path = index(&folder);
    let written = modified_time(&path);
    for (root, spelled) in spellings(&folder) {
        let mut program = caveat(&root);
        program.env("CAVEAT_CACHE", folder.cache()).arg("--data").arg(&spelled);
        let asked = run_command(program.args(["ask", QUESTION]));
        assert_eq!((asked.out.as_str(), asked.err.as_str()), (ANSWER, ""), "{spelled:?}");
        assert_eq!((index(&folder), modified_time(&path)), (path.clone(), written), "{spelled:?}");
    }
}

/// The names of blank nodes do not depend on how the facts are spelled, or where they are.
#[test]
fn blank_nodes_are_the_same_in_all_spellings() {
    let folder = library(10);
    let nameless = |root: &Path, spelled: &Path| {
        let (read, _) = load_named(&folder, root, spelled, CacheMode::Off);
        let terms = read.terms().filter(|(id, _)| read.is_nameless(*id));
        let terms: Vec<String> = terms.map(|(_, term)| term.to_string()).collect();
        assert_eq!(terms.len(), 2, "a list of one, and what the shelf holds");
        terms
    };
    let spelled = spellings(&folder);
    let first = nameless(&spelled[0].0, &spelled[0].1);
    for (root, path) in &spelled {
        assert_eq!(nameless(root, path), first, "{path:?}");
    }
}

#[test]
fn writes_nothing_beside_the_facts() {
    let folder = library(LARGE);
    let lying = || {
        let mut found: Vec<PathBuf> = ["", "data"]
            .iter()
            .flat_map(|it| fs::read_dir(folder.path().join(it)).unwrap())
            .map(|it| it.unwrap().path())
            .collect();
        found.sort();
        found
    };
    let before = lying();
    for arguments in [&["ask", QUESTION][..], &["--verify", "ask", QUESTION], &["--data", "data", "ask", QUESTION]] {
        assert_eq!(folder.run(arguments).out, ANSWER);
        assert_eq!(lying(), before);
    }
    // Files of earlier versions there are ignored.
    fs::create_dir(folder.path().join(".caveat")).unwrap();
    fs::write(folder.path().join(".caveat/0123456789abcdef.index"), "old").unwrap();
    assert_eq!((folder.ask().out.as_str(), folder.ask().err.as_str()), (ANSWER, ""));
}

#[test]
fn takes_the_folder_from_the_environment() {
    let folder = library(LARGE);
    age(&folder);
    let home = folder.home.path();
    let system = if cfg!(target_os = "macos") { "home/Library/Caches/caveat" } else { "home/.cache/caveat" };
    for (own, shared, expected) in [
        (Some("own"), Some("shared"), "own"),
        (Some("own"), None, "own"),
        (None, Some("shared"), "shared/caveat"),
        (Some(""), Some("shared"), "shared/caveat"),
        (None, Some(""), system),
    ] {
        let mut program = caveat(&folder.path());
        program.env("HOME", home.join("home")).env_remove("CAVEAT_CACHE").env_remove("XDG_CACHE_HOME");
        let path = |name: &str| if name.is_empty() { PathBuf::new() } else { home.join(name) };
        own.map(|it| program.env("CAVEAT_CACHE", path(it)));
        shared.map(|it| program.env("XDG_CACHE_HOME", path(it)));
        let asked = run_command(program.args(["ask", QUESTION]));
        assert_eq!((asked.out.as_str(), asked.err.as_str()), (ANSWER, ""), "{own:?} {shared:?}");
        let [entry] = fs::read_dir(home.join(expected)).unwrap().collect::<Vec<_>>().try_into().unwrap();
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    // A relative folder.
    let mut program = caveat(&folder.path());
    run_command(program.env("CAVEAT_CACHE", "../near").args(["ask", QUESTION]));
    assert_eq!(fs::read_dir(home.join("near")).unwrap().count(), 1);
}

#[test]
fn reports_once_when_no_index_can_be_kept() {
    let folder = library(LARGE);
    let file = folder.home.path().join("file");
    fs::write(&file, "where a folder should be").unwrap();
    let file = file.to_str().unwrap();
    let below = format!("{file}/deep");
    for (variable, value) in [
        ("CAVEAT_CACHE", "/dev/null"),
        ("CAVEAT_CACHE", "/dev/null/deep"),
        ("CAVEAT_CACHE", "/proc/nowhere"),
        ("CAVEAT_CACHE", file),
        ("XDG_CACHE_HOME", &below),
        ("HOME", "/dev/null"),
        ("HOME", ""),
        ("HOME", "-"),
    ] {
        let mut program = caveat(&folder.path());
        for known in ["CAVEAT_CACHE", "XDG_CACHE_HOME", "HOME"] {
            program.env_remove(known);
        }
        if value != "-" {
            program.env(variable, value);
        }
        let asked = run_command(program.args(["ask", QUESTION]));
        assert_eq!((asked.code, asked.out.as_str()), (0, ANSWER), "{variable}={value}: {}", asked.err);
        assert_eq!(asked.err.lines().count(), 1, "{variable}={value}: {}", asked.err);
        assert!(asked.err.starts_with("no index is kept"), "{variable}={value}: {}", asked.err);
        assert!(asked.err.ends_with("the next start reads all files again\n"), "{}", asked.err);
        if value == "/proc/nowhere" {
            let quiet = run_command(program.arg("--quiet"));
            assert_eq!((quiet.out.as_str(), quiet.err.as_str()), (ANSWER, ""));
        }
    }
    assert_eq!(folder.ask().err, "", "the twin");
    // Few facts need no index, and give no remark.
    let few = library(100);
    let asked = run_command(caveat(&few.path()).env("CAVEAT_CACHE", "/dev/null").args(["ask", QUESTION]));
    assert_eq!((asked.out.as_str(), asked.err.as_str()), ("1 book\n", ""));
}

#[test]
fn an_existing_index_needs_no_larger_file_limit() {
    let folder = library(LARGE);
    age(&folder);
    let ask = |more: &[&str]| folder.run(&[&["ask", QUESTION, "--max-file", "1"], more].concat());
    let refused = |ran: &crate::cli::RunOutput| (ran.code, ran.err.contains("error[file-too-large]")) == (3, true);
    assert!(refused(&ask(&[])));
    assert_eq!(folder.run(&["ask", QUESTION, "--max-file", "1000"]).out, ANSWER);
    let asked = ask(&[]);
    assert_eq!((asked.code, asked.out.as_str(), asked.err.as_str()), (0, ANSWER, ""));
    // Where the file must be read, the limit applies.
    assert!(refused(&ask(&["--no-index"])));
    assert!(refused(&ask(&["--verify"])));
    set_time(&folder.books(), days_ago(2));
    assert!(refused(&ask(&[])));
    assert_eq!(folder.run(&["ask", QUESTION, "--max-file", "1000"]).out, ANSWER);
    assert_eq!(ask(&[]).out, ANSWER);
}

#[test]
fn removes_the_index_when_facts_become_few() {
    let folder = library(LARGE);
    folder.ask();
    let text = fs::read_to_string(folder.books()).unwrap();
    fs::write(folder.books(), text.lines().take(30).collect::<Vec<_>>().join("\n")).unwrap();
    assert_eq!(folder.ask().out, "1 book\n");
    assert!(indexes(&folder).is_empty());
}

#[test]
fn records_use_once_a_day() {
    let folder = library(LARGE);
    age(&folder);
    folder.ask();
    let path = index(&folder);
    let before = fs::read(&path).unwrap();
    for (days, noted) in [(0, false), (3, true), (29, true), (31, true)] {
        let time = days_ago(days) - Duration::from_secs(60);
        set_time(&path, time);
        assert_eq!(folder.ask().out, ANSWER);
        let since = modified_time(&path).duration_since(time).unwrap();
        assert_eq!(since > DAY, noted, "{days} days");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn writing_an_index_removes_useless_ones() {
    let [gone, folder] = [(); 2].map(|()| library(LARGE));
    let cache = folder.cache();
    let put_there = |name: &str, bytes: &[u8], days: u32| {
        let path = cache.join(name);
        fs::write(&path, bytes).unwrap();
        set_time(&path, days_ago(days));
        path
    };
    // An index whose facts exist, and one whose facts are gone.
    folder.ask();
    let bytes = fs::read(index(&folder)).unwrap();
    gone.ask();
    let orphan = fs::read(index(&gone)).unwrap();
    fs::rename(gone.path(), gone.home.path().join("moved")).unwrap();
    let name = |digit: &str| format!("{}.index", digit.repeat(32));
    let removed = [
        put_there(&name("a"), &orphan, 0),
        put_there(&name("b"), &bytes, 31),
        put_there(&name("c"), b"no index", 31),
        put_there(".new-Zz09aA", b"left behind", 0),
    ];
    let stays = [
        put_there(&name("d"), &bytes, 29),
        put_there(&name("e"), b"of another version, it may be", 29),
        // Not ours, whatever their age.
        put_there("notes.txt", &orphan, 400),
        put_there("facts.index", &orphan, 400),
        put_there(&"A".repeat(32), &orphan, 400),
        put_there(&name("A"), &orphan, 400),
        put_there(&format!("{}.index", "f".repeat(31)), &orphan, 400),
        put_there(".new-short", b"", 400),
        put_there(".new-Zz09aA7", b"", 400),
        put_there(".new-in-ter", b"", 400),
    ];
    let writing = put_there(".new-Zz09aB", b"being written", 40);
    let locked = fs::File::open(&writing).unwrap();
    locked.lock().unwrap();
    let folder_of_that_name = cache.join(name("1"));
    fs::create_dir(&folder_of_that_name).unwrap();
    let elsewhere = folder.home.path().join("elsewhere");
    fs::write(&elsewhere, &orphan).unwrap();
    std::os::unix::fs::symlink(&elsewhere, cache.join(name("2"))).unwrap();
    let left = || -> Vec<&PathBuf> { removed.iter().filter(|it| it.exists()).collect() };
    // The twin: where nothing is written, nothing is removed.
    age(&folder);
    let few = library(10);
    run_command(caveat(&few.path()).env("CAVEAT_CACHE", &cache).args(["ask", QUESTION]));
    assert_eq!(left().len(), removed.len());
    // A new time makes it write the index again.
    assert_eq!(folder.ask().out, ANSWER);
    assert!(left().is_empty(), "{:?}", left());
    for path in stays.iter().chain([&writing, &folder_of_that_name, &elsewhere, &cache.join(name("2"))]) {
        assert!(path.symlink_metadata().is_ok(), "{path:?} is gone");
    }
    drop(locked);
    set_time(&folder.books(), days_ago(1));
    assert_eq!(folder.ask().out, ANSWER);
    assert!(!writing.exists(), "nobody writes it any more");
}
