//! Cells of the comparison: every combination of records as a readable table, and the cells of the shipped vendors
//! against tables worked out by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use caveat::exec::Body;
use caveat::render::{Format, answer as render};
use caveat::session::Session;

use crate::formats::render_context;
use crate::world::{ask, of_text, root, session};

/// A small world: words, two assurances under one subject, speakers, and pages.
const WORLD: &str = r#"
@prefix cv: <https://w3id.org/caveat/ns#> .
@prefix topic: <https://w3id.org/caveat/id/topic/> .
@prefix data: <https://w3id.org/caveat/id/data/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
:registry a cv:Agent ; cv:name "The Registry" .
:directory a cv:Agent ; cv:name "The Directory" .
:entry a cv:Source ; cv:label "entry" ; cv:publisher :registry .
:seen a cv:Citation ; cv:source :entry ; cv:state cv:verified .
:named a cv:Citation ; cv:source :entry ; cv:state cv:candidate .
:page a cv:Profile ; cv:profileTitle "page" ; cv:publishedBy :directory .
:on-page a cv:Passage ; cv:profile :page ; cv:exact "words" .
:draft-page a cv:Profile ; cv:profileTitle "draft page" ; cv:publishedBy :directory ; cv:pageState cv:machineDraft .
:on-draft a cv:Passage ; cv:profile :draft-page ; cv:exact "words" .
"#;

/// One case: what it shows, and the facts, in which `V` stands for the vendor.
struct Case {
    shows: String,
    facts: String,
}

fn case(shows: &str, facts: &str) -> Case {
    Case { shows: shows.to_owned(), facts: facts.to_owned() }
}

/// A record of a vendor: the end of its name, its class, and what it says.
fn record(name: &str, class: &str, says: &str) -> String {
    format!(":V-{name} a cv:{class} ; cv:statement \"{name}\" ; cv:vendor :V ; cv:status cv:standing ; {says} .\n")
}

fn affirms(name: &str, more: &str) -> String {
    record(name, "Claim", &format!("cv:affirms topic:no-training{more}"))
}

fn denies(name: &str, more: &str) -> String {
    record(name, "Claim", &format!("cv:denies topic:no-training{more}"))
}

fn qualifies(name: &str, more: &str) -> String {
    record(name, "Claim", &format!("cv:qualifies topic:no-training{more}"))
}

const FOUND_NOTHING: &str = "cv:about topic:no-training ; cv:assertedBy :registry ; cv:asOf \"2026-08-07\"^^xsd:date";

/// Every subset of the five kinds of records, said of the whole.
fn combinations() -> Vec<Case> {
    let all = (0..32).map(|set: u32| {
        let has = |bit: u32| set >> bit & 1 == 1;
        let name = |bit: u32, letter: &'static str| if has(bit) { letter } else { "–" };
        let shows = [name(0, "A"), name(1, "D"), name(2, "Q"), name(3, "U"), name(4, "N")].join(" ");
        let mut facts = String::new();
        facts.extend(has(0).then(|| affirms("a", "")));
        facts.extend(has(1).then(|| denies("d", "")));
        facts.extend(has(2).then(|| qualifies("q", "")));
        facts.extend(has(3).then(|| record("u", "Unread", FOUND_NOTHING)));
        facts.extend(has(4).then(|| record("n", "AbsenceFinding", FOUND_NOTHING)));
        Case { shows, facts }
    });
    all.collect()
}

/// Two plans in one service; nothing says that these are all.
const PLANS: &str = ":V-s a cv:Service ; cv:name \"V suite\" ; cv:offeredBy :V .\n\
    :V-free a cv:Service ; cv:name \"V free\" ; cv:partOf :V-s .\n:V-pro a cv:Service ; cv:name \"V pro\" ; cv:partOf :V-s .\n";
const COMPLETE: &str = ":V cv:partsComplete true . :V-s cv:partsComplete true .\n";

fn part_cases() -> Vec<Case> {
    let free = " ; cv:service :V-free";
    let pro = " ; cv:service :V-pro";
    let suite = " ; cv:service :V-s";
    let with = |shows: &str, facts: &[String]| case(shows, &(PLANS.to_owned() + &facts.concat()));
    let complete = |shows: &str, facts: &[String]| case(shows, &(PLANS.to_owned() + COMPLETE + &facts.concat()));
    vec![
        with("yes of one plan", &[affirms("a", free)]),
        with("no of one plan", &[denies("d", free)]),
        with("yes of both plans, nothing says that these are all", &[affirms("a", free), affirms("b", pro)]),
        complete("yes of both plans, and these are all", &[affirms("a", free), affirms("b", pro)]),
        complete("yes of one plan, and silence on the other", &[affirms("a", free)]),
        complete("no of both plans, and these are all", &[denies("a", free), denies("b", pro)]),
        complete("yes of one plan, no of the other", &[affirms("a", free), denies("b", pro)]),
        complete("yes of the suite, which is all there is", &[affirms("a", suite)]),
        with("yes of the whole, yes of one plan", &[affirms("a", ""), affirms("b", free)]),
        with("yes of the whole, no of one plan", &[affirms("a", ""), denies("b", free)]),
        with(
            "yes of the whole without exception, no of one plan",
            &[affirms("a", " ; cv:withoutException true"), denies("b", free)],
        ),
        with(
            "no of the whole without exception, yes of one plan",
            &[denies("a", " ; cv:withoutException true"), affirms("b", free)],
        ),
        with(
            "the same, but the narrower supersedes the wider in part",
            &[denies("a", " ; cv:withoutException true"), affirms("b", &format!("{free} ; cv:supersedesInPart :V-a"))],
        ),
        with("yes and no of one plan", &[affirms("a", free), denies("b", free)]),
        with("yes of the suite, no of one plan", &[affirms("a", suite), denies("b", free)]),
        with(
            "yes of two plans alike, no of one of them",
            &[affirms("a", " ; cv:service :V-free, :V-pro"), denies("b", free)],
        ),
        with("qualified of one plan", &[qualifies("q", free)]),
    ]
}

fn scope_cases() -> Vec<Case> {
    vec![
        case("yes of the assurance's own kind of data", &affirms("a", " ; cv:data data:content")),
        case("yes of a wider kind of data", &affirms("a", " ; cv:data data:customer")),
        case("yes of another kind of data", &affirms("a", " ; cv:data data:telemetry")),
        case("yes, no of another kind of data", &(affirms("a", "") + &denies("d", " ; cv:data data:telemetry"))),
        case("yes of a narrower kind of data", &affirms("a", " ; cv:data data:flagged")),
        case("yes for one group of customers", &affirms("a", " ; cv:scope \"enterprise customers\"")),
        case(
            "yes and no for one group of customers, written in two ways",
            &(affirms("a", " ; cv:scope \"Enterprise customers\"")
                + &denies("d", " ; cv:scope \"enterprise customers\"")),
        ),
        case(
            "yes for one group, no for another",
            &(affirms("a", " ; cv:scope \"enterprise\"") + &denies("d", " ; cv:scope \"consumers\"")),
        ),
    ]
}

fn dated_cases() -> Vec<Case> {
    let status = |record: String, status: &str| record.replace("cv:standing", &format!("cv:{status}"));
    vec![
        case("a yes that is a draft", &status(affirms("a", ""), "draft")),
        case(
            "a yes that is superseded, and a no",
            &(status(affirms("a", ""), "superseded") + &denies("d", " ; cv:supersedes :V-a")),
        ),
        case("a yes that was retracted", &status(affirms("a", ""), "retracted")),
        case("a yes that is over", &affirms("a", " ; cv:validUntil \"2026-11-22\"^^xsd:date")),
        case("a yes on its last day", &affirms("a", " ; cv:validUntil \"2026-11-23\"^^xsd:date")),
        case("a yes that begins later", &affirms("a", " ; cv:validFrom \"2027-01-01\"^^xsd:date")),
        case(
            "a yes, and a no that begins later",
            &(affirms("a", "") + &denies("d", " ; cv:validFrom \"2027-01-01\"^^xsd:date")),
        ),
        case("a no that begins today", &denies("d", " ; cv:validFrom \"2026-11-23\"^^xsd:date")),
        case(
            "a yes of a service that has ended",
            &(":V-s a cv:Service ; cv:name \"V old\" ; cv:offeredBy :V ; cv:endedOn \"2026-01-31\"^^xsd:date .\n"
                .to_owned()
                + &affirms("a", " ; cv:service :V-s")),
        ),
        case(
            "an older yes, a newer finding",
            &(affirms("a", " ; cv:asOf \"2026-03-26\"^^xsd:date")
                + &record(
                    "n",
                    "AbsenceFinding",
                    "cv:about topic:no-training ; cv:assertedBy :registry ; cv:asOf \"2026-10-12\"^^xsd:date",
                )),
        ),
    ]
}

/// A source of the vendor's own.
const OWN: &str = ":V-policy a cv:Source ; cv:label \"policy\" ; cv:publisher :V .\n:V-read a cv:Citation ; cv:source :V-policy ; \
    cv:state cv:verified .\n:V-linked a cv:Citation ; cv:source :V-policy ; cv:state cv:candidate .\n";

fn speaker_cases() -> Vec<Case> {
    let with = |shows: &str, facts: &str| case(shows, &(OWN.to_owned() + facts));
    vec![
        with("the vendor's word, found in its source", &affirms("a", " ; cv:assertedBy :V ; cv:citation :V-read")),
        with(
            "somebody else wrote it down, found in the vendor's source",
            &affirms("a", " ; cv:assertedBy :directory ; cv:citation :V-read"),
        ),
        with(
            "the vendor's word, its source named",
            &affirms("a", " ; cv:assertedBy :V ; cv:citation :V-linked ; cv:passage :on-page"),
        ),
        with("the vendor's word, as a directory reports", &affirms("a", " ; cv:assertedBy :V ; cv:passage :on-page")),
        with("a directory's own word", &affirms("a", " ; cv:assertedBy :directory ; cv:passage :on-page")),
        with("a registry's word, verified", &affirms("a", " ; cv:assertedBy :registry ; cv:citation :seen")),
        with(
            "the vendor's named, beside a registry's verified",
            &(affirms("a", " ; cv:assertedBy :V ; cv:citation :V-linked ; cv:passage :on-page")
                + &affirms("b", " ; cv:assertedBy :registry ; cv:citation :seen")),
        ),
        with(
            "the vendor's unsourced, beside a registry's verified",
            &(affirms("a", " ; cv:assertedBy :V ; cv:passage :on-page")
                + &affirms("b", " ; cv:assertedBy :registry ; cv:citation :seen")),
        ),
        with(
            "named, but only on a page that a machine drafted",
            &affirms("a", " ; cv:assertedBy :registry ; cv:citation :named ; cv:passage :on-draft"),
        ),
        with(
            "the vendor's word with fine print",
            &(affirms("a", " ; cv:assertedBy :V ; cv:citation :V-read")
                + ":V-but a cv:Caveat ; cv:text \"unless flagged\" ; cv:caveatKind cv:exception ; cv:limits :V-a .\n"),
        ),
        with(
            "fine print that is a draft",
            &(affirms("a", " ; cv:assertedBy :V ; cv:citation :V-read")
                + ":V-but a cv:Caveat ; cv:text \"unless flagged\" ; cv:limits :V-a ; cv:reviewState cv:draft .\n"),
        ),
    ]
}

fn side_remark_cases() -> Vec<Case> {
    let about = |name: &str, class: &str, more: &str| record(name, class, more);
    vec![
        case(
            "a badge alone",
            &about(
                "b",
                "Claim",
                "cv:about topic:directory-status ; cv:statusWord \"No Training\" ; cv:hints topic:no-training",
            ),
        ),
        case(
            "a no, and a badge",
            &(denies("d", "")
                + &about(
                    "b",
                    "Claim",
                    "cv:about topic:directory-status ; cv:statusWord \"No Training\" ; cv:hints topic:no-training",
                )),
        ),
        case("a claim without a yes or no", &about("c", "Claim", "cv:about topic:no-training")),
        case(
            "a yes, and a claim without a yes or no",
            &(affirms("a", "") + &about("c", "Claim", "cv:about topic:no-training")),
        ),
        case(
            "a finding on the subject above",
            &about("n", "AbsenceFinding", "cv:about topic:training ; cv:assertedBy :registry"),
        ),
        case(
            "a finding on the subject, a claim without a yes or no on the assurance",
            &(about("n", "AbsenceFinding", "cv:about topic:training")
                + &about("c", "Claim", "cv:about topic:no-training")),
        ),
        case(
            "a finding on the subject, what could not be read on the assurance",
            &(about("n", "AbsenceFinding", "cv:about topic:training")
                + &about("u", "Unread", "cv:about topic:no-training")),
        ),
        case("a claim on the subject alone", &about("c", "Claim", "cv:about topic:training")),
    ]
}

fn world_of(cases: &[Case]) -> Session {
    let mut facts = WORLD.to_owned();
    for (at, case) in cases.iter().enumerate() {
        let vendor = format!("v{at}");
        write!(facts, ":V a cv:Vendor ; cv:name \"V\" .\n{}", case.facts).unwrap();
        facts = facts
            .replace(":V-", &format!(":{vendor}-"))
            .replace(":V ", &format!(":{vendor} "))
            .replace("\"V", &format!("\"{vendor}"));
    }
    let vocabulary = tempfile::tempdir().unwrap();
    for name in ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl"] {
        fs::copy(root().join("data").join(name), vocabulary.path().join(name)).unwrap();
    }
    of_text(&facts, Some(vocabulary.path())).unwrap_or_else(|faults| panic!("{}", crate::world::messages(&faults)))
}

/// The cell of each case in words, with a mark where it is shown in green.
fn cell_lines(cases: &[Case]) -> String {
    let session = world_of(cases);
    let writer = session.cell_writer().unwrap();
    let id = |iri: &str| session.dataset().iri_id(oxigraph::model::NamedNodeRef::new(iri).unwrap()).unwrap();
    let assurance = id("https://w3id.org/caveat/id/topic/no-training");
    let width = cases.iter().map(|it| it.shows.chars().count()).max().unwrap();
    let lines = cases.iter().enumerate().map(|(at, case)| {
        let view = writer.view(id(&format!("https://example.org/v{at}")), assurance);
        let green = if view.clear { " [green]" } else { "" };
        let pad = width - case.shows.chars().count();
        format!("{}{:pad$}  {}{green}\n", case.shows, "", view.whole())
    });
    lines.collect()
}

#[test]
fn decides_every_combination_of_records() {
    let tables = [
        ("A affirms, D denies, Q qualifies, U could not be read, N found nothing", combinations()),
        ("parts: services, plans, modes", part_cases()),
        ("parts: kinds of data, groups of customers", scope_cases()),
        ("days", dated_cases()),
        ("whose word, and how it is backed", speaker_cases()),
        ("what stands beside a verdict", side_remark_cases()),
    ];
    let text: Vec<String> = tables.iter().map(|(title, cases)| format!("{title}\n\n{}", cell_lines(cases))).collect();
    insta::assert_snapshot!("cells", text.join("\n"));
}

#[test]
fn cells_of_parts_prefer_their_own_records() {
    let whole = PLANS.to_owned() + &affirms("a", "");
    let part = PLANS.to_owned() + &affirms("a", "") + &denies("d", " ; cv:service :V-free");
    let above = PLANS.to_owned() + &denies("d", " ; cv:service :V-s") + &affirms("a", "");
    let cases =
        [case("of the whole alone", &whole), case("of the part, too", &part), case("of the service above", &above)];
    let session = world_of(&cases);
    let writer = session.cell_writer().unwrap();
    let id = |iri: String| session.dataset().iri_id(oxigraph::model::NamedNode::new(iri).unwrap().as_ref()).unwrap();
    let assurance = id("https://w3id.org/caveat/id/topic/no-training".to_owned());
    let cells = (0..3).map(|at| writer.view(id(format!("https://example.org/v{at}-free")), assurance).whole());
    let cells: Vec<String> = cells.collect();
    assert!(cells[0].starts_with("yes") && cells[0].ends_with("said of the whole"), "{}", cells[0]);
    assert!(cells[1].starts_with("no") && !cells[1].contains("said of the whole"), "{}", cells[1]);
    assert!(cells[2].starts_with("no") && cells[2].ends_with("said of the whole"), "{}", cells[2]);
}

/// Vendors with names so long that no table holds them side by side.
fn many_vendors(count: usize) -> Session {
    let sayings = combinations();
    let cases: Vec<Case> = (0..count)
        .map(|at| {
            let Case { shows, facts } = &sayings[at % sayings.len()];
            let facts = facts.replace("cv:statement", "cv:assertedBy :registry ; cv:statement");
            case(shows, &facts)
        })
        .collect();
    world_of(&cases)
}

#[test]
fn comparisons_fit_80_columns_at_any_size() {
    for (count, question) in [
        (1, "compare v0"),
        (8, "compare vendors"),
        (80, "compare vendors"),
        (80, "compare vendors on \"no training on customer data\""),
    ] {
        let mut session = many_vendors(count);
        let answer = ask(&mut session, question).unwrap().remove(0);
        let text = render(&answer, "", Format::Table, render_context(&session, Some(80), false)).unwrap();
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{question} of {count}: {line}");
        }
        // Everything is listed, in order, and silent things take little room.
        let places: Vec<usize> = (0..count).map(|at| text.find(&format!("v{at} ")).unwrap_or(0)).collect();
        assert!(count == 1 || places.iter().filter(|it| **it == 0).count() <= 1, "{question} of {count}\n{text}");
        let lines = text.lines().count();
        assert!(lines <= 24 * count + 24, "{question} of {count}: {lines} lines\n{text}");
    }
}

/// A yes of the whole in a directory stays the directory's beside a verified yes of one plan.
#[test]
fn a_plan_does_not_verify_the_whole() {
    let own = " ; cv:service :V-pro ; cv:assertedBy :V ; cv:citation :V-read";
    let by_directory = " ; cv:assertedBy :directory ; cv:passage :on-page";
    let base = OWN.to_owned() + PLANS;
    let cases = [
        case("of the whole, and of one plan", &(base.clone() + &affirms("a", by_directory) + &affirms("b", own))),
        case(
            "of both plans, which are all",
            &(base.clone()
                + COMPLETE
                + &affirms("a", &format!(" ; cv:service :V-free{by_directory}"))
                + &affirms("b", own)),
        ),
    ];
    let text = cell_lines(&cases);
    for line in text.lines() {
        assert!(line.contains("yes: The Directory, unsourced") && !line.contains("[green]"), "{line}");
    }
}

/// A cell shows what disputes a part; a record on another kind of data disputes nothing.
#[test]
fn cells_of_parts_show_both_sides_of_disputes() {
    let never = " ; cv:service :V-s ; cv:withoutException true";
    let facts = PLANS.to_owned() + &affirms("a", never) + &denies("d", " ; cv:service :V-free");
    let session = world_of(&[case("a suite that never trains", &facts)]);
    let writer = session.cell_writer().unwrap();
    let id = |iri: &str| session.dataset().iri_id(oxigraph::model::NamedNodeRef::new(iri).unwrap()).unwrap();
    let assurance = id("https://w3id.org/caveat/id/topic/no-training");
    let cell = writer.view(id("https://example.org/v0-free"), assurance);
    assert_eq!(cell.short(), "disputed");
    let says: Vec<&str> = cell.sides.iter().map(|it| it.says).collect();
    assert_eq!(says, ["yes", "no"], "{}", cell.whole());
    let cases = [case(
        "never of the own kind of data, no of another",
        &(affirms("a", " ; cv:data data:content ; cv:withoutException true")
            + &denies("d", " ; cv:data data:telemetry")),
    )];
    assert!(cell_lines(&cases).contains("depends"), "{}", cell_lines(&cases));
}

/// An ended service ends its plans, and does not count as a silent part.
#[test]
fn ended_services_decide_nothing() {
    let ended = ":V-s a cv:Service ; cv:name \"V old\" ; cv:offeredBy :V ; cv:endedOn \"2026-01-31\"^^xsd:date .\n\
        :V-plan a cv:Service ; cv:name \"V plan\" ; cv:partOf :V-s .\n:V-new a cv:Service ; cv:name \"V new\" ; cv:offeredBy :V .\n";
    let cases = [
        case("of a plan in it", &(ended.to_owned() + &affirms("a", " ; cv:service :V-plan"))),
        case(
            "of all that is left",
            &(ended.to_owned() + ":V cv:partsComplete true .\n" + &affirms("a", " ; cv:service :V-new")),
        ),
    ];
    let text = cell_lines(&cases);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].contains("not on record"), "{text}");
    assert!(lines[1].contains("yes: nobody named"), "{text}");
}

/// A part without records has the answer of the whole; a part that has ended has none.
#[test]
fn silent_parts_take_the_answer_of_the_whole() {
    let facts = PLANS.to_owned()
        + ":V-old a cv:Service ; cv:name \"V old\" ; cv:offeredBy :V ; cv:endedOn \"2026-01-31\"^^xsd:date .\n"
        + &affirms("a", "")
        + &denies("d", "");
    let session = world_of(&[case("a disputed whole", &facts)]);
    let writer = session.cell_writer().unwrap();
    let id = |iri: &str| session.dataset().iri_id(oxigraph::model::NamedNodeRef::new(iri).unwrap()).unwrap();
    let assurance = id("https://w3id.org/caveat/id/topic/no-training");
    let cell = |part: &str| writer.view(id(&format!("https://example.org/v0-{part}")), assurance).whole();
    assert!(cell("free").starts_with("disputed") && cell("free").ends_with("said of the whole"), "{}", cell("free"));
    assert_eq!(cell("old"), "not on record · no longer offered");
}

/// What a cell says of the parts that it leaves open.
#[test]
fn remarks_on_parts_name_them() {
    let complete = PLANS.to_owned() + COMPLETE + &affirms("a", " ; cv:service :V-free");
    let looked = "cv:about topic:training ; cv:service :V-pro ; cv:assertedBy :registry";
    let elsewhere = PLANS.to_owned() + &affirms("a", " ; cv:service :V-free") + &record("n", "AbsenceFinding", looked);
    let badge = "cv:about topic:directory-status ; cv:service :V-pro ; cv:statusWord \"No Training\" ; cv:hints topic:no-training";
    let cases = [
        case("of one part, though all are on record", &complete),
        case("of one part; of the other somebody looked for the subject", &elsewhere),
        case("a badge of one part", &(PLANS.to_owned() + &record("b", "Claim", badge))),
        case(
            "yes of a wider kind of data, no of the assurance's own",
            &(affirms("a", " ; cv:data data:customer") + &denies("d", "")),
        ),
    ];
    let text = cell_lines(&cases);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("nothing on record about the rest"), "{text}");
    assert!(lines[1].ends_with("not found of v1 pro by The Registry"), "{text}");
    assert!(lines[2].ends_with("badge of v2 pro: No Training"), "{text}");
    assert!(lines[3].contains("yes of customer data") && lines[3].contains("no of prompts and outputs"), "{text}");
}

/// Rows of a table worked out by hand: thing and assurance → verdict and the decisive records.
fn read_table(file: &str) -> BTreeMap<(String, String), (String, String)> {
    let text = fs::read_to_string(root().join("tests/cells").join(file)).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let text = |at: usize| cells.get(at).map_or_else(String::new, |it| (*it).trim().to_owned());
        ((text(0), text(1)), (text(2), text(4)))
    });
    rows.collect()
}

/// The same, as the program decides it.
fn decision_of(session: &Session, thing: &str, assurance: &str) -> (String, String) {
    let dataset = session.dataset();
    let id = |iri: &str| {
        let iri = oxigraph::model::NamedNode::new(iri).unwrap();
        dataset.iri_id(iri.as_ref()).unwrap_or_else(|| panic!("{iri} is not there"))
    };
    let of = match thing.split_once(':') {
        Some(_) => {
            let (prefix, local) = thing.split_once(':').unwrap();
            let space = match prefix {
                "ali" => "alibaba",
                other => other,
            };
            id(&format!("https://w3id.org/caveat/id/{space}/{local}"))
        }
        None => id(&format!("https://w3id.org/caveat/id/vendor/{thing}")),
    };
    let view = session.cell_writer().unwrap().view(of, id(&format!("https://w3id.org/caveat/id/topic/{assurance}")));
    let short = |iri: &String| dataset.compact(oxigraph::model::NamedNodeRef::new(iri).unwrap());
    let mut records: Vec<String> = view.records.iter().map(short).collect();
    records.sort();
    (view.verdict.unwrap().word().to_owned(), records.join(" "))
}

#[test]
fn shipped_cells_match_the_hand_made_tables() {
    let session = session("eight");
    for file in ["eight-vendors.tsv", "services.tsv"] {
        let by_hand = read_table(file);
        assert!(by_hand.len() >= 50, "{file} has {} rows", by_hand.len());
        let mut differences = String::new();
        for ((thing, assurance), (verdict, records)) in &by_hand {
            let (found, found_records) = decision_of(&session, thing, assurance);
            if found != *verdict || found_records != *records {
                writeln!(
                    differences,
                    "{thing} {assurance}\n  by hand {verdict}: {records}\n  decided {found}: {found_records}"
                )
                .unwrap();
            }
        }
        assert!(differences.is_empty(), "{file}\n{differences}");
    }
}

#[test]
fn no_cell_hides_a_claim() {
    let session = session("all");
    let writer = session.cell_writer().unwrap();
    let mut claims = 0;
    for ([of, assurance], cell) in writer.cells.all() {
        let said = writer.cells.claims_about(*of, *assurance);
        let is_offered = !cell.marks.contains(&caveat::graph::CellMark::Ended);
        if !said.is_empty() && !cell.verdict.is_decided() && is_offered {
            let more = cell.marks.iter().any(|it| matches!(it, caveat::graph::CellMark::MoreClaims(_)));
            let name = |id: &caveat::store::Id| session.dataset().short(session.dataset().term(*id));
            let hidden: Vec<String> = said.iter().map(name).collect();
            assert!(more, "{} {} is {:?} and hides {hidden:?}", name(of), name(assurance), cell.verdict);
        }
        claims += said.len();
    }
    assert!(claims > 100, "{claims}");
}

#[test]
fn silence_is_neither_yes_nor_no() {
    let mut session = session("all");
    let names = |session: &mut Session, question: &str| -> Vec<String> {
        let answers = ask(session, question).unwrap();
        let Body::Table(table) = &answers[0].body else { panic!("{question}") };
        table.rows.iter().map(|row| row.cells[1].values[0].text.clone()).collect()
    };
    let train = names(&mut session, "which vendors train on customer data");
    let not = names(&mut session, "which vendors do not train on customer data");
    let silent = names(&mut session, "which vendors do not say whether they train on customer data");
    assert_eq!(train.len() + not.len() + silent.len(), 12, "{train:?} {not:?} {silent:?}");
    assert!(!not.contains(&"Zhipu AI".to_owned()), "a badge is no yes: {not:?}");
    assert!(!not.contains(&"Vultr".to_owned()), "silence is no yes: {not:?}");
}

/// Whatever replaces a verdict, the message lists the valid ones and blames no other word of the sentence.
#[test]
fn reports_invalid_verdicts_with_the_valid_ones() {
    let mut session = session("all");
    for before in [
        "which vendors whose answer to \"EU-only inference\" is ",
        "which vendors whose answer to \"EU-only inference\" is not ",
        "which vendors whose answer to \"no training on customer data\" is yes and whose answer to \"EU-only inference\" is ",
        "is the answer of alibaba to \"EU-only inference\" ",
        "which assurances of alibaba that are ",
    ] {
        for wrong in ["maybe", "unclear", "publick", "\"yes\"", "their own maybe", "a verified perhaps"] {
            let told = ask(&mut session, &format!("{before}{wrong}")).unwrap_err();
            assert!(told.contains("error[no-verdict]") && told.contains("`depends`"), "{before}{wrong}\n{told}");
            assert!(!told.contains("words in quotes"), "{before}{wrong}\n{told}");
        }
    }
}
