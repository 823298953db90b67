//! Checks by suite and section, as every report for people groups them; what stands in no suite is
//! grouped by its script.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::audit::{Check, Outcome, Report};

/// A suite, or what stands in none.
pub(super) struct Group<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// What it is for.
    pub(super) because: Option<&'a str>,
    /// Its parts.
    pub(super) parts: Vec<Part<'a>>,
}

/// A section of a suite, or a script.
pub(super) struct Part<'a> {
    /// Its title; empty for checks that stand in the suite itself.
    pub(super) title: &'a str,
    /// What it is for.
    pub(super) because: Option<&'a str>,
    /// The checks in it that were run.
    pub(super) checks: Vec<&'a Check>,
    /// How many of its checks were not run: they were not chosen.
    pub(super) not_run: usize,
}

impl Part<'_> {
    /// The worst outcome in it; nobody can say anything where nothing was run.
    pub(super) fn outcome(&self) -> Outcome {
        worst(self.checks.iter().copied())
    }
}

impl Group<'_> {
    /// The worst outcome in it.
    pub(super) fn outcome(&self) -> Outcome {
        worst(self.parts.iter().flat_map(|part| &part.checks).copied())
    }
}

fn worst<'a>(checks: impl Iterator<Item = &'a Check>) -> Outcome {
    let outcomes = checks.map(|check| check.outcome);
    outcomes.max().unwrap_or(Outcome::Unknown)
}

/// The suites in order, then what stands in none. A check that stands in two suites is in both.
pub(super) fn groups(report: &Report) -> Vec<Group<'_>> {
    let by_id: BTreeMap<&str, &Check> = report.checks.iter().map(|check| (check.about.id.as_str(), check)).collect();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut placed = BTreeSet::new();
    for suite in &report.suites {
        let parts = suite.sections.iter().map(|section| {
            let ids = section.checks.iter();
            let checks: Vec<&Check> = ids.filter_map(|id| by_id.get(id.as_str()).copied()).collect();
            placed.extend(checks.iter().map(|check| check.about.id.as_str()));
            Part {
                title: &section.title,
                because: section.because.as_deref(),
                not_run: section.checks.len() - checks.len(),
                checks,
            }
        });
        groups.push(Group { title: &suite.title, because: suite.because.as_deref(), parts: parts.collect() });
    }
    let mut by_script: IndexMap<&str, Vec<&Check>> = IndexMap::new();
    let left = report.checks.iter();
    for check in left.filter(|check| !placed.contains(check.about.id.as_str())) {
        let script = check.about.place.file.as_str();
        by_script.entry(script).or_default().push(check);
    }
    if !by_script.is_empty() {
        let parts =
            by_script.into_iter().map(|(script, checks)| Part { title: script, because: None, checks, not_run: 0 });
        groups.push(Group {
            title: if report.suites.is_empty() { "Checks" } else { "Checks in no suite" },
            because: None,
            parts: parts.collect(),
        });
    }
    groups
}
