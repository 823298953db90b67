//! What one budget covers: reading facts and all that a command does with a question, but no waiting for others; and
//! what survives when it is spent.

mod stop;
#[cfg(unix)]
mod terminal;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use caveat::audit::{AuditOutcome, Severity};
use caveat::base::{Budget, BudgetExceeded, Stop, check_budget, restart_clock, run_optional, run_untimed, spend};
use caveat::render::{Detail, ReportFormat, ReportOptions, write_report};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::cli::{RunOutput, caveat, run_command};
use crate::evil::questions;
use crate::reports::sample::{check, finding, report_of, thing};
use crate::repository::{Repository, has_git};
use crate::world::{self, TODAY, session};

fn budget(time: Duration) -> Budget {
    Budget { time, memory: None, stop: Stop::default() }
}

/// Spends steps for this time.
fn spend_for(time: Duration) {
    let began = Instant::now();
    while began.elapsed() < time {
        spend(1);
    }
}

/// How an endless part learns that it must stop: by unwinding, by an error, or by an error that it ignores at first.
fn endless() -> [fn() -> Result<(), BudgetExceeded>; 3] {
    [
        || loop {
            spend(1);
        },
        || loop {
            check_budget()?;
        },
        || {
            while check_budget().is_ok() {}
            loop {
                spend(1);
            }
        },
    ]
}

#[test]
fn endless_optional_work_keeps_the_answer() {
    let time = Duration::from_secs(2);
    thread::scope(|scope| {
        for endless in endless() {
            scope.spawn(move || {
                let began = Instant::now();
                let found = budget(time).within(|| {
                    assert_eq!(run_optional(|| Ok::<_, BudgetExceeded>(7))?, Some(7));
                    assert_eq!(run_optional(endless)?, None);
                    // Half of the time remains for the rest.
                    check_budget().map(|()| 42)
                });
                assert_eq!(found, Ok(42));
                assert!(began.elapsed() >= time / 3, "{:?}", began.elapsed());
            });
            // The answer itself is not optional; nor is Ctrl-C ignored.
            scope.spawn(move || assert_eq!(budget(time / 4).within(endless), Err(BudgetExceeded::Time(time / 4))));
            scope.spawn(move || {
                let budget = budget(time);
                let stopped = budget.within(|| {
                    run_optional(|| {
                        budget.stop.stop();
                        endless()
                    })
                });
                assert_eq!(stopped, Err(BudgetExceeded::Stopped));
            });
        }
    });
}

#[test]
fn clock_restarts_for_writing_and_skips_waiting() {
    let time = Duration::from_secs(1);
    let tenths = |number: u32| time * number / 10;
    // So many tenths of the time are spent before and after the pause.
    let between: [(u32, fn(), bool); 4] = [
        (7, restart_clock, true),
        (7, || {}, false),
        (2, || run_untimed(|| thread::sleep(Duration::from_secs(1))), true),
        (2, || thread::sleep(Duration::from_secs(1)), false),
    ];
    thread::scope(|scope| {
        for (share, pause, ends_well) in between {
            scope.spawn(move || {
                let done = budget(time).within(|| {
                    spend_for(tenths(share));
                    pause();
                    spend_for(tenths(share));
                    check_budget()
                });
                assert_eq!(done, if ends_well { Ok(()) } else { Err(BudgetExceeded::Time(time)) });
            });
        }
    });
}

// ---------------------------------------------------------------------------------- answers

/// A workspace with the facts for endless questions, and a script.
fn endless_workspace(script: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("data")).unwrap();
    fs::create_dir_all(folder.path().join("queries")).unwrap();
    let [words, facts] = questions::write_library(folder.path()).try_into().unwrap();
    fs::copy(words, folder.path().join("data/words.ttl")).unwrap();
    fs::rename(facts, folder.path().join("data/facts.ttl")).unwrap();
    fs::write(folder.path().join("queries/checks.cav"), script).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> RunOutput {
    run_command(caveat(folder).args(["--today", TODAY]).args(arguments))
}

#[test]
fn a_timed_out_check_keeps_its_question() {
    let lets: String = (1..=40)
        .map(|it| format!("let s{it} be books that are s{0} or continue a book that is s{0};\n", it - 1))
        .collect();
    let check = |last: &str| {
        format!(
            "let s0 be books that have an author;\n{lets}check doubling\n  expect none\n  which books that are {last}\n"
        )
    };
    for (last, ends) in [("s40", false), ("s0 and lack a title", true)] {
        let folder = endless_workspace(&check(last));
        let told = run(folder.path(), &["--time", "4", "audit", "--format", "json"]);
        let report: Json = serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("{}{}", told.out, told.err));
        let check = &report["checks"][0];
        let about = &check["about"];
        assert_eq!(told.code == 3, !ends, "{check}{}", told.err);
        assert_eq!(told.out.contains("too-slow"), !ends, "{check}");
        assert!(about["question"].as_str().is_some_and(|it| it.contains("which books")), "{check}");
        assert!(about["digest"].as_str().is_some_and(|it| it.len() == 16), "{check}");
    }
}

#[test]
fn writing_a_report_spends_the_budget() {
    let mut failing = check("many", "Found very often", Severity::High, AuditOutcome::Fail);
    let one = finding(thing("claim", "found", ""), "is found", 3);
    failing.findings = vec![one; 3_000];
    let report = report_of(vec![failing]);
    for format in ReportFormat::ALL {
        let options = ReportOptions { detail: Detail::Full, ..ReportOptions::default() };
        let written = |time| budget(time).within(|| Ok::<_, BudgetExceeded>(write_report(&report, format, options)));
        assert_eq!(
            written(Duration::from_micros(1)).err(),
            Some(BudgetExceeded::Time(Duration::from_micros(1))),
            "{format:?}"
        );
        assert!(written(Duration::from_secs(60)).is_ok_and(|it| it.len() > 9_000), "{format:?}");
    }
}

// ------------------------------------------------------------------------------ definitions

#[test]
fn a_refused_definition_keeps_the_old_meaning() {
    let before = "define a weak book as a book that lacks an author";
    let refused = [
        "define a weak book as a book that is not weak",
        "define a weak book as a book that has a cheese",
        "define a weak book as an author",
        "define a weak book as their prequel",
    ];
    for is_defined in [true, false] {
        for again in refused {
            let mut session = session("library");
            if is_defined {
                world::ask(&mut session, before).unwrap();
            }
            let adjectives = session.schema(None).unwrap().adjectives;
            world::ask(&mut session, again).unwrap_err();
            assert_eq!(session.schema(None).unwrap().adjectives, adjectives, "{again}");
            assert_eq!(world::ask(&mut session, "which weak books").is_ok(), is_defined, "{again}");
            // The valid twin is accepted.
            world::ask(&mut session, "define a weak book as a book that has an author").unwrap();
            assert_ne!(session.schema(None).unwrap().adjectives, adjectives);
        }
    }
}

// ------------------------------------------------------------------------------------ facts

/// More facts than can be read within a second.
fn write_many_facts(folder: &Path) {
    let line =
        |at| format!("<https://example.org/{at}> <https://example.org/b> \"a text that is read, number {at}\" .\n");
    fs::write(folder.join("data/more.nt"), (0..1_200_000).map(line).collect::<String>()).unwrap();
}

#[test]
fn every_command_reading_facts_observes_the_time() {
    if !has_git() {
        return;
    }
    let repository = Repository::new();
    for file in ["books.ttl", "vocabulary.ttl"] {
        let text = fs::read_to_string(world::path("library").join(file)).unwrap();
        repository.write(&format!("data/{file}"), &text);
    }
    repository.write("page.md", "# A page\n\nText[^1].\n\n[^1]: https://example.org\n").commit("2026-01-02");
    let commands: [&[&str]; 7] = [
        &["ask", "how many books"],
        &["explain", "how many books"],
        &["draw", "which books"],
        &["schema"],
        &["diff", "HEAD"],
        &["import", "page.md"],
        &["triage"],
    ];
    for is_large in [false, true] {
        if is_large {
            write_many_facts(repository.path());
        }
        for command in commands {
            let time = if is_large { "1" } else { "30" };
            let ran = run(repository.path(), &[&["--no-index", "--time", time], command].concat());
            let told = ran.err.contains("the facts could not be read within 1 s");
            assert_eq!((told, ran.code == 3), (is_large, is_large), "{command:?}: {}", ran.err);
        }
    }
}
