//! Why a claim of the sample was found, with linked things and parts.

use caveat::exec::{self, Fact, Joint, Linked, Reason, Truth, Why};

use crate::reports::sample::{facts, thing};

fn reason(said: &str, holds: impl Into<Truth>, found: &str) -> Reason {
    Reason {
        said: said.to_owned(),
        holds: holds.into(),
        found: found.to_owned(),
        facts: Vec::new(),
        linked: Vec::new(),
        more: 0,
        joint: Joint::All,
        parts: Vec::new(),
    }
}

fn fact(words: &str, line: u32) -> Fact {
    Fact { words: words.to_owned(), place: Some(facts(line)) }
}

/// `lacks a public source: has 2 sources`, with what was asked of each.
pub(super) fn why_no_public_source(claim: &exec::About) -> Why {
    let login = Reason { facts: vec![fact("access: login", 118)], ..reason("is public", false, "its access is login") };
    let stale =
        Reason { facts: vec![fact("retrieved: 2025-09-14", 241)], ..reason("is public", false, "has no access") };
    let lacks = Reason {
        linked: vec![
            Linked {
                thing: thing("source", "subprocessor-list", "list of sub-processors"),
                counts: Truth::No,
                left_out: false,
                facts: Vec::new(),
                reasons: vec![login],
            },
            Linked {
                thing: thing("source", "privacy-notice", "privacy notice"),
                counts: Truth::No,
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
                ..reason("is about sub-processors", true, "its topic is sub-processors")
            },
            reason("is about training", false, "its topic is sub-processors"),
        ],
        ..reason("is about sub-processors or training", true, "one of 2 holds")
    };
    Why { thing: claim.clone(), holds: Truth::Yes, reasons: vec![lacks, about] }
}
