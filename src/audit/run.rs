//! Scripts → how each of their checks ended. A check that cannot be understood is at fault itself; the
//! others are run.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::audit::baseline::Baseline;
use crate::audit::check::{CheckMetadata, Severity};
use crate::audit::content::hash;
use crate::audit::examine::Examination;
use crate::audit::findings::Finder;
use crate::audit::report::{AuditOutcome, BrokenScript, CheckResult, Message};
use crate::audit::scripts::Scripts;
use crate::audit::verdict::CheckVerdict;
use crate::audit::waivers::WaiverEntry;
use crate::base::{Blame, Diagnostic, Source, Span, draw};
use crate::exec::{Answer, SourceLocation};
use crate::lang::{self, Statement, StatementKind};
use crate::question::Thing;
use crate::session::Session;
use crate::store::Files;
use crate::words::{KindId, Number};

/// What the checks are run with.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// The facts, the day, the limits; each script begins with a copy of it.
    pub session: &'a Session,
    /// The scripts.
    pub scripts: &'a Scripts,
    /// Where the answers that `same as` names lie.
    pub files: &'a Files,
    /// The ids of the checks to run.
    pub chosen: &'a BTreeSet<String>,
    /// What is audited: what belongs to this thing alone; none for all there is.
    pub of: Option<&'a Thing>,
    /// The waivers.
    pub waivers: &'a [WaiverEntry],
    /// What `no new` goes by.
    pub earlier: EarlierState<'a>,
    /// An answer as CSV, as `--format csv` writes it.
    pub csv: CsvOf<'a>,
    /// True where it is to be told how long each check takes.
    pub timed: bool,
}

/// What writes an answer as CSV.
pub type CsvOf<'a> = &'a dyn Fn(&Answer, &Session) -> Result<String, Diagnostic>;

/// What was there earlier, for `no new`.
#[derive(Clone, Copy)]
pub enum EarlierState<'a> {
    /// Nothing is known of it.
    Unknown,
    /// What an earlier audit found.
    Baseline(&'a Baseline),
    /// The facts of then: the check is asked of them, too.
    Facts(&'a Session),
}

/// How the checks ended.
#[derive(Debug, Default)]
pub struct RunResults {
    /// In the order of the scripts.
    pub checks: Vec<CheckResult>,
    /// The scripts that could not be understood.
    pub broken: Vec<BrokenScript>,
    /// All that the questions of `no new` found, by check.
    pub found: BTreeMap<String, Vec<String>>,
    /// The checks that are not about the one thing that is audited.
    pub passed_over: Vec<String>,
    /// The parameters, with their values in words.
    pub parameters: BTreeMap<String, String>,
}

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

/// One script, while it is run.
struct ScriptRun<'a, 'b> {
    run: &'a RunContext<'a>,
    session: Session,
    /// The same on the facts of then.
    earlier: Option<Session>,
    ran: &'b mut RunResults,
}

impl ScriptRun<'_, '_> {
    fn script(&mut self, script: usize) {
        let read = &self.run.scripts.read[script];
        let mut faults = read.faults.clone();
        let unread = faults.iter().any(|it| it.code != "taken-id");
        // Of a script whose checks are all passed over, nothing has to be understood.
        let mut checks = read.checks().peekable();
        let is_wanted = checks.peek().is_none() || checks.any(|it| self.is_chosen(it));
        if !unread && is_wanted {
            faults.extend(self.statements(script));
        }
        if !faults.is_empty() {
            // What was not run is told as such, check by check.
            if unread || faults.len() > read.faults.len() {
                self.never_run(script);
            }
            self.ran.broken.push(BrokenScript {
                name: read.source.name.to_string(),
                messages: faults.iter().map(message).collect(),
            });
        }
    }

    /// Runs the checks of a script in order, with what is defined before each. Gives the faults of
    /// what is defined: nothing behind them is run.
    fn statements(&mut self, script: usize) -> Vec<Diagnostic> {
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
                    if let Err(faults) = self.session.answer(statement, source) {
                        return faults;
                    }
                    if let Some(earlier) = &mut self.earlier {
                        // The facts of then may lack a name of now: a check that needs it will say so.
                        let _ = earlier.answer(statement, source);
                    }
                }
                _ if statement.asks() => {
                    // A plain question: `those` behind it are its things.
                    if let Err(faults) = self.session.take_in(statement, source) {
                        return faults;
                    }
                    if let Some(earlier) = &mut self.earlier {
                        let _ = earlier.take_in(statement, source);
                    }
                }
                _ => {}
            }
        }
        for parameter in self.session.parameters() {
            let (name, value) = (parameter.name, parameter.value);
            self.ran.parameters.insert(name, value);
        }
        Vec::new()
    }

    fn is_chosen(&self, check: &lang::Check) -> bool {
        self.run.chosen.contains(&check.id.text)
    }

    fn check(&mut self, statement: &Statement, check: &lang::Check, source: &Source) {
        let began = Instant::now();
        // A check that ran out of time stops no other.
        self.session.begin_anew();
        if let Some(earlier) = &mut self.earlier {
            earlier.begin_anew();
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
            Ok(None) => return self.ran.passed_over.push(about.id),
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

    /// The noun of what was looked at: `claims`; where one thing is audited, `of its claims`.
    fn of_its(&self, kind: KindId, noun: String) -> String {
        match self.run.of {
            Some(of) if !self.session.lexicon().overlap(of.kind, kind) => {
                format!("of its {}", self.session.lexicon().kind_word(kind, Number::Plural))
            }
            _ => noun,
        }
    }

    /// Holds the waivers against the findings. `allowed` is how many findings there may be.
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

    /// The checks of a script that cannot be understood, which have not been run.
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

/// What a check says of itself. `question` is what was understood, `meaning` all that it stands on.
pub(super) fn about(check: &lang::Check, source: &Source, question: String, meaning: String) -> CheckMetadata {
    let text = |said: &Option<lang::SpannedText>| said.as_ref().map(|it| it.text.clone());
    let all = |said: &[lang::SpannedText]| said.iter().map(|it| it.text.clone()).collect();
    let severity = Severity::ALL.into_iter().find(|it| it.word() == check.severity());
    let empty = check.may_be_empty.is_some();
    let expected = check.expect.to_string();
    CheckMetadata {
        id: check.id.text.clone(),
        title: check.title().to_owned(),
        severity: severity.unwrap_or(Severity::Medium),
        owner: text(&check.owner),
        tags: all(&check.tags),
        references: all(&check.references),
        because: text(&check.because),
        fix: text(&check.fix),
        question,
        digest: hash(&[meaning, expected.clone(), empty.to_string()]),
        expected,
        place: source_location(source, check.id.span.start),
    }
}

fn source_location(source: &Source, offset: usize) -> SourceLocation {
    let (line, _) = source.line_column(offset);
    SourceLocation { file: source.name.to_string(), line: u32::try_from(line).unwrap_or(u32::MAX) }
}

/// A diagnostic as a report shows it.
#[must_use]
pub(super) fn message(fault: &Diagnostic) -> Message {
    let at = fault.places.first();
    Message {
        code: fault.code.to_owned(),
        message: fault.message.clone(),
        place: at.map(|at| source_location(&at.source, fault.offset())),
        help: fault.help.clone(),
        drawn: draw(fault, false),
    }
}

/// a check behind a definition that cannot be understood
fn faulty_script(source: &Source, span: Span) -> Diagnostic {
    let message = "its script cannot be understood";
    Diagnostic::new(Blame::Question, "faulty-script", message)
        .at(source, span, "not run")
        .help("mend what the report says of the script")
}
