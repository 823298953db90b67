//! Completion without dead ends: every next word of a question is offered, and every offer leads to a complete
//! question.

use std::fs;

use caveat::base::Source;
use caveat::lang::{Statement, StatementKind, parse};
use caveat::question::{ResolvedStatement, sentence};
use caveat::session::{Offers, Session};
use proptest::prelude::*;

use crate::law::for_questions;
use crate::world;

/// Where each word of a question but the first begins: there it can be cut. No word begins inside quotes, after a sign
/// that stands alone, or after the dot of a path.
fn word_starts(question: &str) -> Vec<usize> {
    let mut quoted = false;
    let mut cuts = Vec::new();
    let mut last = ' ';
    for (at, c) in question.char_indices() {
        if !quoted && last.is_whitespace() && !c.is_whitespace() && at > 0 {
            cuts.push(at);
        }
        if c == '"' && last != '\\' {
            quoted = !quoted;
        }
        last = c;
    }
    cuts
}

/// The offers at a cut, after the first `typed` characters of the next word.
fn offers_at(session: &Session, question: &str, cut: usize, typed: usize) -> (Offers, usize) {
    let next = question[cut..].chars().take(typed);
    let end = cut + next.map(char::len_utf8).sum::<usize>();
    (session.offers(&question[..end], None), end)
}

fn check_next_word_is_offered(session: &Session, question: &str, cut: usize, typed: usize) -> Result<(), String> {
    let (offers, end) = offers_at(session, question, cut, typed);
    let rest = &question[offers.start..];
    let made_up = |c: char| c.is_ascii_digit() || matches!(c, '-' | '"' | '/');
    let is_next = |text: &str| {
        let head = rest.get(..text.len()).unwrap_or_default();
        head.eq_ignore_ascii_case(text)
    };
    let found = offers
        .offers
        .iter()
        .any(|offer| is_next(&offer.text) || offer.not_insertable && question[cut..].starts_with(made_up));
    if found || typed > 0 && question[cut..].starts_with(made_up) {
        return Ok(());
    }
    if typed > 0 {
        // Made-up values are offered before their first letter.
        let (open, _) = offers_at(session, question, cut, 0);
        if open.offers.iter().any(|offer| offer.not_insertable && offer.text == "a new word") {
            return Ok(());
        }
    }
    let offered: Vec<&str> = offers.offers.iter().map(|offer| offer.text.as_str()).collect();
    Err(format!("{}▮{}\nis not offered: {}", &question[..end], &question[end..], offered.join(" | ")))
}

/// The questions of the case files over a world, except raw SPARQL and several statements.
fn questions_of(name: &str) -> Vec<String> {
    let session = world::session(name);
    let mut found = Vec::new();
    for file in fs::read_dir(world::root().join("tests/cases/language")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for case in text.split("====\n") {
            let head = case.split("\n--- ").next().unwrap();
            let mut lines = head.lines().filter(|line| !line.starts_with('#'));
            if lines.next() != Some(&format!("world: {name}")) {
                continue;
            }
            let question = lines.collect::<Vec<_>>().join(" ");
            let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
            let question = question.replace(['“', '”'], "\"");
            let source = Source::new("question", &question);
            let Ok(statements) = parse(&source) else {
                continue;
            };
            // Statements of scripts are not offered at the prompt.
            let of_a_script = |it: &Statement| {
                matches!(
                    it.kind,
                    StatementKind::Check(_)
                        | StatementKind::Parameter(_)
                        | StatementKind::Include(_)
                        | StatementKind::Suite(_)
                        | StatementKind::Section(_)
                )
            };
            if let [statement] = statements.as_slice()
                && !of_a_script(statement)
                && !question.starts_with("sparql")
                && session.read(statement, &source).is_ok()
            {
                found.push(question);
            }
        }
    }
    found.sort();
    found
}

/// True for what no list can contain: an IRI, or a name that `as` gives later in the question.
fn cannot_be_listed(question: &str, cut: usize) -> bool {
    let rest = &question[cut..];
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    rest.starts_with('<') || rest.contains(&format!(" as {word}")) && !word.is_empty()
}

#[test]
fn offers_every_next_word_of_a_question() {
    // One place in thirty-six; a long run tries every one: `PROPTEST_CASES=36`.
    let share = std::env::var("PROPTEST_CASES").ok();
    let share: usize = share.and_then(|it| it.parse().ok()).unwrap_or(1).clamp(1, 36);
    let mut faults = Vec::new();
    let mut places = 0;
    for name in ["library", "shipped"] {
        let session = world::session(name);
        for question in questions_of(name) {
            for cut in word_starts(&question) {
                places += 1;
                if places % 36 < share && !cannot_be_listed(&question, cut) {
                    faults.extend(check_next_word_is_offered(&session, &question, cut, 1).err());
                }
            }
        }
    }
    assert!(places > 1000, "only {places} places were tried");
    assert!(faults.is_empty(), "{} of {places}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_offer_leads_to_a_complete_question() {
    let session = world::session("library");
    let mut walks = 0;
    // One walk of at least three steps; a long run takes as many as `PROPTEST_CASES` says.
    let long = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    for seed in 0..long.unwrap_or(1_usize) {
        let mut text = ["which ", "show ", "how many "][seed % 3].to_owned();
        for step in 0..4_usize {
            let typed = session.offers(&text, None);
            let offers: Vec<_> = typed.offers.iter().filter(|it| !it.not_insertable).collect();
            assert!(!typed.offers.is_empty() || is_complete(&session, &text), "dead end: {text}");
            let Some(offer) = offers.get((seed * 31 + step * 17) % offers.len().max(1)) else {
                break;
            };
            text.truncate(typed.start);
            text.push_str(&offer.text);
            if !offer.text.ends_with([':', '(']) {
                text.push(' ');
            }
            walks += 1;
        }
    }
    assert!(walks >= 3);
}

/// Questions about evidence; the shipped data offer every word.
const ABOUT_EVIDENCE: [&str; 4] = [
    "why ali:no-training",
    "what rests on \"Model Studio privacy notice\"",
    "suppose \"Model Studio regions\" is gone: which claims lack a public source",
    "suppose \"Model Studio regions\" is not public and \"list of sub-processors\" is gone: how many claims",
];

#[test]
fn offers_every_word_of_questions_about_evidence() {
    let session = world::session("shipped");
    let mut faults = Vec::new();
    for question in ABOUT_EVIDENCE {
        for cut in word_starts(question) {
            faults.extend(check_next_word_is_offered(&session, question, cut, 1).err());
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn is_complete(session: &Session, text: &str) -> bool {
    let source = Source::new("question", text);
    let statements = parse(&source);
    statements.is_ok_and(|it| it.iter().all(|one| session.read(one, &source).is_ok()))
}

#[test]
fn offers_every_word_of_generated_questions() {
    let session = world::session("library");
    let at = std::cell::Cell::new(0_usize);
    for_questions(&session, 40, |session, question| {
        let resolved = ResolvedStatement::Question(question.clone());
        let said = sentence(&resolved, session.lexicon(), session.dataset());
        let cuts = word_starts(&said);
        at.set(at.get() + 7);
        let Some(cut) = cuts.get(at.get() % cuts.len().max(1)) else {
            return Ok(());
        };
        // Nothing is offered inside a measure of a whole set: the set is not known yet.
        if said.contains(" on record") {
            return Ok(());
        }
        check_next_word_is_offered(session, &said, *cut, 1).map_err(TestCaseError::fail)
    });
}
