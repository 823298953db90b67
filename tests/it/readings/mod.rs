//! A reading is never chosen silently: generated questions and vocabularies of each kind in which the answer could be
//! to another question.

mod agreement;
mod dangling_links;
mod doubtful;
mod named_things;
mod names;
mod partly_inside;
mod segmentation;
mod shared_quantities;
mod unread_statements;
mod whole_sets;

use caveat::exec::{Answer, Body};
use caveat::session::Session;

use crate::world;

/// The one answer to a question, or the message.
fn ask_one(session: &mut Session, question: &str) -> Result<Answer, String> {
    world::ask(session, question).map(|mut answers| answers.remove(0))
}

/// The IRIs of the things that a question finds, ascending.
fn things(answer: &Answer) -> Vec<String> {
    let Body::Table(table) = &answer.body else {
        panic!("no things, but {:?}", answer.body);
    };
    let subjects = table.subjects.iter().flatten();
    let mut things: Vec<String> = subjects.map(|it| it.as_str().to_owned()).collect();
    things.sort_unstable();
    things
}

/// The things that a question finds, or its refusal: `error[unknown-word]`.
fn outcome(session: &mut Session, question: &str) -> Result<Vec<String>, String> {
    match ask_one(session, question) {
        Ok(answer) => Ok(things(&answer)),
        Err(message) => Err(message.split(':').next().unwrap_or_default().to_owned()),
    }
}

/// Numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        // Marsaglia's xorshift, 64 bits.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let at = self.below(items.len());
        &items[at]
    }
}
