//! Why two things contradict one another, or do not, in the words of the vocabulary, with the facts that decide.

use crate::exec::reason::Fact;
use crate::exec::telling::Telling;
use crate::graph::{Apart, Common, Past, Subjects, Verdict};
use crate::store::{Id, Triple};
use crate::words::{AdjectiveId, AttributeId, Direction, Meaning, Number, Opposition, Path};

/// Names of one side that are told.
const MAX_TOLD: usize = 3;
/// Steps of a chain of replacements that are told.
const MAX_STEPS: usize = 4;

/// Puts verdicts into words.
#[derive(Clone, Copy)]
pub(super) struct Opposing<'a> {
    telling: Telling<'a>,
    rules: &'a Opposition,
}

impl<'a> Opposing<'a> {
    /// None where the vocabulary does not say what is opposite.
    pub(super) fn of(telling: Telling<'a>) -> Option<Self> {
        let rules = telling.lexicon.opposition()?;
        Some(Self { telling, rules })
    }

    /// Why, in one line: `both are about training; one is affirming, the other is denying`.
    pub(super) fn sentence(&self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Contradict(common) => self.common(common),
            Verdict::Settled(common, way) => {
                format!("settled: {}; else {}", self.way(way), self.common(common))
            }
            Verdict::Past(common, past) => {
                format!("history: {}; else {}", self.past(past), self.common(common))
            }
            Verdict::Apart(reasons) => {
                let reasons: Vec<String> = reasons.iter().map(|it| self.apart(it)).collect();
                reasons.join("; ")
            }
            Verdict::Same => "nothing contradicts itself".to_owned(),
            Verdict::Unspoken => {
                let kind = self.telling.lexicon.a_kind(self.rules.of);
                format!("one of them is not {kind}")
            }
        }
    }

    /// The facts that decide, of the two in the order of the verdict.
    pub(super) fn facts(&self, verdict: &Verdict, claims: [Id; 2]) -> Vec<Fact> {
        let mut facts: Vec<Triple> = Vec::new();
        match verdict {
            Verdict::Contradict(common) => facts.extend(self.facts_of_common(common, claims)),
            Verdict::Settled(common, way) => {
                facts.extend(self.facts_of_common(common, claims));
                facts.extend(self.facts_of_way(way));
            }
            Verdict::Past(common, past) => {
                facts.extend(self.facts_of_common(common, claims));
                facts.extend(self.facts_of_way(&past.way));
                for (claim, adjective) in claims.into_iter().zip(past.left_out) {
                    facts.extend(adjective.into_iter().flat_map(|it| self.meant(it, claim)));
                }
            }
            Verdict::Apart(reasons) => {
                facts.extend(reasons.iter().flat_map(|it| self.facts_of_apart(it, claims)));
            }
            Verdict::Same | Verdict::Unspoken => {}
        }
        self.telling.told(facts)
    }

    fn common(&self, common: &Common) -> String {
        let mut told = vec![format!("both {}", self.linked(self.rules.topics, Number::Plural, &common.topics))];
        told.push(match common.affirms {
            [true, true] => format!("both are {}", self.stance([true, true])),
            [true, false] => self.stances([[true, false], [false, true]]),
            _ => self.stances([[false, true], [true, false]]),
        });
        told.extend(self.overlap(&common.subjects));
        told.join("; ")
    }

    fn overlap(&self, subjects: &Subjects) -> Option<String> {
        let link = self.rules.subjects?;
        match subjects {
            Subjects::Whole => None,
            Subjects::Confined(sides) => {
                let first_is_free = sides[0].is_empty();
                let (free, other) = if first_is_free { ("one", "the other") } else { ("the other", "one") };
                let confined = &sides[usize::from(first_is_free)];
                let whole = self.none(link);
                let confined = self.linked(link, Number::Singular, confined);
                Some(format!("{free} {whole} and speaks of the whole, {other} {confined}"))
            }
            Subjects::Shared(subjects) => {
                let shared = self.linked(link, Number::Plural, subjects);
                Some(format!("both {shared}"))
            }
            Subjects::Part { part, whole } => {
                let within = self.rules.within?;
                let whole = self.linked(within, Number::Singular, &[*whole]);
                Some(format!("{} {whole}", self.telling.value(*part)))
            }
        }
    }

    fn apart(&self, reason: &Apart) -> String {
        let nouns = |id: Option<AttributeId>, number| {
            let attribute = id.map(|id| self.telling.lexicon.attribute(id));
            let noun = attribute.and_then(|attribute| attribute.nouns.first());
            noun.map_or_else(String::new, |noun| noun.get(number).to_owned())
        };
        match reason {
            Apart::Things(sides) => self.sides(self.rules.things, sides),
            Apart::Topics(sides) => self.sides(self.rules.topics, sides),
            Apart::Stance(sides) => self.stances(*sides),
            Apart::Subjects(sides) => match self.rules.subjects {
                Some(link) => format!("disjoint: {}", self.sides(link, sides)),
                None => String::new(),
            },
            Apart::Scopes(sides) => {
                let told = sides.each_ref().map(|side| {
                    let side: Vec<String> = side.iter().map(|it| self.quoted(*it)).collect();
                    listed(side)
                });
                let scopes = nouns(self.rules.scope, Number::Plural);
                format!("the {scopes} differ: {}", told.join(", "))
            }
            Apart::Times { ends, end, begin } => {
                let (first, other) = [("one", "the other"), ("the other", "one")][*ends % 2];
                format!(
                    "{first} has the {} {}, {other} the {} {}",
                    nouns(self.rules.ends, Number::Singular),
                    self.telling.value(*end),
                    nouns(self.rules.begins, Number::Singular),
                    self.telling.value(*begin)
                )
            }
        }
    }

    /// `ali:eu-mode supersedes in part ali:no-eu-only-inference`
    fn way(&self, way: &[Id]) -> String {
        let mut told = String::new();
        for (at, pair) in way.windows(2).take(MAX_STEPS).enumerate() {
            let [newer, older] = [pair[0], pair[1]].map(|it| self.short(it));
            if at == 0 {
                told = newer;
            } else {
                told.push_str(", which");
            }
            let verb = self.settling(pair[0], pair[1]).map(|(link, _)| {
                let words = self.telling.lexicon.direction_words(link);
                let verb = words.verbs.first();
                verb.map_or_else(String::new, |verb| verb.get(Number::Singular).to_owned())
            });
            told.push_str(&format!(" {} {older}", verb.unwrap_or_default()));
        }
        match way.len().saturating_sub(1 + MAX_STEPS) {
            0 => told,
            more => format!("{told}, and so on to {} ({more} more)", self.last(way)),
        }
    }

    fn last(&self, way: &[Id]) -> String {
        way.last().map_or_else(String::new, |it| self.short(*it))
    }

    fn past(&self, past: &Past) -> String {
        let word = |id: AdjectiveId| {
            let word = self.telling.lexicon.adjective(id).word.clone();
            word.unwrap_or_default()
        };
        let left_out = match past.left_out {
            [Some(one), Some(other)] if one == other => format!("both are {}", word(one)),
            [Some(one), Some(other)] => {
                format!("one is {}, the other {}", word(one), word(other))
            }
            [Some(one), None] => format!("one is {}", word(one)),
            [None, Some(other)] => format!("the other is {}", word(other)),
            [None, None] => String::new(),
        };
        match past.way.as_slice() {
            [] => left_out,
            way => format!("{left_out}, {}", self.way(way)),
        }
    }

    /// `one is about the console, the other is about the API`
    fn sides(&self, link: Direction, sides: &[Vec<Id>; 2]) -> String {
        let [one, other] = sides.each_ref().map(|side| match side.as_slice() {
            [] => self.none(link),
            side => self.linked(link, Number::Singular, side),
        });
        format!("one {one}, the other {other}")
    }

    /// `is about the console`, `have the topic training`
    fn linked(&self, link: Direction, number: Number, ends: &[Id]) -> String {
        let names = listed(ends.iter().map(|it| self.telling.value(*it)).collect());
        let words = self.telling.lexicon.direction_words(link);
        let (is, has) = match number {
            Number::Singular => ("is", "has"),
            Number::Plural => ("are", "have"),
        };
        let ends = if ends.len() == 1 { Number::Singular } else { Number::Plural };
        if let Some(preposition) = words.prepositions.first() {
            format!("{is} {preposition} {names}")
        } else if let Some(participle) = words.participles.first() {
            format!("{is} {participle} {names}")
        } else if let Some(role) = words.roles.first() {
            format!("{has} the {} {names}", role.get(ends))
        } else {
            let verb = words.verbs.first();
            let verb = verb.map_or_else(String::new, |verb| verb.get(number).to_owned());
            format!("{verb} {names}")
        }
    }

    /// `has no service`
    fn none(&self, link: Direction) -> String {
        let lexicon = self.telling.lexicon;
        let role = lexicon.direction_words(link).roles.first();
        let noun = match role {
            Some(role) => role.get(Number::Singular),
            None => lexicon.kind_word(lexicon.end(link), Number::Singular),
        };
        format!("has no {noun}")
    }

    fn stances(&self, sides: [[bool; 2]; 2]) -> String {
        let [one, other] = sides.map(|side| self.stance(side));
        if one == other {
            return format!("both are {one}");
        }
        format!("one is {one}, the other is {other}")
    }

    fn stance(&self, [yes, no]: [bool; 2]) -> String {
        let [affirming, denying] = [self.rules.yes, self.rules.no].map(|it| self.adjective(it));
        match (yes, no) {
            (true, false) => affirming,
            (false, true) => denying,
            (true, true) => format!("{affirming} and {denying}"),
            (false, false) => format!("neither {affirming} nor {denying}"),
        }
    }

    fn adjective(&self, id: AdjectiveId) -> String {
        let adjective = self.telling.lexicon.adjective(id);
        let value = match &adjective.meaning {
            Meaning::Value { value, .. } => self.telling.lexicon.value_word(value),
            _ => None,
        };
        let word = adjective.word.as_deref().or(value);
        word.unwrap_or_default().to_owned()
    }

    fn short(&self, id: Id) -> String {
        let dataset = self.telling.dataset;
        dataset.short(dataset.term(id))
    }

    fn quoted(&self, id: Id) -> String {
        format!("“{}”", self.telling.value(id))
    }

    fn facts_of_common(&self, common: &Common, claims: [Id; 2]) -> Vec<Triple> {
        let mut facts = self.along(self.rules.topics, claims, &common.topics);
        facts.extend(self.along(self.rules.things, claims, &common.things));
        facts.extend(self.facts_of_stance(claims));
        if let Some(link) = self.rules.subjects {
            match &common.subjects {
                Subjects::Whole => {}
                Subjects::Confined(sides) => facts.extend(self.along(link, claims, &sides.concat())),
                Subjects::Shared(shared) => facts.extend(self.along(link, claims, shared)),
                Subjects::Part { part, whole } => {
                    facts.extend(self.along(link, claims, &[*part, *whole]));
                    let path = self.rules.within.map(|it| self.path(it).repeated());
                    facts.extend(path.and_then(|path| self.ways(&path, *part, *whole)).unwrap_or_default());
                }
            }
        }
        facts
    }

    fn facts_of_apart(&self, reason: &Apart, claims: [Id; 2]) -> Vec<Triple> {
        let rules = self.rules;
        match reason {
            Apart::Things(sides) => self.along(rules.things, claims, &sides.concat()),
            Apart::Topics(sides) => self.along(rules.topics, claims, &sides.concat()),
            Apart::Stance(_) => self.facts_of_stance(claims),
            Apart::Subjects(sides) => match rules.subjects {
                Some(link) => self.along(link, claims, &sides.concat()),
                None => Vec::new(),
            },
            Apart::Scopes(sides) => self.values(rules.scope, claims, &sides.concat()),
            Apart::Times { ends, end, begin } => {
                let [first, other] = [claims[*ends % 2], claims[(*ends + 1) % 2]];
                let mut facts = self.values(rules.ends, [first, first], &[*end]);
                facts.extend(self.values(rules.begins, [other, other], &[*begin]));
                facts
            }
        }
    }

    fn facts_of_stance(&self, claims: [Id; 2]) -> Vec<Triple> {
        let adjectives = [self.rules.yes, self.rules.no];
        let facts = claims.into_iter().flat_map(|claim| adjectives.map(|adjective| self.meant(adjective, claim)));
        facts.flatten().collect()
    }

    fn facts_of_way(&self, way: &[Id]) -> Vec<Triple> {
        let steps = way.windows(2).take(MAX_STEPS);
        let facts = steps.filter_map(|pair| Some(self.settling(pair[0], pair[1])?.1));
        facts.flatten().collect()
    }

    /// The link by which one thing replaces another, with its facts.
    fn settling(&self, newer: Id, older: Id) -> Option<(Direction, Vec<Triple>)> {
        let mut links = self.rules.settles.iter();
        links.find_map(|link| Some((*link, self.ways(&self.path(*link), newer, older)?)))
    }

    /// The facts that make an adjective fit a thing.
    fn meant(&self, adjective: AdjectiveId, claim: Id) -> Vec<Triple> {
        match &self.telling.lexicon.adjective(adjective).meaning {
            Meaning::Value { path, value } => {
                let value = self.telling.dataset.id(value);
                let facts = value.and_then(|value| self.ways(path, claim, value));
                facts.unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn along(&self, link: Direction, claims: [Id; 2], ends: &[Id]) -> Vec<Triple> {
        self.between(&self.path(link), claims, ends)
    }

    fn values(&self, attribute: Option<AttributeId>, claims: [Id; 2], ends: &[Id]) -> Vec<Triple> {
        let attribute = attribute.map(|id| self.telling.lexicon.attribute(id));
        let facts = attribute.map(|attribute| self.between(&attribute.path, claims, ends));
        facts.unwrap_or_default()
    }

    fn between(&self, path: &Path, claims: [Id; 2], ends: &[Id]) -> Vec<Triple> {
        let ways = claims.map(|claim| path.ways(self.telling.dataset, claim));
        let found = ways.iter().flat_map(|ways| ends.iter().filter_map(|end| ways.get(end)));
        found.flatten().copied().collect()
    }

    fn ways(&self, path: &Path, from: Id, to: Id) -> Option<Vec<Triple>> {
        path.ways(self.telling.dataset, from).remove(&to)
    }

    fn path(&self, link: Direction) -> Path {
        self.telling.lexicon.path(link)
    }
}

/// `A, B and C`, and how many more.
fn listed(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MAX_TOLD);
    if more > 0 {
        names.truncate(MAX_TOLD);
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
