//! The program is killed at any time, from outside.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::written::{Numbers, Twin, command, copied, rounds, twins};

/// True where a command has begun to write.
fn has_begun(folder: &Path) -> bool {
    let mut walk = vec![folder.to_owned()];
    while let Some(here) = walk.pop() {
        for entry in fs::read_dir(&here).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|it| it.starts_with(".caveat-") && it != ".caveat-site") {
                return true;
            }
            if entry.file_type().is_ok_and(|it| it.is_dir()) {
                walk.push(entry.path());
            }
        }
    }
    false
}

fn begun(twin: &Twin, place: &Path) -> Child {
    use std::io::Write as _;
    let mut command = command(place, twin.scenario.arguments, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(twin.scenario.typed.as_bytes());
    child
}

/// How long a command writes, from its first temporary file to its end.
fn writes_for(twin: &Twin) -> Duration {
    let place = copied(twin.folder.path());
    let mut child = begun(twin, place.path());
    let mut began = None;
    while child.try_wait().unwrap().is_none() {
        if began.is_none() && has_begun(place.path()) {
            began = Some(Instant::now());
        }
    }
    began.map_or(Duration::from_millis(2), |it| it.elapsed())
}

#[test]
fn whoever_is_killed_loses_nothing() {
    let mut numbers = Numbers(11);
    let rounds = rounds(12);
    let lengths: Vec<Duration> = twins().iter().map(writes_for).collect();
    let mut killed = 0;
    for round in 0..rounds {
        let at = round % twins().len();
        let (twin, length) = (&twins()[at], lengths[at]);
        let place = copied(twin.folder.path());
        let mut child = begun(twin, place.path());
        // Most rounds strike while it writes, one in eight at any time.
        let anywhere = round % 8 == 7;
        let wait = if anywhere {
            Duration::from_millis(numbers.below(200) as u64)
        } else {
            length.mul_f64(numbers.below(1000) as f64 / 1000.0)
        };
        while !anywhere && !has_begun(place.path()) && child.try_wait().unwrap().is_none() {}
        let until = Instant::now() + wait;
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        let _ = child.kill();
        killed += usize::from(child.wait().unwrap().code().is_none());
        twin.judge(place.path(), &format!("killed, round {round}"));
    }
    assert!(killed * 3 > rounds, "{killed} of {rounds} were killed before their end");
    println!("{rounds} rounds, {killed} killed before their end, nothing lost");
}
