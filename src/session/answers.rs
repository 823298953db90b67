//! What an answer about assurances shows besides: the cell of each thing, and the things whose answer depends or is
//! disputed, so that nobody takes silence, or a part, for the whole.

use oxigraph::model::NamedNode;

use crate::base::{Cut, Diagnostic, Limit};
use crate::exec::{Answer, Body, CellView, Heading, Table, TableCell};
use crate::question::{AnswerCondition, Condition, NounPhrase, Polarity, Question, SolutionModifiers};
use crate::session::Session;
use crate::words::{AdjectiveId, Number, Verdict};

impl Session {
    /// Adds the cells that a question asks for to its rows, those that matter most to a buyer on top.
    ///
    /// # Errors
    /// When the things whose answer depends cannot be found in time.
    pub(super) fn show_answers(&self, question: &Question, answer: &mut Answer) -> Result<(), Diagnostic> {
        let Some(set) = question.set() else {
            return Ok(());
        };
        let set = &self.inline_definitions(set);
        let asked = self.answer_conditions(&set.filters);
        let mut shown = false;
        if let (Body::Table(table), Question::Which(_, rows)) = (&mut answer.body, question)
            && *rows == (SolutionModifiers { first: rows.first, skip: rows.skip, ..SolutionModifiers::default() })
            && !asked.is_empty()
        {
            self.add_columns(&asked, table, rows.first.is_none() && rows.skip.is_none());
            shown = true;
        }
        for asked in asked {
            if !shown && asked.verdicts.len() > 1 {
                answer.notes.extend(self.by_verdict(set, asked)?);
            }
            if set.filters.iter().any(|it| matches!(it, Condition::Answer(answer) if answer == asked)) {
                answer.notes.extend(self.open_answers_note(set, asked)?);
            }
        }
        Ok(())
    }

    /// A set with the conditions of its definitions inlined, where a definition is a plain noun with conditions.
    fn inline_definitions(&self, set: &NounPhrase) -> NounPhrase {
        let plain = |id: &AdjectiveId| {
            let meaning = self.definitions.get(id)?;
            let filters = Vec::new();
            (NounPhrase { filters, number: Number::Plural, ..meaning.clone() }
                == NounPhrase::any(meaning.kind, &self.lexicon))
            .then_some(&meaning.filters)
        };
        let (mut adjectives, mut filters) = (Vec::new(), Vec::new());
        for id in &set.adjectives {
            match plain(id) {
                Some(meant) => filters.extend(meant.clone()),
                None => adjectives.push(*id),
            }
        }
        for filter in &set.filters {
            match filter {
                Condition::Is(id, Polarity::Positive) if let Some(meant) = plain(id) => filters.extend(meant.clone()),
                other => filters.push(other.clone()),
            }
        }
        NounPhrase { adjectives, filters, ..set.clone() }
    }

    /// The conditions on answers of the things themselves, in conditions and in the definitions they use; one per
    /// assurance.
    pub(super) fn answer_conditions<'a>(&'a self, conditions: &'a [Condition]) -> Vec<&'a AnswerCondition> {
        let mut found: Vec<&AnswerCondition> = Vec::new();
        for condition in conditions {
            let more = match condition {
                Condition::Answer(answer) => vec![answer],
                Condition::All(parts) | Condition::Any(parts) => self.answer_conditions(parts),
                Condition::Not(part) => self.answer_conditions(std::slice::from_ref(part)),
                Condition::IsA(phrase, _) => self.answer_conditions(&phrase.filters),
                Condition::Is(id, _) => {
                    self.definitions.get(id).map_or_else(Vec::new, |it| self.answer_conditions(&it.filters))
                }
                _ => Vec::new(),
            };
            for answer in more {
                if !found.iter().any(|it| it.about == answer.about) {
                    found.push(answer);
                }
            }
        }
        found
    }

    fn add_columns(&self, asked: &[&AnswerCondition], table: &mut Table, orders: bool) {
        let Some(subjects) = table.subjects.clone().filter(|it| it.len() == table.rows.len()) else {
            return;
        };
        let cells_of = |thing: &NamedNode| asked.iter().map(|it| self.cell_of(it, thing)).collect();
        let cells: Option<Vec<Vec<CellView>>> = subjects.iter().map(cells_of).collect();
        let Some(cells) = cells else {
            return;
        };
        // Kept: the thing and its name. What is on record of each assurance follows.
        table.headings.truncate(2);
        let heading = |asked: &&AnswerCondition| self.sentence_of(asked).unwrap_or_else(|| "answer".to_owned());
        table.headings.extend(asked.iter().map(heading).map(Heading::of_values));
        for (row, cells) in table.rows.iter_mut().zip(&cells) {
            row.cells.truncate(2);
            row.cells.extend(cells.iter().map(|cell| TableCell::of_text(cell.whole())));
        }
        let mut order: Vec<usize> = (0..subjects.len()).collect();
        if orders {
            order.sort_by_key(|at| cells[*at].iter().map(|cell| rank(cell.verdict)).min());
        }
        table.rows = order.iter().map(|at| table.rows[*at].clone()).collect();
        table.subjects = Some(order.iter().map(|at| subjects[*at].clone()).collect());
        table.answers =
            order.into_iter().filter_map(|at| <[CellView; 1]>::try_from(cells[at].clone()).ok()).flatten().collect();
    }

    /// `“Customer data is not used for training.”`, which may state the opposite of the verb in the question.
    pub(super) fn sentence_of(&self, asked: &AnswerCondition) -> Option<String> {
        let about = self.dataset.iri_id(asked.about.iri.as_ref()).filter(|_| !asked.of_assurance)?;
        self.cell_writer()?.sentence(about).map(|it| format!("“{it}”"))
    }

    pub(super) fn cell_of(&self, asked: &AnswerCondition, thing: &NamedNode) -> Option<CellView> {
        let id = |iri: &NamedNode| self.dataset.iri_id(iri.as_ref());
        let (thing, about) = (id(thing)?, id(&asked.about.iri)?);
        let (of, assurance) = if asked.of_assurance { (about, thing) } else { (thing, about) };
        Some(self.cell_writer()?.view(of, assurance))
    }

    /// How many of the things have which verdict: `answers: no 1, depends 2`.
    fn by_verdict(&self, set: &NounPhrase, asked: &AnswerCondition) -> Result<Option<String>, Diagnostic> {
        let things = self.things(set)?;
        let verdicts: Vec<Option<Verdict>> =
            things.iter().map(|it| self.cell_of(asked, it).and_then(|cell| cell.verdict)).collect();
        let told = asked.verdicts.iter().filter_map(|it| {
            let number = verdicts.iter().filter(|verdict| **verdict == Some(it.verdict)).count();
            (number > 0).then(|| format!("{} {number}", it.verdict.word()))
        });
        let told: Vec<String> = told.collect();
        let to = self.sentence_of(asked).map_or_else(String::new, |it| format!(" to {it}"));
        Ok((!told.is_empty()).then(|| format!("answers{to}: {}", told.join(", "))))
    }

    /// The things that may meet the other conditions and whose answer depends or is disputed, unless these were asked
    /// for.
    fn open_answers_note(&self, set: &NounPhrase, asked: &AnswerCondition) -> Result<Option<String>, Diagnostic> {
        let open = [Verdict::Depends, Verdict::Disputed];
        let said = |verdict: Verdict| asked.verdicts.iter().any(|it| it.verdict == verdict);
        // Of a denied offer, what depends or is disputed is unknown, and reported as such.
        let is_denial =
            asked.verdicts.iter().all(|it| it.verdict == Verdict::No) && self.lexicon.is_offer(&asked.about.iri);
        if open.into_iter().any(said) || asked.includes_undecided() || is_denial {
            return Ok(None);
        }
        let mut others = set.clone();
        others.filters.retain(|it| !matches!(it, Condition::Answer(answer) if answer == asked));
        let mut named = Vec::new();
        for thing in self.possible_things(&others)? {
            let verdict = self.cell_of(asked, &thing).and_then(|it| it.verdict);
            if let Some(verdict) = verdict.filter(|it| open.contains(it)) {
                let id = self.dataset.iri_id(thing.as_ref());
                let name = id.map_or_else(String::new, |id| self.lexicon.label(&self.dataset, id));
                named.push(format!("{name} ({})", verdict.word()));
            }
        }
        let named = Cut::of(named, Limit::VerdictNames);
        Ok((!named.is_empty())
            .then(|| format!("not among them, because the answer is not a plain yes or no: {}", named.comma_list())))
    }
}

/// What a buyer has to see first: a no, then an answer that depends on something.
fn rank(verdict: Option<Verdict>) -> usize {
    let order = [
        Verdict::No,
        Verdict::Depends,
        Verdict::Disputed,
        Verdict::Yes,
        Verdict::NotFound,
        Verdict::NotReadable,
        Verdict::NotOnRecord,
    ];
    order.iter().position(|it| Some(*it) == verdict).unwrap_or(order.len())
}
