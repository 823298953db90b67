//! Limits of the evidence of a thing: what supports it, what contradicts it.

use caveat::render::Format;

use crate::limits::{answer_text, each};
use crate::world::of_text;

/// The answer on facts beside the shipped vocabulary.
fn evidence_text(facts: &str, question: &str, format: Format) -> String {
    let prefixes = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix x: <https://x.example/> .\n\
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
    let vocabulary = crate::world::root().join("data/vocabulary.ttl");
    let shared = "x:v a cv:Vendor ; cv:name \"V\" .\n\
        x:t a cv:Assurance ; skos:prefLabel \"tee\" ; cv:sentence \"It is so.\" .\n";
    let session = of_text(&format!("{prefixes}{shared}{facts}"), Some(&vocabulary));
    let mut session = session.unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)));
    answer_text(&mut session, question, format)
}

fn claim(name: &str, more: &str) -> String {
    format!("x:{name} a cv:Claim ; cv:vendor x:v ; cv:statement \"{name}\" ; cv:status cv:standing {more} .\n")
}

pub(super) fn opposites(many: usize) -> String {
    let facts = claim("c0", "; cv:affirms x:t") + &each(many, |it| claim(&format!("d{it}"), "; cv:denies x:t"));
    evidence_text(&facts, "why x:c0", Format::Table)
}

/// Claims on different services do not contradict each other.
pub(super) fn nearest_opposites(many: usize) -> String {
    let services = "x:s a cv:Service ; cv:name \"S\" ; cv:offeredBy x:v .\nx:r a cv:Service ; cv:name \"R\" ; cv:offeredBy x:v .\n";
    let denied = each(many, |it| claim(&format!("d{it}"), "; cv:denies x:t ; cv:service x:r"));
    let facts = format!("{services}{}{denied}", claim("c0", "; cv:affirms x:t ; cv:service x:s"));
    evidence_text(&facts, "why does x:c0 contradict a claim", Format::Table)
}

/// A step for each claim that it rests on.
pub(super) fn steps(many: usize) -> String {
    let rests = each(many, |it| format!("x:c0 cv:restsOn x:r{it} .\n{}", claim(&format!("r{it}"), "")));
    evidence_text(&(claim("c0", "") + &rests), "why x:c0", Format::Table)
}

/// A chain of claims down to one source.
fn chain(many: usize) -> String {
    let rest = |it: usize| {
        let below = if it + 1 < many { format!("; cv:restsOn x:c{}", it + 1) } else { "; cv:citation x:k".to_owned() };
        claim(&format!("c{it}"), &below)
    };
    let chain: String = (0..many).map(rest).collect();
    chain + "x:k a cv:Citation ; cv:source x:s .\nx:s a cv:Source ; cv:label \"S\" .\n"
}

pub(super) fn dependencies(many: usize) -> String {
    evidence_text(&chain(many), "why x:c0", Format::Table)
}

pub(super) fn dependencies_in_json(many: usize) -> String {
    evidence_text(&chain(many), "why x:c0", Format::Json)
}

pub(super) fn cycle_in_json(many: usize) -> String {
    let facts = each(many, |it| claim(&format!("c{}", it - 1), &format!("; cv:restsOn x:c{}", it % many)));
    evidence_text(&facts, "why x:c0", Format::Json)
}

/// Two claims about the same services.
pub(super) fn names_in_opposition(many: usize) -> String {
    let services = each(many, |it| format!("x:s{it} a cv:Service ; cv:name \"S{it}\" ; cv:offeredBy x:v .\n"));
    let about = each(many, |it| format!("x:c0 cv:service x:s{it} .\nx:d cv:service x:s{it} .\n"));
    let claims = claim("c0", "; cv:affirms x:t") + &claim("d", "; cv:denies x:t");
    evidence_text(&format!("{services}{claims}{about}"), "why x:c0", Format::Table)
}

/// The last of these replacements contradicts the first claim.
pub(super) fn replacements(many: usize) -> String {
    let between = each(many, |it| {
        let says = if it == many { "; cv:denies x:t" } else { "" };
        claim(
            &format!("n{it}"),
            &format!(
                "{says} ; cv:supersedesInPart x:{}",
                if it == 1 { "c0".to_owned() } else { format!("n{}", it - 1) }
            ),
        )
    });
    evidence_text(&(claim("c0", "; cv:affirms x:t") + &between), "why x:c0", Format::Table)
}
