//! The state that lasts from one line at the prompt to the next: the session, what was asked, how answers look.

use std::panic::resume_unwind;
use std::rc::Rc;
use std::time::Instant;

use crate::app::changes::Changes;
use crate::app::damage::unless_damaged;
use crate::app::exit::ANSWERED;
use crate::app::interrupt::{InterruptState, SharedSession};
use crate::app::opening::reopen;
use crate::app::options::Options;
use crate::app::output::{Output, index_given_up};
use crate::base::{Diagnostic, Faults, Limit, Source};
use crate::lang::{Statement, StatementKind, parse};

/// A conversation at the prompt.
pub(super) struct Conversation {
    pub(super) session: Rc<SharedSession>,
    pub(super) output: Output,
    /// True if the time that a question takes is reported.
    pub(super) timer: bool,
    /// The definitions and named sets, in canonical form.
    pub(super) defined: Vec<String>,
    /// The last answered question, as typed, preceded by those that its `those` refers to.
    pub(super) last: Option<String>,
    /// The question that `those` refers to, with its predecessors; never SPARQL, which finds nothing that `those` could
    /// mean.
    those: Option<String>,
    /// True where the last question was not answered.
    pub(super) unanswered: bool,
    /// The remarks on the last answer that were not shown.
    more: Vec<String>,
    running: InterruptState,
    /// Statements of the last text that Ctrl-C kept from being asked.
    pub(super) unasked: usize,
    options: Options,
    changes: Changes,
    /// The exit code of the first fault.
    failure: Option<u8>,
}

impl Conversation {
    pub(super) fn new(session: Rc<SharedSession>, running: InterruptState, options: &Options, output: Output) -> Self {
        let changes = Changes::since_now(session.borrow().dataset());
        Self {
            session,
            output,
            timer: false,
            defined: Vec::new(),
            last: None,
            those: None,
            unanswered: false,
            more: Vec::new(),
            running,
            unasked: 0,
            options: options.clone(),
            changes,
            failure: None,
        }
    }

    /// Sets whether a long answer may go through a pager.
    pub(super) fn pages(&mut self, may: bool) {
        self.output = self.output.with_pager(may);
    }

    /// Reports faults, and keeps the exit code of the first.
    pub(super) fn fail(&mut self, faults: &[Diagnostic]) {
        let code = self.output.diagnostics(faults);
        self.failure.get_or_insert(code);
    }

    /// The exit code of the first fault, or that of success.
    pub(super) fn first_failure(&self) -> u8 {
        self.failure.unwrap_or(ANSWERED)
    }

    /// Answers the statements of a text, one by one. A fault in one is reported, and the others are still answered.
    pub(super) fn answer(&mut self, text: &str) -> Result<(), Faults> {
        if let Some(changed) = self.changes.news() {
            self.output.message(&changed);
        }
        let source = Source::new("question", text.trim_end());
        self.unasked = 0;
        self.unanswered = true;
        let statements = parse(&source).map_err(Faults::from)?;
        self.unanswered = false;
        for (at, statement) in statements.iter().enumerate() {
            let answered = self.retry_if_damaged(|it| it.answer_one(statement, &source));
            self.unanswered = answered.is_err();
            if let Err(faults) = answered {
                self.fail(&faults);
            }
            if self.running.is_interrupted() {
                self.unasked = statements.len() - at - 1;
                break;
            }
        }
        Ok(())
    }

    /// Does work that reads facts; if their index turns out to be damaged, again after reloading the facts.
    pub(super) fn retry_if_damaged<T>(&mut self, work: impl Fn(&mut Self) -> Result<T, Faults>) -> Result<T, Faults> {
        let tried = unless_damaged(|| work(self));
        tried.unwrap_or_else(|damaged| {
            // The work can be repeated, since an answer is only printed once it is complete. An index that cannot be
            // removed would be read again.
            if !index_given_up(&damaged, true) {
                resume_unwind(Box::new(damaged));
            }
            self.reload()?;
            work(self)
        })
    }

    /// Does work within the budget of one question, until Ctrl-C is pressed.
    pub(super) fn within_budget<T>(&self, work: impl FnOnce(&SharedSession) -> Result<T, Faults>) -> Result<T, Faults> {
        let budget = self.session.borrow().budget();
        self.running.set_stop(Some(budget.stop.clone()));
        let _ends = InterruptGuard(self);
        budget.within(|| work(&self.session))
    }

    fn answer_one(&mut self, statement: &Statement, source: &Source) -> Result<(), Faults> {
        let began = Instant::now();
        let understood = statement.to_string();
        let (answer, text, took) = self.within_budget(|session| {
            let answer = session.borrow_mut().answer(statement, source)?;
            let took = began.elapsed();
            let text = self.output.text(&answer, &understood, &session.borrow()).map_err(Faults::from)?;
            Ok((answer, text, took))
        })?;
        // The time that a person takes to read is not counted.
        self.output.show(&answer, &text).map_err(Faults::from)?;
        self.more = answer.notes.into_iter().skip(Limit::Remarks.most()).collect();
        if self.timer {
            let milliseconds = took.as_secs_f64() * 1000.0;
            self.output.message(&format!("{milliseconds:.1} ms"));
        }
        let before = self.those.as_deref().filter(|_| statement.uses_those());
        let with_before = |text: &str| before.into_iter().chain([text]).collect::<Vec<_>>().join("\n");
        if statement.asks() {
            let asked = with_before(source.slice(statement.span));
            if !matches!(statement.kind, StatementKind::Sparql(_)) {
                self.those = Some(asked.clone());
            }
            self.last = Some(asked);
        } else {
            self.defined.push(with_before(&understood));
        }
        Ok(())
    }

    /// Prints the remarks on the last answer that were not shown.
    pub(super) fn remarks(&self) {
        match self.more.as_slice() {
            [] => self.output.message("the last answer has no more remarks"),
            more => more.iter().for_each(|remark| self.output.message(remark)),
        }
    }

    /// Reloads the facts and repeats the definitions. If that fails, nothing changes.
    pub(super) fn reload(&mut self) -> Result<(), Faults> {
        let mut session = reopen(&self.options, self.output)?;
        let source = Source::new("definitions", self.defined.join("\n").as_str());
        for statement in parse(&source).map_err(Faults::from)? {
            session.answer(&statement, &source)?;
        }
        self.changes = Changes::since_now(session.dataset());
        *self.session.borrow_mut() = session;
        Ok(())
    }
}

/// On drop, ends the work that Ctrl-C can stop, and clears a stop, so that it cannot affect the next question.
struct InterruptGuard<'a>(&'a Conversation);

impl Drop for InterruptGuard<'_> {
    fn drop(&mut self) {
        self.0.running.set_stop(None);
        if let Ok(mut session) = self.0.session.try_borrow_mut() {
            session.reset_stop();
        }
    }
}
