//! The work of a killed command: the next one finishes it, reports that, and loses none of it.

use std::fs;
use std::path::Path;

use caveat::store::write_by;
use tempfile::TempDir;

use crate::file_writes::several_files::workspace_half_written;
use crate::file_writes::{BROKE_OFF, books, copy_of, is_journal, is_pending, put, run, state, text, twin_of};

/// Scripts in folders that also have pictures and facts.
fn workspace_with_scripts() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    books(place.path());
    for name in ["a.cav", "b.cav", "queries/c.cav", "queries/d.cav"] {
        put(place.path(), name, "Which   books\n");
    }
    put(place.path(), "e.cav", "Which   books\n");
    place
}

/// Every way to write one more file: in the folder itself, and in the folder of saved questions.
const WRITERS: [(&[&str], &str, [&str; 2]); 5] = [
    (&[], ".draw books\n", ["a.cav", "b.cav"]),
    (&[], "which books\n.save mine\n", ["queries/c.cav", "queries/d.cav"]),
    (&["draw", "books", "--output", "own.svg"], "", ["a.cav", "b.cav"]),
    (&["fmt", "e.cav"], "", ["a.cav", "b.cav"]),
    (&["draw", "books", "--output", "queries/own.svg"], "", ["queries/c.cav", "queries/d.cav"]),
];

#[test]
fn the_next_writer_finishes_a_journal_and_reports_it() {
    let folder = workspace_with_scripts();
    let mut finished = 0;
    for (arguments, typed, [one, other]) in WRITERS {
        let begun = ["fmt", one, other];
        let twin = copy_of(folder.path());
        for arguments in [&begun[..], arguments] {
            let done = run(twin.path(), arguments, typed, &[]);
            assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
            assert!(!text(&done.stderr).contains(BROKE_OFF), "{}", text(&done.stderr));
        }
        let (wanted, _) = state(twin.path());
        let mut at = 0;
        loop {
            at += 1;
            let place = copy_of(folder.path());
            let killed = run(place.path(), &begun, "", &[("CAVEAT_FAULT", &format!("kill@{at}"))]);
            if killed.status.code().is_some() {
                break;
            }
            let (_, left) = state(place.path());
            if !left.iter().any(is_journal) {
                continue;
            }
            let is_decided = left.iter().any(|it| is_pending(&place.path().join(it)));
            let done = run(place.path(), arguments, typed, &[]);
            let told = text(&done.stderr);
            assert_eq!(done.status.code(), Some(0), "{arguments:?}, {at}: {told}");
            assert_eq!(told.contains(BROKE_OFF), is_decided, "{arguments:?}, {at}: {told}");
            assert_eq!(state(place.path()).1, Vec::<std::path::PathBuf>::new(), "{arguments:?}, {at}");
            let again = run(place.path(), &begun, "", &[]);
            assert_eq!(again.status.code(), Some(0), "{arguments:?}, {at}: {}", text(&again.stderr));
            assert!(state(place.path()).0 == wanted, "{arguments:?}, {at}");
            finished += usize::from(is_decided);
        }
    }
    assert!(finished > 10, "{finished}");
}

/// The line editor writes the history of the prompt, whatever else is in its folder.
#[test]
fn write_by_sweeps_and_finishes_the_folder() {
    let write = |place: &Path| {
        let endings = write_by(&place.join("queries/history"), |copy| fs::write(copy, "which books\n")).unwrap();
        assert_eq!(fs::read_to_string(place.join("queries/history")).unwrap(), "which books\n");
        endings.messages()
    };
    let twin = twin_of("fmt");
    let place = copy_of(twin.folder.path());
    put(place.path(), "queries/.caveat-abcdefgh.tmp", "left over");
    assert_eq!(write(place.path()), Vec::<String>::new());
    assert_eq!(state(place.path()).1, Vec::<std::path::PathBuf>::new());
    let place = workspace_half_written(twin);
    let told = write(place.path());
    assert!(told.len() == 1 && told[0].contains(BROKE_OFF), "{told:?}");
    let (mut now, left) = state(place.path());
    now.remove(Path::new("queries/history"));
    assert!(now == twin.after);
    assert_eq!(left, Vec::<std::path::PathBuf>::new());
}

#[test]
fn read_only_commands_write_nothing() {
    let twin = twin_of("fmt");
    let place = workspace_half_written(twin);
    let before = state(place.path());
    let check = ["fmt", "--check", "queries/a.cav"];
    let done = run(place.path(), &check, "", &[]);
    assert_eq!((done.status.code(), text(&done.stdout).as_str()), (Some(5), ""), "{}", text(&done.stderr));
    assert!(text(&done.stderr).starts_with("error[unfinished]: a command was interrupted"), "{}", text(&done.stderr));
    // Formatting standard input concerns no folder, not even the current one.
    let mut command = crate::file_writes::command(&place.path().join("queries"), &["fmt", "-"], &[]);
    command.env("NO_COLOR", "1");
    let done = crate::file_writes::run_typed(command, "Which   claims\n");
    assert_eq!(
        (done.status.code(), text(&done.stdout).as_str()),
        (Some(0), "which claims\n"),
        "{}",
        text(&done.stderr)
    );
    assert_eq!(text(&done.stderr), "");
    assert!(state(place.path()) == before);
    // Once finished, it can be checked.
    assert_eq!(run(place.path(), &["fmt", "queries/a.cav"], "", &[]).status.code(), Some(0));
    let done = run(place.path(), &check, "", &[]);
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
}
