//! Standard output for answers, standard error for messages. It is not an error if the reader closes the pipe early;
//! any other failure to write is.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};

use crate::app::exit::exit_code;
use crate::app::options::Options;
use crate::base::{Blame, Code, Cut, Diagnostic, Limit, draw, restart_clock, run_untimed, truncate, visible};
use crate::exec::{Answer, Body, Engine, Table};
use crate::render::{AnswerProvenance, Format, RenderContext, answer, tables};
use crate::session::Session;
use crate::store::{Damaged, Recoveries, discard, ensure_uncut};

/// Whether any part of an answer has been printed.
static PRINTED: AtomicBool = AtomicBool::new(false);

/// True as long as no part of an answer has been printed.
pub(super) fn nothing_printed() -> bool {
    !PRINTED.load(Ordering::Relaxed)
}

/// Reports an index that was found damaged while in use, and removes it. `again` says whether the command could start
/// over; returns whether it should.
pub(super) fn index_given_up(damaged: &Damaged, again: bool) -> bool {
    let gone = discard(damaged);
    let again = gone.is_ok() && again;
    let path = damaged.path.display();
    let rest = match (gone, again) {
        (Err(error), _) => format!("it cannot be removed: {error}"),
        (Ok(()), true) => "it is rebuilt".to_owned(),
        (Ok(()), false) => "the answer is incomplete; ask again".to_owned(),
    };
    // If standard error is closed, the exit code still tells.
    let _ = writeln!(io::stderr(), "the index `{path}` is damaged: {rest}");
    again
}

/// Where and how a command writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    pub(super) format: Format,
    quiet: bool,
    colour: ColorChoice,
    terminal: bool,
    pub(super) width: Option<u16>,
    raw_records: bool,
    /// True at the prompt, where `.why` shows further remarks.
    at_prompt: bool,
    /// True if answers longer than the terminal go through a pager.
    pages: bool,
}

impl Output {
    pub(super) fn new(options: &Options, format: Format) -> Self {
        Self {
            format,
            quiet: options.quiet,
            colour: if options.no_color { ColorChoice::Never } else { ColorChoice::Auto },
            terminal: io::stdout().is_terminal(),
            width: options.width,
            raw_records: options.raw_csv,
            at_prompt: false,
            pages: false,
        }
    }

    /// The same at the prompt; long answers go through a pager if `may` is set and a person reads them.
    pub(super) fn with_pager(self, may: bool) -> Self {
        Self { at_prompt: true, pages: self.terminal && may, ..self }
    }

    /// True when errors may be coloured.
    pub(super) fn colours_errors(self) -> bool {
        AutoStream::choice(&io::stderr()) != ColorChoice::Never && self.colour != ColorChoice::Never
    }

    /// True when standard output may be coloured.
    pub(super) fn colours_answers(self) -> bool {
        AutoStream::choice(&io::stdout()) != ColorChoice::Never && self.colour != ColorChoice::Never
    }

    /// The maximum width of lines: that of `--width`, else that of the terminal; `None` in a pipe.
    pub(super) fn columns(self) -> Option<u16> {
        let terminal = terminal_size::terminal_size().filter(|_| self.terminal);
        self.width.or(terminal.map(|(width, _)| width.0))
    }

    /// Prints text to standard output.
    pub(super) fn data(self, text: &str) -> Result<(), Diagnostic> {
        self.bytes(text.as_bytes())
    }

    /// True when standard output is a terminal.
    pub(super) fn is_terminal(self) -> bool {
        self.terminal
    }

    /// Prints bytes to standard output.
    pub(super) fn bytes(self, bytes: &[u8]) -> Result<(), Diagnostic> {
        ensure_uncut();
        PRINTED.store(true, Ordering::Relaxed);
        let mut out = io::stdout().lock();
        // The reader may be a person: waiting for it does not count against the budget.
        match run_untimed(|| out.write_all(bytes).and_then(|()| out.flush())) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritable(&error)),
            _ => Ok(()),
        }
    }

    /// Prints an answer and its remarks.
    pub(super) fn answer(self, found: &Answer, question: &str, session: &Session) -> Result<(), Diagnostic> {
        self.show(found, &self.text(found, question, session)?)
    }

    /// The text of an answer. Restarts the clock, so that an answer is not lost for lack of time to write it.
    pub(super) fn text(self, found: &Answer, question: &str, session: &Session) -> Result<String, Diagnostic> {
        if !matches!(found.body, Body::Defined(_)) {
            restart_clock();
        }
        let today = session.settings().today.to_string();
        answer(found, question, self.format, self.page(session, &today, found.evaluator))
    }

    /// Prints the text of an answer, and the remarks on it.
    pub(super) fn show(self, found: &Answer, text: &str) -> Result<(), Diagnostic> {
        if !(self.pages && is_long(text) && run_untimed(|| is_paged(text))) {
            self.data(text)?;
        }
        if self.format == Format::Json {
            return Ok(());
        }
        match &found.body {
            Body::Table(table) => self.message(&summary(table)),
            Body::Defined(sentence) => self.message(&format!("understood: {sentence}")),
            _ => {}
        }
        let remarks = Cut::of(&found.notes, Limit::Remarks);
        remarks.items().iter().for_each(|note| self.message(note));
        let more = remarks.more();
        if more > 0 {
            let how = if self.at_prompt { ".why" } else { "--format json" };
            let remarks = if more == 1 { "remark" } else { "remarks" };
            self.message(&format!("{more} more {remarks}: {how}"));
        }
        Ok(())
    }

    /// Prints several tables under their titles.
    pub(super) fn tables(self, titled: &[(&str, &Table)], session: &Session) -> Result<(), Diagnostic> {
        let today = session.settings().today.to_string();
        self.data(&tables(titled, self.format, self.page(session, &today, Engine::Native))?)
    }

    fn page<'a>(self, session: &'a Session, today: &'a str, evaluator: Engine) -> RenderContext<'a> {
        let dataset = session.dataset();
        RenderContext {
            width: self.columns(),
            terminal: self.terminal,
            raw_records: self.raw_records,
            lexicon: session.lexicon(),
            dataset: session.dataset(),
            about: AnswerProvenance {
                digest: dataset.digest(),
                facts: dataset.len(),
                today,
                evaluator: evaluator.word(),
                revision: dataset.revision(),
            },
        }
    }

    /// Prints a message to standard error, unless `--quiet` is set.
    pub(super) fn message(self, text: &str) {
        if !self.quiet && !text.is_empty() {
            // A message may quote a whole statement.
            self.error_lines(&visible(&truncate(text, Limit::MessageText)));
        }
    }

    /// Reports interrupted changes that a command finished before making its own.
    pub(super) fn recoveries(self, endings: &Recoveries) {
        endings.messages().iter().for_each(|it| self.message(it));
    }

    /// Prints diagnostics, and returns their exit code.
    pub(super) fn diagnostics(self, diagnostics: &[Diagnostic]) -> u8 {
        let told = Cut::of(diagnostics, Limit::Diagnostics);
        for diagnostic in told.items() {
            self.error_lines(&draw(diagnostic, self.colours_errors()));
        }
        if told.more() > 0 {
            self.error_lines(&format!("and {} more: {}", told.more(), Limit::Diagnostics.all()));
        }
        let blame = diagnostics.first().map_or(Blame::Bug, |first| first.blame);
        exit_code(blame)
    }

    fn error_lines(self, text: &str) {
        let mut out = AutoStream::new(io::stderr(), self.colour).lock();
        // Without standard error there is nowhere to report a failure.
        let _ = run_untimed(|| writeln!(out, "{text}"));
    }
}

/// True for a text with too many lines for the terminal.
fn is_long(text: &str) -> bool {
    let size = terminal_size::terminal_size();
    size.is_some_and(|(_, height)| text.lines().count() >= usize::from(height.0))
}

/// Shows a text in $PAGER, or in `less`; false if that cannot be started.
fn is_paged(text: &str) -> bool {
    ensure_uncut();
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // F: quit after a short text. R: keep colours. X: leave the text on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut shown) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = shown.stdin.take() {
        // The user may quit before the end.
        let _ = input.write_all(text.as_bytes());
    }
    shown.wait().is_ok()
}

/// `9 claims`, `no claims`
fn summary(table: &Table) -> String {
    let noun = &table.noun;
    match table.things {
        0 => format!("no {noun}"),
        1 if noun == "properties" => String::new(),
        things => format!("{things} {}", if things == 1 { table.singular.as_str() } else { noun }),
    }
}

/// Reports that help could not be printed, at a time when options are not parsed yet.
pub(super) fn not_printed(error: &io::Error) -> u8 {
    // If standard error is closed, the exit code still tells.
    let _ = writeln!(io::stderr(), "{}", draw(&unwritable(error), false));
    exit_code(Blame::Io)
}

/// a full disk behind standard output
fn unwritable(error: &io::Error) -> Diagnostic {
    let message = format!("standard output cannot be written: {error}");
    Diagnostic::new(Blame::Io, Code::Unwritable, message)
}
