//! The program is killed from outside, at any time.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::file_writes::{Numbers, SCENARIOS, Twin, command, copy_of, rounds, twin};

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

fn start(twin: &Twin, place: &Path) -> Child {
    use std::io::Write as _;
    let mut command = command(place, twin.scenario.arguments, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(twin.scenario.typed.as_bytes());
    child
}

/// How long a command writes, from its first temporary file to its end.
fn writing_time(twin: &Twin) -> Duration {
    let place = copy_of(twin.folder.path());
    let mut child = start(twin, place.path());
    let mut began = None;
    while child.try_wait().unwrap().is_none() {
        if began.is_none() && has_begun(place.path()) {
            began = Some(Instant::now());
        }
    }
    began.map_or(Duration::from_millis(2), |it| it.elapsed())
}

/// Rounds in which commands are killed: most while they write, one in eight at any time.
#[allow(clippy::print_stdout, reason = "a long run says what it did")]
fn kill_commands(scenarios: &[usize], rounds: usize) {
    let mut numbers = Numbers(11);
    let lengths: Vec<Duration> = scenarios.iter().map(|at| writing_time(twin(*at))).collect();
    let (mut killed, mut begun_to_write) = (0, 0);
    for round in 0..rounds {
        let at = round % scenarios.len();
        let (twin, length) = (twin(scenarios[at]), lengths[at]);
        let place = copy_of(twin.folder.path());
        let mut child = start(twin, place.path());
        let anywhere = round % 8 == 7;
        let wait = if anywhere {
            Duration::from_millis(numbers.below(100) as u64)
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
        begun_to_write += usize::from(has_begun(place.path()));
        twin.check(place.path(), &format!("killed, round {round}"));
    }
    assert!(killed * 3 > rounds, "{killed} of {rounds} were killed before their end");
    println!("{rounds} rounds, {killed} killed before their end, {begun_to_write} while they wrote, nothing lost");
}

#[test]
fn killing_fmt_of_several_scripts_loses_nothing() {
    kill_commands(&[0], rounds(40));
}

#[test]
fn killing_any_command_loses_nothing() {
    let all: Vec<usize> = (1..SCENARIOS.len()).collect();
    kill_commands(&all, rounds(10));
}
