//! What the questions of the peer comparison cost on the index: `cargo bench --bench native`.
//!
//! `CAVEAT_BENCH_FACTS` names the facts (the peers' generator writes them); without it a small graph is generated. Each
//! question is read and planned once, which is timed beside; then its plan is evaluated again and again. CPU
//! milliseconds: the median of the rounds and the least, behind some that warm up and in which ways are composed, of which the
//! first and the dearest are told; with the number of things and the sum of the numbers of their names, by which
//! the peers' answers are compared. `CAVEAT_BENCH_ROUNDS` sets how many rounds (9 unless told), `CAVEAT_BENCH_ONLY` the
//! question, `CAVEAT_BENCH_QUESTIONS` another file of questions.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a benchmark has no reader but the one who runs it"
)]

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/mod.rs"]
mod shared;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use caveat::base::{Diagnostic, Source, draw};
use caveat::lang::parse;
use caveat::plan::{Plan, Shape};
use caveat::question::{Question, Resolved};
use caveat::session::{Session, Settings};
use oxigraph::model::Term;

/// Rounds before those that count: after so many, the ways that a question goes are composed.
const WARMING: usize = 16;

/// The CPU milliseconds of this process so far.
fn cpu() -> f64 {
    clock::cpu().as_secs_f64() * 1_000.0
}

/// The questions of a file, each with its name.
fn questions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut name = "";
    text.lines()
        .filter_map(move |line| match line.strip_prefix("-- ") {
            Some(said) => {
                name = said;
                None
            }
            None if line.is_empty() => None,
            None => Some((name, line)),
        })
}

/// What is asked: the questions of the peers for 100,000 claims, or a file that is named.
fn asked() -> String {
    match std::env::var_os("CAVEAT_BENCH_QUESTIONS") {
        Some(path) => std::fs::read_to_string(path).expect("the file of questions can be read"),
        None => include_str!("../peers/questions.cav").to_owned(),
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse().ok());
    let rounds: usize = number("CAVEAT_BENCH_ROUNDS").unwrap_or(9);
    let only = std::env::var("CAVEAT_BENCH_ONLY").ok();
    let before = cpu();
    let dataset = shared::dataset();
    println!("{:10.1} ms CPU  loading", cpu() - before);
    let settings = Settings {
        today: "2026-11-23".parse().expect("a day"),
        time: Duration::from_secs(60),
        worker: None,
        parameters: BTreeMap::new(),
    };
    let before = cpu();
    let session = Session::new(dataset, settings).unwrap_or_else(|faults| fail(&faults));
    println!("{:10.1} ms CPU  opening a session", cpu() - before);
    println!(
        "question        ms     least     first   dearest   reading      count             sum"
    );
    let asked = asked();
    for (name, text) in questions(&asked) {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let before = cpu();
        let plan = match planned(&session, text) {
            Ok(plan) => plan,
            Err(faults) => {
                println!("{name}\n{}", draw(&faults[0], false));
                continue;
            }
        };
        let reading = cpu() - before;
        measure(&session, name, &plan, rounds, reading);
    }
}

fn planned(session: &Session, text: &str) -> Result<Plan, Vec<Diagnostic>> {
    let source = Source::new("question", text);
    let statements = parse(&source).map_err(|fault| vec![fault])?;
    match session.read(&statements[0], &source)? {
        Resolved::Question(question) => match &question {
            Question::Which(..)
            | Question::Show(..)
            | Question::HowMany(..)
            | Question::Describe(_) => session.plan(&question).map_err(|fault| vec![fault]),
            other => panic!("a question of sets: {other:?}"),
        },
        other => panic!("a question: {other:?}"),
    }
}

fn measure(session: &Session, name: &str, plan: &Plan, rounds: usize, reading: f64) {
    // The peers find which things, not what is shown of them.
    let things = matches!(
        &plan.shape,
        Shape::Rows {
            witnessed: None,
            ..
        }
    );
    let shaped = |shape: Shape| Plan {
        shape: if things { shape } else { plan.shape.clone() },
        ..plan.clone()
    };
    let counted = shaped(Shape::Count);
    let round = |_| {
        let before = cpu();
        let size = session.number_of_rows(&counted);
        black_box(size.unwrap_or_else(|fault| fail(&[fault])));
        cpu() - before
    };
    let warming: Vec<f64> = (0..WARMING).map(round).collect();
    let dearest = warming.iter().copied().fold(0.0, f64::max);
    let mut times: Vec<f64> = (0..rounds).map(round).collect();
    times.sort_by(f64::total_cmp);
    let found = answer(session, &shaped(Shape::Things));
    let groups = matches!(plan.shape, Shape::Groups { .. });
    let numbers = found.iter().map(|row| {
        // A row of pairs begins with its thing, and shows that in a column once more.
        let cells = row.iter().skip(usize::from(!things && !groups));
        let mut numbers = cells.flatten().map(number_of);
        match groups {
            // What is grouped by may have no number: the squares of the counts tell groups from others.
            true => numbers.next_back().map_or(0, |count| count * count),
            false => numbers.sum::<u64>(),
        }
    });
    println!(
        "{name:8} {:9.4} {:9.4} {:9.4} {dearest:9.4} {reading:9.4} {:10} {:15}",
        times[rounds / 2],
        times[0],
        warming[0],
        found.len(),
        numbers.sum::<u64>(),
    );
}

/// The number at the end of a name: `…/claim/17`.
fn number_of(term: &Term) -> u64 {
    let text = match term {
        Term::NamedNode(iri) => iri.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(_) => "",
    };
    text.rsplit('/')
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0)
}

fn answer(session: &Session, plan: &Plan) -> Vec<Vec<Option<Term>>> {
    session.rows(plan).unwrap_or_else(|fault| fail(&[fault]))
}

fn fail(faults: &[Diagnostic]) -> ! {
    panic!("{}", draw(&faults[0], false))
}
