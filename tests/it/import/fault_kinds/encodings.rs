//! Text in another encoding is refused with its place; never a replacement character in a fact.

use std::fs;

use caveat::profile::text_of;

use crate::cli::{caveat, run_command};
use crate::import::fault_kinds::{TRAINING, draft_page, draft_table, mapping, statements};
use crate::import::{import, workspace};

const WORDS: [&str; 6] = ["Köln", "Düsseldorf", "Málaga", "Århus", "naïve – yes", "“quoted”"];

/// Windows-1252, as far as the words need it.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '–' => 0x96,
        '“' => 0x93,
        '”' => 0x94,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn utf_16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    let bytes = |it: u16| if big { it.to_be_bytes() } else { it.to_le_bytes() };
    format!("{mark}{text}").encode_utf16().flat_map(bytes).collect()
}

fn utf_32(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()
}

#[test]
fn refuses_other_encodings_with_their_place() {
    for (number, word) in WORDS.iter().enumerate() {
        let filler = "Question,Answer\n".to_owned() + &"Is it so?,Yes\r\n".repeat(number);
        let text = format!("{filler}Where are logs kept?,{word}\n");
        let line = format!("line {}", number + 2);
        let mut cut = text.clone().into_bytes();
        let last = cut.len() - text.len() + text.find(word).unwrap() + word.find(|c: char| !c.is_ascii()).unwrap();
        cut.remove(last);
        let faulty = [
            (windows_1252(&text), line.as_str()),
            (cut, &line),
            (utf_16(&text, false, true), "UTF-16"),
            (utf_16(&text, true, true), "UTF-16"),
            (utf_16(&text, false, false), "UTF-16"),
            (utf_16(&text, true, false), "UTF-16"),
            (utf_32(&text), "UTF-32"),
            (text.replace(word, "K\u{fffd}ln").into_bytes(), &line),
            (format!("\u{feff}{}", text.replace(word, "K\u{fffd}ln")).into_bytes(), &line),
        ];
        for (bytes, place) in faulty {
            let fault = draft_table(
                "q.csv",
                bytes.clone(),
                &mapping("[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n"),
            );
            let fault = fault.unwrap_err();
            assert_eq!((fault.code.as_str(), fault.blame), ("no-text", caveat::base::Blame::Data), "{fault:?}");
            assert!(fault.message.contains(place), "{place}: {fault:?}");
            assert!(fault.help.concat().contains("UTF-8"), "{fault:?}");
            assert!(text_of("w.csv", bytes).is_err());
        }
        // The twins: UTF-8, with its mark or without.
        for twin in [text.clone(), format!("\u{feff}{text}")] {
            let drafted =
                draft_table("q.csv", twin, &mapping("[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n"))
                    .unwrap();
            assert_eq!(statements(&drafted).last().unwrap(), &format!("Where are logs kept? {word}"));
        }
    }
}

#[test]
fn refuses_replacement_characters_in_markup() {
    for lost in ["&#xFFFD;", "&#65533;", "&#0;"] {
        let fault = draft_page(&format!("# Acme\n\nData is kept in K{lost}ln.\n")).unwrap_err();
        assert_eq!(fault.code.as_str(), "no-text", "{fault:?}");
    }
    assert_eq!(statements(&draft_page("# Acme\n\nData is kept in K&ouml;ln.\n").unwrap()), ["Data is kept in Köln."]);
}

/// Every file that the commands read: documents, mappings, indexes, worksheets.
#[test]
fn refuses_wrong_encodings_in_every_input_file() {
    let folder = workspace();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("q.csv", "Question,Answer,Evidence,Note\nIs data kept in Köln?,Yes,,\n".as_bytes());
    put("m.toml", &windows_1252(&TRAINING.replace("train", "über")));
    put("i.csv", &windows_1252("file,vendor\nq.csv,Köln AG\n"));
    put("w.csv", &windows_1252("draft,decision,statement\nx,accept,Köln\n"));
    put("page.md", &windows_1252("# Acme\n\nData is kept in Köln.\n"));
    put("page.txt", &windows_1252("Acme\nGDPR Compliance\nKöln\n"));
    let calls: [&[&str]; 4] = [
        &["q.csv", "--vendor", "Acme", "--mapping", "m.toml"],
        &["q.csv", "--index", "i.csv"],
        &["page.md"],
        &["page.txt"],
    ];
    for call in calls {
        let ran = import(&folder, call);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
        assert!(ran.err.contains("is not UTF-8: line ") && ran.err.contains("save it as UTF-8"), "{}", ran.err);
    }
    // A worksheet is read when a draft waits; none of it is carried out.
    let facts = folder.path().join("data/vendors/acme.ttl");
    assert_eq!(import(&folder, &["q.csv", "--vendor", "Acme", "--into", "data/vendors/acme.ttl"]).code, 0);
    let before = fs::read(&facts).unwrap();
    let ran = run_command(caveat(folder.path()).args(["triage", "--worksheet", "w.csv"]));
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("line 2, byte "), "{}", ran.err);
    assert_eq!(fs::read(&facts).unwrap(), before);
}
