//! Scripts of checks: printing and layout keep their meaning, what `each` asks, parameters from the command line, and
//! how `run` treats a check.

use std::cell::Cell;
use std::fs;

use caveat::audit::Severity;
use caveat::base::Source;
use caveat::lang::{ArgumentValue, ParameterKind, SEVERITIES, parse};
use caveat::question::{NounPhrase, PhraseBase, Question, ResolvedStatement, SolutionModifiers, sentence};
use caveat::session::{Session, SessionSettings};
use caveat::words::Number;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::cli::{RunOutput, caveat, run_command};
use crate::law::{check_reads_back, count_of, for_questions};
use crate::script_layout::{for_numbers, format_script, law, tree};
use crate::world::{TODAY, messages, open_with, path, project, session, settings};

// ---------------------------------------------------------------------------------- laws

/// A check, a suite or a parameter, made of numbers: fields in any order, with blanks and comments.
fn statement(numbers: &mut impl Iterator<Item = usize>) -> String {
    let mut pick = |items: &[&'static str]| items[numbers.next().unwrap_or(0) % items.len()];
    let texts = ["\"a\"", "“b \\” c”", "\"two\nlines\"", "\"-- none ; which\"", "\"\""];
    let gaps = [" ", " ", "\n", "\n   ", " -- #1\n", "\n  -- #2\n  -- #3\n ", "\t", "\r\n"];
    let ids = ["a", "a/b-c", "title", "x.1/y", "some", "Größe_2"];
    let questions = [
        "which books lack an author",
        "How many books by author",
        "show title of books sorted by title",
        "list books older than $old",
    ];
    let expected = [
        "none",
        "SOME",
        "exactly 3",
        "at  least $n",
        "at most 0",
        "same as \"f.csv\"",
        "no new",
        "each book has\n an author",
        "each book whose title is $t lacks a genre",
    ];
    match pick(&["check", "check", "suite", "parameter", "include"]) {
        "check" => {
            let mut fields: Vec<String> = Vec::new();
            for (word, list) in [("title", ""), ("owner", ""), ("references", ", "), ("fix", "")] {
                match pick(&["none", "one", "two"]) {
                    "none" => {}
                    "two" if !list.is_empty() => {
                        fields.push(format!("{word} {}{list}{}", pick(&texts), pick(&texts)));
                    }
                    _ => fields.push(format!("{word}{}{}", pick(&gaps), pick(&texts))),
                }
            }
            if pick(&["", "tags"]) == "tags" {
                fields.push(format!("TAGS {} ,{}{}", pick(&ids), pick(&gaps), pick(&ids)));
            }
            if pick(&["", "severity"]) == "severity" {
                fields.push(format!("severity {}", pick(&["high", "Critical", "info"])));
            }
            if pick(&["", "empty"]) == "empty" {
                fields.push("may  be\nempty".to_owned());
            }
            let expect = pick(&expected);
            let each = expect.starts_with("each");
            fields.push(format!("expect {expect}"));
            let turn = fields.len();
            fields.rotate_left(pick(&["1", "22", "333"]).len() % turn);
            let mut text = format!("check {}", pick(&ids));
            let mut before = " ";
            for field in fields {
                text.push_str(before);
                text.push_str(&field);
                // A phrase continues up to a line that begins with a field.
                let phrase = field.starts_with("expect each");
                before = if phrase { "\n " } else { pick(&gaps) };
            }
            let countable = !expect.starts_with("no new");
            let question = pick(&questions);
            if !each && (countable || !question.starts_with("How")) {
                text.push_str(&format!("{}{question}", pick(&gaps)));
            } else if !each {
                text.push_str(&format!("{}{}", pick(&gaps), questions[0]));
            }
            text
        }
        "suite" => format!(
            "suite {}{}title {}\nsection {}{}checks {}, {}{}tagged {}",
            pick(&ids),
            pick(&gaps),
            pick(&texts),
            pick(&ids),
            pick(&gaps),
            pick(&ids),
            pick(&ids),
            pick(&gaps),
            pick(&ids)
        ),
        "parameter" => {
            let kind = pick(&["number = 2", "duration = 3 weeks", "name = alibaba cloud", "date", "text=\"x\""]);
            format!("parameter {}{}:{kind}", pick(&["a", "b-c"]), pick(&gaps))
        }
        _ => format!("include{}{}", pick(&gaps), pick(&texts)),
    }
}

#[test]
fn scripts_of_checks_survive_printing_and_layout() {
    let checks = Cell::new(0);
    for_numbers(400, |numbers| {
        let mut numbers = numbers.iter().map(|it| usize::from(*it));
        let mut text = String::new();
        while numbers.len() > 8 {
            text.push_str(&statement(&mut numbers));
            text.push_str(["\n\n", ";", "\n\n-- #9\n"][numbers.next().unwrap_or(0) % 3]);
        }
        let source = Source::new("script", &text);
        let statements =
            parse(&source).map_err(|fault| TestCaseError::fail(format!("{text}\n{}", messages(&[fault]))))?;
        for one in &statements {
            let suite = if one.to_string().starts_with("section") { "suite s\n\n" } else { "" };
            let printed = format!("{suite}{one}");
            let again = parse(&Source::new("printed", &printed))
                .map_err(|fault| TestCaseError::fail(format!("{printed}\n{}", messages(&[fault]))))?;
            let last = again.last().map(ToString::to_string);
            prop_assert_eq!(last, Some(one.to_string()));
            let written = format!("{suite}{}", source.slice(one.span));
            prop_assert_eq!(tree(&printed), tree(&written), "{}", printed);
            checks.set(checks.get() + u32::from(one.check().is_some()));
        }
        law(&text)?;
        // No blank of a field has to stay.
        prop_assert!(!format_script(&text).contains(['\t', '\r']), "{}", text);
        Ok(())
    });
    assert!(checks.get() > 300, "{} checks", checks.get());
}

#[test]
fn each_finds_the_rest_of_a_set() {
    let told = Cell::new(0);
    for_questions(&session("library"), 300, |session, question| {
        let mut set = question.set().unwrap().clone();
        if !matches!(set.base, PhraseBase::Noun(_)) || set.filters.is_empty() || set.all {
            return Ok(());
        }
        set.number = Number::Singular;
        let asked = ResolvedStatement::Question(Question::Which(set.clone(), SolutionModifiers::default()));
        let said = sentence(&asked, session.lexicon(), session.dataset());
        let text = format!("check a expect each {}", said.strip_prefix("which ").unwrap());
        let source = Source::new("check", &text);
        let statements = parse(&source).map_err(|it| TestCaseError::fail(it.message))?;
        let read = session.read_check(&statements[0], &source);
        // A set without a verb has nothing to check.
        if matches!(&read, Err(faults) if faults[0].code.as_str() == "ends-too-early") {
            return Ok(());
        }
        let (_, asked) = read.map_err(|it| TestCaseError::fail(format!("{text}\n{}", messages(&it))))?;
        let ResolvedStatement::Question(findings) = &asked.asked else {
            return Err(TestCaseError::fail(text));
        };
        check_reads_back(session, findings)?;
        // A question that names things excluded by default counts them, too.
        let count = |set: &NounPhrase| {
            let set = NounPhrase { all: true, ..set.clone() };
            let question = Question::HowMany(set, SolutionModifiers::default());
            count_of(&session.evaluate(&question).unwrap().body)
        };
        let (all, holds) = (count(&asked.subjects.clone().unwrap()), count(&set));
        prop_assert_eq!(count(findings.set().unwrap()), all - holds, "{}", text);
        told.set(told.get() + u32::from(0 < holds && holds < all));
        Ok(())
    });
    assert!(told.get() > 30, "{} tell", told.get());
}

#[test]
fn severities_match_those_of_audits() {
    assert_eq!(SEVERITIES, Severity::ALL.map(Severity::word));
}

#[test]
fn parses_incomplete_scripts_quickly() {
    // If each part were tried again for every later part, these would never end.
    for piece in
        ["check a expect only x\n", "expect each x title \"y\"\n", "only a ", "\n title ", "$a ago ", "tags a, "]
    {
        for start in ["", "check a expect only x ", "check a\n", "suite a\n", "parameter a: name = "] {
            let text = format!("{start}{}", piece.repeat(3000));
            drop(parse(&Source::new("script", &text)));
        }
    }
}

// ---------------------------------------------------------------------------- parameters

fn with_parameters(parameters: &[(&str, &str)]) -> Session {
    let given = parameters.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    let settings = SessionSettings { parameters: given.collect(), ..settings() };
    open_with(&[path("library")], settings).unwrap()
}

/// The sentence of the last statement of a script, or the messages.
fn sentence_or_faults(session: &mut Session, script: &str) -> String {
    let source = Source::new("script", script);
    let statements = parse(&source).unwrap_or_else(|fault| panic!("{}", messages(&[fault])));
    let (last, before) = statements.split_last().unwrap();
    for statement in before {
        if let Err(faults) = session.answer(statement, &source) {
            return messages(&faults);
        }
    }
    session.sentence(last, &source).unwrap_or_else(|faults| messages(&faults))
}

#[test]
fn given_values_replace_defaults() {
    let script = "parameter n: number = 9\nparameter t: duration\nparameter d: date = 2000-01-01\n\
        parameter w: text\nparameter who: name\n\
        which books are longer than $n and are older than $t and are printed after $d and \
        whose title contains $w and are written by $who";
    let given = [("n", "5"), ("t", " 2 weeks "), ("d", "2001-02-03"), ("w", "a) or (b"), ("who", "Eva Lind")];
    let mut session = with_parameters(&given);
    insta::assert_snapshot!(sentence_or_faults(&mut session, script), @r#"which books whose pages > 5 printed before 2 weeks ago printed after 2001-02-03 whose title contains "a) or (b" written by "Eva Lind""#);
    let shown: Vec<String> =
        session.parameters().iter().map(|it| format!("{}: {} = {}", it.name, it.kind.word(), it.value)).collect();
    insta::assert_snapshot!(shown.join("; "), @r#"d: date = 2001-02-03; n: number = 5; t: duration = 2 weeks; w: text = "a) or (b"; who: name = "Eva Lind""#);
}

#[test]
fn a_value_cannot_extend_the_question() {
    let script = "parameter who: name\nwhich books written by $who";
    for who in ["lind or moreau", "no author", "lind\") or (", "<https://x.example/>", "an author"] {
        let told = sentence_or_faults(&mut with_parameters(&[("who", who)]), script);
        assert!(told.contains("error["), "{who}: {told}");
    }
    for who in ["eva lind", "\"Eva Lind\"", ":lind", "<https://library.example/id/lind>"] {
        let told = sentence_or_faults(&mut with_parameters(&[("who", who)]), script);
        assert!(told.ends_with("by \"Eva Lind\""), "{who}: {told}");
    }
}

#[test]
fn each_type_accepts_only_its_values() {
    use ParameterKind::{Date, Duration, Name, Number, Text};
    let texts =
        ["2", "-3.5", "2026-01-31", "2026-02-30", "6 months", "privacy", "\"pri\\\"vacy\"", "a:b", "", "\"open"];
    let mut table = String::new();
    for kind in [Number, Date, Duration, Text, Name] {
        let values = texts.map(|text| match kind.read("x", text) {
            Ok(value) => format!("  {text} => {value}\n"),
            Err(fault) => format!("  {text} => {}\n", fault.message),
        });
        table.push_str(&format!("{}\n{}", kind.word(), values.concat()));
    }
    insta::assert_snapshot!("values_of_parameters", table);
    assert_eq!(Duration.read("x", "1 day").unwrap(), ArgumentValue::Duration(1, caveat::lang::Unit::Day));
}

// ------------------------------------------------------------------------------- program

fn run(script: &str, arguments: &[&str]) -> RunOutput {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.cav"), script).unwrap();
    let data = path("library");
    run_command(
        caveat(folder.path())
            .args(["--today", TODAY, "--data", data.to_str().unwrap(), "run", "a.cav"])
            .args(arguments),
    )
}

#[test]
fn run_answers_checks_and_judges_them() {
    let script = "parameter n: number\n\ncheck a\n  title \"No thick books\"\n  expect none\n  \
        which books are longer than $n\n\ncheck b\n  expect each novel is worn\n\nsuite s\n  checks a, b\n";
    let ran = run(script, &["--param", "n=500"]);
    insta::assert_snapshot!("run_of_checks", format!("{}\n{}----\n{}", ran.code, ran.out, ran.err));
}

/// Later scripts can use the definitions of a script, but not its answers.
#[test]
fn those_refers_to_the_same_script() {
    let folder = tempfile::tempdir().unwrap();
    let data = path("library");
    let run = |scripts: [&str; 2]| {
        for (name, text) in ["a.cav", "b.cav"].iter().zip(scripts) {
            fs::write(folder.path().join(name), text).unwrap();
        }
        run_command(caveat(folder.path()).args(["--data", data.to_str().unwrap(), "run", "a.cav", "b.cav"]))
    };
    let ended = run(["which books\n", "which those books are novels\n"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
    assert!(ended.err.contains("b.cav:1:7"), "{}", ended.err);
    // Where only some groups are shown, the things meant are unclear.
    let grouped = |kept: &str| format!("show author, count of books by author{kept}\n\nwhich those books are novels\n");
    assert_eq!(run(["which books\n", &grouped(" whose count > 1")]).code, 2);
    assert_eq!(run(["which books\n", &grouped("")]).code, 0);
    let twins = [
        ["which authors\n", "which books\nwhich those books are novels\n"],
        ["let doorstops be books longer than 300\n", "which doorstops are novels\n"],
    ];
    for twin in twins {
        assert_eq!(run(twin).code, 0, "{}", run(twin).err);
    }
}

/// Scripts without a question or a check prove nothing; with one, its outcome counts.
#[test]
fn scripts_without_questions_do_not_pass() {
    let defined = ["", "-- a remark\n", "define a huge book as a book longer than 900\n", "let huge be books\n"];
    let more = ["", "parameter n: number = 3\n"];
    for text in defined.iter().flat_map(|it| more.map(|more| format!("{it}\n{more}"))) {
        let ended = run(&text, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (3, ""), "{text}\n{}", ended.err);
        assert!(ended.err.starts_with("error[nothing-asked]"), "{text}\n{}", ended.err);
        let twin = run(&format!("{text}\nwhich books\n"), &[]);
        assert_eq!(twin.code, 0, "{text}\n{}", twin.err);
    }
}

#[test]
fn reports_parameter_faults_before_any_answer() {
    let script = "parameter most: number = 3\nparameter since: date\n\nwhich books printed after $since\n";
    let cases: [&[&str]; 6] = [
        &[],
        &["--param", "since=yesterday"],
        &["--param", "since=2026-01-01", "--param", "mots=2"],
        &["--param", "since=2026-01-01", "--param", "other=2"],
        &["--param", "since=2026-01-01", "--param", "since=2026-01-02"],
        &["--param", "since"],
    ];
    let mut told = String::new();
    for arguments in cases {
        let ran = run(script, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        told.push_str(&format!("{arguments:?}\n{}\n", ran.err));
    }
    let asked = run_command(caveat(project()).args(["ask", "which claims", "--param", "a=2"]));
    told.push_str(&asked.err);
    insta::assert_snapshot!("faults_of_parameters", told);
}
