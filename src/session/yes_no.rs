//! Questions about one thing that depend on what the records say on an assurance.

use crate::base::Diagnostic;
use crate::exec::{Answer, Body, Truth};
use crate::question::{AnswerCondition, Condition, NounPhrase, Polarity, Question, Thing};
use crate::session::Session;
use crate::words::{Number, Verdict};

/// Open answers whose combinations are all tried; with more, the result counts as dependent on them.
const TRIED: usize = 4;

impl Session {
    /// Whether a condition holds of one thing. Where that depends on an answer that depends or is disputed, so does the
    /// result.
    ///
    /// # Errors
    /// When it cannot be found in time.
    pub(super) fn does(&self, thing: &Thing, holds: &Condition) -> Result<Answer, Diagnostic> {
        if let Some(answer) = self.only_answer(thing, holds) {
            return self.verdict_of(thing, answer);
        }
        let hangs = |asked: &&AnswerCondition| {
            let verdict = self.cell_of(asked, &thing.iri).and_then(|cell| cell.verdict);
            asked.is_verb_phrase() && matches!(verdict, Some(Verdict::Depends | Verdict::Disputed))
        };
        let hanging: Vec<&AnswerCondition> =
            self.answer_conditions(std::slice::from_ref(holds)).into_iter().filter(hangs).collect();
        let Some(first) = hanging.first() else {
            let question = Question::Does(thing.clone(), holds.clone());
            let mut answer = self.plan_and_evaluate(&question)?;
            if let (Body::YesNo { truth, .. }, Some(told)) = (&mut answer.body, self.linked_answers_note(&question)?) {
                *truth = Truth::Unknown;
                answer.notes.insert(0, told);
            }
            return Ok(answer);
        };
        let (mut answer, told) = match self.invariant_answer(thing, holds, &hanging)? {
            Some(decided) => (decided, hanging.as_slice()),
            None => (self.verdict_of(thing, first)?, &hanging[1..]),
        };
        let name = self.dataset.iri_id(thing.iri.as_ref()).map(|id| self.lexicon.label(&self.dataset, id));
        let cells = told.iter().filter_map(|asked| {
            let (cell, name) = (self.cell_of(asked, &thing.iri)?, name.as_ref()?);
            Some(format!("{}, of {name}: {}", self.sentence_of(asked)?, cell.whole()))
        });
        answer.notes.extend(cells);
        Ok(answer)
    }

    /// The answer that is the same for every combination of the open answers; `None` if it depends on them.
    fn invariant_answer(
        &self,
        thing: &Thing,
        holds: &Condition,
        hanging: &[&AnswerCondition],
    ) -> Result<Option<Answer>, Diagnostic> {
        if hanging.len() > TRIED {
            return Ok(None);
        }
        let mut same: Option<Answer> = None;
        for way in 0..1_u32 << hanging.len() {
            let truths: Vec<(&AnswerCondition, bool)> =
                (0..).zip(hanging).map(|(at, it)| (*it, way >> at & 1 == 1)).collect();
            let answer =
                self.plan_and_evaluate(&Question::Does(thing.clone(), self.with_answers(thing, holds, &truths)))?;
            if same.as_ref().is_some_and(|same| same.body != answer.body) {
                return Ok(None);
            }
            same = Some(answer);
        }
        Ok(same)
    }

    /// A condition in which some answers are replaced by true or false.
    fn with_answers(&self, thing: &Thing, holds: &Condition, truths: &[(&AnswerCondition, bool)]) -> Condition {
        let again = |part: &Condition| self.with_answers(thing, part, truths);
        match holds {
            Condition::Answer(answer) => {
                let truth = truths.iter().find(|(it, _)| answer.is_verb_phrase() && it.about == answer.about);
                let itself = || Condition::IsA(Box::new(NounPhrase::the(thing)), Polarity::Positive);
                match truth {
                    // Another mention of the same assurance may ask for the opposite.
                    Some((it, truth)) if *truth == (it.verdicts == answer.verdicts) => itself(),
                    Some(_) => Condition::Not(Box::new(itself())),
                    None => holds.clone(),
                }
            }
            Condition::All(parts) => Condition::All(parts.iter().map(again).collect()),
            Condition::Any(parts) => Condition::Any(parts.iter().map(again).collect()),
            Condition::Not(part) => Condition::Not(Box::new(again(part))),
            Condition::IsA(phrase, polarity) => {
                let filters = phrase.filters.iter().map(again).collect();
                Condition::IsA(Box::new(NounPhrase { filters, ..(**phrase).clone() }), *polarity)
            }
            Condition::Is(id, polarity) => match self.definitions.get(id) {
                Some(meaning) if !self.answer_conditions(&meaning.filters).is_empty() => {
                    again(&Condition::IsA(Box::new(meaning.clone()), *polarity))
                }
                _ => holds.clone(),
            },
            other => other.clone(),
        }
    }

    /// The answer that is all a condition asks for: `trains on customer data`, `is a vendor that trains on customer
    /// data`.
    fn only_answer<'q>(&self, thing: &Thing, holds: &'q Condition) -> Option<&'q AnswerCondition> {
        match holds {
            Condition::Answer(answer) => Some(answer),
            Condition::IsA(phrase, Polarity::Positive) => {
                let [Condition::Answer(answer)] = phrase.filters.as_slice() else {
                    return None;
                };
                let of_its_kind = NounPhrase { filters: Vec::new(), number: Number::Plural, ..(**phrase).clone() };
                (of_its_kind == NounPhrase::any(thing.kind, &self.lexicon)).then_some(answer)
            }
            _ => None,
        }
    }
}
