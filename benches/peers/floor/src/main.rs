//! The facts of the peer comparison, and its floor: the questions answered by loops written by hand for each one.
//!
//! - `floor generate N FOLDER [--tables-only]`: the facts about N claims, as N-Triples, as CSV, and what the questions ask for
//! - `floor build FOLDER`: the CSV as arrays, in one file
//! - `floor bench FOLDER ROUNDS`: maps that file and answers each question again and again on one core; a line of JSON each

mod arrays;
mod bits;
mod build;
mod generate;
mod out;
mod questions;
mod random;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use arrays::Arrays;
use questions::{Asked, QUESTIONS, answer};

type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "floor generate N FOLDER [--tables-only] | build FOLDER | bench FOLDER ROUNDS";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("floor: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["generate", claims, folder] => generate::graph(claims.parse()?, Path::new(folder), true),
        ["generate", claims, folder, "--tables-only"] => {
            generate::graph(claims.parse()?, Path::new(folder), false)
        }
        ["build", folder] => build::build(Path::new(folder)),
        ["bench", folder, rounds] => bench(Path::new(folder), rounds.parse()?),
        _ => Err(USAGE.into()),
    }
}

fn bench(folder: &Path, rounds: usize) -> Outcome<()> {
    let before = cpu();
    let arrays = Arrays::map(folder)?;
    let asked = Asked::read(folder)?;
    println!("{{\"open_cpu_ms\":{:.3}}}", cpu() - before);
    for name in QUESTIONS {
        let mut times = Vec::with_capacity(rounds);
        // The first round warms up.
        for _ in 0..=rounds {
            let before = cpu();
            std::hint::black_box(answer(&arrays, &asked, name).count());
            times.push(cpu() - before);
        }
        times.remove(0);
        times.sort_by(f64::total_cmp);
        let each = if name == "Q12" {
            asked.ids.len() as f64
        } else {
            1.0
        };
        let found = answer(&arrays, &asked, name);
        println!(
            "{{\"q\":\"{name}\",\"count\":{},\"sum\":{},\"cpu\":{:.5},\"least\":{:.5}}}",
            found.count(),
            found.sum(),
            times[rounds / 2] / each,
            times[0] / each
        );
    }
    Ok(())
}

/// The CPU milliseconds of this thread so far: other programs on the machine do not count.
fn cpu() -> f64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32).as_secs_f64() * 1_000.0
}
