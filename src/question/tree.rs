//! The resolved question: sets of things, with the words settled but not yet expanded. It holds no
//! spans: two texts that mean the same give the same tree.

use oxigraph::model::{NamedNode, Term};

use crate::lang::Unit;
use crate::words::{AdjectiveId, AttributeId, Direction, KindId, NounId, Number, SetId, Trail};

/// What a statement asks or says.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved {
    /// A question about the graph.
    Question(Question),
    /// `define a weak claim as a claim that has exactly 1 source`
    Define {
        /// `weak`
        word: String,
        /// The kind that it narrows.
        kind: KindId,
        /// What it means.
        meaning: NounPhrase,
    },
    /// `let suspects be claims that lack a source`
    Let {
        /// `suspects`
        name: String,
        /// The set.
        meaning: NounPhrase,
    },
    /// `sparql SELECT …`
    Sparql(String),
}

/// A question about the graph.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// `which claims lack a source`
    Which(NounPhrase, Rows),
    /// `show statement, vendor.name of claims`
    Show(NounPhrase, Rows),
    /// `how many claims lack a source`
    HowMany(NounPhrase),
    /// `are there at least 3 claims that lack a source`
    IsThere(Quantity, NounPhrase),
    /// `describe alibaba`
    Describe(Thing),
}

impl Question {
    /// The set that the question asks about; none when it is about one thing.
    #[must_use]
    pub fn set(&self) -> Option<&NounPhrase> {
        match self {
            Self::Which(set, _)
            | Self::Show(set, _)
            | Self::HowMany(set)
            | Self::IsThere(_, set) => Some(set),
            Self::Describe(_) => None,
        }
    }

    /// True when `first` shows a part of the set only.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        match self {
            Self::Which(_, rows) | Self::Show(_, rows) => rows.first.is_some(),
            Self::HowMany(_) | Self::IsThere(..) | Self::Describe(_) => false,
        }
    }
}

/// Columns, order and number of the rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The columns that were asked for; empty for those that the kind shows.
    pub columns: Vec<Trail>,
    /// What the things are ordered by, and whether the largest come first.
    pub sorted: Option<(Trail, bool)>,
    /// How many things at the most.
    pub first: Option<u64>,
}

/// A set of things.
#[derive(Debug, Clone, PartialEq)]
pub struct NounPhrase {
    /// What is narrowed.
    pub base: Base,
    /// The kind of the things.
    pub kind: KindId,
    /// Singular or plural, as written.
    pub number: Number,
    /// `all claims`: with what ordinary speech leaves out.
    pub all: bool,
    /// `public`, before the noun.
    pub adjectives: Vec<AdjectiveId>,
    /// What holds besides, all of it.
    pub filters: Vec<Condition>,
}

/// What a noun phrase narrows.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// `claims`
    Noun(NounId),
    /// `alibaba`, `alibaba or openrouter`
    Things(Vec<Thing>),
    /// `their vendor`
    Their(Trail),
    /// `suspects`, after `let suspects be …`
    Set(SetId),
    /// `those`, `those vendors`
    Those,
}

/// One thing that a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// The thing.
    pub iri: NamedNode,
    /// Its kind.
    pub kind: KindId,
}

/// What holds of a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of these; two or more.
    All(Vec<Condition>),
    /// One of these at least; two or more.
    Any(Vec<Condition>),
    /// `do not cite a source`
    Not(Box<Condition>),
    /// `cite a source`, `about training`, `lack a source`
    Linked(Linked),
    /// `are public`; with `not`: has another value, or does not fall under the definition
    Is(AdjectiveId, Polarity),
    /// `are scope limits`, `are not alibaba`
    IsA(Box<NounPhrase>, Polarity),
    /// `retrieved before 2026-01-01`, `whose access is "login"`
    Compare(Trail, Comparison),
    /// `have a homepage`, `lack a homepage`
    Carries(AttributeId, Polarity),
    /// `whose vendor has a homepage`, `whose every source is public`
    Whose {
        /// `vendor`
        trail: Trail,
        /// `every`
        every: bool,
        /// `has a homepage`
        holds: Box<Condition>,
    },
}

/// Said as it is, or with `not` or `lack`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// `is`, `has`
    Positive,
    /// `is not`, `lacks`
    Negative,
}

/// A link to other things.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// Which link.
    pub direction: Direction,
    /// How far.
    pub reach: Reach,
    /// To how many.
    pub quantity: Quantity,
    /// To which; none for any at all.
    pub object: Option<Box<NounPhrase>>,
}

/// How far a link is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// One step.
    Direct,
    /// `ultimately`: one step or more.
    Ultimately,
    /// `themselves or ultimately`: any number of steps, also none.
    ThemselvesOrUltimately,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// `a`, `an`, `any`, `some`, or a bare plural: one or more.
    Some,
    /// `no`, or after `lack`.
    No,
    /// A comparison with a number: `at least 2`.
    Count(Bound, u64),
    /// `only`: one or more, and no other.
    Only,
    /// `every`: all that there are.
    Every,
}

/// How a number bounds a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// `exactly 2`, `2`
    Exactly,
    /// `at least 2`
    AtLeast,
    /// `at most 2`
    AtMost,
    /// `more than 2`
    MoreThan,
    /// `fewer than 2`
    FewerThan,
}

/// A comparison of values.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    /// One of these values, or present and none of them.
    Values(Vec<Term>, Polarity),
    /// A test on text; with several texts, one of them is enough.
    Text(TextTest, Vec<String>),
    /// `> 5`
    Number(Order, String),
    /// `between 3 and 5`
    NumberBetween(String, String),
    /// `before 2026-01-01`, `on`, `since` …
    Date(Order, Moment),
    /// `between 2026-01-01 and today`
    DateBetween(Moment, Moment),
    /// `in the last 6 months`
    Recent(u32, Unit),
}

/// An order between two values; of dates: before, until, on, since, after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `<`, `before`
    Less,
    /// `<=`, `until`
    AtMost,
    /// `=`, `on`
    Equal,
    /// `!=`, `is not`
    NotEqual,
    /// `>=`, `since`
    AtLeast,
    /// `>`, `after`
    Greater,
}

/// A test on text. Letter case is ignored, except by `matches`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// `is "x"`
    Is,
    /// `is not "x"`: present, and another text.
    IsNot,
    /// `contains "x"`
    Contains,
    /// `starts with "x"`
    StartsWith,
    /// `ends with "x"`
    EndsWith,
    /// `matches /x/`
    Matches,
}

/// A day, given or counted from today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// `2026-11-23`
    Date(oxsdatatypes::Date),
    /// `today`
    Today,
    /// `180 days ago`
    Ago(u32, Unit),
}

impl NounPhrase {
    /// True for a noun alone, as in `by vendor`.
    #[must_use]
    pub fn is_bare_singular(&self) -> bool {
        let noun = matches!(self.base, Base::Noun(_)) && self.number == Number::Singular;
        noun && !self.all && self.adjectives.is_empty() && self.filters.is_empty()
    }

    /// Visits this noun phrase and every one inside it.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        visit(self);
        for filter in &mut self.filters {
            filter.each_mut(visit);
        }
    }

    /// True when `their` or `its` is said in it, at any depth.
    #[must_use]
    pub fn refers_to_the_subject(&self) -> bool {
        let mut refers = false;
        self.clone()
            .each_mut(&mut |phrase| refers |= matches!(phrase.base, Base::Their(_)));
        refers
    }

    /// The adjectives that are said in this noun phrase, at any depth.
    #[must_use]
    pub fn adjectives_used(&self) -> Vec<AdjectiveId> {
        let mut used = Vec::new();
        self.adjectives_into(&mut used);
        used
    }

    fn adjectives_into(&self, used: &mut Vec<AdjectiveId>) {
        used.extend(&self.adjectives);
        for filter in &self.filters {
            filter.adjectives_into(used);
        }
    }
}

impl Condition {
    fn each_mut(&mut self, visit: &mut impl FnMut(&mut NounPhrase)) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                inner
                    .iter_mut()
                    .for_each(|condition| condition.each_mut(visit));
            }
            Self::Not(inner) => inner.each_mut(visit),
            Self::Whose { holds, .. } => holds.each_mut(visit),
            Self::Linked(linked) => {
                if let Some(object) = &mut linked.object {
                    object.each_mut(visit);
                }
            }
            Self::IsA(phrase, _) => phrase.each_mut(visit),
            Self::Is(..) | Self::Compare(..) | Self::Carries(..) => {}
        }
    }

    fn adjectives_into(&self, used: &mut Vec<AdjectiveId>) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                inner
                    .iter()
                    .for_each(|condition| condition.adjectives_into(used));
            }
            Self::Not(inner) => inner.adjectives_into(used),
            Self::Whose { holds, .. } => holds.adjectives_into(used),
            Self::Linked(linked) => {
                if let Some(object) = &linked.object {
                    object.adjectives_into(used);
                }
            }
            Self::Is(adjective, _) => used.push(*adjective),
            Self::IsA(phrase, _) => phrase.adjectives_into(used),
            Self::Compare(..) | Self::Carries(..) => {}
        }
    }
}
