//! Limits of messages: how many faults, names and words of a document they show.

use std::fs;
use std::io::{BufRead as _, Write as _};
use std::process::Stdio;

use crate::cli::{caveat, run_command};
use crate::limits::{THINGS, each};
use crate::world::{TODAY, copy, open_with_shipped, project, root};

/// Files with an impossible date: the first fault of each file is reported.
pub(super) fn diagnostics(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..many {
        let facts = format!("{THINGS}l:t l:day \"2026-02-30\"^^xsd:date .\n");
        fs::write(folder.path().join(format!("facts{at}.ttl")), facts).unwrap();
    }
    run_command(caveat(folder.path()).args(["ask", "how many things", "--data", "."])).err
}

/// A value of this many characters that is not a date.
pub(super) fn impossible_text(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let facts = format!("{THINGS}l:t l:day \"{}\"^^xsd:date .\n", "9".repeat(many));
    fs::write(folder.path().join("facts.ttl"), facts).unwrap();
    run_command(caveat(folder.path()).args(["ask", "how many things", "--data", "facts.ttl"])).err
}

/// A message of this many characters about an unknown word.
pub(super) fn message_text(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("facts.ttl"), THINGS).unwrap();
    let word = "x".repeat(many - "unknown word ``".len());
    run_command(caveat(folder.path()).args(["ask", &format!("which things {word}"), "--data", "facts.ttl"])).err
}

/// This many claims without a vendor.
pub(super) fn faults_of_one_sort(many: usize) -> String {
    let facts = each(many, |it| {
        format!(
            "<https://x.example/c{it}> a <https://w3id.org/caveat/ns#Claim> ; \
             <https://w3id.org/caveat/ns#affirms> <https://w3id.org/caveat/id/topic/no-training> .\n"
        )
    });
    open_with_shipped(&facts).err().unwrap()
}

/// A check that finds this many things, and a waiver for another.
pub(super) fn findings_to_waive(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("data")).unwrap();
    fs::create_dir_all(path("queries")).unwrap();
    let facts = each(many, |it| format!("l:t{it} a l:Thing .\n"));
    fs::write(path("data/facts.ttl"), format!("{THINGS}{facts}l:quite-another a l:Thing ; l:size 1 .\n")).unwrap();
    let script =
        "check sized\n  title \"Things have a size\"\n  severity low\n  expect none\n  which things lack a size\n";
    fs::write(path("queries/checks.cav"), script).unwrap();
    let waive =
        ["waive", "sized", "l:quite-another", "--reason", "it is so", "--owner", "Ada", "--until", "2027-01-01"];
    run_command(caveat(folder.path()).args(waive).args(["--today", TODAY])).err
}

/// A stance to a subject with this many assurances, in a worksheet.
pub(super) fn assurances_under(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("data")).unwrap();
    for name in ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl"] {
        fs::copy(root().join("data").join(name), path("data").join(name)).unwrap();
    }
    let prefixes = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix x: <https://x.example/> .\n\
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
    let assurance = |it| {
        format!(
            "x:a{it} a cv:Assurance ; skos:prefLabel \"weight {it}\" ; cv:sentence \"Weight {it}.\" ; skos:broader x:w .\n"
        )
    };
    let draft = "x:v a cv:Vendor ; cv:name \"V\" .\n\
        x:c a cv:Claim ; cv:vendor x:v ; cv:statement \"It weighs.\" ; cv:status cv:draft ; cv:about x:w .\n";
    let subject = "x:w a cv:Subject ; skos:prefLabel \"weight\" .\n";
    fs::write(path("data/own.ttl"), format!("{prefixes}{subject}{}{draft}", each(many, assurance))).unwrap();
    let run =
        run_command(caveat(folder.path()).args(["triage", "--today", TODAY]).write_stdin("t affirms: weight\nq\n"));
    format!("{}{}", run.out, run.err)
}

/// This many files change during a conversation.
pub(super) fn file_changes(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("words.ttl"), format!("{THINGS}l:a a l:Thing .\n")).unwrap();
    let files: Vec<String> = (0..many).map(|it| format!("facts{it}.ttl")).collect();
    for file in &files {
        fs::write(folder.path().join(file), format!("<https://x.example/{file}> <https://x.example/b> 1 .\n")).unwrap();
    }
    let mut child = crate::cli::program();
    child.current_dir(folder.path()).args(["--data", "words.ttl"]);
    files.iter().for_each(|file| _ = child.args(["--data", file]));
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let mut typed = child.stdin.take().unwrap();
    let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut answer = || {
        writeln!(typed, "how many things").unwrap();
        said.read_line(&mut String::new()).unwrap();
    };
    answer();
    for file in &files {
        fs::write(folder.path().join(file), format!("<https://x.example/{file}> <https://x.example/b> 12 .\n"))
            .unwrap();
    }
    answer();
    answer();
    drop(typed);
    String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap()
}

/// A statement of this many characters about an unknown topic.
pub(super) fn open_text(many: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("data"), &folder.path().join("data"));
    let table = format!("Vendor;Statement;Topic\nAcme;{};weightlessness\n", "x".repeat(many));
    fs::write(folder.path().join("list.csv"), table).unwrap();
    let mapping = "[columns]\nvendor = \"Vendor\"\nstatement = \"Statement\"\ntopic = \"Topic\"\n";
    fs::write(folder.path().join("list.toml"), mapping).unwrap();
    let import = ["import", "list.csv", "--mapping", "list.toml", "--today", TODAY];
    run_command(caveat(folder.path()).args(import)).err
}
