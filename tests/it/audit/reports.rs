//! Reports: several at once, the same bytes each time, whole or not at all.

use std::fs;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use crate::audit::World;

const SCRIPT: &str = "check no-source\n  expect none\n  which claims lack a source\n";

const ALL: [&str; 12] = [
    "--format", "terminal", "--format", "markdown", "--format", "json", "--format", "junit", "--format", "sarif",
    "--format", "html",
];

fn outputs(folder: &str) -> Vec<String> {
    ["txt", "md", "json", "xml", "sarif", "html"].map(|ending| format!("{folder}/report.{ending}")).to_vec()
}

/// The arguments of an audit that writes all reports to a folder.
fn audit_arguments(folder: &str) -> Vec<String> {
    let mut arguments: Vec<String> = vec!["audit".to_owned()];
    arguments.extend(ALL.iter().map(|it| (*it).to_owned()));
    for output in outputs(folder) {
        arguments.extend(["--output".to_owned(), output]);
    }
    arguments
}

#[test]
fn writes_all_reports_with_the_same_bytes() {
    let world = World::of(SCRIPT);
    for folder in ["one", "two"] {
        fs::create_dir(world.file(folder)).unwrap();
        let arguments = audit_arguments(folder);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = world.run(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert!(ran.err.contains("report written"), "{}", ran.err);
    }
    for (one, two) in outputs("one").iter().zip(outputs("two")) {
        let text = world.read(one);
        assert!(text.contains("no-source"), "{one}: {text}");
        assert_eq!(text, world.read(&two), "{one}");
    }
}

#[test]
fn refuses_unclear_formats_and_outputs() {
    let world = World::of(SCRIPT);
    let mut told = String::new();
    for arguments in [
        &["--format", "csv"][..],
        &["--format", "json", "--format", "html"],
        &["--format", "json", "--output", "a.json", "--output", "b.json"],
    ] {
        let ran = world.run(&[&["audit"], arguments].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        told.push_str(&ran.err);
    }
    let twice = "--format json --output a --format html --output a";
    let twice: Vec<&str> = twice.split(' ').collect();
    let ran = world.run(&[&["audit"], &twice[..]].concat());
    assert_eq!(ran.code, 2);
    told.push_str(&ran.err);
    let ran = world.run(&["audit", "-", "queries"]);
    assert_eq!(ran.code, 2);
    told.push_str(&ran.err);
    for formats in [&["--format", "html"][..], &["--format", "junit"], &["--format", "csv", "--format", "json"]] {
        let ran = world.run(&[&["ask", "which claims"], formats].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        told.push_str(&ran.err);
    }
    insta::assert_snapshot!("which_report", told);
    // One to a file, one to standard output.
    let two = ["audit", "--format", "json", "--output", "a.json", "--format", "markdown"];
    let ran = world.run(&two);
    assert!(ran.out.starts_with('#'), "{}", ran.out);
    assert!(world.read("a.json").starts_with('{'));
}

#[test]
fn an_unwritable_report_leaves_existing_files() {
    let world = World::of(SCRIPT);
    world.write("report.html", "before");
    let ran = world.run(&["audit", "--format", "json", "--output", "nowhere/report.json"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.err.contains("nowhere/report.json"), "{}", ran.err);
    assert_eq!(world.read("report.html"), "before");
}

/// An interrupted run writes nothing.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_partial_report() {
    let endless = "check endless\n  expect none\n  sparql SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }\n\n";
    let world = World::of(&format!("{SCRIPT}{endless}"));
    world.write("report.json", "before");
    let mut running = crate::cli::program()
        .args(["audit", "--format", "json", "--output", "report.json"])
        .current_dir(world.repository.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert!(running.try_wait().unwrap().is_none(), "it has ended already");
    let id = running.id().to_string();
    // Tests started in the background of a shell ignore the first signal.
    for signal in ["-INT", "-TERM"] {
        let sent = Process::new("kill").args([signal, &id]).status();
        assert!(sent.unwrap().success());
        let mut ended = (0..40).map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            running.try_wait().unwrap().is_some()
        });
        if ended.any(|ended| ended) {
            break;
        }
    }
    let ended = running.wait().unwrap();
    assert!(!ended.success());
    assert_eq!(world.read("report.json"), "before");
    let left = fs::read_dir(world.repository.path()).unwrap();
    let left: Vec<String> = left
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|it| it.starts_with(".caveat"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A check that timed out did not pass.
#[test]
fn a_timed_out_check_is_unknown_and_others_run() {
    let endless = "check endless\n  expect none\n  sparql SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }\n\n";
    let world = World::of(&format!("{endless}{SCRIPT}"));
    let report = world.audit(&["--time", "1"]);
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["checks"][0]["outcome"], "unknown");
    assert_eq!(report["checks"][1]["outcome"], "fail");
}
