//! Scripts → the results of their checks. A check that cannot be understood is itself at fault; the others are run.

use std::time::Instant;

use crate::audit::context::{EarlierState, RunContext, RunResults};
use crate::audit::examine::Examination;
use crate::audit::findings::Finder;
use crate::audit::metadata::{about, message};
use crate::audit::report::{AuditOutcome, BrokenScript, CheckResult};
use crate::audit::verdict::CheckVerdict;
use crate::audit::waivers::WaiverEntry;
use crate::base::{Blame, Code, Diagnostic, Faults, Source, Span};
use crate::lang::{self, Statement, StatementKind};
use crate::session::Session;
use crate::words::{KindId, Number};

/// Runs the chosen checks.
#[must_use]
pub fn run(run: &RunContext<'_>) -> RunResults {
    let mut ran = RunResults::default();
    for script in 0..run.scripts.read.len() {
        let mut running = ScriptRun {
            run,
            session: run.session.clone(),
            earlier: match run.earlier {
                EarlierState::Facts(session) => Some(session.clone()),
                _ => None,
            },
            ran: &mut ran,
        };
        running.script(script);
    }
    ran
}

/// One script while it is run.
struct ScriptRun<'a, 'b> {
    run: &'a RunContext<'a>,
    session: Session,
    /// The same session on the earlier facts.
    earlier: Option<Session>,
    ran: &'b mut RunResults,
}

impl ScriptRun<'_, '_> {
    fn script(&mut self, script: usize) {
        let read = &self.run.scripts.read[script];
        let mut faults = read.faults.clone();
        let unread = faults.iter().any(|it| it.code != Code::TakenId);
        // A script none of whose checks is selected need not be understood.
        let mut checks = read.checks().peekable();
        let is_wanted = checks.peek().is_none() || checks.any(|it| self.is_chosen(it));
        if !unread && is_wanted {
            faults.extend(self.statements(script).err().into_iter().flatten());
        }
        if !faults.is_empty() {
            // Checks that were not run are reported one by one.
            if unread || faults.len() > read.faults.len() {
                self.never_run(script);
            }
            self.ran.broken.push(BrokenScript {
                name: read.source.name.to_string(),
                messages: faults.iter().map(message).collect(),
            });
        }
    }

    /// Runs the checks of a script in order, with what is defined before each.
    ///
    /// # Errors
    /// When a definition has a fault: nothing behind it is run.
    fn statements(&mut self, script: usize) -> Result<(), Faults> {
        for (at, statement) in self.run.scripts.statements_with_includes(script) {
            let source = &self.run.scripts.read[at].source;
            match &statement.kind {
                StatementKind::Check(check) => {
                    let repeated = self.ran.checks.iter().any(|it| it.about.id == check.id.text);
                    if at == script && self.is_chosen(check) && !repeated {
                        self.check(statement, check, source);
                    }
                }
                StatementKind::Define { .. } | StatementKind::Let { .. } | StatementKind::Parameter(_) => {
                    self.session.answer(statement, source)?;
                    if let Some(earlier) = &mut self.earlier {
                        // The earlier facts may lack a name: a check that needs it reports that.
                        let _ = earlier.answer(statement, source);
                    }
                }
                _ if statement.asks() => {
                    // A plain question gives `those` its meaning.
                    self.session.apply_statement(statement, source)?;
                    if let Some(earlier) = &mut self.earlier {
                        let _ = earlier.apply_statement(statement, source);
                    }
                }
                _ => {}
            }
        }
        for parameter in self.session.parameters() {
            let (name, value) = (parameter.name, parameter.value);
            self.ran.parameters.insert(name, value);
        }
        Ok(())
    }

    fn is_chosen(&self, check: &lang::Check) -> bool {
        self.run.chosen.contains(&check.id.text)
    }

    fn check(&mut self, statement: &Statement, check: &lang::Check, source: &Source) {
        let began = Instant::now();
        // A check that ran out of time must not stop the next.
        self.session.reset_stop();
        if let Some(earlier) = &mut self.earlier {
            earlier.reset_stop();
        }
        let examination = Examination {
            files: self.run.files,
            csv: self.run.csv,
            of: self.run.of,
            known: self.run.earlier,
            session: &mut self.session,
            earlier: self.earlier.as_mut(),
            source,
        };
        let (about, verdict) = examination.check(statement, check);
        let verdict = match verdict {
            Ok(Some(verdict)) => verdict,
            Ok(None) => return self.ran.not_applicable.push(about.id),
            Err(faults) => CheckVerdict::at_fault(&faults),
        };
        if !verdict.found.is_empty() {
            let found = verdict.found.iter().map(|it| it.as_str().to_owned());
            self.ran.found.insert(about.id.clone(), found.collect());
        }
        let finder = Finder { session: &self.session };
        let noun = verdict.kind.zip(verdict.examined);
        let mut checked = CheckResult {
            outcome: verdict.outcome,
            reason: verdict.reason,
            examined: verdict.examined,
            examined_noun: noun.map_or_else(String::new, |(kind, count)| self.of_its(kind, finder.noun(kind, count))),
            unjudged: verdict.unjudged,
            evaluator: verdict.evaluator,
            notes: verdict.notes,
            findings: verdict.findings,
            messages: verdict.messages,
            milliseconds: None,
            about,
        };
        self.waive(&mut checked, verdict.allowed);
        if self.run.timed {
            let took = began.elapsed().as_millis();
            checked.milliseconds = u64::try_from(took).ok();
        }
        self.ran.checks.push(checked);
    }

    /// The noun for the things examined: `claims`; where one thing is audited, `of its claims`.
    fn of_its(&self, kind: KindId, noun: String) -> String {
        match self.run.of {
            Some(of) if !self.session.lexicon().overlap(of.kind, kind) => {
                format!("of its {}", self.session.lexicon().kind_word(kind, Number::Plural))
            }
            _ => noun,
        }
    }

    /// Applies the waivers to the findings, of which `allowed` may remain.
    fn waive(&self, check: &mut CheckResult, allowed: u64) {
        let today = self.session.settings().today;
        for finding in &mut check.findings {
            let kind = finding.thing.as_ref().map_or("", |thing| thing.kind.as_str());
            let entry = WaiverEntry::of(self.run.waivers, &check.about.id, finding);
            finding.waiver = entry.map(|it| it.against(&finding.fingerprint, &check.about.digest, kind, today));
        }
        let open = check.findings.iter().filter(|it| !it.is_waived()).count() as u64;
        let waived = check.findings.len() as u64 - open;
        if check.outcome == AuditOutcome::Fail && waived > 0 && open <= allowed {
            check.outcome = AuditOutcome::Waived;
        }
        if check.outcome == AuditOutcome::Fail && waived > 0 {
            check.reason.push_str(&format!(", {waived} of them waived"));
        }
    }

    /// Reports the checks of a script that cannot be understood as not run.
    fn never_run(&mut self, script: usize) {
        let read = &self.run.scripts.read[script];
        for check in read.checks() {
            if !self.is_chosen(check) {
                continue;
            }
            if self.ran.checks.iter().any(|it| it.about.id == check.id.text) {
                continue;
            }
            let fault = faulty_script(&read.source, check.id.span);
            self.ran.checks.push(CheckResult {
                about: about(check, &read.source, String::new(), String::new()),
                outcome: AuditOutcome::Error,
                reason: fault.message.clone(),
                examined: None,
                examined_noun: String::new(),
                unjudged: 0,
                evaluator: None,
                notes: Vec::new(),
                findings: Vec::new(),
                messages: vec![message(&fault)],
                milliseconds: None,
            });
        }
    }
}

/// a check after a definition that cannot be understood
fn faulty_script(source: &Source, span: Span) -> Diagnostic {
    let message = "the script of this check has an error";
    Diagnostic::new(Blame::Question, Code::FaultyScript, message)
        .at(source, span, "not run")
        .help("correct the error that the report shows for the script")
}
