//! The prompt: a line editor at a terminal, plain lines from a pipe.

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufRead};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use etcetera::{BaseStrategy, choose_base_strategy};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use crate::app::beside;
use crate::app::cli::{ANSWERED, Options};
use crate::app::commands::at_terminal;
use crate::app::complete::LineHelper;
use crate::app::conversation::Conversation;
use crate::app::dot::Next;
use crate::app::help;
use crate::app::output::Output;
use crate::base::{Blame, Diagnostic, Stop};
use crate::session::Session;

/// The session, shared by the loop and the line editor's helper.
pub(super) type Shared = RefCell<Session>;

/// Where the question that is being answered can be stopped.
pub(super) type Running = Arc<Mutex<Option<Stop>>>;

/// What a line reader gives.
enum Line {
    Text(String),
    /// Ctrl-C: the line is dropped.
    Dropped,
    /// Ctrl-D or the end of the file.
    End,
}

/// Answers lines until the end of input.
pub(super) fn run(session: Session, options: &Options, output: Output) -> Result<u8, Vec<Diagnostic>> {
    let session = Rc::new(RefCell::new(session));
    let running = Running::default();
    let mut reader = if at_terminal() {
        stop_on_interrupt(&running);
        output.talk(&help::welcome(&session.borrow()));
        beside::tell(&session.borrow(), output);
        output.talk("Ask a question, Tab completes; .help shows more, .quit leaves");
        let coloured = output.colours_answers();
        Reader::at_terminal(&session, coloured).map_err(|error| vec![no_prompt(&error)])?
    } else {
        beside::tell(&session.borrow(), output);
        Reader::of_pipe()
    };
    let mut conversation = Conversation::new(Rc::clone(&session), running, options, output);
    let mut first_failure = ANSWERED;
    loop {
        let line = reader.read(&session);
        let text = match line.map_err(|error| vec![no_prompt(&error)])? {
            Line::Text(text) => text,
            Line::Dropped => continue,
            Line::End => break,
        };
        if text.trim().is_empty() {
            continue;
        }
        let done = match text.trim().strip_prefix('.') {
            Some(command) => conversation.dot(command),
            None => conversation.answer(&text).map(|()| Next::Go),
        };
        match done {
            Ok(Next::Go) => {}
            Ok(Next::Quit) => break,
            Err(diagnostics) => {
                let code = output.diagnostics(&diagnostics);
                if first_failure == ANSWERED {
                    first_failure = code;
                }
            }
        }
    }
    reader.save_history();
    // A person has seen what failed; a pipe is told by the exit code.
    Ok(if at_terminal() { ANSWERED } else { first_failure })
}

// -------------------------------------------------------------------------------- reading

/// Reads lines: with an editor at a terminal, plainly from a pipe.
enum Reader {
    Editor(Box<Editor<LineHelper, FileHistory>>, Option<PathBuf>),
    Plain(io::Lines<io::StdinLock<'static>>),
}

impl Reader {
    fn at_terminal(session: &Rc<Shared>, coloured: bool) -> rustyline::Result<Self> {
        let config = Config::builder().completion_type(CompletionType::List).max_history_size(1000)?.build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(LineHelper { session: Rc::clone(session), coloured }));
        let history = history_file();
        // The first time there is none; what is no file would be waited for.
        if let Some(history) = history.as_ref().filter(|it| it.is_file()) {
            let _ = editor.load_history(history);
        }
        Ok(Self::Editor(Box::new(editor), history))
    }

    fn of_pipe() -> Self {
        Self::Plain(io::stdin().lock().lines())
    }

    fn read(&mut self, session: &Rc<Shared>) -> rustyline::Result<Line> {
        match self {
            Self::Editor(editor, _) => match editor.readline("caveat> ") {
                Ok(text) => {
                    editor.add_history_entry(text.trim_end())?;
                    Ok(Line::Text(text))
                }
                Err(ReadlineError::Interrupted) => Ok(Line::Dropped),
                Err(ReadlineError::Eof) => Ok(Line::End),
                Err(error) => Err(error),
            },
            Self::Plain(lines) => {
                let mut text = String::new();
                for line in lines {
                    let line = line?;
                    let ends = line.trim().is_empty();
                    text.push_str(&line);
                    text.push('\n');
                    let command = text.trim_start().starts_with('.');
                    if ends || command || !session.borrow().is_open(text.trim_end()) {
                        return Ok(Line::Text(text));
                    }
                }
                Ok(if text.is_empty() { Line::End } else { Line::Text(text) })
            }
        }
    }

    /// Keeps the history for the next time; without a place for it, it is forgotten.
    fn save_history(&mut self) {
        if let Self::Editor(editor, Some(file)) = self {
            if let Some(folder) = file.parent() {
                let _ = fs::create_dir_all(folder);
            }
            let _ = editor.save_history(file);
        }
    }
}

/// `history` in the user's state folder, after the XDG base directories or their counterpart.
fn history_file() -> Option<PathBuf> {
    let folders = choose_base_strategy().ok()?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("caveat").join("history"))
}

/// Ctrl-C while a question is answered stops the question, not the prompt.
fn stop_on_interrupt(running: &Arc<Mutex<Option<Stop>>>) {
    let running = Arc::clone(running);
    // Where signals cannot be caught, Ctrl-C ends the program as usual.
    let _ = ctrlc::set_handler(move || {
        if let Ok(running) = running.lock()
            && let Some(stop) = running.as_ref()
        {
            stop.now();
        }
    });
}

fn no_prompt(error: &ReadlineError) -> Diagnostic {
    let message = format!("the prompt cannot be read: {error}");
    Diagnostic::new(Blame::Io, "no-prompt", message)
}
