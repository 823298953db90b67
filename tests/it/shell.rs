//! Generated from the definition of the command line: completions and the man page.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::{caveat, run_command};
use crate::tools::skip_or_fail;

/// The output of the program in a folder without facts.
fn stdout_of(arguments: &[&str]) -> String {
    let ran = run_command(caveat(Path::new("/")).args(arguments));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    assert_ne!(ran.out, "");
    ran.out
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = stdout_of(&["--help"]);
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    // One line for each; continuations are indented further.
    let lines = listed.lines().take_while(|line| !line.is_empty());
    let first = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands = first.filter_map(|line| line.split_whitespace().next()).filter(|it| *it != "help");
    let commands: Vec<String> = commands.map(str::to_owned).collect();
    assert!(commands.len() >= 14 && commands.iter().any(|it| it == "man"), "{commands:?}");
    commands
}

/// The options in the help of a command, such as `--data`; without a command, those of all.
fn options(command: Option<&str>) -> Vec<String> {
    let help = stdout_of(&[command.as_slice(), &["--help"]].concat());
    let words = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let long = words.filter_map(|line| line.split([' ', ',', '[', '=']).find(|word| word.starts_with("--")));
    let options: Vec<String> = long.map(|it| it.trim_end_matches('.').to_owned()).collect();
    assert!(options.iter().any(|it| it == "--help"), "{command:?}: {options:?}");
    options
}

/// True where a text has this as a whole word: `man`, not within `command`.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}

#[test]
fn completions_offer_every_visible_command_and_option() {
    let commands = commands();
    let all = commands.iter().map(|it| (Some(it.as_str()), options(Some(it))));
    let all: Vec<(Option<&str>, Vec<String>)> = all.chain([(None, options(None))]).collect();
    assert!(all.iter().map(|(_, options)| options.len()).sum::<usize>() > 100);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = stdout_of(&["completions", shell]);
        for command in &commands {
            assert!(has_word(&script, command), "{shell}: {command}");
        }
        for (command, options) in &all {
            // The options of a command are offered after its name.
            let part = match (shell, command) {
                ("bash", Some(command)) => script.split_once(&format!("caveat__subcmd__{command})\n")).map(|it| it.1),
                _ => Some(script.as_str()),
            };
            let part = part.unwrap_or_else(|| panic!("{shell}: {command:?}"));
            let part = if shell == "bash" { part.split("\n        caveat__").next().unwrap() } else { part };
            for option in options {
                let name = if shell == "fish" { option.trim_start_matches("--") } else { option };
                let written = if shell == "fish" { format!("-l {name}") } else { name.to_owned() };
                assert!(part.contains(&written), "{shell}: {command:?} {option}");
            }
        }
        assert!(!script.contains("sparql"), "{shell} offers what is hidden");
    }
}

#[test]
fn an_unknown_shell_gets_the_list_of_shells() {
    let wrong = run_command(caveat(Path::new("/")).args(["completions", "csh"]));
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("powershell"), "{}", wrong.err);
}

#[cfg(unix)]
#[test]
fn shells_can_read_their_completions() {
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let read = Command::new(shell).arg(check).stdin(Stdio::piped()).spawn();
        let Ok(mut reader) = read else {
            skip_or_fail(&format!("there is no {shell}"));
            continue;
        };
        let script = stdout_of(&["completions", shell]);
        let mut pipe = reader.stdin.take().unwrap();
        pipe.write_all(script.as_bytes()).unwrap();
        drop(pipe);
        assert!(reader.wait().unwrap().success(), "{shell}");
    }
}

#[test]
fn man_page_lists_commands_options_and_exit_codes() {
    let page = stdout_of(&["man"]);
    assert!(page.lines().any(|line| line.starts_with(".TH")), "{page}");
    let plain = page.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-");
    for command in commands() {
        assert!(plain.contains(&format!("\ncaveat {command}")), "{command}");
        for option in options(Some(&command)) {
            assert!(has_word(&plain, &option), "{command} {option}");
        }
    }
    let (_, codes) = plain.split_once(".SH \"EXIT STATUS\"").unwrap();
    let help = stdout_of(&["--help"]);
    let (_, told) = help.split_once("Exit codes:\n").unwrap();
    for line in told.lines().take_while(|line| !line.is_empty()) {
        let (code, meaning) = line.trim().split_once(' ').unwrap();
        let entry = format!(".TP\n{code}\n{}\n", meaning.trim());
        assert!(codes.contains(&entry), "{entry}{codes}");
    }
    assert!(!plain.contains("sparql-worker"));
}
