//! Questions and scripts that a command reads: from its arguments, a file or stdin.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::Path;

use crate::app::options::Options;
use crate::audit::text;
use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::files::open_file;
use crate::lang::{MAX_SCRIPT, Statement, StatementKind};
use crate::session::Understood;

pub(super) fn question_source(words: &[String], options: &Options) -> Result<Source, Faults> {
    if words != ["-"] {
        return Ok(Source::new("question", &words.join(" ")));
    }
    if options.data.iter().any(|path| path.as_os_str() == "-") {
        let message = "standard input cannot provide both the question and the facts";
        return Err(Diagnostic::new(Blame::Question, Code::TwoInputs, message).into());
    }
    let bytes = read_stdin(MAX_SCRIPT as u64)?;
    text("<stdin>", &bytes).map_err(Faults::from)
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

pub(super) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    Diagnostic::new(Blame::Io, Code::Unreadable, format!("cannot read `{name}`: {reason}"))
}

pub(super) fn too_large(name: &str) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::TooLarge, format!("`{name}` is too large"))
}

/// The only question of a text, and the definitions before it.
pub(super) fn split_question<'a>(
    statements: &'a [Statement],
    source: &Source,
) -> Result<(&'a Statement, &'a [Statement]), Faults> {
    let Some((last, before)) = statements.split_last() else {
        let message = "the question is empty";
        let fault = Diagnostic::new(Blame::Question, Code::Syntax, message).help(
            "type a question like `which claims lack a public source`; `caveat schema` shows what you can ask about",
        );
        return Err(fault.into());
    };
    if let Some(other) = before.iter().find(|statement| statement.asks()) {
        let fault = Diagnostic::new(Blame::Question, Code::TwoQuestions, "`ask` answers one question")
            .at(source, other.span, "one")
            .at(source, last.span, "another")
            .help("put several questions into a script, and run it: `caveat run FILE.cav`");
        return Err(fault.into());
    }
    Ok((last, before))
}

/// The sentence that an answer is shown with; of a definition, as it is written.
pub(super) fn sentence_of(understood: &Understood, statement: &Statement) -> String {
    match statement.kind {
        StatementKind::Define { .. } => statement.to_string(),
        _ => understood.sentence.clone(),
    }
}

/// True when standard input and standard output are terminals.
pub(super) fn at_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}
