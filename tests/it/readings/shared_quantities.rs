//! A quantity before several objects: `no A or B` is neither, `only A or B` nothing else, and what could be read in two ways is
//! refused.

use std::collections::BTreeMap;

use caveat::base::Source;
use caveat::exec::Body;
use caveat::lang::parse;
use oxigraph::model::Term;

use crate::readings::{Numbers, ask_one, outcome, things};
use crate::world;

#[test]
fn no_and_only_apply_to_both_sides_of_or() {
    let mut session = world::session("all");
    let vendors = things(&ask_one(&mut session, "which vendors").unwrap());
    let mut engaged: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for vendor in &vendors {
        let found = things(&ask_one(&mut session, &format!("which agents are engaged by <{vendor}>")).unwrap());
        engaged.insert(vendor, found);
    }
    engaged.retain(|_, them| !them.is_empty());
    let all: Vec<String> = engaged.values().flatten().cloned().collect();
    // A noun with its own link is counted by that link.
    let counted = ask_one(&mut session, "show iri, number of vendors that engage them of agents").unwrap();
    let Body::Table(table) = &counted.body else { panic!("no table") };
    for row in &table.rows {
        let Term::NamedNode(agent) = &row.cells[0].values[0].term else { panic!("no agent") };
        let wanted = all.iter().filter(|it| *it == agent.as_str()).count().to_string();
        assert_eq!(row.cells[1].values.first().map(|it| &*it.text), Some(&*wanted), "{agent}");
    }
    // Whom they do not engage is known only where the list is complete.
    let partly = things(&ask_one(&mut session, "which partly named vendors").unwrap());
    let mut numbers = Numbers(0x5a4e);
    let mut found = [0; 2];
    for _ in 0..60 {
        let [one, other] = [(); 2].map(|()| numbers.pick(&all).clone());
        let mut ask = |question: String| {
            things(&ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}")))
        };
        let fits = |is: &dyn Fn(&[String]) -> bool| -> Vec<String> {
            let whole = engaged.iter().filter(|(vendor, _)| !partly.contains(vendor));
            whole.filter(|(_, them)| is(them)).map(|(vendor, _)| (*vendor).clone()).collect()
        };
        let neither = fits(&|them| !them.contains(&one) && !them.contains(&other));
        for words in ["engage no <A> or <B>", "do not engage <A> or <B>", "engage no <A> and engage no <B>"] {
            let words = words.replace("<A>", &format!("<{one}>")).replace("<B>", &format!("<{other}>"));
            assert_eq!(ask(format!("which vendors {words}")), neither, "{words}");
        }
        let nobody_else = fits(&|them| them.iter().all(|it| *it == one || *it == other));
        assert_eq!(ask(format!("which vendors engage only <{one}> or <{other}>")), nobody_else, "{one} {other}");
        found[0] += neither.len();
        found[1] += usize::from(nobody_else.is_empty());
    }
    assert!(found.iter().all(|it| *it > 5), "{found:?}");
    // Only those whom one engages.
    for (vendor, them) in engaged.iter().filter(|(vendor, _)| !partly.contains(vendor)) {
        let names: Vec<String> = them.iter().map(|it| format!("<{it}>")).collect();
        let question = format!("which vendors engage only {}", names.join(" or "));
        let found = things(&ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}")));
        assert!(found.contains(vendor), "{question}: {found:?}");
        if let [_, fewer @ ..] = names.as_slice()
            && !fewer.is_empty()
        {
            let question = format!("which vendors engage only {}", fewer.join(" or "));
            let found = things(&ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}")));
            assert!(!found.contains(vendor), "{question}: {found:?}");
        }
    }
}

/// With nouns: the same things as where the quantity is repeated.
#[test]
fn no_before_several_nouns_denies_each() {
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
fn refuses_quantities_that_may_be_shared() {
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
fn refuses_ambiguous_modifiers_of_two_objects() {
    let mut session = world::session("all");
    // Two objects, and a modifier that fits both.
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
    // Names take no modifier; one that fits only the last object belongs to that.
    for question in [
        "which vendors engage no agent:stripe or agent from the United States",
        "which claims have no citation or caveat about retention",
    ] {
        let read = outcome(&mut session, question);
        assert!(read.is_ok(), "{question}: {read:?}");
    }
}

/// What follows `or` may be under the `not` before it, or not: it is refused, and each reading has its own sentence.
#[test]
fn refuses_ambiguous_negation() {
    let mut session = world::session("all");
    let pairs = [
        ("vendors", "train on customer data", "keep prompts"),
        ("vendors", "keep prompts", "engage an agent from Ireland"),
        ("vendors", "engage an agent", "train on customer data"),
        ("vendors", "engage an agent", "have a homepage"),
        ("claims", "affirm an assurance", "deny an assurance"),
        ("claims", "cite a source", "have a caveat"),
    ];
    let mut differ = 0;
    for (noun, one, other) in pairs {
        let mut ask = |question: String| outcome(&mut session, &question);
        for refused in [
            format!("which {noun} do not {one} or {other}"),
            format!("which {noun} that do not {one} or {other}"),
            format!("how many {noun} do not {one} or {other}"),
        ] {
            assert_eq!(ask(refused.clone()), Err("error[whose-negation]".to_owned()), "{refused}");
        }
        let neither = ask(format!("which {noun} do not {one} and do not {other}"));
        let one_of_two = ask(format!("which {noun} {other} or do not {one}"));
        assert!(neither.is_ok() && one_of_two.is_ok(), "{one} {other}: {neither:?} {one_of_two:?}");
        let in_parentheses = ask(format!("which {noun} (do not {one}) or {other}"));
        assert_eq!(in_parentheses, one_of_two, "{one} {other}");
        differ += usize::from(neither != one_of_two);
    }
    assert!(differ > 3, "{differ}");
    for refused in [
        "which claims are not limited or superseded",
        "which claims that are not about retention or limited",
        "does vendor:meta not train on customer data or keep prompts",
        "is ali:eu-mode not limited or superseded",
    ] {
        assert_eq!(outcome(&mut session, refused), Err("error[whose-negation]".to_owned()), "{refused}");
    }
    for read in [
        "which claims are not limited and not superseded",
        "which claims are superseded or not limited",
        "which claims are not limited or are superseded",
        "which claims are not about retention or training",
        "which vendors are not alibaba or meta",
    ] {
        assert!(outcome(&mut session, read).is_ok(), "{read}");
    }
}

/// To lack this or that is to lack both, or one of them: with one article nobody can know.
#[test]
fn lack_with_or_needs_both_articles() {
    let mut session = world::session("all");
    for [one, other] in [["source", "caveat"], ["citation", "date"], ["caveat", "service"]] {
        let mut ask = |words: String| outcome(&mut session, &format!("which claims {words}"));
        for refused in [
            format!("lack a {one} or {other}"),
            format!("that lack {one}s or {other}s"),
            format!("lacking a {one} or {other}"),
        ] {
            assert_eq!(ask(refused.clone()), Err("error[whose-quantity]".to_owned()), "{refused}");
        }
        let neither = ask(format!("have no {one} or {other}"));
        assert_eq!(neither, ask(format!("without a {one} or {other}")));
        assert_eq!(neither, ask(format!("lack a {one} and lack a {other}")));
        let either = ask(format!("lack a {one} or a {other}"));
        assert_eq!(either, ask(format!("lack a {one} or lack a {other}")));
        assert!(neither.is_ok() && either.is_ok() && neither != either, "{one} {other}");
    }
}

/// A verb without an object takes that of the next verb, or it is refused.
#[test]
fn a_verb_shares_the_object_of_the_next() {
    let mut session = world::session("all");
    let mut ask = |question: String| outcome(&mut session, &question);
    let assurances = ["\"no training on customer data\"", "\"EU-only inference\"", "\"data processing agreement\""];
    let mut differ = 0;
    for about in assurances {
        let verbs = ["affirm", "deny", "qualify"];
        for (one, other) in verbs.iter().flat_map(|one| verbs.iter().map(move |other| (one, other))) {
            for joint in ["or", "and"] {
                let shared = ask(format!("which claims {one} {joint} {other} {about}"));
                let said = ask(format!("which claims {one} {about} {joint} {other} {about}"));
                let more = format!("which claims have a caveat and {one} {joint} {other} {about} and are limited");
                let grouped =
                    more.replace("have a caveat and ", "have a caveat and (").replace(" and are", ") and are");
                assert_eq!(ask(more), ask(grouped), "{one} {joint} {other} {about}");
                assert_eq!(shared, said, "{one} {joint} {other} {about}");
                assert_eq!(shared, ask(format!("which claims that {one} {joint} {other} {about}")));
                let anything = ask(format!("which claims ({one}) {joint} {other} {about}"));
                assert!(said.is_ok() && anything.is_ok(), "{anything:?}");
                differ += usize::from(said != anything);
            }
        }
    }
    assert!(differ > 20, "{differ}");
    let three = ask("which claims affirm or deny or qualify \"EU-only inference\"".to_owned());
    let each = ["affirm", "deny", "qualify"].map(|verb| format!("{verb} \"EU-only inference\"")).join(" or ");
    assert_eq!(three, ask(format!("which claims {each}")));
    for refused in [
        "which vendors engage or reach China",
        "which vendors engage and have a homepage",
        "which claims affirm or deny no assurance",
        "which claims affirm or cite a source",
        "which vendors that engage or reach China",
        "does vendor:meta engage or reach China",
        "which claims do not affirm and deny \"EU-only inference\"",
        "which claims affirm and deny an assurance",
        "which vendors have a claim that affirms and a claim that denies \"EU-only inference\"",
        "which vendors have no claim that affirms and no claim that denies \"EU-only inference\"",
    ] {
        assert_eq!(ask(refused.to_owned()), Err("error[whose-object]".to_owned()), "{refused}");
    }
    for read in [
        "which vendors engage",
        "which vendors engage or reach",
        "which vendors (engage) or reach China",
        "which claims affirm or deny an assurance",
        "which vendors have claims that affirm or deny \"EU-only inference\"",
        "each vendor has a claim that affirms or denies \"EU-only inference\"",
    ]
    .map(|it| it.replace("each vendor has", "which vendors have"))
    {
        assert!(ask(read.clone()).is_ok(), "{read}");
    }
}

/// Some mean neither by `not from A and B`, some not both at once.
#[test]
fn refuses_and_under_a_negation() {
    let mut session = world::session("all");
    let lists = [
        ("vendors", "engage", "agent:stripe", "agent:brave", true),
        ("agents", "from", "region:china", "region:ireland", false),
        ("claims", "about", "training", "retention", false),
        ("claims", "about", "topic:training", "topic:retention", false),
    ];
    for (noun, word, one, other, is_verb) in lists {
        let mut ask = |question: String| outcome(&mut session, &question);
        let refused = match is_verb {
            true => vec![
                format!("which {noun} do not {word} {one} and {other}"),
                format!("which {noun} that do not {word} {one} and {other}"),
            ],
            false => vec![
                format!("which {noun} are not {word} {one} and {other}"),
                format!("which vendors have no {noun} {word} {one} and {other}")
                    .replace("have no agents", "engage no agent"),
                format!("which vendors have only {noun} {word} {one} and {other}")
                    .replace("have only a", "engage only a"),
                format!("which vendors have exactly 2 {noun} {word} {one} and {other}")
                    .replace("have exactly 2 a", "engage exactly 2 a"),
                format!("which vendors lack {noun} {word} {one} and {other}")
                    .replace("lack agents", "do not engage agents"),
            ],
        };
        for question in refused {
            assert_eq!(ask(question.clone()), Err("error[both-or-each]".to_owned()), "{question}");
            let neither = question.replace(&format!("{one} and"), &format!("{one} or"));
            assert!(ask(neither.clone()).is_ok(), "{neither}");
        }
        let verb = if is_verb { "" } else { "are " };
        let both = ask(format!("which {noun} {verb}{word} {one} and {other}"));
        assert!(both.is_ok(), "{both:?}");
        let not_both = ask(format!("which {noun} not ({verb}{word} {one} and {verb}{word} {other})"));
        assert!(not_both.is_ok(), "{not_both:?}");
        // The answer says how `and` was read.
        let source = Source::new("question", format!("which {noun} {verb}{word} {one} and {other}").as_str());
        let statements = parse(&source).unwrap();
        let answer = session.answer(&statements[0], &source).unwrap();
        let told = "means both at once: `and` between names means both, `or` means one of them";
        assert!(answer.notes.iter().any(|it| it.contains(told)), "{:?}", answer.notes);
    }
    let of_one = "does vendor:meta not engage agent:stripe and agent:brave";
    assert_eq!(outcome(&mut session, of_one), Err("error[both-or-each]".to_owned()));
    for refused in ["which claims are not limited and superseded", "is ali:eu-mode not limited and superseded"] {
        assert_eq!(outcome(&mut session, refused), Err("error[whose-negation]".to_owned()), "{refused}");
    }
    for read in [
        "which claims are not limited but superseded",
        "which claims are not limited and are superseded",
        "which claims are not limited and about training",
    ] {
        assert!(outcome(&mut session, read).is_ok(), "{read}");
    }
}

/// What follows `or` after a verb and a modifier could replace the modifier, or both.
#[test]
fn refuses_ambiguous_alternatives() {
    let mut session = world::session("all");
    let mut ask = |question: String| outcome(&mut session, &question);
    for (one, narrowed, other) in [
        ("affirm an assurance", "about retention", "deny an assurance"),
        ("cite a source", "about training", "affirm an assurance"),
        ("are limited", "about training", "are superseded"),
        ("have a citation", "of alibaba", "have a caveat"),
    ] {
        for subject in ["which claims", "how many claims", "which claims that"] {
            let that = if subject.ends_with("that") { "that " } else { "" };
            for refused in [
                format!("{subject} {one} {narrowed} or {other}"),
                format!("{subject} {one} {narrowed} or {that}{other} {narrowed}"),
            ] {
                assert_eq!(ask(refused.clone()), Err("error[whose-alternative]".to_owned()), "{refused}");
            }
        }
        let before = ask(format!("which claims {narrowed} that {one} or {other}"));
        let grouped = ask(format!("which claims {narrowed} ({one}) or ({other})"));
        assert!(before.is_ok() && grouped.is_ok(), "{narrowed}: {before:?} {grouped:?}");
        assert!(ask(format!("which claims {one} {narrowed} and {other}")).is_ok());
    }
}

/// Most people apply what `but` adds after `or` to all of it: it is refused. `and` there gives a remark.
#[test]
fn refuses_but_and_reports_and_after_or() {
    let mut session = world::session("all");
    let lists = [
        ("sources", "are public or primary", "published by a vendor", "are not published by a vendor"),
        ("claims", "cite a public source or have no caveat", "about training", "are about training"),
        ("claims", "affirm an assurance or deny an assurance", "limited", "are limited"),
        ("vendors", "engage an agent or have a homepage", "from Germany", "are from Germany"),
    ];
    for (noun, either, behind, verb) in lists {
        let refused = if either.starts_with("are") { format!("but not {behind}") } else { format!("but {verb}") };
        let read = outcome(&mut session, &format!("which {noun} {either} {refused}"));
        assert_eq!(read, Err("error[whose-alternative]".to_owned()), "{either} {refused}");
        let one = outcome(&mut session, &format!("which {noun} ({either}) but {verb}"));
        assert!(one.is_ok(), "{either}: {one:?}");
        let source = Source::new("question", format!("which {noun} {either} and {verb}").as_str());
        let answer = session.answer(&parse(&source).unwrap()[0], &source).unwrap();
        // What `are` says of a noun is one condition.
        let is_told = answer.notes.iter().any(|it| it.contains("`and` binds closer than `or`"));
        assert_eq!(is_told, !either.starts_with("are"), "{either}: {:?}", answer.notes);
    }
}

/// An adjective before two nouns, and a modifier that fits only the first.
#[test]
fn refuses_an_adjective_that_fits_two_nouns() {
    let mut session = world::session("all");
    for (question, read) in [
        ("which claims have no public source or citation", true),
        ("which vendors have a current claim or record", false),
        ("which vendors have a superseded claim or absence finding", false),
        ("which vendors have no current claim or absence finding", false),
        ("which vendors have a current claim or current absence finding", true),
        ("which vendors have an absence finding or current claim", true),
    ] {
        let outcome = outcome(&mut session, question);
        match read {
            true => assert!(outcome.is_ok(), "{question}: {outcome:?}"),
            false => assert_eq!(outcome, Err("error[whose-narrowing]".to_owned()), "{question}"),
        }
    }
    let far = "which sources are cited by no claim or caveat of alibaba";
    assert_eq!(outcome(&mut session, far), Err("error[whose-narrowing]".to_owned()));
    let own = "which sources are cited by no claim of alibaba or caveat";
    assert!(outcome(&mut session, own).is_ok());
}

/// What `or` and `and` join to a noun after `is` belongs with it: `is a vendor or from China`.
#[test]
fn joins_modifiers_to_the_noun_after_is() {
    let mut session = world::session("all");
    for (noun, kinds, modifier) in [
        ("agents", "vendors", "from China"),
        ("sources", "contracts", "published by alibaba"),
        ("records", "absence findings", "about training"),
    ] {
        let mut ask = |words: String| outcome(&mut session, &format!("which {noun} are {words}"));
        for joint in ["or", "and"] {
            let short = ask(format!("{kinds} {joint} {modifier}"));
            assert_eq!(short, ask(format!("{kinds} {joint} are {modifier}")), "{kinds} {joint} {modifier}");
            assert!(short.is_ok(), "{short:?}");
        }
        assert_ne!(ask(format!("{kinds} or {modifier}")), ask(format!("{kinds} and {modifier}")));
        assert_eq!(ask(format!("not {kinds} but {modifier}")), ask(format!("not {kinds} and are {modifier}")));
    }
    for refused in [
        "which records are limited claims or absence findings",
        "which records are claims or absence findings about training",
        "which claims are about training and retention or sub-processors",
        "which vendors reach a region in the EU and a region in China",
        "which claims do not have a caveat and a source",
    ] {
        assert!(
            outcome(&mut session, refused).is_err_and(|it| it.contains("whose-") || it.contains("both-")),
            "{refused}"
        );
    }
    let named = outcome(&mut session, "which sources back a claim of alibaba or a caveat about training");
    assert!(named.as_ref().is_err() || named.unwrap().len() > 20);
}
