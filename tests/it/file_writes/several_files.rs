//! Several files of one command, and several commands at once.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::file_writes::{Twin, copy_of, is_journal, run, state, text, twin_of};
use crate::world::copy;

/// The workspace of a command that was killed when some of its files were in place, but not all.
pub(super) fn workspace_half_written(twin: &Twin) -> TempDir {
    for at in 1..5000 {
        let place = copy_of(twin.folder.path());
        twin.scenario.run(place.path(), &[("CAVEAT_FAULT", &format!("kill@{at}"))]);
        let (now, left) = state(place.path());
        if left.iter().any(is_journal) && now != twin.before && now != twin.after {
            return place;
        }
    }
    panic!("{} is never half written", twin.scenario.name);
}

#[test]
fn the_next_reader_finishes_and_reports_a_killed_write() {
    let twin = twin_of("import");
    let place = workspace_half_written(twin);
    let vendor = place.path().join("data/vendors/acme.ttl");
    for data in ["data", "data/vendors"] {
        let place = copy_of(place.path());
        let asked =
            ["ask", "how many drafts", "--data", "data/vocabulary.ttl", "--data", "data/topics.ttl", "--data", data];
        let done = run(place.path(), &asked, "", &[]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert!(text(&done.stderr).contains("the rest is written now"), "{}", text(&done.stderr));
        assert!(state(place.path()).0 == twin.after);
        // It is reported once.
        let done = run(place.path(), &asked, "", &[]);
        assert!(!text(&done.stderr).contains("was interrupted"), "{}", text(&done.stderr));
    }
    // One of its files alone is not read before the others are written, either.
    let file = vendor.display().to_string();
    let asked =
        ["ask", "how many drafts", "--data", "data/vocabulary.ttl", "--data", "data/topics.ttl", "--data", &file];
    let done = run(place.path(), &asked, "", &[]);
    assert!(text(&done.stderr).contains("the rest is written now"), "{}", text(&done.stderr));
    assert!(state(place.path()).0 == twin.after);
}

#[test]
fn keeps_changes_made_after_a_kill() {
    let twin = twin_of("fmt");
    let place = workspace_half_written(twin);
    let (now, _) = state(place.path());
    let waits = now.iter().find(|(name, content)| twin.after[*name] != **content).unwrap().0.clone();
    fs::write(place.path().join(&waits), "which books\n").unwrap();
    let done = twin.scenario.run(place.path(), &[]);
    let told = text(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{told}");
    assert!(told.contains(&format!("{}` changed since then, and stays as it is", waits.display())), "{told}");
    let (ended, left) = state(place.path());
    assert_eq!(ended[&waits], b"which books\n");
    assert!(ended.iter().all(|(name, content)| *name == waits || twin.after[name] == *content));
    assert_eq!(left, Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_workspace_can_be_moved_after_a_kill() {
    let twin = twin_of("fmt");
    let place = workspace_half_written(twin);
    let moved = copy_of(place.path());
    drop(place);
    assert_eq!(twin.scenario.run(moved.path(), &[]).status.code(), Some(0));
    assert!(state(moved.path()).0 == twin.after);
}

#[test]
fn one_unwritable_file_leaves_the_others_unchanged() {
    for (name, blocks) in [("fmt", "more/c.cav"), ("audit", "out/a.xml"), ("site again", "public/index.html")] {
        let twin = twin_of(name);
        let place = copy_of(twin.folder.path());
        let _ = fs::remove_file(place.path().join(blocks));
        fs::create_dir(place.path().join(blocks)).unwrap();
        let before = state(place.path());
        let done = twin.scenario.run(place.path(), &[]);
        assert_eq!(done.status.code(), Some(5), "{name}: {}", text(&done.stderr));
        assert!(state(place.path()) == before, "{name}");
    }
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let twin = twin_of("import");
    for round in 0..4 {
        let place = copy_of(twin.folder.path());
        let import = |page: &str| {
            let page = page.to_owned();
            let folder = place.path().to_owned();
            std::thread::spawn(move || run(&folder, &["import", &page, "--into", "data/vendors/both.ttl"], "", &[]))
        };
        let both = [import("acme.md"), import("zhipu.txt")].map(|it| it.join().unwrap());
        let written = fs::read_to_string(place.path().join("data/vendors/both.ttl")).unwrap();
        for (page, done) in ["acme.md", "zhipu.txt"].into_iter().zip(&both) {
            let told = text(&done.stderr);
            match done.status.code() {
                Some(0) => assert!(written.contains(&format!("Drafts from {page}")), "round {round}: {told}"),
                code => {
                    assert_eq!(code, Some(5), "{told}");
                    assert!(told.contains("was changed while the command worked on it"), "{told}");
                    assert!(!written.contains(&format!("Drafts from {page}")), "round {round}: {told}");
                }
            }
        }
        assert!(both.iter().any(|it| it.status.success()));
    }
}

/// Leftovers of a killed command are gone after the next write; files of a running one stay.
#[test]
fn sweeps_what_a_killed_command_left() {
    let twin = twin_of("draw");
    let place = copy_of(twin.folder.path());
    fs::write(place.path().join(".caveat-abcdefgh.tmp"), "left").unwrap();
    fs::write(place.path().join(".caveat-notes"), "somebody's own").unwrap();
    assert_eq!(twin.scenario.run(place.path(), &[]).status.code(), Some(0));
    assert_eq!(state(place.path()).1, [Path::new(".caveat-notes")]);
}

#[cfg(unix)]
#[test]
fn keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let twin = twin_of("fmt");
    let place = copy_of(twin.folder.path());
    let (real, link) = (place.path().join("elsewhere.cav"), place.path().join("queries/a.cav"));
    copy(&link, &real);
    fs::remove_file(&link).unwrap();
    symlink(&real, &link).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(twin.scenario.run(place.path(), &[]).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read(&real).unwrap(), twin.after[Path::new("queries/a.cav")]);
    // A dangling link stays a link, too.
    let (real, link) = (place.path().join("new.svg"), place.path().join("picture.svg"));
    symlink("new.svg", &link).unwrap();
    let books = twin_of("draw").folder.path().join("data");
    let data = books.display().to_string();
    let done = run(place.path(), &["draw", "which books", "--output", "picture.svg", "--data", &data], "", &[]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && real.is_file());
}
