//! The shipped data says what its documents say, and nothing else.

use std::collections::BTreeSet;
use std::fs;

use caveat::exec::Body;

use crate::world::{ask, first_column, root, session};

const PREFIXES: &str = "sparql PREFIX cv: <https://w3id.org/caveat/ns#> \
    PREFIX ali: <https://w3id.org/caveat/id/alibaba/> \
    PREFIX region: <https://w3id.org/caveat/id/region/> ";

/// The solutions of a SPARQL query over the shipped data, as texts; an unbound variable is empty.
fn rows(query: &str) -> Vec<Vec<String>> {
    let answers = ask(&mut session("shipped"), &format!("{PREFIXES}{query}")).unwrap();
    let Body::Table(table) = &answers[0].body else { panic!("{query} gives no rows") };
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter();
        let texts = cells.map(|cell| cell.values.first().map(|value| value.text.clone()));
        texts.map(Option::unwrap_or_default).collect()
    });
    rows.collect()
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join("data").join(name)).unwrap()
}

#[test]
fn every_record_names_its_passage() {
    let without = rows(
        "SELECT ?c { ?c a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* cv:Record FILTER NOT EXISTS { ?c cv:passage ?p } }",
    );
    assert_eq!(without, Vec::<Vec<String>>::new());
    assert!(first_column(&mut session("shipped"), "which all records").len() >= 39);
}

#[test]
fn every_passage_is_verbatim_on_its_line() {
    let passages = rows("SELECT ?f ?n ?t { ?p cv:profile/cv:file ?f ; cv:line ?n ; cv:exact ?t }");
    assert!(passages.len() >= 19, "{}", passages.len());
    for passage in passages {
        let text = document(&passage[0]);
        let number: usize = passage[1].parse().unwrap();
        let line = text.lines().nth(number - 1).unwrap();
        assert!(line.contains(&passage[2]), "{}:{number}: {}", passage[0], passage[2]);
    }
}

#[test]
fn every_row_of_a_passage_is_in_its_document() {
    let passages = rows("SELECT ?f ?r { ?p cv:profile/cv:file ?f ; cv:row ?r }");
    assert!(!passages.is_empty());
    for passage in passages {
        let text = document(&passage[0]);
        let mark = match passage[1].strip_prefix("section ") {
            Some(number) => format!("\n## {number}. "),
            None => format!("\n| {}", passage[1]),
        };
        assert!(text.contains(&mark), "{}: no {mark:?}", passage[0]);
    }
}

#[test]
fn every_passage_has_a_line_or_a_row() {
    assert!(rows("SELECT ?p { ?p a cv:Passage }").len() >= 19);
    let neither = rows(
        "SELECT ?p { ?p a cv:Passage \
        FILTER NOT EXISTS { ?p cv:row ?r } FILTER NOT EXISTS { ?p cv:line ?l ; cv:exact ?t } }",
    );
    assert_eq!(neither, Vec::<Vec<String>>::new());
}

#[test]
fn profile_addresses_are_candidates_of_the_profile_alone() {
    let listed: BTreeSet<String> = document("profiles/alibaba-china.txt")
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .map(|line| line.trim_end_matches(" ↗").to_owned())
        .collect();
    assert_eq!(listed.len(), 11);
    let candidates = rows("SELECT ?u { ali:profile cv:citation ?c . ?c cv:state cv:candidate ; cv:source/cv:url ?u }");
    let candidates: BTreeSet<String> = candidates.into_iter().flatten().collect();
    assert_eq!(candidates, listed);
    let shared =
        rows("SELECT ?claim { ali:profile cv:citation ?c . ?claim cv:citation ?c FILTER(?claim != ali:profile) }");
    assert_eq!(shared, Vec::<Vec<String>>::new());
}

#[test]
fn every_property_used_is_in_the_vocabulary() {
    let unknown = rows(
        "SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(cv:))) \
        FILTER NOT EXISTS { ?p a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> } }",
    );
    assert_eq!(unknown, Vec::<Vec<String>>::new());
}

#[test]
fn facts_have_no_dangling_links() {
    let dangling = rows(
        "SELECT DISTINCT ?o { ?s ?p ?o \
        FILTER(isIRI(?o) && STRSTARTS(STR(?o), \"https://w3id.org/caveat/id/\")) FILTER NOT EXISTS { ?o a ?class } }",
    );
    assert_eq!(dangling, Vec::<Vec<String>>::new());
}

#[test]
fn main_answer_includes_the_three_known_claims() {
    let claims = first_column(&mut session("shipped"), "which claims lack a public source");
    for claim in ["ali:subprocessors", "ali:account-retention", "ali:account-deletion"] {
        assert!(claims.iter().any(|it| it == claim), "{claim} is not among {claims:?}");
    }
}

#[test]
fn london_is_in_neither_union_and_frankfurt_in_both() {
    let mut session = session("shipped");
    for region in ["EU", "EEA"] {
        let inside = first_column(&mut session, &format!("which regions in {region}"));
        assert!(inside.iter().any(|it| it == "region:frankfurt"), "{inside:?}");
        assert!(!inside.iter().any(|it| it == "region:london"), "{inside:?}");
    }
    let members = rows("SELECT ?r { ?r cv:memberOf region:eu }");
    assert_eq!(members.len(), 27);
    let members = rows("SELECT ?r { ?r cv:memberOf region:eea }");
    assert_eq!(members.len(), 30);
}

#[test]
fn facts_include_known_statements_of_the_profile() {
    let mut session = session("shipped");
    let mut is = |question: &str, expected: &[&str]| {
        let mut things = first_column(&mut session, question);
        things.sort();
        assert_eq!(things, expected, "{question}");
    };
    let absences = "which absence findings asserted by \"InferCheck\"";
    is(absences, &["ali:no-ai-act-statement"]);
    is("which claims supersede a claim", &["ali:global-storage"]);
    is("which superseded claims", &["ali:global-virginia-only"]);
    is("which claims supersede in part a claim", &["ali:eu-mode"]);
    is("which claims that deny an assurance are superseded in part by ali:eu-mode", &["ali:no-eu-only-inference"]);
    is("which unread records", &["ali:subprocessors-unread"]);
}
