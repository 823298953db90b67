//! A quantity before several objects: `no A or B` is neither, `only A or B` nothing else, and what could be read in two ways is
//! refused.

use std::collections::BTreeMap;

use caveat::exec::Body;
use oxigraph::model::Term;

use crate::readings::{Numbers, asked, outcome, things};
use crate::world;

#[test]
fn no_and_only_go_on_behind_or() {
    let mut session = world::session("all");
    let vendors = things(&asked(&mut session, "which vendors").unwrap());
    let mut engaged: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for vendor in &vendors {
        let found = things(&asked(&mut session, &format!("which agents are engaged by <{vendor}>")).unwrap());
        engaged.insert(vendor, found);
    }
    engaged.retain(|_, them| !them.is_empty());
    let all: Vec<String> = engaged.values().flatten().cloned().collect();
    // What says itself how it is linked is counted so.
    let counted = asked(&mut session, "show iri, number of vendors that engage them of agents").unwrap();
    let Body::Table(table) = &counted.body else { panic!("no table") };
    for row in &table.rows {
        let Term::NamedNode(agent) = &row.cells[0].values[0].term else { panic!("no agent") };
        let wanted = all.iter().filter(|it| *it == agent.as_str()).count().to_string();
        assert_eq!(row.cells[1].values.first().map(|it| &*it.text), Some(&*wanted), "{agent}");
    }
    let mut numbers = Numbers(0x5a4e);
    let mut found = [0; 2];
    for _ in 0..60 {
        let [one, other] = [(); 2].map(|()| numbers.pick(&all).clone());
        let mut ask =
            |question: String| things(&asked(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}")));
        let fits = |is: &dyn Fn(&[String]) -> bool| -> Vec<String> {
            engaged.iter().filter(|(_, them)| is(them)).map(|(vendor, _)| (*vendor).clone()).collect()
        };
        let neither = fits(&|them| !them.contains(&one) && !them.contains(&other));
        for words in ["engage no <A> or <B>", "do not engage <A> or <B>", "engage no <A> and engage no <B>"] {
            let words = words.replace("<A>", &format!("<{one}>")).replace("<B>", &format!("<{other}>"));
            assert_eq!(ask(format!("which vendors {words}")), neither, "{words}");
        }
        let nobody_else = fits(&|them| them.iter().all(|it| *it == one || *it == other));
        assert_eq!(ask(format!("which vendors engage only <{one}> or <{other}>")), nobody_else, "{one} {other}");
        found[0] += neither.len();
        found[1] += nobody_else.len();
    }
    assert!(found.iter().all(|it| *it > 5), "{found:?}");
}

/// Of nouns: the same things as where the quantity is said again.
#[test]
fn none_of_several_nouns_is_none_of_each() {
    let mut session = world::session("all");
    let pairs = [
        ["which claims have no citation or caveat", "which claims have no citation and have no caveat"],
        ["which claims have no caveat or date", "which claims lack a caveat and lack a date"],
        ["which citations have no retrieved or page date", "which citations lack a retrieved and lack a page date"],
        [
            "which claims have a caveat or no citation or date",
            "which claims have a caveat or have no citation and have no date",
        ],
    ];
    let without = [
        ["which claims without a citation or caveat", "which claims lack a citation and lack a caveat"],
        ["which claims without a citation or a date", "which claims that lack a citation and lack a date"],
        ["which claims without a citation or with a date", "which claims that lack a citation or have a date"],
        ["which claims lack a citation or a date", "which claims that lack a citation or lack a date"],
    ];
    for [shared, said_again] in pairs.into_iter().chain(without) {
        let wanted = outcome(&mut session, said_again);
        assert!(wanted.is_ok(), "{said_again}: {wanted:?}");
        assert_eq!(outcome(&mut session, shared), wanted, "{shared}");
    }
}

#[test]
fn a_quantity_that_could_be_shared_or_not_is_refused() {
    let mut session = world::session("all");
    let quantities = ["2", "exactly 2", "at least 2", "at most 2", "more than 2", "fewer than 2", "every"];
    let refused = |question: &str| outcome(&mut session, question);
    let mut refused = refused;
    for quantity in quantities {
        for joint in ["or", "and"] {
            let noun = if quantity == "every" { "citation" } else { "citations" };
            let shared = refused(&format!("which claims have {quantity} {noun} {joint} caveats"));
            assert_eq!(shared, Err("error[whose-quantity]".to_owned()), "{quantity} {joint}");
            let again = refused(&format!("which claims have {quantity} {noun} {joint} a caveat"));
            assert!(again.is_ok(), "{quantity} {joint}: {again:?}");
        }
    }
    let more = [
        "which claims have no citation and caveat",
        "which claims have only citations or caveats",
        "which claims have no citation or a caveat",
        "which vendors engage only agent:stripe or an agent that lacks a country",
    ];
    for question in more {
        assert_eq!(refused(question), Err("error[whose-quantity]".to_owned()), "{question}");
    }
}

/// One article, or one quantity, for two nouns: what narrows the last could narrow both, and it is refused.
#[test]
fn what_could_narrow_two_objects_or_one_is_refused() {
    let mut session = world::session("all");
    // Objects beside one another, and what can be said of both.
    let both = [
        ("engage", ["a vendor", "an agent"], ["vendors", "agents"], "from the United States"),
        ("engage", ["an agent", "a vendor"], ["agents", "vendors"], "with a homepage"),
        ("have", ["a claim", "an absence finding"], ["claims", "absence findings"], "about retention"),
        ("have", ["an unread record", "a claim"], ["unread records", "claims"], "about training"),
    ];
    for (verb, [one, other], [ones, others], narrowed) in both {
        let bare = other.split_once(' ').unwrap().1;
        let bare_one = one.split_once(' ').unwrap().1;
        for objects in [
            format!("{verb} {one} or {bare} {narrowed}"),
            format!("{verb} {ones} or {others} {narrowed}"),
            format!("{verb} no {bare_one} or {bare} {narrowed}"),
            format!("do not {verb} {one} or {bare} {narrowed}"),
        ] {
            let read = outcome(&mut session, &format!("which vendors {objects}"));
            assert_eq!(read, Err("error[whose-narrowing]".to_owned()), "{objects}");
        }
        for twin in [
            format!("{verb} {one} or {other} {narrowed}"),
            format!("{verb} {one} {narrowed} or {other} {narrowed}"),
            format!("{verb} {one} {narrowed} or {bare}"),
            format!("{verb} no {bare_one} or {bare}"),
            format!("{verb} no {bare_one} {narrowed} and {verb} no {bare} {narrowed}"),
        ] {
            let read = outcome(&mut session, &format!("which vendors {twin}"));
            assert!(read.is_ok(), "{twin}: {read:?}");
        }
    }
    // Names need no narrowing, and what can be said of the last alone narrows that.
    for question in [
        "which vendors engage no agent:stripe or agent from the United States",
        "which claims have no citation or caveat about retention",
    ] {
        let read = outcome(&mut session, question);
        assert!(read.is_ok(), "{question}: {read:?}");
    }
}
