//! At a terminal: a bar leaves nothing behind.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rexpect::session::{Options, PtySession, spawn_with_options};

use crate::budget::write_many_facts;
use crate::world::{self, TODAY};

const PROMPT: &str = "caveat> ";

/// Starts the program in a folder, on a terminal whose codes are kept.
fn start(folder: &Path, time: &str) -> PtySession {
    let mut command = crate::cli::program();
    command.current_dir(folder).args(["--today", TODAY, "--no-index", "--time", time]);
    command
        .env("HOME", folder)
        .env("XDG_STATE_HOME", folder)
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("PAGER", "cat");
    let options = Options::default().timeout_ms(Some(60_000));
    spawn_with_options(command, options).unwrap()
}

fn send(session: &mut PtySession, keys: &str) {
    session.send(keys).unwrap();
    session.flush().unwrap();
}

#[test]
fn timed_out_reading_clears_its_bar_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    for file in ["books.ttl", "vocabulary.ttl"] {
        fs::copy(world::path("library").join(file), folder.path().join("data").join(file)).unwrap();
    }
    let mut session = start(folder.path(), "1");
    session.exp_string(PROMPT).unwrap();
    write_many_facts(folder.path());
    send(&mut session, ".reload\r");
    let told = session.exp_string("error[too-slow]").unwrap();
    let (_, behind) = told.rsplit_once("reading ").expect("a bar is shown");
    assert!(behind.contains("\u{1b}[2K"), "the line of the bar is empty: {behind:?}");
    session.exp_string(PROMPT).unwrap();
    thread::sleep(Duration::from_millis(700));
    send(&mut session, "how many books\r");
    let shown = session.exp_string(" books\r\n").unwrap() + &session.exp_string(PROMPT).unwrap();
    assert!(!shown.contains("reading "), "{shown:?}");
}
