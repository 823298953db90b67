//! The lexicon: the contents of a vocabulary, indexed by word.

use std::collections::HashMap;
use std::sync::Arc;

use oxigraph::model::{NamedNode, TermRef};

use crate::base::{fold, spend};
use crate::store::{Dataset, Id};
use crate::words::entry::{
    Adjective, Attribute, DirectionWords, Kind, Meaning, Noun, Opposition, Relation, Sense, Support, ValueType,
};
use crate::words::ids::{AdjectiveId, AttributeId, Direction, KindId, NounId, OutcomePhraseId, RelationId, SetId};
use crate::words::names::LONGEST;
use crate::words::{
    Anchoring, BackedVerdict, ComparisonRules, Derived, Names, Number, OutcomePhrase, Path, Step, Structure,
};

/// Everything that a loaded vocabulary says, with the names that occur in the data.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    pub(super) kinds: Vec<Kind>,
    pub(super) nouns: Vec<Noun>,
    pub(super) relations: Vec<Relation>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) adjectives: Vec<Adjective>,
    pub(super) senses: HashMap<String, Vec<Sense>>,
    pub(super) kinds_of_class: HashMap<NamedNode, Vec<KindId>>,
    pub(super) names: Names,
    pub(super) comparison: Option<ComparisonRules>,
    pub(super) anchoring: Option<Anchoring>,
    pub(super) outcome_phrases: Vec<OutcomePhrase>,
    /// The assurances that are about an offer: `say:offer true`.
    pub(super) offers: Vec<NamedNode>,
    pub(super) support: Option<Support>,
    pub(super) opposition: Option<Opposition>,
    /// The paths that lead through current records alone.
    pub(super) current: Vec<Path>,
    pub(super) analyses: Vec<Arc<Derived>>,
    pub(super) longest: usize,
    /// The names of the sets, by [`SetId`].
    sets: Vec<Option<String>>,
}

impl Lexicon {
    /// A kind by its index.
    #[must_use]
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.0 as usize]
    }

    /// A noun by its index.
    #[must_use]
    pub fn noun(&self, id: NounId) -> &Noun {
        &self.nouns[id.0 as usize]
    }

    /// A relation by its index.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[id.0 as usize]
    }

    /// An attribute by its index.
    #[must_use]
    pub fn attribute(&self, id: AttributeId) -> &Attribute {
        &self.attributes[id.0 as usize]
    }

    /// An adjective by its index.
    #[must_use]
    pub fn adjective(&self, id: AdjectiveId) -> &Adjective {
        &self.adjectives[id.0 as usize]
    }

    /// All kinds with their indices.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        (0..).map(KindId).zip(&self.kinds)
    }

    /// All relations with their indices.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Relation)> {
        (0..).map(RelationId).zip(&self.relations)
    }

    /// All attributes with their indices.
    pub fn attributes(&self) -> impl Iterator<Item = (AttributeId, &Attribute)> {
        (0..).map(AttributeId).zip(&self.attributes)
    }

    /// All adjectives with their indices.
    pub fn adjectives(&self) -> impl Iterator<Item = (AdjectiveId, &Adjective)> {
        (0..).map(AdjectiveId).zip(&self.adjectives)
    }

    /// The rules for comparing records, if the vocabulary has any.
    #[must_use]
    pub fn comparison(&self) -> Option<&ComparisonRules> {
        self.comparison.as_ref()
    }

    /// How citations identify passages, if the vocabulary says so.
    #[must_use]
    pub fn anchoring(&self) -> Option<&Anchoring> {
        self.anchoring.as_ref()
    }

    /// Words for the outcomes of an assurance, by their index.
    #[must_use]
    pub fn outcome_words(&self, id: OutcomePhraseId) -> &OutcomePhrase {
        &self.outcome_phrases[id.0 as usize]
    }

    /// All words for outcomes of assurances.
    #[must_use]
    pub fn all_outcome_words(&self) -> &[OutcomePhrase] {
        &self.outcome_phrases
    }

    /// True for an assurance about an offer. Asked what is not offered, depends and disputed count as unknown; for
    /// other assurances they count as not so.
    #[must_use]
    pub fn is_offer(&self, assurance: &NamedNode) -> bool {
        self.offers.contains(assurance)
    }

    /// The paths that lead through current records alone, for [`Structure::Current`].
    #[must_use]
    pub fn current_paths(&self) -> &[Path] {
        &self.current
    }

    /// The first relation with a noun that leads from records to topics.
    #[must_use]
    pub fn topic_link(&self) -> Option<Direction> {
        let rules = self.comparison()?;
        let fits = |link: &Direction| {
            let named = !self.direction_words(*link).roles.is_empty();
            named && self.overlap(self.start(*link), rules.of) && self.end(*link) == rules.topics
        };
        self.directions().find(fits)
    }

    /// The relations whose path is this one of [`Self::current_paths`].
    pub fn relations_of(&self, current: u16) -> impl Iterator<Item = &Relation> {
        let is_way = move |relation: &&Relation| {
            let [Step::Derived { derived, .. }] = relation.path.0.as_slice() else {
                return false;
            };
            matches!(derived.structure, Structure::Current(index, _) if index == current)
        };
        self.relations.iter().filter(is_way)
    }

    /// The path from a thing to the assurances with this verdict.
    #[must_use]
    pub fn verdict_path(&self, answered: BackedVerdict) -> Option<Path> {
        let wanted = Structure::VerdictIs(answered);
        let derived = self.analyses.iter().find(|it| it.structure == wanted)?;
        Some(Path(vec![Step::Derived { derived: Arc::clone(derived), backward: false }]))
    }

    /// The relations of support, if the vocabulary has any.
    #[must_use]
    pub fn support(&self) -> Option<&Support> {
        self.support.as_ref()
    }

    /// The rules for contradictions, if the vocabulary has any.
    #[must_use]
    pub fn opposition(&self) -> Option<&Opposition> {
        self.opposition.as_ref()
    }

    /// The analyses of the graph that have words, each once.
    #[must_use]
    pub fn analyses(&self) -> &[Arc<Derived>] {
        &self.analyses
    }

    /// The same words for other facts over the same terms, with no analysis computed yet.
    #[must_use]
    pub fn for_other_facts(mut self) -> Self {
        self.names.unshare_empty_lookup();
        let fresh = self.analyses.iter();
        self.analyses = fresh.map(|it| Arc::new(Derived::new(it.structure))).collect();
        let relations = self.relations.iter_mut();
        let relations = relations.flat_map(|it| [Some(&mut it.path), it.ultimately.as_mut()].into_iter().flatten());
        let attributes = self.attributes.iter_mut().map(|it| &mut it.path);
        let adjectives = self.adjectives.iter_mut().filter_map(|it| match &mut it.meaning {
            Meaning::Value { path, .. } => Some(path),
            _ => None,
        });
        for step in relations.chain(attributes).chain(adjectives).flat_map(|path| &mut path.0) {
            if let Step::Derived { derived, .. } = step {
                let known = self.analyses.iter().find(|it| *it == derived);
                *derived = Arc::clone(known.expect("every analysis with words is listed"));
            }
        }
        self
    }

    /// True if the vocabulary compares records or has open terms: an answer can then be unknown.
    #[must_use]
    pub fn has_open_terms(&self) -> bool {
        let relations = self.relations.iter().map(|it| &it.looked_up_for);
        let attributes = self.attributes.iter().map(|it| &it.looked_up_for);
        self.comparison.is_some() || relations.chain(attributes).any(|kinds| !kinds.is_empty())
    }

    /// The names that occur in the data.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Every word or run of words that has a meaning, folded to lower case.
    pub fn words(&self) -> impl Iterator<Item = (&str, &[Sense])> {
        self.senses.iter().map(|(word, senses)| (word.as_str(), senses.as_slice()))
    }

    /// The meanings of a run of words.
    #[must_use]
    pub fn senses(&self, words: &str) -> &[Sense] {
        spend(1);
        self.senses.get(&fold(words)).map_or(&[], Vec::as_slice)
    }

    /// The most words that a word form, or a name without quotes, can have.
    #[must_use]
    pub fn longest_phrase(&self) -> usize {
        self.longest.max(LONGEST)
    }

    /// True when a thing can be of both kinds: one is the other, or is above it.
    #[must_use]
    pub fn overlap(&self, one: KindId, other: KindId) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }

    /// True when every thing of kind `one` is of kind `other`.
    #[must_use]
    pub fn is_a(&self, one: KindId, other: KindId) -> bool {
        self.kind(one).above.contains(&other)
    }

    /// The noun of a kind in a number: `claims`.
    #[must_use]
    pub fn kind_word(&self, id: KindId, number: Number) -> &str {
        self.noun(self.kind(id).noun).forms.get(number)
    }

    /// The kind with its article: `an absence finding`.
    #[must_use]
    pub fn a_kind(&self, id: KindId) -> String {
        with_article(self.kind_word(id, Number::Singular))
    }

    /// The kind where a direction starts.
    #[must_use]
    pub fn start(&self, direction: Direction) -> KindId {
        let relation = self.relation(direction.relation);
        if direction.backward { relation.to } else { relation.from }
    }

    /// The kind where a direction ends.
    #[must_use]
    pub fn end(&self, direction: Direction) -> KindId {
        let relation = self.relation(direction.relation);
        if direction.backward { relation.from } else { relation.to }
    }

    /// The words for a direction.
    #[must_use]
    pub fn direction_words(&self, direction: Direction) -> &DirectionWords {
        let relation = self.relation(direction.relation);
        if direction.backward { &relation.backward } else { &relation.forward }
    }

    /// The path of a direction, followed once.
    #[must_use]
    pub fn path(&self, direction: Direction) -> Path {
        let relation = self.relation(direction.relation);
        if direction.backward { relation.path.inverse() } else { relation.path.clone() }
    }

    /// The path of a direction, restricted to its end kind: where the same path also leads to other kinds (from a
    /// source to the claims and to the caveats that cite it), these are excluded. Things without a kind stay, so that
    /// gaps in the facts show.
    #[must_use]
    pub fn path_within_kind(&self, direction: Direction) -> Path {
        self.within_kind(direction, self.path(direction))
    }

    /// Restricts a path that follows the direction, however often, to the end kind of the direction.
    #[must_use]
    pub fn within_kind(&self, direction: Direction, mut path: Path) -> Path {
        let (way, end) = (self.path(direction), self.end(direction));
        let mut classes = Vec::new();
        for relation in self.relations().map(|(relation, _)| relation) {
            for backward in [false, true] {
                let other = Direction { relation, backward };
                let stranger = self.end(other);
                if !self.overlap(stranger, end) && self.path(other) == way {
                    classes.extend(self.kind(stranger).classes.iter().cloned());
                }
            }
        }
        if !classes.is_empty() {
            classes.sort_unstable();
            classes.dedup();
            path.0.push(Step::OfClass { classes, inside: false });
        }
        path
    }

    /// The path of a direction said with `ultimately`; none if the relation cannot be followed again from its end, or
    /// its path cannot repeat.
    #[must_use]
    pub fn ultimate_path(&self, direction: Direction) -> Option<Path> {
        let relation = self.relation(direction.relation);
        let path = match &relation.ultimately {
            Some(path) => path.clone(),
            None if !self.overlap(relation.from, relation.to) => return None,
            None if !relation.path.is_repeatable() => return None,
            None => relation.path.one_or_more(),
        };
        Some(if direction.backward { path.inverse() } else { path })
    }

    /// The text that stands for a thing: what its kind is labelled by, else one of its names, else
    /// its compact IRI.
    #[must_use]
    pub fn label(&self, dataset: &Dataset, thing: Id) -> String {
        spend(4);
        for kind in self.kinds_of(dataset, thing) {
            for trail in &self.kind(kind).labelled_by {
                let path = trail.path(self);
                let reached = path.map_or_else(|| [thing].into(), |path| path.walk(dataset, thing));
                if let Some(first) = reached.first() {
                    return if *first == thing || dataset.term(*first).is_literal() {
                        dataset.short(dataset.term(*first))
                    } else {
                        self.plain_label(dataset, *first)
                    };
                }
            }
        }
        self.plain_label(dataset, thing)
    }

    fn plain_label(&self, dataset: &Dataset, thing: Id) -> String {
        let name = self.names.first_of(dataset, thing);
        name.unwrap_or_else(|| dataset.short(dataset.term(thing)))
    }

    /// The first word for a value that an attribute lists, if one does.
    #[must_use]
    pub fn value_word<'a>(&self, value: impl Into<TermRef<'a>>) -> Option<&str> {
        let value = value.into();
        self.attributes.iter().find_map(|attribute| {
            let ValueType::OneOf(values) = &attribute.values else {
                return None;
            };
            let known = values.iter().find(|(term, _)| term.as_ref() == value);
            known.and_then(|(_, words)| words.first()).map(String::as_str)
        })
    }

    /// Adds an adjective that somebody defines, or gives the one of the same word and kind a new
    /// meaning. Returns its index and what it meant before, if it was there.
    pub fn define(&mut self, word: &str, of: KindId, phrase: &str) -> (AdjectiveId, Option<Meaning>) {
        let known = self.senses(word).iter().find_map(|sense| match sense {
            Sense::Adjective(id) if self.adjective(*id).of == of => Some(*id),
            _ => None,
        });
        if let Some(id) = known {
            let meaning = &mut self.adjectives[id.0 as usize].meaning;
            return (id, Some(std::mem::replace(meaning, Meaning::Phrase(phrase.to_owned()))));
        }
        let id = AdjectiveId(u32::try_from(self.adjectives.len()).expect("adjectives are few"));
        self.adjectives.push(Adjective {
            word: Some(word.to_owned()),
            verb: None,
            of,
            meaning: Meaning::Phrase(phrase.to_owned()),
            place: String::new(),
        });
        self.learn(word, Sense::Adjective(id));
        (id, None)
    }

    /// Undoes the last [`Lexicon::define`]: restores the earlier meaning, or removes the adjective.
    pub fn undo_define(&mut self, id: AdjectiveId, earlier: Option<Meaning>) {
        if let Some(earlier) = earlier {
            self.adjectives[id.0 as usize].meaning = earlier;
            return;
        }
        if self.adjectives.len() != id.0 as usize + 1 {
            return;
        }
        self.adjectives.pop();
        for senses in self.senses.values_mut() {
            senses.retain(|sense| *sense != Sense::Adjective(id));
        }
        self.senses.retain(|_, senses| !senses.is_empty());
    }

    /// Adds a set; its name, if any, means it from now on.
    pub fn add_set(&mut self, name: Option<&str>) -> SetId {
        let id = SetId(u32::try_from(self.sets.len()).expect("sets are few"));
        self.sets.push(name.map(str::to_owned));
        if let Some(name) = name {
            if let Some(senses) = self.senses.get_mut(&fold(name)) {
                senses.retain(|sense| !matches!(sense, Sense::Set(_)));
            }
            self.learn(name, Sense::Set(id));
        }
        id
    }

    /// The name of a set, if it has one.
    #[must_use]
    pub fn set_name(&self, id: SetId) -> Option<&str> {
        self.sets.get(id.0 as usize)?.as_deref()
    }

    /// The links from a kind that have a noun for their end.
    #[must_use]
    pub fn role_links(&self, kind: KindId) -> Vec<Direction> {
        self.directions()
            .filter(|link| self.overlap(self.start(*link), kind))
            .filter(|link| !self.direction_words(*link).roles.is_empty())
            .collect()
    }

    /// The nouns that name the things of a kind, its own first.
    pub fn nouns_of(&self, kind: KindId) -> impl Iterator<Item = &Noun> {
        let plain = move |noun: &&Noun| noun.kind == kind && noun.narrowed.is_none();
        self.nouns.iter().filter(plain)
    }

    /// The nouns that an adjective gave rise to: `scope limit`.
    pub fn nouns_narrowed_by(&self, adjective: AdjectiveId) -> impl Iterator<Item = &Noun> {
        let narrowed = move |noun: &&Noun| noun.narrowed == Some(adjective);
        self.nouns.iter().filter(narrowed)
    }

    /// Every relation in both its directions.
    pub fn directions(&self) -> impl Iterator<Item = Direction> + '_ {
        self.relations().flat_map(|(relation, _)| [false, true].map(|backward| Direction { relation, backward }))
    }

    pub(super) fn learn(&mut self, words: &str, sense: Sense) {
        self.longest = self.longest.max(words.split_whitespace().count());
        let senses = self.senses.entry(fold(words)).or_default();
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }
}

/// `a claim`, `an absence finding`
pub(crate) fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    // `an unread`, but `a user`, `a unit` and `a union`.
    let un = noun.to_lowercase().starts_with("un")
        && !["unit", "union", "uni", "uniq"].iter().any(|it| noun.to_lowercase().starts_with(it));
    let article = if vowel || un { "an" } else { "a" };
    format!("{article} {noun}")
}
