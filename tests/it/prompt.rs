//! The prompt, at a terminal and at the end of a pipe.

use std::fs;

use crate::cli::{Ran, caveat, ran};
use crate::world::{TODAY, root};

/// What a piped conversation gives.
fn piped(lines: &str) -> Ran {
    ran(caveat(&root()).args(["--today", TODAY]).write_stdin(lines))
}

#[test]
fn a_pipe_gets_answers_and_no_prompt() {
    let ran = piped("how many vendors\nis there a vendor\n");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "1 vendor\nyes (1)\n"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err, "");
}

#[test]
fn a_pipe_goes_on_after_a_fault_and_tells_it_in_the_end() {
    let ran = piped("how many vendrs\nhow many vendors\n");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (2, "1 vendor\n"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("nearest: `vendors`"), "{}", ran.err);
}

#[test]
fn an_open_line_goes_on_in_the_next() {
    let ran = piped(
        "how many vendors that have\n  a claim\nhow many claims that (have a source\nand have a caveat)\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn an_empty_line_ends_what_stays_open() {
    let ran = piped("how many vendors that have\n\nhow many vendors\n");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (2, "1 vendor\n"),
        "{}",
        ran.err
    );
}

#[test]
fn those_are_the_last_answer() {
    let ran = piped("which claims lack a source\nhow many of those have a caveat\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.trim_end().ends_with("claims"), "{}", ran.out);
}

#[test]
fn definitions_and_named_sets_last() {
    let ran = piped(
        "define a backed claim as a claim that has a public source\n\
         let suspects be claims that are not backed\n\
         how many suspects\n",
    );
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "8 claims\n"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("understood: ").count(), 2, "{}", ran.err);
}

#[test]
fn dot_commands_answer() {
    let ran = piped(".help\n.schema topic\n.explain which vendors\n.quit\nwhich vendors\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("Ask in sentences"), "{}", ran.out);
    assert!(ran.out.contains("be covered by a claim"), "{}", ran.out);
    assert!(
        ran.out.contains("-- understood\nwhich vendors\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.ends_with("}\n") || ran.out.contains("ORDER BY"),
        "{}",
        ran.out
    );
    assert!(
        !ran.out.contains("vendor:alibaba"),
        "nothing is answered after .quit: {}",
        ran.out
    );
}

#[test]
fn dot_commands_that_are_none_are_told() {
    let ran = piped(".hlep\n.explain\n.frobnicate\n");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("unknown_commands", ran.err);
}

#[test]
fn every_example_of_the_help_can_be_asked() {
    let help = piped(".help\n").out;
    let examples: Vec<&str> = help
        .lines()
        .skip(2)
        .take_while(|line| !line.is_empty())
        .map(str::trim)
        .collect();
    assert!(examples.len() >= 6, "{help}");
    for example in examples {
        let ran = piped(&format!("{example}\n"));
        assert_eq!(ran.code, 0, "{example}: {}", ran.err);
        assert!(!ran.out.is_empty() || ran.err.contains("no "), "{example}");
    }
}

#[cfg(unix)]
mod terminal {
    use std::process::Command;

    use rexpect::session::{Options, PtySession, spawn_with_options};

    use super::*;

    const PROMPT: &str = "caveat> ";

    fn start(state: &std::path::Path) -> PtySession {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
        command
            .current_dir(root())
            .args(["--today", TODAY])
            .env("XDG_STATE_HOME", state)
            .env("HOME", state)
            .env("TERM", "xterm")
            .env("NO_COLOR", "1");
        let options = Options::default()
            .timeout_ms(Some(60_000))
            .strip_ansi_escape_codes(true);
        let mut session = spawn_with_options(command, options).unwrap();
        session.exp_string("facts from").unwrap();
        session.exp_string(PROMPT).unwrap();
        session
    }

    /// Types a line as a person does, and gives what is shown before the next prompt.
    fn type_line(session: &mut PtySession, line: &str) -> String {
        send(session, &format!("{line}\r"));
        session.exp_string("\n").unwrap();
        session.exp_string(PROMPT).unwrap()
    }

    fn send(session: &mut PtySession, keys: &str) {
        session.send(keys).unwrap();
        session.flush().unwrap();
    }

    #[test]
    fn a_person_asks_and_leaves_with_ctrl_d() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
        session.send_control('d').unwrap();
        session.exp_eof().unwrap();
    }

    #[test]
    fn a_fault_leaves_the_prompt_open() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        let shown = type_line(&mut session, "how many vendrs");
        assert!(shown.contains("nearest: `vendors`"), "{shown}");
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
    }

    #[test]
    fn ctrl_c_drops_the_line() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "which vendors that nonsense");
        session.send_control('c').unwrap();
        session.exp_string(PROMPT).unwrap();
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
    }

    #[test]
    fn ctrl_c_stops_a_question_and_not_the_prompt() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(
            &mut session,
            "sparql SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }\r",
        );
        std::thread::sleep(std::time::Duration::from_millis(700));
        session.send_control('c').unwrap();
        session.exp_string("stopped").unwrap();
        session.exp_string(PROMPT).unwrap();
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
    }

    #[test]
    fn an_open_line_asks_for_more() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "how many vendors that have\r");
        send(&mut session, "a claim\r");
        session.exp_string("1 vendor").unwrap();
    }

    #[test]
    fn history_lasts_from_one_session_to_the_next() {
        let state = tempfile::tempdir().unwrap();
        let mut first = start(state.path());
        type_line(&mut first, "how many vendors");
        first.send_control('d').unwrap();
        first.exp_eof().unwrap();
        let kept = fs::read_to_string(state.path().join("caveat/history")).unwrap();
        assert!(kept.contains("how many vendors"), "{kept}");

        let mut second = start(state.path());
        send(&mut second, "\u{1b}[A\r");
        second.exp_string("1 vendor").unwrap();
    }

    #[test]
    fn tab_completes_words_and_names() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "how many vend\t");
        session.exp_string("how many vendor").unwrap();
        session.send_control('c').unwrap();
        session.exp_string(PROMPT).unwrap();
        send(&mut session, "describe \"Alibaba Cloud w\t");
        session
            .exp_string("Alibaba Cloud website and account\"")
            .unwrap();
        session.send_control('c').unwrap();
        session.exp_string(PROMPT).unwrap();
        send(&mut session, ".sch\t");
        session.exp_string(".schema").unwrap();
    }
}
