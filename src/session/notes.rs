//! Notes beside an answer. For an empty one: the largest part of the question that does find something. Where a
//! condition held, or did not, only because a value was missing: for how many things. Every number is the answer to a
//! smaller question.

mod absences;
mod aggregates;
mod empty;
mod groups;
mod loose_links;
mod unknown;

use crate::exec::{Answer, Body, Truth, evaluate};
use crate::plan::{Concept, Plan};
use crate::question::{Bound, NounPhrase, Quantity, Question, SolutionModifiers};
use crate::session::Session;
use crate::words::Number;

impl Session {
    /// Adds notes to an answer, and the number of things that could not be evaluated, as far as time allows.
    pub(super) fn add_notes(&self, question: &Question, answer: &mut Answer) {
        let teacher = NoteFinder { session: self, possible: None };
        let plan = self.lexicon.has_open_terms().then(|| self.plan(question).ok()).flatten();
        let teacher =
            NoteFinder { possible: plan.as_ref().and_then(|plan| Some(&plan.possible.as_ref()?.set)), ..teacher };
        if let Question::Does(..) = question {
            teacher.one_thing(question, plan.as_ref(), answer);
        }
        let (Some(set), Some(found)) = (question.set(), count_found(&answer.body)) else {
            return;
        };
        let grouped = question.rows().is_some_and(SolutionModifiers::are_aggregated);
        // With groups, or only some of the rows, the row count is not the number of things.
        let whole = if grouped || question.is_cut_short() { teacher.count(set) } else { Some(found) };
        // What could not be evaluated comes first: the verdict on an expectation depends on it.
        let unknown = teacher.unknown(plan.as_ref());
        let is_known = unknown.as_ref().is_some_and(|unknown| unknown.unjudged == 0);
        let mut absences = unknown.zip(teacher.absences(set)).map(|(unknown, absences)| unknown.and(absences));
        if let Some(rows) = question.rows().filter(|rows| !rows.having.is_empty()) {
            let groups = teacher.groups_not_judged(set, rows);
            absences = absences.zip(groups).map(|(things, groups)| things.and(groups));
        }
        absences = absences.zip(teacher.uncertain(plan.as_ref())).map(|(unknown, numbers)| unknown.and(numbers));
        answer.unjudged = match &absences {
            Some(absences) if !is_settled(question, &answer.body) => Some(absences.unjudged),
            Some(_) => Some(0),
            None => None,
        };
        let mut lessons = Vec::new();
        if let (Question::Show(_, rows), Some(whole)) = (question, whole) {
            lessons.extend(teacher.aggregate_notes(set, rows, whole).unwrap_or_default());
        }
        if let (Some(rows), Some(whole)) = (question.rows(), whole) {
            lessons.extend(teacher.without_a_key(set, rows, whole).unwrap_or_default());
        }
        // Where things are unknown, that a part finds something explains nothing.
        if whole == Some(0) && is_known {
            lessons.extend(teacher.largest_part(set));
        }
        lessons.extend(absences.map(|it| it.notes).unwrap_or_default());
        lessons.extend(teacher.empty_quantifier_notes(set).unwrap_or_default());
        if let Some(whole) = whole {
            lessons.extend(teacher.lacks_any_kind_notes(set, whole).unwrap_or_default());
        }
        answer.notes.extend(lessons);
    }
}

/// Asks smaller questions, as long as time allows.
pub(super) struct NoteFinder<'a> {
    session: &'a Session,
    /// What may be in the set of the question; `None` where everything is known.
    possible: Option<&'a Concept>,
}

impl NoteFinder<'_> {
    /// A no that is due to a missing value is not certain.
    fn one_thing(&self, question: &Question, plan: Option<&Plan>, answer: &mut Answer) {
        let Body::YesNo { truth, .. } = answer.body else {
            return;
        };
        let Some(thing) = question.subject().filter(|_| truth != Truth::Yes) else {
            return;
        };
        if truth == Truth::Unknown {
            answer.unjudged = Some(1);
            answer.notes.extend(plan.and_then(|plan| self.unknown_of_one(plan)));
            return;
        }
        let absences = self.absences(&thing);
        answer.unjudged = absences.as_ref().map(|it| it.unjudged);
        answer.notes.extend(absences.unwrap_or_default().notes);
    }

    /// How many things are certainly in a set; `None` when that cannot be found out in time.
    fn count(&self, set: &NounPhrase) -> Option<u64> {
        let plan = self.session.plan(&Question::HowMany(set.clone(), SolutionModifiers::default())).ok()?;
        self.size(plan)
    }

    /// How many things may be in a set, without those that may be in the set of the question.
    fn count_others(&self, set: &NounPhrase) -> Option<u64> {
        let plan = self.session.plan(&Question::HowMany(set.clone(), SolutionModifiers::default())).ok()?;
        let Some(known) = self.possible else {
            return self.size(plan);
        };
        let may_be = plan.possible.map_or(plan.set, |possible| possible.set);
        let others = Concept::all(vec![may_be, Concept::negate(known.clone())]);
        self.size(Plan { set: others, possible: None, ..plan })
    }

    fn size(&self, plan: Plan) -> Option<u64> {
        let session = self.session;
        // The question itself reports what its default filter excludes.
        let plan = Plan { default_filters: Vec::new(), without_subject_filter: None, ..plan };
        let (lexicon, dataset) = (&session.lexicon, &session.dataset);
        let answer = evaluate(&plan, lexicon, dataset, session.limits(), &session.inquiry).ok()?;
        count_found(&answer.body)
    }
}

/// How many things an answer found; `None` where it is not about a set.
fn count_found(body: &Body) -> Option<u64> {
    match body {
        Body::Table(table) => Some(table.things as u64),
        Body::Count { count, .. } => Some(*count),
        Body::YesNo { count, .. } => *count,
        Body::Triples(_)
        | Body::Why(_)
        | Body::Argument(_)
        | Body::Loss(_)
        | Body::Defined(_)
        | Body::Comparison(_)
        | Body::Verdict(_) => None,
    }
}

/// True when more such things would not change the answer to `is there`.
fn is_settled(question: &Question, body: &Body) -> bool {
    let (Question::IsThere(quantity, _), Body::YesNo { truth, count }) = (question, body) else {
        return false;
    };
    match quantity {
        Quantity::Count(Bound::AtMost | Bound::FewerThan, _) | Quantity::No => *truth == Truth::No,
        Quantity::Count(Bound::Exactly, exactly) => count.is_some_and(|count| count > *exactly),
        Quantity::Count(Bound::AtLeast | Bound::MoreThan, _) | Quantity::Some | Quantity::Only | Quantity::Every => {
            *truth == Truth::Yes
        }
    }
}

fn number_of(count: u64) -> Number {
    Number::of(count)
}
