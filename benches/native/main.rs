//! What the questions of the peer comparison cost on the index: `cargo bench --bench native`.
//!
//! `CAVEAT_BENCH_FACTS` names the facts (the peers' generator writes them); without it a small graph is generated. Each
//! question is read and planned once, which is timed beside; then its plan is evaluated again and again. CPU
//! milliseconds: the median of the rounds and the least, behind some that warm up and in which ways are composed, of which the
//! first and the dearest are told; with the number of things and the sum of the numbers of their names, by which
//! the peers' answers are compared. `CAVEAT_BENCH_ROUNDS` sets how many rounds (9 unless told), `CAVEAT_BENCH_ONLY` the
//! question, `CAVEAT_BENCH_QUESTIONS` another file of questions. With `CAVEAT_BENCH_TURNS` it answers what it is told to,
//! a line of JSON each, like the peers: `Q1 3` for three rounds, `Q1 0` for the number of things and the sum.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a benchmark has no reader but the one who runs it"
)]

#[path = "../shared/clock.rs"]
mod clock;
#[path = "../shared/mod.rs"]
mod shared;

use std::hint::black_box;
use std::time::Duration;

use caveat::base::{Diagnostic, Faults, Source, draw};
use caveat::lang::parse;
use caveat::plan::{AnswerShape, Plan};
use caveat::question::{Question, ResolvedStatement};
use caveat::session::{Session, SessionSettings};
use oxigraph::model::Term;

/// Rounds before those that count: after so many, the ways that a question goes are composed.
const WARMING: usize = 16;

/// What takes less is asked so often in one round that it takes so many milliseconds: a look at the clock takes time too.
const LEAST: f64 = 0.2;

/// The CPU milliseconds of this process so far.
fn cpu() -> f64 {
    clock::cpu().as_secs_f64() * 1_000.0
}

/// The questions of a file, each with its name.
fn questions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut name = "";
    text.lines().filter_map(move |line| match line.strip_prefix("-- ") {
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
    let settings = SessionSettings::on("2026-11-23".parse().expect("a day"), Duration::from_secs(60));
    let before = cpu();
    let session = Session::new(dataset, settings).unwrap_or_else(|faults| fail(&faults));
    println!("{:10.1} ms CPU  opening a session", cpu() - before);
    let asked = asked();
    let chosen = |name: &str| only.as_ref().is_none_or(|only| only == name);
    let questions: Vec<(&str, &str)> = questions(&asked).filter(|(name, _)| chosen(name)).collect();
    let prepared = questions.chunk_by(|one, next| one.0 == next.0);
    let prepared = prepared.map(|same| Prepared::of(&session, same));
    if std::env::var_os("CAVEAT_BENCH_TURNS").is_some() {
        take_turns(&session, prepared.collect());
        return;
    }
    println!("question        ms     least     first   dearest   reading      count             sum");
    for mut one in prepared {
        let mut times = one.rounds(&session, rounds);
        times.sort_by(f64::total_cmp);
        let (count, sum) = one.found(&session);
        println!(
            "{:8} {:9.4} {:9.4} {:9.4} {:9.4} {:9.4} {count:10} {sum:15}",
            one.name,
            times[rounds / 2],
            times[0],
            one.warming[0],
            one.dearest(),
            one.reading,
        );
    }
}

/// Answers lines with lines until there are no more.
fn take_turns(session: &Session, mut prepared: Vec<Prepared<'_>>) {
    println!("{{}}");
    for line in std::io::stdin().lines() {
        let line = line.expect("what is told is text");
        let (name, rounds) = line.split_once(' ').expect("a question and a number");
        let one = prepared.iter_mut().find(|it| it.name == name);
        let one = one.expect("a question of the file");
        match rounds.parse().expect("a number of rounds") {
            0 => {
                let (count, sum) = one.found(session);
                println!("{{\"count\":{count},\"sum\":{sum}}}");
            }
            rounds => {
                let times = one.rounds(session, rounds);
                println!(
                    "{{\"times\":{times:?},\"first\":{:?},\"dearest\":{:?},\"reading\":{:?}}}",
                    one.warming[0],
                    one.dearest(),
                    one.reading,
                );
            }
        }
    }
}

/// A question, read and planned, or several of the same name, whose times are divided by how many they are.
struct Prepared<'q> {
    name: &'q str,
    /// CPU milliseconds of reading and planning it.
    reading: f64,
    asked: Vec<Asked>,
    /// What the first rounds took.
    warming: Vec<f64>,
}

/// One plan in two forms.
struct Asked {
    /// What finds the rows, and what only counts them, as far as the peers do no more.
    found: Plan,
    counted: Plan,
}

impl Asked {
    fn of(plan: &Plan) -> Self {
        // The peers find which things, not what is shown of them.
        let things = matches!(&plan.shape, AnswerShape::Rows { witnessed: None, .. });
        let shaped =
            |shape: AnswerShape| Plan { shape: if things { shape } else { plan.shape.clone() }, ..plan.clone() };
        Self { found: shaped(AnswerShape::Things), counted: shaped(AnswerShape::Count) }
    }

    /// How many things or rows there are. What is said of one thing is given out, not counted: so do the peers.
    fn size(&self, session: &Session) -> usize {
        match self.counted.shape {
            AnswerShape::Describe(_) => answer(session, &self.found).len(),
            _ => {
                let size = session.number_of_rows(&self.counted);
                size.unwrap_or_else(|fault| fail(&[fault]))
            }
        }
    }

    /// How many there are, and the sum of their numbers.
    fn found(&self, session: &Session) -> (usize, u64) {
        let found = answer(session, &self.found);
        let groups = matches!(self.found.shape, AnswerShape::Groups { .. });
        let rows = matches!(self.found.shape, AnswerShape::Rows { .. });
        let numbers = found.iter().map(|row| {
            // A row of pairs begins with its thing, and shows that in a column once more.
            let cells = row.iter().skip(usize::from(rows));
            let mut numbers = cells.flatten().map(number_of);
            match groups {
                // What is grouped by may have no number: the squares of the counts tell groups from others.
                true => numbers.next_back().map_or(0, |count| count * count),
                false => numbers.sum::<u64>(),
            }
        });
        (found.len(), numbers.sum())
    }
}

impl<'q> Prepared<'q> {
    fn of(session: &Session, same: &[(&'q str, &str)]) -> Self {
        let before = cpu();
        let plans = same.iter().map(|(_, text)| planned(session, text));
        let plans: Vec<Plan> = plans.map(|plan| plan.unwrap_or_else(|faults| fail(&faults))).collect();
        Self {
            name: same[0].0,
            reading: (cpu() - before) / same.len() as f64,
            asked: plans.iter().map(Asked::of).collect(),
            warming: Vec::new(),
        }
    }

    /// CPU milliseconds of each round, behind one that warms up, or those in which ways are composed.
    fn rounds(&mut self, session: &Session, rounds: usize) -> Vec<f64> {
        let often = |times: usize| {
            let before = cpu();
            for _ in 0..times {
                for asked in &self.asked {
                    black_box(asked.size(session));
                }
            }
            (cpu() - before) / (times * self.asked.len()) as f64
        };
        if self.warming.is_empty() {
            self.warming = (0..WARMING).map(|_| often(1)).collect();
        }
        let one = often(1) * self.asked.len() as f64;
        let times = (LEAST / one).ceil().clamp(1.0, 10_000.0) as usize;
        (0..rounds).map(|_| often(times)).collect()
    }

    fn dearest(&self) -> f64 {
        self.warming.iter().copied().fold(0.0, f64::max)
    }

    /// How many things there are, and the sum of their numbers.
    fn found(&self, session: &Session) -> (usize, u64) {
        let found = self.asked.iter().map(|asked| asked.found(session));
        found.fold((0, 0), |(count, sum), (more, further)| (count + more, sum + further))
    }
}

fn planned(session: &Session, text: &str) -> Result<Plan, Faults> {
    let source = Source::new("question", text);
    let statements = parse(&source).map_err(Faults::from)?;
    match session.read(&statements[0], &source)? {
        ResolvedStatement::Question(question) => match &question {
            Question::Which(..) | Question::Show(..) | Question::HowMany(..) | Question::Describe(_) => {
                session.plan(&question).map_err(Faults::from)
            }
            other => panic!("a question of sets: {other:?}"),
        },
        other => panic!("a question: {other:?}"),
    }
}

/// The number at the end of a name: `…/claim/17`.
fn number_of(term: &Term) -> u64 {
    let text = match term {
        Term::NamedNode(iri) => iri.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(_) => "",
    };
    text.rsplit('/').next().and_then(|it| it.parse().ok()).unwrap_or(0)
}

fn answer(session: &Session, plan: &Plan) -> Vec<Vec<Option<Term>>> {
    session.rows(plan).unwrap_or_else(|fault| fail(&[fault]))
}

fn fail(faults: &[Diagnostic]) -> ! {
    panic!("{}", draw(&faults[0], false))
}
