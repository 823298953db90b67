//! Programs and data that tests compare caveat with. Where one is missing, a test reports a skip; where
//! `CAVEAT_ALL_TOOLS=1` promises all programs, it fails.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Reports a test without a program as skipped, with the reason.
///
/// # Panics
/// Where all programs are promised.
pub(crate) fn skip_or_fail(why: &str) {
    let promised = std::env::var_os("CAVEAT_ALL_TOOLS").is_some_and(|it| it == "1");
    assert!(!promised, "CAVEAT_ALL_TOOLS=1, but {why}");
    report_skip(why);
}

/// Reports a test as skipped for another reason.
#[allow(clippy::print_stderr, reason = "whoever runs the tests has to know what was not tried")]
pub(crate) fn report_skip(why: &str) {
    eprintln!("skipped: {why}");
}

/// The first of these programs that is installed.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let is_there = |name: &&&str| {
        // Graphviz has only a short option for its version.
        let mut versions = ["--version", "-V"].into_iter();
        versions.any(|version| {
            let mut command = Command::new(name);
            command.arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        })
    };
    let found = names.iter().find(is_there);
    if found.is_none() {
        skip_or_fail(&format!("there is no {}", names.join(" or ")));
    }
    found.map(PathBuf::from)
}
