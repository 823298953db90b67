//! The shipped audits: what their checks say of themselves, how they end on given facts, and the catalogue
//! `docs/library.md`, which is written from them. `UPDATE=1` refills it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use caveat::audit::{Earlier, Outcome, Run, Scripts, run};
use caveat::base::Source;
use caveat::exec::Body;
use caveat::lang::{self, Parameter, Statement, StatementKind, parse};
use caveat::render::csv_of;
use caveat::session::Session;
use caveat::store::Files;

use crate::mutations::{Mutation, mutations};
use crate::world::{ask, messages, root, session};

/// The scripts with audits, in the order in which a buyer asks.
const SCRIPTS: [&str; 9] = [
    "data-quality",
    "drafts",
    "coverage",
    "evidence",
    "fine-print",
    "contradictions",
    "between-pages",
    "transfers",
    "portfolio",
];

/// A script with what it includes.
pub(crate) struct Script {
    /// What it says at its head.
    comment: String,
    /// The statements of what it includes and its own, each with the text that it stands in.
    statements: Vec<(Statement, Source)>,
}

/// A check.
pub(crate) struct Check {
    pub(crate) id: String,
    said: lang::Check,
}

/// The checks of all scripts.
pub(crate) fn checks() -> Vec<Check> {
    SCRIPTS.iter().flat_map(|name| script(name).checks()).collect()
}

fn script(name: &'static str) -> Script {
    let file = format!("queries/{name}.cav");
    let text = fs::read_to_string(root().join(&file)).unwrap();
    let head = text.lines().take_while(|line| line.starts_with("--"));
    let comment: Vec<&str> = head.map(|line| line.trim_start_matches("-- ")).collect();
    Script { comment: comment.join("\n"), statements: statements(&file) }
}

/// What a file says, with what it includes in the places where it does.
fn statements(file: &str) -> Vec<(Statement, Source)> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let source = Source::new(file, text.as_str());
    let said = parse(&source).unwrap_or_else(|fault| panic!("{}", messages(&[fault])));
    let mut found = Vec::new();
    for statement in said {
        match &statement.kind {
            StatementKind::Include(other) => {
                found.extend(statements(&format!("queries/{}", other.text)));
            }
            _ => found.push((statement, source.clone())),
        }
    }
    found
}

impl Script {
    fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.statements.iter().filter_map(|(statement, _)| match &statement.kind {
            StatementKind::Parameter(parameter) => Some(&**parameter),
            _ => None,
        })
    }

    fn checks(&self) -> Vec<Check> {
        let said = self.statements.iter().filter_map(|(it, _)| it.check());
        let checks = said.map(|check| Check { id: check.id.text.clone(), said: check.clone() });
        checks.collect()
    }
}

/// The scripts as an audit reads them.
fn scripts() -> &'static Scripts {
    static SCRIPTS: OnceLock<Scripts> = OnceLock::new();
    SCRIPTS.get_or_init(|| {
        let files = Files::Disk(root());
        let scripts = Scripts::read(&[PathBuf::from("queries")], &files);
        scripts.unwrap_or_else(|faults| panic!("{}", messages(&faults)))
    })
}

/// How the check ends, and what it finds.
pub(crate) fn judge(session: &Session, check: &Check) -> (Outcome, Vec<String>) {
    let chosen = BTreeSet::from([check.id.clone()]);
    let ran = run(&Run {
        session,
        scripts: scripts(),
        files: &Files::Disk(root()),
        chosen: &chosen,
        waivers: &[],
        earlier: Earlier::Unknown,
        csv: &csv_of,
        timed: false,
    });
    assert!(ran.broken.is_empty(), "{:?}", ran.broken);
    let [checked] = ran.checks.as_slice() else { panic!("{} was not run once", check.id) };
    assert_ne!(checked.outcome, Outcome::Error, "{:?}", checked.messages);
    let things = checked.findings.iter();
    let things = things.map(|it| it.thing.as_ref().unwrap().short.clone());
    (checked.outcome, things.collect())
}

#[test]
fn the_shipped_checks_end_as_the_facts_are() {
    let session = session("all");
    let ends = checks().into_iter().map(|check| {
        let (outcome, found) = judge(&session, &check);
        let found = found.iter().map(|it| format!("\n    {it}"));
        format!("{:<8}{}{}", format!("{outcome:?}"), check.id, found.collect::<String>())
    });
    insta::assert_snapshot!("library", ends.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_shipped_check_says_what_an_auditor_has_to_know() {
    let mut ids = std::collections::BTreeSet::new();
    for name in SCRIPTS {
        for check in script(name).checks() {
            let said = &check.said;
            let id = &check.id;
            assert!(ids.insert(id.clone()), "{id} is there twice");
            assert!(id.starts_with(&format!("{name}/")), "{id} in {name}");
            let all = [&said.title, &said.severity, &said.owner, &said.because, &said.fix];
            assert!(all.iter().all(|it| it.is_some()), "{id} leaves something out");
            assert!(!said.tags.is_empty(), "{id} has no tag");
            let about_facts = ["data-quality", "drafts"].contains(&name);
            assert!(about_facts || !said.references.is_empty(), "{id} refers to nothing");
        }
    }
}

#[test]
fn every_topic_that_a_law_asks_for_has_a_check_that_refers_to_its_articles() {
    let table = "sparql PREFIX cv: <https://w3id.org/caveat/ns#> SELECT ?name ?article {
        ?topic cv:askedBy ?article ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }";
    let answers = ask(&mut session("shipped"), table).unwrap();
    let Body::Table(table) = &answers[0].body else { panic!() };
    assert!(table.rows.len() > 20);
    let checks = script("coverage").checks();
    for row in &table.rows {
        let [name, article] = [0, 1].map(|at| row.cells[at].values[0].text.as_str());
        let asks = checks.iter().find(|check| {
            let expected = check.said.expect.to_string();
            let about = format!("a claim about {name}");
            let quoted = format!("a claim about \"{name}\"");
            expected.ends_with(&about) || expected.ends_with(&quoted)
        });
        let asks = asks.unwrap_or_else(|| panic!("no check asks for {name}"));
        let refers = asks.said.references.iter().any(|it| it.text == article);
        assert!(refers, "{} does not refer to {article}", asks.id);
    }
}

#[test]
fn the_suite_takes_every_check() {
    let said = statements("queries/before-a-purchase.cav");
    let groups = said.iter().filter_map(|(statement, _)| match &statement.kind {
        StatementKind::Suite(group) | StatementKind::Section(group) => Some(&**group),
        _ => None,
    });
    let groups: Vec<_> = groups.collect();
    for check in checks() {
        let taken = groups.iter().any(|group| {
            let named = group.checks.iter().any(|it| it.text == check.id);
            let tag = |tag: &lang::Said| check.said.tags.iter().any(|it| it.text == tag.text);
            named || group.tagged.iter().any(tag)
        });
        assert!(taken, "{} is in no section", check.id);
    }
}

// -------------------------------------------------------------------------------- the catalogue

const HEAD: &str = "# The library of audits

Written from [`queries/`](../queries) by a test; it is changed there. Each check says why it matters, what to do about
a finding, what it rests on, and which edits of the facts make it fail and pass: a test makes them.

`queries/before-a-purchase.cav` is a suite of all, in the order in which a buyer asks.
";

#[test]
fn the_catalogue_is_what_the_scripts_say() {
    let path = root().join("docs/library.md");
    let text = catalogue();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "run UPDATE=1 cargo test --test it catalogue");
}

fn catalogue() -> String {
    let mut text = HEAD.to_owned();
    let mutations = mutations();
    text.push_str("\n| script | checks |\n|---|---|\n");
    for name in SCRIPTS {
        let count = script(name).checks().len();
        text.push_str(&format!("| [`{name}.cav`](#{name}) | {count} |\n"));
    }
    text.push_str(&shared());
    for name in SCRIPTS {
        let script = script(name);
        text.push_str(&format!("\n## {name}\n\n{}\n", script.comment));
        for check in script.checks() {
            let mutation = mutations.iter().find(|it| it.check == check.id);
            text.push_str(&entry(&script, &check, mutation));
        }
    }
    text
}

/// The words and limits that the scripts share.
fn shared() -> String {
    let shared = script("definitions");
    let mut text = format!("\n## definitions\n\n{}\n\n| parameter | type | value |\n|---|---|---|\n", shared.comment);
    for parameter in shared.parameters() {
        let value = parameter.default.as_ref().unwrap();
        let (name, kind) = (&parameter.name.text, parameter.kind.word());
        text.push_str(&format!("| `${name}` | {kind} | {value} |\n"));
    }
    text.push_str("\n| word | means |\n|---|---|\n");
    for (word, meaning) in definitions(&shared) {
        text.push_str(&format!("| {word} | {meaning} |\n"));
    }
    text
}

/// `unfounded claim` and what it means, of each definition.
fn definitions(script: &Script) -> Vec<(String, String)> {
    let said = script.statements.iter().filter_map(|(statement, _)| {
        let sentence = statement.to_string();
        let (word, meaning) = sentence.strip_prefix("define ")?.split_once(" as ")?;
        let bare = |text: &str| {
            let article = text.split_once(' ').filter(|(it, _)| ["a", "an"].contains(it));
            article.map_or(text, |(_, rest)| rest).to_owned()
        };
        Some((bare(word), meaning.to_owned()))
    });
    said.collect()
}

fn entry(script: &Script, check: &Check, mutation: Option<&Mutation>) -> String {
    let said = &check.said;
    let word = |it: &Option<lang::Said>| it.as_ref().unwrap().text.clone();
    let list = |all: &[lang::Said]| {
        let texts: Vec<&str> = all.iter().map(|it| it.text.as_str()).collect();
        texts.join(", ")
    };
    let mut text = format!("\n### `{}`\n\n**{}.** {}\n\n", check.id, said.title(), word(&said.because));
    let mut line = |what: &str, says: String| {
        if !says.is_empty() {
            text.push_str(&format!("- {what}: {says}\n"));
        }
    };
    line("severity", format!("{}; owner: {}; tags: {}", said.severity(), word(&said.owner), list(&said.tags)));
    line("refers to", list(&said.references));
    line("expects", expected(said));
    line("rests on", rests_on(script, said));
    line("to do", word(&said.fix));
    let steps = mutation.map_or(&[][..], |it| &it.steps);
    for (what, fails) in [("fails when", true), ("passes when", false)] {
        let told = steps.iter().filter(|it| it.finds.is_some() == fails);
        let told: Vec<String> = told
            .map(|step| match &step.finds {
                Some(thing) => format!("{} (`{thing}`)", step.why),
                None => step.why.clone(),
            })
            .collect();
        line(what, told.join("; "));
    }
    text
}

/// What is expected, and of what.
fn expected(said: &lang::Check) -> String {
    match &said.question {
        None => format!("`{}`", said.expect),
        Some(it) if matches!(it.kind, StatementKind::Sparql(_)) => {
            format!("{} of a SPARQL query, in the script", said.expect)
        }
        Some(question) => format!("{} of `{question}`", said.expect),
    }
}

/// The defined words and the parameters that a check uses, with what they mean.
fn rests_on(script: &Script, said: &lang::Check) -> String {
    let mut told = Vec::new();
    let mut texts = vec![expected(said)];
    let definitions = definitions(script);
    let mut at = 0;
    while let Some(text) = texts.get(at).cloned() {
        at += 1;
        let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '$'));
        for (word, meaning) in &definitions {
            let adjective = word.split(' ').next().unwrap();
            if words.clone().any(|it| it == adjective) && !texts.contains(meaning) {
                told.push(format!("{word}: `{meaning}`"));
                texts.push(meaning.clone());
            }
        }
        for parameter in script.parameters() {
            let name = format!("${}", parameter.name.text);
            if words.any(|it| it == name) {
                told.push(format!("`{name}`, {}", parameter.default.as_ref().unwrap()));
            }
        }
    }
    told.join("; ")
}
