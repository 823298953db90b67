//! The canonical layout of scripts: examples, and laws for any script.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use caveat::base::Source;
use caveat::lang::{MAX_COLUMNS, format, parse};
use caveat::question::{ResolvedStatement, sentence};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regex::Regex;

use crate::cli::{caveat, run_command};
use crate::law::for_questions;
use crate::world::{messages, project, root, session};

static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"Span \{ start: \d+, end: \d+ \}").unwrap());
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"-- #\d+").unwrap());

pub(crate) fn format_script(text: &str) -> String {
    format(&Source::new("script", text)).unwrap_or_else(|fault| panic!("{}", messages(&[fault])))
}

/// The tree without spans; none if the text does not parse.
pub(crate) fn tree(text: &str) -> Option<String> {
    let statements = parse(&Source::new("script", text)).ok()?;
    let kinds: Vec<_> = statements.iter().map(|it| &it.kind).collect();
    Some(PLACE.replace_all(&format!("{kinds:?}"), "").into_owned())
}

/// The comments of a text, which the generators write `-- #1`.
fn comments(text: &str) -> Vec<String> {
    let found = NUMBERED.find_iter(text);
    found.map(|it| it.as_str().to_owned()).collect()
}

/// What the layout of any script must satisfy.
pub(crate) fn law(text: &str) -> Result<(), TestCaseError> {
    let before = tree(text);
    prop_assume!(before.is_some());
    let once = format_script(text);
    prop_assert_eq!(tree(&once), before, "{}\n=>\n{}", text, once);
    prop_assert_eq!(comments(&once), comments(text), "{}\n=>\n{}", text, once);
    prop_assert_eq!(format_script(&once), once.as_str(), "{}\n=>\n{}", text, once);
    Ok(())
}

/// Tests a law on lists of random numbers; `PROPTEST_CASES` times as many in a long run.
pub(crate) fn for_numbers(cases: u32, law: impl Fn(&[u16]) -> Result<(), TestCaseError>) {
    let times = std::env::var("PROPTEST_CASES").ok();
    let times: u32 = times.and_then(|it| it.parse().ok()).unwrap_or(1);
    let config = Config {
        cases: cases * times,
        failure_persistence: None,
        max_global_rejects: 100 * cases * times,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let numbers = proptest::collection::vec(any::<u16>(), 4..60);
    if let Err(error) = runner.run(&numbers, |numbers| law(&numbers)) {
        panic!("{error}");
    }
}

// ---------------------------------------------------------------------------------- laws

/// A sentence with changed blanks and scattered comments; quoted text stays.
fn scatter_comments(sentence: &str, numbers: &mut impl Iterator<Item = usize>, comment: &mut usize) -> String {
    let mut text = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in sentence.chars() {
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if c != ' ' || quoted {
            text.push(c);
            continue;
        }
        let choice = numbers.next().unwrap_or(0) % 16;
        match choice {
            10 => text.push_str("  \t"),
            11 => text.push_str("\n   "),
            12 => text.push_str("\r\n "),
            13 => text.push('\u{a0}'),
            14 | 15 => {
                *comment += 1;
                let before = if choice == 14 { " " } else { "\n" };
                text.push_str(&format!("{before}-- #{comment} \"why\n "));
            }
            _ => text.push(' '),
        }
    }
    text
}

#[test]
fn layout_keeps_questions_and_comments() {
    let session = session("library");
    let partings = ["\n\n", ";", " ;\n", "\n\n-- #900\n", " -- #901 ;\n\n\n\n", "\n-- #902\n\n"];
    for_questions(&session, 200, |session, question| {
        let resolved = ResolvedStatement::Question(question.clone());
        let said = sentence(&resolved, session.lexicon(), session.dataset());
        // The sentence itself is the seed of the choices.
        let mut state = said.len();
        let mut numbers = said.bytes().map(move |byte| {
            state = state.wrapping_mul(31).wrapping_add(usize::from(byte));
            state / 7
        });
        let mut comment = 0;
        let mut text = String::new();
        for (at, shaping) in ["", " sorted by title first 3", " showing title, author"].iter().enumerate() {
            let asked = if said.starts_with("which ") { *shaping } else { "" };
            let bare = said.strip_prefix("which ").filter(|_| at == 1);
            let said = format!("{}{asked}", bare.unwrap_or(&said));
            text.push_str(&scatter_comments(&said, &mut numbers, &mut comment));
            let parting = numbers.next().unwrap_or(0) % partings.len();
            text.push_str(partings[parting]);
        }
        law(&text)?;
        // No blank of a question has to stay.
        prop_assert!(!format_script(&text).contains(['\t', '\r', '\u{a0}']), "{}", text);
        Ok(())
    });
}

#[test]
fn layout_keeps_random_signs_and_words() {
    let words = [
        "which",
        "claims",
        "that",
        "lack",
        "a",
        "source",
        "AND",
        "round",
        "(",
        ")",
        ",",
        ".b",
        "5",
        "-5",
        "- ",
        "≤",
        "<",
        "“x \\\" y”",
        "\"a\nb\"",
        "matches",
        "/",
        "/x y/",
        "contains",
        "<a:b>",
        "a:b",
        ":c",
        "how",
        "many",
        "is",
        "there",
        "at",
        "Least",
        "describe",
        "x",
        "sorted",
        "by",
        "first",
        "showing",
        "compare",
        "on",
        "2020-01-01",
        "today",
        "in",
        "the",
        "last",
        "days",
        "ago",
        "let",
        "be",
        "define",
        "as",
        "sparql SELECT  *",
        "per",
        "?",
        ".",
        "list",
        "number",
        "of",
        "between",
        "show",
        "does",
        "-",
        "not",
        "check a/b",
        "expect",
        "none",
        "only",
        "title \"x\"",
        "may be",
        "$n",
        "$n ago",
        "parameter n",
        ": number",
        "include \"x\"",
        "suite s",
        "checks",
        "tagged",
    ];
    let gaps = [
        " ",
        " ",
        " ",
        " ",
        "",
        "\n",
        "\n  ",
        "\n\n",
        ";",
        "\n;\n",
        " -- #1\n",
        "\n-- #2\n",
        "\r\n",
        "\u{a0}",
        "\n\n-- #3\n\n",
        " -- #4\r\n",
        "\n \u{a0}\n",
    ];
    for_numbers(500, |numbers| {
        let mut text = String::new();
        for pair in numbers.chunks(2).take(12) {
            text.push_str(words[usize::from(pair[0]) % words.len()]);
            let gap = pair.get(1).copied().unwrap_or(0);
            text.push_str(gaps[usize::from(gap) % gaps.len()]);
        }
        law(&text)
    });
}

#[test]
fn continuation_lines_never_begin_a_statement() {
    let words = [
        "that",
        "which",
        "list",
        "find",
        "show",
        "compare",
        "describe",
        "let",
        "who",
        "and",
        "or",
        "whose sources",
        "about",
        "is there",
        "how",
        "define",
        "sparql",
        "what",
        "(retention)",
        "check",
        "section",
        "a-rather-long-word-that-fills-a-line-soon",
        "x,",
        "\"quoted words\"",
        "between 1 and 2",
    ];
    let opening = r"(which|what|who|list|find|how|show|compare|define|let|sparql|describe|is there|check|section)";
    let opening = Regex::new(&format!(r"(?m)^\s+{opening}\b")).unwrap();
    for_numbers(150, |numbers| {
        let chosen = numbers.iter().map(|it| words[usize::from(*it) % words.len()]);
        let chosen: Vec<&str> = chosen.collect();
        let text = format!("claims {} sources", chosen.join(" claims "));
        law(&text)?;
        let text = format_script(&text);
        prop_assert!(!opening.is_match(&text), "{}", text);
        for line in text.lines() {
            let columns = line.chars().count();
            prop_assert!(columns <= MAX_COLUMNS, "{} columns:\n{}", columns, text);
        }
        Ok(())
    });
}

// ------------------------------------------------------------------------------- examples

#[test]
fn layout_of_a_script() {
    let text = "\n\n--  first\nDEFINE a  weak claim AS a claim that has exactly 1 source;WHICH weak claims about \
        “data location” , retention|\n\n\n\n-- second \n\n\n-- third\nhow  Many claims ( with a\ncaveat ) -- why\n \
        are there?  -- so\n\nclaims \n-- inside\n of Alibaba FIRST 3 Sorted  by vendor .name descending\n\n\n\
        public sources ;caveats . \r\nWhich sources whose line is >=5 and between 1 and 20 and whose access is public or \
        login but that lack a page date, a publisher, an URL showing label, publisher, access, kind, URL\n\n\
        sparql  SELECT ?a\n  WHERE { ?a ?b ?c }  \n;\ndescribe x;sparql ASK {}\n\n-- end";
    let text = text.replace('|', "");
    insta::assert_snapshot!("layout", format_script(&text));
}

#[test]
fn layout_of_a_script_of_checks() {
    let text = "INCLUDE  “definitions.cav”\nParameter old:duration=180  days -- half a year\n\
        CHECK a/no-source TITLE \"Every \\\"claim\\\"\"\nseverity high -- why\n   -- who\nowner \"x\" tags a ,b,\n c\n\
        references \"GDPR Art. 28(1), which is a long name\", \"Supplier policy 4.2, which is another long name, of more than a line\"\n\
        expect only ali:a or -- not all\nali:b\n\n-- why it matters\ncheck b may  be empty expect At  Most $n\n\
        which claims of Alibaba about training that lack a public source and that have a caveat showing statement, source, topic\n\
        check c expect each vendor has\n a claim; suite s title \"S\" checks a/no-source,b\nsection t\ntagged a\n\
        which claims\ncheck d expect none\nsparql SELECT  *\n  WHERE {}\n;\nclaims";
    let text = text.replace("ali:b\n\n", "ali:b\nWHICH claims older than $old?\n\n");
    insta::assert_snapshot!("layout_of_checks", format_script(&text));
    law(&text).unwrap();
}

#[test]
fn formats_or_refuses_hostile_scripts() {
    let cases = [
        ("", ""),
        ("\n \n\t\n", ""),
        ("-- only", "-- only\n"),
        ("\r\n-- a\r\n\r\n\r\n--b\r\n", "-- a\n\n--b\n"),
        ("which claims -- no line break", "which claims -- no line break\n"),
        ("which claims\r\n  lack a source\r\n", "which claims lack a source\n"),
        ("WHICH \"a -- b\n c\"", "which \"a -- b\\n c\"\n"),
        (";;;which claims;;;", "which claims\n"),
        // In one line these would be `round(`, and a regular expression.
        ("claims round\n(x)", "claims round\n(x)\n"),
        ("claims matches / x\n/ y", "claims matches / x\n/ y\n"),
        ("claims contains;\n\"x\" sources", "claims contains;\n\"x\" sources\n"),
        ("claims 5 .5", "claims 5 .5\n"),
        ("sparql ASK {}\n\n", "sparql ASK {}\n"),
        ("SPARQL\n  ASK\n {  }", "sparql\n  ASK\n {  }\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(format_script(text), expected, "{text:?}");
        law(text).unwrap();
    }
    for text in ["which \"a", "which claims (", "\u{feff}which claims", "which claims ="] {
        let fault = format(&Source::new("script", text));
        let other = parse(&Source::new("script", text));
        assert_eq!(fault.err(), other.err(), "{text:?}");
    }
    let long = format!("claims \"{}\"{}", "x".repeat(65_400), ",x".repeat(60));
    assert!(format_script(&long).trim_end() == long, "laid out, it is too long");
}

#[test]
fn every_saved_question_is_formatted() {
    let check = ["fmt", "--check"].map(str::to_owned).into_iter();
    let scripts = fs::read_dir(root().join("queries")).unwrap();
    let scripts = scripts.map(|entry| entry.unwrap().path().display().to_string());
    let ran = run_command(caveat(project()).args(check.chain(scripts)));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

// -------------------------------------------------------------------------------- command

const UNTIDY: &str = "WHICH  claims";
const TIDY: &str = "which claims\n";

/// The names of the files in a folder.
fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn fmt_writes_only_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.cav"), UNTIDY).unwrap();
    fs::write(path("b.cav"), TIDY).unwrap();
    let before = fs::metadata(path("b.cav")).unwrap().modified().unwrap();
    let check = run_command(caveat(folder.path()).args(["fmt", "--check", "a.cav", "b.cav"]));
    assert_eq!((check.code, check.out.as_str(), check.err.as_str()), (1, "a.cav\n", ""));
    assert_eq!(fs::read_to_string(path("a.cav")).unwrap(), UNTIDY);
    let done = run_command(caveat(folder.path()).args(["fmt", "a.cav", "b.cav"]));
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", "formatted: a.cav\n"));
    assert_eq!(fs::read_to_string(path("a.cav")).unwrap(), TIDY);
    assert_eq!(fs::metadata(path("b.cav")).unwrap().modified().unwrap(), before);
    let check = run_command(caveat(folder.path()).args(["fmt", "--check", "a.cav", "b.cav"]));
    assert_eq!((check.code, check.out.as_str()), (0, ""));
    assert_eq!(file_names(folder.path()), ["a.cav", "b.cav"]);
}

#[test]
fn fmt_reads_stdin_and_writes_stdout() {
    let laid = run_command(caveat(Path::new("/")).args(["fmt", "-"]).write_stdin(UNTIDY));
    assert_eq!((laid.code, laid.out.as_str(), laid.err.as_str()), (0, TIDY, ""));
    let same = run_command(caveat(Path::new("/")).args(["fmt", "-"]).write_stdin(TIDY));
    assert_eq!((same.code, same.out.as_str()), (0, TIDY));
    let check = run_command(caveat(Path::new("/")).args(["fmt", "--check", "-"]).write_stdin(UNTIDY));
    assert_eq!((check.code, check.out.as_str()), (1, "<stdin>\n"));
}

#[test]
fn fmt_writes_nothing_if_one_script_is_faulty() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.cav"), UNTIDY).unwrap();
    fs::write(folder.path().join("b.cav"), "WHICH \"claims").unwrap();
    let ran = run_command(caveat(folder.path()).args(["fmt", "a.cav", "b.cav", "c.cav"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("error[unclosed-quote]"), "{}", ran.err);
    assert!(ran.err.contains("error[unreadable]"), "{}", ran.err);
    assert_eq!(fs::read_to_string(folder.path().join("a.cav")).unwrap(), UNTIDY);
}

#[cfg(unix)]
#[test]
fn fmt_keeps_permissions_and_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("far")).unwrap();
    fs::write(path("far/a.cav"), UNTIDY).unwrap();
    fs::set_permissions(path("far/a.cav"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("far/a.cav", path("a.cav")).unwrap();
    let done = run_command(caveat(folder.path()).args(["fmt", "--quiet", "a.cav"]));
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(fs::symlink_metadata(path("a.cav")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(path("far/a.cav")).unwrap(), TIDY);
    let mode = fs::metadata(path("far/a.cav")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(file_names(&path("far")), ["a.cav"]);
    // A read-only file stays.
    fs::write(path("b.cav"), UNTIDY).unwrap();
    fs::set_permissions(path("b.cav"), fs::Permissions::from_mode(0o440)).unwrap();
    let refused = run_command(caveat(folder.path()).args(["fmt", "b.cav"]));
    assert_eq!(refused.code, 5);
    assert_eq!(refused.err, "error[unwritable]: cannot write `b.cav`: it is read-only\n");
    assert_eq!(fs::read_to_string(path("b.cav")).unwrap(), UNTIDY);
}
