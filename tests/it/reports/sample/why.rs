//! Why a claim of the sample was found, with linked things and parts.

use caveat::base::Cut;
use caveat::exec::{self, Connective, LinkedThing, LocatedFact, Reason, Truth, Why};

use crate::reports::sample::{facts, thing};

fn reason(said: &str, holds: impl Into<Truth>, found: &str) -> Reason {
    Reason {
        said: said.to_owned(),
        holds: holds.into(),
        found: found.to_owned(),
        facts: Cut::default(),
        linked: Cut::default(),
        all: None,
        unexplained: false,
        joint: Connective::All,
        parts: Vec::new(),
    }
}

fn fact(words: &str, line: u32) -> LocatedFact {
    LocatedFact { words: words.to_owned(), place: Some(facts(line)) }
}

/// `lacks a public source: has 2 sources`, with what was asked of each.
pub(super) fn why_no_public_source(claim: &exec::ThingIdentity) -> Why {
    let login = Reason {
        facts: Cut::complete(vec![fact("access: login", 118)]),
        ..reason("is public", false, "its access is login")
    };
    let stale = Reason {
        facts: Cut::complete(vec![fact("retrieved: 2025-09-14", 241)]),
        ..reason("is public", false, "has no access")
    };
    let lacks = Reason {
        linked: Cut::complete(vec![
            LinkedThing {
                thing: thing("source", "subprocessor-list", "list of sub-processors"),
                counts: Truth::No,
                left_out: false,
                facts: Cut::default(),
                reasons: vec![login],
                unexplained: false,
            },
            LinkedThing {
                thing: thing("source", "privacy-notice", "privacy notice"),
                counts: Truth::No,
                left_out: false,
                facts: Cut::default(),
                reasons: vec![stale],
                unexplained: true,
            },
        ])
        .and_more(3),
        all: Some("which all sources are cited by acme:c1".to_owned()),
        ..reason("lacks a public source", true, "has 5 sources")
    };
    let about = Reason {
        parts: vec![
            Reason {
                facts: Cut::complete(vec![fact("topic: sub-processors", 301)]),
                ..reason("is about sub-processors", true, "its topic is sub-processors")
            },
            reason("is about training", false, "its topic is sub-processors"),
        ],
        ..reason("is about sub-processors or training", true, "one of 2 holds")
    };
    Why { thing: claim.clone(), holds: Truth::Yes, reasons: vec![lacks, about] }
}
