//! The entries of the lexicon: kinds, attributes with their values, relations, adjectives.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use oxigraph::model::vocab::{rdfs, xsd};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};

use crate::store::Id;
use crate::words::entry::{
    Adjective, Attribute, DirectionWords, Kind, Meaning, More, Noun, Relation, Sense, ValueType,
};
use crate::words::ids::{AdjectiveId, AttributeId, Direction, KindId, NounId, RelationId};
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Derived, Forms, Path, Reaching, Step, Structure, fold, say};

const OWL_CLASS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");

pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).expect("a vocabulary has fewer than 2^32 entries")
}

fn without_places(texts: Vec<(String, String)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

impl VocabularyReader<'_> {
    pub(super) fn kinds(&mut self) {
        for class in self.instances(&[rdfs::CLASS, OWL_CLASS]) {
            let Some(noun) = self.only_form(class, say::NOUN, Forms::of_noun) else {
                continue;
            };
            let Term::NamedNode(iri) = self.dataset.term(class).into_owned() else {
                continue;
            };
            let id = KindId(index(self.lexicon.kinds.len()));
            let noun_id = self.noun(noun, id, None);
            for synonym in self.forms(class, say::SYNONYM, Forms::of_noun) {
                self.noun(synonym, id, None);
            }
            self.lexicon.kinds.push(Kind {
                classes: self.hierarchy.below(&iri),
                above: Vec::new(),
                noun: noun_id,
                labelled_by: Vec::new(),
                shows: Vec::new(),
                evidence_columns: Vec::new(),
                default_excluded: Vec::new(),
                belongs: Vec::new(),
                audits: Vec::new(),
                definition: self.definition(class),
                class: iri,
            });
        }
        let ids: HashMap<NamedNode, KindId> = self.lexicon.kinds().map(|(id, kind)| (kind.class.clone(), id)).collect();
        for kind in &mut self.lexicon.kinds {
            let above = self.hierarchy.above(&kind.class);
            kind.above = above.iter().filter_map(|class| ids.get(class).copied()).collect();
        }
        for (id, kind) in (0..).map(KindId).zip(&self.lexicon.kinds) {
            for class in &kind.classes {
                let kinds = self.lexicon.kinds_of_class.entry(class.clone()).or_default();
                kinds.push(id);
            }
        }
    }

    pub(super) fn noun(
        &mut self,
        (forms, place): (Forms, String),
        kind: KindId,
        narrowed: Option<AdjectiveId>,
    ) -> NounId {
        let id = NounId(index(self.lexicon.nouns.len()));
        self.say_forms(&forms, &place, |number| Sense::Noun(id, number));
        self.lexicon.nouns.push(Noun { forms, kind, narrowed });
        id
    }

    pub(super) fn attributes(&mut self) {
        for node in self.instances(&[say::ATTRIBUTE]) {
            let Term::NamedNode(term) = self.dataset.term(node).into_owned() else {
                continue;
            };
            let analysis = self.analysis_at(node, true);
            let Some(path) = analysis.or_else(|| self.path_of(node, say::PATH, Some(&term))) else {
                continue;
            };
            for of in self.kinds_at(node, say::OF) {
                self.attribute(node, &term, of, path.clone());
            }
        }
    }

    fn attribute(&mut self, node: Id, term: &NamedNode, of: KindId, path: Path) {
        let id = AttributeId(index(self.lexicon.attributes.len()));
        let nouns = self.forms(node, say::NOUN, Forms::of_noun);
        if nouns.is_empty() {
            self.missing_in(node, "say:noun", "the word for it");
        }
        let participles = self.texts(node, say::PARTICIPLE);
        let prepositions = self.texts(node, say::PREPOSITION);
        let greater = self.texts(node, say::GREATER);
        let less = self.texts(node, say::LESS);
        for (forms, place) in &nouns {
            self.say_forms(forms, place, |number| Sense::AttributeNoun(id, number));
        }
        self.say(&participles, Sense::AttributeParticiple(id));
        self.say(&prepositions, Sense::AttributePreposition(id));
        self.say(&greater, Sense::Comparative(id, More::Greater));
        self.say(&less, Sense::Comparative(id, More::Less));
        let values = self.value_type(node, of, &path);
        let unit = self.text(node, say::UNIT).map(|(unit, _)| unit);
        let looked_up_for = self.lookup_kinds(node, of);
        self.lexicon.attributes.push(Attribute {
            of,
            path,
            nouns: nouns.into_iter().map(|(forms, _)| forms).collect(),
            values,
            participles: without_places(participles),
            prepositions: without_places(prepositions),
            greater: without_places(greater),
            less: without_places(less),
            unit,
            looked_up_for,
            definition: self.definition(node),
            term: term.clone(),
        });
    }

    pub(super) fn value_type(&mut self, node: Id, of: KindId, path: &Path) -> ValueType {
        if let Some(list) = self.only(node, say::ONE_OF) {
            let values = self.list(list);
            let described = values.into_iter().map(|value| {
                let term = self.dataset.term(value).into_owned();
                self.value(value, &term, of, path);
                let words = self.value_words(value, &term);
                (term, words)
            });
            return ValueType::OneOf(described.collect());
        }
        let datatype = self.raw_values(node, say::TYPE).first().map(|value| (*value, self.dataset.term(*value)));
        let Some((value, TermRef::NamedNode(datatype))) = datatype else {
            return ValueType::Text;
        };
        self.mark_read(node, say::TYPE, value);
        match datatype {
            xsd::DATE => ValueType::Date,
            xsd::DATE_TIME => ValueType::DateTime,
            xsd::DECIMAL | xsd::INTEGER | xsd::DOUBLE => ValueType::Number,
            xsd::STRING | xsd::ANY_URI => ValueType::Text,
            _ => {
                let place = self.location_of(node);
                let name = self.short(datatype);
                self.problems.push(faults::unknown_type(&name, &place));
                ValueType::Text
            }
        }
    }

    /// Adds the adjective, verb and noun of a value of an attribute.
    pub(super) fn value(&mut self, node: Id, term: &Term, of: KindId, path: &Path) {
        let meaning = Meaning::Value { path: path.clone(), value: term.clone() };
        let id = self.adjective(node, of, meaning);
        self.terms.entry(term.clone()).or_default().push(id);
        for noun in self.forms(node, say::NOUN, Forms::of_noun) {
            self.noun(noun, of, Some(id));
        }
    }

    pub(super) fn value_words(&self, node: Id, term: &Term) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for property in [rdfs::LABEL, say::ADJECTIVE, say::NOUN] {
            for value in self.dataset.values(node, property) {
                if let TermRef::Literal(text) = value {
                    words.push(text.value().to_owned());
                }
            }
        }
        match term {
            Term::NamedNode(iri) => {
                words.extend(iri.as_str().rsplit(['#', '/']).next().map(str::to_owned));
            }
            Term::Literal(literal) => words.push(literal.value().to_owned()),
            Term::BlankNode(_) => {}
        }
        let mut seen = HashSet::new();
        words.retain(|word| seen.insert(fold(word)));
        words
    }

    /// Adds the adjective that `node` gives with `say:adjective` and `say:verb`.
    pub(super) fn adjective(&mut self, node: Id, of: KindId, meaning: Meaning) -> AdjectiveId {
        let words = self.texts(node, say::ADJECTIVE);
        let verbs = self.forms(node, say::VERB, Forms::of_verb);
        let id = AdjectiveId(index(self.lexicon.adjectives.len()));
        self.say(&words, Sense::Adjective(id));
        for (forms, place) in &verbs {
            self.say_forms(forms, place, |number| Sense::AdjectiveVerb(id, number));
        }
        let means =
            self.raw_values(node, say::MEANS).first().map(|value| self.location_of_link(node, say::MEANS, *value));
        let place = means.or_else(|| words.first().map(|(_, place)| place.clone()));
        self.lexicon.adjectives.push(Adjective {
            word: words.into_iter().next().map(|(word, _)| word),
            verb: verbs.into_iter().next().map(|(forms, _)| forms),
            of,
            meaning,
            place: place.unwrap_or_else(|| self.location_of(node)),
        });
        id
    }

    pub(super) fn relations(&mut self) {
        for node in self.instances(&[say::RELATION]) {
            let Term::NamedNode(term) = self.dataset.term(node).into_owned() else {
                continue;
            };
            let current = self.current.get(&node).map(|it| self.current_path(*it, Reaching::Once));
            let analysis = current.or_else(|| self.analysis_at(node, false));
            let Some(path) = analysis.or_else(|| self.path_of(node, say::PATH, Some(&term))) else {
                continue;
            };
            for from in self.kinds_at(node, say::FROM) {
                for to in self.kinds_at(node, say::TO) {
                    self.relation(node, &term, (from, to), path.clone());
                }
            }
        }
    }

    fn relation(&mut self, node: Id, term: &NamedNode, (from, to): (KindId, KindId), path: Path) {
        let again = self.current.get(&node).map(|it| self.current_path(*it, Reaching::Again));
        let ultimately = again.or_else(|| self.path_of(node, say::ULTIMATELY, None));
        let id = RelationId(index(self.lexicon.relations.len()));
        let forward = self.direction_words(node, id, false);
        let backward = self.direction_words(node, id, true);
        if forward == DirectionWords::default() && backward == DirectionWords::default() {
            self.missing_in(node, "say:forward", "words for a direction");
        }
        let reaches_all = self.is_true(node, say::REACHES_ALL);
        let wholly = self.is_true(node, say::WHOLLY);
        if wholly && path.widen().is_none() {
            let name = self.dataset.short(self.dataset.term(node));
            let place = self.location_of(node);
            self.problems.push(faults::no_parts(&name, &place));
        }
        let looked_up_for = self.lookup_kinds(node, from);
        self.lexicon.relations.push(Relation {
            from,
            to,
            path,
            ultimately,
            forward,
            backward,
            reaches_all,
            wholly,
            looked_up_for,
            partly_for: None,
            none_for: None,
            definition: self.definition(node),
            term: term.clone(),
        });
    }

    pub(super) fn direction_words(&mut self, node: Id, relation: RelationId, backward: bool) -> DirectionWords {
        let property = if backward { say::BACKWARD } else { say::FORWARD };
        let direction = Direction { relation, backward };
        let mut words = DirectionWords::default();
        for block in self.raw_values(node, property) {
            let verbs = self.forms(block, say::VERB, Forms::of_verb);
            let roles = self.forms(block, say::ROLE, Forms::of_noun);
            let participles = self.texts(block, say::PARTICIPLE);
            let prepositions = self.texts(block, say::PREPOSITION);
            for (forms, place) in &verbs {
                self.say_forms(forms, place, |number| Sense::Verb(direction, number));
            }
            for (forms, place) in &roles {
                self.say_forms(forms, place, |number| Sense::Role(direction, number));
            }
            self.say(&participles, Sense::Participle(direction));
            self.say(&prepositions, Sense::Preposition(direction));
            // Words that cannot be read are reported on their own.
            let said = [verbs.len(), roles.len(), participles.len(), prepositions.len()] != [0; 4];
            let nameless =
                matches!(self.dataset.term(block), TermRef::NamedNode(it) if it.as_str().contains("/genid/"));
            if said || nameless && self.dataset.matching(Some(block), None, None).next().is_some() {
                self.mark_read(node, property, block);
            }
            words.verbs.extend(verbs.into_iter().map(|(forms, _)| forms));
            words.roles.extend(roles.into_iter().map(|(forms, _)| forms));
            words.participles.extend(without_places(participles));
            words.prepositions.extend(without_places(prepositions));
        }
        words
    }

    /// The meaning of an adjective that `say:expired` or `say:upcoming` names.
    fn validity_of(&mut self, node: Id) -> Option<Meaning> {
        let named = [say::EXPIRED, say::UPCOMING].into_iter().filter_map(|property| self.dataset.iri_id(property));
        let is_named = named.into_iter().any(|it| self.dataset.matching(None, Some(it), Some(node)).next().is_some());
        let structure = Structure::Validity;
        let derived =
            is_named.then(|| self.analyses.entry(structure).or_insert_with(|| Arc::new(Derived::new(structure))));
        let path = Path(vec![Step::Derived { derived: Arc::clone(derived?), backward: false }]);
        Some(Meaning::Value { path, value: self.dataset.term(node).into_owned() })
    }

    pub(super) fn adjectives(&mut self) {
        for node in self.instances(&[say::ADJECTIVE_CLASS]) {
            let Some(of) = self.kind_at(node, say::OF) else {
                continue;
            };
            let phrase = self.text(node, say::MEANS);
            let value = self.only(node, say::VALUE).map(|value| self.dataset.term(value).into_owned());
            let validity = self.validity_of(node);
            let meaning = match (phrase, value) {
                (None, None) if validity.is_some() => validity.expect("it was asked just now"),
                (Some((phrase, _)), None) => Meaning::Phrase(phrase),
                (None, Some(value)) => match self.path_of(node, say::PATH, None) {
                    Some(path) => Meaning::Value { path, value },
                    None => {
                        self.missing_in(node, "say:path", "how the value is reached");
                        continue;
                    }
                },
                _ => {
                    self.missing_in(node, "say:means or say:value", "what the adjective means");
                    continue;
                }
            };
            if self.raw_values(node, say::ADJECTIVE).is_empty() && self.raw_values(node, say::NOUN).is_empty() {
                self.missing_in(node, "say:adjective", "the word for it");
            }
            let id = self.adjective(node, of, meaning);
            let term = self.dataset.term(node).into_owned();
            self.terms.entry(term).or_default().push(id);
            for noun in self.forms(node, say::NOUN, Forms::of_noun) {
                self.noun(noun, of, Some(id));
            }
        }
        for class in self.instances(&[rdfs::CLASS, OWL_CLASS]) {
            let Term::NamedNode(iri) = self.dataset.term(class).into_owned() else {
                continue;
            };
            if self.raw_values(class, say::ADJECTIVE).is_empty() {
                continue;
            }
            let above = self.hierarchy.directly_above(&iri);
            let kinds = above.iter().filter_map(|class| self.lexicon.kinds_of_class.get(class));
            match kinds.flatten().next().copied() {
                Some(of) => {
                    let meaning = Meaning::Subclass(self.hierarchy.below(&iri));
                    let id = self.adjective(class, of, meaning);
                    self.terms.entry(iri.into()).or_default().push(id);
                }
                None => self.missing_in(class, "rdfs:subClassOf", "the kind that it narrows"),
            }
        }
    }
}
