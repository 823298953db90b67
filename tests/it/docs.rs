//! Every example in the documents is run. `UPDATE=1` refills what the program prints.
//!
//! The info string of a fence decides what is done with it:
//! - `console`: lines that begin with `$ ` are commands; below each is its output, answers and remarks in the order in
//!   which a terminal shows them. `console DAY`: the date is that day for git.
//! - `prompt`: lines that begin with `caveat> ` are typed at the prompt in turn.
//! - `caveat`: questions; each is answered without a fault.
//! - `turtle NAME`: a file that exists for the rest of the document; without a name, words of a small world that the
//!   document builds, which its `caveat` fences then ask.
//! - `yaml FILE`, `sh FILE`: a file of the project, verbatim.
//! - `sh`: a command for the reader's machine; its first word must be known.
//! - `text`: not an example.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::repository::{ENVIRONMENT, has_git};
use crate::world::{TODAY, ask, copy, of_text, root, session};

const PROMPT: &str = "caveat> ";

/// The prefixes for the words of a world.
const PREFIXES: &str = "
    @prefix : <https://example.org/> .
    @prefix say: <https://w3id.org/caveat/say#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md"), root().join("ARCHITECTURE.md")];
    let guides = fs::read_dir(root().join("docs")).unwrap();
    found.extend(guides.map(|entry| entry.unwrap().path()));
    found.push(root().join("docs/editors/README.md"));
    found.retain(|path| path.extension().is_some_and(|it| it == "md"));
    found.sort();
    found
}

/// A piece of a document: text, or a fence.
enum Piece {
    Text(String),
    Fence { info: String, body: String },
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = text.split_inclusive('\n');
    let mut plain = String::new();
    while let Some(line) = lines.next() {
        plain.push_str(line);
        if let Some(info) = line.strip_prefix("```") {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            let body: Vec<&str> = lines.by_ref().take_while(|it| it.trim_end() != "```").collect();
            pieces.push(Piece::Fence { info: info.trim().to_owned(), body: body.concat() });
            plain.push_str("```\n");
        }
    }
    pieces.push(Piece::Text(plain));
    pieces
}

/// The folder in which the commands of a document are run, with the shipped data and questions.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["data", "queries"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    folder
}

/// The date for git, where a document gives none.
const DAY: &str = "2026-04-01";

/// The output of a command in a shell: answers and remarks.
fn shell_output(command: &str, folder: &Path) -> String {
    shell_output_on(DAY, command, folder)
}

fn shell_output_on(day: &str, command: &str, folder: &Path) -> String {
    let command = command.replace("cargo run -- ", "caveat --width 100 ");
    let programs = Path::new(env!("CARGO_BIN_EXE_caveat")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("HOME", folder)
        .env("CAVEAT_CACHE", crate::cli::cache_folder())
        .env_remove("XDG_STATE_HOME")
        .envs(ENVIRONMENT)
        .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn console(body: &str, day: &str, folder: &Path) -> String {
    let day = if day.is_empty() { DAY } else { day };
    let commands = body.lines().filter(|line| line.starts_with("$ "));
    commands.map(|line| format!("{line}\n{}", shell_output_on(day, &line[2..], folder))).collect()
}

/// Each line with its output: what the conversation prints with it and does not print without it.
fn conversation(body: &str, folder: &Path) -> String {
    let mut typed = String::new();
    let mut before = String::new();
    let mut text = String::new();
    for line in body.lines().filter_map(|line| line.strip_prefix(PROMPT)) {
        typed.push_str(line);
        typed.push('\n');
        fs::write(folder.join("typed"), &typed).unwrap();
        let command = format!("caveat --width 100 --today {TODAY} <typed");
        let now = shell_output(&command, folder);
        let more = now.strip_prefix(&before).unwrap_or_else(|| panic!("{now}"));
        text.push_str(&format!("{PROMPT}{line}\n{more}"));
        before = now;
    }
    text
}

/// The document with today's output of the program; notes the questions that have faults.
fn refill(text: &str, faults: &mut Vec<String>) -> String {
    let folder = workspace();
    let mut words = String::new();
    let mut asked = None;
    let mut filled = String::new();
    for piece in pieces(text) {
        let (info, body) = match piece {
            Piece::Text(text) => {
                filled.push_str(&text);
                continue;
            }
            Piece::Fence { info, body } => (info, body),
        };
        let (language, name) = info.split_once(' ').unwrap_or((&info, ""));
        match language {
            "console" => filled.push_str(&console(&body, name, folder.path())),
            "prompt" => filled.push_str(&conversation(&body, folder.path())),
            "caveat" => {
                let session = asked.get_or_insert_with(|| {
                    if words.is_empty() {
                        return session("all");
                    }
                    of_text(&format!("{PREFIXES}{words}"), None)
                        .unwrap_or_else(|faults| panic!("{}", crate::world::messages(&faults)))
                });
                for statement in body.lines() {
                    faults.extend(ask(session, statement).err());
                }
                filled.push_str(&body);
            }
            "turtle" if name.is_empty() => {
                words.push_str(&body);
                asked = None;
                filled.push_str(&body);
            }
            "turtle" | "toml" | "cav" => {
                let file = folder.path().join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, &body).unwrap();
                filled.push_str(&body);
            }
            "yaml" | "sh" if !name.is_empty() => {
                filled.push_str(&fs::read_to_string(root().join(name)).unwrap());
            }
            "sh" => {
                let known = ["cargo", "git", "caveat", "cp"];
                for line in body.lines() {
                    assert!(known.iter().any(|it| line.starts_with(it)), "{line}");
                }
                filled.push_str(&body);
            }
            "text" | "mermaid" => filled.push_str(&body),
            other => panic!("nothing is done with a fence of `{other}`"),
        }
    }
    filled
}

#[cfg(unix)]
#[test]
fn every_documented_example_gives_its_output() {
    let mut wrong = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        if text.contains("\n$ git ") && !has_git() {
            continue;
        }
        let filled = refill(&text, &mut wrong);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, filled).unwrap();
        } else if filled != text {
            wrong.push(format!("{}:\n{filled}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "not as documented:\n{}", wrong.join("\n"));
}

#[test]
fn every_link_of_the_documents_resolves() {
    let link = regex::Regex::new(r"\]\(([^)#\s]+)(#[^)]*)?\)").unwrap();
    let mut documents = documents();
    documents.push(root().join("CHANGELOG.md"));
    for path in documents {
        let text = fs::read_to_string(&path).unwrap();
        for found in link.captures_iter(&text) {
            let target = &found[1];
            let there = target.starts_with("https://") || path.parent().unwrap().join(target).exists();
            assert!(there, "{}: nothing is at {target}", path.display());
        }
    }
}

#[test]
fn every_saved_question_has_a_reason_and_an_answer() {
    let mut scripts: Vec<PathBuf> =
        fs::read_dir(root().join("queries")).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    let mut asked = 0;
    for script in scripts {
        let text = fs::read_to_string(&script).unwrap();
        assert!(text.starts_with("-- "), "{}: why is it asked?", script.display());
        // tests/it/library.rs covers these.
        let of_audits = ["check ", "suite ", "parameter "];
        if text.lines().any(|line| of_audits.iter().any(|it| line.starts_with(it))) {
            continue;
        }
        asked += 1;
        let name = script.file_stem().unwrap().to_str().unwrap();
        let command = format!("caveat run queries/{name}.cav --width 120 --today {TODAY}");
        insta::assert_snapshot!(format!("query_{name}"), shell_output(&command, &root()));
    }
    assert!(asked >= 4);
}
