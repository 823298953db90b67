//! Files that may not grow, full devices, and what is not a file.

use std::process::Command;

use crate::file_writes::{Numbers, SCENARIOS, copy_of, rounds, run_typed, state, text, twin, twin_of};
use crate::world::TODAY;

#[cfg(unix)]
#[test]
fn reports_files_that_may_not_grow() {
    let mut numbers = Numbers(3);
    let rounds = rounds(11);
    for round in 0..rounds {
        let twin = twin(round % SCENARIOS.len());
        // In blocks of 512 bytes: sometimes nothing may be written, sometimes all but the largest file.
        let blocks = if round % 4 == 0 { 0 } else { 1 << numbers.below(9) };
        let place = copy_of(twin.folder.path());
        let mut command = Command::new("sh");
        command.current_dir(place.path()).env("NO_COLOR", "1");
        command.args(["-c", "ulimit -f $0; exec \"$@\"", &blocks.to_string(), env!("CARGO_BIN_EXE_caveat")]);
        command.args(["--today", TODAY]).args(twin.scenario.arguments);
        let done = run_typed(command, twin.scenario.typed);
        let told = text(&done.stderr);
        let what = format!("{}, {blocks} blocks: {:?} {told}", twin.scenario.name, done.status);
        let (now, left) = state(place.path());
        assert_eq!(left, Vec::<std::path::PathBuf>::new(), "{what}");
        match done.status.code() {
            Some(5) => assert!(told.contains("error[unwritable]: cannot write `"), "{what}"),
            code => assert!(code == Some(twin.code) && now == twin.after && blocks > 0, "{what}"),
        }
        twin.check(place.path(), &what);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn does_not_write_to_devices() {
    let twin = twin_of("draw");
    let place = copy_of(twin.folder.path());
    for device in ["/dev/full", "/dev/null"] {
        let arguments = ["draw", "which books", "--output", device];
        let done = crate::file_writes::run(place.path(), &arguments, "", &[]);
        assert_eq!(done.status.code(), Some(5), "{}", text(&done.stderr));
        assert!(text(&done.stderr).contains("a pipe, a socket or a device"), "{}", text(&done.stderr));
    }
}
