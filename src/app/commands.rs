//! The commands: load, ask, print, exit.

use std::io;

use crate::app::cli::{Cli, Command};
use crate::app::exit::{ANSWERED, CommandResult, IO_FAILED};
use crate::app::input::{question_source, sentence_of, split_question};
use crate::app::opening::{TIME_AT_PROMPT, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::app::parameters::all_declared;
use crate::app::schema::schema;
use crate::app::workspace_files::WorkspaceFiles;
use crate::app::{
    anchor, audit, diff, draw, format, help, import, judgement, manual, prompt, run_scripts, site, triage, waive,
};
use crate::audit::{Expected, can_be_judged, check};
use crate::base::{Blame, Code, Diagnostic, Source};
use crate::exec::{PlanSizes, solve_raw};
use crate::lang::{Statement, parse};
use crate::render::{Format, csv_of};
use crate::session::Session;

/// Runs the command and returns the exit code.
pub(super) fn run(cli: Cli) -> u8 {
    if matches!(cli.command, Some(Command::SparqlWorker)) {
        let solved = solve_raw(io::stdin().lock(), io::stdout().lock());
        return if solved.is_ok() { ANSWERED } else { IO_FAILED };
    }
    // For these commands `--format` is about reports and pictures; answers and messages keep the default format.
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

// ------------------------------------------------------------------------------ commands

fn prompt(options: &Options, output: Output) -> CommandResult {
    let session = open(options, TIME_AT_PROMPT, output)?;
    prompt::run(session, options, output)
}

fn ask(options: &Options, question: &[String], expect: Option<Expected>, output: Output) -> CommandResult {
    let source = question_source(question, options)?;
    let statements = parse(&source)?;
    let (last, before) = split_question(&statements, &source)?;
    let mut session = open(options, TIME_AT_PROMPT, output)?;
    all_declared(&session, &statements)?;
    let budget = session.budget();
    budget.within(|| answer_last(&mut session, (last, before), (&source, options), expect, output))
}

/// Answers the last statement, with the definitions before it, and compares the answer with the expectation.
fn answer_last(
    session: &mut Session,
    (last, before): (&Statement, &[Statement]),
    (source, options): (&Source, &Options),
    expect: Option<Expected>,
    output: Output,
) -> CommandResult {
    for statement in before {
        let answer = session.answer(statement, source)?;
        // The output of a definition would make two JSON documents of one.
        if output.format != Format::Json {
            output.answer(&answer, "", session)?;
        }
    }
    let understood = session.understand(last, source)?;
    let sentence = sentence_of(&understood, last);
    if last.check().is_some() {
        if expect.is_some() {
            return Err(twice_expected().into());
        }
        let place = WorkspaceFiles::of(options)?;
        let checked = check(session, last, source, &place.files, &csv_of);
        if let Some(answer) = &checked.answer {
            output.answer(answer, &sentence, session)?;
        }
        return Ok(judgement::report_check(&checked, output));
    }
    if expect.is_some() {
        can_be_judged(&understood.resolved)?;
    }
    let answer = session.answer_understood(&understood, last, source)?;
    output.answer(&answer, &sentence, session)?;
    match expect {
        None => Ok(ANSWERED),
        Some(expected) => Ok(judgement::report_judgement(&understood.resolved, &answer, expected, output)?),
    }
}

fn explain(options: &Options, question: &[String], plan: Option<PlanSizes>, output: Output) -> CommandResult {
    let source = question_source(question, options)?;
    let statements = parse(&source)?;
    let mut session = open(options, TIME_AT_PROMPT, output)?;
    all_declared(&session, &statements)?;
    let budget = session.budget();
    budget.within(|| {
        for statement in &statements {
            let Some(sizes) = plan else {
                output.data(&help::explanation(&session.explain(statement, &source)?))?;
                continue;
            };
            let (plan, stopped) = session.explain_plan(statement, &source, sizes)?;
            if plan.is_empty() {
                output.message("this has no plan: only questions in words are planned");
            }
            output.data(&plan)?;
            if let Some(stopped) = stopped {
                return Err(stopped.into());
            }
        }
        Ok(ANSWERED)
    })
}

/// Prints text made from the definition of the command line, which needs no facts.
fn print_text(text: &str, output: Output) -> CommandResult {
    output.data(text)?;
    Ok(ANSWERED)
}

// ------------------------------------------------------------------------------- reading

/// `ask "check a expect none which claims" --expect some`
fn twice_expected() -> Diagnostic {
    let message = "`--expect` cannot be used with a check, which states its own expectation";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message)
        .help("leave out `--expect`, or ask only the question of the check")
}
