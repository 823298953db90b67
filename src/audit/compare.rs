//! One audit held against an earlier one: what is new, fixed, still open, and for each change whether
//! the facts, the script or only the calendar made it. The cause is found by going back: an audit of now
//! with one of the three as it was then.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::baseline::{Baseline, Known, KnownFinding, key};
use crate::audit::report::{
    Cause, Change, Check, Comparison, Fixed, Outcome, OutcomeChange, Report,
};
use crate::base::Diagnostic;

/// Runs checks, by their ids, with one thing as it was then; none where that cannot be done.
pub type GoBack<'a> =
    dyn FnMut(Cause, &BTreeSet<String>) -> Result<Option<Baseline>, Vec<Diagnostic>> + 'a;

/// Adds to a report how it stands to an earlier audit. `against` names that one.
///
/// # Errors
/// As going back.
pub fn compare(
    report: &mut Report,
    then: &Baseline,
    against: &str,
    go_back: &mut GoBack<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let mut gone: Vec<(String, KnownFinding)> = Vec::new();
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for check in &report.checks {
        if !check.outcome.is_known() {
            continue;
        }
        let known = then.checks.get(&check.about.id);
        if check
            .findings
            .iter()
            .any(|it| is_new(key(it.thing.as_ref()), known))
        {
            changed.insert(check.about.id.clone());
        }
        let before = known.map_or(&[][..], |known| known.findings.as_slice());
        for finding in before {
            let mut now = check.findings.iter();
            if !now.any(|it| key(it.thing.as_ref()) == finding.key()) {
                gone.push((check.about.id.clone(), finding.clone()));
                changed.insert(check.about.id.clone());
            }
        }
    }
    let moved = Moved::between(report, then);
    let mut past = Past {
        moved: &moved,
        changed: &changed,
        go_back,
        known: BTreeMap::new(),
    };
    let mut new = 0;
    let mut still_open = 0;
    for check in &mut report.checks {
        let known = then.checks.get(&check.about.id);
        let id = check.about.id.clone();
        if !check.outcome.is_known() {
            continue;
        }
        for finding in &mut check.findings {
            let key = key(finding.thing.as_ref()).to_owned();
            let is_new = is_new(&key, known);
            let causes = if is_new {
                past.causes(&id, &key, true)?
            } else {
                Vec::new()
            };
            if !finding.is_waived() {
                new += usize::from(is_new);
                still_open += usize::from(!is_new);
            }
            finding.change = Some(Change {
                new: is_new,
                causes,
            });
        }
    }
    let mut fixed = Vec::new();
    for (check, finding) in gone {
        let causes = past.causes(&check, finding.key(), false)?;
        fixed.push(Fixed {
            causes,
            check,
            thing: finding.thing,
            message: finding.message,
        });
    }
    report.comparison = Some(Comparison {
        against: against.to_owned(),
        today: then.today.clone(),
        data_changed: moved.data,
        scripts_changed: moved.scripts,
        new,
        still_open,
        fixed,
        outcomes: outcomes(report, then),
    });
    Ok(())
}

impl Outcome {
    /// True when what was found is known: there is something to compare.
    fn is_known(self) -> bool {
        !matches!(self, Self::Unknown | Self::Error)
    }
}

fn is_new(key: &str, known: Option<&Known>) -> bool {
    !known.is_some_and(|known| known.findings.iter().any(|it| it.key() == key))
}

/// The checks that ended otherwise.
fn outcomes(report: &Report, then: &Baseline) -> Vec<OutcomeChange> {
    let now: BTreeMap<&str, &Check> = report
        .checks
        .iter()
        .map(|check| (check.about.id.as_str(), check))
        .collect();
    let ids: BTreeSet<&str> = now
        .keys()
        .copied()
        .chain(then.checks.keys().map(String::as_str))
        .collect();
    let changes = ids.into_iter().map(|id| OutcomeChange {
        check: id.to_owned(),
        before: then.checks.get(id).map(|known| known.outcome),
        now: now.get(id).map(|check| check.outcome),
    });
    changes.filter(|it| it.before != it.now).collect()
}

/// What is other than then.
struct Moved {
    data: bool,
    scripts: bool,
    /// The checks that ask or expect something else, or were not there.
    checks: BTreeSet<String>,
    calendar: bool,
}

impl Moved {
    fn between(report: &Report, then: &Baseline) -> Self {
        let asks_the_same = |check: &&Check| {
            let known = then.checks.get(&check.about.id);
            known.is_none_or(|known| known.digest != check.about.digest)
        };
        let checks = report.checks.iter().filter(asks_the_same);
        let scripts = report.scripts.iter();
        let scripts = scripts.map(|script| (script.name.clone(), script.digest.clone()));
        Self {
            data: report.data.digest != then.data,
            scripts: scripts.collect::<BTreeMap<_, _>>() != then.scripts,
            checks: checks.map(|check| check.about.id.clone()).collect(),
            calendar: report.today != then.today,
        }
    }

    /// What may have made a difference to a check.
    fn of(&self, check: &str) -> Vec<Cause> {
        let moved = [
            (Cause::Data, self.data),
            (Cause::Script, self.checks.contains(check)),
            (Cause::Calendar, self.calendar),
        ];
        let moved = moved.into_iter().filter(|(_, moved)| *moved);
        moved.map(|(cause, _)| cause).collect()
    }
}

/// Audits of now with one thing as it was then, each made once and only if it is needed.
struct Past<'a, 'b> {
    moved: &'a Moved,
    changed: &'a BTreeSet<String>,
    go_back: &'a mut GoBack<'b>,
    known: BTreeMap<Cause, Option<Baseline>>,
}

impl Past<'_, '_> {
    /// What made a finding new, or gone: what alone would undo it. Where nothing alone does, or it
    /// cannot be found out, all that moved.
    fn causes(&mut self, check: &str, key: &str, new: bool) -> Result<Vec<Cause>, Vec<Diagnostic>> {
        let moved = self.moved.of(check);
        if moved.len() < 2 {
            return Ok(moved);
        }
        let mut causes = Vec::new();
        let mut untried = Vec::new();
        for cause in &moved {
            let Some(past) = self.past(*cause)? else {
                untried.push(*cause);
                continue;
            };
            let known = past.checks.get(check);
            let there = !is_new(key, known);
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

    fn past(&mut self, cause: Cause) -> Result<Option<&Baseline>, Vec<Diagnostic>> {
        if !self.known.contains_key(&cause) {
            let past = (self.go_back)(cause, self.changed)?;
            self.known.insert(cause, past);
        }
        Ok(self.known.get(&cause).and_then(Option::as_ref))
    }
}
