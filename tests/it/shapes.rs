//! `data/shapes.ttl` says what `queries/data-quality.cav` says: a SHACL engine and the checks run on the same facts,
//! valid and broken. Reports a skip where Python or `pyshacl` is missing; `CAVEAT_PYTHON` names another Python.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use caveat::session::Session;
use caveat::store::{Input, MAX_FILE, load};

use crate::library::{Check, checks, run_checks, scripts};
use crate::mutations::{Expected, Facts, Step, mutations};
use crate::tools::skip_or_fail;
use crate::world::{ask, path, root, session, settings};

/// What each check finds: its id, and the things by their short names.
type Findings = BTreeMap<String, BTreeSet<String>>;

/// A shape without a check, and a fact that violates it.
const REFUSED: [(&str, &str); 37] = [
    ("listed-status", "ali:eu-mode cv:status cv:nearly"),
    ("listed-retention-end", "ali:account-retention cv:keptUntil cv:never"),
    ("listed-role", "ali:privacy-roles cv:role cv:bystander"),
    ("listed-page-state", "ali:profile cv:pageState cv:nearly"),
    ("listed-passage-state", "ali:p1 cv:passageState cv:nearly"),
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
    ("date-service-end", "ali:mode-eu cv:endedOn \"soon\""),
    ("date-retrieved", "ali:eu-mode-c1 cv:retrieved \"lately\""),
    ("date-cited-page", "ali:gdpr-materials-c1 cv:citedPageDate \"2018\""),
    ("date-page", "ali:gdpr-page cv:pageDate \"2018\""),
    ("date-copy", "ali:copy-gdpr cv:copyPageDate \"2018\""),
    ("date-version", "ali:copy-gdpr cv:versionDay \"lately\""),
    ("date-first-seen", "ali:eu-mode-c1 cv:firstSeen \"once\""),
    (
        "date-seen-in-order",
        "ali:eu-mode-c1 cv:firstSeen \"2026-05-02\"^^xsd:date ; cv:lastSeen \"2026-05-01\"^^xsd:date",
    ),
    ("date-last-seen", "ali:eu-mode-c1 cv:lastSeen \"lately\""),
    ("date-profile", "ali:profile cv:profileDate \"2018\""),
    ("number-retention", "ali:account-retention cv:keptFor \"long\""),
    ("number-engaged", "ali:subprocessors cv:engagedNumber \"many\""),
    (
        "number-passage",
        "ali:eu-mode-c1 cv:passageDigest \"a90a87c6da2585047721000a37c510704a5d0caf4781f3e80b1e8bdacfa178d2\" ; cv:passageLength 2",
    ),
    (
        "number-passage",
        "ali:eu-mode-c1 cv:passageDigest \"a90a87c6da2585047721000a37c510704a5d0caf4781f3e80b1e8bdacfa178d2\" ; cv:passageLength \"long\"",
    ),
    (
        "anchor-letters",
        "ali:eu-mode-c1 cv:passageDigest \"A90A87C6DA2585047721000A37C510704A5D0CAF4781F3E80B1E8BDACFA178D2\" ; cv:passageLength 172",
    ),
    (
        "anchor-with-length",
        "ali:gdpr-materials-c1 cv:passageDigest \"a90a87c6da2585047721000a37c510704a5d0caf4781f3e80b1e8bdacfa178d2\"",
    ),
    ("anchor-of-length", "ali:llmabacus-no-training-c1 cv:passageLength 172"),
    ("stance-affirms", "ali:eu-mode cv:affirms topic:inference-location"),
    ("stance-denies", "ali:eu-mode cv:denies topic:inference-location"),
    ("stance-denies", "ali:aial-no-summary cv:denies topic:training-data-summary"),
    ("stance-qualifies", "ali:aial-no-summary cv:qualifies topic:training-data-summary"),
];

/// The interpreter, if it has `pyshacl`.
fn python() -> Option<String> {
    let python = std::env::var("CAVEAT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let tried = Command::new(&python).args(["-c", "import pyshacl"]).output();
    let there = tried.is_ok_and(|it| it.status.success());
    if !there {
        skip_or_fail(&format!("`{python}` has no pyshacl; tests/shacl/requirements.txt says which"));
    }
    there.then_some(python)
}

/// What the engine finds in each of the files of a folder.
fn run_engine(python: &str, folder: &Path, names: &[String]) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
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

fn findings_of_checks(session: &Session, checks: &[Check]) -> Findings {
    let found = checks.iter().zip(run_checks(session, scripts(), checks));
    let found = found.map(|(check, (_, things))| (check.id.clone(), things.into_iter().collect::<BTreeSet<_>>()));
    found.filter(|(_, things)| !things.is_empty()).collect()
}

#[test]
fn shapes_find_what_checks_find() {
    let Some(python) = python() else { return };
    let mut checks = checks();
    checks.retain(|check| check.id.starts_with("data-quality/"));
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    let mut expected = Vec::new();
    let mut note = |facts: &Facts, why: &str| {
        let name = format!("{}.nt", names.len());
        fs::write(folder.path().join(&name), facts.text()).unwrap();
        let session = facts.session();
        names.push(name);
        expected.push((why.to_owned(), session));
    };
    note(&Facts::all(), "the shipped facts");
    note(&Facts::eight(), "the eight vendors");
    // The engine takes seconds for each state of the facts: the first steps of all checks are applied together, then
    // the second ones, and so on. Engine and checks see the same facts, whatever the steps do to one another.
    let mut facts = Facts::eight();
    let mutations = mutations();
    let of_facts = mutations.iter().filter(|it| it.check.starts_with("data-quality/"));
    let steps: Vec<Vec<&Step>> = of_facts
        .map(|it| it.steps.iter().filter(|it| !matches!(it.expected, Expected::Refused(_))).collect())
        .collect();
    for at in 0..steps.iter().map(Vec::len).max().unwrap() {
        let mut taken = 0;
        for step in steps.iter().filter_map(|it| it.get(at)) {
            let before = facts.triples().clone();
            taken += usize::from(facts.try_edit(step));
            if facts.read().is_err() {
                facts.restore(&before);
            }
        }
        note(&facts, &format!("{taken} edits, number {at} of each check"));
    }
    let answers = run_engine(&python, folder.path(), &names);
    for (name, (why, session)) in names.iter().zip(expected) {
        let ours = findings_of_checks(&session, &checks);
        let short = |iri: &String| session.dataset().prefixes().compact(iri);
        let theirs: Findings =
            answers[name].iter().map(|(check, things)| (check.clone(), things.iter().map(short).collect())).collect();
        assert_eq!(ours, theirs, "{why}");
    }
}

#[test]
fn loading_refuses_what_only_shapes_forbid() {
    let python = python();
    let folder = tempfile::tempdir().unwrap();
    // The engine runs once, on all faults together.
    let mut all = Facts::eight();
    let mut facts = Facts::eight();
    for (shape, fact) in REFUSED {
        let before = facts.triples().clone();
        facts.edit(&Step::insert(fact));
        let refused = facts.read().err().unwrap_or_else(|| panic!("{shape} is not refused"));
        let codes = [
            "wrong-type",
            "no-assurance",
            "no-claim",
            "bad-digest",
            "bad-length",
            "digest-without-length",
            "length-without-digest",
            "last-before-first",
            "unknown-name",
        ];
        assert!(refused.iter().all(|it| codes.contains(&it.code.as_str())), "{shape}: {refused:?}");
        facts.restore(&before);
        all.edit(&Step::insert(fact));
    }
    fs::write(folder.path().join("all.nt"), all.text()).unwrap();
    let shapes = fs::read_to_string(root().join("data/shapes.ttl")).unwrap();
    let own = regex::Regex::new("(?m)^shape:((?:listed|date|number|stance|anchor)-[a-z-]+) ").unwrap();
    let own: BTreeSet<&str> = own.captures_iter(&shapes).map(|it| it.extract::<1>().1[0]).collect();
    assert_eq!(own, REFUSED.iter().map(|(shape, _)| *shape).collect(), "a shape is not tried here");
    let Some(python) = python else { return };
    let answers = run_engine(&python, folder.path(), &["all.nt".to_owned()]);
    for (shape, _) in REFUSED {
        let found = answers["all.nt"].contains_key(&format!("https://w3id.org/caveat/shape/{shape}"));
        assert!(found, "{shape}: {:?}", answers["all.nt"].keys());
    }
}

#[test]
fn checks_and_shapes_correspond() {
    let shapes = fs::read_to_string(root().join("data/shapes.ttl")).unwrap();
    let said = regex::Regex::new("dcterms:identifier \"([^\"]+)\"").unwrap();
    let shapes: BTreeSet<String> = said.captures_iter(&shapes).map(|it| it[1].to_owned()).collect();
    let checks = checks().into_iter().map(|it| it.id);
    let checks: BTreeSet<String> = checks.filter(|it| it.starts_with("data-quality/")).collect();
    assert_eq!(shapes, checks);
}

#[test]
fn shapes_do_not_change_answers() {
    let without: Vec<Input> = ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl", "agents.ttl", "vendors"]
        .map(|name| Input::Path(path("all").join(name)))
        .into();
    let dataset = load(&without, Some(&root()), MAX_FILE).unwrap();
    let mut without = Session::new(dataset, settings()).unwrap();
    let mut with = session("all");
    let kinds = [
        "records",
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
