//! Runs one check: answers its question, compares the answer with the expectation, and turns what should not be there
//! into findings.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Term};

use crate::audit::check::CheckMetadata;
use crate::audit::context::{CsvOf, EarlierState};
use crate::audit::findings::{Finder, of_no_thing, of_row, row_in_words};
use crate::audit::judge::{Expected, Judgement, judge};
use crate::audit::metadata::about;
use crate::audit::narrow::{keep_within, narrow_check};
use crate::audit::report::Finding;
use crate::audit::same_as::{RowDifference, differing, expectation_file};
use crate::audit::script_files::digest_of;
use crate::audit::verdict::{CheckVerdict, fail, no_baseline, no_things, not_in_baseline, pass};
use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::exec::{Answer, Body, Table, TableRow};
use crate::files::Files;
use crate::lang::{self, Amount, Expectation, Statement};
use crate::question::{Question, ResolvedCheck, ResolvedStatement, Thing, sentence};
use crate::session::Session;
use crate::words::KindId;

/// Any number, if something was examined.
const ANY: Expected = Expected::AtLeast(0);
/// Any number, if nothing was left unevaluated.
const ALL: Expected = Expected::AtMost(u64::MAX);

/// One check in its session.
pub(super) struct Examination<'a> {
    pub(super) files: &'a Files,
    pub(super) csv: CsvOf<'a>,
    /// The thing that is audited; `None` for everything.
    pub(super) of: Option<&'a Thing>,
    /// What `no new` compares with; of facts, the session is in `earlier`.
    pub(super) known: EarlierState<'a>,
    pub(super) session: &'a mut Session,
    pub(super) earlier: Option<&'a mut Session>,
    pub(super) source: &'a Source,
}

/// What was asked, and the answer.
struct ExaminedCheck {
    /// The check as written, which explains why a thing was found.
    written: ResolvedCheck,
    /// What was asked: narrowed to the audited thing, if there is one.
    asked: ResolvedCheck,
    answer: Answer,
    may_be_empty: bool,
}

impl Examination<'_> {
    /// What the check says of itself, and its verdict; `None` where one thing is audited and the check is not about it.
    pub(super) fn check(
        mut self,
        statement: &Statement,
        check: &lang::Check,
    ) -> (CheckMetadata, Result<Option<CheckVerdict>, Faults>) {
        let mut known = None;
        let verdict = self.session.budget().within(|| {
            let (bound, asked) = self.session.read_check(statement, self.source)?;
            // Set first, so that the question is reported even if no budget is left to answer it.
            known = Some(self.about(&bound, &asked));
            self.verdict(statement, &bound, asked)
        });
        (known.unwrap_or_else(|| about(check, self.source, String::new(), String::new())), verdict)
    }

    /// The metadata of a check, with its question and digest.
    fn about(&self, check: &lang::Check, asked: &ResolvedCheck) -> CheckMetadata {
        let question = sentence(&asked.asked, self.session.lexicon(), self.session.dataset());
        let mut meaning = self.session.full_meaning(&asked.asked);
        if let Some(among) = &asked.allowed {
            let among = ResolvedStatement::Question(Question::Which(among.clone(), Default::default()));
            meaning.push_str(&self.session.full_meaning(&among));
        }
        if let Expectation::SameAs(file) = &check.expect
            && let Ok(expected) = expectation_file(self.files, self.source, file)
        {
            meaning.push_str(&digest_of(&expected));
        }
        about(check, self.source, question, meaning)
    }

    fn verdict(
        &mut self,
        statement: &Statement,
        check: &lang::Check,
        written: ResolvedCheck,
    ) -> Result<Option<CheckVerdict>, Faults> {
        let narrowed = match self.of {
            Some(whole) => match narrow_check(&written, &check.expect, self.session, whole)? {
                Some(narrowed) => Some(narrowed),
                None => return Ok(None),
            },
            None => None,
        };
        let asked = narrowed.as_ref().map_or(&written, |it| &it.asked);
        let mut answer = self.session.answer_to(&asked.asked)?;
        if let Some(whole) = self.of
            && let Some(raw) = &answer.raw
        {
            // A single number is about all things together, so it cannot be narrowed.
            if raw.is_number() {
                return Ok(None);
            }
            keep_within(&mut answer, self.session, whole)?;
        }
        let may_be_empty = check.may_be_empty.is_some();
        if let Some(subjects) = &asked.subjects {
            let subjects = self.session.things(subjects)?;
            answer.examined = Some(subjects.len() as u64);
        } else if let Some((holds, question)) =
            narrowed.as_ref().and_then(|it| it.holds.as_ref()).zip(question(&written))
        {
            answer.examined = self.session.count_examined(question, holds)?;
        }
        if matches!(&asked.asked, ResolvedStatement::Question(Question::Does(..))) {
            answer.examined = Some(1);
        }
        let asked = asked.clone();
        let examined = ExaminedCheck { written, asked, answer, may_be_empty };
        let verdict = match &check.expect {
            Expectation::None => self.number(&examined, Expected::None),
            Expectation::Each(_) => self.each(&examined),
            Expectation::Some => self.number(&examined, Expected::Some),
            Expectation::Exactly(amount) => self.number(&examined, Expected::Exactly(number(amount))),
            Expectation::AtLeast(amount) => self.number(&examined, Expected::AtLeast(number(amount))),
            Expectation::AtMost(amount) => self.number(&examined, Expected::AtMost(number(amount))),
            Expectation::Yes => self.yes_or_no(&examined, Expected::Yes),
            Expectation::No => self.yes_or_no(&examined, Expected::No),
            Expectation::Only(_) => self.only(&examined),
            Expectation::NoNew => self.no_new(&examined, statement, &check.id.text),
            Expectation::SameAs(file) => self.same_as(&examined, file),
        };
        // Where the verdict is unknown, things were examined all the same.
        let mut verdict = match verdict {
            Err(fault) if fault.blame == Blame::Undetermined => CheckVerdict::at_fault(&[fault]),
            other => other?,
        };
        verdict.kind = kind(&examined.asked);
        verdict.examined = examined.answer.examined;
        verdict.unjudged = examined.answer.unjudged.unwrap_or_default();
        verdict.evaluator = Some(examined.answer.evaluator);
        verdict.notes.clone_from(&examined.answer.notes);
        verdict.answer = Some(examined.answer);
        Ok(Some(verdict))
    }

    /// `expect none`, `at most 3`: surplus things are findings; a shortfall is one finding.
    fn number(&self, examined: &ExaminedCheck, expected: Expected) -> Result<CheckVerdict, Diagnostic> {
        let judged = self.judgement(examined, expected)?;
        if judged.met {
            return Ok(pass(&judged.reason));
        }
        // Surplus things can be listed; missing ones cannot.
        let allowed = match expected {
            Expected::None => Some(0),
            Expected::Exactly(count) | Expected::AtMost(count) => Some(count),
            _ => None,
        };
        let is_number = examined.answer.raw.as_ref().is_some_and(|raw| raw.is_number());
        let number = judged.count.unwrap_or_default();
        let allowed = allowed.filter(|allowed| number > *allowed && !is_number);
        let findings = match allowed {
            Some(_) => self.things_found(examined)?,
            None => vec![of_no_thing(judged.reason.clone())],
        };
        Ok(fail(judged.reason, findings, allowed.unwrap_or_default()))
    }

    /// `expect each vendor has a claim about retention`
    fn each(&self, examined: &ExaminedCheck) -> Result<CheckVerdict, Diagnostic> {
        let judged = self.judgement(examined, Expected::None)?;
        let all = examined.answer.examined.unwrap_or_default();
        let kind = kind(&examined.asked).map(|kind| self.finder().noun(kind, all));
        let of = format!("of {all} {}", kind.unwrap_or_default());
        if judged.met {
            return Ok(pass(&format!("it holds for all {}", of.trim_start_matches("of "))));
        }
        let reason = format!("it does not hold for {} {of}", judged.count.unwrap_or_default());
        Ok(fail(reason, self.things_found(examined)?, 0))
    }

    fn yes_or_no(&self, examined: &ExaminedCheck, expected: Expected) -> Result<CheckVerdict, Diagnostic> {
        let judged = self.judgement(examined, expected)?;
        if judged.met {
            return Ok(pass(&judged.reason));
        }
        let reason = judged.reason;
        let findings = match &examined.asked.asked {
            ResolvedStatement::Question(question @ Question::Does(thing, _)) => {
                let things = std::slice::from_ref(&thing.iri);
                self.finder().findings(things, Some(question))?
            }
            _ if expected == Expected::No => self.things_found(examined)?,
            _ => Vec::new(),
        };
        let findings = if findings.is_empty() { vec![of_no_thing(reason.clone())] } else { findings };
        Ok(fail(reason, findings, 0))
    }

    /// `expect only ali:a or ali:b`
    fn only(&self, examined: &ExaminedCheck) -> Result<CheckVerdict, Diagnostic> {
        self.judgement(examined, ANY)?;
        let among = examined.asked.allowed.as_ref();
        let among = among.expect("`only` has a set");
        let among: HashSet<NamedNode> = self.session.things(among)?.into_iter().collect();
        let found = self.subjects(examined)?;
        let others: Vec<NamedNode> = found.iter().filter(|it| !among.contains(it)).cloned().collect();
        let total = self.count_text(examined, &found.len().to_string());
        if others.is_empty() {
            self.judgement(examined, ALL)?;
            return Ok(pass(&format!("{total}, all of them expected")));
        }
        let reason = format!("{total}, {} of them not expected", others.len());
        let findings = self.finder().findings(&others, question(&examined.written))?;
        Ok(fail(reason, findings, 0))
    }

    /// `expect no new`
    fn no_new(
        &mut self,
        examined: &ExaminedCheck,
        statement: &Statement,
        id: &str,
    ) -> Result<CheckVerdict, Diagnostic> {
        self.judgement(examined, ANY)?;
        let found = self.subjects(examined)?;
        let then = match self.earlier_things(statement, id) {
            Ok(then) => then,
            // What is found now is kept for the next audit.
            Err(fault) if fault.code == Code::NoBaseline => {
                return Ok(CheckVerdict { found, ..CheckVerdict::at_fault(&[fault]) });
            }
            Err(fault) => return Err(fault),
        };
        let then: HashSet<&str> = then.iter().map(String::as_str).collect();
        let new: Vec<NamedNode> = found.iter().filter(|it| !then.contains(it.as_str())).cloned().collect();
        let total = self.count_text(examined, &found.len().to_string());
        let mut verdict = if new.is_empty() {
            self.judgement(examined, ALL)?;
            pass(&format!("{total}, none of them new"))
        } else {
            let reason = format!("expected nothing new, {total}, {} of them new", new.len());
            let findings = self.finder().findings(&new, question(&examined.written))?;
            fail(reason, findings, 0)
        };
        verdict.found = found;
        Ok(verdict)
    }

    /// The IRIs that the question of a check found in the earlier audit.
    fn earlier_things(&mut self, statement: &Statement, id: &str) -> Result<Vec<String>, Diagnostic> {
        match (self.known, self.earlier.as_mut()) {
            (EarlierState::Baseline(baseline), _) => match baseline.checks.get(id) {
                Some(known) => Ok(known.found.clone()),
                None => Err(not_in_baseline(id)),
            },
            (EarlierState::Facts(_), Some(earlier)) => {
                let asked = earlier.read_check(statement, self.source);
                let (_, asked) = asked.map_err(Faults::into_first)?;
                let asked = match self.of {
                    Some(whole) => match narrow_check(&asked, &Expectation::NoNew, earlier, whole)? {
                        Some(narrowed) => narrowed.asked,
                        None => return Ok(Vec::new()),
                    },
                    None => asked,
                };
                let things = match question(&asked).and_then(Question::subject) {
                    Some(set) => earlier.things(&set)?,
                    None => return Err(no_things()),
                };
                Ok(things.iter().map(|it| it.as_str().to_owned()).collect())
            }
            _ => Err(no_baseline()),
        }
    }

    /// `expect same as "expected.csv"`
    fn same_as(&self, examined: &ExaminedCheck, file: &lang::SpannedText) -> Result<CheckVerdict, Diagnostic> {
        self.judgement(examined, ANY)?;
        let csv = (self.csv)(&examined.answer, self.session)?;
        let expected = expectation_file(self.files, self.source, file)?;
        let RowDifference { headings, missing, unexpected } = differing(&csv, &expected)?;
        let total = match examined.answer.result_count() {
            Some(count) => self.count_text(examined, &count.to_string()),
            None => "an answer".to_owned(),
        };
        if missing.is_empty() && unexpected.is_empty() {
            self.judgement(examined, ALL)?;
            return Ok(pass(&format!("{total}, the same as in {}", expected.name)));
        }
        let mut findings = Vec::new();
        for row in &unexpected {
            let in_words = row_in_words(&headings, row);
            let thing = row.first().and_then(|it| self.thing_of(it));
            let finding = match thing {
                Some(thing) => {
                    let things = std::slice::from_ref(&thing);
                    self.finder().findings(things, None)?.remove(0)
                }
                None => of_no_thing(String::new()),
            };
            findings.push(of_row(finding, format!("not expected: {in_words}")));
        }
        for row in &missing {
            let message = format!("missing: {}", row_in_words(&headings, row));
            findings.push(of_no_thing(message));
        }
        let reason = format!(
            "{total}; compared with {}: {} missing, {} not expected",
            expected.name,
            missing.len(),
            unexpected.len()
        );
        Ok(fail(reason, findings, 0))
    }

    // ------------------------------------------------------------------------------ parts

    fn finder(&self) -> Finder<'_> {
        Finder { session: self.session }
    }

    fn judgement(&self, examined: &ExaminedCheck, expected: Expected) -> Result<Judgement, Diagnostic> {
        judge(&examined.asked.asked, &examined.answer, expected, examined.may_be_empty)
    }

    /// `found 2 claims`
    fn count_text(&self, examined: &ExaminedCheck, found: &str) -> String {
        let kind = kind(&examined.asked);
        match (kind, found.parse::<u64>()) {
            (Some(kind), Ok(0)) => format!("found no {}", self.finder().noun(kind, 0)),
            (Some(kind), Ok(count)) => format!("found {count} {}", self.finder().noun(kind, count)),
            _ => format!("found {found}"),
        }
    }

    /// One finding per thing that the question found; per row, where rows are not about things.
    fn things_found(&self, examined: &ExaminedCheck) -> Result<Vec<Finding>, Diagnostic> {
        match (&examined.answer.body, question(&examined.written)) {
            (_, Some(question)) if question.subject().is_some() => {
                let things = self.subjects(examined)?;
                self.finder().findings(&things, Some(question))
            }
            (Body::Table(table), _) => self.rows(table, &examined.answer),
            (Body::Triples(triples), _) => {
                let message = format!("found {} triples", triples.len());
                Ok(vec![of_no_thing(message)])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The things that the question found.
    fn subjects(&self, examined: &ExaminedCheck) -> Result<Vec<NamedNode>, Diagnostic> {
        if let Body::Table(Table { subjects: Some(subjects), .. }) = &examined.answer.body {
            return Ok(subjects.clone());
        }
        match question(&examined.asked).and_then(Question::subject) {
            Some(set) => self.session.things(&set),
            None => Err(no_things()),
        }
    }

    /// The findings of raw SPARQL: each row is about the first IRI in it.
    fn rows(&self, table: &Table, answer: &Answer) -> Result<Vec<Finding>, Diagnostic> {
        let headings: Vec<String> = table.headings.iter().map(|it| it.text.clone()).collect();
        let is_finding = |row: &&TableRow| answer.raw.as_ref().is_none_or(|raw| raw.is_finding(table, row));
        let findings = table.rows.iter().filter(is_finding).map(|row| {
            let values = row.cells.iter().flat_map(|cell| &cell.values);
            let things = values.filter_map(|value| match &value.term {
                Term::NamedNode(iri) => Some(iri.clone()),
                _ => None,
            });
            let cells = row.cells.iter().map(|cell| {
                let values = cell.values.iter().map(|value| value.text.as_str());
                values.collect::<Vec<_>>().join("; ")
            });
            let message = row_in_words(&headings, &cells.collect::<Vec<_>>());
            let first = things.take(1).collect::<Vec<_>>();
            let mut found = self.finder().findings(&first, None)?;
            let finding = found.pop().unwrap_or_else(|| of_no_thing(String::new()));
            Ok(of_row(finding, message))
        });
        findings.collect()
    }

    /// The thing whose IRI is the whole cell of a CSV row, if facts mention it.
    fn thing_of(&self, cell: &str) -> Option<NamedNode> {
        let iri = NamedNode::new(cell).ok()?;
        self.session.dataset().iri_id(iri.as_ref()).map(|_| iri)
    }
}

fn question(asked: &ResolvedCheck) -> Option<&Question> {
    match &asked.asked {
        ResolvedStatement::Question(question) => Some(question),
        _ => None,
    }
}

/// The kind of the things that a check examines.
fn kind(asked: &ResolvedCheck) -> Option<KindId> {
    question(asked).and_then(Question::subject).map(|set| set.kind)
}

fn number(amount: &Amount) -> u64 {
    match amount {
        Amount::Number(number) => *number,
        Amount::Parameter(_) => unreachable!("the parameters of a check are bound"),
    }
}
