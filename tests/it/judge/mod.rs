//! One judge: `ask --expect`, `run` and `audit` agree on the same answer, and raw SPARQL proves nothing by finding
//! nothing. Scenarios are made by seed for each kind of fault; each has a twin without the fault, which passes.

mod raw;
mod scenarios;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use caveat::audit::{AuditOutcome, EarlierState, Expected, RunContext, Scripts, check, judge, run};
use caveat::base::{Blame, Diagnostic, Source};
use caveat::files::Files;
use caveat::lang::parse;
use caveat::render::csv_of;
use caveat::session::Session;

use crate::cli::{caveat, run_command};
use crate::judge::scenarios::{FACTS, KINDS, Scenario, scenario_of_kind};
use crate::repository::Repository;
use crate::world::{messages, of_text, root};

/// Scenarios of each kind.
const SEEDS: u64 = 16;

/// How a command ends: its exit code and reason.
type ExitAndReason = (u8, String);

fn session() -> Session {
    static SESSION: OnceLock<Session> = OnceLock::new();
    SESSION.get_or_init(|| of_text(FACTS, None).unwrap_or_else(|it| panic!("{}", messages(&it)))).clone()
}

fn from_fault(fault: &Diagnostic) -> ExitAndReason {
    let code = match fault.blame {
        Blame::Undetermined => 3,
        Blame::Question => 2,
        _ => panic!("{}", messages(std::slice::from_ref(fault))),
    };
    (code, fault.message.clone())
}

fn from_outcome(outcome: AuditOutcome, reason: &str) -> ExitAndReason {
    let code = match outcome {
        AuditOutcome::Pass | AuditOutcome::Waived => 0,
        AuditOutcome::Fail => 1,
        AuditOutcome::Error => 2,
        AuditOutcome::Unknown => 3,
    };
    (code, reason.to_owned())
}

/// `caveat ask QUESTION --expect EXPECTED`
fn judge_by_ask(question: &str, expected: Expected) -> ExitAndReason {
    let mut session = session();
    let source = Source::new("question", question);
    let statements = parse(&source).unwrap_or_else(|it| panic!("{}", messages(&[it])));
    let asked = session.read(&statements[0], &source).unwrap_or_else(|it| panic!("{}", messages(&it)));
    let answer = session.answer(&statements[0], &source).unwrap_or_else(|it| panic!("{}", messages(&it)));
    match judge(&asked, &answer, expected, false) {
        Ok(judged) => (u8::from(!judged.met), judged.reason),
        Err(fault) => from_fault(&fault),
    }
}

fn check_text(id: &str, question: &str, expected: Expected) -> String {
    format!("check {id}\n  expect {}\n  {question}\n", expected.words())
}

/// `caveat run` on a script with one check.
fn judge_by_run(question: &str, expected: Expected) -> ExitAndReason {
    let source = Source::new("script", check_text("a", question, expected).as_str());
    let statements = match parse(&source) {
        Ok(statements) => statements,
        Err(fault) => return from_fault(&fault),
    };
    let checked = check(&mut session(), &statements[0], &source, &Files::Disk(root()), &csv_of);
    from_outcome(checked.outcome, &checked.reason)
}

/// `caveat audit` on a script with all of them: how each check ends, by id.
fn judge_by_audit(script: &str) -> BTreeMap<String, ExitAndReason> {
    let session = session();
    let scripts = Scripts::of(vec![Source::new("script", script)]);
    let chosen: BTreeSet<String> = scripts.checks().map(|it| it.it.id.text.clone()).collect();
    let files = Files::Disk(root());
    let ran = run(&RunContext {
        session: &session,
        scripts: &scripts,
        files: &files,
        chosen: &chosen,
        of: None,
        waivers: &[],
        earlier: EarlierState::Unknown,
        csv: &csv_of,
        timed: false,
    });
    assert!(ran.broken.is_empty(), "{:?}", ran.broken);
    ran.checks.into_iter().map(|it| (it.about.id, from_outcome(it.outcome, &it.reason))).collect()
}

/// Different scenarios of a kind.
fn scenarios_of(kind: &str) -> Vec<Scenario> {
    let mut all: Vec<Scenario> = Vec::new();
    for seed in 0..SEEDS * 8 {
        let scenario = scenario_of_kind(kind, seed);
        if all.len() < SEEDS as usize && all.iter().all(|it| it.fault != scenario.fault) {
            all.push(scenario);
        }
    }
    assert!(all.len() >= 12, "{kind}: only {} scenarios", all.len());
    all
}

/// A fault ends with its code, never with 0; its twin passes. All three commands say so in the same words.
#[test]
fn faults_never_pass_and_twins_always_do() {
    let mut wrong = Vec::new();
    for kind in KINDS {
        let scenarios = scenarios_of(kind);
        let mut script = String::new();
        for (at, scenario) in scenarios.iter().enumerate() {
            script.push_str(&check_text(&format!("fault/{at}"), &scenario.fault, scenario.expected));
            script.push('\n');
            script.push_str(&check_text(&format!("twin/{at}"), &scenario.twin, scenario.of_twin));
            script.push('\n');
        }
        let audited = judge_by_audit(&script);
        for (at, scenario) in scenarios.iter().enumerate() {
            let both = [
                ("fault", &scenario.fault, scenario.expected, scenario.code),
                ("twin", &scenario.twin, scenario.of_twin, 0),
            ];
            for (which, question, expected, code) in both {
                let asked = judge_by_ask(question, expected);
                let ran = judge_by_run(question, expected);
                let audited = &audited[&format!("{which}/{at}")];
                if asked.0 != code || ran != asked || *audited != asked {
                    wrong.push(format!(
                        "{kind}, {which}: expect {}\n{question}\n  should end with {code}\n  ask: {asked:?}\n  \
                         run: {ran:?}\n  audit: {audited:?}",
                        expected.words()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The program itself: one scenario of each kind, through the three commands.
#[test]
fn the_three_commands_agree() {
    let repository = Repository::new();
    repository.write("data/facts.ttl", FACTS);
    let (mut script, mut said, mut worst) = (String::new(), Vec::new(), BTreeSet::new());
    for (at, kind) in KINDS.into_iter().enumerate() {
        let scenario = scenario_of_kind(kind, at as u64);
        script.push_str(&check_text(&format!("a{at}"), &scenario.fault, scenario.expected));
        script.push('\n');
        let expected = scenario.expected.words();
        let asked = run_command(caveat(repository.path()).args(["ask", &scenario.fault, "--expect", &expected]));
        assert_eq!(asked.code, i32::from(scenario.code), "{kind}: {}\n{}", scenario.fault, asked.err);
        let (_, reason) = judge_by_ask(&scenario.fault, scenario.expected);
        assert!(asked.err.contains(&reason), "{kind}: {reason}\n{}", asked.err);
        said.push(reason);
        worst.insert(scenario.code);
    }
    repository.write("queries/all.cav", &script);
    let code = if worst.contains(&2) { 2 } else { 1 };
    let run = run_command(caveat(repository.path()).args(["run", "queries/all.cav"]));
    assert_eq!(run.code, code, "{}", run.err);
    let audit = run_command(caveat(repository.path()).args(["audit", "--format", "json"]));
    assert_eq!(audit.code, code, "{}", audit.err);
    let report: serde_json::Value = serde_json::from_str(&audit.out).unwrap();
    for (at, reason) in said.iter().enumerate() {
        assert!(run.err.contains(reason), "{reason}\n{}", run.err);
        assert_eq!(report["checks"][at]["reason"], *reason);
    }
}

/// `may be empty` passes without a row, but not with an unknown name.
#[test]
fn may_be_empty_does_not_excuse_unknown_names() {
    let script = "check rows\n  expect none\n  may be empty\n  sparql SELECT ?x { ?x f:state f:gone }\n\n\
        check answer\n  expect no\n  may be empty\n  sparql ASK { ?x f:state f:gone }\n\n\
        check absent\n  expect yes\n  may be empty\n  sparql ASK { FILTER NOT EXISTS { ?x f:state f:gone } }\n\n\
        check unused\n  expect none\n  may be empty\n  sparql SELECT (COUNT(?x) AS ?n) { ?x a f:Nobody }\n\n\
        check typo\n  expect none\n  may be empty\n  sparql SELECT ?x { ?x f:state f:gnoe }\n";
    let ended: Vec<u8> = judge_by_audit(script).into_values().map(|(code, _)| code).collect();
    // By id: absent, answer, rows, typo, unused.
    assert_eq!(ended, [0, 0, 0, 3, 0]);
}

/// Whatever is found as expected, nothing passes while a thing is undecided: it could be one more. The twins have no
/// undecided thing.
#[test]
fn undecided_things_prevent_a_pass() {
    let folder = tempfile::tempdir().unwrap();
    let session = |sizes: [&str; 4]| {
        let things = ["elm", "oak", "ash", "fir"].iter().zip(sizes).map(|(name, size)| {
            let size = if size.is_empty() { String::new() } else { format!(" ; :size {size}") };
            format!(":{name} a :Tree ; :code \"{name}\"{size} .\n")
        });
        let words = "@prefix : <https://t.example/> . @prefix say: <https://w3id.org/caveat/say#> .\n\
                     @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
                     :Tree a rdfs:Class ; say:noun \"tree\" .\n:code a say:Attribute ; say:of :Tree ; say:noun \"code\" .\n\
                     :size a say:Attribute ; say:of :Tree ; say:noun \"size\" ; say:type xsd:integer .\n";
        let text = format!("{words}{}", things.collect::<String>());
        of_text(&text, None).unwrap_or_else(|it| panic!("{}", messages(&it)))
    };
    std::fs::write(folder.path().join("elm.csv"), "iri\nhttps://t.example/elm\n").unwrap();
    let ended = |session: &Session, expect: &str, question: &str| {
        let source = Source::new("script", format!("check a\n  expect {expect}\n  {question}\n").as_str());
        let statements = parse(&source).unwrap_or_else(|it| panic!("{}", messages(&[it])));
        let files = Files::Disk(folder.path().to_owned());
        check(&mut session.clone(), &statements[0], &source, &files, &csv_of).outcome
    };
    let mut unknown = 0;
    for missing in 1..4 {
        let mut sizes = ["9", "1", "1", "1"];
        let whole = session(sizes);
        sizes[missing] = "";
        let open = session(sizes);
        for (expect, question) in [
            ("only :elm", "which trees whose size > 3"),
            ("only :elm or :oak", "which trees whose size > 3"),
            ("only trees whose code is \"elm\"", "which trees whose size >= 2"),
            ("same as \"elm.csv\"", "show iri of trees whose size > 3"),
            ("at most 3", "which trees whose size < 1 or whose size > 3"),
        ] {
            let expect = expect.replace(":elm", "<https://t.example/elm>").replace(":oak", "<https://t.example/oak>");
            assert_eq!(ended(&whole, &expect, question), AuditOutcome::Pass, "{expect}: {question}");
            // `at most 3` holds whatever the undecided ones are.
            let may_change = !expect.starts_with("at most");
            let wanted = if may_change { AuditOutcome::Unknown } else { AuditOutcome::Pass };
            assert_eq!(ended(&open, &expect, question), wanted, "{expect}: {question}");
            unknown += usize::from(may_change);
        }
    }
    assert_eq!(unknown, 12);
}
