//! Unreadable or hostile documents give a message or harmless drafts, never a half-written file.

use std::fs;
use std::path::Path;

use crate::import::fault_kinds::too_many_cells;
use crate::import::{document, import, profile, read, workspace};
use crate::world::{of_text, root};

/// The message for every faulty document, table, mapping, index and file.
#[test]
fn reports_what_cannot_be_imported() {
    let folder = workspace();
    let put = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    put("page.pdf", b"%PDF-1.7\n\x00\x01");
    put("picture.txt", b"\x89PNG\r\n\x1a\n\x00");
    put("latin.txt", b"Caf\xe9\nGDPR Compliance\n");
    put("packed.txt", b"PK\x03\x04rest");
    put("empty.txt", b" \n\n");
    put("letter.txt", b"Dear customer,\n\nwe value your privacy.\n");
    put("nothing.md", b"# \n\n");
    put("nameless.md", b"## Data Handling\n\nPrompts are kept.\n");
    put("other.csv", b"Colour,Size\nred,4\n");
    put("headings.csv", b"Question,Answer\n");
    put("fake.xlsx", b"Question,Answer\nDo you?,Yes\n");
    put("quote.csv", b"Question,Answer\nDo you?,\"Yes, we do\nDo they?,No\n");
    put("wide.csv", b"Question,Answer\nDo you?,Yes, we do\n");
    put("wide.txt", "Acme\nGDPR Compliance\nK\u{fffd}ln\n".as_bytes());
    put("wide.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put("many.ods", &too_many_cells());
    put("worksheet.csv", &"Question,Answer\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    put("bad.toml", b"[columns]\nquestion = \"Question\"\nanwser = \"Answer\"\n");
    put("bare.toml", b"[columns]\nanswer = \"Answer\"\n");
    put("sheet.toml", b"sheet = \"Anwsers\"\n[columns]\nquestion = \"Question\"\n");
    put("index.csv", b"name,address\na.txt,https://example.org/\n");
    put("days.csv", b"file,date\na.txt,soon\n");
    put("facts.ttl", b"@prefix cv: <https://w3id.org/caveat/ns#> .\ncv:a cv:b");
    let llama = profile("llama.plain.txt");
    let questions = document("acme.csv");
    let workbook = document("acme.xlsx");
    let calls: [&[&str]; 28] = [
        &["quote.csv"],
        &["wide.csv"],
        &["wide.txt"],
        &["wide.xls"],
        &["many.ods"],
        &["worksheet.csv"],
        &["missing.txt"],
        &["page.pdf"],
        &["picture.txt"],
        &["latin.txt"],
        &["packed.txt"],
        &["empty.txt"],
        &["letter.txt"],
        &["nothing.md"],
        &["nameless.md"],
        &["other.csv"],
        &["headings.csv"],
        &["fake.xlsx"],
        &[&questions, "--mapping", "questionaire"],
        &[&questions, "--mapping", "bad.toml"],
        &[&questions, "--mapping", "bare.toml"],
        &[&workbook, "--mapping", "sheet.toml"],
        &[&llama, "--index", "index.csv"],
        &[&llama, "--index", "days.csv"],
        &[&llama, "--into", "facts.nt"],
        &[&llama, "--into", "facts.ttl"],
        &[&llama, &questions, "--address", "https://example.org/"],
        &[&llama, "--at", "HEAD"],
    ];
    let mut told = String::new();
    for call in calls {
        let ran = import(&folder, call);
        let shown: Vec<&str> = call.iter().map(|it| it.rsplit('/').next().unwrap()).collect();
        assert_eq!(ran.out, "", "{shown:?}");
        told.push_str(&format!("$ caveat import {}\nexit code {}\n{}\n", shown.join(" "), ran.code, ran.err));
    }
    insta::assert_snapshot!("bad_input", told.replace(&folder.path().display().to_string(), "FOLDER"));
    assert!(read(&folder.path().join("facts.ttl")).ends_with("cv:b"));
}

#[test]
fn refuses_a_text_of_fifty_megabytes() {
    let folder = workspace();
    let line = "All prompts are kept for good (they say. And so on.\n";
    fs::write(folder.path().join("long.txt"), line.repeat(1_000_000)).unwrap();
    let ran = import(&folder, &["long.txt"]);
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains("split the document into parts"), "{}", ran.err);
}

/// A line is scanned once, not from its beginning for each sentence.
#[test]
fn reads_a_long_line_quickly() {
    let folder = workspace();
    let prose = "All prompts (they say. And so on are kept for good, see Art. 5. ".repeat(4_000);
    fs::write(folder.path().join("long.txt"), format!("Acme\nGDPR Compliance\nData Handling\n{prose}\n")).unwrap();
    let ran = import(&folder, &["long.txt", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn writes_nothing_when_one_document_is_faulty() {
    let folder = workspace();
    fs::write(folder.path().join("letter.txt"), "Dear customer,\n").unwrap();
    let ran = import(&folder, &[&profile("llama.plain.txt"), "letter.txt", "--into", "data/vendors"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert_eq!(fs::read_dir(folder.path().join("data/vendors")).unwrap().count(), 1);
}

#[test]
fn reads_or_refuses_a_page_cut_anywhere() {
    let folder = workspace();
    for name in ["openrouter.rich.txt", "llama.plain.txt"] {
        let text = read(Path::new(&profile(name)));
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(37).collect();
        for end in ends {
            fs::write(folder.path().join("page.txt"), &text[..end]).unwrap();
            let ran = import(&folder, &["page.txt"]);
            match ran.code {
                0 => assert!(
                    of_text(&ran.out, Some(&root().join("data/vocabulary.ttl"))).is_ok()
                        && ran.err.contains("page.txt"),
                    "{}",
                    ran.err
                ),
                4 => assert!(ran.err.contains("error[no-profile]"), "{}", ran.err),
                code => panic!("{code}: {}", ran.err),
            }
        }
    }
}

#[test]
fn hostile_names_and_addresses_are_harmless() {
    let folder = workspace();
    let text = "<script>alert(1)</script> \u{202e}evil\" .\nGDPR Compliance\nData Handling\nA \u{202e}backwards\u{202c} <b>claim</b> \\\" . <a> <b> <c> .\n\
        Certifications & EU AI Act\nVerification\n- javascript:alert(1) ↗\n- data:text/html,hi ↗\n- https://ok.example/?q=<x>\"y ↗\n- https://fine.example/ ↗\nDone.\n";
    fs::write(folder.path().join("evil.txt"), text).unwrap();
    let ran = import(&folder, &["evil.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for c in ['\u{202e}', '\u{202c}'] {
        assert!(!ran.out.contains(c) && !ran.err.contains(c));
    }
    insta::assert_snapshot!("hostile", format!("{}\n{}", ran.out, ran.err));
    assert!(of_text(&ran.out, Some(&root().join("data/vocabulary.ttl"))).is_ok());
    let urls: Vec<&str> = ran.out.lines().filter(|it| it.contains("cv:url")).collect();
    assert_eq!(urls, ["\tcv:url \"https://fine.example/\" ."]);
}

#[cfg(unix)]
#[test]
fn leaves_a_read_only_file_unchanged() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = workspace();
    let file = folder.path().join("data/vendors/alibaba.ttl");
    let before = read(&file);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let ran = import(&folder, &[&profile("llama.plain.txt"), "--into", "data/vendors/alibaba.ttl"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert_eq!(read(&file), before);
}
