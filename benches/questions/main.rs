//! How long questions take on a generated graph: `cargo bench`.
//!
//! `CAVEAT_BENCH_CLAIMS` sets the number of claims (10,000 unless told). Each question is measured from its
//! text to its answer; definitions are read once, before.

#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a benchmark has no reader but the one who runs it"
)]

#[path = "../shared/mod.rs"]
mod shared;

use std::cell::RefCell;
use std::time::Duration;

use caveat::base::{Source, draw};
use caveat::lang::parse;
use caveat::session::{Session, SessionSettings};
use caveat::store::Dataset;

use crate::shared::dataset;

fn main() {
    divan::main();
}

/// The questions of the file, one to a line.
fn questions() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("section4.cav").lines();
    lines.filter(|line| !line.starts_with("--") && !line.starts_with("define"))
}

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(open());
}

#[divan::bench(args = questions(), sample_count = 10, sample_size = 1)]
fn question(bencher: divan::Bencher<'_, '_>, text: &str) {
    SESSION.with_borrow_mut(|session| bencher.bench_local(|| answer(session, text)));
}

/// What the prompt does at a key: the likeliest word to follow.
#[divan::bench(args = ["which claims ", "which claims cite a ", "show st"], sample_count = 10, sample_size = 1)]
fn hint(bencher: divan::Bencher<'_, '_>, text: &str) {
    SESSION.with_borrow(|session| bencher.bench_local(|| session.likeliest(text, None)));
}

/// What it does at Tab: everything that can follow.
#[divan::bench(args = ["which claims ", "which claims cite a "], sample_count = 5, sample_size = 1)]
fn offers(bencher: divan::Bencher<'_, '_>, text: &str) {
    SESSION.with_borrow(|session| bencher.bench_local(|| session.offers(text, None)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn loading() -> Dataset {
    dataset()
}

fn open() -> Session {
    let settings = SessionSettings::on("2026-11-23".parse().expect("a day"), Duration::from_secs(60));
    let mut session = Session::new(dataset(), settings).unwrap_or_else(|faults| {
        panic!("{}", draw(&faults[0], false));
    });
    let definitions = include_str!("section4.cav").lines();
    for definition in definitions.filter(|line| line.starts_with("define")) {
        answer(&mut session, definition);
    }
    session
}

fn answer(session: &mut Session, text: &str) -> usize {
    let source = Source::new("question", text);
    let statements = parse(&source).unwrap_or_else(|fault| panic!("{}", draw(&fault, false)));
    for statement in &statements {
        let answer = session.answer(statement, &source);
        answer.unwrap_or_else(|faults| panic!("{}", draw(&faults[0], false)));
    }
    statements.len()
}
