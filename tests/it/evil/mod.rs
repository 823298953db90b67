//! One budget of time and memory: endless work ends with a message, and takes no more memory than it may.

pub(crate) mod questions;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use caveat::base::{BudgetExceeded, draw};
use caveat::store::{Input, MAX_FILE, load};

use crate::cli::caveat;
use crate::world::{self, TODAY};

/// Seconds allowed for a question.
const TIME: u64 = 1;
/// Until the process has ended, even on a busy machine.
const END: Duration = Duration::from_secs(10);
/// MiB allowed for a question.
const MEMORY: u64 = 512;
/// Kilobytes that the process may take, with the facts and the program.
const MOST: u64 = (MEMORY + 512) * 1024;

/// The greatest length of a message, in bytes.
const LONGEST: usize = 20_000;

/// How a question ended.
struct ProcessResult {
    code: Option<i32>,
    err: String,
    took: Duration,
    /// The most kilobytes in use, where the system tells.
    memory: u64,
}

/// Runs the program with these seconds for the question, and as many for the facts.
fn run_limited(data: &[PathBuf], time: u64, arguments: &[&str], text: &str) -> ProcessResult {
    let mut command = std_command(&caveat(Path::new("/")));
    command.args(["--today", TODAY, "--time", &time.to_string(), "--max-memory", &MEMORY.to_string()]);
    for file in data {
        command.arg("--data").arg(file);
    }
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let began = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writing = std::thread::spawn(move || {
        let _ = pipe.write_all(text.as_bytes());
    });
    let mut talk = child.stderr.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut err = Vec::new();
        talk.read_to_end(&mut err).map(|_| String::from_utf8_lossy(&err).into_owned())
    });
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        let told = fs::read_to_string(&status).unwrap_or_default();
        let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory = most.unwrap_or(0).max(memory);
        std::thread::sleep(Duration::from_millis(5));
    };
    let took = began.elapsed();
    writing.join().unwrap();
    let err = reading.join().unwrap().unwrap();
    ProcessResult { code, err, took, memory }
}

/// The program as a plain process, whose memory can be measured.
fn std_command(command: &assert_cmd::Command) -> Command {
    let mut plain = Command::new(command.get_program());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => plain.env(name, value),
            None => plain.env_remove(name),
        };
    }
    plain
}

#[test]
fn endless_questions_end_in_time_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let data = questions::write_library(folder.path());
    let mut faults = Vec::new();
    let mut too_slow = 0;
    for evil in questions::questions() {
        for command in ["ask", "explain"] {
            // Raw SPARQL is not explained.
            if command == "explain" && evil.text.starts_with("sparql") {
                continue;
            }
            let ended = run_limited(&data, TIME, &[command, "-"], &evil.text);
            let is_slow = ended.err.contains("error[too-slow]");
            too_slow += usize::from(is_slow);
            let known = matches!((ended.code, is_slow), (Some(0 | 2), false) | (Some(3), _));
            let on_time = ended.took < END && (is_slow || !evil.never_ends || ended.err.contains("memory"));
            // Nobody reads a message as long as a statement.
            if !known || !on_time || ended.memory > MOST || ended.err.len() > LONGEST {
                let ProcessResult { code, took, memory, err } = ended;
                let length = err.len();
                let err: String = err.chars().take(300).collect();
                faults.push(format!(
                    "{command}, {}: {code:?} after {took:?}, {memory} kB, {length} bytes\n{err}",
                    evil.name
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(too_slow >= 5, "only {too_slow} were too slow: they are not evil enough");
}

#[test]
fn many_wrong_literals_stay_within_memory() {
    let folder = tempfile::tempdir().unwrap();
    for datatype in ["date", "dateTime", "integer", "boolean"] {
        for ending in ["ttl", "nt", "jsonld"] {
            let file = folder.path().join(format!("wrong.{ending}"));
            let datatype = format!("http://www.w3.org/2001/XMLSchema#{datatype}");
            let line = |at: usize| match ending {
                "jsonld" => format!(
                    "{{\"@id\": \"http://e/{at}\", \"http://e/p\": {{\"@value\": \"no {at}\", \"@type\": \"{datatype}\"}}}}"
                ),
                _ => format!("<http://e/{at}> <http://e/p> \"no {at}\"^^<{datatype}> .\n"),
            };
            // Very many wrong literals, and the twin with one.
            for wrong in [200_000 / 4, 1] {
                let lines: Vec<String> = (0..wrong).map(line).collect();
                let text = if ending == "jsonld" { format!("[{}]", lines.join(",\n")) } else { lines.concat() };
                fs::write(&file, text).unwrap();
                let ended = run_limited(std::slice::from_ref(&file), 60, &["ask", "which books"], "");
                assert_eq!(ended.code, Some(4), "{ending}: {}", ended.err);
                assert!(ended.err.contains("`no 0` is not a valid"), "{ending}: {}", ended.err);
                assert_eq!(ended.err.contains(" more: fix those that are shown"), wrong > 1, "{ending}: {}", ended.err);
                assert!(
                    ended.took < END && ended.memory < 400 * 1024,
                    "{ending}: {:?}, {} kB",
                    ended.took,
                    ended.memory
                );
            }
        }
    }
}

#[test]
fn limit_messages_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let of_facts = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        let faults = load(&[Input::Path(name.into())], Some(folder.path()), MAX_FILE).unwrap_err();
        draw(faults.last().unwrap(), false)
    };
    let wrong: String = (0..10_100)
        .map(|it| format!("<http://e/{it}> <http://e/p> \"no {it}\"^^<http://www.w3.org/2001/XMLSchema#date> .\n"))
        .collect();
    let deep = format!("{{\"@id\": \"http://e/a\", \"http://e/p\": {}1{}}}", "[".repeat(128), "]".repeat(128));
    let told = [
        of_facts("wrong.nt", &wrong),
        of_facts("deep.jsonld", &deep),
        world::ask(&mut world::session("library"), &format!("which books whose pages{} > 3", " + 1".repeat(257)))
            .unwrap_err(),
        draw(&BudgetExceeded::Memory(512 * 1024 * 1024).into(), false),
    ];
    insta::assert_snapshot!("limits", told.join("\n\n"));
}
