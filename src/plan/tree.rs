//! The plan: a set of things, and what to show of them.

use oxigraph::model::NamedNode;

use crate::plan::concept::Concept;
use crate::plan::gap::KnowledgeGap;
use crate::plan::measure::{BindingPattern, Formula, Measure, PathEnd};
use crate::words::{AdjectiveId, KindId, Path};

/// What is to be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The form of the answer.
    pub shape: AnswerShape,
    /// The kind of the things.
    pub kind: KindId,
    /// The things for which the question is certainly true.
    pub set: Concept,
    /// The set with what may be in it besides; `None` if everything is known.
    pub possible: Option<Possible>,
    /// Numbers in the rows that count what is on record, where there may be more.
    pub uncertain: Vec<Uncertain>,
    /// The default filters that were applied.
    pub default_filters: Vec<DefaultFilter>,
    /// The set without the default filter of the subject; `None` if none applied.
    pub without_subject_filter: Option<Concept>,
    /// The set without any default filter; `None` if none applied.
    pub without_filters: Option<Concept>,
}

/// A set with the things that may be in it, since facts are missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Possible {
    /// The things for which the question is not certainly false, including those of the set.
    pub set: Concept,
    /// The facts that are missing.
    pub gaps: Vec<KnowledgeGap>,
}

/// A number that counts what is on record, where there may be more.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// The words that were asked for: `number of sub-processors`.
    pub words: String,
    /// The things for which it may be wrong.
    pub things: Concept,
    /// The facts that are missing.
    pub gaps: Vec<KnowledgeGap>,
    /// True if it decides which groups are shown.
    pub decides: bool,
}

/// The form of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerShape {
    /// One row for each thing, or for each of its linked elements when `elements`.
    Rows {
        /// What is shown.
        columns: Vec<OutputColumn>,
        /// Rows for linked elements instead of one for each thing.
        elements: bool,
        /// The bindings that the rows use.
        witnessed: Option<BindingPattern>,
        /// Order and number of the things.
        order: RowOrder,
    },
    /// One row for each group of things; without keys, one for all things.
    Groups {
        /// What the things are grouped by.
        keys: Vec<OutputColumn>,
        /// Conditions on the groups that are shown.
        kept: Vec<Formula>,
        /// What is shown.
        columns: Vec<OutputColumn>,
        /// Order and number of the groups.
        order: RowOrder,
    },
    /// A comparison of things side by side.
    SideBySide(ComparisonPlan),
    /// The things alone, in no order.
    Things,
    /// Their number.
    Count,
    /// Whether their number is within the bounds.
    Exists {
        /// At least so many.
        min: u64,
        /// At most so many, if bounded.
        max: Option<u64>,
    },
    /// Whether the one thing of the set is in it.
    Holds,
    /// All facts about one thing.
    Describe(NamedNode),
}

/// Order and number of rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowOrder {
    /// The sort keys; true for descending.
    pub keys: Vec<(OutputColumn, bool)>,
    /// Most rows shown.
    pub first: Option<u64>,
    /// Rows skipped before them.
    pub skip: Option<u64>,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputColumn {
    /// Its heading: the words that were asked for.
    pub heading: String,
    /// What is shown.
    pub measure: Measure,
    /// The kind of the things that it shows; `None` for values.
    pub things: Option<KindId>,
}

impl Plan {
    /// The plan of a set of which everything is known, without default filters.
    #[must_use]
    pub fn of_set(shape: AnswerShape, kind: KindId, set: Concept) -> Self {
        Self {
            shape,
            kind,
            set,
            possible: None,
            uncertain: Vec::new(),
            default_filters: Vec::new(),
            without_subject_filter: None,
            without_filters: None,
        }
    }

    /// The things that are possibly in the set, but not certainly; `None` if everything is known.
    #[must_use]
    pub fn unknown(&self) -> Option<Concept> {
        let possible = self.possible.as_ref()?.set.clone();
        Some(Concept::all(vec![possible, Concept::negate(self.set.clone())]))
    }
}

impl OutputColumn {
    /// True when it shows IRIs as they are.
    #[must_use]
    pub fn is_iri(&self) -> bool {
        matches!(self.measure, Measure::Value { end: PathEnd::Iri, .. })
    }
}

/// A default filter that was applied to a noun.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultFilter {
    /// The kind of the noun.
    pub kind: KindId,
    /// The excluded adjectives: `superseded`.
    pub adjectives: Vec<AdjectiveId>,
    /// The set of each adjective.
    pub meanings: Vec<Concept>,
    /// True when the question is about things of this kind.
    pub subject: bool,
}

/// How a record bears on a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// It affirms it.
    Affirms,
    /// It denies it.
    Denies,
    /// It makes it depend on something that it names.
    Qualifies,
    /// It is about it without a stance: a value, a search without a result, an unreadable source.
    About,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; 4] = [Self::Affirms, Self::Denies, Self::Qualifies, Self::About];

    /// The word that stands for it in the rows of the query.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Affirms => "affirms",
            Self::Denies => "denies",
            Self::Qualifies => "qualifies",
            Self::About => "about",
        }
    }
}

/// The plan of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonPlan {
    /// What is compared, in the order that was asked.
    pub things: Vec<NamedNode>,
    /// The topics that were asked, each followed by the narrower ones; empty for every topic.
    pub topics: Vec<NamedNode>,
    /// The topics that were asked, without the narrower ones.
    pub asked: Vec<NamedNode>,
    /// From a record to its topics, under each aspect.
    pub aspects: Vec<(Aspect, Path)>,
    /// From a record to the things, and to the parts of things.
    pub to_things: Path,
}
