//! Finds all pairs of claims that contradict one another. Only claims on the same thing and topic are compared.

use std::collections::HashMap;

use oxigraph::model::{NamedNode, TermRef};
use oxsdatatypes::Date;

use crate::graph::adjacency::{Adjacency, of_classes, path_pairs};
use crate::graph::reachability::ReachabilityGraph;
use crate::store::{Dataset, Id};
use crate::words::{Above, AdjectiveId, AttributeId, Direction, Lexicon, Meaning, Opposition, Path, fold};

/// What each claim says, as far as contradictions depend on it.
#[derive(Debug)]
pub(super) struct OppositionIndex {
    /// The claims, ascending; the other fields use their index.
    pub(super) claims: Vec<Id>,
    /// The things that they are about.
    pub(super) things: Adjacency,
    /// The topics that each affirms.
    pub(super) affirmed: Adjacency,
    /// The topics that each denies.
    pub(super) denied: Adjacency,
    /// The adjective by which the default filter excludes each, if any.
    pub(super) left_out: Vec<Option<AdjectiveId>>,
    /// What else each is confined to, for each confinement of the vocabulary.
    pub(super) confined: Vec<ConfinementLinks>,
    /// The texts that each is confined to.
    pub(super) scopes: Adjacency,
    /// A number for each text, the same for those that fold alike.
    folded: HashMap<Id, u32>,
    pub(super) begins: Adjacency,
    pub(super) ends: Adjacency,
    days: HashMap<Id, Date>,
    /// From a claim to what it replaces.
    pub(super) settles: ReachabilityGraph,
}

/// What one confinement of the vocabulary confines each claim to.
#[derive(Debug)]
pub(super) struct ConfinementLinks {
    /// What each is confined to.
    pub(super) to: Adjacency,
    /// From what they are confined to, to what lies above that.
    pub(super) above: ReachabilityGraph,
}

/// The rules of `say:Opposition`, as paths.
#[derive(Debug)]
pub(super) struct Rules {
    classes: Vec<NamedNode>,
    things: Path,
    yes: Path,
    no: Path,
    left_out: Vec<(AdjectiveId, Meaning)>,
    /// To what a claim is confined to, and from there to what lies above.
    confinements: Vec<(Path, Option<Path>)>,
    scope: Option<Path>,
    begins: Option<Path>,
    ends: Option<Path>,
    settles: Vec<Path>,
}

impl Rules {
    /// The rules of a vocabulary.
    pub(super) fn of(lexicon: &Lexicon, opposition: &Opposition) -> Self {
        let link = |link: &Direction| lexicon.path_within_kind(*link);
        let value = |id: AttributeId| lexicon.attribute(id).path.clone();
        let meaning = |id: AdjectiveId| lexicon.adjective(id).meaning.clone();
        let kind = lexicon.kind(opposition.of);
        let left_out = kind.above.iter();
        let mut left_out: Vec<AdjectiveId> =
            left_out.flat_map(|kind| lexicon.kind(*kind).default_excluded.iter().copied()).collect();
        left_out.sort_unstable();
        left_out.dedup();
        let above = |above: &Above| match above {
            Above::Whole(relation) => link(relation),
            Above::Wider(path) => path.clone(),
        };
        let confinements = opposition.confinements.iter();
        let confinements = confinements.map(|it| (link(&it.relation), it.above.as_ref().map(above)));
        Self {
            classes: kind.classes.clone(),
            things: link(&opposition.things),
            yes: link(&opposition.yes),
            no: link(&opposition.no),
            left_out: left_out.into_iter().map(|id| (id, meaning(id))).collect(),
            confinements: confinements.collect(),
            scope: opposition.scope.map(value),
            begins: opposition.begins.map(value),
            ends: opposition.ends.map(value),
            settles: opposition.settles.iter().map(link).collect(),
        }
    }
}

impl OppositionIndex {
    /// Builds the index from the facts.
    pub(super) fn of(dataset: &Dataset, rules: &Rules) -> Self {
        let claims = of_classes(dataset, &rules.classes);
        let linked = |path: &Path| Adjacency::of(claims.len(), path_pairs(dataset, path, &claims));
        let stated = |path: &Option<Path>| match path {
            Some(path) => linked(path),
            None => Adjacency::of(claims.len(), Vec::new()),
        };
        let mut left_out = vec![None; claims.len()];
        for (adjective, meaning) in &rules.left_out {
            for (known, fits) in left_out.iter_mut().zip(fits(dataset, meaning, &claims)) {
                *known = known.or(fits.then_some(*adjective));
            }
        }
        let confined = rules.confinements.iter().map(|(to, above)| {
            let to = linked(to);
            let mut ends: Vec<Id> = to.pairs().map(|[_, end]| end).collect();
            ends.sort_unstable();
            ends.dedup();
            ConfinementLinks { to, above: ReachabilityGraph::of(dataset, above.as_slice(), &ends) }
        });
        let scopes = stated(&rules.scope);
        let (begins, ends) = (stated(&rules.begins), stated(&rules.ends));
        Self {
            things: linked(&rules.things),
            affirmed: linked(&rules.yes),
            denied: linked(&rules.no),
            left_out,
            settles: ReachabilityGraph::of(dataset, &rules.settles, &claims),
            confined: confined.collect(),
            folded: number_texts(dataset, &scopes),
            scopes,
            days: days(dataset, [&begins, &ends]),
            begins,
            ends,
            claims,
        }
    }

    /// The index of a claim.
    pub(super) fn position(&self, claim: Id) -> Option<u32> {
        let place = self.claims.binary_search(&claim).ok()?;
        u32::try_from(place).ok()
    }

    pub(super) fn claim(&self, place: u32) -> Id {
        self.claims[place as usize]
    }

    /// All pairs that contradict one another, each in both orders.
    pub(super) fn pairs(&self) -> Vec<[Id; 2]> {
        let candidates = self.confined.iter().fold(self.candidates(), |pairs, confined| confined.overlapping(pairs));
        let ids = |pairs: &[[u32; 2]]| -> Vec<[Id; 2]> {
            let pairs = pairs.iter();
            pairs.map(|pair| pair.map(|it| self.claim(it))).collect()
        };
        let pairs = ids(&candidates);
        let settled = self.settles.are_connected(&pairs);
        let open = pairs.into_iter().zip(settled);
        let open = open.filter(|(_, settled)| !settled);
        open.flat_map(|([one, other], _)| [[one, other], [other, one]]).collect()
    }

    /// The pairs of claims that say the opposite on the same thing and topic, with scopes and times that overlap, and
    /// of which the default filter excludes neither.
    fn candidates(&self) -> Vec<[u32; 2]> {
        let mut said: Vec<(Id, Id, bool, u32)> = Vec::new();
        for (claim, left_out) in (0..).zip(&self.left_out) {
            if left_out.is_some() {
                continue;
            }
            for (denies, topics) in [(false, &self.affirmed), (true, &self.denied)] {
                for thing in self.things.neighbors(claim) {
                    let topics = topics.neighbors(claim).iter();
                    said.extend(topics.map(|topic| (*thing, *topic, denies, claim)));
                }
            }
        }
        said.sort_unstable();
        let mut candidates = Vec::new();
        for group in said.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let middle = group.partition_point(|(_, _, denies, _)| !denies);
            let (affirming, denying) = group.split_at(middle);
            for (.., one) in affirming {
                for (.., other) in denying {
                    if one != other && self.share_scope(*one, *other) && self.overlap_in_time(*one, *other) {
                        candidates.push([*one.min(other), *one.max(other)]);
                    }
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// True unless both are confined to texts, and share none.
    pub(super) fn share_scope(&self, one: u32, other: u32) -> bool {
        let (ones, others) = (self.scopes.neighbors(one), self.scopes.neighbors(other));
        let number = |scope: &Id| self.folded.get(scope).copied();
        ones.is_empty()
            || others.is_empty()
            || ones.iter().any(|one| others.iter().any(|other| number(one) == number(other)))
    }

    /// True unless one ends before the other begins.
    pub(super) fn overlap_in_time(&self, one: u32, other: u32) -> bool {
        self.apart_in_time(one, other).is_none() && self.apart_in_time(other, one).is_none()
    }

    /// The last day of one and the first day of the other, if that is later.
    pub(super) fn apart_in_time(&self, one: u32, other: u32) -> Option<[Id; 2]> {
        let last = |ids: &[Id], sign: fn(&Date, &Date) -> bool| {
            let mut known: Option<(Date, Id)> = None;
            for id in ids {
                let day = *self.days.get(id)?;
                if known.is_none_or(|(known, _)| sign(&day, &known)) {
                    known = Some((day, *id));
                }
            }
            known
        };
        let (ends, end) = last(self.ends.neighbors(one), |day, known| day > known)?;
        let (begins, begin) = last(self.begins.neighbors(other), |day, known| day < known)?;
        (ends < begins).then_some([end, begin])
    }
}

impl ConfinementLinks {
    /// Filters the pairs to those that overlap: one claim is not confined, both share an end, or an end of one lies
    /// above an end of the other.
    fn overlapping(&self, pairs: Vec<[u32; 2]>) -> Vec<[u32; 2]> {
        let mut between: Vec<[Id; 2]> = Vec::new();
        let mut of_pair: Vec<std::ops::Range<usize>> = Vec::new();
        let mut known: HashMap<[Id; 2], usize> = HashMap::new();
        let mut places: Vec<usize> = Vec::new();
        let mut kept: Vec<bool> = Vec::new();
        for [one, other] in &pairs {
            let from = places.len();
            let (ones, others) = (self.to.neighbors(*one), self.to.neighbors(*other));
            let free = ones.is_empty() || others.is_empty() || intersects(ones, others);
            if !free {
                for pair in ones.iter().flat_map(|a| others.iter().map(move |b| [*a, *b])) {
                    places.push(*known.entry(pair).or_insert_with(|| {
                        between.push(pair);
                        between.len() - 1
                    }));
                }
            }
            kept.push(free);
            of_pair.push(from..places.len());
        }
        let joined = self.above.are_connected(&between);
        let fits = kept
            .into_iter()
            .zip(of_pair)
            .map(|(free, range)| free || places[range].iter().any(|between| joined[*between]));
        let pairs = pairs.into_iter().zip(fits);
        pairs.filter_map(|(pair, fits)| fits.then_some(pair)).collect()
    }
}

/// True where two ascending lists share something.
pub(super) fn intersects(ones: &[Id], others: &[Id]) -> bool {
    ones.iter().any(|it| others.binary_search(it).is_ok())
}

/// For each thing, whether an adjective fits it by the facts alone; never one defined by a phrase.
fn fits(dataset: &Dataset, meaning: &Meaning, things: &[Id]) -> Vec<bool> {
    let mut fits = vec![false; things.len()];
    match meaning {
        Meaning::Value { path, value } => {
            let value = dataset.id(value);
            for [thing, end] in path_pairs(dataset, path, things) {
                fits[thing as usize] |= Some(end) == value;
            }
        }
        Meaning::Subclass(classes) => {
            let of_class = of_classes(dataset, classes).into_iter();
            for place in of_class.filter_map(|thing| things.binary_search(&thing).ok()) {
                fits[place] = true;
            }
        }
        Meaning::Phrase(_) => {}
    }
    fits
}

/// Numbers the texts: those that fold alike have one number.
fn number_texts(dataset: &Dataset, texts: &Adjacency) -> HashMap<Id, u32> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut folded = HashMap::new();
    for [_, id] in texts.pairs() {
        folded.entry(id).or_insert_with(|| {
            let text = match dataset.term(id) {
                TermRef::Literal(text) => fold(text.value()),
                other => other.to_string(),
            };
            let next = u32::try_from(numbers.len()).expect("ids are fewer than 2^32");
            *numbers.entry(text).or_insert(next)
        });
    }
    folded
}

/// The dates among the literals.
fn days(dataset: &Dataset, written: [&Adjacency; 2]) -> HashMap<Id, Date> {
    let ids = written.into_iter().flat_map(Adjacency::pairs);
    let day = |[_, id]: [u32; 2]| match dataset.term(id) {
        TermRef::Literal(day) => Some((id, day.value().parse().ok()?)),
        _ => None,
    };
    ids.filter_map(day).collect()
}
