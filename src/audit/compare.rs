//! Comparison of an audit with an earlier one: what is new, fixed or still open, and whether the facts, the script or
//! only the calendar caused each change. The cause is found by counterfactual audits: today's audit with one of the
//! three as it was then.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::baseline::{Baseline, KnownFinding};
use crate::audit::report::{
    AuditComparison, AuditOutcome, Cause, CheckResult, Finding, FindingChange, FixedFinding, Lapse, OutcomeChange,
    Report,
};
use crate::base::{Code, Faults};

/// Runs the checks with these ids with one input as it was then; `None` where that is not possible.
pub type CounterfactualRun<'a> = dyn FnMut(Cause, &BTreeSet<String>) -> Result<Option<Baseline>, Faults> + 'a;

/// Adds the comparison with an earlier audit to a report. `against` names the earlier audit, `now` is the baseline of
/// the report, `ids` are the checks of the current scripts, run or not.
///
/// # Errors
/// Those of `go_back`.
pub fn compare(
    report: &mut Report,
    now: &Baseline,
    ids: &BTreeSet<String>,
    (then, against): (&Baseline, &str),
    go_back: &mut CounterfactualRun<'_>,
) -> Result<(), Faults> {
    let mut gone: Vec<(String, KnownFinding)> = Vec::new();
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for check in report.checks.iter().filter(|it| it.outcome.is_known()) {
        let id = &check.about.id;
        let known = EarlierFindings::of(then, id);
        if check.findings.iter().any(|it| !known.has(&it.key())) {
            changed.insert(id.clone());
        }
        let there: BTreeSet<String> = check.findings.iter().map(Finding::key).collect();
        // What is still found, but expected now, is not fixed.
        let found = now.checks.get(id).map_or(&[][..], |it| it.found.as_slice());
        let found: BTreeSet<&String> = found.iter().collect();
        for finding in known.findings() {
            if !there.contains(&finding.key) && !found.contains(&finding.key) {
                gone.push((id.clone(), finding.clone()));
                changed.insert(id.clone());
            }
        }
    }
    let moved = InputChanges::between(report, then);
    let mut past = CounterfactualAudits { moved: &moved, changed: &changed, go_back, known: BTreeMap::new() };
    let (mut new, mut still_open) = (0, 0);
    for check in report.checks.iter_mut().filter(|it| it.outcome.is_known()) {
        let id = check.about.id.clone();
        let known = EarlierFindings::of(then, &id);
        for finding in &mut check.findings {
            let key = finding.key();
            let change = match known.keys.get(key.as_str()) {
                None => FindingChange { new: true, causes: past.causes(&id, &key, true)? },
                Some(before) if before.waived && !finding.is_waived() => {
                    FindingChange { new: true, causes: lapse(finding) }
                }
                Some(_) => FindingChange { new: false, causes: Vec::new() },
            };
            if !finding.is_waived() {
                new += usize::from(change.new);
                still_open += usize::from(!change.new);
            }
            finding.change = Some(change);
        }
    }
    let mut fixed = Vec::new();
    for (check, finding) in gone {
        let causes = past.causes(&check, &finding.key, false)?;
        fixed.push(FixedFinding { causes, check, thing: finding.thing, message: finding.message });
    }
    report.comparison = Some(AuditComparison {
        against: against.to_owned(),
        today: then.today.clone(),
        data_changed: moved.data,
        scripts_changed: moved.scripts,
        new,
        still_open,
        fixed,
        outcomes: outcomes(report, then, ids),
        as_unknown: as_unknown(report, then),
    });
    Ok(())
}

/// Why a finding came back that was waived.
fn lapse(finding: &Finding) -> Vec<Cause> {
    let cause = match finding.waiver.as_ref().map(|it| it.lapse) {
        Some(Some(Lapse::Day)) => Cause::Calendar,
        Some(Some(Lapse::Finding)) => Cause::Data,
        // The check changed, or the file of waivers.
        _ => Cause::Script,
    };
    vec![cause]
}

impl AuditOutcome {
    /// True when the findings are known, so that they can be compared.
    fn is_known(self) -> bool {
        !matches!(self, Self::Unknown | Self::Error)
    }
}

/// The findings of a check in an earlier audit, by key.
struct EarlierFindings<'a> {
    keys: BTreeMap<&'a str, &'a KnownFinding>,
}

impl<'a> EarlierFindings<'a> {
    fn of(then: &'a Baseline, id: &str) -> Self {
        let findings = then.checks.get(id).map_or(&[][..], |it| &it.findings);
        let keys = findings.iter().map(|it| (it.key.as_str(), it));
        Self { keys: keys.collect() }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    fn findings(&self) -> impl Iterator<Item = &'a KnownFinding> + '_ {
        self.keys.values().copied()
    }
}

/// The checks that are unknown for the same reason as then.
fn as_unknown(report: &Report, then: &Baseline) -> Vec<String> {
    let unknown = report.checks.iter().filter(|check| {
        let known = then.checks.get(&check.about.id);
        check.outcome == AuditOutcome::Unknown
            && known.is_some_and(|known| {
                known.outcome == AuditOutcome::Unknown
                    && known.reason == check.reason
                    && known.examined == check.examined
                    && known.digest == check.about.digest
            })
    });
    // Without a baseline for `no new`, something may be new.
    let unknown = unknown.filter(|it| !it.messages.iter().any(|it| it.code == Code::NoBaseline));
    unknown.map(|check| check.about.id.clone()).collect()
}

/// The checks whose outcome changed; of those that were not run, only those that no script has any more.
fn outcomes(report: &Report, then: &Baseline, ids: &BTreeSet<String>) -> Vec<OutcomeChange> {
    let now: BTreeMap<&str, &CheckResult> =
        report.checks.iter().map(|check| (check.about.id.as_str(), check)).collect();
    let vanished = then.checks.keys().filter(|id| !ids.contains(*id));
    let all: BTreeSet<&str> = now.keys().copied().chain(vanished.map(String::as_str)).collect();
    let changes = all.into_iter().map(|id| OutcomeChange {
        check: id.to_owned(),
        before: then.checks.get(id).map(|known| known.outcome),
        now: now.get(id).map(|check| check.outcome),
    });
    changes.filter(|it| it.before != it.now).collect()
}

/// What has changed since then.
struct InputChanges {
    data: bool,
    scripts: bool,
    /// The checks that ask or expect something else, or are new.
    checks: BTreeSet<String>,
    calendar: bool,
}

impl InputChanges {
    fn between(report: &Report, then: &Baseline) -> Self {
        let asks_otherwise = |check: &&CheckResult| {
            let known = then.checks.get(&check.about.id);
            known.is_none_or(|known| known.digest != check.about.digest)
        };
        let checks = report.checks.iter().filter(asks_otherwise);
        let scripts = report.scripts.iter();
        let scripts = scripts.map(|script| (script.name.clone(), script.digest.clone()));
        Self {
            data: report.data.digest != then.data,
            scripts: scripts.collect::<BTreeMap<_, _>>() != then.scripts,
            checks: checks.map(|check| check.about.id.clone()).collect(),
            calendar: report.today != then.today,
        }
    }

    /// The changes that may affect a check.
    fn of(&self, check: &str) -> Vec<Cause> {
        let moved =
            [(Cause::Data, self.data), (Cause::Script, self.checks.contains(check)), (Cause::Calendar, self.calendar)];
        let moved = moved.into_iter().filter(|(_, moved)| *moved);
        moved.map(|(cause, _)| cause).collect()
    }
}

/// Today's audits with one input as it was then, each made at most once, on demand.
struct CounterfactualAudits<'a, 'b> {
    moved: &'a InputChanges,
    changed: &'a BTreeSet<String>,
    go_back: &'a mut CounterfactualRun<'b>,
    known: BTreeMap<Cause, Option<Baseline>>,
}

impl CounterfactualAudits<'_, '_> {
    /// What made a finding new, or gone: each change that would undo it alone. Where none would, or it cannot be found
    /// out, all candidates.
    fn causes(&mut self, check: &str, key: &str, new: bool) -> Result<Vec<Cause>, Faults> {
        let moved = self.moved.of(check);
        if moved.len() < 2 {
            return Ok(moved);
        }
        let mut causes = Vec::new();
        let mut untried = Vec::new();
        for cause in &moved {
            let Some(past) = self.counterfactual(*cause)? else {
                untried.push(*cause);
                continue;
            };
            let there = EarlierFindings::of(past, check).has(key);
            let known = past.checks.get(check);
            let judged = known.is_none_or(|known| known.outcome.is_known());
            if judged && there != new {
                causes.push(*cause);
            }
        }
        if causes.is_empty() {
            causes = if untried.is_empty() { moved } else { untried };
        }
        Ok(causes)
    }

    fn counterfactual(&mut self, cause: Cause) -> Result<Option<&Baseline>, Faults> {
        if !self.known.contains_key(&cause) {
            let past = (self.go_back)(cause, self.changed)?;
            self.known.insert(cause, past);
        }
        Ok(self.known.get(&cause).and_then(Option::as_ref))
    }
}
