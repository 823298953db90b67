//! The context of the checks in the sample: suites, coverage, a comparison.

use caveat::audit::{AuditComparison, AuditOutcome, Cause, FixedFinding, OutcomeChange, Suite, SuiteSection};
use caveat::exec::{CellRow, CellView, ComparisonTable, Grounds, NamedThing, PagesOnly, SideView, verdict_words};
use caveat::words::Verdict;

use crate::reports::sample::{HOSTILE, texts, thing};

fn named_thing(kind: &str, local: &str, name: &str) -> NamedThing {
    NamedThing { iri: format!("https://w3id.org/caveat/id/{kind}/{local}"), name: name.to_owned() }
}

/// A cell without a speaker.
fn cell_without_speaker(verdict: Verdict) -> CellView {
    CellView {
        verdict: Some(verdict),
        text: verdict_words(verdict).to_owned(),
        standing: None,
        speaker: None,
        date: None,
        sides: Vec::new(),
        values: Vec::new(),
        marks: Vec::new(),
        clear: false,
        records: Vec::new(),
    }
}

/// A yes or no with its speaker.
fn cell_with_speaker(verdict: Verdict, speaker: &str, standing: &'static str, marks: &[&str]) -> CellView {
    CellView {
        text: format!("{}: {speaker}, {standing}, 2026-03-26", verdict_words(verdict)),
        standing: Some(standing),
        speaker: Some(speaker.to_owned()),
        date: Some("2026-03-26".to_owned()),
        marks: texts(marks),
        clear: verdict == Verdict::Yes && standing == "verified" && marks.is_empty(),
        records: vec!["https://w3id.org/caveat/id/alibaba/no-training".to_owned()],
        ..cell_without_speaker(verdict)
    }
}

/// A cell that depends or is disputed, with both sides.
fn two_sided_cell(verdict: Verdict, sides: &[(&'static str, &str, &str)]) -> CellView {
    let sides = sides.iter().map(|(says, part, speaker)| SideView {
        says,
        part: (*part).to_owned(),
        standing: "verified",
        speaker: (*speaker).to_owned(),
        date: None,
        claim: "https://w3id.org/caveat/id/alibaba/no-training".to_owned(),
    });
    let sides: Vec<SideView> = sides.collect();
    let words: Vec<String> = sides.iter().map(SideView::words).collect();
    CellView {
        text: format!("{}: {}", verdict_words(verdict), words.join("; ")),
        records: vec!["https://w3id.org/caveat/id/alibaba/no-training".to_owned()],
        sides,
        ..cell_without_speaker(verdict)
    }
}

/// A cell on a subject.
fn subject_cell(text: &str, values: &[&str]) -> CellView {
    let text = if values.is_empty() { text.to_owned() } else { values.join(" · ") };
    CellView {
        verdict: None,
        text,
        values: texts(values),
        records: vec!["https://w3id.org/caveat/id/alibaba/logs".to_owned()],
        ..cell_without_speaker(Verdict::NotOnRecord)
    }
}

pub(super) fn coverage() -> ComparisonTable {
    let row = |local: &str, name: &str, sentence: Option<&str>, cells: Vec<Option<CellView>>| CellRow {
        topic: named_thing("topic", local, name),
        sentence: sentence.map(str::to_owned),
        part: None,
        cells,
    };
    let part = |row: CellRow, name: &str| CellRow { part: Some(named_thing("alibaba", "mode", name)), ..row };
    let training = Some("Customer data is not used for training.");
    let inference = Some("Inference stays in the EU.");
    let sides = [("yes", "European Union deployment", "Alibaba Cloud"), ("no", "global deployment", "InferCheck")];
    ComparisonTable {
        topic: "topic".to_owned(),
        topics: "topics".to_owned(),
        things: vec![named_thing("vendor", "alibaba", "Alibaba Cloud"), named_thing("vendor", "hostile", HOSTILE[2])],
        rows: vec![
            row(
                "retention",
                "retention",
                None,
                vec![
                    Some(subject_cell("", &["retention period: 30 days (monitoring data)", "retention end: no limit"])),
                    Some(subject_cell("2 claims", &[])),
                ],
            ),
            row(
                "training",
                "no training on customer data",
                training,
                vec![
                    Some(cell_with_speaker(Verdict::Yes, "Alibaba Cloud", "verified", &[])),
                    Some(cell_with_speaker(
                        Verdict::Yes,
                        "InferCheck",
                        "unsourced",
                        &["fine print", "badge: No Training"],
                    )),
                ],
            ),
            row(
                "eu",
                "EU-only inference",
                inference,
                vec![
                    Some(two_sided_cell(Verdict::Depends, &sides)),
                    Some(cell_with_speaker(Verdict::No, HOSTILE[1], "cited", &[])),
                ],
            ),
            part(
                row(
                    "eu",
                    "EU-only inference",
                    inference,
                    vec![Some(cell_with_speaker(Verdict::Yes, "Alibaba Cloud", "verified", &["fine print"])), None],
                ),
                "European Union deployment",
            ),
            row(
                "ai-act",
                "AI Act compliance",
                Some("It complies with the AI Act."),
                vec![
                    Some(CellView { date: Some("2026-03-27".to_owned()), ..cell_without_speaker(Verdict::NotFound) }),
                    Some(cell_without_speaker(Verdict::NotReadable)),
                ],
            ),
            row(
                "long",
                HOSTILE[11],
                Some(HOSTILE[2]),
                vec![
                    Some(two_sided_cell(Verdict::Disputed, &[("yes", "", "LLM Abacus"), ("no", "", HOSTILE[3])])),
                    Some(cell_without_speaker(Verdict::NotOnRecord)),
                ],
            ),
        ],
        nothing_on_record: vec![
            named_thing("topic", "breaches", "told of breaches"),
            named_thing("topic", "hostile", HOSTILE[4]),
        ],
        without_records: vec![named_thing("vendor", "silent", "Silent Inc.")],
        grounds: Grounds {
            noun: "records".to_owned(),
            things: 2,
            opened: vec!["Alibaba Cloud".to_owned()],
            records: 31,
            verified: 9,
            pages_only: vec![PagesOnly { publisher: named_thing("agent", "infercheck", "InferCheck"), records: 20 }],
            newest: Some("2026-08-07".to_owned()),
        },
    }
}

pub(super) fn comparison() -> AuditComparison {
    let fixed = |local: &str, message: &str, cause| FixedFinding {
        check: "evidence/no-public-source".to_owned(),
        thing: Some(thing("claim", local, "")),
        message: message.to_owned(),
        causes: vec![cause],
    };
    let changed = |check: &str, before, now| OutcomeChange { check: check.to_owned(), before, now };
    AuditComparison {
        against: "main (1a2b3c4)".to_owned(),
        today: "2026-11-01".to_owned(),
        data_changed: true,
        scripts_changed: false,
        new: 3,
        still_open: 13,
        fixed: vec![
            fixed("gdpr-materials", "ali:gdpr-materials lacks a public source: has no source", Cause::Data),
            fixed("hostile", HOSTILE[2], Cause::Calendar),
        ],
        as_unknown: Vec::new(),
        outcomes: vec![
            changed("transfers/eu-only", Some(AuditOutcome::Pass), Some(AuditOutcome::Unknown)),
            changed("coverage/enough-claims", None, Some(AuditOutcome::Fail)),
            changed("evidence/retired", Some(AuditOutcome::Pass), None),
        ],
    }
}

pub(super) fn suites() -> Vec<Suite> {
    let section = |id: &str, title: &str, checks: &[&str]| SuiteSection {
        id: id.to_owned(),
        title: title.to_owned(),
        because: Some(format!("What has to be shown: {}.", title.to_lowercase())),
        checks: texts(checks),
    };
    vec![
        Suite {
            id: "before-a-purchase".to_owned(),
            title: "Before a purchase".to_owned(),
            because: Some("What has to be known before a contract is signed.".to_owned()),
            sections: vec![
                section(
                    "evidence",
                    "Evidence",
                    &["evidence/no-public-source", "evidence/single-source", "evidence/sources-used"],
                ),
                section("transfers", "Transfers", &["transfers/eu-only", "transfers/broken", "transfers/not-chosen"]),
            ],
        },
        Suite {
            id: "quality".to_owned(),
            title: format!("Quality {}", HOSTILE[2]),
            because: None,
            sections: vec![SuiteSection {
                because: None,
                ..section("", "", &["data/hostile", "evidence/sources-used"])
            }],
        },
    ]
}
