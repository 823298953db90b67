//! Reads input: with a line editor at a terminal, plain lines from a pipe. Input typed ahead waits for its turn.

use std::io::{self, BufRead as _, ErrorKind};
use std::mem;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use etcetera::{BaseStrategy, choose_base_strategy};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{
    Cmd, CompletionType, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};

use crate::app::complete::LineHelper;
use crate::app::damage::unless_damaged;
use crate::app::interrupt::SharedSession;
use crate::app::output::Output;
use crate::app::pace::Pace;
use crate::store::write_by;

/// What a line reader returns.
pub(super) enum InputLine {
    Text(String),
    /// Several lines, pasted or typed as one text.
    Several(String),
    /// Ctrl-C: the line is dropped.
    Dropped,
    /// The line is not UTF-8 and is dropped, with this many lines that it continued.
    NoText(usize),
    /// Ctrl-D or the end of the file.
    End,
}

pub(super) enum LineReader {
    Editor(Box<Terminal>),
    Pipe(io::StdinLock<'static>),
}

/// A line editor, and what is needed to recreate it.
pub(super) struct Terminal {
    editor: Editor<LineHelper, FileHistory>,
    config: Config,
    history: Option<PathBuf>,
    dropped: Arc<AtomicBool>,
}

/// Makes Ctrl-C end the line as Enter does, so that the editor keeps input typed after it; the flag says to drop the
/// line.
struct DropLine(Arc<AtomicBool>);

impl ConditionalEventHandler for DropLine {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::Relaxed);
        Some(Cmd::AcceptLine)
    }
}

/// The line at which Enter was pressed. A line feed right after it belongs to the same line end (CR LF), and is not an
/// empty line that would end an open statement.
#[derive(Clone, Default)]
struct LineEnds(Arc<Mutex<Option<String>>>);

impl ConditionalEventHandler for LineEnds {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        let mut ended = self.0.lock().ok()?;
        if *event == Event::from(KeyEvent::ctrl('J')) {
            let line = context.line().strip_suffix('\n');
            return ended.take().is_some_and(|it| line == Some(it.as_str())).then_some(Cmd::Noop);
        }
        *ended = Some(context.line().to_owned());
        None
    }
}

impl LineReader {
    pub(super) fn at_terminal(session: &Rc<SharedSession>, coloured: bool) -> rustyline::Result<Self> {
        let config = Config::builder().completion_type(CompletionType::List).max_history_size(1000)?.build();
        let helper = LineHelper { session: Rc::clone(session), coloured, pace: Pace::new() };
        let (history, dropped) = (history_file(), Arc::default());
        let mut editor = editor(&config, helper, FileHistory::with_config(&config), &dropped)?;
        // There is no history the first time. Anything but a regular file could block.
        if let Some(history) = history.as_ref().filter(|it| it.is_file()) {
            let _ = editor.load_history(history);
        }
        Ok(Self::Editor(Box::new(Terminal { editor, config, history, dropped })))
    }

    pub(super) fn of_pipe() -> Self {
        Self::Pipe(io::stdin().lock())
    }

    /// The next line, with those that continue it.
    pub(super) fn read(&mut self, session: &Rc<SharedSession>) -> rustyline::Result<InputLine> {
        match self {
            Self::Editor(terminal) => terminal.read(),
            Self::Pipe(lines) => read_from_pipe(lines, session),
        }
    }

    /// True if more input is waiting, or the last line came too fast for a person.
    pub(super) fn is_ahead(&self) -> bool {
        match self {
            Self::Editor(terminal) => terminal.editor.helper().is_some_and(|it| it.pace.is_hurried()) || is_waiting(),
            Self::Pipe(_) => false,
        }
    }

    /// Drops input typed ahead.
    pub(super) fn drop_typed(&mut self) -> rustyline::Result<()> {
        match self {
            Self::Editor(terminal) => terminal.anew(),
            Self::Pipe(_) => Ok(()),
        }
    }

    /// Saves the history, if there is a place for it.
    pub(super) fn keep_history(&mut self, output: Output) {
        if let Self::Editor(terminal) = self
            && let Some(file) = &terminal.history
        {
            let editor = &mut terminal.editor;
            let written = write_by(file, |copy| editor.append_history(copy).map_err(io::Error::other));
            written.iter().for_each(|it| output.recoveries(it));
        }
    }
}

impl Terminal {
    fn read(&mut self) -> rustyline::Result<InputLine> {
        if let Some(helper) = self.editor.helper() {
            helper.pace.begin();
        }
        match self.editor.readline("caveat> ") {
            _ if self.dropped.swap(false, Ordering::Relaxed) => Ok(InputLine::Dropped),
            Ok(text) => {
                self.editor.add_history_entry(text.trim_end())?;
                Ok(if text.trim_end().contains('\n') { InputLine::Several(text) } else { InputLine::Text(text) })
            }
            Err(ReadlineError::Interrupted) => Ok(InputLine::Dropped),
            Err(ReadlineError::Eof) => Ok(InputLine::End),
            Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => Ok(InputLine::NoText(0)),
            Err(error) => Err(error),
        }
    }

    /// Recreates the editor, which drops the lines that it has read ahead.
    fn anew(&mut self) -> rustyline::Result<()> {
        let history = mem::take(self.editor.history_mut());
        let helper = self.editor.helper().map(|it| LineHelper {
            session: Rc::clone(&it.session),
            coloured: it.coloured,
            pace: Pace::new(),
        });
        let helper = helper.expect("the editor has a helper");
        self.editor = editor(&self.config, helper, history, &self.dropped)?;
        Ok(())
    }
}

fn editor(
    config: &Config,
    helper: LineHelper,
    history: FileHistory,
    dropped: &Arc<AtomicBool>,
) -> rustyline::Result<Editor<LineHelper, FileHistory>> {
    let mut editor = Editor::with_history(config.clone(), history)?;
    editor.set_helper(Some(helper));
    let drop_line = DropLine(Arc::clone(dropped));
    editor.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(Box::new(drop_line)));
    let ends = LineEnds::default();
    for key in [KeyEvent(KeyCode::Enter, Modifiers::NONE), KeyEvent::ctrl('M'), KeyEvent::ctrl('J')] {
        editor.bind_sequence(key, EventHandler::Conditional(Box::new(ends.clone())));
    }
    Ok(editor)
}

/// Reads lines from a pipe until the statement is complete.
fn read_from_pipe(lines: &mut io::StdinLock<'static>, session: &Rc<SharedSession>) -> rustyline::Result<InputLine> {
    let mut text = String::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(if text.is_empty() { InputLine::End } else { InputLine::Text(text) });
        }
        let Ok(line) = String::from_utf8(line) else {
            // The lines that it continues are no question without it.
            return Ok(InputLine::NoText(text.lines().count()));
        };
        let line = line.strip_suffix('\n').unwrap_or(&line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        text.push_str(line);
        text.push('\n');
        let command = text.trim_start().starts_with('.');
        if line.trim().is_empty()
            || command
            || !unless_damaged(|| session.borrow().is_incomplete(text.trim_end())).unwrap_or(false)
        {
            return Ok(InputLine::Text(text));
        }
    }
}

/// True if the terminal has unread input.
fn is_waiting() -> bool {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let stdin = io::stdin();
        let mut asked = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
    }
    #[cfg(not(unix))]
    false
}

/// `history` in the user's state folder, by the XDG base directories or their counterpart.
fn history_file() -> Option<PathBuf> {
    let folders = choose_base_strategy().ok()?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("caveat").join("history"))
}
