//! Completeness of open relations: for which things the vocabulary says that the record is partial, and for which that
//! there is nothing to record.

use crate::base::Diagnostic;
use crate::plan::concept::Concept;
use crate::plan::gap::join;
use crate::plan::lowering::{Lower, LoweringContext, RecordCompleteness, RelationRecord};
use crate::question::Polarity;
use crate::words::{AdjectiveId, Direction, Path, Relation, RelationId};

/// Lowers what the vocabulary says of the completeness of its relations. An adjective that uses the relation itself
/// takes its record for complete.
///
/// # Errors
/// When the adjectives cannot be lowered.
pub(super) fn lower_completeness(context: LoweringContext<'_>) -> Result<RecordCompleteness, Diagnostic> {
    let certain = |adjective: Option<AdjectiveId>| {
        let set = adjective.map(|it| Lower::new(context).adjective(it, Polarity::Positive)).transpose()?;
        Ok::<_, Diagnostic>(set.map(|it| it.certain))
    };
    let mut record = RecordCompleteness::new();
    for (id, relation) in context.lexicon.relations() {
        if relation.partly_for.is_some() || relation.none_for.is_some() {
            let (partly, none) = (certain(relation.partly_for)?, certain(relation.none_for)?);
            record.insert(id, RelationRecord { partly, none });
        }
    }
    Ok(record)
}

impl Lower<'_> {
    /// The things without a fact of a relation, except those on record as having none.
    pub(super) fn without_record(&self, id: RelationId, relation: &Relation) -> Option<Concept> {
        self.without_record_at(id, relation, &relation.path)
    }

    /// The same, for a path by which the relation can be stated.
    pub(super) fn without_record_at(&self, id: RelationId, relation: &Relation, path: &Path) -> Option<Concept> {
        let lacking = self.lacking(&relation.looked_up_for, relation.from, path)?;
        let none = self.completeness.get(&id).and_then(|it| it.none.clone());
        Some(match none {
            Some(none) => Concept::all(vec![lacking, Concept::negate(none)]),
            None => lacking,
        })
    }

    /// The things whose record of a relation is partial: the vocabulary says so, or they are linked to something of no
    /// kind.
    pub(super) fn partly_on_record(&self, id: RelationId) -> Option<Concept> {
        let lexicon = self.context.lexicon;
        let partly = self.completeness.get(&id).and_then(|it| it.partly.clone());
        let direction = Direction { relation: id, backward: false };
        if lexicon.relation(id).looked_up_for.is_empty() || !lexicon.may_dangle(direction) {
            return partly;
        }
        let classes = lexicon.kinds().flat_map(|(_, kind)| kind.classes.iter().cloned()).collect();
        let undescribed = Concept::negate(Concept::Class(classes));
        join(partly, Some(Concept::some(lexicon.path(direction), undescribed)))
    }
}
