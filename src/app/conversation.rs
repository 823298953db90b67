//! What lasts from one line at the prompt to the next: the session, what was asked, how answers look.

use std::rc::Rc;
use std::time::Instant;

use crate::app::changes::Changes;
use crate::app::cli::Options;
use crate::app::opening::reopened;
use crate::app::output::Output;
use crate::app::prompt::{Running, Shared};
use crate::base::Limit;
use crate::base::{Diagnostic, Source, Stop};
use crate::lang::{Statement, parse};

/// A conversation at the prompt.
pub(super) struct Conversation {
    pub(super) session: Rc<Shared>,
    pub(super) output: Output,
    /// True when the time that a question takes is told.
    pub(super) timer: bool,
    /// The definitions and named sets, as they were understood.
    pub(super) defined: Vec<String>,
    /// The last question, as it was typed.
    pub(super) last: Option<String>,
    /// The remarks on the last answer that were not shown.
    more: Vec<String>,
    running: Running,
    options: Options,
    changes: Changes,
}

impl Conversation {
    pub(super) fn new(session: Rc<Shared>, running: Running, options: &Options, output: Output) -> Self {
        let changes = Changes::since_now(session.borrow().dataset());
        Self {
            session,
            output: output.with_pager(),
            timer: false,
            defined: Vec::new(),
            last: None,
            more: Vec::new(),
            running,
            options: options.clone(),
            changes,
        }
    }

    /// Answers the statements of a text, one after the other, up to the first that fails.
    pub(super) fn answer(&mut self, text: &str) -> Result<(), Vec<Diagnostic>> {
        if let Some(changed) = self.changes.news() {
            self.output.talk(&changed);
        }
        let source = Source::new("question", text.trim_end());
        for statement in parse(&source).map_err(|fault| vec![fault])? {
            self.answer_one(&statement, &source)?;
        }
        Ok(())
    }

    fn answer_one(&mut self, statement: &Statement, source: &Source) -> Result<(), Vec<Diagnostic>> {
        let began = Instant::now();
        let understood = statement.to_string();
        let budget = self.session.borrow().budget();
        self.is_running(Some(budget.stop.clone()));
        let answered = budget.within(|| {
            let answer = self.session.borrow_mut().answer(statement, source)?;
            let took = began.elapsed();
            self.output.answer(&answer, &understood, &self.session.borrow()).map_err(|fault| vec![fault])?;
            Ok::<_, Vec<Diagnostic>>((answer, took))
        });
        self.is_running(None);
        let (answer, took) = answered?;
        self.more = answer.notes.into_iter().skip(Limit::Remarks.most()).collect();
        if self.timer {
            let milliseconds = took.as_secs_f64() * 1000.0;
            self.output.talk(&format!("{milliseconds:.1} ms"));
        }
        if statement.asks() {
            self.last = Some(source.slice(statement.span).to_owned());
        } else {
            self.defined.push(understood);
        }
        Ok(())
    }

    /// Says what Ctrl-C ends.
    fn is_running(&self, stop: Option<Stop>) {
        if let Ok(mut running) = self.running.lock() {
            *running = stop;
        }
    }

    /// Tells the remarks on the last answer that were not shown.
    pub(super) fn remarks(&self) {
        match self.more.as_slice() {
            [] => self.output.talk("there are no more remarks on the last answer"),
            more => more.iter().for_each(|remark| self.output.talk(remark)),
        }
    }

    /// Loads the facts again, and says again what was defined. Nothing is changed when that fails.
    pub(super) fn reload(&mut self) -> Result<(), Vec<Diagnostic>> {
        let mut session = reopened(&self.options, self.output)?;
        let source = Source::new("definitions", self.defined.join("\n").as_str());
        for statement in parse(&source).map_err(|fault| vec![fault])? {
            session.answer(&statement, &source)?;
        }
        self.changes = Changes::since_now(session.dataset());
        *self.session.borrow_mut() = session;
        Ok(())
    }
}
