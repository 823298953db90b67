//! What lies where a journal would, and was not written by caveat: it reaches nothing, and nobody waits for it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::cli::{Ran, caveat, ran};
use crate::world::TODAY;
use crate::written::{BROKE_OFF, copied, put, text, twin_of};

/// What a journal says of itself and of one file.
struct Said<'a> {
    decides: Option<&'a str>,
    others: Vec<&'a str>,
    name: &'a str,
    new: &'a str,
    /// What the file holds before.
    before: &'a [u8],
}

const NEW: &str = "which claims -- of a journal\n";
const TEMPORARY: &str = ".caveat-abcdefgh.tmp";

fn journal(said: &Said<'_>) -> String {
    let digest = |content: &[u8]| Sha256::digest(content).iter().map(|it| format!("{it:02x}")).collect::<String>();
    let journal = serde_json::json!({
        "id": "x", "decides": said.decides, "others": said.others, "undo": false,
        "files": [{
            "name": said.name, "new": said.new, "old": null,
            "before": digest(said.before), "after": digest(NEW.as_bytes()),
        }],
    });
    journal.to_string()
}

/// A journal may come with files of somebody else.
#[test]
fn a_journal_reaches_no_file_outside_of_its_folder() {
    let twin = twin_of("fmt");
    let outside = tempfile::tempdir().unwrap();
    let precious = outside.path().join("precious");
    fs::write(&precious, "kept").unwrap();
    let (file, far) = (precious.display().to_string(), outside.path().display().to_string());
    let up = format!("../{far}/precious");
    let in_vain = format!("{far}/nothing");
    let own = fs::read(twin.folder.path().join("queries/a.cav")).unwrap();
    let good = || Said { decides: None, others: Vec::new(), name: "a.cav", new: TEMPORARY, before: &own };
    let refused = "is not a journal that caveat wrote";
    let mut tried = vec![(good(), BROKE_OFF, Some(0), true)];
    for name in [file.as_str(), &up, "..", "../queries/a.cav", ""] {
        tried.push((Said { name, before: b"kept", ..good() }, refused, Some(5), false));
    }
    for new in [file.as_str(), &up, "../.caveat-abcdefgh.tmp", "a.cav"] {
        tried.push((Said { new, ..good() }, refused, Some(5), false));
    }
    // Nothing was decided there, and there is no part of it there.
    tried.push((Said { decides: Some(&far), ..good() }, "laid out: queries/a.cav", Some(0), false));
    tried.push((Said { decides: Some("../more"), ..good() }, "laid out: queries/a.cav", Some(0), false));
    tried.push((Said { decides: Some(&in_vain), ..good() }, "is gone", Some(5), false));
    tried.push((Said { others: vec![&far, "../more"], ..good() }, BROKE_OFF, Some(0), true));
    tried.push((Said { others: vec![&in_vain], ..good() }, "is gone", Some(5), false));
    for (said, told, code, is_written) in tried {
        let place = copied(twin.folder.path());
        put(place.path(), &format!("queries/{TEMPORARY}"), NEW);
        let journal = journal(&said);
        put(place.path(), "queries/.caveat-journal", &journal);
        let done = twin.scenario.run(place.path(), &[]);
        assert_eq!(done.status.code(), code, "{journal}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(told), "{journal}: {}", text(&done.stderr));
        let now = fs::read_to_string(place.path().join("queries/a.cav")).unwrap();
        assert_eq!(now == NEW, is_written, "{journal}");
        assert_eq!(fs::read_to_string(&precious).unwrap(), "kept", "{journal}");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1, "{journal}");
    }
}

/// A command that has to come to an end by itself.
fn in_time(folder: &Path, arguments: &[&str], typed: &str) -> Ran {
    let mut command = caveat(folder);
    ran(command.args(["--today", TODAY]).args(arguments).write_stdin(typed).timeout(Duration::from_secs(60)))
}

/// What is no journal, and how it is made at the path of one.
type Sort = (&'static str, fn(&Path));

#[cfg(unix)]
fn sorts() -> Vec<Sort> {
    use std::os::unix::fs::symlink;
    vec![
        ("a link to nothing", |path| symlink("nowhere", path).unwrap()),
        ("a link to itself", |path| symlink(".caveat-journal", path).unwrap()),
        ("a link to a folder", |path| symlink("..", path).unwrap()),
        ("a link to a good journal", |path| {
            let folder = path.parent().unwrap();
            let said =
                Said { decides: None, others: Vec::new(), name: "books.ttl", new: TEMPORARY, before: b"something" };
            fs::write(folder.join("good.json"), journal(&said)).unwrap();
            symlink("good.json", path).unwrap();
        }),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("an empty file", |path| fs::write(path, "").unwrap()),
        ("a text", |path| fs::write(path, "{}").unwrap()),
    ]
}

#[cfg(unix)]
#[test]
fn what_is_no_journal_is_told_and_nobody_waits_for_it() {
    let twin = twin_of("draw");
    let commands: [(&str, &[&str], &str); 6] = [
        ("fmt", &["fmt", "data/a.cav"], ""),
        ("draw", &["draw", "books", "--output", "data/own.svg", "--data", "other"], ""),
        ("ask", &["ask", "how many books"], ""),
        ("ask of a file", &["ask", "how many books", "--data", "data/books.ttl", "--data", "other/vocabulary.ttl"], ""),
        ("site", &["site", "data", "--data", "other"], ""),
        ("draw at the prompt", &["--data", "../other"], ".draw books\n"),
    ];
    let place = |make: Option<fn(&Path)>| {
        let place = copied(twin.folder.path());
        crate::world::copy(&place.path().join("data"), &{
            fs::create_dir(place.path().join("other")).unwrap();
            place.path().join("other")
        });
        put(place.path(), "data/a.cav", "Which   books\n");
        if let Some(make) = make {
            make(&place.path().join("data/.caveat-journal"));
        }
        place
    };
    for (command, arguments, typed) in commands {
        let from = |place: &Path| if typed.is_empty() { place.to_owned() } else { place.join("data") };
        // A folder of facts is no site: but nothing else is at fault without a journal.
        let good = place(None);
        let ran = in_time(&from(good.path()), arguments, typed);
        assert_eq!(ran.code, if command == "site" { 2 } else { 0 }, "{command}: {}", ran.err);
        for (sort, make) in sorts() {
            let place = place(Some(make));
            let ran = in_time(&from(place.path()), arguments, typed);
            assert_eq!(ran.code, 5, "{command}, {sort}: {}", ran.err);
            assert!(ran.err.contains("is not a journal that caveat wrote"), "{command}, {sort}: {}", ran.err);
            assert_eq!(
                fs::read_to_string(place.path().join("data/a.cav")).unwrap(),
                "Which   books\n",
                "{command}, {sort}"
            );
            assert!(!place.path().join("data/own.svg").exists() && !place.path().join("data/books.svg").exists());
            assert!(fs::symlink_metadata(place.path().join("data/.caveat-journal")).is_ok(), "{command}, {sort}");
        }
    }
}
