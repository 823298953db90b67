//! A conversation about one graph: definitions, named sets, the last answer, limits. Text in, answers or diagnostics
//! out. Knows nothing of terminals.

mod anchors;
mod answers;
mod audit_scope;
mod complete;
mod definitions;
mod difference;
mod drawing;
mod evaluate;
mod explain;
mod for_audit;
mod linked_answers;
mod lookalikes;
mod notes;
mod parameters;
mod roles;
mod schema;
mod suppositions;
mod ties;
mod understood;
mod yes_no;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use oxsdatatypes::Date;

use crate::base::{Blame, Budget, Code, Diagnostic, Faults, Source, Stop};
use crate::exec::{Answer, Body, Engine, Inquiry, Limits, run_raw};
use crate::graph::{GraphAnalyses, bind_lexicon};
use crate::lang::{Phrase, Statement, StatementKind, parse};
use crate::plan::LoweringContext;
use crate::question::{Context, NounPhrase, PhraseBase, Question, ResolvedStatement, definition_head, read, sentence};
use crate::session::complete::OccurrenceIndex;
use crate::session::parameters::ParameterMap;
use crate::store::Dataset;
use crate::words::{AdjectiveId, KindId, Lexicon, SetId, days_seen};
pub use anchors::{AnchoredCitation, AnchoredSource};
pub use complete::{Offer, Offers};
pub use explain::Explanation;
pub use parameters::ParameterValue;
pub use roles::WordRole;
pub use schema::Schema;
pub use understood::Understood;

/// The limits and inputs of a session.
#[derive(Debug, Clone)]
pub struct SessionSettings {
    /// The value of `today`.
    pub today: Date,
    /// The current day: nothing can have been seen later than this, or than `today` if that is later.
    pub clock: Date,
    /// Time for one question.
    pub time: Duration,
    /// Bytes by which the process may grow during one question; `None` for no limit.
    pub memory: Option<u64>,
    /// The program that runs raw SPARQL in a child process; without it, raw SPARQL runs on a thread, with no limit on
    /// memory.
    pub worker: Option<PathBuf>,
    /// Values of parameters given from outside, by name, as they were written.
    pub parameters: BTreeMap<String, String>,
}

impl SessionSettings {
    /// Settings for `today`, also as the current day, with this much time per question; no memory limit, worker or
    /// parameters.
    #[must_use]
    pub fn on(today: Date, time: Duration) -> Self {
        Self { today, clock: today, time, memory: None, worker: None, parameters: BTreeMap::new() }
    }
}

/// A conversation about one graph.
#[derive(Clone)]
pub struct Session {
    dataset: Arc<Dataset>,
    evidence: Arc<GraphAnalyses>,
    lexicon: Lexicon,
    definitions: HashMap<AdjectiveId, NounPhrase>,
    sets: Vec<NounPhrase>,
    set_kinds: Vec<KindId>,
    those: Option<SetId>,
    parameters: ParameterMap,
    settings: SessionSettings,
    inquiry: Inquiry,
    occurrences: Arc<OccurrenceIndex>,
}

impl Session {
    /// Begins a conversation: reads the vocabulary that is loaded with the facts, and the meanings of its adjectives.
    ///
    /// # Errors
    /// Every fault of the vocabulary, and of records that cannot be evaluated.
    pub fn new(dataset: Dataset, settings: SessionSettings) -> Result<Self, Faults> {
        let lexicon = crate::words::read(&dataset)?;
        let latest = if settings.clock < settings.today { settings.today } else { settings.clock };
        let wrong_days = days_seen(&lexicon, &dataset, latest);
        if !wrong_days.is_empty() {
            return Err(wrong_days.into());
        }
        let (dataset, evidence) = bind_lexicon(&lexicon, dataset, settings.today);
        let mut session = Self {
            dataset,
            evidence,
            lexicon,
            definitions: HashMap::new(),
            sets: Vec::new(),
            set_kinds: Vec::new(),
            those: None,
            parameters: ParameterMap::new(),
            settings,
            inquiry: Inquiry::default(),
            occurrences: Arc::default(),
        };
        session.definitions = session.definitions_of_the_vocabulary()?;
        Ok(session)
    }

    /// The words and names of the session, including what has been defined so far.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The facts.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The limits and inputs of the session.
    #[must_use]
    pub fn settings(&self) -> &SessionSettings {
        &self.settings
    }

    /// A handle that ends the next question while it is being answered.
    #[must_use]
    pub fn stop(&self) -> Stop {
        self.inquiry.stop.clone()
    }

    /// The budget of one question: for reading and answering it and, if the caller opens the budget, for writing the
    /// answer.
    #[must_use]
    pub fn budget(&self) -> Budget {
        let SessionSettings { time, memory, .. } = self.settings;
        Budget { time, memory, stop: self.stop() }
    }

    /// Answers one statement, or takes a definition in.
    ///
    /// # Errors
    /// When the statement cannot be read or answered in time, or a definition uses itself. The session is unchanged
    /// then.
    pub fn answer(&mut self, statement: &Statement, source: &Source) -> Result<Answer, Faults> {
        let answer = self.budget().within(|| self.answer_in_budget(statement, source));
        self.inquiry = Inquiry::default();
        answer
    }

    fn answer_in_budget(&mut self, statement: &Statement, source: &Source) -> Result<Answer, Faults> {
        let (resolved, notes) = self.resolve(statement, source)?;
        let mut answer = self.answer_resolved(&resolved)?;
        answer.notes.splice(0..0, notes);
        Ok(answer)
    }

    /// Answers a resolved statement that is not a definition.
    ///
    /// # Errors
    /// When it cannot be answered in time. The session is unchanged then.
    pub fn answer_to(&mut self, resolved: &ResolvedStatement) -> Result<Answer, Faults> {
        let answer = self.budget().within(|| self.answer_resolved(resolved));
        self.inquiry = Inquiry::default();
        answer
    }

    fn answer_resolved(&mut self, resolved: &ResolvedStatement) -> Result<Answer, Faults> {
        let answer = match resolved {
            ResolvedStatement::Sparql(text) => {
                let worker = self.settings.worker.as_deref();
                let today = self.settings.today;
                run_raw(text, &self.dataset, today, self.limits(), &self.inquiry.stop, worker)?
            }
            ResolvedStatement::Question(question) => self.answer_with_notes(question)?,
            ResolvedStatement::Define { .. } | ResolvedStatement::Let { .. } | ResolvedStatement::Declaration(_) => {
                Answer {
                    body: Body::Defined(sentence(resolved, &self.lexicon, &self.dataset)),
                    notes: Vec::new(),
                    examined: None,
                    unjudged: Some(0),
                    raw: None,
                    evaluator: Engine::Native,
                }
            }
        };
        self.remember(resolved);
        Ok(answer)
    }

    /// Begins another script: definitions stay, but `those` no longer means what the previous script found.
    pub fn begin_script(&mut self) {
        self.those = None;
    }

    /// Checks scripts without answering them, so that nothing is answered when a part of one is wrong. Leaves the
    /// session unchanged.
    ///
    /// # Errors
    /// Every fault up to the first wrong definition: later ones might only follow from it.
    pub fn validate_scripts(&self, scripts: &[Vec<(&Statement, &Source)>]) -> Result<(), Faults> {
        let (mut session, mut problems) = (self.clone(), Vec::new());
        'scripts: for script in scripts {
            session.begin_script();
            for (statement, source) in script {
                if let Err(faults) = session.apply_statement(statement, source) {
                    problems.extend(faults);
                    if !statement.asks() {
                        break 'scripts;
                    }
                }
            }
        }
        Faults::none_in(problems)
    }

    /// Does what answering does, but gives no answer.
    ///
    /// # Errors
    /// When the statement cannot be read or has no plan.
    pub fn apply_statement(&mut self, statement: &Statement, source: &Source) -> Result<(), Faults> {
        self.budget().within(|| self.apply_in_budget(statement, source))
    }

    fn apply_in_budget(&mut self, statement: &Statement, source: &Source) -> Result<(), Faults> {
        let (resolved, _) = self.resolve(statement, source)?;
        if let ResolvedStatement::Question(question) = &resolved {
            // Whether a question has a plan does not depend on the facts, so the hypothetical ones need not be made.
            let question = match question {
                Question::Suppose(_, question) => question,
                question => question,
            };
            self.plan(question)?;
        }
        self.remember(&resolved);
        Ok(())
    }

    /// Resolves a statement; a definition takes effect.
    fn resolve(&mut self, statement: &Statement, source: &Source) -> Result<(ResolvedStatement, Vec<String>), Faults> {
        match &statement.kind {
            StatementKind::Define { head, .. } => {
                let bound = self.bind_parameters(statement, source)?;
                self.define(&bound, head, source)
            }
            StatementKind::Parameter(parameter) => {
                let notes = self.declare(parameter, source)?;
                Ok((self.read(statement, source)?, notes))
            }
            _ => self.resolve_with_notes(statement, source),
        }
    }

    /// Resolves a statement, with notes on rules that read it otherwise than many people would.
    fn resolve_with_notes(
        &self,
        statement: &Statement,
        source: &Source,
    ) -> Result<(ResolvedStatement, Vec<String>), Faults> {
        let understood = self.understand(statement, source)?;
        let notes = understood.notes();
        Ok((understood.resolved, notes))
    }

    /// The canonical sentence of a statement. Leaves the session unchanged.
    ///
    /// # Errors
    /// When the statement cannot be read.
    pub fn sentence(&self, statement: &Statement, source: &Source) -> Result<String, Faults> {
        self.budget().within(|| {
            let resolved = self.read(statement, source)?;
            Ok(sentence(&resolved, &self.lexicon, &self.dataset))
        })
    }

    /// Resolves a statement. Leaves the session unchanged.
    ///
    /// # Errors
    /// When the statement cannot be read.
    pub fn read(&self, statement: &Statement, source: &Source) -> Result<ResolvedStatement, Faults> {
        self.budget().within(|| {
            let bound = self.bind_parameters(statement, source)?;
            read(&bound, source, self.context())
        })
    }

    /// True if more text could complete the text: it has an open quote or parenthesis, or lacks an object.
    #[must_use]
    pub fn is_incomplete(&self, text: &str) -> bool {
        let source = Source::new("question", text);
        let statements = match parse(&source) {
            Ok(statements) => statements,
            Err(fault) => return fault.incomplete && !text.trim().is_empty(),
        };
        statements.last().is_some_and(|statement| {
            let read = self.read(statement, &source);
            read.is_err_and(|faults| faults.iter().any(|fault| fault.incomplete))
        })
    }

    /// True if a text is complete, and every word of it is understood.
    #[must_use]
    pub fn is_readable(&self, text: &str) -> bool {
        let source = Source::new("question", text);
        parse(&source).is_ok_and(|it| it.iter().all(|statement| self.read(statement, &source).is_ok()))
    }

    fn lowering(&self) -> LoweringContext<'_> {
        LoweringContext {
            lexicon: &self.lexicon,
            dataset: &self.dataset,
            definitions: &self.definitions,
            sets: &self.sets,
            those: self.those.map(|id| &self.sets[id.0 as usize]),
            today: self.settings.today,
        }
    }

    fn limits(&self) -> Limits {
        Limits { time: self.settings.time }
    }

    fn context(&self) -> Context<'_> {
        Context {
            lexicon: &self.lexicon,
            dataset: &self.dataset,
            sets: &self.set_kinds,
            those: self.those.map(|id| self.set_kinds[id.0 as usize]),
            choices: None,
            probe: None,
            suggests: true,
        }
    }

    fn define(
        &mut self,
        statement: &Statement,
        head: &Phrase,
        source: &Source,
    ) -> Result<(ResolvedStatement, Vec<String>), Faults> {
        let (word, kind) = definition_head(head, source, self.context())?;
        // The word is known while its meaning is read, so that a definition by itself is detected.
        let (id, earlier) = self.lexicon.define(&word, kind, &statement.to_string());
        let again = earlier.is_some();
        // If the budget runs out, the word regains its earlier meaning.
        let resolved = self.budget().within(|| self.insert_definition(statement, source, id, head));
        let (resolved, mut notes) = resolved.inspect_err(|_| self.lexicon.undo_define(id, earlier))?;
        if again {
            notes.push(format!("this replaces the earlier meaning of `{word}`"));
        }
        Ok((resolved, notes))
    }

    fn insert_definition(
        &mut self,
        statement: &Statement,
        source: &Source,
        id: AdjectiveId,
        head: &Phrase,
    ) -> Result<(ResolvedStatement, Vec<String>), Faults> {
        let (resolved, notes) = self.resolve_with_notes(statement, source)?;
        let ResolvedStatement::Define { meaning, .. } = &resolved else {
            unreachable!("a define is resolved as a define");
        };
        let meaning = self.without_those(meaning.clone());
        let mut definitions = self.definitions.clone();
        definitions.insert(id, meaning);
        if let Some(circle) = definitions::find_cycle(&definitions) {
            let words = self.words_of(&circle);
            return Err(circular_definition(source, head, &words).into());
        }
        self.definitions = definitions;
        Ok((resolved, notes))
    }

    fn words_of(&self, adjectives: &[AdjectiveId]) -> Vec<String> {
        let words = adjectives.iter().map(|id| {
            let adjective = self.lexicon.adjective(*id);
            adjective.word.clone().unwrap_or_default()
        });
        words.collect()
    }

    /// Makes the set of a question the meaning of `those`; adds a named set.
    fn remember(&mut self, resolved: &ResolvedStatement) {
        match resolved {
            ResolvedStatement::Question(question) => {
                let set = question.whole_set().map(|set| self.without_those(set.clone()));
                self.those = set.map(|set| self.add_set(None, set));
            }
            ResolvedStatement::Let { name, meaning } => {
                let meaning = self.without_those(meaning.clone());
                self.add_set(Some(name), meaning);
            }
            ResolvedStatement::Define { .. } | ResolvedStatement::Sparql(_) | ResolvedStatement::Declaration(_) => {}
        }
    }

    fn add_set(&mut self, name: Option<&str>, set: NounPhrase) -> SetId {
        let id = self.lexicon.add_set(name);
        self.set_kinds.push(set.kind);
        self.sets.push(set);
        id
    }

    /// The same set, with `those` replaced by the set that it means now.
    fn without_those(&self, mut set: NounPhrase) -> NounPhrase {
        if let Some(those) = self.those {
            set.each_mut(&mut |phrase| {
                if phrase.base == PhraseBase::Those {
                    phrase.base = PhraseBase::Set(those);
                }
            });
        }
        set
    }
}

/// `define a weak claim as a claim that is weak`
fn circular_definition(source: &Source, head: &Phrase, words: &[String]) -> Diagnostic {
    let typed = source.slice(head.span);
    Diagnostic::new(Blame::Question, Code::DefinedByItself, format!("`{typed}` is defined in terms of itself")).at(
        source,
        head.span,
        arrows(words),
    )
}

fn arrows(words: &[String]) -> String {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.extend(words.first().copied());
    words.join(" → ")
}
