//! A fault at each operation on files: the program is killed there, that operation fails, or all fail from there on.

use std::path::Path;

use crate::file_writes::{Numbers, SCENARIOS, Twin, copy_of, is_journal, rounds, state, text, twin};

/// Runs a command with a fault, and returns its exit code; none if it was killed.
fn with_fault(twin: &Twin, fault: &str, place: &Path) -> (Option<i32>, String) {
    let done = twin.scenario.run(place, &[("CAVEAT_FAULT", fault)]);
    (done.status.code(), text(&done.stderr))
}

/// How many operations a command does.
fn operations(twin: &Twin) -> usize {
    let is_killed = |at: usize| with_fault(twin, &format!("kill@{at}"), copy_of(twin.folder.path()).path()).0.is_none();
    let (mut within, mut beyond) = (1, 2);
    assert!(is_killed(within), "{}: it writes nothing", twin.scenario.name);
    while is_killed(beyond) {
        (within, beyond) = (beyond, beyond * 2);
    }
    while within + 1 < beyond {
        let middle = usize::midpoint(within, beyond);
        if is_killed(middle) { within = middle } else { beyond = middle }
    }
    within
}

/// One round: a command with a fault at an operation.
fn round(twin: &Twin, at: usize, sort: usize) {
    let place = copy_of(twin.folder.path());
    let fault = [format!("kill@{at}"), format!("5@{at}"), format!("28@{at}-")][sort % 3].clone();
    let (code, told) = with_fault(twin, &fault, place.path());
    let what = format!("fault {fault}, exit {code:?}: {told}");
    let (now, left) = state(place.path());
    match (sort % 3, code) {
        (0, None) => {}
        // An operation that nothing depends on: a leftover, or a folder that is not yet on the disk.
        (_, Some(code)) if code == twin.code => {
            assert!(now == twin.after, "{}: {what}", twin.scenario.name);
        }
        (_, code) => {
            assert_eq!(code, Some(5), "{}: {what}", twin.scenario.name);
            assert!(told.contains("error[unwritable]: cannot write `"), "{}: {what}", twin.scenario.name);
            if left.iter().any(is_journal) && now != twin.before {
                assert!(told.contains("written: ") && told.contains("not written: "), "{}: {what}", twin.scenario.name);
                assert!(told.contains("the next command"), "{}: {what}", twin.scenario.name);
            }
        }
    }
    twin.check(place.path(), &what);
}

#[test]
fn several_scripts_are_written_all_or_none() {
    let twin = twin(0);
    let all = operations(twin);
    assert!(all > 30, "{all}");
    for at in 1..=all {
        for sort in 0..3 {
            round(twin, at, sort);
        }
    }
}

#[allow(clippy::print_stdout, reason = "a long run says what it did")]
#[test]
fn no_command_leaves_partial_results() {
    let mut numbers = Numbers(7);
    let rounds = rounds(10);
    for at in 0..rounds {
        let twin = twin(1 + at % (SCENARIOS.len() - 1));
        // About as many as there are: beyond the last, nothing fails.
        let written = twin.after.iter().filter(|(name, content)| twin.before.get(*name) != Some(content)).count();
        round(twin, 1 + numbers.below(12 + 5 * written), at / SCENARIOS.len() + at);
    }
    println!("{rounds} rounds, nothing lost");
}
