//! What is tried with bytes of any kind: each target gives them to caveat as a user would, and panics where a law is
//! broken. libFuzzer runs them (`ci/fuzz`), and the tests run them with seeds and what was found before
//! (`tests/it/fuzzed`).

#![allow(clippy::missing_panics_doc, reason = "a broken law is a panic")]
#![allow(unreachable_pub, reason = "a library for libFuzzer, a module for the tests")]

mod asked;
mod facts;
mod import;
mod kept;
mod worksheet;

use std::time::Duration;

use caveat::base::{Blame, Diagnostic, draw, is_hostile};
use caveat::session::SessionSettings;

/// Something that bytes are given to.
pub struct Target {
    /// Its name, which its folders have, too.
    pub name: &'static str,
    /// What is done with the bytes; true where they are taken for what they should be, and not refused.
    pub run: fn(&[u8]) -> bool,
    /// Bytes of an input at the most.
    pub most: usize,
}

/// Every target.
pub const TARGETS: [Target; 12] = [
    Target { name: "question", run: asked::question, most: 400 },
    Target { name: "script", run: asked::script, most: 1500 },
    Target { name: "vocabulary", run: asked::vocabulary, most: 2000 },
    Target { name: "turtle", run: facts::turtle, most: 2000 },
    Target { name: "lines", run: facts::lines, most: 1000 },
    Target { name: "json-ld", run: facts::json_ld, most: 1500 },
    Target { name: "page", run: import::page, most: 3000 },
    Target { name: "markdown", run: import::markdown, most: 2000 },
    Target { name: "values", run: import::values, most: 1500 },
    Target { name: "workbook", run: import::workbook, most: 3000 },
    Target { name: "worksheet", run: worksheet::worksheet, most: 2000 },
    Target { name: "index", run: kept::index, most: 64 },
];

/// Runs the target of a name, which libFuzzer's programs are called by; tells whether the bytes are taken.
pub fn run(name: &str, bytes: &[u8]) -> bool {
    let target = TARGETS.iter().find(|it| it.name == name);
    (target.expect("each program is called as a target").run)(bytes)
}

/// Sets of questions are small: what takes so long is a finding.
fn settings() -> SessionSettings {
    let today = "2026-11-23".parse().expect("it is a day");
    SessionSettings::on(today, Duration::from_secs(8))
}

/// What is refused is told in words that cannot harm a terminal.
fn refused(faults: &[Diagnostic]) -> bool {
    assert!(!faults.is_empty(), "it is refused, and no reason is told");
    for fault in faults {
        let drawn = draw(fault, false);
        let harm = drawn.chars().find(|c| *c != '\n' && is_hostile(*c));
        assert!(harm.is_none(), "a message holds {harm:?}:\n{}", drawn.escape_debug());
        assert!(!fault.message.trim().is_empty(), "{} is told without words", fault.code);
        assert!(fault.code.as_str() != "too-slow" && fault.blame != Blame::Bug, "{drawn}");
    }
    false
}
