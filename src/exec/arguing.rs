//! The evidence of one thing, gathered: down what it rests on, without recursion, each part told once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr as _;

use oxsdatatypes::Date;

use crate::base::{Cut, Limit};
use crate::exec::argument::{Argument, Part, Seen, Step, Told};
use crate::exec::opposing::Opposing;
use crate::exec::reason::Fact;
use crate::exec::standing::Summary;
use crate::exec::telling::Telling;
use crate::graph::{Evidence, Verdict};
use crate::store::{Dataset, Id, Triple};
use crate::words::{Direction, Lexicon, Number, Path, Structure, Support, Trail, TrailEnd, ValueType, Way};

/// Gathers the evidence of a thing; none where the vocabulary says nothing of support, or the thing stands on
/// nothing by its kind.
#[must_use]
pub fn argue(thing: Id, lexicon: &Lexicon, dataset: &Dataset, evidence: &Evidence, today: Date) -> Option<Argument> {
    let support = lexicon.support()?;
    let standing = evidence.graph()?.standing(thing)?;
    let hangs_on = evidence.hangs_on(thing);
    let telling = Telling { lexicon, dataset };
    let mut arguing = Arguing {
        telling,
        support,
        today,
        weak: hangs_on.iter().copied().collect(),
        left_out: lexicon.left_out_of(dataset, support.of),
        open: HashMap::from([(thing, 0)]),
        seen: HashSet::from([thing]),
        waiting: Vec::new(),
        steps: Vec::new(),
        more: 0,
    };
    let opposites = Opposites::of(thing, evidence);
    let mut own = arguing.around(thing, 0, Whole::Yes);
    own.extend(arguing.opposites(thing, &opposites.listed));
    arguing.wait_for(own);
    arguing.go();
    let Arguing { steps, more, .. } = arguing;
    let arguing = Summary { telling, support };
    let circle = evidence.graph()?.circle_of(thing);
    let mut summary = arguing.sentences(&standing, &hangs_on, &circle);
    summary.extend(opposites.sentence(telling));
    summary.extend((more > 0).then(|| {
        let (all, listed) = (steps.len() as u64 + more, steps.len());
        format!("what it stands on takes {all} steps, of which the first {listed} are listed")
    }));
    let not_listed = if more == 1 { "step is not listed" } else { "steps are not listed" };
    let steps_not_listed = (more > 0).then(|| format!("{more} more {not_listed}: {}", Limit::Steps.all()));
    let mut not_listed: Vec<String> = steps_not_listed.into_iter().collect();
    not_listed.extend(opposites.not_listed(telling, thing));
    Some(Argument {
        thing: telling.about(thing),
        told: told(telling, thing, today, None),
        supported: standing.depth > 0,
        depth: u64::from(standing.depth),
        width: standing.grounds.len() as u64,
        independence: (standing.agents.len() + usize::from(standing.unanswered)) as u64,
        summary,
        hangs_on: Cut::of(hangs_on, Limit::HangsOn).map(|id| telling.about(id)),
        circle: Cut::of(circle, Limit::Circle).map(|id| telling.about(id)),
        steps,
        more: more + opposites.listed.more(),
        not_listed,
    })
}

/// Whether what a thing is concluded from is followed, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

/// A step that has not been told yet.
struct Waiting {
    level: u64,
    part: Part,
    link: Option<Direction>,
    thing: Id,
    /// The trail that is not told, because what it leads to stands on the next line.
    but: Option<Id>,
    facts: Facts,
    /// Why it stands there, where the link alone does not say it.
    found: String,
}

/// Facts that are told when their step is, or that are told already.
enum Facts {
    Stated(Way),
    Told(Cut<Fact>),
}

struct Arguing<'a> {
    telling: Telling<'a>,
    support: &'a Support,
    today: Date,
    weak: HashSet<Id>,
    left_out: BTreeSet<Id>,
    /// The things between the top and the step at hand, with their levels.
    open: HashMap<Id, u64>,
    /// The things that have been told.
    seen: HashSet<Id>,
    /// The last comes next.
    waiting: Vec<Waiting>,
    steps: Vec<Step>,
    more: u64,
}

impl Arguing<'_> {
    fn go(&mut self) {
        let mut way: Vec<(Id, u64)> = Vec::new();
        while let Some(step) = self.waiting.pop() {
            while let Some((thing, level)) = way.last().filter(|(_, level)| *level >= step.level) {
                if self.open.get(thing) == Some(level) {
                    self.open.remove(thing);
                }
                way.pop();
            }
            let seen = match step.part {
                Part::Between => Seen::Here,
                _ if self.open.contains_key(&step.thing) => Seen::Circle,
                _ if self.seen.insert(step.thing) => Seen::Here,
                _ => Seen::Above,
            };
            if seen == Seen::Here {
                let inner = match step.part {
                    Part::Rests => {
                        self.open.insert(step.thing, step.level);
                        way.push((step.thing, step.level));
                        self.around(step.thing, step.level, Whole::Yes)
                    }
                    Part::Replaces => self.around(step.thing, step.level, Whole::No),
                    Part::Limit => self.belonging(step.thing, step.level),
                    Part::Between | Part::Ground | Part::Contradicts | Part::Opposite => Vec::new(),
                };
                self.wait_for(inner);
            }
            self.tell(&step, seen);
        }
    }

    fn wait_for(&mut self, steps: Vec<Waiting>) {
        self.waiting.extend(steps.into_iter().rev());
    }

    /// What is linked to a thing: what limits it, what replaces it, its grounds, what it is concluded from.
    fn around(&self, thing: Id, level: u64, whole: Whole) -> Vec<Waiting> {
        let mut steps = Vec::new();
        let mut along = |links: &[Direction], part: Part| {
            for link in links {
                for chain in self.chains(*link, thing) {
                    let between = chain.between.iter();
                    for (depth, (node, fact)) in (1..).zip(between) {
                        steps.push(Waiting {
                            level: level + depth,
                            part: Part::Between,
                            link: Some(*link),
                            thing: *node,
                            but: Some(chain.end),
                            facts: Facts::Stated(way_of(Some(*fact))),
                            found: String::new(),
                        });
                    }
                    let linked = chain.between.is_empty();
                    steps.push(Waiting {
                        level: level + 1 + chain.between.len() as u64,
                        part,
                        link: linked.then_some(*link),
                        thing: chain.end,
                        but: None,
                        facts: Facts::Stated(way_of(chain.last)),
                        found: String::new(),
                    });
                }
            }
        };
        along(&self.support.limits, Part::Limit);
        if whole == Whole::Yes {
            along(&self.support.replaced, Part::Replaces);
        }
        along(&self.support.grounds, Part::Ground);
        if whole == Whole::Yes {
            along(&self.support.rests, Part::Rests);
        }
        steps
    }

    /// What says the opposite of a thing: what contradicts it, then what does not, with the reason.
    fn opposites(&self, thing: Id, listed: &Cut<(Id, Verdict)>) -> Vec<Waiting> {
        let Some(opposing) = Opposing::of(self.telling) else {
            return Vec::new();
        };
        let steps = listed.shown().iter().map(|(other, verdict)| Waiting {
            level: 1,
            part: match verdict {
                Verdict::Contradict(_) => Part::Contradicts,
                _ => Part::Opposite,
            },
            link: None,
            thing: *other,
            but: None,
            facts: Facts::Told(opposing.facts(verdict, [thing, *other])),
            found: opposing.sentence(verdict),
        });
        steps.collect()
    }

    /// What belongs to what limits a thing: its own citations.
    fn belonging(&self, thing: Id, level: u64) -> Vec<Waiting> {
        let Telling { lexicon, dataset } = self.telling;
        let belongings = lexicon.own_belongings(dataset, thing);
        let steps = belongings.into_iter().map(|it| Waiting {
            level: level + 1,
            part: Part::Between,
            link: Some(it.link),
            thing: it.thing,
            but: None,
            facts: Facts::Stated(lexicon.path(it.link).ways(dataset, thing).remove(&it.thing).unwrap_or_default()),
            found: String::new(),
        });
        steps.collect()
    }

    /// The ways of a link from a thing, with the things between.
    fn chains(&self, link: Direction, thing: Id) -> Vec<Chain> {
        let Telling { lexicon, dataset } = self.telling;
        let path = lexicon.path_within_kind(link);
        let mut chains = vec![Chain { between: Vec::new(), end: thing, last: None }];
        for step in path.0 {
            let way = Path(vec![step]);
            let next = chains.into_iter().flat_map(|chain| {
                let ends = way.ways(dataset, chain.end);
                ends.into_iter()
                    .map(move |(end, way)| chain.longer(end, way.facts().first().copied()))
                    .collect::<Vec<_>>()
            });
            chains = next.collect();
        }
        chains
    }

    fn tell(&mut self, step: &Waiting, seen: Seen) {
        if self.steps.len() >= Limit::Steps.most() {
            self.more += 1;
            return;
        }
        let told = match seen {
            Seen::Here => told(self.telling, step.thing, self.today, step.but),
            Seen::Above | Seen::Circle => Vec::new(),
        };
        let lexicon = self.telling.lexicon;
        let facts = match &step.facts {
            Facts::Stated(way) => self.telling.told_of([way]),
            Facts::Told(facts) => facts.clone(),
        };
        self.steps.push(Step {
            level: step.level,
            part: step.part,
            link: step.link.map_or_else(String::new, |link| words_of(link, lexicon)),
            thing: self.telling.about(step.thing),
            told,
            seen,
            found: step.found.clone(),
            left_out: self.left_out.contains(&step.thing),
            weak: self.weak.contains(&step.thing),
            facts,
        });
    }
}

fn way_of(fact: Option<Triple>) -> Way {
    fact.map(Way::of).unwrap_or_default()
}

/// What says the opposite of a thing: what is listed, and how much of all of it contradicts.
struct Opposites {
    listed: Cut<(Id, Verdict)>,
    contradicting: u64,
    contradicting_listed: u64,
}

impl Opposites {
    fn of(thing: Id, evidence: &Evidence) -> Self {
        let all = evidence.opposites(thing);
        let contradict = |it: &&(Id, Verdict)| matches!(it.1, Verdict::Contradict(_));
        let contradicting = all.iter().filter(contradict).count() as u64;
        let listed = Cut::of(all, Limit::Opposites);
        let contradicting_listed = listed.shown().iter().filter(contradict).count() as u64;
        Self { listed, contradicting, contradicting_listed }
    }

    /// `30 claims contradict it, of which 20 are listed`, where some of them are not.
    fn sentence(&self, telling: Telling<'_>) -> Option<String> {
        let (all, listed) = (self.contradicting, self.contradicting_listed);
        let things = self.noun(telling, all);
        (listed < all).then(|| format!("{all} {things} contradict it, of which {listed} are listed"))
    }

    fn not_listed(&self, telling: Telling<'_>, thing: Id) -> Vec<String> {
        let contradicting = self.contradicting - self.contradicting_listed;
        let others = self.listed.more() - contradicting;
        let does = |count: u64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
        let mut told = Vec::new();
        if contradicting > 0 {
            let things = self.noun(telling, contradicting);
            let verb = does(contradicting, "contradicts it and is", "contradict it and are");
            let question = self.question(telling, thing).map(|it| format!(": `{it}`"));
            told.push(format!("{contradicting} more {things} {verb} not listed{}", question.unwrap_or_default()));
        }
        if others > 0 {
            let things = self.noun(telling, others);
            let verb = does(
                others,
                "says the opposite without contradicting it and is",
                "say the opposite without contradicting it and are",
            );
            told.push(format!("{others} more {things} {verb} not listed"));
        }
        told
    }

    fn noun<'t>(&self, telling: Telling<'t>, count: u64) -> &'t str {
        let number = if count == 1 { Number::Singular } else { Number::Plural };
        let of = telling.lexicon.opposition().map(|rules| rules.of);
        of.map_or("things", |of| telling.lexicon.kind_word(of, number))
    }

    /// What lists all that contradicts a thing: `which claims contradict ali:no-training`.
    fn question(&self, telling: Telling<'_>, thing: Id) -> Option<String> {
        let Telling { lexicon, dataset } = telling;
        let contradicts = |link: &Direction| match lexicon.path(*link).0.as_slice() {
            [crate::words::Step::Derived { derived, .. }] => derived.structure == Structure::Contradiction,
            _ => false,
        };
        let link = lexicon.directions().find(contradicts)?;
        let verb = lexicon.direction_words(link).verbs.first()?.get(Number::Plural);
        let things = lexicon.kind_word(lexicon.start(link), Number::Plural);
        Some(format!("which {things} {verb} {}", dataset.short(dataset.term(thing))))
    }
}

/// A way of a link.
#[derive(Clone)]
struct Chain {
    between: Vec<(Id, Triple)>,
    end: Id,
    /// The fact that leads to the end.
    last: Option<Triple>,
}

impl Chain {
    fn longer(&self, end: Id, fact: Option<Triple>) -> Self {
        let Some(fact) = fact else {
            return Self { end, ..self.clone() };
        };
        let mut between = self.between.clone();
        between.extend(self.last.map(|last| (self.end, last)));
        Self { between, end, last: Some(fact) }
    }
}

/// `rests on`, `limited by`, `citation`
fn words_of(link: Direction, lexicon: &Lexicon) -> String {
    let words = lexicon.direction_words(link);
    let verb = words.verbs.first().map(|verb| verb.get(Number::Singular));
    let participle = words.participles.first().map(String::as_str);
    let role = words.roles.first().map(|role| role.get(Number::Singular));
    verb.or(participle).or(role).unwrap_or_default().to_owned()
}

/// What the vocabulary wants told of a thing, but for what leads to `but`.
fn told(telling: Telling<'_>, thing: Id, today: Date, but: Option<Id>) -> Vec<Told> {
    let Telling { lexicon, dataset } = telling;
    let mut told: BTreeMap<usize, Told> = BTreeMap::new();
    let kinds = lexicon.kinds_of(dataset, thing);
    let trails = kinds.iter().flat_map(|kind| &lexicon.kind(*kind).tells);
    for (at, trail) in trails.enumerate() {
        let what = trail.words(lexicon);
        let reached = trail.path(lexicon).map(|path| path.walk(dataset, thing)).unwrap_or_default();
        let known = told.values().any(|it| it.what == what);
        if reached.is_empty() || known || but.is_some_and(|but| reached.contains(&but)) {
            continue;
        }
        let days_ago = match (is_day(trail, lexicon), reached.len()) {
            (true, 1) => reached.first().and_then(|id| days_ago(&telling.value(*id), today)),
            _ => None,
        };
        let values = reached.into_iter().map(|id| telling.value(id)).collect();
        told.insert(at, Told { what, values, days_ago });
    }
    told.into_values().collect()
}

fn is_day(trail: &Trail, lexicon: &Lexicon) -> bool {
    match trail.end {
        TrailEnd::Attribute(id) => lexicon.attribute(id).values == ValueType::Date,
        TrailEnd::Thing | TrailEnd::Iri => false,
    }
}

fn days_ago(day: &str, today: Date) -> Option<i64> {
    let day = Date::from_str(day).ok()?;
    Some(today.checked_sub(day)?.days())
}
