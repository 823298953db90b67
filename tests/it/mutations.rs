//! No shipped check is blind: edits of the facts make each one fail and pass.
//!
//! `tests/mutations/*.txt` holds, for each check, steps in SPARQL Update: `break THING: why` must make it fail and find
//! the thing, `open: why` must keep it from passing, whether it fails or is undecided, `mend: why` must make it pass,
//! `refused CODE: why` is refused when the facts are read, and is undone. Each step builds on the one before. Some of
//! the breaking edits would pass under a sloppy reading of the check's title.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem::replace;
use std::sync::OnceLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;

use caveat::base::Faults;
use caveat::session::Session;
use caveat::store::{Input, MAX_FILE, load};

use caveat::audit::AuditOutcome;

use crate::library::{Check, checks, run_check};
use crate::world::{messages, paths, root, settings};

/// The prefixes of the facts and of each edit.
const PREFIXES: [(&str, &str); 13] = [
    ("cv", "https://w3id.org/caveat/ns#"),
    ("ali", "https://w3id.org/caveat/id/alibaba/"),
    ("vendor", "https://w3id.org/caveat/id/vendor/"),
    ("agent", "https://w3id.org/caveat/id/agent/"),
    ("topic", "https://w3id.org/caveat/id/topic/"),
    ("data", "https://w3id.org/caveat/id/data/"),
    ("github", "https://w3id.org/caveat/id/github/"),
    ("google-cloud", "https://w3id.org/caveat/id/google-cloud/"),
    ("meta", "https://w3id.org/caveat/id/meta/"),
    ("zhipu-ai", "https://w3id.org/caveat/id/zhipu-ai/"),
    ("region", "https://w3id.org/caveat/id/region/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The edits for one check.
pub(crate) struct Mutation {
    pub(crate) check: String,
    pub(crate) steps: Vec<Step>,
}

/// The outcome that an edit must cause.
#[derive(PartialEq)]
pub(crate) enum Expected {
    /// It fails, and finds this thing.
    Fails(String),
    /// It fails, or is unknown.
    DoesNotPass,
    /// It passes.
    Passes,
    /// It is not run: the facts are refused with this code, and the edit is undone.
    Refused(String),
}

/// One edit and its expected outcome.
pub(crate) struct Step {
    pub(crate) expected: Expected,
    /// The edit in words.
    pub(crate) why: String,
    update: String,
}

impl Step {
    /// Adds a fact.
    pub(crate) fn insert(fact: &str) -> Self {
        Self { expected: Expected::Passes, why: fact.to_owned(), update: format!("INSERT DATA {{ {fact} }}") }
    }
}

/// All the edits, in the order of the files.
pub(crate) fn mutations() -> Vec<Mutation> {
    let folder = fs::read_dir(root().join("tests/mutations")).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found: Vec<Mutation> = Vec::new();
    for file in files {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let last = found.last_mut();
            if let Some(id) = line.strip_prefix("check ") {
                found.push(Mutation { check: id.to_owned(), steps: Vec::new() });
            } else if let Some((expected, why)) = parse_head(line) {
                let (why, update) = (why.to_owned(), String::new());
                last.unwrap().steps.push(Step { expected, why, update });
            } else if let Some(text) = line.strip_prefix("  ") {
                let step = last.unwrap().steps.last_mut().unwrap();
                step.update.push_str(text);
                step.update.push('\n');
            } else {
                let nothing = line.is_empty() || line.starts_with("--");
                assert!(nothing, "{}: {line}", file.display());
            }
        }
    }
    found
}

/// `break ali:eu-mode: its topic is forgotten`, `open: its vendor says nothing`, `mend: it is named again`
fn parse_head(line: &str) -> Option<(Expected, &str)> {
    let (what, why) = line.split_once(": ")?;
    let expected = match what.split_once(' ') {
        None if what == "mend" => Expected::Passes,
        None if what == "open" => Expected::DoesNotPass,
        Some(("break", thing)) => Expected::Fails(thing.to_owned()),
        Some(("refused", code)) => Expected::Refused(code.to_owned()),
        _ => return None,
    };
    Some((expected, why))
}

/// Facts that can be edited.
pub(crate) struct Facts {
    store: Store,
    /// What the store holds, as lines of N-Triples: writing them takes longer than most edits.
    triples: BTreeSet<String>,
}

impl Facts {
    /// All shipped facts.
    pub(crate) fn all() -> Self {
        static QUADS: OnceLock<Vec<Quad>> = OnceLock::new();
        Self::of(&QUADS, "all")
    }

    /// The facts on the eight vendors without their own documents: enough for the edits, and quick to reload.
    pub(crate) fn eight() -> Self {
        static QUADS: OnceLock<Vec<Quad>> = OnceLock::new();
        Self::of(&QUADS, "eight")
    }

    fn of(known: &OnceLock<Vec<Quad>>, world: &str) -> Self {
        let quads = known.get_or_init(|| {
            let data: Vec<Input> = paths(world).into_iter().map(Input::Path).collect();
            let dataset = load(&data, Some(&root()), MAX_FILE);
            dataset.unwrap_or_else(|it| panic!("{}", messages(&it))).quads().collect()
        });
        let store = Store::new().unwrap();
        store.extend(quads.iter().cloned()).unwrap();
        Self { triples: triples_in(&store), store }
    }

    /// Applies the step; one that changes nothing is a mistake.
    pub(crate) fn edit(&mut self, step: &Step) {
        assert!(self.try_edit(step), "{}: nothing changes", step.why);
    }

    /// Applies the step; true where something changes.
    pub(crate) fn try_edit(&mut self, step: &Step) -> bool {
        let prefixes = PREFIXES.map(|(name, iri)| format!("PREFIX {name}: <{iri}>\n"));
        let text = format!("{}{}", prefixes.concat(), step.update);
        let update = SparqlEvaluator::new().parse_update(&text);
        let update = update.unwrap_or_else(|it| panic!("{}: {it}", step.why));
        update.on_store(&self.store).execute().unwrap();
        let before = replace(&mut self.triples, triples_in(&self.store));
        before != self.triples
    }

    /// As lines of N-Triples, in order.
    pub(crate) fn triples(&self) -> &BTreeSet<String> {
        &self.triples
    }

    /// Makes them those that [`Facts::triples`] gave.
    pub(crate) fn restore(&mut self, triples: &BTreeSet<String>) {
        let difference = |of: &BTreeSet<String>, from: &BTreeSet<String>| {
            let lines: Vec<&str> = of.difference(from).map(String::as_str).collect();
            let read = RdfParser::from_format(RdfFormat::NTriples).for_slice(lines.concat().as_bytes()).collect();
            let quads: Result<Vec<Quad>, _> = read;
            quads.unwrap()
        };
        for quad in difference(&self.triples, triples) {
            self.store.remove(&quad).unwrap();
        }
        self.store.extend(difference(triples, &self.triples)).unwrap();
        self.triples.clone_from(triples);
    }

    /// As N-Triples, in order.
    pub(crate) fn text(&self) -> String {
        self.triples.iter().map(String::as_str).collect()
    }

    /// A session over them, or why they are refused.
    pub(crate) fn read(&self) -> Result<Session, Faults> {
        let prefixes = PREFIXES.map(|(name, iri)| format!("@prefix {name}: <{iri}> .\n"));
        let text = prefixes.concat() + &self.text();
        let input = Input::Stdin(text.into_bytes(), RdfFormat::Turtle);
        load(&[input], None, MAX_FILE).and_then(|it| Session::new(it, settings()))
    }

    /// A session over them.
    pub(crate) fn session(&self) -> Session {
        self.read().unwrap_or_else(|it| panic!("{}", messages(&it)))
    }
}

fn triples_in(store: &Store) -> BTreeSet<String> {
    let lines = store.iter().map(|quad| {
        let quad = quad.unwrap();
        format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object)
    });
    lines.collect()
}

/// The steps after which each check does not end as expected.
fn all_flip_faults(edited: &[(&Check, &Mutation)]) -> Vec<String> {
    let mut facts = Facts::eight();
    let (unedited, session) = (facts.triples().clone(), facts.session());
    let faults = edited.iter().flat_map(|(check, mutation)| {
        facts.restore(&unedited);
        flip_faults(&mut facts, run_check(&session, check).0, check, mutation)
    });
    faults.collect()
}

/// The steps after which a check that ends so on the facts does not end as expected.
fn flip_faults(facts: &mut Facts, mut outcome: AuditOutcome, check: &Check, mutation: &Mutation) -> Vec<String> {
    let mut faults = Vec::new();
    for step in &mutation.steps {
        let before = facts.triples().clone();
        facts.edit(step);
        if let Expected::Refused(code) = &step.expected {
            let told = facts.read().err().map_or_else(Vec::new, |faults| faults.to_vec());
            if told.len() != 1 || told[0].code.as_str() != code {
                faults.push(format!("{}: {}: {}", check.id, step.why, messages(&told)));
            }
            facts.restore(&before);
            continue;
        }
        let (now, found) = run_check(&facts.session(), check);
        let as_expected = match &step.expected {
            Expected::Fails(thing) => now == AuditOutcome::Fail && found.contains(thing),
            Expected::DoesNotPass => now != AuditOutcome::Pass,
            Expected::Passes => now == AuditOutcome::Pass,
            Expected::Refused(_) => unreachable!("nothing is asked"),
        };
        if now == outcome || !as_expected {
            let id = &check.id;
            faults.push(format!("{id}: {}: {outcome:?}, then {now:?}: {found:?}", step.why));
        }
        outcome = now;
    }
    faults
}

#[test]
fn edits_flip_every_shipped_check() {
    let checks = checks();
    let mutations = mutations();
    let mut steps: BTreeMap<&str, &Mutation> = BTreeMap::new();
    for mutation in &mutations {
        let id = mutation.check.as_str();
        assert!(checks.iter().any(|it| it.id == id), "no check {id}");
        assert!(steps.insert(id, mutation).is_none(), "{id} is there twice");
    }
    let edited: Vec<(&Check, &Mutation)> = checks
        .iter()
        .map(|check| {
            let steps = steps.get(check.id.as_str());
            let steps = steps.unwrap_or_else(|| panic!("nothing flips {}", check.id));
            (check, *steps)
        })
        .collect();
    let parts = edited.chunks(edited.len().div_ceil(4));
    let faults: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| all_flip_faults(part))).collect();
        let parts = threads.into_iter().map(|it| it.join().unwrap());
        parts.collect::<Vec<Vec<String>>>().concat()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn edits_make_every_check_fail() {
    for mutation in mutations() {
        let fails = mutation.steps.iter().any(|step| step.expected != Expected::Passes);
        assert!(fails, "nothing makes {} fail", mutation.check);
    }
}
