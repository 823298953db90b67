//! What lasts from one line at the prompt to the next: the session, what was asked, how answers look.

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
    /// True when the time that a question takes is told.
    pub(super) timer: bool,
    /// The definitions and named sets, as they were understood.
    pub(super) defined: Vec<String>,
    /// The last question that was answered, as it was typed, with those before it that `those` goes back to.
    pub(super) last: Option<String>,
    /// The question that `those` goes back to, with those before it; SPARQL finds nothing that `those` could mean.
    those: Option<String>,
    /// True where the last question was not answered.
    pub(super) unanswered: bool,
    /// The remarks on the last answer that were not shown.
    more: Vec<String>,
    running: InterruptState,
    /// Statements of the last text that were not asked, since Ctrl-C was pressed before them.
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

    /// Says whether a long answer may take the terminal for itself.
    pub(super) fn pages(&mut self, may: bool) {
        self.output = self.output.with_pager(may);
    }

    /// Tells what is at fault, and keeps the exit code of the first.
    pub(super) fn fail(&mut self, faults: &[Diagnostic]) {
        let code = self.output.diagnostics(faults);
        self.failure.get_or_insert(code);
    }

    /// The exit code of the first fault.
    pub(super) fn first_failure(&self) -> u8 {
        self.failure.unwrap_or(ANSWERED)
    }

    /// Answers the statements of a text, one after the other; what is at fault in one is told, and the others are answered
    /// all the same.
    pub(super) fn answer(&mut self, text: &str) -> Result<(), Faults> {
        if let Some(changed) = self.changes.news() {
            self.output.talk(&changed);
        }
        let source = Source::new("question", text.trim_end());
        self.unasked = 0;
        self.unanswered = true;
        let statements = parse(&source).map_err(Faults::from)?;
        self.unanswered = false;
        for (at, statement) in statements.iter().enumerate() {
            let answered = self.surely(|it| it.answer_one(statement, &source));
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

    /// Does what looks things up in the facts; should their index be found damaged, again with the facts as they are read
    /// anew.
    pub(super) fn surely<T>(&mut self, work: impl Fn(&mut Self) -> Result<T, Faults>) -> Result<T, Faults> {
        let tried = unless_damaged(|| work(self));
        tried.unwrap_or_else(|damaged| {
            // An answer is printed when all of it is known. What cannot be removed is not read again.
            if !index_given_up(&damaged, true) {
                resume_unwind(Box::new(damaged));
            }
            self.reload()?;
            work(self)
        })
    }

    /// Does what one question may cost: within its time and its memory, and until Ctrl-C is pressed.
    pub(super) fn within<T>(&self, work: impl FnOnce(&SharedSession) -> Result<T, Faults>) -> Result<T, Faults> {
        let budget = self.session.borrow().budget();
        self.running.set_stop(Some(budget.stop.clone()));
        let _ends = InterruptGuard(self);
        budget.within(|| work(&self.session))
    }

    fn answer_one(&mut self, statement: &Statement, source: &Source) -> Result<(), Faults> {
        let began = Instant::now();
        let understood = statement.to_string();
        let (answer, text, took) = self.within(|session| {
            let answer = session.borrow_mut().answer(statement, source)?;
            let took = began.elapsed();
            let text = self.output.text(&answer, &understood, &session.borrow()).map_err(Faults::from)?;
            Ok((answer, text, took))
        })?;
        // What a person takes to read is not counted.
        self.output.show(&answer, &text).map_err(Faults::from)?;
        self.more = answer.notes.into_iter().skip(Limit::Remarks.most()).collect();
        if self.timer {
            let milliseconds = took.as_secs_f64() * 1000.0;
            self.output.talk(&format!("{milliseconds:.1} ms"));
        }
        let before = self.those.as_deref().filter(|_| statement.goes_on());
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

    /// Tells the remarks on the last answer that were not shown.
    pub(super) fn remarks(&self) {
        match self.more.as_slice() {
            [] => self.output.talk("there are no more remarks on the last answer"),
            more => more.iter().for_each(|remark| self.output.talk(remark)),
        }
    }

    /// Loads the facts again, and says again what was defined. Nothing is changed when that fails.
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

/// Ends what was being done, however it ends: Ctrl-C is for what comes next, and stops nothing before it begins.
struct InterruptGuard<'a>(&'a Conversation);

impl Drop for InterruptGuard<'_> {
    fn drop(&mut self) {
        self.0.running.set_stop(None);
        if let Ok(mut session) = self.0.session.try_borrow_mut() {
            session.begin_anew();
        }
    }
}
