//! Fake journals, which caveat did not write: they reach nothing, and nothing waits for them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::cli::{RunOutput, caveat, run_command};
use crate::file_writes::{BROKE_OFF, copy_of, put, text, twin_of};
use crate::world::TODAY;

/// What a journal says of itself and of one file.
struct JournalFields<'a> {
    decides: Option<&'a str>,
    others: Vec<&'a str>,
    name: &'a str,
    new: &'a str,
    /// The content of the file before.
    before: &'a [u8],
}

const NEW: &str = "which claims -- of a journal\n";
const TEMPORARY: &str = ".caveat-abcdefgh.tmp";

fn journal(said: &JournalFields<'_>) -> String {
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
fn a_journal_reaches_no_file_outside_its_folder() {
    let twin = twin_of("fmt");
    let outside = tempfile::tempdir().unwrap();
    let precious = outside.path().join("precious");
    fs::write(&precious, "kept").unwrap();
    let (file, far) = (precious.display().to_string(), outside.path().display().to_string());
    let up = format!("../{far}/precious");
    let in_vain = format!("{far}/nothing");
    let own = fs::read(twin.folder.path().join("queries/a.cav")).unwrap();
    let good = || JournalFields { decides: None, others: Vec::new(), name: "a.cav", new: TEMPORARY, before: &own };
    let refused = "is not a journal that caveat wrote";
    let mut tried = vec![(good(), BROKE_OFF, Some(0), true)];
    for name in [file.as_str(), &up, "..", "../queries/a.cav", ""] {
        tried.push((JournalFields { name, before: b"kept", ..good() }, refused, Some(5), false));
    }
    for new in [file.as_str(), &up, "../.caveat-abcdefgh.tmp", "a.cav"] {
        tried.push((JournalFields { new, ..good() }, refused, Some(5), false));
    }
    // No decision was made there, and no part of it is there.
    tried.push((JournalFields { decides: Some(&far), ..good() }, "formatted: queries/a.cav", Some(0), false));
    tried.push((JournalFields { decides: Some("../more"), ..good() }, "formatted: queries/a.cav", Some(0), false));
    tried.push((JournalFields { decides: Some(&in_vain), ..good() }, "is gone", Some(5), false));
    tried.push((JournalFields { others: vec![&far, "../more"], ..good() }, BROKE_OFF, Some(0), true));
    tried.push((JournalFields { others: vec![&in_vain], ..good() }, "is gone", Some(5), false));
    for (said, told, code, is_written) in tried {
        let place = copy_of(twin.folder.path());
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

/// Runs a command that must end by itself.
fn run_with_timeout(folder: &Path, arguments: &[&str], typed: &str) -> RunOutput {
    let mut command = caveat(folder);
    run_command(command.args(["--today", TODAY]).args(arguments).write_stdin(typed).timeout(Duration::from_secs(60)))
}

/// What is not a journal, and how to make it in the place of one.
type FakeJournal = (&'static str, fn(&Path));

#[cfg(unix)]
fn fake_journals() -> Vec<FakeJournal> {
    use std::os::unix::fs::symlink;
    vec![
        ("a link to nothing", |path| symlink("nowhere", path).unwrap()),
        ("a link to itself", |path| symlink(".caveat-journal", path).unwrap()),
        ("a link to a folder", |path| symlink("..", path).unwrap()),
        ("a link to a good journal", |path| {
            let folder = path.parent().unwrap();
            let said = JournalFields {
                decides: None,
                others: Vec::new(),
                name: "books.ttl",
                new: TEMPORARY,
                before: b"something",
            };
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
fn reports_fake_journals_without_waiting() {
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
        let place = copy_of(twin.folder.path());
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
        // A folder of facts is not a site: but without a journal, nothing else is at fault.
        let good = place(None);
        let ran = run_with_timeout(&from(good.path()), arguments, typed);
        assert_eq!(ran.code, if command == "site" { 2 } else { 0 }, "{command}: {}", ran.err);
        for (sort, make) in fake_journals() {
            let place = place(Some(make));
            let ran = run_with_timeout(&from(place.path()), arguments, typed);
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
