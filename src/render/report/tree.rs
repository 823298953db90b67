//! Checks by suite and section, as every report for people groups them; checks in no suite are grouped by script.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::audit::{AuditOutcome, CheckResult, Report};

/// A suite, or the checks in no suite.
pub(super) struct CheckGroup<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// What it is for.
    pub(super) because: Option<&'a str>,
    /// Its parts.
    pub(super) parts: Vec<CheckSection<'a>>,
}

/// A section of a suite, or a script.
pub(super) struct CheckSection<'a> {
    /// Its title; empty for checks of the suite itself.
    pub(super) title: &'a str,
    /// What it is for.
    pub(super) because: Option<&'a str>,
    /// The checks in it that were run.
    pub(super) checks: Vec<&'a CheckResult>,
    /// How many of its checks were not run: they were not chosen.
    pub(super) not_run: usize,
}

impl CheckSection<'_> {
    /// The worst outcome in it; `Unknown` if nothing was run.
    pub(super) fn outcome(&self) -> AuditOutcome {
        worst(self.checks.iter().copied())
    }
}

impl CheckGroup<'_> {
    /// The worst outcome in it.
    pub(super) fn outcome(&self) -> AuditOutcome {
        worst(self.parts.iter().flat_map(|part| &part.checks).copied())
    }
}

fn worst<'a>(checks: impl Iterator<Item = &'a CheckResult>) -> AuditOutcome {
    let outcomes = checks.map(|check| check.outcome);
    outcomes.max().unwrap_or(AuditOutcome::Unknown)
}

/// The suites in order, then the checks in no suite. A check in two suites is in both.
pub(super) fn groups(report: &Report) -> Vec<CheckGroup<'_>> {
    let by_id: BTreeMap<&str, &CheckResult> =
        report.checks.iter().map(|check| (check.about.id.as_str(), check)).collect();
    let mut groups: Vec<CheckGroup<'_>> = Vec::new();
    let mut placed = BTreeSet::new();
    for suite in &report.suites {
        let parts = suite.sections.iter().map(|section| {
            let ids = section.checks.iter();
            let checks: Vec<&CheckResult> = ids.filter_map(|id| by_id.get(id.as_str()).copied()).collect();
            placed.extend(checks.iter().map(|check| check.about.id.as_str()));
            CheckSection {
                title: &section.title,
                because: section.because.as_deref(),
                not_run: section.checks.len() - checks.len(),
                checks,
            }
        });
        groups.push(CheckGroup { title: &suite.title, because: suite.because.as_deref(), parts: parts.collect() });
    }
    let mut by_script: IndexMap<&str, Vec<&CheckResult>> = IndexMap::new();
    let left = report.checks.iter();
    for check in left.filter(|check| !placed.contains(check.about.id.as_str())) {
        let script = check.about.place.file.as_str();
        by_script.entry(script).or_default().push(check);
    }
    if !by_script.is_empty() {
        let parts = by_script.into_iter().map(|(script, checks)| CheckSection {
            title: script,
            because: None,
            checks,
            not_run: 0,
        });
        groups.push(CheckGroup {
            title: if report.suites.is_empty() { "Checks" } else { "Checks in no suite" },
            because: None,
            parts: parts.collect(),
        });
    }
    groups
}
