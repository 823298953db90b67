//! Decisions on drafts: at the terminal, from a pipe, in a worksheet; they change the files, and nothing else in them.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::{RunOutput, caveat, run_command};
use crate::world::{TODAY, root};

const FACTS: &str = "data/vendors/zhipu-ai.ttl";

/// A workspace with the drafts of one page.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("vendors")).unwrap();
    for name in ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl"] {
        fs::copy(root().join("data").join(name), data.join(name)).unwrap();
    }
    let page = root().join("data/profiles/zhipu-ai.rich.txt");
    let ran = run(&folder, &["import", page.to_str().unwrap(), "--into", FACTS]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> RunOutput {
    run_command(caveat(folder.path()).args(["--today", TODAY]).args(arguments))
}

fn run_triage(folder: &TempDir, lines: &str) -> RunOutput {
    run_command(caveat(folder.path()).args(["--today", TODAY, "triage"]).write_stdin(lines.to_owned()))
}

fn facts(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(FACTS)).unwrap()
}

fn answer_to(folder: &TempDir, question: &str) -> String {
    run(folder, &["ask", question, "--quiet"]).out
}

/// The removed and the added lines.
fn diff_lines(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|it| it.tag() != similar::ChangeTag::Equal);
    lines.map(|it| format!("{}{it}", it.tag())).collect()
}

#[test]
fn decisions_change_only_their_lines() {
    let folder = workspace();
    let before = facts(&folder);
    let said = "what?\nn perhaps\nn affirms\nt directory statu\nt affirms: SCCs\na\n\
        e The directory gives the badge DPA.\ns javascript:alert(1)\ns https://docs.z.ai/dpa\na\n\
        r\n\nr the badge says nothing of its own\n\
        k\nd prompts\nv API\nt affirms: DPA; about: transfers, roles\na\nq\n";
    let ran = run_triage(&folder, said);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("walk", format!("{}\n{}\n{}", ran.out, ran.err, diff_lines(&before, &facts(&folder))));
    assert!(answer_to(&folder, "how many claims").starts_with("3 claims"));
}

#[test]
fn triage_can_stop_and_resume() {
    let folder = workspace();
    assert!(run_triage(&folder, "a\nq\n").out.contains("[1 of 14]"));
    let ran = run_triage(&folder, "t about: DPA\nk\nq\n");
    assert!(ran.out.contains("[1 of 13]"), "{}", ran.out);
    assert!(ran.err.contains("0 decided, 13 still waiting"), "{}", ran.err);
    // Edits of a draft that still waits are kept.
    assert!(facts(&folder).contains("cv:about topic:dpa"), "{}", ran.err);
    // The end of input is the end of the walk.
    assert_eq!(run_triage(&folder, "").code, 0);
}

#[test]
fn decides_a_caveat_with_its_draft() {
    let folder = workspace();
    let keep = "k\n".repeat(4);
    let said = format!("{keep}k\nk\nk\nk\na\nq\n");
    let ran = run_triage(&folder, &said);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = facts(&folder);
    assert!(after.contains("cv:reviewState cv:reviewed"), "{}", ran.out);
    let checked = run(&folder, &["ask", "how many claims are limited by a draft caveat", "--quiet"]);
    assert!(checked.out.starts_with("0 claims"), "{}", checked.out);
}

#[test]
fn an_accepted_wording_supersedes_the_claim_in_use() {
    let folder = workspace();
    let use_all = facts(&folder).replace("cv:status cv:draft", "cv:status cv:standing");
    fs::write(folder.path().join(FACTS), use_all).unwrap();
    let page = fs::read_to_string(root().join("data/profiles/zhipu-ai.rich.txt")).unwrap();
    fs::write(folder.path().join("zhipu-ai.rich.txt"), page.replace("not saved", "saved for 30 days")).unwrap();
    let ran = run(&folder, &["import", "zhipu-ai.rich.txt", "--into", FACTS]);
    assert!(ran.err.contains("1 reworded"), "{}", ran.err);
    let ran = run_triage(&folder, "t denies: prompts not kept\na\n");
    assert!(ran.out.contains("supersedes"), "{}", ran.out);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let superseded = answer_to(&folder, "which superseded claims showing statement");
    assert!(superseded.contains("not saved"), "{superseded}");
}

/// A sentence that says two things becomes two records, which share its passage; the fine print limits both.
#[test]
fn splits_a_draft_into_several_records() {
    let folder = workspace();
    let before = facts(&folder);
    let keep = "k\n".repeat(8);
    let said = format!(
        "{keep}p\n\np It is processed on written instructions.\nt affirms: on instructions only\na\n\
        t about: roles\nf absence finding\nt affirms: DPA\nf claim\nt affirms: processor for customer content\nc\na\nq\n"
    );
    let ran = run_triage(&folder, &said);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown = ran.out.split("[9 of").nth(1).unwrap();
    insta::assert_snapshot!("parts", format!("{shown}\n{}\n{}", ran.err, diff_lines(&before, &facts(&folder))));
    // The document is known as before.
    let page = root().join("data/profiles/zhipu-ai.rich.txt");
    let again = run(&folder, &["import", page.to_str().unwrap(), "--into", FACTS]);
    assert!(again.err.contains("nothing is new"), "{}", again.err);
}

#[test]
fn a_worksheet_splits_a_draft_into_records() {
    let folder = workspace();
    let before = facts(&folder);
    let (path, text) = worksheet(&folder);
    let whole = "Customer data is processed only on the customer's behalf and written instructions.";
    let own = [("decision", "accept"), ("topics", "affirms: on instructions only"), ("keep caveats", "no")];
    let other = [
        ("part", "2"),
        ("statement", "Customer data is processed on the customer's behalf."),
        ("topics", "affirms: processor for customer content"),
        ("data", "customer data"),
        ("decision", "accept"),
        ("source", "https://docs.z.ai/dpa"),
    ];
    let third = [
        ("part", "3"),
        ("statement", "Nothing is said of staff."),
        ("form", "finding"),
        ("topics", "contracts"),
        ("decision", ""),
        ("source", ""),
    ];
    let table =
        copy_row(&copy_row(&text, whole, &other), "Customer data is processed on the customer's behalf.", &third);
    fs::write(&path, fill_row(&table, whole, &own)).unwrap();
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("2 accepted, 0 rejected, 1 changed and kept; 2 of them new parts"), "{}", ran.err);
    let after = facts(&folder);
    insta::assert_snapshot!("worksheet_parts", diff_lines(&before, &after));
    // The same table again changes nothing, and a part that waits is a draft like any other.
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert!(
        ran.err.contains("0 accepted, 0 rejected, 0 changed and kept; rows that match no waiting draft: 2"),
        "{}",
        ran.err
    );
    assert_eq!(facts(&folder), after);
    let accepted =
        fill_row(&fs::read_to_string(&path).unwrap(), "Nothing is said of staff.", &[("decision", "accept")]);
    fs::write(&path, accepted).unwrap();
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert!(ran.err.contains("1 accepted"), "{}", ran.err);
}

/// Values in lists, on separate lines, with comments beside them: they are edited in place.
#[test]
fn edits_lists_of_topics_in_place() {
    let folder = workspace();
    let lists = facts(&folder).replacen(
        "cv:about topic:data-location ;",
        "cv:about topic:training-data ,\n\t\ttopic:training , topic:dpa ; # as found",
        1,
    );
    fs::write(folder.path().join(FACTS), &lists).unwrap();
    let mut told = String::new();
    for said in
        ["about: training, DPA", "affirms: DPA; about: training", "about: roles", "denies: DPA; about: retention"]
    {
        let before = facts(&folder);
        let ran = run_triage(&folder, &format!("k\nk\nk\nt {said}\nk\nq\n"));
        assert_eq!(ran.code, 0, "{said}: {}", ran.err);
        told.push_str(&format!("t {said}\n{}\n", diff_lines(&before, &facts(&folder))));
    }
    insta::assert_snapshot!("lists", told);
}

fn worksheet(folder: &TempDir) -> (PathBuf, String) {
    let ran = run(folder, &["triage", "--worksheet", "drafts.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("14 drafts written to drafts.csv"), "{}", ran.err);
    let path = folder.path().join("drafts.csv");
    let text = fs::read_to_string(&path).unwrap();
    (path, text)
}

/// The table with cells of the row of a statement filled in.
fn fill_row(text: &str, statement: &str, cells: &[(&str, &str)]) -> String {
    edit_table(text, statement, cells, false)
}

/// The table with a changed copy of the row of a statement after it.
fn copy_row(text: &str, statement: &str, cells: &[(&str, &str)]) -> String {
    edit_table(text, statement, cells, true)
}

fn edit_table(text: &str, statement: &str, cells: &[(&str, &str)], copies: bool) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headings).unwrap();
    let column = |name: &str| headings.iter().position(|it| it == name).unwrap();
    let mut met = 0;
    for record in reader.records() {
        let mut record: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        if record[column("statement")] == statement {
            met += 1;
            if copies {
                writer.write_record(&record).unwrap();
            }
            for (name, value) in cells {
                record[column(name)] = (*value).to_owned();
            }
        }
        writer.write_record(&record).unwrap();
    }
    assert_eq!(met, 1, "{statement}");
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn writes_and_reads_back_a_worksheet() {
    let folder = workspace();
    let before = facts(&folder);
    let (path, text) = worksheet(&folder);
    insta::assert_snapshot!("worksheet", text);
    // Nothing decided, nothing changed.
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert!(ran.err.contains("0 accepted, 0 rejected, 0 changed and kept"), "{}", ran.err);
    assert_eq!(facts(&folder), before);
    let text = fill_row(&text, "Badge: DPA", &[("decision", "Accept"), ("source", "https://docs.z.ai/dpa")]);
    let text = fill_row(&text, "Badge: No Training", &[("decision", "accept")]);
    let text = fill_row(&text, "Regions: SG", &[("decision", "reject"), ("reason", "a list, no claim")]);
    let text =
        fill_row(&text, "No EU-only routing found.", &[("topics", "data stays in the EU; about: EU-only inference")]);
    fs::write(&path, text).unwrap();
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("2 accepted, 1 rejected, 1 changed and kept"), "{}", ran.err);
    insta::assert_snapshot!("worksheet_changes", diff_lines(&before, &facts(&folder)));
    // What was decided is decided: the same table again changes nothing more.
    let after = facts(&folder);
    let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
    assert!(ran.err.contains("rows that match no waiting draft: 3"), "{}", ran.err);
    assert_eq!(facts(&folder), after);
}

#[test]
fn refuses_a_worksheet_with_a_faulty_row() {
    let folder = workspace();
    let before = facts(&folder);
    let (path, text) = worksheet(&folder);
    let good = fill_row(&text, "Badge: DPA", &[("decision", "accept")]);
    let sheets = [
        fill_row(&good, "Regions: SG", &[("decision", "acept")]),
        fill_row(&good, "Regions: SG", &[("decision", "reject")]),
        fill_row(&good, "No certifications disclosed.", &[("topics", "denies: SOC 2")]),
        fill_row(&good, "Sub-processors: Not disclosed", &[("topics", "denies: public list of sub-processors")]),
        fill_row(&good, "Regions: SG", &[("topics", "retentoin")]),
        fill_row(&good, "Regions: SG", &[("topics", "denies: data location, retention")]),
        fill_row(&good, "Regions: SG", &[("topics", "yes: DPA")]),
        fill_row(&good, "Regions: SG", &[("topics", "affirms: DPA; denies: SCCs")]),
        fill_row(&good, "Regions: SG", &[("topics", "affirms: DPA; about: DPA")]),
        fill_row(&good, "Badge: No Training", &[("topics", "affirms: no training")]),
        fill_row(&good, "Regions: SG", &[("form", "fact")]),
        fill_row(&good, "Regions: SG", &[("data", "promts")]),
        fill_row(&good, "Regions: SG", &[("service", "API")]),
        fill_row(&good, "Regions: SG", &[("part", "two")]),
        copy_row(&good, "Regions: SG", &[]),
        copy_row(&good, "Regions: SG", &[("part", "2"), ("decision", "reject"), ("reason", "no")]),
        copy_row(&good, "Regions: SG", &[("part", "2"), ("decision", "accept"), ("topics", "")]),
        fill_row(&good, "Regions: SG", &[("source", "javascript:alert(1)")]),
        fill_row(&good, "Regions: SG", &[("keep caveats", "perhaps")]),
        good.replacen("decision", "verdict", 1),
        "draft,decision\n\"open".to_owned(),
    ];
    let mut told = String::new();
    for sheet in sheets {
        fs::write(&path, sheet).unwrap();
        let ran = run(&folder, &["triage", "--worksheet", "drafts.csv"]);
        told.push_str(&format!("exit code {}\n{}\n", ran.code, ran.err));
        assert_eq!(facts(&folder), before);
    }
    let ran = run(&folder, &["triage", "Zhipu"]);
    told.push_str(&format!("exit code {}\n{}\n", ran.code, ran.err));
    insta::assert_snapshot!("bad_worksheets", told);
}

#[test]
fn does_not_edit_facts_in_unusual_layout() {
    let folder = workspace();
    let own = facts(&folder).replacen("cv:status cv:draft", "cv:status # a draft, as yet\n\n\n\tcv:draft", 1);
    fs::write(folder.path().join(FACTS), &own).unwrap();
    let ran = run_triage(&folder, "a\n");
    assert_eq!(ran.code, 4, "{}", ran.err);
    insta::assert_snapshot!("not_editable", ran.err);
    assert_eq!(facts(&folder), own);
    // Full IRIs, and several on a line, can be edited.
    let full = own.replacen(
        "cv:status # a draft, as yet\n\n\n\tcv:draft ;\n\t",
        "<https://w3id.org/caveat/ns#status>   <https://w3id.org/caveat/ns#draft> ; ",
        1,
    );
    assert_ne!(full, own);
    fs::write(folder.path().join(FACTS), &full).unwrap();
    let ran = run_triage(&folder, "a\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(answer_to(&folder, "how many claims").starts_with("1 claim"));
}

#[test]
fn disarms_formulas_in_worksheets() {
    let folder = workspace();
    let evil = facts(&folder).replacen("\"Badge: DPA\"", "\"=cmd|' /C calc'!A0\"", 1);
    fs::write(folder.path().join(FACTS), evil).unwrap();
    let (path, text) = worksheet(&folder);
    assert!(text.contains("'=cmd"), "{text}");
    assert!(!text.contains(",=cmd"), "{text}");
    let accepted = fill_row(&text, "'=cmd|' /C calc'!A0", &[("decision", "accept")]);
    fs::write(&path, accepted).unwrap();
    assert_eq!(run(&folder, &["triage", "--worksheet", "drafts.csv"]).code, 0);
    // The apostrophe is the spreadsheet's, not the claim's.
    assert!(!facts(&folder).contains("\"'=cmd"));
}

#[cfg(unix)]
#[test]
fn a_terminal_walks_through_drafts() {
    use rexpect::session::{Options, spawn_with_options};
    let folder = workspace();
    let mut command = crate::cli::program();
    command.current_dir(folder.path()).arg("triage").env("TERM", "xterm").env("NO_COLOR", "1");
    let options = Options::default().timeout_ms(Some(60_000)).strip_ansi_escape_codes(true);
    let mut session = spawn_with_options(command, options).unwrap();
    let mut answer = |expected: &str, line: &str| {
        session.exp_string(expected).unwrap_or_else(|it| panic!("{expected}: {it}"));
        session.send(&format!("{line}\r")).unwrap();
        session.flush().unwrap();
    };
    answer("[1 of 14]", "k");
    // The editor offers the statement; a person adds to it.
    answer("[2 of 14]", "e");
    answer("statement: ", " (per badge)");
    answer("> ", "a");
    answer("[3 of 14]", "q");
    session.exp_string("1 decided, 13 still waiting").unwrap();
    session.exp_eof().unwrap();
    assert!(facts(&folder).contains("\"Badge: DPA (per badge)\""));
}

#[test]
fn writes_decisions_to_named_data() {
    let folder = workspace();
    let other = folder.path().join("elsewhere");
    fs::create_dir_all(&other).unwrap();
    let ran = run_command(caveat(Path::new(&other)).args(["triage", "--data", "../data"]).write_stdin("a\nq\n"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(answer_to(&folder, "how many claims").starts_with("1 claim"), "{}", ran.err);
}

/// Notes beside a draft are shown in the walk and in a worksheet; limits of an answer are searched in the answer and
/// its note, not in the question.
#[test]
fn shows_notes_that_may_limit_an_answer() {
    let folder = workspace();
    let rows = [
        ("Is data stored in the EU only?", "Yes", "", None),
        ("Do you sign a DPA?", "Yes", "Actually no", None),
        ("Can we opt out of training unless we pay?", "Yes", "only on enterprise plans", Some("only")),
        ("Do you offer EU-only inference?", "Yes, unless the model is hosted elsewhere", "", Some("unless")),
    ];
    let mut text = "Question,Answer,Note\n".to_owned();
    for (question, answer, note, _) in rows {
        text += &format!("\"{question}\",\"{answer}\",\"{note}\"\n");
    }
    fs::write(folder.path().join("q.csv"), text).unwrap();
    let ran = run(&folder, &["import", "q.csv", "--vendor", "Nordwind", "--into", "data/vendors/nordwind.ttl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let walked = run(&folder, &["triage", "Nordwind", "--worksheet", "sheet.csv"]);
    assert_eq!(walked.code, 0, "{}", walked.err);
    let sheet = fs::read_to_string(folder.path().join("sheet.csv")).unwrap();
    let walked = crate::cli::run_command(
        caveat(folder.path()).args(["--today", TODAY, "triage", "Nordwind"]).write_stdin("k\nk\nk\nk\nq\n"),
    );
    let shown = format!("{}{}", walked.out, walked.err);
    for (question, answer, note, cue) in rows {
        if !note.is_empty() {
            assert!(shown.contains(&format!("note      {note}")) || shown.contains(note), "{note}: {shown}");
            assert!(sheet.lines().any(|it| it.contains(question) && it.contains(note)), "{sheet}");
        }
        let limited = format!(
            "sparql SELECT ?cue {{ ?c cv:statement ?s . ?k cv:limits ?c ; cv:cue ?cue FILTER(STRSTARTS(?s, \"{question}\")) }}"
        );
        let found = run(&folder, &["ask", &limited, "--quiet", "--format", "csv"]).out;
        let cues: Vec<&str> = found.lines().skip(1).collect();
        assert_eq!(cues, cue.into_iter().collect::<Vec<_>>(), "{question} {answer}: {found}");
    }
}
