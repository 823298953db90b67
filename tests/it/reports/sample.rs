//! A result of an audit made by hand: every outcome, every state of a waiver and of a finding, and texts
//! that would harm one format or another.

use std::collections::BTreeMap;

use caveat::audit::{
    About, Broken, Cause, Change, Check, Comparison, Coverage, CoverageAnswer, CoverageRow, Data,
    Evidence, File, Finding, Fixed, Message, Outcome, OutcomeChange, Report, Script, Section,
    Severity, Stance, Suite, VERSION, Waiver,
};
use caveat::exec::{self, Fact, Joint, Linked, Place, Reason, Why};

/// What a hostile name may hold. The last ones are only unpleasant: wide, very long.
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
    File {
        name: name.to_owned(),
        digest: digest(letter),
    }
}

pub(super) fn place(file: &str, line: u32) -> Place {
    let file = file.to_owned();
    Place { file, line }
}

fn facts(line: u32) -> Place {
    place("data/vendors/alibaba.ttl", line)
}

pub(super) fn thing(kind: &str, local: &str, label: &str) -> exec::About {
    exec::About {
        iri: format!("https://w3id.org/caveat/id/alibaba/{local}"),
        short: format!("ali:{local}"),
        label: label.to_owned(),
        kind: kind.to_owned(),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

fn shown(pairs: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, values)| ((*name).to_owned(), texts(values)))
        .collect()
}

fn reason(said: &str, holds: bool, found: &str) -> Reason {
    Reason {
        said: said.to_owned(),
        holds,
        found: found.to_owned(),
        facts: Vec::new(),
        linked: Vec::new(),
        more: 0,
        joint: Joint::All,
        parts: Vec::new(),
    }
}

fn fact(words: &str, line: u32) -> Fact {
    Fact {
        words: words.to_owned(),
        place: Some(facts(line)),
    }
}

/// `lacks a public source: has 2 sources`, with what was asked of each.
fn why_no_public_source(thing: &exec::About) -> Why {
    let login = Reason {
        facts: vec![fact("access: login", 118)],
        ..reason("is public", false, "its access is login")
    };
    let stale = Reason {
        facts: vec![fact("retrieved: 2025-09-14", 241)],
        ..reason("is public", false, "has no access")
    };
    let lacks = Reason {
        linked: vec![
            Linked {
                thing: self::thing("source", "subprocessor-list", "list of sub-processors"),
                counts: false,
                left_out: false,
                facts: Vec::new(),
                reasons: vec![login],
            },
            Linked {
                thing: self::thing("source", "privacy-notice", "privacy notice"),
                counts: false,
                left_out: false,
                facts: Vec::new(),
                reasons: vec![stale],
            },
        ],
        more: 3,
        ..reason("lacks a public source", true, "has 5 sources")
    };
    let about = Reason {
        parts: vec![
            Reason {
                facts: vec![fact("topic: sub-processors", 301)],
                ..reason(
                    "is about sub-processors",
                    true,
                    "its topic is sub-processors",
                )
            },
            reason("is about training", false, "its topic is sub-processors"),
        ],
        ..reason(
            "is about sub-processors or training",
            true,
            "one of 2 holds",
        )
    };
    Why {
        thing: thing.clone(),
        holds: true,
        reasons: vec![lacks, about],
    }
}

fn citation(local: &str, source: &str, address: &str, line: u32) -> Evidence {
    Evidence {
        role: "citation".to_owned(),
        thing: thing("citation", local, ""),
        shown: shown(&[
            ("source", &[source]),
            ("state", &["verified"]),
            ("retrieved", &[]),
        ]),
        addresses: texts(&[address]),
        place: Some(facts(line)),
    }
}

fn caveat(text: &str, line: u32) -> Evidence {
    Evidence {
        role: "caveat".to_owned(),
        thing: thing("caveat", "subprocessors-k1", text),
        shown: shown(&[("kind", &["condition"])]),
        addresses: Vec::new(),
        place: Some(facts(line)),
    }
}

pub(super) fn finding(thing: exec::About, message: &str, line: u32) -> Finding {
    Finding {
        message: message.to_owned(),
        shown: shown(&[
            ("vendor", &["Alibaba Cloud"]),
            ("statement", &[&thing.label]),
        ]),
        place: Some(facts(line)),
        why: Some(why_no_public_source(&thing)),
        evidence: Vec::new(),
        fingerprint: "0123456789abcdef".to_owned(),
        waiver: None,
        change: Some(Change {
            new: false,
            causes: Vec::new(),
        }),
        thing: Some(thing),
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
    }
}

fn new(causes: &[Cause]) -> Option<Change> {
    Some(Change {
        new: true,
        causes: causes.to_vec(),
    })
}

/// A check of `queries/evidence.cav`.
pub(super) fn check(id: &str, title: &str, severity: Severity, outcome: Outcome) -> Check {
    Check {
        about: About {
            id: id.to_owned(),
            title: title.to_owned(),
            severity,
            owner: Some("privacy office".to_owned()),
            tags: texts(&["evidence", "gdpr"]),
            references: texts(&[
                "GDPR Art. 28(2)",
                "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            ]),
            because: Some(
                "A claim that nobody outside can check is a promise, not evidence.".to_owned(),
            ),
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
        notes: Vec::new(),
        findings: Vec::new(),
        messages: Vec::new(),
        milliseconds: None,
    }
}

fn message() -> Message {
    Message {
        code: "unknown-word".to_owned(),
        message: "unknown word `publik`".to_owned(),
        place: Some(place("queries/broken.cav", 4)),
        help: texts(&["nearest: `public`, `publish`"]),
        drawn: "error[unknown-word]: unknown word `publik`\n --> queries/broken.cav:4:21\n  |\n4 | which claims cite a publik source\n  |                     ^^^^^^ neither a word of the vocabulary nor a name\n  |\n  = help: nearest: `public`, `publish`".to_owned(),
    }
}

fn hostile_check() -> Check {
    let findings = (50..).zip(HOSTILE).map(|(line, name)| Finding {
        shown: vec![(name.to_owned(), texts(&[name]))],
        evidence: vec![Evidence {
            addresses: texts(&[
                "javascript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                name,
            ]),
            thing: thing("", "hostile", name),
            ..caveat(name, line)
        }],
        waiver: Some(Waiver {
            reason: name.to_owned(),
            owner: name.to_owned(),
            ..waiver(false)
        }),
        ..finding(
            thing("vendor", "hostile", name),
            &format!("{name} is hostile"),
            line,
        )
    });
    let name = HOSTILE[2];
    let mut check = check("data/hostile", HOSTILE[6], Severity::Low, Outcome::Fail);
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

fn checks() -> Vec<Check> {
    let subprocessors = thing(
        "claim",
        "subprocessors",
        "The sub-processors are listed, but only behind customer login.",
    );
    let mut no_public = check(
        "evidence/no-public-source",
        "Every claim has a public source",
        Severity::High,
        Outcome::Fail,
    );
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
            change: new(&[Cause::Data]),
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
            change: new(&[Cause::Calendar]),
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
    let mut waived = check(
        "evidence/single-source",
        "No claim rests on one source alone",
        Severity::Medium,
        Outcome::Waived,
    );
    waived.reason = "expected none, found 1 claim, which is waived".to_owned();
    waived.findings = vec![Finding {
        waiver: Some(waiver(true)),
        ..finding(
            subprocessors,
            "ali:subprocessors cites exactly 1 source",
            300,
        )
    }];
    let mut unknown = check(
        "transfers/eu-only",
        "Inference stays in the EU",
        Severity::Critical,
        Outcome::Unknown,
    );
    unknown.about.owner = None;
    unknown.reason = "nothing was examined, so nothing is proven".to_owned();
    (unknown.examined, unknown.unjudged) = (Some(0), 2);
    let mut error = check(
        "transfers/broken",
        "transfers/broken",
        Severity::Medium,
        Outcome::Error,
    );
    error.reason = "the check itself is at fault".to_owned();
    error.examined = None;
    error.messages = vec![message()];
    let mut number = check(
        "coverage/enough-claims",
        "There are at least 40 claims",
        Severity::Info,
        Outcome::Fail,
    );
    number.reason = "expected at least 40, found 31".to_owned();
    number.findings = vec![Finding {
        thing: None,
        place: None,
        why: None,
        shown: Vec::new(),
        change: new(&[]),
        ..finding(
            thing("", "none", ""),
            "there are 31 claims, expected at least 40",
            1,
        )
    }];
    let passing = check(
        "evidence/sources-used",
        "Every source is cited",
        Severity::Low,
        Outcome::Pass,
    );
    let mut plain = check(
        "shape/topics",
        "shape/topics",
        Severity::Medium,
        Outcome::Pass,
    );
    plain.about = About {
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
    vec![
        no_public,
        waived,
        passing,
        unknown,
        error,
        number,
        hostile_check(),
        plain,
    ]
}

fn coverage() -> Coverage {
    let answer = |answer, looked: Option<&str>, limited| CoverageAnswer {
        answer,
        looked: looked.map(str::to_owned),
        limited,
    };
    let row = |local: &str, label: &str, answers| CoverageRow {
        topic: thing("topic", local, label),
        answers,
    };
    Coverage {
        topic: "topic".to_owned(),
        things: vec![
            thing("vendor", "alibaba", "Alibaba Cloud"),
            thing("vendor", "hostile", HOSTILE[2]),
        ],
        rows: vec![
            row(
                "training",
                "no training on customer data",
                vec![
                    answer(Stance::YesAndNo, None, true),
                    answer(Stance::Yes, None, false),
                ],
            ),
            row(
                "eu",
                "EU-only inference",
                vec![
                    answer(Stance::No, None, true),
                    answer(Stance::NobodyLooked, None, false),
                ],
            ),
            row(
                "ai-act",
                "AI Act compliance",
                vec![
                    answer(Stance::NotFound, Some("2026-03-27"), false),
                    answer(Stance::Neither, None, false),
                ],
            ),
            row(
                "long",
                HOSTILE[11],
                vec![
                    answer(Stance::Yes, None, true),
                    answer(Stance::NobodyLooked, None, false),
                ],
            ),
        ],
    }
}

fn comparison() -> Comparison {
    let fixed = |local: &str, message: &str, cause| Fixed {
        check: "evidence/no-public-source".to_owned(),
        thing: Some(thing("claim", local, "")),
        message: message.to_owned(),
        causes: vec![cause],
    };
    let changed = |check: &str, before, now| OutcomeChange {
        check: check.to_owned(),
        before,
        now,
    };
    Comparison {
        against: "main (1a2b3c4)".to_owned(),
        today: "2026-11-01".to_owned(),
        data_changed: true,
        scripts_changed: false,
        new: 3,
        still_open: 13,
        fixed: vec![
            fixed(
                "gdpr-materials",
                "ali:gdpr-materials lacks a public source: has no source",
                Cause::Data,
            ),
            fixed("hostile", HOSTILE[2], Cause::Calendar),
        ],
        outcomes: vec![
            changed(
                "transfers/eu-only",
                Some(Outcome::Pass),
                Some(Outcome::Unknown),
            ),
            changed("coverage/enough-claims", None, Some(Outcome::Fail)),
            changed("evidence/retired", Some(Outcome::Pass), None),
        ],
    }
}

fn suites() -> Vec<Suite> {
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
                    &[
                        "evidence/no-public-source",
                        "evidence/single-source",
                        "evidence/sources-used",
                    ],
                ),
                section(
                    "transfers",
                    "Transfers",
                    &[
                        "transfers/eu-only",
                        "transfers/broken",
                        "transfers/not-chosen",
                    ],
                ),
            ],
        },
        Suite {
            id: "quality".to_owned(),
            title: format!("Quality {}", HOSTILE[2]),
            because: None,
            sections: vec![Section {
                because: None,
                ..section("", "", &["data/hostile", "evidence/sources-used"])
            }],
        },
    ]
}

/// Everything that a report can hold.
pub(super) fn full() -> Report {
    let checks = checks();
    let script = |name: &str, letter| Script {
        name: name.to_owned(),
        digest: digest(letter),
        checks: 3,
        questions: 1,
    };
    Report {
        data: Data {
            digest: digest('0'),
            facts: 1234,
            files: vec![
                file("data/vendors/alibaba.ttl", 'a'),
                file("data/vocabulary.ttl", 'b'),
            ],
        },
        scripts: vec![
            script("queries/evidence.cav", 'c'),
            script("queries/with space & <b>.cav", 'd'),
        ],
        waivers: Some(file("waivers.toml", 'e')),
        revision: Some("main (5d6e7f8)".to_owned()),
        parameters: BTreeMap::from([
            ("age".to_owned(), "12 months".to_owned()),
            ("who".to_owned(), HOSTILE[2].to_owned()),
        ]),
        suites: suites(),
        broken: vec![Broken {
            name: "queries/broken.cav".to_owned(),
            messages: vec![message()],
        }],
        notes: texts(&["the waiver at waivers.toml:20 waives nothing", HOSTILE[8]]),
        coverage: Some(coverage()),
        comparison: Some(comparison()),
        exit_code: 2,
        ..of(checks)
    }
}

/// A result that holds some checks, and nothing else.
pub(super) fn of(checks: Vec<Check>) -> Report {
    let counts = Outcome::ALL.map(|outcome| {
        let count = checks.iter().filter(|it| it.outcome == outcome).count();
        (outcome.word(), count)
    });
    let severities = Severity::ALL.map(|severity| {
        let of_it = checks.iter().filter(|it| it.about.severity == severity);
        let open = of_it
            .flat_map(|it| &it.findings)
            .filter(|it| !it.is_waived());
        (severity.word(), open.count())
    });
    Report {
        version: VERSION,
        program: "caveat 0.1.0".to_owned(),
        today: "2026-11-23".to_owned(),
        revision: None,
        data: Data {
            digest: digest('0'),
            facts: 1234,
            files: vec![file("data/vendors/alibaba.ttl", 'a')],
        },
        scripts: Vec::new(),
        waivers: None,
        parameters: BTreeMap::new(),
        outcome: checks
            .iter()
            .map(|it| it.outcome)
            .max()
            .unwrap_or(Outcome::Unknown),
        exit_code: 0,
        fail_on: Severity::Info,
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
    let passing = check(
        "evidence/sources-used",
        "Every source is cited",
        Severity::Low,
        Outcome::Pass,
    );
    let mut nothing = of(Vec::new());
    nothing.exit_code = 3;
    [of(vec![passing]), nothing]
}

/// Every result that the formats are tried with.
pub(super) fn all() -> Vec<Report> {
    let mut timed = full();
    timed.milliseconds = Some(1234);
    for check in &mut timed.checks {
        check.milliseconds = Some(56);
    }
    let [passing, nothing] = small();
    vec![full(), timed, passing, nothing]
}
