//! `data/shapes.ttl` says what `queries/data-quality.cav` says: a SHACL engine and the questions are asked of
//! the same facts, whole and broken. Skipped with a word where Python or `pyshacl` is missing;
//! `CAVEAT_PYTHON` names another Python.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use caveat::session::Session;
use caveat::store::{Input, MAX_FILE, load};

use crate::library::{Check, checks, judge};
use crate::mutations::{Facts, Step, mutations};
use crate::world::{ask, path, root, session, settings};

/// What each check finds: its id, and the things by their short names.
type Findings = BTreeMap<String, BTreeSet<String>>;

/// A shape that no check has to say, and a fact that breaks it.
const REFUSED: [(&str, &str); 18] = [
    ("listed-status", "ali:eu-mode cv:status cv:nearly"),
    ("listed-stance", "ali:eu-mode cv:stance cv:nearly"),
    ("listed-state", "ali:eu-mode-c1 cv:state cv:nearly"),
    ("listed-access", "ali:gdpr-page cv:access \"public\""),
    ("listed-rank", "ali:gdpr-page cv:rank cv:tertiary"),
    ("listed-source-kind", "ali:gdpr-page cv:sourceKind cv:rumour"),
    ("listed-caveat-kind", "ali:caveat-london cv:caveatKind cv:rumour"),
    ("listed-service-kind", "ali:website cv:serviceKind cv:rumour"),
    ("listed-agent-kind", "agent:stav cv:agentKind cv:rumour"),
    ("listed-review-state", "ali:profile cv:reviewState cv:nearly"),
    ("date-date", "ali:eu-mode cv:asOf \"yesterday\""),
    ("date-start", "ali:eu-mode cv:validFrom \"soon\""),
    ("date-end", "ali:eu-mode cv:validUntil \"later\""),
    ("date-retrieved", "ali:eu-mode-c1 cv:retrieved \"lately\""),
    ("date-cited-page", "ali:gdpr-materials-c1 cv:citedPageDate \"2018\""),
    ("date-page", "ali:gdpr-page cv:pageDate \"2018\""),
    ("date-copy", "ali:copy-gdpr cv:copyPageDate \"2018\""),
    ("date-profile", "ali:profile cv:profileDate \"2018\""),
];

/// The interpreter, if it has the engine.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn python() -> Option<String> {
    let python = std::env::var("CAVEAT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let tried = Command::new(&python).args(["-c", "import pyshacl"]).output();
    let there = tried.is_ok_and(|it| it.status.success());
    if !there {
        eprintln!("skipped: `{python}` has no pyshacl; tests/shacl/requirements.txt says which");
    }
    there.then_some(python)
}

/// What the engine finds in each of the files of a folder.
fn engine(python: &str, folder: &Path, names: &[String]) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let output = Command::new(python)
        .arg(root().join("tests/shacl/compare.py"))
        .arg(root().join("data/shapes.ttl"))
        .args(names)
        .current_dir(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn by_questions(session: &mut Session, checks: &[Check]) -> Findings {
    let found = checks.iter().map(|check| {
        let things = judge(session, check).1;
        (check.id.clone(), things.into_iter().collect::<BTreeSet<_>>())
    });
    found.filter(|(_, things)| !things.is_empty()).collect()
}

#[test]
fn the_shapes_find_what_the_checks_find() {
    let Some(python) = python() else { return };
    let mut checks = checks();
    checks.retain(|check| check.id.starts_with("data-quality/"));
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    let mut expected = Vec::new();
    let mut note = |facts: &Facts, why: &str| {
        let name = format!("{}.nt", names.len());
        fs::write(folder.path().join(&name), facts.triples()).unwrap();
        let session = facts.session();
        names.push(name);
        expected.push((why.to_owned(), session));
    };
    note(&Facts::shipped(), "the shipped facts");
    for mutation in mutations() {
        if mutation.check.starts_with("data-quality/") {
            let facts = Facts::shipped();
            for step in &mutation.steps {
                facts.edit(step);
                note(&facts, &format!("{}: {}", mutation.check, step.why));
            }
        }
    }
    let answers = engine(&python, folder.path(), &names);
    for (name, (why, mut session)) in names.iter().zip(expected) {
        let ours = by_questions(&mut session, &checks);
        let short = |iri: &String| session.dataset().prefixes().compact(iri);
        let theirs: Findings =
            answers[name].iter().map(|(check, things)| (check.clone(), things.iter().map(short).collect())).collect();
        assert_eq!(ours, theirs, "{why}");
    }
}

#[test]
fn what_only_the_shapes_say_is_refused_when_the_facts_are_read() {
    let python = python();
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for (shape, fact) in REFUSED {
        let facts = Facts::shipped();
        facts.edit(&Step::insert(fact));
        let refused = facts.read().err().unwrap_or_else(|| panic!("{shape} is not refused"));
        assert!(refused.iter().all(|it| it.code == "wrong-type"), "{shape}: {refused:?}");
        names.push(format!("{shape}.nt"));
        fs::write(folder.path().join(names.last().unwrap()), facts.triples()).unwrap();
    }
    let shapes = fs::read_to_string(root().join("data/shapes.ttl")).unwrap();
    let own = shapes.lines().filter(|it| it.starts_with("shape:listed-") || it.starts_with("shape:date-"));
    assert_eq!(own.count(), REFUSED.len(), "a shape is not tried here");
    let Some(python) = python else { return };
    let answers = engine(&python, folder.path(), &names);
    for (name, (shape, _)) in names.iter().zip(REFUSED) {
        let found = answers[name].contains_key(&format!("https://w3id.org/caveat/shape/{shape}"));
        assert!(found, "{shape}: {:?}", answers[name].keys());
    }
}

#[test]
fn every_check_of_the_facts_has_a_shape_and_no_shape_is_without_a_check() {
    let shapes = fs::read_to_string(root().join("data/shapes.ttl")).unwrap();
    let said = regex::Regex::new("dcterms:identifier \"([^\"]+)\"").unwrap();
    let shapes: BTreeSet<String> = said.captures_iter(&shapes).map(|it| it[1].to_owned()).collect();
    let checks = checks().into_iter().map(|it| it.id);
    let checks: BTreeSet<String> = checks.filter(|it| it.starts_with("data-quality/")).collect();
    assert_eq!(shapes, checks);
}

#[test]
fn the_shapes_are_no_facts_about_vendors() {
    let without: Vec<Input> = ["vocabulary.ttl", "topics.ttl", "regions.ttl", "vendors"]
        .map(|name| Input::Path(path("all").join(name)))
        .into();
    let dataset = load(&without, Some(&root()), MAX_FILE).unwrap();
    let mut without = Session::new(dataset, settings()).unwrap();
    let mut with = session("all");
    let kinds = [
        "claims",
        "sources",
        "citations",
        "caveats",
        "topics",
        "regions",
        "agents",
        "profiles",
        "passages",
        "services",
    ];
    for kind in kinds {
        let question = format!("how many {kind}");
        let [one, other] = [&mut with, &mut without].map(|it| ask(it, &question).unwrap());
        assert_eq!(one[0].body, other[0].body, "{kind}");
    }
}
