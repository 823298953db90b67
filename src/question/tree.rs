//! The resolved question: sets of things, with words resolved but definitions not yet expanded. It holds no
//! spans: two texts that mean the same give the same tree.

use oxigraph::model::{NamedNode, Term};

use crate::lang::Unit;
use crate::question::expression::Expression;
use crate::words::{AdjectiveId, AttributeId, BackedVerdict, Direction, KindId, Lexicon, NounId, Number, SetId, Trail};

/// What a statement asks or says.
#[derive(Debug, Clone, PartialEq)]
pub enum ResolvedStatement {
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
    /// `parameter least: number = 2`, `suite a …`: a declaration of a script, in canonical form.
    Declaration(String),
}

/// A question about the graph.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// `which claims lack a source`
    Which(NounPhrase, SolutionModifiers),
    /// `show statement, vendor.name of claims`
    Show(NounPhrase, SolutionModifiers),
    /// `how many claims lack a source`, `how many claims by vendor`
    HowMany(NounPhrase, SolutionModifiers),
    /// `are there at least 3 claims that lack a source`
    IsThere(Quantity, NounPhrase),
    /// `does alibaba have a claim`, `is ali:privacy-notice public`
    Does(Thing, Condition),
    /// `why does alibaba have a claim`, `why is ali:privacy-notice not public`
    Why(Thing, Condition),
    /// `why ali:no-training`: its evidence
    Argument(Thing),
    /// `what rests on ali:regions-page`: what would lose support without it
    Loss(Thing),
    /// `suppose ali:regions-page is gone: which claims lack a source`
    Suppose(Vec<Supposition>, Box<Question>),
    /// `describe alibaba`
    Describe(Thing),
    /// `compare alibaba, openrouter on training`
    Compare(CompareQuestion),
}

/// What is supposed of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supposition {
    /// The thing.
    pub thing: Thing,
    /// The supposed state.
    pub supposed: HypotheticalState,
}

/// A hypothetical state of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HypotheticalState {
    /// `is gone`: there are no facts about it.
    Gone,
    /// `is public`: it has this value and no other; with `not`, not this one.
    Is(AdjectiveId, Polarity),
}

/// A comparison of things side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareQuestion {
    /// What is compared.
    pub things: Vec<Thing>,
    /// On which topics; empty for all.
    pub topics: Vec<Thing>,
}

impl Question {
    /// The set that the question asks about; `None` if it is about named things, or about hypothetical facts.
    #[must_use]
    pub fn set(&self) -> Option<&NounPhrase> {
        match self {
            Self::Which(set, _) | Self::Show(set, _) | Self::HowMany(set, _) | Self::IsThere(_, set) => Some(set),
            // The set would be one of hypothetical facts, not of these.
            Self::Suppose(..) => None,
            Self::Does(..)
            | Self::Why(..)
            | Self::Argument(_)
            | Self::Loss(_)
            | Self::Describe(_)
            | Self::Compare(_) => None,
        }
    }

    /// The subject of the question as a set: that of [`Question::set`]; for `does …`, the thing with the condition
    /// on it.
    #[must_use]
    pub fn subject(&self) -> Option<NounPhrase> {
        match self {
            Self::Does(thing, holds) => Some(NounPhrase { filters: vec![holds.clone()], ..NounPhrase::the(thing) }),
            question => question.set().cloned(),
        }
    }

    /// The solution modifiers, if this form has any.
    #[must_use]
    pub fn rows(&self) -> Option<&SolutionModifiers> {
        match self {
            Self::Which(_, rows) | Self::Show(_, rows) | Self::HowMany(_, rows) => Some(rows),
            _ => None,
        }
    }

    /// True when `first` or `skip` shows a part of the set only.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.rows().is_some_and(|rows| rows.first.is_some() || rows.skip.is_some())
    }

    /// [`Question::set`], if all of it is shown: neither the first rows alone, nor some groups.
    #[must_use]
    pub fn whole_set(&self) -> Option<&NounPhrase> {
        let keeps_some_groups = self.rows().is_some_and(|rows| !rows.having.is_empty());
        self.set().filter(|_| !self.is_cut_short() && !keeps_some_groups)
    }
}

/// Groups, columns, order and number of the rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SolutionModifiers {
    /// What the things are grouped by; empty for a row for each thing, or for one row over all.
    pub groups: Vec<Trail>,
    /// True for one row over all things: `show average price of books`.
    pub over_all: bool,
    /// Conditions on the groups that are shown: `whose count > 2`.
    pub having: Vec<(Expression, ComparisonOperand)>,
    /// The columns that were asked for; empty for the default columns of the kind.
    pub columns: Vec<Expression>,
    /// The sort keys; true for descending.
    pub sorted: Vec<(Expression, bool)>,
    /// Most rows shown.
    pub first: Option<u64>,
    /// Rows skipped before them.
    pub skip: Option<u64>,
}

impl SolutionModifiers {
    /// True if a row stands for many things: for a group, or for all.
    #[must_use]
    pub fn are_aggregated(&self) -> bool {
        self.over_all || !self.groups.is_empty()
    }
}

/// A set of things.
#[derive(Debug, Clone, PartialEq)]
pub struct NounPhrase {
    /// The set that the rest narrows.
    pub base: PhraseBase,
    /// The kind of the things.
    pub kind: KindId,
    /// Singular or plural, as written.
    pub number: Number,
    /// `all claims`: without the default filter.
    pub all: bool,
    /// `public`, before the noun.
    pub adjectives: Vec<AdjectiveId>,
    /// The binding that `as` makes.
    pub binding: Option<String>,
    /// Further conditions, all of which hold.
    pub filters: Vec<Condition>,
}

/// The set that a noun phrase narrows.
#[derive(Debug, Clone, PartialEq)]
pub enum PhraseBase {
    /// `claims`
    Noun(NounId),
    /// `alibaba`, `alibaba or openrouter`
    Things(Vec<Thing>),
    /// `their vendor`; without links, `them`.
    Their(Trail),
    /// `suspects`, after `let suspects be …`
    Set(SetId),
    /// `those`, `those vendors`
    Those,
}

/// A thing given by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its kind.
    pub kind: KindId,
}

/// A condition on a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of these; two or more.
    All(Vec<Condition>),
    /// At least one of these; two or more.
    Any(Vec<Condition>),
    /// `do not cite a source`
    Not(Box<Condition>),
    /// `cite a source`, `about training`, `lack a source`
    Linked(LinkCondition),
    /// `are public`; with `not`: has another value, or does not fall under the definition
    Is(AdjectiveId, Polarity),
    /// `are scope limits`, `are not alibaba`
    IsA(Box<NounPhrase>, Polarity),
    /// `retrieved before 2026-01-01`, `whose access is "login"`
    Compare(Trail, ValueComparison),
    /// `whose number of sources > 3`, `whose width > height`
    Measure(Expression, ComparisonOperand),
    /// `have a homepage`, `lack a homepage`
    HasValue(AttributeId, Polarity),
    /// `keep prompts`, `whose answer to "EU-only inference" is no or depends`
    Answer(AnswerCondition),
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

/// A condition on the answer of a thing to an assurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCondition {
    /// The assurance; if the condition is on assurances, the thing.
    pub about: Thing,
    /// True if it narrows assurances, by the answers of a thing.
    pub of_assurance: bool,
    /// The answer has to be one of these, ascending.
    pub verdicts: Vec<BackedVerdict>,
}

/// What an expression is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum ComparisonOperand {
    /// `> 3`, `before 2026-01-01`
    Value(ValueComparison),
    /// `> height`
    Expression(ComparisonOperator, Expression),
}

/// Affirmed, or negated by `not` or `lack`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// `is`, `has`
    Positive,
    /// `is not`, `lacks`
    Negative,
}

/// A condition on the things to which a link leads.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkCondition {
    /// The link.
    pub direction: Direction,
    /// How far it is followed.
    pub reach: LinkReach,
    /// How many things it has to lead to.
    pub quantity: Quantity,
    /// Which things; `None` for any.
    pub object: Option<Box<NounPhrase>>,
}

/// How far a link is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkReach {
    /// One step.
    Direct,
    /// `ultimately`: one step or more.
    Ultimately,
    /// `themselves or ultimately`: any number of steps, also none.
    ThemselvesOrUltimately,
}

/// A quantifier.
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
    /// `every`: all of them.
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
pub enum ValueComparison {
    /// One of these values, or present and none of them.
    Values(Vec<Term>, Polarity),
    /// A test on text; with several texts, one of them is enough.
    Text(TextTest, Vec<String>),
    /// `> 5`
    Number(ComparisonOperator, String),
    /// `between 3 and 5`
    NumberBetween(String, String),
    /// `before 2026-01-01`, `on`, `since` …
    Date(ComparisonOperator, Moment),
    /// `between 2026-01-01 and today`
    DateBetween(Moment, Moment),
    /// `in the last 6 months`
    Recent(u32, Unit),
}

/// An order between two values; of dates: before, until, on, since, after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComparisonOperator {
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

impl TextTest {
    /// Its words in the language.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::Matches => "matches",
        }
    }
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
    /// The things of a kind that pass the default filter.
    #[must_use]
    pub fn any(kind: KindId, lexicon: &Lexicon) -> Self {
        Self {
            base: PhraseBase::Noun(lexicon.kind(kind).noun),
            kind,
            number: Number::Plural,
            all: false,
            adjectives: Vec::new(),
            binding: None,
            filters: Vec::new(),
        }
    }

    /// The set of one thing.
    #[must_use]
    pub fn the(thing: &Thing) -> Self {
        Self {
            base: PhraseBase::Things(vec![thing.clone()]),
            kind: thing.kind,
            number: Number::Plural,
            all: true,
            adjectives: Vec::new(),
            binding: None,
            filters: Vec::new(),
        }
    }

    /// All things of a kind, without the default filter.
    #[must_use]
    pub fn all(kind: KindId, lexicon: &Lexicon) -> Self {
        Self { all: true, ..Self::any(kind, lexicon) }
    }

    /// True for a noun alone, as in `by vendor`.
    #[must_use]
    pub fn is_bare_singular(&self) -> bool {
        let noun = matches!(self.base, PhraseBase::Noun(_)) && self.number == Number::Singular;
        noun && !self.all && self.adjectives.is_empty() && self.filters.is_empty()
    }

    /// True for the base alone: nothing narrows it or gives it a name.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        let narrowed = self.all || !self.adjectives.is_empty() || !self.filters.is_empty();
        !narrowed && self.binding.is_none()
    }
}
