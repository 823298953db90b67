//! What a plan is: a set of things, and what of them is shown.

use oxigraph::model::NamedNode;

use crate::plan::concept::Concept;
use crate::plan::gap::KnowledgeGap;
use crate::plan::measure::{BindingPattern, Formula, Measure, PathEnd};
use crate::words::{AdjectiveId, KindId, Path};

/// What is to be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the answer is made of.
    pub shape: AnswerShape,
    /// The kind of the things.
    pub kind: KindId,
    /// The things: of which what is asked is certainly true.
    pub set: Concept,
    /// What may be in the set besides, with the set; none where everything is known.
    pub possible: Option<Possible>,
    /// Numbers in the rows that count what is on record, where more may be so.
    pub uncertain: Vec<Uncertain>,
    /// What ordinary speech left out, the subject's first.
    pub left_out: Vec<DefaultFilter>,
    /// The subject with what was left out of it; none when nothing was.
    pub with_left_out: Option<Concept>,
    /// The set where nothing is left out anywhere in the question; none when nothing was.
    pub whole: Option<Concept>,
}

/// Things of which nobody knows whether they are in a set, since facts are missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Possible {
    /// The things of which what is asked is not certainly false, those of the set with them.
    pub set: Concept,
    /// The facts that are missing.
    pub gaps: Vec<KnowledgeGap>,
}

/// A number that counts what is on record, where nobody knows whether that is all.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// The words that were asked for: `number of sub-processors`.
    pub words: String,
    /// The things of which it may be another.
    pub things: Concept,
    /// The facts that are missing.
    pub gaps: Vec<KnowledgeGap>,
    /// True where it decides what is shown.
    pub decides: bool,
}

/// What an answer is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerShape {
    /// One row for each thing, or for each of its linked elements when `elements`.
    Rows {
        /// What is shown.
        columns: Vec<OutputColumn>,
        /// Rows for linked elements instead of one for each thing.
        elements: bool,
        /// What the rows speak of beside the things.
        witnessed: Option<BindingPattern>,
        /// Order and number of the things.
        order: RowOrder,
    },
    /// One row for each group of things; without keys, one for all that there are.
    Groups {
        /// What the things are grouped by.
        keys: Vec<OutputColumn>,
        /// What holds of the groups that are shown.
        kept: Vec<Formula>,
        /// What is shown.
        columns: Vec<OutputColumn>,
        /// Order and number of the groups.
        order: RowOrder,
    },
    /// Things beside one another, on topics.
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
    /// All about one thing.
    Describe(NamedNode),
}

/// Order and number of rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowOrder {
    /// What they are ordered by; true for the largest first.
    pub keys: Vec<(OutputColumn, bool)>,
    /// How many at the most.
    pub first: Option<u64>,
    /// How many are passed over before.
    pub skip: Option<u64>,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputColumn {
    /// Its heading: the words that were asked for.
    pub heading: String,
    /// What is shown.
    pub measure: Measure,
    /// The kind of the things that it shows; none for values.
    pub things: Option<KindId>,
}

impl Plan {
    /// That of a set of which everything is known, and of which nothing was left out.
    #[must_use]
    pub fn of_set(shape: AnswerShape, kind: KindId, set: Concept) -> Self {
        Self {
            shape,
            kind,
            set,
            possible: None,
            uncertain: Vec::new(),
            left_out: Vec::new(),
            with_left_out: None,
            whole: None,
        }
    }

    /// The things of which nobody knows whether they are in the set; none where everything is known.
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

/// What ordinary speech left out of a noun.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultFilter {
    /// Of which kind.
    pub kind: KindId,
    /// Which adjectives: `superseded`.
    pub adjectives: Vec<AdjectiveId>,
    /// What each adjective fits.
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
    /// It leaves it to what is named.
    Qualifies,
    /// It is about it without a stance: a value, a search in vain, what could not be read.
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
    /// The topics that were asked, each followed by the narrower ones; none for every topic.
    pub topics: Vec<NamedNode>,
    /// The topics that were named.
    pub asked: Vec<NamedNode>,
    /// From a record to its topics, under each aspect.
    pub aspects: Vec<(Aspect, Path)>,
    /// From a record to the things, and to the parts of things.
    pub to_things: Path,
}
