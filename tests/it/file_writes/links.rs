//! Links: what is read or written through them, and what is not.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::file_writes::several_files::workspace_half_written;
use crate::file_writes::{BROKE_OFF, Numbers, State, copy_of, run, state, text, twin_of};

/// Makes links in a folder.
type LinkLayout = fn(&Path, &Path);

/// Folders or files that lead to the facts of a workspace, each in another way.
const LAYOUTS: [(&str, LinkLayout, &[&str]); 4] = [
    ("a file behind a link", |facts, d| link(facts, d), &["d"]),
    (
        "a link to a link",
        |facts, d| {
            let between = d.with_file_name("between");
            fs::create_dir(&between).unwrap();
            link(facts, &between);
            link(&between, d);
        },
        &["d"],
    ),
    ("a folder behind a link", |facts, d| symlink(facts, d.join("inside")).unwrap(), &["d"]),
    ("the file itself", |facts, d| link(facts, d), &["d/acme.ttl"]),
];

/// A link to the file of a vendor; that of another may be still to come.
fn link(from: &Path, to: &Path) {
    symlink(from.join("acme.ttl"), to.join("acme.ttl")).unwrap();
}

#[test]
fn reads_linked_facts_only_when_complete() {
    let twin = twin_of("import");
    for (name, layout, data) in LAYOUTS {
        let half = workspace_half_written(twin);
        let whole = copy_of(twin.folder.path());
        twin.scenario.run(whole.path(), &[]);
        let mut answers = Vec::new();
        for (place, begun) in [(half.path(), true), (whole.path(), false)] {
            let elsewhere = tempfile::tempdir().unwrap();
            fs::create_dir(elsewhere.path().join("d")).unwrap();
            layout(&place.join("data/vendors"), &elsewhere.path().join("d"));
            let words = place.join("data").display().to_string();
            let words: Vec<String> =
                ["vocabulary.ttl", "topics.ttl"].iter().map(|it| format!("{words}/{it}")).collect();
            let mut asked = vec!["ask", "how many drafts"];
            words.iter().map(String::as_str).chain(data.iter().copied()).for_each(|it| asked.extend(["--data", it]));
            let done = run(elsewhere.path(), &asked, "", &[]);
            let told = text(&done.stderr);
            assert_eq!(done.status.code(), Some(0), "{name}: {told}");
            assert_eq!(told.matches(BROKE_OFF).count(), usize::from(begun), "{name}: {told}");
            assert!(state(place).0 == twin.after, "{name}");
            answers.push(text(&done.stdout));
        }
        assert_eq!(answers[0], answers[1], "{name}");
    }
}

#[test]
fn formats_linked_scripts_only_when_complete() {
    let twin = twin_of("fmt");
    let half = workspace_half_written(twin);
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(half.path().join("queries/a.cav"), elsewhere.path().join("a.cav")).unwrap();
    let before = state(half.path());
    let check = ["fmt", "--check", "a.cav"];
    let done = run(elsewhere.path(), &check, "", &[]);
    assert_eq!(done.status.code(), Some(5), "{}", text(&done.stderr));
    assert!(state(half.path()) == before);
    let done = run(elsewhere.path(), &["fmt", "a.cav"], "", &[]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains(BROKE_OFF), "{}", text(&done.stderr));
    assert!(state(half.path()).0 == twin.after);
    assert_eq!(run(elsewhere.path(), &check, "", &[]).status.code(), Some(0));
}

/// The folder of an earlier site with links in it, and a folder outside to which they lead.
fn site_with_links() -> (TempDir, TempDir) {
    let (place, outside) = (copy_of(twin_of("site again").folder.path()), tempfile::tempdir().unwrap());
    let public = place.path().join("public");
    fs::create_dir(outside.path().join("folder")).unwrap();
    let mut marker = fs::read_to_string(public.join(".caveat-site")).unwrap();
    let pages: Vec<String> = marker.lines().skip(1).map(str::to_owned).collect();
    let file = |name: &str| outside.path().join(name);
    // For each sort, a page that is made again, and one that is not made any more.
    for (at, sort) in ["file", "folder", "nothing", "link", "here"].into_iter().enumerate() {
        let stale = format!("old-{sort}.html");
        marker.push_str(&format!("{stale}\n"));
        for name in [pages[at * 2].clone(), stale] {
            let page = public.join(&name);
            let _ = fs::remove_file(&page);
            match sort {
                "file" => {
                    fs::write(file(&name), "precious").unwrap();
                    symlink(file(&name), &page).unwrap();
                }
                "folder" => symlink(file("folder"), &page).unwrap(),
                "nothing" => symlink(file("not-there.html"), &page).unwrap(),
                "link" => {
                    fs::write(file(&name), "precious").unwrap();
                    symlink(&name, file(&format!("{name}.link"))).unwrap();
                    symlink(file(&format!("{name}.link")), &page).unwrap();
                }
                _ => symlink("CNAME", &page).unwrap(),
            }
        }
    }
    fs::write(public.join(".caveat-site"), marker).unwrap();
    (place, outside)
}

/// The outside folder is unchanged, and the inside one equals the twin without links.
fn assert_equals_twin(place: &Path, outside: &Path, before: &State, what: &str) {
    assert!(state(outside).0 == *before, "{what}: {:?}", state(outside));
    let (now, left) = state(place);
    let (names, wanted): (Vec<_>, Vec<_>) = (now.keys().collect(), twin_of("site again").after.keys().collect());
    assert_eq!(names, wanted, "{what}");
    assert!(now == twin_of("site again").after, "{what}");
    assert_eq!(left, Vec::<std::path::PathBuf>::new(), "{what}");
    let mut public = fs::read_dir(place.join("public")).unwrap();
    assert!(public.all(|it| !it.unwrap().path().is_symlink()), "{what}");
}

#[test]
fn a_site_writes_and_removes_nothing_behind_links() {
    let twin = twin_of("site again");
    let (place, outside) = site_with_links();
    let (before, _) = state(outside.path());
    let done = twin.scenario.run(place.path(), &[]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert_equals_twin(place.path(), outside.path(), &before, "no fault");
    // Killed, or with a disk that fails, in the middle.
    let mut numbers = Numbers(5);
    for round in 0..8 {
        let (place, outside) = site_with_links();
        let (before, _) = state(outside.path());
        let at = 1 + numbers.below(400);
        let fault = if round % 2 == 0 { format!("kill@{at}") } else { format!("28@{at}") };
        let done = twin.scenario.run(place.path(), &[("CAVEAT_FAULT", &fault)]);
        assert!(state(outside.path()).0 == before, "{fault}");
        if text(&done.stderr).contains("nothing was changed") {
            let links = fs::read_dir(place.path().join("public")).unwrap();
            let links = links.filter(|it| it.as_ref().unwrap().path().is_symlink()).count();
            assert_eq!(links, 10, "{fault}");
        }
        let done = twin.scenario.run(place.path(), &[]);
        assert_eq!(done.status.code(), Some(0), "{fault}: {}", text(&done.stderr));
        assert_equals_twin(place.path(), outside.path(), &before, &fault);
    }
}

/// A folder that is a link is the folder that it leads to: it has to be free, or a site itself.
#[test]
fn a_linked_folder_is_judged_by_its_content() {
    let twin = twin_of("site again");
    let marker = fs::read_to_string(twin.folder.path().join("public/.caveat-site")).unwrap();
    let moved = |place: &Path, outside: &Path| {
        fs::rename(place.join("public"), outside.join("there")).unwrap();
        symlink(outside.join("there"), place.join("public")).unwrap();
    };
    // A site, the twin; files of somebody, with no marker, and with one that is a link to that of a site.
    for sort in ["site", "no marker", "marker behind a link"] {
        let (place, outside) = (copy_of(twin.folder.path()), tempfile::tempdir().unwrap());
        moved(place.path(), outside.path());
        let there = outside.path().join("there");
        if sort != "site" {
            fs::remove_file(there.join(".caveat-site")).unwrap();
        }
        if sort == "marker behind a link" {
            fs::write(outside.path().join("marker"), &marker).unwrap();
            symlink("../marker", there.join(".caveat-site")).unwrap();
        }
        let before = state(outside.path());
        let done = twin.scenario.run(place.path(), &[]);
        if sort == "site" {
            assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
            assert!(place.path().join("public").is_symlink());
            assert!(state(place.path()).0 == twin.after);
        } else {
            assert_eq!(done.status.code(), Some(2), "{sort}: {}", text(&done.stderr));
            assert!(text(&done.stderr).contains("error[not-a-site]"), "{sort}: {}", text(&done.stderr));
            assert!(state(outside.path()) == before, "{sort}");
        }
    }
}
