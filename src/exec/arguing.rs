//! The evidence of one thing, gathered: down what it rests on, without recursion, each part told once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr as _;

use oxsdatatypes::Date;

use crate::exec::argument::{Argument, Part, Seen, Step, Told};
use crate::exec::reason::Fact;
use crate::exec::telling::Telling;
use crate::graph::{Evidence, Standing};
use crate::store::{Dataset, Id, Triple};
use crate::words::{Direction, Lexicon, Number, Path, Support, Trail, TrailEnd, ValueType};

/// Steps of a tree that are listed at the most.
const MAX_STEPS: usize = 1_000;

/// Things that one sentence names at the most.
const MAX_NAMES: usize = 6;
/// Things that are listed of a circle, and of what the whole falls without.
const MAX_LISTED: usize = 100;

/// Gathers the evidence of a thing; none where the vocabulary says nothing of support, or the thing stands on
/// nothing by its kind.
#[must_use]
pub fn argue(
    thing: Id,
    lexicon: &Lexicon,
    dataset: &Dataset,
    evidence: &Evidence,
    today: Date,
) -> Option<Argument> {
    let support = lexicon.support()?;
    let standing = evidence.graph()?.standing(thing)?;
    let hangs_on = evidence.hangs_on(thing);
    let telling = Telling { lexicon, dataset };
    let mut arguing = Arguing {
        telling,
        support,
        today,
        weak: hangs_on.iter().copied().collect(),
        open: HashMap::from([(thing, 0)]),
        seen: HashSet::from([thing]),
        waiting: Vec::new(),
        steps: Vec::new(),
        more: 0,
    };
    let own = arguing.around(thing, 0, Whole::Yes);
    arguing.wait_for(own);
    arguing.go();
    let Arguing { steps, more, .. } = arguing;
    let arguing = Summary { telling, support };
    let circle = evidence.graph()?.circle_of(thing);
    Some(Argument {
        thing: telling.about(thing),
        told: told(telling, thing, today, None),
        supported: standing.depth > 0,
        depth: u64::from(standing.depth),
        width: standing.grounds.len() as u64,
        independence: (standing.agents.len() + usize::from(standing.unanswered)) as u64,
        summary: arguing.sentences(&standing, &hangs_on, &circle),
        hangs_on: hangs_on
            .into_iter()
            .take(MAX_LISTED)
            .map(|id| telling.about(id))
            .collect(),
        circle: circle
            .into_iter()
            .take(MAX_LISTED)
            .map(|id| telling.about(id))
            .collect(),
        steps,
        more,
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
    facts: Vec<Triple>,
}

struct Arguing<'a> {
    telling: Telling<'a>,
    support: &'a Support,
    today: Date,
    weak: HashSet<Id>,
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
                    Part::Between | Part::Ground => Vec::new(),
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
                            facts: vec![*fact],
                        });
                    }
                    let linked = chain.between.is_empty();
                    steps.push(Waiting {
                        level: level + 1 + chain.between.len() as u64,
                        part,
                        link: linked.then_some(*link),
                        thing: chain.end,
                        but: None,
                        facts: chain.last.into_iter().collect(),
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
            facts: lexicon
                .path(it.link)
                .ways(dataset, thing)
                .remove(&it.thing)
                .unwrap_or_default(),
        });
        steps.collect()
    }

    /// The ways of a link from a thing, with the things between.
    fn chains(&self, link: Direction, thing: Id) -> Vec<Chain> {
        let Telling { lexicon, dataset } = self.telling;
        let path = lexicon.path_within_kind(link);
        let mut chains = vec![Chain {
            between: Vec::new(),
            end: thing,
            last: None,
        }];
        for step in path.0 {
            let way = Path(vec![step]);
            let next = chains.into_iter().flat_map(|chain| {
                let ends = way.ways(dataset, chain.end);
                ends.into_iter()
                    .map(move |(end, facts)| chain.longer(end, facts.first().copied()))
                    .collect::<Vec<_>>()
            });
            chains = next.collect();
        }
        chains
    }

    fn tell(&mut self, step: &Waiting, seen: Seen) {
        if self.steps.len() >= MAX_STEPS {
            self.more += 1;
            return;
        }
        let told = match seen {
            Seen::Here => told(self.telling, step.thing, self.today, step.but),
            Seen::Above | Seen::Circle => Vec::new(),
        };
        let Telling { lexicon, dataset } = self.telling;
        let facts: Vec<Fact> = step
            .facts
            .iter()
            .map(|fact| self.telling.fact(*fact))
            .collect();
        self.steps.push(Step {
            level: step.level,
            part: step.part,
            link: step
                .link
                .map_or_else(String::new, |link| words_of(link, lexicon)),
            thing: self.telling.about(step.thing),
            told,
            seen,
            left_out: lexicon.is_left_out(dataset, step.thing),
            weak: self.weak.contains(&step.thing),
            facts,
        });
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
            return Self {
                end,
                ..self.clone()
            };
        };
        let mut between = self.between.clone();
        between.extend(self.last.map(|last| (self.end, last)));
        Self {
            between,
            end,
            last: Some(fact),
        }
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
        let reached = trail
            .path(lexicon)
            .map(|path| path.walk(dataset, thing))
            .unwrap_or_default();
        let known = told.values().any(|it| it.what == what);
        if reached.is_empty() || known || but.is_some_and(|but| reached.contains(&but)) {
            continue;
        }
        let days_ago = match (is_day(trail, lexicon), reached.len()) {
            (true, 1) => reached
                .first()
                .and_then(|id| days_ago(&telling.value(*id), today)),
            _ => None,
        };
        let values = reached.into_iter().map(|id| telling.value(id)).collect();
        told.insert(
            at,
            Told {
                what,
                values,
                days_ago,
            },
        );
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

/// Puts how a thing stands into sentences.
struct Summary<'a> {
    telling: Telling<'a>,
    support: &'a Support,
}

impl Summary<'_> {
    fn sentences(&self, standing: &Standing, hangs_on: &[Id], circle: &[Id]) -> Vec<String> {
        let lexicon = self.telling.lexicon;
        let grounds = self.counted(standing.grounds.len());
        let mut sentences = vec![if standing.depth == 0 {
            let none = lexicon.kind_word(self.support.ground, Number::Singular);
            format!("nothing supports it: no way leads to a {none}")
        } else {
            let steps = match standing.depth {
                1 => "directly".to_owned(),
                steps => format!("over {steps} steps"),
            };
            format!(
                "it is supported {steps}, by {grounds}{}",
                self.of_agents(standing)
            )
        }];
        if !hangs_on.is_empty() {
            let names = self.names(hangs_on);
            sentences.push(format!("it falls without {}", names.join(", and without ")));
        }
        match circle {
            [] => {}
            [_] => sentences.push("it rests on itself".to_owned()),
            all => {
                sentences.push(format!(
                    "it rests on itself in the end: {} support one another",
                    self.names(all).join(", ")
                ));
            }
        }
        sentences
    }

    /// `1 source`, `3 sources`
    fn counted(&self, count: usize) -> String {
        let number = if count == 1 {
            Number::Singular
        } else {
            Number::Plural
        };
        let noun = self.telling.lexicon.kind_word(self.support.ground, number);
        format!("{count} {noun}")
    }

    /// ` of 1 publisher`
    fn of_agents(&self, standing: &Standing) -> String {
        let lexicon = self.telling.lexicon;
        let Some(link) = self.support.answerable else {
            return String::new();
        };
        let number = match standing.agents.len() {
            0 | 1 => Number::Singular,
            _ => Number::Plural,
        };
        let role = lexicon.direction_words(link).roles.first();
        let role = role.map_or_else(
            || lexicon.kind_word(lexicon.end(link), number),
            |role| role.get(number),
        );
        match (standing.agents.len(), standing.unanswered) {
            (0, true) => format!(", whose {role} is not known"),
            (count, true) => format!(" of {count} {role} and others not known"),
            (count, false) => format!(" of {count} {role}"),
        }
    }

    /// Names; of many the first and the last, which are the nearest and the ground.
    fn names(&self, all: &[Id]) -> Vec<String> {
        let names = |ids: &[Id]| ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>();
        let more = all.len().saturating_sub(MAX_NAMES);
        if more == 0 {
            return names(all);
        }
        let (first, last) = (&all[..MAX_NAMES - 2], &all[all.len() - 2..]);
        [names(first), vec![format!("{more} more")], names(last)].concat()
    }

    fn name(&self, id: Id) -> String {
        let about = self.telling.about(id);
        if about.label == about.short {
            about.short
        } else {
            format!("{} ({})", about.label, about.short)
        }
    }
}
