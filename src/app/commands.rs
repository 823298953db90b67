//! The commands: load, ask, print, exit.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::app::cli::{ANSWERED, Cli, Command, IO_FAILED, Options};
use crate::app::opening::{TIME_AT_PROMPT, TIME_IN_SCRIPT, open};
use crate::app::output::Output;
use crate::app::parameters::all_declared;
use crate::app::{
    anchor, audit, diff, draw, format, help, import, judgement, load_remarks, manual, prompt, run_scripts, site,
    triage, waive,
};
use crate::audit::{Expected, can_be_judged, check, text};
use crate::base::{Blame, Diagnostic, Source, nearest};
use crate::exec::solve_raw;
use crate::lang::{MAX_SCRIPT, Statement, StatementKind, parse};
use crate::render::{Format, csv_of};
use crate::session::Session;
use crate::store::open_file;
use crate::words::{KindId, Number, Sense};

/// Runs the command and gives the exit code.
pub(super) fn run(cli: Cli) -> u8 {
    if matches!(cli.command, Some(Command::SparqlWorker)) {
        let solved = solve_raw(io::stdin().lock(), io::stdout().lock());
        return if solved.is_ok() { ANSWERED } else { IO_FAILED };
    }
    // Reports and pictures are written apart from answers: beside them, answers are as they are without --format.
    let reports = matches!(cli.command, Some(Command::Audit(_) | Command::Diff { .. } | Command::Draw { .. }));
    let format = if reports { Ok(Format::Table) } else { cli.options.answer_format() };
    let output = Output::new(&cli.options, *format.as_ref().unwrap_or(&Format::Table));
    if let Err(fault) = format {
        return output.diagnostics(&[fault]);
    }
    let done = match cli.command {
        None => prompt(&cli.options, output),
        Some(Command::Ask { question, expect }) => ask(&cli.options, &question, expect, output),
        Some(Command::Run { scripts }) => run_scripts::run(&cli.options, &scripts, output),
        Some(Command::Audit(told)) => audit::run(&cli.options, &told, output),
        Some(Command::Waive(told)) => waive::run(&cli.options, &told, output),
        Some(Command::Triage(told)) => triage::run(&cli.options, &told, output),
        Some(Command::Import(told)) => import::run(&cli.options, &told, output),
        Some(Command::Anchor(told)) => anchor::run(&cli.options, &told, output),
        Some(Command::Draw { question, output: file }) => draw::run(&cli.options, &question, file.as_deref(), output),
        Some(Command::Site { folder }) => site::run(&cli.options, &folder, output),
        Some(Command::Explain { question, plan }) => explain(&cli.options, &question, plan, output),
        Some(Command::Schema { kind }) => schema(&cli.options, kind.as_deref(), output),
        Some(Command::Diff { before, after, exit_code }) => {
            diff::run(&cli.options, &before, after.as_deref(), exit_code, output)
        }
        Some(Command::Fmt { check, scripts }) => format::run(&scripts, check, output),
        Some(Command::Completions { shell }) => print_text(&manual::completions(shell), output),
        Some(Command::Man) => print_text(&manual::page(), output),
        Some(Command::SparqlWorker) => unreachable!("the worker has been run"),
    };
    done.unwrap_or_else(|diagnostics| output.diagnostics(&diagnostics))
}

pub(super) type CommandResult = Result<u8, Vec<Diagnostic>>;

fn one(diagnostic: Diagnostic) -> Vec<Diagnostic> {
    vec![diagnostic]
}

// ------------------------------------------------------------------------------ commands

fn prompt(options: &Options, output: Output) -> CommandResult {
    let session = open(options, TIME_AT_PROMPT, output)?;
    prompt::run(session, options, output)
}

fn ask(options: &Options, question: &[String], expect: Option<Expected>, output: Output) -> CommandResult {
    let source = question_source(question, options)?;
    let statements = parse(&source).map_err(one)?;
    let (last, before) = split_question(&statements, &source)?;
    let mut session = open(options, TIME_AT_PROMPT, output)?;
    all_declared(&session, &statements)?;
    let budget = session.budget();
    budget.within(|| answer_last(&mut session, (last, before), (&source, options), expect, output))
}

/// Answers the last statement, with the definitions before it, and holds the answer against what is expected.
fn answer_last(
    session: &mut Session,
    (last, before): (&Statement, &[Statement]),
    (source, options): (&Source, &Options),
    expect: Option<Expected>,
    output: Output,
) -> CommandResult {
    for statement in before {
        let answer = session.answer(statement, source)?;
        // A definition is no answer: JSON stays one document.
        if output.format != Format::Json {
            output.answer(&answer, "", session).map_err(one)?;
        }
    }
    let understood = understood(session, last, source)?;
    if last.check().is_some() {
        if expect.is_some() {
            return Err(one(twice_expected()));
        }
        let place = audit::WorkspaceFiles::of(options).map_err(one)?;
        let checked = check(session, last, source, &place.files, &csv_of);
        if let Some(answer) = &checked.answer {
            output.answer(answer, &understood, session).map_err(one)?;
        }
        return Ok(judgement::report_check(&checked, output));
    }
    let asked = session.read(last, source)?;
    if expect.is_some() {
        can_be_judged(&asked).map_err(one)?;
    }
    let answer = session.answer(last, source)?;
    output.answer(&answer, &understood, session).map_err(one)?;
    match expect {
        None => Ok(ANSWERED),
        Some(expected) => judgement::report_judgement(&asked, &answer, expected, output).map_err(one),
    }
}

fn explain(options: &Options, question: &[String], plan: bool, output: Output) -> CommandResult {
    let source = question_source(question, options)?;
    let statements = parse(&source).map_err(one)?;
    let mut session = open(options, TIME_AT_PROMPT, output)?;
    all_declared(&session, &statements)?;
    let budget = session.budget();
    budget.within(|| {
        for statement in &statements {
            let told = match plan {
                true => session.explain_plan(statement, &source)?.unwrap_or_default(),
                false => help::explanation(&session.explain(statement, &source)?),
            };
            output.data(&told).map_err(one)?;
        }
        Ok(ANSWERED)
    })
}

fn schema(options: &Options, kind: Option<&str>, output: Output) -> CommandResult {
    let session = open(options, TIME_IN_SCRIPT, output)?;
    load_remarks::tell(&session, output);
    print_schema(&session, kind, output)?;
    Ok(ANSWERED)
}

/// What is made from the definition of the command line: no facts are read for it.
fn print_text(text: &str, output: Output) -> CommandResult {
    output.data(text).map_err(one)?;
    Ok(ANSWERED)
}

/// Prints the tables of the schema.
pub(super) fn print_schema(session: &Session, kind: Option<&str>, output: Output) -> Result<(), Vec<Diagnostic>> {
    let kind = kind.map(|word| kind_named(session, word)).transpose().map_err(one)?;
    let schema = session.schema(kind).map_err(one)?;
    let tables = [
        ("Kinds", &schema.kinds),
        ("Relations", &schema.relations),
        ("Attributes", &schema.attributes),
        ("Adjectives", &schema.adjectives),
    ];
    output.tables(&tables, session).map_err(one)
}

fn kind_named(session: &Session, word: &str) -> Result<KindId, Diagnostic> {
    let lexicon = session.lexicon();
    let found = lexicon.senses(word).iter().find_map(|sense| match sense {
        Sense::Noun(noun, _) => Some(lexicon.noun(*noun).kind),
        _ => None,
    });
    found.ok_or_else(|| {
        let nouns: Vec<&str> = lexicon.kinds().map(|(id, _)| lexicon.kind_word(id, Number::Singular)).collect();
        let near = nearest(word, nouns.iter().copied());
        let help = if near.is_empty() {
            format!("the kinds are {}", nouns.join(", "))
        } else {
            format!("nearest: `{}`", near.join("`, `"))
        };
        let message = format!("`{word}` is not a kind");
        Diagnostic::new(Blame::Question, "no-noun", message).help(help)
    })
}

// ------------------------------------------------------------------------------- reading

pub(super) fn question_source(words: &[String], options: &Options) -> Result<Source, Vec<Diagnostic>> {
    if words != ["-"] {
        return Ok(Source::new("question", &words.join(" ")));
    }
    if options.data.iter().any(|path| path.as_os_str() == "-") {
        let message = "standard input cannot be both the question and the facts";
        return Err(one(Diagnostic::new(Blame::Question, "two-inputs", message)));
    }
    let bytes = read_stdin(MAX_SCRIPT as u64).map_err(one)?;
    text("<stdin>", &bytes).map_err(one)
}

pub(super) fn script(path: &Path) -> Result<Source, Diagnostic> {
    let name = path.to_string_lossy();
    if name == "-" {
        return text("<stdin>", &read_stdin(MAX_SCRIPT as u64)?);
    }
    let mut bytes = Vec::new();
    let read = open_file(path).and_then(|file| file.take(MAX_SCRIPT as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&name, &error))?;
    if bytes.len() > MAX_SCRIPT {
        return Err(too_large(&name));
    }
    text(&name, &bytes)
}

pub(super) fn read_stdin(limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable("<stdin>", &error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large("<stdin>"));
    }
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    Diagnostic::new(Blame::Io, "unreadable", format!("cannot read `{name}`: {reason}"))
}

fn too_large(name: &str) -> Diagnostic {
    Diagnostic::new(Blame::Question, "too-large", format!("`{name}` is too large"))
}

/// The one question of a text, and the definitions before it.
pub(super) fn split_question<'a>(
    statements: &'a [Statement],
    source: &Source,
) -> Result<(&'a Statement, &'a [Statement]), Vec<Diagnostic>> {
    let Some((last, before)) = statements.split_last() else {
        let message = "the question is empty";
        let fault = Diagnostic::new(Blame::Question, "syntax", message)
            .help("ask one like `which claims lack a public source`, or see caveat schema");
        return Err(one(fault));
    };
    if let Some(other) = before.iter().find(|statement| statement.asks()) {
        let fault = Diagnostic::new(Blame::Question, "two-questions", "ask answers one question")
            .at(source, other.span, "one")
            .at(source, last.span, "another")
            .help("several questions make a script: caveat run FILE.cav");
        return Err(one(fault));
    }
    Ok((last, before))
}

/// The canonical sentence of a statement; a definition is told when it has been taken in.
pub(super) fn understood(session: &Session, statement: &Statement, source: &Source) -> Result<String, Vec<Diagnostic>> {
    if matches!(statement.kind, StatementKind::Define { .. }) {
        return Ok(statement.to_string());
    }
    session.sentence(statement, source)
}

/// `ask "check a expect none which claims" --expect some`
fn twice_expected() -> Diagnostic {
    let message = "a check says itself what is expected of it";
    Diagnostic::new(Blame::Question, "cannot-judge", message).help("leave out `--expect`, or ask its question alone")
}

/// True when both ends of the conversation are terminals.
pub(super) fn at_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}
