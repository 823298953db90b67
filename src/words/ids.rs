//! Ids of what the vocabulary defines.

/// Index of a [`Kind`] in its lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(pub u32);

/// Index of a [`Noun`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NounId(pub u32);

/// Index of a [`Relation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub u32);

/// Index of an [`Attribute`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub u32);

/// Index of an [`Adjective`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AdjectiveId(pub u32);

/// Index of a set that was named with `let`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SetId(pub u32);

/// Index of a [`crate::words::Reported`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportedId(pub u32);

/// A relation in one of its directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Direction {
    /// The relation.
    pub relation: RelationId,
    /// From its end to its start.
    pub backward: bool,
}

impl Direction {
    /// The same relation, the other way round.
    #[must_use]
    pub fn reverse(self) -> Self {
        Self { backward: !self.backward, ..self }
    }
}
