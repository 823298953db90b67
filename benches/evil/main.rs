//! How long behind its time a question ends that would never end, and how long after Ctrl-C the prompt is back:
//! `cargo bench --bench evil`.
//!
//! The questions are those of `tests/it/evil`, asked of the program as a user types them, each in ten rounds
//! (`CAVEAT_BENCH_ROUNDS` sets another number). What the program takes for a question that takes no time is not counted.

#![allow(missing_docs, clippy::print_stdout, reason = "a benchmark has no reader but the one who runs it")]

#[path = "../../tests/it/evil/questions.rs"]
mod questions;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Time that a question may take.
const TIME: Duration = Duration::from_secs(1);
/// Until Ctrl-C is typed.
const PATIENCE: Duration = Duration::from_millis(300);
/// A line of so many bytes takes the editor longer than the question.
const MOST_TYPED: usize = 2_000;
const PROMPT: &str = "caveat> ";

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let rounds = std::env::var("CAVEAT_BENCH_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = questions::write_library(folder.path());
    let questions = questions::questions();
    let easy = (0..rounds).map(|_| asked_once(&data, folder.path(), "is there an author").0).min();
    let easy = easy.unwrap_or_default();
    println!(
        "{} questions, {rounds} rounds, time {TIME:?}; a question that takes no time: {easy:.0?}",
        questions.len()
    );
    let mut over = Vec::new();
    for evil in &questions {
        let mut own = Vec::new();
        for _ in 0..rounds {
            let (took, slow) = asked_once(&data, folder.path(), &evil.text);
            if slow {
                own.push(took.saturating_sub(easy + TIME));
            }
        }
        match own.iter().max() {
            Some(most) => {
                println!("  {:38} too slow {} times, {most:.0?} behind its time at the most", evil.name, own.len())
            }
            None if evil.never_ends => println!("  {:38} never ends, and yet it was not too slow", evil.name),
            None => println!("  {:38} answered, or refused, in time", evil.name),
        }
        over.extend(own);
    }
    told("behind the time", over);
    let typed = questions.iter().filter(|it| it.text.len() < MOST_TYPED && !it.text.contains('\n'));
    let typed: Vec<&str> = typed.map(|it| it.text.as_str()).collect();
    told("from Ctrl-C to the prompt", interrupted(&data, folder.path(), &typed, rounds));
}

/// The program on the facts, which keeps their index in a folder of its own.
fn program(data: &[PathBuf], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
    command.current_dir(folder).env("CAVEAT_CACHE", folder.join("cache")).env("NO_COLOR", "1");
    for file in data {
        command.arg("--data").arg(file);
    }
    command
}

/// Asks once, from the start of the program to its end; true where the question was too slow.
fn asked_once(data: &[PathBuf], folder: &Path, text: &str) -> (Duration, bool) {
    let mut command = program(data, folder);
    command.args(["--time", &TIME.as_secs().to_string(), "ask", "-"]);
    let began = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    // What is refused before all of it is read closes the pipe.
    let _ = child.stdin.take().expect("it is piped").write_all(text.as_bytes());
    let output = child.wait_with_output().expect("the program can be waited for");
    (began.elapsed(), String::from_utf8_lossy(&output.stderr).contains("error[too-slow]"))
}

/// How long the prompt takes to come back after Ctrl-C, for each question that is not answered before.
fn interrupted(data: &[PathBuf], folder: &Path, questions: &[&str], rounds: usize) -> Vec<Duration> {
    let mut command = program(data, folder);
    command.args(["--time", "60"]).env("TERM", "xterm").env("PAGER", "cat");
    command.env("XDG_STATE_HOME", folder).env("HOME", folder);
    let options = rexpect::session::Options::default().timeout_ms(Some(60_000)).strip_ansi_escape_codes(true);
    let mut session = rexpect::session::spawn_with_options(command, options).expect("a terminal");
    session.exp_string(PROMPT).expect("a prompt");
    let mut took = Vec::new();
    for question in questions.iter().flat_map(|it| std::iter::repeat_n(it, rounds)) {
        // A terminal marks what is pasted: the editor shows it at once, and not key by key.
        session
            .send(&format!("\x1b[200~{question}\x1b[201~\r"))
            .and_then(|_| session.flush())
            .expect("a line can be typed");
        session.exp_string("\n").expect("the line ends");
        std::thread::sleep(PATIENCE);
        let mut shown = String::new();
        while let Some(c) = session.try_read() {
            shown.push(c);
        }
        if shown.contains(PROMPT) {
            continue;
        }
        let began = Instant::now();
        session.send_control('c').expect("a key can be typed");
        session.exp_string(PROMPT).expect("the prompt comes back");
        took.push(began.elapsed());
    }
    took
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let Some(most) = times.last() else {
        println!("{what}: never");
        return;
    };
    let at = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
    println!("{what}: {} times, p50 {:.0?}, p99 {:.0?}, max {most:.0?}", times.len(), at(50), at(99));
}
