//! `caveat anchor`: the digests of passages, and whether the passages of the facts are in a text. Generated passages
//! are compared with the normal form of Python's own libraries, `tests/passages/normal.py`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use caveat::passage::{Anchor, SearchableText, normalize};
use proptest::prelude::*;

use crate::cli::{RunOutput, caveat, run_command};
use crate::tools::skip_or_fail;
use crate::world::root;

/// Pieces of documents: Markdown, HTML, valid and invalid references, other scripts, ligatures, marks, invisible
/// characters.
const PIECES: [&str; 48] = [
    "Customer Content",
    "**never**",
    "uses",
    "[terms](https://x.example/a)",
    "](",
    "]",
    "(x)",
    "&nbsp;",
    "&amp;",
    "&lt;b&gt;",
    "&notit;",
    "&ampfoo",
    "&copy",
    "&fjlig;",
    "&#8217;",
    "&#x80;",
    "&#0;",
    "&#1;",
    "&#xFFFF;",
    "&#xD800;",
    "&#99999999999;",
    "&#;",
    "&unknown;",
    "<br>",
    "<a href='x'>",
    "<>",
    "< 5",
    ">",
    "soft\u{ad}hyphen",
    "zero\u{200b}width",
    "zwj\u{200d}",
    "\u{fb01}nance",
    "ΟΔΟΣ",
    "ΟΔΟΣ.",
    "İstanbul",
    "Größe",
    "数据不会",
    "データ",
    "한국어",
    "نَصّ",
    "e\u{301}te\u{301}",
    "½",
    "Ⅳ",
    "snake_case",
    "§ 5(1)",
    "“quoted”",
    "it’s—so…",
    "🙂",
];

fn passages() -> impl Strategy<Value = Vec<String>> {
    let piece = (proptest::sample::select(PIECES.to_vec()), proptest::sample::select(vec!["", " ", "  "]));
    let passage = proptest::collection::vec(piece, 1..10)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect::<String>());
    proptest::collection::vec(passage, 200)
}

/// Digest and length of each passage from Python's libraries, one per line.
fn python_digests(passages: &[String]) -> Option<String> {
    let python = std::env::var("CAVEAT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = root().join("tests/passages/normal.py");
    let child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.ok()?;
    child.stdin.take().unwrap().write_all(format!("{}\n", passages.join("\n")).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn run_anchor(folder: &Path, arguments: &[&str], passages: &str) -> RunOutput {
    run_command(caveat(folder).arg("anchor").args(arguments).write_stdin(passages))
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "# Terms\n\nHello.\n\n## Use of data\n\nWe **never** use [Customer Content](/c) to train\nmodels.\n\n## End\n\n\
        Logs are kept for 30 days. Logs are kept for 30 days.\n";
    fs::write(folder.path().join("terms.md"), text).unwrap();
    folder
}

#[test]
fn stored_passages_match_their_digests() {
    let table = fs::read_to_string(root().join("tests/passages/normal.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.splitn(3, '\t').collect();
        (cells[2], Anchor { digest: cells[0].to_owned(), length: cells[1].parse().unwrap() })
    });
    let mut held = 0;
    for (passage, anchor) in rows {
        assert_eq!(Anchor::of(passage), anchor, "{passage:?}: {}", normalize(passage).text());
        held += 1;
    }
    assert!(held >= 200, "{held}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    /// Two hundred generated passages a time, as the command prints them.
    #[test]
    fn generated_passages_match_python_digests(passages in passages()) {
        let passages: Vec<String> = passages.into_iter().filter(|it| !it.trim().is_empty()).collect();
        match python_digests(&passages) {
            Some(expected) => {
                let folder = workspace();
                let told = run_anchor(folder.path(), &["terms.md", "--format", "tsv", "--quiet"], &passages.join("\n"));
                let told: Vec<String> = told.out.lines().skip(1).map(|line| {
                    let cells: Vec<&str> = line.split('\t').collect();
                    format!("{}\t{}", cells[2], cells[3])
                }).collect();
                let expected: Vec<&str> = expected.lines().collect();
                prop_assert_eq!(told, expected);
            }
            None => skip_or_fail("there is no python3"),
        }
    }

    /// Any excerpt, from the start of a word to the end of one, is found again at its place.
    #[test]
    fn finds_every_excerpt_of_a_text(passages in passages(), from in 0_usize..150, words in 1_usize..12) {
        let text = passages.join("\n");
        let form = normalize(&text);
        let all: Vec<&str> = form.text().split(' ').collect();
        prop_assume!(all.len() > from + words);
        let taken = all[from..from + words].join(" ");
        let searched = SearchableText::new(&text);
        let longer = format!("{taken}x");
        let found = searched.passage_offsets(&[Anchor::of_normal(&taken), Anchor::of_normal(&longer)]);
        let places = &found[0];
        let expected = (0..=all.len() - words).filter(|at| all[*at..at + words].join(" ") == taken).count();
        prop_assert_eq!(places.len(), expected, "{}", taken);
        prop_assert!(places.iter().all(|place| *place <= text.len()));
        prop_assert_eq!(found[1].len(), all.windows(words).filter(|it| it.join(" ") == longer).count());
    }

    /// What is in normal form is its own normal form.
    #[test]
    fn normal_form_is_idempotent(passages in passages()) {
        for passage in passages.iter().take(20) {
            let once = normalize(passage).text().to_owned();
            let again = normalize(&once);
            prop_assert_eq!(again.text(), once.as_str());
        }
    }
}

#[test]
fn prints_digest_and_location_of_passages() {
    let folder = workspace();
    let told =
        run_anchor(folder.path(), &["terms.md"], "never use Customer Content to train models\nare kept for 30 days\n");
    assert_eq!(told.code, 0, "{}", told.err);
    insta::assert_snapshot!("anchor_found", told.out);
    let json = run_anchor(folder.path(), &["terms.md", "--format", "json"], "Logs are kept for 30 days.");
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["passages"][0]["stands"], 2);
    assert_eq!(json["passages"][0]["section"], "End");
    fs::write(folder.path().join("terms.html"), "<h2 class=\"x\">Your <b>data</b></h2><p>We keep nothing of it.</p>")
        .unwrap();
    let html = run_anchor(folder.path(), &["terms.html", "--format", "json"], "keep nothing of it");
    assert!(html.out.contains("\"section\": \"Your data\""), "{}", html.out);
    let lines = run_anchor(folder.path(), &["terms.md", "--whole", "--format", "jsonl"], "to train\nmodels\n");
    let line: serde_json::Value = serde_json::from_str(&lines.out).unwrap();
    assert_eq!((&line["stands"], &line["length"]), (&1.into(), &15.into()));
}

#[test]
fn reports_missing_passages_and_unreadable_files() {
    let folder = workspace();
    fs::write(folder.path().join("picture.pdf"), b"%PDF-1.7 \xff\xfe").unwrap();
    let mut told = String::new();
    for (arguments, passage) in [
        (&["terms.md"][..], "We always use Customer Content"),
        (&["terms.md"], "train mod"),
        (&["terms.md"], "data"),
        (&["terms.md"], " \n"),
        (&["terms.md", "--format", "ttl"], "never use Customer Content"),
        (&["picture.pdf"], "never use Customer Content"),
        (&["missing.md"], "never use Customer Content"),
        (&["terms.md", "--whole", "--of", "x"], ""),
    ] {
        let ran = run_anchor(folder.path(), arguments, passage);
        writeln!(told, "{arguments:?} {passage:?}\n{}{}exit code {}\n", ran.out, ran.err, ran.code).unwrap();
    }
    insta::assert_snapshot!("anchor_told", told);
}

#[test]
fn checks_digests_of_facts_against_a_text() {
    let folder = workspace();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    for file in ["vocabulary", "topics", "kinds", "regions"] {
        fs::copy(root().join(format!("data/{file}.ttl")), data.join(format!("{file}.ttl"))).unwrap();
    }
    let claim = |id: &str, passage: &str, status: &str| {
        let Anchor { digest, length } = Anchor::of(passage);
        format!(
            "acme:{id} a cv:Claim ; cv:statement \"{id}\" ; cv:vendor vendor:acme ; cv:about topic:training ; cv:status cv:{status} ; \
             cv:assertedBy vendor:acme ; cv:citation acme:{id}-c1 .\nacme:{id}-c1 a cv:Citation ; cv:source acme:terms ; \
             cv:state cv:verified ; cv:section \"§ 1\" ; cv:passageDigest \"{digest}\" ; cv:passageLength {length} .\n"
        )
    };
    let facts = format!(
        "@prefix cv: <https://w3id.org/caveat/ns#> . @prefix vendor: <https://w3id.org/caveat/id/vendor/> .\n\
         @prefix topic: <https://w3id.org/caveat/id/topic/> . @prefix acme: <https://w3id.org/caveat/id/acme/> .\n\
         @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         vendor:acme a cv:Vendor ; cv:name \"Acme\" .\nacme:terms a cv:Source ; cv:label \"Acme terms\" ; cv:publisher vendor:acme .\n\
         acme:menu a cv:Source ; cv:label \"Acme menu\" .\n{}{}{}{}{}acme:over cv:validUntil \"2026-01-01\"^^xsd:date .\n\
         acme:later cv:validFrom \"2027-01-01\"^^xsd:date .\n",
        claim("no-training", "We never use Customer Content to train models.", "standing"),
        claim("logs", "Logs are kept for 90 days.", "standing"),
        claim("old", "Logs are kept for ever.", "superseded"),
        claim("over", "Logs were kept for a year.", "standing"),
        claim("later", "Logs are kept for 30 days.", "standing"),
    );
    fs::write(data.join("acme.ttl"), facts).unwrap();
    let mut told = String::new();
    fs::write(folder.path().join("other.md"), "# Something else\n").unwrap();
    for (document, source) in [
        ("terms.md", "Acme terms"),
        ("terms.md", "acme:terms"),
        ("other.md", "acme:terms"),
        ("terms.md", "Acme menu"),
        ("terms.md", "Nobody's terms"),
    ] {
        let ran = run_anchor(folder.path(), &[document, "--of", source], "");
        writeln!(told, "{document} --of {source:?}\n{}{}exit code {}\n", ran.out, ran.err, ran.code).unwrap();
    }
    insta::assert_snapshot!("anchor_of", told);
}
