//! The facts of the peer comparison, and its floor: the questions answered by loops written by hand for each one.
//!
//! - `floor generate N FOLDER [--tables-only]`: the facts about N claims, as N-Triples, as CSV, and what the questions ask for
//! - `floor build FOLDER`: the CSV as arrays, in one file
//! - `floor bench FOLDER`: maps that file and answers on one core what it is told to, a line of JSON each: `Q1 3` asks for the
//!   CPU milliseconds of three rounds behind one that warms up, `Q1 0` for how many things there are and the sum of their ids

mod arrays;
mod bits;
mod build;
mod generate;
mod out;
mod questions;
mod random;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use arrays::Arrays;
use questions::{Asked, QUESTIONS, answer, count};

type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "floor generate N FOLDER [--tables-only] | build FOLDER | bench FOLDER";

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
        ["generate", claims, folder, "--tables-only"] => generate::graph(claims.parse()?, Path::new(folder), false),
        ["build", folder] => build::build(Path::new(folder)),
        ["bench", folder] => bench(Path::new(folder)),
        _ => Err(USAGE.into()),
    }
}

fn bench(folder: &Path) -> Outcome<()> {
    let before = cpu();
    let arrays = Arrays::map(folder)?;
    let asked = Asked::read(folder)?;
    println!("{{\"open_cpu_ms\":{:.3}}}", cpu() - before);
    for line in std::io::stdin().lines() {
        let line = line?;
        let (name, rounds) = line.split_once(' ').ok_or("a question and a number")?;
        let name = QUESTIONS.iter().find(|it| **it == name).ok_or("a question of the list")?;
        match rounds.parse()? {
            0 => {
                let found = answer(&arrays, &asked, name);
                println!("{{\"count\":{},\"sum\":{}}}", found.count(), found.sum());
            }
            rounds => println!("{{\"times\":{:?}}}", times(&arrays, &asked, name, rounds)),
        }
    }
    Ok(())
}

/// What takes less is asked so often in one round that it takes so many milliseconds: a look at the clock takes time too.
const LEAST: f64 = 0.2;

/// CPU milliseconds of each round, behind one that warms up.
fn times(arrays: &Arrays, asked: &Asked, name: &str, rounds: usize) -> Vec<f64> {
    let often = |times: usize| {
        let before = cpu();
        for _ in 0..times {
            black_box(count(arrays, asked, name));
        }
        (cpu() - before) / times as f64
    };
    let times = (LEAST / often(1)).ceil().clamp(1.0, 10_000.0) as usize;
    let each = if name == "Q12" { asked.ids.len() } else { 1 } as f64;
    (0..rounds).map(|_| often(times) / each).collect()
}

/// The CPU milliseconds of this thread so far: other programs on the machine do not count.
fn cpu() -> f64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32).as_secs_f64() * 1_000.0
}
