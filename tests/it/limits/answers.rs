//! Limits of answers, of their remarks, and of completion.

use caveat::exec::{Answer, Body, Engine, Heading, Table, TableCell, TableRow};
use caveat::render::Format;

use crate::limits::{THINGS, answer_text, each, things, with_remarks};
use crate::world::open_with_shipped;

pub(super) fn rows(many: usize) -> String {
    let rows = vec![TableRow { cells: vec![TableCell::of_text("x")] }; many];
    let table = Table { headings: vec![Heading::of_values("thing")], rows, ..Table::default() };
    let body = Body::Table(table);
    let found =
        Answer { body, notes: Vec::new(), examined: None, unjudged: Some(0), raw: None, evaluator: Engine::Native };
    with_remarks(&found, &things(""), Format::Table, true)
}

pub(super) fn unknown_names(many: usize) -> String {
    let mut session = things(&each(many, |it| format!("l:t{it} a l:Thing ; rdfs:label \"T{it}\" .\n")));
    answer_text(&mut session, "which things engage no thing", Format::Table)
}

const PREFIXES: &str = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix x: <https://x.example/> .\n\
    @prefix topic: <https://w3id.org/caveat/id/topic/> .\n";

/// Vendors whose answer depends, since their only claim names one of their services.
pub(super) fn verdict_names(many: usize) -> String {
    let vendor = |it| {
        format!(
            "x:v{it} a cv:Vendor ; cv:name \"V{it}\" .\nx:s{it} a cv:Service ; cv:name \"S{it}\" ; cv:offeredBy x:v{it} .\n\
             x:c{it} a cv:Claim ; cv:vendor x:v{it} ; cv:statement \"No.\" ; cv:service x:s{it} ; \
             cv:affirms topic:no-training ; cv:status cv:standing .\n"
        )
    };
    let mut session = open_with_shipped(&format!("{PREFIXES}{}", each(many, vendor))).unwrap();
    answer_text(&mut session, "which vendors do not train on customer data", Format::Table)
}

/// Vendors whose claims cite one source.
pub(super) fn different_cells(many: usize) -> String {
    let vendor = |it| {
        format!(
            "x:v{it} a cv:Vendor ; cv:name \"V{it}\" .\nx:c{it} a cv:Claim ; cv:vendor x:v{it} ; cv:statement \"No.\" ; \
             cv:affirms topic:no-training ; cv:status cv:standing ; cv:citation x:k{it} .\n\
             x:k{it} a cv:Citation ; cv:source x:s .\n"
        )
    };
    let source = "x:s a cv:Source ; cv:title \"S\" ; cv:access cv:public .\n";
    let mut session = open_with_shipped(&format!("{PREFIXES}{source}{}", each(many, vendor))).unwrap();
    let names: Vec<String> = (1..=many).map(|it| format!("x:v{it}")).collect();
    let question = format!("suppose x:s is gone: compare {} on \"no training on customer data\"", names.join(", "));
    answer_text(&mut session, &question, Format::Table)
}

/// One is listed, and this many more are equal to it.
pub(super) fn ties(many: usize) -> String {
    let mut session = things(&each(many + 1, |it| format!("l:t{it} a l:Thing ; l:size 1 .\n")));
    answer_text(&mut session, "which things sorted by size first 1", Format::Table)
}

pub(super) fn conditions(many: usize) -> String {
    let mut session = things("l:a a l:Thing ; l:size 1 .\n");
    let conditions: Vec<String> = (1..=many).map(|it| format!("whose size is not {}", 1000 + it)).collect();
    let conditions = conditions.join(" and ").replacen("is not 1001", "> 1000", 1);
    answer_text(&mut session, &format!("which things {conditions}"), Format::Table)
}

/// The welcome is shown only at a terminal.
#[cfg(unix)]
pub(super) fn welcome(many: usize) -> String {
    use rexpect::session::{Options, spawn_with_options};

    let folder = tempfile::tempdir().unwrap();
    // Kinds with one thing each.
    let kind = |it| format!("l:K{it} a rdfs:Class ; say:noun \"kind{it}\" .\nl:k{it} a l:K{it} .\n");
    std::fs::write(folder.path().join("facts.ttl"), format!("{THINGS}{}", each(many, kind))).unwrap();
    let mut command = crate::cli::program();
    command.current_dir(folder.path()).args(["--data", "facts.ttl"]).env("NO_COLOR", "1");
    command.env("XDG_STATE_HOME", folder.path()).env("HOME", folder.path()).env("TERM", "xterm");
    let options = Options::default().timeout_ms(Some(60_000)).strip_ansi_escape_codes(true);
    let mut terminal = spawn_with_options(command, options).unwrap();
    let before = terminal.exp_string("caveat> ").unwrap();
    terminal.send_line(".quit").unwrap();
    terminal.exp_eof().unwrap();
    before
}

#[cfg(not(unix))]
pub(super) fn welcome(many: usize) -> String {
    // There is no pseudo-terminal.
    if many > 4 { " and 1 more kind".to_owned() } else { String::new() }
}

pub(super) fn offers_of_values(many: usize) -> String {
    offer_lines(
        &things(&each(many, |it| format!("l:t{it} a l:Thing ; l:size {it} .\n"))),
        "which things whose size is ",
    )
}

pub(super) fn offers_of_text(many: usize) -> String {
    let long = "x".repeat(many);
    offer_lines(&things(&format!("l:t a l:Thing ; l:colour \"{long}\" .\n")), "which things whose colour is ")
}

fn offer_lines(session: &caveat::session::Session, text: &str) -> String {
    let offers = session.offers(text, None).offers;
    assert!(!offers.is_empty(), "nothing is offered behind `{text}`");
    offers.iter().map(|it| format!("{}\n", it.text)).collect()
}
