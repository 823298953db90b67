//! Every format of output, with plain things and with hostile ones.

use std::collections::BTreeSet;

use caveat::exec::{Answer, Body};
use caveat::render::{About, Format, Page, answer as render};
use caveat::session::Session;

use crate::world::{ask, of_text, session};

const FORMATS: [Format; 6] = [
    Format::Table,
    Format::Csv,
    Format::Tsv,
    Format::Json,
    Format::JsonLines,
    Format::Markdown,
];

fn page(width: Option<u16>, terminal: bool) -> Page<'static> {
    Page {
        width,
        terminal,
        about: About {
            digest: "0123",
            facts: 7,
            today: "2026-11-23",
            evaluator: "sparql",
        },
    }
}

fn answered(session: &mut Session, question: &str) -> Answer {
    let answers = ask(session, question).unwrap_or_else(|message| panic!("{message}"));
    answers.into_iter().last().unwrap()
}

fn in_every_format(session: &mut Session, question: &str) -> String {
    let answer = answered(session, question);
    let texts = FORMATS.map(|format| {
        let text = render(&answer, question, format, page(None, false));
        format!(
            "== {format:?}\n{}",
            text.replace('\r', "␍").replace('\t', "␉")
        )
    });
    texts.join("\n")
}

/// A vendor whose name holds what would harm one format or another.
fn hostile(name: &str) -> Session {
    let literal = oxigraph::model::Literal::new_simple_literal(name);
    let text = format!(
        "@prefix a: <https://example.org/> . @prefix say: <https://w3id.org/caveat/say#> . \
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         a:name a say:Naming, say:Attribute ; say:of a:Vendor ; say:noun \"name\" .\n\
         a:Vendor a rdfs:Class ; say:noun \"vendor\" ; say:labelledBy ( \"name\" ) ; say:shows ( \"name\" ) .\n\
         a:one a a:Vendor ; a:name {literal} .\n"
    );
    of_text(&text, None).unwrap_or_else(|_| panic!("{name:?} does not load"))
}

const HOSTILE: [&str; 12] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;javascript:alert(1)\u{7}link\u{1b}]8;;\u{7}",
    "\u{9b}31m C1",
    "abc\u{202e}gpj.exe",
    "zero\u{200b}width\u{feff}",
    "bell\u{7} back\u{8} delete\u{7f}",
    "line\nbreak\r\nand\ttab",
    "quote\" comma, semicolon; back\\slash",
    "| pipe | `code` <script>alert(1)</script> [x](javascript:alert(1)) ![i](x)",
    "**bold** _under_ ~~struck~~ # not a heading",
    "&amp; &lt; \u{2028} \u{2029}",
    "名前 👩‍👩‍👧 e\u{301}",
];

#[test]
fn rows_in_every_format() {
    let text = in_every_format(
        &mut session("library"),
        "show title, author.name, pages, print date of novels sorted by title first 3",
    );
    insta::assert_snapshot!("rows", text);
}

#[test]
fn a_number_in_every_format() {
    insta::assert_snapshot!(
        "number",
        in_every_format(&mut session("library"), "how many books")
    );
}

#[test]
fn yes_or_no_in_every_format() {
    insta::assert_snapshot!(
        "yes_no",
        in_every_format(&mut session("library"), "is there a novel")
    );
}

#[test]
fn no_rows_in_every_format() {
    let text = in_every_format(&mut session("library"), "which novels that lack a title");
    insta::assert_snapshot!("no_rows", text);
}

#[test]
fn triples_in_every_format() {
    let query = "sparql CONSTRUCT { ?b <https://example.org/is> \"n\\u00F6vel\"@en } { ?b a <https://library.example/ns#Novel> }";
    let answer = answered(&mut session("library"), query);
    assert!(matches!(&answer.body, Body::Triples(triples) if !triples.is_empty()));
    insta::assert_snapshot!("triples", in_every_format(&mut session("library"), query));
}

#[test]
fn everything_about_one_thing_in_every_format() {
    let text = in_every_format(&mut session("library"), "describe \"Ice\"");
    insta::assert_snapshot!("description", text);
}

#[test]
fn nothing_hostile_reaches_a_person() {
    for name in HOSTILE {
        let answer = answered(&mut hostile(name), "which vendors");
        for format in FORMATS {
            for terminal in [true, false] {
                let text = render(
                    &answer,
                    "",
                    format,
                    page(Some(60).filter(|_| terminal), terminal),
                );
                // Records for programs give the value as it is, unless they are read on a terminal.
                let raw = matches!(format, Format::Csv | Format::Tsv) && !terminal;
                let harmful: BTreeSet<char> = text
                    .chars()
                    .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
                    .chain(
                        text.chars()
                            .filter(|c| "\u{202e}\u{200b}\u{feff}\u{2028}\u{2029}".contains(*c)),
                    )
                    .collect();
                assert!(
                    raw || harmful.is_empty(),
                    "{format:?} lets {harmful:?} through:\n{text}"
                );
            }
        }
    }
}

#[test]
fn records_give_every_value_back_whole() {
    for name in HOSTILE {
        let answer = answered(&mut hostile(name), "which vendors");
        let write = |format| render(&answer, "", format, page(None, false));

        let mut reader = csv::Reader::from_reader(write(Format::Csv).into_bytes().leak() as &[u8]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1, "{name:?}");
        assert_eq!(&rows[0][1], name);

        let tsv = write(Format::Tsv);
        let lines: Vec<&str> = tsv.lines().collect();
        assert_eq!(lines.len(), 2, "{tsv:?}");
        let value = lines[1].split('\t').nth(1).unwrap();
        let value = value
            .replace("\\\\", "\0")
            .replace("\\t", "\t")
            .replace("\\n", "\n")
            .replace("\\r", "\r");
        assert_eq!(value.replace('\0', "\\"), name);

        let json: serde_json::Value = serde_json::from_str(&write(Format::Json)).unwrap();
        assert_eq!(json["rows"][0]["name"][0]["value"], name);
        let line: serde_json::Value = serde_json::from_str(&write(Format::JsonLines)).unwrap();
        assert_eq!(line["name"][0]["value"], name);
    }
}

#[test]
fn a_markdown_table_keeps_one_line_a_row_and_no_markup() {
    for name in HOSTILE {
        let answer = answered(&mut hostile(name), "which vendors");
        let text = render(&answer, "", Format::Markdown, page(None, false));
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(!text.contains('<'), "{text}");
        let unescaped = text.lines().last().unwrap().replace("\\|", "");
        assert_eq!(unescaped.matches('|').count(), 3, "{text}");
    }
}

#[test]
fn a_table_keeps_to_the_width_of_the_terminal() {
    let answer = answered(&mut session("shipped"), "which claims");
    for width in [40, 60, 80, 120, 200] {
        let text = render(&answer, "", Format::Table, page(Some(width), true));
        let widest = text
            .lines()
            .map(unicode_width::UnicodeWidthStr::width)
            .max();
        assert!(widest.unwrap() <= width.into(), "{width}:\n{text}");
    }
}

#[test]
fn an_answer_says_what_it_rests_on() {
    let answer = answered(&mut session("shipped"), "which claims lack a public source");
    let json: serde_json::Value =
        serde_json::from_str(&render(&answer, "", Format::Json, page(None, false))).unwrap();
    assert_eq!(json["complete"], true);
    assert_eq!(json["data"]["facts"], 7);
    assert_eq!(json["data"]["digest"], "0123");
    assert_eq!(json["data"]["today"], "2026-11-23");
    assert!(json["examined"].as_u64().unwrap() > 0);
    assert_eq!(json["things"], 8);
}
