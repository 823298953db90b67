//! The prompt, at a terminal and at the end of a pipe.

use std::fs;

use crate::cli::{RunOutput, caveat, run_command};
use crate::world::{self, TODAY, project};

/// Runs a piped conversation.
fn run_piped(lines: &str) -> RunOutput {
    run_command(caveat(project()).args(["--today", TODAY]).write_stdin(lines))
}

#[test]
fn a_pipe_gets_answers_and_no_prompt() {
    let ran = run_piped("how many vendors\nis there a vendor\n");
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 vendor\nyes (1)\n"), "{}", ran.err);
    assert_eq!(ran.err, "");
}

#[test]
fn a_pipe_continues_after_faults_and_exits_with_2() {
    let ran = run_piped("how many vendrs\nhow many vendors\n");
    assert_eq!((ran.code, ran.out.as_str()), (2, "1 vendor\n"), "{}", ran.err);
    assert!(ran.err.contains("nearest: `vendors`"), "{}", ran.err);
}

#[test]
fn joins_incomplete_lines() {
    let ran =
        run_piped("how many vendors that have\n  a claim\nhow many claims that (have a source\nand have a caveat)\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn an_empty_line_ends_an_incomplete_statement() {
    let ran = run_piped("how many vendors that have\n\nhow many vendors\n");
    assert_eq!((ran.code, ran.out.as_str()), (2, "1 vendor\n"), "{}", ran.err);
}

/// Lines at once, with either line ending, a byte that is not text, several statements in one line.
#[test]
fn a_pipe_answers_every_line() {
    for end in ["\n", "\r\n"] {
        let mut said = String::new();
        for at in 0..40 {
            said += ["how many vendors", "how many vendrs; how many vendors", ".help cheese", ""][at % 4];
            said += end;
        }
        let ran = run_piped(&said);
        assert_eq!((ran.code, ran.out), (2, "1 vendor\n".repeat(20)), "{}", ran.err);
        assert_eq!(ran.err.matches("nearest: `vendors`").count(), 10);
    }
    let said = b"how many vendors\nhow many \xe9diteurs\nhow many vendors".to_vec();
    let ran = run_command(caveat(project()).args(["--today", TODAY]).write_stdin(said));
    assert_eq!((ran.code, ran.out.as_str()), (2, "1 vendor\n1 vendor\n"), "{}", ran.err);
    assert!(ran.err.contains("the input is not UTF-8"), "{}", ran.err);
}

/// A line that is not text is dropped with the lines that it continues, and their number is reported; the twin is text.
#[test]
fn reports_lines_dropped_with_an_invalid_line() {
    let open = ["how many claims that", "have a source and", "have a caveat and"];
    for before in 0..=open.len() {
        let said = |last: &[u8]| {
            let mut said = open[..before].join("\n").into_bytes();
            said.extend(if before == 0 { &b""[..] } else { b"\n" });
            said.extend(last);
            said.extend(b"\nhow many vendors\n");
            run_command(caveat(project()).args(["--today", TODAY]).write_stdin(said))
        };
        let ran = said(b"are current \xe9");
        assert_eq!((ran.code, ran.out.as_str()), (2, "1 vendor\n"), "{}", ran.err);
        let told = match before {
            0 => "the line was ignored; type it again as UTF-8\n".to_owned(),
            1 => "the line and the unfinished line before it were ignored; type them again as UTF-8\n".to_owned(),
            more => {
                format!("the line and the {more} unfinished lines before it were ignored; type them again as UTF-8\n")
            }
        };
        assert!(ran.err.contains(&told), "{before}: {}", ran.err);
        let twin = said(if before == 0 { b"how many vendors" } else { b"are current" });
        assert_eq!((twin.code, twin.out.lines().count()), (0, 2), "{before}: {}", twin.err);
    }
}

/// A question is saved whole or not at all, and leaves no folder behind.
#[cfg(debug_assertions)]
#[test]
fn a_failed_save_leaves_nothing_behind() {
    for at in 1..6 {
        for fault in ["28", "kill"] {
            let folder = workspace();
            let said = "how many books\n.save books\nhow many books\n";
            let mut command = caveat(folder.path());
            let fault = format!("{fault}@{at}");
            let output =
                command.args(["--today", TODAY]).env("CAVEAT_FAULT", &fault).write_stdin(said).output().unwrap();
            let saved = fs::read_to_string(folder.path().join("queries/books.cav"));
            let told = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                None => assert!(fault.starts_with("kill")),
                Some(5) => {
                    assert!(told.contains("cannot write `queries"), "{fault}: {told}");
                    assert!(!folder.path().join("queries").exists(), "{fault}");
                    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
                }
                code => assert!(code == Some(0) && saved.is_ok() && at == 5, "{fault}: {code:?} {told}"),
            }
            assert!(saved.is_err() || saved.unwrap() == "how many books\n", "{fault}");
        }
    }
}

#[test]
fn those_refers_to_the_last_answer() {
    let ran = run_piped("which claims lack a source\nhow many of those have a caveat\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.trim_end().ends_with("claims"), "{}", ran.out);
}

#[test]
fn definitions_and_named_sets_persist() {
    let ran = run_piped(
        "define a backed claim as a claim that has a public source\n\
         let suspects be claims that are not backed\n\
         how many suspects\n",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, "10 claims\n"), "{}", ran.err);
    assert_eq!(ran.err.matches("understood: ").count(), 2, "{}", ran.err);
}

#[test]
fn dot_commands_answer() {
    let ran = run_piped(".help\n.schema topic\n.explain which vendors\n.quit\nwhich vendors\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("Ask in sentences"), "{}", ran.out);
    assert!(ran.out.contains("be covered by a record"), "{}", ran.out);
    assert!(ran.out.contains("-- understood\nwhich vendors\n"), "{}", ran.out);
    assert!(ran.out.ends_with("}\n") || ran.out.contains("ORDER BY"), "{}", ran.out);
    assert!(!ran.out.contains("vendor:alibaba"), "nothing is answered after .quit: {}", ran.out);
}

#[test]
fn reports_unknown_dot_commands() {
    let ran = run_piped(
        ".hlep\n.explain\n.frobnicate\n.save x\n.edit\n.help cheese\nhow many vendors\n.save silence\nwhich cheese\n.save cheese\n",
    );
    assert_eq!((ran.code, ran.out.as_str()), (2, "1 vendor\n"));
    insta::assert_snapshot!("unknown_commands", ran.err);
}

#[test]
fn answers_every_example_of_the_help() {
    let help = run_piped(".help\n").out;
    let examples: Vec<&str> = help.lines().skip(2).take_while(|line| !line.is_empty()).map(str::trim).collect();
    assert!(examples.len() >= 6, "{help}");
    for example in examples {
        let ran = run_piped(&format!("{example}\n"));
        assert_eq!(ran.code, 0, "{example}: {}", ran.err);
        assert!(!ran.out.is_empty() || ran.err.contains("no "), "{example}");
    }
}

/// A folder with facts and the vocabulary of the library, to work in.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    for file in ["books.ttl", "vocabulary.ttl"] {
        fs::copy(world::path("library").join(file), data.join(file)).unwrap();
    }
    folder
}

fn run_piped_in(folder: &std::path::Path, lines: &str) -> RunOutput {
    run_command(caveat(folder).args(["--today", TODAY]).write_stdin(lines))
}

#[test]
fn saves_a_question_with_its_definitions() {
    let folder = workspace();
    let ran = run_piped_in(
        folder.path(),
        "define a huge book as a book that has at least 1 author\n\
         how many huge books\n.save huge-books\n.save huge-books\n.save ../out\n",
    );
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("saved: queries/huge-books.cav"), "{}", ran.err);
    assert!(ran.err.contains("already exists"), "{}", ran.err);
    assert!(ran.err.contains("needs a name of letters"), "{}", ran.err);
    let saved = fs::read_to_string(folder.path().join("queries/huge-books.cav")).unwrap();
    assert!(saved.starts_with("define a huge book"), "{saved}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let again = run_piped_in(folder.path(), ".run huge-books\n");
    assert_eq!((again.code, &again.out), (0, &ran.out), "{}", again.err);
}

#[test]
fn a_saved_question_means_the_same_alone() {
    for asked in [
        "which authors\nhow many of those",
        "which books that have a loan\nwhich of those are thick\nhow many of those",
        "which books that have a loan\nlet taken be those\nhow many authors\nhow many of taken",
        "which authors\nsparql ASK { ?s ?p ?o }\nhow many of those",
        "which authors\ndefine a big book as a book whose pages > 100\nhow many of those",
        "which authors\nhow many books",
    ] {
        let folder = workspace();
        let saved = run_piped_in(folder.path(), &format!("{asked}\n.save follow-up\n"));
        assert_eq!(saved.code, 0, "{asked}: {}", saved.err);
        let again = run_command(caveat(folder.path()).args(["--today", TODAY, "run", "queries/follow-up.cav"]));
        assert_eq!(again.code, 0, "{asked}: {}", again.err);
        assert_eq!(again.out.lines().last(), saved.out.lines().last(), "{asked}: {}", again.out);
    }
}

#[test]
fn does_not_save_after_an_unanswered_question() {
    for refused in
        ["which foo", "how many books that fly", "which books whose price > cheese", "describe \"no such thing\""]
    {
        let folder = workspace();
        let ran = run_piped_in(folder.path(), &format!("how many books\n{refused}\n.save books\n"));
        assert!(ran.err.contains("error[not-answered]"), "{refused}: {}", ran.err);
        assert!(!folder.path().join("queries").exists(), "{refused}");
        let ran = run_piped_in(folder.path(), &format!("{refused}\nhow many books\n.save books\n"));
        assert!(ran.err.contains("saved: queries/books.cav"), "{refused}: {}", ran.err);
    }
}

#[test]
fn reports_changed_facts_and_reloads_them() {
    let folder = workspace();
    let file = folder.path().join("data/books.ttl");
    let mut child = crate::cli::program();
    child.current_dir(folder.path()).args(["--today", TODAY]);
    child.stdin(std::process::Stdio::piped());
    child.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = child.spawn().unwrap();
    let mut typed = child.stdin.take().unwrap();
    let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut answer = |line: &str| {
        use std::io::{BufRead, Write};
        writeln!(typed, "{line}").unwrap();
        let mut text = String::new();
        said.read_line(&mut text).unwrap();
        text
    };
    let before = answer("define a known book as a book that has an author\nhow many books");
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str("\n<https://library.example/id/new> a <https://library.example/ns#Book> .\n");
    fs::write(&file, text).unwrap();
    assert_eq!(answer("how many books"), before);
    let after = answer(".reload\nhow many books");
    assert_ne!(after, before);
    answer("how many known books");
    drop(typed);
    let ended = child.wait_with_output().unwrap();
    let talk = String::from_utf8(ended.stderr).unwrap();
    assert!(talk.contains("changed on disk: data/books.ttl; type .reload"), "{talk}");
    assert!(ended.status.success(), "{talk}");
}

#[test]
fn sets_format_width_and_timer() {
    let ran = run_piped(".format csv\nshow name of vendors\n.timer\n.format json\n.timer maybe\n.width 3\n.format x\n");
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, rows), (2, vec!["name", "Alibaba Cloud"]), "{}", ran.err);
    for needs in ["`on` or `off`", "20 columns or more", "one of table, csv"] {
        assert!(ran.err.contains(needs), "{}", ran.err);
    }
    let timed = run_piped(".timer on\nhow many vendors\n");
    assert!(timed.err.contains(" ms"), "{}", timed.err);
}

#[test]
fn shows_help_on_a_topic() {
    let ran = run_piped(".help dates\n.help cheese\n");
    assert!(ran.out.contains("in the last 6 months"), "{}", ran.out);
    assert!(ran.err.contains("topics: questions, "), "{}", ran.err);
}

#[test]
fn an_editor_needs_a_terminal() {
    let ran = run_piped(".edit\n");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no editor can be opened"), "{}", ran.err);
}

#[cfg(unix)]
mod terminal {

    use rexpect::session::{Options, PtySession, spawn_with_options};

    use super::*;

    const PROMPT: &str = "caveat> ";

    fn start(state: &std::path::Path) -> PtySession {
        start_with(state, "false")
    }

    fn start_with(state: &std::path::Path, editor: &str) -> PtySession {
        let mut session = begin(state, editor);
        session.exp_string("facts from").unwrap();
        session.exp_string(PROMPT).unwrap();
        session
    }

    /// The program before its first prompt.
    fn begin(state: &std::path::Path, editor: &str) -> PtySession {
        let mut command = crate::cli::program();
        command
            .current_dir(project())
            .args(["--today", TODAY])
            .env("XDG_STATE_HOME", state)
            .env("HOME", state)
            .env("TERM", "xterm")
            .env("EDITOR", editor)
            .env_remove("VISUAL")
            .env("PAGER", "cat")
            .env("NO_COLOR", "1");
        let options = Options::default().timeout_ms(Some(60_000)).strip_ansi_escape_codes(true);
        spawn_with_options(command, options).unwrap()
    }

    /// Types a line, and returns the output before the next prompt.
    fn type_line(session: &mut PtySession, line: &str) -> String {
        send(session, &format!("{line}\r"));
        session.exp_string("\n").unwrap();
        session.exp_string(PROMPT).unwrap()
    }

    fn send(session: &mut PtySession, keys: &str) {
        session.send(keys).unwrap();
        session.flush().unwrap();
    }

    /// Presses Ctrl-C and waits for the next line, since every hint draws the prompt again.
    fn drop_line(session: &mut PtySession) {
        session.send_control('c').unwrap();
        session.exp_string("\n").unwrap();
        session.exp_string(PROMPT).unwrap();
    }

    #[test]
    fn ctrl_d_leaves_the_prompt() {
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
        session.exp_string("sense").unwrap();
        drop_line(&mut session);
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
    }

    #[test]
    fn ctrl_c_stops_a_question_but_not_the_prompt() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "sparql SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }\r");
        std::thread::sleep(std::time::Duration::from_millis(700));
        session.send_control('c').unwrap();
        session.exp_string("stopped").unwrap();
        session.exp_string(PROMPT).unwrap();
        let shown = type_line(&mut session, "how many vendors");
        assert!(shown.contains("1 vendor"), "{shown}");
    }

    #[test]
    fn an_incomplete_line_asks_for_more() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "how many vendors that have\r");
        send(&mut session, "a claim\r");
        session.exp_string("1 vendor").unwrap();
    }

    #[test]
    fn history_persists_between_sessions() {
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
    fn completion_does_not_delay_typing() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        for typed in ["show statement ", "show number of claims ", "which claims whose vendor ", "show stat"] {
            let began = std::time::Instant::now();
            for key in typed.chars() {
                send(&mut session, &key.to_string());
            }
            send(&mut session, "\t");
            session.send_control('u').unwrap();
            let shown = type_line(&mut session, "how many vendors");
            assert!(shown.contains("1 vendor"), "{typed}: {shown}");
            assert!(began.elapsed().as_secs() < 20, "{typed}: {:?}", began.elapsed());
        }
    }

    #[test]
    fn tab_completes_words_and_names() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "how many vend\t");
        session.exp_string("how many vendor").unwrap();
        drop_line(&mut session);
        send(&mut session, "describe \"Alibaba Cloud w\t");
        session.exp_string("Alibaba Cloud website and account\"").unwrap();
        drop_line(&mut session);
        send(&mut session, ".sch\t");
        session.exp_string(".schema").unwrap();
    }

    #[test]
    fn tab_offers_only_what_can_follow() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "which claims cite a sec\t");
        session.exp_string("which claims cite a secondary").unwrap();
        drop_line(&mut session);
    }

    #[test]
    fn right_arrow_accepts_a_hint() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "how many vendo");
        session.exp_string("rs").unwrap();
        send(&mut session, "\u{1b}[C\r");
        session.exp_string("1 vendor").unwrap();
    }

    /// Lines of every kind, each with its output: answers, faults, commands, a statement over several lines.
    const LINES: [(&str, &str); 7] = [
        ("how many vendors", "1 vendor"),
        ("how many vendrs", "nearest: `vendors`"),
        (".define", ""),
        ("define a bare claim as a claim that lacks a source", "understood: define a bare claim"),
        ("how many claims that\nlack a source", "8 claims"),
        ("is there a vendor", "yes (1)"),
        (".define", "define a bare claim as"),
    ];

    /// This many of the lines in turn, with their output in order.
    fn lines(count: usize) -> (Vec<&'static str>, Vec<&'static str>) {
        let lines = LINES.iter().cycle().take(count);
        (lines.clone().map(|(line, _)| *line).collect(), lines.map(|(_, shown)| *shown).collect())
    }

    /// Waits for this output in order, and for a prompt that still answers.
    fn expect_all(session: &mut PtySession, shown: &[&str]) {
        for (at, shown) in shown.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            session.exp_string(shown).unwrap_or_else(|error| panic!("answer {at}, `{shown}`: {error}"));
        }
        send(session, "how many topics\r");
        session.exp_regex("[0-9]+ topics").unwrap();
    }

    #[test]
    fn answers_all_lines_typed_ahead() {
        let (lines, shown) = lines(21);
        for end in ["\r", "\n", "\r\n"] {
            let state = tempfile::tempdir().unwrap();
            let mut session = start(state.path());
            send(&mut session, &lines.iter().map(|it| it.replace('\n', end) + end).collect::<String>());
            expect_all(&mut session, &shown);
        }
    }

    #[test]
    fn answers_lines_typed_before_the_prompt() {
        let (lines, shown) = lines(14);
        let state = tempfile::tempdir().unwrap();
        let mut session = begin(state.path(), "false");
        send(&mut session, &lines.iter().map(|it| it.replace('\n', "\r") + "\r").collect::<String>());
        session.exp_string("facts from").unwrap();
        expect_all(&mut session, &shown);
    }

    #[test]
    fn answers_lines_typed_during_an_answer() {
        let (lines, shown) = lines(7);
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "sparql SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e <https://w3id.org/caveat/ns#Claim> }\r");
        for line in &lines {
            std::thread::sleep(std::time::Duration::from_millis(40));
            send(&mut session, &(line.replace('\n', "\r") + "\r"));
        }
        expect_all(&mut session, &shown);
    }

    /// Terminals bracket what is pasted; Enter sends it.
    fn paste(session: &mut PtySession, text: &str) {
        send(session, &format!("\u{1b}[200~{text}\u{1b}[201~"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        send(session, "\r");
    }

    #[test]
    fn answers_all_pasted_lines() {
        for end in ["\r", "\n", "\r\n"] {
            for count in [2, 7, 30] {
                let (lines, shown) = lines(count);
                let state = tempfile::tempdir().unwrap();
                let mut session = start(state.path());
                paste(&mut session, &lines.iter().map(|it| it.replace('\n', end)).collect::<Vec<_>>().join(end));
                expect_all(&mut session, &shown);
            }
        }
    }

    #[test]
    fn answers_a_long_paste_to_its_end() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        let lines: Vec<String> = (0..200).map(|at| format!("how many claims dated after 2{at:03}-01-01")).collect();
        paste(&mut session, &lines.join("\r"));
        for at in 0..200 {
            session.exp_string(&format!("2{at:03}-01-01\r\n")).unwrap();
            session.exp_regex("[0-9]+ claim").unwrap();
        }
        expect_all(&mut session, &[]);
    }

    #[test]
    fn keeps_pasted_statements_of_several_lines_whole() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        let pasted = "sparql SELECT (COUNT(?s) + 41 AS ?n)\r\r{ ?s a <https://w3id.org/caveat/ns#Vendor>\r. }\r.timer off\r\
            check c\r  how many vendors\r  expect 1\r.timer off\rhow many vendors\r  that have a claim\r\
            does alibaba have a claim\rdoes alibaba have a claim about training\r\rhow many vendors; how many vendrs; how many vendors";
        paste(&mut session, pasted);
        for shown in ["42\r\n", "no-expectation", "1 vendor", "yes", "yes", "1 vendor", "nearest", "1 vendor"] {
            session.exp_string(shown).unwrap_or_else(|error| panic!("`{shown}`: {error}"));
        }
        expect_all(&mut session, &[]);
    }

    #[test]
    fn ctrl_c_drops_only_its_line() {
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        send(&mut session, "is there a vendor\rwhich claims\u{3}how many vendors\r");
        session.exp_string("yes (1)").unwrap();
        session.exp_string("1 vendor").unwrap();
        expect_all(&mut session, &[]);
    }

    #[test]
    fn ctrl_c_during_an_answer_drops_waiting_lines() {
        let long = "sparql SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
        let state = tempfile::tempdir().unwrap();
        let mut session = start(state.path());
        paste(&mut session, &format!("{long}\r\rhow many vendors\r.help"));
        std::thread::sleep(std::time::Duration::from_millis(700));
        send(&mut session, "is there a vendor\r");
        session.send_control('c').unwrap();
        session.exp_string("stopped").unwrap();
        session.exp_string("not asked: the next 2 lines").unwrap();
        send(&mut session, "how many vendors\r");
        let before = session.exp_string("1 vendor").unwrap();
        assert!(!before.contains("yes (1)"), "{before}");
    }

    #[test]
    fn edits_the_last_question() {
        let state = tempfile::tempdir().unwrap();
        let editor = state.path().join("editor.sh");
        fs::write(&editor, "sed -i s/vendors/topics/ \"$1\"\n").unwrap();
        let mut session = start_with(state.path(), &format!("sh {}", editor.display()));
        type_line(&mut session, "how many vendors");
        let shown = type_line(&mut session, ".edit");
        assert!(shown.contains("topics"), "{shown}");
    }
}

#[test]
fn draw_never_overwrites_a_file() {
    let folder = workspace();
    fs::write(folder.path().join("which-books.svg"), "mine").unwrap();
    let ran =
        run_piped_in(folder.path(), ".draw which books\n.draw which books\n.draw\n.draw which boks\nhow many books\n");
    assert_eq!(ran.code, 2, "{}", ran.err);
    for told in [
        "picture written: which-books-2.svg",
        "picture written: which-books-3.svg",
        "`.draw` needs a name or a question",
        "unknown word `boks`",
    ] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert!(ran.out.ends_with(" books\n"), "{}", ran.out);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("which-books.svg"), "mine");
    assert!(read("which-books-2.svg").starts_with("<svg"));
    assert_eq!(read("which-books-2.svg"), read("which-books-3.svg"));
}
