//! No shipped check is blind: for each one, edits of the facts make it fail and pass, and it says so.
//!
//! `tests/mutations/*.txt` holds, for each check, steps in SPARQL Update: `break THING: why` has to make it
//! fail and find the thing, `mend: why` has to make it pass. Each step is taken on top of the one before.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use oxigraph::io::RdfFormat;
use oxigraph::model::Quad;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;

use caveat::base::Diagnostic;
use caveat::session::Session;
use caveat::store::{Input, MAX_FILE, load};

use caveat::audit::Outcome;

use crate::library::{Check, checks, judge};
use crate::world::{messages, path, root, settings};

/// What stands before the facts, and before each edit.
const PREFIXES: [(&str, &str); 8] = [
    ("cv", "https://w3id.org/caveat/ns#"),
    ("ali", "https://w3id.org/caveat/id/alibaba/"),
    ("vendor", "https://w3id.org/caveat/id/vendor/"),
    ("agent", "https://w3id.org/caveat/id/agent/"),
    ("topic", "https://w3id.org/caveat/id/topic/"),
    ("region", "https://w3id.org/caveat/id/region/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The edits for one check.
pub(crate) struct Mutation {
    pub(crate) check: String,
    pub(crate) steps: Vec<Step>,
}

/// One edit, and what the check has to say of it.
pub(crate) struct Step {
    /// What has to be found; none where the check has to pass.
    pub(crate) finds: Option<String>,
    /// What is done, in words.
    pub(crate) why: String,
    update: String,
}

impl Step {
    /// Adds a fact.
    pub(crate) fn insert(fact: &str) -> Self {
        Self { finds: None, why: fact.to_owned(), update: format!("INSERT DATA {{ {fact} }}") }
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
            } else if let Some((what, why)) = head(line) {
                let finds = what.strip_prefix("break ").map(str::to_owned);
                let (why, update) = (why.to_owned(), String::new());
                last.unwrap().steps.push(Step { finds, why, update });
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

/// `break ali:eu-mode: its topic is forgotten`, `mend: it is named again`
fn head(line: &str) -> Option<(&str, &str)> {
    let (what, why) = line.split_once(": ")?;
    (what == "mend" || what.starts_with("break ")).then_some((what, why))
}

/// Facts that can be edited.
pub(crate) struct Facts(Store);

impl Facts {
    /// The shipped ones.
    pub(crate) fn shipped() -> Self {
        static QUADS: OnceLock<Vec<Quad>> = OnceLock::new();
        let quads = QUADS.get_or_init(|| {
            let data = [Input::Path(path("all"))];
            let dataset = load(&data, Some(&root()), MAX_FILE);
            dataset.unwrap_or_else(|it| panic!("{}", messages(&it))).quads().collect()
        });
        let store = Store::new().unwrap();
        store.extend(quads.iter().cloned()).unwrap();
        Self(store)
    }

    /// Takes the step; one that changes nothing is a slip of the pen.
    pub(crate) fn edit(&self, step: &Step) {
        let prefixes = PREFIXES.map(|(name, iri)| format!("PREFIX {name}: <{iri}>\n"));
        let text = format!("{}{}", prefixes.concat(), step.update);
        let before = self.triples();
        let update = SparqlEvaluator::new().parse_update(&text);
        let update = update.unwrap_or_else(|it| panic!("{}: {it}", step.why));
        update.on_store(&self.0).execute().unwrap();
        assert_ne!(before, self.triples(), "{}: nothing changes", step.why);
    }

    /// As N-Triples, in order.
    pub(crate) fn triples(&self) -> String {
        let quads = self.0.iter().map(|quad| {
            let quad = quad.unwrap();
            format!("{} {} {} .\n", quad.subject, quad.predicate, quad.object)
        });
        let mut lines: Vec<String> = quads.collect();
        lines.sort();
        lines.concat()
    }

    /// A session that asks them, or why they are refused.
    pub(crate) fn read(&self) -> Result<Session, Vec<Diagnostic>> {
        let prefixes = PREFIXES.map(|(name, iri)| format!("@prefix {name}: <{iri}> .\n"));
        let text = prefixes.concat() + &self.triples();
        let input = Input::Stdin(text.into_bytes(), RdfFormat::Turtle);
        load(&[input], None, MAX_FILE).and_then(|it| Session::new(it, settings()))
    }

    /// A session that asks them.
    pub(crate) fn session(&self) -> Session {
        self.read().unwrap_or_else(|it| panic!("{}", messages(&it)))
    }
}

/// What is wrong with how the check flips.
fn faults(check: &Check, mutation: &Mutation) -> Vec<String> {
    let facts = Facts::shipped();
    let mut outcome = judge(&facts.session(), check).0;
    let mut faults = Vec::new();
    for step in &mutation.steps {
        facts.edit(step);
        let (now, found) = judge(&facts.session(), check);
        let expected = match &step.finds {
            Some(thing) => now == Outcome::Fail && found.contains(thing),
            None => now == Outcome::Pass,
        };
        if now == outcome || !expected {
            let id = &check.id;
            faults.push(format!("{id}: {}: {outcome:?}, then {now:?}: {found:?}", step.why));
        }
        outcome = now;
    }
    faults
}

#[test]
fn every_shipped_check_has_edits_that_make_it_flip() {
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
        let threads: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().flat_map(|(c, m)| faults(c, m)).collect())).collect();
        let parts = threads.into_iter().map(|it| it.join().unwrap());
        parts.collect::<Vec<Vec<String>>>().concat()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_check_is_made_to_fail() {
    for mutation in mutations() {
        let fails = mutation.steps.iter().any(|step| step.finds.is_some());
        assert!(fails, "nothing makes {} fail", mutation.check);
    }
}
