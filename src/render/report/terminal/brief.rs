//! What a buyer has to do, in order: how the audit ended, the most severe open findings, what could not be decided, the
//! numbers.

use anstyle::Style;

use crate::audit::{AuditOutcome, CheckResult, Finding, Report};
use crate::base::{Cut, Limit, format_count};
use crate::render::report::terminal::finding;
use crate::render::report::terminal::paper::TerminalWriter;
use crate::render::report::terminal::parts::{differences, notes, numbers, script_errors, style, verdict};
use crate::render::report::words::format_examined;

/// The most characters of a label that is a name; a longer one is a sentence.
const NAME: usize = 40;

pub(super) fn write(report: &Report, paper: &mut TerminalWriter) {
    verdict(report, paper);
    paper.gap();
    script_errors(report, paper);
    let ended = |outcome| report.checks.iter().filter(move |it| it.outcome == outcome);
    for check in ended(AuditOutcome::Error) {
        finding::write_check(check, false, paper);
    }
    differences(report, paper);
    findings(report, paper);
    let unknown: Vec<&CheckResult> = ended(AuditOutcome::Unknown).filter(|it| report.counts(it)).collect();
    if !unknown.is_empty() {
        let count = format_count(unknown.len(), "check");
        let named = Cut::of(unknown, Limit::BriefUnknown).map(|it| it.about.id.as_str());
        paper.line(0, &format!("{count} could not be decided, which is not a pass: {}", named.comma_list()));
        paper.gap();
    }
    notes(report, paper);
    numbers(report, paper);
    paper.line(0, "more: --detail overview shows every check, --detail findings every finding and why");
}

/// The open findings of checks that count, those of the most severe checks first.
fn findings(report: &Report, paper: &mut TerminalWriter) {
    let open = |check: &CheckResult| check.findings.iter().filter(|it| is_open(report, it)).count();
    let mut checks: Vec<&CheckResult> = report.checks.iter().filter(|it| report.counts(it) && open(it) > 0).collect();
    checks.sort_by_key(|it| std::cmp::Reverse(it.about.severity));
    let (mut number, mut left) = (0, 0);
    for check in checks {
        // The most severe check must not hide the next.
        let room = Limit::BriefOfCheck.most().min(Limit::BriefFindings.most() - number);
        if room == 0 {
            left += open(check);
            continue;
        }
        let about = &check.about;
        let word = about.severity.word();
        paper.line_with_label(
            0,
            style(check.outcome),
            word,
            word.len() + 2,
            &format!("does not hold: {} ({})", about.title, about.id),
        );
        if check.unjudged > 0 {
            paper.line(2, &format_examined(check));
        }
        if let Some(fix) = &about.fix {
            paper.line(2, &format!("fix: {fix}"));
        }
        let listed = Cut::within(check.findings.iter().filter(|it| is_open(report, it)), room);
        for it in listed.items() {
            number += 1;
            let text = format!("{number}.");
            paper.line_with_label(2, Style::new(), &text, text.len() + 1, &finding_sentence(it));
            if let Some(label) = label(it).filter(|it| it.chars().count() > NAME) {
                paper.line(2 + text.len() + 1, &format!("“{label}”"));
            }
        }
        if listed.more() > 0 {
            paper.line(2, &format!("and {} more of this check", listed.more()));
        }
    }
    if left > 0 {
        paper.line(0, &format!("and {} of other checks", format_count(left, "open finding")));
    }
    if number > 0 {
        paper.gap();
    }
}

/// The label of a thing, if it is not just its short IRI.
fn label(finding: &Finding) -> Option<&str> {
    let thing = finding.thing.as_ref()?;
    Some(thing.label.as_str()).filter(|it| !it.is_empty() && *it != thing.short)
}

/// The sentence of the finding, with the label of its thing if that is short.
fn finding_sentence(finding: &Finding) -> String {
    let short = finding.thing.as_ref().map_or("", |it| it.short.as_str());
    match (label(finding), finding.message.strip_prefix(short)) {
        (Some(label), Some(rest)) if label.chars().count() <= NAME => format!("{label} ({short}){rest}"),
        _ => finding.message.clone(),
    }
}

/// True for a finding that is not waived and, if only new findings count, is new.
fn is_open(report: &Report, finding: &Finding) -> bool {
    !finding.is_waived() && (!report.only_new || finding.is_new())
}
