//! The checks of the sample: one for each outcome, and a hostile one.

use caveat::audit::{
    AuditOutcome, Cause, CheckMetadata, CheckResult, Finding, FindingEvidence, Message, Severity, Waiver,
};
use caveat::base::Cut;

use crate::reports::sample::{HOSTILE, caveat, check, citation, finding, new_change, place, texts, thing, waiver};

pub(super) fn message() -> Message {
    Message {
        code: caveat::base::Code::UnknownWord,
        message: "unknown word `publik`".to_owned(),
        place: Some(place("queries/broken.cav", 4)),
        help: texts(&["nearest: `public`, `publish`"]),
        drawn: "error[unknown-word]: unknown word `publik`\n --> queries/broken.cav:4:21\n  |\n4 | which claims cite a publik source\n  |                     ^^^^^^ neither a word of the vocabulary nor a name\n  |\n  = help: nearest: `public`, `publish`".to_owned(),
    }
}

fn hostile_check() -> CheckResult {
    let findings = (50..).zip(HOSTILE).map(|(line, name)| Finding {
        shown: vec![(name.to_owned(), texts(&[name]))],
        evidence: vec![FindingEvidence {
            addresses: Cut::complete(texts(&["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", name])),
            thing: thing("", "hostile", name),
            ..caveat(name, line)
        }],
        waiver: Some(Waiver { reason: name.to_owned(), owner: name.to_owned(), ..waiver(false) }),
        ..finding(thing("vendor", "hostile", name), &format!("{name} is hostile"), line)
    });
    let name = HOSTILE[2];
    let mut check = check("data/hostile", HOSTILE[6], Severity::Low, AuditOutcome::Fail);
    check.about.because = Some(HOSTILE[0].to_owned());
    check.about.fix = Some(HOSTILE[3].to_owned());
    check.about.owner = Some(HOSTILE[9].to_owned());
    check.about.references = texts(&["javascript:alert(1)", name]);
    check.about.tags = texts(&[HOSTILE[5]]);
    check.about.question = HOSTILE[1].to_owned();
    check.about.place = place("queries/with space & <b>.cav", 1);
    check.notes = texts(&[HOSTILE[8]]);
    check.reason = "expected none, found 12 vendors".to_owned();
    check.findings = findings.collect();
    check
}

pub(super) fn checks() -> Vec<CheckResult> {
    let subprocessors =
        thing("claim", "subprocessors", "The sub-processors are listed, but only behind customer login.");
    let mut no_public =
        check("evidence/no-public-source", "Every claim has a public source", Severity::High, AuditOutcome::Fail);
    no_public.reason = "expected none, found 3 claims".to_owned();
    no_public.notes = texts(&["left out: 1 superseded or retracted claim"]);
    no_public.findings = vec![
        Finding {
            evidence: vec![
                citation(
                    "subprocessors-c1",
                    "list of sub-processors",
                    "https://www.alibabacloud.com/help/en/sub-processors",
                    303,
                ),
                caveat("Readable only after login as a customer.", 305),
            ],
            change: new_change(&[Cause::Data]),
            ..finding(
                subprocessors.clone(),
                "ali:subprocessors lacks a public source: has 5 sources, none of them public",
                300,
            )
        },
        Finding {
            waiver: Some(waiver(true)),
            ..finding(
                thing(
                    "claim",
                    "dpa-with-sccs",
                    "A published data processing agreement with EU standard contractual clauses is part of the membership agreement.",
                ),
                "ali:dpa-with-sccs lacks a public source: has no source",
                289,
            )
        },
        Finding {
            waiver: Some(waiver(false)),
            change: new_change(&[Cause::Calendar]),
            ..finding(
                thing(
                    "claim",
                    "privacy-roles",
                    "The international privacy policy separates controller and processor processing.",
                ),
                "ali:privacy-roles lacks a public source: has no source",
                251,
            )
        },
    ];
    let mut waived =
        check("evidence/single-source", "No claim rests on one source alone", Severity::Medium, AuditOutcome::Waived);
    waived.reason = "expected none, found 1 claim, which is waived".to_owned();
    waived.findings = vec![Finding {
        waiver: Some(waiver(true)),
        ..finding(subprocessors, "ali:subprocessors cites exactly 1 source", 300)
    }];
    let mut unknown =
        check("transfers/eu-only", "Inference stays in the EU", Severity::Critical, AuditOutcome::Unknown);
    unknown.about.owner = None;
    unknown.reason = "nothing was examined, so nothing is proven".to_owned();
    (unknown.examined, unknown.unjudged) = (Some(0), 2);
    let mut error = check("transfers/broken", "transfers/broken", Severity::Medium, AuditOutcome::Error);
    error.reason = "the check itself is at fault".to_owned();
    error.examined = None;
    error.messages = vec![message()];
    let mut number =
        check("coverage/enough-claims", "There are at least 40 claims", Severity::Info, AuditOutcome::Fail);
    number.reason = "expected at least 40, found 31".to_owned();
    number.findings = vec![Finding {
        thing: None,
        place: None,
        why: None,
        shown: Vec::new(),
        change: new_change(&[]),
        ..finding(thing("", "none", ""), "there are 31 claims, expected at least 40", 1)
    }];
    let passing = check("evidence/sources-used", "Every source is cited", Severity::Low, AuditOutcome::Pass);
    let mut plain = check("shape/topics", "shape/topics", Severity::Medium, AuditOutcome::Pass);
    plain.about = CheckMetadata {
        owner: None,
        tags: Vec::new(),
        references: Vec::new(),
        because: None,
        fix: None,
        place: place("queries/shape.cav", 3),
        ..plain.about
    };
    plain.examined = Some(1);
    plain.examined_noun = "claim".to_owned();
    vec![no_public, waived, passing, unknown, error, number, hostile_check(), plain]
}
