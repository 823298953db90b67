//! Bad input gives a message with file, line and help; other scripts still run; no report is partial.

use std::fs;

use crate::audit::{World, outcomes};

const FINE: &str = "check fine\n  expect none\n  which claims lack a topic\n";

/// The messages of an audit on these scripts, run beside a valid one.
fn script_messages(scripts: &[(&str, &str)]) -> String {
    let all = [&[("queries/fine.cav", FINE)], scripts].concat();
    let world = World::new(&all);
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 2, "{scripts:?}");
    assert_eq!(report["outcome"], "error");
    let messages = report["broken"].as_array().unwrap().iter();
    let messages = messages.flat_map(|it| it["messages"].as_array().unwrap());
    let drawn: Vec<&str> = messages.map(|it| it["drawn"].as_str().unwrap()).collect();
    assert!(outcomes(&report).contains("fine: pass"), "{}", outcomes(&report));
    let checks = report["checks"].as_array().unwrap().iter();
    let messages = checks.flat_map(|it| it["messages"].as_array().unwrap());
    let of_checks = messages.map(|it| it["drawn"].as_str().unwrap());
    let drawn: Vec<&str> = drawn.into_iter().chain(of_checks).collect();
    format!("{}{}\n", outcomes(&report), drawn.join("\n"))
}

#[test]
fn a_syntax_error_leaves_other_scripts_running() {
    insta::assert_snapshot!(script_messages(&[(
        "queries/broken.cav",
        "check one\n  expect nothing\n  which claims\n"
    )]));
}

#[test]
fn the_terminal_says_which_scripts_ran() {
    let world = World::new(&[("queries/fine.cav", FINE), ("queries/broken.cav", "check\n")]);
    let ran = world.run(&["audit", "--detail", "overview"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("queries/broken.cav"), "{}", ran.out);
    assert!(ran.out.contains("fine"), "{}", ran.out);
}

#[test]
fn reports_both_locations_of_a_duplicate_id() {
    insta::assert_snapshot!(script_messages(&[("queries/other.cav", FINE)]));
}

#[test]
fn an_invalid_check_does_not_affect_others() {
    let world = World::of(&format!("{FINE}check other\n  expect none\n  which claims are published by a vendor\n"));
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 2);
    let drawn = &report["checks"][1]["messages"][0]["drawn"];
    let drawn = drawn.as_str().unwrap();
    insta::assert_snapshot!("one_check_at_fault", outcomes(&report) + drawn);
}

#[test]
fn an_invalid_definition_rejects_its_script() {
    insta::assert_snapshot!(script_messages(&[(
        "queries/other.cav",
        "define a good claim as a claim that likes a source\ncheck other\n  expect none\n  which good claims\n"
    )]));
}

#[test]
fn reports_include_cycles() {
    insta::assert_snapshot!(script_messages(&[
        ("queries/a.cav", "include \"b.cav\"\n"),
        ("queries/b.cav", "include \"c.cav\"\n"),
        ("queries/c.cav", "include \"a.cav\"\n"),
    ]));
}

#[test]
fn reports_includes_of_missing_files_and_folders() {
    insta::assert_snapshot!(script_messages(&[
        ("queries/a.cav", "include \"nowhere.cav\"\n"),
        ("queries/b.cav", "include \"sub\"\n"),
        ("queries/sub/c.cav", "which claims\n"),
    ]));
}

#[test]
fn refuses_includes_outside_the_workspace() {
    insta::assert_snapshot!(script_messages(&[
        ("queries/a.cav", "include \"../../secrets.cav\"\n"),
        ("queries/b.cav", "include \"/etc/hostname\"\n"),
    ]));
}

#[cfg(unix)]
#[test]
fn refuses_symlinks_out_of_the_workspace() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.cav"), FINE).unwrap();
    let world = World::new(&[("queries/a.cav", "include \"linked.cav\"\n")]);
    std::os::unix::fs::symlink(outside.path().join("secret.cav"), world.file("linked.cav")).unwrap();
    world.write("queries/a.cav", "include \"../linked.cav\"\n");
    let report = world.audit(&[]);
    assert_eq!(report["exit_code"], 2);
    let code = &report["broken"][0]["messages"][0]["code"];
    assert_eq!(code, "outside-the-workspace");
}

#[test]
fn limits_includes_to_sixteen_levels() {
    let scripts: Vec<(String, String)> = (0..18)
        .map(|at| {
            let text = format!("include \"s{}.cav\"\n", at + 1);
            (format!("deep/s{at}.cav"), text)
        })
        .collect();
    let world = World::of(FINE);
    for (name, text) in &scripts {
        world.write(name, text);
    }
    world.write("deep/s18.cav", FINE.replace("fine", "deep").as_str());
    let report = world.audit(&["deep/s0.cav"]);
    assert_eq!(report["exit_code"], 2);
    let text = report.to_string();
    assert!(text.contains("nested more than 16 deep"), "{text}");
    assert_eq!(world.audit(&["deep/s3.cav"])["exit_code"], 0);
}

#[test]
fn reports_suites_of_unknown_checks() {
    insta::assert_snapshot!(script_messages(&[(
        "queries/suite.cav",
        "suite all\n  checks fin\n\nsection more\n  tagged gdpr\n"
    )]));
}

#[test]
fn reports_paths_without_scripts() {
    let world = World::of(FINE);
    let mut told = String::new();
    for (path, code) in [("data", 2), ("nowhere", 5), ("queries/none.cav", 5)] {
        let ran = world.run(&["audit", path]);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{path}: {}", ran.err);
        told.push_str(&ran.err);
    }
    insta::assert_snapshot!("no_scripts", told);
}

#[test]
fn reports_unreadable_baselines() {
    let world = World::of(FINE);
    world.audit(&["--save-baseline", "baseline.json"]);
    let kept = world.read("baseline.json");
    let mut told = String::new();
    for broken in [
        kept[..kept.len() / 2].to_owned(),
        kept.replace("\"format\": 2", "\"format\": 7"),
        kept.replace("caveat audit baseline", "shopping list"),
        kept.replace("\"pass\"", "\"fine\""),
        "{}".to_owned(),
    ] {
        world.write("baseline.json", &broken);
        let ran = world.run(&["audit", "--against", "baseline.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        told.push_str(&ran.err);
        told.push('\n');
    }
    if crate::repository::has_git() {
        world.repository.commit("2026-06-01");
        let ran = world.run(&["audit", "--against", "mian"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        told.push_str(&ran.err);
    }
    insta::assert_snapshot!("broken_baselines", told);
}
