//! Reports for people as text: what they look like, whole, on a terminal of any width, in Markdown.

use caveat::audit::Severity;
use caveat::render::{Detail, ReportFormat, ReportOptions, write_report};
use unicode_width::UnicodeWidthStr;

use crate::reports::{report_text, sample};

const DETAILS: [Detail; 4] = [Detail::Summary, Detail::Overview, Detail::Findings, Detail::Full];

fn at_width(width: u16, colour: bool, detail: Detail) -> String {
    let options = ReportOptions { width: Some(width), colour, detail };
    write_report(&sample::full(), ReportFormat::Terminal, options)
}

/// The text without the escape sequences of colours.
fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    out + rest
}

#[test]
fn snapshots_of_every_format() {
    // The tests of pictures check what a picture looks like.
    let pictures = regex::Regex::new("(?s)(<svg xmlns[^>]*>).*?</svg>").unwrap();
    let sized = regex::Regex::new(r#"(width|height|viewBox)="[0-9 ]+" "#).unwrap();
    for (name, format) in [
        ("markdown", ReportFormat::Markdown),
        ("json", ReportFormat::Json),
        ("junit", ReportFormat::Junit),
        ("sarif", ReportFormat::Sarif),
        ("html", ReportFormat::Html),
        ("github", ReportFormat::Github),
    ] {
        let text = report_text(&sample::full(), format);
        let text = pictures
            .replace_all(&text, |found: &regex::Captures<'_>| format!("{}…</svg>", sized.replace_all(&found[1], "")));
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn detail_sets_how_much_a_terminal_shows() {
    for detail in DETAILS {
        let name = format!("terminal_{detail:?}").to_lowercase();
        insta::assert_snapshot!(name, at_width(100, false, detail));
    }
}

#[test]
fn snapshots_of_small_results() {
    let texts = sample::small().map(|report| report_text(&report, ReportFormat::Terminal));
    insta::assert_snapshot!("terminal_small", texts.join("========\n"));
}

#[test]
fn explains_the_exit_code() {
    let mut report = sample::full();
    for (code, fail_on, said) in [
        (
            0,
            Severity::High,
            "exit code 0: the checks that fail or are unknown do not count; findings below `high` do not count",
        ),
        (1, Severity::Info, "exit code 1: a check failed\n"),
        (3, Severity::Info, "exit code 3: undetermined: something could not be decided\n"),
    ] {
        (report.exit_code, report.fail_on) = (code, fail_on);
        let text = report_text(&report, ReportFormat::Terminal);
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn lines_fit_the_terminal_width() {
    for detail in DETAILS {
        for width in [40, 60, 80, 120] {
            let text = at_width(width, false, detail);
            // Messages with carets under words are not wrapped.
            let drawn = |line: &str| line.contains(" | ") || line.contains("error[") || line.contains("= help");
            for line in text.lines().filter(|line| !drawn(line)) {
                assert!(line.width() <= width.into(), "{width}: {line:?}");
            }
        }
    }
}

#[test]
fn colour_adds_nothing_to_the_words() {
    for detail in DETAILS {
        for width in [40, 100] {
            let coloured = at_width(width, true, detail);
            assert!(coloured.contains("\u{1b}["));
            assert_eq!(without_colour(&coloured), at_width(width, false, detail));
        }
    }
}

#[test]
fn every_check_says_how_much_was_examined() {
    let text = at_width(200, false, Detail::Overview);
    for check in &sample::full().checks {
        let line = text.lines().find(|line| line.contains(&check.about.id)).unwrap();
        let said = match check.examined {
            Some(count) => format!("{count} {} examined", check.examined_noun),
            None => "nothing examined".to_owned(),
        };
        assert!(line.contains(&said), "{line}");
    }
}

#[test]
fn markdown_escapes_markup_in_data() {
    let text = report_text(&sample::full(), ReportFormat::Markdown);
    for tag in text.split('<').skip(1) {
        let ours = ["details>", "/details>", "summary>", "/summary>", "br>", "https://www.alibabacloud.com/"];
        assert!(ours.iter().any(|it| tag.starts_with(it)), "<{tag}");
    }
    let unescaped = text.replace("\\]", "");
    assert!(!unescaped.contains("]("), "no link is made of the data");
    let opened = text.matches("<details>").count();
    assert_eq!(opened, text.matches("</details>").count());
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells = line.replace("\\|", "").matches('|').count();
        assert!([4, 6, 7].contains(&cells), "{line}");
    }
}

/// A line break in data ends no command, and nothing in data begins one.
#[test]
fn each_annotation_is_one_command() {
    let text = report_text(&sample::full(), ReportFormat::Github);
    assert!(text.lines().count() > 3, "{text}");
    for line in text.lines() {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "title"].contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(!message.contains(char::is_control), "{line}");
    }
}
