//! The command `run`: answers the questions of scripts, in order.

use std::path::PathBuf;

use crate::app::exit::CommandResult;
use crate::app::input::sentence_of;
use crate::app::judgement;
use crate::app::opening::{TIME_IN_SCRIPT, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::app::parameters::all_declared;
use crate::app::workspace_files::{WorkspaceFiles, scripts};
use crate::audit::check;
use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::lang::Statement;
use crate::render::{Format, csv_of};

/// Answers the questions of scripts, and runs their checks; from included scripts it takes only definitions.
/// Definitions of one script are known in those after it; `those` is not.
pub(super) fn run(options: &Options, paths: &[PathBuf], output: Output) -> CommandResult {
    let place = WorkspaceFiles::of(options)?;
    let scripts = scripts(&place, paths)?;
    let faults: Vec<Diagnostic> = scripts.read.iter().flat_map(|it| it.faults.clone()).collect();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let spliced = scripts.named.iter().map(|script| {
        let statements = scripts.statements_with_includes(*script).into_iter();
        let statements = statements.filter(|(at, statement)| at == script || !statement.asks());
        statements.map(|(at, statement)| (statement, &scripts.read[at].source)).collect()
    });
    let spliced: Vec<Vec<(&Statement, &Source)>> = spliced.collect();
    let statements = || spliced.iter().flatten();
    let mut session = open(options, TIME_IN_SCRIPT, output)?;
    all_declared(&session, statements().map(|(statement, _)| *statement))?;
    // Nothing is answered before all scripts are understood.
    session.validate_scripts(&spliced)?;
    if !statements().any(|(statement, _)| statement.asks()) {
        return Err(nothing_asked().into());
    }
    let mut first = true;
    let mut ended = Vec::new();
    for (at, (statement, source)) in spliced.iter().flat_map(|script| script.iter().enumerate()) {
        if at == 0 {
            session.begin_script();
        }
        let budget = session.budget();
        budget.within(|| {
            let understood = session.understand(statement, source)?;
            let sentence = sentence_of(&understood, statement);
            let asks = statement.asks();
            if asks && !first && output.format != Format::JsonLines {
                output.data("\n")?;
            }
            if asks {
                first = false;
                if let Some(check) = statement.check() {
                    output.message(check.title());
                }
                output.message(&sentence);
            }
            if statement.check().is_some() {
                let checked = check(&mut session, statement, source, &place.files, &csv_of);
                if let Some(answer) = &checked.answer {
                    output.answer(answer, &sentence, &session)?;
                }
                ended.push(judgement::report_check(&checked, output));
                return Ok(());
            }
            let answer = session.answer_understood(&understood, statement, source)?;
            if asks || output.format != Format::Json {
                output.answer(&answer, &sentence, &session)?;
            }
            Ok::<_, Faults>(())
        })?;
    }
    Ok(judgement::worst(ended))
}

/// a script that only defines, or is empty
fn nothing_asked() -> Diagnostic {
    let message = "the scripts contain no question and no check";
    Diagnostic::new(Blame::Undetermined, Code::NothingAsked, message)
        .help("write a question, such as `which vendors`, on a line of its own")
}
