//! What stands round the checks of the sample: suites, coverage, a comparison.

use caveat::audit::{
    Cause, Comparison, Coverage, CoverageAnswer, CoverageRow, Fixed, Outcome, OutcomeChange, Section, Stance, Suite,
};

use crate::reports::sample::{HOSTILE, texts, thing};

pub(super) fn coverage() -> Coverage {
    let answer =
        |answer, looked: Option<&str>, limited| CoverageAnswer { answer, looked: looked.map(str::to_owned), limited };
    let row = |local: &str, label: &str, answers| CoverageRow { topic: thing("topic", local, label), answers };
    Coverage {
        topic: "topic".to_owned(),
        things: vec![thing("vendor", "alibaba", "Alibaba Cloud"), thing("vendor", "hostile", HOSTILE[2])],
        rows: vec![
            row(
                "training",
                "no training on customer data",
                vec![answer(Stance::YesAndNo, None, true), answer(Stance::Yes, None, false)],
            ),
            row(
                "eu",
                "EU-only inference",
                vec![answer(Stance::No, None, true), answer(Stance::NobodyLooked, None, false)],
            ),
            row(
                "ai-act",
                "AI Act compliance",
                vec![answer(Stance::NotFound, Some("2026-03-27"), false), answer(Stance::Neither, None, false)],
            ),
            row("long", HOSTILE[11], vec![answer(Stance::Yes, None, true), answer(Stance::NobodyLooked, None, false)]),
        ],
    }
}

pub(super) fn comparison() -> Comparison {
    let fixed = |local: &str, message: &str, cause| Fixed {
        check: "evidence/no-public-source".to_owned(),
        thing: Some(thing("claim", local, "")),
        message: message.to_owned(),
        causes: vec![cause],
    };
    let changed = |check: &str, before, now| OutcomeChange { check: check.to_owned(), before, now };
    Comparison {
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
            changed("transfers/eu-only", Some(Outcome::Pass), Some(Outcome::Unknown)),
            changed("coverage/enough-claims", None, Some(Outcome::Fail)),
            changed("evidence/retired", Some(Outcome::Pass), None),
        ],
    }
}

pub(super) fn suites() -> Vec<Suite> {
    let section = |id: &str, title: &str, checks: &[&str]| Section {
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
            sections: vec![Section { because: None, ..section("", "", &["data/hostile", "evidence/sources-used"]) }],
        },
    ]
}
