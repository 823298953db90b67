//! Limits of reports: how many findings, and how far each is explained.

use caveat::audit::{AuditOutcome, CheckResult, Finding, FindingPicture, Report, Severity};
use caveat::base::Cut;
use caveat::exec::{Connective, Reason, Truth, Why};
use caveat::render::{Detail, ReportFormat, ReportOptions, write_report};

use crate::cli::{caveat, run_command};
use crate::limits::each;
use crate::reports::sample::{check, finding, report_of, thing};
use crate::world::{TODAY, root};

fn report_text(report: &Report, format: ReportFormat, detail: Detail) -> String {
    write_report(report, format, ReportOptions { detail, ..ReportOptions::default() })
}

/// A finding without any explanation.
fn bare_finding(at: usize) -> Finding {
    let thing = thing("claim", &format!("c{at}"), "");
    Finding { why: None, evidence: Vec::new(), picture: None, change: None, ..finding(thing, "is found", 3) }
}

/// A check with this many findings.
fn failing_check(at: usize, many: usize) -> CheckResult {
    let mut check = check(&format!("check-{at}"), "A check", Severity::High, AuditOutcome::Fail);
    check.findings = (0..many).map(|it| bare_finding(100 * at + it)).collect();
    check
}

/// Checks with three findings each, the last with fewer.
pub(super) fn brief_findings(many: usize) -> String {
    let full = (0..many / 3).map(|at| failing_check(at, 3));
    let rest = Some(many % 3).filter(|it| *it > 0).map(|it| failing_check(many, it));
    // The findings beyond ten are of further checks.
    let mut checks: Vec<CheckResult> = full.chain(rest).collect();
    if many > 10 {
        checks.push(checks[3].clone());
        checks[3].findings.truncate(1);
        checks[4].findings.truncate(1);
    }
    report_text(&report_of(checks), ReportFormat::Terminal, Detail::Brief)
}

pub(super) fn brief_of_check(many: usize) -> String {
    report_text(&report_of(vec![failing_check(0, many)]), ReportFormat::Terminal, Detail::Brief)
}

pub(super) fn brief_unknown(many: usize) -> String {
    let unknown = (0..many).map(|at| check(&format!("check-{at}"), "A check", Severity::High, AuditOutcome::Unknown));
    let text = report_text(&report_of(unknown.collect()), ReportFormat::Terminal, Detail::Brief);
    text.lines().find(|it| it.contains("which is not a pass")).unwrap().to_owned()
}

/// A nested reason with this many levels.
fn nested_reason(levels: usize) -> Why {
    let mut reason: Option<Reason> = None;
    for level in (1..=levels).rev() {
        let parts = reason.into_iter().collect();
        reason = Some(Reason {
            said: format!("level {level}"),
            holds: Truth::Yes,
            found: String::new(),
            facts: Cut::default(),
            linked: Cut::default(),
            all: None,
            joint: Connective::All,
            parts,
            unexplained: false,
        });
    }
    Why { thing: thing("claim", "c0", ""), holds: Truth::Yes, reasons: reason.into_iter().collect() }
}

fn explanation_text(levels: usize, severity: Severity, format: ReportFormat) -> String {
    let mut check = check("check", "A check", severity, AuditOutcome::Fail);
    check.findings = vec![Finding { why: Some(nested_reason(levels)), ..bare_finding(0) }];
    report_text(&report_of(vec![check]), format, Detail::Findings)
}

pub(super) fn levels_few(many: usize) -> String {
    explanation_text(many, Severity::High, ReportFormat::Terminal)
}

pub(super) fn levels_some(many: usize) -> String {
    explanation_text(many, Severity::Critical, ReportFormat::Terminal)
}

pub(super) fn levels_for_ci(many: usize) -> String {
    let junit = explanation_text(many, Severity::High, ReportFormat::Junit);
    let sarif = explanation_text(many, Severity::High, ReportFormat::Sarif);
    let marker = "and 1 more line: `--format json`";
    assert_eq!(junit.contains(marker), sarif.contains(marker));
    junit
}

pub(super) fn levels_in_markdown(many: usize) -> String {
    explanation_text(many, Severity::High, ReportFormat::Markdown)
}

/// Two findings; the text before the second is one byte less than this, without its folding markup.
pub(super) fn bytes_of_explanations(many: usize) -> String {
    let mut check = check("check", "A check", Severity::High, AuditOutcome::Fail);
    check.findings = vec![bare_finding(0), bare_finding(1)];
    let report_text =
        |check: &CheckResult| report_text(&report_of(vec![check.clone()]), ReportFormat::Markdown, Detail::Findings);
    let small = report_text(&check);
    let (folding, body) = (small.find("\n<details>").unwrap(), small.find("</summary>\n\n").unwrap() + 12);
    let second = small.rfind("- **is found**").unwrap();
    check.findings[0].message.push_str(&"x".repeat(many - 1 - (second - (body - folding))));
    report_text(&check)
}

/// This many bytes of pictures: a picture has some thousands, so that the next one exceeds the limit.
pub(super) fn picture_bytes(many: usize) -> String {
    let full = many > caveat::base::Limit::PictureBytes.most();
    let mut check = check("check", "A check", Severity::High, AuditOutcome::Fail);
    let drawn = finding(thing("claim", "c0", ""), "is found", 3).picture;
    let Some(FindingPicture::Drawn(drawing)) = drawn else { panic!("the sample has a picture") };
    let findings = (0..if full { 600 } else { 100 })
        .map(|at| Finding { picture: Some(FindingPicture::Drawn(drawing.clone())), ..bare_finding(at) });
    check.findings = findings.collect();
    report_text(&report_of(vec![check]), ReportFormat::Html, Detail::Findings)
}

/// The report on one claim, audited in a folder of its own.
fn audit_claim(facts: &str, format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(path("data")).unwrap();
    std::fs::create_dir_all(path("queries")).unwrap();
    std::fs::copy(root().join("data/vocabulary.ttl"), path("data/vocabulary.ttl")).unwrap();
    let prefixes = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix x: <https://x.example/> .\n";
    std::fs::write(path("data/own.ttl"), format!("{prefixes}x:v a cv:Vendor ; cv:name \"V\" .\n{facts}")).unwrap();
    let script = "check public\n  title \"Claims have a public source\"\n  severity high\n  expect none\n  \
        which claims lack a public source\n";
    std::fs::write(path("queries/checks.cav"), script).unwrap();
    let ran = run_command(caveat(folder.path()).args(["audit", "--today", TODAY, "--format", format]));
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.out
}

pub(super) fn finding_boxes(many: usize) -> String {
    let rest = |it| format!("x:c cv:restsOn x:r{it} .\nx:r{it} a cv:Claim ; cv:vendor x:v ; cv:statement \"R\" .\n");
    let facts = format!("x:c a cv:Claim ; cv:vendor x:v ; cv:statement \"Top.\" .\n{}", each(many - 1, rest));
    audit_claim(&facts, "html")
}

/// A citation with this many addresses.
pub(super) fn addresses(many: usize) -> String {
    let address = |it| format!("x:s cv:url \"https://x.example/page/{it}\" .\n");
    let facts = format!(
        "x:c a cv:Claim ; cv:vendor x:v ; cv:statement \"Top.\" ; cv:citation x:k .\nx:k a cv:Citation ; cv:source x:s .\n\
         x:s a cv:Source ; cv:label \"S\" ; cv:access cv:login .\n{}",
        each(many, address)
    );
    audit_claim(&facts, "json")
}
