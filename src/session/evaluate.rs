//! Resolved questions → answers: by evaluating a plan, by giving reasons for one thing, or from the evidence graph.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Term};

use crate::base::{Blame, Code, Diagnostic, run_optional};
use crate::exec::{
    self, Answer, Body, Engine, PlanSizes, Truth, VerdictOf, Why, build_evidence_tree, evaluate, support_loss,
};
use crate::plan::{Plan, lower};
use crate::question::{AnswerCondition, CompareQuestion, Condition, Question, Thing};
use crate::session::Session;
use crate::session::difference::difference;
use crate::store::{Ascending, Id, count_common};
use crate::words::Verdict;

/// Concepts that the explanation of a plan lists at most. Building more would take time and serve nobody.
const MAX_EXPLAINED: usize = 50_000;

impl Session {
    /// The answer to a resolved question. Leaves the session unchanged.
    ///
    /// # Errors
    /// When it cannot be answered in time.
    pub fn evaluate(&self, question: &Question) -> Result<Answer, Diagnostic> {
        match question {
            Question::Why(thing, _) => self.reasons(question, thing),
            Question::Argument(thing) => self.argument(thing),
            Question::Loss(thing) => self.loss(thing),
            Question::Suppose(supposed, question) => self.with_suppositions(supposed)?.evaluate(question),
            Question::Compare(compared) => self.compare(compared),
            Question::Does(thing, holds) => self.does(thing, holds),
            question => self.plan_and_evaluate(question),
        }
    }

    /// `does alibaba keep prompts`
    pub(super) fn verdict_of(&self, thing: &Thing, answer: &AnswerCondition) -> Result<Answer, Diagnostic> {
        let (of, about) = (self.id_of(thing)?, self.id_of(&answer.about)?);
        let writer = self.cell_writer().expect("only what is compared has answers");
        let cell = writer.view(of, about);
        let verdict = cell.verdict.unwrap_or(Verdict::NotOnRecord);
        let name = self.lexicon.label(&self.dataset, of);
        let sentence = writer.sentence(about).unwrap_or_else(|| self.lexicon.label(&self.dataset, about));
        let is_told = verdict.is_decided() || answer.speaks_of_the_record();
        let hangs = matches!(verdict, Verdict::Depends | Verdict::Disputed) && answer.is_verb_phrase();
        let yes = if is_told && !hangs { self.is_as_asked(answer, thing)? } else { None };
        Ok(Answer {
            body: Body::Verdict(Box::new(VerdictOf { yes, thing: name, sentence, cell })),
            notes: Vec::new(),
            examined: Some(1),
            unjudged: Some(0),
            raw: None,
            evaluator: Engine::Native,
        })
    }

    /// Whether a thing has the answer asked for; `None` if it has neither this nor the opposite.
    fn is_as_asked(&self, answer: &AnswerCondition, thing: &Thing) -> Result<Option<bool>, Diagnostic> {
        let holds = |answer: &AnswerCondition| -> Result<bool, Diagnostic> {
            let question = Question::Does(thing.clone(), Condition::Answer(answer.clone()));
            let rows = self.rows(&self.plan(&question)?)?;
            Ok(matches!(rows.first().and_then(|row| row.first()), Some(Some(Term::Literal(it))) if it.value() != "0"))
        };
        if holds(answer)? {
            return Ok(Some(true));
        }
        match answer.opposite(self.lexicon.is_offer(&answer.about.iri)) {
            Some(opposite) => Ok(holds(&opposite)?.then_some(false)),
            None => Ok(Some(false)),
        }
    }

    /// `compare alibaba, openrouter on training`
    fn compare(&self, question: &CompareQuestion) -> Result<Answer, Diagnostic> {
        let compared = self.compare_on_topics(question, false);
        let compared = compared.expect("only what a vocabulary compares is read");
        Ok(Answer {
            examined: Some(compared.rows.len() as u64),
            body: Body::Comparison(Box::new(compared)),
            notes: Vec::new(),
            unjudged: Some(0),
            raw: None,
            evaluator: Engine::Native,
        })
    }

    /// The plan of a question.
    ///
    /// # Errors
    /// When a day is out of range, or definitions are nested too deeply.
    pub fn plan(&self, question: &Question) -> Result<Plan, Diagnostic> {
        match question {
            Question::Suppose(supposed, question) => self.with_suppositions(supposed)?.plan(question),
            question => lower(question, self.lowering()),
        }
    }

    /// The set of a plan as lines.
    ///
    /// # Errors
    /// When definitions use one another so often that neither the plan nor its SPARQL could be read.
    pub(super) fn lines_of(&self, plan: &Plan) -> Result<String, Diagnostic> {
        plan.set.lines_of(&self.dataset, MAX_EXPLAINED).ok_or_else(too_long)
    }

    /// The terms of a plan's answer, row by row: the thing of the row, then the columns.
    ///
    /// # Errors
    /// When it cannot be answered in time.
    pub fn rows(&self, plan: &Plan) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
        exec::rows(plan, &self.lexicon, &self.dataset, self.limits(), &self.inquiry.elsewhere())
    }

    /// How many rows a plan's answer has.
    ///
    /// # Errors
    /// When it cannot be answered in time.
    pub fn number_of_rows(&self, plan: &Plan) -> Result<usize, Diagnostic> {
        exec::size(plan, &self.lexicon, &self.dataset, self.limits(), &self.inquiry.elsewhere())
    }

    /// The rows of a plan's answer, found by evaluating its SPARQL.
    ///
    /// # Errors
    /// When it cannot be answered in time.
    pub fn rows_of_sparql(&self, plan: &Plan) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
        exec::rows_of_sparql(plan, &self.lexicon, &self.dataset, self.limits(), &self.inquiry.stop)
    }

    /// The physical plan of a question, and what stopped its evaluation: see [`exec::explain_plan`].
    ///
    /// # Errors
    /// When it has no plan.
    pub fn execution_plan(
        &self,
        question: &Question,
        sizes: PlanSizes,
    ) -> Result<(String, Option<Diagnostic>), Diagnostic> {
        if let Question::Suppose(supposed, question) = question {
            return self.with_suppositions(supposed)?.execution_plan(question, sizes);
        }
        let plan = self.plan(question)?;
        let inquiry = self.inquiry.elsewhere();
        Ok(exec::explain_plan(&plan, &self.lexicon, &self.dataset, sizes, self.limits(), &inquiry))
    }

    /// Why each of these things is in the set of a question, or is not; for a question about one thing, why what it
    /// asks holds of each, or does not. Few things are evaluated one by one; many at once, part by part of the
    /// question. All is done within the time for one question.
    ///
    /// # Errors
    /// When the question is about no set, no fact mentions a thing, or time runs out.
    pub fn why(&self, question: &Question, things: &[NamedNode]) -> Result<Vec<Why>, Diagnostic> {
        if let Question::Suppose(supposed, question) = question {
            return self.with_suppositions(supposed)?.why(question, things);
        }
        let (context, limits) = (self.lowering(), self.limits());
        let facts = (&self.dataset, &*self.evidence);
        self.budget().within(|| exec::why(question, things, context, facts, limits, &self.inquiry))
    }

    /// The answer to a question, with notes. The notes get at most half of the time that finding the answer has left,
    /// so that they never cost the answer.
    pub(super) fn answer_with_notes(&self, question: &Question) -> Result<Answer, Diagnostic> {
        if let Question::Suppose(supposed, question) = question {
            let mut answer = self.with_suppositions(supposed)?.answer_with_notes(question)?;
            let difference = match run_optional(|| self.evaluate(question))? {
                Some(now) => difference(&answer.body, &now.body),
                None => "there was no time to compare it with the answer now".to_owned(),
            };
            answer.notes.insert(0, format!("this answer is about hypothetical facts; {difference}"));
            return Ok(answer);
        }
        let mut answer = self.evaluate(question)?;
        // Notes that cast doubt on the answer come first, those on the default filter last.
        let left_out = std::mem::take(&mut answer.notes);
        self.show_answers(question, &mut answer)?;
        let shown = answer.notes.len();
        let taught = run_optional(|| {
            if !matches!(question, Question::Does(..)) {
                answer.notes.extend(self.linked_answers_note(question)?);
            }
            answer.notes.extend(self.ties(question, &answer)?);
            self.note_loose_links(question, &mut answer);
            self.add_notes(question, &mut answer);
            if let Some((told, number)) = self.lookalike_note(question)? {
                answer.notes.push(told);
                answer.unjudged = answer.unjudged.map(|unjudged| unjudged + number);
            }
            Ok::<_, Diagnostic>(())
        })?;
        if taught.is_none() {
            answer.notes.truncate(shown);
            answer.unjudged = None;
        }
        if answer.unjudged.is_none() {
            answer.notes.push("there was no time to count what could not be decided".to_owned());
        }
        answer.notes.extend(left_out);
        // Two parts of a question can yield the same note.
        let mut told = HashSet::new();
        answer.notes.retain(|it| told.insert(it.clone()));
        Ok(answer)
    }

    pub(super) fn plan_and_evaluate(&self, question: &Question) -> Result<Answer, Diagnostic> {
        let plan = self.plan(question)?;
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        evaluate(&plan, lexicon, dataset, self.limits(), &self.inquiry)
    }

    /// `why does ali:no-training lack a source`
    fn reasons(&self, question: &Question, thing: &Thing) -> Result<Answer, Diagnostic> {
        let answer = self.plan_and_evaluate(question)?;
        let mut why = self.why(question, std::slice::from_ref(&thing.iri))?.remove(0);
        let mut notes = answer.notes;
        if let Question::Why(_, holds) = question {
            let asked = self.does(thing, holds)?;
            match asked.body {
                Body::Verdict(verdict) if verdict.is_open() => {
                    why.holds = Truth::Unknown;
                    notes.push(format!("{}: “{}”: {}", verdict.word(), verdict.sentence, verdict.cell.whole()));
                }
                Body::YesNo { truth: Truth::Unknown, .. } => {
                    why.holds = Truth::Unknown;
                    notes.extend(asked.notes);
                }
                _ => {}
            }
        }
        Ok(Answer { body: Body::Why(Box::new(why)), notes, ..answer })
    }

    /// `why ali:no-training`
    fn argument(&self, thing: &Thing) -> Result<Answer, Diagnostic> {
        let id = self.id_of(thing)?;
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let today = self.settings.today;
        let argument = build_evidence_tree(id, lexicon, dataset, &self.evidence, today);
        let argument = argument.ok_or_else(|| nothing_known(thing))?;
        Ok(self.about_support(Body::Argument(Box::new(argument))))
    }

    /// `what rests on ali:regions-page`
    fn loss(&self, thing: &Thing) -> Result<Answer, Diagnostic> {
        let id = self.id_of(thing)?;
        let loss = support_loss(id, &self.lexicon, &self.dataset, &self.evidence);
        let loss = loss.ok_or_else(|| nothing_known(thing))?;
        Ok(self.about_support(Body::Loss(Box::new(loss))))
    }

    fn about_support(&self, body: Body) -> Answer {
        let support = self.lexicon.support();
        let things = support.map(|it| {
            let left_out = self.lexicon.default_exclusions(&self.dataset, it.of);
            let left_out: Vec<_> = left_out.into_iter().collect();
            let things = self.lexicon.things(&self.dataset, it.of);
            (things.len() - count_common(&Ascending::of(&things), &Ascending::of(&left_out))) as u64
        });
        Answer { body, notes: Vec::new(), examined: things, unjudged: Some(0), raw: None, evaluator: Engine::Native }
    }

    /// The id of a thing.
    fn id_of(&self, thing: &Thing) -> Result<Id, Diagnostic> {
        let id = self.dataset.iri_id(thing.iri.as_ref());
        id.ok_or_else(|| nothing_known(thing))
    }
}

/// a thing that is hypothetically gone
fn nothing_known(thing: &Thing) -> Diagnostic {
    let message = format!("no fact mentions `{}`", thing.iri.as_str());
    Diagnostic::new(Blame::Question, Code::NothingKnown, message)
}

/// definitions that double forty times
fn too_long() -> Diagnostic {
    let message = format!(
        "the definitions in this question depend on one another too often: its plan takes more than {MAX_EXPLAINED} lines"
    );
    Diagnostic::new(Blame::Question, Code::TooDeep, message)
        .help("explain the definitions one by one; the question itself can still be asked")
}
