//! What an answer about assurances shows besides: the cell of each thing, and the things for which it depends or is
//! disputed, so that nobody takes silence or a part for the whole.

use oxigraph::model::NamedNode;

use crate::base::{Cut, Diagnostic, Limit};
use crate::exec::{Answer, Body, Cell, CellView, Heading, Table};
use crate::question::{AnswerIs, Condition, NounPhrase, Question, Rows};
use crate::session::Session;
use crate::words::Verdict;

impl Session {
    /// Adds the cells that a question asks for to its rows, those that a buyer has to see first on top.
    ///
    /// # Errors
    /// When the things for which it depends cannot be found in time.
    pub(super) fn show_answers(&self, question: &Question, answer: &mut Answer) -> Result<(), Diagnostic> {
        let Some(set) = question.set() else {
            return Ok(());
        };
        let asked = answers_of(set);
        let [asked] = asked.as_slice() else {
            return Ok(());
        };
        if let (Body::Table(table), Question::Which(_, rows)) = (&mut answer.body, question)
            && *rows == (Rows { first: rows.first, skip: rows.skip, ..Rows::default() })
        {
            self.add_column(asked, table, rows.first.is_none() && rows.skip.is_none());
        }
        if let Body::Count { count, .. } = answer.body
            && asked.verdicts.len() > 1
        {
            answer.notes.extend(self.by_verdict(set, asked, count)?);
        }
        answer.notes.extend(self.otherwise(set, asked)?);
        Ok(())
    }

    fn add_column(&self, asked: &AnswerIs, table: &mut Table, orders: bool) {
        let Some(subjects) = table.subjects.clone().filter(|it| it.len() == table.rows.len()) else {
            return;
        };
        let cells: Option<Vec<CellView>> = subjects.iter().map(|it| self.cell_of(asked, it)).collect();
        let Some(cells) = cells else {
            return;
        };
        // The thing, its name, and what is on record.
        table.headings.truncate(2);
        // What is answered is the assurance, which may be the other way round than the verb.
        let sentence = self.dataset.iri_id(asked.about.iri.as_ref()).filter(|_| !asked.of_assurance);
        let sentence = sentence.and_then(|about| self.cell_writer()?.sentence(about));
        let heading = sentence.map_or_else(|| "answer".to_owned(), |it| format!("“{it}”"));
        table.headings.push(Heading::of_values(heading));
        for (row, cell) in table.rows.iter_mut().zip(&cells) {
            row.cells.truncate(2);
            row.cells.push(Cell::of_text(cell.whole()));
        }
        if orders {
            let mut order: Vec<usize> = (0..subjects.len()).collect();
            order.sort_by_key(|at| rank(cells[*at].verdict));
            table.rows = order.iter().map(|at| table.rows[*at].clone()).collect();
            table.subjects = Some(order.iter().map(|at| subjects[*at].clone()).collect());
            table.answers = order.into_iter().map(|at| cells[at].clone()).collect();
        } else {
            table.answers = cells;
        }
    }

    fn cell_of(&self, asked: &AnswerIs, thing: &NamedNode) -> Option<CellView> {
        let id = |iri: &NamedNode| self.dataset.iri_id(iri.as_ref());
        let (thing, about) = (id(thing)?, id(&asked.about.iri)?);
        let (of, assurance) = if asked.of_assurance { (about, thing) } else { (thing, about) };
        Some(self.cell_writer()?.view(of, assurance))
    }

    /// How many of what is counted have which verdict: `of these 3: no 1, depends 2`.
    fn by_verdict(&self, set: &NounPhrase, asked: &AnswerIs, count: u64) -> Result<Option<String>, Diagnostic> {
        let things = self.things(set)?;
        let verdicts: Vec<Option<Verdict>> =
            things.iter().map(|it| self.cell_of(asked, it).and_then(|cell| cell.verdict)).collect();
        let told = asked.verdicts.iter().filter_map(|it| {
            let number = verdicts.iter().filter(|verdict| **verdict == Some(it.verdict)).count();
            (number > 0).then(|| format!("{} {number}", it.verdict.word()))
        });
        let told: Vec<String> = told.collect();
        let sentence = self.dataset.iri_id(asked.about.iri.as_ref());
        let sentence = sentence.and_then(|about| self.cell_writer()?.sentence(about));
        let to = sentence.filter(|_| !asked.of_assurance).map_or_else(String::new, |it| format!(" to “{it}”"));
        Ok((count > 0).then(|| format!("answers{to}: {}", told.join(", "))))
    }

    /// The things that fit otherwise, and of which it depends or is disputed, where neither was asked for.
    fn otherwise(&self, set: &NounPhrase, asked: &AnswerIs) -> Result<Option<String>, Diagnostic> {
        let open = [Verdict::Depends, Verdict::Disputed];
        let said = |verdict: Verdict| asked.verdicts.iter().any(|it| it.verdict == verdict);
        // Where an offer is denied, what depends or is disputed is unknown, and is told as such.
        let is_denial =
            asked.verdicts.iter().all(|it| it.verdict == Verdict::No) && self.lexicon.is_offer(&asked.about.iri);
        if open.into_iter().any(said) || asked.speaks_of_silence() || is_denial {
            return Ok(None);
        }
        let mut others = set.clone();
        others.filters.retain(|it| !matches!(it, Condition::Answer(answer) if answer == asked));
        let mut named = Vec::new();
        for thing in self.things(&others)? {
            let verdict = self.cell_of(asked, &thing).and_then(|it| it.verdict);
            if let Some(verdict) = verdict.filter(|it| open.contains(it)) {
                let id = self.dataset.iri_id(thing.as_ref());
                let name = id.map_or_else(String::new, |id| self.lexicon.label(&self.dataset, id));
                named.push(format!("{name} ({})", verdict.word()));
            }
        }
        let named = Cut::of(named, Limit::VerdictNames);
        Ok((!named.is_empty()).then(|| format!("not among them, since it is no plain yes or no: {}", named.joined())))
    }
}

/// What the set says of answers itself.
fn answers_of(set: &NounPhrase) -> Vec<&AnswerIs> {
    let answers = set.filters.iter().filter_map(|filter| match filter {
        Condition::Answer(answer) => Some(answer),
        _ => None,
    });
    answers.collect()
}

/// What a buyer has to see first: a no, then what hangs on something.
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
