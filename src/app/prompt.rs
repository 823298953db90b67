//! The prompt: answers input line by line.

use std::cell::RefCell;
use std::rc::Rc;

use rustyline::error::ReadlineError;

use crate::app::conversation::Conversation;
use crate::app::dot::PromptFlow;
use crate::app::exit::ANSWERED;
use crate::app::input::at_terminal;
use crate::app::interrupt::InterruptState;
use crate::app::line_reader::{InputLine, LineReader};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::app::pasted::PastedLines;
use crate::app::{help, load_remarks};
use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::session::Session;

/// Answers lines until the end of input.
pub(super) fn run(session: Session, options: &Options, output: Output) -> Result<u8, Faults> {
    let session = Rc::new(RefCell::new(session));
    let running = InterruptState::default();
    let mut reader = if at_terminal() {
        stop_on_interrupt(&running);
        output.message(&help::welcome(&session.borrow()));
        load_remarks::print_remarks(&session.borrow(), output);
        output.message("Ask a question; Tab completes it, .help shows more, .quit leaves the prompt");
        let coloured = output.colours_answers();
        LineReader::at_terminal(&session, coloured).map_err(|error| vec![no_prompt(&error)])?
    } else {
        load_remarks::print_remarks(&session.borrow(), output);
        LineReader::of_pipe()
    };
    let mut conversation = Conversation::new(Rc::clone(&session), running.clone(), options, output);
    let mut waiting = PastedLines::default();
    loop {
        let next = waiting.next(&session.borrow());
        let pasted = next.is_some();
        let text = match next {
            Some(text) => text,
            None => match reader.read(&session).map_err(|error| vec![no_prompt(&error)])? {
                InputLine::Text(text) => text,
                InputLine::Several(text) => {
                    waiting = PastedLines::of(&text);
                    continue;
                }
                InputLine::Dropped => continue,
                InputLine::NoText(before) => {
                    conversation.fail(&[no_text(before)]);
                    continue;
                }
                InputLine::End => break,
            },
        };
        if text.trim().is_empty() {
            continue;
        }
        if pasted && waiting.count() > 0 {
            // Echoed, since otherwise nobody could tell which answer belongs to which line.
            output.message(&text);
        }
        if !pasted {
            // A Ctrl-C from before this line was meant for another.
            running.was_interrupted();
        }
        conversation.pages(waiting.count() == 0 && !reader.is_ahead());
        let next = match text.trim().strip_prefix('.') {
            Some(command) => conversation.dot(command),
            None => conversation.answer(&text).map(|()| PromptFlow::Go),
        };
        match next {
            Ok(PromptFlow::Go) => {}
            Ok(PromptFlow::Quit) => break,
            Err(faults) => conversation.fail(&faults),
        }
        if running.was_interrupted() {
            let left = waiting.count() + conversation.unasked;
            if left > 0 {
                let lines = if left == 1 { "line" } else { "lines" };
                output.message(&format!("not asked: the next {left} {lines}"));
            }
            waiting = PastedLines::default();
            reader.drop_typed().map_err(|error| vec![no_prompt(&error)])?;
        }
    }
    reader.keep_history(output);
    // A person has seen the faults; a pipe learns of them by the exit code.
    Ok(if at_terminal() { ANSWERED } else { conversation.first_failure() })
}

/// Makes Ctrl-C stop the current question, not the prompt.
fn stop_on_interrupt(running: &InterruptState) {
    let running = running.clone();
    // If the handler cannot be set, Ctrl-C ends the program as usual.
    let _ = ctrlc::set_handler(move || running.interrupt());
}

/// a line of Latin-1, after lines that it continues
fn no_text(before: usize) -> Diagnostic {
    let dropped = match before {
        0 => "the line was ignored; type it again as UTF-8".to_owned(),
        1 => "the line and the unfinished line before it were ignored; type them again as UTF-8".to_owned(),
        more => format!("the line and the {more} unfinished lines before it were ignored; type them again as UTF-8"),
    };
    Diagnostic::new(Blame::Question, Code::NotUtf8, "the input is not UTF-8").help(dropped)
}

fn no_prompt(error: &ReadlineError) -> Diagnostic {
    let message = format!("the prompt cannot be read: {error}");
    Diagnostic::new(Blame::Io, Code::NoPrompt, message)
}
