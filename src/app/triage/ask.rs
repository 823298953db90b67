//! Reads the answers of a person: with an editor at a terminal, line by line from a pipe.

use std::io::{self, BufRead as _, IsTerminal as _};

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::app::output::Output;
use crate::base::{Code, Diagnostic};

/// Where answers come from.
pub(super) enum AnswerSource {
    Editor(Box<DefaultEditor>),
    Plain,
}

impl AnswerSource {
    /// An editor at a terminal, else plain lines.
    pub(super) fn open() -> Self {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let editor = terminal.then(DefaultEditor::new).and_then(Result::ok);
        editor.map_or(Self::Plain, |it| Self::Editor(Box::new(it)))
    }

    /// One answer; `None` at the end of input, or when the user stops.
    pub(super) fn ask(&mut self, question: &str, before: &str, output: Output) -> Result<Option<String>, Diagnostic> {
        match self {
            Self::Editor(editor) => match editor.readline_with_initial(question, (before, "")) {
                Ok(line) => Ok(Some(line.trim().to_owned())),
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(error) => Err(unreadable(&error.to_string())),
            },
            Self::Plain => {
                output.data(question)?;
                let mut line = String::new();
                let read = io::stdin().lock().read_line(&mut line).map_err(|error| unreadable(&error.to_string()))?;
                output.data("\n")?;
                Ok((read > 0).then(|| line.trim().to_owned()))
            }
        }
    }
}

/// a terminal that goes away
fn unreadable(why: &str) -> Diagnostic {
    let message = format!("the answer cannot be read: {why}");
    Diagnostic::new(crate::base::Blame::Io, Code::Unreadable, message)
}
