//! Limits of reports: how many findings, and how far each is explained.

use caveat::audit::{AuditOutcome, CheckResult, Finding, FindingPicture, Report, Severity};
use caveat::base::Cut;
use caveat::exec::{Connective, Reason, Truth, Why};
use caveat::render::{Detail, ReportFormat, ReportOptions, write_report};

use crate::cli::{caveat, ran};
use crate::limits::each;
use crate::reports::sample::{check, finding, of, thing};
use crate::world::{TODAY, root};

fn written(report: &Report, format: ReportFormat, detail: Detail) -> String {
    write_report(report, format, ReportOptions { detail, ..ReportOptions::default() })
}

/// A finding without any explanation.
fn found(at: usize) -> Finding {
    let thing = thing("claim", &format!("c{at}"), "");
    Finding { why: None, evidence: Vec::new(), picture: None, change: None, ..finding(thing, "is found", 3) }
}

/// A check with so many findings.
fn failing(at: usize, many: usize) -> CheckResult {
    let mut check = check(&format!("check-{at}"), "A check", Severity::High, AuditOutcome::Fail);
    check.findings = (0..many).map(|it| found(100 * at + it)).collect();
    check
}

/// Checks with three findings each, the last with fewer.
pub(super) fn brief_findings(many: usize) -> String {
    let full = (0..many / 3).map(|at| failing(at, 3));
    let rest = Some(many % 3).filter(|it| *it > 0).map(|it| failing(many, it));
    // Those that do not fit into the room for ten are of further checks.
    let mut checks: Vec<CheckResult> = full.chain(rest).collect();
    if many > 10 {
        checks.push(checks[3].clone());
        checks[3].findings.truncate(1);
        checks[4].findings.truncate(1);
    }
    written(&of(checks), ReportFormat::Terminal, Detail::Brief)
}

pub(super) fn brief_of_check(many: usize) -> String {
    written(&of(vec![failing(0, many)]), ReportFormat::Terminal, Detail::Brief)
}

pub(super) fn brief_unknown(many: usize) -> String {
    let unknown = (0..many).map(|at| check(&format!("check-{at}"), "A check", Severity::High, AuditOutcome::Unknown));
    let text = written(&of(unknown.collect()), ReportFormat::Terminal, Detail::Brief);
    text.lines().find(|it| it.starts_with("nobody can say")).unwrap().to_owned()
}

/// A reason made of reasons inside one another, so many levels in all.
fn nested(levels: usize) -> Why {
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

fn explained(levels: usize, severity: Severity, format: ReportFormat) -> String {
    let mut check = check("check", "A check", severity, AuditOutcome::Fail);
    check.findings = vec![Finding { why: Some(nested(levels)), ..found(0) }];
    written(&of(vec![check]), format, Detail::Findings)
}

pub(super) fn levels_few(many: usize) -> String {
    explained(many, Severity::High, ReportFormat::Terminal)
}

pub(super) fn levels_some(many: usize) -> String {
    explained(many, Severity::Critical, ReportFormat::Terminal)
}

pub(super) fn levels_for_ci(many: usize) -> String {
    let junit = explained(many, Severity::High, ReportFormat::Junit);
    let sarif = explained(many, Severity::High, ReportFormat::Sarif);
    let marker = "and 1 more line: `--format json`";
    assert_eq!(junit.contains(marker), sarif.contains(marker));
    junit
}

pub(super) fn levels_in_markdown(many: usize) -> String {
    explained(many, Severity::High, ReportFormat::Markdown)
}

/// Two findings, before the second of which one byte less than so many stands, without what folds them.
pub(super) fn explained_bytes(many: usize) -> String {
    let mut check = check("check", "A check", Severity::High, AuditOutcome::Fail);
    check.findings = vec![found(0), found(1)];
    let written = |check: &CheckResult| written(&of(vec![check.clone()]), ReportFormat::Markdown, Detail::Findings);
    let small = written(&check);
    let (folding, body) = (small.find("\n<details>").unwrap(), small.find("</summary>\n\n").unwrap() + 12);
    let second = small.rfind("- **is found**").unwrap();
    check.findings[0].message.push_str(&"x".repeat(many - 1 - (second - (body - folding))));
    written(&check)
}

/// So many bytes of pictures: a picture has some thousands, so that the next one is too much.
pub(super) fn picture_bytes(many: usize) -> String {
    let full = many > caveat::base::Limit::PictureBytes.most();
    let mut check = check("check", "A check", Severity::High, AuditOutcome::Fail);
    let drawn = finding(thing("claim", "c0", ""), "is found", 3).picture;
    let Some(FindingPicture::Drawn(drawing)) = drawn else { panic!("the sample has a picture") };
    let findings = (0..if full { 600 } else { 100 })
        .map(|at| Finding { picture: Some(FindingPicture::Drawn(drawing.clone())), ..found(at) });
    check.findings = findings.collect();
    written(&of(vec![check]), ReportFormat::Html, Detail::Findings)
}

/// The report on one claim, audited in a folder of its own.
fn audited(facts: &str, format: &str) -> String {
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
    let ran = ran(caveat(folder.path()).args(["audit", "--today", TODAY, "--format", format]));
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.out
}

pub(super) fn finding_boxes(many: usize) -> String {
    let rest = |it| format!("x:c cv:restsOn x:r{it} .\nx:r{it} a cv:Claim ; cv:vendor x:v ; cv:statement \"R\" .\n");
    let facts = format!("x:c a cv:Claim ; cv:vendor x:v ; cv:statement \"Top.\" .\n{}", each(many - 1, rest));
    audited(&facts, "html")
}

/// A citation of which so many addresses are said.
pub(super) fn addresses(many: usize) -> String {
    let address = |it| format!("x:s cv:url \"https://x.example/page/{it}\" .\n");
    let facts = format!(
        "x:c a cv:Claim ; cv:vendor x:v ; cv:statement \"Top.\" ; cv:citation x:k .\nx:k a cv:Citation ; cv:source x:s .\n\
         x:s a cv:Source ; cv:label \"S\" ; cv:access cv:login .\n{}",
        each(many, address)
    );
    audited(&facts, "json")
}
