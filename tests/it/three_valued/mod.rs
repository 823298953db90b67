//! A third evaluator: it judges a resolved question itself, thing by thing and in three values, and shares nothing
//! with how a plan is made but the test that a comparison is of one value.

mod gaps;
mod measures;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use caveat::base::Source;
use caveat::lang::parse;
use caveat::plan::{Concept, LoweringContext, Test, default_filter_adjectives};
use caveat::question::{
    AnswerIs, Bound, ComparisonOperator, Condition, LinkCondition, LinkReach, NounPhrase, PhraseBase, Polarity,
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

fn of(yes: bool) -> Truth {
    if yes { Yes } else { No }
}

/// Yes where something is so, else unknown where it may be.
fn so(yes: bool, may_be: bool) -> Truth {
    of(yes).max(if may_be { Unknown } else { No })
}

fn and(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().min().unwrap_or(Yes)
}

fn or(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().max().unwrap_or(No)
}

fn with(truth: Truth, polarity: Polarity) -> Truth {
    if polarity == Polarity::Positive { truth } else { not(truth) }
}

/// What is open of a thing and has to be looked up for what links to it.
#[derive(Clone)]
struct Wait {
    kinds: Vec<KindId>,
    /// The links to the thing, each with what is left out where it leads to.
    links: Vec<(Path, Vec<AdjectiveId>)>,
    /// Where the fact of it would be.
    end: Path,
}

/// The thing at hand and the one that `their` refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct At {
    thing: Id,
    root: Id,
}

/// A phrase by where it lies, the thing, whether all is kept, and whether it lies behind a link.
type Judged = (*const NounPhrase, At, bool, bool);

pub(crate) struct Judge<'a> {
    session: &'a Session,
    definitions: HashMap<AdjectiveId, NounPhrase>,
    nodes: BTreeSet<Id>,
    /// What was judged already of the phrases of one question, by where they lie.
    judged: RefCell<HashMap<Judged, Truth>>,
    /// How many links lie between what is judged and what the question is about.
    away: Cell<usize>,
    tests: RefCell<HashMap<*const ValueComparison, Test>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(session: &'a Session) -> Self {
        let lexicon = session.lexicon();
        let defined = lexicon.adjectives().filter_map(|(id, adjective)| match &adjective.meaning {
            Meaning::Phrase(phrase) => {
                let kind = lexicon.kind_word(adjective.of, caveat::words::Number::Singular);
                let text = format!("define a quux {kind} as {phrase}");
                let source = Source::new("definition", &text);
                let statements = parse(&source).unwrap();
                let mut session = session.clone();
                session.take_in(&statements[0], &source).unwrap_or_else(|_| panic!("{text}"));
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

    /// The things of which it is certainly true that they are in a set, and those of which it may be.
    pub(crate) fn sets(&self, set: &NounPhrase) -> [BTreeSet<Id>; 2] {
        self.judged.borrow_mut().clear();
        self.tests.borrow_mut().clear();
        let (mut certain, mut possible) = (BTreeSet::new(), BTreeSet::new());
        for id in self.nodes.iter().copied().filter(|id| self.dataset().term(*id).is_named_node()) {
            let truth = self.phrase(set, At { thing: id, root: id }, set.all);
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
        path.walk(self.dataset(), from)
    }

    // ------------------------------------------------------------------------------ phrases

    fn phrase(&self, phrase: &NounPhrase, at: At, all: bool) -> Truth {
        let base = self.base(phrase, at);
        if base == No {
            return No;
        }
        let kept = if all { Yes } else { self.kept(phrase, at) };
        let adjectives = phrase.adjectives.iter().map(|it| self.adjective(*it, Polarity::Positive, at));
        let filters = phrase.filters.iter().map(|it| self.condition(it, at));
        and([base, kept].into_iter().chain(adjectives).chain(filters))
    }

    /// The same of a phrase that is a part of the question, or of a definition.
    fn part(&self, phrase: &NounPhrase, at: At, all: bool) -> Truth {
        let key = (std::ptr::from_ref(phrase), at, all, self.away.get() > 0);
        if let Some(known) = self.judged.borrow().get(&key) {
            return *known;
        }
        let truth = self.phrase(phrase, at, all);
        self.judged.borrow_mut().insert(key, truth);
        truth
    }

    fn base(&self, phrase: &NounPhrase, at: At) -> Truth {
        match &phrase.base {
            PhraseBase::Noun(noun) => {
                let noun = self.lexicon().noun(*noun);
                let narrowed = noun.narrowed.map_or(Yes, |it| self.adjective(it, Polarity::Positive, at));
                and([of(self.is_of_kind(at.thing, noun.kind)), narrowed])
            }
            PhraseBase::Things(things) => {
                of(things.iter().any(|it| self.dataset().iri_id(it.iri.as_ref()) == Some(at.thing)))
            }
            PhraseBase::Their(trail) => {
                let path = trail.path(self.lexicon()).unwrap_or(Path(Vec::new()));
                let root = At { thing: at.root, root: at.root };
                let may_be = self.is_of_kind(at.thing, phrase.kind) && self.gap_along(&trail.hops, None, root);
                so(self.walk(&path, at.root).contains(&at.thing), may_be)
            }
            PhraseBase::Set(_) | PhraseBase::Those => panic!("no named sets here"),
        }
    }

    /// What ordinary speech leaves out is not in it.
    fn kept(&self, phrase: &NounPhrase, at: At) -> Truth {
        and(self.left_out(phrase).into_iter().map(|it| not(self.adjective(it, Polarity::Positive, at))))
    }

    fn left_out(&self, phrase: &NounPhrase) -> Vec<AdjectiveId> {
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

    fn adjective(&self, id: AdjectiveId, polarity: Polarity, at: At) -> Truth {
        match &self.lexicon().adjective(id).meaning {
            Meaning::Value { path, value } => {
                let reached = self.walk(path, at.thing);
                let is = reached.iter().any(|it| self.dataset().term(*it) == value.as_ref());
                let gap = self.adjective_gap(id, at.thing);
                let is = so(is, gap);
                match polarity {
                    Polarity::Positive => is,
                    Polarity::Negative if path.is_derived() => not(is),
                    Polarity::Negative => and([so(!reached.is_empty(), gap), not(is)]),
                }
            }
            Meaning::Subclass(classes) => with(of(self.is_of(at.thing, classes)), polarity),
            Meaning::Phrase(_) => {
                let at = At { thing: at.thing, root: at.thing };
                let meaning = &self.definitions[&id];
                with(self.part(meaning, at, meaning.all), polarity)
            }
        }
    }

    fn condition(&self, condition: &Condition, at: At) -> Truth {
        match condition {
            Condition::All(inner) => and(inner.iter().map(|it| self.condition(it, at))),
            Condition::Any(inner) => or(inner.iter().map(|it| self.condition(it, at))),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Linked(linked) => self.not_linked(linked, at),
                inner => not(self.condition(inner, at)),
            },
            Condition::Is(id, polarity) => self.adjective(*id, *polarity, at),
            Condition::IsA(phrase, polarity) => with(self.part(phrase, at, true), *polarity),
            Condition::Linked(linked) => self.linked(linked, at),
            Condition::Compare(trail, comparison) => self.compare(trail, comparison, at),
            Condition::Carries(id, polarity) => with(self.present(*id, at.thing), *polarity),
            Condition::Measure(left, against) => self.measured(left, against, at),
            Condition::Whose { trail, every, holds } => self.whose(trail, *every, holds, at),
            Condition::Answer(answer) => self.answer(answer, at),
        }
    }

    /// By the verdict that the thing has: silence is unknown unless it is asked for, and so is what depends, where an offer is
    /// denied.
    fn answer(&self, answer: &AnswerIs, at: At) -> Truth {
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
        so(there, self.attribute_gap(id, thing))
    }

    // -------------------------------------------------------------------------------- links

    fn linked(&self, linked: &LinkCondition, at: At) -> Truth {
        if linked.quantity == Quantity::No {
            return self.not_linked(&LinkCondition { quantity: Quantity::Some, ..linked.clone() }, at);
        }
        let truth = self.linked_to(linked, at);
        if !self.is_of_a_part(linked) && self.is_partly(linked, at) { truth.max(Unknown) } else { truth }
    }

    /// Of parts that lie within one another, what is partly inside is neither in nor out.
    fn not_linked(&self, linked: &LinkCondition, at: At) -> Truth {
        let truth = self.linked_to(linked, at);
        let neither = if self.is_of_a_part(linked) && self.away.get() > 0 { Yes } else { Unknown };
        not(if self.is_partly(linked, at) { truth.max(neither) } else { truth })
    }

    fn is_of_a_part(&self, linked: &LinkCondition) -> bool {
        let lexicon = self.lexicon();
        lexicon.overlap(lexicon.start(linked.direction), lexicon.end(linked.direction))
    }

    /// True when something that lies within what a thing is linked to, or contains it, is certainly what is asked of.
    fn is_partly(&self, linked: &LinkCondition, at: At) -> bool {
        let relation = self.lexicon().relation(linked.direction.relation);
        let plain =
            linked.reach == LinkReach::Direct && linked.quantity == Quantity::Some && !linked.direction.backward;
        let Some((path, object)) =
            relation.path.widen().filter(|_| relation.wholly && plain).zip(linked.object.as_deref())
        else {
            return false;
        };
        let to = |thing| {
            self.further(|| self.phrase(object, At { thing, root: at.root }, relation.reaches_all || object.all))
        };
        self.walk(&path, at.thing).into_iter().any(|it| to(it) == Yes)
    }

    /// Judges what lies behind a link.
    fn further<T>(&self, judge: impl FnOnce() -> T) -> T {
        self.away.set(self.away.get() + 1);
        let judged = judge();
        self.away.set(self.away.get() - 1);
        judged
    }

    fn linked_to(&self, linked: &LinkCondition, at: At) -> Truth {
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
        let links = self.links(direction, linked.reach, &path, self.waits_of_phrase(object), object, at.thing);
        let to = |thing| {
            let there = At { thing, root: at.root };
            // What is made here lies elsewhere next time.
            self.further(|| {
                if linked.object.is_some() { self.part(object, there, all) } else { self.phrase(object, there, all) }
            })
        };
        let among = |thing| if all { Yes } else { self.further(|| self.kept(object, At { thing, root: at.root })) };
        match linked.quantity {
            Quantity::Only => and([links.some(&among), not(links.some(&|thing| and([among(thing), not(to(thing))])))]),
            Quantity::Every => {
                let wanted: Vec<(Id, Truth)> = self.nodes.iter().map(|it| (*it, to(*it))).collect();
                let there = or(wanted.iter().map(|(_, truth)| *truth));
                let all = wanted.iter().map(|(thing, wanted)| or([not(*wanted), links.to(*thing)]));
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

    /// What a link leads to from a thing, on record and perhaps.
    fn links(
        &self,
        direction: Direction,
        reach: LinkReach,
        path: &Path,
        waits: Vec<Wait>,
        object: &NounPhrase,
        thing: Id,
    ) -> Links<'_, 'a> {
        let recorded = self.walk(path, thing);
        let open = !direction.backward && self.dangles(direction, reach, thing);
        let back = direction.backward && self.is_open(direction);
        let waiting = self.is_waiting(direction, object, waits, thing);
        Links { judge: self, recorded, anything: open || waiting, back: back.then_some((direction, reach)) }
    }

    /// True where a thing has no fact of something that has to be looked up for it.
    fn is_waiting(&self, direction: Direction, object: &NounPhrase, waits: Vec<Wait>, thing: Id) -> bool {
        let (here, _) = self.passed_on(direction, object, waits);
        here.into_iter().any(|wait| self.is_of_one(thing, &wait.kinds) && !self.is_told(&wait, thing))
    }

    fn is_of_one(&self, thing: Id, kinds: &[KindId]) -> bool {
        kinds.iter().any(|kind| self.is_of_kind(thing, *kind))
    }

    /// What is looked up for the things that a link starts from, and what for others still.
    fn passed_on(&self, direction: Direction, object: &NounPhrase, waits: Vec<Wait>) -> (Vec<Wait>, Vec<Wait>) {
        let lexicon = self.lexicon();
        let path = lexicon.path_within_kind(direction);
        let reaches_all = lexicon.relation(direction.relation).reaches_all;
        let left_out = if reaches_all || object.all { Vec::new() } else { self.left_out(object) };
        let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
        for mut wait in waits {
            wait.links.insert(0, (path.clone(), left_out.clone()));
            for kind in &wait.kinds {
                let side = if lexicon.overlap(*kind, lexicon.start(direction)) { &mut here } else { &mut elsewhere };
                side.push(Wait { kinds: vec![*kind], ..wait.clone() });
            }
        }
        (here, elsewhere)
    }

    fn is_told(&self, wait: &Wait, thing: Id) -> bool {
        let mut at = BTreeSet::from([thing]);
        for (path, left_out) in &wait.links {
            let ends = at.into_iter().flat_map(|from| self.walk(path, from));
            let ends = ends.filter(|end| {
                let at = At { thing: *end, root: *end };
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
        at: At,
        end: &dyn Fn(Id) -> Truth,
        waits: &[Wait],
    ) -> Truth {
        let Some((_, rest)) = hops.split_first() else {
            return end(at.thing);
        };
        let links = self.links_of_hop(hops, said, waits, at.thing);
        links.some(&|thing| {
            let there = At { thing, root: at.root };
            self.further(|| and([self.counts(hops, said, there), self.along(rest, said, there, end, waits)]))
        })
    }

    fn object_of(&self, hops: &[Direction], said: &[Condition]) -> NounPhrase {
        let mut things = self.any(hops[0], None);
        if hops.len() == 1 {
            things.filters = said.to_vec();
        }
        things
    }

    fn counts(&self, hops: &[Direction], said: &[Condition], at: At) -> Truth {
        if self.lexicon().relation(hops[0].relation).reaches_all {
            return Yes;
        }
        // What is left out is so of the thing itself, whatever the question is about.
        self.kept(&self.object_of(hops, said), At { thing: at.thing, root: at.thing })
    }

    /// The links of the first of some hops; `waits` are those of what is at the end of all of them.
    fn links_of_hop(&self, hops: &[Direction], said: &[Condition], waits: &[Wait], thing: Id) -> Links<'_, 'a> {
        let mut behind = waits.to_vec();
        for at in (1..hops.len()).rev() {
            behind = self.waits_of_link(hops[at], &self.object_of(&hops[at..], said), behind);
        }
        let path = self.lexicon().path_to_kind(hops[0]);
        self.links(hops[0], LinkReach::Direct, &path, behind, &self.object_of(hops, said), thing)
    }

    fn whose(&self, trail: &Trail, every: bool, holds: &Condition, at: At) -> Truth {
        let said = std::slice::from_ref(holds);
        let waits = self.waits_of(holds);
        let to = |thing| self.condition(holds, At { thing, root: at.root });
        let some = |end: &dyn Fn(Id) -> Truth| self.along(&trail.hops, said, at, end, &waits);
        if every { and([some(&|_| Yes), not(some(&|thing| not(to(thing))))]) } else { some(&to) }
    }

    fn compare(&self, trail: &Trail, comparison: &ValueComparison, at: At) -> Truth {
        let TrailEnd::Attribute(id) = trail.end else {
            panic!("only values are compared");
        };
        let said = [own(trail, comparison)];
        let waits = self.waits_of_attribute(id);
        let (positive, negated) = positive(comparison);
        let key = std::ptr::from_ref(comparison);
        let known = self.tests.borrow().get(&key).cloned();
        let test = known.unwrap_or_else(|| self.test(id, &positive));
        self.tests.borrow_mut().insert(key, test.clone());
        let path = &self.lexicon().attribute(id).path;
        let value = |passing: &dyn Fn(Id) -> bool| {
            let end = |thing| so(self.walk(path, thing).into_iter().any(passing), self.attribute_gap(id, thing));
            self.along(&trail.hops, &said, at, &end, &waits)
        };
        let is = value(&|it| passes(&test, &self.dataset().term(it).into_owned()));
        if negated { and([value(&|_| true), not(is)]) } else { is }
    }

    /// The test of one value that a comparison is.
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

    /// True where nobody knows what links lead to, or whether the value at their end is there.
    fn gap_along(&self, hops: &[Direction], end: Option<AttributeId>, at: At) -> bool {
        if hops.is_empty() {
            return end.is_some_and(|id| self.attribute_gap(id, at.thing));
        }
        let waits = end.map(|id| self.waits_of_attribute(id)).unwrap_or_default();
        let links = self.links_of_hop(hops, &[], &waits, at.thing);
        let counts = |thing| self.counts(hops, &[], At { thing, root: at.root });
        links.anything
            || links.recorded.iter().any(|it| {
                let counts = counts(*it);
                counts == Unknown || counts == Yes && self.gap_along(&hops[1..], end, At { thing: *it, root: at.root })
            })
            || self.nodes.iter().any(|it| links.may_lead_back_to(*it) && counts(*it) != No)
    }
}

/// What a link leads to from one thing.
struct Links<'j, 'a> {
    judge: &'j Judge<'a>,
    recorded: BTreeSet<Id>,
    /// True where it may lead to anything.
    anything: bool,
    /// The link, where it is said from its end: it may start from any thing of which nobody knows where it leads.
    back: Option<(Direction, LinkReach)>,
}

impl Links<'_, '_> {
    fn may_lead_back_to(&self, thing: Id) -> bool {
        self.back.is_some_and(|(direction, reach)| self.judge.dangles(direction, reach, thing))
    }

    fn to(&self, thing: Id) -> Truth {
        so(self.recorded.contains(&thing), self.anything || self.may_lead_back_to(thing))
    }

    /// Whether there are so many of some sort; of what may lead to anything, as many as one likes.
    fn at_least(&self, count: u64, sort: &dyn Fn(Id) -> Truth) -> Truth {
        if count == 0 {
            return Yes;
        }
        let (mut certain, mut possible) = (0, 0);
        let all: &BTreeSet<Id> = if self.back.is_some() { &self.judge.nodes } else { &self.recorded };
        for thing in all {
            let link = self.to(*thing);
            let truth = if link == No { No } else { and([link, sort(*thing)]) };
            certain += u64::from(truth == Yes);
            possible += u64::from(truth != No);
        }
        so(certain >= count, self.anything || possible >= count)
    }

    fn some(&self, sort: &dyn Fn(Id) -> Truth) -> Truth {
        self.at_least(1, sort)
    }
}

/// What is compared, said of the thing that has it.
fn own(trail: &Trail, comparison: &ValueComparison) -> Condition {
    Condition::Compare(Trail { hops: Vec::new(), ..trail.clone() }, comparison.clone())
}

/// A comparison without its `not`, and whether it had one.
fn positive(comparison: &ValueComparison) -> (ValueComparison, bool) {
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
