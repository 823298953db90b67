//! Comparisons, explained by the values that they compare.

use std::collections::BTreeSet;

use oxigraph::model::Term;

use crate::base::{Cut, Diagnostic, Limit};
use crate::exec::reason::Reason;
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::QuestionPart;
use crate::exec::why::sets::{as_recorded, plain, yes_no};
use crate::question::{ComparisonOperand, Condition, Expression, PathSubject, expression_words};
use crate::store::Id;
use crate::words::{AttributeId, Trail, TrailEnd};

impl<'a> Explainer<'a> {
    /// `was retrieved before 2026-01-01`, `is one whose access is "login"`
    pub(super) fn comparison_reason(
        &self,
        condition: &Condition,
        trail: &Trail,
        part: QuestionPart<'a>,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let holds = self.holds(part, spot)?;
        let said = self.condition_phrase(condition, spot.kind);
        match trail.end {
            TrailEnd::Attribute(attribute) => Ok(self.value_of(said, holds, attribute, spot)),
            TrailEnd::Thing | TrailEnd::Iri => Ok(plain(said, holds, yes_no(holds))),
        }
    }

    /// `has a homepage`, `lacks a homepage`
    pub(super) fn carries(
        &self,
        condition: &'a Condition,
        attribute: AttributeId,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let holds = self.holds(QuestionPart::Condition(condition), spot)?;
        let said = self.condition_phrase(condition, spot.kind);
        Ok(self.value_of(said, holds, attribute, spot))
    }

    /// A reason about the value of an attribute of the thing itself.
    pub(super) fn value_of(&self, said: String, holds: Truth, attribute: AttributeId, spot: &FocusNode) -> Reason {
        let path = &self.context.lexicon.attribute(attribute).path;
        let ways = path.provenance(self.dataset, spot.thing);
        let values: Vec<Id> = ways.keys().copied().collect();
        let mut reason = plain(said, holds, as_recorded(self.attribute_phrase(attribute, spot.kind, &values), holds));
        reason.facts = self.fact_writer.provenance_facts(ways.values());
        reason
    }

    /// `is one whose number of sources > 3`: the numbers that are compared.
    pub(super) fn measure(
        &self,
        condition: &'a Condition,
        left: &'a Expression,
        against: &'a ComparisonOperand,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let holds = self.holds(QuestionPart::Condition(condition), spot)?;
        let said = self.condition_phrase(condition, spot.kind);
        let right = match against {
            ComparisonOperand::Expression(_, right) => Some(right),
            ComparisonOperand::Value(_) => None,
        };
        let sides = std::iter::once(left).chain(right);
        let columns: Vec<Expression> = sides.filter(|side| !matches!(side, Expression::Number(_))).cloned().collect();
        let found = self.sides(condition, columns, spot)?;
        let found = found.map(|found| as_recorded(found, holds));
        let mut reason = plain(said, holds, found.unwrap_or_else(|| yes_no(holds)));
        if let Expression::NumberOf(direction, phrase) = left {
            self.list_counted_things(&mut reason, *direction, phrase, spot)?;
        }
        Ok(reason)
    }

    /// `has the number of sources 1 and the number of caveats 3`
    fn sides(
        &self,
        condition: &'a Condition,
        columns: Vec<Expression>,
        spot: &FocusNode,
    ) -> Result<Option<String>, Diagnostic> {
        let away = !spot.links_from_root.is_empty();
        let known = |side: &Expression| {
            let mut known = !side.uses_binding();
            side.each(&mut |part| {
                known &= !(away && matches!(part, Expression::Path(PathSubject::Their, _)));
            });
            known
        };
        let correlated = away && {
            let phrases = condition.phrases();
            phrases.iter().any(|phrase| phrase.refers_to_the_subject())
        };
        if columns.is_empty() || correlated || !columns.iter().all(known) {
            return Ok(None);
        }
        let values = self.values_by_thing(QuestionPart::Condition(condition), columns.clone(), spot)?;
        let rows = values.get(&spot.thing).map_or(&[][..], Vec::as_slice);
        let told = columns.iter().enumerate().map(|(at, side)| {
            let words = expression_words(side, spot.kind, self.context.lexicon, self.dataset);
            let values: BTreeSet<String> =
                rows.iter().filter_map(|row| Some(self.term(row.get(at)?.as_ref()?))).collect();
            match Cut::of(values, Limit::Values).and_list() {
                values if values.is_empty() => format!("no {words}"),
                values => format!("the {words} {values}"),
            }
        });
        Ok(Some(format!("has {}", told.collect::<Vec<_>>().join(" and "))))
    }

    fn term(&self, term: &Term) -> String {
        match (term, self.dataset.id(term)) {
            (_, Some(id)) => self.fact_writer.value(id),
            (Term::Literal(literal), None) => literal.value().to_owned(),
            (other, None) => self.dataset.short(other.as_ref()),
        }
    }
}
