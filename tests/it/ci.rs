//! The commands that `docs/ci` gives to CI systems, run unchanged on a pull request that breaks a fact.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command as Process, Output};

use serde_json::Value as Json;

use crate::audit::World;
use crate::repository::{ENVIRONMENT, has_git};
use crate::world::root;

const SCRIPT: &str = "check no-source\n  title \"Every claim has a source\"\n  severity high\n  expect none\n  which claims lack a source\n";

/// The commands of a workflow by the name of their step.
fn steps(workflow: &str) -> BTreeMap<String, String> {
    let mut steps = BTreeMap::new();
    let mut name = String::new();
    let mut lines = workflow.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if let Some(it) = trimmed.strip_prefix("- name: ") {
            name = it.to_owned();
        }
        let Some(command) = trimmed.strip_prefix("run: ") else {
            continue;
        };
        let depth = line.len() - trimmed.len();
        let mut script = String::new();
        if command == "|" {
            let deeper = |it: &&str| it.len() - it.trim_start().len() > depth;
            while let Some(line) = lines.next_if(deeper) {
                script.push_str(line.trim_start());
                script.push('\n');
            }
        } else {
            script.push_str(command);
        }
        steps.insert(name.clone(), script);
    }
    steps
}

/// Runs a command as a CI system does: `bash -e`, with the file for the summary.
fn run_in_shell(command: &str, folder: &Path) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_caveat")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    Process::new("sh")
        .args(["-ec", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("CAVEAT_CACHE", crate::cli::cache_folder())
        .env("AGAINST", "origin/main")
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .envs(ENVIRONMENT)
        .output()
        .unwrap()
}

fn stdout_of(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A clone of facts with an edit that removes the source of a claim.
fn pull_request() -> World {
    let origin = World::of(SCRIPT);
    origin.repository.commit("2026-06-01");
    let world = World::of(SCRIPT);
    world.repository.commit("2026-06-01");
    let main = ["update-ref", "refs/remotes/origin/main", "HEAD"];
    world.repository.git(&main);
    world.repository.git(&["checkout", "--quiet", "-b", "edit"]);
    let (before, after) = ("cv:citation acme:kept-c .", "cv:scope \"all\" .");
    world.change("data/facts.ttl", before, after);
    world.repository.commit("2026-06-02");
    world
}

#[cfg(unix)]
#[test]
fn workflow_annotates_a_breaking_pull_request() {
    if !has_git() {
        return;
    }
    let workflow = fs::read_to_string(root().join("docs/ci/audit.yml")).unwrap();
    let mut steps = steps(&workflow);
    let install = steps.remove("Install").unwrap();
    assert!(install.starts_with("cargo install"), "{install}");
    let world = pull_request();
    let folder = world.repository.path();
    let mut run = |step: &str| run_in_shell(&steps.remove(step).unwrap(), folder);

    assert_eq!(run("Scripts are laid out").status.code(), Some(0));
    assert_eq!(run("What changed in the facts").status.code(), Some(0));
    let audit = run("Audit");
    assert_eq!(audit.status.code(), Some(1), "{audit:?}");
    assert_eq!(run("Summary").status.code(), Some(0));
    assert!(steps.is_empty(), "not tried: {steps:?}");

    let line = 1 + world.read("data/facts.ttl").lines().position(|it| it.starts_with("acme:kept a cv:Claim")).unwrap();
    let annotation =
        format!("::error file=data/facts.ttl,line={line},title=Every claim has a source::acme:kept has no source");
    assert!(stdout_of(&audit).contains(&annotation), "{}", stdout_of(&audit));
    let summary = world.read("summary.md");
    for told in ["# Audit: fail", "Every claim has a source", "citation"] {
        assert!(summary.contains(told), "{told}: {summary}");
    }
    let sarif: Json = serde_json::from_str(&world.read("audit.sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let states: Vec<&str> = results.iter().map(|it| it["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["new", "unchanged"]);
    let fingerprints: Vec<&Json> = results.iter().map(|it| &it["partialFingerprints"]).collect();
    assert_ne!(fingerprints[0], fingerprints[1]);
    assert!(world.read("audit.html").contains("acme:kept"));
}

/// Earlier findings do not stop a change that adds none.
#[cfg(unix)]
#[test]
fn hook_stops_only_new_findings() {
    if !has_git() {
        return;
    }
    let hook = root().join("docs/ci/pre-commit");
    let hook = fs::read_to_string(hook).unwrap();
    let world = World::of(SCRIPT);
    let folder = world.repository.path();
    world.repository.commit("2026-06-01");
    let fine = run_in_shell(&hook, folder);
    assert_eq!(fine.status.code(), Some(0), "{fine:?}");
    world.change("data/facts.ttl", "cv:citation acme:kept-c .", "cv:scope \"all\" .");
    let stopped = run_in_shell(&hook, folder);
    assert_eq!(stopped.status.code(), Some(1), "{stopped:?}");
    world.change("data/facts.ttl", "cv:scope \"all\" .", "cv:citation acme:kept-c .");
    world.write("queries/checks.cav", &SCRIPT.replace("  title", "title"));
    assert_eq!(run_in_shell(&hook, folder).status.code(), Some(1));
}
