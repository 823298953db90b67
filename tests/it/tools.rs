//! Programs and data that tests hold caveat against. Where one is missing, a test says that it is skipped; where
//! `CAVEAT_ALL_TOOLS=1` promises all programs, it fails.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Says that a test shows nothing here, and why.
///
/// # Panics
/// Where all programs are promised.
pub(crate) fn missing(why: &str) {
    let promised = std::env::var_os("CAVEAT_ALL_TOOLS").is_some_and(|it| it == "1");
    assert!(!promised, "CAVEAT_ALL_TOOLS=1, but {why}");
    skipped(why);
}

/// Says that a test shows nothing here for what is no program, and why.
#[allow(clippy::print_stderr, reason = "whoever runs the tests has to know what was not tried")]
pub(crate) fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// The first of these programs that is there.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let is_there = |name: &&&str| {
        // Graphviz has a version of one letter only.
        let mut versions = ["--version", "-V"].into_iter();
        versions.any(|version| {
            let mut command = Command::new(name);
            command.arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        })
    };
    let found = names.iter().find(is_there);
    if found.is_none() {
        missing(&format!("there is no {}", names.join(" or ")));
    }
    found.map(PathBuf::from)
}
