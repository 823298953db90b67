//! A document imported again: changes beside a statement and withdrawn statements are reported.

use std::fs;

use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

use crate::cli::{RunOutput, caveat, run_command};
use crate::import::fault_kinds::row;
use crate::import::{import, read, workspace};

const INTO: &str = "data/vendors/acme.ttl";

fn import_text(folder: &TempDir, name: &str, text: &str) -> RunOutput {
    fs::write(folder.path().join(name), text).unwrap();
    let ran = import(folder, &[name, "--vendor", "Acme", "--publisher", "Acme", "--into", INTO]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

fn sheet(rows: &[[&str; 4]]) -> String {
    let head = row(&["Question", "Answer", "Evidence", "Note"], ',');
    rows.iter().fold(head, |text, cells| text + &row(cells, ','))
}

fn accept(folder: &TempDir) {
    let facts = folder.path().join(INTO);
    let used = read(&facts)
        .replace("cv:status cv:draft", "cv:status cv:standing")
        .replace("cv:about topic:dpa", "cv:affirms topic:dpa");
    fs::write(facts, used).unwrap();
}

fn withdrawn_statements(folder: &TempDir) -> String {
    let question = "which records that are not draft have a withdrawn passage showing statement";
    run_command(caveat(folder.path()).args(["ask", question, "--quiet", "--format", "csv"])).out
}

const FIRST: [&str; 4] = ["Do you sign a DPA?", "Yes", "https://acme.example/dpa", "On request."];
/// A longer answer is a new one, even with the same beginning.
#[test]
fn a_longer_answer_is_a_new_one() {
    for longer in ["Yes, but only on the enterprise plan.", "Yes (EU only)", "Yes - on request"] {
        let folder = workspace();
        import_text(&folder, "q.csv", &sheet(&[FIRST, OTHER]));
        accept(&folder);
        let told = import_text(&folder, "q.csv", &sheet(&[["Do you sign a DPA?", longer, "", ""], OTHER])).err;
        assert!(told.contains("1 reworded") && told.contains("1 already known"), "{told}");
    }
    let folder = workspace();
    import_text(&folder, "t.md", "# Acme\n\nAll prompts are deleted after 30 days\n");
    let told = import_text(&folder, "t.md", "# Acme\n\nAll prompts are deleted after 30 days unless flagged\n").err;
    assert!(told.contains("1 reworded"), "{told}");
}

/// Drafts of a document without a publisher can be accepted once the publisher is given.
#[test]
fn the_publisher_can_be_given_later() {
    let folder = workspace();
    for (name, text) in
        [("t.md", "# Acme\n\nAll prompts are deleted after 30 days.\n"), ("s.csv", "Statement\nLogs are kept.\n")]
    {
        fs::write(folder.path().join(name), text).unwrap();
        let first = import(&folder, &[name, "--vendor", "Acme", "--into", INTO]);
        assert!(first.err.contains("name one with --publisher"), "{}", first.err);
    }
    for name in ["t.md", "s.csv"] {
        let again = import_text(&folder, name, &read(&folder.path().join(name))).err;
        assert!(again.contains("1 with an asserter now") && again.contains("1 already known"), "{again}");
        assert!(import_text(&folder, name, &read(&folder.path().join(name))).err.contains("nothing is new"));
    }
    let asked =
        |question: &str| run_command(caveat(folder.path()).args(["ask", question, "--format", "csv", "--quiet"])).out;
    assert_eq!(asked("which drafts that lack an asserter").lines().count(), 1);
    assert!(!asked("which profiles that lack a publisher").contains("/acme/"));
    assert_eq!(asked("which drafts").lines().count(), 3);
}

const OTHER: [&str; 4] = ["Is data encrypted?", "Yes", "", ""];

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// News beside a statement is added to its draft, but only reported for a record in use; the same document again
    /// adds nothing.
    #[test]
    fn reports_changes_beside_a_statement(
        note in select(vec!["On request.", "Only on the enterprise plan.", "On request. Not in Asia."]),
        evidence in select(vec!["https://acme.example/dpa", "https://acme.example/dpa https://acme.example/new", "https://acme.example/new"]),
        in_use in any::<bool>(),
    ) {
        let folder = workspace();
        import_text(&folder, "q.csv", &sheet(&[FIRST, OTHER]));
        if in_use {
            accept(&folder);
        }
        let before = read(&folder.path().join(INTO));
        let same = import_text(&folder, "q.csv", &sheet(&[FIRST, OTHER]));
        prop_assert!(same.err.contains("2 already known") && !same.err.contains("with additions"), "{}", same.err);
        prop_assert!(same.err.contains("nothing is new"), "{}", same.err);
        let told = import_text(&folder, "q.csv", &sheet(&[["Do you sign a DPA?", "Yes", evidence, note], OTHER])).err;
        let after = read(&folder.path().join(INTO));
        let new_note = note != FIRST[3];
        let new_source = evidence.contains("/new");
        prop_assert_eq!(told.contains("1 with additions"), new_note || new_source, "{}", told);
        prop_assert_eq!(told.contains(note), new_note, "{}", told);
        prop_assert_eq!(told.contains("https://acme.example/new"), new_source, "{}", told);
        // Records in use stay as they are.
        prop_assert_eq!(after == before, in_use || !(new_note || new_source));
        prop_assert_eq!(after.contains("cv:url \"https://acme.example/new\""), !in_use && new_source);
        prop_assert_eq!(after.matches(note).count() > 0, !new_note || !in_use);
    }
}

/// A record whose document withdraws its statement is reported, and found by the check; its twin, with rows moved and
/// added, is not.
#[test]
fn reports_withdrawn_statements() {
    let moved = sheet(&[OTHER, ["Who answers?", "The officer.", "", ""], FIRST]);
    let taken_back = [
        sheet(&[["Do you sign a DPA?", "", "", "We ended the programme."], OTHER]),
        sheet(&[["Do you sign a DPA?", "N/A", "", ""], OTHER]),
        sheet(&[["Do you sign a DPA?", "Yes/No", "", ""], OTHER]),
        sheet(&[OTHER]),
    ];
    for (text, gone) in taken_back.iter().map(|it| (it, true)).chain([(&moved, false)]) {
        let folder = workspace();
        import_text(&folder, "q.csv", &sheet(&[FIRST, OTHER]));
        accept(&folder);
        let told = import_text(&folder, "q.csv", text).err;
        assert_eq!(told.contains("1 no longer in the document"), gone, "{told}");
        assert_eq!(withdrawn_statements(&folder).contains("Do you sign a DPA? Yes"), gone, "{text}");
        assert!(!withdrawn_statements(&folder).contains("encrypted"));
        let audited = run_command(caveat(folder.path()).args([
            "audit",
            crate::world::root().join("queries/drafts.cav").to_str().unwrap(),
            "--today",
            crate::world::TODAY,
        ]));
        assert_eq!(
            audited.out.contains("drafts/withdrawn") && audited.out.contains("Do you sign a DPA"),
            gone,
            "{}",
            audited.out
        );
        // The same again adds nothing; a statement that returns is reported.
        let file = read(&folder.path().join(INTO));
        import_text(&folder, "q.csv", text);
        assert_eq!(read(&folder.path().join(INTO)), file);
        let again = import_text(&folder, "q.csv", &sheet(&[FIRST, OTHER])).err;
        assert_eq!(again.contains("the document says it again"), gone, "{again}");
    }
}

/// Markdown: a sentence removed, an answer reversed, a box unticked.
#[test]
fn reports_statements_withdrawn_in_markdown() {
    for (before, after, told) in [
        ("We sign a DPA. Prompts are kept.", "Prompts are kept.", "1 no longer in the document"),
        (
            "## Do you train?\n\nNo.\n\n## Do you sell?\n\nNo.",
            "## Do you train?\n\nYes.\n\n## Do you sell?\n\nNo.",
            "1 reworded",
        ),
        ("We never:\n\n- train models\n- sell data", "We may:\n\n- train models\n- sell data", "2 drafts"),
        (
            "- [x] EU data residency\n- [x] Deletion on request",
            "- [ ] EU data residency\n- [x] Deletion on request",
            "1 no longer in the document",
        ),
        ("We sign a DPA. Prompts are kept.", "Prompts are kept. We sign a DPA. More follows.", "2 already known"),
    ] {
        let folder = workspace();
        import_text(&folder, "t.md", &format!("# Acme\n\n{before}\n"));
        accept(&folder);
        let err = import_text(&folder, "t.md", &format!("# Acme\n\n{after}\n")).err;
        assert!(err.contains(told), "{after}: {err}");
        assert_eq!(
            err.contains("no longer in the document"),
            told.contains("no longer") || told == "2 drafts",
            "{after}: {err}"
        );
    }
}
