//! What it costs to begin: from facts in memory to the first answer, and the whole process on the shipped
//! facts: `cargo bench --bench start`.
//!
//! `CAVEAT_BENCH_CLAIMS` sets the number of claims (10,000 unless told), `CAVEAT_BENCH_FACTS` names a file with
//! facts of the same words instead. CPU time, which a busy machine does not change much: the least of the
//! rounds is printed, of what is done once the only one.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a benchmark has no reader but the one who runs it"
)]

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/costs.rs"]
mod costs;
#[path = "../shared/mod.rs"]
mod shared;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use caveat::base::{Source, draw};
use caveat::lang::parse;
use caveat::session::{Session, SessionSettings};

use crate::costs::Costs;

const ROUNDS: usize = 5;
/// How often the whole process is run.
const RUNS: u32 = 40;

/// Questions that find little, each asked first of a new session.
const QUESTIONS: [&str; 4] =
    ["which topics are there", "how many topics are there", "describe \"privacy\"", "is there a topic"];

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let mut costs = Costs::default();
    let dataset = costs.of("loading the facts", shared::dataset);
    for _ in 0..ROUNDS {
        costs.of("reading the words", || {
            caveat::words::read(&dataset).expect("the vocabulary of the benchmark has no fault")
        });
    }
    let session = costs.of("opening a session", || Session::new(dataset, settings()));
    let session = session.unwrap_or_else(|_| panic!("the vocabulary of the benchmark has no fault"));
    for round in 0..ROUNDS {
        for text in QUESTIONS {
            let when = if round == 0 { "first" } else { "again" };
            let mut session = session.clone();
            costs.of(&format!("{when}: {text}"), || answer(&mut session, text));
        }
    }
    costs.print();
    whole_process();
}

/// The program on the facts that are shipped, from its start to its end.
fn whole_process() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let began = Instant::now();
    let before = children();
    for _ in 0..RUNS {
        let status = Command::new(env!("CARGO_BIN_EXE_caveat"))
            .args(["ask", "which vendors lack a claim about training"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.is_ok_and(|it| it.code().is_some()), "it ran");
    }
    let wall = began.elapsed().as_secs_f64() * 1_000.0 / f64::from(RUNS);
    let name = "caveat ask, shipped facts, whole process";
    match (before, children()) {
        (Some(before), Some(after)) => {
            let spent = (after - before).as_secs_f64() * 1_000.0 / f64::from(RUNS);
            println!("{spent:10.2} ms CPU  {name} ({wall:.2} ms of the clock)");
        }
        _ => println!("{wall:10.2} ms      {name}"),
    }
}

/// The CPU time of the processes that ended, where the system tells: in hundredths of a second, enough for
/// many runs.
fn children() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold blanks.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(13)? + ticks(14)?)))
}

fn settings() -> SessionSettings {
    let today = "2026-11-23".parse().expect("a day");
    SessionSettings::on(today, Duration::from_secs(60))
}

fn answer(session: &mut Session, text: &str) {
    let source = Source::new("question", text);
    let statements = parse(&source).unwrap_or_else(|fault| panic!("{}", draw(&fault, false)));
    for statement in &statements {
        let answer = session.answer(statement, &source);
        answer.unwrap_or_else(|faults| panic!("{}", draw(&faults[0], false)));
    }
}
