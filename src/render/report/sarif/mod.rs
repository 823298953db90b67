//! SARIF 2.1.0: checks are rules, findings are results with the line of the fact, so that a code host shows them beside
//! the change. A check that passes has no result. One that cannot be decided is a result of the kind `open`, shown like
//! a finding; a check or script at fault is reported as a fault of the run.

mod shape;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::audit::{self, AuditOutcome, CheckResult, Finding, FindingEvidence, Report, Severity};
use crate::base::{Limit, visible};
use crate::exec::SourceLocation;
use crate::render::json::escape_hostile;
use crate::render::markdown::escape_line;
use crate::render::report::budget::spend_on_finding;
use crate::render::report::reasons::lines;
use crate::render::report::words::{count_outcome, describe_exit_code, format_evidence, format_location, waiver};
use shape::{
    Artifact, ArtifactLocation, Configuration, Driver, Invocation, Location, Log, Notification, PhysicalLocation,
    Reference, Region, RuleProperties, RunProperties, SarifRule, SarifRun, Suppression, Text, Tool, UriBase,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The base of file names, which code hosts take for the root of the repository.
const ROOT: &str = "%SRCROOT%";
/// The name of our fingerprint, with the version of its method.
const FINGERPRINT: &str = "caveatFinding/v1";
/// The whole as one log with one run.
pub(super) fn write(report: &Report) -> String {
    let (name, version) = match report.program.rsplit_once(' ') {
        Some((name, version)) => (name, Some(version)),
        None => (report.program.as_str(), None),
    };
    let root = UriBase { description: plain("The root of the workspace.") };
    let run = SarifRun {
        tool: Tool {
            driver: Driver {
                name: name.to_owned(),
                version: version.map(str::to_owned),
                rules: report.checks.iter().map(rule).collect(),
            },
        },
        invocations: [invocation(report)],
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        artifacts: artifacts(report),
        results: results(report),
        column_kind: "unicodeCodePoints",
        properties: RunProperties {
            today: report.today.clone(),
            of: report.of.as_ref().map(|it| it.name.clone()),
            revision: report.revision.clone(),
            data: report.data.digest.clone(),
            facts: report.data.facts,
            outcome: report.outcome.word(),
            checks_by_outcome: report.checks_by_outcome.clone(),
        },
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    let text = serde_json::to_string_pretty(&log).expect("a log is always JSON");
    escape_hostile(&text) + "\n"
}

fn rule(check: &CheckResult) -> SarifRule {
    let about = &check.about;
    let because = about.because.as_deref().unwrap_or(&about.title);
    let fix = about.fix.as_deref().unwrap_or("This check does not say what to do.");
    let mut markdown = escape_line(fix);
    for reference in &about.references {
        markdown.push_str(&format!("\n\n- {}", escape_line(reference)));
    }
    SarifRule {
        id: about.id.clone(),
        name: about.id.clone(),
        short_description: plain(&about.title),
        full_description: plain(because),
        default_configuration: Configuration { level: level(about.severity) },
        help: Text { markdown: Some(literal(&markdown)), ..plain(fix) },
        properties: RuleProperties {
            tags: about.tags.clone(),
            severity: about.severity.word(),
            owner: about.owner.clone(),
            references: about.references.clone(),
            expected: about.expected.clone(),
            question: about.question.clone(),
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn results(report: &Report) -> Vec<shape::SarifResult> {
    let mut out = Vec::new();
    for (index, check) in report.checks.iter().enumerate() {
        if check.outcome == AuditOutcome::Unknown {
            out.push(undecided_result(report, check, index));
        }
        let findings = check.findings.iter();
        out.extend(findings.map(|it| result(report, check, index, it)));
    }
    out
}

fn result(report: &Report, check: &CheckResult, index: usize, finding: &Finding) -> shape::SarifResult {
    spend_on_finding();
    let about = &check.about;
    let iri = finding.thing.as_ref().map_or("", |thing| &thing.iri);
    let place = finding.place.as_ref().unwrap_or(&about.place);
    let holding = finding.waiver.iter().filter(|it| it.holds);
    let suppression = |it: &audit::Waiver| Suppression {
        kind: "external",
        status: "accepted",
        justification: visible(&waiver(it)).into_owned(),
        location: location(&it.place),
    };
    let change = finding.change.as_ref();
    let state = report.comparison.as_ref().map(|_| if change.is_none_or(|it| it.new) { "new" } else { "unchanged" });
    let mut properties = BTreeMap::from([("severity", about.severity.word().to_owned())]);
    if !iri.is_empty() {
        properties.insert("thing", iri.to_owned());
    }
    shape::SarifResult {
        rule_id: about.id.clone(),
        rule_index: index,
        kind: "fail",
        level: level(about.severity),
        message: plain(&message(finding)),
        locations: vec![location(place)],
        related_locations: evidence_locations(&finding.evidence),
        partial_fingerprints: fingerprint(&[&about.id, iri, &finding.fingerprint]),
        baseline_state: state,
        suppressions: holding.map(suppression).collect(),
        properties,
    }
}

/// A check that cannot be decided, at the line where it is written.
fn undecided_result(report: &Report, check: &CheckResult, index: usize) -> shape::SarifResult {
    let about = &check.about;
    let state = report.comparison.as_ref().map(|comparison| {
        let changed = &mut comparison.outcomes.iter();
        if changed.any(|it| it.check == about.id) { "new" } else { "unchanged" }
    });
    let text = format!("undecided: {}", check.reason);
    shape::SarifResult {
        rule_id: about.id.clone(),
        rule_index: index,
        kind: "open",
        level: "none",
        message: plain(&text),
        locations: vec![location(&about.place)],
        related_locations: Vec::new(),
        partial_fingerprints: fingerprint(&[&about.id, "", "unknown"]),
        baseline_state: state,
        suppressions: Vec::new(),
        properties: BTreeMap::new(),
    }
}

/// The sentence and, below it, the explanation.
fn message(finding: &Finding) -> String {
    let mut text = vec![finding.message.clone()];
    let lapsed = finding.waiver.iter().filter(|it| !it.holds);
    text.extend(lapsed.map(waiver));
    for line in finding.why.iter().flat_map(|why| lines(why, Some(Limit::LevelsForCi))) {
        text.push(format!("{}- {}", "  ".repeat(line.depth), line.text));
    }
    text.join("\n")
}

fn evidence_locations(evidence: &[FindingEvidence]) -> Vec<Location> {
    let placed = evidence.iter().filter_map(|it| Some((it, it.place.as_ref()?)));
    let related = placed.enumerate().map(|(index, (evidence, place))| Location {
        id: Some(index + 1),
        message: Some(plain(&format_evidence(evidence))),
        ..location(place)
    });
    related.collect()
}

fn fingerprint(parts: &[&str]) -> BTreeMap<&'static str, String> {
    let digest = Sha256::digest(parts.join("\0"));
    let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    BTreeMap::from([(FINGERPRINT, hexadecimal)])
}

fn location(place: &SourceLocation) -> Location {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: file(&place.file),
            region: (place.line > 0).then_some(Region { start_line: place.line }),
        },
        message: None,
    }
}

/// The path as a relative URI: all but letters, digits and `/-._~` as `%XX`.
fn file(path: &str) -> ArtifactLocation {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(byte.into());
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    ArtifactLocation { uri, uri_base_id: ROOT }
}

fn artifacts(report: &Report) -> Vec<Artifact> {
    let artifact = |name: &str, digest: &str, role: &'static str| Artifact {
        location: file(name),
        roles: [role],
        hashes: BTreeMap::from([("sha-256", digest.to_owned())]),
    };
    let facts = report.data.files.iter();
    let facts = facts.map(|it| artifact(&it.name, &it.digest, "analysisTarget"));
    let scripts = report.scripts.iter();
    let scripts = scripts.map(|it| artifact(&it.name, &it.digest, "userSpecifiedConfiguration"));
    let waivers = report.waivers.iter();
    let waivers = waivers.map(|it| artifact(&it.name, &it.digest, "userSpecifiedConfiguration"));
    facts.chain(scripts).chain(waivers).collect()
}

fn invocation(report: &Report) -> Invocation {
    let notifications = notifications(report);
    Invocation {
        execution_successful: report.broken.is_empty() && count_outcome(report, AuditOutcome::Error) == 0,
        exit_code: report.exit_code,
        exit_code_description: describe_exit_code(report),
        tool_execution_notifications: notifications,
    }
}

/// Checks and scripts that are at fault themselves.
fn notifications(report: &Report) -> Vec<Notification> {
    let mut out = Vec::new();
    for script in &report.broken {
        let top = SourceLocation { file: script.name.clone(), line: 1 };
        let messages = script.messages.iter();
        out.extend(messages.map(|it| notification(it, &top, None)));
    }
    for (index, check) in report.checks.iter().enumerate() {
        if check.outcome == AuditOutcome::Error {
            let rule = || Reference { id: check.about.id.clone(), index: Some(index) };
            let messages = check.messages.iter();
            let place = &check.about.place;
            out.extend(messages.map(|it| notification(it, place, Some(rule()))));
        }
    }
    out
}

fn notification(message: &audit::Message, place: &SourceLocation, rule: Option<Reference>) -> Notification {
    Notification {
        descriptor: Reference { id: message.code.to_string(), index: None },
        associated_rule: rule,
        level: "error",
        message: plain(&message_text(message)),
        locations: vec![location(message.place.as_ref().unwrap_or(place))],
    }
}

fn message_text(message: &audit::Message) -> String {
    let place = message.place.as_ref().map(|place| format!("{}: ", format_location(place)));
    let mut text = format!("{}{}", place.unwrap_or_default(), message.message);
    for help in &message.help {
        text.push('\n');
        text.push_str(help);
    }
    text
}

/// Text that shows as it is: without links, placeholders or hostile characters; line breaks stay.
fn plain(text: &str) -> Text {
    let lines = text.lines().map(|line| visible(line).replace("](", "] ("));
    Text { text: literal(&lines.collect::<Vec<_>>().join("\n")), markdown: None }
}

/// SARIF takes braces for placeholders; doubled, they stand for themselves.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
