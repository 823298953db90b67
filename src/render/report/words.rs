//! What all reports for people say in the same words: numbers, causes, places, the parts of an explanation.

use crate::audit::{AuditComparison, AuditOutcome, Cause, CheckResult, FindingChange, FindingEvidence, Report, Waiver};
use crate::base::format_count;
use crate::exec::{self, SourceLocation};

/// How many findings are open, and how many are waived.
pub(super) fn count_findings(checks: &[CheckResult]) -> (usize, usize) {
    let all = checks.iter().flat_map(|check| &check.findings);
    let (waived, open): (Vec<_>, Vec<_>) = all.partition(|finding| finding.is_waived());
    (open.len(), waived.len())
}

/// How many checks have this outcome.
pub(super) fn count_outcome(report: &Report, outcome: AuditOutcome) -> usize {
    let checks = report.checks.iter();
    checks.filter(|check| check.outcome == outcome).count()
}

/// The outcome in a sentence, the worst first: `2 checks fail; 1 check is waived; 5 checks pass.`
pub(super) fn sentence(report: &Report) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !report.broken.is_empty() {
        let count = report.broken.len();
        parts.push(format!("{} could not be understood", format_count(count, "script")));
    }
    for outcome in AuditOutcome::ALL.into_iter().rev() {
        let count = count_outcome(report, outcome);
        if count > 0 {
            let checks = format_count(count, "check");
            parts.push(format!("{checks} {}", verb(outcome, count)));
        }
    }
    if report.checks.is_empty() {
        parts.push("no check was run".to_owned());
    }
    let text = parts.join("; ");
    match &report.of {
        Some(of) => format!("of {}: {text}.", of.name),
        None => format!("{text}."),
    }
}

/// The sentence with a capital letter.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}

fn verb(outcome: AuditOutcome, count: usize) -> &'static str {
    match (outcome, count) {
        (AuditOutcome::Error, 1) => "is faulty",
        (AuditOutcome::Error, _) => "are faulty",
        (AuditOutcome::Unknown, _) => "could not be decided",
        (AuditOutcome::Fail, 1) => "fails",
        (AuditOutcome::Fail, _) => "fail",
        (AuditOutcome::Waived, 1) => "is waived",
        (AuditOutcome::Waived, _) => "are waived",
        (AuditOutcome::Pass, 1) => "passes",
        (AuditOutcome::Pass, _) => "pass",
    }
}

/// `7 open findings, 2 waived`
pub(super) fn open_and_waived(open: usize, waived: usize) -> String {
    let open = format_count(open, "open finding");
    if waived == 0 { open } else { format!("{open}, {waived} waived") }
}

/// What the exit code means.
pub(super) fn describe_exit_code(report: &Report) -> String {
    let meaning = match report.exit_code {
        0 if count_outcome(report, AuditOutcome::Fail) + count_outcome(report, AuditOutcome::Unknown) > 0 => {
            "the checks that fail or are unknown do not count"
        }
        0 => "all checks pass or are waived",
        1 => "a check failed",
        2 => "a script or a check is faulty",
        3 => "undetermined: something could not be decided",
        _ => "the audit itself failed",
    };
    let mut text = format!("exit code {}: {meaning}", report.exit_code);
    if report.fail_on > crate::audit::Severity::Info {
        text.push_str(&format!("; findings below `{}` do not count", report.fail_on.word()));
    }
    if report.only_new {
        text.push_str("; only what is new counts");
    }
    text
}

/// How much was examined: `31 claims examined, 2 undecided`.
pub(super) fn format_examined(check: &CheckResult) -> String {
    let mut text = match check.examined {
        Some(count) => format!("{count} {} examined", check.examined_noun),
        None if check.outcome == AuditOutcome::Error => "nothing examined".to_owned(),
        None => "number examined unknown".to_owned(),
    };
    if check.unjudged > 0 {
        text.push_str(&format!(", {} undecided", check.unjudged));
    }
    text
}

/// `data/vendors/alibaba.ttl:239`
pub(super) fn format_location(place: &SourceLocation) -> String {
    format!("{}:{}", place.file, place.line)
}

/// A thing in a sentence: its label and its short IRI, if they differ.
pub(super) fn format_thing(thing: &exec::ThingIdentity) -> String {
    let name = if thing.label.is_empty() || thing.label == thing.short {
        thing.short.clone()
    } else {
        format!("{} ({})", thing.label, thing.short)
    };
    if thing.kind.is_empty() { name } else { format!("{} {name}", thing.kind) }
}

/// Something that belongs to a thing: `caveat Only for customers (ali:k1)`.
pub(super) fn format_evidence(evidence: &FindingEvidence) -> String {
    let named = format_thing(&evidence.thing);
    if evidence.thing.kind == evidence.role { named } else { format!("{}: {named}", evidence.role) }
}

/// How many web addresses are not listed, and where they are.
pub(super) fn more_addresses(evidence: &FindingEvidence) -> Option<String> {
    let more = evidence.addresses.more();
    let what = if more == 1 { "address" } else { "addresses" };
    (more > 0).then(|| format!("and {more} more {what}: `describe {}`", evidence.thing.short))
}

/// What made a difference: `only the date changed`, `the facts and the date changed`.
pub(super) fn causes(causes: &[Cause]) -> String {
    let what = |cause: &Cause| match cause {
        Cause::Data => "the facts",
        Cause::Script => "the check",
        Cause::Calendar => "the date",
    };
    match causes {
        [] => "for an unknown reason".to_owned(),
        [one] => format!("only {} changed", what(one)),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(what).collect();
            format!("{} and {} changed", first.join(", "), what(last))
        }
    }
}

/// How a finding compares with the earlier audit: `new: only the date changed`.
pub(super) fn describe_change(change: &FindingChange) -> String {
    if change.new { format!("new: {}", causes(&change.causes)) } else { "still open".to_owned() }
}

/// `waived until 2027-01-31 by privacy office: …`; for one that has lapsed, why.
pub(super) fn waiver(waiver: &Waiver) -> String {
    let Waiver { reason, owner, until, lapsed, .. } = waiver;
    if waiver.holds {
        format!("waived until {until} by {owner}: {reason}")
    } else {
        format!("no longer waived ({lapsed}); accepted until {until} by {owner}: {reason}")
    }
}

/// What changed between two audits, in a sentence.
pub(super) fn format_comparison(comparison: &AuditComparison, today: &str) -> String {
    let moved = [
        (comparison.data_changed, "the facts"),
        (comparison.scripts_changed, "the scripts"),
        (comparison.today != today, "the date"),
    ];
    let moved: Vec<&str> = moved.iter().filter(|it| it.0).map(|it| it.1).collect();
    let moved = match moved.as_slice() {
        [] => "facts, scripts and date are unchanged".to_owned(),
        [one] => format!("only {one} changed"),
        [first @ .., last] => format!("{} and {last} changed", first.join(", ")),
    };
    format!("{} new, {} still open, {} fixed; {moved}", comparison.new, comparison.still_open, comparison.fixed.len())
}

/// The word for an outcome, or for a check that was not there.
pub(super) fn outcome(outcome: Option<AuditOutcome>) -> &'static str {
    outcome.map_or("not there", AuditOutcome::word)
}
