//! Why two things contradict one another, or do not, in the words of the vocabulary, with the facts that decide.

use crate::base::{Cut, Limit};
use crate::exec::fact_writer::FactWriter;
use crate::exec::reason::LocatedFact;
use crate::graph::{Apart, Common, OppositionVerdict, Overlap, PastReason, Stances};
use crate::store::Id;
use crate::words::{
    Above, AdjectiveId, AttributeId, Confinement, Direction, Meaning, Number, Opposition, Path, Provenance,
};

/// Puts verdicts into words.
#[derive(Clone, Copy)]
pub(super) struct OppositionWriter<'a> {
    telling: FactWriter<'a>,
    rules: &'a Opposition,
}

impl<'a> OppositionWriter<'a> {
    /// `None` if the vocabulary does not define what is opposite.
    pub(super) fn of(telling: FactWriter<'a>) -> Option<Self> {
        let rules = telling.lexicon.opposition()?;
        Some(Self { telling, rules })
    }

    /// Why, in one line: `one affirms “no training”, the other denies it; both are of Acme Cloud`.
    pub(super) fn sentence(&self, verdict: &OppositionVerdict) -> String {
        match verdict {
            OppositionVerdict::Contradict(common) => self.common(common),
            OppositionVerdict::Settled(common, way) => {
                format!("settled: {}; otherwise {}", self.replacement_path(way), self.common(common))
            }
            OppositionVerdict::Past(common, past) => {
                format!("history: {}; otherwise {}", self.past(past), self.common(common))
            }
            OppositionVerdict::Apart(reasons) => {
                let reasons: Vec<String> = reasons.iter().map(|it| self.apart(it)).collect();
                reasons.join("; ")
            }
            OppositionVerdict::Same => "a thing cannot contradict itself".to_owned(),
            OppositionVerdict::Unspoken => {
                let kind = self.telling.lexicon.a_kind(self.rules.of);
                format!("one of them is not {kind}")
            }
        }
    }

    /// The facts that decide; `claims` are the two things, in the order of the verdict.
    pub(super) fn facts(&self, verdict: &OppositionVerdict, claims: [Id; 2]) -> Cut<LocatedFact> {
        let mut facts = Provenance::default();
        match verdict {
            OppositionVerdict::Contradict(common) => facts.extend(&self.facts_of_common(common, claims)),
            OppositionVerdict::Settled(common, way) => {
                facts.extend(&self.facts_of_common(common, claims));
                facts.extend(&self.facts_of_replacements(way));
            }
            OppositionVerdict::Past(common, past) => {
                facts.extend(&self.facts_of_common(common, claims));
                facts.extend(&self.facts_of_replacements(&past.replacement));
                for (claim, adjective) in claims.into_iter().zip(past.left_out) {
                    adjective.into_iter().for_each(|it| facts.extend(&self.facts_of_adjective(it, claim)));
                }
            }
            OppositionVerdict::Apart(reasons) => {
                reasons.iter().for_each(|it| facts.extend(&self.facts_of_apart(it, claims)));
            }
            OppositionVerdict::Same | OppositionVerdict::Unspoken => {}
        }
        self.telling.provenance_facts([&facts])
    }

    fn common(&self, common: &Common) -> String {
        let mut phrases = Vec::new();
        let (yes, no) = (self.rules.yes, self.rules.no);
        for (topics, [first, other]) in common.affirmed.iter().zip([[yes, no], [no, yes]]) {
            if !topics.is_empty() {
                let first = self.stance_phrase(first, Number::Singular, topics);
                phrases.push(format!("one {first}, the other {}", self.stance_on_them(other, topics)));
            }
        }
        let overlaps = self.rules.confinements.iter().zip(&common.overlaps);
        phrases.extend(overlaps.filter_map(|(confinement, overlap)| self.overlap(confinement, overlap)));
        phrases.join("; ")
    }

    fn overlap(&self, confinement: &Confinement, overlap: &Overlap) -> Option<String> {
        let link = confinement.relation;
        match overlap {
            Overlap::Unconfined => None,
            Overlap::Confined(sides) => {
                let [one, other] = sides.each_ref().map(|side| match side.as_slice() {
                    [] => format!("{} and applies to all {}", self.lack_phrase(link), self.noun(link, Number::Plural)),
                    side => self.link_phrase(link, Number::Singular, side),
                });
                Some(format!("one {one}, the other {other}"))
            }
            Overlap::Shared(shared) => {
                let shared = self.link_phrase(link, Number::Plural, shared);
                Some(format!("both {shared}"))
            }
            Overlap::Above { part, whole } => {
                let told = match confinement.above.as_ref()? {
                    Above::Whole(relation) => {
                        let is_below = self.link_phrase(*relation, Number::Singular, &[*whole]);
                        format!("{} {is_below}", self.telling.value(*part))
                    }
                    Above::Wider(_) => format!("{} is narrower than {}", self.quote(*part), self.quote(*whole)),
                };
                Some(told)
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
            Apart::Stances(sides) => self.stances(sides),
            Apart::Confined { confinement, sides } => {
                let confinement = self.rules.confinements.get(*confinement);
                let sides = confinement.map(|it| self.sides(it.relation, sides));
                format!("disjoint: {}", sides.unwrap_or_default())
            }
            Apart::Scopes(sides) => {
                let told = sides.each_ref().map(|side| self.names(side, |it| self.quote(it)));
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
    fn replacement_path(&self, way: &[Id]) -> String {
        let mut told = String::new();
        let steps = Cut::of(way.windows(2), Limit::Replacements);
        for (at, pair) in steps.items().iter().enumerate() {
            let [newer, older] = [pair[0], pair[1]].map(|it| self.short(it));
            if at == 0 {
                told = newer;
            } else {
                told.push_str(", which");
            }
            let verb = self.replacement(pair[0], pair[1]).map(|(link, _)| {
                let words = self.telling.lexicon.direction_words(link);
                let verb = words.verbs.first();
                verb.map_or_else(String::new, |verb| verb.get(Number::Singular).to_owned())
            });
            told.push_str(&format!(" {} {older}", verb.unwrap_or_default()));
        }
        match steps.more() {
            0 => told,
            more => format!("{told}, and so on to {} ({more} more)", self.last(way)),
        }
    }

    fn last(&self, way: &[Id]) -> String {
        way.last().map_or_else(String::new, |it| self.short(*it))
    }

    fn past(&self, past: &PastReason) -> String {
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
        match past.replacement.as_slice() {
            [] => left_out,
            way => format!("{left_out}, {}", self.replacement_path(way)),
        }
    }

    /// `one is about the console, the other is about the API`
    fn sides(&self, link: Direction, sides: &[Vec<Id>; 2]) -> String {
        let [one, other] = sides.each_ref().map(|side| match side.as_slice() {
            [] => self.lack_phrase(link),
            side => self.link_phrase(link, Number::Singular, side),
        });
        format!("one {one}, the other {other}")
    }

    /// `is about the console`, `have the kind of data logs`
    fn link_phrase(&self, link: Direction, number: Number, ends: &[Id]) -> String {
        let names = self.names(ends, |it| self.telling.value(it));
        let words = self.telling.lexicon.direction_words(link);
        let (is, has) = match number {
            Number::Singular => ("is", "has"),
            Number::Plural => ("are", "have"),
        };
        let ends = Number::of(ends.len());
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
    fn lack_phrase(&self, link: Direction) -> String {
        format!("has no {}", self.noun(link, Number::Singular))
    }

    /// What a relation leads to: `service`.
    fn noun(&self, link: Direction, number: Number) -> &str {
        let lexicon = self.telling.lexicon;
        match lexicon.direction_words(link).roles.first() {
            Some(role) => role.get(number),
            None => lexicon.kind_word(lexicon.end(link), number),
        }
    }

    /// What each says about topics, if neither denies what the other affirms; only what both say, if there is anything.
    fn stances(&self, sides: &[Stances; 2]) -> String {
        let [one, other] = sides;
        let pairs = [(self.rules.yes, [&one.affirmed, &other.affirmed]), (self.rules.no, [&one.denied, &other.denied])];
        let shared = pairs.iter().filter_map(|(link, [ones, others])| {
            let shared: Vec<Id> = ones.iter().copied().filter(|it| others.contains(it)).collect();
            (!shared.is_empty()).then(|| self.stance_phrase(*link, Number::Plural, &shared))
        });
        let shared: Vec<String> = shared.collect();
        if shared.is_empty() {
            let [one, other] = sides.each_ref().map(|side| self.stance(side));
            return format!("one {one}, the other {other}");
        }
        format!("both {}", shared.join(" and "))
    }

    /// `affirms “no training”`, `neither affirms nor denies an assurance`
    fn stance(&self, side: &Stances) -> String {
        let links = [(self.rules.yes, &side.affirmed), (self.rules.no, &side.denied)];
        let phrases = links.iter().filter(|(_, topics)| !topics.is_empty());
        let phrases: Vec<String> =
            phrases.map(|(link, topics)| self.stance_phrase(*link, Number::Singular, topics)).collect();
        if !phrases.is_empty() {
            return phrases.join(" and ");
        }
        match links.map(|(link, _)| self.verb(link, Number::Singular)) {
            [Some(affirms), Some(denies)] => {
                let lexicon = self.telling.lexicon;
                let topic = lexicon.a_kind(lexicon.end(self.rules.yes));
                format!("neither {affirms} nor {denies} {topic}")
            }
            _ => links.map(|(link, _)| self.lack_phrase(link)).join(" and "),
        }
    }

    /// `affirms “no training”`
    fn stance_phrase(&self, link: Direction, number: Number, topics: &[Id]) -> String {
        match self.verb(link, number) {
            Some(verb) => format!("{verb} {}", self.names(topics, |it| self.quote(it))),
            None => self.link_phrase(link, number, topics),
        }
    }

    /// `denies it`, of topics that have just been named.
    fn stance_on_them(&self, link: Direction, topics: &[Id]) -> String {
        match self.verb(link, Number::Singular) {
            Some(verb) if topics.len() == 1 => format!("{verb} it"),
            Some(verb) => format!("{verb} them"),
            None => self.link_phrase(link, Number::Singular, topics),
        }
    }

    fn verb(&self, link: Direction, number: Number) -> Option<&str> {
        let verbs = &self.telling.lexicon.direction_words(link).verbs;
        verbs.first().map(|verb| verb.get(number))
    }

    /// `A, B and C`, and how many more.
    fn names(&self, all: &[Id], name: impl Fn(Id) -> String) -> String {
        Cut::of(all.iter().copied(), Limit::OpposedNames).map(name).and_list()
    }

    fn short(&self, id: Id) -> String {
        let dataset = self.telling.dataset;
        dataset.short(dataset.term(id))
    }

    fn quote(&self, id: Id) -> String {
        format!("“{}”", self.telling.value(id))
    }

    fn facts_of_common(&self, common: &Common, claims: [Id; 2]) -> Provenance {
        let rules = self.rules;
        let mut facts = self.facts_along(rules.things, claims, &common.things);
        let orders = [claims, [claims[1], claims[0]]];
        for ([affirming, denying], topics) in orders.into_iter().zip(&common.affirmed) {
            facts.extend(&self.facts_along(rules.yes, [affirming], topics));
            facts.extend(&self.facts_along(rules.no, [denying], topics));
        }
        for (confinement, overlap) in rules.confinements.iter().zip(&common.overlaps) {
            let link = confinement.relation;
            match overlap {
                Overlap::Unconfined => {}
                Overlap::Confined(sides) => facts.extend(&self.facts_along(link, claims, &sides.concat())),
                Overlap::Shared(shared) => facts.extend(&self.facts_along(link, claims, shared)),
                Overlap::Above { part, whole } => {
                    facts.extend(&self.facts_along(link, claims, &[*part, *whole]));
                    let path = confinement.above.as_ref().map(|above| match above {
                        Above::Whole(relation) => self.path(*relation).one_or_more(),
                        Above::Wider(path) => path.one_or_more(),
                    });
                    facts.extend(&path.and_then(|path| self.provenance(&path, *part, *whole)).unwrap_or_default());
                }
            }
        }
        facts
    }

    fn facts_of_apart(&self, reason: &Apart, claims: [Id; 2]) -> Provenance {
        let rules = self.rules;
        match reason {
            Apart::Things(sides) => self.facts_along(rules.things, claims, &sides.concat()),
            Apart::Stances(sides) => {
                let mut facts = Provenance::default();
                for (claim, side) in claims.into_iter().zip(sides) {
                    facts.extend(&self.facts_along(rules.yes, [claim], &side.affirmed));
                    facts.extend(&self.facts_along(rules.no, [claim], &side.denied));
                }
                facts
            }
            Apart::Confined { confinement, sides } => {
                let confinement = rules.confinements.get(*confinement);
                let facts = confinement.map(|it| self.facts_along(it.relation, claims, &sides.concat()));
                facts.unwrap_or_default()
            }
            Apart::Scopes(sides) => self.facts_of_value(rules.scope, claims, &sides.concat()),
            Apart::Times { ends, end, begin } => {
                let [first, other] = [claims[*ends % 2], claims[(*ends + 1) % 2]];
                let mut facts = self.facts_of_value(rules.ends, [first], &[*end]);
                facts.extend(&self.facts_of_value(rules.begins, [other], &[*begin]));
                facts
            }
        }
    }

    fn facts_of_replacements(&self, way: &[Id]) -> Provenance {
        let steps = Cut::of(way.windows(2), Limit::Replacements);
        let mut facts = Provenance::default().and_more(steps.more());
        for pair in steps.items() {
            if let Some((_, stated)) = self.replacement(pair[0], pair[1]) {
                facts.extend(&stated);
            }
        }
        facts
    }

    /// The link by which one thing replaces another, with its facts.
    fn replacement(&self, newer: Id, older: Id) -> Option<(Direction, Provenance)> {
        let mut links = self.rules.settles.iter();
        links.find_map(|link| Some((*link, self.provenance(&self.path(*link), newer, older)?)))
    }

    /// The facts that make an adjective true of a thing.
    fn facts_of_adjective(&self, adjective: AdjectiveId, claim: Id) -> Provenance {
        match &self.telling.lexicon.adjective(adjective).meaning {
            Meaning::Value { path, value } => {
                let value = self.telling.dataset.id(value);
                let facts = value.and_then(|value| self.provenance(path, claim, value));
                facts.unwrap_or_default()
            }
            _ => Provenance::default(),
        }
    }

    /// The facts on the paths of a relation from some things to some ends.
    fn facts_along<const N: usize>(&self, link: Direction, claims: [Id; N], ends: &[Id]) -> Provenance {
        self.facts_between(&self.path(link), claims, ends)
    }

    fn facts_of_value<const N: usize>(&self, of: Option<AttributeId>, claims: [Id; N], ends: &[Id]) -> Provenance {
        let attribute = of.map(|id| self.telling.lexicon.attribute(id));
        let facts = attribute.map(|attribute| self.facts_between(&attribute.path, claims, ends));
        facts.unwrap_or_default()
    }

    fn facts_between<const N: usize>(&self, path: &Path, claims: [Id; N], ends: &[Id]) -> Provenance {
        let mut found = Provenance::default();
        for claim in claims {
            let ways = path.provenance(self.telling.dataset, claim);
            ends.iter().filter_map(|end| ways.get(end)).for_each(|way| found.extend(way));
        }
        found
    }

    fn provenance(&self, path: &Path, from: Id, to: Id) -> Option<Provenance> {
        path.provenance(self.telling.dataset, from).remove(&to)
    }

    fn path(&self, link: Direction) -> Path {
        self.telling.lexicon.path(link)
    }
}
