//! A third evaluator: it evaluates a resolved question, thing by thing and in three values, and shares nothing with the
//! making of plans but the test of one value in a comparison.

mod gaps;
mod measures;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use caveat::base::Source;
use caveat::lang::parse;
use caveat::plan::{Concept, LoweringContext, Test, default_filter_adjectives};
use caveat::question::{
    AnswerCondition, Bound, ComparisonOperator, Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Polarity,
    Quantity, Question, ResolvedStatement, SolutionModifiers, TextTest, ValueComparison,
};
use caveat::session::Session;
use caveat::store::{Dataset, Id};
use caveat::words::{
    AdjectiveId, AttributeId, BackedVerdict, Backing, Direction, KindId, Lexicon, Meaning, Path, Trail, TrailEnd,
    Verdict,
};
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;

use crate::reference::passes;

/// Whether something is so, the least certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

use Truth::{No, Unknown, Yes};

fn not(truth: Truth) -> Truth {
    match truth {
        Yes => No,
        Unknown => Unknown,
        No => Yes,
    }
}

fn truth_of(yes: bool) -> Truth {
    if yes { Yes } else { No }
}

/// Yes where something is so, else unknown where it may be.
fn yes_or_maybe(yes: bool, may_be: bool) -> Truth {
    truth_of(yes).max(if may_be { Unknown } else { No })
}

fn and(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().min().unwrap_or(Yes)
}

fn or(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().max().unwrap_or(No)
}

fn apply_polarity(truth: Truth, polarity: Polarity) -> Truth {
    if polarity == Polarity::Positive { truth } else { not(truth) }
}

/// An open property of a thing that has to be looked up for kinds that link to the thing.
#[derive(Clone)]
struct DeferredGap {
    kinds: Vec<KindId>,
    /// The links to the thing, each with the default filter at its end.
    links: Vec<(Path, Vec<AdjectiveId>)>,
    /// The path to the fact.
    end: Path,
}

/// The thing at hand and the one that `their` refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct EvaluationPoint {
    thing: Id,
    root: Id,
}

/// A phrase by address, the thing, whether the default filter is off, and whether the phrase is behind a link.
type MemoKey = (*const NounPhrase, EvaluationPoint, bool, bool);

pub(crate) struct ThreeValuedEvaluator<'a> {
    session: &'a Session,
    definitions: HashMap<AdjectiveId, NounPhrase>,
    nodes: BTreeSet<Id>,
    /// Memo of the phrases of one question, by address.
    judged: RefCell<HashMap<MemoKey, Truth>>,
    /// The number of links between the thing at hand and the thing in question.
    away: Cell<usize>,
    tests: RefCell<HashMap<*const ValueComparison, Test>>,
}

impl<'a> ThreeValuedEvaluator<'a> {
    pub(crate) fn new(session: &'a Session) -> Self {
        let lexicon = session.lexicon();
        let defined = lexicon.adjectives().filter_map(|(id, adjective)| match &adjective.meaning {
            Meaning::Phrase(phrase) => {
                let kind = lexicon.kind_word(adjective.of, caveat::words::Number::Singular);
                let text = format!("define a quux {kind} as {phrase}");
                let source = Source::new("definition", &text);
                let statements = parse(&source).unwrap();
                let mut session = session.clone();
                session.apply_statement(&statements[0], &source).unwrap_or_else(|_| panic!("{text}"));
                match session.read(&statements[0], &source) {
                    Ok(ResolvedStatement::Define { meaning, .. }) => Some((id, meaning)),
                    other => panic!("{text}: {other:?}"),
                }
            }
            _ => None,
        });
        let definitions = defined.collect();
        let nodes = session.dataset().matching(None, None, None).flat_map(|[s, _, o]| [s, o]).collect();
        Self { session, definitions, nodes, judged: RefCell::default(), away: Cell::new(0), tests: RefCell::default() }
    }

    fn lexicon(&self) -> &'a Lexicon {
        self.session.lexicon()
    }

    fn dataset(&self) -> &'a Dataset {
        self.session.dataset()
    }

    /// The things that are certainly in a set, and those that may be.
    pub(crate) fn sets(&self, set: &NounPhrase) -> [BTreeSet<Id>; 2] {
        self.judged.borrow_mut().clear();
        self.tests.borrow_mut().clear();
        let (mut certain, mut possible) = (BTreeSet::new(), BTreeSet::new());
        for id in self.nodes.iter().copied().filter(|id| self.dataset().term(*id).is_named_node()) {
            let truth = self.phrase(set, EvaluationPoint { thing: id, root: id }, set.all);
            if truth == Yes {
                certain.insert(id);
            }
            if truth != No {
                possible.insert(id);
            }
        }
        [certain, possible]
    }

    fn is_of(&self, thing: Id, classes: &[NamedNode]) -> bool {
        let own: Vec<_> = self.dataset().values(thing, rdf::TYPE).collect();
        classes.iter().any(|class| own.contains(&class.as_ref().into()))
    }

    fn is_of_kind(&self, thing: Id, kind: KindId) -> bool {
        self.is_of(thing, &self.lexicon().kind(kind).classes)
    }

    fn walk(&self, path: &Path, from: Id) -> BTreeSet<Id> {
        crate::reference::reach(path, from, self.dataset())
    }

    // ------------------------------------------------------------------------------ phrases

    fn phrase(&self, phrase: &NounPhrase, at: EvaluationPoint, all: bool) -> Truth {
        let base = self.base(phrase, at);
        if base == No {
            return No;
        }
        let kept = if all { Yes } else { self.passes_default_filter(phrase, at) };
        let adjectives = phrase.adjectives.iter().map(|it| self.adjective(*it, Polarity::Positive, at));
        let filters = phrase.filters.iter().map(|it| self.condition(it, at));
        and([base, kept].into_iter().chain(adjectives).chain(filters))
    }

    /// The same for a phrase inside the question or a definition, with a memo.
    fn memoized_phrase(&self, phrase: &NounPhrase, at: EvaluationPoint, all: bool) -> Truth {
        let key = (std::ptr::from_ref(phrase), at, all, self.away.get() > 0);
        if let Some(known) = self.judged.borrow().get(&key) {
            return *known;
        }
        let truth = self.phrase(phrase, at, all);
        self.judged.borrow_mut().insert(key, truth);
        truth
    }

    fn base(&self, phrase: &NounPhrase, at: EvaluationPoint) -> Truth {
        match &phrase.base {
            PhraseBase::Noun(noun) => {
                let noun = self.lexicon().noun(*noun);
                let narrowed = noun.narrowed.map_or(Yes, |it| self.adjective(it, Polarity::Positive, at));
                and([truth_of(self.is_of_kind(at.thing, noun.kind)), narrowed])
            }
            PhraseBase::Things(things) => {
                truth_of(things.iter().any(|it| self.dataset().iri_id(it.iri.as_ref()) == Some(at.thing)))
            }
            PhraseBase::Their(trail) => {
                let path = trail.path(self.lexicon()).unwrap_or(Path(Vec::new()));
                let root = EvaluationPoint { thing: at.root, root: at.root };
                let may_be = self.is_of_kind(at.thing, phrase.kind) && self.gap_along(&trail.hops, None, root);
                yes_or_maybe(self.walk(&path, at.root).contains(&at.thing), may_be)
            }
            PhraseBase::Set(_) | PhraseBase::Those => panic!("no named sets here"),
        }
    }

    /// What the default filter excludes is not in it.
    fn passes_default_filter(&self, phrase: &NounPhrase, at: EvaluationPoint) -> Truth {
        and(self.default_filter(phrase).into_iter().map(|it| not(self.adjective(it, Polarity::Positive, at))))
    }

    fn default_filter(&self, phrase: &NounPhrase) -> Vec<AdjectiveId> {
        let context = LoweringContext {
            lexicon: self.lexicon(),
            dataset: self.dataset(),
            definitions: &self.definitions,
            sets: &[],
            those: None,
            today: self.session.settings().today,
        };
        default_filter_adjectives(phrase, context)
    }

    fn adjective(&self, id: AdjectiveId, polarity: Polarity, at: EvaluationPoint) -> Truth {
        match &self.lexicon().adjective(id).meaning {
            Meaning::Value { path, value } => {
                let reached = self.walk(path, at.thing);
                let is = reached.iter().any(|it| self.dataset().term(*it) == value.as_ref());
                let gap = self.adjective_gap(id, at.thing);
                let is = yes_or_maybe(is, gap);
                match polarity {
                    Polarity::Positive => is,
                    Polarity::Negative if path.is_derived() => not(is),
                    Polarity::Negative => and([yes_or_maybe(!reached.is_empty(), gap), not(is)]),
                }
            }
            Meaning::Subclass(classes) => apply_polarity(truth_of(self.is_of(at.thing, classes)), polarity),
            Meaning::Phrase(_) => {
                let at = EvaluationPoint { thing: at.thing, root: at.thing };
                let meaning = &self.definitions[&id];
                apply_polarity(self.memoized_phrase(meaning, at, meaning.all), polarity)
            }
        }
    }

    fn condition(&self, condition: &Condition, at: EvaluationPoint) -> Truth {
        match condition {
            Condition::All(inner) => and(inner.iter().map(|it| self.condition(it, at))),
            Condition::Any(inner) => or(inner.iter().map(|it| self.condition(it, at))),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Linked(linked) => self.evaluate_negated_link(linked, at),
                inner => not(self.condition(inner, at)),
            },
            Condition::Is(id, polarity) => self.adjective(*id, *polarity, at),
            Condition::IsA(phrase, polarity) => apply_polarity(self.memoized_phrase(phrase, at, true), *polarity),
            Condition::Linked(linked) => self.evaluate_link(linked, at),
            Condition::Compare(trail, comparison) => self.compare(trail, comparison, at),
            Condition::HasValue(id, polarity) => apply_polarity(self.present(*id, at.thing), *polarity),
            Condition::Measure(left, against) => self.compare_measure(left, against, at),
            Condition::Whose { trail, every, holds } => self.whose(trail, *every, holds, at),
            Condition::Answer(answer) => self.answer(answer, at),
        }
    }

    /// By the verdict on the thing: silence is unknown unless it is asked for, and so is `depends` where an offer is
    /// denied.
    fn answer(&self, answer: &AnswerCondition, at: EvaluationPoint) -> Truth {
        let lexicon = self.lexicon();
        let about = self.session.dataset().iri_id(answer.about.iri.as_ref()).unwrap();
        let has = |answered: BackedVerdict| {
            let path = lexicon.verdict_path(answered).unwrap();
            let path = if answer.of_assurance { path.inverse() } else { path };
            self.walk(&path, at.thing).contains(&about)
        };
        if answer.verdicts.iter().any(|it| has(*it)) {
            return Truth::Yes;
        }
        let own = Verdict::ALL.into_iter().find(|it| has(BackedVerdict::any(*it)));
        let plain = |verdict: Verdict| matches!(verdict, Verdict::Yes | Verdict::No);
        let offer = !answer.of_assurance && lexicon.is_offer(&answer.about.iri);
        let denied = answer.verdicts.iter().all(|it| it.verdict == Verdict::No);
        match own {
            Some(_) if answer.verdicts.iter().any(|it| !it.verdict.is_decided()) => Truth::No,
            Some(_) if answer.verdicts.iter().all(|it| !plain(it.verdict) || it.backing == Backing::Verified) => {
                Truth::No
            }
            Some(own) if !own.is_decided() || offer && denied && !plain(own) => Truth::Unknown,
            _ => Truth::No,
        }
    }

    fn present(&self, id: AttributeId, thing: Id) -> Truth {
        let there = !self.walk(&self.lexicon().attribute(id).path, thing).is_empty();
        yes_or_maybe(there, self.attribute_gap(id, thing))
    }

    // -------------------------------------------------------------------------------- links

    fn evaluate_link(&self, linked: &LinkCondition, at: EvaluationPoint) -> Truth {
        if linked.quantity == Quantity::No {
            return self.evaluate_negated_link(&LinkCondition { quantity: Quantity::Some, ..linked.clone() }, at);
        }
        let truth = self.evaluate_positive_link(linked, at);
        if !self.is_of_a_part(linked) && self.is_partly(linked, at) { truth.max(Unknown) } else { truth }
    }

    /// Of parts that lie within one another, what is partly inside is neither in nor out.
    fn evaluate_negated_link(&self, linked: &LinkCondition, at: EvaluationPoint) -> Truth {
        let truth = self.evaluate_positive_link(linked, at);
        let neither = if self.is_of_a_part(linked) && self.away.get() > 0 { Yes } else { Unknown };
        not(if self.is_partly(linked, at) { truth.max(neither) } else { truth })
    }

    fn is_of_a_part(&self, linked: &LinkCondition) -> bool {
        let lexicon = self.lexicon();
        lexicon.overlap(lexicon.start(linked.direction), lexicon.end(linked.direction))
    }

    /// True when something inside what a thing is linked to, or around it, is certainly what the question names.
    fn is_partly(&self, linked: &LinkCondition, at: EvaluationPoint) -> bool {
        let relation = self.lexicon().relation(linked.direction.relation);
        let plain =
            linked.reach == LinkReach::Direct && linked.quantity == Quantity::Some && !linked.direction.backward;
        let Some((path, object)) =
            relation.path.widen().filter(|_| relation.wholly && plain).zip(linked.object.as_deref())
        else {
            return false;
        };
        let to = |thing| {
            self.behind_link(|| {
                self.phrase(object, EvaluationPoint { thing, root: at.root }, relation.reaches_all || object.all)
            })
        };
        self.walk(&path, at.thing).into_iter().any(|it| to(it) == Yes)
    }

    /// Evaluates what is behind a link.
    fn behind_link<T>(&self, judge: impl FnOnce() -> T) -> T {
        self.away.set(self.away.get() + 1);
        let judged = judge();
        self.away.set(self.away.get() - 1);
        judged
    }

    fn evaluate_positive_link(&self, linked: &LinkCondition, at: EvaluationPoint) -> Truth {
        let lexicon = self.lexicon();
        let direction = linked.direction;
        let any = NounPhrase::any(lexicon.end(direction), lexicon);
        let object = linked.object.as_deref().unwrap_or(&any);
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let all = reaches_all || object.all;
        let mut path = match linked.reach {
            LinkReach::Direct => lexicon.path(direction),
            _ => lexicon.ultimate_path(direction).unwrap(),
        };
        if linked.quantity == Quantity::Only {
            path = lexicon.within_kind(direction, path);
        }
        let links = self.links(direction, linked.reach, &path, self.deferred_gaps_of_phrase(object), object, at.thing);
        let to = |thing| {
            let there = EvaluationPoint { thing, root: at.root };
            // Temporary phrases have another address next time.
            self.behind_link(|| {
                if linked.object.is_some() {
                    self.memoized_phrase(object, there, all)
                } else {
                    self.phrase(object, there, all)
                }
            })
        };
        let among = |thing| {
            if all {
                Yes
            } else {
                self.behind_link(|| self.passes_default_filter(object, EvaluationPoint { thing, root: at.root }))
            }
        };
        match linked.quantity {
            Quantity::Only => and([links.some(&among), not(links.some(&|thing| and([among(thing), not(to(thing))])))]),
            Quantity::Every => {
                let wanted: Vec<(Id, Truth)> = self.nodes.iter().map(|it| (*it, to(*it))).collect();
                let there = or(wanted.iter().map(|(_, truth)| *truth));
                let all = wanted.iter().map(|(thing, wanted)| or([not(*wanted), links.leads_to(*thing)]));
                and([there, and(all)])
            }
            Quantity::Some => links.some(&to),
            Quantity::No => not(links.some(&to)),
            Quantity::Count(bound, count) => {
                let least = |count: u64| links.at_least(count, &to);
                let most = |count: u64| not(links.at_least(count + 1, &to));
                match bound {
                    Bound::Exactly => and([least(count), most(count)]),
                    Bound::AtLeast => least(count),
                    Bound::MoreThan => least(count + 1),
                    Bound::AtMost => most(count),
                    Bound::FewerThan if count == 0 => No,
                    Bound::FewerThan => most(count - 1),
                }
            }
        }
    }

    /// The ends of a link from a thing, recorded and possible.
    fn links(
        &self,
        direction: Direction,
        reach: LinkReach,
        path: &Path,
        waits: Vec<DeferredGap>,
        object: &NounPhrase,
        thing: Id,
    ) -> PossibleLinks<'_, 'a> {
        let recorded = self.walk(path, thing);
        let open = !direction.backward && self.link_gap(direction, reach, thing);
        let back = direction.backward && self.is_open(direction);
        let waiting = self.has_deferred_gap(direction, object, waits, thing);
        PossibleLinks { judge: self, recorded, anything: open || waiting, back: back.then_some((direction, reach)) }
    }

    /// True where a thing lacks a fact that has to be looked up for it.
    fn has_deferred_gap(&self, direction: Direction, object: &NounPhrase, waits: Vec<DeferredGap>, thing: Id) -> bool {
        let (here, _) = self.split_deferred_gaps(direction, object, waits);
        here.into_iter().any(|wait| self.is_of_one(thing, &wait.kinds) && !self.is_recorded(&wait, thing))
    }

    fn is_of_one(&self, thing: Id, kinds: &[KindId]) -> bool {
        kinds.iter().any(|kind| self.is_of_kind(thing, *kind))
    }

    /// The gaps of the things that a link starts from, and the remaining ones.
    fn split_deferred_gaps(
        &self,
        direction: Direction,
        object: &NounPhrase,
        waits: Vec<DeferredGap>,
    ) -> (Vec<DeferredGap>, Vec<DeferredGap>) {
        let lexicon = self.lexicon();
        let path = lexicon.path_within_kind(direction);
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let left_out = if reaches_all || object.all { Vec::new() } else { self.default_filter(object) };
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for mut wait in waits {
            wait.links.insert(0, (path.clone(), left_out.clone()));
            for kind in &wait.kinds {
                let side = if lexicon.overlap(*kind, lexicon.start(direction)) { &mut here } else { &mut elsewhere };
                side.push(DeferredGap { kinds: vec![*kind], ..wait.clone() });
            }
        }
        (here, elsewhere)
    }

    fn is_recorded(&self, wait: &DeferredGap, thing: Id) -> bool {
        let mut at = BTreeSet::from([thing]);
        for (path, left_out) in &wait.links {
            let ends = at.into_iter().flat_map(|from| self.walk(path, from));
            let ends = ends.filter(|end| {
                let at = EvaluationPoint { thing: *end, root: *end };
                left_out.iter().all(|it| self.adjective(*it, Polarity::Positive, at) == No)
            });
            at = ends.collect();
        }
        at.into_iter().any(|thing| !self.walk(&wait.end, thing).is_empty())
    }

    // ------------------------------------------------------------------------------- trails

    /// Whether links lead to something that `end` holds of.
    fn along(
        &self,
        hops: &[Direction],
        said: &[Condition],
        at: EvaluationPoint,
        end: &dyn Fn(Id) -> Truth,
        waits: &[DeferredGap],
    ) -> Truth {
        let Some((_, rest)) = hops.split_first() else {
            return end(at.thing);
        };
        let links = self.links_of_hop(hops, said, waits, at.thing);
        links.some(&|thing| {
            let there = EvaluationPoint { thing, root: at.root };
            self.behind_link(|| and([self.counts(hops, said, there), self.along(rest, said, there, end, waits)]))
        })
    }

    fn object_of(&self, hops: &[Direction], said: &[Condition]) -> NounPhrase {
        let mut things = self.things_behind(hops[0], None);
        if hops.len() == 1 {
            things.filters = said.to_vec();
        }
        things
    }

    fn counts(&self, hops: &[Direction], said: &[Condition], at: EvaluationPoint) -> Truth {
        if self.lexicon().relation(hops[0].relation).reaches_all {
            return Yes;
        }
        // The default filter depends on the thing itself, whatever the question is about.
        self.passes_default_filter(&self.object_of(hops, said), EvaluationPoint { thing: at.thing, root: at.thing })
    }

    /// The links of the first of some hops; `waits` are those of what is at the end of all of them.
    fn links_of_hop(
        &self,
        hops: &[Direction],
        said: &[Condition],
        waits: &[DeferredGap],
        thing: Id,
    ) -> PossibleLinks<'_, 'a> {
        let mut behind = waits.to_vec();
        for at in (1..hops.len()).rev() {
            behind = self.deferred_gaps_of_link(hops[at], &self.object_of(&hops[at..], said), behind);
        }
        let path = self.lexicon().path_to_kind(hops[0]);
        self.links(hops[0], LinkReach::Direct, &path, behind, &self.object_of(hops, said), thing)
    }

    fn whose(&self, trail: &Trail, every: bool, holds: &Condition, at: EvaluationPoint) -> Truth {
        let said = std::slice::from_ref(holds);
        let waits = self.deferred_gaps_of_condition(holds);
        let to = |thing| self.condition(holds, EvaluationPoint { thing, root: at.root });
        let some = |end: &dyn Fn(Id) -> Truth| self.along(&trail.hops, said, at, end, &waits);
        if every { and([some(&|_| Yes), not(some(&|thing| not(to(thing))))]) } else { some(&to) }
    }

    fn compare(&self, trail: &Trail, comparison: &ValueComparison, at: EvaluationPoint) -> Truth {
        let TrailEnd::Attribute(id) = trail.end else {
            panic!("only values are compared");
        };
        let said = [own_comparison(trail, comparison)];
        let waits = self.deferred_gaps_of_attribute(id);
        let (positive, negated) = strip_negation(comparison);
        let key = std::ptr::from_ref(comparison);
        let known = self.tests.borrow().get(&key).cloned();
        let test = known.unwrap_or_else(|| self.test(id, &positive));
        self.tests.borrow_mut().insert(key, test.clone());
        let path = &self.lexicon().attribute(id).path;
        let value = |passing: &dyn Fn(Id) -> bool| {
            let end =
                |thing| yes_or_maybe(self.walk(path, thing).into_iter().any(passing), self.attribute_gap(id, thing));
            self.along(&trail.hops, &said, at, &end, &waits)
        };
        let is = value(&|it| passes(&test, &self.dataset().term(it).into_owned()));
        if negated { and([value(&|_| true), not(is)]) } else { is }
    }

    /// The test of one value in a comparison.
    fn test(&self, id: AttributeId, comparison: &ValueComparison) -> Test {
        let attribute = self.lexicon().attribute(id);
        let mut set = NounPhrase::all(attribute.of, self.lexicon());
        set.filters = vec![Condition::Compare(Trail::of_attribute(id), comparison.clone())];
        let plan = self.session.plan(&Question::HowMany(set, SolutionModifiers::default())).unwrap();
        let Concept::All(parts) = plan.set else {
            panic!("a kind and a comparison");
        };
        let tests = parts.into_iter().filter_map(|part| match part {
            Concept::Value { test, .. } => Some(test),
            _ => None,
        });
        tests.last().unwrap()
    }

    /// True where it is unknown what links lead to, or whether the value at their end is there.
    fn gap_along(&self, hops: &[Direction], end: Option<AttributeId>, at: EvaluationPoint) -> bool {
        if hops.is_empty() {
            return end.is_some_and(|id| self.attribute_gap(id, at.thing));
        }
        let waits = end.map(|id| self.deferred_gaps_of_attribute(id)).unwrap_or_default();
        let links = self.links_of_hop(hops, &[], &waits, at.thing);
        let counts = |thing| self.counts(hops, &[], EvaluationPoint { thing, root: at.root });
        links.anything
            || links.recorded.iter().any(|it| {
                let counts = counts(*it);
                counts == Unknown
                    || counts == Yes && self.gap_along(&hops[1..], end, EvaluationPoint { thing: *it, root: at.root })
            })
            || self.nodes.iter().any(|it| links.may_lead_back_to(*it) && counts(*it) != No)
    }
}

/// What a link leads to from one thing.
struct PossibleLinks<'j, 'a> {
    judge: &'j ThreeValuedEvaluator<'a>,
    recorded: BTreeSet<Id>,
    /// True where it may lead to anything.
    anything: bool,
    /// The link, if followed backward: it may start from any thing whose own links are unknown.
    back: Option<(Direction, LinkReach)>,
}

impl PossibleLinks<'_, '_> {
    fn may_lead_back_to(&self, thing: Id) -> bool {
        self.back.is_some_and(|(direction, reach)| self.judge.link_gap(direction, reach, thing))
    }

    fn leads_to(&self, thing: Id) -> Truth {
        yes_or_maybe(self.recorded.contains(&thing), self.anything || self.may_lead_back_to(thing))
    }

    /// Whether at least this many are of some sort; a link that may lead to anything has as many as needed.
    fn at_least(&self, count: u64, sort: &dyn Fn(Id) -> Truth) -> Truth {
        if count == 0 {
            return Yes;
        }
        let (mut certain, mut possible) = (0, 0);
        let all: &BTreeSet<Id> = if self.back.is_some() { &self.judge.nodes } else { &self.recorded };
        for thing in all {
            let link = self.leads_to(*thing);
            let truth = if link == No { No } else { and([link, sort(*thing)]) };
            certain += u64::from(truth == Yes);
            possible += u64::from(truth != No);
        }
        yes_or_maybe(certain >= count, self.anything || possible >= count)
    }

    fn some(&self, sort: &dyn Fn(Id) -> Truth) -> Truth {
        self.at_least(1, sort)
    }
}

/// The comparison on the thing that has the value.
fn own_comparison(trail: &Trail, comparison: &ValueComparison) -> Condition {
    Condition::Compare(Trail { hops: Vec::new(), ..trail.clone() }, comparison.clone())
}

/// A comparison without its `not`, and whether it had one.
fn strip_negation(comparison: &ValueComparison) -> (ValueComparison, bool) {
    match comparison.clone() {
        ValueComparison::Values(terms, Polarity::Negative) => {
            (ValueComparison::Values(terms, Polarity::Positive), true)
        }
        ValueComparison::Text(TextTest::IsNot, texts) => (ValueComparison::Text(TextTest::Is, texts), true),
        ValueComparison::Number(ComparisonOperator::NotEqual, number) => {
            (ValueComparison::Number(ComparisonOperator::Equal, number), true)
        }
        ValueComparison::Date(ComparisonOperator::NotEqual, day) => {
            (ValueComparison::Date(ComparisonOperator::Equal, day), true)
        }
        comparison => (comparison, false),
    }
}
