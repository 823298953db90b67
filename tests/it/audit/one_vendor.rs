//! An audit of one vendor: only what belongs to it, with its own numbers.

use std::collections::BTreeSet;

use caveat::audit::{CheckResult, EarlierState, RunContext, RunResults, run};
use caveat::files::Files;
use caveat::question::Thing;
use caveat::render::csv_of;
use caveat::session::Session;

use crate::audit::{World, findings, outcomes, text};
use crate::library::{checks, scripts};
use crate::world::{root, session};

const SCRIPT: &str = r#"
check no-source
  expect none
  which claims lack a source
check each-country
  expect each vendor is from the EEA
check citations
  expect none
  which citations retrieved before 5 days ago
check sources
  expect none
  which sources that are not public
check caveats
  expect none
  which caveats
check of-the-other
  expect no
  does vendor:bolt have a claim
check topics
  expect none
  which topics lack a name
check enough
  expect at least 3
  which claims
check raw
  expect none
  sparql SELECT ?thing WHERE { ?thing a cv:Claim . FILTER NOT EXISTS { ?thing cv:citation ?any } }
suite all title "All" checks no-source, topics
"#;

const OF_BOLT: &str = r#"
bolt:bare a cv:Claim ; cv:statement "Bolt keeps nothing." ; cv:vendor vendor:bolt ; cv:status cv:standing ;
    cv:affirms topic:zero-retention ; cv:assertedBy vendor:bolt .
"#;

fn world() -> World {
    let world = World::of(SCRIPT);
    let facts = world
        .read("data/facts.ttl")
        .replace("@prefix xsd:", "@prefix bolt: <https://example.org/bolt/> .\n@prefix xsd:");
    world.write("data/facts.ttl", &(facts + OF_BOLT));
    world
}

#[test]
fn audit_of_one_vendor_covers_it_alone() {
    let world = world();
    let acme = world.audit(&["--of", "Acme"]);
    insta::assert_snapshot!(
        "of_acme",
        format!("{}{}\n{:?}", outcomes(&acme), findings(&acme).join("\n"), acme["notes"])
    );
    let bolt = world.audit(&["--vendor", "vendor:bolt"]);
    insta::assert_snapshot!(
        "of_bolt",
        format!("{}{}\n{:?}", outcomes(&bolt), findings(&bolt).join("\n"), bolt["notes"])
    );
    assert_eq!(text(&bolt["of"]["name"]), "Bolt");
    let names: Vec<_> = bolt["coverage"]["things"].as_array().unwrap().iter().map(|it| text(&it["name"])).collect();
    assert_eq!(names, ["Bolt"]);
}

/// A check that asks about drafts examines drafts: a vendor just imported has nothing else.
#[test]
fn checks_on_drafts_examine_drafts() {
    let world = world();
    world.write("queries/checks.cav", "check waiting\n  expect none\n  which draft claims\n");
    world.change("data/facts.ttl", "vendor:bolt ; cv:status cv:standing", "vendor:bolt ; cv:status cv:draft");
    assert_eq!(outcomes(&world.audit(&["--of", "bolt"])), "waiting: fail (expected none, found 1 claim; examined 1)\n");
    assert_eq!(outcomes(&world.audit(&["--of", "acme"])), "waiting: pass (found no claims, as expected; examined 3)\n");
}

#[test]
fn every_format_names_the_audited_vendor() {
    let world = world();
    for (format, said) in [
        ("terminal", "of Bolt: "),
        ("markdown", "Of Bolt: "),
        ("html", "Of Bolt: "),
        ("junit", "<property name=\"of\" value=\"Bolt\"/>"),
        ("sarif", "\"of\": \"Bolt\""),
        ("github", "of Bolt"),
    ] {
        let ran = world.run(&["audit", "--of", "bolt", "--format", format]);
        assert!(ran.out.contains(said), "{format}\n{}", ran.out);
    }
}

#[test]
fn reports_names_that_cannot_be_audited() {
    let world = world();
    let told = |name: &str| world.run(&["audit", "--of", name]);
    for (name, code) in [
        ("nobody", "unknown-name"),
        ("topic:training", "audits-nothing"),
        ("", "unknown-name"),
        ("a b", "unknown-name"),
    ] {
        let ran = told(name);
        assert!(ran.err.contains(&format!("error[{code}]")) && ran.out.is_empty(), "{name}\n{}\n{}", ran.err, ran.out);
        assert!(matches!(ran.code, 2 | 3), "{name}: {}", ran.code);
    }
}

#[test]
fn rejects_the_baseline_of_another_vendor() {
    let world = world();
    let saved = world.run(&["audit", "--of", "acme", "--save-baseline", "acme.json"]);
    assert!(saved.err.contains("baseline written"), "{}", saved.err);
    let same = world.run(&["audit", "--of", "acme", "--against", "acme.json", "--detail", "summary"]);
    assert!(same.out.contains("0 new, "), "{}", same.out);
    for other in [&["audit", "--of", "bolt", "--against", "acme.json"][..], &["audit", "--against", "acme.json"][..]] {
        let ran = world.run(other);
        assert!(ran.err.contains("error[baseline]") && ran.code == 2, "{}", ran.err);
    }
}

/// The things that a check found, and how many it examined.
fn things_and_count(check: &CheckResult) -> (BTreeSet<String>, u64) {
    let things = check.findings.iter().filter_map(|it| Some(it.thing.as_ref()?.iri.clone()));
    (things.collect(), check.examined.unwrap_or_default())
}

fn run_audit(session: &Session, chosen: &BTreeSet<String>, of: Option<&Thing>) -> RunResults {
    run(&RunContext {
        session,
        scripts: scripts(),
        files: &Files::Disk(root()),
        of,
        chosen,
        waivers: &[],
        earlier: EarlierState::Unknown,
        csv: &csv_of,
        timed: false,
    })
}

/// For each shipped check, the audits of all vendors find what the whole audit finds on things of a vendor, and their
/// numbers of records add up.
#[test]
fn audits_by_vendor_add_up_to_the_whole() {
    // The facts on eight vendors suffice for the law, and are faster.
    let session = session("eight");
    let ids = checks().into_iter().map(|it| it.id);
    let chosen: BTreeSet<String> = ids
        .filter(|it| it.starts_with("evidence/") || it.starts_with("fine-print/") || it.starts_with("transfers/"))
        .collect();
    let whole = run_audit(&session, &chosen, None);
    let vendors = ["alibaba", "cortecs", "github", "google-cloud", "meta", "openrouter", "vultr", "zhipu-ai"];
    let vendors = vendors.map(|name| session.audit_subject(&format!("vendor:{name}")).unwrap());
    let each: Vec<RunResults> = vendors.iter().map(|it| run_audit(&session, &chosen, Some(it))).collect();
    let belongs: Vec<_> = vendors.iter().map(|it| session.audit_scope(it).unwrap()).collect();
    let mut compared = 0;
    for check in &whole.checks {
        let id = &check.about.id;
        let (things, examined) = things_and_count(check);
        let mut sum = 0;
        for (own, all) in each.iter().zip(&belongs) {
            let Some(part) = own.checks.iter().find(|it| it.about.id == *id) else {
                assert!(own.not_applicable.contains(id), "{id}");
                continue;
            };
            let (own, examined) = things_and_count(part);
            let is_own = |it: &&String| all.iter().any(|iri| iri.as_str() == it.as_str());
            let wanted: BTreeSet<String> = things.iter().filter(is_own).cloned().collect();
            assert_eq!(own, wanted, "{id}");
            sum += examined;
            compared += wanted.len();
        }
        if ["claims", "records", "vendors", "absence findings"].contains(&check.examined_noun.as_str()) {
            assert_eq!(sum, examined, "{id}");
        }
    }
    assert!(compared > 100, "{compared}");
}
