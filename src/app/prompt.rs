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

use crate::app::cli::ANSWERED;
use crate::app::commands::{at_terminal, print_schema};
use crate::app::complete::LineHelper;
use crate::app::help;
use crate::app::output::Output;
use crate::base::{Blame, Diagnostic, Source, nearest};
use crate::exec::Stop;
use crate::lang::parse;
use crate::session::Session;

/// The session, shared by the loop and the line editor's helper.
pub(super) type Shared = RefCell<Session>;

/// What begins with a dot.
pub(super) const DOT_COMMANDS: [&str; 5] = [".data", ".explain", ".help", ".quit", ".schema"];

/// What a line reader gives.
enum Line {
    Text(String),
    /// Ctrl-C: the line is dropped.
    Dropped,
    /// Ctrl-D or the end of the file.
    End,
}

/// Answers lines until the end of input.
pub(super) fn run(session: Session, output: Output) -> Result<u8, Vec<Diagnostic>> {
    let session = Rc::new(RefCell::new(session));
    let running: Arc<Mutex<Option<Stop>>> = Arc::default();
    let mut reader = if at_terminal() {
        stop_on_interrupt(&running);
        let welcome = welcome(&session.borrow());
        output.talk(&welcome);
        Reader::at_terminal(&session).map_err(|error| vec![no_prompt(&error)])?
    } else {
        Reader::of_pipe()
    };
    let mut first_failure = ANSWERED;
    loop {
        let text = match reader
            .read(&session)
            .map_err(|error| vec![no_prompt(&error)])?
        {
            Line::Text(text) => text,
            Line::Dropped => continue,
            Line::End => break,
        };
        if text.trim().is_empty() {
            continue;
        }
        if let Some(command) = text.trim().strip_prefix('.') {
            match dot(command, &session, output) {
                Ok(Next::Go) => {}
                Ok(Next::Quit) => break,
                Err(diagnostics) => note(&mut first_failure, output.diagnostics(&diagnostics)),
            }
            continue;
        }
        if let Err(diagnostics) = answer(&text, &session, &running, output) {
            note(&mut first_failure, output.diagnostics(&diagnostics));
        }
    }
    reader.save_history();
    // A person has seen what failed; a pipe is told by the exit code.
    Ok(if at_terminal() {
        ANSWERED
    } else {
        first_failure
    })
}

fn note(first: &mut u8, code: u8) {
    if *first == ANSWERED {
        *first = code;
    }
}

fn answer(
    text: &str,
    session: &Rc<Shared>,
    running: &Arc<Mutex<Option<Stop>>>,
    output: Output,
) -> Result<(), Vec<Diagnostic>> {
    let source = Source::new("question", text.trim_end());
    for statement in parse(&source).map_err(|fault| vec![fault])? {
        let mut session = session.borrow_mut();
        if let Ok(mut running) = running.lock() {
            *running = Some(session.stop());
        }
        let answer = session.answer(&statement, &source);
        if let Ok(mut running) = running.lock() {
            *running = None;
        }
        let answer = answer?;
        let understood = statement.to_string();
        output
            .answer(&answer, &understood, &session)
            .map_err(|fault| vec![fault])?;
    }
    Ok(())
}

// --------------------------------------------------------------------------- dot commands

enum Next {
    Go,
    Quit,
}

fn dot(command: &str, session: &Rc<Shared>, output: Output) -> Result<Next, Vec<Diagnostic>> {
    let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
    let rest = rest.trim();
    let print = |text: &str| output.data(text).map_err(|fault| vec![fault]);
    match name {
        "help" => print(&help::help(&session.borrow()))?,
        "schema" => {
            let kind = Some(rest).filter(|kind| !kind.is_empty());
            print_schema(&session.borrow(), kind, output)?;
        }
        "data" => print(&data(&session.borrow()))?,
        "explain" if rest.is_empty() => return Err(vec![nothing_to_explain()]),
        "explain" => {
            let source = Source::new("question", rest);
            for statement in parse(&source).map_err(|fault| vec![fault])? {
                let explanation = session.borrow_mut().explain(&statement, &source)?;
                print(&help::explanation(&explanation))?;
            }
        }
        "quit" | "exit" => return Ok(Next::Quit),
        _ => return Err(vec![unknown_command(name)]),
    }
    Ok(Next::Go)
}

fn welcome(session: &Session) -> String {
    let dataset = session.dataset();
    let files = dataset.files().len();
    let files = if files == 1 {
        "1 file".to_owned()
    } else {
        format!("{files} files")
    };
    format!(
        "caveat {}: {} facts from {files}. Ask a question, or type .help",
        env!("CARGO_PKG_VERSION"),
        dataset.len(),
    )
}

fn data(session: &Session) -> String {
    let dataset = session.dataset();
    let mut text = String::new();
    for file in dataset.files() {
        let name = crate::base::visible(&file.name);
        text.push_str(&format!(
            "{name}: {} facts, sha256 {}\n",
            file.facts,
            &file.digest[..12]
        ));
    }
    text.push_str(&format!(
        "all: {} distinct facts, sha256 {}; today is {}\n",
        dataset.len(),
        &dataset.digest()[..12],
        session.settings().today,
    ));
    text
}

// -------------------------------------------------------------------------------- reading

/// Reads lines: with an editor at a terminal, plainly from a pipe.
enum Reader {
    Editor(Box<Editor<LineHelper, FileHistory>>, Option<PathBuf>),
    Plain(io::Lines<io::StdinLock<'static>>),
}

impl Reader {
    fn at_terminal(session: &Rc<Shared>) -> rustyline::Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(1000)?
            .build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(LineHelper {
            session: Rc::clone(session),
        }));
        let history = history_file();
        if let Some(history) = &history {
            // The first time there is none.
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
                Ok(if text.is_empty() {
                    Line::End
                } else {
                    Line::Text(text)
                })
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

// --------------------------------------------------------------------------------- faults

/// `.hlep`
fn unknown_command(name: &str) -> Diagnostic {
    let message = format!("`.{name}` is not a command");
    let known = DOT_COMMANDS.map(|command| &command[1..]);
    let near = nearest(name, known);
    let help = match near.first() {
        Some(near) => format!("nearest: `.{near}`"),
        None => format!("the commands are {}", DOT_COMMANDS.join(", ")),
    };
    Diagnostic::new(Blame::Question, "unknown-command", message).help(help)
}

/// `.explain` alone
fn nothing_to_explain() -> Diagnostic {
    Diagnostic::new(
        Blame::Question,
        "nothing-to-explain",
        "`.explain` needs a question",
    )
    .help("as in .explain which claims lack a source")
}

fn no_prompt(error: &ReadlineError) -> Diagnostic {
    let message = format!("the prompt cannot be read: {error}");
    Diagnostic::new(Blame::Io, "no-prompt", message)
}
