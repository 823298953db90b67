//! `caveat site` as a shell sees it: what it writes into a folder, and which folders it refuses.

use std::fs;
use std::path::Path;

use crate::cli::{RunOutput, caveat, run_command};
use crate::world::{TODAY, root};

const MARKER: &str = ".caveat-site";

fn site(folder: &Path, more: &[&str]) -> RunOutput {
    run_command(caveat(&root()).args(["--today", TODAY, "site"]).arg(folder).args(more))
}

/// The names of the files in a folder, and their contents.
fn contents_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let mut inside: Vec<(String, Vec<u8>)> =
        entries.map(|it| (it.file_name().into_string().unwrap(), fs::read(it.path()).unwrap_or_default())).collect();
    inside.sort();
    inside
}

fn small_data() -> Vec<String> {
    let files = ["tests/worlds/drafts.ttl", "data/vocabulary.ttl", "data/topics.ttl"];
    files.iter().flat_map(|name| ["--data".to_owned(), root().join(name).display().to_string()]).collect()
}

#[test]
fn rewrites_a_site_without_stale_pages() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("new/public");
    let whole = site(&folder, &[]);
    assert_eq!((whole.code, whole.out.as_str()), (0, ""));
    assert!(whole.err.starts_with("site written: ") && whole.err.contains(" pages in "), "{}", whole.err);
    let first = contents_of(&folder);
    assert!(first.iter().any(|(name, _)| name == "vendor-alibaba.html"));
    assert_eq!(site(&folder, &["--quiet"]).err, "");
    assert_eq!(first, contents_of(&folder));
    fs::write(folder.join("CNAME"), "example.org").unwrap();
    let small = small_data();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    assert_eq!(site(&folder, &small).code, 0);
    let second: Vec<String> = contents_of(&folder).into_iter().map(|(name, _)| name).collect();
    assert!(!second.iter().any(|name| name.contains("alibaba")), "{second:?}");
    assert!(second.iter().any(|name| name == "CNAME"));
    let elsewhere = place.path().join("elsewhere");
    assert_eq!(site(&elsewhere, &small).code, 0);
    let mut same = contents_of(&folder);
    same.retain(|(name, _)| name != "CNAME");
    assert_eq!(same, contents_of(&elsewhere));
}

#[test]
fn refuses_a_folder_that_is_not_a_site() {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in [("letter.txt", "Dear"), (MARKER, "something else")] {
        let folder = place.path().join(name.trim_matches('.'));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
        let before = contents_of(&folder);
        let ran = site(&folder, &[]);
        assert_eq!(ran.code, 2);
        for told in ["error[not-a-site]", "contains files that are not a caveat site", "name a new or empty folder"] {
            assert!(ran.err.contains(told), "{}", ran.err);
        }
        assert_eq!(before, contents_of(&folder));
    }
}

#[test]
fn a_marker_removes_only_pages() {
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
fn does_not_overwrite_a_file_in_the_way() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("public");
    let small = small_data();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    assert_eq!(site(&folder, &small).code, 0);
    fs::write(folder.join("vendor-alibaba.html"), "mine").unwrap();
    let before = contents_of(&folder);
    let ran = site(&folder, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("was not made by caveat, but the site has a page of that name"), "{}", ran.err);
    assert_eq!(before, contents_of(&folder));
}

#[cfg(unix)]
#[test]
fn reports_unwritable_folders() {
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
        assert_eq!(contents_of(&folder), []);
    }
}

#[test]
fn malformed_facts_keep_the_earlier_site() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("public");
    assert_eq!(site(&folder, &[]).code, 0);
    let before = contents_of(&folder);
    let bad = place.path().join("bad.ttl");
    fs::write(&bad, "<a> <b> .").unwrap();
    assert_eq!(site(&folder, &["--data", &bad.display().to_string()]).code, 4);
    assert_eq!(before, contents_of(&folder));
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
        let ran = run_command(
            caveat(place.path())
                .args(["--today", TODAY, "--quiet", "site", folder, "--data", &vocabulary, "--data", &topics])
                .args(more),
        );
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
