//! No name breaks a format: drawings full of hostile names, in every format.

use std::io::Write as _;
use std::process::{Command, Stdio};

use caveat::base::is_hostile;
use caveat::graph::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};
use caveat::render::{DrawFormat, write_drawing};
use regex::Regex;

use crate::tools::program;

/// Names with a meaning in one of the formats or in a terminal.
pub(super) const HOSTILE: [&str; 24] = [
    "end",
    "click n0 href \"javascript:alert(1)\"",
    "style n0 fill:#f00;",
    "graph TD; subgraph x",
    "\"quoted\" and \\\"half\\",
    "back\\slash\\N\\",
    "line\nbreak\r\nand\ttab",
    "<script>alert(1)</script>",
    "</svg></style><img src=x onerror=alert(1)>",
    "&lt; &amp; &#0; &bogus;",
    "#quot; #35; ; #9829;",
    "[a] {b} (c) |d| ]) }} )] |\"",
    "`code` **bold** _it_ ~x~",
    "1. list",
    "- item",
    "%%{init: {\"theme\": \"x\"}}%%",
    "%% comment",
    "--> n1",
    "\u{1b}[31mred\u{7}\u{0}",
    "\u{202e}turned\u{2066} \u{200b}hidden\u{feff}",
    "]]> <!-- -->",
    "ﬂ°°60¶ß script",
    "https://example.org/a?b=c&d",
    "漢字の長い名前 é 🙂",
];

/// A drawing in which every text is hostile.
pub(super) fn hostile_drawing() -> Drawing {
    let roles = [SupportRole::Supported, SupportRole::Ground, SupportRole::Limit, SupportRole::Other];
    let marks = [Mark::Asked, Mark::Weak, Mark::LeftOut];
    let lines = [LineKind::Support, LineKind::Limit, LineKind::Replace, LineKind::Contradict, LineKind::Other];
    let texts = HOSTILE.map(str::to_owned);
    let count = texts.len();
    let nodes = (0..count).map(|at| DrawingNode {
        name: texts[at].clone(),
        label: texts[(at + 1) % count].clone(),
        kind: texts[(at + 2) % count].clone(),
        remarks: vec![texts[(at + 3) % count].clone(), texts[at].repeat(40)],
        role: roles[at % roles.len()],
        marks: marks[..at % (marks.len() + 1)].to_vec(),
        count: 1 + at % 3,
    });
    let links = (0..2 * count).map(|at| DrawingLink {
        from: at % count,
        to: (at * 7 + 1) % count,
        line: lines[at % lines.len()],
        label: if at % 2 == 0 { texts[at % count].clone() } else { String::new() },
        count: 1 + at % 4,
    });
    Drawing { title: texts.concat(), nodes: nodes.collect(), links: links.collect(), notes: texts.to_vec() }
}

/// A drawing of one box with this name.
fn one_box(name: &str) -> Drawing {
    Drawing {
        title: "one".to_owned(),
        nodes: vec![DrawingNode {
            name: name.to_owned(),
            label: String::new(),
            kind: String::new(),
            remarks: Vec::new(),
            role: SupportRole::Supported,
            marks: Vec::new(),
            count: 1,
        }],
        ..Drawing::default()
    }
}

fn assert_no_hostile_characters(text: &str) {
    let found: Vec<char> = text.chars().filter(|c| *c != '\n' && is_hostile(*c)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn dot_quotes_hostile_names() {
    let text = write_drawing(&hostile_drawing(), DrawFormat::Dot);
    assert_no_hostile_characters(&text);
    let string = r#""(?:[^"\\]|\\.)*""#;
    let attribute = format!(r"[a-z]+=(?:[a-z]+|[\d.]+|[A-Z]+|{string})");
    let attributes = format!(r"\[{attribute}(?:, {attribute})*\]");
    let line = format!(r"^(?:digraph \{{|\}}|  (?:graph|node|edge|n\d+(?: -> n\d+)?) {attributes};)$");
    let line = Regex::new(&line).unwrap();
    for it in text.lines() {
        assert!(line.is_match(it), "{it}");
    }
    let drawing = hostile_drawing();
    assert_eq!(text.lines().count(), 5 + drawing.nodes.len() + drawing.links.len());
}

#[test]
fn graphviz_reads_hostile_names() {
    let Some(dot) = program(&["dot"]) else {
        return;
    };
    let mut started = Command::new(dot)
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = write_drawing(&hostile_drawing(), DrawFormat::Dot);
    started.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = started.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("rror"), "{said}");
    let drawn = String::from_utf8_lossy(&output.stdout);
    assert_eq!(drawn.matches("class=\"node\"").count(), HOSTILE.len());
}

#[test]
fn mermaid_quotes_hostile_names() {
    let text = write_drawing(&hostile_drawing(), DrawFormat::Mermaid);
    assert_no_hostile_characters(&text);
    // Letters, character references, and what Mermaid reads as plain text.
    let words = r"(?:[^\x00-\x1f!-+/:-@\[-`{-\x7f]|#\d+;|<br>)*";
    let title = r"(?:[^\x00-\x1f!-+/:-@\[-`{-\x7f]|#\d+;)*";
    let forms = [
        "flowchart TB".to_owned(),
        format!("  accTitle: {title}"),
        format!("  %% {title}"),
        format!(r#"  n\d+(?:\("{words}"\)|\[\("{words}"\)\]|\{{\{{"{words}"\}}\}}|\["{words}"\])"#),
        format!(r#"  n\d+ (?:-->|-\.-x|-\.->|<==>)(?:\|"{words}"\|)? n\d+"#),
        format!(r#"  note\d+\["{words}"\]"#),
        r"  classDef [a-zA-Z]+ [a-z0-9#:,. -]+".to_owned(),
        r"  class n(?:ote)?\d+(?:,n(?:ote)?\d+)* [a-zA-Z]+".to_owned(),
    ];
    let line = Regex::new(&format!("^(?:{})$", forms.join("|"))).unwrap();
    for it in text.lines() {
        assert!(line.is_match(it), "{it}");
        assert_eq!(it.matches('"').count() % 2, 0, "{it}");
    }
}

#[test]
fn mermaid_escapes_markup_in_names() {
    let shown = |name: &str| {
        let text = write_drawing(&one_box(name), DrawFormat::Mermaid);
        let line = text.lines().nth(2).unwrap().to_owned();
        line.trim_start_matches("  n0(\"").trim_end_matches("\")").to_owned()
    };
    assert_eq!(shown("no-training 2.5"), "no-training 2.5");
    assert_eq!(shown("1. list"), "1#46; list");
    assert_eq!(shown("- item"), "#45; item");
    assert_eq!(shown("`x`"), "#96;x#96;");
    assert_eq!(shown("a:b"), "a#58;b");
    assert_eq!(shown("ﬂ°°60¶ß"), "#64258;°°60#182;ß");
}

#[test]
fn skips_links_to_missing_boxes() {
    let mut drawing = one_box("one");
    drawing.links.push(DrawingLink { from: 0, to: 9, line: LineKind::Support, label: String::new(), count: 1 });
    for format in [DrawFormat::Dot, DrawFormat::Mermaid] {
        assert!(!write_drawing(&drawing, format).contains("n9"));
    }
}

#[test]
fn hostile_names_are_plain_text_in_html() {
    let text = write_drawing(&hostile_drawing(), DrawFormat::Html);
    assert_no_hostile_characters(&text);
    let page = scraper::Html::parse_document(&text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let elements = page.tree.nodes().filter_map(scraper::ElementRef::wrap);
    let mut ids = std::collections::BTreeSet::new();
    for element in elements {
        let name = element.value().name();
        assert!(!["script", "img", "a:href", "foreignObject", "use"].contains(&name));
        for (attribute, value) in element.value().attrs() {
            let runs = attribute.starts_with("on") || attribute == "src" || attribute == "style";
            assert!(!runs, "{attribute}={value}");
            assert!(attribute != "href" || value.starts_with('#'), "{value}");
            assert!(attribute != "id" || ids.insert(value.to_owned()), "{value}");
        }
    }
    let words: String = page.root_element().text().collect();
    for name in HOSTILE {
        assert!(words.contains(caveat::base::visible(name).as_ref()), "{name:?}");
    }
}
