//! Gathers the evidence of one thing: down its support, without recursion, each part described once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr as _;

use oxsdatatypes::Date;

use crate::base::{Cut, Limit};
use crate::exec::evidence_tree::{EvidenceDetail, EvidenceRole, EvidenceStep, EvidenceTree, Occurrence};
use crate::exec::fact_writer::FactWriter;
use crate::exec::opposition::OppositionWriter;
use crate::exec::reason::LocatedFact;
use crate::exec::support_writer::SupportWriter;
use crate::graph::{GraphAnalyses, OppositionVerdict};
use crate::store::{Dataset, Id, Triple};
use crate::words::{Direction, Lexicon, Number, Path, Provenance, Structure, Support, Trail, TrailEnd, ValueType};

/// Builds the evidence tree of a thing; `None` if the vocabulary defines no support for things of its kind.
#[must_use]
pub fn build_evidence_tree(
    thing: Id,
    lexicon: &Lexicon,
    dataset: &Dataset,
    evidence: &GraphAnalyses,
    today: Date,
) -> Option<EvidenceTree> {
    let support = lexicon.support()?;
    let standing = evidence.graph()?.support_of(thing)?;
    let hangs_on = evidence.dominators_of(thing);
    let telling = FactWriter { lexicon, dataset };
    let mut arguing = EvidenceBuilder {
        fact_writer: telling,
        support,
        today,
        weak: hangs_on.iter().copied().collect(),
        left_out: lexicon.default_exclusions(dataset, support.of),
        ancestors: HashMap::from([(thing, 0)]),
        seen: HashSet::from([thing]),
        waiting: Vec::new(),
        steps: Vec::new(),
        more: 0,
    };
    let opposites = OppositesSummary::of(thing, evidence);
    let mut own = arguing.linked_steps(thing, 0, FollowPremises::Yes);
    own.extend(arguing.opposites(thing, &opposites.listed));
    arguing.push_pending(own);
    arguing.run();
    let EvidenceBuilder { steps, more, .. } = arguing;
    let arguing = SupportWriter { telling, support };
    let circle = evidence.graph()?.cycle_of(thing);
    let mut summary = arguing.sentences(&standing, &hangs_on, &circle);
    summary.extend(opposites.sentence(telling));
    summary.extend((more > 0).then(|| {
        let (all, listed) = (steps.len() as u64 + more, steps.len());
        format!("the evidence has {all} steps; the first {listed} are listed")
    }));
    let not_listed = if more == 1 { "step is not listed" } else { "steps are not listed" };
    let steps_not_listed = (more > 0).then(|| format!("{more} more {not_listed}: {}", Limit::Steps.all()));
    let mut not_listed: Vec<String> = steps_not_listed.into_iter().collect();
    not_listed.extend(opposites.not_listed(telling, thing));
    Some(EvidenceTree {
        thing: telling.identity(thing),
        told: details_of(telling, thing, today, None),
        supported: standing.depth > 0,
        depth: u64::from(standing.depth),
        width: standing.grounds.len() as u64,
        independence: (standing.agents.len() + usize::from(standing.unanswered)) as u64,
        summary,
        hangs_on: Cut::of(hangs_on, Limit::HangsOn).map(|id| telling.identity(id)),
        circle: Cut::of(circle, Limit::Circle).map(|id| telling.identity(id)),
        steps,
        more: more + opposites.listed.more(),
        not_listed,
    })
}

/// Whether to follow what a thing is concluded from and what replaces it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FollowPremises {
    Yes,
    No,
}

/// A step that has not been written yet.
struct PendingStep {
    level: u64,
    part: EvidenceRole,
    link: Option<Direction>,
    thing: Id,
    /// Details that lead here are omitted, because this is on the next line.
    omit_trail_to: Option<Id>,
    facts: StepFacts,
    /// Why the step is here, if the link alone does not say it.
    found: String,
}

/// Facts that are put into words with their step, or already have been.
enum StepFacts {
    Stated(Provenance),
    Told(Cut<LocatedFact>),
}

struct EvidenceBuilder<'a> {
    fact_writer: FactWriter<'a>,
    support: &'a Support,
    today: Date,
    weak: HashSet<Id>,
    left_out: BTreeSet<Id>,
    /// The things between the root and the current step, with their levels.
    ancestors: HashMap<Id, u64>,
    /// The things that have been described.
    seen: HashSet<Id>,
    /// A stack: the last comes next.
    waiting: Vec<PendingStep>,
    steps: Vec<EvidenceStep>,
    more: u64,
}

impl EvidenceBuilder<'_> {
    fn run(&mut self) {
        let mut way: Vec<(Id, u64)> = Vec::new();
        while let Some(step) = self.waiting.pop() {
            while let Some((thing, level)) = way.last().filter(|(_, level)| *level >= step.level) {
                if self.ancestors.get(thing) == Some(level) {
                    self.ancestors.remove(thing);
                }
                way.pop();
            }
            let seen = match step.part {
                EvidenceRole::Between => Occurrence::Here,
                _ if self.ancestors.contains_key(&step.thing) => Occurrence::Circle,
                _ if self.seen.insert(step.thing) => Occurrence::Here,
                _ => Occurrence::Above,
            };
            if seen == Occurrence::Here {
                let inner = match step.part {
                    EvidenceRole::Rests => {
                        self.ancestors.insert(step.thing, step.level);
                        way.push((step.thing, step.level));
                        self.linked_steps(step.thing, step.level, FollowPremises::Yes)
                    }
                    EvidenceRole::Replaces => self.linked_steps(step.thing, step.level, FollowPremises::No),
                    EvidenceRole::Limit => self.belonging(step.thing, step.level),
                    EvidenceRole::Between
                    | EvidenceRole::Ground
                    | EvidenceRole::Contradicts
                    | EvidenceRole::Opposite => Vec::new(),
                };
                self.push_pending(inner);
            }
            self.add_step(&step, seen);
        }
    }

    fn push_pending(&mut self, steps: Vec<PendingStep>) {
        self.waiting.extend(steps.into_iter().rev());
    }

    /// Steps for what is linked to a thing: what limits it, what replaces it, its grounds, what it is concluded from.
    fn linked_steps(&self, thing: Id, level: u64, whole: FollowPremises) -> Vec<PendingStep> {
        let mut steps = Vec::new();
        let mut along = |links: &[Direction], part: EvidenceRole| {
            for link in links {
                for chain in self.link_paths(*link, thing) {
                    let between = chain.between.iter();
                    for (depth, (node, fact)) in (1..).zip(between) {
                        steps.push(PendingStep {
                            level: level + depth,
                            part: EvidenceRole::Between,
                            link: Some(*link),
                            thing: *node,
                            omit_trail_to: Some(chain.end),
                            facts: StepFacts::Stated(provenance_of(Some(*fact))),
                            found: String::new(),
                        });
                    }
                    let linked = chain.between.is_empty();
                    steps.push(PendingStep {
                        level: level + 1 + chain.between.len() as u64,
                        part,
                        link: linked.then_some(*link),
                        thing: chain.end,
                        omit_trail_to: None,
                        facts: StepFacts::Stated(provenance_of(chain.last)),
                        found: String::new(),
                    });
                }
            }
        };
        along(&self.support.limits, EvidenceRole::Limit);
        if whole == FollowPremises::Yes {
            along(&self.support.replaced, EvidenceRole::Replaces);
        }
        along(&self.support.grounds, EvidenceRole::Ground);
        if whole == FollowPremises::Yes {
            along(&self.support.rests, EvidenceRole::Rests);
        }
        steps
    }

    /// Steps for what says the opposite of a thing: what contradicts it, then what does not, with the reason.
    fn opposites(&self, thing: Id, listed: &Cut<(Id, OppositionVerdict)>) -> Vec<PendingStep> {
        let Some(opposing) = OppositionWriter::of(self.fact_writer) else {
            return Vec::new();
        };
        let steps = listed.items().iter().map(|(other, verdict)| PendingStep {
            level: 1,
            part: match verdict {
                OppositionVerdict::Contradict(_) => EvidenceRole::Contradicts,
                _ => EvidenceRole::Opposite,
            },
            link: None,
            thing: *other,
            omit_trail_to: None,
            facts: StepFacts::Told(opposing.facts(verdict, [thing, *other])),
            found: opposing.sentence(verdict),
        });
        steps.collect()
    }

    /// Steps for what belongs to a limit of a thing: its own citations.
    fn belonging(&self, thing: Id, level: u64) -> Vec<PendingStep> {
        let FactWriter { lexicon, dataset } = self.fact_writer;
        let belongings = lexicon.own_belongings(dataset, thing);
        let steps = belongings.into_iter().map(|it| PendingStep {
            level: level + 1,
            part: EvidenceRole::Between,
            link: Some(it.link),
            thing: it.thing,
            omit_trail_to: None,
            facts: StepFacts::Stated(
                lexicon.path(it.link).provenance(dataset, thing).remove(&it.thing).unwrap_or_default(),
            ),
            found: String::new(),
        });
        steps.collect()
    }

    /// The paths of a link from a thing, with the nodes between.
    fn link_paths(&self, link: Direction, thing: Id) -> Vec<LinkPath> {
        let FactWriter { lexicon, dataset } = self.fact_writer;
        let path = lexicon.path_within_kind(link);
        let mut chains = vec![LinkPath { between: Vec::new(), end: thing, last: None }];
        for step in path.0 {
            let way = Path(vec![step]);
            let next = chains.into_iter().flat_map(|chain| {
                let ends = way.provenance(dataset, chain.end);
                ends.into_iter()
                    .map(move |(end, way)| chain.extend(end, way.facts().first().copied()))
                    .collect::<Vec<_>>()
            });
            chains = next.collect();
        }
        chains
    }

    fn add_step(&mut self, step: &PendingStep, seen: Occurrence) {
        if self.steps.len() >= Limit::Steps.most() {
            self.more += 1;
            return;
        }
        let told = match seen {
            Occurrence::Here => details_of(self.fact_writer, step.thing, self.today, step.omit_trail_to),
            Occurrence::Above | Occurrence::Circle => Vec::new(),
        };
        let lexicon = self.fact_writer.lexicon;
        let facts = match &step.facts {
            StepFacts::Stated(way) => self.fact_writer.provenance_facts([way]),
            StepFacts::Told(facts) => facts.clone(),
        };
        self.steps.push(EvidenceStep {
            level: step.level,
            part: step.part,
            link: step.link.map_or_else(String::new, |link| words_of(link, lexicon)),
            thing: self.fact_writer.identity(step.thing),
            told,
            seen,
            found: step.found.clone(),
            left_out: self.left_out.contains(&step.thing),
            weak: self.weak.contains(&step.thing),
            facts,
        });
    }
}

fn provenance_of(fact: Option<Triple>) -> Provenance {
    fact.map(Provenance::of).unwrap_or_default()
}

/// The opposites of a thing: those listed, and how many of all contradict it.
struct OppositesSummary {
    listed: Cut<(Id, OppositionVerdict)>,
    contradicting: u64,
    contradicting_listed: u64,
}

impl OppositesSummary {
    fn of(thing: Id, evidence: &GraphAnalyses) -> Self {
        let all = evidence.opposites(thing);
        let contradict = |it: &&(Id, OppositionVerdict)| matches!(it.1, OppositionVerdict::Contradict(_));
        let contradicting = all.iter().filter(contradict).count() as u64;
        let listed = Cut::of(all, Limit::Opposites);
        let contradicting_listed = listed.items().iter().filter(contradict).count() as u64;
        Self { listed, contradicting, contradicting_listed }
    }

    /// `30 claims contradict it; 20 are listed`, where some of them are not.
    fn sentence(&self, telling: FactWriter<'_>) -> Option<String> {
        let (all, listed) = (self.contradicting, self.contradicting_listed);
        let things = self.noun(telling, all);
        (listed < all).then(|| format!("{all} {things} contradict it; {listed} are listed"))
    }

    fn not_listed(&self, telling: FactWriter<'_>, thing: Id) -> Vec<String> {
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

    fn noun<'t>(&self, telling: FactWriter<'t>, count: u64) -> &'t str {
        let number = Number::of(count);
        let of = telling.lexicon.opposition().map(|rules| rules.of);
        of.map_or("things", |of| telling.lexicon.kind_word(of, number))
    }

    /// The question that lists all that contradicts a thing: `which claims contradict ali:no-training`.
    fn question(&self, telling: FactWriter<'_>, thing: Id) -> Option<String> {
        let FactWriter { lexicon, dataset } = telling;
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

/// One path of a link.
#[derive(Clone)]
struct LinkPath {
    between: Vec<(Id, Triple)>,
    end: Id,
    /// The fact that leads to the end.
    last: Option<Triple>,
}

impl LinkPath {
    fn extend(&self, end: Id, fact: Option<Triple>) -> Self {
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

/// The details of a thing that the vocabulary asks for, without those that lead to `but`.
fn details_of(telling: FactWriter<'_>, thing: Id, today: Date, but: Option<Id>) -> Vec<EvidenceDetail> {
    let FactWriter { lexicon, dataset } = telling;
    let mut told: BTreeMap<usize, EvidenceDetail> = BTreeMap::new();
    let kinds = lexicon.kinds_of(dataset, thing);
    let trails = kinds.iter().flat_map(|kind| &lexicon.kind(*kind).evidence_columns);
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
        told.insert(at, EvidenceDetail { what, values, days_ago });
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
