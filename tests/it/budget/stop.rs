//! Work stopped by Ctrl-C ends soon, and leaves nothing behind.

use std::thread;
use std::time::{Duration, Instant};

use caveat::base::Source;
use caveat::lang::parse;
use caveat::session::Session;

use crate::evil::questions;
use crate::world::{self, ask};

/// Does something with a session that is stopped after some time.
fn stop_after<T>(time: Duration, session: &mut Session, work: impl FnOnce(&mut Session) -> T) -> (Duration, T) {
    // Copies of a session are stopped together.
    session.reset_stop();
    let stop = session.stop();
    let began = Instant::now();
    thread::scope(|scope| {
        scope.spawn(move || {
            thread::sleep(time);
            stop.stop();
        });
        let done = work(session);
        (began.elapsed(), done)
    })
}

/// As many alternatives: books that lack an author, or have so many prequels.
fn alternatives(ways: usize) -> String {
    (1..=ways).map(|it| format!(" or have {it} prequels")).collect()
}

/// As in the program, a large stack for deep questions.
#[test]
fn stops_an_explanation() {
    let on_a_large_stack = thread::Builder::new().stack_size(256 * 1024 * 1024).spawn(check_explanations_stop);
    on_a_large_stack.unwrap().join().unwrap();
}

fn check_explanations_stop() {
    let folder = tempfile::tempdir().unwrap();
    let session = world::open(&questions::write_library(folder.path())).unwrap();
    let mut stopped = 0;
    for evil in questions::questions() {
        let source = Source::new("question", &evil.text);
        let Ok(statements) = parse(&source) else { continue };
        let Some((last, before)) = statements.split_last() else { continue };
        let mut session = session.clone();
        if before.iter().any(|it| session.apply_statement(it, &source).is_err()) {
            continue;
        }
        let patience = Duration::from_millis(100);
        let (took, explained) = stop_after(patience, &mut session, |it| it.explain(last, &source).map(drop));
        assert!(took < Duration::from_secs(10), "{}: {took:?}", evil.name);
        if let Err(faults) = explained
            && faults[0].code.as_str() == "stopped"
        {
            stopped += 1;
            // The twin: stopped only after its end, it is explained.
            assert!(took >= patience, "{}: {took:?}", evil.name);
        }
    }
    assert!(stopped > 0);
    let mut session = session.clone();
    let source = Source::new("question", "which books lack an author");
    let statement = &parse(&source).unwrap()[0];
    let (_, explained) = stop_after(Duration::from_secs(1), &mut session, |it| it.explain(statement, &source));
    assert!(explained.is_ok());
}

/// Whenever it is stopped, a word has its old or its new meaning, nothing between.
#[test]
fn a_stopped_definition_keeps_the_old_meaning() {
    let mut session = world::session("library");
    let count = |session: &mut Session| world::first_column(session, "which grim books").len();
    ask(&mut session, "define a grim book as a book that has an author").unwrap();
    let old = count(&mut session);
    let again =
        format!("define a grim book as a book that lacks an author{}", alternatives(200).replace(" have ", " has "));
    let source = Source::new("question", &again);
    let statement = parse(&source).unwrap().remove(0);
    let began = Instant::now();
    let mut other = session.clone();
    other.answer(&statement, &source).unwrap();
    let (whole, new) = (began.elapsed(), count(&mut other));
    assert_ne!(old, new);
    let (mut left, mut taken, mut patience) = (0, 0, whole);
    for round in 0..400 {
        let mut session = session.clone();
        let (_, answered) = stop_after(patience, &mut session, |it| it.answer(&statement, &source).map(drop));
        // Close to the moment at which the meaning changes, on a busy machine too.
        let meant = match answered {
            Ok(()) => {
                taken += 1;
                patience = patience * 3 / 4;
                new
            }
            Err(faults) => {
                assert_eq!(faults[0].code.as_str(), "stopped");
                left += 1;
                patience = patience * 5 / 4 + Duration::from_micros(1);
                old
            }
        };
        assert_eq!(count(&mut session), meant, "round {round}");
        if left > 15 && taken > 15 {
            break;
        }
    }
    assert!(left > 3 && taken > 3, "{left} stopped, {taken} taken in");
}
