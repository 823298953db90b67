//! Resolved question → plan: adjectives and definitions expanded, days counted, links turned into paths, the
//! default filter applied and noted.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use oxigraph::model::Term;

use crate::base::{Blame, Code, Diagnostic, spend};
use crate::plan::certainty::ThreeValuedSet;
use crate::plan::closure::expand;
use crate::plan::completeness::lower_completeness;
use crate::plan::concept::Concept;
use crate::plan::gap::{KnowledgeGap, OpenPredicate};
use crate::plan::lower_links::bounds;
use crate::plan::lowering::{Lower, LoweringContext};
use crate::plan::support::{dependent_set, support_set};
use crate::plan::test::Test;
use crate::plan::tree::{AnswerShape, DefaultFilter, Plan, Possible, Uncertain};
use crate::question::{AnswerCondition, Condition, NounPhrase, PhraseBase, Polarity, Question};
use crate::words::{AdjectiveId, BackedVerdict, KindId, Meaning, Path, Trail, ValueType, Verdict};

/// Lowers a question to its plan.
///
/// # Errors
/// When a day is out of the calendar's range, or the question with its definitions nests too deeply.
pub fn lower(question: &Question, context: LoweringContext<'_>) -> Result<Plan, Diagnostic> {
    let record = Rc::new(lower_completeness(context)?);
    let begin = || Lower { completeness: Rc::clone(&record), ..Lower::new(context) };
    let mut lowering = begin();
    let (shape, set) = match question {
        Question::Which(set, rows) => (lowering.rows(set, rows, false)?, set),
        Question::Show(set, rows) if !rows.are_aggregated() => (lowering.rows(set, rows, true)?, set),
        Question::HowMany(set, rows) if !rows.are_aggregated() => (AnswerShape::Count, set),
        Question::Show(set, rows) | Question::HowMany(set, rows) => (lowering.groups(set, rows)?, set),
        Question::IsThere(quantity, set) => {
            let (min, max) = bounds(*quantity).unwrap_or((1, Some(0)));
            (AnswerShape::Exists { min, max }, set)
        }
        Question::Does(thing, holds) | Question::Why(thing, holds) => {
            let about = ThreeValuedSet::exact(Concept::OneOf(vec![thing.iri.clone()]));
            let holds = lowering.condition(holds)?;
            return Ok(lowering.plan(AnswerShape::Holds, thing.kind, about.and(holds), None));
        }
        Question::Suppose(_, question) => return lower(question, context),
        Question::Argument(thing) => return Ok(of_things(support_set(thing, context.lexicon), context)),
        Question::Loss(thing) => return Ok(of_things(dependent_set(thing, context.lexicon), context)),
        Question::Compare(side_by_side) => return lowering.lower_comparison(side_by_side),
        Question::Describe(thing) => {
            let set = Concept::OneOf(vec![thing.iri.clone()]);
            let shape = AnswerShape::Describe(thing.iri.clone());
            return Ok(Plan { shape, ..of_things((thing.kind, set), context) });
        }
    };
    let things = lowering.set_with_bindings(set, false, true)?;
    let with_left_out = if lowering.default_filters.iter().any(|left_out| left_out.subject) {
        let mut again = begin();
        let everything = again.set_with_bindings(set, true, true)?;
        Some(expand(everything.certain, context.dataset))
    } else {
        None
    };
    let whole = if lowering.default_filters.is_empty() {
        None
    } else {
        let mut again = begin();
        again.without_filters = true;
        Some(expand(again.set_with_bindings(set, true, true)?.certain, context.dataset))
    };
    Ok(Plan { without_filters: whole, ..lowering.plan(shape, set.kind, things, with_left_out) })
}

/// The plan of a set that is made without a noun phrase.
fn of_things((kind, set): (KindId, Concept), context: LoweringContext<'_>) -> Plan {
    Plan::of_set(AnswerShape::Things, kind, expand(set, context.dataset))
}

/// definitions that depend on one another more than 256 deep
fn too_deep() -> Diagnostic {
    let message = "the definitions in this question depend on one another too deeply";
    Diagnostic::new(Blame::Question, Code::TooDeep, message)
}

impl<'a> Lower<'a> {
    pub(super) fn new(context: LoweringContext<'a>) -> Self {
        let (left_out, pending, gaps) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            context,
            default_filters: left_out,
            pending,
            gaps,
            uncertain: Vec::new(),
            links_from_subject: 0,
            links_from_root: 0,
            without_filters: false,
            depth: 0,
            roots: HashMap::new(),
            completeness: Rc::default(),
            spoken_of: RefCell::default(),
        }
    }

    pub(super) fn plan(
        self,
        shape: AnswerShape,
        kind: KindId,
        set: ThreeValuedSet,
        with_left_out: Option<Concept>,
    ) -> Plan {
        let dataset = self.context.dataset;
        let gap = |gap: KnowledgeGap| KnowledgeGap { things: gap.things.map(|things| expand(things, dataset)), ..gap };
        let uncertain = self.uncertain.into_iter().map(|it| {
            let (things, gaps) = (expand(it.things, dataset), it.gaps.into_iter().map(gap).collect());
            Uncertain { things, gaps, ..it }
        });
        let uncertain = uncertain.collect();
        let possible = (!set.is_exact()).then(|| Possible {
            set: expand(set.possible().clone(), dataset),
            gaps: self.gaps.into_iter().map(gap).collect(),
        });
        let left_out = self.default_filters.into_iter().map(|it| {
            let meanings = it.meanings.into_iter().map(|meaning| expand(meaning, dataset)).collect();
            DefaultFilter { meanings, ..it }
        });
        let (set, left_out) = (expand(set.certain, dataset), left_out.collect());
        Plan {
            possible,
            uncertain,
            default_filters: left_out,
            without_subject_filter: with_left_out,
            ..Plan::of_set(shape, kind, set)
        }
    }
}

impl Lower<'_> {
    /// A set, with the conditions on its bindings.
    pub(super) fn set_with_bindings(
        &mut self,
        set: &NounPhrase,
        all: bool,
        subject: bool,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        let things = self.phrase(set, all, subject)?;
        match self.with_bindings(set)? {
            Some(found) => things.and(found).check_size(),
            None => Ok(things),
        }
    }

    /// Notes a default filter that was applied, once.
    pub(super) fn note_default_filter(&mut self, left_out: DefaultFilter) {
        let is_it = |known: &DefaultFilter| known.kind == left_out.kind && known.adjectives == left_out.adjectives;
        if !self.default_filters.iter().any(is_it) {
            self.default_filters.push(left_out);
        }
    }

    pub(super) fn phrase(
        &mut self,
        phrase: &NounPhrase,
        all: bool,
        subject: bool,
    ) -> Result<ThreeValuedSet, Diagnostic> {
        spend(16);
        self.depth += 1;
        if self.depth > 4 * crate::lang::MAX_NESTING {
            return Err(too_deep());
        }
        let mut parts = vec![self.base(phrase)?];
        if !(all || phrase.all) {
            parts.push(self.default_filter(phrase, subject)?);
        }
        for adjective in &phrase.adjectives {
            parts.push(self.adjective(*adjective, Polarity::Positive)?);
        }
        for filter in &phrase.filters {
            parts.push(self.condition(filter)?);
        }
        self.depth -= 1;
        ThreeValuedSet::all(parts).of_a_kind().check_size()
    }

    pub(super) fn base(&mut self, phrase: &NounPhrase) -> Result<ThreeValuedSet, Diagnostic> {
        let lexicon = self.context.lexicon;
        match &phrase.base {
            PhraseBase::Noun(noun) => {
                let noun = lexicon.noun(*noun);
                let class = ThreeValuedSet::exact(Concept::Class(lexicon.kind(noun.kind).classes.clone()));
                match noun.narrowed {
                    Some(adjective) => Ok(class.and(self.adjective(adjective, Polarity::Positive)?)),
                    None => Ok(class),
                }
            }
            PhraseBase::Things(things) => {
                let iris = things.iter().map(|thing| thing.iri.clone());
                Ok(ThreeValuedSet::exact(Concept::OneOf(iris.collect())))
            }
            PhraseBase::Their(trail) => self.their(trail, phrase.kind),
            PhraseBase::Set(id) => {
                let set = &self.context.sets[id.0 as usize];
                match lexicon.set_name(*id) {
                    Some(_) => self.subquery(set),
                    None => self.without_gaps(|lower| lower.subquery(set)),
                }
            }
            // An answer was given: `those` are the things in it, whatever was unknown then.
            PhraseBase::Those => {
                let those = self.context.those;
                let those = those.expect("`those` is read only after an answer");
                self.without_gaps(|lower| lower.subquery(those))
            }
        }
    }

    /// The things to which links lead from the subject of the question; where that is unknown, possibly anything.
    pub(super) fn their(&mut self, trail: &Trail, kind: KindId) -> Result<ThreeValuedSet, Diagnostic> {
        let lexicon = self.context.lexicon;
        let their = Concept::Their(trail.path(lexicon).unwrap_or_else(|| Path(Vec::new())));
        let hops = self.hops(trail, &[])?;
        let gap = self.gap_along(&hops, |_| None)?;
        let gap = gap.map(|gap| {
            let class = Concept::Class(lexicon.kind(kind).classes.clone());
            Concept::all(vec![class, self.at_the_root(gap)])
        });
        Ok(ThreeValuedSet::unless(their, gap))
    }

    pub(super) fn adjective(&mut self, id: AdjectiveId, polarity: Polarity) -> Result<ThreeValuedSet, Diagnostic> {
        let meaning = &self.context.lexicon.adjective(id).meaning;
        let is = match meaning {
            Meaning::Value { path, value } => {
                let concept = match value {
                    Term::NamedNode(thing) if !self.is_value(path) => {
                        Concept::some(path.clone(), Concept::OneOf(vec![thing.clone()]))
                    }
                    value => Concept::Value { path: path.clone(), test: Test::OneOf(vec![value.clone()]) },
                };
                let gap = self.gap_of_adjective(id);
                let is = ThreeValuedSet::unless(concept, gap.clone());
                if polarity == Polarity::Negative && !path.is_derived() {
                    let present = Concept::Value { path: path.clone(), test: Test::Present };
                    return Ok(ThreeValuedSet::unless(present, gap).and(is.negate()));
                }
                is
            }
            Meaning::Subclass(classes) => ThreeValuedSet::exact(Concept::Class(classes.clone())),
            Meaning::Phrase(_) => {
                let meaning = self.context.definitions.get(&id).expect("every defined adjective has its meaning");
                match self.excluded_by_default(meaning.kind).contains(&id) {
                    true => self.unfiltered_meaning(meaning)?,
                    false => self.subquery(meaning)?,
                }
            }
        };
        Ok(is.with(polarity))
    }

    /// True when the path is that of an attribute with listed values.
    pub(super) fn is_value(&self, path: &Path) -> bool {
        self.context
            .lexicon
            .attributes()
            .any(|(_, attribute)| attribute.path == *path && matches!(attribute.values, ValueType::OneOf(_)))
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> Result<ThreeValuedSet, Diagnostic> {
        spend(16);
        match condition {
            Condition::All(inner) => {
                let inner: Result<_, _> = inner.iter().map(|it| self.condition(it)).collect();
                Ok(ThreeValuedSet::all(inner?))
            }
            Condition::Any(inner) => {
                let inner: Result<_, _> = inner.iter().map(|it| self.condition(it)).collect();
                Ok(ThreeValuedSet::any(inner?))
            }
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Linked(linked) => self.link_negation(linked),
                inner => Ok(self.condition(inner)?.negate()),
            },
            Condition::Linked(linked) => self.link_condition(linked),
            Condition::Is(adjective, polarity) => self.adjective(*adjective, *polarity),
            // `is a …` does not mention other things: no default filter.
            Condition::IsA(phrase, polarity) => Ok(self.phrase(phrase, true, false)?.with(*polarity)),
            Condition::Compare(trail, comparison) => self.compare(trail, comparison),
            Condition::Measure(left, against) => self.measure_condition(left, against),
            Condition::HasValue(attribute, polarity) => {
                let path = self.context.lexicon.attribute(*attribute).path.clone();
                let present = Concept::Value { path, test: Test::Present };
                Ok(ThreeValuedSet::unless(present, self.gap_of_attribute(*attribute)).with(*polarity))
            }
            Condition::Answer(answer) => Ok(self.answer(answer)),
            Condition::Whose { trail, every, holds } => {
                let hops = self.hops(trail, std::slice::from_ref(holds))?;
                let to = |lower: &mut Self| lower.condition(holds);
                if *every { self.only_along(&hops, to) } else { self.along(&hops, to) }
            }
        }
    }

    /// The things with one of the verdicts, as pairs that an analysis finds. Silence is no answer: if nothing decides,
    /// the answer is unknown, unless that is asked for. If an offer is denied, `depends` and `disputed` are, too.
    pub(super) fn answer(&mut self, answer: &AnswerCondition) -> ThreeValuedSet {
        let certain = self.verdict_set(answer, &answer.verdicts);
        let offer = !answer.of_assurance && self.context.lexicon.is_offer(&answer.about.iri);
        let denied = answer.verdicts.iter().all(|it| it.verdict == Verdict::No);
        let is_open = |it: &Verdict| !it.is_decided() || offer && denied && !matches!(it, Verdict::Yes | Verdict::No);
        if answer.speaks_of_the_record() {
            return ThreeValuedSet::exact(certain);
        }
        let all = |open: bool| -> Vec<BackedVerdict> {
            Verdict::ALL.into_iter().filter(|it| is_open(it) == open).map(BackedVerdict::any).collect()
        };
        // Things that are not compared, such as agents that are not vendors, have no records at all.
        let open = match answer.of_assurance {
            true => self.verdict_set(answer, &all(true)),
            false => Concept::negate(self.verdict_set(answer, &all(false))),
        };
        self.note_open(OpenPredicate::Answer, &[], Some(&open));
        ThreeValuedSet::unless(certain, Some(open))
    }

    pub(super) fn verdict_set(&self, answer: &AnswerCondition, verdicts: &[BackedVerdict]) -> Concept {
        let lexicon = self.context.lexicon;
        let to = Concept::OneOf(vec![answer.about.iri.clone()]);
        let ways = verdicts.iter().filter_map(|it| lexicon.verdict_path(*it));
        let ways = ways.map(|path| if answer.of_assurance { path.inverse() } else { path });
        let mut sets: Vec<Concept> = ways.map(|path| Concept::some(path, to.clone())).collect();
        match sets.len() {
            0 => Concept::Nothing,
            1 => sets.remove(0),
            _ => Concept::Either(sets),
        }
    }
}
