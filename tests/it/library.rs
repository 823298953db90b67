//! The shipped audits: the descriptions of their checks, their outcomes on given facts, and the catalogue
//! `docs/library.md`, which is written from them. `UPDATE=1` refills it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::slice;
use std::sync::OnceLock;

use caveat::audit::{AuditOutcome, EarlierState, RunContext, Scripts, run};
use caveat::base::Source;
use caveat::exec::Body;
use caveat::files::Files;
use caveat::lang::{self, Parameter, Statement, StatementKind, parse};
use caveat::render::csv_of;
use caveat::session::Session;

use crate::mutations::{Expected, Mutation, mutations};
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
    /// The comment at its head.
    comment: String,
    /// Its statements and those that it includes, each with its source text.
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

/// The statements of a file, with includes expanded in place.
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
pub(crate) fn scripts() -> &'static Scripts {
    static SCRIPTS: OnceLock<Scripts> = OnceLock::new();
    SCRIPTS.get_or_init(|| read_scripts("queries"))
}

/// One script as an audit reads it, with what it includes.
fn script_alone(name: &str) -> &'static Scripts {
    static ALONE: [OnceLock<Scripts>; SCRIPTS.len()] = [const { OnceLock::new() }; SCRIPTS.len()];
    let at = SCRIPTS.iter().position(|it| *it == name).unwrap();
    ALONE[at].get_or_init(|| read_scripts(&format!("queries/{name}.cav")))
}

fn read_scripts(path: &str) -> Scripts {
    let scripts = Scripts::read(&[PathBuf::from(path)], &Files::Disk(root()));
    scripts.unwrap_or_else(|faults| panic!("{}", messages(&faults)))
}

/// The outcome of a check, and what it finds. Its script is read alone: what the others define takes most of the time.
pub(crate) fn run_check(session: &Session, check: &Check) -> (AuditOutcome, Vec<String>) {
    let script = script_alone(check.id.split_once('/').unwrap().0);
    let mut outcomes = run_checks(session, script, slice::from_ref(check));
    outcomes.remove(0)
}

/// The outcome of each check, and what it finds.
pub(crate) fn run_checks(session: &Session, scripts: &Scripts, checks: &[Check]) -> Vec<(AuditOutcome, Vec<String>)> {
    let ran = run(&RunContext {
        session,
        scripts,
        files: &Files::Disk(root()),
        of: None,
        chosen: &checks.iter().map(|it| it.id.clone()).collect(),
        waivers: &[],
        earlier: EarlierState::Unknown,
        csv: &csv_of,
        timed: false,
    });
    assert!(ran.broken.is_empty(), "{:?}", ran.broken);
    assert_eq!(ran.checks.len(), checks.len(), "each is run once");
    let outcomes = checks.iter().map(|check| {
        let checked = ran.checks.iter().find(|it| it.about.id == check.id);
        let checked = checked.unwrap_or_else(|| panic!("{} was not run", check.id));
        assert_ne!(checked.outcome, AuditOutcome::Error, "{:?}", checked.messages);
        let things = checked.findings.iter().map(|it| it.thing.as_ref().unwrap().short.clone());
        (checked.outcome, things.collect())
    });
    outcomes.collect()
}

#[test]
fn outcomes_of_the_shipped_checks() {
    let checks = checks();
    let outcomes = run_checks(&session("all"), scripts(), &checks);
    let ends = checks.iter().zip(outcomes).map(|(check, (outcome, found))| {
        let found = found.iter().map(|it| format!("\n    {it}"));
        format!("{:<8}{}{}", format!("{outcome:?}"), check.id, found.collect::<String>())
    });
    insta::assert_snapshot!("library", ends.collect::<Vec<_>>().join("\n"));
}

/// Nothing on record; one vendor that was searched in vain; one vendor that says everything well. A privacy officer
/// would sign the outcomes.
#[test]
fn outcomes_on_small_worlds() {
    let worlds = ["empty", "looked", "well"];
    let checks = checks();
    let outcomes = worlds.map(|world| run_checks(&session(world), scripts(), &checks));
    let mut table = vec![format!("{:<8} {:<8} {:<8}", worlds[0], worlds[1], worlds[2])];
    for (at, check) in checks.iter().enumerate() {
        let ends = outcomes.each_ref().map(|outcomes| format!("{:?}", outcomes[at].0));
        let [empty, looked, well] = ends.each_ref().map(String::as_str);
        table.push(format!("{empty:<8} {looked:<8} {well:<8} {}: {}", check.id, check.said.title()));
        // With nothing on record, only checks on the form of the facts can pass.
        assert!(empty != "Pass" || check.id.starts_with("data-quality/"), "{} passes on nothing", check.id);
    }
    insta::assert_snapshot!("worlds", table.join("\n"));
}

#[test]
fn every_shipped_check_is_fully_described() {
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
fn every_topic_of_a_law_has_a_check() {
    // A search for an assurance covers the subjects above it.
    let table = texts_found(
        "?topic cv:askedBy ?article ; skos:prefLabel ?name . ?asked skos:broader* ?topic ; skos:prefLabel ?below",
        "?name ?article ?below",
    );
    let mut topics: BTreeMap<[&str; 2], Vec<&str>> = BTreeMap::new();
    for row in &table {
        topics.entry([&row[0], &row[1]]).or_default().push(&row[2]);
    }
    assert!(topics.len() > 40, "{}", topics.len());
    let checks = script("coverage").checks();
    let asks = |check: &Check, name: &str| {
        let expected = expectation_of(&check.said);
        let looked_into = format!("answer to \"{name}\" is not on record`");
        let (about, quoted) = (format!("a record about {name}`"), format!("a record about \"{name}\"`"));
        [looked_into, about, quoted].iter().any(|it| expected.ends_with(it))
    };
    for ([name, article], below) in topics {
        let refers = |check: &&Check| check.said.references.iter().any(|it| it.text == article);
        let asking = checks.iter().filter(refers).find(|check| below.iter().any(|it| asks(check, it)));
        assert!(asking.is_some(), "no check that refers to {article} asks for {name}");
    }
}

#[test]
fn contested_vendors_cover_every_assurance() {
    let assurances = texts_found("?topic a cv:Assurance ; skos:prefLabel ?name", "?name");
    assert!(assurances.len() > 25, "{}", assurances.len());
    let definitions = definitions(&script("contradictions"));
    let (_, contested) = definitions.iter().find(|(word, _)| word == "contested vendor").unwrap();
    for name in assurances {
        let disputed = format!("a disputed answer on \"{}\"", name[0]);
        assert!(contested.contains(&disputed), "{disputed} is not asked for");
    }
}

/// The texts of the rows that SPARQL finds in the shipped facts.
fn texts_found(pattern: &str, variables: &str) -> Vec<Vec<String>> {
    let prefixes = "PREFIX cv: <https://w3id.org/caveat/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>";
    let question = format!("sparql {prefixes} SELECT {variables} {{ {pattern} }}");
    let answers = ask(&mut session("shipped"), &question).unwrap();
    let Body::Table(table) = &answers[0].body else { panic!("{question} gives no rows") };
    let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.values[0].text.clone()).collect());
    rows.collect()
}

#[test]
fn the_suite_includes_every_check() {
    let said = statements("queries/before-a-purchase.cav");
    let groups = said.iter().filter_map(|(statement, _)| match &statement.kind {
        StatementKind::Suite(group) | StatementKind::Section(group) => Some(&**group),
        _ => None,
    });
    let groups: Vec<_> = groups.collect();
    for check in checks() {
        let taken = groups.iter().any(|group| {
            let named = group.checks.iter().any(|it| it.text == check.id);
            let tag = |tag: &lang::SpannedText| check.said.tags.iter().any(|it| it.text == tag.text);
            named || group.tagged.iter().any(tag)
        });
        assert!(taken, "{} is in no section", check.id);
    }
}

// -------------------------------------------------------------------------------- the catalogue

const HEAD: &str = "# The library of audits

Written from [`queries/`](../queries) by a test; it is changed there. Under the title of each check stands its question,
to be read beside it. It says why it matters, what to do about a finding, what it rests on, and which edits of the facts
make it fail and pass, those among them by which a sloppy reading of the title would pass: a test makes them.

How a check ends that nobody can judge is `unknown`, which is no pass: where nothing is on record, silence is neither a
yes nor a no. `tests/it/snapshots/it__library__worlds.snap` shows how all of them end where nothing is on record, where
somebody only looked in vain, and where a vendor says everything well.

`queries/before-a-purchase.cav` is a suite of all, in the order in which a buyer asks.
";

#[test]
fn catalogue_is_up_to_date() {
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
    text.push_str(&shared_words());
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
fn shared_words() -> String {
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

/// The word and the meaning of each definition, such as `unfounded claim`.
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
    let word = |it: &Option<lang::SpannedText>| it.as_ref().unwrap().text.clone();
    let list = |all: &[lang::SpannedText]| {
        let texts: Vec<&str> = all.iter().map(|it| it.text.as_str()).collect();
        texts.join(", ")
    };
    let mut text = format!("\n### `{}`\n\n**{}.**\n\n", check.id, said.title());
    text.push_str(&format!("{}\n\n{}\n\n", question_under_title(said), word(&said.because)));
    let mut line = |what: &str, says: String| {
        if !says.is_empty() {
            text.push_str(&format!("- {what}: {says}\n"));
        }
    };
    line("severity", format!("{}; owner: {}; tags: {}", said.severity(), word(&said.owner), list(&said.tags)));
    line("refers to", list(&said.references));
    line("rests on", dependencies_of(script, said));
    line("to do", word(&said.fix));
    let steps = mutation.map_or(&[][..], |it| &it.steps);
    for what in ["fails when", "does not pass when", "passes when", "refused when read"] {
        let told = steps.iter().filter_map(|step| {
            let (heading, why) = match &step.expected {
                Expected::Fails(thing) => ("fails when", format!("{} (`{thing}`)", step.why)),
                Expected::DoesNotPass => ("does not pass when", step.why.clone()),
                Expected::Passes => ("passes when", step.why.clone()),
                Expected::Refused(code) => ("refused when read", format!("{} (`{code}`)", step.why)),
            };
            (heading == what).then_some(why)
        });
        line(what, told.collect::<Vec<_>>().join("; "));
    }
    text
}

/// The question and the expectation, to be read beside the title.
fn question_under_title(said: &lang::Check) -> String {
    match said.question.as_ref().map(|it| &it.kind) {
        Some(StatementKind::Sparql(text)) => format!("Expects {} of\n\n```text\n{text}\n```", said.expect),
        _ => format!("Expects {}", expectation_of(said)),
    }
}

/// The expectation and its question.
fn expectation_of(said: &lang::Check) -> String {
    match &said.question {
        None => format!("`{}`", said.expect),
        Some(it) if matches!(it.kind, StatementKind::Sparql(_)) => {
            format!("{} of a SPARQL query, in the script", said.expect)
        }
        Some(question) => format!("{} of `{question}`", said.expect),
    }
}

/// The defined words and the parameters that a check uses, with what they mean.
fn dependencies_of(script: &Script, said: &lang::Check) -> String {
    let mut told = Vec::new();
    let mut texts = vec![expectation_of(said)];
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
