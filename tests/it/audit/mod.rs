//! Audits as a shell sees them: outcomes, exit codes, waivers, comparisons, reports, bad input.

mod bad_input;
mod compare;
mod one_vendor;
mod outcomes;
mod reports;
mod scripts;
mod waivers;

use std::fs;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::cli::{RunOutput, caveat, run_command};
use crate::repository::Repository;

/// The day of the audits.
const DAY: &str = "2026-06-01";

/// A workspace with the facts of `tests/audits`, and scripts.
pub(crate) struct World {
    pub(crate) repository: Repository,
}

impl World {
    pub(crate) fn new(scripts: &[(&str, &str)]) -> Self {
        let repository = Repository::new();
        for name in ["vocabulary.ttl", "topics.ttl", "regions.ttl"] {
            repository.copy(&format!("data/{name}"), &format!("data/{name}"));
        }
        repository.copy("tests/audits/facts.ttl", "data/facts.ttl");
        for (name, text) in scripts {
            repository.write(name, text);
        }
        Self { repository }
    }

    /// One script with these checks.
    pub(crate) fn of(script: &str) -> Self {
        Self::new(&[("queries/checks.cav", script)])
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.repository.file(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.repository.write(name, text);
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Replaces a text that occurs once in a file.
    pub(crate) fn change(&self, name: &str, before: &str, after: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(before).count(), 1, "{before}");
        self.write(name, &text.replace(before, after));
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> RunOutput {
        let mut command = caveat(self.repository.path());
        command.args(["--today", DAY]).args(arguments);
        run_command(&mut command)
    }

    pub(crate) fn run_on(&self, day: &str, arguments: &[&str]) -> RunOutput {
        let mut command = caveat(self.repository.path());
        command.args(["--today", day]).args(arguments);
        run_command(&mut command)
    }

    /// The report of an audit.
    pub(crate) fn audit(&self, arguments: &[&str]) -> Json {
        self.audit_on(DAY, arguments)
    }

    pub(crate) fn audit_on(&self, day: &str, arguments: &[&str]) -> Json {
        let all = [&["audit", "--format", "json"], arguments].concat();
        let ran = self.run_on(day, &all);
        let report: Json =
            serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{arguments:?}\n{}\n{}", ran.out, ran.err));
        assert_eq!(report["exit_code"], ran.code, "{}", ran.err);
        report
    }
}

/// Each check with its outcome and reason, one per line.
pub(crate) fn outcomes(report: &Json) -> String {
    let lines = report["checks"].as_array().unwrap().iter().map(|check| {
        let examined = &check["examined"];
        format!(
            "{}: {} ({}; examined {examined})\n",
            text(&check["about"]["id"]),
            text(&check["outcome"]),
            text(&check["reason"]),
        )
    });
    lines.collect()
}

/// The message of each finding.
pub(crate) fn findings(report: &Json) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    let findings = checks.flat_map(|it| it["findings"].as_array().unwrap());
    findings.map(|it| text(&it["message"])).collect()
}

pub(crate) fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}
