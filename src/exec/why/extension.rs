//! The things of which a part of a question holds: found by one evaluation, and cached.

use std::collections::HashSet;
use std::rc::Rc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term, TermRef};

use crate::base::Diagnostic;
use crate::exec::native;
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FEW, FocusNode};
use crate::exec::why::question_part::{
    Extension, ExtensionKey, FOUND, QuestionPart, ValuesByThing, binding_conditions, iri,
};
use crate::plan::{AnswerShape, LoweringContext, Plan, anything, lower};
use crate::question::{
    Condition, Expression, LinkCondition, NounPhrase, PathSubject, PhraseBase, Polarity, Quantity, Question,
    SolutionModifiers, Thing,
};
use crate::store::Id;
use crate::words::{KindId, Trail};

impl<'a> Explainer<'a> {
    /// Whether a part holds of the thing of a focus.
    pub(super) fn holds(&self, part: QuestionPart<'a>, spot: &FocusNode) -> Result<Truth, Diagnostic> {
        let thing = &spot.thing;
        Ok(match &*self.extension(part, spot, true)? {
            Extension::Things(things, _) if things.contains(thing) => Truth::Yes,
            Extension::Things(_, Some(possible)) if possible.contains(thing) => Truth::Unknown,
            Extension::Things(..) => Truth::No,
            Extension::Pairs(pairs, others) => {
                let pair = (spot.root, *thing);
                match others {
                    _ if pairs.contains(&pair) => Truth::Yes,
                    Some(others) if !others.contains(&pair) => Truth::Unknown,
                    _ => Truth::No,
                }
            }
        })
    }

    /// All things of which a part holds at the focus.
    pub(super) fn things_of(&self, part: QuestionPart<'a>, spot: &FocusNode) -> Result<Vec<Id>, Diagnostic> {
        let mut things: Vec<Id> = match &*self.extension(part, spot, false)? {
            Extension::Things(things, _) => things.iter().copied().collect(),
            Extension::Pairs(pairs, _) => {
                let here = pairs.iter().filter(|(root, _)| *root == spot.root);
                here.map(|(_, thing)| *thing).collect()
            }
        };
        things.sort_unstable();
        Ok(things)
    }

    /// The things of which a part holds. If `of_one`, only the thing of the focus matters.
    fn extension(&self, part: QuestionPart<'a>, spot: &FocusNode, of_one: bool) -> Result<Rc<Extension>, Diagnostic> {
        let is_object = matches!(part, QuestionPart::Object(..) | QuestionPart::Anything(..));
        let (kind, universe) = match is_object {
            true => (spot.kind, None),
            false => self.universe(spot.thing, spot.kind),
        };
        let set = self.set(part, kind);
        let correlated = !spot.links_from_root.is_empty() && set.refers_to_the_subject();
        let thing = match is_object && of_one && !correlated && self.tests_objects_alone(part) {
            true => Some(spot.thing),
            false => universe,
        };
        let (root_kind, root) = match correlated {
            true => self.universe(spot.root, spot.root_kind),
            false => (spot.root_kind, None),
        };
        let key = ExtensionKey { part: part.key(), kind, root_kind, root, thing };
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let set = match key.thing {
            Some(thing) if is_object => self.narrow(set, thing, kind),
            Some(thing) => NounPhrase { base: self.one(thing, kind), ..set },
            None => set,
        };
        let found = if correlated {
            let others =
                self.is_open(&set)?.then(|| self.pairs(complement(&set, self.context), spot, (root_kind, root)));
            Extension::Pairs(self.pairs(set, spot, (root_kind, root))?, others.transpose()?)
        } else {
            let (things, possible) = self.things(set)?;
            Extension::Things(things, possible)
        };
        let found = Rc::new(found);
        self.known.borrow_mut().insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// True while so few linked things were tested one by one that the set of all objects would cost more.
    fn tests_objects_alone(&self, part: QuestionPart<'a>) -> bool {
        let part = part.key();
        let known = self.known.borrow();
        self.one_by_one && known.keys().filter(|key| key.part == part && key.thing.is_some()).count() < FEW
    }

    /// A set, narrowed to one thing.
    fn narrow(&self, set: NounPhrase, thing: Id, kind: KindId) -> NounPhrase {
        let one = NounPhrase { base: self.one(thing, kind), ..NounPhrase::all(kind, self.context.lexicon) };
        let mut narrowed = set;
        narrowed.filters.push(Condition::IsA(Box::new(one), Polarity::Positive));
        narrowed
    }

    /// The kind whose things are evaluated together with a thing: the kind spoken of, or one of its own; without one,
    /// or where few things are asked about, the thing alone.
    fn universe(&self, thing: Id, kind: KindId) -> (KindId, Option<Id>) {
        if self.one_by_one {
            return (kind, Some(thing));
        }
        if self.is_of(thing, kind) {
            return (kind, None);
        }
        let kinds = self.context.lexicon.kinds_of(self.dataset, thing);
        match kinds.first() {
            Some(other) => (*other, None),
            None => (kind, Some(thing)),
        }
    }

    /// The set of the things of a kind of which a part holds.
    fn set(&self, part: QuestionPart<'_>, kind: KindId) -> NounPhrase {
        let mut set = NounPhrase::all(kind, self.context.lexicon);
        match part {
            QuestionPart::Condition(condition) => set.filters = vec![condition.clone()],
            QuestionPart::Together(phrase) => set.filters = binding_conditions(phrase),
            QuestionPart::Compared(attribute, comparison) => {
                let own = Trail::of_attribute(attribute);
                set.filters = vec![Condition::Compare(own, comparison.clone())];
            }
            QuestionPart::Adjective(adjective) => set.adjectives = vec![adjective],
            QuestionPart::Object(phrase, all) => {
                set = phrase.clone();
                set.all |= all;
                set.binding = None;
            }
            QuestionPart::Anything(direction, all) => {
                set = anything(direction, self.context);
                set.all = all;
            }
        }
        set
    }

    fn one(&self, thing: Id, kind: KindId) -> PhraseBase {
        let things = self.iri(thing).map(|iri| Thing { iri, kind });
        PhraseBase::Things(things.into_iter().collect())
    }

    pub(super) fn iri(&self, thing: Id) -> Option<NamedNode> {
        match self.dataset.term(thing) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        }
    }

    /// True if the facts state that a thing is of a kind.
    pub(super) fn is_of(&self, thing: Id, kind: KindId) -> bool {
        let classes = &self.context.lexicon.kind(kind).classes;
        let mut types = self.dataset.values(thing, rdf::TYPE);
        types.any(|class| matches!(class, TermRef::NamedNode(class) if classes.iter().any(|one| one.as_ref() == class)))
    }

    /// The things of a set, and those that may be in it; `None` if everything is known.
    fn things(&self, set: NounPhrase) -> Result<(HashSet<Id>, Option<HashSet<Id>>), Diagnostic> {
        let question = Question::HowMany(set, SolutionModifiers::default());
        let mut plan = Plan { shape: AnswerShape::Things, ..lower(&question, self.context)? };
        let things = |plan: &Plan| -> Result<HashSet<Id>, Diagnostic> {
            let rows = self.rows(plan)?;
            Ok(rows.into_iter().filter_map(|row| self.id(row.first()?)).collect())
        };
        let certain = things(&plan)?;
        let Some(possible) = plan.possible.take() else {
            return Ok((certain, None));
        };
        plan.set = possible.set;
        Ok((certain, Some(things(&plan)?)))
    }

    /// True if missing facts may decide what is in a set.
    fn is_open(&self, set: &NounPhrase) -> Result<bool, Diagnostic> {
        let open = self.context.lexicon.has_open_terms();
        Ok(open
            && lower(&Question::HowMany(set.clone(), SolutionModifiers::default()), self.context)?.possible.is_some())
    }

    /// Pairs of what `their` refers to and a thing of the set that the links of the focus reach from it.
    fn pairs(
        &self,
        mut set: NounPhrase,
        spot: &FocusNode,
        (root_kind, root): (KindId, Option<Id>),
    ) -> Result<HashSet<(Id, Id)>, Diagnostic> {
        set.binding = Some(FOUND.to_owned());
        let mut object = set;
        for (at, (direction, reach, _)) in spot.links_from_root.iter().enumerate().rev() {
            let linked = Condition::Linked(LinkCondition {
                direction: *direction,
                reach: *reach,
                quantity: Quantity::Some,
                object: Some(Box::new(object)),
            });
            let from = match at.checked_sub(1) {
                Some(before) => spot.links_from_root[before].2,
                None => root_kind,
            };
            object = NounPhrase::all(from, self.context.lexicon);
            object.filters = vec![linked];
        }
        if let Some(root) = root {
            object.base = self.one(root, root_kind);
        }
        let rows = SolutionModifiers {
            columns: vec![iri(PathSubject::This), iri(PathSubject::Binding(FOUND.to_owned()))],
            ..SolutionModifiers::default()
        };
        let plan = lower(&Question::Show(object, rows), self.context)?;
        let rows = self.rows(&plan)?;
        let pair = |row: Vec<Option<Term>>| Some((self.id(row.get(1)?)?, self.id(row.get(2)?)?));
        Ok(rows.into_iter().filter_map(pair).collect())
    }

    /// The rows of a plan: the thing, then the columns.
    pub(super) fn rows(&self, plan: &Plan) -> Result<Vec<Vec<Option<Term>>>, Diagnostic> {
        native::rows(plan, self.context.lexicon, self.dataset, self.limits, self.inquiry)
    }

    /// The values of expressions, by thing: for all things of the kind spoken of, or for one outside it.
    pub(super) fn values_by_thing(
        &self,
        part: QuestionPart<'a>,
        columns: Vec<Expression>,
        spot: &FocusNode,
    ) -> Result<Rc<ValuesByThing>, Diagnostic> {
        let (kind, thing) = self.universe(spot.thing, spot.kind);
        let key = ExtensionKey { part: part.key(), kind, root_kind: kind, root: None, thing };
        if let Some(known) = self.values.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        // Whether a condition holds does not matter for its values; bindings are those that fit.
        let mut set = match part {
            QuestionPart::Together(_) => self.set(part, kind),
            _ => NounPhrase::all(kind, self.context.lexicon),
        };
        if let Some(thing) = thing {
            set.base = self.one(thing, kind);
        }
        let rows = SolutionModifiers { columns, ..SolutionModifiers::default() };
        let plan = lower(&Question::Show(set, rows), self.context)?;
        let mut found = ValuesByThing::new();
        for mut row in self.rows(&plan)? {
            if let Some(thing) = row.first().and_then(|term| self.id(term)) {
                found.entry(thing).or_default().push(row.split_off(1));
            }
        }
        let found = Rc::new(found);
        self.values.borrow_mut().insert(key, Rc::clone(&found));
        Ok(found)
    }

    fn id(&self, term: &Option<Term>) -> Option<Id> {
        self.dataset.id(term.as_ref()?)
    }
}

/// The things of the kind of a set that are not in it.
fn complement(set: &NounPhrase, context: LoweringContext<'_>) -> NounPhrase {
    let mut others = NounPhrase::all(set.kind, context.lexicon);
    others.filters = vec![Condition::IsA(Box::new(set.clone()), Polarity::Negative)];
    others
}
