//! Examples in plain files: a question at every stage, with what it must give. `UPDATE=1` refills, `CASE=substring`
//! tries those alone whose text or path has the substring.
//!
//! A file of `tests/cases` holds cases, separated by `====`. A case is a comment that says what it shows, the line
//! `world: NAME`, the question, and the stages to show, each under `--- STAGE`: understood, layout, rules, plan,
//! sparql, answer, message. In the world `turtle` the text is facts, not a question; the first line declares the
//! prefixes.

use std::fs;
use std::path::{Path, PathBuf};

use caveat::base::{Code, Source};
use caveat::exec::{Answer, Body};
use caveat::lang::parse;
use caveat::render::{AnswerProvenance, Format, RenderContext, answer as render};
use caveat::session::Session;

use crate::world::{TODAY, messages, of_text, root, session};

const PARTING: &str = "====\n";

/// The first line of facts in the world `turtle`.
const PREFIXES: &str = "@prefix a: <https://example.org/> . \
    @prefix say: <https://w3id.org/caveat/say#> . \
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . \
    @prefix sh: <http://www.w3.org/ns/shacl#> . \
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .";

struct Case {
    /// Everything up to the first stage, as written.
    head: String,
    world: String,
    question: String,
    stages: Vec<String>,
}

impl Case {
    fn read(text: &str, path: &Path) -> Self {
        let mut parts = text.split("\n--- ");
        let head = parts.next().unwrap().to_owned();
        let stages = parts.map(|part| part.lines().next().unwrap().trim().to_owned());
        let mut world = None;
        let mut question = String::new();
        for line in head.lines() {
            if let Some(name) = line.strip_prefix("world: ") {
                world = Some(name.trim().to_owned());
            } else if !line.starts_with('#') {
                question.push_str(line);
                question.push('\n');
            }
        }
        Self {
            world: world.unwrap_or_else(|| panic!("{}: no world in\n{text}", path.display())),
            question: question.trim().to_owned(),
            stages: stages.collect(),
            head,
        }
    }

    fn fill(&self) -> String {
        if self.world == "turtle" {
            let loaded = of_text(&format!("{PREFIXES}\n{}\n", self.question), None);
            let message = loaded.map_or_else(|faults| messages(&faults), |_| "it loads".to_owned());
            let head = self.head.trim_end();
            return format!("{head}\n--- message\n{}\n", message.trim_end());
        }
        let mut session = session(&self.world);
        let source = Source::new("question", &self.question);
        let mut text = format!("{}\n", self.head.trim_end());
        for stage in &self.stages {
            let shown = show(stage, &mut session, &source);
            text.push_str(&format!("--- {stage}\n{}\n", shown.trim_end()));
        }
        text
    }
}

/// One stage of the last statement of a text, after the statements before it.
fn show(stage: &str, session: &mut Session, source: &Source) -> String {
    let statements = match parse(source) {
        Ok(statements) => statements,
        Err(fault) => return messages(&[fault]),
    };
    let Some((last, before)) = statements.split_last() else {
        return "nothing is asked".to_owned();
    };
    for statement in before {
        if let Err(faults) = session.answer(statement, source) {
            return messages(&faults);
        }
    }
    let explained = |session: &mut Session| session.explain(last, source);
    let shown = match stage {
        "understood" => explained(session).map(|it| it.sentence),
        "layout" => explained(session).map(|it| it.layout),
        "rules" => explained(session).map(|it| it.rules.join("\n")),
        "plan" => explained(session).map(|it| it.plan.unwrap_or_default()),
        "sparql" => explained(session).map(|it| it.sparql.unwrap_or_default()),
        "answer" | "message" => session.answer(last, source).map(|it| answer_text(&it, session)),
        other => panic!("there is no stage {other}"),
    };
    shown.unwrap_or_else(|faults| messages(&faults))
}

fn answer_text(answer: &Answer, session: &Session) -> String {
    let page = RenderContext {
        width: None,
        terminal: false,
        raw_records: false,
        lexicon: session.lexicon(),
        dataset: session.dataset(),
        about: AnswerProvenance {
            digest: session.dataset().digest(),
            facts: session.dataset().len(),
            today: TODAY,
            evaluator: "sparql",
            revision: None,
        },
    };
    let mut text = render(answer, "", Format::Table, page).unwrap();
    match &answer.body {
        Body::Table(table) if table.rows.is_empty() => {
            text.push_str(&format!("-- no {}\n", table.noun));
        }
        Body::Defined(sentence) => text.push_str(&format!("-- {sentence}\n")),
        _ => {}
    }
    for note in &answer.notes {
        text.push_str(&format!("-- {note}\n"));
    }
    text
}

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in fs::read_dir(root().join("tests/cases")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            files.push(file.unwrap().path());
        }
    }
    files.sort();
    files
}

/// False of a case that `CASE=substring` passes over: neither its text nor the path of its file has the substring.
fn is_wanted(case: &str, path: &Path) -> bool {
    let wanted = std::env::var("CASE").ok();
    wanted.is_none_or(|wanted| case.contains(&wanted) || path.display().to_string().contains(&wanted))
}

#[test]
fn every_case_matches_its_file() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        let filled: Vec<String> = text
            .split(PARTING)
            .map(|case| {
                if !is_wanted(case, &path) {
                    return case.to_owned();
                }
                tried += 1;
                Case::read(case, &path).fill()
            })
            .collect();
        let filled = filled.join(PARTING);
        if filled == text {
            continue;
        }
        if update {
            fs::write(&path, filled).unwrap();
        } else {
            wrong.push(format!("{}\n{}", path.display(), first_difference(&text, &filled)));
        }
    }
    assert!(tried > 0, "no case has what CASE asks for");
    assert!(wrong.is_empty(), "{}\nUPDATE=1 refills the files", wrong.join("\n"));
}

#[test]
fn every_message_code_has_a_test() {
    let mut shown = files();
    for folder in [
        "tests/it/snapshots",
        "tests/it/audit/snapshots",
        "tests/it/draw/snapshots",
        "tests/it/evil/snapshots",
        "tests/it/import/snapshots",
        "tests/it/index/snapshots",
        "tests/it/judge/snapshots",
        "tests/it/site/snapshots",
    ] {
        shown.extend(entries(&root().join(folder)));
    }
    let told: String = shown.iter().map(|path| read(path)).collect();
    // These need a machine that fails, four thousand million terms, a defect, a prefix that no format lets through, Ctrl-C, or a
    // program with the feature `png` at a terminal.
    let faults_of_machines = [
        "bad-prefix",
        "file-changed",
        "stopped",
        "no-clock",
        "too-many-terms",
        "no-font",
        "png-on-terminal",
        "unpaintable",
        "no-prompt",
        "no-thread",
        "no-worker",
        "panic",
        "unfinished",
        "unwritable",
        "worker",
        "broke-off",
        "evaluation-failed",
        // A report shows its sentence: `audit::outcomes`.
        "no-baseline",
    ];
    let missing = Code::ALL.iter().map(|code| code.as_str()).filter(|code| !faults_of_machines.contains(code));
    let missing: Vec<&str> = missing.filter(|code| !told.contains(&format!("error[{code}]"))).collect();
    assert!(missing.is_empty(), "no test shows {missing:?}");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The first lines that differ.
fn first_difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (expected, found))| expected != found) {
        Some((at, (expected, found))) => {
            format!("line {}:\n  expected {expected}\n  found    {found}", at + 1)
        }
        None => format!("the file has {} lines, the answers {}", expected.lines().count(), found.lines().count()),
    }
}
