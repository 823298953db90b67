//! What is made from the definition of the command line: completions and the man page.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::{caveat, ran};

const COMMANDS: [&str; 8] = ["ask", "run", "explain", "schema", "diff", "fmt", "completions", "man"];
const OPTIONS: [&str; 7] = ["data", "at", "format", "expect", "check", "exit-code", "quiet"];

/// What the program writes in a folder without facts.
fn written(arguments: &[&str]) -> String {
    let ran = ran(caveat(Path::new("/")).args(arguments));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    assert_ne!(ran.out, "");
    ran.out
}

#[test]
fn completions_offer_every_command_and_option_but_not_what_is_hidden() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = written(&["completions", shell]);
        for word in COMMANDS.iter().chain(&OPTIONS) {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(!script.contains("sparql"), "{shell} offers what is hidden");
    }
}

#[test]
fn a_shell_that_is_not_known_is_told_which_are() {
    let wrong = ran(caveat(Path::new("/")).args(["completions", "csh"]));
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("powershell"), "{}", wrong.err);
}

/// Tried where there is such a shell.
#[cfg(unix)]
#[test]
fn the_shells_can_read_their_completions() {
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let read = Command::new(shell).arg(check).stdin(Stdio::piped()).spawn();
        let Ok(mut reader) = read else { continue };
        let script = written(&["completions", shell]);
        let mut pipe = reader.stdin.take().unwrap();
        pipe.write_all(script.as_bytes()).unwrap();
        drop(pipe);
        assert!(reader.wait().unwrap().success(), "{shell}");
    }
}

#[test]
fn the_man_page_tells_commands_options_and_exit_codes() {
    let page = written(&["man"]);
    assert!(page.lines().any(|line| line.starts_with(".TH")), "{page}");
    let plain = page.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-");
    for command in COMMANDS {
        assert!(plain.contains(&format!("\ncaveat {command}")), "{command}");
    }
    for option in OPTIONS {
        assert!(plain.contains(&format!("--{option}")), "{option}");
    }
    let (_, codes) = plain.split_once(".SH \"EXIT STATUS\"").unwrap();
    let help = written(&["--help"]);
    let (_, told) = help.split_once("Exit codes:\n").unwrap();
    for line in told.lines().take_while(|line| !line.is_empty()) {
        let (code, meaning) = line.trim().split_once(' ').unwrap();
        let entry = format!(".TP\n{code}\n{}\n", meaning.trim());
        assert!(codes.contains(&entry), "{entry}{codes}");
    }
    assert!(!plain.contains("sparql-worker"));
}
