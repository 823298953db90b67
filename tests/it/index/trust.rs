//! Which index is trusted: a forged one, with the size and time of other facts, is put where others may have written
//! it. Its twin is where only this user can write, and gives the wrong answer.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::cli::{RunOutput, caveat, run_command};
use crate::index::{LARGE, Library, QUESTION, age, index, indexes, library, load_library, re_sign, set_time};
use crate::tools::report_skip;
use caveat::store::CacheMode;

/// The answer of the files, and that of the index.
const TRUTH: &str = "19 books\n";
const FORGED: &str = "18 books\n";

/// A library with an index of other facts that claims to match the files.
fn library_with_forged_index() -> Library {
    let (folder, truth) = library_with_false_facts();
    let lie = index_entry(&folder.books());
    change_keeping_time(&folder.books(), &truth, |path, text| fs::write(path, text).unwrap());
    let truth = index_entry(&folder.books());
    re_sign(&index(&folder), 0, |list| {
        assert!(list.contains(&lie), "{lie} stands in {list}");
        list.replace(&lie, &truth)
    });
    folder
}

/// A library of false facts with its index, and the true facts.
fn library_with_false_facts() -> (Library, String) {
    let folder = library(LARGE);
    let truth = fs::read_to_string(folder.books()).unwrap();
    fs::write(folder.books(), truth.replacen("\"7\"^^", "\"8\"^^", 1)).unwrap();
    age(&folder);
    assert_eq!(folder.ask().out, FORGED);
    (folder, truth)
}

/// Gives a file another text of the same size, and restores its time.
fn change_keeping_time(path: &Path, text: &str, change: fn(&Path, &str)) {
    let before = fs::metadata(path).unwrap();
    change(path, text);
    set_time(path, before.modified().unwrap());
    assert_eq!(fs::metadata(path).unwrap().len(), before.len());
}

/// The part of an index on a file that cannot be reset.
fn index_entry(path: &Path) -> String {
    use std::os::unix::fs::MetadataExt as _;
    let it = fs::metadata(path).unwrap();
    format!("{{\"number\":{},\"changed\":{{\"secs\":{},\"nanos\":{}}}}}", it.ino(), it.ctime(), it.ctime_nsec())
}

#[test]
fn notices_changes_with_equal_size_and_time() {
    type Change = (&'static str, fn(&Path, &str));
    let changes: [Change; 3] = [
        ("written again", |path, text| fs::write(path, text).unwrap()),
        ("another in its place", |path, text| {
            let other = path.with_extension("other");
            fs::write(&other, text).unwrap();
            fs::rename(other, path).unwrap();
        }),
        ("removed and made again", |path, text| {
            fs::remove_file(path).unwrap();
            fs::write(path, text).unwrap();
        }),
    ];
    for (how, change) in changes {
        let (folder, truth) = library_with_false_facts();
        // The twin: an index of unchanged files is trusted, and not rebuilt.
        let built = fs::metadata(index(&folder)).unwrap().modified().unwrap();
        assert_eq!(folder.ask().out, FORGED, "{how}");
        assert_eq!(fs::metadata(index(&folder)).unwrap().modified().unwrap(), built, "{how}");
        change_keeping_time(&folder.books(), &truth, change);
        assert_eq!(folder.ask().out, TRUTH, "{how}");
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Gives a file to another user; false where that is not allowed.
fn give_away(path: &Path) -> bool {
    let given = std::os::unix::fs::chown(path, Some(54_321), None);
    if let Err(error) = &given {
        report_skip(&format!("what belongs to another user is not tried: {error}"));
    }
    given.is_ok()
}

/// The list as another machine would write it.
fn with_other_machine(list: String) -> String {
    let (before, rest) = list.split_once("\"writer\":\"").unwrap();
    let (writer, rest) = rest.split_at(64);
    let turned: String = writer.chars().rev().collect();
    assert_ne!(writer, turned);
    format!("{before}\"writer\":\"{turned}{rest}")
}

#[test]
fn rejects_an_index_others_could_have_written() {
    // Changes the index, and tells whether it could; with the message.
    type Fault = (fn(&Path) -> bool, &'static str);
    let faults: [Fault; 7] = [
        (give_away, "because it belongs to another user"),
        (|path| (mode(path, 0o620), true).1, "because others can write to it"),
        (|path| (mode(path, 0o602), true).1, "because others can write to it"),
        (|path| (mode(path, 0o666), true).1, "because others can write to it"),
        (
            |path| {
                let moved = path.parent().unwrap().join("moved");
                fs::rename(path, &moved).unwrap();
                symlink(&moved, path).is_ok()
            },
            "because it is a link",
        ),
        (
            |path| {
                use rustix::fs::{CWD, FileType, Mode, mknodat};
                fs::remove_file(path).unwrap();
                mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).is_ok()
            },
            "because it is not a file",
        ),
        (|path| (re_sign(path, 0, with_other_machine), true).1, "is from another version, user or machine"),
    ];
    let folder = library_with_forged_index();
    let path = index(&folder);
    let bytes = fs::read(&path).unwrap();
    for (fault, reason) in faults {
        // The twin of each is the index as written: it is trusted.
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        mode(&path, 0o600);
        let twin = folder.ask();
        assert_eq!((twin.out.as_str(), twin.err.as_str()), (FORGED, ""));
        if !fault(&path) {
            continue;
        }
        let told = folder.ask();
        assert_eq!((told.code, told.out.as_str()), (0, TRUTH), "{reason}: {}", told.err);
        assert_eq!((told.err.contains(reason), told.err.lines().count()), (true, 1), "{reason}: {}", told.err);
        assert_eq!(folder.ask().out, TRUTH);
    }
    // The twin of the index of another machine has a valid signature.
    fs::write(&path, &bytes).unwrap();
    re_sign(&path, 0, |list| list);
    assert_eq!(folder.ask().out, FORGED);
}

#[test]
fn rejects_index_folders_that_others_control() {
    type Fault = (fn(&Library) -> bool, &'static str);
    let faults: [Fault; 9] = [
        (|it| give_away(&it.cache()), "because it belongs to another user"),
        (|it| (mode(&it.cache(), 0o770), true).1, "because others can write to it"),
        (|it| (mode(&it.cache(), 0o702), true).1, "because others can write to it"),
        (|it| (mode(&it.cache(), 0o1777), true).1, "because others can write to it"),
        (|it| fs::create_dir(it.cache().join(".git")).is_ok(), "because it is in the work tree"),
        (|it| fs::write(it.home.path().join(".git"), "gitdir: elsewhere").is_ok(), "because it is in the work tree"),
        (|it| fs::create_dir(it.home.path().join(".hg")).is_ok(), "because it is in the work tree"),
        (
            |it| {
                // A link into a work tree.
                let inside = it.home.path().join("tree/deep/cache");
                fs::create_dir_all(it.home.path().join("tree/.git")).unwrap();
                fs::create_dir(it.home.path().join("tree/deep")).unwrap();
                fs::rename(it.cache(), &inside).unwrap();
                symlink(inside, it.cache()).is_ok()
            },
            "because it is in the work tree",
        ),
        (
            |it| {
                let inside = it.path().join("data/.cache");
                fs::rename(it.cache(), &inside).unwrap();
                symlink(inside, it.cache()).is_ok()
            },
            "because it is among the facts",
        ),
    ];
    let kept = library_with_forged_index();
    let name = index(&kept);
    let bytes = fs::read(&name).unwrap();
    for (fault, reason) in faults {
        // The same facts at the same place, with an index in a new folder.
        let folder = &kept;
        let _ = fs::remove_file(folder.cache());
        for made in ["cache", "tree", ".hg", "project/data/.cache"] {
            let _ = fs::remove_dir_all(folder.home.path().join(made));
        }
        let _ = fs::remove_file(folder.home.path().join(".git"));
        fs::create_dir(folder.cache()).unwrap();
        mode(&folder.cache(), 0o700);
        fs::write(&name, &bytes).unwrap();
        let twin = folder.ask();
        assert_eq!((twin.out.as_str(), twin.err.as_str()), (FORGED, ""));
        if !fault(folder) {
            continue;
        }
        let told = folder.ask();
        assert_eq!((told.code, told.out.as_str()), (0, TRUTH), "{reason}: {}", told.err);
        assert!(told.err.starts_with("no index is kept: the folder"), "{}", told.err);
        assert_eq!((told.err.contains(reason), told.err.lines().count()), (true, 1), "{reason}: {}", told.err);
        assert_eq!(fs::read(&name).unwrap(), bytes, "nothing is written there");
    }
    assert_eq!(kept.run(&["--quiet", "ask", QUESTION]).err, "");
}

/// With and without `--data`, the folder must not be among the loaded facts.
#[test]
fn rejects_index_folders_in_the_workspace() {
    let folder = library(LARGE);
    let ask = |cache: &Path, data: &[&str]| {
        run_command(caveat(&folder.path()).env("CAVEAT_CACHE", cache).args(data).args(["ask", QUESTION]))
    };
    let told = |it: &RunOutput| it.err.contains("because it is among the facts");
    let root = folder.path();
    for (cache, data, inside) in [
        (root.join("cache"), &[][..], true),
        (root.join("data/deep/cache"), &[], true),
        (root.join("data/deep/cache"), &["--data", "../project/data"], true),
        // Single named files include nothing beside them.
        (root.join("data/deep/cache"), &["--data", "data/words.ttl", "--data", "data/books.nt"], false),
        (root.join("../other/cache"), &[], false),
    ] {
        let asked = ask(&cache, data);
        assert_eq!((asked.out.as_str(), told(&asked)), (TRUTH, inside), "{cache:?}: {}", asked.err);
        assert_eq!(cache.exists(), !inside, "{cache:?}");
    }
}

/// The user's home may be a workspace: what is in it belongs to the user.
#[test]
fn a_home_workspace_keeps_its_indexes() {
    let folder = library(LARGE);
    let ask = |home: &Path| {
        let mut program = caveat(&folder.path());
        program.env_remove("CAVEAT_CACHE").env("XDG_CACHE_HOME", folder.path().join(".cache"));
        run_command(program.env("HOME", home).args(["ask", QUESTION]))
    };
    let elsewhere = ask(folder.home.path().join("nowhere").as_path());
    assert!(elsewhere.err.contains("because it is among the facts"), "{}", elsewhere.err);
    let home = ask(&folder.path());
    assert_eq!((home.out.as_str(), home.err.as_str()), (TRUTH, ""));
    assert!(folder.path().join(".cache/caveat").is_dir());
}

#[test]
fn indexes_are_private_to_the_user() {
    let folder = library(LARGE);
    folder.ask();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder.cache()), mode(&index(&folder))), (0o700, 0o600));
}

// --------------------------------------------------------------------------- `--verify`

/// Puts the digests of the true facts into an index of others: only its content differs.
fn with_true_digests(folder: &Library) {
    let (_, lie) = (load_library(folder, CacheMode::Off), index(folder));
    let truth = load_library(folder, CacheMode::Off).0;
    re_sign(&lie, 0, |list| {
        let mut list: serde_json::Value = serde_json::from_str(&list).unwrap();
        for (at, file) in truth.files().iter().enumerate() {
            list["files"][at]["digest"] = file.digest.clone().into();
            list["stamp"]["files"][at]["digest"] = file.digest.clone().into();
        }
        list["digest"] = truth.digest().into();
        list.to_string()
    });
}

#[test]
fn verify_compares_an_index_with_the_files() {
    for digests_fit in [false, true] {
        let folder = library_with_forged_index();
        if digests_fit {
            with_true_digests(&folder);
        }
        assert_eq!(folder.ask().out, FORGED, "it would be believed");
        let verified = folder.run(&["--verify", "--quiet", "ask", QUESTION]);
        assert_eq!((verified.code, verified.out.as_str()), (0, TRUTH));
        let shown = verified.err.replace(index(&folder).to_str().unwrap(), "INDEX");
        insta::assert_snapshot!("differs", shown);
        let after = folder.ask();
        assert_eq!((after.out.as_str(), after.err.as_str()), (TRUTH, ""), "what was built stays");
    }
}

#[test]
fn verify_reports_what_it_compared() {
    let folder = library(LARGE);
    let verify = |more: &[&str]| folder.run(&[&["--verify", "ask", QUESTION], more].concat());
    let none = "there is no index of these files to compare\n";
    let agrees = "the index agrees with the files\n";
    assert_eq!(verify(&[]).err, none);
    assert_eq!(verify(&[]).err, agrees);
    age(&folder);
    assert_eq!(verify(&[]).err, agrees, "a time has moved");
    let before = fs::metadata(index(&folder)).unwrap().modified().unwrap();
    let again = verify(&["--quiet"]);
    assert_eq!((again.out.as_str(), again.err.as_str()), (TRUTH, ""));
    assert_eq!(fs::metadata(index(&folder)).unwrap().modified().unwrap(), before, "it is not written again");
    // An outdated index is not a fault.
    let text = fs::read_to_string(folder.books()).unwrap();
    fs::write(folder.books(), text.replace("Book number 77\"", "Leaf number 77\"")).unwrap();
    assert_eq!(verify(&[]).err, none);
    assert_eq!(verify(&[]).err, agrees);
    assert_eq!(indexes(&folder).len(), 1);
}
