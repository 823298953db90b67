//! The program as a shell sees it: standard output, standard error, exit codes.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::formats::{assert_valid, schema_for};
use crate::world::{TODAY, copy, project, root};

/// What one run returned.
pub(crate) struct RunOutput {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The folder for the indexes of tests, apart from the user's own.
pub(crate) fn cache_folder() -> PathBuf {
    std::env::temp_dir().join("caveat-tests")
}

/// The program, with the index folder of tests.
pub(crate) fn program() -> Process {
    let mut program = Process::new(env!("CARGO_BIN_EXE_caveat"));
    program.env("CAVEAT_CACHE", cache_folder());
    program
}

/// The program in a folder, independent of the caller's terminal.
pub(crate) fn caveat(folder: &Path) -> Command {
    let mut command = Command::from_std(program());
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS").env("NO_COLOR", "1");
    command
}

pub(crate) fn run_command(command: &mut Command) -> RunOutput {
    let output = command.output().unwrap();
    RunOutput {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program in the project's own workspace.
fn run(arguments: &[&str]) -> RunOutput {
    run_command(caveat(project()).args(["--today", TODAY]).args(arguments))
}

/// A folder with one file.
fn folder_with(name: &str, content: impl AsRef<[u8]>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, content).unwrap();
    folder
}

// ------------------------------------------------------------------------------- answers

#[test]
fn main_question_lists_claims_with_vendor_and_statement() {
    let ran = run(&["ask", "which claims lack a public source"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("main_question", ran.out);
    assert_eq!(ran.err, "10 claims\n8 of these 10 claims lack a source of any kind\n");
}

#[test]
fn missing_records_meet_no_expectation() {
    for expected in ["yes", "no"] {
        let ran = run(&["ask", "does \"Alibaba Cloud\" tell customers of breaches", "--expect", expected]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        insta::assert_snapshot!("not_decided", format!("{}{}", ran.out, ran.err));
    }
    let verdicts =
        [("does \"Alibaba Cloud\" keep prompts", 1, 1), ("does \"Alibaba Cloud\" publish their sub-processors", 1, 0)];
    for (question, yes, no) in verdicts {
        for (expected, code) in [("yes", yes), ("no", no)] {
            let ran = run(&["ask", question, "--expect", expected]);
            assert_eq!(ran.code, code, "{question} {expected}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn data_goes_to_stdout_and_remarks_to_stderr() {
    let loud = run(&["ask", "which vendors"]);
    let quiet = run(&["ask", "--quiet", "which vendors"]);
    assert_eq!(loud.out, quiet.out);
    assert_ne!(loud.err, "");
    assert_eq!(quiet.err, "");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for format in ["table", "csv", "tsv", "json", "jsonl", "markdown", "ttl"] {
        let ask = || run(&["ask", "which claims have a caveat", "--format", format]).out;
        assert_eq!(ask(), ask(), "{format}");
    }
}

#[test]
fn joins_shell_words_into_a_question() {
    let quoted = run(&["ask", "how many claims"]);
    let open = run(&["ask", "how", "many", "claims"]);
    assert_eq!(quoted.out, open.out);
    assert_eq!(quoted.code, 0);
}

#[test]
fn reads_a_question_with_definitions_from_stdin() {
    let text = "define a backed claim as a claim that has a public source\nhow many claims that are not backed\n";
    let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(text));
    assert_eq!((ran.code, ran.out.as_str()), (0, "10 claims\n"), "{}", ran.err);
    assert!(ran.err.starts_with("understood: define a backed claim"), "{}", ran.err);
}

#[test]
fn reads_facts_from_stdin() {
    let facts = fs::read_to_string(root().join("tests/worlds/library/books.ttl")).unwrap();
    let vocabulary = root().join("tests/worlds/library/vocabulary.ttl");
    let ran = run_command(
        caveat(project()).args(["ask", "how many books", "--data", "-", "--data"]).arg(vocabulary).write_stdin(facts),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.ends_with(" books\n"), "{}", ran.out);
}

#[test]
fn a_script_answers_its_questions_in_order() {
    let script =
        "-- why\nwhich vendors\n\ndefine a backed claim as a claim that has a source\nhow many backed claims\n";
    let folder = folder_with("audit.cav", script);
    let ran = run_command(caveat(project()).arg("run").arg(folder.path().join("audit.cav")));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (first, second) = ran.out.split_once("\n\n").unwrap();
    assert!(first.contains("Alibaba Cloud"), "{}", ran.out);
    assert!(second.ends_with(" claims\n"), "{}", ran.out);
}

#[test]
fn a_faulty_script_answers_nothing() {
    let folder = folder_with("audit.cav", "which vendors\n\nwhich vendors that that\n");
    let ran = run_command(caveat(project()).arg("run").arg(folder.path().join("audit.cav")));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("audit.cav:3:"), "{}", ran.err);
}

#[test]
fn explain_shows_sentence_plan_and_portable_sparql() {
    let ran = run(&["explain", "which claims lack a public source"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("explain_main_question", ran.out);
}

#[test]
fn sparql_of_explain_finds_the_same_claims() {
    let explained = run(&["explain", "which claims lack a public source"]).out;
    let sparql = explained.split("-- sparql\n").nth(1).unwrap();
    let raw = run(&["ask", &format!("sparql {sparql}"), "--format", "csv"]);
    assert_eq!(raw.code, 0, "{}", raw.err);
    let asked = run(&["ask", "which claims lack a public source", "--format", "csv"]);
    let iris = |out: &str| -> Vec<String> {
        let lines = out.lines().skip(1);
        lines.map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    assert_eq!(iris(&raw.out), iris(&asked.out));
    assert_eq!(iris(&raw.out).len(), 10);
}

#[test]
fn schema_lists_every_kind_with_its_count() {
    let ran = run(&["schema"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for kind in [
        "vendor",
        "service",
        "claim",
        "absence finding",
        "citation",
        "source",
        "caveat",
        "topic",
        "region",
        "profile",
        "agent",
    ] {
        let row = ran.out.lines().any(|line| line.starts_with(kind));
        assert!(row, "no {kind} in\n{}", ran.out);
    }
    let tables = run(&["schema", "--format", "json"]).out;
    assert_valid(&schema_for("tables"), &tables);
    let json: serde_json::Value = serde_json::from_str(&tables).unwrap();
    for part in ["kinds", "relations", "attributes", "adjectives"] {
        assert!(json[part].as_array().is_some_and(|rows| !rows.is_empty()), "{part}");
    }
    let lines = run(&["schema", "--format", "jsonl"]).out;
    for line in lines.lines() {
        assert_valid(&schema_for("line"), line);
    }
}

#[test]
fn schema_suggests_the_nearest_kind() {
    let ran = run(&["schema", "clam"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("schema_of_no_kind", ran.err);
}

#[test]
fn an_answer_with_its_definitions_is_one_json_document() {
    let text = "define a backed claim as a claim that has a source\nhow many backed claims";
    let ran = run(&["ask", text, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_valid(&schema_for("answer"), &ran.out);
}

#[test]
fn only_things_can_be_written_as_turtle() {
    for question in
        ["how many claims", "are there claims", "show statement of claims", "sparql SELECT * { ?s ?p ?o } LIMIT 1"]
    {
        let ran = run(&["ask", question, "--format", "ttl"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{question}");
        assert!(ran.err.contains("error[no-things]"), "{}", ran.err);
    }
    assert_eq!(run(&["schema", "--format", "ttl"]).code, 2);
    let none = run(&["ask", "which vendors lack a claim", "--format", "ttl"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""), "{}", none.err);
}

#[test]
fn csv_disarms_formulas_unless_raw() {
    let query = "sparql SELECT (\"=1+1\" AS ?x) {}";
    let safe = run(&["ask", query, "--format", "csv"]);
    assert_eq!(safe.out, "x\r\n'=1+1\r\n");
    let raw = run(&["ask", query, "--format", "csv", "--raw-csv"]);
    assert_eq!(raw.out, "x\r\n=1+1\r\n");
}

// ---------------------------------------------------------------------------- expectations

/// A verb may negate the assurance: answer and exit code follow the question as worded.
#[test]
fn verdicts_answer_the_question_as_worded() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("data"), &folder.path().join("data"));
    let asked = |question: &str, expected: &str| {
        let mut command = caveat(folder.path());
        run_command(command.args(["--today", "2026-11-23", "ask", question, "--expect", expected]))
    };
    for (question, says, [yes, no]) in [
        ("does vendor:cortecs train on customer data", "no: “Customer data is not used", [1, 0]),
        ("does vendor:cortecs not train on customer data", "yes: “Customer data is not used", [0, 1]),
        ("does vendor:github train on customer data", "it depends: ", [1, 1]),
        ("does alibaba train on customer data", "it is disputed: ", [1, 1]),
        ("does vendor:meta train on customer data", "it depends: ", [1, 1]),
        ("does vendor:zhipu-ai train on customer data", "cannot be decided: ", [3, 3]),
        ("does vendor:cortecs offer a data processing agreement", "yes: “", [0, 1]),
        ("does vendor:github offer a data processing agreement", "it depends: ", [1, 1]),
        ("does vendor:google-cloud offer a data processing agreement", "yes: “", [0, 1]),
        ("does vendor:together offer a data processing agreement", "cannot be decided: ", [3, 3]),
        ("is the answer of alibaba to \"no training on customer data\" disputed", "yes: ", [0, 1]),
        ("is the answer of vendor:meta to \"no training on customer data\" disputed", "no: ", [1, 0]),
    ] {
        for (expected, code) in [("yes", yes), ("no", no)] {
            let ran = asked(question, expected);
            assert!(ran.out.starts_with(says), "{question}\n{}", ran.out);
            assert_eq!(ran.code, code, "{question} --expect {expected}\n{}\n{}", ran.out, ran.err);
        }
    }
}

#[test]
fn expect_sets_exit_code_0_or_1() {
    let none = "which vendors that lack a claim";
    let some = "which vendors";
    let cases = [
        (none, "none", 0),
        (none, "some", 1),
        (some, "none", 1),
        (some, "some", 0),
        (some, "1", 0),
        (some, "2", 1),
        ("how many vendors", "1", 0),
        ("how many vendors", "none", 1),
        ("is there a vendor", "yes", 0),
        ("is there a vendor", "no", 1),
        ("is there a vendor that lacks a claim", "no", 0),
        ("sparql ASK { ?s ?p ?o }", "yes", 0),
    ];
    for (question, expected, code) in cases {
        let ran = run(&["ask", question, "--expect", expected]);
        assert_eq!(ran.code, code, "{question} --expect {expected}: {}", ran.err);
    }
    let missed = run(&["ask", some, "--expect", "none"]);
    assert!(missed.err.ends_with("fail: expected none, found 1 vendor\n"), "{}", missed.err);
}

/// Most sources have no page date on record: nobody knows whether they are old.
#[test]
fn expectations_are_undecided_when_values_are_missing() {
    let unknown = "which sources whose page date is before 2020-01-01";
    let ran = run(&["ask", unknown, "--expect", "none", "--quiet"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    insta::assert_snapshot!("not_judged", ran.err);
    let old = "are there sources whose page date is before 2020-01-01";
    let recent = "are there sources whose page date is after 2020-01-01";
    let at_most = "are there at most 4 sources whose page date is after 2020-01-01";
    for (question, expected, code) in [
        (old, "no", 3),
        (old, "yes", 1),
        (recent, "yes", 0),
        (recent, "no", 1),
        (at_most, "yes", 3),
        ("is ali:privacy-notice dated before 2020-01-01", "no", 3),
        ("is ali:privacy-notice dated before 2020-01-01", "yes", 1),
        ("is ali:aial-report dated before 2020-01-01", "no", 0),
        ("how many sources whose page date is after 2020-01-01", "some", 0),
        ("how many sources whose page date is after 2020-01-01", "4", 3),
        ("how many sources whose page date is after 2020-01-01", "at least 4", 0),
        ("how many sources whose page date is after 2020-01-01", "at least 5", 3),
        ("how many sources whose page date is after 2020-01-01", "at most 3", 1),
        ("which sources that are not public", "1", 3),
        ("which sources that have a page date whose page date is before 2020-01-01", "none", 0),
    ] {
        let ran = run(&["ask", question, "--expect", expected]);
        assert_eq!(ran.code, code, "{question}: {}", ran.err);
    }
}

#[test]
fn expectations_are_undecided_when_nothing_was_examined() {
    let vocabulary = root().join("data/vocabulary.ttl");
    for (question, expected) in [("which claims lack a source", "none"), ("is there a claim", "no")] {
        let ran =
            run_command(caveat(project()).args(["ask", question, "--expect", expected, "--data"]).arg(&vocabulary));
        assert_eq!(ran.code, 3, "{}", ran.err);
        insta::assert_snapshot!(format!("nothing_examined_{expected}"), ran.err);
    }
}

#[test]
fn refuses_expectations_that_do_not_fit() {
    let ran = run(&["ask", "which vendors", "--expect", "yes"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("cannot_judge", ran.err);
    let ran = run(&["ask", "which vendors", "--expect", "maybe"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("expected none, some, yes, no, a number, or `at least` or `at most` a number"),
        "{}",
        ran.err
    );
}

// -------------------------------------------------------------------------------- bad input

#[test]
fn an_unknown_vendor_is_an_error() {
    let ran = run(&["ask", "which claims of \"Alibabba\" lack a source"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("unknown_vendor", ran.err);
}

#[test]
fn reports_look_alike_letters() {
    // The first letter is Cyrillic.
    let ran = run(&["ask", "which claims of \"Аlibaba\""]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("look_alike", ran.err);
}

#[test]
fn reports_missing_data_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_command(caveat(folder.path()).args(["ask", "which claims"]));
    assert_eq!((ran.code, ran.out.as_str()), (5, ""));
    insta::assert_snapshot!("no_data_folder", ran.err);
    let ran = run(&["ask", "which claims", "--data", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (5, ""));
    insta::assert_snapshot!("missing_data", ran.err);
}

#[test]
fn an_empty_data_folder_exits_with_3() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let ran = run_command(caveat(folder.path()).args(["ask", "which claims"]));
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    insta::assert_snapshot!("empty_data_folder", ran.err);
}

#[test]
fn locates_malformed_data_by_line_and_column() {
    let folder = folder_with("data/facts.ttl", "@prefix a: <https://example.org/> .\na:b a:c\n");
    let ran = run_command(caveat(folder.path()).args(["ask", "which claims"]));
    assert_eq!((ran.code, ran.out.as_str()), (4, ""));
    insta::assert_snapshot!("malformed_data", ran.err);
}

#[test]
fn refuses_a_question_of_a_megabyte() {
    let question = format!("which claims {}", "that lack a source and ".repeat(50_000));
    let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(question));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("long_question", ran.err);
}

#[test]
fn refuses_a_hundred_thousand_parentheses() {
    let question = format!("which claims that {}", "(".repeat(100_000));
    let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(question));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("nested_question", ran.err);
}

#[test]
fn refuses_questions_that_are_not_utf_8() {
    let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(&b"which \xff claims"[..]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("is not UTF-8: line 1, column 7"), "{}", ran.err);
}

#[test]
fn an_empty_question_suggests_one() {
    for question in ["", "  ", "-- only a comment"] {
        let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(question));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{question:?}");
        assert!(ran.err.contains("which claims lack a public source"), "{}", ran.err);
    }
}

#[test]
fn ask_refuses_two_questions() {
    let ran = run(&["ask", "which vendors\nwhich claims"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("two_questions", ran.err);
}

#[test]
fn refuses_two_inputs_from_stdin() {
    let ran = run(&["ask", "-", "--data", "-"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("two_inputs", ran.err);
}

#[test]
fn names_cannot_inject_sparql() {
    for name in [r#"x\" } UNION { ?s ?p ?o } #"#, "} . ?s ?p ?o . {", "<https://example.org/> { }", r"back\\slash"] {
        let ran = run(&["ask", &format!("which claims whose statement is \"{name}\"")]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{name}: {}", ran.err);
        assert!(ran.err.starts_with("no claims"), "{name}: {}", ran.err);
        let ran = run(&["ask", &format!("which claims of \"{name}\"")]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {}", ran.err);
    }
}

#[test]
fn refuses_an_iri_with_a_space() {
    let ran = run(&["ask", "describe <https://example.org/a b>"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("IRI"), "{}", ran.err);
}

#[test]
fn refuses_invalid_days() {
    for day in ["2026-02-30", "tomorrow", "2026-1-1", "2026-11-23Z"] {
        let ran = run_command(caveat(project()).args(["ask", "which claims", "--today", day]));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{day}");
        assert!(ran.err.contains("a day is written 2026-11-23"), "{}", ran.err);
    }
}

#[test]
fn refuses_recursive_definitions() {
    let circle =
        "define a weak claim as a claim that is shaky\ndefine a shaky claim as a claim that is weak\nwhich weak claims";
    let own = "define a weak claim as a claim that is weak\nwhich weak claims";
    for text in [circle, own] {
        let ran = run(&["ask", text]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let mut child = program()
        .current_dir(project())
        .args(["ask", "sparql SELECT * { ?s ?p ?o }", "--format", "csv", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut head = [0; 16];
    out.read_exact(&mut head).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = program()
        .current_dir(project())
        .args(["ask", "which vendors", "--quiet"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(5));
}

// ------------------------------------------------------------------------------ raw SPARQL

#[test]
fn raw_sparql_answers_in_every_form() {
    let select = run(&[
        "ask",
        "sparql SELECT (COUNT(*) AS ?n) { ?claim a <https://w3id.org/caveat/ns#Vendor> }",
        "--format",
        "csv",
    ]);
    assert_eq!((select.code, select.out.as_str()), (0, "n\r\n1\r\n"), "{}", select.err);
    let ask = run(&["ask", "sparql ASK { ?s ?p ?o }"]);
    assert_eq!((ask.code, ask.out.as_str()), (0, "yes\n"), "{}", ask.err);
    let construct = run(&[
        "ask",
        "sparql CONSTRUCT { ?v <https://example.org/is> \"x\" } WHERE { ?v a <https://w3id.org/caveat/ns#Vendor> }",
    ]);
    assert_eq!(construct.code, 0, "{}", construct.err);
    assert_eq!(construct.out, "<https://w3id.org/caveat/id/vendor/alibaba> <https://example.org/is> \"x\" .\n");
}

/// What `first` cuts off cannot be expected to be none.
#[test]
fn refuses_expectations_on_a_cut_answer() {
    let ran = run(&["ask", "which claims lack a source first 0", "--expect", "none"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    insta::assert_snapshot!("expected_of_a_part", ran.err);
}

/// In a world of superseded claims nothing is examined, unless the question names them.
#[test]
fn excluded_claims_are_not_examined() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.ttl");
    let text = "@prefix cv: <https://w3id.org/caveat/ns#> .
        <https://old.example/c> a cv:Claim ; cv:statement \"Old.\" ; cv:status cv:superseded .";
    std::fs::write(&file, text).unwrap();
    let vocabulary = root().join("data/vocabulary.ttl");
    for (question, code) in [
        ("which claims lack a source", 3),
        ("which of all claims have a source", 0),
        ("which superseded claims have a source", 0),
    ] {
        let ran = run_command(
            caveat(project())
                .args(["ask", question, "--expect", "none", "--data"])
                .arg(&vocabulary)
                .arg("--data")
                .arg(&file),
        );
        assert_eq!(ran.code, code, "{question}: {}", ran.err);
    }
}

#[test]
fn refuses_raw_sparql_that_fetches_or_writes() {
    for text in [
        "sparql SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "sparql SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }",
        "sparql INSERT DATA { <a:a> <a:b> <a:c> }",
        "sparql LOAD <http://127.0.0.1/>",
        // Strings of three quotes hold single ones.
        "sparql SELECT * { FILTER(\"\"\"a\"b\"\"\" != \"x\") SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
    ] {
        let ran = run(&["ask", text]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{text}: {}", ran.err);
    }
}

#[test]
fn stops_endless_raw_sparql_with_exit_3() {
    let cross = "sparql SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let ran = run(&["ask", cross, "--time", "1"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    insta::assert_snapshot!("out_of_time", ran.err);
}

#[test]
fn refuses_deeply_nested_raw_sparql() {
    for text in [
        format!("sparql SELECT * {}", "{".repeat(100_000)),
        format!("sparql ASK {{ FILTER({}1) }}", "!".repeat(100_000)),
        format!("sparql ASK {{ ?s {}<a:b> ?o }}", "^".repeat(100_000)),
    ] {
        let ran = run_command(caveat(project()).args(["ask", "-"]).write_stdin(text.clone()));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}…: {}", &text[..40], ran.err);
    }
}

// ----------------------------------------------------------------------------- command line

#[test]
fn help_goes_to_stdout_and_errors_to_stderr() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("Exit codes:"));
    let version = run(&["--version"]);
    assert_eq!(version.out, format!("caveat {}\n", env!("CARGO_PKG_VERSION")));
    let wrong = run(&["schem"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("'schema'"), "{}", wrong.err);
}

#[test]
fn colours_need_a_terminal_or_an_option() {
    let plain = run(&["ask", "which clams"]);
    assert!(!plain.err.contains('\u{1b}'));
    let mut forced = caveat(project());
    forced.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").args(["ask", "which clams"]);
    assert!(run_command(&mut forced).err.contains('\u{1b}'));
    forced.arg("--no-color");
    assert_eq!(run_command(&mut forced).err, plain.err);
}
