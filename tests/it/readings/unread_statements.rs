//! Every statement of a vocabulary is read or reported: none is dropped silently.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use caveat::base::Faults;
use caveat::store::{Input, MAX_FILE, load};
use caveat::words;
use oxigraph::io::RdfFormat;

use crate::readings::Numbers;
use crate::world;

const SAY: &str = "https://w3id.org/caveat/say#";

/// The statements of a world, each a line of N-Triples.
fn statements_of(name: &str) -> Vec<String> {
    let inputs: Vec<Input> = world::paths(name).into_iter().map(Input::Path).collect();
    let dataset = load(&inputs, None, MAX_FILE).unwrap_or_else(|it| panic!("{}", world::messages(&it)));
    let triples = dataset.matching(None, None, None);
    let lines = triples.map(|ids| {
        let [subject, property, value] = ids.map(|id| dataset.term(id).to_string());
        format!("{subject} {property} {value} .")
    });
    lines.collect()
}

/// The lexicon of some lines as sorted text, or their faults.
fn lexicon_text(lines: &[String]) -> Result<Vec<String>, Faults> {
    let text = lines.join("\n");
    let dataset = load(&[Input::Stdin(text.into_bytes(), RdfFormat::NTriples)], None, MAX_FILE)?;
    let lexicon = words::read(&dataset)?;
    let mut said: Vec<String> = format!("{lexicon:#?}").lines().map(str::to_owned).collect();
    said.sort_unstable();
    Ok(said)
}

/// The terms of the vocabulary of words.
fn terms() -> Vec<String> {
    let source = include_str!("../../../src/words/say.rs");
    let terms = source.lines().skip_while(|line| !line.contains(SAY)).take_while(|line| !line.contains("www.w3.org"));
    let terms = terms.filter_map(|line| line.split_once(" = \"")?.1.strip_suffix("\","));
    terms.map(str::to_owned).collect()
}

#[test]
fn removing_a_statement_never_goes_unnoticed() {
    for (name, every) in [("library", 1), ("shipped", 61)] {
        let all = statements_of(name);
        let whole = lexicon_text(&all).unwrap_or_else(|it| panic!("{}", world::messages(&it)));
        // `say:open false` records a decision, and changes nothing.
        let of_words = |line: &&String| line.contains(&format!("> <{SAY}")) && !line.contains("\"false\"");
        let at: Vec<usize> = (0..all.len()).filter(|at| of_words(&&all[*at])).step_by(every).collect();
        assert!(at.len() > 8, "{name}: {}", at.len());
        for at in at {
            let mut rest = all.clone();
            // The others keep their lines.
            rest[at] = "#".to_owned();
            if let Ok(said) = lexicon_text(&rest) {
                assert!(said != whole, "{name}: {} is read by nothing", all[at]);
            }
        }
    }
}

#[test]
fn adding_a_statement_never_goes_unnoticed() {
    let all = statements_of("library");
    let whole = lexicon_text(&all).unwrap_or_else(|it| panic!("{}", world::messages(&it)));
    let terms = terms();
    assert!(terms.len() > 80, "{}", terms.len());
    let subjects: BTreeSet<&str> =
        all.iter().filter(|it| it.contains(SAY)).filter_map(|it| it.split(' ').next()).collect();
    let mut subjects: Vec<&str> = subjects.into_iter().collect();
    subjects.push("<https://e.example/new>");
    let objects = [
        "\"fan of\"",
        "\"true\"",
        "\"maybe\"",
        "\"5\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        "<https://e.example/other>",
        "<https://e.example/forms>",
        "<https://e.example/blank>",
    ];
    let mut numbers = Numbers(0xdead);
    let (mut changed, mut told) = (0, 0);
    let rounds = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(200);
    for _ in 0..rounds {
        let (subject, term) = (*numbers.pick(&subjects), numbers.pick(&terms));
        let object = if numbers.below(3) == 0 { *numbers.pick(&subjects) } else { *numbers.pick(&objects) };
        let mut more = String::new();
        let class = term.chars().next().is_some_and(char::is_uppercase);
        if class {
            write!(more, "{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SAY}{term}> .").unwrap();
        } else {
            write!(more, "{subject} <{SAY}{term}> {object} .").unwrap();
        }
        // A term goes along itself where no path is stated; what replaces one is told where it is used.
        let of_a_term = *term == "replacedBy" && !subject.contains("/genid/") && !object.contains("integer");
        if all.contains(&more) || of_a_term || *term == "path" && object == subject {
            continue;
        }
        let mut grown = all.clone();
        grown.push(more.clone());
        if object == "<https://e.example/forms>" {
            grown.push(format!("{object} <{SAY}singular> \"opus\" ."));
            grown.push(format!("{object} <{SAY}plural> \"opera\" ."));
        }
        match lexicon_text(&grown) {
            Ok(said) => {
                assert!(said != whole, "{more} is read by nothing, and nobody is told");
                changed += 1;
            }
            Err(_) => told += 1,
        }
    }
    assert!(told > 50, "{changed} changed the lexicon, {told} were told");
}

#[test]
fn reports_unread_statements_with_their_line() {
    for (statement, why) in [
        (
            "lib:author say:forward [ say:participle [ say:singular \"fan of\" ; say:plural \"fans of\" ] ] .",
            "expected a text in quotes",
        ),
        ("lib:author say:forward [ say:preposition [ say:singular \"after\" ] ] .", "expected a text in quotes"),
        ("lib:author say:reachesAll \"yes\" .", "expected true or false"),
        ("lib:somewhere say:noun \"whatsit\" .", "not part of a vocabulary"),
        ("lib:Book say:noun \"tome\" .", "one is read"),
    ] {
        let text = format!("@prefix lib: <https://library.example/ns#> . @prefix say: <{SAY}> .\n{statement}");
        let Err(faults) = world::of_text(&text, Some(&world::path("library"))) else {
            panic!("{statement} is taken");
        };
        let message = world::messages(&faults);
        assert!(message.contains("error[unread-statement]"), "{statement}\n{message}");
        assert!(message.contains("facts.ttl:2") || why == "one is read", "{statement}\n{message}");
        assert!(message.contains(why), "{statement}\n{message}");
    }
}
