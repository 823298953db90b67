//! Ids of what the vocabulary defines.

/// Index of a [`crate::words::Kind`] in its lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(pub u32);

/// Index of a [`crate::words::Noun`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NounId(pub u32);

/// Index of a [`crate::words::Relation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub u32);

/// Index of an [`crate::words::Attribute`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub u32);

/// Index of an [`crate::words::Adjective`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AdjectiveId(pub u32);

/// Index of a set of the session: named with `let`, or the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SetId(pub u32);

/// Index of a [`crate::words::OutcomePhrase`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutcomePhraseId(pub u32);

/// A relation in one of its directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Direction {
    /// The relation.
    pub relation: RelationId,
    /// True from end to start.
    pub backward: bool,
}

impl Direction {
    /// The same relation in the other direction.
    #[must_use]
    pub fn reverse(self) -> Self {
        Self { backward: !self.backward, ..self }
    }
}
