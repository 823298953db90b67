//! `caveat site` as a shell sees it: what it puts in a folder, and which folders it leaves alone.

use std::fs;
use std::path::Path;

use crate::cli::{Ran, caveat, ran};
use crate::world::{TODAY, root};

const MARKER: &str = ".caveat-site";

fn site(folder: &Path, more: &[&str]) -> Ran {
    ran(caveat(&root()).args(["--today", TODAY, "site"]).arg(folder).args(more))
}

/// The names in a folder, and what they hold.
fn inside(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let mut inside: Vec<(String, Vec<u8>)> =
        entries.map(|it| (it.file_name().into_string().unwrap(), fs::read(it.path()).unwrap_or_default())).collect();
    inside.sort();
    inside
}

fn small() -> Vec<String> {
    let files = ["tests/worlds/drafts.ttl", "data/vocabulary.ttl", "data/topics.ttl"];
    files.iter().flat_map(|name| ["--data".to_owned(), root().join(name).display().to_string()]).collect()
}

#[test]
fn a_site_is_made_where_nothing_is_and_made_again_without_stale_pages() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("new/public");
    let whole = site(&folder, &[]);
    assert_eq!((whole.code, whole.out.as_str()), (0, ""));
    assert!(whole.err.starts_with("site written: ") && whole.err.contains(" pages in "), "{}", whole.err);
    let first = inside(&folder);
    assert!(first.iter().any(|(name, _)| name == "vendor-alibaba.html"));
    assert_eq!(site(&folder, &["--quiet"]).err, "");
    assert_eq!(first, inside(&folder));
    fs::write(folder.join("CNAME"), "example.org").unwrap();
    let small = small();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    assert_eq!(site(&folder, &small).code, 0);
    let second: Vec<String> = inside(&folder).into_iter().map(|(name, _)| name).collect();
    assert!(!second.iter().any(|name| name.contains("alibaba")), "{second:?}");
    assert!(second.iter().any(|name| name == "CNAME"));
    let elsewhere = place.path().join("elsewhere");
    assert_eq!(site(&elsewhere, &small).code, 0);
    let mut same = inside(&folder);
    same.retain(|(name, _)| name != "CNAME");
    assert_eq!(same, inside(&elsewhere));
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in [("letter.txt", "Dear"), (MARKER, "something else")] {
        let folder = place.path().join(name.trim_matches('.'));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
        let before = inside(&folder);
        let ran = site(&folder, &[]);
        assert_eq!(ran.code, 2);
        for told in ["error[not-a-site]", "holds files that are no site of caveat", "name a folder that is empty"] {
            assert!(ran.err.contains(told), "{}", ran.err);
        }
        assert_eq!(before, inside(&folder));
    }
}

#[test]
fn a_marker_removes_nothing_but_pages() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("public");
    assert_eq!(site(&folder, &[]).code, 0);
    fs::write(place.path().join("precious"), "kept").unwrap();
    let marker = fs::read_to_string(folder.join(MARKER)).unwrap();
    fs::write(folder.join(MARKER), format!("{marker}../precious\n.git\n/etc/hostname\nstale.html\n")).unwrap();
    fs::write(folder.join(".git"), "kept").unwrap();
    fs::write(folder.join("stale.html"), "old").unwrap();
    assert_eq!(site(&folder, &[]).code, 0);
    assert!(place.path().join("precious").exists() && folder.join(".git").exists());
    assert!(!folder.join("stale.html").exists());
}

#[test]
fn a_file_in_the_way_of_a_page_is_not_written_over() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("public");
    let small = small();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    assert_eq!(site(&folder, &small).code, 0);
    fs::write(folder.join("vendor-alibaba.html"), "mine").unwrap();
    let before = inside(&folder);
    let ran = site(&folder, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("was not made by caveat and is in the way of a page"), "{}", ran.err);
    assert_eq!(before, inside(&folder));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_and_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    for folder in [file.join("public"), file.clone()] {
        let ran = site(&folder, &[]);
        assert_eq!(ran.code, 5, "{}", ran.err);
        assert!(ran.err.starts_with("error[unwritable]: cannot write `"), "{}", ran.err);
    }
    let folder = place.path().join("read-only");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_err() {
        let ran = site(&folder, &[]);
        assert_eq!(ran.code, 5, "{}", ran.err);
        assert_eq!(inside(&folder), []);
    }
}

#[test]
fn malformed_facts_leave_an_earlier_site_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("public");
    assert_eq!(site(&folder, &[]).code, 0);
    let before = inside(&folder);
    let bad = place.path().join("bad.ttl");
    fs::write(&bad, "<a> <b> .").unwrap();
    assert_eq!(site(&folder, &["--data", &bad.display().to_string()]).code, 4);
    assert_eq!(before, inside(&folder));
}

#[test]
fn messages_say_what_to_do_next() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("letters")).unwrap();
    fs::write(place.path().join("letters/to-the-board.txt"), "Dear").unwrap();
    let data = |name: &str| root().join(name).display().to_string();
    let (vocabulary, topics) = (data("data/vocabulary.ttl"), data("data/topics.ttl"));
    let drafts = data("tests/worlds/drafts.ttl");
    let told = |folder: &str, more: &[&str]| {
        let ran = ran(caveat(place.path())
            .args(["--today", TODAY, "--quiet", "site", folder, "--data", &vocabulary, "--data", &topics])
            .args(more));
        format!("{}exit code {}\n", ran.err, ran.code)
    };
    let mut messages = vec![told("letters", &[]), told("public", &[])];
    let made = told("public", &["--data", &drafts]);
    assert_eq!(made, "exit code 0\n");
    fs::remove_file(place.path().join("public").join(MARKER)).unwrap();
    messages.push(told("public", &["--data", &drafts]));
    let rest = place.path().join("public");
    fs::remove_dir_all(&rest).unwrap();
    fs::create_dir(&rest).unwrap();
    assert_eq!(told("public", &["--data", &drafts]), "exit code 0\n");
    fs::write(rest.join("vendor-alibaba.html"), "mine").unwrap();
    let more = data("data/vendors/alibaba.ttl");
    messages.push(told("public", &["--data", &drafts, "--data", &more]));
    insta::assert_snapshot!("messages", messages.join("\n"));
}
