//! Standard output that cannot be written, for every command: exit 5 with a message, never half an answer with exit 0.

use std::fs;
use std::process::Stdio;

use crate::file_writes::{command, text, twin_of};

/// Commands that print, each with its input.
const PRINTING: [(&[&str], &str); 19] = [
    (&["ask", "which books"], ""),
    (&["ask", "which books", "--format", "json"], ""),
    (&["ask", "which books", "--expect", "some"], ""),
    (&["ask", "check c expect some which books"], ""),
    (&["ask", "sparql SELECT ?s { ?s ?p ?o }"], ""),
    (&["run", "q.cav"], ""),
    (&["audit", "q.cav"], ""),
    (&["audit", "q.cav", "--format", "sarif"], ""),
    (&["audit", "q.cav", "--list"], ""),
    (&["schema"], ""),
    (&["explain", "which books"], ""),
    (&["explain", "--plan", "which books"], ""),
    (&["draw", "which books"], ""),
    (&["fmt", "--check", "untidy.cav"], ""),
    (&["fmt", "-"], "Which books\n"),
    (&["man"], ""),
    (&["completions", "bash"], ""),
    (&["--help"], ""),
    (&[], "which books\nhow many books\n"),
];

#[cfg(target_os = "linux")]
#[test]
fn every_command_reports_a_full_disk() {
    let place = workspace();
    for (arguments, typed) in PRINTING {
        let file = place.path().join("typed");
        fs::write(&file, typed).unwrap();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = command(place.path(), arguments, &[]);
        command.stdin(fs::File::open(&file).unwrap()).stdout(full).stderr(Stdio::piped());
        let done = command.output().unwrap();
        let told = text(&done.stderr);
        assert_eq!(done.status.code(), Some(5), "{arguments:?}: {told}");
        assert!(told.contains("standard output cannot be written"), "{arguments:?}: {told}");
        // The twin, with a place to write to.
        let mut command = self::command(place.path(), arguments, &[]);
        let done = command.stdin(fs::File::open(&file).unwrap()).output().unwrap();
        assert!(matches!(done.status.code(), Some(0 | 1)), "{arguments:?}: {}", text(&done.stderr));
        assert!(!done.stdout.is_empty(), "{arguments:?}");
    }
}

/// A file that may not grow holds what fits; nobody must take that for all.
#[cfg(unix)]
#[test]
fn reports_output_that_may_not_grow() {
    let place = workspace();
    for (arguments, typed) in
        PRINTING.iter().filter(|(arguments, _)| ["man", "schema"].contains(arguments.first().unwrap_or(&"")))
    {
        let mut shell = std::process::Command::new("sh");
        shell.current_dir(place.path()).args(["-c", "ulimit -f 1; exec \"$0\" \"$@\" >out.txt"]);
        shell.arg(env!("CARGO_BIN_EXE_caveat")).args(*arguments);
        let done = crate::file_writes::run_typed(shell, typed);
        let told = text(&done.stderr);
        assert_eq!(done.status.code(), Some(5), "{arguments:?}: {told}");
        assert!(told.contains("standard output cannot be written"), "{arguments:?}: {told}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let place = workspace();
    for (arguments, typed) in PRINTING {
        let file = place.path().join("typed");
        fs::write(&file, typed).unwrap();
        let mut command = command(place.path(), arguments, &[]);
        command.stdin(fs::File::open(&file).unwrap()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        let told = text(&done.stderr);
        assert!(matches!(done.status.code(), Some(0 | 1)), "{arguments:?}: {told}");
        assert!(!told.contains("error["), "{arguments:?}: {told}");
    }
}

fn workspace() -> tempfile::TempDir {
    let twin = twin_of("draw");
    let place = crate::file_writes::copy_of(twin.folder.path());
    fs::write(place.path().join("q.cav"), "check c\n  expect some\n  which books\n").unwrap();
    fs::write(place.path().join("untidy.cav"), "Which   books\n").unwrap();
    place
}
