//! Resolved question → plan: adjectives and definitions expanded, days counted, names of links turned
//! into paths, and what ordinary speech leaves out taken out, with a note of it.

use std::collections::HashMap;

use oxigraph::model::{NamedNode, Term};
use oxsdatatypes::Date;

use crate::base::{Blame, Diagnostic};
use crate::plan::closure::expand;
use crate::plan::concept::{Concept, Test};
use crate::plan::hops::{along, only_along};
use crate::plan::measure::{End, Formula, Measure, Witnessed};
use crate::plan::side_by_side::Beside;
use crate::plan::support::{above, below};
use crate::question::{Base, Bound, Condition, Linked, NounPhrase, Polarity, Quantity, Question, Reach};
use crate::store::Dataset;
use crate::words::{AdjectiveId, Direction, KindId, Lexicon, Meaning, Path, Step, ValueType};

/// What is to be computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the answer is made of.
    pub shape: Shape,
    /// The kind of the things.
    pub kind: KindId,
    /// The things.
    pub set: Concept,
    /// What ordinary speech left out, the subject's first.
    pub left_out: Vec<LeftOut>,
    /// The subject with what was left out of it; none when nothing was.
    pub with_left_out: Option<Concept>,
}

/// What an answer is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One row for each thing, or for each of its linked elements when `elements`.
    Rows {
        /// What is shown.
        columns: Vec<Column>,
        /// Rows for linked elements instead of one for each thing.
        elements: bool,
        /// What the rows speak of beside the things.
        witnessed: Option<Witnessed>,
        /// Order and number of the things.
        order: Ordering,
    },
    /// One row for each group of things.
    Groups {
        /// What the things are grouped by.
        keys: Vec<Column>,
        /// What holds of the groups that are shown.
        kept: Vec<Formula>,
        /// What is shown.
        columns: Vec<Column>,
        /// Order and number of the groups.
        order: Ordering,
    },
    /// Things beside one another, on topics.
    SideBySide(Beside),
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
pub struct Ordering {
    /// What they are ordered by; true for the largest first.
    pub keys: Vec<(Column, bool)>,
    /// How many at the most.
    pub first: Option<u64>,
    /// How many are passed over before.
    pub skip: Option<u64>,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading: the words that were asked for.
    pub heading: String,
    /// What is shown.
    pub measure: Measure,
    /// The kind of the things that it shows; none for values.
    pub things: Option<KindId>,
}

impl Column {
    /// True when it shows IRIs as they are.
    #[must_use]
    pub fn is_iri(&self) -> bool {
        matches!(self.measure, Measure::Value { end: End::Iri, .. })
    }
}

/// What ordinary speech left out of a noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Of which kind.
    pub kind: KindId,
    /// Which adjectives: `superseded`.
    pub adjectives: Vec<AdjectiveId>,
    /// True when the question is about things of this kind.
    pub subject: bool,
}

/// What a question is lowered against.
#[derive(Debug, Clone, Copy)]
pub struct Lowering<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The facts, for small hierarchies.
    pub dataset: &'a Dataset,
    /// What the adjectives mean that are defined by a phrase.
    pub definitions: &'a HashMap<AdjectiveId, NounPhrase>,
    /// The named sets, by [`crate::words::SetId`].
    pub sets: &'a [NounPhrase],
    /// The things of the last answer.
    pub those: Option<&'a NounPhrase>,
    /// The day that `today` is.
    pub today: Date,
}

/// Makes the plan of a question.
///
/// # Errors
/// When a day is out of the calendar's range, or definitions stand on one another too deeply.
pub fn lower(question: &Question, context: Lowering<'_>) -> Result<Plan, Diagnostic> {
    let mut lowering = Lower::new(context);
    let (shape, set) = match question {
        Question::Which(set, rows) => (lowering.rows(set, rows, false)?, set),
        Question::Show(set, rows) if rows.groups.is_empty() => (lowering.rows(set, rows, true)?, set),
        Question::HowMany(set, rows) if rows.groups.is_empty() => (Shape::Count, set),
        Question::Show(set, rows) | Question::HowMany(set, rows) => (lowering.groups(set, rows)?, set),
        Question::IsThere(quantity, set) => {
            let (min, max) = bounds(*quantity).unwrap_or((1, Some(0)));
            (Shape::Exists { min, max }, set)
        }
        Question::Does(thing, holds) | Question::Why(thing, holds) => {
            let things = Concept::OneOf(vec![thing.iri.clone()]);
            let concept = Concept::all(vec![things, lowering.condition(holds)?]);
            return Ok(Plan {
                shape: Shape::Holds,
                kind: thing.kind,
                set: expand(concept, context.dataset),
                left_out: lowering.left_out,
                with_left_out: None,
            });
        }
        Question::Suppose(_, question) => return lower(question, context),
        Question::Argument(thing) => return Ok(of_things(below(thing, context.lexicon), context)),
        Question::Loss(thing) => return Ok(of_things(above(thing, context.lexicon), context)),
        Question::Compare(side_by_side) => return lowering.side_by_side(side_by_side),
        Question::Describe(thing) => {
            return Ok(Plan {
                shape: Shape::Describe(thing.iri.clone()),
                kind: thing.kind,
                set: Concept::OneOf(vec![thing.iri.clone()]),
                left_out: Vec::new(),
                with_left_out: None,
            });
        }
    };
    let concept = lowering.whole(set, false, true)?;
    let with_left_out = if lowering.left_out.iter().any(|left_out| left_out.subject) {
        let mut again = Lower::new(context);
        let everything = again.whole(set, true, true)?;
        Some(expand(everything, context.dataset))
    } else {
        None
    };
    Ok(Plan {
        shape,
        kind: set.kind,
        set: expand(concept, context.dataset),
        left_out: lowering.left_out,
        with_left_out,
    })
}

/// The plan of a set that is made without a noun phrase.
fn of_things((kind, set): (KindId, Concept), context: Lowering<'_>) -> Plan {
    Plan { shape: Shape::Things, kind, set: expand(set, context.dataset), left_out: Vec::new(), with_left_out: None }
}

pub(super) struct Lower<'a> {
    pub(super) context: Lowering<'a>,
    pub(super) left_out: Vec<LeftOut>,
    depth: usize,
}

impl<'a> Lower<'a> {
    pub(super) fn new(context: Lowering<'a>) -> Self {
        Self { context, left_out: Vec::new(), depth: 0 }
    }
}

impl Lower<'_> {
    /// A set with what its named things have to do with it.
    fn whole(&mut self, set: &NounPhrase, all: bool, subject: bool) -> Result<Concept, Diagnostic> {
        let concept = self.phrase(set, all, subject)?;
        Ok(match self.witnessed(set)? {
            Some(witnessed) => Concept::all(vec![concept, Concept::Witnessed(Box::new(witnessed))]),
            None => concept,
        })
    }

    pub(super) fn phrase(&mut self, phrase: &NounPhrase, all: bool, subject: bool) -> Result<Concept, Diagnostic> {
        self.depth += 1;
        if self.depth > 4 * crate::lang::MAX_NESTING {
            return Err(too_deep());
        }
        let mut parts = vec![self.base(phrase)?];
        if !(all || phrase.all) {
            parts.extend(self.leave_out(phrase, subject)?);
        }
        for adjective in &phrase.adjectives {
            parts.push(self.adjective(*adjective, Polarity::Positive)?);
        }
        for filter in &phrase.filters {
            parts.push(self.condition(filter)?);
        }
        self.depth -= 1;
        Ok(Concept::all(parts))
    }

    fn base(&mut self, phrase: &NounPhrase) -> Result<Concept, Diagnostic> {
        let lexicon = self.context.lexicon;
        match &phrase.base {
            Base::Noun(noun) => {
                let noun = lexicon.noun(*noun);
                let class = Concept::Class(lexicon.kind(noun.kind).classes.clone());
                match noun.narrowed {
                    Some(adjective) => Ok(Concept::all(vec![class, self.adjective(adjective, Polarity::Positive)?])),
                    None => Ok(class),
                }
            }
            Base::Things(things) => {
                let iris = things.iter().map(|thing| thing.iri.clone());
                Ok(Concept::OneOf(iris.collect()))
            }
            Base::Their(trail) => {
                let itself = || Path(Vec::new());
                Ok(Concept::Their(trail.path(lexicon).unwrap_or_else(itself)))
            }
            Base::Set(set) => {
                let set = &self.context.sets[set.0 as usize];
                Ok(Concept::Root(Box::new(self.whole(set, false, false)?)))
            }
            Base::Those => {
                let those = self.context.those;
                let those = those.expect("`those` is read only after an answer");
                Ok(Concept::Root(Box::new(self.whole(those, false, false)?)))
            }
        }
    }

    pub(super) fn adjective(&mut self, id: AdjectiveId, polarity: Polarity) -> Result<Concept, Diagnostic> {
        let meaning = &self.context.lexicon.adjective(id).meaning;
        let (concept, present) = match meaning {
            Meaning::Value { path, value } => {
                let concept = match value {
                    Term::NamedNode(thing) if !self.is_value(path) => {
                        Concept::some(path.clone(), Concept::OneOf(vec![thing.clone()]))
                    }
                    value => Concept::Value { path: path.clone(), test: Test::OneOf(vec![value.clone()]) },
                };
                let present = Concept::Value { path: path.clone(), test: Test::Present };
                (concept, Some(present))
            }
            Meaning::Subclass(classes) => (Concept::Class(classes.clone()), None),
            Meaning::Phrase(_) => {
                let meaning = self.context.definitions.get(&id);
                let meaning = meaning.expect("every defined adjective has its meaning");
                let concept = self.whole(meaning, false, false)?;
                (Concept::Root(Box::new(concept)), None)
            }
        };
        Ok(match (polarity, present) {
            (Polarity::Positive, _) => concept,
            (Polarity::Negative, None) => Concept::negate(concept),
            (Polarity::Negative, Some(present)) => Concept::all(vec![present, Concept::negate(concept)]),
        })
    }

    /// True when the path is that of an attribute with listed values.
    fn is_value(&self, path: &Path) -> bool {
        self.context
            .lexicon
            .attributes()
            .any(|(_, attribute)| attribute.path == *path && matches!(attribute.values, ValueType::OneOf(_)))
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> Result<Concept, Diagnostic> {
        match condition {
            Condition::All(inner) => {
                let inner: Result<_, _> = inner.iter().map(|it| self.condition(it)).collect();
                Ok(Concept::all(inner?))
            }
            Condition::Any(inner) => {
                let inner: Result<_, _> = inner.iter().map(|it| self.condition(it)).collect();
                Ok(Concept::Either(inner?))
            }
            Condition::Not(inner) => Ok(Concept::negate(self.condition(inner)?)),
            Condition::Linked(linked) => self.linked(linked),
            Condition::Is(adjective, polarity) => self.adjective(*adjective, *polarity),
            Condition::IsA(phrase, polarity) => {
                // What a thing is said to be is not a second mention of it: nothing is left out.
                let concept = self.phrase(phrase, true, false)?;
                Ok(match polarity {
                    Polarity::Positive => concept,
                    Polarity::Negative => Concept::negate(concept),
                })
            }
            Condition::Compare(trail, comparison) => self.compare(trail, comparison),
            Condition::Measure(left, against) => self.measured(left, against),
            Condition::Carries(attribute, polarity) => {
                let concept = Concept::Value {
                    path: self.context.lexicon.attribute(*attribute).path.clone(),
                    test: Test::Present,
                };
                Ok(match polarity {
                    Polarity::Positive => concept,
                    Polarity::Negative => Concept::negate(concept),
                })
            }
            Condition::Whose { trail, every, holds } => {
                let hops = self.hops(trail, std::slice::from_ref(holds))?;
                let to = self.condition(holds)?;
                Ok(if *every { only_along(&hops, to) } else { along(&hops, to) })
            }
        }
    }

    fn linked(&mut self, linked: &Linked) -> Result<Concept, Diagnostic> {
        let lexicon = self.context.lexicon;
        let mut path = reached(lexicon, linked.direction, linked.reach);
        if linked.quantity == Quantity::Only {
            path = lexicon.within_kind(linked.direction, path);
        }
        let reaches_all = lexicon.relation(linked.direction.relation).reaches_all;
        let bare;
        let object = match &linked.object {
            Some(object) => object.as_ref(),
            None => {
                bare = self.anything(linked.direction);
                &bare
            }
        };
        let to = self.phrase(object, reaches_all, false)?;
        match linked.quantity {
            Quantity::Only => {
                let among = if reaches_all || object.all { Vec::new() } else { self.leave_out(object, false)? };
                Ok(Concept::Only { path, among: Box::new(Concept::all(among)), to: Box::new(to) })
            }
            Quantity::Every => Ok(Concept::Covers { path, to: Box::new(to) }),
            quantity => Ok(match bounds(quantity) {
                Some((0, None)) => Concept::Everything,
                Some((min, max)) => Concept::Linked { path, min, max, to: Box::new(to) },
                None => Concept::Nothing,
            }),
        }
    }

    /// The object of a verb that stands alone: any thing of the kind that it leads to.
    pub(super) fn anything(&self, direction: Direction) -> NounPhrase {
        let lexicon = self.context.lexicon;
        NounPhrase::any(lexicon.end(direction), lexicon)
    }
}

/// The path that a link takes, as far as it is said to reach.
pub(super) fn reached(lexicon: &Lexicon, direction: Direction, reach: Reach) -> Path {
    let ultimate = || {
        let path = lexicon.ultimate_path(direction);
        path.expect("the reader has checked that the link can be followed again")
    };
    match reach {
        Reach::Direct => lexicon.path(direction),
        Reach::Ultimately => ultimate(),
        Reach::ThemselvesOrUltimately => match ultimate().0.as_slice() {
            [Step::Repeat { path, .. }] => Path(vec![Step::Repeat { path: path.clone(), at_least_once: false }]),
            other => Path(other.to_vec()),
        },
    }
}

/// The bounds of a quantity; `None` when no number is within them.
fn bounds(quantity: Quantity) -> Option<(u64, Option<u64>)> {
    Some(match quantity {
        Quantity::Some | Quantity::Only | Quantity::Every => (1, None),
        Quantity::No => (0, Some(0)),
        Quantity::Count(Bound::Exactly, count) => (count, Some(count)),
        Quantity::Count(Bound::AtLeast, count) => (count, None),
        Quantity::Count(Bound::AtMost, count) => (0, Some(count)),
        Quantity::Count(Bound::MoreThan, count) => (count.checked_add(1)?, None),
        Quantity::Count(Bound::FewerThan, count) => (0, Some(count.checked_sub(1)?)),
    })
}

/// definitions that stand on one another more than 256 deep
fn too_deep() -> Diagnostic {
    let message = "the definitions of this question stand on one another too deeply";
    Diagnostic::new(Blame::Question, "too-deep", message)
}
