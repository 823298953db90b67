//! A result of an audit made by hand: every outcome, every state of a waiver and of a finding, and texts
//! that would harm one format or another.

mod checks;
mod context;
mod why;

use std::collections::BTreeMap;

use caveat::audit::{
    AuditOutcome, BrokenScript, Cause, CheckMetadata, CheckResult, Data, FORMAT, File, Finding, FindingChange,
    FindingEvidence, FindingPicture, Lapse, Report, ScriptSummary, Severity, Waiver,
};
use caveat::base::Cut;
use caveat::exec::{self, Engine, SourceLocation};
use caveat::graph::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};

use checks::{checks, message};
use context::{comparison, coverage, suites};
use why::why_no_public_source;

/// Hostile names. The last ones are only unpleasant: wide, very long.
pub(super) const HOSTILE: [&str; 12] = [
    "\u{1b}[31mred\u{1b}[0m \u{1b}]8;;javascript:alert(1)\u{7}link\u{1b}]8;;\u{7}",
    "abc\u{202e}gpj.exe zero\u{200b}width\u{feff} \u{9b}31m",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[link](javascript:alert(1)) ![image](http://tracker.example/x.png)",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "]]> <!-- --> <![CDATA[ &amp; &#x1b;",
    "| pipe | `code` **bold** # heading",
    "\u{0}\u{8}\u{b}\u{c}\u{fffe}\u{ffff} forbidden in XML",
    "line\nbreak\r\nand\ttab </details></summary>",
    "\" onmouseover=\"alert(1)\" ' {0} {{1}}",
    "阿里云的隐私政策说明数据存储在新加坡和法兰克福的数据中心里 データは日本に保存されます",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsmitgliederversammlungsprotokollführerin",
];

fn digest(letter: char) -> String {
    letter.to_string().repeat(64)
}

fn file(name: &str, letter: char) -> File {
    File { name: name.to_owned(), digest: digest(letter) }
}

pub(crate) fn place(file: &str, line: u32) -> SourceLocation {
    let file = file.to_owned();
    SourceLocation { file, line }
}

fn facts(line: u32) -> SourceLocation {
    place("data/vendors/alibaba.ttl", line)
}

pub(crate) fn thing(kind: &str, local: &str, label: &str) -> exec::ThingIdentity {
    exec::ThingIdentity {
        iri: format!("https://w3id.org/caveat/id/alibaba/{local}"),
        short: format!("ali:{local}"),
        label: label.to_owned(),
        kind: kind.to_owned(),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

fn shown_values(pairs: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let pairs = pairs.iter();
    pairs.map(|(name, values)| ((*name).to_owned(), texts(values))).collect()
}

fn citation(local: &str, source: &str, address: &str, line: u32) -> FindingEvidence {
    FindingEvidence {
        role: "citation".to_owned(),
        thing: thing("citation", local, ""),
        shown: shown_values(&[("source", &[source]), ("state", &["verified"]), ("retrieved", &[])]),
        addresses: Cut::complete(texts(&[address])).and_more(2),
        place: Some(facts(line)),
    }
}

fn caveat(text: &str, line: u32) -> FindingEvidence {
    FindingEvidence {
        role: "caveat".to_owned(),
        thing: thing("caveat", "subprocessors-k1", text),
        shown: shown_values(&[("kind", &["condition"])]),
        addresses: Cut::default(),
        place: Some(facts(line)),
    }
}

pub(crate) fn finding(thing: exec::ThingIdentity, message: &str, line: u32) -> Finding {
    Finding {
        message: message.to_owned(),
        shown: shown_values(&[("vendor", &["Alibaba Cloud"]), ("statement", &[&thing.label])]),
        place: Some(facts(line)),
        why: Some(why_no_public_source(&thing)),
        evidence: Vec::new(),
        fingerprint: "0123456789abcdef".to_owned(),
        waiver: None,
        change: Some(FindingChange { new: false, causes: Vec::new() }),
        picture: Some(FindingPicture::Drawn(picture(&thing))),
        thing: Some(thing),
    }
}

/// A thing on a source, both with the words of the thing.
fn picture(thing: &exec::ThingIdentity) -> Drawing {
    let node = |role: SupportRole| DrawingNode {
        name: thing.short.clone(),
        label: thing.label.clone(),
        kind: thing.kind.clone(),
        remarks: vec![thing.label.clone()],
        role,
        marks: vec![Mark::Weak],
        count: 1,
    };
    Drawing {
        title: format!("What {} stands on", thing.short),
        nodes: vec![node(SupportRole::Supported), node(SupportRole::Ground)],
        links: vec![DrawingLink { from: 0, to: 1, line: LineKind::Support, label: thing.label.clone(), count: 2 }],
        notes: vec![thing.label.clone()],
    }
}

fn waiver(holds: bool) -> Waiver {
    Waiver {
        reason: "The list was read during the tender under NDA; a copy is filed.".to_owned(),
        owner: "privacy office".to_owned(),
        until: if holds { "2027-01-31" } else { "2026-10-01" }.to_owned(),
        place: place("waivers.toml", if holds { 3 } else { 11 }),
        holds,
        lapsed: if holds { "" } else { "expired on 2026-10-01" }.to_owned(),
        lapse: (!holds).then_some(Lapse::Day),
    }
}

fn new_change(causes: &[Cause]) -> Option<FindingChange> {
    Some(FindingChange { new: true, causes: causes.to_vec() })
}

/// A check of `queries/evidence.cav`.
pub(crate) fn check(id: &str, title: &str, severity: Severity, outcome: AuditOutcome) -> CheckResult {
    CheckResult {
        about: CheckMetadata {
            id: id.to_owned(),
            title: title.to_owned(),
            severity,
            owner: Some("privacy office".to_owned()),
            tags: texts(&["evidence", "gdpr"]),
            references: texts(&["GDPR Art. 28(2)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"]),
            because: Some("A claim that nobody outside can check is a promise, not evidence.".to_owned()),
            fix: Some("Ask the vendor for a public page, or file a copy and cite it.".to_owned()),
            expected: "none".to_owned(),
            question: "which claims lack a public source".to_owned(),
            digest: "fedcba9876543210".to_owned(),
            place: place("queries/evidence.cav", 12),
        },
        outcome,
        reason: "as expected, none".to_owned(),
        examined: Some(31),
        examined_noun: "claims".to_owned(),
        unjudged: 0,
        evaluator: Some(Engine::Native),
        notes: Vec::new(),
        findings: Vec::new(),
        messages: Vec::new(),
        milliseconds: None,
    }
}

/// Everything that a report can hold.
pub(super) fn full() -> Report {
    let checks = checks();
    let script =
        |name: &str, letter| ScriptSummary { name: name.to_owned(), digest: digest(letter), checks: 3, questions: 1 };
    Report {
        data: Data {
            digest: digest('0'),
            facts: 1234,
            files: vec![file("data/vendors/alibaba.ttl", 'a'), file("data/vocabulary.ttl", 'b')],
        },
        scripts: vec![script("queries/evidence.cav", 'c'), script("queries/with space & <b>.cav", 'd')],
        waivers: Some(file("waivers.toml", 'e')),
        revision: Some("main (5d6e7f8)".to_owned()),
        parameters: BTreeMap::from([
            ("age".to_owned(), "12 months".to_owned()),
            ("who".to_owned(), HOSTILE[2].to_owned()),
        ]),
        suites: suites(),
        broken: vec![BrokenScript { name: "queries/broken.cav".to_owned(), messages: vec![message()] }],
        notes: texts(&["the waiver at waivers.toml:20 waives nothing", HOSTILE[8]]),
        coverage: Some(coverage()),
        comparison: Some(comparison()),
        exit_code: 2,
        ..report_of(checks)
    }
}

/// A report of some checks, and nothing else.
pub(crate) fn report_of(checks: Vec<CheckResult>) -> Report {
    let counts = AuditOutcome::ALL.map(|outcome| {
        let count = checks.iter().filter(|it| it.outcome == outcome).count();
        (outcome.word(), count)
    });
    let severities = Severity::ALL.map(|severity| {
        let of_it = checks.iter().filter(|it| it.about.severity == severity);
        let open = of_it.flat_map(|it| &it.findings).filter(|it| !it.is_waived());
        (severity.word(), open.count())
    });
    Report {
        format: FORMAT,
        program: "caveat 0.1.0".to_owned(),
        today: "2026-11-23".to_owned(),
        of: None,
        revision: None,
        data: Data { digest: digest('0'), facts: 1234, files: vec![file("data/vendors/alibaba.ttl", 'a')] },
        scripts: Vec::new(),
        waivers: None,
        parameters: BTreeMap::new(),
        outcome: checks.iter().map(|it| it.outcome).max().unwrap_or(AuditOutcome::Unknown),
        exit_code: 0,
        fail_on: Severity::Info,
        only_new: false,
        checks_by_outcome: BTreeMap::from(counts),
        findings_by_severity: BTreeMap::from(severities),
        suites: Vec::new(),
        checks,
        broken: Vec::new(),
        notes: Vec::new(),
        coverage: None,
        comparison: None,
        milliseconds: None,
    }
}

/// The smallest results: all is well, and nothing was run.
pub(super) fn small() -> [Report; 2] {
    let passing = check("evidence/sources-used", "Every source is cited", Severity::Low, AuditOutcome::Pass);
    let mut nothing = report_of(Vec::new());
    nothing.exit_code = 3;
    [report_of(vec![passing]), nothing]
}

/// Every report for the tests of formats.
pub(super) fn all() -> Vec<Report> {
    let mut timed = full();
    timed.milliseconds = Some(1234);
    for check in &mut timed.checks {
        check.milliseconds = Some(56);
    }
    let [passing, nothing] = small();
    vec![full(), timed, passing, nothing]
}
