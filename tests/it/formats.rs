//! Every format of output, with plain things and with hostile ones.

use std::collections::BTreeSet;

use caveat::exec::{Answer, Body};
use caveat::render::{AnswerProvenance, Format, RenderContext, answer as render};
use caveat::session::Session;

use crate::world::{ask, messages, of_text, root, session};

const DIGEST: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

const FORMATS: [Format; 7] =
    [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::JsonLines, Format::Markdown, Format::Turtle];

pub(crate) fn render_context(session: &Session, width: Option<u16>, terminal: bool) -> RenderContext<'_> {
    RenderContext {
        width,
        terminal,
        raw_records: false,
        lexicon: session.lexicon(),
        dataset: session.dataset(),
        about: AnswerProvenance { digest: DIGEST, facts: 7, today: "2026-11-23", evaluator: "sparql", revision: None },
    }
}

/// The answer as a pipe receives it.
fn render_for_pipe(session: &Session, answer: &Answer, format: Format) -> String {
    render(answer, "", format, render_context(session, None, false)).unwrap()
}

fn last_answer(session: &mut Session, question: &str) -> Answer {
    let answers = ask(session, question).unwrap_or_else(|message| panic!("{message}"));
    answers.into_iter().last().unwrap()
}

fn render_in_every_format(session: &mut Session, question: &str) -> String {
    let answer = last_answer(session, question);
    let texts = FORMATS.map(|format| {
        let text = render(&answer, question, format, render_context(session, None, false));
        let text = text.unwrap_or_else(|fault| messages(&[fault]));
        format!("== {format:?}\n{}", text.replace('\r', "␍").replace('\t', "␉"))
    });
    texts.join("\n")
}

/// The words for vendors that have a name.
const NAMING: &str = "
    @prefix a: <https://example.org/> . @prefix say: <https://w3id.org/caveat/say#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    a:name a say:Naming, say:Attribute ; say:of a:Vendor ; say:noun \"name\" .
    a:Vendor a rdfs:Class ; say:noun \"vendor\" ; say:labelledBy ( \"name\" ) ; say:shows ( \"name\" ) .\n";

/// A vendor whose name could harm a format.
fn session_with_name(name: &str) -> Session {
    let literal = oxigraph::model::Literal::new_simple_literal(name);
    let text = format!("{NAMING} a:one a a:Vendor ; a:name {literal} .\n");
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
    let text = render_in_every_format(
        &mut session("library"),
        "show title, author.name, pages, print date of novels sorted by title first 3",
    );
    insta::assert_snapshot!("rows", text);
}

#[test]
fn a_number_in_every_format() {
    insta::assert_snapshot!("number", render_in_every_format(&mut session("library"), "how many books"));
}

#[test]
fn yes_or_no_in_every_format() {
    insta::assert_snapshot!("yes_no", render_in_every_format(&mut session("library"), "is there a novel"));
}

#[test]
fn reasons_in_every_format() {
    let question = "why does \"Eva Lind\" write a worn book";
    insta::assert_snapshot!("reasons", render_in_every_format(&mut session("library"), question));
}

#[test]
fn evidence_in_every_format() {
    let mut session = session("evidence");
    let argument = render_in_every_format(&mut session, "why e:trained");
    insta::assert_snapshot!("argument", argument);
    let loss = render_in_every_format(&mut session, "what rests on Acme");
    insta::assert_snapshot!("loss", loss);
}

#[test]
fn no_rows_in_every_format() {
    let text = render_in_every_format(&mut session("library"), "which novels that lack a title");
    insta::assert_snapshot!("no_rows", text);
}

#[test]
fn triples_in_every_format() {
    let query = "sparql CONSTRUCT { ?b <https://example.org/is> \"n\\u00F6vel\"@en } { ?b a <https://library.example/ns#Novel> }";
    let answer = last_answer(&mut session("library"), query);
    assert!(matches!(&answer.body, Body::Triples(triples) if !triples.is_empty()));
    insta::assert_snapshot!("triples", render_in_every_format(&mut session("library"), query));
}

#[test]
fn description_in_every_format() {
    let text = render_in_every_format(&mut session("library"), "describe \"Ice\"");
    insta::assert_snapshot!("description", text);
}

#[test]
fn no_hostile_character_reaches_a_person() {
    let questions = ["which vendors", "why does <https://example.org/one> lack a name"];
    for (name, question) in HOSTILE.iter().zip(questions.iter().cycle()).chain(
        // Each name occurs in both questions.
        HOSTILE.iter().zip(questions.iter().rev().cycle()),
    ) {
        let mut session = session_with_name(name);
        let answer = last_answer(&mut session, question);
        let refused = |format| matches!((format, &answer.body), (Format::Turtle, Body::Why(_)));
        for format in FORMATS.into_iter().filter(|format| !refused(*format)) {
            for terminal in [true, false] {
                let width = Some(60).filter(|_| terminal);
                let text = render(&answer, "", format, render_context(&session, width, terminal)).unwrap();
                // Records for programs keep the value as it is, except on a terminal.
                let raw = matches!(format, Format::Csv | Format::Tsv) && !terminal;
                let harmful: BTreeSet<char> = text
                    .chars()
                    .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
                    .chain(text.chars().filter(|c| "\u{202e}\u{200b}\u{feff}\u{2028}\u{2029}".contains(*c)))
                    .collect();
                assert!(raw || harmful.is_empty(), "{format:?} lets {harmful:?} through:\n{text}");
            }
        }
    }
}

#[test]
fn records_keep_every_value_whole() {
    for name in HOSTILE {
        let mut session = session_with_name(name);
        let answer = last_answer(&mut session, "which vendors");
        let write = |format| render_for_pipe(&session, &answer, format);

        let mut reader = csv::Reader::from_reader(write(Format::Csv).into_bytes().leak() as &[u8]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1, "{name:?}");
        assert_eq!(&rows[0][1], name);

        let tsv = write(Format::Tsv);
        let lines: Vec<&str> = tsv.lines().collect();
        assert_eq!(lines.len(), 2, "{tsv:?}");
        let value = lines[1].split('\t').nth(1).unwrap();
        let value = value.replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
        assert_eq!(value.replace('\0', "\\"), name);

        let json: serde_json::Value = serde_json::from_str(&write(Format::Json)).unwrap();
        assert_eq!(json["rows"][0]["name"][0]["value"], name);
        let line: serde_json::Value = serde_json::from_str(&write(Format::JsonLines)).unwrap();
        assert_eq!(line["name"][0]["value"], name);
    }
}

#[test]
fn markdown_tables_escape_line_breaks_and_markup() {
    for name in HOSTILE {
        let mut session = session_with_name(name);
        let answer = last_answer(&mut session, "which vendors");
        let text = render_for_pipe(&session, &answer, Format::Markdown);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(!text.contains('<'), "{text}");
        let unescaped = text.lines().last().unwrap().replace("\\|", "");
        assert_eq!(unescaped.matches('|').count(), 3, "{text}");
    }
}

#[test]
fn tables_fit_the_terminal_width() {
    let mut session = session("shipped");
    let answer = last_answer(&mut session, "which claims");
    for width in [40, 60, 80, 120, 200] {
        let page = render_context(&session, Some(width), true);
        let text = render(&answer, "", Format::Table, page).unwrap();
        let widest = text.lines().map(unicode_width::UnicodeWidthStr::width).max();
        assert!(widest.unwrap() <= width.into(), "{width}:\n{text}");
    }
}

#[test]
fn json_answers_carry_their_provenance() {
    let mut session = session("shipped");
    let answer = last_answer(&mut session, "which claims lack a public source");
    let json: serde_json::Value = serde_json::from_str(&render_for_pipe(&session, &answer, Format::Json)).unwrap();
    assert_eq!(json["complete"], true);
    assert_eq!(json["data"]["facts"], 7);
    assert_eq!(json["data"]["digest"], DIGEST);
    assert_eq!(json["data"]["today"], "2026-11-23");
    assert!(json["examined"].as_u64().unwrap() > 0);
    assert_eq!(json["things"], 10);
}

// ---------------------------------------------------------------------------- spreadsheets

/// The name of a vendor as CSV and TSV write it.
fn csv_and_tsv_fields(name: &str, raw_records: bool) -> [String; 2] {
    let mut session = session_with_name(name);
    let answer = last_answer(&mut session, "which vendors");
    let page = RenderContext { raw_records, ..render_context(&session, None, false) };
    let write = |format| render(&answer, "", format, page).unwrap();
    let text = write(Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    let tsv = write(Format::Tsv);
    let field = tsv.lines().nth(1).unwrap().split('\t').nth(1).unwrap();
    [row[1].to_owned(), field.to_owned()]
}

#[test]
fn disarms_formulas_in_records() {
    let formulas = [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "  '=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-inf", "'-inf"),
        ("+49 30 123", "'+49 30 123"),
        ("a;=1+1", "a;'=1+1"),
        ("a; -x", "a; '-x"),
    ];
    for (name, safe) in formulas {
        assert_eq!(csv_and_tsv_fields(name, false), [safe, safe]);
        assert_eq!(csv_and_tsv_fields(name, true), [name, name]);
    }
    assert_eq!(csv_and_tsv_fields("\t=1+1", false), ["'\t'=1+1", "'\\t'=1+1"]);
    assert_eq!(csv_and_tsv_fields("\r=1+1", false), ["'\r'=1+1", "'\\r'=1+1"]);
    assert_eq!(csv_and_tsv_fields("a\n=1+1", false), ["a\n'=1+1", "a\\n'=1+1"]);
    for name in ["-5", "+1.50", "-2e10", "a=b", "5-3", "mail@example.org", ""] {
        assert_eq!(csv_and_tsv_fields(name, false), [name, name]);
    }
}

// --------------------------------------------------------------------------------- Turtle

#[test]
fn turtle_answers_load_again() {
    let mut whole = session("shipped");
    let answer = last_answer(&mut whole, "which sources are not public");
    let text = render_for_pipe(&whole, &answer, Format::Turtle);
    let Body::Table(table) = &answer.body else { panic!("{answer:?}") };
    let things = table.subjects.as_ref().unwrap();
    assert_eq!(things.len(), table.things);
    let loaded: BTreeSet<String> = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::Turtle)
        .for_slice(&text)
        .map(|quad| quad.unwrap().to_string())
        .collect();
    let stated = whole.dataset().quads();
    let stated: BTreeSet<String> = stated
        .filter(|quad| things.iter().any(|it| quad.subject == it.clone().into()))
        .map(|quad| quad.to_string())
        .collect();
    assert!(!stated.is_empty());
    assert_eq!(loaded, stated);
    assert_eq!(render_for_pipe(&whole, &answer, Format::Turtle), text);
}

#[test]
fn hostile_facts_survive_as_turtle() {
    for name in HOSTILE {
        let mut session = session_with_name(name);
        let answer = last_answer(&mut session, "which vendors");
        let text = render_for_pipe(&session, &answer, Format::Turtle);
        let mut again = of_text(&format!("{text}{NAMING}"), None).unwrap();
        assert_eq!(last_answer(&mut again, "which vendors"), answer, "{text}");
    }
}

#[test]
fn describe_includes_nested_blank_nodes() {
    let text = format!(
        "@prefix a: <https://example.org/> . {NAMING}\n\
         a:one a a:Vendor ; a:name \"One\" ; a:office [ a:city \"Oslo\" ; a:in [ a:called \"Norway\" ] ] .\n\
         a:two a a:Vendor ; a:name \"Two\" . a:office rdfs:label \"office\" . a:called rdfs:label \"called\" . a:city rdfs:label \"city\" . a:in rdfs:label \"in\" ."
    );
    let mut session = of_text(&text, None).unwrap();
    let answer = last_answer(&mut session, "describe \"One\"");
    insta::assert_snapshot!(render_for_pipe(&session, &answer, Format::Turtle));
}

// ----------------------------------------------------------------------------------- JSON

/// The validator for one part of the documented schema.
pub(crate) fn schema_for(part: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join("docs/answer.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let part = serde_json::json!({
        "$schema": schema["$schema"],
        "$ref": format!("#/$defs/{part}"),
        "$defs": schema["$defs"],
    });
    jsonschema::validator_for(&part).unwrap()
}

pub(crate) fn assert_valid(validator: &jsonschema::Validator, text: &str) {
    let json = serde_json::from_str(text).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{text}", faults.join("\n"));
}

#[test]
fn every_json_answer_matches_the_schema() {
    let (answers, lines) = (schema_for("answer"), schema_for("line"));
    let mut session = session("library");
    for question in [
        "which novels",
        "which novels that lack a title",
        "show title, author.name, pages, print date of novels",
        "how many books",
        "is there a novel",
        "describe \"Ice\"",
        "why does \"Eva Lind\" write a worn book",
        "why is \"Ice\" not written by an author from \"France\"",
        "define a short book as a book whose pages < 100",
        "let few be novels",
        "sparql SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } } LIMIT 20",
        "sparql SELECT (BNODE() AS ?b) (1 AS ?n) (\"x\"@en AS ?t) {}",
        "sparql ASK { ?s ?p ?o }",
        "sparql CONSTRUCT { ?s ?p [ ?p ?o ] } { ?s ?p ?o }",
    ] {
        let answer = last_answer(&mut session, question);
        assert_valid(&answers, &render_for_pipe(&session, &answer, Format::Json));
        for line in render_for_pipe(&session, &answer, Format::JsonLines).lines() {
            assert_valid(&lines, line);
        }
    }
    let mut compared = crate::world::session("all");
    for question in [
        "compare github, alibaba on training, eu-only-inference, retention",
        "compare cortecs",
        "does github train on customer data",
        "does meta offer zero data retention",
    ] {
        let answer = last_answer(&mut compared, question);
        assert_valid(&answers, &render_for_pipe(&compared, &answer, Format::Json));
        let text = render_for_pipe(&compared, &answer, Format::JsonLines);
        assert!(!text.is_empty(), "{question}");
        for line in text.lines() {
            assert_valid(&lines, line);
        }
    }
    let mut argued = crate::world::session("evidence");
    for question in ["why e:deleted", "why e:itself", "what rests on Acme", "suppose e:policy is gone: why e:deleted"] {
        let answer = last_answer(&mut argued, question);
        assert_valid(&answers, &render_for_pipe(&argued, &answer, Format::Json));
        for line in render_for_pipe(&argued, &answer, Format::JsonLines).lines() {
            assert_valid(&lines, line);
        }
    }
}

/// A program written for another format notices it by the number and by the name of the schema.
#[test]
fn schemas_carry_their_format_number() {
    for name in ["answer", "audit", "diff"] {
        let text = std::fs::read_to_string(root().join(format!("docs/{name}.schema.json"))).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        let document = if name == "answer" { &schema["$defs"]["answer"] } else { &schema };
        let format = &document["properties"]["format"]["const"];
        assert!(document["required"].as_array().unwrap().contains(&"format".into()), "{name}");
        let id = format!("https://w3id.org/caveat/{name}-{format}.schema.json");
        assert_eq!(schema["$id"], serde_json::json!(id));
    }
}

#[test]
fn schema_refuses_invalid_answers() {
    let answers = schema_for("answer");
    let mut session = session("library");
    let answer = last_answer(&mut session, "how many books");
    let text = render_for_pipe(&session, &answer, Format::Json);
    let sound: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (key, value) in [("count", serde_json::json!("3")), ("complete", false.into()), ("surprise", 1.into())] {
        let mut wrong = sound.clone();
        wrong[key] = value;
        assert!(!answers.is_valid(&wrong), "{key}");
    }
}

// ---------------------------------------------------------------------------- display width

/// Words of wide, narrow and combining characters.
const WIDE: [&str; 7] = [
    "阿里云的隐私政策说明数据存储在新加坡和法兰克福的数据中心里",
    "データは 日本 と ドイツ の データセンター に 保存 されます",
    "🚀🎉 launched 🌍🌎🌏 everywhere 🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒",
    "e\u{301}le\u{300}ve cafe\u{301} nai\u{308}ve re\u{301}sume\u{301} de\u{301}ja\u{300} vu fac\u{327}ade",
    "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽 🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴🇩🇪🇳🇴 ☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️☀️",
    "नमस्तेनमस्तेनमस्तेनमस्तेनमस्ते ภาษาไทยภาษาไทยภาษาไทยที่นี่ที่นี่ที่นี่ที่นี่",
    "한국어 개인정보 처리방침에 따라 데이터는 서울에 저장됩니다",
];

#[test]
fn wide_and_combining_characters_wrap_by_display_width() {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    for name in WIDE {
        let mut session = session_with_name(name);
        let answer = last_answer(&mut session, "which vendors");
        for width in [20, 24, 31, 40, 80] {
            let page = render_context(&session, Some(width), true);
            let text = render(&answer, "", Format::Table, page).unwrap();
            for line in text.lines() {
                assert!(line.width() <= width.into(), "{width}: {line:?}\n{text}");
                let first = line.trim_start().chars().next();
                let combining = first.is_some_and(|c| c.width() == Some(0));
                assert!(!combining, "{width}: a mark without its letter\n{text}");
            }
            let letters = |text: &str| text.replace([' ', '\n'], "");
            let column = text.lines().skip(2);
            let column = column.map(|line| line.strip_prefix("a:one").unwrap_or(line));
            assert_eq!(letters(&column.collect::<String>()), letters(name));
        }
    }
}

/// A thing that the default filter excludes is marked in every format when a question lists it.
#[test]
fn marks_excluded_things_in_every_format() {
    let mut session = session("library");
    let answer = last_answer(&mut session, "which all books showing title");
    for (format, mark) in [
        (Format::Table, ":stews (lost)"),
        (Format::Markdown, "(lost)"),
        (Format::Csv, ",Stews,lost\r\n"),
        (Format::Tsv, "\tStews\tlost\n"),
        (Format::Json, "\"left_out\": \"lost\""),
        (Format::JsonLines, "\"left_out\":\"lost\""),
    ] {
        let text = render_for_pipe(&session, &answer, format);
        assert_eq!(text.matches("lost").count(), 1, "{format:?}\n{text}");
        assert!(text.contains(mark), "{format:?}\n{text}");
    }
    let plain = last_answer(&mut session, "which books showing title");
    assert!(!render_for_pipe(&session, &plain, Format::Csv).contains("left out"));
}
