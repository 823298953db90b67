//! Adjectives, taken apart into the value or the definition that they mean.

use crate::base::Diagnostic;
use crate::exec::reason::{Connective, Reason};
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::QuestionPart;
use crate::exec::why::sets::{as_recorded, compound_reason, plain, shallow_reason, yes_no};
use crate::question::{Condition, Polarity};
use crate::store::Id;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId, Meaning, Path};

impl<'a> Explainer<'a> {
    /// Why an adjective is true of a thing, or is not; `part` is what is evaluated.
    pub(super) fn adjective(
        &self,
        id: AdjectiveId,
        polarity: Polarity,
        part: QuestionPart<'a>,
        spot: &FocusNode,
    ) -> Result<Reason, Diagnostic> {
        let lexicon = self.context.lexicon;
        let adjective = lexicon.adjective(id);
        let said = self.adjective_phrase(id, polarity, spot.kind);
        match &adjective.meaning {
            Meaning::Value { path, .. } => {
                let ways = path.provenance(self.dataset, spot.thing);
                let values: Vec<Id> = ways.keys().copied().collect();
                let holds = self.holds(part, spot)?;
                let is = if polarity == Polarity::Positive { holds } else { !holds };
                let found = self.path_end_phrase(path, spot, &values, id, is);
                let mut reason = plain(said, holds, found);
                reason.facts = self.fact_writer.provenance_facts(ways.values());
                Ok(reason)
            }
            Meaning::Subclass(_) => {
                let holds = self.holds(part, spot)?;
                let mut reason = plain(said, holds, self.predicate_kinds(spot.thing));
                reason.facts = self.fact_writer.triple_facts(self.fact_writer.types(spot.thing));
                Ok(reason)
            }
            Meaning::Phrase(_) => {
                let inner = |kind| spot.in_definition(kind);
                match self.context.definitions.get(&id) {
                    Some(meaning) if self.is_full(&inner(meaning.kind)) => {
                        Ok(shallow_reason(said, self.holds(part, spot)?))
                    }
                    Some(meaning) => {
                        let parts = self.of_set(meaning, &inner(meaning.kind))?;
                        let joint = match polarity {
                            Polarity::Positive => Connective::All,
                            Polarity::Negative => Connective::NotAll,
                        };
                        Ok(compound_reason(said, joint, parts))
                    }
                    None => {
                        let holds = self.holds(part, spot)?;
                        Ok(plain(said, holds, yes_no(holds)))
                    }
                }
            }
        }
    }

    /// `is public`, `is not weak`; without a word of its own, its noun: `is a scope limit`.
    fn adjective_phrase(&self, id: AdjectiveId, polarity: Polarity, kind: KindId) -> String {
        let lexicon = self.context.lexicon;
        let adjective = lexicon.adjective(id);
        let said = adjective.word.is_some() || adjective.verb.is_some();
        match lexicon.nouns_narrowed_by(id).next() {
            Some(noun) if !said => self.predicate_noun(noun),
            _ => self.condition_phrase(&Condition::Is(id, polarity), kind),
        }
    }

    /// What the facts have at the end of the path of an adjective.
    fn path_end_phrase(&self, path: &Path, spot: &FocusNode, values: &[Id], id: AdjectiveId, is: Truth) -> String {
        if let Some(attribute) = self.attribute_of(path, spot.kind) {
            return as_recorded(self.attribute_phrase(attribute, spot.kind, values), is);
        }
        if let (Some(direction), false) = (self.direction_of(path, spot.kind), values.is_empty()) {
            let reach = crate::question::LinkReach::Direct;
            return as_recorded(self.names_phrase(direction, reach, spot.kind, values), is);
        }
        let word = self.condition_phrase(&Condition::Is(id, Polarity::Positive), spot.kind);
        match (is, word.strip_prefix("is ")) {
            (Truth::Yes, _) => word,
            (Truth::No, Some(word)) => format!("is not {word}"),
            (is, _) => yes_no(is),
        }
    }

    fn attribute_of(&self, path: &Path, kind: KindId) -> Option<AttributeId> {
        let lexicon = self.context.lexicon;
        let mut attributes = lexicon.attributes();
        let found = attributes.find(|(_, attribute)| attribute.path == *path && lexicon.overlap(attribute.of, kind));
        found.map(|(id, _)| id)
    }

    fn direction_of(&self, path: &Path, kind: KindId) -> Option<Direction> {
        let lexicon = self.context.lexicon;
        let mut directions = lexicon.directions();
        directions
            .find(|direction| lexicon.path(*direction) == *path && lexicon.overlap(lexicon.start(*direction), kind))
    }
}
