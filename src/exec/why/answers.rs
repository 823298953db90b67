//! The answer to an assurance: its cell, and the records that decide it.

use crate::base::{Cut, Diagnostic};
use crate::exec::comparison::CellWriter;
use crate::exec::reason::{LinkedThing, Reason};
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::QuestionPart;
use crate::exec::why::sets::plain;
use crate::question::{AnswerCondition, Condition};

impl<'a> Explainer<'a> {
    /// Why the answer to an assurance is one of some verdicts, or is not.
    pub(super) fn answer(
        &self,
        condition: &'a Condition,
        answer: &AnswerCondition,
        part: QuestionPart<'a>,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let holds = self.holds(part, spot)?;
        let lexicon = self.context.lexicon;
        let said = self.condition_phrase(condition, spot.kind);
        let about = self.dataset.iri_id(answer.about.iri.as_ref());
        let (Some(rules), Some(cells), Some(about)) = (lexicon.comparison(), self.evidence.cells(), about) else {
            return Ok(plain(said, holds, "has no known answer".to_owned()));
        };
        let (of, assurance) = if answer.of_assurance { (about, spot.thing) } else { (spot.thing, about) };
        let cell = cells.cell(of, assurance);
        let writer = CellWriter { lexicon, dataset: self.dataset, cells, rules };
        let to = match writer.sentence(assurance) {
            _ if answer.of_assurance => format!("for {}", writer.iri_and_name(of).name),
            Some(sentence) => format!("to “{sentence}”"),
            None => format!("to {}", writer.iri_and_name(assurance).name),
        };
        let mut reason = plain(said, holds, format!("has this answer {to}: {}", writer.verdict(&cell).whole()));
        // Each record that decides, with the facts that state its stance.
        let decides = cell.records.iter().map(|record| {
            let paths = [&rules.affirms, &rules.denies, &rules.qualifies, &rules.about];
            let stated = paths.into_iter().flat_map(|path| path.provenance(self.dataset, *record));
            let stated: Vec<_> = stated.filter(|(end, _)| *end == assurance).map(|(_, way)| way).collect();
            LinkedThing {
                thing: self.fact_writer.identity(*record),
                counts: Truth::Yes,
                left_out: false,
                facts: self.fact_writer.provenance_facts(&stated),
                reasons: Vec::new(),
                unexplained: false,
            }
        });
        reason.linked = Cut::complete(decides.collect());
        Ok(reason)
    }
}
