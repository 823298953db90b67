//! CPU time, step by step.

use std::hint::black_box;

use crate::clock::cpu;

/// The least CPU time of each step, in milliseconds, in the order in which they came.
#[derive(Default)]
pub(crate) struct Costs(Vec<(String, f64)>);

impl Costs {
    /// Measures a step.
    pub(crate) fn of<T>(&mut self, name: &str, step: impl FnOnce() -> T) -> T {
        let before = cpu();
        let made = black_box(step());
        let spent = (cpu() - before).as_secs_f64() * 1_000.0;
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, least)) => *least = least.min(spent),
            None => self.0.push((name.to_owned(), spent)),
        }
        made
    }

    /// Prints what was measured.
    pub(crate) fn print(&self) {
        for (name, spent) in &self.0 {
            println!("{spent:10.2} ms CPU  {name}");
        }
    }
}
